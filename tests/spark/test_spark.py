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
from tests.spark.conftest import Spark, everywhere, mostly_sail
from tests.spark.data import DAY, customers
from tests.strategies.policies import policies

REAL = sorted((Path(__file__).parents[2] / "policies").glob("*.kpol"))
ODD = """
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
"""


def wrong(
    spark: Spark, policy: str, table: pa.Table, day: date = DAY, language: str | None = None
) -> list[object]:
    """Where Spark differs."""
    got = spark.answers(policy, table, day=day.isoformat(), language=language)
    return differences(got, expected(policy, table, day, language=language))


@everywhere
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_real_policies(spark: Spark, path: Path) -> None:
    """Columns of all types, facts missing and unknown, dates from 1996 to 2040."""
    policy = path.read_text(encoding="utf-8")
    assert wrong(spark, policy, customers(loads(policy), 3000, 1)) == []


@mostly_sail
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
@pytest.mark.parametrize(("seed", "language"), [(2, "de"), (3, "en")])
def test_real_policies_again(spark: Spark, path: Path, seed: int, language: str) -> None:
    """Columns of all types, facts missing and unknown, dates from 1996 to 2040."""
    policy = path.read_text(encoding="utf-8")
    people = customers(loads(policy), 3000, seed)
    assert wrong(spark, policy, people, language=language) == []


@everywhere
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_every_kind_of_date(spark: Spark, seed: int) -> None:
    """Steps by number of contacts, duties with dates, periods, rolled dates, births, 29 February."""
    policy = ODD.replace("roll back", ("roll back", "roll forward", "roll not")[seed])
    day = date(2028, 2, 29)
    assert wrong(spark, policy, customers(loads(ODD), 2000, seed, day=day), day=day) == []


@everywhere
@pytest.mark.slow
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_a_million_customers(spark: Spark, path: Path) -> None:
    """From Parquet to Parquet."""
    policy = path.read_text(encoding="utf-8")
    table = customers(loads(policy), 1_000_000, 4)
    got = spark.answers(policy, table, files=True)
    assert differences(got, expected(policy, table, DAY)) == []


HARD = settings(
    max_examples=10,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)


@everywhere
@HARD
@given(policy=policies(), seed=st.integers(0, 2**32))
def test_random_policies(spark: Spark, policy: str, seed: int) -> None:
    """Policies with gaps, conflicts and everything else; the years are few so that it is quick."""
    table = customers(loads(policy), 200, seed, first=date(2024, 1, 1), last=date(2027, 12, 31))
    got = spark.answers(policy, table, years=[2024, 2027])
    assert differences(got, expected(policy, table, DAY)) == []


@everywhere
@pytest.mark.slow
@settings(HARD, max_examples=150)
@given(policy=policies(), seed=st.integers(0, 2**32))
def test_many_random_policies(spark: Spark, policy: str, seed: int) -> None:
    """The same with all years."""
    table = customers(loads(policy), 2000, seed)
    assert wrong(spark, policy, table) == []


SMALL = """
policy "Klein"
  id klein
attribute status: alo "arbeitslos" | asu
attribute age: number 0 to 99
status alo -> every 14 days
status asu and age under 50 -> monthly
status asu and age at least 50 -> no contact required "ruht"
"""


def table(**columns: object) -> pa.Table:
    """A table of the columns."""
    return pa.table(columns)


PEOPLE = {
    "id": [1, 2, 3],
    "status": ["alo", "ASU", "x"],
    "age": [40, 50, 60],
    "last_contact": [date(2026, 11, 1), None, date(2026, 1, 31)],
}


@everywhere
def test_nothing_runs_before_it_is_asked_for(spark: Spark) -> None:
    """A column that cannot be computed is noticed when the answers are, and not before."""
    result = spark.ask(SMALL, table(**PEOPLE), poisoned=True)
    assert "error" not in result
    assert "poison" in result["poison"]


HOSTILE = [
    "a.b`c d",
    "'; DROP TABLE kunden; --",
    '"quoted"',
    "${env:HOME} {df} %s \\",
    "zwei\nZeilen",
    "größer_als",
    "ALTER",
    "*",
    "t.`*`",
]


@mostly_sail
@pytest.mark.parametrize("local", [True, False])
def test_hostile_names_of_columns(spark: Spark, local: bool) -> None:
    """Dots, backticks, quotes and stars in names are only names."""
    names = [name for name in HOSTILE if local or name.isprintable()]
    for name in names:
        columns = Columns(
            key=name, facts={"status": f"{name}2", "age": f"{name}3"}, last_contact=f"{name}4"
        )
        renamed = table(
            **dict(zip((name, f"{name}2", f"{name}3", f"{name}4"), PEOPLE.values(), strict=True))
        )
        told = {"key": name, "facts": dict(columns.facts), "last_contact": columns.last_contact}
        got = spark.answers(SMALL, renamed, columns=told, local=local)
        assert differences(got, expected(SMALL, renamed, DAY, columns=columns)) == []


