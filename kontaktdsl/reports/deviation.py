"""A deviation for one person below the answer of the rule, as lines and as data."""

from __future__ import annotations

from datetime import date

from kontaktdsl import words
from kontaktdsl.dates import Due
from kontaktdsl.deviation import Deviated
from kontaktdsl.diagnostics import Text
from kontaktdsl.reports.lines import Line, visible, wrap

_COUNTS = Text("Abweichung im Einzelfall: {what}", "Deviation in the single case: {what}")
_NOT = Text("Abweichung zählt nicht: {what}", "Deviation does not count: {what}")
_UNTIL = Text("{what}, bis {day}", "{what}, until {day}")
_LABELS = {
    "why": Text("Geprüft", "Checked"),
    "reason": Text("Grund", "Reason"),
    "with": Text("Vereinbart", "Agreed"),
    "by": Text("Grundlage", "Based on"),
    "rule": Text("Nach Regel", "By the rule"),
    "due": Text("Abweichend", "Deviating"),
}
_AGREED = Text("mit {who}", "with {who}")
_LINE = Text("Zeile {line}", "line {line}")
_DUE = Text("fällig {day}", "due {day}")
_NO_DAY = Text("kein Termin: {why}", "no date: {why}")
_PAST = Text(
    "{due}; das liegt nach dem Ende der Abweichung, ab dann gilt wieder die Regel",
    "{due}; that is after the end of the deviation, from then on the rule counts again",
)


def lines(made: Deviated, both: tuple[Due, Due] | None, language: str, columns: int) -> list[Line]:
    """The deviation with the verdict first; dates of rule and deviation one below the other."""
    agreed = made.deviation
    what = _UNTIL.format(what=words.rhythm(agreed.rhythm), day=_day(agreed.until))
    head = (_COUNTS if made.counts else _NOT).format(what=what)
    entries = [("why", made.text)]
    if agreed.reason.strip():
        entries.append(("reason", Text.same(agreed.reason.strip())))
    if agreed.agreed_with is not None and agreed.agreed_with.strip():
        entries.append(("with", _AGREED.format(who=agreed.agreed_with.strip())))
    if made.line is not None:
        place = _LINE.format(line=made.line)
        cite = f"[{made.citation}], " if made.citation else ""
        entries.append(("by", Text(cite + place.de, cite + place.en)))
    if both is not None:
        rule, deviating = both
        entries.append(("rule", _due(rule)))
        if made.counts:
            entries.append(("due", _deviating(made, deviating)))
    style = "strong" if made.counts else "error"
    drawn: list[Line] = [[]]
    drawn += [[(line, style)] for line in wrap(visible(head.into(language)), columns)]
    widest = max(len(_LABELS[key].into(language)) for key, _ in entries)
    for key, text in entries:
        first = f"  {_LABELS[key].into(language):{widest}}  "
        found = wrap(visible(text.into(language)), columns, first, " " * (widest + 4))
        drawn += [[(found[0][: len(first)], "dim"), (found[0][len(first) :], "")]]
        drawn += [[(line, "")] for line in found[1:]]
    return drawn


def _deviating(made: Deviated, due: Due) -> Text:
    said = _due(due)
    late = due.rolled is not None and due.rolled > made.deviation.until
    return _PAST.format(due=said) if late else said


def _due(due: Due) -> Text:
    return _NO_DAY.format(why=due.why) if due.rolled is None else _DUE.format(day=_day(due.rolled))


def _day(day: date) -> Text:
    return Text(f"{day:%d.%m.%Y}", f"{day:%Y-%m-%d}")


def data(made: Deviated, both: tuple[Due, Due] | None, language: str) -> dict[str, object]:
    """The deviation as JSON can hold it; the rule's answer stands beside it, unchanged."""
    agreed = made.deviation
    found: dict[str, object] = {
        "counts": made.counts,
        "verdict": made.verdict.value,
        "words": made.text.into(language),
        "interval": words.rhythm(agreed.rhythm).into(language),
        "order": None if made.order is None else made.order.value,
        "reason": agreed.reason,
        "agreed_with": agreed.agreed_with,
        "since": None if agreed.since is None else agreed.since.isoformat(),
        "until": agreed.until.isoformat(),
        "day": made.day.isoformat(),
        "line": made.line,
        "citation": made.citation,
    }
    if both is not None:
        found["due"] = {
            "rule": _iso(both[0]),
            "deviation": _iso(both[1]) if made.counts else None,
        }
    return found


def _iso(due: Due) -> str | None:
    return None if due.rolled is None else due.rolled.isoformat()
