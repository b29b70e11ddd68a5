"""The parts of the answer, each as a question to both policies.

How often and when first have one value per case, so a change has a direction; duties and kinds are
collected, so each of them is asked for by itself: who gets it, who no longer does.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from functools import cached_property

import attrs

from kontaktdsl import model
from kontaktdsl.analysis.bitsets import bits
from kontaktdsl.analysis.problem import Box
from kontaktdsl.changes.fates import (
    Binding,
    Duty,
    Item,
    Permit,
    Standstill,
    State,
    items_of,
    judge_item,
    judge_possible,
    judge_rhythm,
    judge_right,
    judge_start,
    judge_strength,
)
from kontaktdsl.changes.joint import Joint
from kontaktdsl.changes.outcome import NotComparable, Section
from kontaktdsl.changes.sides import (
    Barred,
    Half,
    Judge,
    Sides,
    half,
    nothing,
    sides,
    told,
)
from kontaktdsl.diagnostics import Text
from kontaktdsl.opening import opening
from kontaktdsl.question import Asked, Question, TooWide, ask, asked_of
from kontaktdsl.space import Space, TooManyBoxes
from kontaktdsl.strictness import with_aim
from kontaktdsl.values import OnRequest, Rhythm, rhythm_of, right_of

# --- the questions ------------------------------------------------------------------------------


@attrs.frozen(eq=False, slots=False)
class Side:
    """One policy over the joint space."""

    policy: model.Policy
    how_often: Asked
    everything: Asked
    on_request: Asked | None

    @property
    def barred(self) -> Barred:
        """Where it owes no answer."""
        return Barred(self.everything.impossible, self.everything.outside)

    @cached_property
    def occasions(self) -> tuple[tuple[tuple[Box, ...], model.OccasionRule], ...]:
        """The lines of occasions with their boxes."""
        return tuple(
            (_boxes(self.everything.space, line.condition, line.span.line), line)
            for line in self.policy.occasions
        )

    @cached_property
    def never(self) -> tuple[tuple[Box, frozenset[str], model.Constraint], ...]:
        """Each impossible box with the attributes that it speaks of, and the line that says it."""
        space = self.everything.space
        names = [axis.attribute.name for axis in space.axes]
        return tuple(
            (box, frozenset(names[at] for at in bits(told(box, space.everything))), constraint)
            for constraint in self.policy.constraints
            if space.holds(constraint.condition)
            for box in _boxes(space, constraint.condition, constraint.span.line)
        )

    @cached_property
    def minimum(self) -> tuple[Box, ...]:
        """Where the header makes a guide a minimum."""
        condition = self.policy.header.minimum_for
        return () if condition is None else _boxes(self.everything.space, condition, 1)

    @cached_property
    def items(self) -> dict[Item, list[int]]:
        """Per duty and permit the rules that say it."""
        found: dict[Item, list[int]] = {}
        for number, rule in enumerate(self.everything.rules):
            for item in items_of(rule.outcome, None):
                found.setdefault(item, []).append(number)
        return found

    @cached_property
    def occasion_items(self) -> dict[Item, list[int]]:
        """Per duty and permit the lines of occasions that say it."""
        found: dict[Item, list[int]] = {}
        for number, line in enumerate(self.policy.occasions):
            for item in items_of(line.outcome, line.occasion.value):
                found.setdefault(item, []).append(number)
        return found


def both(joint: Joint) -> tuple[Side, Side]:
    """Compile both policies onto one space; raises NotComparable if a condition is too branched."""
    old, new = joint.old, joint.new
    conditions = [
        condition
        for policy in (old, new)
        for condition in (
            *(rule.condition for rule in policy.rules),
            *policy.unowed,
            *(line.condition for line in policy.occasions),
            *([policy.header.minimum_for] if policy.header.minimum_for is not None else []),
        )
    ]

    def side(policy: model.Policy) -> Side:
        try:
            how_often = ask(policy, Question.HOW_OFTEN, conditions)
            everything = ask(policy, Question.WHAT, conditions)
            granting = any(right_of(rule.outcome) for rule in policy.rules)
            on_request = ask(policy, Question.ON_REQUEST, conditions) if granting else None
        except TooWide as wide:
            raise _too_branched(wide.origin.span.line) from None
        return Side(policy, how_often, everything, on_request)

    return side(old), side(new)


def _boxes(space: Space, condition: model.Condition, line: int) -> tuple[Box, ...]:
    try:
        return space.boxes(condition)
    except TooManyBoxes:
        raise _too_branched(line) from None


def _too_branched(line: int) -> NotComparable:
    return NotComparable(
        Text(
            f"die Bedingung in Zeile {line} ist zu verzweigt, um sie zu vergleichen",
            f"the condition in line {line} is too branched to be compared",
        )
    )


def questions(old: Side, new: Side) -> Iterator[tuple[Sides, Item | None]]:
    """All questions in which at least one policy says something."""
    space = old.everything.space
    barred = old.barred, new.barred
    rhythm = _how_often(old, new, (_rhythms(old), _rhythms(new)), judge_rhythm)
    forbidden = old.everything.impossible, new.everything.impossible
    yield from _possible(space, forbidden, rhythm.space)
    yield rhythm, None
    if any(map(_speaks_of_strength, (old, new))):
        halves = _strengths(old), _strengths(new)
        yield sides(Section.STRENGTH, space, halves, barred, judge_strength), None
    rights = _rights(old), _rights(new)
    if any(each.keys for each in rights):
        yield sides(Section.ON_REQUEST, space, rights, barred, judge_right), None
    starts = _starts(old), _starts(new)
    if any(each.keys for each in starts):
        yield sides(Section.WHEN_FIRST, space, starts, barred, judge_start), None
    for item in _items(old, new):
        section = _SECTION_OF[type(item)]
        halves = _saying(old, item), _saying(new, item)
        yield sides(section, space, halves, barred, judge_item), item


def rhythms_of(old: Side, new: Side, judge: Judge) -> Sides:
    """ "How often?" to both, judged in any way: what both keep alike is a key of each."""
    own = _rhythms(new)
    keys: list[Hashable] = [key if key is None else (*key, new) for key in own.keys]  # type: ignore[misc]
    return _how_often(old, new, (_rhythms(old), attrs.evolve(own, keys=keys)), judge)


def _how_often(old: Side, new: Side, halves: tuple[Half, Half], judge: Judge) -> Sides:
    space, barred = old.everything.space, (old.barred, new.barred)
    states = State.IMPOSSIBLE, State.OUTSIDE
    return sides(Section.HOW_OFTEN, space, halves, barred, judge, states)


def _possible(
    space: Space, forbidden: tuple[tuple[Box, ...], tuple[Box, ...]], asked: Space
) -> Iterator[tuple[Sides, None]]:
    """Who can occur, as far as "how often?" does not already show it."""
    everything = space.everything
    known = {axis.attribute.name for axis in asked.axes}
    halves = nothing(), nothing()
    for each, boxes in zip(halves, forbidden, strict=True):
        rest = [
            box
            for box in boxes
            if (axes := told(box, everything))
            and not any(space.axes[at].attribute.name in known for at in bits(axes))
        ]
        if rest:
            each.add(rest, State.IMPOSSIBLE)
    if halves[0].rows != halves[1].rows:
        nowhere = Barred((), ())
        yield sides(Section.POSSIBLE, space, halves, (nowhere, nowhere), judge_possible), None


def _rhythms(side: Side) -> Half:
    keys: dict[int, Hashable] = {}
    for number, rule in enumerate(side.how_often.rules):
        rhythm = rhythm_of(rule.outcome)
        assert rhythm is not None
        only = isinstance(rhythm, OnRequest)
        said: Rhythm | State = State.ON_REQUEST if only else with_aim(rhythm)
        keys[number] = said, getattr(rhythm, "strength", None)
    return half(side.how_often, keys)


def _rights(side: Side) -> Half:
    asked = side.on_request
    if asked is None:
        return nothing()
    granting = ((n, asked_of(rule.outcome)) for n, rule in enumerate(asked.rules))
    return half(asked, {number: right for number, right in granting if right is not None})


def _speaks_of_strength(side: Side) -> bool:
    header = side.policy.header
    return (
        header.strength is not None
        or header.minimum_for is not None
        or any(
            getattr(rhythm_of(rule.outcome), "strength", None) is not None
            for rule in side.how_often.rules
        )
    )


def _strengths(side: Side) -> Half:
    found = _rhythms(side)
    found.add([side.everything.space.everything], Binding(side.policy.header.strength))
    if side.minimum:
        found.add(side.minimum, Binding(None, minimum=True))
    return found


def _starts(side: Side) -> Half:
    keys: dict[int, Hashable] = {}
    for number, rule in enumerate(side.everything.rules):
        said = opening(rule.outcome)
        if said is not None:
            keys[number] = said
    return half(side.everything, keys)


def _items(old: Side, new: Side) -> Iterable[Item]:
    found = dict.fromkeys(
        item for side in (old, new) for item in (*side.items, *side.occasion_items)
    )
    return sorted(found, key=lambda item: list(_SECTION_OF).index(type(item)))


_SECTION_OF: dict[type, Section] = {
    Duty: Section.DUTIES,
    Permit: Section.KINDS,
    Standstill: Section.PAUSES,
}


def _saying(side: Side, item: Item) -> Half:
    found = half(side.everything, dict.fromkeys(side.items.get(item, ()), item))
    for number in side.occasion_items.get(item, ()):
        found.add(side.occasions[number][0], item)
    return found
