"""Domains of attributes: every value is an integer, every set of values a few closed ranges."""

from collections.abc import Iterable

import attrs

from kontaktdsl.diagnostics import Text
from kontaktdsl.record import Record

Ranges = tuple[tuple[int, int], ...]
"""Closed ranges of integers, ascending, disjoint and never adjacent."""


@attrs.frozen(eq=False, repr=False)
class Value(Record):
    """One value of an enumeration; the label is what is shown."""

    name: str
    label: str | None = None
    spoken: Text | None = attrs.field(default=None, eq=False, repr=False)
    """In both languages where the words are those of kpol: a class of a fact in time."""

    @property
    def shown(self) -> str:
        """The label, or the name where there is none."""
        return self.label or self.name

    @property
    def said(self) -> Text:
        """What people read: words of the policy as they are, those of kpol in their language."""
        return self.spoken or Text.same(self.shown)


@attrs.frozen(eq=False, repr=False)
class Enumeration(Record):
    """A closed list of values; value number i is the integer i. `ordered`: smallest first."""

    values: tuple[Value, ...]
    ordered: bool = False

    @property
    def bounds(self) -> tuple[int, int]:
        """Smallest and largest integer."""
        return 0, len(self.values) - 1


@attrs.frozen(eq=False, repr=False)
class YesNo(Record):
    """No is 0, yes is 1; open, and so never assumed, until `decided_by` has said so."""

    decided_by: str | None = None

    @property
    def bounds(self) -> tuple[int, int]:
        """Smallest and largest integer."""
        return 0, 1


@attrs.frozen(eq=False, repr=False)
class Number(Record):
    """The integers `low` to `high`, both included."""

    low: int
    high: int

    @property
    def bounds(self) -> tuple[int, int]:
        """Smallest and largest integer."""
        return self.low, self.high


Domain = Enumeration | YesNo | Number

YES_NO_WORDS = (Text("nein", "no"), Text("ja", "yes"))


def normal(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """The same integers as ranges in normal form; a range with low > high is empty."""
    merged: list[tuple[int, int]] = []
    for low, high in sorted(r for r in ranges if r[0] <= r[1]):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(high, merged[-1][1])
        else:
            merged.append((low, high))
    return tuple(merged)


def complement(ranges: Ranges, bounds: tuple[int, int]) -> Ranges:
    """The integers within `bounds` that are not in `ranges`."""
    rest = []
    at = bounds[0]
    for low, high in ranges:
        if at < low:
            rest.append((at, low - 1))
        at = max(at, high + 1)
    if at <= bounds[1]:
        rest.append((at, bounds[1]))
    return tuple(rest)


def contains(ranges: Ranges, value: int) -> bool:
    """Whether a value lies in one of the ranges."""
    return any(low <= value <= high for low, high in ranges)


def classes(bounds: tuple[int, int], mentioned: Iterable[Ranges]) -> Ranges:
    """Cut `bounds` into the finitely many ranges that the mentioned sets can tell apart.

    The result is ascending, disjoint and complete; its entries may be adjacent.
    """
    low, high = bounds
    cuts = {low}
    for ranges in mentioned:
        for start, end in ranges:
            cuts.add(start)
            if end < high:
                cuts.add(end + 1)
    starts = sorted(cut for cut in cuts if low <= cut <= high)
    ends = [*(start - 1 for start in starts[1:]), high]
    return tuple(zip(starts, ends, strict=True))
