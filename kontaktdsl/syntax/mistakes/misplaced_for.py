"""`for NAME` where no series can be named."""

from kontaktdsl.diagnostics import Diagnostic, Text
from kontaktdsl.syntax.mistakes.bad_line import BadLine
from kontaktdsl.syntax.mistakes.base import STATUS, kind

_HEAD = STATUS + "series Anrufe\n"

KIND = kind(
    "misplaced-for",
    de="Reihe an der falschen Stelle",
    en="misplaced series",
    headline=(
        "Die Reihe gehört nicht hierher: {where}",
        "the series does not belong here: {where}",
    ),
    why=(
        "Ein ganzer Block gehört zu einer Reihe, und sein Kopf nennt sie vor Fundstelle und "
        "Begründung. Eine Zeile, die für sich steht, nennt sie hinter der Vorgabe.",
        "A whole block belongs to one series, and its head names it before citation and reason. A "
        "line that stands alone names it behind its outcome.",
    ),
    bad=_HEAD + "rules Takt [1]:\n  - alo -> monthly for Anrufe\n  - asu -> every 2 months\n",
    good=_HEAD + "rules Takt for Anrufe [1]:\n  - alo -> monthly\n  - asu -> every 2 months\n",
)

_IN_HEAD = Text(
    "sie steht im Kopf des Blocks und gilt für alle seine Zeilen",
    "it stands in the head of the block and holds for all of its lines",
)
_BEFORE = Text(
    "sie steht vor der Fundstelle und der Begründung", "it stands before citation and reason"
)


def find(line: BadLine) -> Diagnostic | None:
    """`for` in a bullet, or behind a citation or a reason."""
    piece = line.piece
    if piece is None or piece.own != "for":
        return None
    if line.start in ("bullet", "right_cell"):
        return KIND.at(piece.span, where=_IN_HEAD)
    if any(each.kind == "citation" or each.own == "because" for each in line.seen):
        return KIND.at(piece.span, where=_BEFORE)
    return None
