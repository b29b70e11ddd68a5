"""A DuckDB file and a query, opened read-only; only the columns asked for leave the database."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import duckdb
import pyarrow as pa

from kontaktdsl.data.errors import DataError
from kontaktdsl.data.reading.queries import failed, quoted, rows_of, unreadable
from kontaktdsl.data.source import Chunk, Source

ROWS = 1 << 16


class DuckdbSource(Source):
    """The rows of a query, in its order; raises DataError."""

    def __init__(self, name: str, query: str | None) -> None:
        """Open the database and ask for the columns."""
        try:
            self._connection = duckdb.connect(name, read_only=True)
        except duckdb.Error as error:
            raise unreadable(name) from error
        try:
            found = self._connection.execute(
                "SELECT table_name FROM information_schema.tables "
                "WHERE table_schema = 'main' ORDER BY table_name"
            ).fetchall()
            self._rows = rows_of(name, query, [row[0] for row in found])
            relation = self._connection.sql(f"SELECT * FROM {self._rows}")
            names = relation.columns
            rows = None if query else self._count()
        except duckdb.Error as error:
            self._connection.close()
            raise _wrong(name, error) from error
        except DataError:
            self._connection.close()
            raise
        super().__init__(name, names, rows)
        self._read = 0

    def _count(self) -> int:
        counted = self._connection.execute(f"SELECT count(*) FROM {self._rows}").fetchall()
        return int(counted[0][0])

    def chunks(self, columns: Sequence[str], plain: Collection[str] = ()) -> Iterator[Chunk]:
        """The rows as they come."""
        listed = ", ".join(map(quoted, columns)) or "1"
        first = True
        try:
            relation = self._connection.sql(f"SELECT {listed} FROM {self._rows}")
            fetch = getattr(relation, "to_arrow_reader", None) or relation.fetch_record_batch
            reader: pa.RecordBatchReader = fetch(ROWS)
            for batch in reader:
                self._read += batch.num_rows
                first = False
                yield Chunk(batch)
        except (duckdb.Error, pa.ArrowException, OSError) as error:
            raise _wrong(self.name, error) from error
        if first:
            yield Chunk(pa.RecordBatch.from_pylist([], reader.schema))

    @property
    def done(self) -> float | None:
        """By rows."""
        return self._read / self.rows if self.rows else None

    def close(self) -> None:
        """Close the database."""
        self._connection.close()


def _wrong(name: str, error: Exception) -> DataError:
    """The file is damaged, or the query cannot be meant."""
    if isinstance(error, duckdb.ProgrammingError | duckdb.DataError | duckdb.NotSupportedError):
        return failed(name, error)
    return unreadable(name)
