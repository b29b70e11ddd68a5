"""Offsets of a text and places of the protocol: lines from 0, columns in the client's units."""

from __future__ import annotations

from functools import cached_property

import attrs

from kontaktdsl.source import Source

Place = tuple[int, int]
"""Line and column, both from 0."""


@attrs.frozen(slots=False, eq=False)
class Ruler:
    """Measures one text; `encoding` is "utf-8", "utf-16" or "utf-32" and says what a column counts.

    Lines end with `\\r\\n`, `\\n` or `\\r`, as the protocol says, and with nothing else.
    """

    source: Source
    encoding: str = "utf-16"

    @cached_property
    def _plain(self) -> bool:
        return self.encoding == "utf-32" or self.source.text.isascii()

    def place(self, offset: int) -> Place:
        """The place of an offset."""
        line, column = self.source.place(offset)
        if not self._plain:
            start = offset - column + 1
            column = 1 + self.units(self.source.text[start:offset])
        return line - 1, column - 1

    def offset(self, place: Place) -> int:
        """The offset of a place; beyond the end of a line it is that end, as the protocol says."""
        line, units = place
        starts = self.source.line_starts
        if line < 0:
            return 0
        if line >= len(starts):
            return len(self.source.text)
        text = self.source.line(line + 1)
        return starts[line] + self.column(text, units)

    def units(self, text: str) -> int:
        """How many units a piece of text has."""
        if self.encoding == "utf-32" or text.isascii():
            return len(text)
        if self.encoding == "utf-8":
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text.encode("utf-16-le", "surrogatepass")) // 2

    def column(self, text: str, units: int) -> int:
        """How many letters of a line a number of units is; a letter is never cut."""
        if units <= 0:
            return 0
        if self.encoding == "utf-32" or text.isascii():
            return min(units, len(text))
        for at, letter in enumerate(text):
            units -= self.units(letter)
            if units < 0:
                return at
            if units == 0:
                return at + 1
        return len(text)
