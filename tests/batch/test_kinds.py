"""Callers bring tables of any kind, and columns of any type, and get the same answers back."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontaktdsl import Policy, load, loads
from kontaktdsl.batch import dates
from kontaktdsl.batch.codes import FactReader, counts_of, days_of
from kontaktdsl.batch.dates import BAD, NONE
from kontaktdsl.batch.mapping import Columns, MappingError, vocabulary
from kontaktdsl.batch.matching import match
from kontaktdsl.dates import age_on
from tests.batch.customers import customers, table

ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 25)
POLICY = load(ROOT / "policies" / "dahme-spreewald.kpol")
SMALL = """
Richtlinie "Klein"
  Kennung klein
Merkmal Alter: Zahl 15 bis 66
Merkmal Status: alo "arbeitslos" | asu "arbeitsuchend"
Merkmal Intensiv: ja oder nein
Alter unter 25 und alo -> 14-tägig [§ 1]
Alter mindestens 25 und alo -> monatlich [§ 2]
asu und Intensiv -> 3-monatlich [§ 3]
asu und nicht Intensiv -> 6-monatlich [§ 4]
"""


@pytest.fixture(scope="module")
def people() -> pa.Table:
    """Customers of one real policy."""
    return table(POLICY, customers(POLICY, 500, 5))


KINDS: dict[str, tuple[Callable[[pa.Table], object], Callable[[object], pa.Table]]] = {
    "table in pieces": (
        lambda t: pa.concat_tables([t.slice(0, 7), t.slice(7, 0), t.slice(7)]),
        lambda t: t,
    ),
    "batch": (lambda t: t.combine_chunks().to_batches()[0], lambda b: pa.Table.from_batches([b])),
    "reader": (
        lambda t: pa.RecordBatchReader.from_batches(t.schema, t.to_batches(max_chunksize=33)),
        lambda r: r.read_all(),  # type: ignore[attr-defined]
    ),
    "polars": (pl.from_arrow, lambda f: f.to_arrow()),  # type: ignore[attr-defined]
    "polars, lazy": (lambda t: pl.from_arrow(t).lazy(), lambda f: f.collect().to_arrow()),  # type: ignore[union-attr,attr-defined]
    "pandas": (
        lambda t: t.to_pandas(),
        lambda f: pa.Table.from_pandas(f, preserve_index=False),  # type: ignore[arg-type]
    ),
    "duckdb": (lambda t: duckdb.from_arrow(t), lambda r: r.to_arrow_table()),  # type: ignore[attr-defined]
    "capsule": (lambda t: _Capsule(t), lambda t: t),
}


class _Capsule:
    """A table of nobody's kind that speaks the PyCapsule interface."""

    def __init__(self, inner: pa.Table) -> None:
        self.inner = inner

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.inner.__arrow_c_stream__(requested_schema)


def plain(found: pa.Table) -> list[dict[str, object]]:
    """Rows as plain values, dictionaries decoded."""
    rows = found.to_pylist()
    for row in rows:
        for key, value in row.items():
            if isinstance(value, datetime):
                row[key] = value.date()
            elif isinstance(value, float):
                row[key] = None if value != value else int(value)
    return rows


@pytest.mark.parametrize("kind", KINDS)
def test_the_callers_kind(kind: str, people: pa.Table) -> None:
    """Each kind of table gives the rows that the Arrow table gives, in its own kind."""
    into, back = KINDS[kind]
    given_table = into(people)
    found = POLICY.decide_batch(given_table, day=DAY)
    if kind != "capsule":
        assert type(found) is type(given_table)
    assert plain(back(found)) == plain(POLICY.decide_batch(people, day=DAY))


def test_numpy_arrays() -> None:
    """A mapping of arrays gives a mapping of arrays."""
    policy = loads(SMALL)
    found = policy.decide_batch(
        {
            "id": np.array([7, 8, 9]),
            "Alter": np.array([24, 25, 99]),
            "Status": np.array(["alo", "arbeitslos", "asu"]),
            "Intensiv": np.array([True, False, True]),
            "letzter Kontakt": np.array(["2026-11-01", "2026-01-31", "NaT"], "datetime64[D]"),
        },
        day=DAY,
    )
    assert found["id"].tolist() == [7, 8, 9]
    assert found["interval"].tolist() == ["alle 14 Tage", "monatlich", None]
    assert found["due"].astype(str).tolist() == ["2026-11-15", "2026-02-28", "NaT"]
    assert found["facts"].tolist() == [None, None, "Alter"]


