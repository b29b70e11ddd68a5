"""Boundaries: the same person on both sides of a cut in a number, with different answers.

The rules are put twice over the other facts, once as they are below the cut and once as they are
above; one query then finds somebody whom the step across takes from one rule to another.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import attrs

from kontaktdsl import model
from kontaktdsl.analysis import engine
from kontaktdsl.analysis.bitsets import Box, Case, meet
from kontaktdsl.analysis.problem import Problem, Query, conflicting_pairs
from kontaktdsl.domains import Number
from kontaktdsl.exercise.ground import Ground
from kontaktdsl.values import DUTIES, Part, rhythm_of


@attrs.frozen
class Side:
    """The side of a boundary that has something to state: rule and part, and the class there."""

    number: int
    part: Part
    place: int

    def value(self, cut: Cut) -> int:
        """The number there that is next to the cut."""
        return cut.below if self.place == cut.place else cut.above


@attrs.frozen
class Crossing:
    """Somebody on both sides (the class of the axis itself is left open), and what changes."""

    axis: int
    case: Case
    sides: tuple[Side, ...]


@attrs.frozen
class Cut:
    """The cut between the classes `place` and `place + 1` of an axis."""

    axis: int
    place: int
    attribute: model.Attribute
    below: int
    above: int


def cuts(ground: Ground) -> Iterator[Cut]:
    """Every cut of a number that some rule makes."""
    for at, axis in enumerate(ground.asked.space.axes):
        if isinstance(axis.attribute.domain, Number):
            for place in range(len(axis.classes) - 1):
                below, above = axis.classes[place][1], axis.classes[place + 1][0]
                yield Cut(at, place, axis.attribute, below, above)


@attrs.frozen(eq=False, slots=False)
class Crossings:
    """Finds the people whose answer changes at one cut."""

    ground: Ground
    cut: Cut
    problem: Problem
    count: int

    @classmethod
    def at(cls, ground: Ground, cut: Cut) -> Crossings:
        """Put the rules on both sides of a cut side by side."""
        problem, axis = ground.problem, cut.axis
        count = problem.rule_count
        rows: list[Box] = []
        rule_of: list[int] = []
        for side in (0, 1):
            for row, number in zip(problem.rows, problem.rule_of, strict=True):
                if row[axis] >> (cut.place + side) & 1:
                    rows.append((*row[:axis], 1, *row[axis + 1 :]))
                    rule_of.append(number + side * count)
        forbidden = dict.fromkeys(
            (*box[:axis], 1, *box[axis + 1 :])
            for box in problem.forbidden
            if box[axis] >> cut.place & 3
        )
        changes = ground.clashes
        joint = Problem(
            sizes=(*problem.sizes[:axis], 1, *problem.sizes[axis + 1 :]),
            rows=tuple(rows),
            rule_of=tuple(rule_of),
            forbidden=tuple(forbidden),
            silencers=(*problem.silencers, *(mask << count for mask in problem.silencers)),
            beaten_by=(0,) * (2 * count),
            clashes=(*(mask << count for mask in changes), *changes),
            kind_of=(0,) * (2 * count),
        )
        return cls(ground, cut, joint, count)

    def find(self, inside: tuple[Box, ...] = ()) -> Crossing | None:
        """Somebody in the boxes whose answer changes: how often, if that changes for anybody."""
        axis = self.cut.axis
        if inside:
            inside = tuple((*box[:axis], 1, *box[axis + 1 :]) for box in inside)
        here = Query(inside=inside)
        return self._rhythm(here) if self._changes_rhythm else self._other(here)

    @cached_property
    def _changes_rhythm(self) -> bool:
        return self._rhythm(Query()) is not None

    def _rhythm(self, here: Query) -> Crossing | None:
        for one, two in conflicting_pairs(self.problem):
            low, high = one, two - self.count
            query = here & self._kept(low, 0) & self._kept(high, 1)
            case = engine.exists(self.problem, query)
            if case is not None:
                sides = []
                for side, number in enumerate((low, high)):
                    part = rhythm_of(self.ground.policy.rules[number].outcome)
                    assert part is not None
                    sides.append(Side(number, part, self.cut.place + side))
                return Crossing(self.cut.axis, case, tuple(sides))
        return None

    def _kept(self, number: int, side: int) -> Query:
        ground, shift = self.ground, side * self.count
        return Query(
            hit=1 << (number + shift),
            miss=ground.problem.silencers[number] << shift,
            defeated=(ground.beaten_by[number] | ground.clashes[number]) << shift,
        )

    def _other(self, here: Query) -> Crossing | None:
        """Somebody who gets a first step, a duty or a kind on one side only."""
        ground = self.ground
        for rule in ground.policy.rules:
            for part in rule.outcome:
                if isinstance(part, DUTIES):
                    continue
                carriers, against = ground.carriers(part), ground.against(rule.index, part)
                for side in (0, 1):
                    shift, away = side * self.count, (1 - side) * self.count
                    query = here & Query(
                        hit=1 << (rule.index + shift),
                        miss=ground.problem.silencers[rule.index] << shift,
                        defeated=carriers << away | against << shift,
                    )
                    case = engine.exists(self.problem, query)
                    if case is not None:
                        found = Side(rule.index, part, self.cut.place + side)
                        return Crossing(self.cut.axis, case, (found,))
        return None


def on(case: Case, side: Side, axis: int) -> Case:
    """The person of a crossing on one side."""
    return (*case[:axis], side.place, *case[axis + 1 :])


def lies_in(case: Case, boxes: tuple[Box, ...]) -> bool:
    """Whether a case lies in one of the boxes."""
    alone = tuple(1 << place for place in case)
    return any(meet(alone, box) is not None for box in boxes)
