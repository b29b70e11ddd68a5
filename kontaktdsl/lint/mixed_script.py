"""A word of letters from two scripts that look alike."""

import re
import unicodedata
from collections.abc import Iterator

from kontaktdsl.diagnostics import Diagnostic, Kind, Severity, Text
from kontaktdsl.lint.context import Context
from kontaktdsl.source import Span

_HEAD = 'policy "Beispiel"\nattribute status: alo | asu\n'
FOREIGN = re.compile("[\u0391-\u03a9\u03bd\u03bf\u03c1\u0400-\u052f]")
"""Cyrillic letters, and the Greek ones that look like Latin ones."""
_WORD = re.compile(r"[^\W\d_]+")

KIND = Kind(
    "mixed-script",
    Text("gemischte Schriften", "mixed scripts"),
    Severity.WARNING,
    Text(
        "In „{word}“ stehen Buchstaben aus zwei Schriften: {letter}",
        "“{word}” holds letters of two scripts: {letter}",
    ),
    Text(
        "Der Buchstabe sieht aus wie ein lateinischer. Niemand findet das Wort bei der Suche, und "
        "zwei gleich aussehende Texte sind verschieden.",
        "The letter looks like a Latin one. Nobody finds the word by searching, and two texts that "
        "look the same differ.",
    ),
    _HEAD + 'alo -> monthly\nasu -> see "K\u043enzept"\n',
    _HEAD + 'alo -> monthly\nasu -> see "Konzept"\n',
)


def check(context: Context) -> Iterator[Diagnostic]:
    """One finding for each such word in a text or a comment."""
    source = context.policy.sources[0]
    for match in _WORD.finditer(source.text):
        word = match.group()
        if word.isascii():
            continue
        strange = FOREIGN.search(word)
        latin = any(unicodedata.name(letter, "").startswith("LATIN") for letter in word)
        if strange and latin:
            letter = strange.group()
            span = Span(source, match.start(), match.end())
            yield KIND.at(span, word=word, letter=f"{letter} (U+{ord(letter):04X})")
