"""The words of a document as the grammar reads them, line by line, also in lines it cannot read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

import attrs

from kontaktdsl.source import Source
from kontaktdsl.syntax.keywords import BLOCK_IDS, head_at
from kontaktdsl.syntax.lines import COMMENT_OR_CLOSED, Form, Line, goes_on, lines
from kontaktdsl.syntax.machine import Prefix
from kontaktdsl.syntax.parser import machine


@attrs.frozen
class Word:
    """A word, sign, number or text: its terminal and where it stands in its line."""

    terminal: str
    start: int
    end: int


@attrs.frozen(eq=False)
class Read:
    """A logical line: the start symbol that it is read with, and its words as far as it can be."""

    line: Line
    symbol: str
    words: tuple[Word, ...]


def symbols(text: str, language: str) -> Iterator[tuple[Line, str]]:
    """Each logical line with the start symbol that it is read with."""
    in_table = False
    rows = 0
    for line in lines(text)[0]:
        if line.form is Form.ROW:
            rows += 1
            yield line, "heading" if rows == 1 or not in_table else "row"
        elif line.form is Form.BULLET:
            yield line, "bullet"
        else:
            keyword = head_at(language, text[line.start : line.start + 80])
            in_table, rows = keyword == "table", 0
            yield line, "statement"


@lru_cache(maxsize=20_000)
def _words(text: str, symbol: str, language: str) -> tuple[Word, ...]:
    found = machine(language)[0].prefix(Source("", text), 0, len(text), symbol)
    return tuple(Word(token.type, token.span.start, token.span.end) for token in found.tokens)


def read(source: Source, language: str) -> Iterator[Read]:
    """Every logical line with its words."""
    for line, symbol in symbols(source.text, language):
        if not line.too_long:
            yield Read(line, symbol, _words(source.text[line.start : line.end], symbol, language))


def prefix(text: str, symbol: str, language: str) -> Prefix:
    """The beginning of a line, and what can stand behind it."""
    return machine(language)[0].prefix(Source("", text), 0, len(text), symbol)


@attrs.frozen(eq=False)
class Here:
    """The logical line that a place is in, or would be in if something were written there.

    `start` is where it begins; `block` is the keyword of the block that it belongs to, `head` the
    text of that block's first line, `heading` that of a table; None and empty outside.
    """

    symbol: str
    start: int
    block: str | None
    head: str
    heading: str
    line: Line | None


def here(source: Source, offset: int, language: str) -> Here:
    """Where a place is."""
    text = source.text
    every = list(symbols(text, language))
    starts = [line.start for line, _ in every]
    at = bisect_right(starts, offset) - 1
    physical = source.line_starts[source.place(offset)[0] - 1]
    block, head, heading = _block(
        text, [entry for entry in every if entry[0].start < physical], language
    )
    if at >= 0:
        line, symbol = every[at]
        below = _belongs(text, line, offset)
        if line.start >= physical or line.end > physical or below:
            if line.start < physical:
                before = [entry for entry in every[:at] if entry[0].start < line.start]
                block, head, heading = _block(text, before, language)
            return Here(symbol, line.start, block, head, heading, line)
    begin = physical + len(text[physical:offset]) - len(text[physical:offset].lstrip())
    return Here("statement", begin, block, head, heading, None)


def _belongs(text: str, line: Line, offset: int) -> bool:
    """Whether what is written below a line belongs to it: it ends in `and`, `->`, `,`."""
    between = text[line.end : offset]
    if "\n\n" in between.replace("\r", "") or offset < line.end:
        return False
    return goes_on(text, line.start, line.end) and not between.strip()


def _block(text: str, before: list[tuple[Line, str]], language: str) -> tuple[str | None, str, str]:
    heading = ""
    for line, symbol in reversed(before):
        if symbol == "statement":
            words = text[line.start : line.end]
            keyword = head_at(language, words[:80])
            if keyword in BLOCK_IDS:
                return keyword, words, heading
            return None, "", ""
        if symbol == "heading":
            heading = text[line.start : line.end]
    return None, "", ""


def within_text(source: Source, offset: int) -> str | None:
    """The mark that opened a text or remark around a place: `#`, a quotation mark; else None."""
    number = source.place(offset)[0]
    start = source.line_starts[number - 1]
    line = source.text[start:offset]
    at = 0
    while True:
        opened = next((i for i in range(at, len(line)) if line[i] in '#"„“«»['), None)
        if opened is None:
            return None
        found = COMMENT_OR_CLOSED.match(line, opened)
        if found is None or found.group() == "#":
            return line[opened]
        at = found.end()
