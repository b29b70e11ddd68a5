"""A dash in the cell of a table."""

from kontaktdsl.diagnostics import Diagnostic, Repair, Text
from kontaktdsl.syntax.mistakes.bad_line import BadLine
from kontaktdsl.syntax.mistakes.base import STATUS, kind

KIND = kind(
    "dash-cell",
    de="Strich in der Zelle",
    en="dash in a cell",
    headline=(
        "Ein Strich in einer Zelle sagt nicht, was gilt",
        "a dash in a cell does not say what holds",
    ),
    why=(
        "In Tabellen aus dem Büro kann ein Strich heißen: kommt nicht vor, nicht geregelt, kein "
        "Kontakt oder wie darüber. Für die Prüfung sind das vier verschiedene Dinge.",
        "In office tables a dash may mean: does not occur, not regulated, no contact, or as "
        "above. To the check these are four different things.",
    ),
    bad=STATUS + "table Takt [1]:\n  | status -> |\n  | alo -> monthly |\n  | asu -> - |\n",
    good=STATUS
    + "table Takt [1]:\n  | status -> |\n  | alo -> monthly |\n  | asu -> every 2 months |\n",
)


def find(line: BadLine) -> Diagnostic | None:
    """A cell of nothing but dashes."""
    if not line.start.endswith("_cell") or not line.pieces:
        return None
    if any(piece.text not in "-–—−" for piece in line.pieces):
        return None
    words = line.words
    span = line.pieces[0].span.to(line.pieces[-1].span)
    if line.start == "left_cell":
        repairs: tuple[Repair, ...] = (
            Repair(words.phrase("any"), Text("gleich welcher Wert", "whatever the value")),
            Repair("", Text("leer: wie in der Zeile darüber", "empty: as in the row above")),
        )
    else:
        repairs = (
            Repair(words.phrase("impossible"), Text("kommt nicht vor", "does not occur")),
            Repair(
                f'{words.phrase("not-regulated")} "..."',
                Text("bewusst offen", "left open on purpose"),
            ),
            Repair(
                f'{words.phrase("no-contact-required")} "..."',
                Text("kein Kontakt nötig", "no contact is needed"),
            ),
            Repair(words.phrase("monthly"), Text("eine Vorgabe", "an outcome")),
        )
    return KIND.at(span, repairs=repairs)
