"""The synthetic customers: the same for the same seed, with every awkward case in them."""

from __future__ import annotations

import csv
import importlib.util
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import pyarrow.parquet as pq
import pytest

import kontaktdsl
from kontaktdsl.duelist.collect import Wanted, collect
from tests.batch.test_engine import ODD, REAL

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "examples" / "customers.py"
DAY = date(2026, 11, 30)


@pytest.fixture(scope="module")
def program() -> ModuleType:
    """The program as a module."""
    spec = importlib.util.spec_from_file_location("customers", PROGRAM)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        delimiter = ";" if ";" in file.readline() else ","
        file.seek(0)
        return list(csv.DictReader(file, delimiter=delimiter))


def test_the_program_as_people_start_it(tmp_path: Path) -> None:
    """The same bytes for the same seed and day, others for another seed."""
    made = []
    for name, seed in (("a.csv", "1"), ("b.csv", "1"), ("c.csv", "2")):
        path = tmp_path / name
        run = subprocess.run(
            [
                sys.executable,
                PROGRAM,
                REAL[0],
                "300",
                "-o",
                path,
                "--day",
                "2026-11-30",
                "--seed",
                seed,
            ],
            capture_output=True,
            timeout=120,
            check=True,
        )
        assert (run.stdout, run.stderr) == (b"", b"")
        made.append(path.read_bytes())
    assert made[0] == made[1] != made[2]
    rows = read(tmp_path / "a.csv")
    assert len(rows) == 300
    assert len({row["Kundennummer"] for row in rows}) == 300


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_every_awkward_case_is_there(program: ModuleType, path: Path, tmp_path: Path) -> None:
    """And the list of such a file accounts for everybody, with every kind of reason."""
    target = tmp_path / "k.csv"
    assert program.main([str(path), "2000", "-o", str(target), "--day", "2026-11-30"]) == 0
    rows = read(target)
    named = program.Customers(kontaktdsl.load(path), DAY, 1)
    births = {row[named.birth_column] for row in rows}
    assert any(birth.startswith("29.02.") or birth.endswith("-02-29") for birth in births)
    assert "" in births
    lasts = {row[named.last] for row in rows}
    assert "" in lasts
    for days, column in (
        ((date(2001, 11, 30), date(2001, 12, 1)), births),
        ((date(2026, 1, 31), date(2024, 2, 29), DAY), lasts),
    ):
        assert all({day.isoformat(), day.strftime("%d.%m.%Y")} & column for day in days)
    cells = {cell for row in rows for cell in row.values()}
    assert {"verzogen", "k. A."} <= cells
    assert any(cell != cell.strip() for cell in cells)
    assert any(row[named.key][0] in "=-K<" for row in rows)
    assert any(row["Team"] == "" for row in rows)
    from kontaktdsl.data.pipeline import Run
    from kontaktdsl.data.reading import open_data

    with open_data(str(target)) as source:
        plan = kontaktdsl.load(path).plan
        found = collect(Run(plan, source, day=DAY, language="de"), Wanted())
    assert found.rows == 2000
    assert found.listed + found.later + found.without_date + found.with_problem == 2000
    assert 0.1 < found.listed / 2000 < 0.6
    whys = " ".join(reason.why for reason in found.problems)
    for word in ("unbekannter Wert", "Angabe fehlt", "unmöglich", "noch keinen Kontakt"):
        assert word in whys


def test_usual_customers_are_possible(program: ModuleType) -> None:
    """Whoever is no awkward case has all facts, within their ranges."""
    policy = kontaktdsl.load(REAL[0])
    made = program.Customers(policy, DAY, 5)
    for number in range(200):
        facts = made.possible(True)
        policy.decide(policy.facts_of(facts))
        row = made.usual(number)
        assert all(value is not None for name, value in row.items() if name != made.last)
    birth = made.born(25)
    assert kontaktdsl.dates.age_on(birth, DAY) == 25


@pytest.mark.parametrize("count", [0, 1, 40, 1000])
def test_any_policy_and_any_number(program: ModuleType, count: int, tmp_path: Path) -> None:
    """An English policy with steps and numbers, as Parquet with dates that are dates."""
    policy = tmp_path / "odd.kpol"
    policy.write_text(ODD, encoding="utf-8")
    target = tmp_path / "k.parquet"
    assert program.main([str(policy), str(count), "-o", str(target), "--day", "2026-11-30"]) == 0
    table = pq.read_table(target)
    assert table.num_rows == count
    assert {"id", "Team", "officer", "birthdate", "number of contacts"} <= set(table.column_names)
    assert str(table.schema.field("last contact").type) == "date32[day]"


def test_what_cannot_be_is_said(
    program: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line, exit code 2."""
    assert program.main([str(tmp_path / "no.kpol"), "1", "-o", str(tmp_path / "x.csv")]) == 2
    assert capsys.readouterr().err.startswith("customers.py: ")
    for words in (["1", "-o", "x.doc"], ["-1", "-o", "x.csv"]):
        with pytest.raises(SystemExit) as stop:
            program.main([str(REAL[0]), *words])
        assert stop.value.code == 2
