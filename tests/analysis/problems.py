"""Random problems, and the slow, obvious meaning of everything that the kernel answers."""

from __future__ import annotations

import itertools
import random

from hypothesis import strategies as st

from kontaktdsl.analysis.problem import Box, Case, Problem, Query


def random_problem(rng: random.Random) -> Problem:
    """Return a small problem with multi-row rules, overrides, clashes and forbidden boxes."""
    sizes = tuple(rng.randint(1, 4) for _ in range(rng.randint(1, 5)))
    count = rng.randint(0, 7)
    looseness = rng.choice([0.3, 0.6, 0.8])

    def box() -> Box:
        return tuple(
            (1 << size) - 1
            if rng.random() < looseness
            else rng.randint(rng.random() > 0.05, (1 << size) - 1)
            for size in sizes
        )

    rule_of = [rule for rule in range(count) for _ in range(rng.choice([0, 1, 1, 1, 2, 3]))]
    rng.shuffle(rule_of)
    rank = list(range(count))
    rng.shuffle(rank)
    silencers = _closed(_order(rng, rank, rng.choice([0.0, 0.08, 0.2, 0.5])))
    rng.shuffle(rank)
    beaten_by = _order(rng, rank, rng.choice([0.0, 0.08, 0.2, 0.5]))
    clashes = [0] * count
    likely = rng.choice([0.0, 0.3, 0.9])
    kinds = [rng.randrange(rng.choice([1, 2, 3])) for _ in range(count)]
    by_kind = rng.random() < 0.5
    for one, other in itertools.combinations(range(count), 2):
        if kinds[one] != kinds[other] if by_kind else rng.random() < likely:
            clashes[one] |= 1 << other
            clashes[other] |= 1 << one
    return Problem(
        sizes,
        tuple(box() for _ in rule_of),
        tuple(rule_of),
        tuple(box() for _ in range(rng.choice([0, 0, 1, 2]))),
        tuple(silencers),
        tuple(beaten_by),
        tuple(clashes),
        tuple(kinds),
    )


def _order(rng: random.Random, rank: list[int], likely: float) -> list[int]:
    found = [0] * len(rank)
    for one, other in itertools.permutations(range(len(rank)), 2):
        if rank[other] > rank[one] and rng.random() < likely:
            found[one] |= 1 << other
    return found


def _closed(order: list[int]) -> list[int]:
    for _ in order:
        for rule, above in enumerate(order):
            for other in range(len(order)):
                if above >> other & 1:
                    order[rule] |= order[other]
    return order


def random_query(rng: random.Random, problem: Problem) -> Query:
    """Return any query, often an unusual one."""

    def some(likely: float) -> int:
        return sum(1 << rule for rule in range(problem.rule_count) if rng.random() < likely)

    def boxes(most: int) -> tuple[Box, ...]:
        return tuple(
            tuple(
                rng.randint(0, (1 << size) - 1) | rng.randint(0, (1 << size) - 1)
                for size in problem.sizes
            )
            for _ in range(rng.randint(0, most))
        )

    return Query(
        inside=boxes(2),
        hit=some(rng.choice([0.0, 0.1, 0.3])),
        miss=some(rng.choice([0.0, 0.1, 0.5])),
        defeated=some(rng.choice([0.0, 0.2, 0.6])),
        possible=rng.random() < 0.7,
        outside=boxes(1),
    )


seeds = st.integers(min_value=0, max_value=2**64)


def all_cases(problem: Problem) -> list[Case]:
    """Return every case."""
    return list(itertools.product(*map(range, problem.sizes)))


def contains(box: Box, case: Case) -> bool:
    """Say whether the case lies in the box."""
    return all(mask & (1 << value) for mask, value in zip(box, case, strict=True))


def hit_rules(problem: Problem, case: Case) -> set[int]:
    """Return the rules that hit."""
    return {
        rule for row, rule in zip(problem.rows, problem.rule_of, strict=True) if contains(row, case)
    }


def _members(bitset: int) -> set[int]:
    return {rule for rule in range(bitset.bit_length()) if bitset & (1 << rule)}


def is_forbidden(problem: Problem, case: Case) -> bool:
    """Say whether the case is impossible."""
    return any(contains(box, case) for box in problem.forbidden)


def undefeated_rules(problem: Problem, case: Case) -> set[int]:
    """Return the hit rules that no hit rule silences."""
    hits = hit_rules(problem, case)
    return {rule for rule in hits if not _members(problem.silencers[rule]) & hits}


def kept_rules(problem: Problem, case: Case) -> set[int]:
    """Return the undefeated rules that no undefeated rule beats."""
    left = undefeated_rules(problem, case)
    return {rule for rule in left if not _members(problem.beaten_by[rule]) & left}


def verdict(problem: Problem, case: Case) -> tuple[str, int]:
    """Return the state and, for a covered case, the lowest kind of its kept rules."""
    if is_forbidden(problem, case):
        return ("impossible", -1)
    if not hit_rules(problem, case):
        return ("gap", -1)
    left = kept_rules(problem, case)
    if any(_members(problem.clashes[rule]) & left for rule in left):
        return ("conflict", -1)
    return ("covered", min(problem.kind_of[rule] for rule in left))


def satisfies(problem: Problem, query: Query, case: Case) -> bool:
    """Say whether the query describes the case."""
    hits = hit_rules(problem, case)
    return (
        (not query.inside or any(contains(box, case) for box in query.inside))
        and not any(contains(box, case) for box in query.outside)
        and _members(query.hit) <= hits
        and not _members(query.miss) & hits
        and not _members(query.defeated) & undefeated_rules(problem, case)
        and not (query.possible and is_forbidden(problem, case))
    )
