"""Random pairs of policies: the same customers change, in the same direction, as one by one."""

from __future__ import annotations

from collections import Counter

import attrs
import pytest
from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st

from kontaktdsl import model
from kontaktdsl.analysis.problem import Box
from kontaktdsl.changes import Comparison, Direction, Group, Section, compare
from kontaktdsl.changes.difference import NODES, differences
from kontaktdsl.changes.fates import Item
from kontaktdsl.changes.joint import join
from kontaktdsl.changes.sections import Side, both, questions
from kontaktdsl.changes.sides import Shift, Sides
from kontaktdsl.decision import Decision, Undecided
from kontaktdsl.domains import Enumeration, contains
from kontaktdsl.partial import consider
from kontaktdsl.partial import content as said_by
from kontaktdsl.plan import Plan
from tests.diff.mutations import compiled, mutated
from tests.diff.reference import Person, Told, changes, facts, people
from tests.strategies.policies import policies

quick = settings(
    max_examples=120,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
campaign = settings(
    max_examples=3000,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
SOLVER_ALONE = 0


def inside(group: Group, person: Person) -> bool:
    """Whether a person lies in a group, by the values of the joint vocabulary."""
    for attribute, allowed in group.where:
        value = person[attribute.name]
        if isinstance(attribute.domain, Enumeration):
            value = [each.name for each in attribute.domain.values].index(str(value))
        if not contains(allowed, int(value)):
            return False
    return True


def found(comparison: Comparison, person: Person) -> dict[Section, set[Direction]]:
    """The directions of all changes that concern a person."""
    result: dict[Section, set[Direction]] = {}
    for part in comparison.sections:
        for change in part.changes:
            if any(inside(group, person) for group in change.groups):
                directions = {change.direction}
                collected = part.section in (Section.DUTIES, Section.KINDS, Section.PAUSES)
                if collected and change.direction not in (Direction.DROPPED, Direction.ADDED):
                    directions = {Direction.DROPPED, Direction.ADDED}
                result.setdefault(part.section, set()).update(directions)
    return result


def check(old_text: str, new_text: str) -> None:
    note(old_text)
    note(new_text)
    old, new = compiled(old_text), compiled(new_text)
    assume(old is not None and new is not None)
    assert old is not None
    assert new is not None
    by_diagram = compare(old, new)
    by_solver = compare(old, new, nodes=SOLVER_ALONE)
    assert by_diagram.equivalent == by_solver.equivalent
    plans = Plan(old, consider), Plan(new, consider)
    any_change = False
    for person in people(old, new):
        told = Told(old, person), Told(new, person)
        if not any(one.possible for one in told):
            continue
        expected = changes(*told)
        for comparison in (by_diagram, by_solver):
            got = found(comparison, person)
            if not all(one.owed for one in told):
                possible = got.get(Section.POSSIBLE, set()) | got.get(Section.HOW_OFTEN, set())
                assert expected.get(Section.HOW_OFTEN, set()) <= possible, (person, got)
            else:
                assert got == expected, (person, got, expected)
        any_change = any_change or bool(expected)
        if not expected:
            assert same_decision(plans, person), person
    assert by_diagram.equivalent == (not any_change)
    check_counts(old, new)


def same_decision(plans: tuple[Plan, Plan], person: Person) -> bool:
    """Whether `decide` says the same on both sides."""
    said = []
    for plan in plans:
        given = facts(plan.policy, person)
        assert given is not None
        answer = plan.answer(plan.case(given))
        said.append(content(answer))
    return said[0] == said[1]


def content(answer: Decision | Undecided | None) -> object:
    """What an answer says; of none it does not matter what contradicts."""
    if isinstance(answer, Decision):
        return (
            *said_by(answer)[:2],  # type: ignore[index]
            answer.first and answer.first.deadline.meaning,
            said_by(answer)[3:],  # type: ignore[index]
        )
    return None


def check_counts(old: model.Policy, new: model.Policy) -> None:
    """Count the changes of each question in its own space, case by case."""
    joint = join(old, new)
    sides = both(joint)
    everything = sides[0].everything.space.everything
    if any(everything in side.everything.problem.forbidden for side in sides):
        return  # nobody at all can occur, which no attribute can say
    for asked, item in questions(*sides):
        counted = Counter(one_by_one(asked, item, sides))
        got = differences(asked, nodes=NODES)
        assert {part.shift.direction: 0 for part in got.parts}.keys() == counted.keys() - {None}
        totals: Counter[Direction] = Counter()
        for part in got.parts:
            assert part.count is not None
            totals[part.shift.direction] += part.count
        assert totals == Counter({d: n for d, n in counted.items() if d is not None})


def one_by_one(asked: Sides, item: Item | None, sides: tuple[Side, Side]) -> list[Direction | None]:
    """The direction of every case of a question; None for no change."""
    names = frozenset(axis.attribute.name for axis in asked.space.axes)
    limited = [
        attrs.evolve(
            side.policy,
            constraints=tuple(
                attrs.evolve(line, condition=condition(side, box))
                for box, spoken, line in side.never
                if spoken <= names
            ),
        )
        for side in sides
    ]
    old = sides[0].policy
    rest = {attribute.name: attribute.domain.bounds[0] for attribute in old.attributes}
    result: list[Direction | None] = []
    for case in asked.space.cases():
        person = by_name(old, {**rest, **asked.space.facts(case)})
        told = [Told(policy, person) for policy in limited]
        expected = changes(told[0], told[1])
        direction: Direction | None = None
        if asked.section is Section.POSSIBLE:
            before, after = (one.possible for one in told)
            if before != after:
                direction = Direction.POSSIBLE if after else Direction.IMPOSSIBLE
        elif item is None:
            direction = next(iter(expected.get(asked.section, ())), None)
        else:
            problem = asked.problem
            hits = None if problem.is_forbidden(case) else problem.hits(case)
            fate = asked.fate(hits)
            direction = fate.direction if isinstance(fate, Shift) else None
            assert direction is None or direction in expected[asked.section]
        result.append(direction)
    return result


def condition(side: Side, box: Box) -> model.Condition:
    """A box of the joint space as a condition."""
    axes = side.everything.space.axes
    return model.And(
        tuple(
            model.In(axis.attribute, axis.ranges(mask))
            for axis, mask in zip(axes, box, strict=True)
        )
    )


def by_name(policy: model.Policy, given: dict[str, int]) -> Person:
    """A person of the joint vocabulary by the names of values."""
    return {
        attribute.name: attribute.domain.values[given[attribute.name]].name
        if isinstance(attribute.domain, Enumeration)
        else given[attribute.name]
        for attribute in policy.attributes
    }


@quick
@given(policies(max_rules=8, max_attributes=3, scopes=True, slots=True), st.integers(0, 10**6))
def test_a_mutated_policy(text: str, seed: int) -> None:
    """A few small changes: every customer is named who is concerned, and nobody else."""
    check(text, mutated(text, seed))


@quick
@given(
    policies(max_rules=6, max_attributes=3, scopes=True, slots=True),
    policies(max_rules=6, max_attributes=3, scopes=True, slots=True),
)
def test_two_unrelated_policies(old: str, new: str) -> None:
    """Attributes that only one side has, and hardly an answer in common."""
    check(old, new)


@pytest.mark.slow
@campaign
@given(policies(scopes=True, slots=True), st.integers(0, 10**6))
def test_many_mutated_policies(text: str, seed: int) -> None:
    """The same for a long time."""
    check(text, mutated(text, seed))


@pytest.mark.slow
@campaign
@given(
    policies(max_rules=8, max_attributes=3, scopes=True, slots=True),
    policies(max_rules=8, max_attributes=3, scopes=True, slots=True),
)
def test_many_unrelated_pairs(old: str, new: str) -> None:
    """The same for a long time."""
    check(old, new)
