"""All rules in one space: whom an example means, what holds for them, which rules they exercise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

import attrs

from kontaktdsl import model
from kontaktdsl.analysis import engine
from kontaktdsl.analysis.bitsets import Box, Case, bits, meet
from kontaktdsl.analysis.problem import Problem, Query
from kontaktdsl.domains import Ranges
from kontaktdsl.opening import first_of
from kontaktdsl.question import Asked, Question, ask, asked_of
from kontaktdsl.space import Axis, Space, mentions, space_of
from kontaktdsl.strictness import Order, clash, compare
from kontaktdsl.syntax.tree import Choice
from kontaktdsl.values import (
    DUTIES,
    After,
    First,
    OnRequest,
    Outcome,
    Part,
    Rhythm,
    duty_of,
    rhythm_of,
    right_of,
)

MOST_REGIONS = 64
"""So many regions of contradiction are stepped around in search of a person without one."""


@attrs.frozen(eq=False)
class Person:
    """An example as a condition over all facts, and the outcome that it states."""

    condition: model.Condition
    outcome: Outcome
    pins: dict[str, int]
    """The numbers that it says exactly, by the name of the attribute."""


def person(policy: model.Policy, facts: Iterable[model.Condition], outcome: Outcome) -> Person:
    """The person of an example: a yes-or-no fact that is not mentioned is no."""
    facts = tuple(facts)
    mentioned = mentions(facts)
    silent = tuple(
        model.In(attribute, ((0, 0),))
        for attribute in policy.attributes
        if attribute.is_assumed and attribute.name not in mentioned
    )
    condition = model.And((*facts, *silent))
    return Person(condition, outcome, _pins(policy, condition))


def _pins(policy: model.Policy, condition: model.Condition) -> dict[str, int]:
    space = space_of(policy, [condition])
    boxes = space.boxes(condition)
    pins = {}
    for at, axis in enumerate(space.axes):
        union = 0
        for box in boxes:
            union |= box[at]
        if union.bit_count() == 1:
            low, high = axis.classes[union.bit_length() - 1]
            if low == high:
                pins[axis.attribute.name] = low
    return pins


@attrs.frozen(eq=False, slots=False)
class Ground:
    """A policy as one problem over every rule; raises TooWide like `ask`."""

    policy: model.Policy

    @cached_property
    def asked(self) -> Asked:
        """All rules; the number of a rule in the problem is its index."""
        return ask(self.policy, Question.WHAT)

    @cached_property
    def problem(self) -> Problem:
        """Their problem."""
        return self.asked.problem

    @cached_property
    def persons(self) -> tuple[Person, ...]:
        """The examples of the policy."""
        return tuple(
            person(self.policy, example.facts, example.outcome) for example in self.policy.examples
        )

    @cached_property
    def rhythms(self) -> tuple[Rhythm | None, ...]:
        """Per rule what it says to "how often?"."""
        return tuple(rhythm_of(rule.outcome) for rule in self.policy.rules)

    @cached_property
    def clashes(self) -> tuple[int, ...]:
        """Per rule the rules whose rhythm contradicts its own."""
        groups: dict[Rhythm, int] = {}
        for number, rhythm in enumerate(self.rhythms):
            if rhythm is not None:
                groups[rhythm] = groups.get(rhythm, 0) | 1 << number
        against = {
            rhythm: sum(mask for other, mask in groups.items() if clash(rhythm, other))
            for rhythm in groups
        }
        return tuple(0 if rhythm is None else against[rhythm] for rhythm in self.rhythms)

    @cached_property
    def beaten_by(self) -> tuple[int, ...]:
        """Per rule the rules that a line `the strictest applies` puts before it."""
        beaten = self._outdone(rhythm_of)
        for number, rhythm in enumerate(self.rhythms):
            if isinstance(rhythm, OnRequest):
                beaten[number] |= self.duties
        return tuple(beaten)

    @cached_property
    def duties(self) -> int:
        """The rules that demand something, whether or not anybody asks."""
        return sum(1 << rule.index for rule in self.policy.rules if duty_of(rule.outcome))

    @cached_property
    def rights_beaten_by(self) -> tuple[int, ...]:
        """Per rule the rules whose right such a line puts before its own."""
        return tuple(self._outdone(right_of))

    def _outdone(self, slot: Callable[[Outcome], Rhythm | None]) -> list[int]:
        beaten = [0] * len(self.policy.rules)
        for preference in self.policy.preferences:
            wanted = Order.STRICTER if preference.choice is Choice.STRICTEST else Order.LOOSER
            members = [rule for block in preference.blocks for rule in block.rules]
            for rule in members:
                for other in members:
                    mine, its = slot(rule.outcome), slot(other.outcome)
                    if mine is not None and its is not None and compare(its, mine) is wanted:
                        beaten[rule.index] |= 1 << other.index
        return beaten

    # --- where an example stands ----------------------------------------------------------------

    def boxes(self, condition: model.Condition, space: Space) -> tuple[Box, ...]:
        """The cases of a space that hold a possible person of whom the condition is true."""
        own = space_of(self.policy, [condition])
        found: dict[Box, None] = {}
        for box in own.boxes(condition):
            said = {
                axis.attribute.name: axis.ranges(mask)
                for axis, mask in zip(own.axes, box, strict=True)
            }
            if self._possible(said):
                found[tuple(_touched(axis, said) for axis in space.axes)] = None
        return tuple(found)

    def _possible(self, said: dict[str, Ranges]) -> bool:
        forbidden = self.policy.unowed
        if not forbidden:
            return True
        cut = [model.In(a, said[a.name]) for a in self.policy.attributes if a.name in said]
        space = space_of(self.policy, [*cut, *forbidden])
        empty: tuple[int, ...] = ()
        boxes = tuple(box for condition in forbidden for box in space.boxes(condition))
        problem = Problem(space.sizes, (), empty, boxes, empty, empty, empty, empty)
        inside = tuple(_touched(axis, said) for axis in space.axes)
        return engine.exists(problem, Query(inside=(inside,))) is not None

    def stands(self, of: Person) -> tuple[Box, ...]:
        """The cases of a person among all rules."""
        found = self._stands.get(id(of))
        if found is None:
            found = self._stands[id(of)] = of, self.boxes(of.condition, self.asked.space)
        return found[1]

    @cached_property
    def _stands(self) -> dict[int, tuple[Person, tuple[Box, ...]]]:
        return {}

    def near(self, inside: tuple[Box, ...]) -> int:
        """The rules that apply to some case of the boxes."""
        layout = self.problem.layout
        rules = 0
        for box in inside:
            rules |= layout.rules_among(layout.meeting(box))
        return rules

    # --- what holds -----------------------------------------------------------------------------

    def undefeated(self, number: int) -> Query:
        """Where a rule applies and no exception silences it."""
        return Query(hit=1 << number, miss=self.problem.silencers[number])

    def kept(self, number: int) -> Query:
        """Where moreover its rhythm counts."""
        return self.undefeated(number) & Query(defeated=self.beaten_by[number])

    def exists(self, query: Query) -> bool:
        """Whether a possible case answers to the query."""
        return engine.exists(self.problem, query) is not None

    def holds(self, inside: tuple[Box, ...], part: Part) -> bool:
        """Whether every possible person in the boxes gets this part, and there is one."""
        if not inside or not self.exists(Query(inside=inside)):
            return False
        near = self.near(inside)
        here = Query(inside=inside)
        if isinstance(part, DUTIES):
            wrong = (
                number
                for number in bits(near & self.duties)
                if (says := self.rhythms[number]) is not None and clash(says, part)
            )
            return not self.exists(here & Query(defeated=self.duties)) and not any(
                self.exists(here & self.kept(number)) for number in wrong
            )
        if isinstance(part, OnRequest):
            against = near & self.others(self.rights, asked_of((part,)))
            if any(self.exists(here & self.granted(number)) for number in bits(against)):
                return False
        if isinstance(part, First):
            wanted = first_of((part,))
            wrong = (
                number
                for number in bits(near)
                if (says_first := self.firsts[number]) is not None and says_first != wanted
            )
            if any(self.exists(here & self.undefeated(number)) for number in wrong):
                return False
        return not self.exists(here & Query(defeated=self.carriers(part)))

    def granted(self, number: int) -> Query:
        """Where a rule's right counts."""
        return self.undefeated(number) & Query(defeated=self.rights_beaten_by[number])

    @cached_property
    def rights(self) -> tuple[object, ...]:
        """Per rule what it says to "how often on request?"."""
        return tuple(asked_of(rule.outcome) for rule in self.policy.rules)

    def others(self, said: tuple[object, ...], mine: object) -> int:
        """The rules that say something else, but not nothing."""
        return sum(1 << n for n, says in enumerate(said) if says not in (None, mine))

    @cached_property
    def firsts(self) -> tuple[object, ...]:
        """Per rule what it says to "when first?"."""
        return tuple(first_of(rule.outcome) for rule in self.policy.rules)

    def carriers(self, part: Part) -> int:
        """The rules that say this part."""
        found = self._carriers.get(part)
        if found is None:
            found = self._carriers[part] = self._carrying(part)
        return found

    @cached_property
    def _carriers(self) -> dict[Part, int]:
        return {}

    def _carrying(self, part: Part) -> int:
        if isinstance(part, DUTIES):
            return sum(
                1 << number
                for number in bits(self.duties)
                if (says := self.rhythms[number]) is not None and not clash(says, part)
            )
        if isinstance(part, OnRequest):
            wanted = asked_of((part,))
            return sum(1 << n for n, right in enumerate(self.rights) if right == wanted)
        if isinstance(part, First):
            wanted = first_of((part,))
            return sum(1 << n for n, first in enumerate(self.firsts) if first == wanted)
        return sum(1 << rule.index for rule in self.policy.rules if part in rule.outcome)

    # --- which rules are exercised --------------------------------------------------------------

    def speaking(self, number: int, part: Part) -> Query:
        """Where a rule's part stands in the answer."""
        if isinstance(part, DUTIES):
            return self.kept(number)
        return self.granted(number) if isinstance(part, OnRequest) else self.undefeated(number)

    def exercised(self, of: Person) -> int:
        """The rules that say something of what an example states, for somebody in it.

        A step after the first counts with the first step that it follows.
        """
        inside = self.stands(of)
        if not inside:
            return 0
        here = Query(inside=inside)
        found = 0
        near = self.near(inside)
        for part in of.outcome:
            if isinstance(part, After):
                continue
            for number in bits(near & self.carriers(part) & ~found):
                if self.exists(here & self.speaking(number, part)):
                    found |= 1 << number
        return found

    def witnesses(self, number: int, more: Query = Query()) -> Iterator[tuple[Part, Case]]:  # noqa: B008
        """Per part of a rule somebody who gets it and nothing against it, if there is anybody."""
        for part in self.policy.rules[number].outcome:
            if isinstance(part, After):
                continue
            query = self.speaking(number, part) & more
            against = self.against(number, part)
            case = engine.exists(self.problem, query & Query(defeated=against))
            if case is None and isinstance(part, DUTIES):
                case = self._beside(number, against, query)
            if case is not None:
                yield part, case

    def against(self, number: int, part: Part) -> int:
        """The rules that would contradict a rule's part."""
        if isinstance(part, DUTIES):
            return self.clashes[number]
        if isinstance(part, OnRequest):
            return self.others(self.rights, self.rights[number])
        if isinstance(part, First):
            return self.others(self.firsts, self.firsts[number])
        return 0

    def _beside(self, number: int, against: int, query: Query) -> Case | None:
        """A case of the query outside every contradiction with the rule's rhythm."""
        if not any(self.beaten_by):
            return None
        queries = [query & self.kept(other) for other in bits(against)]
        found = engine.regions(self.problem, queries, limit=MOST_REGIONS)
        if not found.complete:
            return None
        return engine.exists(self.problem, query & Query(outside=found.boxes))

    @cached_property
    def within_reach(self) -> int:
        """The rules that some example could exercise and pass."""
        return sum(
            1 << number
            for number in range(len(self.policy.rules))
            if next(self.witnesses(number), None) is not None
        )


def _touched(axis: Axis, said: dict[str, Ranges]) -> int:
    allowed = said.get(axis.attribute.name)
    if allowed is None:
        return (1 << len(axis.classes)) - 1
    return sum(
        1 << place
        for place, (low, high) in enumerate(axis.classes)
        if any(low <= last and first <= high for first, last in allowed)
    )


def meeting(left: tuple[Box, ...], right: tuple[Box, ...]) -> bool:
    """Whether two unions of boxes share a case."""
    return any(meet(a, b) is not None for a in left for b in right)
