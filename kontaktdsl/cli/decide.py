"""`kpol decide`: what a policy says for one person."""

from __future__ import annotations

from kontaktdsl.cli import paths
from kontaktdsl.cli.arguments import Given, Option, Verb
from kontaktdsl.cli.screen import Screen
from kontaktdsl.cli.shelved import AT, ID, asked
from kontaktdsl.cli.words import UsageError

VERB = Verb(
    "decide",
    ("DATEI|ORDNER ANGABEN ...", "FILE|FOLDER FACTS ..."),
    (
        "Entscheidet für einen Menschen. Angaben: Merkmal=Wert oder Worte wie in der Richtlinie,\n"
        "durch Komma getrennt. Fehlt etwas: was noch möglich und was zu fragen ist (Ende 1).",
        "Decides for one person. Facts: attribute=value, or words as in the policy, with commas.\n"
        "If something is missing: what is still possible and what to ask next (exit code 1).",
    ),
    (AT, ID, Option("--json", ("für Programme", "for programs"))),
    ('kpol decide x.kpol age=24 status=alo', 'kpol decide x.kpol "age 24, alo, marktnah"',
     'kpol decide policies --id x --at 2022-05-02 "age 24, alo"'),
)  # fmt: skip

FORMAT = "kontaktdsl-decision"
VERSION = 1


def run(given: Given, language: str) -> int:
    """Decide and show the answer."""
    if not given.operands:
        raise UsageError("decide", "hierher gehört eine Datei", "a file belongs here")
    path = given.operands[0] if asked(given) else paths.only_one(given.operands[:1], "decide")
    screen = Screen(given.text("color") or "auto")
    from kontaktdsl.cli.deciding import ask, shown

    made = ask(path, given, screen, "decide")
    if isinstance(made, int):
        return made
    if given.flag("json"):
        import json

        from kontaktdsl.reports.answer import data

        body = {
            "format": FORMAT,
            "version": VERSION,
            "language": made.language,
            "facts": made.facts,
            **data(made.answer, made.policy.model, made.language),
        }
        screen.write(json.dumps(body, ensure_ascii=False, indent=2) + "\n")
    else:
        screen.draw(shown(made, screen.columns))
    return made.code
