"""CSV, German or English: streamed, and a row with too few or too many fields stays in its place.

Behind the last row an end mark is read as a row of its own. Where it does not arrive, a quotation
mark was never closed, so the file was cut off.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from typing import BinaryIO, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow

from kontaktdsl.data.errors import DataError
from kontaktdsl.data.reading.header import Header, header_of
from kontaktdsl.data.reading.text import UTF8, blocks, not_encoded
from kontaktdsl.data.source import Broken, Chunk, Source
from kontaktdsl.diagnostics import Text

BLOCK = 1 << 22
"""Bytes that are parsed at once; no row may be longer."""
END = "\x02kpol-end\x03"

_FIELDS = Text("{found} Felder statt {expected}", "{found} fields instead of {expected}")
_ONE_FIELD = Text("1 Feld statt {expected}", "1 field instead of {expected}")
_LINES = Text(
    "{fields}; vielleicht ist ein Anführungszeichen nicht geschlossen",
    "{fields}; perhaps a quotation mark is not closed",
)


class _Invalid(Protocol):
    """A row that pyarrow could not split into as many fields as there are columns."""

    expected_columns: int
    actual_columns: int
    number: int
    text: str


class CsvSource(Source):
    """A CSV file; the first row names the columns. Raises DataError."""

    def __init__(
        self, name: str, file: BinaryIO, encoding: str | None, separator: str | None
    ) -> None:
        """Read the header."""
        self._file = file
        self._size = _size(file)
        head = file.peek(4)[:4]  # type: ignore[attr-defined]
        self._blocks = blocks(name, file, head, encoding)
        if separator in ("tab", "\\t"):
            separator = "\t"
        if separator is not None and (len(separator) != 1 or separator in '"\r\n'):
            raise DataError(
                name,
                Text(
                    f"`--separator` ist ein einzelnes Zeichen, nicht `{separator}`",
                    f"`--separator` is a single character, not `{separator}`",
                ),
            )
        data, header = b"", None
        while header is None:
            block = next(self._blocks, b"")
            data += block
            header = header_of(name, data, complete=not block, separator=separator)
        super().__init__(name, header.names, None)
        self._header = header
        self._rest = data[header.end :]

    def chunks(self, columns: Sequence[str], plain: Collection[str] = ()) -> Iterator[Chunk]:
        """The rows in blocks, words as dictionaries."""
        places = [self.names.index(name) for name in columns] or [0]
        ids = [f"c{at}" for at in range(len(self.names))]
        passed = [name in plain for name in columns] or [False]
        types = {
            ids[at]: pa.string() if as_is else pa.dictionary(pa.int32(), pa.string())
            for at, as_is in zip(places, passed, strict=True)
        }
        rows = _Rows(self._blocks, self._rest, self._header)
        wrong = _Wrong()
        whole = _Whole(wrong)
        try:
            reader = arrow.open_csv(
                rows,
                read_options=arrow.ReadOptions(
                    use_threads=False, block_size=BLOCK, column_names=ids
                ),
                parse_options=arrow.ParseOptions(
                    delimiter=self._header.separator,
                    newlines_in_values=True,
                    invalid_row_handler=wrong,
                ),
                convert_options=arrow.ConvertOptions(
                    column_types=types, include_columns=[ids[at] for at in places]
                ),
            )
            held: pa.RecordBatch | None = None
            for batch in reader:
                if not batch.num_rows:  # a block of broken rows only
                    continue
                if held is not None:
                    yield self._named(whole.of(held), columns)
                held = batch
        except (pa.ArrowException, OSError) as error:
            raise self._unreadable(error) from error
        if held is None or held.column(0)[-1].as_py() != END:
            raise DataError(self.name, _CUT_OFF)
        last = whole.of(held.slice(0, held.num_rows - 1), end=True)
        if rows.cut and last.broken and last.broken[-1].at == last.rows.num_rows - 1:
            raise DataError(self.name, _CUT_OFF)
        yield self._named(last, columns)

    def _named(self, chunk: Chunk, columns: Sequence[str]) -> Chunk:
        if not columns:
            return chunk
        return Chunk(chunk.rows.rename_columns(list(columns)), chunk.broken)

    def _unreadable(self, error: Exception) -> DataError:
        message = str(error)
        if "UTF8" in message:
            return not_encoded(self.name, UTF8)
        if "straddling" in message:
            return DataError(self.name, _ENDLESS)
        return DataError(self.name, Text("keine lesbare Tabelle", "no table that can be read"))

    @property
    def done(self) -> float | None:
        """By bytes."""
        return self._file.tell() / self._size if self._size else None

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class _Rows:
    """The rows of a file behind its header, and the end mark behind them, as a file of bytes."""

    closed = False

    def __init__(self, blocks_: Iterator[bytes], rest: bytes, header: Header) -> None:
        self._blocks = blocks_
        self._left = rest
        self._last = rest[-1:]
        fields = [END] * len(header.names)
        self._end: bytes | None = (header.separator.join(fields) + "\n").encode()
        self.cut = False
        """Whether the last row does not end with a line end."""

    def read(self, size: int) -> bytes:
        """So many bytes, fewer only at the end."""
        found = [self._left]
        length = len(self._left)
        while length < size and (more := self._more()):
            found.append(more)
            length += len(more)
        whole = b"".join(found)
        self._left = whole[size:]
        return whole[:size]

    def _more(self) -> bytes:
        block = next(self._blocks, b"")
        if block:
            self._last = block[-1:]
        elif self._end is not None:
            self.cut = self._last not in (b"", b"\n", b"\r")
            block = b"\n" + self._end if self.cut else self._end
            self._end = None
        return block

    def close(self) -> None:
        """Nothing to close: the file belongs to somebody else."""


class _Wrong:
    """Collects the rows with a wrong number of fields, by their number from 1."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, Text]] = []

    def __call__(self, row: _Invalid) -> str:
        form = _ONE_FIELD if row.actual_columns == 1 else _FIELDS
        why = form.format(found=row.actual_columns, expected=row.expected_columns)
        if "\n" in row.text or "\r" in row.text:
            why = _LINES.format(fields=why)
        self.rows.append((row.number, why))
        return "skip"


class _Whole:
    """Puts the rows that could not be read back between those that could."""

    def __init__(self, wrong: _Wrong) -> None:
        self._wrong = wrong
        self._next = 1

    def of(self, batch: pa.RecordBatch, *, end: bool = False) -> Chunk:
        """The batch with the broken rows before and between its rows, at the end those behind."""
        rows = self._wrong.rows
        found: list[Broken] = []
        first, good = self._next, batch.num_rows
        taken = 0
        for number, why in rows:
            at = number - first
            if at - taken >= good and not end:
                break
            found.append(Broken(at, why))
            taken += 1
        del rows[:taken]
        self._next = first + good + taken
        if not found:
            return Chunk(batch)
        places = np.arange(good)
        before = np.array([each.at for each in found]) - np.arange(taken)
        indices = np.insert(places.astype(np.int64), before, -1)
        return Chunk(batch.take(pa.array(indices, mask=indices < 0)), tuple(found))


def _size(file: BinaryIO) -> int | None:
    try:
        return os.fstat(file.fileno()).st_size or None
    except (OSError, ValueError):
        return None


_CUT_OFF = Text(
    "die Datei bricht mitten in einer Zeile ab; sie ist vermutlich unvollständig",
    "the file ends in the middle of a row; it is probably cut off",
)
_ENDLESS = Text(
    "eine Zeile nimmt kein Ende; vermutlich ist ein Anführungszeichen nicht geschlossen",
    "a row does not end; probably a quotation mark is not closed",
)
