"""Arrow IPC, file or stream: read where it lies, only the columns asked for."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from typing import BinaryIO

import pyarrow as pa

from kontaktdsl.data.errors import DataError
from kontaktdsl.data.source import Chunk, Source
from kontaktdsl.diagnostics import Text

FILE = b"ARROW1"
END = b"\xff\xff\xff\xff\x00\x00\x00\x00"
"""The last bytes of a stream that was written to its end."""


class ArrowSource(Source):
    """An Arrow IPC file or stream; `where` is a path, or a stream that cannot seek.

    Raises DataError where it is none or was cut off.
    """

    def __init__(self, name: str, where: str | BinaryIO) -> None:
        """Read the schema."""
        self._tail: _Tail | None = None
        self._size: int | None = None
        try:
            if isinstance(where, str):
                self._size = os.path.getsize(where)
                self._bytes = pa.memory_map(where)
                is_file = self._bytes.read(len(FILE)) == FILE
                self._bytes.seek(max(0, self._size - len(END)))
                whole = is_file or self._bytes.read() == END
                self._bytes.seek(0)
                if not whole:
                    raise _unreadable(name)
            else:
                self._tail = _Tail(where)
                self._bytes = pa.PythonFile(self._tail, "r")
                is_file = where.seekable()
            self._is_file = is_file
            opened = (pa.ipc.open_file if is_file else pa.ipc.open_stream)(self._bytes)
            self._stream = opened
            self._schema: pa.Schema = opened.schema
        except (pa.ArrowException, OSError) as error:
            raise _unreadable(name) from error
        super().__init__(name, self._schema.names, None)
        self._read = 0.0

    def chunks(self, columns: Sequence[str], plain: Collection[str] = ()) -> Iterator[Chunk]:
        """The record batches as they stand."""
        places = [self._schema.get_field_index(name) for name in columns]
        fields = [self._schema.field(at) for at in places]
        first = True
        try:
            for batch in self._batches(places):
                first = False
                arrays = [batch.column(name) for name in columns]
                yield Chunk(pa.RecordBatch.from_arrays(arrays, schema=pa.schema(fields)))
        except (pa.ArrowException, OSError) as error:
            raise _unreadable(self.name) from error
        if self._tail is not None and not self._is_file and not self._tail.ended:
            raise _unreadable(self.name)
        if first:
            yield Chunk(pa.RecordBatch.from_pylist([], pa.schema(fields)))

    def _batches(self, places: Sequence[int]) -> Iterator[pa.RecordBatch]:
        if not self._is_file:
            yield from self._stream
            return
        options = pa.ipc.IpcReadOptions(included_fields=sorted(set(places)))
        file = pa.ipc.open_file(self._bytes, options=options)
        for at in range(file.num_record_batches):
            yield file.get_batch(at)
            self._read = (at + 1) / file.num_record_batches

    @property
    def done(self) -> float | None:
        """By batches of a file, by bytes of a stream."""
        if not self._is_file:
            return self._bytes.tell() / self._size if self._size else None
        return self._read

    def close(self) -> None:
        """Let go of the file."""
        self._bytes.close()


class _Tail:
    """A stream that remembers whether it ended with the end mark."""

    closed = False

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._last = b""

    def read(self, size: int = -1) -> bytes:
        found = self._stream.read(size)
        self._last = (self._last + found[-len(END) :])[-len(END) :]
        return found

    def seek(self, place: int, whence: int = 0) -> int:
        return self._stream.seek(place, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def seekable(self) -> bool:
        return self._stream.seekable()

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._stream.close()

    @property
    def ended(self) -> bool:
        """Whether the last bytes read are the end mark."""
        return self._last == END


def _unreadable(name: str) -> DataError:
    return DataError(
        name,
        Text(
            "keine vollständige Arrow-Datei; vielleicht wurde sie abgebrochen oder beschädigt",
            "no whole Arrow file; perhaps it was cut off or damaged",
        ),
    )
