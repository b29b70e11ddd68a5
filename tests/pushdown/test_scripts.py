"""The texts for databases that are not here: read back, carried over to DuckDB, and run there.

sqlglot reads each script in its own dialect and writes it for DuckDB.  That shows that the text
means what it should to somebody who knows the dialect (sqlglot), not that a server takes it.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import attrs
import pytest
import sqlglot
from sqlglot import exp

from kontaktdsl.batch.mapping import Columns
from kontaktdsl.project import load, loads
from kontaktdsl.pushdown.convention import expected
from kontaktdsl.pushdown.dialects import DIALECTS
from kontaktdsl.pushdown.script import Script, table_named
from kontaktdsl.pushdown.types import Type
from tests.batch.customers import customers
from tests.batch.reference import row
from tests.batch.test_engine import ODD, REAL
from tests.pushdown import engines
from tests.pushdown.population import population, within
from tests.pushdown.test_answers import DAY

YEARS = 2026, 2026
ROOT = Path(__file__).parents[2]


def statements(text: str, name: str) -> Iterator[exp.Expr]:
    """The statements of a script as sqlglot reads its text, without what only clients read."""
    batches = text.split("\nGO\n") if name == "tsql" else [text]
    if name == "oracle":  # PL/SQL: drops what may not be there
        lines = text.split("\n")
        batches = [
            "\n".join(
                _inside(line) if line.startswith("BEGIN ") else line
                for line in lines
                if line != "/"
            )
        ]
    for read in (each for batch in batches for each in sqlglot.parse(batch, read=name)):
        if read is not None:
            assert not isinstance(read, exp.Command) or read.name.upper() == "SET", read
            yield read


def _inside(line: str) -> str:
    """The statement that a block of PL/SQL runs."""
    read = sqlglot.parse_one(f"SELECT {line.split('IMMEDIATE ')[1].split('; EXCEPTION')[0]}")
    found = read.expressions[0].name
    return f"{found.replace('DROP VIEW', 'DROP VIEW IF EXISTS').replace('DROP TABLE', 'DROP TABLE IF EXISTS')};"


def carried(part: exp.Expr) -> exp.Expr:
    """What DuckDB has no word for, and does without."""
    match part:
        case exp.Collate():
            return part.this
        case exp.National():
            return exp.Literal.string(part.name)
        case exp.DateTrunc() | exp.Ordered():
            return part.this
        case exp.Anonymous() if part.name.upper() == "TRUNC":
            return part.expressions[0]
        case exp.Anonymous() if part.name.upper() == "NCHAR":
            return exp.Chr(expressions=part.expressions)
        case exp.IfBlock():
            return part.find(exp.Create)
        case exp.DataType() if part.expressions:  # NVARCHAR(MAX)
            return exp.DataType(this=part.this)
    return part


@pytest.mark.parametrize("name", ["tsql", "snowflake", "bigquery", "oracle", "spark", "postgres"])
@pytest.mark.parametrize("text", ["real", "odd"])
def test_carried_over_to_duckdb(name: str, text: str, tmp_path: Path) -> None:
    """The same rows as the oracle's, by way of the dialect."""
    policy = load(REAL[0]) if text == "real" else loads(ODD)
    engine = engines.duckdb(tmp_path)
    drawn = within(customers(policy, 300, 7, missing=0.05), *YEARS)
    people = population(policy, drawn, DAY, 7)
    engine.customers(people)
    script = attrs.evolve(engine.script(policy, years=YEARS), dialect=DIALECTS[name])
    engine.database.execute("CREATE TABLE dual AS SELECT 1 AS x")
    # reading a hundred thousand literals takes long: a real policy has its rows filled in
    pieces = (p for p in script.text() if text == "odd" or not p.startswith("INSERT"))
    for statement in statements("".join(pieces), name):
        if not isinstance(statement, exp.Command | exp.Set):
            engine.database.execute(statement.transform(carried).sql("duckdb"))
    for table in script.tables if text == "real" else ():
        engine.database.fill(script.names.table(table.name), table)
    day = engine.database.sql(script.names.table("day"))
    engine.database.execute(f"INSERT INTO {day} VALUES ('{DAY}')")
    names = [column.id for column in script.view.columns]
    view = engine.database.sql(script.names.whole)
    rows = engine.database.rows(f"SELECT {', '.join(map(_q, names))} FROM {view} ORDER BY id")
    engine.database.close()
    assert len(rows) == 300
    for person, found in zip(people.people, rows, strict=True):
        assert dict(zip(names, found, strict=True)) == row(policy, person, DAY, "de")


def _q(name: str) -> str:
    return f'"{name}"'


@pytest.mark.parametrize("name", DIALECTS)
def test_names_are_those_of_the_dialect(name: str) -> None:
    """Bare names read our view; the columns of the customers are expected as they are called."""
    policy = loads(ODD)
    found, types = expected(policy.plan, Columns(), {}, DIALECTS[name])
    script = Script(
        plan=policy.plan, matched=found, types=types, customers=table_named("dwh.kunden"),
        dialect=DIALECTS[name], language="de", schema="kpol", years=(2026, 2026),
    )  # fmt: skip
    text = script.create_view(replace=False)
    capitals = name in ("snowflake", "oracle")
    assert ("KPOL_STUFEN" if capitals else "kpol_stufen") in text
    assert "dwh" in text
    assert set(found.used) == {
        each.upper() if capitals else each
        for each in ("id", "age", "status", "Neu", "Antrag", "Ende", "last_contact", "contacts")
    }
    assert {types[each] for each in found.used if each.lower() == "age"} == {
        Type.ANY if name == "sqlite" else Type.INTEGER
    }


@pytest.mark.parametrize("name", DIALECTS)
def test_the_same_text_every_time(name: str, tmp_path: Path) -> None:
    """Another process with other hashes writes the same script to the letter."""
    found = []
    for seed in ("1", "2"):
        path = tmp_path / f"{seed}.sql"
        subprocess.run(
            [sys.executable, "-m", "kontaktdsl", "sql", str(ROOT / "examples/tutorial/05-eine-ganze-richtlinie.kpol"),
             "--dialect", name, "--years", "2026-2026", "-o", str(path)],
            check=True, env={"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        found.append(path.read_bytes())
    assert found[0] == found[1]
    assert len(found[0]) > 1000
    assert date.today().isoformat().encode() not in found[0].split(b"CREATE")[0]
