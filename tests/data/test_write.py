"""What is written can be read back, and no text in it is run as a formula."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path
from zipfile import ZipFile

import polars
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from kontaktdsl.data.beside import Beside
from kontaktdsl.data.errors import DataError
from kontaktdsl.data.formats import Format
from kontaktdsl.data.pipeline import Run
from kontaktdsl.data.reading import open_data
from kontaktdsl.data.writing import About, writer_of
from kontaktdsl.data.writing import excel as excel_module
from kontaktdsl.data.writing.hostile import harmless
from kontaktdsl.data.writing.table import TableWriter
from kontaktdsl.diagnostics import Text
from kontaktdsl.project import loads
from tests.batch.test_engine import ODD
from tests.data.files import parquet
from tests.data.people import people

DAY = date(2026, 11, 25)
POLICY = loads(ODD)


def about(titles: dict[str, Text], language: str = "de", *, ids: bool = False) -> About:
    return About(
        policy="stufen",
        digest="0" * 64,
        day=DAY,
        engine="1",
        language=language,
        titles=titles,
        ids=ids,
    )


def write(
    format_: Format, batches: list[pa.RecordBatch], path: Path, said: About, *, stream: bool = False
) -> None:
    with Beside(str(path)) as place:
        writer = writer_of(
            format_, place.file, batches[0].schema, said, folder=place.folder, stream=stream
        )
        try:
            for batch in batches:
                writer.write(batch)
            writer.finish()
            place.keep()
        finally:
            writer.discard()


def answers(tmp_path: Path, language: str = "de") -> tuple[list[pa.RecordBatch], dict[str, Text]]:
    """Batches of answers whose dictionaries grow."""
    rows = people(POLICY, 300, 11)
    rows = rows.append_column("Notiz", pa.array([f"={n}+1" if n % 3 else None for n in range(300)]))
    with open_data(str(parquet(rows, tmp_path / "rows"))) as source:
        run = Run(POLICY.plan, source, day=DAY, language=language, keep=["Notiz"])
        return list(run), run.titles


@pytest.mark.parametrize("name", ["o.parquet", "o.arrow", "o.arrows"])
def test_files_for_programs_hold_the_answers_with_their_ids(name: str, tmp_path: Path) -> None:
    """And which policy gave them on which day."""
    batches, titles = answers(tmp_path)
    assert len(batches) > 1
    path = tmp_path / name
    format_ = Format.PARQUET if name.endswith("parquet") else Format.ARROW
    write(format_, batches, path, about(titles), stream=name.endswith("arrows"))
    wanted = pa.Table.from_batches(batches).to_pylist()
    if format_ is Format.PARQUET:
        found = pq.read_table(path)
        assert polars.read_parquet(path).height == len(wanted)
    elif name.endswith("arrows"):
        found = pa.ipc.open_stream(path).read_all()
        assert polars.read_ipc_stream(path).height == len(wanted)
    else:
        found = pa.ipc.open_file(path).read_all()
        assert polars.read_ipc(path).height == len(wanted)
    assert found.to_pylist() == wanted
    assert found.schema.metadata[b"kontaktdsl.policy"] == b"stufen"
    assert found.schema.metadata[b"kontaktdsl.day"] == b"2026-11-25"


def test_a_german_csv_opens_in_a_german_spreadsheet(tmp_path: Path) -> None:
    """Titles, semicolons, dates, and the mark that tells the encoding."""
    batches, titles = answers(tmp_path)
    write(Format.CSV, batches, tmp_path / "o.csv", about(titles))
    data = (tmp_path / "o.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    wanted = pa.Table.from_batches(batches).to_pylist()
    assert len(rows) == len(wanted)
    for row, answer in zip(rows, wanted, strict=True):
        due = answer["due"]
        assert row["id"] == str(answer["id"])
        assert row["fällig am"] == ("" if due is None else f"{due:%d.%m.%Y}")
        assert row["Ergebnis"] == (answer["status"] or "")
        assert row["Notiz"] == ("" if answer["Notiz"] is None else "'" + answer["Notiz"])


@pytest.mark.parametrize("ids", [True, False])
def test_an_english_csv_has_commas_and_iso_dates(ids: bool, tmp_path: Path) -> None:
    """With ids for programs: no mark, names that stay."""
    batches, titles = answers(tmp_path, "en")
    write(Format.CSV, batches, tmp_path / "o.csv", about(titles, "en", ids=ids))
    data = (tmp_path / "o.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") is not ids
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    wanted = pa.Table.from_batches(batches).to_pylist()
    name = "days_overdue" if ids else "days overdue"
    for row, answer in zip(rows, wanted, strict=True):
        assert row["due"] == ("" if answer["due"] is None else answer["due"].isoformat())
        assert row[name] == ("" if answer["days_overdue"] is None else str(answer["days_overdue"]))


def test_a_workbook_has_typed_cells_and_a_filter(tmp_path: Path) -> None:
    batches, titles = answers(tmp_path)
    path = tmp_path / "o.xlsx"
    write(Format.EXCEL, batches, path, about(titles))
    head, *rows = CalamineWorkbook.from_path(path).get_sheet_by_name("Antworten").to_python()
    assert head == [title.de for title in titles.values()]
    wanted = pa.Table.from_batches(batches).to_pylist()
    for row, answer in zip(rows, wanted, strict=True):
        assert row == ["" if cell is None else cell for cell in answer.values()]
    with ZipFile(path) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml").decode()
    assert "<autoFilter" in sheet
    assert "<f>" not in sheet
    assert not list(tmp_path.glob(".*"))


HOSTILE = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "=1+1",
            "+cmd|' /C calc'!A0",
            "-2+3",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "＝1",
            "-17",
            "+4,5",
            "007",
        ]
    ),
    st.builds(
        lambda start, rest: start + rest, st.sampled_from("=+-@\t\r;,\"'\n"), st.text(max_size=9)
    ),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cells=st.lists(HOSTILE, min_size=1, max_size=20),
    heads=st.lists(HOSTILE, min_size=2, max_size=2),
)
def test_no_text_becomes_a_formula_and_none_leaves_its_cell(
    cells: list[str], heads: list[str], tmp_path: Path
) -> None:
    """Keys, kept columns, words of the policy and titles alike; a number stays one."""
    words = pa.array(cells).dictionary_encode()
    batch = pa.RecordBatch.from_arrays([pa.array(cells), words], names=["key", "rule"])
    titles = {"key": Text.same(heads[0]), "rule": Text.same(heads[1])}
    for language, separator in (("de", ";"), ("en", ",")):
        write(Format.CSV, [batch], tmp_path / "o.csv", about(titles, language))
        text = (tmp_path / "o.csv").read_bytes().decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
        assert rows == [
            [harmless(head) for head in heads],
            *([harmless(cell), harmless(cell)] for cell in cells),
        ]
        for row in rows:
            for cell in row:
                if cell[:1] in tuple("=+-@\t\r＝＋－＠"):
                    assert float(cell.replace(",", ".")) is not None
    write(Format.EXCEL, [batch], tmp_path / "o.xlsx", about(titles))
    with ZipFile(tmp_path / "o.xlsx") as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("-17", "-17"),
        ("+4,50", "+4,50"),
        ("-1e5", "'-1e5"),
        ("=1", "'=1"),
        ("a=1", "a=1"),
        ("", ""),
    ],
)
def test_what_is_a_number_stays_one(text: str, written: str) -> None:
    assert harmless(text) == written


def test_other_columns_are_written_as_people_read_them(tmp_path: Path) -> None:
    """Columns that pass through may be of any type."""
    batch = pa.RecordBatch.from_pydict(
        {
            "key": pa.array([12345678901234567, -17], pa.int64()),
            "ja": pa.array([True, None]),
            "Zahl": pa.array([1.5, float("nan")]),
            "am": pa.array([datetime(2026, 1, 2, 3, 4, 5), None], pa.timestamp("us")),
            "alt": pa.array([date(1890, 1, 2), date(1900, 3, 1)], pa.date32()),
        }
    )
    titles = {name: Text.same(name) for name in batch.schema.names}
    write(Format.CSV, [batch], tmp_path / "o.csv", about(titles))
    lines = (tmp_path / "o.csv").read_text("utf-8-sig").splitlines()
    assert lines[1] == '12345678901234567;"ja";"1,5";"02.01.2026 03:04:05";"02.01.1890"'
    assert lines[2] == '-17;;"nan";;"01.03.1900"'
    write(Format.EXCEL, [batch], tmp_path / "o.xlsx", about(titles))
    _, first, second = (
        CalamineWorkbook.from_path(tmp_path / "o.xlsx").get_sheet_by_index(0).to_python()
    )
    assert first == [
        "12345678901234567", True, 1.5, datetime(2026, 1, 2, 3, 4, 5), "1890-01-02",
    ]  # fmt: skip
    assert second == [-17, "", "", "", date(1900, 3, 1)]


def test_a_sheet_refuses_what_it_cannot_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is cut and nothing is left."""
    monkeypatch.setattr(excel_module, "MOST", 3)
    batch = pa.RecordBatch.from_pydict({"key": ["a", "b", "c"]})
    titles = {"key": Text.same("key")}
    write(Format.EXCEL, [batch], tmp_path / "o.xlsx", about(titles))
    with pytest.raises(DataError) as caught:
        write(Format.EXCEL, [batch, batch], tmp_path / "o.xlsx", about(titles))
    assert "ein Blatt fasst 1.048.575 Zeilen" in caught.value.text.de
    assert "a sheet holds 1,048,575 rows" in caught.value.text.en
    long = pa.RecordBatch.from_pydict({"key": ["x" * 32_768]})
    with pytest.raises(DataError) as caught:
        write(Format.EXCEL, [long], tmp_path / "p.xlsx", about(titles))
    assert "ein Text in Zeile 1 ist länger als 32.767 Zeichen" in caught.value.text.de
    assert [path.name for path in tmp_path.iterdir()] == ["o.xlsx"]
    assert (
        len(CalamineWorkbook.from_path(tmp_path / "o.xlsx").get_sheet_by_index(0).to_python()) == 4
    )


def test_a_table_shows_a_screenful_and_says_how_many_more(tmp_path: Path) -> None:
    batches, titles = answers(tmp_path)
    writer = TableWriter(batches[0].schema, about(titles))
    for batch in batches:
        writer.write(batch)
    text = writer.text(100)
    lines = text.splitlines()
    assert lines[0].split()[:3] == ["id", "Notiz", "Ergebnis"]
    assert len(lines) == 2 + 20 + 1
    assert lines[-1] == "… und 280 weitere Zeilen; `-o DATEI` schreibt alle Zeilen und Spalten"
    assert max(map(len, lines[:-1])) <= 100
    english = TableWriter(batches[0].schema, about(titles, "en"))
    english.write(batches[0].slice(0, 0))
    assert english.text(100) == "no row\n"