def test_pandas_keeps_its_index() -> None:
    """Answers line up with the frame that was asked."""
    policy = loads(SMALL)
    frame = pd.DataFrame(
        {"Alter": [20, 30], "Status": ["alo", "alo"], "Intensiv": [False, True]}, index=["x", "y"]
    )
    found = policy.decide_batch(frame, day=DAY)
    assert found.index.tolist() == ["x", "y"]
    assert found.loc["y", "interval"] == "monatlich"


def test_a_capsule_is_read_where_it_lies(people: pa.Table) -> None:
    """Only the columns that are used are asked of a duckdb relation."""
    database = duckdb.connect()
    database.register("people", people)
    relation = database.sql("SELECT *, error('nobody needs this') AS boom FROM people")
    assert len(POLICY.decide_batch(relation, day=DAY)) == len(people)


def test_an_empty_table(people: pa.Table) -> None:
    """No rows in, no rows out, the same columns."""
    found = POLICY.decide_batch(people.slice(0, 0), day=DAY)
    assert found.num_rows == 0
    assert found.schema == POLICY.decide_batch(people, day=DAY).schema
    assert POLICY.decide_batch(people.slice(0, 0).to_pandas(), day=DAY).empty


def test_what_is_no_table() -> None:
    """Misuse is a TypeError in words."""
    with pytest.raises(TypeError, match="not list"):
        POLICY.decide_batch([1, 2])


def test_a_column_is_missing(people: pa.Table) -> None:
    """The message names the attribute and what is there; `absent` says that it is meant."""
    fewer = people.drop_columns(["Prognose"])
    with pytest.raises(MappingError) as caught:
        POLICY.decide_batch(fewer, day=DAY)
    assert caught.value.text.de.startswith("für das Merkmal `Prognose` gibt es keine Spalte")
    assert caught.value.text.en.startswith("there is no column for the attribute `Prognose`")
    found = POLICY.decide_batch(fewer, columns=Columns(absent=("Prognose",)), day=DAY)
    assert found.num_rows == len(people)


# --- columns of any type ------------------------------------------------------------------------


def reader(policy: Policy, name: str, on: date = DAY, **said: str) -> FactReader:
    """The reader of one attribute."""
    axis = next(axis for axis in policy.plan.space.axes if axis.attribute.name == name)
    is_number = name == "Alter"
    words = {} if is_number else vocabulary(axis.attribute, said)
    return FactReader(axis, words, frozenset([""]), on, births=is_number)


AGES = [None, 14, 15, 24, 25, 66, 67]
CLASSES = [2, 3, 0, 0, 1, 1, 3]


@pytest.mark.parametrize(
    "kind",
    [pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.uint8(), pa.uint16(), pa.uint32(), pa.uint64(),
     pa.float32(), pa.float64(), pa.decimal128(9, 2), pa.string(), pa.large_string(), pa.string_view(),
     pa.dictionary(pa.int8(), pa.string()), pa.dictionary(pa.int32(), pa.int64())],
    ids=str,
)  # fmt: skip
def test_numbers_of_any_type(kind: pa.DataType) -> None:
    """Ages as integers, floats, decimals, words and dictionaries; also behind an offset."""
    values: list[object] = list(AGES)
    if pa.types.is_decimal(kind):
        values = [None if v is None else Decimal(v) for v in AGES]  # type: ignore[arg-type]
    elif "string" in str(kind):
        values = [None if v is None else str(v) for v in AGES]
    column = pa.array([*values[:1], *values], pa.string() if "string" in str(kind) else None)
    if pa.types.is_dictionary(kind):
        column = column.dictionary_encode().cast(kind)
    else:
        column = column.cast(kind)
    read = reader(loads(SMALL), "Alter")
    assert read.read(column.slice(1))[0].tolist() == CLASSES


def test_numbers_that_are_none() -> None:
    """Halves, infinities, words and dates before birth are unknown, NaN is missing."""
    read = reader(loads(SMALL), "Alter")
    odd = pa.array([24.5, float("inf"), -float("inf"), float("nan"), 1e300, 24.0])
    assert read.read(odd)[0].tolist() == [3, 3, 3, 2, 3, 0]
    words = pa.array(["24", " 24 ", "+24", "24.0", "vierundzwanzig", "", "9" * 30, "-1", "２４"])
    assert read.read(words)[0].tolist() == [0, 0, 0, 3, 3, 2, 3, 3, 3]
    wide = pa.array([2**63 - 1, -(2**63), 24])
    assert read.read(wide)[0].tolist() == [3, 3, 0]
    assert read.read(pa.array([True, False]))[0].tolist() == [3, 3]
    assert read.read(pa.array([[1], None]))[0].tolist() == [3, 2]
    assert read.read(pa.nulls(2))[0].tolist() == [2, 2]


