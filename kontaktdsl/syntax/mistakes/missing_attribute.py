"""A comparison that does not say what it compares."""

from kontaktdsl.diagnostics import Diagnostic
from kontaktdsl.source import Span
from kontaktdsl.syntax.mistakes.base import AGE, kind, quoted

KIND = kind(
    "missing-attribute",
    de="Merkmal fehlt",
    en="missing attribute",
    headline=(
        "Vor `{text}` fehlt das Merkmal, das verglichen wird",
        "the attribute that `{text}` speaks of is missing",
    ),
    why=(
        "Nur in der Zelle einer Tabelle sagt schon die Spalte, wovon die Rede ist. Überall sonst "
        "steht das Merkmal vor dem Vergleich: `Alter unter 25`.",
        "Only in the cell of a table does the column say what is meant. Everywhere else the "
        "attribute stands before the comparison: `age under 25`.",
    ),
    bad=AGE + "rules Takt [1]:\n  - under 25 -> monthly\n  - age at least 25 -> every 2 months\n",
    good=AGE
    + "rules Takt [1]:\n  - age under 25 -> monthly\n  - age at least 25 -> every 2 months\n",
)


def finding(span: Span) -> Diagnostic:
    """The comparison at `span`."""
    return KIND.at(span, text=quoted(span.text))
