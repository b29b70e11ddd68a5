"""A block that says nothing."""

from kontaktdsl.diagnostics import Diagnostic, Repair, Text
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.mistakes.base import STATUS, kind

KIND = kind(
    "empty-block",
    de="leerer Block",
    en="empty block",
    headline=("Unter diesem Kopf steht nichts", "nothing stands below this heading"),
    why=(
        "Ein Block ohne Zeilen regelt nichts. Meist ist beim Kopieren etwas verloren gegangen, "
        "oder den Zeilen fehlt der Spiegelstrich.",
        "A block without lines regulates nothing. Mostly something was lost in copying, or its "
        "lines lack their bullets.",
    ),
    bad=STATUS
    + "rules Takt [1]:\n"
    + "rules Rest [2]:\n  - alo -> monthly\n  - asu -> every 2 months\n",
    good=STATUS + "rules Rest [2]:\n  - alo -> monthly\n  - asu -> every 2 months\n",
)


def finding(head: tree.Block, language: str) -> Diagnostic:
    """A block with no line below it."""
    line = {
        ("de", True): "  | Merkmal -> Wert |\n  | Wert    -> monatlich |",
        ("en", True): "  | attribute -> value |\n  | value     -> monthly |",
        ("de", False): "  - ... -> monatlich",
        ("en", False): "  - ... -> monthly",
    }[language, isinstance(head, tree.Table)]
    repair = Repair(f"{head.span.text}\n{line}", Text("Zeilen ergänzen", "add lines"))
    return KIND.at(head.span, repairs=(repair,))
