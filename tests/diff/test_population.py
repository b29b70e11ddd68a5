"""People instead of cases: nobody is dropped silently, and nothing is read that is not needed."""

from __future__ import annotations

from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

from kontaktdsl.changes import Comparison, NotComparable, compare
from kontaktdsl.changes.population import read
from kontaktdsl.project import loads

HEAD = (
    'policy "A"\nattribute age: number 15 to 66\n'
    'attribute status: alo "arbeitslos" | asu "arbeitsuchend"\nattribute Intensiv: yes or no\n'
    'impossible: Intensiv and asu because "nie"\n'
)
OLD = HEAD + 'age under 25 -> weekly\nage at least 25 -> monthly\nIntensiv -> do "x"\n'
NEW = HEAD + 'age under 27 -> weekly\nage at least 27 -> monthly\nIntensiv and alo -> do "x"\n'


def compared(path: Path, counted_by: str | None = None) -> Comparison:
    return compare(
        loads(OLD).model,
        loads(NEW).model,
        people=lambda joint: read(path, joint, counted_by),
    )


def people(found: Comparison) -> list[tuple[str, int | None, int | None]]:
    return [
        (change.direction.value, change.people, change.groups[0].people)
        for part in found.sections
        for change in part.changes
    ]


def test_people_are_counted(tmp_path: Path) -> None:
    """Semicolons or commas, labels or names, yes in either language."""
    for text in (
        "age;status;Intensiv\n25;arbeitslos;ja\n26;alo;nein\n27;alo;nein\n24;asu;0\n",
        "Intensiv,age,status\nyes,25,alo\nno,26,ALO\nfalse,27,alo\nn,24,Arbeitsuchend\n",
    ):
        path = tmp_path / "kunden.csv"
        path.write_text(text, encoding="utf-8")
        found = compared(path)
        assert people(found) == [("stricter", 2, 2)]
        assert found.crowd is not None
        assert found.crowd.people == 4
        (part,) = (part for part in found.sections if part.changes)
        assert part.people == 4


def test_a_column_counts(tmp_path: Path) -> None:
    """By its usual name, or by the one that is given."""
    path = tmp_path / "kunden.csv"
    path.write_text("age;status;Intensiv;Anzahl\n25;alo;ja;120\n30;alo;nein;7\n", encoding="cp1252")
    assert people(compared(path)) == [("stricter", 120, 120)]
    path.write_text("age\tstatus\tIntensiv\tAnzahl\n25\talo\tja\t12\n", encoding="utf-16")
    assert people(compared(path)) == [("stricter", 12, 12)]
    path.write_text("age;status;Intensiv;n\n25;alo;ja;12\n30;alo;nein;7\n", encoding="utf-8-sig")
    assert people(compared(path)) == [("stricter", 1, 1)]
    found = compared(path, "n")
    assert people(found) == [("stricter", 12, 12)]
    assert found.crowd is not None
    assert found.crowd.counted_by == "n"
    assert found.crowd.unread == ()


def test_windows_files(tmp_path: Path) -> None:
    """A label with an umlaut in cp1252."""
    text = 'policy "A"\nattribute s: a "Ältere" | b "übrige"\na -> {}\nb -> monthly\n'
    path = tmp_path / "kunden.csv"
    path.write_bytes("s\r\nÄltere\r\nübrige\r\nÜBRIGE\r\n".encode("cp1252"))
    found = compare(
        loads(text.format("weekly")).model,
        loads(text.format("monthly")).model,
        people=lambda joint: read(path, joint),
    )
    assert people(found) == [("looser", 1, 1)]
    assert found.crowd is not None
    assert found.crowd.refused == ()


def test_what_does_not_count_is_said(tmp_path: Path) -> None:
    """Unknown values, impossible people, columns nobody needs, rows of another width."""
    path = tmp_path / "kunden.csv"
    path.write_text(
        "Name;age;status;Intensiv\n"
        "Geheim;25;alo;ja\nGeheim;25;alo;vielleicht\nGeheim;99;alo;ja\nGeheim;25;asu;ja\n"
        "Geheim;26;;nein\nGeheim;26\n\nGeheim;25;alo;vielleicht\n",
        encoding="utf-8",
    )
    found = compared(path)
    assert people(found) == [("stricter", 1, 1)]
    report = found.crowd
    assert report is not None
    assert report.people == 2
    assert report.unread == ("Name",)
    assert report.refused_people == 5
    assert {(r.column, r.value, r.people, r.row) for r in report.refused} == {
        ("Intensiv", "vielleicht", 2, 3),
        ("age", "99", 1, 4),
        ("status", "", 1, 6),
        ("", "2 ≠ 4", 1, 7),
    }
    assert [(i.old, i.new, i.people, i.row) for i in report.impossible] == [(True, True, 1, 5)]
    assert "Geheim" not in repr(report)


