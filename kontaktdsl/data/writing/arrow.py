"""Arrow IPC, file or stream.

Words are dictionaries, which grow from batch to batch. A file holds one dictionary for all batches,
since not every reader knows better: so its rows are put aside until all words are known.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import BinaryIO

import numpy as np
import pyarrow as pa

from kontaktdsl.data.writing.base import About, Writer


class StreamWriter(Writer):
    """Writes batches as they come; a dictionary that has grown is sent anew."""

    def __init__(self, file: BinaryIO, schema: pa.Schema, about: About) -> None:
        """Write the head."""
        self._schema = _schema(schema, about)
        self._words = _Words()
        self._writer = pa.ipc.new_stream(file, self._schema)

    def write(self, batch: pa.RecordBatch) -> None:
        """Write some rows."""
        arrays = [self._words.numbered(at, array) for at, array in enumerate(batch.columns)]
        self._writer.write_batch(self._words.named(arrays, self._schema))

    def _finish(self) -> None:
        self._writer.close()

    def _discard(self) -> None:
        self._writer.close()


class FileWriter(Writer):
    """Puts the rows aside with numbers for words, and writes them with all words at the end."""

    def __init__(
        self, file: BinaryIO, schema: pa.Schema, about: About, folder: Callable[[], str]
    ) -> None:
        """Open the file for what is put aside."""
        self._file = file
        self._schema = _schema(schema, about)
        self._words = _Words()
        self._path = os.path.join(folder(), "rows")
        self._aside = open(self._path, "wb")  # noqa: SIM115  # closed by finish or discard
        numbered = pa.schema(
            pa.field(f.name, pa.int32()) if pa.types.is_dictionary(f.type) else f
            for f in self._schema
        )
        self._numbered = numbered
        self._writer = pa.ipc.new_stream(self._aside, numbered)

    def write(self, batch: pa.RecordBatch) -> None:
        """Put some rows aside."""
        arrays = [self._words.numbered(at, array) for at, array in enumerate(batch.columns)]
        self._writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=self._numbered))

    def _finish(self) -> None:
        self._writer.close()
        self._aside.close()
        with (
            pa.memory_map(self._path) as stored,
            pa.ipc.new_file(self._file, self._schema) as writer,
        ):
            for batch in pa.ipc.open_stream(stored):
                writer.write_batch(self._words.named(batch.columns, self._schema))

    def _discard(self) -> None:
        try:
            self._writer.close()
        finally:
            self._aside.close()


class _Words:
    """The words of each column, in the order in which they are met."""

    def __init__(self) -> None:
        self._known: dict[int, dict[str | None, int]] = {}
        self._built: dict[int, pa.Array] = {}

    def numbered(self, at: int, array: pa.Array) -> pa.Array:
        """A column of words as numbers; any other as it is."""
        if not pa.types.is_dictionary(array.type):
            return array
        known = self._known.setdefault(at, {})
        numbers = [known.setdefault(word, len(known)) for word in array.dictionary.to_pylist()]
        indices = array.indices.cast(pa.int32())
        if numbers == list(range(len(numbers))):
            return indices
        return pa.array(np.array(numbers, np.int32)).take(indices)

    def named(self, arrays: list[pa.Array], schema: pa.Schema) -> pa.RecordBatch:
        """A batch of numbers with the words that they stand for."""
        found = [
            pa.DictionaryArray.from_arrays(array, self._dictionary(at))
            if pa.types.is_dictionary(field.type)
            else array
            for at, (array, field) in enumerate(zip(arrays, schema, strict=True))
        ]
        return pa.RecordBatch.from_arrays(found, schema=schema)

    def _dictionary(self, at: int) -> pa.Array:
        """The same array as long as no word is new: then it is written once."""
        known = self._known.get(at, {})
        built = self._built.get(at)
        if built is None or len(built) != len(known):
            built = self._built[at] = pa.array(list(known), pa.string())
        return built


def _schema(schema: pa.Schema, about: About) -> pa.Schema:
    words = pa.dictionary(pa.int32(), pa.string())
    return pa.schema(
        [pa.field(f.name, words) if pa.types.is_dictionary(f.type) else f for f in schema],
        metadata=about.metadata,
    )
