"""A number beyond what a directive can mean."""

from kontaktdsl.diagnostics import Diagnostic, Text
from kontaktdsl.source import Span
from kontaktdsl.syntax.mistakes.base import STATUS, kind, quoted

KIND = kind(
    "number-too-large",
    de="Zahl zu groß",
    en="number too large",
    headline=("Die Zahl `{text}` ist zu groß", "the number `{text}` is too large"),
    why=(
        "Eine so große Zahl ist fast immer ein Tippfehler, und kein Kalender reicht so weit. "
        "Abstände und Fristen gehen bis 9999, andere Zahlen haben höchstens 12 Stellen.",
        "A number of this size is nearly always a slip, and no calendar reaches that far. "
        "Intervals and deadlines go up to 9999, other numbers have at most 12 digits.",
    ),
    bad=STATUS + "rules Takt [1]:\n  - alo -> every 14000 days\n  - asu -> every 2 months\n",
    good=STATUS + "rules Takt [1]:\n  - alo -> every 14 days\n  - asu -> every 2 months\n",
)


def finding(span: Span) -> Diagnostic:
    """The number at `span`."""
    note = Text(
        "Abstände und Fristen gehen bis 9999, andere Zahlen haben höchstens 12 Stellen",
        "intervals and deadlines go up to 9999, other numbers have at most 12 digits",
    )
    return KIND.at(span, notes=(note,), text=quoted(span.text, 20))
