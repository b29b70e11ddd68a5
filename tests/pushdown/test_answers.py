"""The view in a real database answers like one customer at a time, to the last column."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kontaktdsl.policy import Policy
from kontaktdsl.project import load, loads
from kontaktdsl.pushdown import tables
from kontaktdsl.pushdown.types import Type
from tests.batch.customers import customers
from tests.batch.reference import row
from tests.batch.test_engine import ODD, REAL
from tests.batch.test_numbers_as_words import COLUMNS, INTERVAL, ROWS, STATUS
from tests.batch.test_numbers_as_words import POLICY as NUMBERS
from tests.pushdown.engines import Engine
from tests.pushdown.population import Population, close, population, within
from tests.strategies.policies import policies

DAY = date(2026, 11, 25)
FEW = 2025, 2027
"""Years for policies that are made up: tables of dates are what takes time."""

FIXED = settings(
    phases=(Phase.explicit, Phase.generate),  # a database is too slow to shrink with
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)


def differences(
    engine: Engine,
    policy: Policy,
    count: int,
    seed: int,
    *,
    day: date = DAY,
    language: str = "de",
    years: tuple[int, int] = tables.YEARS,
    **chances: float,
) -> list[object]:
    """Rows that the database answers otherwise than the oracle."""
    drawn = close(customers(policy, count, seed, **chances), seed)
    if years != tables.YEARS:
        drawn = within(drawn, *years)
    people = population(policy, drawn, day, seed, loose=engine.loose)
    engine.customers(people)
    script = engine.script(policy, language=language, years=years)
    engine.install(script, day)
    got = engine.answers(script)
    assert [each.pop("id") for each in got] == list(range(1, count + 1))
    found = []
    for person, answer, given_ in zip(people.people, got, people.rows, strict=True):
        expected = row(policy, person, day, language)
        if answer != expected:
            parts = {k: (answer.get(k), v) for k, v in expected.items() if answer.get(k) != v}
            found.append((dict(zip(people.types, given_, strict=True)), parts))
    return found


@cache
def real(path: Path) -> Policy:
    """A real policy, compiled once."""
    return load(path)


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_real_policies(engine: Engine, path: Path) -> None:
    """Random customers with facts missing and wrong, dates from 1996 to 2040."""
    assert differences(engine, real(path), 600, 1) == []


def test_in_english_on_a_leap_day(engine: Engine) -> None:
    """Another language, another day: the tables of days and ages are those of that day."""
    found = differences(
        engine, real(REAL[0]), 300, 2, day=date(2028, 2, 29), language="en", missing=0.02
    )
    assert found == []


def test_steps_duties_and_rolling(engine: Engine) -> None:
    """Every kind of date: deadlines, steps by number of contacts, periods, rolled dates."""
    for seed, text in enumerate((ODD, ODD.replace("roll back", "roll forward"))):
        assert differences(engine, loads(text), 400, seed, years=(2020, 2031)) == []


@settings(FIXED, max_examples=8)
@given(text=policies(), seed=st.integers(0, 2**32))
def test_random_policies(engine: Engine, text: str, seed: int) -> None:
    """Policies with gaps, conflicts and everything else, on random customers."""
    assert differences(engine, loads(text), 60, seed, years=FEW) == []


@settings(FIXED, max_examples=4)
@given(text=policies(), seed=st.integers(0, 2**32), most=st.integers(1, 60))
def test_random_policies_in_stages(engine: Engine, text: str, seed: int, most: int) -> None:
    """Several small tables one after another give the same as one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "MOST_ROWS", most)
        assert differences(engine, loads(text), 60, seed, years=FEW) == []


def test_numbers_that_stand_for_values(engine: Engine) -> None:
    """`[map]` says what 1 and 2 stand for: in columns of whole numbers and of others alike."""
    rows = list(zip(range(1, len(STATUS) + 1), *ROWS.values(), strict=True))
    for kind in (Type.INTEGER, Type.DECIMAL):
        types = dict.fromkeys(("id", "status", "neu", "age"), kind)
        engine.customers(Population({**types, "id": Type.INTEGER}, rows, []))
        script = engine.script(NUMBERS, COLUMNS, language="en", years=FEW)
        engine.install(script, DAY)
        found = engine.answers(script)
        assert [each["status"] for each in found] == STATUS
        assert [each["interval"] for each in found] == INTERVAL


KINDS_OF_TEXT = {
    "duckdb": ["VARCHAR COLLATE NOCASE", "ENUM ('alo', 'ALO', 'aLo', 'asu', 'alo ')"],
    "sqlite": ["TEXT COLLATE NOCASE", "TEXT COLLATE RTRIM"],
    "postgres": ["VARCHAR(9)", "words", "word"],
}


def test_words_are_compared_exactly_in_columns_of_any_kind(engine: Engine) -> None:
    """Collations that see no capitals or blanks, enumerations and domains change nothing."""
    database = engine.database
    if database.keeps_views:
        database.execute("CREATE TYPE words AS ENUM ('alo', 'ALO', 'aLo', 'asu', 'alo ')")
        database.execute("CREATE DOMAIN word AS TEXT CHECK (VALUE <> 'x')")
    policy = loads(
        'policy "x"\nattribute status: alo | asu\nalo -> monthly\nasu -> every 2 weeks\n'
    )
    for kind in KINDS_OF_TEXT[database.dialect.name]:
        database.execute(f"CREATE TABLE kunden (id INTEGER, status {kind})")
        database.execute(
            "INSERT INTO kunden VALUES (1, 'alo'), (2, 'ALO'), (3, 'aLo'), (4, 'alo '), (5, NULL)"
        )
        script = engine.script(policy, language="en", years=FEW)
        engine.install(script, DAY)
        found = [each["status"] for each in engine.answers(script)]
        assert found == ["decided", "decided", "unknown value", "unknown value", "missing fact"]
        cascade = " CASCADE" if database.keeps_views else ""
        database.execute(f"DROP TABLE kunden{cascade}")
