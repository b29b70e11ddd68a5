"""Arrow IPC, file or stream; a dictionary of words grows from batch to batch."""

from __future__ import annotations

from contextlib import suppress
from typing import BinaryIO

import numpy as np
import pyarrow as pa

from kontaktdsl.data.writing.base import About, Writer


class ArrowWriter(Writer):
    """Writes batches as they come; `stream` for a reader that cannot seek."""

    def __init__(self, file: BinaryIO, schema: pa.Schema, about: About, *, stream: bool) -> None:
        """Write the head."""
        fields = [_field(field) for field in schema]
        self._schema = pa.schema(fields, metadata=about.metadata)
        self._words: dict[int, dict[str | None, int]] = {}
        options = pa.ipc.IpcWriteOptions(emit_dictionary_deltas=True)
        make = pa.ipc.new_stream if stream else pa.ipc.new_file
        self._writer = make(file, self._schema, options=options)

    def write(self, batch: pa.RecordBatch) -> None:
        """Write some rows."""
        arrays = [
            self._grown(at, array) if pa.types.is_dictionary(array.type) else array
            for at, array in enumerate(batch.columns)
        ]
        self._writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=self._schema))

    def _grown(self, at: int, array: pa.DictionaryArray) -> pa.Array:
        """The column over all words met so far."""
        known = self._words.setdefault(at, {})
        numbers = [known.setdefault(word, len(known)) for word in array.dictionary.to_pylist()]
        indices = array.indices.cast(pa.int32())
        if numbers != list(range(len(numbers))):
            indices = pa.array(np.array(numbers, np.int32)).take(indices)
        return pa.DictionaryArray.from_arrays(indices, pa.array(list(known), pa.string()))

    def finish(self) -> None:
        """Write the foot."""
        self._writer.close()

    def discard(self) -> None:
        """Close what a disk that is full has left open."""
        with suppress(OSError, pa.ArrowException):
            self._writer.close()


def _field(field: pa.Field) -> pa.Field:
    if not pa.types.is_dictionary(field.type):
        return field
    return pa.field(field.name, pa.dictionary(pa.int32(), pa.string()))
