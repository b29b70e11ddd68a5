"""Something to calculate."""

from kontaktdsl.diagnostics import Diagnostic
from kontaktdsl.syntax.mistakes.bad_line import BadLine
from kontaktdsl.syntax.mistakes.base import AGE, kind, quoted

KIND = kind(
    "arithmetic",
    de="Rechnung",
    en="arithmetic",
    headline=(
        "`{text}` ist eine Rechnung; hier stehen nur fertige Zahlen",
        "`{text}` is a calculation; only finished numbers stand here",
    ),
    why=(
        "Es wird nirgends gerechnet. Dafür lässt sich jede Richtlinie vollständig prüfen: für "
        "alle Kundinnen und Kunden, nicht nur für Stichproben.",
        "Nothing is ever calculated. In return every policy can be checked completely: for all "
        "customers and not only for samples.",
    ),
    bad=AGE
    + "rules Takt [1]:\n  - age + 1 under 26 -> monthly\n  - age at least 25 -> every 2 months\n",
    good=AGE
    + "rules Takt [1]:\n  - age under 25 -> monthly\n  - age at least 25 -> every 2 months\n",
)

SIGNS = frozenset("+-*/%^×÷−")


def find(line: BadLine) -> Diagnostic | None:
    """A sign of arithmetic between names or numbers, where reading stopped."""
    for index in (line.stop, line.stop - 1):
        if not 0 < index < len(line.pieces) - 1:
            continue
        left, sign, right = line.pieces[index - 1 : index + 2]
        if sign.text in SIGNS and all(
            piece.kind == "number" or piece.is_name for piece in (left, right)
        ):
            span = left.span.to(right.span)
            return KIND.at(span, text=quoted(span.text))
    return None
