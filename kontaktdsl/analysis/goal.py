"""Queries compiled to conditions on rows, read by the descent with three possible answers.

A part (one query) is true of a case when no row of `avoid` contains it and each clause holds; a
clause says that one of the rows `some` contains it, if one of the rows `guard` does (or always,
when the clause has no guard).  A goal is the union of its parts.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from kontaktdsl.analysis.bitsets import Box, Case, bits, full_box, meet, members
from kontaktdsl.analysis.descent import Descent, Space
from kontaktdsl.analysis.problem import Problem, Query
from kontaktdsl.record import Shown

TRUE = 0
FALSE = 1
_TRUE = ~TRUE
_FALSE = ~FALSE


@attrs.frozen(eq=False, repr=False)
class Clause(Shown):
    """One of the rows `some` holds, provided that one of `guard` does (`guard` 0: always)."""

    flag: int
    guard: int
    some: int


@attrs.define(eq=False, repr=False)
class Part(Shown):
    """One query as conditions on rows; `alive` is its flag in the state."""

    alive: int
    avoid: int
    clauses: tuple[Clause, ...]


class Goal:
    """A union of queries over one problem; boxes can be excluded from it one after the other."""

    def __init__(self, problem: Problem, queries: Sequence[Query], *, narrow: bool = True) -> None:
        """Compile the queries; a single one narrows the domain, unless it is to be refuted."""
        narrow = narrow and len(queries) == 1
        layout = problem.layout
        self.problem = problem
        self.sizes = problem.sizes
        self.columns = [list(column) for column in layout.columns]
        self.boxes = list(layout.boxes)
        self.flags = 0
        self.rows = 0
        self.parts: list[Part] = []
        self.domain: Box | None = full_box(problem.sizes)
        if narrow:
            self._narrow(queries[0])
        if self.domain is not None:
            near = layout.meeting(self.domain) if narrow else layout.live
            for query in queries:
                self._compile(query, near, narrowed=narrow)
        self.fatal = self.rows if self.parts else 0
        """The rows whose cases satisfy no part."""
        for part in self.parts:
            self.fatal &= part.avoid

    def _narrow(self, query: Query) -> None:
        layout = self.problem.layout
        boxes = [layout.boxes[rule] for rule in bits(query.hit) if not self._spread(rule)]
        if len(query.inside) == 1:
            boxes.append(query.inside[0])
        for box in boxes:
            if self.domain is not None:
                self.domain = meet(self.domain, box)

    def _spread(self, rule: int) -> bool:
        rows = self.problem.layout.rows_of[rule]
        return bool(rows & (rows - 1))

    def _flag(self) -> int:
        flag = 1 << len(self.boxes)
        self.boxes.append(())
        self.flags |= flag
        return flag

    def _add(self, box: Box) -> int:
        row = 1 << len(self.boxes)
        self.boxes.append(box)
        for column, mask in zip(self.columns, box, strict=True):
            for value in members(mask):
                column[value] |= row
        return row if all(box) else 0

    def _rows(self, rules: int) -> int:
        rows_of = self.problem.layout.rows_of
        if not self.problem.layout.extra_owner:
            return rules & self.problem.layout.live
        found = 0
        for rule in bits(rules):
            found |= rows_of[rule]
        return found

    def _compile(self, query: Query, near: int, *, narrowed: bool) -> None:
        layout = self.problem.layout
        avoid = self._rows(query.miss) & near
        if query.possible:
            avoid |= layout.forbidden & near
        for box in query.outside:
            avoid |= self._add(box)
        clauses = []
        for rule in bits(query.hit):
            if not narrowed or self._spread(rule):
                clauses.append(Clause(self._flag(), 0, layout.rows_of[rule]))
            elif not layout.rows_of[rule]:
                clauses.append(Clause(self._flag(), 0, 0))
        if query.inside and not (narrowed and len(query.inside) == 1):
            some = 0
            for box in query.inside:
                some |= self._add(box)
            clauses.append(Clause(self._flag(), 0, some))
        free = query.defeated & ~self.problem.silence.subjects
        avoid |= self._rows(free) & near
        for rule in bits(query.defeated & self.problem.silence.subjects):
            guard = layout.rows_of[rule] & near
            if guard:
                some = self._rows(self.problem.silencers[rule])
                clauses.append(Clause(self._flag(), guard, some))
        part = Part(self._flag(), avoid, tuple(clauses))
        self.parts.append(part)
        self.rows |= avoid
        for clause in clauses:
            self.rows |= clause.guard | clause.some

    def exclude(self, box: Box) -> None:
        """Take the cases of a box out of every part."""
        row = self._add(box)
        self.rows |= row
        for part in self.parts:
            part.avoid |= row

    def settle(self, state: int, sure: int) -> int:
        """Read a state of the descent: true, false, or the state without what has no bearing."""
        needed = 0
        for part in self.parts:
            if not state & part.alive:
                continue
            if sure & part.avoid:
                continue
            keep = part.alive | part.avoid
            pending = state & part.avoid
            for clause in part.clauses:
                if not state & clause.flag:
                    continue
                if sure & clause.some or (clause.guard and not state & clause.guard):
                    continue
                if not state & clause.some and (not clause.guard or sure & clause.guard):
                    break
                keep |= clause.flag | clause.guard | clause.some
                pending = 1
            else:
                if not pending:
                    return _TRUE
                needed |= keep
        return state & needed or _FALSE

    def space(self, domain: Box | None = None) -> Space | None:
        """Return the space to descend, within `domain` if given; None if it holds no case."""
        here = self.domain if domain is None or self.domain is None else meet(self.domain, domain)
        if here is None:
            return None
        return Space.of(self.boxes, self.columns, here, self.rows, self.flags)

    def span(self, attribute: int, mask: int) -> tuple[int, int]:
        """Return the rows that allow some, and those that allow every class of the mask."""
        some, every = 0, -1
        for value in members(mask):
            some |= self.columns[attribute][value]
            every &= self.columns[attribute][value]
        return some, every

    def read(self, live: int, sure: int) -> bool | None:
        """Return whether all cases of a box satisfy the goal, None if that takes a descent.

        `live` are the rows that meet the box, `sure` those that contain it.
        """
        if live & self.fatal:
            return False
        state = self.settle(live & self.rows | self.flags, sure & self.rows)
        return None if state >= 0 else ~state == TRUE

    def find(self, budget: int, domain: Box | None = None) -> Box | None:
        """Return a box of cases that satisfy the goal, or None; raises Exhausted over budget."""
        space = self.space(domain)
        if space is None:
            return None
        return Descent(space, budget).find(self.settle, TRUE, ~self.flags)

    def _guess(self) -> Box | None:
        """Return a box of cases in one greedy pass, where rows must only be avoided."""
        if self.domain is None or len(self.parts) != 1 or self.parts[0].clauses:
            return None
        live = self.parts[0].avoid
        box = list(self.domain)
        for attribute, (column, mask) in enumerate(zip(self.columns, self.domain, strict=True)):
            if not live:
                break
            best = -1
            for value in members(mask):
                left = live & column[value]
                rank = left.bit_count()
                if best < 0 or rank < best:
                    best, least, box[attribute] = rank, left, 1 << value
            live = least
        return None if live else tuple(box)

    def case(self, budget: int) -> Case | None:
        """Return a case that satisfies the goal, or None; raises Exhausted over budget."""
        box = self._guess() or self.find(budget)
        return None if box is None else tuple((mask & -mask).bit_length() - 1 for mask in box)

    def refute(self, budget: int, domain: Box) -> Box | None:
        """Return a box within `domain` of cases that do not satisfy the goal, or None.

        Raises Exhausted over budget.
        """
        here = meet(full_box(self.sizes), domain)
        if here is None:
            return None
        space = Space.of(self.boxes, self.columns, here, self.rows, self.flags)
        return Descent(space, budget).find(self.settle, FALSE)

    def count(self, budget: int) -> int:
        """Return the number of cases that satisfy the goal; raises Exhausted over budget."""
        space = self.space()
        if space is None:
            return 0
        descent = Descent(space, budget)
        sizes = [mask.bit_count() for mask in space.domain]

        def combine(attribute: int, values: list[tuple[int, int]]) -> int:
            total = sum(group.bit_count() * value for group, value in values)
            return total // sizes[attribute]

        return descent.fold(self.settle, (space.volume, 0).__getitem__, combine)
