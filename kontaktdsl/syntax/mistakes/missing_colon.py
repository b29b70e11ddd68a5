"""The colon behind the head of a block or in front of a list."""

from kontaktdsl.diagnostics import Diagnostic, Safety, Text
from kontaktdsl.source import Span
from kontaktdsl.syntax.keywords import BLOCK_IDS
from kontaktdsl.syntax.mistakes.bad_line import BadLine
from kontaktdsl.syntax.mistakes.base import STATUS, kind, replace

KIND = kind(
    "missing-colon",
    de="Doppelpunkt fehlt",
    en="missing colon",
    headline=("Hier fehlt ein Doppelpunkt", "a colon is missing here"),
    why=(
        "Der Doppelpunkt zeigt, wo der Kopf einer Zeile endet und ihr Inhalt beginnt.",
        "The colon shows where the head of a line ends and its content begins.",
    ),
    bad=STATUS + "rules Takt [1]\n  - alo -> monthly\n  - asu -> every 2 months\n",
    good=STATUS + "rules Takt [1]:\n  - alo -> monthly\n  - asu -> every 2 months\n",
)

HEADS = frozenset((*BLOCK_IDS, "attribute", "impossible", "kinds", "quantity", "example", "ensure"))


def find(line: BadLine) -> Diagnostic | None:
    """Whatever stands where a colon can."""
    first, before = line.first, line.before
    if "COLON" not in line.accepts or before is None or first is None:
        return None
    if first.own not in HEADS or line.start != "statement":
        return None
    if line.piece is not None and first.own in BLOCK_IDS:
        return None
    gap = Span(line.source, before.span.end, before.span.end)
    note = Text("mit Doppelpunkt", "with the colon")
    return KIND.at(line.place, repairs=(replace(gap, ":", note, Safety.SAFE),))
