"""`kpol map`: propose which column of the data holds what."""

from __future__ import annotations

from kontaktdsl.cli import opened, tables
from kontaktdsl.cli.arguments import Given, Option, Verb
from kontaktdsl.cli.screen import Screen
from kontaktdsl.cli.shelved import DAY

VERB = Verb(
    "map",
    ("DATEI|ORDNER DATEN", "FILE|FOLDER DATA"),
    (
        "Schlägt vor, welche Spalte der Daten welche Angabe enthält und welche Wörter welchen\n"
        "Wert meinen: ein Abschnitt [map] für kpol.toml oder `--map`. Was offen bleibt, steht\n"
        "als TODO da. Geschrieben werden nur Wörter aus geschlossenen Listen, nie Namen.",
        "Proposes which column of the data holds which fact, and which words mean which value:\n"
        "a section [map] for kpol.toml or `--map`. What stays open is there as a TODO. Only\n"
        "words of closed lists are written, never names.",
    ),
    (
        Option("-o --output", ("in eine Datei schreiben", "write to a file"), "FILE", writes=True),
        *(option for option in tables.READING if option is not tables.MAP),
        DAY,
    ),
    ("kpol map x.kpol kunden.csv -o map.toml", "kpol run x.kpol kunden.csv --map map.toml"),
)


def run(given: Given, language: str) -> int:
    """Read the data once and write the proposal."""
    policy_path, data_path = tables.two(given, "map")
    target = given.text("output")
    screen = Screen(given.text("color") or "auto", None if target == "-" else target)
    opened.day_only_in_folder(given, "map")
    found_policy = tables.policy_of(given, screen, "map")
    if isinstance(found_policy, int):
        return found_policy
    policy = found_policy[0]
    spoken = given.text("lang") or policy.model.language
    plan = tables.plan_of(policy)
    with tables.told():
        from kontaktdsl.data.proposal import propose
        from kontaktdsl.data.reading import open_data
        from kontaktdsl.data.template import template

        with open_data(data_path, tables.wish_of(given)) as source:
            found = propose(plan, source)
    screen.write(template(found, policy_path, data_path, spoken))
    return 0
