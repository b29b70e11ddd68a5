"""A text that is not in quotation marks."""

from kontaktdsl.diagnostics import Diagnostic, Safety, Text
from kontaktdsl.syntax.mistakes.bad_line import BadLine
from kontaktdsl.syntax.mistakes.base import STATUS, kind, quoted, replace

KIND = kind(
    "missing-quotes",
    de="Anführungszeichen fehlen",
    en="missing quotation marks",
    headline=(
        "Der Text `{text}` gehört in Anführungszeichen",
        "the text `{text}` goes in quotation marks",
    ),
    why=(
        "Titel, Aufgaben und Begründungen stehen in Anführungszeichen, damit kein Wort darin "
        "für ein Schlüsselwort oder einen Namen gehalten wird.",
        "Titles, duties and reasons stand in quotation marks, so that no word in them is taken "
        "for a keyword or a name.",
    ),
    bad=STATUS
    + "rules Takt [1]:\n  - alo -> monthly, do Profiling prüfen\n  - asu -> every 2 months\n",
    good=STATUS
    + 'rules Takt [1]:\n  - alo -> monthly, do "Profiling prüfen"\n  - asu -> every 2 months\n',
)


def find(line: BadLine) -> Diagnostic | None:
    """Words where a text has to stand."""
    piece = line.piece
    if piece is None or piece.kind not in ("word", "number", "date"):
        return None
    start = line.stop
    before = line.before
    following = line.pieces[start + 1 : start + 2]
    if piece.own == "because" and following and following[0].kind == "text":
        return None  # the text is there, and a word too many
    if _scope_in_words(line):
        start = 1
    elif "STRING" not in line.accepts:
        if start < 2 or line.pieces[start - 2].own != "see" or piece.own is not None:
            return None
        start -= 1
    elif "COLON" in line.accepts or "AS" in line.accepts:
        if piece.own is not None or not _followed(line):
            return None
    elif "$END" in line.accepts or before is None or before.own is None:
        return None
    end = start
    while end < len(line.pieces) and not _ends(line, end):
        end += 1
    span = line.pieces[start].span.to(line.pieces[end - 1].span)
    note = Text("in Anführungszeichen", "in quotation marks")
    repair = replace(span, f'"{span.text}"', note, Safety.UNSAFE)
    return KIND.at(span, repairs=(repair,), text=quoted(span.text))


def _scope_in_words(line: BadLine) -> bool:
    """Whether `applies to` goes on in three or more words that are no condition."""
    first, piece = line.first, line.piece
    if first is None or first.own != "applies-to" or line.stop < 2 or piece is None:
        return False
    words = line.pieces[1 : line.stop + 2]
    return len(words) > 2 and all(piece.is_name for piece in words)


def _ends(line: BadLine, index: int) -> bool:
    piece = line.pieces[index]
    return (
        piece.kind in ("text", "citation", "open", "arrow")
        or piece.text in (",", "|", ":")
        or (index > line.stop and piece.own in ("because", "within", "same-day-as", "as"))
    )


def _followed(line: BadLine) -> bool:
    """Whether the colon, or the word for "means", still comes."""
    return any(piece.text == ":" or piece.own == "as" for piece in line.pieces[line.stop + 1 :])
