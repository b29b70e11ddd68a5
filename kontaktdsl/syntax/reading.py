"""From a file to its text, whatever its encoding."""

import codecs
import os
import stat

import attrs

from kontaktdsl.diagnostics import Diagnostic, Text
from kontaktdsl.source import Source

LARGEST = 32 * 1024 * 1024
"""A file of more bytes is not read."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", None),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)


@attrs.frozen(slots=False, eq=False)
class ForeignSource(Source):
    """A text that was not UTF-8, and as what it was read."""

    encoding: str = "Windows-1252"


def read(path: str | os.PathLike[str]) -> Source | Diagnostic:
    """The text of a file, or why there is none."""
    name = os.fspath(path)
    reason: Text
    try:
        with open(path, "rb") as opened:
            about = os.fstat(opened.fileno())
            if not stat.S_ISREG(about.st_mode):
                return decode(name, opened.read(LARGEST + 1))
            if about.st_size > LARGEST:
                return _too_large(name, about.st_size)
            return decode(name, opened.read())
    except FileNotFoundError:
        from kontaktdsl.syntax.mistakes import file

        return file.missing(name)
    except (OSError, ValueError) as error:
        from kontaktdsl.trouble import why

        reason = why(error)
        if os.path.isdir(path):  # Windows says that permission is missing
            reason = Text("das ist ein Ordner", "it is a folder")
    from kontaktdsl.syntax.mistakes import file

    return file.unreadable(name, reason)


def decode(name: str, content: bytes) -> Source | Diagnostic:
    """The text that some bytes are, or why they are none; also for standard input."""
    if len(content) > LARGEST:
        return _too_large(name, len(content))
    encoding, shown = next(
        ((codec, shown) for mark, codec, shown in _MARKS if content.startswith(mark)),
        ("utf-8", None),
    )
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text, shown = content.decode("cp1252", errors="replace"), "Windows-1252"
    if any(letter in text for letter in "\0\x01\x02\x03\x04\x05\x06\x0e\x0f"):
        from kontaktdsl.syntax.mistakes import file

        return file.binary(name)
    return Source(name, text) if shown is None else ForeignSource(name, text, shown)


def _too_large(name: str, size: int) -> Diagnostic:
    from kontaktdsl.syntax.mistakes import file

    return file.too_large(name, size, LARGEST)
