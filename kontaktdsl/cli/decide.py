"""`kpol decide`: what a policy says for one person."""

from __future__ import annotations

from kontaktdsl.cli import contacts, deviating, opened, series
from kontaktdsl.cli.arguments import Given, Option, Verb
from kontaktdsl.cli.days import BORN, DAY, EVENT
from kontaktdsl.cli.screen import Screen
from kontaktdsl.cli.shelved import ID
from kontaktdsl.cli.words import UsageError

VERB = Verb(
    "decide",
    ("DATEI|ORDNER ANGABEN ...", "FILE|FOLDER FACTS ..."),
    (
        "Entscheidet für einen Menschen. Angaben: Merkmal=Wert oder Worte wie in der Richtlinie,\n"
        "durch Komma getrennt. Fehlt etwas: was noch möglich und was zu fragen ist (Ende 1).\n"
        "Mit den Kontakten bisher: bis wann der nächste fällig ist und welcher Art er sein muss.\n"
        "In einem Ordner entscheidet die Fassung, die am Stichtag gilt.",
        "Decides for one person. Facts: attribute=value, or words as in the policy, with commas.\n"
        "If something is missing: what is still possible and what to ask next (exit code 1).\n"
        "With the contacts so far: by when the next one is due and of which kind it must be.\n"
        "In a folder the version decides that holds on the day of evaluation.",
    ),
    (
        EVENT,
        BORN,
        DAY,
        *contacts.OPTIONS,
        ID,
        series.OPTION,
        Option("--json", ("für Programme", "for programs")),
        *deviating.OPTIONS,
    ),
    (
        "kpol decide x.kpol age=24 status=alo",
        'kpol decide x.kpol "age 24, alo, marktnah"',
        "kpol decide x.kpol alo --event Antrag=2026-10-01 --born 17.03.2001 --day 2026-12-01",
        'kpol decide x.kpol "age 24, alo" --contact 2026-09-01 --contact 2026-10-05=onsite',
        'kpol decide x.kpol "age 24, alo" --deviation "every 4 months" --reason "..." '
        "--until 2027-03-31",
        'kpol decide policies --id x --day 2022-05-02 "age 24, alo"',
    ),
)  # fmt: skip

FORMAT = "kontaktdsl-decision"
VERSION = 1


def run(given: Given, language: str) -> int:
    """Decide and show the answer."""
    if not given.operands:
        raise UsageError("decide", "hierher gehört eine Datei", "a file belongs here")
    opened.operand(given, "decide")
    screen = Screen(given.text("color") or "auto")
    from kontaktdsl.cli.deciding import ask, headed, shown

    found = ask(given, screen, "decide")
    if isinstance(found, int):
        return found
    first = found[0]
    made = deviating.deviation(found, given, "decide")
    both = None if made is None else deviating.dues(first, made)
    if given.flag("json"):
        import json

        from kontaktdsl.cli.deciding import data

        told = [data(asked) for asked in found]
        names = [asked.policy.series[0] for asked in found]
        one = len(found) == 1 and found[0].name is None
        body = {
            "format": FORMAT,
            "version": VERSION,
            "language": found[0].language,
            "facts": found[0].facts,
            **(told[0] if one else {"series": dict(zip(names, told, strict=True))}),
        }
        if made is not None:
            body["deviation"] = deviating.data(made, both, first.language)
        screen.write(json.dumps(body, ensure_ascii=False, indent=2) + "\n")
    else:
        lines = headed(found, lambda each: shown(each, screen.columns))
        if made is not None:
            lines += deviating.shown(made, both, first.language, screen.columns)
        screen.draw(lines)
    failed = int(made is not None and deviating.failed(made))
    return max(failed, *(each.code for each in found))
