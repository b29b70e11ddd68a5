"""The longest time of a pause in another form: behind a comma, or as `for 3 weeks`."""

from kontaktdsl.diagnostics import Diagnostic, Edit, Repair, Safety, Text
from kontaktdsl.source import Span
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.keywords import keywords, plain
from kontaktdsl.syntax.mistakes.bad_line import BadLine, Piece
from kontaktdsl.syntax.mistakes.base import STATUS, kind, line_with, quoted, replace
from kontaktdsl.values import KindMode

KIND = kind(
    "pause-limit",
    de="Höchstdauer anders geschrieben",
    en="limit of a pause in another form",
    headline=("`{limit}` gehört zu `{pause}`: {how}", "`{limit}` belongs to `{pause}`: {how}"),
    why=(
        "Kommas trennen die Teile einer Vorgabe. Wie lange etwas höchstens ruht, ist kein Teil für "
        "sich: hinter einem Komma zählt `höchstens` Kontakte einer Art. Hinter `für` steht eine "
        "Reihe, keine Dauer.",
        "Commas part the parts of an outcome. How long something is paused at most is no part of "
        "its own: behind a comma `at most` counts contacts of a kind. Behind `for` stands a series "
        "and no length.",
    ),
    bad=STATUS
    + 'alo -> paused "in hospital", at most 3 weeks\nalo or asu -> monthly\n',
    good=STATUS
    + 'alo -> paused "in hospital" at most 3 weeks\nalo or asu -> monthly\n',
)  # fmt: skip
_NO_COMMA = Text("Davor steht kein Komma", "no comma stands before it")
_AT_MOST = Text("Eine Höchstdauer steht hinter `höchstens`", "a limit stands behind `at most`")
_WORDS = frozenset({"at-most", "for", "up-to", "to", "to-blocks", "until"})
_OTHERS = frozenset(("a", "lang", "länger", "längstens", "long", "longer", "max", "maximal"))
_OTHERS |= {"als", "maximum", "more", "of", "than", "upto", "zu", "only", "nur"}
_MEANT = frozenset({"at-most", "up-to"})
"""What says that no more is meant, and leaves nothing to ask."""


def is_limit(part: tree.Part, language: str) -> bool:
    """Whether `at most 3 weeks` was read as a number of contacts: of a kind named like a unit."""
    if not isinstance(part, tree.Kinds) or part.mode is not KindMode.AT_MOST:
        return False
    words = keywords(language).phrases
    units = {plain(p) for key, ps in words.items() if key.startswith("unit-") for p in ps}
    return len(part.names) == 1 and plain(part.names[0].text) in units


def finding(pause: Span, limit: Span) -> Diagnostic:
    """A pause and the limit behind its comma."""
    between = Span(pause.source, pause.end, limit.start)
    note = Text("ohne Komma", "without the comma")
    repair = Repair(line_with(between, " "), note, (Edit(between, " "),), Safety.SAFE)
    return _said(pause, limit, _NO_COMMA, repair)


def find(line: BadLine) -> Diagnostic | None:
    """A limit in other words: `for 3 weeks`, `up to 3 weeks`, or behind a comma."""
    pieces = line.pieces
    starts = (at for at, piece in enumerate(pieces[:-3]) if piece.own == "paused")
    for at in starts:
        begin, number = at + 2, at + 2
        while number < len(pieces) and says_limit(pieces[number]):
            number += 1
        if pieces[at + 1].kind != "text" or not begin <= line.stop <= number + 2:
            continue
        if number + 1 >= len(pieces) or not is_length(pieces[number], pieces[number + 1]):
            continue
        words, end = pieces[begin:number], number + 1
        pause = pieces[at].span.to(pieces[at + 1].span)
        told = [piece for piece in words if piece.text != ","]
        if [piece.own for piece in told] == ["at-most"]:
            return finding(pause, told[0].span.to(pieces[end].span)) if len(words) > 1 else None
        last = pieces[end].span
        if end + 1 < len(pieces) and plain(pieces[end + 1].text) in ("lang", "long"):
            last = pieces[end + 1].span
        length = pieces[number].span.to(pieces[end].span)
        place = Span(line.source, pause.end, last.end)
        text = f" {line.words.phrase('at-most')} {length.text}"
        sure = any(piece.own in _MEANT for piece in told)
        note = Text("als Höchstdauer", "as a limit")
        repair = replace(place, text, note, Safety.SAFE if sure else Safety.UNSAFE)
        limit = (told[0].span if told else length).to(last)
        return _said(pause, limit, _AT_MOST, repair)
    return None


def says_limit(piece: Piece) -> bool:
    """Whether a word between a thing and its limit is one of those that people put there."""
    return (
        piece.own in _WORDS
        or piece.text in (",", ".")
        or (piece.kind == "word" and plain(piece.text) in _OTHERS)
    )


def is_length(number: Piece, unit: Piece) -> bool:
    """Whether two pieces are `3 weeks`."""
    return number.kind == "number" and (unit.own or "").startswith("unit-")


def _said(pause: Span, limit: Span, how: Text, repair: Repair) -> Diagnostic:
    said, of = quoted(limit.text), quoted(pause.text)
    return KIND.at(limit, repairs=(repair,), how=how, limit=said, pause=of)
