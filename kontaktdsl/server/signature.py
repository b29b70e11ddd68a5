"""What a statement consists of, while it is written: its whole form, and the place that is next."""

from __future__ import annotations

import attrs

from kontaktdsl.server.analysis import Analysis
from kontaktdsl.server.lexing import here, prefix, within_text
from kontaktdsl.server.templates import BY_KEYWORD, Blank, Template
from kontaktdsl.syntax.keywords import STATEMENT_IDS, statement_at, terminal


@attrs.frozen(eq=False)
class Signature:
    """The form as text, the places in it (start, end, remark), and which of them is next."""

    label: str
    about: str
    places: tuple[tuple[int, int, str], ...]
    active: int


def signature(analysis: Analysis, offset: int, language: str) -> Signature | None:
    """The form of the statement at a place; None outside statements and in remarks."""
    source = analysis.source
    if within_text(source, offset) == "#":
        return None
    place = here(source, offset, analysis.language)
    if place.symbol != "statement" or place.line is None or offset <= place.start:
        return None
    text = source.text[place.start : offset]
    keyword = statement_at(analysis.language, source.text[place.start : place.line.end][:80])
    template = BY_KEYWORD.get(keyword or "")
    if template is None:
        return None
    known = prefix(text, "statement", analysis.language)
    types = [token.type for token in known.tokens]
    if types and known.tokens[-1].span.end >= len(text) and text[-1] not in ":|,)":
        types.pop()  # the last word is still being written
    if not types:
        return None
    return _shown(template, types, analysis.language, language)


def _shown(template: Template, types: list[str], spoken: str, language: str) -> Signature:
    label = ""
    places: list[tuple[int, int, str]] = []
    for text, blank in template.parts(spoken):
        head = text.split("\n")[0] if blank is None else text
        if blank is not None:
            places.append((len(label), len(label) + len(text), blank.about.into(language)))
        label += head
        if "\n" in text:
            break
    return Signature(label, template.about.into(language), tuple(places), _active(template, types))


def _active(template: Template, types: list[str]) -> int:
    """The number of the blank that is next, by the words that stand there already."""
    at = 0
    number = -1
    for piece in template.pieces:
        if isinstance(piece, Blank):
            number += 1
            if at >= len(types):
                return number
            if types[at] not in piece.terminals:
                if piece.optional or number == 0:
                    continue
                return number
            at += 1
            while at < len(types) and not _marks(template, number, types[at]):
                at += 1
        elif at < len(types) and types[at] == _terminal(piece):
            at += 1
    return max(0, number)


def _marks(template: Template, number: int, type_: str) -> bool:
    """Whether a word begins what stands behind a blank."""
    seen = -1
    for piece in template.pieces:
        if isinstance(piece, Blank):
            seen += 1
            if seen > number and type_ in piece.terminals and type_ not in ("NAME", "INT"):
                return True
        elif seen >= number and _terminal(piece) == type_:
            return True
    return False


_SIGNS = {":": "COLON", "->": "ARROW"}


def _terminal(piece: str) -> str | None:
    stripped = piece.strip()
    if stripped in _SIGNS:
        return _SIGNS[stripped]
    if piece in STATEMENT_IDS or piece.replace("-", "").isalpha():
        return terminal(piece)
    return None
