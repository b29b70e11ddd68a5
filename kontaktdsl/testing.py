"""For people who test their own policies: hypothesis strategies of possible customers.

from hypothesis import given
from kontaktdsl import load
from kontaktdsl.testing import cases

POLICY = load("our-policy.kpol")

@given(cases(POLICY))
def test_nobody_waits_longer_than_half_a_year(facts):
    assert POLICY.decide(facts).rhythm == ...
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs
from hypothesis import strategies as st

from kontaktdsl import model
from kontaktdsl.analysis.diagram import Leaf, Node, build
from kontaktdsl.analysis.problem import Case
from kontaktdsl.decision import Fact
from kontaktdsl.domains import Number
from kontaktdsl.plan import Plan
from kontaktdsl.plan.facts import fact
from kontaktdsl.policy import Policy
from kontaktdsl.space import Axis

__all__ = ["cases"]

Diagram = Node[bool] | Leaf[bool]


def cases(policy: Policy) -> st.SearchStrategy[dict[str, Fact]]:
    """Possible customers of a policy, as `Policy.decide` takes them.

    Every possible customer can come; values on both sides of a boundary (24 and 25) come often.
    Impossible ones are never drawn. Examples shrink to the first value of each enumeration, to no,
    and to the smallest number. A policy whose `impossible` lines leave nobody gives no example.
    """
    plan = policy.of(policy.series[0]).plan
    possible = _possible(plan)
    if isinstance(possible, Leaf) and not possible.payload:
        return st.nothing()
    drawn = _customers(policy.attributes, plan.space.axes, possible)
    if possible is None:
        return drawn.filter(lambda facts: _is_possible(plan, facts))
    return drawn


def _possible(plan: Plan) -> Diagram | None:
    """An ordered diagram of the possible cases; None where it is too large."""
    problem = plan.lines.problem
    bare = attrs.evolve(
        problem, rows=(), rule_of=(), silencers=(), beaten_by=(), clashes=(), kind_of=()
    )
    return build(bare, lambda hits: hits is not None, order=range(len(problem.sizes)))


def _is_possible(plan: Plan, facts: dict[str, Fact]) -> bool:
    return plan.answer(plan.case(plan.read(facts))) is not None


@st.composite
def _customers(
    draw: st.DrawFn,
    attributes: Sequence[model.Attribute],
    axes: Sequence[Axis],
    possible: Diagram | None,
) -> dict[str, Fact]:
    numbers = {axis.attribute.name: at for at, axis in enumerate(axes)}
    facts: dict[str, Fact] = {}
    for attribute in attributes:
        at = numbers.get(attribute.name)
        if at is None:
            facts[attribute.name] = fact(
                attribute, draw(_values(attribute, attribute.domain.bounds))
            )
            continue
        places: Case = tuple(range(len(axes[at].classes)))
        split = isinstance(possible, Node) and possible.attribute == at
        if split:
            places = tuple(p for p in places if not _is_dead(possible, p))
        place = draw(st.sampled_from(places))
        if split:
            possible = _child(possible, place)
        facts[attribute.name] = fact(attribute, draw(_values(attribute, axes[at].classes[place])))
    return facts


def _is_dead(node: Diagram | None, place: int) -> bool:
    child = _child(node, place)
    return isinstance(child, Leaf) and not child.payload


def _child(node: Diagram | None, place: int) -> Diagram:
    assert isinstance(node, Node)
    return node.children[place]


def _values(attribute: model.Attribute, within: tuple[int, int]) -> st.SearchStrategy[int]:
    low, high = within
    if not isinstance(attribute.domain, Number):
        return st.integers(low, high)
    return st.one_of(st.just(low), st.just(high), st.integers(low, high))
