"""What became of all rows, in words and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

from kontaktdsl.batch.said import Status
from kontaktdsl.data.pipeline import Run
from kontaktdsl.data.summary import MOST_VALUES, Summary, Unknown
from kontaktdsl.data.writing.base import About
from kontaktdsl.diagnostics import Text

FORMAT = "kontaktdsl-summary"
VERSION = 1
MOST = 5
"""So many reasons are shown of each kind."""

_ROWS = Text("{rows} Zeilen gelesen, {rows} geschrieben", "{rows} rows read, {rows} written")
_READ = Text("{rows} Zeilen gelesen", "{rows} rows read")
_NOT_WRITTEN = Text(
    "{rows} Zeilen gelesen, nichts geschrieben", "{rows} rows read, nothing written"
)
_BY = Text(
    "nach {policy} ({digest}), Stichtag {day}, kpol {engine}",
    "by {policy} ({digest}), on {day}, kpol {engine}",
)
_VERSION = Text("Fassung: {version}", "version: {version}")
_BEYOND = Text(
    "davon nach dem Ende der Fassung: {later}; ihr Termin ist nach der Fassung des Stichtags "
    "bestimmt",
    "of them after the end of the version: {later}; their date is by the version of the day of "
    "evaluation",
)
_DATED = Text("mit Termin", "with a due date")
_OVERDUE = Text("davon überfällig", "of them overdue")
_UNDATED = Text("ohne Termin", "without a due date")
_UNDECIDED = Text("nicht oder nicht ganz entschieden", "not or not wholly decided")
_FACTS = Text("betroffene Angaben", "facts concerned")
_UNKNOWN = Text("unbekannte Werte", "unknown values")
_COLUMN = Text("Spalte `{column}`", "column `{column}`")
_VALUES = Text("{count} verschiedene", "{count} different ones")
_BROKEN_AT = Text("in Zeile {rows}", "in row {rows}")
_MORE = Text("und {count} weitere", "and {count} more")
_MAP = Text(
    "  `kpol map` schlägt eine Zuordnung vor; [map.values] sagt, was ein Wort bedeutet",
    "  `kpol map` proposes a mapping; [map.values] says what a word means",
)


def text(run: Run, about: About, *, written: bool | None) -> str:
    """The summary for a person, in the language of the run; None: there was nothing to write."""
    summary = run.summary
    told = _Told(about.language)
    head = _READ if written is None else _ROWS if written else _NOT_WRITTEN
    told.line(head.format(rows=told.number(summary.rows)))
    by = _BY.format(
        policy=about.policy,
        digest=about.digest[:12],
        day=told.day(about),
        engine=about.engine,
    )
    told.line(by)
    if run.version is not None:
        told.line(_VERSION.format(version=run.version.words))
    statuses = summary.statuses
    for status, count in statuses.items():
        told.count(count, status.words)
        if status is Status.DECIDED:
            told.each([(answer, rows) for answer, rows in summary.answers])
        else:
            told.each([(why, rows) for at, why, rows in summary.reasons if at is status])
        if status is Status.BROKEN:
            rows = ", ".join(map(told.number, summary.broken_rows))
            told.line(_BROKEN_AT.format(rows=rows), 2)
    if summary.facts:
        told.title(_FACTS)
        told.each([(Text.same(facts), rows) for facts, rows in summary.facts])
    if summary.unknown:
        told.title(_UNKNOWN)
        for unknown in summary.unknown.values():
            told.count(unknown.rows, _COLUMN.format(column=unknown.column), 2)
            told.each([(Text.same(f"`{value}`"), rows) for value, rows in unknown.shown], 4)
            _more(told, unknown)
        told.line(_MAP)
    if summary.rows:
        told.count(summary.dated, _DATED)
        if summary.overdue:
            told.count(summary.overdue, _OVERDUE, 2)
        later = None if run.version is None else run.version.later
        if later is not None and summary.beyond:
            told.count(summary.beyond, _BEYOND.format(later=later), 2)
        if summary.rows - summary.dated:
            told.count(summary.rows - summary.dated, _UNDATED)
            told.each(_undated(summary))
    return "".join(f"{line}\n" for line in told.lines)


def _undated(summary: Summary) -> list[tuple[Text, int]]:
    """Why decided rows have no date; those without a decision were told of before."""
    before = {why: status for status, why, _ in summary.reasons}
    found = [(why, rows) for why, rows in summary.without_date if why not in before]
    rest = {Status.OUT_OF_SCOPE.words: 0, _UNDECIDED: 0}
    for why, rows in summary.without_date:
        if why in before:
            outside = before[why] is Status.OUT_OF_SCOPE
            rest[Status.OUT_OF_SCOPE.words if outside else _UNDECIDED] += rows
    found += [(why, rows) for why, rows in rest.items() if rows]
    return sorted(found, key=lambda each: -each[1])


def _more(told: _Told, unknown: Unknown) -> None:
    values = unknown.values
    if values and not unknown.shown:
        told.line(_VALUES.format(count=told.number(len(values))), 4)
    elif values and len(values) > MOST_VALUES:
        told.line(_MORE.format(count=told.number(len(values) - MOST_VALUES)), 4)


class _Told:
    """Lines in one language."""

    def __init__(self, language: str) -> None:
        self._language = language
        self.lines: list[str] = []

    def number(self, number: int) -> str:
        return f"{number:,}".replace(",", ".") if self._language == "de" else f"{number:,}"

    def day(self, about: About) -> str:
        day = about.day
        return f"{day:%d.%m.%Y}" if self._language == "de" else day.isoformat()

    def line(self, words: Text, indent: int = 0) -> None:
        self.lines.append(" " * indent + words.into(self._language))

    def title(self, words: Text) -> None:
        self.lines.append(words.into(self._language) + ":")

    def count(self, count: int, words: Text, indent: int = 0) -> None:
        self.lines.append(f"{' ' * indent}{self.number(count):>9}  {words.into(self._language)}")

    def each(self, found: Sequence[tuple[Text, int]], indent: int = 2) -> None:
        for words, count in found[:MOST]:
            self.count(count, words, indent)
        if len(found) > MOST:
            self.line(_MORE.format(count=self.number(len(found) - MOST)), indent + 11)


def _in_force(run: Run) -> dict[str, object] | None:
    if run.version is None:
        return None
    return {**run.version.data, "due_after_last": run.summary.beyond}


def document(run: Run, about: About) -> str:
    """The summary for programs."""
    summary, language = run.summary, about.language
    body = {
        "format": FORMAT,
        "version": VERSION,
        "language": language,
        "policy": about.policy,
        "digest": about.digest,
        "engine": about.engine,
        "day": about.day.isoformat(),
        "in_force": _in_force(run),
        "rows": summary.rows,
        "problems": summary.problems,
        "statuses": {status.value: count for status, count in summary.statuses.items()},
        "answers": {answer.into(language): count for answer, count in summary.answers},
        "reasons": [
            {"status": status.value, "reason": reason.into(language), "rows": count}
            for status, reason, count in summary.reasons
        ],
        "facts": dict(summary.facts),
        "unknown": [
            {
                "column": unknown.column,
                "attribute": unknown.attribute or None,
                "rows": unknown.rows,
                "different": None if unknown.values is None else len(unknown.values),
                "most_frequent": [
                    {"value": value, "rows": count} for value, count in unknown.shown
                ],
            }
            for unknown in summary.unknown.values()
        ],
        "first_broken_rows": summary.broken_rows,
        "with_due_date": summary.dated,
        "overdue": summary.overdue,
        "without_due_date": {
            reason.into(language): count for reason, count in summary.without_date
        },
    }
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"
