"""`kpol matrix`: the policy as a table."""

from __future__ import annotations

from kontaktdsl.cli import paths
from kontaktdsl.cli.arguments import Given, Verb
from kontaktdsl.cli.checking import checked, unreadable
from kontaktdsl.cli.screen import Screen
from kontaktdsl.cli.words import Stop

VERB = Verb(
    "matrix",
    ("DATEI", "FILE"),
    (
        "Zeigt auf die Frage „Wie oft?“ die ganze Richtlinie als Tabelle: jede Zelle mit der\n"
        "Antwort und der Zeile, aus der sie kommt; Lücken und Widersprüche stehen als Wort da.\n"
        "Ende mit 1, wenn es welche gibt.",
        "Shows the whole policy as a table for the question “how often?”: each cell with the\n"
        "answer and the line that it comes from; gaps and conflicts stand there as words.\n"
        "Exit code 1 if there are any.",
    ),
    (),
    ("kpol matrix x.kpol",),
)


def run(given: Given, language: str) -> int:
    """Draw the table."""
    path = paths.only_one(given.operands, "matrix")
    screen = Screen(given.text("color") or "auto")
    made = checked(path)
    spoken = given.text("lang") or made.language or language
    if made.policy is None:
        return unreadable(made, screen, spoken)
    if made.vocabulary:
        raise Stop(
            f"{path} enthält nur Merkmale und Begriffe und keine Regel",
            f"{path} holds only vocabulary and no rule",
        )
    from kontaktdsl.question import TooWide
    from kontaktdsl.reports.grid import grid
    from kontaktdsl.reports.matrix import Table

    try:
        cells = grid(made.policy, max(2, (screen.columns - 24) // 12))
    except TooWide as error:
        line = error.origin.span.line
        raise Stop(
            f"die Bedingung in Zeile {line} ist zu verzweigt für eine Tabelle",
            f"the condition in line {line} is too branched for a table",
        ) from None
    if cells.left_out and not cells.axes:
        raise Stop(
            "die Richtlinie ist zu groß für eine Tabelle; kpol check prüft sie ganz",
            "the policy is too large for a table; kpol check checks all of it",
        )
    screen.draw(Table(cells, spoken, screen.columns).lines())
    return 1 if any(cell.gap or cell.conflict for cell in cells.cells) else 0
