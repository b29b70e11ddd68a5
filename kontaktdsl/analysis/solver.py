"""Witnesses from a SAT solver (python-sat, CaDiCaL): existence questions of any size.

Classes are one-hot with a ladder, so that encodings stay linear; every distinct mask is one
literal, and the negation of a row is one clause over those.  Sets of rules that must miss,
`forbidden` boxes and defeated rules are switched on by assumptions: one solver serves all queries.
"""

from __future__ import annotations

from collections.abc import Iterable

from kontaktdsl.analysis.bitsets import Box, Case, bits, full_box, meet
from kontaktdsl.analysis.problem import Problem, Query

FEW_RULES = 48
"""So many missing rules are assumed one by one; a larger set gets a switch of its own."""


class SolverMissing(Exception):
    """The question needs the SAT solver, and python-sat cannot be imported."""

    def __init__(self) -> None:
        """Say what to install."""
        super().__init__("this policy is too large to analyse without a solver: install python-sat")


class Solver:
    """All questions about one problem; raises SolverMissing without python-sat."""

    def __init__(self, problem: Problem) -> None:
        """Encode the classes; rules are encoded when a query first needs them."""
        try:
            from pysat.solvers import Cadical153
        except ImportError as error:
            raise SolverMissing from error
        self.problem = problem
        self._solver = Cadical153()
        self._variables = 0
        self._clauses: list[list[int]] = []
        self._full = full_box(problem.sizes)
        self._classes = [self._encode(size) for size in problem.sizes]
        self._literal: list[dict[int, int]] = [
            {1 << value: literal for value, literal in enumerate(classes)}
            for classes in self._classes
        ]
        self._hit_of: dict[int, int] = {}
        self._signalled = 0
        self._witnessed: set[int] = set()
        self._switches: dict[tuple[str, object], int] = {}

    def _new(self) -> int:
        self._variables += 1
        return self._variables

    def _encode(self, size: int) -> list[int]:
        if size == 1:
            literal = self._new()
            self._clauses.append([literal])
            return [literal]
        if size == 2:
            literal = self._new()
            return [-literal, literal]
        classes = [self._new() for _ in range(size)]
        self._clauses.append(list(classes))
        above = [self._new() for _ in range(size - 1)]
        for value in range(size - 1):
            self._clauses.append([-classes[value], -above[value]])
            self._clauses.append([-classes[value + 1], above[value]])
            if value:
                self._clauses.append([-above[value], above[value - 1]])
        return classes

    def _mask(self, attribute: int, mask: int) -> int:
        """Return the literal of "the class is in this mask" (neither empty nor full)."""
        literals = self._literal[attribute]
        found = literals.get(mask)
        if found is None:
            found = literals.get(mask ^ self._full[attribute])
            if found is not None:
                return -found
            found = literals[mask] = self._new()
            for value, literal in enumerate(self._classes[attribute]):
                self._clauses.append([-literal, found if mask >> value & 1 else -found])
        return found

    def _box(self, box: Box) -> list[int]:
        """Return the literals whose conjunction is "the case lies in this box" (not empty)."""
        return [
            self._mask(attribute, mask)
            for attribute, (mask, full) in enumerate(zip(box, self._full, strict=True))
            if mask != full
        ]

    def _no_box(self, box: Box, unless: int) -> None:
        if all(box):
            self._clauses.append([unless, *(-literal for literal in self._box(box))])

    def _hit(self, rule: int) -> int:
        if rule not in self._hit_of:
            self._hit_of[rule] = self._new()
        return self._hit_of[rule]

    def _rows(self, rule: int) -> list[Box]:
        layout = self.problem.layout
        return [layout.boxes[row] for row in bits(layout.rows_of[rule])]

    def _signal(self, rules: int) -> None:
        """Encode for these rules: a row that contains the case makes the rule hit."""
        for rule in bits(rules & ~self._signalled):
            hit = self._hit(rule)
            for box in self._rows(rule):
                self._no_box(box, hit)
        self._signalled |= rules

    def _witnessed_hit(self, rule: int) -> int:
        """Encode for this rule: it hits only where one of its rows contains the case."""
        hit = self._hit(rule)
        if rule not in self._witnessed:
            self._witnessed.add(rule)
            self._some_box(self._rows(rule), hit)
        return hit

    def _some_box(self, boxes: Iterable[Box], condition: int) -> None:
        boxes = [box for box in boxes if all(box)]
        if len(boxes) == 1:
            self._clauses.extend([-condition, literal] for literal in self._box(boxes[0]))
            return
        choices = []
        for box in boxes:
            choices.append(self._new())
            self._clauses.extend([-choices[-1], literal] for literal in self._box(box))
        self._clauses.append([-condition, *choices])

    def _switch(self, name: str, subject: object) -> tuple[int, bool]:
        key = (name, subject)
        new = key not in self._switches
        if new:
            self._switches[key] = self._new()
        return self._switches[key], new

    def _assume(self, query: Query) -> list[int] | None:
        """Return the assumptions for a query; None if its boxes exclude each other."""
        layout = self.problem.layout
        domain = self._full
        assumptions = []
        for rule in bits(query.hit):
            rows = layout.rows_of[rule]
            if not rows:
                return None
            if rows & (rows - 1):
                assumptions.append(self._witnessed_hit(rule))
            else:
                narrower = meet(domain, layout.boxes[rows.bit_length() - 1])
                if narrower is None:
                    return None
                domain = narrower
        if len(query.inside) == 1:
            narrower = meet(domain, query.inside[0])
            if narrower is None:
                return None
            domain = narrower
        elif query.inside:
            switch, new = self._switch("inside", query.inside)
            if new:
                self._some_box(query.inside, switch)
            assumptions.append(switch)
        assumptions += self._box(domain)
        near = layout.meeting(domain)
        miss = layout.rules_among(near & ~layout.forbidden)
        suspects = query.defeated & miss
        miss &= query.miss | (suspects & ~self.problem.silence.subjects)
        if miss.bit_count() <= FEW_RULES:
            self._signal(miss)
            assumptions += [-self._hit(rule) for rule in bits(miss)]
        else:
            switch, new = self._switch("miss", miss)
            if new:
                self._signal(miss)
                self._clauses.extend([-switch, -self._hit(rule)] for rule in bits(miss))
            assumptions.append(switch)
        for rule in bits(suspects & self.problem.silence.subjects):
            switch, new = self._switch("defeated", rule)
            if new:
                self._signal(1 << rule)
                actors = [self._witnessed_hit(t) for t in bits(self.problem.silencers[rule])]
                self._clauses.append([-switch, -self._hit(rule), *actors])
            assumptions.append(switch)
        if query.possible and near & layout.forbidden:
            switch, new = self._switch("possible", None)
            if new:
                for box in self.problem.forbidden:
                    self._no_box(box, -switch)
            assumptions.append(switch)
        for box in query.outside:
            switch, new = self._switch("outside", box)
            if new:
                self._no_box(box, -switch)
            assumptions.append(switch)
        return assumptions

    def witness(self, query: Query) -> Case | None:
        """Return a case that the query describes, or None if there is none (proven)."""
        assumptions = self._assume(query)
        if assumptions is None:
            return None
        self._solver.append_formula(self._clauses)
        self._clauses = []
        if not self._solver.solve(assumptions=assumptions):
            return None
        model = self._solver.get_model() or []
        case = []
        for classes in self._classes:
            for value, literal in enumerate(classes):
                variable = abs(literal)
                true = variable <= len(model) and model[variable - 1] > 0
                if true == (literal > 0):
                    case.append(value)
                    break
        return tuple(case)

    def close(self) -> None:
        """Free the memory of the solver."""
        self._solver.delete()


def witness(problem: Problem, query: Query) -> Case | None:
    """Return a case that the query describes, or None; raises SolverMissing without python-sat."""
    solver = Solver(problem)
    try:
        return solver.witness(query)
    finally:
        solver.close()
