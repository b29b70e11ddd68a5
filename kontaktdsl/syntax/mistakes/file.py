"""Files of which no text is to be had."""

from kontaktdsl.diagnostics import Diagnostic, Text
from kontaktdsl.source import Source, Span
from kontaktdsl.syntax.mistakes.base import kind

MISSING = kind(
    "missing-file",
    de="keine solche Datei",
    en="no such file",
    headline=("`{name}` gibt es nicht", "`{name}` does not exist"),
    why=(
        "Unter diesem Namen liegt keine Datei. Meist stimmt der Ordner nicht oder die Endung "
        ".kpol fehlt.",
        "There is no file of this name. Mostly the folder is wrong or the ending .kpol is missing.",
    ),
    bad="",
    good="",
)

UNREADABLE = kind(
    "unreadable",
    de="Datei nicht lesbar",
    en="unreadable file",
    headline=("`{name}` ist nicht zu lesen: {reason}", "`{name}` cannot be read: {reason}"),
    why=(
        "Gelesen werden Textdateien, für die eine Leseberechtigung besteht, keine Ordner und "
        "keine Geräte.",
        "What is read are text files that may be read, no folders and no devices.",
    ),
    bad="",
    good="",
)

TOO_LARGE = kind(
    "too-large",
    de="Datei zu groß",
    en="file too large",
    headline=(
        "`{name}` hat {size} MB; gelesen werden höchstens {most} MB",
        "`{name}` has {size} MB; at most {most} MB are read",
    ),
    why=(
        "Eine Richtlinie hat einige Kilobyte. Eine so große Datei ist fast sicher keine.",
        "A policy has some kilobytes. A file of this size is almost certainly none.",
    ),
    bad="",
    good="",
)

BINARY = kind(
    "binary-file",
    de="keine Textdatei",
    en="no text file",
    headline=("`{name}` ist keine Textdatei", "`{name}` is no text file"),
    why=(
        "Eine Richtlinie ist reiner Text. Word- und PDF-Dateien werden nicht gelesen; ihr Text "
        "lässt sich in eine neue Datei mit der Endung .kpol kopieren.",
        "A policy is plain text. Word and PDF files are not read; their text can be copied into "
        "a new file with the ending .kpol.",
    ),
    bad="",
    good="",
)


def missing(name: str) -> Diagnostic:
    """A file that is not there."""
    return MISSING.at(_nowhere(name), name=name)


def unreadable(name: str, reason: Text) -> Diagnostic:
    """A file that the system does not hand out."""
    return UNREADABLE.at(_nowhere(name), name=name, reason=reason)


def too_large(name: str, size: int, most: int) -> Diagnostic:
    """A file of `size` bytes where `most` are read."""
    return TOO_LARGE.at(_nowhere(name), name=name, size=-(-size // 2**20), most=most // 2**20)


def binary(name: str) -> Diagnostic:
    """A file with characters in it that no text has."""
    return BINARY.at(_nowhere(name), name=name)


def _nowhere(name: str) -> Span:
    return Span(Source(name, ""), 0, 0)
