"""CSV for people: in German as German spreadsheets expect it, in English as English ones do.

German: semicolons, dates as 17.03.2001, a comma in numbers. Text that could be a formula gets an
apostrophe, wherever it comes from. With `about.ids`: names for programs, commas, ISO dates.
"""

from __future__ import annotations

import codecs
import csv
import io
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow

from kontaktdsl.data.writing.base import About, Writer, words_of
from kontaktdsl.data.writing.hostile import harmless, harmless_column

_YES = {"de": ("ja", "nein"), "en": ("yes", "no")}


class CsvWriter(Writer):
    """Writes rows as text; `mark` puts the byte order mark in front that spreadsheets need."""

    def __init__(self, file: BinaryIO, schema: pa.Schema, about: About, *, mark: bool) -> None:
        """Write the header."""
        self._german = about.language == "de" and not about.ids
        self._language = "en" if about.ids else about.language
        separator = ";" if self._german else ","
        if mark and not about.ids:
            file.write(codecs.BOM_UTF8)
        head = io.StringIO(newline="")
        writer = csv.writer(head, delimiter=separator, lineterminator="\n", quoting=csv.QUOTE_ALL)
        writer.writerow([harmless(title) for title in about.heads])
        file.write(head.getvalue().encode())
        self._schema = pa.schema([(f"c{at}", _type(f.type)) for at, f in enumerate(schema)])
        self._writer = arrow.CSVWriter(
            file,
            self._schema,
            write_options=arrow.WriteOptions(
                include_header=False, delimiter=separator, quoting_style="needed"
            ),
        )

    def write(self, batch: pa.RecordBatch) -> None:
        """Write some rows."""
        arrays = [self._shown(array) for array in batch.columns]
        self._writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=self._schema))

    def _finish(self) -> None:
        self._writer.close()

    def _discard(self) -> None:
        self._writer.close()

    def _shown(self, array: pa.Array) -> pa.Array:
        kind = array.type
        if pa.types.is_dictionary(kind):
            words = self._shown(array.dictionary.cast(pa.string()))
            return words_of(pa.DictionaryArray.from_arrays(array.indices, words))
        if pa.types.is_integer(kind):
            return array
        if pa.types.is_date(kind):
            return self._days(array)
        if pa.types.is_boolean(kind):
            return pc.if_else(array, *_YES[self._language])
        text = array.cast(pa.string()) if not pa.types.is_string(kind) else array
        if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
            return pc.replace_substring(text, ".", ",") if self._german else text
        if pa.types.is_timestamp(kind):
            form = "%d.%m.%Y %H:%M:%S" if self._german else "%Y-%m-%d %H:%M:%S"
            return pc.strftime(array.cast(pa.timestamp("s"), safe=False), form)
        return harmless_column(text)

    def _days(self, array: pa.Array) -> pa.Array:
        """Each day is spelt once."""
        coded = pc.dictionary_encode(array.cast(pa.date32()))
        form = "%d.%m.%Y" if self._german else "%Y-%m-%d"
        words = [None if day is None else _spelt(day, form) for day in coded.dictionary.to_pylist()]
        return words_of(pa.DictionaryArray.from_arrays(coded.indices, pa.array(words, pa.string())))


def _spelt(day: object, form: str) -> str:
    year, month, of_month = day.year, day.month, day.day  # type: ignore[attr-defined]
    if form.startswith("%Y"):
        return f"{year:04}-{month:02}-{of_month:02}"
    return f"{of_month:02}.{month:02}.{year:04}"


def _type(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_integer(kind):
        return kind
    return pa.string()
