"""What each word of a document is: keywords from the grammar, names from the tree."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from kontaktdsl.server.analysis import Analysis
from kontaktdsl.server.lexing import read
from kontaktdsl.server.names import Role
from kontaktdsl.source import Source

TYPES = (
    "keyword", "property", "enumMember", "type", "event", "enum", "class", "string", "number",
    "operator", "comment", "decorator", "variable",
)  # fmt: skip
MODIFIERS = ("declaration",)

_ROLES = {
    Role.ATTRIBUTE: "property",
    Role.VALUE: "enumMember",
    Role.TERM: "type",
    Role.EVENT: "event",
    Role.KIND: "enum",
    Role.BLOCK: "class",
    Role.SERIES: "type",
}
_TERMINALS = {
    "STRING": "string",
    "CITATION": "decorator",
    "DATE": "number",
    "DAY_OF_YEAR": "number",
    "INT": "number",
    "ARROW": "operator",
    "BULLET": "operator",
    "DASH": "operator",
    "COLON": "operator",
    "COMMA": "operator",
    "PIPE": "operator",
    "OPEN": "operator",
    "CLOSE": "operator",
    "LESS": "operator",
    "GREATER": "operator",
    "NO_MORE": "operator",
    "NO_LESS": "operator",
    "EQUAL": "operator",
    "NAME": "variable",
}


@attrs.frozen(order=True)
class Token:
    """A word on one line: where it stands, and what it is."""

    start: int
    end: int
    type: str
    declares: bool = False


def tokens(analysis: Analysis, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """The words that overlap a range of the text, in order; none spans a line end."""
    last = len(analysis.source.text) if end is None else end
    return tuple(t for t in _every(analysis) if t.end > start and t.start < last)


def _every(analysis: Analysis) -> list[Token]:
    uses = {use.span.start: use for use in analysis.names.uses}
    source = analysis.source
    found: list[Token] = []
    for line in read(source, analysis.language):
        for word in line.words:
            first, last = line.line.start + word.start, line.line.start + word.end
            use = uses.get(first) if word.terminal == "NAME" else None
            if use is not None:
                found.append(Token(first, last, _ROLES[use.symbol.role], use.declares))
            else:
                kind = _TERMINALS.get(word.terminal, "keyword")
                found += [Token(*piece, kind) for piece in _pieces(source, first, last)]
    found += _remarks(source, found)
    return sorted(found)


def _pieces(source: Source, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A keyword of several words may go on in the next line."""
    text = source.text[start:end]
    if "\n" not in text and "\r" not in text:
        yield start, end
        return
    at = start
    for part in text.replace("\r", "\n").split("\n"):
        if part.strip():
            begin = at + len(part) - len(part.lstrip())
            yield begin, at + len(part.rstrip())
        at += len(part) + 1


def _remarks(source: Source, words: list[Token]) -> Iterator[Token]:
    """Remarks: from a mark that stands in no text and no citation to the end of its line."""
    covered = sorted((t.start, t.end) for t in words if t.type in ("string", "decorator"))
    at = 0
    for number, start in enumerate(source.line_starts, 1):
        line = source.line(number)
        place = line.find("#")
        while place >= 0:
            offset = start + place
            while at < len(covered) and covered[at][1] <= offset:
                at += 1
            if at < len(covered) and covered[at][0] <= offset:
                place = line.find("#", place + 1)
                continue
            yield Token(offset, start + len(line), "comment")
            break
