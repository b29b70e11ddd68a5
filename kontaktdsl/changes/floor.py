"""One policy as the floor of another: for whom does the upper one fall below it?

Both are brought onto one vocabulary as for a comparison. Nothing is owed where the floor has no
interval of its own for a customer, nor where the upper policy does not apply.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum

import attrs

from kontaktdsl import model
from kontaktdsl.changes.difference import NODES, Part, differences, groups
from kontaktdsl.changes.fates import State, rhythm_value
from kontaktdsl.changes.joint import Joint, join
from kontaktdsl.changes.outcome import Direction, Line, Section, Vocabulary, VocabularyChange
from kontaktdsl.changes.sections import Side, both, rhythms_of
from kontaktdsl.changes.sides import OUT, SAME, Fate, Keys, Shift, Sides
from kontaktdsl.changes.wording import Wording
from kontaktdsl.cubes import region
from kontaktdsl.diagnostics import Region, Text
from kontaktdsl.domains import Ranges
from kontaktdsl.strictness import Order, compare
from kontaktdsl.values import Answer, Rhythm, See, answer

SHOWN = 3
"""The people of so many groups have their lines shown."""
KEPT = (Order.EQUAL, Order.STRICTER)


_NO_LIMIT = Text("ohne Grenze", "without a limit")


class Below(Enum):
    """How a case falls below the floor."""

    LOOSER = "looser"
    INCOMPARABLE = "not comparable"
    SILENT = "no interval"
    DELEGATED = "delegated"
    SINGLE_CASE = "in the single case"


@attrs.frozen(eq=False)
class Breach:
    """A group of customers with the same two answers: `there` is the floor's, `here` the upper's.

    `where` are the attributes that each region restricts, with their values in the joint
    vocabulary; `lines` the lines of both for the person of the largest regions, the upper policy's
    first.
    """

    below: Below
    there: Text
    here: Text
    count: int | None
    regions: tuple[Region, ...]
    where: tuple[tuple[tuple[model.Attribute, Ranges], ...], ...]
    complete: bool
    lines: tuple[Line, ...]


@attrs.frozen(eq=False)
class Held:
    """A policy held against its floor: where it falls below, the largest groups first.

    `torn` are the attributes that both name and that mean another kind of values in each, `apart`
    those of the floor that the upper policy does not know.
    """

    breaches: tuple[Breach, ...]
    torn: tuple[str, ...]
    apart: tuple[str, ...]


def hold(upper: model.Policy, floor: model.Policy, *, nodes: int = NODES) -> Held:
    """Hold a policy against its floor, for every possible customer in its scope.

    `nodes` bounds the diagram before the solver takes over. Raises NotComparable where that cannot
    be decided.
    """
    joint = join(floor, upper)
    sides = both(joint)
    asked = rhythms_of(*sides, _judge(upper.single_case))
    found = differences(asked, nodes=nodes)
    maker = _Maker(joint, sides, asked, found.cases)
    breaches = [maker.breach(part) for part in found.parts]
    order = list(Below)
    breaches.sort(key=lambda each: (order.index(each.below), -(each.count or 0)))
    matter = {axis.attribute.name for axis in asked.space.axes}
    return Held(
        tuple(breaches),
        _named(joint.vocabulary, VocabularyChange.KIND),
        tuple(
            name for name in _named(joint.vocabulary, VocabularyChange.REMOVED) if name in matter
        ),
    )


def _judge(single_case: model.SingleCase | None) -> Callable[[Keys, Keys], Fate]:
    """What becomes of a case, from what is kept on both sides; the new value of a shift is a pair
    of `Below` and the answer, or the limit of the single case.
    """
    looser = [] if single_case is None else [each for each in single_case.leeways if each.looser]

    def judge(there_keys: Keys, here_keys: Keys) -> Fate:
        there, here = rhythm_value(there_keys), rhythm_value(here_keys)
        if isinstance(there, State) or here in (State.IMPOSSIBLE, State.OUTSIDE):
            return OUT
        if answer(there) is not Answer.INTERVAL:
            return OUT
        below = _below(there, here, here_keys)
        if below is not None:
            return Shift(Direction.LOOSER, there, (below, here))
        for each in looser:
            if each.limit is None or compare(each.limit, there) not in KEPT:
                return Shift(Direction.LOOSER, there, (Below.SINGLE_CASE, each.limit))
        return SAME

    return judge


def _below(there: Rhythm, here: Rhythm | State, here_keys: Keys) -> Below | None:
    if here is State.GAP:
        return Below.SILENT
    rhythms = {key[0] for key in here_keys}  # type: ignore[index]
    failing = [rhythm for rhythm in rhythms if compare(rhythm, there) not in KEPT]
    if not failing:
        return None
    if all(isinstance(rhythm, See) for rhythm in failing):
        return Below.DELEGATED
    if not any(answer(rhythm) in (Answer.INTERVAL, Answer.NO_CONTACT) for rhythm in failing):
        return Below.SILENT
    looser = any(compare(rhythm, there) is Order.LOOSER for rhythm in failing)
    return Below.LOOSER if looser else Below.INCOMPARABLE


@attrs.frozen(eq=False)
class _Maker:
    """Turns the cases below the floor into words, with lines and people."""

    joint: Joint
    sides: tuple[Side, Side]
    asked: Sides
    total: int | None

    def breach(self, part: Part) -> Breach:
        """One group."""
        fallen: tuple[Below, Rhythm | State | None] = part.shift.new  # type: ignore[assignment]
        below, here = fallen
        floor, upper = (Wording(side, self.joint.described) for side in self.sides)
        space = self.asked.space
        boxes, complete = groups(self.asked.problem, part)
        lines: dict[Line, None] = {}
        for _, case, _ in boxes[:SHOWN]:
            facts = space.facts(case)
            for wording in (upper, floor):
                said = wording.lines(Section.HOW_OFTEN, facts, frozenset(facts), None)
                lines.update(dict.fromkeys(said))
        return Breach(
            below,
            floor.value(Section.HOW_OFTEN, part.shift.old),
            _NO_LIMIT if here is None else upper.value(Section.HOW_OFTEN, here),
            part.count,
            tuple(
                region(self.joint.described, space, box, case, count, self.total)
                for box, case, count in boxes
            ),
            tuple(
                tuple(
                    (axis.attribute, axis.ranges(mask))
                    for axis, mask, full in zip(space.axes, box, space.everything, strict=True)
                    if mask != full
                )
                for box, _, _ in boxes
            ),
            complete,
            tuple(lines),
        )


def _named(vocabulary: Sequence[Vocabulary], change: VocabularyChange) -> tuple[str, ...]:
    return tuple(entry.attribute for entry in vocabulary if entry.change is change)