@given(
    birth=st.dates(date(1950, 1, 1), date(2026, 11, 25)),
    on=st.dates(date(2010, 1, 1), date(2030, 12, 31)),
)
@settings(max_examples=300)
def test_ages_from_births(birth: date, on: date) -> None:
    """A date of birth is the age on the day of evaluation; outside the range it is unknown."""
    read = reader(loads(SMALL), "Alter", on)
    age = age_on(birth, on) if birth <= on else -1
    expected = 3 if not 15 <= age <= 66 else int(age >= 25)
    for column in (
        pa.array([birth]),
        pa.array([datetime.combine(birth, datetime.min.time())]),
        pa.array([birth.strftime("%d.%m.%Y"), birth.isoformat()]),
        pa.array([birth]).cast(pa.date64()),
    ):
        assert set(read.read(column)[0].tolist()) == {expected}


def test_the_day_of_a_birthday() -> None:
    """25 begins on the birthday; born on 29 February, on 1 March in a common year."""
    for birth, on, old in (
        (date(2001, 11, 25), date(2026, 11, 25), True),
        (date(2001, 11, 26), date(2026, 11, 25), False),
        (date(2000, 2, 29), date(2025, 2, 28), False),
        (date(2000, 2, 29), date(2025, 3, 1), True),
        (date(1999, 3, 1), date(2024, 2, 29), False),
        (date(1999, 2, 28), date(2024, 2, 29), True),
    ):
        assert reader(loads(SMALL), "Alter", on).read(pa.array([birth]))[0].tolist() == [int(old)]


def test_words_for_values() -> None:
    """Names, labels and the usual capitals; blanks around a word are not taken away."""
    read = reader(loads(SMALL), "Status")
    words = ["alo", "ALO", "Alo", "arbeitslos", "Arbeitslos", "asu", "aLO", " alo", "", None, "Asu"]
    assert read.read(pa.array(words))[0].tolist() == [0, 0, 0, 0, 0, 1, 3, 3, 2, 2, 1]
    assert read.read(pa.array([0, 1]))[0].tolist() == [3, 3]
    assert read.read(pa.array([date(2020, 1, 1), None]))[0].tolist() == [3, 2]


def test_words_for_yes_and_no() -> None:
    """J and N, ja and nein, 1 and 0, booleans."""
    read = reader(loads(SMALL), "Intensiv")
    words = ["ja", "J", "yes", "wahr", "1", "nein", "N", "false", "0", "x", ""]
    assert read.read(pa.array(words))[0].tolist() == [1] * 5 + [0] * 4 + [3, 2]
    assert read.read(pa.array([True, False, None]))[0].tolist() == [1, 0, 2]
    for kind in (pa.int8(), pa.uint8(), pa.int64(), pa.uint64(), pa.float64()):
        assert read.read(pa.array([1, 0, 2, None], kind))[0].tolist() == [1, 0, 3, 2]
    mapped = reader(loads(SMALL), "Intensiv", X="ja", J="nein")
    assert mapped.read(pa.array(["X", "x", "J", "nein"]))[0].tolist() == [1, 1, 0, 0]


def test_days_of_any_type() -> None:
    """Dates, timestamps with and without a zone, German and English words; the rest is marked."""
    day = dates.number(date(2001, 3, 17))
    zone = pa.array([datetime(2001, 3, 16, 23, 30)], pa.timestamp("us", "UTC"))
    assert days_of(pa.array([date(2001, 3, 17), None])).tolist() == [day, NONE]
    assert days_of(pa.array([datetime(2001, 3, 17, 23, 59)])).tolist() == [day]
    assert days_of(zone.cast(pa.timestamp("us", "Europe/Berlin"))).tolist() == [day]
    assert days_of(zone).tolist() == [day - 1]
    before = pa.array([datetime(1969, 12, 31, 12)])
    assert days_of(before).tolist() == [-1]
    words = [
        "17.03.2001",
        "17.3.2001",
        "2001-03-17",
        "2001-03-17T10:00:00",
        "2001-03-17 00:00:00.0Z",
    ]
    assert days_of(pa.array(words)).tolist() == [day] * 5
    bad = ["17.03.01", "31.02.2001", "3/17/2001", "gestern", "2001-03-17x", "0000-01-01"]
    assert days_of(pa.array(bad)).tolist() == [BAD] * 6
    assert days_of(pa.array(["", None])).tolist() == [NONE] * 2
    assert days_of(pa.nulls(1)).tolist() == [NONE]
    assert days_of(pa.array([12])).tolist() == [BAD]


