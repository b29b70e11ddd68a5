"""Columns as classes: what stands in the data becomes the number of a class of the policy.

The dictionary of a column is translated and never its rows.  A class is 0 to n - 1, n stands for a
missing fact and n + 1 for a value that the policy does not know.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kontaktdsl.batch import dates
from kontaktdsl.batch.dates import BAD, NONE, Days
from kontaktdsl.batch.mapping import whole_numbers
from kontaktdsl.dates import latest_birth
from kontaktdsl.domains import Number
from kontaktdsl.space import Axis

Integers = npt.NDArray[np.integer[Any]]

SMALL = 1 << 16
"""A range of numbers up to this size is looked up; a larger one is searched."""

FEW = 6
"""So many classes of a number are found by comparing with each bound."""


def class_dtype(axis: Axis) -> np.dtype[np.integer[Any]]:
    """The smallest type for the classes of an axis and the two marks."""
    most = len(axis.classes) + 1
    kind: type[np.integer[Any]] = np.uint8 if most < 256 else np.int32
    return np.dtype(kind)


class FactReader:
    """Turns one column into the classes of one axis; the day of evaluation decides an age."""

    def __init__(
        self,
        axis: Axis,
        vocabulary: Mapping[str, int],
        missing: frozenset[str],
        on: date,
        *,
        births: bool,
    ) -> None:
        """Prepare the tables of one axis; with `births` a date is a day of birth, else no value."""
        self.axis = axis
        self.may_be_birth = births
        self.missing_words = missing
        self.missing = len(axis.classes)
        self.unknown = self.missing + 1
        self.dtype = class_dtype(axis)
        self.is_number = isinstance(axis.attribute.domain, Number)
        self.low, self.high = axis.attribute.domain.bounds
        starts = [first for first, _ in axis.classes]
        self.starts = np.array(starts, np.int64)
        self.words = {
            word: int(np.searchsorted(self.starts, value, "right")) - 1
            for word, value in vocabulary.items()
        }
        coded = whole_numbers(self.words)
        self.coded = np.array(sorted(coded), np.int64)
        self.coded_as = np.array([self.words[coded[n]] for n in sorted(coded)], self.dtype)
        self.missing_numbers = tuple(whole_numbers(missing))
        self.births = np.array(
            [dates.number(latest_birth(age, on)) for age in (*starts, self.high + 1)], np.int64
        )
        self._last: tuple[pa.Array, Integers] | None = None
        self.table: Integers | None = None
        if self.high - self.low < SMALL:
            inside = np.arange(self.low, self.high + 1)
            table = np.empty(len(inside) + 2, self.dtype)
            table[1:-1] = np.searchsorted(self.starts, inside, "right") - 1
            table[0] = table[-1] = self.unknown
            self.table = table

    def absent(self, rows: int) -> Integers:
        """A column that the data does not have."""
        return np.full(rows, self.missing, self.dtype)

    def read(self, column: pa.Array) -> tuple[Integers, bool]:
        """The classes of a column of any type, and whether surely none is missing or unknown."""
        if column.null_count == 0:
            kind = column.type
            if pa.types.is_boolean(kind) and not self.is_number:
                return self.classes(column), {self.cell(True), self.cell(False)} == {0, 1}
            if pa.types.is_dictionary(kind) and len(column.dictionary) < len(column):
                table = self._translated(column.dictionary)
                found = self._looked_up(column, table)
                return found, int(table[:-1].max(initial=0)) < self.missing
        found = self.classes(column)
        return found, int(found.max(initial=0)) < self.missing

    def classes(self, column: pa.Array) -> Integers:
        """The classes of a column of any type."""
        kind = column.type
        if pa.types.is_dictionary(kind):
            return self._dictionary(column)
        if pa.types.is_string(kind) or pa.types.is_large_string(kind) or _is_view(kind):
            return self._dictionary(pc.dictionary_encode(_plain(column)))
        if pa.types.is_boolean(kind):
            return self._booleans(column)
        if pa.types.is_integer(kind):
            return self._nulls(column, self._integers(_values(column)))
        if pa.types.is_floating(kind):
            return self._floats(column)
        if pa.types.is_decimal(kind):
            return self._floats(column.cast(pa.float64()))
        if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
            return self._birth(days_of(column))
        if pa.types.is_null(kind):
            return self.absent(len(column))
        return self._nulls(column, np.full(len(column), self.unknown, self.dtype))

    def cell(self, value: object) -> int:
        """The class of one cell."""
        if value is None:
            return self.missing
        if isinstance(value, str):
            if value in self.missing_words:
                return self.missing
            if not self.is_number:
                return self.words.get(value, self.unknown)
            text = value.strip()
            digits = text[1:] if text[:1] in ("-", "+") else text
            if digits.isascii() and digits.isdigit() and len(digits) < 19:
                return int(self._integers(np.array([int(text)]))[0])
            found = dates.parsed(text)
            return (
                self.unknown if found == BAD else int(self._birth(np.array([found], np.int32))[0])
            )
        if isinstance(value, bool):
            if self.is_number:
                return self.unknown
            return self.words.get("ja" if value else "nein", self.unknown)
        if isinstance(value, int | float):
            if value != value:
                return self.missing
            if float(value).is_integer() and abs(value) < 2**62:
                return int(self._integers(np.array([int(value)]))[0])
            return self.unknown
        if isinstance(value, date):
            return int(self._birth(np.array([dates.parsed(value)], np.int32))[0])
        return self.unknown

    def _dictionary(self, column: pa.Array) -> Integers:
        if isinstance(column, pa.ChunkedArray):
            column = column.combine_chunks()
        return self._looked_up(column, self._translated(column.dictionary))

    def _translated(self, dictionary: pa.Array) -> Integers:
        """The class of each entry of a dictionary, and the class of a missing fact behind them."""
        if self._last is None or not dictionary.equals(self._last[0]):
            classes = [self.cell(value) for value in dictionary.to_pylist()]
            self._last = dictionary, np.array([*classes, self.missing], self.dtype)
        return self._last[1]

    def _looked_up(self, column: pa.Array, table: Integers) -> Integers:
        indices = column.indices
        places = _values(indices)
        if indices.null_count:
            places = np.where(_nulls(indices), len(table) - 1, places)
        elif len(table) < 256 and (table[:-1] == np.arange(len(table) - 1)).all():
            return places.astype(self.dtype)
        return table.take(places, mode="clip")

    def _booleans(self, column: pa.Array) -> Integers:
        classes = [self.cell(each) for each in (False, True)]
        values: Integers = _bits(column)
        if classes != [0, 1] or self.dtype != np.uint8:
            values = np.array(classes, self.dtype).take(values, mode="clip")
        return self._nulls(column, values)

    def _integers(self, values: Integers) -> Integers:
        found = self._numbers(values) if self.is_number else self._codes(values)
        for number in self.missing_numbers:
            found[values == number] = self.missing
        return found

    def _codes(self, values: Integers) -> Integers:
        """Whole numbers that stand for values of a list, or for yes and no."""
        if not len(self.coded):
            return np.full(len(values), self.unknown, self.dtype)
        places = np.minimum(np.searchsorted(self.coded, values), len(self.coded) - 1)
        known = self.coded[places] == values
        return np.where(known, self.coded_as[places], self.unknown).astype(self.dtype)

    def _numbers(self, values: Integers) -> Integers:
        if len(self.starts) <= FEW and len(values):
            return self._compared(values)
        if self.table is not None:
            info = np.iinfo(values.dtype)
            if info.min <= self.low - 1 and info.max >= self.high + 1:
                near = np.clip(values, self.low - 1, self.high + 1)
            else:
                near = np.clip(values.astype(np.int64), self.low - 1, self.high + 1)
            return self.table.take(near.astype(np.intp) - (self.low - 1), mode="clip")
        wide = values.astype(np.int64) if values.dtype != np.uint64 else np.minimum(values, 2**62)
        found = (np.searchsorted(self.starts, wide, "right") - 1).astype(self.dtype)
        found[(wide < self.low) | (wide > self.high)] = self.unknown
        return found

    def _compared(self, values: Integers) -> Integers:
        found = np.zeros(len(values), np.uint8)
        for start in self.starts[1:].tolist():
            found += values >= start
        if values.min() < self.low or values.max() > self.high:
            found[(values < self.low) | (values > self.high)] = self.unknown
        return found

    def _floats(self, column: pa.Array) -> Integers:
        values = _values(column).astype(np.float64)
        with np.errstate(invalid="ignore"):
            whole = np.isfinite(values) & (values == np.floor(values)) & (np.abs(values) < 2**62)
        found = self._integers(np.where(whole, values, 0).astype(np.int64))
        found[~whole] = self.unknown
        found[np.isnan(values)] = self.missing
        return self._nulls(column, found)

    def _birth(self, days: Days) -> Integers:
        if not self.may_be_birth:
            return np.where(days == NONE, self.missing, self.unknown).astype(self.dtype)
        older = np.zeros(len(days), np.int32)
        for boundary in self.births:
            older += days <= boundary
        last = len(self.births)
        found = np.where((older == 0) | (older == last), self.unknown, older - 1)
        found[days == BAD] = self.unknown
        found[days == NONE] = self.missing
        return found.astype(self.dtype)

    def _nulls(self, column: pa.Array, found: Integers) -> Integers:
        if column.null_count:
            np.copyto(found, self.missing, where=_nulls(column), casting="unsafe")
        return found


def days_of(column: pa.Array, missing: frozenset[str] = frozenset([""])) -> Days:
    """The days of a column of any type: dates, timestamps (their local day), or words."""
    kind = column.type
    if pa.types.is_date32(kind):
        return _with_nulls(column, _values(column.view(pa.int32())).astype(np.int32))
    if pa.types.is_date64(kind):
        return days_of(column.cast(pa.date32()))
    if pa.types.is_timestamp(kind):
        if kind.tz is not None:
            column = pc.local_timestamp(column)
        return days_of(pc.cast(column, pa.date32(), safe=False))
    if pa.types.is_null(kind):
        return np.full(len(column), NONE, np.int32)
    if not pa.types.is_dictionary(kind):
        column = pc.dictionary_encode(_plain(column))
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    table = np.full(len(column.dictionary) + 1, NONE, np.int32)
    for at, cell in enumerate(column.dictionary.to_pylist()):
        if cell is not None and cell not in missing:
            table[at] = dates.parsed(cell)
    indices = column.indices
    places = _values(indices)
    if indices.null_count:
        places = np.where(_nulls(indices), len(table) - 1, places)
    return table.take(places, mode="clip")


def counts_of(column: pa.Array, missing: frozenset[str] = frozenset([""])) -> Days:
    """A column of numbers of contacts; `NONE` and `BAD` as for days."""
    numbers = whole_numbers(missing)

    def one(cell: object) -> int:
        if cell is None or cell != cell or cell in missing:
            return int(NONE)
        if isinstance(cell, bool) or not isinstance(cell, str | int | float):
            return int(BAD)
        if not isinstance(cell, str) and cell in numbers:
            return int(NONE)
        try:
            value = int(cell) if not isinstance(cell, float) or cell.is_integer() else -1
        except (ValueError, OverflowError):
            return int(BAD)
        return min(value, 1_000_000) if value >= 0 else int(BAD)

    coded = column if pa.types.is_dictionary(column.type) else pc.dictionary_encode(column)
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.combine_chunks()
    table = np.array([*map(one, coded.dictionary.to_pylist()), NONE], np.int32)
    places = np.where(_nulls(coded.indices), len(table) - 1, _values(coded.indices))
    return table.take(places, mode="clip")


def _is_view(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string_view(kind))


def _plain(column: pa.Array) -> pa.Array:
    return column.cast(pa.string()) if _is_view(column.type) else column


def _values(column: pa.Array) -> Integers:
    """The numbers of a column, those under nulls too, without a copy."""
    if column.type == pa.date32():
        column = column.view(pa.int32())
    kind = column.type.to_pandas_dtype()
    data = column.buffers()[1]
    if data is None:
        return np.zeros(len(column), kind)
    values: Integers = np.frombuffer(data, kind, len(column) + column.offset)
    return values[column.offset :]


def _bits(column: pa.Array) -> npt.NDArray[np.uint8]:
    return _unpacked(column.buffers()[1], column.offset, len(column))


def _nulls(column: pa.Array) -> npt.NDArray[np.bool_]:
    if not column.null_count:
        return np.zeros(len(column), np.bool_)
    valid = column.buffers()[0]
    if valid is None:
        return np.ones(len(column), np.bool_)
    nulls: npt.NDArray[np.bool_] = _unpacked(valid, column.offset, len(column)) == 0
    return nulls


def _unpacked(buffer: pa.Buffer, offset: int, length: int) -> npt.NDArray[np.uint8]:
    packed = np.frombuffer(buffer, np.uint8)[offset // 8 : (offset + length + 7) // 8]
    skipped = offset % 8
    return np.unpackbits(packed, bitorder="little")[skipped : skipped + length]


def _with_nulls(column: pa.Array, values: Days) -> Days:
    return np.where(_nulls(column), NONE, values) if column.null_count else values
