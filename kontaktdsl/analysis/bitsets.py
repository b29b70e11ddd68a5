"""Rows as columns of big integers: one bitset of rows per attribute and class.

A row is a box, and a row's bit is set in the column of (attribute, class) when the row allows that
class.  Which rows a case hits, or a box meets, is then an AND over the attributes: exact, without
any dependency, and fast because one integer operation works on all rows at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache

import attrs

from kontaktdsl.record import Shown

Box = tuple[int, ...]
Case = tuple[int, ...]

_PLANES = tuple(bytes(48 + (byte >> bit & 1) for byte in range(256)) for bit in range(8))


def bits(bitset: int) -> Iterator[int]:
    """Yield the positions of the set bits, lowest first."""
    while bitset:
        low = bitset & -bitset
        yield low.bit_length() - 1
        bitset ^= low


@lru_cache(maxsize=4096)
def members(mask: int) -> tuple[int, ...]:
    """Return the classes of a mask, lowest first."""
    return tuple(bits(mask))


def bitset(positions: Iterable[int], width: int) -> int:
    """Return the bitset of the positions, all below `width`, in time linear in `width`."""
    cells = bytearray(width // 8 + 1)
    for position in positions:
        cells[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(cells, "little")


def full_box(sizes: Sequence[int]) -> Box:
    """Return the box of all cases."""
    return tuple((1 << size) - 1 for size in sizes)


def box_of(case: Case) -> Box:
    """Return the box that holds just this case."""
    return tuple(1 << value for value in case)


def holds(box: Box, case: Case) -> bool:
    """Return whether the box contains the case."""
    return all(mask >> value & 1 for mask, value in zip(box, case, strict=True))


def volume(box: Box) -> int:
    """Return the number of cases in a box."""
    cases = 1
    for mask in box:
        cases *= mask.bit_count()
    return cases


def meet(left: Box, right: Box) -> Box | None:
    """Return the intersection of two boxes, or None if it is empty."""
    both = tuple(a & b for a, b in zip(left, right, strict=True))
    return both if all(both) else None


def transpose(sizes: Sequence[int], boxes: Sequence[Box]) -> list[list[int]]:
    """Return the columns: `[attribute][class]` is the bitset of the boxes that allow the class."""
    if not boxes:
        return [[0] * size for size in sizes]
    columns = []
    for size, masks in zip(sizes, zip(*boxes, strict=True), strict=True):
        width = (size + 7) // 8
        if width == 1:
            planes = [bytes(masks)[::-1]]
        else:
            cells = b"".join([mask.to_bytes(width, "little") for mask in masks])
            planes = [cells[byte::width][::-1] for byte in range(width)]
        columns.append([int(planes[v >> 3].translate(_PLANES[v & 7]), 2) for v in range(size)])
    return columns


@attrs.frozen(eq=False, repr=False)
class Layout(Shown):
    """Where each row sits in a bitset, and the columns of all rows.

    Bit r is the first row of rule r, so that for rules of one row a bitset of rows is a bitset of
    rules; further rows follow, and the `forbidden` boxes come last.
    """

    sizes: tuple[int, ...]
    boxes: tuple[Box, ...]
    columns: tuple[tuple[int, ...], ...]
    rules: int
    """The bitset of all rules."""
    extra_owner: tuple[int, ...]
    """Per further row the rule that it belongs to."""
    rows_of: tuple[int, ...]
    """Per rule the bitset of its rows that are not empty."""
    forbidden: int
    """The bitset of the forbidden boxes."""
    live: int
    """The bitset of all rows that hold at least one case."""

    @classmethod
    def of(
        cls,
        sizes: tuple[int, ...],
        rows: Sequence[Box],
        rule_of: Sequence[int],
        rule_count: int,
        forbidden: Sequence[Box],
    ) -> Layout:
        """Lay out the rows of `rule_count` rules and the forbidden boxes."""
        nothing = (0,) * len(sizes)
        first: list[Box | None] = [None] * rule_count
        extra: list[Box] = []
        owners: list[int] = []
        for row, rule in zip(rows, rule_of, strict=True):
            if not all(row):
                continue
            if first[rule] is None:
                first[rule] = row
            else:
                extra.append(row)
                owners.append(rule)
        empty = bitset((r for r, row in enumerate(first) if row is None), rule_count)
        possible = [box for box in forbidden if all(box)]
        boxes = (*(nothing if row is None else row for row in first), *extra, *possible)
        own = rule_count + len(extra)
        live = ((1 << len(boxes)) - 1) ^ empty
        rows_of = [1 << rule if live >> rule & 1 else 0 for rule in range(rule_count)]
        for position, rule in enumerate(owners, rule_count):
            rows_of[rule] |= 1 << position
        return cls(
            sizes,
            boxes,
            tuple(tuple(column) for column in transpose(sizes, boxes)),
            (1 << rule_count) - 1,
            tuple(owners),
            tuple(rows_of),
            ((1 << len(boxes)) - 1) ^ ((1 << own) - 1),
            live,
        )

    def at(self, case: Case) -> int:
        """Return the bitset of the rows and forbidden boxes that contain the case."""
        found = self.live
        for column, value in zip(self.columns, case, strict=True):
            found &= column[value]
        return found

    def meeting(self, box: Box) -> int:
        """Return the bitset of the rows and forbidden boxes that share a case with the box."""
        found = self.live
        for size, column, mask in zip(self.sizes, self.columns, box, strict=True):
            if mask + 1 == 1 << size:
                continue
            allowed = 0
            for value in members(mask):
                allowed |= column[value]
            found &= allowed
        return found

    def containing(self, box: Box) -> int:
        """Return the bitset of the rows and forbidden boxes that hold every case of the box."""
        found = self.live
        for column, mask in zip(self.columns, box, strict=True):
            for value in members(mask):
                found &= column[value]
        return found

    def rules_among(self, rows: int) -> int:
        """Return the bitset of the rules that own one of the rows."""
        found = rows & self.rules
        if self.extra_owner:
            for extra in bits((rows & ~self.forbidden) >> len(self.rows_of)):
                found |= 1 << self.extra_owner[extra]
        return found

    def hits(self, case: Case) -> int:
        """Return the bitset of the rules that hit the case."""
        return self.rules_among(self.at(case))

    @cached_property
    def overlapping(self) -> list[int]:
        """`overlaps`, worked out once."""
        return self.overlaps()

    def overlaps(self) -> list[int]:
        """Return per rule the bitset of all rules, itself too, that share a case with it."""
        unions: list[dict[int, int]] = []
        for size, column in zip(self.sizes, self.columns, strict=True):
            unions.append({(1 << value): column[value] for value in range(size)})
            unions[-1][(1 << size) - 1] = -1
        own = self.live & ~self.forbidden
        found = []
        lookups = [union.__getitem__ for union in unions]
        for box in self.boxes[: len(self.rows_of) + len(self.extra_owner)]:
            meeting = own
            try:
                for lookup, mask in zip(lookups, box, strict=True):
                    meeting &= lookup(mask)
            except KeyError:
                self._join(unions, box)
                meeting = own
                for lookup, mask in zip(lookups, box, strict=True):
                    meeting &= lookup(mask)
            found.append(meeting)
        if not self.extra_owner:
            return found
        merged = [self.rules_among(meeting) for meeting in found[: len(self.rows_of)]]
        for owner, meeting in zip(self.extra_owner, found[len(self.rows_of) :], strict=True):
            merged[owner] |= self.rules_among(meeting)
        return merged

    def _join(self, unions: list[dict[int, int]], box: Box) -> None:
        for union, column, mask in zip(unions, self.columns, box, strict=True):
            if mask not in union:
                allowed = 0
                for value in members(mask):
                    allowed |= column[value]
                union[mask] = allowed
