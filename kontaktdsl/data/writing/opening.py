"""Which format is written, and its writer."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

import pyarrow as pa

from kontaktdsl.data.errors import DataError
from kontaktdsl.data.formats import Format, by_name
from kontaktdsl.data.writing.base import About, Writer
from kontaktdsl.diagnostics import Text

WRITTEN = (Format.PARQUET, Format.CSV, Format.EXCEL, Format.ARROW)
"""The formats of files that are written."""
OLD_WORKBOOKS = (".xls", ".ods", ".xlsb", ".xlsm")
PACKED = (".gz", ".bz2", ".zst", ".lz4")


def writable(path: str, wanted: Format | None) -> Format:
    """The format to write a file in: what is wanted, else what its name says; raises DataError."""
    if wanted is None:
        wanted = by_name(path)
        if path.lower().endswith((*OLD_WORKBOOKS, *PACKED)):
            wanted = None
    if wanted is None or wanted not in WRITTEN:
        raise DataError(
            path,
            Text(
                "diese Endung sagt kein Format, das geschrieben wird; möglich: .parquet, .csv, "
                ".xlsx, .arrow, oder `--to`",
                "this suffix tells no format that is written; possible: .parquet, .csv, .xlsx, "
                ".arrow, or `--to`",
            ),
        )
    return wanted


def writer_of(
    format_: Format,
    file: BinaryIO,
    schema: pa.Schema,
    about: About,
    *,
    folder: Callable[[], str],
    stream: bool,
) -> Writer:
    """A writer for a file of answers.

    `folder` gives one for what must be put aside; `stream` says that readers cannot seek.
    """
    match format_:
        case Format.PARQUET:
            from kontaktdsl.data.writing.parquet import ParquetWriter

            return ParquetWriter(file, schema, about)
        case Format.ARROW:
            from kontaktdsl.data.writing.arrow import FileWriter, StreamWriter

            if stream:
                return StreamWriter(file, schema, about)
            return FileWriter(file, schema, about, folder)
        case Format.CSV:
            from kontaktdsl.data.writing.csv import CsvWriter

            return CsvWriter(file, schema, about, mark=not stream)
        case Format.EXCEL:
            from kontaktdsl.data.writing.excel import ExcelWriter

            return ExcelWriter(file, schema, about, folder())
        case _:
            raise ValueError(f"{format_.value} is not written to a file")
