"""CSV as people save it: every row in its place, and what is broken is said so."""

from __future__ import annotations

import io
from typing import BinaryIO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontaktdsl.data.errors import DataError
from kontaktdsl.data.reading import csv as module
from kontaktdsl.data.reading.csv import CsvSource

Rows = list[dict[str, object]]


def read(
    data: bytes | str, encoding: str | None = None, separator: str | None = None
) -> tuple[Rows, list[tuple[int, str]]]:
    """All rows, and the broken ones by their number from 0."""
    raw = data.encode() if isinstance(data, str) else data
    file = cast("BinaryIO", io.BufferedReader(io.BytesIO(raw)))
    source = CsvSource("x.csv", file, encoding, separator)
    rows: Rows = []
    broken = []
    for chunk in source.chunks(source.names, source.names[:1]):
        broken += [(len(rows) + each.at, each.why.de) for each in chunk.broken]
        rows += chunk.rows.to_pylist()
    return rows, broken


def refused(data: bytes | str, **how: str) -> tuple[str, str]:
    with pytest.raises(DataError) as caught:
        read(data, **how)
    return caught.value.text.de, caught.value.text.en


def test_a_row_with_a_wrong_number_of_fields_keeps_its_place() -> None:
    rows, broken = read("a;b;c\n1;2\n1;2;3\n4;5;6;7\nx\n\n8;9;10\n1;2\n")
    assert [row["a"] for row in rows] == [None, "1", None, None, "8", None]
    assert broken == [
        (0, "2 Felder statt 3"),
        (2, "4 Felder statt 3"),
        (3, "1 Feld statt 3"),
        (5, "2 Felder statt 3"),
    ]


@given(
    good=st.lists(st.booleans(), max_size=60),
    block=st.integers(40, 200),
    quoted=st.booleans(),
)
def test_broken_rows_keep_their_place_wherever_blocks_end(
    good: list[bool], block: int, quoted: bool
) -> None:
    """Blocks are small here, so that they end anywhere."""
    cell = '"x\r\ny"' if quoted else "x"
    lines = [f"{n};{cell};z" if each else f"{n};{cell}" for n, each in enumerate(good)]
    before, module.BLOCK = module.BLOCK, block
    try:
        rows, broken = read("n;x;z\r\n" + "".join(f"{line}\r\n" for line in lines))
    finally:
        module.BLOCK = before
    assert [row["n"] for row in rows] == [str(n) if ok else None for n, ok in enumerate(good)]
    assert [at for at, _ in broken] == [n for n, ok in enumerate(good) if not ok]


@pytest.mark.parametrize(
    ("data", "names"),
    [
        ("a,b;c,d\n1,2,3\n", ["a", "b;c", "d"]),
        ("sep=|\r\na|b;x\r\n1|2\r\n", ["a", "b;x"]),
        ('"a;x";b\n1;2\n', ["a;x", "b"]),
        ('"zwei\nZeilen";b\n1;2\n', ["zwei\nZeilen", "b"]),
        ("\n\na;b\n1;2\n", ["a", "b"]),
        ("eins\n1\n", ["eins"]),
        (" a ;b\n1;2\n", ["a", "b"]),
        ("a\tb\r1\t2\r", ["a", "b"]),
    ],
)
def test_the_header_tells_the_separator(data: str, names: list[str]) -> None:
    rows, broken = read(data)
    assert list(rows[0]) == names
    assert not broken


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("end", ["\n", ""])
def test_every_usual_encoding_is_told(encoding: str, end: str) -> None:
    """Also where the only letter that is not ASCII is the very last one."""
    for text in (f"Straße;Größe\nÄ;Weiß{end}", f"a;b\n1;Weiß{end}"):
        rows, _ = read(text.encode(encoding))
        assert list(rows[0].values())[1] == "Weiß"


def test_an_encoding_may_be_said() -> None:
    assert read("ä;b\n1;2\n".encode("cp850"), encoding="cp850")[0] == [{"ä": "1", "b": "2"}]


@pytest.mark.parametrize(
    ("data", "de", "en"),
    [
        (b"", "x.csv: die Datei ist leer", "x.csv: the file is empty"),
        (b"\n \n", "x.csv: die Datei ist leer", "x.csv: the file is empty"),
        (
            b'a;"b\n1;2\n',
            "x.csv: in der Kopfzeile ist ein Anführungszeichen nicht geschlossen",
            "x.csv: a quotation mark in the header is not closed",
        ),
        (
            b"a;b\n1;2\n3",
            "x.csv: die Datei bricht mitten in einer Zeile ab; sie ist vermutlich unvollständig",
            "x.csv: the file ends in the middle of a row; it is probably cut off",
        ),
        (
            b'a;b\n1;2\n3;"4',
            "x.csv: ein Anführungszeichen ist nicht geschlossen; die Datei ist vermutlich unvollständig",
            "x.csv: a quotation mark is not closed; the file is probably cut off",
        ),
        (
            b"a;b\n1;\x81\n",
            "x.csv: der Text ist nicht durchgehend in cp1252 gespeichert; `--encoding` sagt, worin",
            "x.csv: not all of the text is saved in cp1252; `--encoding` says in what it is",
        ),
    ],
)
def test_what_cannot_be_read_is_said(data: bytes, de: str, en: str) -> None:
    assert refused(data) == (de, en)


def test_a_wrong_encoding_is_said() -> None:
    de, en = refused("a;b\n1;ü\n".encode("cp1252"), encoding="utf-8")
    assert de.endswith("nicht durchgehend in utf-8 gespeichert; `--encoding` sagt, worin")
    de, en = refused("a;b\n", encoding="klingonisch")
    assert "`klingonisch` ist unbekannt; üblich: utf-8, cp1252, utf-16" in de
    assert "`klingonisch` is unknown; usual ones: utf-8, cp1252, utf-16" in en
    assert "`--separator` ist ein einzelnes Zeichen, nicht `;;`" in refused("a", separator=";;")[0]


def test_a_quotation_mark_that_stays_open_is_said() -> None:
    """In a small file the rows behind it are one broken row, in a large one there is no end."""
    rows, broken = read('a;b\n1;2\n3;"4\n5;6\n7;8"x;9\n10;11\n')
    assert len(rows) == 3
    assert "vielleicht ist ein Anführungszeichen nicht geschlossen" in broken[0][1]
    before, module.BLOCK = module.BLOCK, 64
    try:
        de, _ = refused('a;b\n1;"2\n' + "3;4\n" * 50)
    finally:
        module.BLOCK = before
    assert "eine Zeile nimmt kein Ende" in de