@everywhere
def test_hostile_words(spark: Spark) -> None:
    """Words of the policy, of the data and of the settings are only words."""
    words = [
        "'",
        "\\",
        "\\'",
        "${x}",
        "{df}",
        "%",
        "' OR '1'='1",
        "$$",
        "\u2028",
        "\U0001f600",
        "a\tb",
        "`",
        ";--",
        "\\u0041",
    ]
    policy = SMALL.replace('"arbeitslos"', '"arb\'eits\\\\los ${x} {df} `b` ; --"').replace(
        "ruht", "r'u\\\\h${t}"
    )
    people = table(
        id=list(range(len(words))),
        status=words,
        age=[60] * len(words),
        last_contact=pa.array([None] * len(words), pa.date32()),
    )
    half = dict.fromkeys(words[::2], "asu")
    columns = Columns(values={"status": half}, missing=tuple(words[1:6:2]))
    told = {"values": {"status": half}, "missing": list(columns.missing)}
    got = spark.answers(policy, people, columns=told)
    assert differences(got, expected(policy, people, DAY, columns=columns)) == []
    assert "decided" in got["status"].to_pylist()
    assert "unknown value" in got["status"].to_pylist()


@everywhere
def test_names_that_differ_only_by_case(spark: Spark) -> None:
    """Spark takes `Status` for `status`; here each is itself."""
    people = table(**PEOPLE, Status=["asu", "x", "alo"])
    assert "Status" in people.column_names
    got = spark.answers(SMALL, people, local=True)
    assert differences(got, expected(SMALL, people, DAY)) == []


@mostly_sail
def test_a_key_that_is_called_like_an_answer(spark: Spark) -> None:
    """Two columns of one name could not be written."""
    people = table(
        **{
            ("Status" if k == "id" else "stat" if k == "status" else k): v
            for k, v in PEOPLE.items()
        }
    )
    told = {"key": "Status", "facts": {"status": "stat"}}
    got = spark.answers(SMALL, people, columns=told)
    assert got.column_names[:2] == ["input_Status", "status"]


@mostly_sail
def test_no_key_and_no_rows(spark: Spark) -> None:
    """Without a key there are only answers; without rows none."""
    people = table(**{k: v for k, v in PEOPLE.items() if k != "id"})
    got = spark.answers(SMALL, people)
    assert got.column_names[0] == "status"
    assert sorted(got["status"].to_pylist()) == ["decided", "decided", "unknown value"]
    nothing = table(**PEOPLE).slice(0, 0)
    got = spark.answers(SMALL, nothing)
    assert differences(got, expected(SMALL, nothing, DAY)) == []


@mostly_sail
def test_a_day_outside_the_years(spark: Spark) -> None:
    """No date is guessed: the row says why it has none."""
    got = spark.answers(SMALL, table(**PEOPLE), years=[2026, 2026], day="2031-05-01")
    assert got["due"].to_pylist() == [date(2026, 11, 15), None, None]
    people = table(**{**PEOPLE, "last_contact": [date(2025, 12, 31), None, None]})
    got = spark.answers(SMALL, people, years=[2026, 2026])
    assert (
        got["reason"].to_pylist()[0]
        == "the day that is counted from lies outside the years 2026 to 2026"
    )


@mostly_sail
@pytest.mark.parametrize(
    ("change", "error", "text"),
    [
        (
            {"status": None},
            "MappingError",
            "there is no column for the attribute `status`; there are: `id`, `age`, `last_contact`",
        ),
        (
            {"age": ["40", "50", "60"]},
            "ColumnTypeError",
            "the column `age` holds text; `age` is a number",
        ),
        (
            {"last_contact": ["1.2.2026", "", ""]},
            "ColumnTypeError",
            "the column `last_contact` is no column of days",
        ),
    ],
    ids=["missing", "text for a number", "text for a day"],
)
def test_columns_that_do_not_fit(
    spark: Spark, change: dict[str, list[str] | None], error: str, text: str
) -> None:
    """One clear sentence, before anything runs."""
    people = table(**{k: v for k, v in {**PEOPLE, **change}.items() if v is not None})
    result = spark.ask(SMALL, people)
    assert result["error"] == error
    assert text in result["text"][1]


@mostly_sail
def test_a_column_that_is_there_twice(spark: Spark) -> None:
    """Which one is meant cannot be known."""
    names = ["id", "status", "age", "age"]
    result = spark.ask(SMALL, table(**PEOPLE), local=True, names=names)
    assert (result["error"], result["text"][1]) == ("MappingError", "there are two columns `age`")
