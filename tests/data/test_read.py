"""Whatever a table is stored in, it is answered like the same rows in memory."""

from __future__ import annotations

import io
import sys
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from kontaktdsl.data.pipeline import Run
from kontaktdsl.data.reading import Wish, open_data
from kontaktdsl.policy import Policy
from kontaktdsl.project import load, loads
from tests.batch.test_engine import ODD, REAL
from tests.data.files import FORMATS, arrow_file, arrow_stream, as_csv, excel, parquet
from tests.data.people import people

DAY = date(2026, 11, 25)
POLICIES = {path.stem: load(path) for path in REAL} | {"stufen": loads(ODD)}


def answers(policy: Policy, path: Path | str, wish: Wish | None = None) -> list[dict[str, object]]:
    """The rows of a run over a file."""
    with open_data(str(path), wish) as source:
        run = Run(policy.plan, source, day=DAY, language="de")
        found = [row for batch in run for row in batch.to_pylist()]
        assert run.summary.rows == len(found)
    return found


def expected(policy: Policy, rows: pa.Table) -> list[dict[str, object]]:
    """The rows in memory."""
    return policy.decide_batch(rows, day=DAY, language="de").to_pylist()


def comparable(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """A text file holds the key as text."""
    return [{**row, "id": str(row["id"])} for row in rows]


def check(form: str, policy: Policy, seed: int, folder: Path) -> None:
    """Rows of one seed, as a whole and in parts."""
    rows = people(policy, 300, seed)
    wanted = comparable(expected(policy, rows))
    for count in (0, 1, 300):
        path = FORMATS[form](rows.slice(0, count), folder / "data")
        assert comparable(answers(policy, path)) == wanted[:count]


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_gives_the_answers_of_memory(form: str, tmp_path: Path) -> None:
    """Every column of every row, in order, also with missing and wrong values."""
    check(form, POLICIES["stufen"], 17, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
@pytest.mark.parametrize("form", FORMATS)
def test_every_format_gives_the_answers_of_memory_many_times(
    form: str, policy: Policy, tmp_path: Path
) -> None:
    for seed in range(20):
        check(form, policy, seed, tmp_path)


@pytest.mark.parametrize("form", ["csv-german", "parquet", "arrow-file", "arrow-stream", "excel"])
def test_standard_input_is_read_like_a_file(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first bytes tell the format, or `--from`."""
    policy = POLICIES["stufen"]
    rows = people(policy, 200, 7)
    data = FORMATS[form](rows, tmp_path / "data").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert comparable(answers(policy, "-")) == comparable(expected(policy, rows))


def test_a_name_that_lies_does_not_matter(tmp_path: Path) -> None:
    """Parquet called CSV is Parquet."""
    policy = POLICIES["stufen"]
    rows = people(policy, 20, 7)
    path = parquet(rows, tmp_path / "x").rename(tmp_path / "liste.csv")
    assert answers(policy, path) == expected(policy, rows)


@pytest.mark.parametrize("suffix", ["gz", "bz2", "zst"])
def test_packed_text_is_unpacked(suffix: str, tmp_path: Path) -> None:
    policy = POLICIES["stufen"]
    rows = people(policy, 50, 3)
    plain = as_csv(rows, tmp_path / "x.csv").read_bytes()
    path = tmp_path / f"x.csv.{suffix}"
    with pa.output_stream(path, compression="detect") as stream:
        stream.write(plain)
    assert comparable(answers(policy, path)) == comparable(expected(policy, rows))


def test_only_the_columns_of_the_policy_are_read(tmp_path: Path) -> None:
    """Not even a column that could not be read does harm."""
    policy = POLICIES["stufen"]
    rows = people(policy, 30, 5)
    wide = rows.append_column("Diagnose", pa.array([b"\xff\xfe"] * 30))
    for write in (parquet, arrow_file, arrow_stream):
        with open_data(str(write(wide, tmp_path / "wide"))) as source:
            run = Run(policy.plan, source, day=DAY, language="de")
            assert "Diagnose" not in run.read
            assert [row for batch in run for row in batch.to_pylist()] == expected(policy, rows)


def test_a_query_and_a_sheet_choose_the_rows(tmp_path: Path) -> None:
    """The query is SQL or the name of a table; its order is kept."""
    policy = POLICIES["stufen"]
    rows = people(policy, 60, 5)
    upside_down = comparable(expected(policy, rows))[::-1]
    for form in ("duckdb", "sqlite"):
        path = FORMATS[form](rows, tmp_path / "db")
        wish = Wish(query="select * from kunden order by id desc; ")
        assert comparable(answers(policy, path, wish)) == upside_down
        assert comparable(answers(policy, path, Wish(query="kunden"))) == upside_down[::-1]
    path = excel(rows, tmp_path / "book")
    assert comparable(answers(policy, path, Wish(sheet="Kunden"))) == upside_down[::-1]


def test_rows_are_numbered_where_there_is_no_key(tmp_path: Path) -> None:
    policy = POLICIES["stufen"]
    rows = pa.concat_tables([people(policy, 100, 1).drop_columns(["id"])] * 700)
    got = answers(policy, parquet(rows, tmp_path / "x"))
    assert [row["row"] for row in got] == list(range(1, 70_001))


def test_columns_that_pass_through_stay_as_they_are(tmp_path: Path) -> None:
    """A kept column that is called like an answer gets another name."""
    policy = POLICIES["stufen"]
    rows = people(policy, 40, 5)
    rows = rows.append_column("due", pa.array([f"=A{n}" for n in range(40)]))
    with open_data(str(parquet(rows, tmp_path / "x"))) as source:
        run = Run(policy.plan, source, day=DAY, language="de", keep=["due"])
        got = pa.Table.from_batches(list(run))
    assert got["input_due"].to_pylist() == rows["due"].to_pylist()
    assert got["id"].to_pylist() == rows["id"].to_pylist()
    assert got.column_names[:3] == ["id", "input_due", "status"]
