"""A source text and the places in it."""

from bisect import bisect_right
from functools import cached_property

import attrs

from kontaktdsl.record import Shown


@attrs.frozen(slots=False, eq=False, repr=False)
class Source(Shown):
    """One text under a name; equal only to itself."""

    name: str
    text: str = attrs.field(repr=False)

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """Offset of the first character of each line; `\\r\\n`, `\\r` and `\\n` end a line."""
        starts = [0]
        text = self.text
        at = 0
        while True:
            newline = text.find("\n", at)
            carriage = text.find("\r", at, newline if newline >= 0 else len(text))
            if carriage >= 0:
                at = carriage + (2 if text.startswith("\r\n", carriage) else 1)
            elif newline >= 0:
                at = newline + 1
            else:
                return tuple(starts)
            starts.append(at)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both counted from 1, columns in code points."""
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def line(self, number: int) -> str:
        """Text of line `number` (from 1) without its end."""
        starts = self.line_starts
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")


@attrs.frozen(eq=False, repr=False)
class Span(Shown):
    """The characters `start` (included) to `end` (excluded) of a source, in code points."""

    source: Source = attrs.field(repr=False)
    start: int
    end: int

    @property
    def text(self) -> str:
        """The characters themselves."""
        return self.source.text[self.start : self.end]

    @property
    def line(self) -> int:
        """Line of the first character, counted from 1."""
        return self.source.place(self.start)[0]

    @property
    def column(self) -> int:
        """Column of the first character, counted from 1."""
        return self.source.place(self.start)[1]

    def to(self, other: "Span") -> "Span":
        """The span from the start of this one to the end of `other`."""
        return Span(self.source, self.start, other.end)
