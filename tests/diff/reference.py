"""What changes between two policies, found by asking both about every customer, one by one.

Customers are values by name, so nothing here knows a joint vocabulary, a class or a box.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from itertools import product

from kontaktdsl import model
from kontaktdsl.changes import Direction, Section
from kontaktdsl.domains import Enumeration, Number, YesNo
from kontaktdsl.evaluator import Evaluation, evaluate, holds
from kontaktdsl.opening import first_of
from kontaktdsl.question import asked_of
from kontaktdsl.strictness import Order, aim, compare, with_aim
from kontaktdsl.values import (
    After,
    Do,
    Every,
    First,
    KindMode,
    Kinds,
    Length,
    OnRequest,
    Outcome,
    Paused,
    Strength,
    Times,
)

Person = dict[str, str | int]
IMPOSSIBLE, OUTSIDE, GAP = "impossible", "out of scope", "gap"
CONFLICT, ONLY = "conflict", "on request only"


def values(attribute: model.Attribute) -> list[str | int]:
    """The values of an attribute, by name."""
    match attribute.domain:
        case Enumeration(each):
            return [value.name for value in each]
        case YesNo():
            return [0, 1]
        case Number(low, high):
            return list(range(low, high + 1))


def people(old: model.Policy, new: model.Policy) -> Iterator[Person]:
    """Every customer that either policy can describe."""
    found: dict[str, dict[str | int, None]] = {}
    for policy in (old, new):
        for attribute in policy.attributes:
            found.setdefault(attribute.name, {}).update(dict.fromkeys(values(attribute)))
    for combination in product(*found.values()):
        yield dict(zip(found, combination, strict=True))


def facts(policy: model.Policy, person: Mapping[str, str | int]) -> dict[str, int] | None:
    """The customer in the terms of one policy, None if it does not know a value."""
    given = {}
    for attribute in policy.attributes:
        known = values(attribute)
        if person[attribute.name] not in known:
            return None
        at = known.index(person[attribute.name])
        given[attribute.name] = at + attribute.domain.bounds[0]
    return given


class Told:
    """All that one policy says of one customer."""

    def __init__(self, policy: model.Policy, person: Mapping[str, str | int]) -> None:
        self.policy = policy
        self.given = facts(policy, person)
        self.found: Evaluation | None = None
        if self.given is not None:
            self.found = evaluate(policy, self.given)

    @property
    def possible(self) -> bool:
        """Whether the customer can occur."""
        return self.found is not None and self.found.possible

    @property
    def owed(self) -> bool:
        """Whether the policy owes the customer an answer."""
        return self.found is not None and self.found.owed

    @property
    def how_often(self) -> Hashable:
        """The rhythm by meaning, or why there is none."""
        if self.found is None or not self.found.possible:
            return IMPOSSIBLE
        if not self.found.in_scope:
            return OUTSIDE
        if self.found.gap:
            return GAP
        if self.found.conflict:
            return CONFLICT
        rhythm = self.found.rhythm
        if rhythm is None or isinstance(rhythm, OnRequest):
            return ONLY
        return with_aim(rhythm)

    @property
    def right(self) -> Hashable:
        """What may be asked for, by meaning; None if nothing."""
        assert self.found is not None
        rights = {asked_of(rule.outcome) for rule in self.found.rights}
        return CONFLICT if len(rights) > 1 else next(iter(rights), None)

    @property
    def strength(self) -> Strength | str | None:
        """The strength of an interval; "none" where there is no interval."""
        found = self.found
        if not isinstance(self.how_often, Every | Times):
            return "none"
        assert found is not None
        assert self.given is not None
        for rule in found.counting:
            for part in rule.outcome:
                if isinstance(part, Every | Times) and part.strength is not None:
                    return part.strength
        header = self.policy.header
        if header.minimum_for is not None and holds(header.minimum_for, self.given):
            return Strength.MINIMUM
        return header.strength

    @property
    def start(self) -> Hashable:
        """The first step and what follows it."""
        assert self.found is not None
        if self.found.first_conflict:
            return CONFLICT
        firsts = [first_of(rule.outcome) for rule in self.found.firsts]
        parts = [rule.outcome for rule in self.found.undefeated]
        steps = [[part.length for part in each if isinstance(part, After)] for each in parts]
        deadlines = [p.deadline.length for each in parts for p in each if isinstance(p, First)]
        aims = [length.aimed for length in deadlines if length is not None and length.aim]
        return (
            next(iter(firsts), None),
            aims[0].meaning if aims else None,
            tuple(
                (same[0].meaning, max((one.aimed.meaning for one in same if one.aim), default=None))
                for same in zip(*filter(None, steps), strict=True)
            ),
        )

    @property
    def items(self) -> frozenset[Hashable]:
        """All duties and kinds."""
        assert self.found is not None
        assert self.given is not None
        lines: list[tuple[Outcome, str | None]] = [
            (rule.outcome, None) for rule in self.found.undefeated
        ]
        lines += [
            (line.outcome, line.occasion.value)
            for line in self.policy.occasions
            if holds(line.condition, self.given)
        ]
        found: set[Hashable] = set()
        for outcome, occasion in lines:
            for part in outcome:
                if isinstance(part, Do):
                    by = part.deadline
                    found.add(("do", part.text, by and by.meaning, occasion))
                elif isinstance(part, Paused):
                    most = part.at_most
                    found.add(("paused", part.reason, most and most.meaning))
                elif isinstance(part, Kinds) and part.mode is KindMode.ONLY:
                    found.add(("only", frozenset(part.names), occasion))
                elif isinstance(part, Kinds) and part.amount is not None:
                    found.add((part.mode, frozenset(part.names), part.amount, occasion))
                elif isinstance(part, Kinds):
                    found |= {(part.mode.value, name, occasion) for name in part.names}
        return frozenset(found)


def changes(old: Told, new: Told) -> dict[Section, set[Direction]]:
    """For one customer the direction of the change in each part of the answer."""
    found: dict[Section, set[Direction]] = {}
    rhythm = turn(old.how_often, new.how_often)
    if rhythm:
        found[Section.HOW_OFTEN] = {rhythm}
    if not (old.owed and new.owed):
        return found
    if "none" not in (old.strength, new.strength) and old.strength != new.strength:
        both = {Strength.GUIDE: 1, Strength.MINIMUM: 2}
        before, after = both.get(old.strength), both.get(new.strength)  # type: ignore[arg-type]
        direction = Direction.OTHER
        if before and after:
            direction = Direction.STRICTER if after > before else Direction.LOOSER
        found[Section.STRENGTH] = {direction}
    if old.right != new.right:
        found[Section.ON_REQUEST] = {right_turn(old.right, new.right)}
    if old.start != new.start:
        found[Section.WHEN_FIRST] = {start_turn(old.start, new.start)}
    for section, mine, theirs in (
        (Section.DUTIES, duties(old), duties(new)),
        (Section.KINDS, kinds(old), kinds(new)),
        (Section.PAUSES, pauses(old), pauses(new)),
    ):
        directions = {
            direction
            for direction, items in (
                (Direction.DROPPED, mine - theirs),
                (Direction.ADDED, theirs - mine),
            )
            if items
        }
        if directions:
            found[section] = directions
    return found


def duties(told: Told) -> frozenset[Hashable]:
    """The duties among the items."""
    return frozenset(item for item in told.items if item[0] == "do")  # type: ignore[index]


def pauses(told: Told) -> frozenset[Hashable]:
    """The pauses among what is collected."""
    return frozenset(item for item in told.items if item[0] == "paused")  # type: ignore[index]


def kinds(told: Told) -> frozenset[Hashable]:
    """What is said of kinds among what is collected."""
    return told.items - duties(told) - pauses(told)


def right_turn(old: Hashable, new: Hashable) -> Direction:
    """The direction of a change of "how often on request?"."""
    if old is None:
        return Direction.ADDED
    if new is None:
        return Direction.DROPPED
    if new == CONFLICT:
        return Direction.CONTRADICTORY
    if old == CONFLICT:
        return Direction.SETTLED
    order = compare(new, old)  # type: ignore[arg-type]
    return {Order.STRICTER: Direction.STRICTER, Order.LOOSER: Direction.LOOSER}.get(
        order, Direction.OTHER
    )


def turn(old: Hashable, new: Hashable) -> Direction | None:
    """The direction of a change of "how often?"."""
    if old == new:
        return None
    if old == IMPOSSIBLE:
        return Direction.POSSIBLE
    if new == IMPOSSIBLE:
        return Direction.IMPOSSIBLE
    if old == OUTSIDE:
        return Direction.ENTERED
    arriving = {
        OUTSIDE: Direction.LEFT,
        GAP: Direction.FORGOTTEN,
        CONFLICT: Direction.CONTRADICTORY,
    }
    if new in arriving:
        return arriving[new]
    if old in (GAP, CONFLICT):
        return Direction.COVERED if old == GAP else Direction.SETTLED
    if ONLY in (old, new):
        if isinstance(new, Every | Times):
            return Direction.STRICTER
        return Direction.LOOSER if isinstance(old, Every | Times) else Direction.OTHER
    order = compare(new, old)  # type: ignore[arg-type]
    more, less = aim(new), aim(old)  # type: ignore[arg-type]
    if order is Order.EQUAL and more and less:
        order = compare(more, less)
    return {Order.STRICTER: Direction.STRICTER, Order.LOOSER: Direction.LOOSER}.get(
        order, Direction.OTHER
    )


def start_turn(old: Hashable, new: Hashable) -> Direction:
    """The direction of a change of "when first?"."""
    nothing = (None, None, ())
    if new == CONFLICT:
        return Direction.CONTRADICTORY
    if old == CONFLICT:
        return Direction.SETTLED
    if old == nothing:
        return Direction.ADDED
    if new == nothing:
        return Direction.DROPPED
    before, after = old[0], new[0]  # type: ignore[index]
    if before is None or after is None or before == after or before.event != after.event:
        return Direction.OTHER
    order = compare(
        Every(Length(after.count, after.unit)), Every(Length(before.count, before.unit))
    )
    return {Order.STRICTER: Direction.STRICTER, Order.LOOSER: Direction.LOOSER}.get(
        order, Direction.OTHER
    )
