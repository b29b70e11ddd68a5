"""What the pictures of a comparison share: the pairs, their lines, and the fixed words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import attrs

from kontaktdsl import model
from kontaktdsl.changes import Change, Compared, Comparison, CrowdReport, Group
from kontaktdsl.changes.outcome import Line
from kontaktdsl.decision import Cited
from kontaktdsl.plan.leaves import Leaves
from kontaktdsl.reports.words import WORDS as COMMON
from kontaktdsl.reports.words import filled

SHOWN = 3
"""So many groups of one change are shown unless all are wanted."""
LINES = 3
"""So many lines are shown for one person."""


@attrs.frozen(eq=False)
class Pair:
    """Two versions of one policy, or one that has no other version.

    `old` and `new` are where they come from. `shown` turns the name of a source into what a reader
    knows it by. `series` is the one that is compared, where the policies have several.
    """

    policy: model.Policy
    old: str | None
    new: str | None
    comparison: Comparison | None
    shown: Callable[[str], str] = str
    series: str | None = None

    @property
    def title(self) -> str:
        """The policy, and the series where there are several."""
        header = self.policy.header
        said = f"{header.title} ({header.id})"
        return said if self.series is None else f"{said}: {self.series}"

    def alone(self, language: str) -> str:
        """What it means that there is no other version."""
        key = "removed" if self.new is None else "added"
        return say(key if self.series is None else f"series-{key}", language)

    @property
    def changed(self) -> bool:
        """Anything at all is different."""
        return self.comparison is None or self.comparison.changed

    def said(self, line: Line, *, old: bool) -> tuple[str, Cited]:
        """A line of one side: its file and what it says."""
        assert self.comparison is not None
        policy = self.comparison.old if old else self.comparison.new
        return self.shown(line.span.source.name), Leaves(policy).cited(line)


WORDS = {
    "old": ("bisher", "before"),
    "new": ("jetzt", "now"),
    "added": (
        "neue Richtlinie; ihre früheren Antworten gibt es nicht",
        "a new policy; there are no earlier answers",
    ),
    "removed": (
        "die Richtlinie gibt es nicht mehr",
        "the policy is gone",
    ),
    "series-added": (
        "eine neue Reihe; ihre früheren Antworten gibt es nicht",
        "a new series; there are no earlier answers",
    ),
    "series-removed": (
        "die Reihe gibt es nicht mehr",
        "the series is gone",
    ),
    "differs": ("Die Antworten ändern sich.", "The answers change."),
    "dates": (
        "Die Antworten sind gleich, aber fällige Tage ändern sich.",
        "The answers are the same, but due dates change.",
    ),
    "equal": (
        "Gleichwertig: Für jeden möglichen Menschen ist die Antwort dieselbe.",
        "Equivalent: for every possible person the answer is the same.",
    ),
    "proven": ("Verglichen in allen {} Fällen.", "Compared in all {} cases."),
    "proven-uncounted": (
        "Bewiesen für alle Fälle; ihre Zahl wurde nicht berechnet.",
        "Proven for all cases; their number was not computed.",
    ),
    "nobody": (
        "Bisher und jetzt bleibt niemand: `unmöglich` und `gilt für` schließen alle aus.",
        "Nobody is left, before and now: `impossible` and `applies to` rule everybody out.",
    ),
    "unchanged": ("Unverändert: {}", "Unchanged: {}"),
    "no-line": ("keine Zeile", "no line"),
    "example": COMMON["example"],
    "aside": COMMON["aside"],
    "cases": ("1 Fall|{} Fälle", "1 case|{} cases"),
    "of": ("{} von {} Fällen", "{} of {} cases"),
    "people": ("1 Mensch|{} Menschen", "1 person|{} people"),
    "of-people": ("{} von {} Menschen", "{} of {} people"),
    "uncounted": ("nicht gezählt", "not counted"),
    "more": COMMON["more-regions"],
    "incomplete": (
        "es gibt weitere Gruppen; ihre Suche wurde abgebrochen",
        "there are more groups; the search for them was cut short",
    ),
    "more-lines": ("und {} weitere Zeilen", "and {} more lines"),
    "line": ("Zeile {}", "line {}"),
    "vocabulary": ("Merkmale", "Attributes"),
    "beside": ("Neben den Antworten", "Beside the answers"),
    "population": ("Bevölkerung: {}", "Population: {}"),
    "counted": (
        "1 Mensch gezählt|{} Menschen gezählt",
        "1 person counted|{} people counted",
    ),
    "counted-by": ("nach der Spalte `{}`", "by the column `{}`"),
    "columns": ("gelesene Spalten: {}", "columns read: {}"),
    "unread": ("nicht gelesen: {}", "not read: {}"),
    "lacking": ("ohne Spalte: {}", "without a column: {}"),
    "missing": (
        "Menschen nicht gezählt, es fehlt: {}",
        "people not counted, missing: {}",
    ),
    "refused": (
        "1 Mensch nicht gezählt, weil ein Wert unbekannt ist:"
        "|{} Menschen nicht gezählt, weil ein Wert unbekannt ist:",
        "1 person not counted because a value is unknown:"
        "|{} people not counted because a value is unknown:",
    ),
    "refused-value": (
        "`{}` in der Spalte `{}`, zuerst in Zeile {}: {}",
        "`{}` in column `{}`, first in row {}: {}",
    ),
    "refused-empty": (
        "nichts in der Spalte `{}`, zuerst in Zeile {}: {}",
        "nothing in column `{}`, first in row {}: {}",
    ),
    "refused-width": (
        "falsche Zahl von Feldern ({}), zuerst in Zeile {}: {}",
        "wrong number of fields ({}), first in row {}: {}",
    ),
    "refused-count": (
        "`{}` ist keine Zahl von Menschen, zuerst in Zeile {}: {}",
        "`{}` is no number of people, first in row {}: {}",
    ),
    "impossible-both": (
        "{} gelten bisher und jetzt als unmöglich, zuerst in Zeile {}",
        "{} count as impossible before and now, first in row {}",
    ),
    "impossible-old": (
        "{} galten bisher als unmöglich, zuerst in Zeile {}",
        "{} counted as impossible before, first in row {}",
    ),
    "impossible-new": (
        "{} gelten jetzt als unmöglich, zuerst in Zeile {}",
        "{} count as impossible now, first in row {}",
    ),
    "nothing-changed": ("nichts geändert", "nothing changed"),
    "summary": (
        "1 Richtlinie verglichen|{} Richtlinien verglichen",
        "1 policy compared|{} policies compared",
    ),
    "summary-changed": ("davon geändert: {}", "changed: {}"),
    "whom": ("für wen", "for whom"),
    "count": ("Fälle", "cases"),
    "crowd": ("Menschen", "people"),
    "change": ("Änderung", "change"),
    "because": COMMON["because"],
}
"""`one|many` where a number decides."""


def say(key: str, language: str, *parts: object) -> str:
    """A phrase with its places filled."""
    return filled(WORDS[key], language, *parts)


def summary(pairs: Sequence[Pair], language: str) -> str | None:
    """How many policies were compared and changed, whatever series they have; None for one."""
    changed: dict[int, bool] = {}
    for pair in pairs:
        policy = id(pair.policy)
        changed[policy] = changed.get(policy, False) or pair.changed
    if len(changed) < 2:
        return None
    many = say("summary", language, len(changed))
    return f"{many}; {say('summary-changed', language, sum(changed.values()))}"


def verdict(comparison: Comparison, language: str) -> str:
    """The result in a sentence."""
    if not comparison.sections:
        return say("nobody", language)
    if any(part.changes for part in comparison.sections):
        return say("differs", language)
    return say("equal" if comparison.equivalent else "dates", language)


def size(group: Group, language: str) -> str:
    """How many cases and people a group holds."""
    region = group.region
    if region.count is None or region.total is None:
        cases = say("uncounted" if not region.count else "cases", language, region.count or 0)
    else:
        cases = say("of", language, region.count, region.total)
    return cases if group.people is None else f"{cases}, {say('people', language, group.people)}"


def amount(change: Change, language: str) -> str:
    """How many cases and people a change concerns."""
    if change.count is None:
        cases = say("uncounted", language)
    else:
        cases = say("cases", language, change.count)
    return cases if change.people is None else f"{cases}, {say('people', language, change.people)}"


def total(part: Compared, language: str) -> str:
    """How many cases of a part change, out of how many; empty where they do not add up."""
    counts = [change.count for change in part.changes]
    if part.cases is None or None in counts:
        return ""
    text = say("of", language, sum(count or 0 for count in counts), part.cases)
    people = [change.people for change in part.changes]
    if part.people is None or None in people:
        return text
    crowd = say("of-people", language, sum(number or 0 for number in people), part.people)
    return f"{text}, {crowd}"


def population(report: CrowdReport, language: str) -> list[str]:
    """What became of a population file, in sentences."""
    texts = [say("counted", language, report.people)]
    if report.counted_by is not None:
        texts[0] += f" {say('counted-by', language, report.counted_by)}"
    texts.append(say("columns", language, _ticked(report.columns)))
    if report.unread:
        texts.append(say("unread", language, _ticked(report.unread)))
    if report.lacking:
        texts.append(say("lacking", language, _ticked(report.lacking)))
    if report.refused:
        texts.append(say("refused", language, report.refused_people))
        for refused in report.refused:
            people = say("people", language, refused.people)
            row = str(refused.row)
            match refused.column, refused.value:
                case "", value:
                    texts.append("  " + say("refused-width", language, value, row, people))
                case "#", value:
                    texts.append("  " + say("refused-count", language, value, row, people))
                case column, "":
                    texts.append("  " + say("refused-empty", language, column, row, people))
                case column, value:
                    texts.append("  " + say("refused-value", language, value, column, row, people))
    for entry in report.impossible:
        both = entry.old and entry.new
        key = "impossible-both" if both else "impossible-old" if entry.old else "impossible-new"
        texts.append(say(key, language, say("people", language, entry.people), str(entry.row)))
    return texts


def _ticked(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
