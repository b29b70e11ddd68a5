"""`kpol explain`: why a policy says what it says for one person."""

from __future__ import annotations

from kontaktdsl.cli import contacts, deviating, opened, series
from kontaktdsl.cli.arguments import Given, Verb
from kontaktdsl.cli.days import BORN, DAY, EVENT
from kontaktdsl.cli.screen import Screen
from kontaktdsl.cli.shelved import ID
from kontaktdsl.cli.words import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.cli.deciding import Asked
    from kontaktdsl.reports.lines import Line

VERB = Verb(
    "explain",
    ("DATEI|ORDNER ANGABEN ...", "FILE|FOLDER FACTS ..."),
    (
        "Begründet eine Entscheidung in einem Satz: die Zeile mit ihrer Fundstelle, was ihr\n"
        "weicht, welche eine andere Angabe etwas ändern würde, und warum der nächste Kontakt bis\n"
        "zu seinem Tag fällig ist. Angaben wie bei kpol decide.",
        "Explains a decision in one sentence: the line with its citation, what gives way to it,\n"
        "which single other fact would change something, and why the next contact is due by its\n"
        "day. Facts as for kpol decide.",
    ),
    (EVENT, BORN, DAY, *contacts.OPTIONS, ID, series.OPTION, *deviating.OPTIONS),
    ('kpol explain x.kpol "age 24, alo, marktnah"',),
)


def run(given: Given, language: str) -> int:
    """Explain, or say what is missing."""
    if not given.operands:
        raise UsageError("explain", "hierher gehört eine Datei", "a file belongs here")
    opened.operand(given, "explain")
    screen = Screen(given.text("color") or "auto")
    from kontaktdsl.cli.deciding import ask, headed

    found = ask(given, screen, "explain")
    if isinstance(found, int):
        return found
    first = found[0]
    made = deviating.deviation(found, given, "explain")
    both = None if made is None else deviating.dues(first, made)
    lines = headed(found, lambda each: _told(each, screen.columns))
    if made is not None:
        lines += deviating.shown(made, both, first.language, screen.columns)
    screen.draw(lines)
    failed = int(made is not None and deviating.failed(made))
    return max(failed, *(each.code for each in found))


def _told(answered: Asked, columns: int) -> list[Line]:
    from kontaktdsl.cli.deciding import explained, shown
    from kontaktdsl.decision import Decision
    from kontaktdsl.refusals import MissingFacts
    from kontaktdsl.reports.lines import visible, wrap

    if not isinstance(answered.answer, Decision):
        return shown(answered, columns)
    try:
        told = answered.policy.explain(answered.facts)
    except MissingFacts:  # the answer is settled without them
        return shown(answered, columns)
    spoken = answered.language
    lines: list[Line] = [
        [(line, "strong")] for line in wrap(visible(told.sentence.into(spoken)), columns)
    ]
    for entry in told.lines:
        text = visible(entry.into(spoken))
        lines += [[(line, "")] for line in wrap(text, columns, "  - ")]
    return [*lines, *explained(answered, columns)]
