"""`kpol consolidate`: the text in force on a day, with all its amendments."""

from __future__ import annotations

from kontaktdsl.cli import days
from kontaktdsl.cli.arguments import Given, Option, Verb
from kontaktdsl.cli.screen import Screen, aside
from kontaktdsl.cli.shelved import open_library
from kontaktdsl.cli.words import Stop, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.diagnostics import Diagnostic
    from kontaktdsl.holdings import Version

VERB = Verb(
    "consolidate",
    ("KENNUNG [ORDNER]", "ID [FOLDER]"),
    (
        "Schreibt die Fassung, die an einem Tag gilt: der Text mit allen Änderungen, jede Zeile\n"
        "mit ihrer Herkunft. Was herauskommt, ist selbst eine Richtlinie. KENNUNG ist die eines\n"
        "Textes oder einer Änderung; ersetzt ihn ein anderer, ist das die geltende Fassung.",
        "Writes the version that holds on a day: the text with all its amendments, every line\n"
        "with its origin. What comes out is a policy itself. ID is that of a text or of an\n"
        "amendment; where another replaces it, that is the version in force.",
    ),
    (
        Option(
            "--at",
            ("die Fassung dieses Tages, JJJJ-MM-TT (sonst: heute)",
             "the version of this day, YYYY-MM-DD (else: today)"),
            "DAY",
        ),
        Option(
            "--keywords",
            ("in diese Sprache übertragen", "convert to this language"),
            "",
            ("de", "en"),
        ),
        Option("--plain", ("ohne die Herkunft der Zeilen", "without the origin of the lines")),
        Option("-o --output", ("in eine Datei schreiben", "write to a file"), "FILE", writes=True),
    ),
    ("kpol consolidate pruefung policies --at 2022-05-02",
     "kpol consolidate pruefung policies -o heute.kpol"),
)  # fmt: skip


def run(given: Given, language: str) -> int:
    """Write the text, or say why there is none."""
    if not 1 <= len(given.operands) <= 2:
        raise UsageError(
            "consolidate",
            "hierher gehören eine Kennung und höchstens ein Ordner",
            "an id and at most one folder belong here",
        )
    name, *rest = given.operands
    when = days.day_of(given, "consolidate", "at")
    library = open_library(rest[0] if rest else ".")
    from kontaktdsl.diagnostics import Severity
    from kontaktdsl.holdings import NotInForce
    from kontaktdsl.syntax.formatter import format_document

    try:
        version = library.version(name, when)
    except NotInForce as none:
        raise Stop(none.text.de, none.text.en) from None
    spoken = given.text("keywords") or version.base.language
    told = given.text("lang") or version.base.language or language
    found = [*version.read, *version.made.findings]
    errors = [finding for finding in found if finding.severity is Severity.ERROR]
    if errors:
        _show(version, found, told, given)
        return 1
    for finding in found:
        place = f"{finding.span.source.name}:{finding.span.line}"
        notes = "".join(f"; {note.into(told)}" for note in finding.notes)
        aside(f"{place}: {finding.headline.into(told)}{notes}")
    if given.flag("plain"):
        document = version.made.document
    else:
        document = version.annotated(when, spoken)
    Screen(given.text("color") or "auto", given.text("output")).write(
        format_document(document, spoken)
    )
    return 0


def _show(version: Version, found: list[Diagnostic], told: str, given: Given) -> None:
    from kontaktdsl.reports.record import record
    from kontaktdsl.reports.terminal import picture

    screen = Screen(given.text("color") or "auto")
    made = record(version.base.source.name, told, None, tuple(found), ())
    screen.draw(picture([made], told, told, screen.columns))
