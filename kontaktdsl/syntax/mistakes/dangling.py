"""A line that ends in the middle of something."""

from kontaktdsl.diagnostics import Diagnostic, Text
from kontaktdsl.syntax.mistakes.bad_line import BadLine
from kontaktdsl.syntax.mistakes.base import STATUS, kind, quoted

KIND = kind(
    "dangling",
    de="Fortsetzung fehlt",
    en="nothing follows",
    headline=("Hinter `{text}` fehlt die Fortsetzung", "nothing follows behind `{text}`"),
    why=(
        "Eine Zeile, die auf ein Komma, `und`, `oder`, einen Pfeil oder eine offene Klammer "
        "endet, geht in der nächsten weiter. Dort beginnt aber etwas Neues.",
        "A line that ends in a comma, `and`, `or`, an arrow or an open parenthesis goes on in "
        "the next one. But something new begins there.",
    ),
    bad=STATUS + "rules Takt [1]:\n  - alo -> monthly,\n  - asu -> every 2 months\n",
    good=STATUS + "rules Takt [1]:\n  - alo -> monthly\n  - asu -> every 2 months\n",
)


def find(line: BadLine) -> Diagnostic | None:
    """The end of the line behind a sign or word that joins."""
    before = line.before
    if line.piece is not None or before is None:
        return None
    if before.text not in (",", "(") and before.own not in ("and", "or", "not", "then"):
        return None
    note = Text("weiterschreiben oder weglassen", "go on, or leave it out")
    return KIND.at(before.span, notes=(note,), text=quoted(before.text))
