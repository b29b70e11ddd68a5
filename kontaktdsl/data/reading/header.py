"""The first row of a CSV file: what separates fields, and what the columns are called."""

from __future__ import annotations

import csv
import io
import re
import unicodedata

import attrs

from kontaktdsl.data.errors import DataError
from kontaktdsl.data.reading.text import UTF8, not_encoded
from kontaktdsl.diagnostics import Text

SEPARATORS = (";", ",", "\t", "|")
"""What may separate fields; where two are as frequent, the first one does."""
NO_SEPARATOR = "\x1f"
"""For a single column: no text holds it."""
LONGEST = 1 << 22
"""Bytes of the first row at most."""

_SAID = re.compile(rb'\A"?sep=(.)"?(?:\r\n|\r|\n)')


@attrs.frozen
class Header:
    """The names of the columns, the separator, and where the rows begin, in bytes."""

    names: tuple[str, ...]
    separator: str
    end: int


def header_of(name: str, data: bytes, *, complete: bool, separator: str | None) -> Header | None:
    """The header of a file that starts with `data`; None where more is needed to tell.

    Spreadsheets may say `sep=;` in a line before it. Raises DataError.
    """
    start = 0
    said = _SAID.match(data)
    if said is not None:
        start, separator = said.end(), separator or said[1].decode("latin-1")
    while data[start : start + 1] in (b"\r", b"\n"):
        start += 1
    end = _end(data, start)
    if end is None:
        if not complete and len(data) < LONGEST:
            return None
        if not complete or data.count(b'"', start) % 2:
            raise DataError(name, _OPEN_QUOTE)
        end = len(data)
    try:
        text = data[start:end].decode(UTF8)
    except UnicodeDecodeError:
        raise not_encoded(name, UTF8) from None
    text = text.rstrip("\r\n")
    if not text.strip():
        raise DataError(name, Text("die Datei ist leer", "the file is empty"))
    chosen = separator or _separator(text)
    row = next(csv.reader(io.StringIO(text, newline=""), delimiter=chosen))
    return Header(tuple(unicodedata.normalize("NFC", each.strip()) for each in row), chosen, end)


def _end(data: bytes, start: int) -> int | None:
    """Where the first row ends, behind its line end; None where it does not."""
    quoted = False
    for found in re.finditer(rb'"|\r\n|\r|\n', data[start:]):
        if found[0] == b'"':
            quoted = not quoted
        elif not quoted:
            return start + found.end()
    return None


def _separator(text: str) -> str:
    bare = re.sub(r'"[^"]*"', "", text)
    counts = {each: bare.count(each) for each in SEPARATORS}
    most = max(SEPARATORS, key=lambda each: counts[each])
    return most if counts[most] else NO_SEPARATOR


_OPEN_QUOTE = Text(
    "in der Kopfzeile ist ein Anführungszeichen nicht geschlossen",
    "a quotation mark in the header is not closed",
)
