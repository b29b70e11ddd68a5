"""Texts beyond what anybody writes: too long a line, too many parentheses, too many mistakes."""

import attrs

from kontaktdsl.diagnostics import Diagnostic, Text
from kontaktdsl.source import Source, Span
from kontaktdsl.syntax.lines import LONGEST
from kontaktdsl.syntax.mistakes.base import FLAGS, STATUS, kind

DEEPEST = 100
RULES = "rules Takt [1]:\n  - alo -> monthly\n  - asu -> every 2 months\n"

TOO_LONG = kind(
    "line-too-long",
    de="Zeile zu lang",
    en="line too long",
    headline=(
        "Die Zeile hat {count} Zeichen; gelesen werden höchstens {most}",
        "the line has {count} characters; at most {most} are read",
    ),
    why=(
        "So lange Zeilen schreibt niemand; meist fehlen nach dem Kopieren die Zeilenumbrüche.",
        "Nobody writes lines of this length; mostly the line breaks were lost in copying.",
    ),
    bad=STATUS + RULES + f'note "{"x" * LONGEST}"\n',
    good=STATUS + RULES + 'note "x"\n',
)

TOO_DEEP = kind(
    "too-deep",
    de="zu tief geschachtelt",
    en="nested too deep",
    headline=(
        "Hier stehen mehr als {most} Klammern ineinander",
        "more than {most} parentheses are nested here",
    ),
    why=(
        "So tief geschachtelte Bedingungen liest niemand vor. Ein Begriff gibt einem Teil davon "
        "einen Namen: `Begriff NAME heißt ...`.",
        "Nobody reads conditions aloud that are nested so deep. A definition gives a part of "
        "them a name: `define NAME as ...`.",
    ),
    bad=FLAGS
    + f"rules Takt [1]:\n  - {'(' * 101}Intensivkunde{')' * 101} and Absolvent -> monthly\n"
    + "  - not (Intensivkunde and Absolvent) -> every 2 months\n",
    good=FLAGS
    + "rules Takt [1]:\n  - (Intensivkunde) and Absolvent -> monthly\n"
    + "  - not (Intensivkunde and Absolvent) -> every 2 months\n",
)


def before_reading(source: Source, start: int, end: int) -> Diagnostic | None:
    """A line that is not even tried."""
    if end - start > LONGEST:
        head = Span(source, start, start + 40)
        return TOO_LONG.at(head, count=end - start, most=LONGEST)
    depth = 0
    for at in range(start, end):
        letter = source.text[at]
        if letter == "(":
            depth += 1
            if depth > DEEPEST:
                return TOO_DEEP.at(Span(source, at, at + 1), most=DEEPEST)
        elif letter == ")":
            depth -= 1
    return None


def and_more(last: Diagnostic, more: int, stopped: bool) -> Diagnostic:
    """The last finding that is shown, with a word on those that are not."""
    german = f"und {more} weitere Stellen in dieser Datei"
    english = f"and {more} more places in this file"
    if stopped:
        german += "; der Rest wurde nicht gelesen"
        english += "; the rest was not read"
    return attrs.evolve(last, notes=(*last.notes, Text(german, english)))
