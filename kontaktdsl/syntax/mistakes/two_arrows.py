"""A second arrow in one line."""

from kontaktdsl.diagnostics import Diagnostic, Label, Text
from kontaktdsl.syntax.mistakes.bad_line import BadLine
from kontaktdsl.syntax.mistakes.base import STATUS, kind

KIND = kind(
    "two-arrows",
    de="zwei Pfeile",
    en="two arrows",
    headline=("In dieser Zeile steht ein zweiter Pfeil", "this line has a second arrow"),
    why=(
        "Ein Pfeil trennt links, für wen etwas gilt, und rechts, was gilt; auch in einer Tabelle "
        "gibt es je Zeile nur einen. Zwei Vorgaben sind zwei Zeilen.",
        "One arrow parts, on the left, for whom something holds and, on the right, what holds; "
        "in a table, too, there is one in each row. Two rules are two lines.",
    ),
    bad=STATUS
    + "rules Takt [1]:\n  - alo -> monthly -> every 2 weeks\n  - asu -> every 2 months\n",
    good=STATUS + "rules Takt [1]:\n  - alo -> monthly\n  - asu -> every 2 months\n",
)


def find(line: BadLine) -> Diagnostic | None:
    """The second arrow, where the line has one."""
    arrows = [piece for piece in line.pieces if piece.kind == "arrow"]
    if len(arrows) < 2 or not (line.piece is arrows[1] or line.start in ("row", "heading")):
        return None
    there = Label(arrows[0].span, Text("der erste Pfeil", "the first arrow"))
    return KIND.at(arrows[1].span, others=(there,))
