"""`kpol explain`: why a policy says what it says for one person."""

from __future__ import annotations

from kontaktdsl.cli import paths
from kontaktdsl.cli.arguments import Given, Verb
from kontaktdsl.cli.days import BORN, DAY, EVENT
from kontaktdsl.cli.screen import Screen
from kontaktdsl.cli.words import UsageError

VERB = Verb(
    "explain",
    ("DATEI ANGABEN ...", "FILE FACTS ..."),
    (
        "Begründet eine Entscheidung in einem Satz: die Zeile mit ihrer Fundstelle, was ihr\n"
        "weicht, und welche eine andere Angabe etwas ändern würde. Angaben wie bei kpol decide.",
        "Explains a decision in one sentence: the line with its citation, what gives way to it,\n"
        "and which single other fact would change something. Facts as for kpol decide.",
    ),
    (EVENT, BORN, DAY),
    ('kpol explain x.kpol "age 24, alo, marktnah"',),
)


def run(given: Given, language: str) -> int:
    """Explain, or say what is missing."""
    if not given.operands:
        raise UsageError("explain", "hierher gehört eine Datei", "a file belongs here")
    path = paths.only_one(given.operands[:1], "explain")
    screen = Screen(given.text("color") or "auto")
    from kontaktdsl.cli.deciding import ask, shown

    asked = ask(path, given, screen, "explain")
    if isinstance(asked, int):
        return asked
    from kontaktdsl.decision import Decision
    from kontaktdsl.refusals import MissingFacts
    from kontaktdsl.reports.lines import Line, visible, wrap

    lines: list[Line]
    if isinstance(asked.answer, Decision):
        try:
            told = asked.policy.explain(asked.facts)
        except MissingFacts:  # the answer is settled without them
            lines = shown(asked, screen.columns)
        else:
            spoken = asked.language
            lines = [
                [(line, "strong")]
                for line in wrap(visible(told.sentence.into(spoken)), screen.columns)
            ]
            for entry in told.lines:
                text = visible(entry.into(spoken))
                lines += [[(line, "")] for line in wrap(text, screen.columns, "  - ")]
    else:
        lines = shown(asked, screen.columns)
    screen.draw(lines)
    return asked.code
