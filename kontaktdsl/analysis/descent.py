"""Recursive decomposition: split the cases on one attribute at a time until all is settled.

The state of a descent is one big integer: the rows that may still hold, and flags for what else
the question must remember.  At every state the attribute is chosen that decides most live rows,
classes with equal columns are one branch, and equal states over equal open attributes are one node.
What a state means is not known here: a `Settle` function says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import attrs

from kontaktdsl.analysis.bitsets import Box, members
from kontaktdsl.record import Shown

Settle = Callable[[int, int], int]
"""From (state, rows that certainly hold) to the state without what no longer matters, or to ~k
(a negative number) once the answer is leaf k; it must answer when no attribute is open."""

T = TypeVar("T")

FEW = 4
"""A split looks at rows one by one if they are this many times fewer than the branches."""


WIDE = 4096
"""A node whose state has more bits than this counts as two, and so on: budgets bound memory."""


class Exhausted(Exception):
    """The node budget is used up: the question is not answered."""


@attrs.frozen(eq=False, repr=False)
class Space(Shown):
    """The columns of one question, cut down to a domain and to the rows that can matter."""

    domain: Box
    boxes: Sequence[Box]
    """Per bit the box of its row."""
    branches: tuple[tuple[tuple[int, int], ...], ...]
    """Per attribute, per group of equal classes: mask of classes and column."""
    touch: tuple[int, ...]
    """Per attribute the rows that it can still decide."""
    state: int
    """The state to start from."""

    @classmethod
    def of(
        cls,
        boxes: Sequence[Box],
        columns: Sequence[Sequence[int]],
        domain: Box,
        rows: int,
        flags: int = 0,
    ) -> Space:
        """Cut the columns of the boxes down; raises ValueError if the domain is empty.

        `flags` are bits of the state without a box, which no split removes.
        """
        if not all(domain):
            raise ValueError("the domain of a descent must hold a case")
        branches = []
        touch = []
        live = rows
        for column, mask in zip(columns, domain, strict=True):
            groups: dict[int, int] = {}
            some, every = 0, rows
            for value in members(mask):
                part = column[value] & rows
                groups[part] = groups.get(part, 0) | 1 << value
                some |= part
                every &= part
            live &= some
            touch.append(some ^ every)
            branches.append(tuple([(group, part | flags) for part, group in groups.items()]))
        return cls(domain, boxes, tuple(branches), tuple(touch), live | flags)

    @property
    def volume(self) -> int:
        """The number of cases in the domain."""
        cases = 1
        for mask in self.domain:
            cases *= mask.bit_count()
        return cases


class Descent:
    """One run over a space with a budget of nodes; `path` is the branch being looked at."""

    def __init__(self, space: Space, budget: int, order: Sequence[int] | None = None) -> None:
        """Prepare a run; with `order`, attributes are split in that order only."""
        self.space = space
        self.budget = budget
        self.nodes = 0
        self.path = [0] * len(space.domain)
        self._order = None if order is None else {a: rank for rank, a in enumerate(order)}
        self._price = 1 + space.state.bit_length() // WIDE
        self._touched: dict[int, int] = {}

    def _touched_by(self, attributes: Sequence[int], open_: int) -> int:
        touched = self._touched.get(open_)
        if touched is None:
            touched = 0
            for attribute in attributes:
                touched |= self.space.touch[attribute]
            self._touched[open_] = touched
        return touched

    def _relevant(self, state: int, attributes: Sequence[int]) -> tuple[list[int], int]:
        """Return the attributes that still touch a live row, as a list and as a bitset."""
        touch = self.space.touch
        relevant = [attribute for attribute in attributes if touch[attribute] & state]
        open_ = 0
        for attribute in relevant:
            open_ |= 1 << attribute
        return relevant, open_

    def _choose(self, state: int, attributes: Sequence[int]) -> int:
        if self._order is not None:
            return min(attributes, key=self._order.__getitem__)
        touch = self.space.touch
        best, most = -1, 0
        for attribute in attributes:
            touched = (touch[attribute] & state).bit_count()
            if touched > most:
                best, most = attribute, touched
        return best

    def _split(self, state: int, attribute: int) -> dict[int, int]:
        space = self.space
        branches = space.branches[attribute]
        touched = space.touch[attribute] & state
        children: dict[int, int] = {}
        if touched.bit_count() * FEW > len(branches):
            for group, column in branches:
                child = state & column
                children[child] = children.get(child, 0) | group
            return children
        children[state ^ touched] = space.domain[attribute]
        boxes = space.boxes
        while touched:
            row = touched & -touched
            touched ^= row
            mask = boxes[row.bit_length() - 1][attribute]
            for child, group in list(children.items()):
                inside = group & mask
                if inside:
                    children[child | row] = inside
                    if inside == group:
                        del children[child]
                    else:
                        children[child] = group ^ inside
        return children

    def fold(
        self,
        settle: Settle,
        leaf: Callable[[int], T],
        combine: Callable[[int, list[tuple[int, T]]], T],
        arrive: Callable[[int], None] | None = None,
    ) -> T:
        """Return the value of the whole space, from leaves up.

        `combine` gets an attribute and (mask of classes, value) pairs; `arrive` is told of every
        leaf while `path` holds the way to it.  Raises Exhausted over budget.
        """
        memo: dict[tuple[int, int], T] = {}
        path = self.path

        def visit(state: int, attributes: Sequence[int], open_: int) -> T:
            state = settle(state, state & ~self._touched_by(attributes, open_))
            if state < 0:
                if arrive is not None:
                    arrive(~state)
                return leaf(~state)
            attributes, open_ = self._relevant(state, attributes)
            key = (state, open_)
            if key in memo:
                return memo[key]
            self.nodes += self._price
            if self.nodes > self.budget:
                raise Exhausted
            attribute = self._choose(state, attributes)
            others = [other for other in attributes if other != attribute]
            rest = open_ ^ (1 << attribute)
            values = []
            for child, group in self._split(state, attribute).items():
                path[attribute] = group
                values.append((group, visit(child, others, rest)))  # noqa: F821  # deleted below, not here
            path[attribute] = 0
            value = memo[key] = combine(attribute, values)
            return value

        whole = self.space.state, range(len(path)), (1 << len(path)) - 1
        try:
            return visit(*whole)
        finally:
            del visit  # it holds itself, and with it all that is not needed any more

    def find(self, settle: Settle, wanted: int, weigh: int = -1) -> Box | None:
        """Return a box of cases that all end in leaf `wanted`, or None if no case does.

        Branches with few live rows among `weigh` are tried first.  Raises Exhausted over budget.
        """
        seen: set[tuple[int, int]] = set()
        path = self.path

        def visit(state: int, attributes: Sequence[int], open_: int) -> bool:
            state = settle(state, state & ~self._touched_by(attributes, open_))
            if state < 0:
                return ~state == wanted
            attributes, open_ = self._relevant(state, attributes)
            key = (state, open_)
            if key in seen:
                return False
            self.nodes += self._price
            if self.nodes > self.budget:
                raise Exhausted
            attribute = self._choose(state, attributes)
            others = [other for other in attributes if other != attribute]
            rest = open_ ^ (1 << attribute)
            children = self._split(state, attribute)
            for child in sorted(
                children, key=lambda c: ((c & weigh).bit_count(), children[c] & -children[c])
            ):
                path[attribute] = children[child]
                if visit(child, others, rest):  # noqa: F821  # deleted below, not here
                    return True
            path[attribute] = 0
            seen.add(key)
            return False

        whole = self.space.state, range(len(path)), (1 << len(path)) - 1
        try:
            if not visit(*whole):
                return None
        finally:
            del visit  # it holds itself, and with it all that is not needed any more
        return tuple(step or mask for step, mask in zip(path, self.space.domain, strict=True))
