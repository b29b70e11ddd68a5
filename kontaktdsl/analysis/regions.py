"""Regions: the cases of a question as few maximal boxes, large ones first.

A witness outside all boxes so far is grown, attribute by attribute, as far as every case of the
box still belongs to the question; the largest box over several orders of growth is taken, until no
witness is left.  Boxes that the others cover are dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs

from kontaktdsl.analysis.bitsets import Box, Case, box_of, full_box, members, volume
from kontaktdsl.analysis.descent import Exhausted
from kontaktdsl.analysis.diagram import BUDGET, count
from kontaktdsl.analysis.goal import Goal
from kontaktdsl.analysis.problem import Problem, Query
from kontaktdsl.record import Record

Exists = Callable[[Problem, Query, Goal], "Case | None"]

PROOF = 20_000
"""Nodes that one step of growth may use to prove that the grown box is still inside."""
ORDERS = 6
"""How many orders of growth are tried per witness."""
EXACT_ROWS = 2_000
"""With more rows than this, only one order of growth is tried."""


@attrs.frozen(eq=False, repr=False)
class Regions(Record):
    """Boxes that cover exactly the cases of a question (if `complete`)."""

    boxes: tuple[Box, ...]
    """Ordered by the number of possible cases in each, most first."""
    witnesses: tuple[Case, ...]
    """Per box a case of the question."""
    complete: bool
    """No case of the question lies outside the boxes (proven)."""
    maximal: bool
    """No box can be extended (proven)."""
    total: int | None
    """The exact number of cases of the question, None if not computed."""


def regions(
    problem: Problem,
    queries: Query | Sequence[Query],
    limit: int | None = None,
    *,
    exists: Exists,
    grow_through_impossible: bool = False,
    budget: int = BUDGET,
    orders: int = ORDERS,
) -> Regions:
    """Return few maximal boxes that cover exactly the cases that one of the queries describes.

    At most `limit` boxes are looked for.  With `grow_through_impossible` boxes may hold forbidden
    cases besides, where that makes them larger.  `budget` (nodes) is for the counts,
    `orders` says how many orders of growth are tried per witness.
    """
    if isinstance(queries, Query):
        queries = (queries,)
    grower = _Grower(
        problem, queries, grow_through_impossible=grow_through_impossible, orders=orders
    )
    found: list[tuple[Box, Case]] = []
    complete = True
    for query in queries:
        goal = Goal(problem, (query,))
        for box, _ in found:
            goal.exclude(box)
        here = attrs.evolve(query, outside=(*query.outside, *(box for box, _ in found)))
        while True:
            case = exists(problem, here, goal)
            if case is None:
                break
            if limit is not None and len(found) >= limit:
                complete = False
                break
            box = grower.grow(case)
            found.append((box, case))
            goal.exclude(box)
            here = attrs.evolve(here, outside=(*here.outside, box))
        if not complete:
            break
    total = count(problem, queries, budget=budget) if queries else 0
    kept = _without_covered(problem, queries, found, exact=not grow_through_impossible)
    sized = [(_possible(problem, box, budget), box, case) for box, case in kept]
    sized.sort(key=lambda entry: (-entry[0], entry[1]))
    return Regions(
        tuple(box for _, box, _ in sized),
        tuple(case for _, _, case in sized),
        complete,
        grower.maximal,
        total,
    )


def _possible(problem: Problem, box: Box, budget: int) -> int:
    if not problem.layout.meeting(box) & problem.layout.forbidden:
        return volume(box)
    cases = count(problem, Query(inside=(box,)), budget=budget)
    return volume(box) if cases is None else cases


def _without_covered(
    problem: Problem, queries: Sequence[Query], found: list[tuple[Box, Case]], *, exact: bool
) -> list[tuple[Box, Case]]:
    """Drop boxes, small ones first, whose cases of the question all lie in the other boxes."""
    kept = sorted(found, key=lambda entry: (-volume(entry[0]), entry[0]))
    for entry in reversed(kept[:]):
        others = tuple(box for box, _ in kept if box != entry[0])
        if exact and any(mask & ~_hull(others, a) for a, mask in enumerate(entry[0])):
            continue
        alone = Query((entry[0],), possible=False, outside=others)
        try:
            if all(Goal(problem, (query & alone,)).find(PROOF) is None for query in queries):
                kept.remove(entry)
        except Exhausted:
            continue
    return kept


def _hull(boxes: Sequence[Box], attribute: int) -> int:
    mask = 0
    for box in boxes:
        mask |= box[attribute]
    return mask


class _Grower:
    """Grows a case to a maximal box within the question."""

    def __init__(
        self,
        problem: Problem,
        queries: Sequence[Query],
        *,
        grow_through_impossible: bool,
        orders: int,
    ) -> None:
        if grow_through_impossible and problem.forbidden:
            queries = (*queries, Query(inside=problem.forbidden, possible=False))
        self.goal = Goal(problem, queries, narrow=False)
        self.full = full_box(problem.sizes)
        self.maximal = True
        self.orders = self._orders(problem, orders)

    def _orders(self, problem: Problem, most: int) -> list[tuple[int, ...]]:
        count_ = len(problem.sizes)
        wanted = most if len(problem.rows) <= EXACT_ROWS else 1
        orders = [tuple(range(count_)), tuple(reversed(range(count_)))]
        step = max(1, count_ // max(1, wanted - 2))
        orders += [(*range(k, count_), *range(k)) for k in range(step, count_, step)]
        return list(dict.fromkeys(orders))[:wanted]

    def grow(self, case: Case) -> Box:
        best = None
        for order in self.orders:
            box = self._grow(box_of(case), order)
            if best is None or volume(box) > volume(best):
                best = box
        assert best is not None
        return best

    def _grow(self, box: Box, order: Sequence[int]) -> Box:
        goal = self.goal
        spans = [goal.span(attribute, mask) for attribute, mask in enumerate(box)]
        for attribute in order:
            live = sure = -1
            for other, (some, every) in enumerate(spans):
                if other != attribute:
                    live &= some
                    sure &= every
            mask = box[attribute]
            for value in members(self.full[attribute] & ~mask):
                column = goal.columns[attribute][value]
                inside = goal.read(live & column, sure & column)
                if inside is None:
                    inside = self._proven((*box[:attribute], 1 << value, *box[attribute + 1 :]))
                if inside:
                    mask |= 1 << value
            box = (*box[:attribute], mask, *box[attribute + 1 :])
            spans[attribute] = goal.span(attribute, mask)
        return box

    def _proven(self, box: Box) -> bool:
        try:
            return self.goal.refute(PROOF, box) is None
        except Exhausted:
            self.maximal = False
            return False
