"""Sail and classic Spark give the table that `Policy.decide_batch` gives, to the last row."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kontaktdsl.batch.mapping import Columns
from kontaktdsl.project import loads
from tests.spark.compare import differences, expected
from tests.spark.conftest import DAY, Spark
from tests.spark.data import customers
from tests.strategies.policies import policies

REAL = sorted((Path(__file__).parents[2] / "policies").glob("*.kpol"))
ODD = '''
policy "Stufen"
  id stufen
  calendar "Rheinland-Pfalz"
  due dates roll back
attribute age: number 0 to 120
attribute status: alo | asu
attribute Neu: yes or no
event Antrag "Antrag auf Leistung"
event Ende
kinds: Gruppe, Telefon
impossible: age under 3 and alo because "zu jung"
impossible: age over 110
rules Grund [§ 1]:
  - alo -> first within 15 working days of Antrag, then after 2 weeks, then after 1 month, then every 3 months, do "Bericht" within 10 working days of Ende
  - asu and age under 25 -> once per calendar quarter, may use Gruppe
  - asu and age 25 to 60 -> see "Anderes"
  - asu and Neu and age over 60 -> as needed "Leitung"
at every contact [§ 2]:
  - Neu -> do "Prüfen"
'''


def wrong(
    spark: Spark, policy: str, table: pa.Table, day: date = DAY, language: str | None = None
) -> list[object]:
    """Where Spark differs."""
    got = spark.answers(policy, table, day=day.isoformat(), language=language)
    return differences(got, expected(policy, table, day, language=language))


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_real_policies(spark: Spark, path: Path, seed: int) -> None:
    """Columns of all types, facts missing and unknown, dates from 1996 to 2040."""
    policy = path.read_text(encoding="utf-8")
    assert wrong(spark, policy, customers(loads(policy), 3000, seed), language=("de", "en", None)[seed - 1]) == []


@pytest.mark.parametrize("seed", range(3))
def test_every_kind_of_date(spark: Spark, seed: int) -> None:
    """Steps by number of contacts, duties with dates, periods, rolled dates, births, 29 February."""
    policy = ODD.replace("roll back", ("roll back", "roll forward", "roll not")[seed])
    table = customers(loads(ODD), 2000, 10 + seed)
    assert wrong(spark, policy, table, day=date(2028, 2, 29)) == []


@pytest.mark.slow
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_a_million_customers(spark: Spark, path: Path) -> None:
    """From Parquet to Parquet."""
    policy = path.read_text(encoding="utf-8")
    table = customers(loads(policy), 1_000_000, 4)
    got = spark.answers(policy, table, files=True)
    assert differences(got, expected(policy, table, DAY)) == []
