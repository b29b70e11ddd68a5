"""Parquet: row group by row group, words as the dictionaries that they are stored as."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from kontaktdsl.data.errors import DataError
from kontaktdsl.data.source import Chunk, Source
from kontaktdsl.diagnostics import Text

ROWS = 1 << 16


class ParquetSource(Source):
    """A Parquet file; raises DataError where it is none or was cut off."""

    def __init__(self, name: str, where: str | BinaryIO) -> None:
        """Read what the file says about itself."""
        self._where = where
        try:
            with pq.ParquetFile(where) as file:
                schema, rows = file.schema_arrow, file.metadata.num_rows
        except (pa.ArrowException, OSError) as error:
            raise _unreadable(name) from error
        super().__init__(name, schema.names, rows)
        self._schema = schema
        self._read = 0

    def chunks(self, columns: Sequence[str], plain: Collection[str] = ()) -> Iterator[Chunk]:
        """The row groups in blocks."""
        words = [
            name for name in columns if name not in plain and _is_words(self._schema.field(name))
        ]
        first = True
        try:
            # Fetched in advance, row groups are kept until the file is closed: memory would grow.
            with pq.ParquetFile(self._where, read_dictionary=words, pre_buffer=False) as file:
                for batch in file.iter_batches(ROWS, columns=list(columns), use_threads=False):
                    self._read += batch.num_rows
                    first = False
                    yield Chunk(batch.select(list(columns)))
        except (pa.ArrowException, OSError) as error:
            raise _unreadable(self.name) from error
        if first:
            fields = [self._schema.field(name) for name in columns]
            yield Chunk(pa.RecordBatch.from_pylist([], pa.schema(fields)))

    @property
    def done(self) -> float | None:
        """By rows."""
        return self._read / self.rows if self.rows else None

    def close(self) -> None:
        """Let go of what was put aside."""
        if not isinstance(self._where, str):
            self._where.close()


def _is_words(field: pa.Field) -> bool:
    return bool(pa.types.is_string(field.type) or pa.types.is_large_string(field.type))


def _unreadable(name: str) -> DataError:
    return DataError(
        name,
        Text(
            "keine vollständige Parquet-Datei; vielleicht wurde sie abgebrochen oder beschädigt",
            "no whole Parquet file; perhaps it was cut off or damaged",
        ),
    )
