"""A text whose letters were written down in another encoding."""

from kontaktdsl.diagnostics import Diagnostic, Severity, Text
from kontaktdsl.source import Source, Span
from kontaktdsl.syntax.mistakes.base import STATUS, kind
from kontaktdsl.syntax.reading import ForeignSource

KIND = kind(
    "encoding",
    de="Zeichensatz",
    en="encoding",
    severity=Severity.WARNING,
    headline=("Der Zeichensatz der Datei {what}", "the encoding of the file {what}"),
    why=(
        "In einem anderen Zeichensatz werden Umlaute und Anführungszeichen leicht falsch "
        "gelesen, und aus zwei Namen wird einer. Neu gespeichert als UTF-8 ist alles eindeutig.",
        "In another encoding umlauts and quotation marks are easily misread, and two names may "
        "become one. Saved again as UTF-8, everything is plain.",
    ),
    bad=STATUS
    + "rules Takt [1]:\n  - alo -> monthly [gem\ufffd\ufffd Nr. 1]\n  - asu -> every 2 months\n",
    good=STATUS + "rules Takt [1]:\n  - alo -> monthly [gemäß Nr. 1]\n  - asu -> every 2 months\n",
)

LOST = "\ufffd"


def of_source(source: Source) -> Diagnostic:
    """A source that was not UTF-8, or in which letters were lost."""
    return other(source, source.encoding) if isinstance(source, ForeignSource) else lost(source)


def other(source: Source, encoding: str) -> Diagnostic:
    """A source that is not UTF-8 and was decoded in some other way."""
    what = Text(
        f"ist nicht UTF-8; sie wurde als {encoding} gelesen",
        f"is not UTF-8; it was read as {encoding}",
    )
    return KIND.at(Span(source, 0, 0), what=what)


def lost(source: Source) -> Diagnostic:
    """A text in which letters were replaced because nobody could read them."""
    at = source.text.index(LOST)
    count = source.text.count(LOST)
    what = Text(
        f"ist verunglückt: {count} Zeichen sind verloren und erscheinen als `{LOST}`",
        f"went wrong: {count} characters are lost and show as `{LOST}`",
    )
    return KIND.at(Span(source, at, at + 1), what=what)