def test_a_question_without_its_columns_is_not_counted(tmp_path: Path) -> None:
    """The column is named; the cases are compared all the same."""
    path = tmp_path / "kunden.csv"
    path.write_text("status;Intensiv\nalo;ja\n", encoding="utf-8")
    found = compared(path)
    (part,) = (part for part in found.sections if part.changes)
    assert part.missing == ("age",)
    assert part.changes[0].people is None
    assert part.changes[0].count == 1
    assert found.crowd is not None
    assert found.crowd.lacking == ("age",)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"x;y\n1;2\n", "no column is named like an attribute"),
        (b"age;age\n1;2\n", "twice"),
        (b"age;status;Intensiv\n", "nobody in it"),
    ],
)
def test_files_that_cannot_be_used(tmp_path: Path, content: bytes, words: str) -> None:
    """An error, never a count of nobody."""
    path = tmp_path / "kunden.csv"
    path.write_bytes(content)
    with pytest.raises(NotComparable, match=words):
        compared(path)
    with pytest.raises(NotComparable, match="cannot be read"):
        compared(tmp_path / "fehlt.csv")


def test_a_quotation_mark_that_is_never_closed_swallows_nobody(tmp_path: Path) -> None:
    """Everything behind it would be one cell."""
    path = tmp_path / "kunden.csv"
    path.write_text('age;status;Intensiv\n25;"alo;ja\n26;alo;nein\n', encoding="utf-8")
    with pytest.raises(
        NotComparable, match="line 3: not a table, a quotation mark is never closed"
    ):
        compared(path)


def written(path: Path, data: dict[str, list[object]]) -> None:
    """A Parquet file with several row groups."""
    parquet.write_table(pyarrow.table(data), path, row_group_size=2)


def test_parquet(tmp_path: Path) -> None:
    """Only the columns that are needed are read, and rows are numbered across row groups."""
    path = tmp_path / "kunden.parquet"
    written(
        path,
        {
            "Name": ["Geheim"] * 3,
            "age": [25, 26, 40],
            "status": ["alo", "alo", "asu"],
            "Intensiv": [True, False, None],
        },
    )
    found = compared(path)
    assert people(found) == [("stricter", 2, 2)]
    assert found.crowd is not None
    assert found.crowd.unread == ("Name",)
    assert found.crowd.refused_people == 1
    assert [(each.column, each.row) for each in found.crowd.refused] == [("Intensiv", 3)]


def test_parquet_counts_by_a_column(tmp_path: Path) -> None:
    path = tmp_path / "kunden.pq"
    written(
        path,
        {"Anzahl": [120, 7], "Intensiv": ["ja", "nein"], "age": [25, 30], "status": ["alo", "asu"]},
    )
    assert people(compared(path)) == [("stricter", 120, 120)]


def test_broken_parquet_is_refused_in_words(tmp_path: Path) -> None:
    """Cut off, damaged in the middle, or another kind of file."""
    path = tmp_path / "kunden.parquet"
    many = 20_000
    written(
        path,
        {
            "age": [15 + at * 7 % 52 for at in range(many)],
            "status": ["alo"] * many,
            "Intensiv": ["ja"] * many,
        },
    )
    whole = path.read_bytes()
    for content in (b"", b"PAR1", b"age;status\n19;alo\n", whole[: len(whole) // 2]):
        path.write_bytes(content)
        with pytest.raises(NotComparable, match="no sound Parquet file"):
            compared(path)
    path.write_bytes(whole[:4] + b"\xff" * 4000 + whole[4004:])
    with pytest.raises(NotComparable, match="no sound Parquet file"):
        compared(path)
    with pytest.raises(NotComparable, match="cannot be read"):
        compared(tmp_path / "fehlt.parquet")


def test_parquet_without_a_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what to install."""
    import kontaktdsl.changes.population as module

    def missing(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr(module, "import_module", missing)
    path = tmp_path / "kunden.parquet"
    path.write_bytes(b"PAR1")
    with pytest.raises(NotComparable, match=r"kontaktdsl\[data\]"):
        compared(path)


def test_the_first_row_of_several_impossible_people_is_named(tmp_path: Path) -> None:
    path = tmp_path / "kunden.csv"
    path.write_text(
        "age;status;Intensiv\n20;alo;ja\n21;asu;ja\n30;alo;nein\n40;asu;ja\n", encoding="utf-8"
    )
    found = compared(path)
    assert found.crowd is not None
    assert [(each.people, each.row) for each in found.crowd.impossible] == [(2, 3)]


def test_what_no_column_tells_makes_nobody_impossible(tmp_path: Path) -> None:
    """Neither yes nor no is taken for granted."""
    path = tmp_path / "kunden.csv"
    path.write_text("age;status\n25;asu\n26;alo\n", encoding="utf-8")
    for said in ("Intensiv", "not Intensiv"):
        texts = [t.replace("impossible: Intensiv", f"impossible: {said}") for t in (OLD, NEW)]
        old, new = (loads(text).model for text in texts)
        found = compare(old, new, people=lambda joint: read(path, joint, None))
        assert found.crowd is not None
        assert found.crowd.impossible == ()
        assert found.crowd.people == 2
