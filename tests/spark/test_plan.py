"""What Spark makes of the plan: small tables go to the rows, and the rows stay where they are."""

from __future__ import annotations

from itertools import islice, product
from pathlib import Path

import pyarrow as pa

from kontaktdsl.project import loads
from tests.spark.conftest import Spark, everywhere
from tests.spark.data import customers

POLICY = Path(__file__).parents[2] / "policies" / "dahme-spreewald.kpol"
LETTERS = "abcdef"
ATTRIBUTES = 4
SHUFFLES = (
    "SortMergeJoin",
    "ShuffledHashJoin",
    "hashpartitioning",
    "Cartesian",
    "NestedLoop",
    "rangepartitioning",
)
PER_ROW = ("PythonUDF", "EvalPython", "InPandas", "InArrow")


def test_classic_spark_broadcasts_and_never_shuffles(classic: Spark) -> None:
    """Every join is one with a small table that each worker holds; unused columns are not read."""
    policy = POLICY.read_text(encoding="utf-8")
    result = classic.ask(policy, customers(loads(policy), 10, 1), day="2026-11-25")
    plan = result["plan"]
    assert plan.count("BroadcastHashJoin") == 5
    assert not [word for word in (*SHUFFLES, *PER_ROW) if word in plan]
    assert "last_contact" in plan
    assert "unused" not in plan


def test_sail_collects_the_small_tables(sail: Spark) -> None:
    """Many customers are never exchanged by a hash, nor compared row by row."""
    policy = POLICY.read_text(encoding="utf-8")
    plan = sail.ask(policy, customers(loads(policy), 300_000, 1))["plan"]
    assert plan.count("mode=CollectLeft, join_type=Right") == 5
    assert not [w for w in ("Hash([", "NestedLoop", "CrossJoin", "SortMerge", "Udf") if w in plan]
    assert "unused" not in plan


def many_rules(count: int) -> str:
    """A policy of that many rules over the same attributes and values."""
    lines = ['policy "Viele"', "  id viele"]
    for number in range(ATTRIBUTES):
        values = " | ".join(f"{letter}{number}" for letter in LETTERS)
        lines.append(f"attribute m{number}: {values}")
    cases = product(LETTERS, repeat=ATTRIBUTES)
    for days, case in enumerate(islice(cases, count), 1):
        said = " and ".join(f"m{number} {letter}{number}" for number, letter in enumerate(case))
        lines.append(f"{said} -> every {days % 60 + 1} days")
    return "\n".join(lines) + "\n"


@everywhere
def test_the_plan_does_not_grow_with_the_rules(spark: Spark) -> None:
    """Ten rules or a thousand: the same joins and expressions, only a small table is longer."""
    people = pa.table({f"m{number}": [f"a{number}", f"f{number}"] for number in range(ATTRIBUTES)})
    plans = []
    for count in (10, 100, 1000):
        result = spark.ask(many_rules(count), people, years=[2026, 2026])
        assert "error" not in result, result
        plans.append(result["plan"])
    joins = {plan.count("HashJoin") for plan in plans}
    assert len(joins) == 1
    assert min(joins) >= 3
    assert max(map(len, plans)) < 1.1 * min(map(len, plans))
