"""Words for a rhythm that people read in two ways."""

from kontaktdsl.diagnostics import Diagnostic, Repair, Text
from kontaktdsl.syntax.mistakes.bad_line import BadLine
from kontaktdsl.syntax.mistakes.base import STATUS, kind, replace

KIND = kind(
    "ambiguous-word",
    de="mehrdeutiges Wort",
    en="ambiguous word",
    headline=(
        "`{word}` wird verschieden verstanden",
        "`{word}` is understood in two ways",
    ),
    why=(
        "`halbmonatlich` kann alle 14 Tage heißen oder zweimal im Monat, `biweekly` alle zwei "
        "Wochen oder zweimal in der Woche. Geraten wird nicht: Die Zeile nennt die Zahl.",
        "`biweekly` may be every two weeks or twice a week, `biannual` every six months or every "
        "two years. Nothing is guessed: the line says the number.",
    ),
    bad=STATUS + "rules Takt [1]:\n  - alo -> biweekly\n  - asu -> every 2 months\n",
    good=STATUS + "rules Takt [1]:\n  - alo -> every 2 weeks\n  - asu -> every 2 months\n",
)

_WEEKS = (("every 2 weeks", "14-tägig"), ("every 3 days", "3-tägig"))
_MONTHS = (("every 2 months", "2-monatlich"), ("every 2 weeks", "14-tägig"))
_YEARS = (("every 6 months", "6-monatlich"), ("every 2 years", "2-jährlich"))
_HALF_MONTH = (("every 2 weeks", "14-tägig"), ("every 15 days", "15-tägig"))
_HALF_WEEK = (("every 3 days", "3-tägig"), ("every 4 days", "4-tägig"))
CHOICES = {
    "biweekly": _WEEKS,
    "zweiwöchig": _WEEKS,
    "bimonthly": _MONTHS,
    "zweimonatig": _MONTHS,
    "biannual": _YEARS,
    "biannually": _YEARS,
    "biennial": _YEARS,
    "biennially": _YEARS,
    "biyearly": _YEARS,
    "semimonthly": _HALF_MONTH,
    "halbmonatlich": _HALF_MONTH,
    "semiweekly": _HALF_WEEK,
    "halbwöchentlich": _HALF_WEEK,
}


def find(line: BadLine) -> Diagnostic | None:
    """Such a word where reading stopped or right before."""
    for piece in line.pieces[max(0, line.stop - 1) : line.stop + 1]:
        choices = CHOICES.get(piece.text.lower().replace("-", "").replace("\u2011", ""))
        if choices is not None and piece.kind == "word":
            column = 1 if line.language == "de" else 0
            shown = [choice[column] for choice in choices]
            return KIND.at(
                piece.span,
                notes=(
                    Text(
                        f"gemeint sein kann `{shown[0]}` oder `{shown[1]}`",
                        f"it may mean `{shown[0]}` or `{shown[1]}`",
                    ),
                ),
                repairs=tuple(
                    Repair(replace(piece.span, each).lines, Text("eine Lesart", "one reading"))
                    for each in shown
                ),
                word=piece.text,
            )
    return None
