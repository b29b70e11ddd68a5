"""Find out what a file is, and open it."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from typing import BinaryIO, cast

import attrs

from kontaktdsl.data.errors import DataError
from kontaktdsl.data.formats import HEAD, Format, by_content, by_name
from kontaktdsl.data.reading.waiting import Waiting
from kontaktdsl.data.source import Source
from kontaktdsl.diagnostics import Text

STDIN = "-"
STDIN_NAME = "stdin"
_DATABASES = (Format.DUCKDB, Format.SQLITE)


@attrs.frozen(kw_only=True)
class Wish:
    """What a caller says about a file; everything may be left out.

    `query` is SQL, or the name of a table, for a database; `sheet` the name of a sheet of a
    workbook; `encoding` and `separator` are those of a CSV file.
    """

    format: Format | None = None
    query: str | None = None
    sheet: str | None = None
    encoding: str | None = None
    separator: str | None = None


def open_data(path: str, wish: Wish | None = None) -> Source:
    """Open a file, or standard input for `-`, for reading; raises DataError.

    What the first bytes tell counts more than the name.
    """
    wish = wish or Wish()
    if path == STDIN:
        if sys.stdin is None:
            raise DataError(STDIN_NAME, Text("es kommt nichts an", "there is nothing"))
        return _from_input(sys.stdin.buffer, wish)
    try:
        with open(path, "rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise _closed(path, error) from None
    format_ = wish.format or by_content(head) or by_name(path) or Format.CSV
    if not head and format_ not in _DATABASES:
        raise DataError(path, Text("die Datei ist leer", "the file is empty"))
    _fits(path, format_, wish)
    match format_:
        case Format.CSV:
            from kontaktdsl.data.reading.csv import CsvSource

            file = open(path, "rb")  # noqa: SIM115  # the source closes it
            try:
                return CsvSource(path, file, wish.encoding, wish.separator)
            except BaseException:
                file.close()
                raise
        case Format.PARQUET:
            from kontaktdsl.data.reading.parquet import ParquetSource

            return ParquetSource(path, path)
        case Format.ARROW:
            from kontaktdsl.data.reading.arrow import ArrowSource

            return ArrowSource(path, path)
        case Format.EXCEL:
            from kontaktdsl.data.reading.excel import ExcelSource

            return ExcelSource(path, path, wish.sheet)
        case Format.DUCKDB:
            from kontaktdsl.data.reading.duckdb import DuckdbSource

            return DuckdbSource(path, wish.query)
        case Format.SQLITE:
            from kontaktdsl.data.reading.sqlite import SqliteSource

            return SqliteSource(path, wish.query)
        case Format.TABLE:
            raise DataError(
                path, Text("`table` ist kein Format zum Lesen", "`table` cannot be read")
            )


def _from_input(stream: BinaryIO, wish: Wish) -> Source:
    """Standard input: read as it comes, or put aside where a format is read from its end."""
    buffered = cast("BinaryIO", io.BufferedReader(Waiting(stream), 1 << 20))
    head = buffered.peek(HEAD)[:HEAD]  # type: ignore[attr-defined]
    format_ = wish.format or by_content(head) or Format.CSV
    if not head:
        raise DataError(STDIN_NAME, Text("es kommt nichts an", "there is nothing"))
    _fits(STDIN_NAME, format_, wish)
    match format_:
        case Format.CSV:
            from kontaktdsl.data.reading.csv import CsvSource

            return CsvSource(STDIN_NAME, buffered, wish.encoding, wish.separator)
        case Format.ARROW:
            from kontaktdsl.data.reading.arrow import ArrowSource

            by_end = head.startswith(b"ARROW1")
            return ArrowSource(STDIN_NAME, _aside(buffered) if by_end else buffered)
        case Format.PARQUET:
            from kontaktdsl.data.reading.parquet import ParquetSource

            return ParquetSource(STDIN_NAME, _aside(buffered))
        case Format.EXCEL:
            from kontaktdsl.data.reading.excel import ExcelSource

            return ExcelSource(STDIN_NAME, _aside(buffered), wish.sheet)
        case _:
            raise DataError(
                STDIN_NAME,
                Text(
                    "eine Datenbank lässt sich nicht aus der Standardeingabe lesen",
                    "a database cannot be read from standard input",
                ),
            )


def _aside(stream: BinaryIO) -> BinaryIO:
    """All that comes, in a file without a name: it is gone whatever happens."""
    file = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115  # closed with its source
    while block := stream.read(1 << 20):
        file.write(block)
    file.seek(0)
    return file


def _fits(name: str, format_: Format, wish: Wish) -> None:
    """Refuse what does not belong to the format."""
    wrong = [
        option
        for option, given, formats in (
            ("--query", wish.query, _DATABASES),
            ("--sheet", wish.sheet, (Format.EXCEL,)),
            ("--encoding", wish.encoding, (Format.CSV,)),
            ("--separator", wish.separator, (Format.CSV,)),
        )
        if given is not None and format_ not in formats
    ]
    if wrong:
        raise DataError(
            name,
            Text(
                f"`{wrong[0]}` gehört nicht zum Format {format_.value}",
                f"`{wrong[0]}` does not belong to the format {format_.value}",
            ),
        )


def _closed(path: str, error: OSError) -> DataError:
    if isinstance(error, FileNotFoundError):
        return DataError(path, Text("die Datei gibt es nicht", "the file does not exist"))
    if isinstance(error, IsADirectoryError) or os.path.isdir(path):
        return DataError(path, Text("ist ein Ordner, keine Datei", "is a folder, not a file"))
    if isinstance(error, PermissionError):
        return DataError(path, Text("keine Berechtigung zum Lesen", "no permission to read"))
    why = error.strerror or type(error).__name__
    return DataError(path, Text(f"lässt sich nicht lesen: {why}", f"cannot be read: {why}"))
