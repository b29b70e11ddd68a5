"""Deciding with facts missing: which answers are still possible, and what to ask next.

The cases left are one reduced diagram.  The next question is the one that settles the answer with
the fewest facts in the worst case, then on average, then the one the policy declares first: found
by trying all orders on the diagram, where equal parts are equal objects, within a budget of states.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import attrs

from kontaktdsl.analysis.bitsets import Box
from kontaktdsl.analysis.diagram import Leaf, Node, build
from kontaktdsl.analysis.problem import Problem
from kontaktdsl.decision import Decision, Open, Overridden, Possibility, Undecided
from kontaktdsl.domains import Enumeration, Number, YesNo
from kontaktdsl.plan import Plan
from kontaktdsl.refusals import NoDecision
from kontaktdsl.space import Axis
from kontaktdsl.strictness import with_aim

Diagram = Node[int | None] | Leaf[int | None]

BUDGET = 20_000
"""Nodes for the diagram of the cases left."""

STATES = 4_000
"""States of knowledge that the search for the best question may look at."""


def consider(plan: Plan, given: Mapping[str, int]) -> Decision | Open:
    """The decision if it is settled, else what is still possible and what to ask.

    An answer is settled when all cases left say the same, whatever lines they rest on; the decision
    then cites every line that it may rest on, and as overridden only what is certain. `given` are
    integers by attribute name. Raises ImpossibleFacts or NoDecision if all cases left
    are impossible, or all without an answer for the same reason.
    """
    axes = plan.space.axes
    unknown = [at for at, axis in enumerate(axes) if axis.attribute.name not in given]
    known = {
        at: axis.place(given[axis.attribute.name])
        for at, axis in enumerate(axes)
        if axis.attribute.name in given
    }
    problem = restricted(plan.lines.problem, known, unknown)
    asked = [axes[at] for at in unknown]
    missing = tuple(axis.attribute.name for axis in asked)
    contents = _Contents(plan)
    diagram = build(problem, contents.of, budget=BUDGET, order=range(len(unknown)))
    if diagram is None:
        widest = max(range(len(asked)), key=lambda at: _touched(problem, at))
        every = tuple(range(len(asked[widest].classes)))
        return Open((), None, missing[widest], _choices(asked[widest], every), None, missing)
    search = _Search(problem.sizes)
    outcomes = search.outcomes(diagram)
    if not outcomes:
        raise plan.excluded(given)
    if len(outcomes) == 1:
        (content,) = outcomes
        answer = contents.answer(content)
        if isinstance(answer, Undecided):
            raise NoDecision(answer)
        return answer
    ask, questions = search.best(diagram)
    return Open(
        outcomes=tuple(
            Possibility(contents.answer(content), cases)
            for content, cases in sorted(outcomes.items(), key=lambda entry: -entry[1])
        ),
        cases=sum(outcomes.values()),
        ask=missing[ask],
        choices=_choices(asked[ask], search.possible(diagram, ask)),
        questions=questions,
        missing=missing,
    )


@attrs.frozen(eq=False)
class _Contents:
    """Numbers what answers say; answers that say the same for other reasons share a number."""

    plan: Plan
    _number: dict[Hashable, int] = attrs.field(factory=dict, init=False)
    _answers: list[dict[Decision | Undecided, None]] = attrs.field(factory=list, init=False)

    def of(self, hits: int | None) -> int | None:
        """The number of what the answer says where these lines hit; None where impossible."""
        answer = self.plan.leaf(hits)
        if answer is None:
            return None
        number = self._number.setdefault(content(answer), len(self._answers))
        if number == len(self._answers):
            self._answers.append({})
        self._answers[number][answer] = None
        return number

    def answer(self, number: int) -> Decision | Undecided:
        """All answers that say the same, as one."""
        answers = list(self._answers[number])
        decisions = [answer for answer in answers if isinstance(answer, Decision)]
        return joint(decisions) if decisions else all_undecided(answers)


def content(answer: Decision | Undecided) -> Hashable:
    """What an answer says, whatever lines it rests on: equal contents are the same answer."""
    if isinstance(answer, Undecided):
        return answer.refusal, answer.first_step
    return (
        with_aim(answer.rhythm),
        answer.strength,
        answer.first,
        answer.steps,
        frozenset((duty.duty, duty.occasion) for duty in answer.duties),
        frozenset((permit.kinds, permit.occasion) for permit in answer.kinds),
    )


def joint(decisions: Sequence[Decision]) -> Decision:
    """Decisions that say the same, as one: all lines it may rest on, and what is certain."""
    if len(decisions) == 1:
        return decisions[0]
    decisions = sorted(decisions, key=lambda decision: [line.line for line in decision.rules])
    one = decisions[0]
    lines = dict.fromkeys(decision.rules[0] for decision in decisions)
    lines.update(dict.fromkeys(line for decision in decisions for line in decision.rules[1:]))

    def certain(of: str) -> tuple[Overridden, ...]:
        others = [{pair.line for pair in getattr(decision, of)} for decision in decisions[1:]]
        return tuple(p for p in getattr(one, of) if all(p.line in other for other in others))

    return attrs.evolve(
        one, rules=tuple(lines), overridden=certain("overridden"), outdone=certain("outdone")
    )


def all_undecided(answers: Sequence[Decision | Undecided]) -> Undecided:
    """Answers that are missing for the same reason, as one."""
    kept = [answer for answer in answers if isinstance(answer, Undecided)]
    lines = dict.fromkeys(line for answer in kept for line in answer.rules)
    if len(kept) > 1:
        lines = dict.fromkeys(sorted(lines, key=lambda line: (line.line, line.text)))
    return attrs.evolve(kept[0], rules=tuple(lines))


def restricted(problem: Problem, known: Mapping[int, int], unknown: Sequence[int]) -> Problem:
    """The problem of the cases left: rows and forbidden boxes over the unknown attributes."""

    def left(box: Box) -> Box | None:
        if all(box[at] >> place & 1 for at, place in known.items()):
            return tuple(box[at] for at in unknown)
        return None

    rows: list[Box] = []
    rule_of: list[int] = []
    for row, rule in zip(problem.rows, problem.rule_of, strict=True):
        rest = left(row)
        if rest is not None:
            rows.append(rest)
            rule_of.append(rule)
    forbidden = [box for box in map(left, problem.forbidden) if box is not None]
    return attrs.evolve(
        problem,
        sizes=tuple(problem.sizes[at] for at in unknown),
        rows=tuple(rows),
        rule_of=tuple(rule_of),
        forbidden=tuple(dict.fromkeys(forbidden)),
    )


def _touched(problem: Problem, at: int) -> int:
    everything = (1 << problem.sizes[at]) - 1
    return sum(row[at] != everything for row in problem.rows)


def _choices(axis: Axis, places: Sequence[int]) -> tuple[str | bool | tuple[int, int], ...]:
    match axis.attribute.domain:
        case YesNo():
            return tuple(bool(place) for place in places)
        case Enumeration(values):
            return tuple(values[place].name for place in places)
        case Number():
            return tuple(axis.classes[place] for place in places)


@attrs.frozen(eq=False)
class _Search:
    """Walks an ordered diagram; equal subdiagrams are one object, so identity is equality."""

    sizes: tuple[int, ...]
    _tally: dict[int, dict[int | None, int]] = attrs.field(factory=dict, init=False)
    _support: dict[int, frozenset[int]] = attrs.field(factory=dict, init=False)
    _nodes: dict[tuple[int, ...], Diagram] = attrs.field(factory=dict, init=False)
    _limits: dict[tuple[int, int, int], Diagram] = attrs.field(factory=dict, init=False)
    _best: dict[int, tuple[int, float, int]] = attrs.field(factory=dict, init=False)

    def outcomes(self, diagram: Diagram) -> dict[int, int]:
        """The answers of possible cases with their exact number of cases."""
        start = len(self.sizes) if isinstance(diagram, Leaf) else diagram.attribute
        factor = self._span(0, start)
        return {
            answer: cases * factor
            for answer, cases in self._parts(diagram).items()
            if answer is not None
        }

    def _parts(self, diagram: Diagram) -> dict[int | None, int]:
        """Cases per answer over the attributes from this node's on, impossible ones as None."""
        if isinstance(diagram, Leaf):
            return {diagram.payload: 1}
        found = self._tally.get(id(diagram))
        if found is None:
            found = {}
            for child in diagram.children:
                at = len(self.sizes) if isinstance(child, Leaf) else child.attribute
                factor = self._span(diagram.attribute + 1, at)
                for answer, cases in self._parts(child).items():
                    found[answer] = found.get(answer, 0) + cases * factor
            self._tally[id(diagram)] = found
            self._nodes[(diagram.attribute, *map(id, diagram.children))] = diagram
        return found

    def _span(self, start: int, end: int) -> int:
        cases = 1
        for size in self.sizes[start:end]:
            cases *= size
        return cases

    def density(self, diagram: Diagram) -> float:
        """The share of cases that are possible."""
        parts = self._parts(diagram)
        whole = sum(parts.values())
        return (whole - parts.get(None, 0)) / whole

    def settled(self, diagram: Diagram) -> bool:
        """Whether at most one answer is left."""
        return len(self._parts(diagram).keys() - {None}) < 2

    def support(self, diagram: Diagram) -> frozenset[int]:
        """The attributes that can still make a difference."""
        if isinstance(diagram, Leaf):
            return frozenset()
        found = self._support.get(id(diagram))
        if found is None:
            found = frozenset({diagram.attribute}).union(*map(self.support, diagram.children))
            self._support[id(diagram)] = found
        return found

    def limit(self, diagram: Diagram, attribute: int, place: int) -> Diagram:
        """The diagram of the cases with this class of the attribute."""
        if isinstance(diagram, Leaf) or diagram.attribute > attribute:
            return diagram
        if diagram.attribute == attribute:
            return diagram.children[place]
        key = id(diagram), attribute, place
        found = self._limits.get(key)
        if found is None:
            children = tuple(self.limit(child, attribute, place) for child in diagram.children)
            if all(child is children[0] for child in children):
                found = children[0]
            else:
                made = Node(diagram.attribute, children)
                found = self._nodes.setdefault((diagram.attribute, *map(id, children)), made)
            self._limits[key] = found
        return found

    def possible(self, diagram: Diagram, attribute: int) -> tuple[int, ...]:
        """The classes of an attribute that some possible case has."""
        return tuple(
            place
            for place in range(self.sizes[attribute])
            if self.density(self.limit(diagram, attribute, place)) > 0
        )

    def best(self, diagram: Diagram) -> tuple[int, int | None]:
        """The attribute to ask and the number of questions in the worst case (None: not known)."""
        try:
            worst, _, ask = self._depth(diagram)
        except _TooMany:
            return self._greedy(diagram), None
        return ask, worst

    def _depth(self, diagram: Diagram) -> tuple[int, float, int]:
        if self.settled(diagram):
            return 0, 0.0, -1
        found = self._best.get(id(diagram))
        if found is None:
            if len(self._best) >= STATES:
                raise _TooMany
            tried = []
            for attribute in sorted(self.support(diagram)):
                worst, total = 0, 0.0
                for place in range(self.sizes[attribute]):
                    child = self.limit(diagram, attribute, place)
                    below, mean, _ = self._depth(child)
                    worst = max(worst, below)
                    total += (1 + mean) * self.density(child)
                mean = total / (self.sizes[attribute] * self.density(diagram))
                tried.append((worst + 1, round(mean, 9), attribute))
            found = self._best[id(diagram)] = min(tried)
        return found

    def _greedy(self, diagram: Diagram) -> int:
        """The attribute whose worst value leaves the fewest answers."""

        def left(attribute: int) -> tuple[int, int, int]:
            counts = [
                len(self._parts(self.limit(diagram, attribute, place)).keys() - {None})
                for place in range(self.sizes[attribute])
            ]
            return max(counts), sum(counts), attribute

        return min(self.support(diagram), key=left)


class _TooMany(Exception):
    """The search for the best question is given up."""
