"""`kpol decide`: what a policy says for one person."""

from __future__ import annotations

from kontaktdsl.cli import paths
from kontaktdsl.cli.arguments import Given, Option, Verb
from kontaktdsl.cli.days import BORN, DAY, EVENT
from kontaktdsl.cli.screen import Screen
from kontaktdsl.cli.words import UsageError

VERB = Verb(
    "decide",
    ("DATEI ANGABEN ...", "FILE FACTS ..."),
    (
        "Entscheidet für einen Menschen. Angaben: Merkmal=Wert oder Worte wie in der Richtlinie,\n"
        "durch Komma getrennt. Fehlt etwas: was noch möglich und was zu fragen ist (Ende 1).",
        "Decides for one person. Facts: attribute=value, or words as in the policy, with commas.\n"
        "If something is missing: what is still possible and what to ask next (exit code 1).",
    ),
    (EVENT, BORN, DAY, Option("--json", ("für Programme", "for programs"))),
    (
        "kpol decide x.kpol age=24 status=alo",
        'kpol decide x.kpol "age 24, alo, marktnah"',
        "kpol decide x.kpol alo --event Antrag=2026-10-01 --born 17.03.2001 --day 2026-12-01",
    ),
)  # fmt: skip

FORMAT = "kontaktdsl-decision"
VERSION = 1


def run(given: Given, language: str) -> int:
    """Decide and show the answer."""
    if not given.operands:
        raise UsageError("decide", "hierher gehört eine Datei", "a file belongs here")
    path = paths.only_one(given.operands[:1], "decide")
    screen = Screen(given.text("color") or "auto")
    from kontaktdsl.cli.deciding import ask, shown

    asked = ask(path, given, screen, "decide")
    if isinstance(asked, int):
        return asked
    if given.flag("json"):
        import json

        from kontaktdsl.reports.answer import data

        body = {
            "format": FORMAT,
            "version": VERSION,
            "language": asked.language,
            "facts": asked.facts,
            **data(asked.answer, asked.policy.model, asked.language),
        }
        screen.write(json.dumps(body, ensure_ascii=False, indent=2) + "\n")
    else:
        screen.draw(shown(asked, screen.columns))
    return asked.code
