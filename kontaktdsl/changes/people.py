"""A population: people as facts, counted by what becomes of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import attrs

from kontaktdsl.analysis.bitsets import bits, holds
from kontaktdsl.analysis.problem import Box, Case
from kontaktdsl.changes.outcome import CrowdReport, Impossible, Refused
from kontaktdsl.changes.sides import Fate, Shift, Sides, told
from kontaktdsl.space import Axis, Space


@attrs.frozen(eq=False)
class People:
    """A population over the joint vocabulary: only the columns that the policies use.

    `counts` holds per combination of values (in the order of `columns`) the number of people and
    the first row. `unread` are columns that nobody asked for, `lacking` attributes without one.
    `refused` rows are not among the counts.
    """

    name: str
    columns: tuple[str, ...]
    counts: dict[tuple[int, ...], tuple[int, int]]
    unread: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()
    refused_people: int = 0
    counted_by: str | None = None


class Crowd:
    """A population placed on the joint space of two policies."""

    def __init__(
        self, people: People, space: Space, forbidden: tuple[Sequence[Box], Sequence[Box]]
    ) -> None:
        """Sort the people into cases; `forbidden` are the impossible boxes of each side."""
        self._space = space
        self._names = tuple(
            axis.attribute.name for axis in space.axes if axis.attribute.name in people.columns
        )
        at = [people.columns.index(name) for name in self._names]
        self._counts: dict[tuple[int, ...], tuple[int, int]] = {}
        for values, (count, row) in people.counts.items():
            key = tuple(values[i] for i in at)
            known = self._counts.get(key, (0, row))
            self._counts[key] = known[0] + count, min(known[1], row)
        self.report = CrowdReport(
            name=people.name,
            people=sum(count for count, _ in people.counts.values()),
            columns=people.columns,
            unread=people.unread,
            lacking=people.lacking,
            counted_by=people.counted_by,
            refused=people.refused,
            refused_people=people.refused_people,
            impossible=(),
        )
        self._forbidden = self._decidable(forbidden[0]), self._decidable(forbidden[1])
        self.report = attrs.evolve(self.report, impossible=self._impossible())

    def _decidable(self, boxes: Sequence[Box]) -> list[tuple[Box, frozenset[str]]]:
        """The boxes that speak of columns only, with the attributes they speak of."""
        names = [axis.attribute.name for axis in self._space.axes]
        found = []
        for box in boxes:
            spoken = frozenset(names[at] for at in bits(told(box, self._space.everything)))
            if spoken <= set(self._names):
                found.append((box, spoken))
        return found

    def _impossible(self) -> tuple[Impossible, ...]:
        places = _Places(self._space.axes, self._names)
        found: dict[tuple[bool, bool], tuple[int, int]] = {}
        for values, (count, row) in self._counts.items():
            case = places.case(values)
            old, new = (any(holds(box, case) for box, _ in boxes) for boxes in self._forbidden)
            if old or new:
                people, first = found.get((old, new), (0, row))
                found[old, new] = people + count, min(first, row)
        return tuple(
            Impossible(old, new, people, row)
            for (old, new), (people, row) in sorted(found.items(), reverse=True)
        )

    def placed(self, sides: Sides) -> Placed:
        """The people by what becomes of them in one question.

        Whom a line forbids that this question does not see is not compared in it.
        """
        missing = tuple(
            axis.attribute.name
            for axis in sides.space.axes
            if axis.attribute.name not in self._names
        )
        if missing:
            return Placed({}, missing)
        places = _Places(sides.space.axes, self._names)
        seen = {axis.attribute.name for axis in sides.space.axes}
        unseen = [box for boxes in self._forbidden for box, spoken in boxes if not spoken <= seen]
        wide = _Places(self._space.axes, self._names)
        cases: Counter[Case] = Counter()
        for values, (count, _) in self._counts.items():
            if unseen:
                case = wide.case(values)
                if any(holds(box, case) for box in unseen):
                    continue
            cases[places.case(values)] += count
        return Placed({case: (_fate(sides, case), n) for case, n in cases.items()}, ())


def _fate(sides: Sides, case: Case) -> Fate:
    problem = sides.problem
    return sides.fate(None if problem.is_forbidden(case) else problem.hits(case))


class _Places:
    """From values to classes; an axis without a column stays at its first class."""

    def __init__(self, axes: Sequence[Axis], names: Sequence[str]) -> None:
        self._axes = [
            (axis, names.index(axis.attribute.name) if axis.attribute.name in names else -1)
            for axis in axes
        ]
        self._known: dict[tuple[int, int], int] = {}

    def case(self, values: tuple[int, ...]) -> Case:
        """The case that these values lie in."""
        return tuple(
            self._place(number, axis, values[at]) if at >= 0 else 0
            for number, (axis, at) in enumerate(self._axes)
        )

    def _place(self, number: int, axis: Axis, value: int) -> int:
        found = self._known.get((number, value))
        if found is None:
            found = self._known[number, value] = axis.place(value)
        return found


@attrs.frozen(eq=False)
class Placed:
    """People by case, with what becomes of them; `missing` columns leave nobody to place."""

    cases: dict[Case, tuple[Fate, int]]
    missing: tuple[str, ...]

    @property
    def compared(self) -> int:
        """How many people are compared."""
        return sum(n for fate, n in self.cases.values() if isinstance(fate, Shift) or fate.compared)

    def among(self, shift: Shift) -> int:
        """How many people change like that."""
        return sum(n for fate, n in self.cases.values() if fate == shift)

    def within(self, box: Box, shift: Shift) -> int:
        """How many people of a box change like that."""
        return sum(
            n for case, (fate, n) in self.cases.items() if fate == shift and holds(box, case)
        )
