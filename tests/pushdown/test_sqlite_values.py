"""SQLite keeps a type with each value: the view reads each as `kpol run` reads a cell."""

from __future__ import annotations

from datetime import date

import attrs
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlglot import exp

from kontaktdsl.batch.codes import FactReader, counts_of, days_of
from kontaktdsl.batch.dates import BAD, NONE, number
from kontaktdsl.batch.mapping import Columns
from kontaktdsl.dates import latest_birth
from kontaktdsl.project import loads
from kontaktdsl.pushdown.classes import Fact, share
from kontaktdsl.pushdown.convention import matched
from kontaktdsl.pushdown.dialects import DIALECTS
from kontaktdsl.pushdown.reads import Reader
from kontaktdsl.pushdown.tables import UNKNOWN, first_ages
from kontaktdsl.pushdown.types import Type

DAY = date(2026, 11, 25)
POLICY = loads("""
policy "Werte"
attribute age: number 15 to 66
attribute wait_days: number 0 to 30000
attribute status: alo | asu "arbeit suchend"
attribute neu: yes or no
event Antrag
age under 25 and wait_days under 5 -> first within 2 days of Antrag, then after 2 weeks, then monthly
age at least 25 and wait_days over 100 and alo -> monthly
asu and neu -> see "x"
""")
COLUMNS = Columns(missing=("k.A.", "-1", "99"), values={"status": {"7": "alo"}})
MATCHED = matched(
    POLICY.plan,
    ["id", "age", "wait_days", "status", "neu", "Antrag", "last_contact", "contacts"],
    COLUMNS,
)
SQLITE = DIALECTS["sqlite"]
VALUES: tuple[object, ...] = (
    None, "", "k.A.", "K.A.", " k.A.", 0, 1, 2, 7, -1, 99, 14, 15, 24, 25, 66, 67, 2**40, -(2**62),
    0.0, 1.0, -1.0, 24.0, 24.5, 1e300, -1e300, float("inf"), "24", " 24 ", "+24", "-5", "024", "24.0",
    "2 4", "+", "-", "1e2", "\t30\n", "9" * 18, "9" * 25, "0", "1", "7", "ja", "Ja", "JA", "jA", "nein",
    "alo", "ALO", "aLo", "alo ", "asu", "arbeit suchend", "true", "quatsch", "'", "2000-02-29",
    "2001-02-29", "2010-11-25", "2011-11-25", "2011-11-26", "1959-11-25", "1959-11-26", "2026-11-26",
    " 2001-03-17 ", "2001-03-17 08:00", "2001-03-17T08:00:00", "2001-03-17T08:00:00.25",
    "2001-03-17x", "2001-03-17 8x:00", "2001-13-01", "20010317", "0000-01-01", b"alo", b"24", b"",
)  # fmt: skip


def asked(expression: exp.Expr, value: object) -> object:
    """What SQLite makes of a value in a column without a type."""
    import sqlite3

    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE t (x)")
    connection.execute("INSERT INTO t VALUES (?)", [value])
    query = f"SELECT {expression.sql('sqlite')} FROM t AS t"
    return connection.execute(query).fetchone()[0]


def column(name: str = "x") -> exp.Column:
    """The column of that table."""
    return exp.Column(this=exp.to_identifier(name, quoted=True), table=exp.to_identifier("t"))


def both(name: str, value: object) -> tuple[int, int]:
    """The class of a value by the engine, and by SQLite."""
    axis = next(a for a in POLICY.plan.space.axes if a.attribute.name == name)
    words = MATCHED.vocabulary.get(name, {})
    births = name in MATCHED.born
    reader = FactReader(axis, words, MATCHED.missing, DAY, births=births)
    fact = Fact(
        axis=axis,
        weight=1,
        value=column(),
        kind=Type.ANY,
        vocabulary=words,
        missing=MATCHED.missing,
        births=tuple(
            exp.Literal.string(latest_birth(age, DAY).isoformat()) for age in first_ages(axis)
        )
        if births
        else (),
    )
    found = asked(share(fact, SQLITE), value)
    assert isinstance(found, int)
    return reader.cell(value), len(axis.classes) + 1 if found == UNKNOWN else found


@pytest.mark.parametrize("name", ["age", "wait_days", "status", "neu"])
@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_value_of_a_fact(name: str, value: object) -> None:
    """The same class by both ways."""
    engine, sqlite = both(name, value)
    assert engine == sqlite


@given(
    st.sampled_from(["age", "wait_days", "status", "neu"]),
    st.one_of(
        st.integers(-(2**62), 2**62),
        st.floats(allow_nan=False),
        st.text(max_size=5).filter(lambda t: t.isascii() and "\0" not in t and t.isprintable()),
        st.integers(-40, 120).map(str),
        st.dates(date(1950, 1, 1), date(2030, 1, 1)).map(date.isoformat),
    ),
)
def test_any_value_of_a_fact(name: str, value: object) -> None:
    """The same for values that nobody thought of."""
    engine, sqlite = both(name, value)
    assert engine == sqlite


def reads() -> dict[str, tuple[exp.Expr, exp.Expr]]:
    """How the last contact and the number of contacts are read, from the column `x`."""
    found = attrs.evolve(MATCHED, last_contact="x", contacts="x", events=())
    types = dict.fromkeys((*found.used, "x"), Type.ANY)
    each = Reader(found, types, SQLITE, "de").all()
    return {read.name: (read.value, read.bad) for read in each if read.bad is not None}


@pytest.mark.parametrize("value", [v for v in VALUES if not isinstance(v, bytes)], ids=repr)
def test_a_day_and_a_number_of_contacts(value: object) -> None:
    """None, a day or a number, or something that cannot be read: the same by both ways."""
    day, bad = (asked(part, value) for part in reads()["last"])
    engine = (
        int(days_of(pa.array([value]), MATCHED.missing)[0])
        if isinstance(value, str | None)
        else BAD
    )
    assert bool(engine == BAD) is bool(bad)
    assert (day is None) is bool(engine in (NONE, BAD))
    if isinstance(day, str):
        assert number(date.fromisoformat(day)) == engine
    if isinstance(value, str) and value.strip().lstrip("+-").isdigit():
        return  # digits as text are no number of contacts in SQLite, and unknown there
    if isinstance(value, float) and abs(value) > 1e18:
        return
    count, wrong = (asked(part, value) for part in reads()["contacts"])
    engine = int(counts_of(pa.array([value]), MATCHED.missing)[0])
    assert bool(engine == BAD) is bool(wrong)
    assert (count is None) is bool(engine in (NONE, BAD))
    if isinstance(count, int | float):
        assert min(count, 1_000_000) == engine
