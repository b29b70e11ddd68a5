"""A table written as a person, an office program or a database would write it, and read back."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

Write = Callable[[pa.Table, Path], Path]


def as_csv(
    table: pa.Table,
    path: Path,
    *,
    separator: str = ";",
    encoding: str = "utf-8",
    german: bool = True,
    line_end: str = "\n",
    quoting: int = csv.QUOTE_MINIMAL,
) -> Path:
    """Text cells; dates German or ISO."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator=line_end, quoting=quoting)
    writer.writerow(table.column_names)
    for row in table.to_pylist():
        writer.writerow([_text(cell, german) for cell in row.values()])
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def _text(cell: object, german: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return ("ja" if cell else "nein") if german else str(cell).lower()
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}" if german else cell.isoformat()
    return str(cell)


def _csv(**how: object) -> Write:
    return lambda table, path: as_csv(table, path.with_suffix(".csv"), **how)  # type: ignore[arg-type]


def parquet(table: pa.Table, path: Path) -> Path:
    """Several row groups."""
    path = path.with_suffix(".parquet")
    pq.write_table(table, path, row_group_size=max(1, table.num_rows // 3))
    return path


def arrow_file(table: pa.Table, path: Path) -> Path:
    """Several record batches."""
    path = path.with_suffix(".arrow")
    with pa.ipc.new_file(path, table.schema) as writer:
        writer.write_table(table, max_chunksize=max(1, table.num_rows // 3))
    return path


def arrow_stream(table: pa.Table, path: Path) -> Path:
    """The form that goes through pipes."""
    path = path.with_suffix(".arrows")
    with pa.ipc.new_stream(path, table.schema) as writer:
        writer.write_table(table, max_chunksize=max(1, table.num_rows // 3))
    return path


def excel(table: pa.Table, path: Path) -> Path:
    """Typed cells."""
    path = path.with_suffix(".xlsx")
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False})
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    sheet = book.add_worksheet("Kunden")
    for at, name in enumerate(table.column_names):
        sheet.write_string(0, at, name)
        for row, cell in enumerate(table.column(name).to_pylist(), 1):
            if isinstance(cell, date):
                sheet.write_datetime(row, at, cell, day)
            elif cell is not None:
                sheet.write(row, at, cell)
    book.close()
    return path


def duck(table: pa.Table, path: Path) -> Path:
    """The only table of a database."""
    path = path.with_suffix(".duckdb")
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as connection:
        connection.register("given", table)
        connection.execute("create table kunden as select * from given")
    return path


def sqlite(table: pa.Table, path: Path) -> Path:
    """Dates as text, yes and no as 1 and 0, as SQLite has it."""
    path = path.with_suffix(".sqlite")
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    names = ", ".join('"' + name + '"' for name in table.column_names)
    connection.execute(f"create table kunden ({names})")
    places = ", ".join("?" * table.num_columns)
    rows = [
        [cell.isoformat() if isinstance(cell, date) else cell for cell in row.values()]
        for row in table.to_pylist()
    ]
    connection.executemany(f"insert into kunden values ({places})", rows)
    connection.commit()
    connection.close()
    return path


FORMATS: Mapping[str, Write] = {
    "parquet": parquet,
    "arrow-file": arrow_file,
    "arrow-stream": arrow_stream,
    "excel": excel,
    "duckdb": duck,
    "sqlite": sqlite,
    "csv-german": _csv(),
    "csv-english": _csv(separator=",", german=False, line_end="\r\n"),
    "csv-tab": _csv(separator="\t", quoting=csv.QUOTE_ALL),
    "csv-bar": _csv(separator="|", encoding="utf-8-sig"),
    "csv-windows": _csv(encoding="cp1252", line_end="\r\n"),
    "csv-utf-16": _csv(encoding="utf-16"),
    "csv-utf-16-be": _csv(encoding="utf-16-be", line_end="\r\n"),
}
"""Every format that is read, and CSV in every encoding and separator."""
