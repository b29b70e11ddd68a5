"""`kpol check`: prove that every possible customer gets exactly one answer."""

from __future__ import annotations

from kontaktdsl.cli import paths
from kontaktdsl.cli.arguments import Given, Option, Verb
from kontaktdsl.cli.checking import Checker
from kontaktdsl.cli.screen import Screen

VERB = Verb(
    "check",
    ("[PFAD ...]", "[PATH ...]"),
    (
        "Prüft Richtlinien (.kpol): Dateien, Ordner mit allem darunter, - als Standardeingabe;\n"
        "ohne Angabe den aktuellen Ordner. Ende mit 0: in Ordnung (Hinweise zählen nicht),\n"
        "1: Fehler oder Warnungen, 2: falscher Aufruf oder interner Fehler.",
        "Checks policies (.kpol): files, folders with all below them, - for standard input;\n"
        "the current folder if none is given. Exit code 0: clean (hints do not count),\n"
        "1: errors or warnings, 2: wrong usage or an internal error.",
    ),
    (
        Option(
            "--format",
            ("full: ausführlich; plain: zum Vorlesen; json: für Programme",
             "full: the whole picture; plain: to be read aloud; json: for programs"),
            "",
            ("full", "plain", "json"),
        ),
        Option("--all", ("alle Gruppen zeigen, nicht nur drei", "show all groups, not only three")),
        Option(
            "--interpretations",
            ("alle Auslegungen (weil ...) auflisten", "list all interpretations (because ...)"),
        ),
        Option("--no-cache", ("ohne Zwischenspeicher", "without the cache")),
        Option(
            "-o --output",
            ("in eine Datei schreiben", "write to a file"),
            "FILE",
        ),
    ),
    ("kpol check", "kpol check policies --interpretations", "kpol check x.kpol --format plain"),
)  # fmt: skip


def run(given: Given, language: str) -> int:
    """Check, show, and say whether something is wrong."""
    found = paths.find(given.operands)
    screen = Screen(given.text("color") or "auto", given.text("output"))
    checker = Checker(use_cache=not given.flag("no_cache"))
    records = [checker.record(path) for path in found]
    lang = given.text("lang")
    form = given.text("format") or "full"
    if form == "json":
        from kontaktdsl import __version__
        from kontaktdsl.reports.json import document

        screen.write(document(records, lang, __version__))
    elif form == "plain":
        from kontaktdsl.reports import plain

        lines = plain.picture(
            records,
            lang,
            language,
            everything=given.flag("all"),
            interpretations=given.flag("interpretations"),
        )
        screen.draw(lines, color=False)
    else:
        from kontaktdsl.reports import terminal

        screen.draw(
            terminal.picture(
                records,
                lang,
                language,
                screen.columns,
                everything=given.flag("all"),
                interpretations=given.flag("interpretations"),
            )
        )
    from kontaktdsl.reports.summary import failing

    return 1 if failing(records) else 0
