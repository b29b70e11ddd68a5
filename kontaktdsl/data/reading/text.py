"""Bytes of a text file as UTF-8, whatever it was saved in; block by block.

A byte order mark decides. Without one, text is ASCII until the first block that is not; that block
is UTF-8 if it can be, else Windows-1252, which old programs write without saying so.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

import pyarrow as pa

from kontaktdsl.data.errors import DataError
from kontaktdsl.data.formats import COMPRESSED
from kontaktdsl.diagnostics import Text

BLOCK = 1 << 20
UTF8 = "utf-8"
WINDOWS = "cp1252"

_MARKS = (
    (codecs.BOM_UTF8, UTF8),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def blocks(name: str, file: BinaryIO, head: bytes, encoding: str | None) -> Iterator[bytes]:
    """The text of a file in blocks of UTF-8 without a byte order mark; raises DataError.

    `head` are the first bytes of the file, which still come; a packed file is unpacked.
    """
    packed = next((kind for mark, kind in COMPRESSED.items() if head.startswith(mark)), None)
    stream = pa.CompressedInputStream(pa.PythonFile(file), packed) if packed else file
    try:
        yield from _decoded(name, _read(stream), _known(name, encoding))
    except (OSError, pa.ArrowException) as error:
        raise _unreadable(name, packed) from error


def _read(stream: BinaryIO | pa.CompressedInputStream) -> Iterator[bytes]:
    while block := stream.read(BLOCK):
        yield block


def _decoded(name: str, read: Iterator[bytes], encoding: str | None) -> Iterator[bytes]:
    first = next(read, b"")
    marked, mark = _marked(first)
    if encoding is None or encoding == marked:
        encoding, first = encoding or marked, first[len(mark) :]
    everything = chain([first], read)
    if encoding is None:
        return _guessed(name, everything)
    return everything if encoding == UTF8 else _recoded(name, everything, encoding)


def _marked(first: bytes) -> tuple[str | None, bytes]:
    """The encoding that the first bytes tell, and the mark that they start with."""
    for mark, encoding in _MARKS:
        if first.startswith(mark):
            return encoding, mark
    if len(first) >= 4 and first[0] and first[2]:
        if not first[1] and not first[3]:
            return "utf-16-le", b""
    elif len(first) >= 4 and first[1] and first[3]:
        return "utf-16-be", b""
    return None, b""


def _guessed(name: str, read: Iterator[bytes]) -> Iterator[bytes]:
    for block in read:
        if block.isascii():
            yield block
            continue
        while (is_utf8 := _is_utf8(block)) is None:
            more = next(read, b"")
            if not more:
                break
            block += more
        everything = chain([block], read)
        yield from everything if is_utf8 else _recoded(name, everything, WINDOWS)


def _is_utf8(block: bytes) -> bool | None:
    """Whether a block that is not ASCII can be UTF-8; None where its end leaves that open."""
    decoder = codecs.getincrementaldecoder(UTF8)()
    try:
        decoder.decode(block)
    except UnicodeDecodeError:
        return False
    pending = decoder.getstate()[0]
    return None if pending and block[: -len(pending)].isascii() else True


def _recoded(name: str, read: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for block in read:
            yield decoder.decode(block).encode()
        decoder.decode(b"", final=True)
    except UnicodeError:
        raise not_encoded(name, encoding) from None


def _known(name: str, encoding: str | None) -> str | None:
    if encoding is None:
        return None
    try:
        found = codecs.lookup(encoding).name
        "".encode(found)  # some codecs do not speak of text
    except (LookupError, TypeError, ValueError):
        raise DataError(
            name,
            Text(
                f"die Zeichenkodierung `{encoding}` ist unbekannt; üblich: utf-8, cp1252, utf-16",
                f"the encoding `{encoding}` is unknown; usual ones: utf-8, cp1252, utf-16",
            ),
        ) from None
    return UTF8 if found == "utf-8-sig" else found


def not_encoded(name: str, encoding: str) -> DataError:
    """The text is not what it is said or guessed to be."""
    return DataError(
        name,
        Text(
            f"der Text ist nicht durchgehend in {encoding} gespeichert; `--encoding` sagt, worin",
            f"not all of the text is saved in {encoding}; `--encoding` says in what it is",
        ),
    )


def _unreadable(name: str, packed: str | None) -> DataError:
    if packed:
        return DataError(
            name,
            Text(
                f"die gepackte Datei ({packed}) ist unvollständig oder beschädigt",
                f"the packed file ({packed}) is cut off or damaged",
            ),
        )
    return DataError(name, Text("lässt sich nicht lesen", "cannot be read"))
