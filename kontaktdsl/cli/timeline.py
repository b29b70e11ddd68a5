"""`kpol timeline`: which version held when."""

from __future__ import annotations

from kontaktdsl.cli.arguments import Given, Option, Verb
from kontaktdsl.cli.screen import Screen
from kontaktdsl.cli.shelved import open_library
from kontaktdsl.cli.words import Stop, UsageError

VERB = Verb(
    "timeline",
    ("[ORDNER]", "[FOLDER]"),
    (
        "Zeigt, welche Fassung wann galt: jede Richtlinie eines Ordners mit ihren Änderungen, mit\n"
        "Lücken und doppelter Geltung. Ende mit 1, wenn es davon etwas gibt.",
        "Shows which version held when: every policy of a folder with its amendments, with holes\n"
        "and double validity. Exit code 1 if there are any.",
    ),
    (
        Option(
            "--id",
            ("nur die Richtlinie mit dieser Kennung", "only the policy of this id"),
            "ID",
        ),
        Option("--format", ("text; json: für Programme", "text; json: for programs"), "",
               ("text", "json")),
        Option("-o --output", ("in eine Datei schreiben", "write to a file"), "FILE", writes=True),
    ),
    ("kpol timeline policies", "kpol timeline policies --format json"),
)  # fmt: skip


def run(given: Given, language: str) -> int:
    """Show the timeline."""
    if len(given.operands) > 1:
        raise UsageError(
            "timeline", "hierher gehört höchstens ein Ordner", "at most one folder belongs here"
        )
    library = open_library(given.operands[0] if given.operands else ".")
    from datetime import date

    from kontaktdsl.diagnostics import Severity
    from kontaktdsl.holdings import NotInForce
    from kontaktdsl.reports import timeline

    name = given.text("id")
    try:
        chains = library.chains if name is None else (library.chain(name),)
    except NotInForce as none:
        raise Stop(none.text.de, none.text.en) from None
    files = {each.source.name for chain in chains for each in chain.editions}
    found = [
        finding
        for finding in library.findings()
        if name is None or finding.span.source.name in files
    ]
    below = library.below if name is None else ()
    languages = {each.language for chain in chains for each in chain.editions}
    spoken = given.text("lang") or (languages.pop() if len(languages) == 1 else language)
    screen = Screen(given.text("color") or "auto", given.text("output"))
    if given.text("format") == "json":
        screen.write(timeline.document(chains, found, library.folder, spoken, below))
    else:
        today = date.today()
        screen.draw(timeline.picture(chains, found, spoken, screen.columns, today, below))
    return int(any(finding.severity is not Severity.HINT for finding in found))
