"""A SQLite file and a query, opened read-only; only the columns asked for are fetched."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import pyarrow as pa

from kontaktdsl.data.errors import DataError
from kontaktdsl.data.reading.cells import cells_as, column
from kontaktdsl.data.reading.queries import failed, quoted, rows_of, unreadable
from kontaktdsl.data.source import Chunk, Source

ROWS = 1 << 16


class SqliteSource(Source):
    """The rows of a query, in its order; raises DataError."""

    def __init__(self, name: str, query: str | None) -> None:
        """Open the database and ask for the columns."""
        try:
            where = Path(name).absolute().as_uri() + "?mode=ro"
            self._connection = sqlite3.connect(where, uri=True, check_same_thread=False)
            found = self._connection.execute(
                "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') "
                "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
            ).fetchall()
        except sqlite3.Error as error:
            raise unreadable(name) from error
        try:
            self._rows = rows_of(name, query, [row[0] for row in found])
            described = self._connection.execute(f"SELECT * FROM {self._rows} LIMIT 0")
            rows = None if query else self._count()
        except sqlite3.Error as error:
            self._connection.close()
            raise _wrong(name, error) from error
        except DataError:
            self._connection.close()
            raise
        super().__init__(name, [column[0] for column in described.description], rows)
        self._read = 0

    def _count(self) -> int:
        (found,) = self._connection.execute(f"SELECT count(*) FROM {self._rows}").fetchone()
        return int(found)

    def chunks(self, columns: Sequence[str], plain: Collection[str] = ()) -> Iterator[Chunk]:
        """The rows in blocks; a column that passes through has one type, asked for beforehand."""
        listed = ", ".join(map(quoted, columns)) or "1"
        try:
            kinds = {name: self._kind(name) for name in columns if name in plain}
            cursor = self._connection.execute(f"SELECT {listed} FROM {self._rows}")
            first = True
            while (rows := cursor.fetchmany(ROWS)) or first:
                first = False
                self._read += len(rows)
                cells = list(zip(*rows, strict=True)) or [()] * len(columns)
                arrays = [
                    pa.array(cells_as(kinds[name], found), kinds[name])
                    if name in kinds
                    else column(found)
                    for name, found in zip(columns, cells, strict=True)
                ]
                yield Chunk(pa.RecordBatch.from_arrays(arrays, names=list(columns)))
        except sqlite3.Error as error:
            raise _wrong(self.name, error) from error

    def _kind(self, name: str) -> pa.DataType:
        """The type of all values of a column: whole numbers, numbers, or text."""
        cell = quoted(name)
        found = self._connection.execute(f"SELECT DISTINCT typeof({cell}) FROM {self._rows}")
        types = {row[0] for row in found} - {"null"}
        if types == {"integer"}:
            return pa.int64()
        return pa.float64() if types and types <= {"integer", "real"} else pa.string()

    @property
    def done(self) -> float | None:
        """By rows."""
        return self._read / self.rows if self.rows else None

    def close(self) -> None:
        """Close the database."""
        self._connection.close()


def _wrong(name: str, error: sqlite3.Error) -> DataError:
    """The file is damaged, or the query cannot be meant."""
    if isinstance(error, sqlite3.OperationalError | sqlite3.ProgrammingError | sqlite3.Warning):
        return failed(name, error)
    return unreadable(name)
