"""A line of a block without the mark that says so."""

from kontaktdsl.diagnostics import Diagnostic, Safety, Text
from kontaktdsl.source import Span
from kontaktdsl.syntax.mistakes.base import STATUS, kind, replace

KIND = kind(
    "missing-bullet",
    de="Spiegelstrich fehlt",
    en="missing bullet",
    headline=(
        "In einem Block beginnt jede Zeile mit `-`",
        "inside a block every line begins with `-`",
    ),
    why=(
        "Einrückungen bedeuten nichts, denn beim Kopieren gehen sie verloren. Nur am "
        "Spiegelstrich ist zu erkennen, welche Zeilen zu einem Block gehören.",
        "Indentation means nothing, for it is lost in copying. Only the bullet shows which lines "
        "belong to a block.",
    ),
    bad=STATUS + "rules Takt [1]:\n  alo -> monthly\n  - asu -> every 2 months\n",
    good=STATUS + "rules Takt [1]:\n  - alo -> monthly\n  - asu -> every 2 months\n",
)


def finding(span: Span) -> Diagnostic:
    """The line at `span`, which reads as a line of the block above."""
    start = Span(span.source, span.start, span.start)
    note = Text("gehört zum Block darüber", "belongs to the block above")
    repair = replace(start, "- ", note, Safety.SAFE)
    return KIND.at(span, repairs=(repair,))
