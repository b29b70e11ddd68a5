"""The row of a table where no table is open."""

from kontaktdsl.diagnostics import Diagnostic, Text
from kontaktdsl.source import Source, Span
from kontaktdsl.syntax.lines import Line
from kontaktdsl.syntax.mistakes.base import STATUS, kind

KIND = kind(
    "stray-row",
    de="Zeile ohne Tabelle",
    en="row outside a table",
    headline=(
        "Diese Zeile beginnt mit `|`, darüber steht aber keine Tabelle",
        "this line begins with `|`, but there is no table above it",
    ),
    why=(
        "Was in einer Zelle steht, sagt erst der Kopf der Tabelle. Ohne `Tabelle NAME:` und "
        "Kopfzeile ist eine Zeile nicht zu verstehen.",
        "Only the heading of a table says what its cells speak of. Without `table NAME:` and a "
        "heading a row cannot be understood.",
    ),
    bad=STATUS + "| alo | monthly |\nalo -> monthly\nasu -> every 2 months\n",
    good=STATUS
    + "table Takt [1]:\n  | status -> |\n"
    + "  | alo -> monthly |\n  | asu -> every 2 months |\n",
)


def finding(source: Source, line: Line, *, in_block: bool) -> Diagnostic:
    """The line, outside of any block or among bullets."""
    mark = Span(source, line.start, line.start + 1)
    note = (
        Text(
            "der Block darüber ist keine Tabelle; seine Zeilen beginnen mit `-`",
            "the block above is no table; its lines begin with `-`",
        )
        if in_block
        else Text(
            "eine Tabelle beginnt mit `Tabelle NAME:` und einer Kopfzeile",
            "a table begins with `table NAME:` and a heading",
        )
    )
    return KIND.at(mark, notes=(note,))