def test_numbers_of_contacts() -> None:
    """Whole numbers from 0 on, also as words."""
    assert counts_of(pa.array([0, 3, None, -1])).tolist() == [0, 3, NONE, BAD]
    assert counts_of(pa.array(["2", " 2", "", "x", "2.5"])).tolist() == [2, 2, NONE, BAD, BAD]
    assert counts_of(pa.array([2.0, 2.5, float("nan")])).tolist() == [2, BAD, NONE]


@given(st.text(max_size=6), st.text(max_size=6))
@settings(max_examples=200)
def test_a_word_means_one_value_or_none(one: str, other: str) -> None:
    """However labels collide, a word that could mean two values means neither."""
    policy = loads(SMALL)
    axis = next(axis for axis in policy.plan.space.axes if axis.attribute.name == "Status")
    found = vocabulary(axis.attribute, {one: "alo", other: "asu"})
    assert found["alo" if one != "alo" and other != "alo" else one] in (0, 1)
    if one != other:
        assert found[one] == 0
        assert found[other] == 1


# --- which column -------------------------------------------------------------------------------


def test_columns_are_found_by_name_and_label() -> None:
    """Case, blanks, underscores and umlauts do not matter, and nobody guesses between two."""
    policy = POLICY.model
    needed = [axis.attribute for axis in POLICY.plan.space.axes]
    names = ["KUNDENNUMMER", "geburtsdatum", "status", "integrationsprognose", "Intensivkunde",
             "selbstaendig", "ABSOLV", "quali", "tage_ohne_alg2", "rechtskreiswechsler",
             "Antragstellung Alg II", "leistungsbeginn", "Letzter_Kontakt", "Name"]  # fmt: skip
    found = match(policy, needed, names)
    assert found.key == "KUNDENNUMMER"
    assert found.last_contact == "Letzter_Kontakt"
    assert found.facts_by_name["Alter"] == "geburtsdatum"
    assert "Name" not in found.used
    with pytest.raises(MappingError) as caught:
        match(policy, needed, [*names, "STATUS"])
    assert "zwei Spalten" in caught.value.text.de
    with pytest.raises(MappingError) as caught:
        match(policy, needed, names, Columns(facts={"Alter": "geburtsdatun"}))
    assert "geburtsdatum" in caught.value.text.de
    with pytest.raises(MappingError) as caught:
        match(policy, needed, names, Columns(facts={"Altr": "geburtsdatum"}))
    assert "`Alter`" in caught.value.text.en
    with pytest.raises(MappingError) as caught:
        match(policy, needed, names, Columns(values={"Status": {"x": "nix"}}))
    assert "`alo`, `asu`" in caught.value.text.de


def test_far_away_dates() -> None:
    """Dates outside the tabled years are computed one by one, and the impossible has a reason."""
    policy = loads(SMALL)
    days = [
        date(1, 1, 1),
        date(1850, 1, 31),
        date(2500, 12, 31),
        date(9999, 12, 31),
        date(2026, 1, 1),
    ]
    found = policy.decide_batch(
        pa.table(
            {"Alter": [30] * 5, "Status": ["alo"] * 5, "Intensiv": [True] * 5, "last contact": days}
        ),
        day=DAY,
    )
    assert found["due"].to_pylist() == [
        date(1, 2, 1), date(1850, 2, 28), date(2501, 1, 31), None, date(2026, 2, 1),
    ]  # fmt: skip
    assert found["reason"].to_pylist()[3] == "der Termin liegt außerhalb des Kalenders"


def test_no_heavy_import() -> None:
    """Loading and deciding one customer needs neither numpy nor pyarrow."""
    import subprocess

    program = (
        "import sys, kontaktdsl; p = kontaktdsl.loads(sys.argv[1]);"
        "p.decide({'Alter': 20, 'Status': 'alo', 'Intensiv': True});"
        "print(sorted({'numpy', 'pyarrow', 'polars', 'pandas', 'duckdb'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, SMALL], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_blocks_do_not_matter(people: pa.Table) -> None:
    """Rows at the seams of blocks are answered like all others."""
    from kontaktdsl.batch import engine

    whole = POLICY.decide_batch(people, day=DAY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "BLOCK", 37)
        assert plain(POLICY.decide_batch(people, day=DAY)) == plain(whole)


def test_a_year_of_evaluation_days() -> None:
    """Overdue counts from the day of evaluation and is never negative."""
    policy = loads(SMALL)
    rows = pa.table({"Alter": [20], "Status": ["alo"], "Intensiv": [False], "last contact": [DAY]})
    for later in range(0, 40, 3):
        found = policy.decide_batch(rows, day=DAY + timedelta(later))
        assert found["days_overdue"].to_pylist() == [max(0, later - 14)]
