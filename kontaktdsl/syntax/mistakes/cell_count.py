"""A row with more or fewer cells than the heading."""

from kontaktdsl.diagnostics import Diagnostic, Label, Text
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.mistakes.base import HEAD, kind

TABLE = (
    HEAD
    + "attribute status: alo | asu\nattribute prognose: marktnah | marktfern\n"
    + "table Takt [1]:\n  | status -> marktnah | marktfern |\n"
)

KIND = kind(
    "cell-count",
    de="Zahl der Zellen",
    en="number of cells",
    headline=(
        "Die Zeile hat {row}, der Kopf der Tabelle {heading}",
        "the row has {row}, the heading of the table {heading}",
    ),
    why=(
        "Jede Zelle gehört zu einer Spalte. Fehlt eine, rückt alles dahinter in die falsche "
        "Spalte, und niemand sieht es.",
        "Every cell belongs to a column. If one is missing, all behind it move into the wrong "
        "column, and nobody sees it.",
    ),
    bad=TABLE + "  | alo -> monthly |\n  | asu -> monthly | every 2 months |\n",
    good=TABLE + "  | alo -> monthly | every 3 months |\n  | asu -> monthly | every 2 months |\n",
)


def finding(row: tree.Row, heading: tree.Heading) -> Diagnostic:
    """A row and the heading that it does not fit."""
    of_row = len(row.conditions), len(row.outcomes)
    of_heading = len(heading.attributes), len(heading.columns)
    return KIND.at(
        row.span,
        others=(Label(heading.span, Text("der Kopf der Tabelle", "the heading of the table")),),
        row=_sides(*of_row),
        heading=_sides(*of_heading),
    )


def _sides(left: int, right: int) -> Text:
    return Text(
        f"{left} {'Zelle' if left == 1 else 'Zellen'} links und {right} rechts vom Pfeil",
        f"{left} {'cell' if left == 1 else 'cells'} left and {right} right of the arrow",
    )
