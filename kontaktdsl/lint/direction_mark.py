"""Characters in a comment that turn the direction of reading."""

import re
import unicodedata
from collections.abc import Iterator

from kontaktdsl.diagnostics import Diagnostic, Edit, Kind, Repair, Safety, Severity, Text
from kontaktdsl.lint.context import Context
from kontaktdsl.source import Span

_HEAD = 'policy "Beispiel"\nattribute status: alo | asu\nalo or asu -> monthly'
TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

KIND = Kind(
    "direction-mark",
    Text("gedrehte Leserichtung", "turned direction"),
    Severity.ERROR,
    Text(
        "Hier steht ein Zeichen, das die Leserichtung dreht ({what})",
        "here is a character that turns the direction of reading ({what})",
    ),
    Text(
        "Damit sieht eine Zeile auf dem Bildschirm anders aus, als sie gelesen wird: Ein Kommentar "
        "kann wie eine Regel aussehen und eine Regel wie ein Kommentar.",
        "With it a line looks different on the screen from how it is read: a comment can look like "
        "a rule and a rule like a comment.",
    ),
    _HEAD + "  # \u202ewöchentlich\n",
    _HEAD + "  # wöchentlich\n",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Each such character that the parser has passed over: those in comments."""
    source = context.policy.sources[0]
    for match in TURNING.finditer(source.text):
        span = Span(source, match.start(), match.end())
        letter = match.group()
        line = source.line(span.line).replace(letter, "").strip()
        edits = (Edit(span, ""),)
        repair = Repair(line, Text("ohne es", "without it"), edits, Safety.UNSAFE)
        what = unicodedata.name(letter, f"U+{ord(letter):04X}").lower()
        yield KIND.at(span, what=what, repairs=(repair,))
