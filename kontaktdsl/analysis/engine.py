"""The front door of the exact analysis: it chooses the way by itself.

Every question first goes to the descent with a small budget, which answers all questions about
real policies; what is left goes to the SAT solver.  Where that is not installed the descent gets a
large budget, and only then SolverMissing is raised: an analysis is never skipped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kontaktdsl.analysis import regions as _regions
from kontaktdsl.analysis.bitsets import Case
from kontaktdsl.analysis.descent import Exhausted
from kontaktdsl.analysis.diagram import BUDGET, build, count, lowered, tally
from kontaktdsl.analysis.goal import Goal
from kontaktdsl.analysis.problem import (
    Problem,
    Query,
    conflict,
    conflicting_pairs,
    matches,
    undefeated,
)
from kontaktdsl.analysis.regions import Regions
from kontaktdsl.analysis.solver import SolverMissing

__all__ = [
    "Regions",
    "SolverMissing",
    "always_silenced",
    "build",
    "conflicts",
    "count",
    "exists",
    "never_hit",
    "regions",
    "tally",
]

SEARCH = 400
"""Nodes that the descent may use for one question before the solver takes over."""
SEARCH_ALONE = 200_000
"""Nodes that it may use where no solver is installed."""


def exists(problem: Problem, query: Query) -> Case | None:
    """Return a case that the query describes, with low classes, or None (proven).

    Raises SolverMissing if the question is too hard without python-sat.
    """
    case = _exists(problem, query, Goal(problem, (query,)))
    if case is None:
        return None
    return lowered(problem.sizes, case, lambda other: matches(problem, query, other))


def _exists(problem: Problem, query: Query, goal: Goal) -> Case | None:
    """Answer for a query whose goal may exclude further boxes, all of them in `query.outside`."""
    try:
        return goal.case(SEARCH)
    except Exhausted:
        pass
    try:
        return problem.solver.witness(query)
    except SolverMissing as missing:
        try:
            return goal.case(SEARCH_ALONE)
        except Exhausted:
            raise missing from None


def regions(
    problem: Problem,
    queries: Query | Sequence[Query],
    limit: int | None = None,
    *,
    grow_through_impossible: bool = False,
    budget: int = BUDGET,
    orders: int = _regions.ORDERS,
) -> Regions:
    """Return few maximal boxes that cover exactly the cases that one of the queries describes.

    At most `limit` boxes are looked for.  With `grow_through_impossible` boxes may hold forbidden
    cases besides, where that makes them larger.  `budget` (nodes) is for the counts.  Raises
    SolverMissing if the question is too hard without python-sat.
    """
    return _regions.regions(
        problem,
        queries,
        limit,
        exists=_exists,
        grow_through_impossible=grow_through_impossible,
        budget=budget,
        orders=orders,
    )


def conflicts(problem: Problem) -> Iterator[tuple[int, int]]:
    """Find the pairs of rules that are kept together in a possible case and contradict, in order;
    each is searched for when it is asked for.
    """
    for rule, other in conflicting_pairs(problem):
        if _exists_at_all(problem, conflict(problem, rule, other)):
            yield rule, other


def never_hit(problem: Problem) -> tuple[int, ...]:
    """Return the rules that hit no possible case."""
    layout = problem.layout
    if not layout.forbidden:
        return tuple(rule for rule, rows in enumerate(layout.rows_of) if not rows)
    rules = range(problem.rule_count)
    return tuple(r for r in rules if not _exists_at_all(problem, Query(hit=1 << r)))


def always_silenced(problem: Problem) -> tuple[int, ...]:
    """Return the rules that hit possible cases, and are silenced in all of them."""
    rules = (r for r in range(problem.rule_count) if problem.silencers[r])
    silenced = [r for r in rules if not _exists_at_all(problem, undefeated(problem, r))]
    return tuple(r for r in silenced if _exists_at_all(problem, Query(hit=1 << r)))


def _exists_at_all(problem: Problem, query: Query) -> bool:
    return _exists(problem, query, Goal(problem, (query,))) is not None
