"""A table without its heading, or a row without its arrow."""

from kontaktdsl.diagnostics import Diagnostic, Text
from kontaktdsl.source import Span
from kontaktdsl.syntax.mistakes.bad_line import BadLine
from kontaktdsl.syntax.mistakes.base import STATUS, kind

ROWS = "  | alo -> monthly |\n  | asu -> every 2 months |\n"

NO_HEADING = kind(
    "table-without-heading",
    de="Tabelle ohne Kopf",
    en="table without heading",
    headline=(
        "Die erste Zeile einer Tabelle ist ihr Kopf; hier stehen schon Vorgaben",
        "the first row of a table is its heading; here are outcomes already",
    ),
    why=(
        "Der Kopf nennt links vom Pfeil die Merkmale der Spalten und rechts davon, für wen jede "
        "Spalte gilt. Ohne ihn ist nicht zu sehen, wovon eine Zelle spricht.",
        "The heading names the attribute of each column left of the arrow and, right of it, for "
        "whom each column is. Without it nobody sees what a cell speaks of.",
    ),
    bad=STATUS + "table Takt [1]:\n" + ROWS,
    good=STATUS + "table Takt [1]:\n  | status -> |\n" + ROWS,
)

NO_ARROW = kind(
    "table-without-arrow",
    de="Tabelle ohne Pfeil",
    en="table without arrow",
    headline=(
        "In dieser Zeile der Tabelle fehlt der Pfeil `->`",
        "the arrow `->` is missing in this row of the table",
    ),
    why=(
        "Der Pfeil trennt in jeder Zeile die Bedingungen von den Vorgaben, auch im Kopf. Er "
        "steht an der Stelle eines `|`.",
        "In every row, the heading included, the arrow parts conditions from outcomes. It stands "
        "in the place of a `|`.",
    ),
    bad=STATUS
    + "table Takt [1]:\n  | status -> |\n  | alo | monthly |\n"
    + "  | asu -> every 2 months |\n",
    good=STATUS + "table Takt [1]:\n  | status -> |\n" + ROWS,
)


def find(line: BadLine) -> Diagnostic | None:
    """A row in which no arrow stands."""
    if line.start not in ("row", "heading") or line.has("arrow"):
        return None
    note = Text(
        "links vom Pfeil stehen die Bedingungen, rechts die Vorgaben",
        "conditions stand left of the arrow, outcomes right of it",
    )
    return NO_ARROW.at(line.span, notes=(note,))


def no_heading(span: Span) -> Diagnostic:
    """The first row of a table, which reads like any other row."""
    return NO_HEADING.at(span)
