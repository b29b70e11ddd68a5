"""`kpol explain`: why a policy says what it says for one person."""

from __future__ import annotations

from kontaktdsl.cli import paths
from kontaktdsl.cli.arguments import Given, Verb
from kontaktdsl.cli.days import BORN, DAY, EVENT
from kontaktdsl.cli.screen import Screen
from kontaktdsl.cli.shelved import ID, asked
from kontaktdsl.cli.words import UsageError

VERB = Verb(
    "explain",
    ("DATEI|ORDNER ANGABEN ...", "FILE|FOLDER FACTS ..."),
    (
        "Begründet eine Entscheidung in einem Satz: die Zeile mit ihrer Fundstelle, was ihr\n"
        "weicht, und welche eine andere Angabe etwas ändern würde. Angaben wie bei kpol decide.",
        "Explains a decision in one sentence: the line with its citation, what gives way to it,\n"
        "and which single other fact would change something. Facts as for kpol decide.",
    ),
    (EVENT, BORN, DAY, ID),
    ('kpol explain x.kpol "age 24, alo, marktnah"',),
)


def run(given: Given, language: str) -> int:
    """Explain, or say what is missing."""
    if not given.operands:
        raise UsageError("explain", "hierher gehört eine Datei", "a file belongs here")
    path = given.operands[0] if asked(given) else paths.only_one(given.operands[:1], "explain")
    screen = Screen(given.text("color") or "auto")
    from kontaktdsl.cli.deciding import ask, shown

    made = ask(path, given, screen, "explain")
    if isinstance(made, int):
        return made
    from kontaktdsl.decision import Decision
    from kontaktdsl.refusals import MissingFacts
    from kontaktdsl.reports.lines import Line, visible, wrap

    lines: list[Line]
    if isinstance(made.answer, Decision):
        try:
            told = made.policy.explain(made.facts)
        except MissingFacts:  # the answer is settled without them
            lines = shown(made, screen.columns)
        else:
            spoken = made.language
            lines = [
                [(line, "strong")]
                for line in wrap(visible(told.sentence.into(spoken)), screen.columns)
            ]
            for entry in told.lines:
                text = visible(entry.into(spoken))
                lines += [[(line, "")] for line in wrap(text, screen.columns, "  - ")]
    else:
        lines = shown(made, screen.columns)
    screen.draw(lines)
    return made.code
