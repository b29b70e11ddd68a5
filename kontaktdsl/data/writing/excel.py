"""A workbook: typed cells, filters, and no text that is run as a formula.

Rows are written as they come. A sheet has no more rows than `MOST`, and a cell no more than 32,767
characters: what does not fit is refused, never cut.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import BinaryIO

import pyarrow as pa
import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from kontaktdsl.data.errors import DataError
from kontaktdsl.data.writing.base import About, Writer, words_of
from kontaktdsl.diagnostics import Text

NAME = "Excel"
MOST = 1_048_575
"""Rows of a sheet, without the header."""
LONGEST = 32_767
EXACT = 10**15
"""Numbers from here on lose digits in a cell."""
DAYS = 25_569
"""What Excel counts at 1970-01-01."""
FIRST_DAY = 61 - DAYS
"""1900-03-01; before it Excel counts a day that was none."""

_WIDTHS = {"text": 24, "date": 12, "number": 10}


class ExcelWriter(Writer):
    """Writes one sheet; rows are put aside in `folder` until all are there."""

    def __init__(self, file: BinaryIO, schema: pa.Schema, about: About, folder: str) -> None:
        """Write the header."""
        self._book = xlsxwriter.Workbook(
            file,
            {
                "constant_memory": True,
                "tmpdir": folder,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        german = about.language == "de"
        self._day = self._book.add_format({"num_format": "dd.mm.yyyy" if german else "yyyy-mm-dd"})
        self._moment = self._book.add_format(
            {"num_format": "dd.mm.yyyy hh:mm" if german else "yyyy-mm-dd hh:mm"}
        )
        self._sheet = self._book.add_worksheet("Antworten" if german else "answers")
        self._sheet.freeze_panes(1, 0)
        for at, field in enumerate(schema):
            self._sheet.set_column(at, at, _WIDTHS[_kind(field.type)])
        bold = self._book.add_format({"bold": True})
        for at, head in enumerate(about.heads):
            self._sheet.write_string(0, at, head, bold)
        self._columns = len(about.heads)
        self._row = 0

    def write(self, batch: pa.RecordBatch) -> None:
        """Write some rows; raises DataError for what a sheet cannot hold."""
        if self._row + batch.num_rows > MOST:
            raise too_many_rows(None)
        puts = [self._put(array) for array in batch.columns]
        cells = [_cells(array) for array in batch.columns]
        for offset in range(batch.num_rows):
            row = self._row + 1 + offset
            for at, (put, column) in enumerate(zip(puts, cells, strict=True)):
                value = column[offset]
                if value is not None:
                    put(row, at, value)
        self._row += batch.num_rows

    def _finish(self) -> None:
        self._sheet.autofilter(0, 0, self._row, self._columns - 1)
        try:
            self._book.close()
        except XlsxWriterException as error:
            cause = error.args[0] if error.args and isinstance(error.args[0], OSError) else None
            raise cause or OSError(str(error)) from error

    def _discard(self) -> None:
        self._book.fileclosed = 1
        if self._sheet.row_data_fh is not None:
            self._sheet.row_data_fh.close()

    def _put(self, array: pa.Array) -> Callable[[int, int, object], None]:
        kind = array.type
        if pa.types.is_date(kind):
            return self._put_day
        if pa.types.is_timestamp(kind):
            return self._put_moment
        if pa.types.is_boolean(kind):
            return lambda row, at, value: self._sheet.write_boolean(row, at, value)
        if pa.types.is_integer(kind) or pa.types.is_floating(kind):
            return self._put_number
        return self._put_text

    def _put_text(self, row: int, at: int, value: object) -> None:
        text = str(value)
        if len(text) > LONGEST:
            raise DataError(
                NAME,
                Text(
                    f"ein Text in Zeile {row} ist länger als 32.767 Zeichen; CSV und Parquet "
                    "fassen ihn",
                    f"a text in row {row} is longer than 32,767 letters; CSV and Parquet hold it",
                ),
            )
        self._sheet.write_string(row, at, text)

    def _put_number(self, row: int, at: int, value: object) -> None:
        assert isinstance(value, int | float)
        if value != value:
            return
        if abs(value) < EXACT:
            self._sheet.write_number(row, at, value)
        else:
            self._sheet.write_string(row, at, str(value))

    def _put_day(self, row: int, at: int, value: object) -> None:
        assert isinstance(value, int)
        if value >= FIRST_DAY:
            self._sheet.write_number(row, at, value + DAYS, self._day)
        else:
            day = pa.scalar(value, pa.int32()).cast(pa.date32()).as_py()
            self._sheet.write_string(row, at, day.isoformat())

    def _put_moment(self, row: int, at: int, value: object) -> None:
        self._sheet.write_datetime(row, at, value, self._moment)


def _cells(array: pa.Array) -> Sequence[object]:
    if pa.types.is_date(array.type):
        array = array.cast(pa.date32()).cast(pa.int32())
    elif pa.types.is_timestamp(array.type):
        array = array.cast(pa.timestamp("us"), safe=False)
    found: list[object] = words_of(array).to_pylist()
    return found


def _kind(kind: pa.DataType) -> str:
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return "date"
    return "number" if pa.types.is_integer(kind) or pa.types.is_floating(kind) else "text"


def too_many_rows(rows: int | None) -> DataError:
    """More rows than a sheet has."""
    de = "mehr als 1.048.575" if rows is None else f"{rows:,}".replace(",", ".")
    en = "more than 1,048,575" if rows is None else f"{rows:,}"
    return DataError(
        NAME,
        Text(
            f"ein Blatt fasst 1.048.575 Zeilen, hier sind es {de}; CSV und Parquet fassen alle",
            f"a sheet holds 1,048,575 rows, here are {en}; CSV and Parquet hold all of them",
        ),
    )
