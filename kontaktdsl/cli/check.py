"""`kpol check`: prove that every possible customer gets exactly one answer."""

from __future__ import annotations

from kontaktdsl.cli import paths
from kontaktdsl.cli.arguments import Given, Option, Verb
from kontaktdsl.cli.checking import Checker
from kontaktdsl.cli.counting import Counting
from kontaktdsl.cli.screen import Screen
from kontaktdsl.cli.showing import FORMATS, form_of, show, show_failure
from kontaktdsl.cli.words import Stop, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.reports.shape import FileRecord

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
            (", ".join(FORMATS),) * 2,
            "FORMAT",
            FORMATS,
        ),
        Option(
            "--fail-level",
            ("ab welchem Gewicht ein Befund mit 1 endet; sonst warning",
             "from which weight on a finding ends with 1; else warning"),
            "",
            ("error", "warning", "hint"),
        ),
        Option(
            "--statistics",
            ("nur zählen: Befunde je Code", "only count: findings per code"),
        ),
        Option(
            "--watch",
            ("bei jeder Änderung neu prüfen, bis Strg-C",
             "check again at every change, until Ctrl-C"),
        ),
        Option("--all", ("alle Gruppen zeigen, nicht nur drei", "show all groups, not only three")),
        Option(
            "--interpretations",
            ("alle Auslegungen (weil ...) auflisten", "list all interpretations (because ...)"),
        ),
        Option(
            "--source",
            ("Text der Weisung, gegen den die Fundstellen geprüft werden",
             "the text of the directive that the citations are held against"),
            "FILE",
        ),
        Option(
            "--accepted",
            ("auflisten, was die Richtlinie hinnimmt", "list what the policy accepts"),
        ),
        Option(
            "--write-baseline",
            ("alle Befunde als Bestand festhalten", "record all findings as the baseline"),
            "FILE",
            writes=True,
        ),
        Option(
            "--baseline",
            ("nur zählen, was nicht im Bestand steht", "count only what is not in the baseline"),
            "FILE",
        ),
        Option("--no-cache", ("ohne Zwischenspeicher", "without the cache")),
        Option(
            "-o --output",
            ("in eine Datei schreiben", "write to a file"),
            "FILE",
            writes=True,
        ),
    ),
    ("kpol check", "kpol check policies --interpretations",
     "kpol check x.kpol --format plain", "kpol check --format sarif -o kpol.sarif"),
)  # fmt: skip


def run(given: Given, language: str) -> int:
    """Check, show, and say whether something is wrong."""
    form_of(given)
    if not given.flag("watch"):
        return _once(given, language)[0]
    if paths.STDIN in given.operands:
        raise UsageError(
            "check",
            "`--watch` gehört zu Dateien und Ordnern, nicht zur Standardeingabe",
            "`--watch` belongs to files and folders, not to standard input",
        )
    from kontaktdsl.cli.watching import watch

    return watch(given.operands, language, lambda: _once(given, language)[1])


def _once(given: Given, language: str) -> tuple[int, set[str]]:
    """One run: its exit code, and the files besides those named that it rests on.

    What the cache has becomes millions of small values, none of which dies before the end: they are
    not searched for garbage.
    """
    import gc

    collecting = gc.isenabled()
    gc.disable()
    try:
        return _run(given, language)
    finally:
        if collecting:
            gc.enable()


def _run(given: Given, language: str) -> tuple[int, set[str]]:
    screen = Screen(given.text("color") or "auto", given.text("output"))
    use_cache = not given.flag("no_cache")
    source = given.text("source")
    checker = Checker(use_cache=use_cache, directive=source)
    try:
        found = paths.find(given.operands)
        if source is not None and len(found) != 1:
            raise UsageError(
                "check",
                "`--source` gehört zu genau einer Richtlinie",
                "`--source` belongs to exactly one policy",
            )
        counting = Counting(_records(found, checker, language), given, language)
    except Stop as stop:
        if not isinstance(stop, UsageError):
            show_failure(stop.words(language), given, screen)
        raise
    except Exception as error:
        words = ("die Prüfung ist gescheitert", "the check has failed")
        why = f"{words[0 if language == 'de' else 1]}: {type(error).__name__}"
        show_failure(why, given, screen)
        raise
    show(counting.records, counting.lines(), given, language, screen)
    from kontaktdsl.reports.summary import LEVEL, failing

    code = int(failing(counting.records, given.text("fail_level") or LEVEL))
    named = (source, given.text("baseline"), "kpol.toml", "pyproject.toml")
    return code, {*checker.rested_on, *(path for path in named if path is not None)}


def _records(found: list[str], checker: Checker, language: str) -> list[FileRecord]:
    if len(found) == 1:
        return [checker.known(found[0]) or checker.fresh(found[0])]
    from kontaktdsl.cli.folder import results

    return results(found, checker, language)
