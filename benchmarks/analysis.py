"""What the exact analysis costs beside z3, oxidd and the obvious sweep; a table in Markdown.

`python benchmarks/analysis.py [--quick]`.  CPU time of this process, the median over several
random problems, ours and the peers on the same problems and in turns.  Tables follow Calvanese et
al. (arXiv 1603.07466).  A peer that is not installed is left out.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kontaktdsl.analysis import diagram, engine  # noqa: E402
from kontaktdsl.analysis.problem import Problem, Query, gap  # noqa: E402
from kontaktdsl.analysis.solver import Solver, SolverMissing  # noqa: E402
from tests.analysis import oracles  # noqa: E402

Maker = Callable[[int], Problem]
OXIDD_NODES = 1 << 22
"""Where the peer gives up, about 100 MB; shown as "out of nodes"."""


def seconds(work: Callable[[], object]) -> float:
    """Return the CPU time of one call."""
    start = time.process_time()
    work()
    return time.process_time() - start


def fresh(problem: Problem) -> Problem:
    """Return an equal problem without any cached columns."""
    return Problem(
        problem.sizes,
        problem.rows,
        problem.rule_of,
        problem.forbidden,
        problem.silencers,
        problem.beaten_by,
        problem.clashes,
        problem.kind_of,
    )


def table(rows: int, columns: int) -> Maker:
    """Return a maker of decision tables."""
    return lambda seed: oracles.decision_table(random.Random(seed), rows, columns)


def sparse(rows: int, attributes: int, fixed: int, most: int) -> Maker:
    """Return a maker of sparse rule sets."""
    return lambda seed: oracles.sparse(random.Random(seed), rows, attributes, fixed, most)


def everything(problem: Problem) -> object:
    """Answer gaps, conflicts, a witness of each, and all counts."""
    found = diagram.tally(problem)
    assert found is not None, "not counted within the budget"
    return found


def dead(problem: Problem) -> object:
    """Ask of every rule whether the others leave it a case."""
    everyone = (1 << problem.rule_count) - 1
    return [
        rule
        for rule in range(problem.rule_count)
        if engine.exists(problem, Query(hit=1 << rule, miss=everyone & ~(1 << rule))) is None
    ]


def by_oxidd(problem: Problem) -> object:
    """Count gaps and conflicts bottom-up."""
    peer = oracles.Oxidd(problem, OXIDD_NODES)
    return peer.gap(), peer.conflicts()


def sweep(problem: Problem) -> None:
    """Compare the first 200 rows with all rows, attribute by attribute."""
    for row in problem.rows[:200]:
        for other in problem.rows:
            for mask, against in zip(row, other, strict=True):
                if not mask & against:
                    break


def sweep_all(problem: Problem) -> float:
    """Return the CPU time of the sweep over all rows, scaled up from 200 rows."""
    return seconds(lambda: sweep(problem)) * len(problem.rows) / 200


def cases(*, quick: bool) -> list[tuple[str, Maker, dict[str, Callable[[Problem], object]], str]]:
    """Return (question, problems, engines, target and limit)."""
    counts = {"ours": everything, "oxidd": by_oxidd}
    found = {
        "ours": lambda problem: engine.exists(problem, gap(problem)),
        "ours, SAT alone": lambda problem: Solver(problem).witness(gap(problem)),
        "z3": lambda problem: oracles.Z3(problem).gap(),
    }
    tables = (
        [(500, 3), (1500, 13)]
        if quick
        else [(rows, columns) for rows in (500, 1000, 1500) for columns in (3, 8, 13)]
    )
    asked = [
        (
            f"gaps, conflicts, witnesses, counts: table {rows} x {columns}",
            table(rows, columns),
            counts,
            "< 0.6 s" if (rows, columns) == (1500, 13) else "",
        )
        for rows, columns in tables
    ]
    asked += [
        ("gap: table 1500 x 13", table(1500, 13), found, ""),
        (
            "regions of the gap: table 500 x 13",
            table(500, 13),
            {"ours": lambda problem: engine.regions(problem, gap(problem))},
            "",
        ),
        ("gap: 300 rules, each 4 of 30 yes/no", sparse(300, 30, 4, 2), found, "< 0.5 s"),
        (
            "its count, exact or declared not computed",
            sparse(300, 30, 4, 2),
            {"ours": lambda problem: engine.count(problem, gap(problem))},
            "#P-hard: bounded by nodes",
        ),
        (
            "gap: 500 rules, each 4 of 60 yes/no",
            sparse(500, 60, 4, 2),
            {key: found[key] for key in ("ours", "ours, SAT alone")},
            "",
        ),
        (
            "tally given up: 500 rules, each 4 of 60 yes/no",
            sparse(500, 60, 4, 2),
            {"ours": lambda problem: diagram.tally(problem)},
            "bounded by nodes",
        ),
    ]
    if not quick:
        asked += [
            (
                "all pairs: 10,000 x 30, each 12 restricted",
                sparse(10_000, 30, 12, 6),
                {"ours": engine_overlaps, "sweep (from 200 rows)": sweep_all},
                "< 0.5 s; 300,000 ANDs of 1,250 bytes: 375 MB through the cache",
            ),
            (
                "gap: 10,000 x 30, each 12 restricted",
                sparse(10_000, 30, 12, 6),
                {key: found[key] for key in ("ours", "ours, SAT alone")},
                "< 0.3 s",
            ),
            (
                "gap: 10,000 x 30, all restricted",
                sparse(10_000, 30, 30, 6),
                {key: found[key] for key in ("ours", "ours, SAT alone")},
                "< 0.3 s",
            ),
            (
                "dead rules: 10,000 x 30, each 12 restricted",
                sparse(10_000, 30, 12, 6),
                {"ours": dead},
                "< 6 s",
            ),
            ("dead rules: table 10,000 x 13", table(10_000, 13), {"ours": dead}, "< 6 s"),
        ]
    return asked


def engine_overlaps(problem: Problem) -> object:
    """Return all pairs of rules that share a case."""
    return problem.layout.overlaps()


def main() -> None:
    """Print the table."""
    quick = "--quick" in sys.argv[1:]
    print("| question | engine | median CPU s | times ours | target, limit |")
    print("|---|---|---:|---:|---|")
    for question, make, engines, remark in cases(quick=quick):
        large = "10,000" in question
        times: dict[str, list[float]] = {name: [] for name in engines}
        for seed in range(1 if quick or (large and "dead" in question) else 3):
            problem = make(seed)
            for name, work in engines.items():
                subject = fresh(problem)
                try:
                    if work is sweep_all:
                        times[name].append(sweep_all(subject))
                    else:
                        times[name].append(seconds(lambda w=work, s=subject: w(s)))
                except (ImportError, SolverMissing):
                    continue
                except MemoryError:
                    times[name].append(float("inf"))
        medians = {name: statistics.median(run) for name, run in times.items() if run}
        ours = max(medians["ours"], 1e-6)
        for name, median in medians.items():
            ratio = "" if name == "ours" else f"{median / ours:.1f}"
            shown = f"{median:.3f}" if median < float("inf") else "out of nodes"
            print(f"| {question} | {name} | {shown} | {ratio} | {remark} |", flush=True)
            question = remark = ""


if __name__ == "__main__":
    main()
