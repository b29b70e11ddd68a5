"""What every format is read as: named columns, and chunks of rows in their order."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Sequence

import attrs
import pyarrow as pa

from kontaktdsl.diagnostics import Text


@attrs.frozen(eq=False)
class Broken:
    """A row that could not be read: its place in the chunk, from 0, and why.

    `fields` are how many it has and how many it should have, where that is what is wrong.
    """

    at: int
    why: Text
    fields: tuple[int, int] | None = None


@attrs.frozen(eq=False)
class Chunk:
    """Some rows; those in `broken` (in ascending order) hold nothing."""

    rows: pa.RecordBatch
    broken: tuple[Broken, ...] = ()


class Source(ABC):
    """One data set that is read once, front to back, in memory that does not grow with it."""

    head = 0
    """The rows of a sheet or a text before the first one of people."""

    def __init__(self, name: str, names: Sequence[str], rows: int | None) -> None:
        """Name it as people do; `names` are its columns, `rows` their number where it is known."""
        self.name = name
        self.names = tuple(names)
        self.rows = rows

    @abstractmethod
    def chunks(self, columns: Sequence[str], plain: Collection[str] = ()) -> Iterator[Chunk]:
        """The rows, only with these columns; at least one chunk, an empty one where no row is.

        Columns in `plain` are passed on as they stand and have one type in all chunks; the others
        may be of any type that holds their values. Raises DataError where the data ends early or
        cannot be read.
        """

    def batches(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """The rows as record batches; a row that could not be read holds nothing."""
        for chunk in self.chunks(columns, columns):
            yield chunk.rows

    @property
    def done(self) -> float | None:
        """How much is read, from 0 to 1; None where that is not known."""
        return None

    def close(self) -> None:  # noqa: B027  # most have nothing to close
        """Let go of the file."""

    def __enter__(self) -> Source:
        """Nothing more: it is open."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the file."""
        self.close()
