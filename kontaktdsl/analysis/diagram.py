"""Exact counts per verdict, counts of queries, and reduced decision diagrams.

All of them descend the same way (`descent`); they differ in what makes a state settled.  Each has a
budget of nodes and answers None when it is used up: model counting is #P-hard, and a count that
was not computed must not look like one that was.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

import attrs

from kontaktdsl.analysis.bitsets import Box, Case, Layout, bits, full_box
from kontaktdsl.analysis.descent import Descent, Exhausted, Space
from kontaktdsl.analysis.goal import Goal
from kontaktdsl.analysis.problem import (
    CONFLICT,
    GAP,
    IMPOSSIBLE,
    Problem,
    Query,
    State,
    Verdict,
    judge,
)
from kontaktdsl.record import Record

BUDGET = 100_000
"""Nodes that a count or a diagram may use unless told otherwise: about two seconds, 50 MB."""

P = TypeVar("P", bound=Hashable)


@attrs.frozen(eq=False, repr=False)
class Tally(Record):
    """How many cases get which verdict (exact, they add up to all cases), one case for each."""

    counts: dict[Verdict, int]
    """Only verdicts that occur."""
    witness: dict[Verdict, Case]
    """One case per verdict that occurs."""

    @property
    def impossible(self) -> int:
        """The number of forbidden cases."""
        return self.counts.get(IMPOSSIBLE, 0)

    @property
    def gap(self) -> int:
        """The number of possible cases that no rule hits."""
        return self.counts.get(GAP, 0)

    @property
    def conflict(self) -> int:
        """The number of possible cases with contradicting outcomes."""
        return self.counts.get(CONFLICT, 0)

    @property
    def kinds(self) -> dict[int, int]:
        """Per kind of outcome the number of covered cases."""
        return {
            verdict.kind: count
            for verdict, count in self.counts.items()
            if verdict.state is State.COVERED
        }


@attrs.frozen(eq=False)
class Leaf(Generic[P]):
    """The end of a diagram: the answer for all cases that lead here."""

    payload: P


@attrs.frozen(eq=False)
class Node(Generic[P]):
    """A question about one attribute; one child per class, shared wherever subtrees are equal."""

    attribute: int
    children: tuple[Node[P] | Leaf[P], ...]


def count(
    problem: Problem, queries: Query | Sequence[Query], *, budget: int = BUDGET
) -> int | None:
    """Return the exact number of cases that one of the queries describes.

    None says that the budget (nodes) did not suffice.
    """
    if isinstance(queries, Query):
        queries = (queries,)
    try:
        return Goal(problem, queries).count(budget) if queries else 0
    except Exhausted:
        return None


def tally(problem: Problem, *, budget: int = BUDGET) -> Tally | None:
    """Return the exact number of cases per verdict, None if the budget (nodes) did not suffice."""
    roles = merge_roles(problem)
    settle = _VerdictOf(roles)
    space = _whole(roles.layout, settle.flags)
    descent = Descent(space, budget)
    width = space.volume.bit_length()
    arrived: dict[int, Box] = {}

    def arrive(leaf: int) -> None:
        if leaf not in arrived:
            arrived[leaf] = tuple(descent.path)

    def combine(attribute: int, values: list[tuple[int, int]]) -> int:
        return sum(group.bit_count() * value for group, value in values) // sizes[attribute]

    sizes = roles.sizes
    leaves = [space.volume << (width * leaf) for leaf in range(len(settle.verdicts))]
    try:
        packed = descent.fold(settle, leaves.__getitem__, combine, arrive)
    except Exhausted:
        return None
    counts = {}
    for leaf, verdict in enumerate(settle.verdicts):
        cases = packed >> (width * leaf) & ((1 << width) - 1)
        if cases:
            counts[verdict] = cases
    witness = {}
    for leaf, path in arrived.items():
        found = tuple((step & -step).bit_length() - 1 if step else 0 for step in path)
        verdict = settle.verdicts[leaf]
        witness[verdict] = lowered(problem.sizes, found, _has(problem, verdict))
    return Tally(counts, {verdict: witness[verdict] for verdict in counts})


def _has(problem: Problem, verdict: Verdict) -> Callable[[Case], bool]:
    return lambda case: problem.verdict(case) == verdict


def _whole(layout: Layout, flags: int) -> Space:
    """Return the space of all cases; no flag is set at the start."""
    whole = full_box(layout.sizes)
    space = Space.of(layout.boxes, layout.columns, whole, layout.live, flags)
    return attrs.evolve(space, state=layout.live)


def lowered(sizes: Sequence[int], case: Case, accept: Callable[[Case], bool]) -> Case:
    """Return an accepted case near the given one, with each class as low as it can go in turn."""
    for attribute in range(len(sizes)):
        for value in range(case[attribute]):
            lower = (*case[:attribute], value, *case[attribute + 1 :])
            if accept(lower):
                case = lower
                break
    return case


def merge_roles(problem: Problem) -> Problem:
    """Return the problem with rules of equal standing merged into one rule each.

    Two rules with the same silencers, beaters, clashes, kind and victims can stand in for each
    other: no verdict depends on which of them hits.
    """
    count = problem.rule_count
    silenced, beats = problem.silence.inverse, problem.beating.inverse
    role_of: list[int] = []
    number: dict[tuple[int, ...], int] = {}
    members: list[int] = []
    for rule in range(count):
        key = (
            problem.kind_of[rule],
            problem.clashes[rule],
            problem.silencers[rule],
            silenced[rule],
            problem.beaten_by[rule],
            beats[rule],
        )
        role = number.setdefault(key, len(number))
        if role == len(members):
            members.append(rule)
        role_of.append(role)
    if len(members) == count:
        return problem
    mapped: dict[int, int] = {0: 0}

    def roles_in(rules: int) -> int:
        if rules not in mapped:
            found = 0
            for rule in bits(rules):
                found |= 1 << role_of[rule]
            mapped[rules] = found
        return mapped[rules]

    return Problem(
        problem.sizes,
        problem.rows,
        tuple(role_of[rule] for rule in problem.rule_of),
        problem.forbidden,
        tuple(roles_in(problem.silencers[rule]) for rule in members),
        tuple(roles_in(problem.beaten_by[rule]) for rule in members),
        tuple(roles_in(problem.clashes[rule]) for rule in members),
        tuple(problem.kind_of[rule] for rule in members),
    )


class _VerdictOf:
    """Settles the states of a tally: rows that may hold, rules that do, or a verdict in waiting.

    A verdict waits (as a flag) while the only open matter is whether the case is forbidden.
    """

    def __init__(self, problem: Problem) -> None:
        layout = problem.layout
        count = problem.rule_count
        self.problem = problem
        self.verdicts = (IMPOSSIBLE, GAP, CONFLICT, *(verdict for _, verdict in problem.covered))
        self.number = {verdict: leaf for leaf, verdict in enumerate(self.verdicts)}
        self.forbidden = layout.forbidden
        self.rows = layout.live & ~layout.forbidden
        self.base = len(layout.boxes)
        self.held = ((1 << count) - 1) << self.base
        self.waiting = ((1 << len(self.verdicts)) - 1) << (self.base + count)
        self.flags = self.held | self.waiting
        self.owner = (*range(count), *layout.extra_owner)
        rows_of = layout.rows_of
        self.moot = list(rows_of)
        self.threat = [0] * count
        for rule, victims in enumerate(problem.silence.inverse):
            for victim in bits(victims):
                self.moot[rule] |= rows_of[victim] | 1 << (self.base + victim)
                self.threat[victim] |= rows_of[rule]
        for rule, victims in enumerate(problem.beating.inverse):
            for victim in bits(victims):
                self.threat[victim] |= rows_of[rule] | 1 << (self.base + rule)

    def __call__(self, state: int, sure: int) -> int:
        if sure & self.forbidden:
            return ~0
        waiting = state & self.waiting
        if waiting:
            if state & self.forbidden:
                return state
            return ~(waiting.bit_length() - 1 - self.base - self.problem.rule_count)
        holding = sure & self.rows
        while holding:
            rule = self.owner[(holding & -holding).bit_length() - 1]
            state = state & ~self.moot[rule] | 1 << (self.base + rule)
            holding &= state
        held = (state & self.held) >> self.base
        if not state & self.rows:
            leaf = self.number[judge(self.problem, held)]
        elif held & (held - 1) and self._is_torn(held, state):
            leaf = self.number[CONFLICT]
        else:
            return state
        if state & self.forbidden:
            return state & self.forbidden | 1 << (self.base + self.problem.rule_count + leaf)
        return ~leaf

    def _is_torn(self, held: int, state: int) -> bool:
        if not self.problem.clash.any_struck(held):
            return False
        certain = 0
        for rule in bits(held):
            if not self.threat[rule] & state:
                certain |= 1 << rule
        return self.problem.clash.any_struck(certain)


def build(
    problem: Problem,
    leaf: Callable[[int | None], P],
    *,
    budget: int = BUDGET,
    order: Sequence[int] | None = None,
    moot: Sequence[int] | None = None,
) -> Node[P] | Leaf[P] | None:
    """Return the reduced diagram whose leaves hold `leaf(hit rules)`, or `leaf(None)` if forbidden.

    `moot` names per rule the rules whose hits make no difference to `leaf` once that rule hits;
    they may be missing from the set it is given.  With `order` (all attributes) the diagram is
    ordered.  None says that the budget (nodes before reduction) did not suffice.
    """
    settle = _HitsOf(problem, leaf, moot)
    space = _whole(problem.layout, settle.flags)
    nodes: dict[tuple[int, ...], Node[P]] = {}

    def combine(attribute: int, values: list[tuple[int, Node[P] | Leaf[P]]]) -> Node[P] | Leaf[P]:
        first = values[0][1]
        if all(value is first for _, value in values):
            return first
        children: list[Node[P] | Leaf[P]] = [first] * problem.sizes[attribute]
        for group, value in values:
            for position in bits(group):
                children[position] = value
        key = (attribute, *map(id, children))
        if key not in nodes:
            nodes[key] = Node(attribute, tuple(children))
        return nodes[key]

    def end(number: int) -> Node[P] | Leaf[P]:
        return settle.leaves[number]

    try:
        return Descent(space, budget, order).fold(settle, end, combine)
    except Exhausted:
        return None


class _HitsOf(Generic[P]):
    """Settles the states of a diagram over hit sets; rules of several rows are held as flags."""

    def __init__(
        self, problem: Problem, leaf: Callable[[int | None], P], moot: Sequence[int] | None
    ) -> None:
        layout = problem.layout
        self.leaf = leaf
        self.leaves: list[Leaf[P]] = []
        self.by_payload: dict[P, int] = {}
        self.by_hits: dict[int | None, int] = {}
        self.forbidden = layout.forbidden
        self.owner = (*range(problem.rule_count), *layout.extra_owner)
        self.rows_of = layout.rows_of
        self.base = len(layout.boxes)
        self.rows = layout.live & ~layout.forbidden
        self.flags = layout.rules << self.base
        self.moot = list(layout.rows_of)
        for rule, victims in enumerate(moot or ()):
            for victim in bits(victims & ~(1 << rule)):
                self.moot[rule] |= layout.rows_of[victim] | 1 << (self.base + victim)

    def __call__(self, state: int, sure: int) -> int:
        if sure & self.forbidden:
            return ~self._number(None)
        holding = sure & self.rows
        while holding:
            rule = self.owner[(holding & -holding).bit_length() - 1]
            state = state & ~self.moot[rule] | 1 << (self.base + rule)
            holding &= state
        if state & (self.rows | self.forbidden):
            return state
        return ~self._number(state >> self.base)

    def _number(self, hits: int | None) -> int:
        if hits not in self.by_hits:
            payload = self.leaf(hits)
            number = self.by_payload.setdefault(payload, len(self.leaves))
            if number == len(self.leaves):
                self.leaves.append(Leaf(payload))
            self.by_hits[hits] = number
        return self.by_hits[hits]
