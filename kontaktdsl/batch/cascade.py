"""From the classes of all facts to the answer, one table per fact, missing facts included.

The reduced, ordered decision diagram of a policy is an automaton that reads one class per step.  A
fact that is missing leads to several nodes at once, so the states are sets of nodes (the subset
construction of automata theory), and the last state is the set of answers that are still possible:
exactly what `Policy.consider` tells apart, for every combination of given and missing facts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from kontaktdsl.analysis.bitsets import bits
from kontaktdsl.analysis.diagram import Leaf, Node, build
from kontaktdsl.analysis.problem import Problem
from kontaktdsl.decision import Decision, Undecided
from kontaktdsl.model import Constraint
from kontaktdsl.partial import restricted
from kontaktdsl.plan import Plan
from kontaktdsl.space import Axis

MOST_NODES = 20_000
"""Nodes for the diagram."""

MOST_STATES = 100_000
"""States in all steps together."""

Ending = Decision | Undecided | Constraint
"""What becomes of one case: an answer, why there is none, or the line that forbids it."""


@attrs.frozen(eq=False)
class Step:
    """One fact is read: `table[state][cls]` is the next state.

    The classes are those of the axis; one more, the last, stands for a missing fact.
    """

    axis: Axis
    table: tuple[tuple[int, ...], ...]

    @property
    def width(self) -> int:
        """The classes, the one of a missing fact included."""
        return len(self.axis.classes) + 1


@attrs.frozen(eq=False)
class Cascade:
    """The steps in the order of the axes, and per last state the endings still possible.

    It starts in state 0. Endings are ordered as they were met and never empty.
    """

    steps: tuple[Step, ...]
    endings: tuple[tuple[Ending, ...], ...]

    def at(self, classes: Sequence[int]) -> int:
        """The last state for one class per axis (the last class of an axis: missing)."""
        state = 0
        for step, cls in zip(self.steps, classes, strict=True):
            state = step.table[state][cls]
        return state


def cascade_of(plan: Plan) -> Cascade | None:
    """The tables of a policy; None where the diagram or its states exceed their budget."""
    endings = Endings(plan)
    problem = endings.problem
    diagram = build(problem, endings.number, budget=MOST_NODES, order=range(len(problem.sizes)))
    if diagram is None:
        return None
    states: list[frozenset[_State]] = [frozenset([diagram])]
    steps = []
    total = 0
    for at, axis in enumerate(plan.space.axes):
        numbers: dict[frozenset[_State], int] = {}
        rows = []
        for state in states:
            every = frozenset[_State]()
            row = []
            for cls in range(len(axis.classes)):
                reached = frozenset(_child(node, at, cls) for node in state)
                every |= reached
                row.append(numbers.setdefault(reached, len(numbers)))
            row.append(numbers.setdefault(every, len(numbers)))
            rows.append(tuple(row))
            if total + len(numbers) > MOST_STATES:
                return None
        total += len(numbers)
        steps.append(Step(axis, tuple(rows)))
        states = list(numbers)
    return Cascade(tuple(steps), tuple(endings.of(state) for state in states))


_State = Node[int] | Leaf[int]


def _leaves(diagram: _State) -> Iterator[_State]:
    """The leaves of a diagram, each once."""
    waiting, seen = [diagram], {id(diagram)}
    while waiting:
        node = waiting.pop()
        if isinstance(node, Leaf):
            yield node
            continue
        for child in node.children:
            if id(child) not in seen:
                seen.add(id(child))
                waiting.append(child)


def _child(node: _State, at: int, cls: int) -> _State:
    if isinstance(node, Node) and node.attribute == at:
        return node.children[cls]
    return node


class Endings:
    """Numbers the endings; an impossible case ends in the first line that forbids it.

    `problem` holds all lines that a case may hit, those that forbid it as ordinary ones.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        lines = plan.lines
        count = lines.problem.rule_count
        self.constraints = tuple(dict.fromkeys(line for _, line in lines.constraints))
        self.ordinary = (1 << count) - 1
        number = {line: count + i for i, line in enumerate(self.constraints)}
        nothing = (0,) * (count + len(self.constraints))
        self.problem = Problem(
            sizes=lines.problem.sizes,
            rows=(*lines.problem.rows, *(box for box, _ in lines.constraints)),
            rule_of=(*lines.problem.rule_of, *(number[line] for _, line in lines.constraints)),
            forbidden=(),
            silencers=nothing,
            beaten_by=nothing,
            clashes=nothing,
            kind_of=nothing,
        )
        self._numbers: dict[Ending, int] = {}
        self._all: list[Ending] = []

    def number(self, hits: int | None) -> int:
        """The number of what becomes of a case that these lines hit."""
        assert hits is not None
        forbidden = hits >> self.ordinary.bit_length()
        ending: Ending | None
        if forbidden:
            ending = self.constraints[next(iter(bits(forbidden)))]
        else:
            ending = self.plan.leaf(hits & self.ordinary)
        assert ending is not None
        found = self._numbers.setdefault(ending, len(self._all))
        if found == len(self._all):
            self._all.append(ending)
        return found

    def of(self, state: frozenset[_State]) -> tuple[Ending, ...]:
        """The endings of a last state."""
        numbers = sorted(leaf.payload for leaf in state if isinstance(leaf, Leaf))
        return tuple(self._all[number] for number in numbers)

    def hit(self, hits: int) -> tuple[Ending, ...]:
        """The one ending of a case that these lines hit."""
        return (self._all[self.number(hits)],)

    def possible(self, known: Mapping[int, int]) -> tuple[Ending, ...]:
        """The endings still possible where only some axes (by number) have a known class.

        Empty where even the diagram of what is left exceeds its budget.
        """
        unknown = [at for at in range(len(self.problem.sizes)) if at not in known]
        left = restricted(self.problem, known, unknown)
        diagram = build(left, self.number, budget=MOST_NODES)
        return () if diagram is None else self.of(frozenset(_leaves(diagram)))
