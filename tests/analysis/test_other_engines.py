"""Middle sizes against z3 and oxidd, large ones against bounds of time and the obvious sweep."""

from __future__ import annotations

import builtins
import random
import subprocess
import sys

import pytest

from kontaktdsl.analysis import diagram, engine
from kontaktdsl.analysis.problem import Problem, Query, gap
from kontaktdsl.analysis.solver import Solver, SolverMissing
from tests.analysis import oracles
from tests.analysis.problems import hit_rules

TABLES = [(60, 3), (120, 5), (200, 8), (150, 13)]


@pytest.mark.parametrize(("rows", "columns"), TABLES)
def test_oxidd_counts_the_same_gaps_and_conflicts(rows: int, columns: int) -> None:
    problem = oracles.decision_table(random.Random(rows), rows, columns, 30)
    peer = oracles.Oxidd(problem)
    tally = diagram.tally(problem)
    assert tally is not None
    assert (tally.gap, tally.conflict) == (peer.gap(), peer.conflicts())
    assert diagram.count(problem, gap(problem)) == tally.gap
    assert sum(tally.counts.values()) == problem.cases


@pytest.mark.parametrize("seed", range(6))
def test_z3_and_the_solver_agree_on_gaps(seed: int) -> None:
    problem = oracles.sparse(random.Random(seed), 60 + 30 * seed, 12, 3, 4)
    peer = oracles.Z3(problem).gap()
    solver = Solver(problem)
    for case in (engine.exists(problem, gap(problem)), solver.witness(gap(problem)), peer):
        assert (case is None) == (peer is None)
        if case is not None:
            assert not hit_rules(problem, case)
    solver.close()


def test_regions_of_a_table_add_up_to_what_oxidd_counts() -> None:
    problem = oracles.decision_table(random.Random(5), 150, 6, 30)
    found = engine.regions(problem, gap(problem))
    peer = oracles.Oxidd(problem)
    assert found.complete
    assert found.total == peer.gap() == peer.count(peer.union(found.boxes))
    assert not any(problem.layout.meeting(box) for box in found.boxes)


def test_all_pairs_are_those_of_the_obvious_sweep() -> None:
    problem = oracles.sparse(random.Random(1), 300, 12, 5, 5)
    for one, meeting in enumerate(problem.layout.overlaps()):
        for other, row in enumerate(problem.rows):
            shared = all(a & b for a, b in zip(problem.rows[one], row, strict=True))
            assert meeting >> other & 1 == shared


def test_an_exploding_count_is_declared_and_existence_still_answered() -> None:
    problem = oracles.sparse(random.Random(2), 400, 60, 4)
    assert diagram.tally(problem, budget=500) is None
    assert diagram.count(problem, gap(problem), budget=50) is None
    assert diagram.build(problem, bool, budget=500) is None
    case = engine.exists(problem, gap(problem))
    assert case is not None
    assert not hit_rules(problem, case)


def test_three_hundred_attributes_do_not_exhaust_the_stack() -> None:
    sizes = (2,) * 300
    rows = [tuple(1 if a == k else 3 for a in range(300)) for k in range(300)]
    problem = oracles.plain(sizes, rows)
    assert engine.exists(problem, gap(problem)) == (1,) * 300
    assert diagram.count(problem, gap(problem)) == 1
    found = engine.regions(problem, gap(problem))
    assert found.boxes == ((2,) * 300,)


def _without_pysat(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def refuse(name: str, *rest: object) -> object:
        if name.startswith("pysat"):
            raise ImportError(name)
        return real(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", refuse)


def test_without_solver_small_questions_are_answered_and_hard_ones_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _without_pysat(monkeypatch)
    small = oracles.decision_table(random.Random(3), 60, 4, 20)
    assert engine.regions(small, gap(small)).complete
    hard = oracles.sparse(random.Random(4), 300, 30, 4)
    with pytest.raises(SolverMissing, match="install python-sat"):
        Solver(hard)
    monkeypatch.setattr(engine, "SEARCH", 2)
    assert engine.exists(hard, gap(hard)) is None
    monkeypatch.setattr(engine, "SEARCH_ALONE", 2)
    with pytest.raises(SolverMissing):
        engine.exists(hard, gap(hard))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"silencers": (3, 3)}, "cycles"),
        ({"beaten_by": (2, 1)}, "cycles"),
        ({"silencers": (4, 0)}, "does not exist"),
        ({"clashes": (0,)}, "one entry a rule"),
        ({"rows": ((1,), (8,))}, "a class that"),
        ({"rows": ((1, 1), (3, 3))}, "one mask per attribute"),
        ({"rule_of": (0, 2)}, "rules 0 to 1"),
        ({"sizes": (0,)}, "at least one class"),
    ],
)
def test_ill_formed_problems_are_refused(changed: dict[str, object], words: str) -> None:
    parts: dict[str, object] = {
        "sizes": (2,),
        "rows": ((1,), (2,)),
        "rule_of": (0, 1),
        "forbidden": (),
        "silencers": (0, 0),
        "beaten_by": (0, 0),
        "clashes": (0, 0),
        "kind_of": (0, 0),
    }
    Problem(**parts)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=words):
        Problem(**(parts | changed))  # type: ignore[arg-type]


def test_an_open_order_of_silencers_is_refused() -> None:
    with pytest.raises(ValueError, match="transitively closed"):
        Problem((), (), (), (), (2, 4, 0), (0,) * 3, (0,) * 3, (0,) * 3)


def test_no_attribute_is_one_case() -> None:
    problem = Problem((), ((),), (0,), (), (0,), (0,), (0,), (7,))
    tally = engine.tally(problem)
    assert tally is not None
    assert tally.kinds == {7: 1}
    assert engine.exists(problem, Query()) == ()
    assert engine.exists(problem, gap(problem)) is None


def test_importing_the_engine_is_cheap() -> None:
    code = (
        "import sys, importlib; sys.modules['kontaktdsl'] = type(sys)('kontaktdsl');"
        "sys.modules['kontaktdsl'].__path__ = ['kontaktdsl'];"
        "importlib.import_module('kontaktdsl.analysis.engine');"
        "print(sorted({'pysat', 'numpy', 'dataclasses', 'lark', 'z3'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_rules_that_differ_only_in_whom_they_beat_are_kept_apart() -> None:
    problem = Problem(
        (2, 2, 2),
        ((2, 3, 3), (3, 2, 3), (3, 3, 2)),
        (0, 1, 2),
        (),
        (0, 0, 0),
        (0, 0, 1),
        (4, 4, 3),
        (0, 0, 1),
    )
    tally = engine.tally(problem)
    assert tally is not None
    assert (tally.gap, tally.conflict, tally.kinds) == (1, 1, {0: 5, 1: 1})
