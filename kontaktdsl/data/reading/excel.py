"""Workbooks (.xlsx, .xlsm, .xlsb, .xls, .ods): one sheet, the first row names the columns.

A sheet has at most 1,048,576 rows and is read as a whole. Rows without any cell are no rows.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Sequence
from typing import BinaryIO

import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from kontaktdsl.data.errors import DataError
from kontaktdsl.data.reading.cells import Cell, column, worded
from kontaktdsl.data.source import Chunk, Source
from kontaktdsl.diagnostics import Text
from kontaktdsl.suggest import nearest

ROWS = 1 << 16


class ExcelSource(Source):
    """One sheet of a workbook; raises DataError."""

    head = 1

    def __init__(self, name: str, where: str | BinaryIO, sheet: str | None) -> None:
        """Read the header; `sheet` may be left out where only one holds anything."""
        try:
            book = (
                CalamineWorkbook.from_path(where)
                if isinstance(where, str)
                else CalamineWorkbook.from_filelike(where)
            )
            chosen = _chosen(name, book, sheet)
            rows = chosen.iter_rows()
            header = next(rows, [])
        except PasswordError as error:
            raise DataError(
                name,
                Text(
                    "die Arbeitsmappe ist mit einem Kennwort geschützt",
                    "the workbook is protected by a password",
                ),
            ) from error
        except (CalamineError, OSError) as error:
            raise _unreadable(name) from error
        self._rows = rows
        self._where = where
        super().__init__(
            name,
            [unicodedata.normalize("NFC", worded(cell).strip()) for cell in header],
            max(0, chosen.height - 1),
        )

    def chunks(self, columns: Sequence[str], plain: Collection[str] = ()) -> Iterator[Chunk]:
        """The rows, each column with the type that its cells share."""
        places = [self.names.index(name) for name in columns]
        cells: list[list[Cell]] = [[] for _ in places]
        try:
            for row in self._rows:
                if any(cell != "" for cell in row):
                    for at, found in zip(places, cells, strict=True):
                        cell = row[at]
                        found.append(None if cell == "" else cell)
        except CalamineError as error:
            raise _unreadable(self.name) from error
        arrays = []
        for found in cells:
            arrays.append(column(found))
            found.clear()
        whole = pa.RecordBatch.from_arrays(arrays, names=list(columns))
        for start in range(0, whole.num_rows, ROWS) or (0,):
            yield Chunk(whole.slice(start, ROWS))

    def close(self) -> None:
        """Let go of what was put aside."""
        if not isinstance(self._where, str):
            self._where.close()


def _chosen(name: str, book: CalamineWorkbook, sheet: str | None) -> CalamineSheet:
    names = book.sheet_names
    if sheet is not None:
        if sheet in names:
            return book.get_sheet_by_name(sheet)
        near = nearest(sheet, names, 1)
        listed = ", ".join(f"`{each}`" for each in names)
        raise DataError(
            name,
            Text(
                f"das Blatt `{sheet}` gibt es nicht"
                + (f"; gemeint ist vielleicht `{near[0]}`" if near else f"; da sind: {listed}"),
                f"there is no sheet `{sheet}`"
                + (f"; perhaps `{near[0]}` is meant" if near else f"; there are: {listed}"),
            ),
        )
    full = [each for each in map(book.get_sheet_by_name, names) if each.height]
    if not full:
        raise DataError(name, Text("die Arbeitsmappe ist leer", "the workbook is empty"))
    if len(full) > 1:
        listed = ", ".join(f"`{each.name}`" for each in full)
        raise DataError(
            name,
            Text(
                f"mehrere Blätter sind gefüllt: {listed}; `--sheet` sagt, welches gemeint ist",
                f"several sheets hold something: {listed}; `--sheet` says which one is meant",
            ),
        )
    return full[0]


def _unreadable(name: str) -> DataError:
    return DataError(
        name,
        Text(
            "keine lesbare Arbeitsmappe; vielleicht wurde sie abgebrochen oder beschädigt",
            "no workbook that can be read; perhaps it was cut off or damaged",
        ),
    )
