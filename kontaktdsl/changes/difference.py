"""Where two sides differ: boxes of cases per fate, exact; by the diagram, else by the solver.

The joint diagram of both policies is small where both are tables of any size: equal answers meet in
equal nodes. Where it explodes, one question to the SAT solver decides whether any case differs, and
each witness is grown to a box. Neither ever guesses: what stays undecided raises NotComparable.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from kontaktdsl.analysis import engine
from kontaktdsl.analysis.bitsets import Box, Case, bits, box_of, full_box, members
from kontaktdsl.analysis.diagram import Leaf, Node, build
from kontaktdsl.analysis.problem import Problem, Query
from kontaktdsl.analysis.solver import Solver, SolverMissing
from kontaktdsl.changes.outcome import NotComparable
from kontaktdsl.changes.sides import Fate, Same, Shift, Sides
from kontaktdsl.diagnostics import Text

NODES = 200_000
"""Nodes for the joint diagram before the solver takes over."""
MOST_PATHS = 2_000
"""So many boxes of one change are looked at to find its groups."""
MOST_GROUPS = 64
"""So many groups of one change are looked for."""
MOST_ROUNDS = 5_000
"""So many combinations of lines that make no difference may be set aside before giving up."""

Diagram = Node[Fate] | Leaf[Fate]


@attrs.frozen
class Part:
    """The cases of one shift: boxes within it, all of them if `complete`, and their exact number.

    `boxes` do not hold any other case, impossible ones apart (where `count` is None).
    """

    shift: Shift
    boxes: tuple[Box, ...]
    count: int | None
    complete: bool


@attrs.frozen
class Differences:
    """All shifts, and the number of cases compared (None: not computed)."""

    parts: tuple[Part, ...]
    cases: int | None


def differences(sides: Sides, *, nodes: int = NODES) -> Differences:
    """Find every shift there is; raises NotComparable where that cannot be decided."""
    moot = sides.problem.silence.inverse
    diagram = build(sides.problem, sides.fate, budget=nodes, moot=moot)
    if diagram is not None:
        return _read(sides.problem, diagram)
    try:
        return _Solved(sides).differences()
    except SolverMissing:
        raise _unsolved() from None


def nobody(problem: Problem) -> bool:
    """Whether the constraints leave nobody; raises NotComparable where that cannot be decided."""
    try:
        return bool(problem.forbidden) and engine.exists(problem, Query()) is None
    except SolverMissing:
        raise _unsolved() from None


def _unsolved() -> NotComparable:
    return NotComparable(
        Text(
            "diese beiden Fassungen sind zu groß, um sie ohne Rechenhilfe zu vergleichen: "
            "bitte python-sat einrichten",
            "these two policies are too large to compare without a solver: install python-sat",
        )
    )


def groups(problem: Problem, part: Part) -> tuple[list[tuple[Box, Case, int]], bool]:
    """The cases of a part as few maximal boxes, each with a case and its size; and if that is all.

    The boxes are ordered by size, the largest first.
    """
    count = len(part.boxes)
    own = Problem(
        sizes=problem.sizes,
        rows=part.boxes,
        rule_of=(0,) * count,
        forbidden=problem.forbidden if part.count is None else (),
        silencers=(0,),
        beaten_by=(0,),
        clashes=(0,),
        kind_of=(0,),
    )
    found = engine.regions(own, Query(hit=1), limit=MOST_GROUPS)
    sized = []
    for box, witness in zip(found.boxes, found.witnesses, strict=True):
        cases = engine.count(own, Query(inside=(box,)))
        low = tuple((mask & -mask).bit_length() - 1 for mask in box)
        person = witness if own.is_forbidden(low) else low
        sized.append((box, person, cases or 0))
    return sized, found.complete and part.complete


# --- by the diagram -----------------------------------------------------------------------------


def _read(problem: Problem, diagram: Diagram) -> Differences:
    fates = _Fates(problem)
    volume = problem.cases
    parts = []
    for fate in fates.of(diagram):
        if isinstance(fate, Shift):
            boxes: list[Box] = []
            complete = True
            for box in fates.paths(diagram, fate, full_box(problem.sizes)):
                if len(boxes) == MOST_PATHS:
                    complete = False
                    break
                boxes.append(box)
            parts.append(Part(fate, tuple(boxes), fates.count(diagram, fate), complete))
    compared = volume - sum(
        fates.count(diagram, fate)
        for fate in fates.of(diagram)
        if isinstance(fate, Same) and not fate.compared
    )
    return Differences(tuple(parts), compared)


@attrs.frozen(eq=False)
class _Fates:
    """Walks a diagram whose equal parts are one object."""

    problem: Problem
    _below: dict[int, dict[Fate, None]] = attrs.field(factory=dict, init=False)
    _counts: dict[tuple[int, Fate], int] = attrs.field(factory=dict, init=False)

    def of(self, diagram: Diagram) -> dict[Fate, None]:
        """The fates that some case has, in the order of the diagram."""
        if isinstance(diagram, Leaf):
            return {diagram.payload: None}
        found = self._below.get(id(diagram))
        if found is None:
            found = {}
            for child in diagram.children:
                found.update(self.of(child))
            self._below[id(diagram)] = found
        return found

    def count(self, diagram: Diagram, fate: Fate) -> int:
        """The number of cases with this fate, if all attributes were open here."""
        if isinstance(diagram, Leaf):
            return self.problem.cases if diagram.payload == fate else 0
        if fate not in self.of(diagram):
            return 0
        key = id(diagram), fate
        if key not in self._counts:
            total = sum(self.count(child, fate) for child in diagram.children)
            self._counts[key] = total // self.problem.sizes[diagram.attribute]
        return self._counts[key]

    def paths(self, diagram: Diagram, fate: Fate, box: Box) -> Iterator[Box]:
        """Disjoint boxes that hold all cases with this fate and no other."""
        if fate not in self.of(diagram):
            return
        if isinstance(diagram, Leaf):
            yield box
            return
        at = diagram.attribute
        children: dict[int, tuple[Diagram, int]] = {}
        for place, child in enumerate(diagram.children):
            known = children.get(id(child))
            children[id(child)] = child, (known[1] if known else 0) | 1 << place
        for child, mask in children.values():
            yield from self.paths(child, fate, (*box[:at], mask, *box[at + 1 :]))


# --- by the solver ------------------------------------------------------------------------------


class _Formula(Solver):
    """Both sides as one formula: which keys are kept on each side, and whether these differ."""

    def __init__(self, problem: Problem, kinds: tuple[tuple[int, object], ...]) -> None:
        super().__init__(problem)
        self.differ = self._new()
        for box in problem.forbidden:
            self._no_box(box, -self._true())
        undefeated = {rule: self._undefeated(rule) for rule in range(problem.rule_count)}
        kept: dict[int, list[int]] = {}
        for rule in range(problem.rule_count):
            beaters = [undefeated[other] for other in bits(problem.beaten_by[rule])]
            literal = self._and([undefeated[rule], *(-other for other in beaters)])
            kept.setdefault(problem.kind_of[rule], []).append(literal)
        said: dict[object, list[int | None]] = {}
        for number, (side, key) in enumerate(kinds):
            if key is not None:
                literals = kept.get(number, [])
                said.setdefault(key, [None, None])[side] = -self._and([-one for one in literals])
        self.literals: list[int] = []
        either = []
        for old, new in said.values():
            self.literals += [literal for literal in (old, new) if literal is not None]
            if old is None or new is None:
                either.append(old or new or 0)
            else:
                either.append(self._apart(old, new))
        self._clauses.append([-self.differ, *either])
        self._same_as: dict[tuple[bool, ...], int] = {}

    def _true(self) -> int:
        literal = self._new()
        self._clauses.append([literal])
        return literal

    def _and(self, literals: list[int]) -> int:
        if len(literals) == 1:
            return literals[0]
        whole = self._new()
        self._clauses.extend([-whole, literal] for literal in literals)
        self._clauses.append([whole, *(-literal for literal in literals)])
        return whole

    def _apart(self, one: int, other: int) -> int:
        """A literal that implies that two differ."""
        literal = self._new()
        self._clauses += [[-literal, one, other], [-literal, -one, -other]]
        return literal

    def _undefeated(self, rule: int) -> int:
        self._signal(1 << rule)
        hit = self._witnessed_hit(rule)
        silencers = list(bits(self.problem.silencers[rule]))
        for other in silencers:
            self._signal(1 << other)
        return self._and([hit, *(-self._witnessed_hit(other) for other in silencers)])

    def solve(self, assumptions: list[int]) -> bool:
        """Whether the formula can be satisfied."""
        self._solver.append_formula(self._clauses)
        self._clauses = []
        return bool(self._solver.solve(assumptions=assumptions))

    def case(self) -> Case:
        """The case of the last solution."""
        model = self._solver.get_model() or []
        found = []
        for classes in self._classes:
            for value, literal in enumerate(classes):
                true = abs(literal) <= len(model) and model[abs(literal) - 1] > 0
                if true == (literal > 0):
                    found.append(value)
                    break
        return tuple(found)

    def said(self) -> tuple[bool, ...]:
        """Which keys are kept in the last solution."""
        model = self._solver.get_model() or []
        return tuple((model[abs(one) - 1] > 0) == (one > 0) for one in self.literals)

    def other_than(self, said: tuple[bool, ...]) -> int:
        """A literal that implies that other keys are kept."""
        if said not in self._same_as:
            literal = self._same_as[said] = self._new()
            pairs = zip(said, self.literals, strict=True)
            self._clauses.append([-literal, *(-one if true else one for true, one in pairs)])
        return self._same_as[said]

    def within(self, box: Box) -> list[int]:
        """The literals of a box."""
        return self._box(box)

    def exclude(self, box: Box) -> None:
        """Look for differences outside of this box only."""
        self._no_box(box, -self.differ)


@attrs.frozen(eq=False)
class _Solved:
    """Finds differences one after the other, each grown to a box."""

    sides: Sides

    def differences(self) -> Differences:
        problem = self.sides.problem
        formula = _Formula(problem, self.sides.kinds)
        found: dict[Shift, list[Box]] = {}
        complete = True
        rounds = 0
        ruled_out: list[int] = [formula.differ]
        while formula.solve(ruled_out):
            case, said = formula.case(), formula.said()
            fate = self.sides.fate(problem.hits(case))
            if isinstance(fate, Same):
                ruled_out.append(formula.other_than(said))
                rounds += 1
                if rounds > MOST_ROUNDS:
                    raise NotComparable(
                        Text(
                            "diese beiden Fassungen sind zu verschlungen, um sie zu vergleichen",
                            "these two policies are too entangled to be compared",
                        )
                    )
                continue
            if sum(map(len, found.values())) >= MOST_GROUPS:
                complete = False
                break
            box = self._grown(formula, case, formula.other_than(said))
            found.setdefault(fate, []).append(box)
            formula.exclude(box)
        formula.close()
        parts = (Part(shift, tuple(boxes), None, complete) for shift, boxes in found.items())
        return Differences(tuple(parts), None)

    def _grown(self, formula: _Formula, case: Case, other: int) -> Box:
        box = box_of(case)
        for at, everything in enumerate(full_box(self.sides.problem.sizes)):
            for value in members(everything & ~box[at]):
                slice_ = (*box[:at], 1 << value, *box[at + 1 :])
                if not formula.solve([other, *formula.within(slice_)]):
                    box = (*box[:at], box[at] | 1 << value, *box[at + 1 :])
        return box
