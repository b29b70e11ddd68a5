"""A quotation mark, bracket or parenthesis without its other half."""

from kontaktdsl.diagnostics import Diagnostic, Text
from kontaktdsl.syntax.mistakes.bad_line import BadLine, Piece
from kontaktdsl.syntax.mistakes.base import STATUS, kind

KIND = kind(
    "unclosed",
    de="nicht geschlossen",
    en="unclosed",
    headline=("Zu `{mark}` fehlt {what}", "{what} for `{mark}` is missing"),
    why=(
        "Ohne das zweite Zeichen ist nicht zu erkennen, wo ein Text, eine Fundstelle oder eine "
        "Klammer endet. Texte in Anführungszeichen stehen in einer Zeile.",
        "Without the second mark nobody can tell where a text, a citation or a group ends. A "
        "text in quotation marks stands in one line.",
    ),
    bad=STATUS + 'rules Takt [1]:\n  - alo -> see "Konzept\n  - asu -> every 2 months\n',
    good=STATUS + 'rules Takt [1]:\n  - alo -> see "Konzept"\n  - asu -> every 2 months\n',
)

CLOSING = {
    "[": Text("die schließende eckige Klammer `]`", "the closing bracket `]`"),
    "(": Text("die schließende Klammer `)`", "the closing parenthesis `)`"),
    ")": Text("die öffnende Klammer `(`", "the opening parenthesis `(`"),
    "]": Text("die öffnende eckige Klammer `[`", "the opening bracket `[`"),
}
QUOTE = Text("das schließende Anführungszeichen", "the closing quotation mark")


def find(line: BadLine) -> Diagnostic | None:
    """The first mark that stands alone."""
    for piece in line.pieces:
        if piece.kind == "open":
            return _alone(piece)
    opened: list[Piece] = []
    for piece in line.pieces:
        if piece.text == "(":
            opened.append(piece)
        elif piece.text == ")":
            if not opened:
                return _alone(piece)
            opened.pop()
        elif piece.text == "]":
            return _alone(piece)
        elif opened and (piece.kind == "arrow" or piece.text == "|"):
            break
    return _alone(opened[-1]) if opened else None


def _alone(piece: Piece) -> Diagnostic:
    return KIND.at(piece.span, mark=piece.text, what=CLOSING.get(piece.text, QUOTE))
