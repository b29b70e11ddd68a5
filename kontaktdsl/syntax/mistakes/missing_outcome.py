"""Nothing behind the arrow."""

from kontaktdsl.diagnostics import Diagnostic, Repair, Text
from kontaktdsl.source import Span
from kontaktdsl.syntax.mistakes.bad_line import BadLine
from kontaktdsl.syntax.mistakes.base import STATUS, kind, line_with

KIND = kind(
    "missing-outcome",
    de="Vorgabe fehlt",
    en="missing outcome",
    headline=("Hinter dem Pfeil fehlt die Vorgabe", "the outcome behind the arrow is missing"),
    why=(
        "Eine Zeile sagt, für wen etwas gilt und was gilt. Ist es bewusst offen, heißt das "
        '`nicht geregelt "..."`; ist kein Kontakt nötig, `kein Kontakt nötig "..."`.',
        "A line says for whom something holds and what holds. If it is left open on purpose, say "
        '`not regulated "..."`; if no contact is needed, `no contact required "..."`.',
    ),
    bad=STATUS + "rules Takt [1]:\n  - alo -> [2]\n  - asu -> every 2 months\n",
    good=STATUS + "rules Takt [1]:\n  - alo -> monthly [2]\n  - asu -> every 2 months\n",
)


def find(line: BadLine) -> Diagnostic | None:
    """The end of the line, or of the outcome, right behind the arrow."""
    piece, before = line.piece, line.before
    if before is None or before.kind != "arrow" or line.start in ("row", "heading"):
        return None
    if piece is not None and piece.kind != "citation" and piece.own != "because":
        return None
    words = line.words
    gap = Span(line.source, before.span.end, before.span.end)
    ways = (
        (words.phrase("monthly"), Text("eine Vorgabe", "an outcome")),
        (f'{words.phrase("not-regulated")} "..."', Text("bewusst offen", "open on purpose")),
        (f'{words.phrase("no-contact-required")} "..."', Text("kein Kontakt", "no contact")),
    )
    return KIND.at(
        before.span,
        repairs=tuple(Repair(line_with(gap, f" {way}"), note) for way, note in ways),
    )
