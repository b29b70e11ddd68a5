"""Characters that nobody sees."""

import re
import unicodedata
from collections.abc import Iterator

from kontaktdsl.diagnostics import Diagnostic, Edit, Repair, Safety, Text
from kontaktdsl.source import Source, Span
from kontaktdsl.syntax.mistakes.base import STATUS, kind, line_with

KIND = kind(
    "hidden-character",
    de="unsichtbares Zeichen",
    en="hidden character",
    headline=(
        "Hier steht ein unsichtbares Zeichen ({what})",
        "there is a hidden character here ({what})",
    ),
    why=(
        "Weiche Trennstriche und Zeichen ohne Breite kommen beim Kopieren aus Word und PDF mit. "
        "Zwei Namen, die gleich aussehen, wären damit verschieden.",
        "Soft hyphens and characters without width come along when copying from Word and PDF. "
        "They make two names differ that look the same.",
    ),
    bad=STATUS + "rules Takt [1]:\n  - a\u00adlo -> monthly\n  - asu -> every 2 months\n",
    good=STATUS + "rules Takt [1]:\n  - alo -> monthly\n  - asu -> every 2 months\n",
)

NAMES = {
    "\u00ad": Text("weicher Trennstrich", "soft hyphen"),
    "\u200b": Text("Leerzeichen ohne Breite", "blank without width"),
    "\ufeff": Text("Marke am Dateianfang, mitten im Text", "byte order mark inside the text"),
}
_OUTSIDE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
_TEXT = re.compile(r'"[^"\r\n]*"|„[^„“”\r\n]*[“”]|«[^«»\r\n]*»|\[[^\[\]\r\n]*\]')


def find(source: Source, start: int, end: int) -> Iterator[Diagnostic]:
    """Hidden characters of a line; in texts only those that turn the direction of reading."""
    inside = [match.span() for match in _TEXT.finditer(source.text, start, end)]
    for found in _OUTSIDE.finditer(source.text, start, end):
        at, letter = found.start(), found.group()
        if any(a <= at < b for a, b in inside) and not _TURNING.match(letter):
            continue
        span = Span(source, at, at + 1)
        name = unicodedata.name(letter, f"U+{ord(letter):04X}").lower()
        note = Text("ohne es", "without it")
        safety = Safety.UNSAFE if _TURNING.match(letter) else Safety.SAFE
        repair = Repair(line_with(span, ""), note, (Edit(span, ""),), safety)
        yield KIND.at(span, repairs=(repair,), what=NAMES.get(letter, Text.same(name)))
