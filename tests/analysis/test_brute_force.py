"""The kernel against brute force over all cases of random problems."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings

from kontaktdsl.analysis import engine
from kontaktdsl.analysis.solver import Solver
from tests.analysis import checks
from tests.analysis.problems import random_problem, random_query, seeds

usual = settings(max_examples=100)


@usual
@given(seeds)
def test_every_case_is_judged_as_defined(seed: int) -> None:
    checks.check_judgement(random_problem(random.Random(seed)))


@usual
@given(seeds)
def test_counts_per_verdict_are_exact(seed: int) -> None:
    checks.check_tally(random_problem(random.Random(seed)))


@usual
@given(seeds)
def test_diagrams_lead_every_case_to_its_leaf(seed: int) -> None:
    rng = random.Random(seed)
    checks.check_build(random_problem(rng), rng)


@usual
@given(seeds)
def test_the_questions_of_the_language_are_answered_alike_by_every_path(seed: int) -> None:
    problem = random_problem(random.Random(seed))
    solver = Solver(problem)
    for query in checks.standard_queries(problem):
        checks.check_query(problem, query, solver)
    solver.close()


@usual
@given(seeds)
def test_any_question_is_answered_alike_by_every_path(seed: int) -> None:
    rng = random.Random(seed)
    problem = random_problem(rng)
    solver = Solver(problem)
    queries = [random_query(rng, problem) for _ in range(6)]
    for query in queries:
        checks.check_query(problem, query, solver)
        checks.check_conjunction(problem, query, queries[0])
        checks.check_layout(problem, query)
    solver.close()


@usual
@given(seeds)
def test_regions_cover_exactly_and_cannot_be_widened(seed: int) -> None:
    rng = random.Random(seed)
    problem = random_problem(rng)
    queries = [random_query(rng, problem) for _ in range(rng.randint(0, 3))]
    checks.check_regions(problem, queries, through=False)
    checks.check_regions(problem, checks.standard_queries(problem)[2:3], through=True)
    conflicts = [
        query for query in checks.standard_queries(problem)[3:] if query.hit.bit_count() == 2
    ]
    checks.check_regions(problem, conflicts, through=rng.random() < 0.5)


@usual
@given(seeds)
def test_overlaps_conflicts_and_dead_rules_are_complete(seed: int) -> None:
    checks.check_overlaps(random_problem(random.Random(seed)))


@usual
@given(seeds)
def test_the_solver_alone_finds_the_same(seed: int) -> None:
    rng = random.Random(seed)
    problem = random_problem(rng)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "SEARCH", 0)
        checks.check_overlaps(problem)
        queries = [random_query(rng, problem) for _ in range(2)]
        checks.check_regions(problem, queries, through=False)


@pytest.mark.slow
def test_a_campaign_of_thousands() -> None:
    rng = random.Random()
    for _ in range(4_000):
        seed = rng.getrandbits(64)
        print("seed", seed)
        for test in (
            test_every_case_is_judged_as_defined,
            test_counts_per_verdict_are_exact,
            test_diagrams_lead_every_case_to_its_leaf,
            test_the_questions_of_the_language_are_answered_alike_by_every_path,
            test_any_question_is_answered_alike_by_every_path,
            test_regions_cover_exactly_and_cannot_be_widened,
            test_overlaps_conflicts_and_dead_rules_are_complete,
            test_the_solver_alone_finds_the_same,
        ):
            test.hypothesis.inner_test(seed)  # type: ignore[attr-defined]
