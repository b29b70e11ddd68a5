"""From one class per fact to the number of an ending, for whole columns: one gather per stage.

Neighbouring steps of the cascade are multiplied into stages as long as their table stays small; a
real policy is one stage.  Where the diagram of a policy is too large for tables, the lines that hit
are found by AND over columns of bitsets, and each set of lines is decided once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from kontaktdsl.batch.cascade import Cascade, Ending, Endings, Step, cascade_of
from kontaktdsl.batch.codes import Integers
from kontaktdsl.plan import Plan, columns

MOST_ENTRIES = 1 << 20
"""Entries of the table of one stage."""

Numbers = npt.NDArray[np.int32]


class Lookup(Protocol):
    """Finds the endings of rows in two steps, so that callers can put what they want into `table`.

    A place in `table` holds the number of its endings; `endings` and `table` may grow while rows
    are looked up.
    """

    endings: list[tuple[Ending, ...]]

    @property
    def table(self) -> Integers:
        """Per place the number of its endings."""

    def places(self, classes: Sequence[Integers], rows: int) -> Integers:
        """Per row its place; one array of `rows` classes per axis, none of them unknown."""


def lookup_of(plan: Plan) -> Lookup:
    """The fastest lookup that a policy allows."""
    cascade = cascade_of(plan)
    return Wide(plan) if cascade is None else Tables(cascade)


class Stage:
    """Some neighbouring axes, and the table from a state and their classes to the next state."""

    def __init__(self, axes: range, widths: Sequence[int], table: Numbers) -> None:
        self.axes = axes
        self.widths = widths
        self.size = int(np.prod(widths, dtype=np.int64))
        most = int(table.max(initial=0))
        self.table = table.reshape(-1).astype(np.min_scalar_type(most))
        self.one_state = len(table) == 1


class Tables:
    """The cascade as few flat tables."""

    def __init__(self, cascade: Cascade) -> None:
        """Multiply neighbouring steps into stages."""
        self.endings = list(cascade.endings)
        self.stages = tuple(_stages(cascade.steps))
        self.table = self.stages[-1].table if self.stages else np.zeros(1, np.uint8)

    def places(self, classes: Sequence[Integers], rows: int) -> Integers:
        """Per row its place in the table of the last stage."""
        number: Integers = np.zeros(rows, np.uint8)
        before: Integers | None = None
        for stage in self.stages:
            state = None if before is None else before.take(number, mode="clip")
            number = mixed([classes[at] for at in stage.axes], stage.widths)
            if state is not None and not stage.one_state:
                number = state.astype(np.int64) * stage.size + number
            before = stage.table
        return number


def _stages(steps: Sequence[Step]) -> list[Stage]:
    found = []
    at = 0
    while at < len(steps):
        start = at
        table = np.array(steps[at].table, np.int32)
        at += 1
        while at < len(steps) and table.size * steps[at].width <= MOST_ENTRIES:
            following = np.array(steps[at].table, np.int32)
            table = following[table].reshape(len(table), -1)
            at += 1
        found.append(Stage(range(start, at), [step.width for step in steps[start:at]], table))
    return found


def mixed(classes: Sequence[Integers], widths: Sequence[int]) -> Integers:
    """Classes in mixed radix, the first one the slowest; integers as narrow as they may be."""
    groups: list[tuple[Integers, int]] = []
    for column, width in zip(classes, widths, strict=True):
        if groups and groups[-1][1] * width <= 256 and column.dtype == np.uint8:
            before, size = groups[-1]
            groups[-1] = before * np.uint8(width) + column, size * width
        else:
            groups.append((column, width))
    number, size = groups[0]
    for column, width in groups[1:]:
        size *= width
        kind: np.dtype[np.integer[Any]] = np.min_scalar_type(size - 1)
        number = number.astype(kind) * kind.type(width) + column
    return number


class Wide:
    """Bitsets of lines; every set of lines that hits is decided once, by the plan."""

    def __init__(self, plan: Plan) -> None:
        """Prepare one table of bitsets per group of axes."""
        self.endings: list[tuple[Ending, ...]] = []
        self.axes = plan.space.axes
        self.all = Endings(plan)
        self.layout = self.all.problem.layout
        width = self.layout.live.bit_length()
        self.words = (width + 63) // 64 or 1
        self.groups = columns.groups(self.axes, width)
        self.tables = [
            np.array(
                [_words(rows, self.words) for rows in columns.table(self.layout, group, self.axes)]
            )
            for group in self.groups
        ]
        self._by_rows: dict[bytes, int] = {}
        self._by_classes: dict[bytes, int] = {}
        self._numbers: dict[tuple[Ending, ...], int] = {}

    @property
    def table(self) -> Integers:
        """A place is the number of its endings."""
        return np.arange(len(self.endings))

    def places(self, classes: Sequence[Integers], rows: int) -> Integers:
        """Per row the number of its endings."""
        incomplete = np.zeros(rows, np.bool_)
        for axis, column in zip(self.axes, classes, strict=True):
            incomplete |= column == len(axis.classes)
        found = np.zeros(rows, np.int32)
        whole, torn = np.flatnonzero(~incomplete), np.flatnonzero(incomplete)
        if len(whole):
            found[whole] = self._whole([column[whole] for column in classes])
        if len(torn):
            found[torn] = self._torn([column[torn] for column in classes])
        return found

    def _whole(self, classes: Sequence[Integers]) -> Numbers:
        hits: npt.NDArray[np.uint64] | None = None
        for group, table in zip(self.groups, self.tables, strict=True):
            number = np.zeros(len(classes[0]), np.int64)
            for at in reversed(group):  # the first axis of a group is the fastest
                number = number * len(self.axes[at].classes) + classes[at]
            rows = table.take(number, axis=0, mode="clip")
            hits = rows if hits is None else np.bitwise_and(hits, rows, out=hits)
        assert hits is not None
        found = hits

        def decide(at: int) -> tuple[Ending, ...]:
            rows = int.from_bytes(found[at].astype("<u8").tobytes(), "little")
            return self.all.hit(self.layout.rules_among(rows))

        return self._each(found, self._by_rows, decide)

    def _torn(self, classes: Sequence[Integers]) -> Numbers:
        stacked = np.stack([column.astype(np.int32) for column in classes], axis=1)

        def decide(at: int) -> tuple[Ending, ...]:
            row = stacked[at].tolist()
            sizes = (len(axis.classes) for axis in self.axes)
            return self.all.possible(
                {i: cls for i, (cls, size) in enumerate(zip(row, sizes, strict=True)) if cls < size}
            )

        return self._each(stacked, self._by_classes, decide)

    def _each(
        self,
        rows: Integers,
        known: dict[bytes, int],
        decide: Callable[[int], tuple[Ending, ...]],
    ) -> Numbers:
        """Decide each distinct row once."""
        whole = np.ascontiguousarray(rows)
        keys = whole.view(np.dtype((np.void, whole.strides[0]))).reshape(-1)
        _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
        numbers = np.empty(len(first), np.int32)
        for i, at in enumerate(first.tolist()):
            name = keys[at].tobytes()
            number = known.get(name)
            if number is None:
                number = known[name] = self._number(decide(at))
            numbers[i] = number
        return numbers[inverse.reshape(-1)]

    def _number(self, endings: tuple[Ending, ...]) -> int:
        found = self._numbers.setdefault(endings, len(self.endings))
        if found == len(self.endings):
            self.endings.append(endings)
        return found


def _words(rows: int, words: int) -> npt.NDArray[np.uint64]:
    return np.frombuffer(rows.to_bytes(8 * words, "little"), "<u8").astype(np.uint64)
