"""Parquet: words as dictionaries, whole numbers as differences, statistics only where rows are
looked for.

The settings are those that need the least CPU for such tables; `benchmarks/files.py` measures them.
"""

from __future__ import annotations

from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from kontaktdsl.batch import columns
from kontaktdsl.data.writing.base import About, Writer

BLOCKS = 16
"""Batches of one row group."""
VALUES = 1 << 14
"""Values that are encoded at once."""


class ParquetWriter(Writer):
    """Writes row groups of a few batches each."""

    def __init__(self, file: BinaryIO, schema: pa.Schema, about: About) -> None:
        """Write the head."""
        answers = {column.id for column in columns.answer_columns(())}
        passed = [field.name for field in schema if field.name not in answers]
        whole = [f.name for f in schema if f.name in passed and pa.types.is_integer(f.type)]
        self._held: list[pa.RecordBatch] = []
        self._writer = pq.ParquetWriter(
            file,
            schema.with_metadata(about.metadata),
            compression="snappy",
            use_dictionary=[
                field.name
                for field in schema
                if field.name not in passed or pa.types.is_dictionary(field.type)
            ],
            column_encoding={name: "DELTA_BINARY_PACKED" for name in whole if _wide(schema, name)},
            write_statistics=[
                name for name in schema.names if name in passed or name == columns.DUE.id
            ],
            write_batch_size=VALUES,
        )

    def write(self, batch: pa.RecordBatch) -> None:
        """Hold the rows until a row group is full."""
        self._held.append(batch)
        if len(self._held) == BLOCKS:
            self._flush()

    def _flush(self) -> None:
        if self._held:
            self._writer.write_table(pa.Table.from_batches(self._held), row_group_size=1 << 30)
            self._held = []

    def _finish(self) -> None:
        self._flush()
        self._writer.close()

    def _discard(self) -> None:
        self._writer.close()


def _wide(schema: pa.Schema, name: str) -> bool:
    return bool(schema.field(name).type.bit_width >= 32)
