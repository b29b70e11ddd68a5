"""`replace X` without saying what X is, and `remove rules X`, which says too much."""

from kontaktdsl.diagnostics import Diagnostic, Safety, Text
from kontaktdsl.source import Span
from kontaktdsl.syntax.mistakes.bad_line import BadLine
from kontaktdsl.syntax.mistakes.base import STATUS, kind, replace

_BLOCKS = ("rules", "exception", "table")

KIND = kind(
    "amending-form",
    de="Form einer Änderung",
    en="form of an amendment",
    headline=("So wird nichts geändert: {what}", "nothing is changed like this: {what}"),
    why=(
        "Was neu gefasst wird, steht ganz da, also mit seinem Anfang: `neu gefasst Regeln X:`. "
        "Gestrichen werden Blöcke mit ihrem Namen allein: `gestrichen X, Y`.",
        "What is replaced is written whole, with its beginning: `replace rules X:`. Blocks are "
        "removed by their names alone: `remove X, Y`.",
    ),
    bad=STATUS
    + "rules Takt [1]:\n  - alo -> monthly\n  - asu -> every 2 months\nremove rules Takt\n",
    good=STATUS + "rules Takt [1]:\n  - alo -> monthly\n  - asu -> every 2 months\n",
)


def find(line: BadLine) -> Diagnostic | None:
    """Whatever follows `replace` or `remove` in a form that it does not have."""
    if line.start != "statement" or len(line.pieces) < 2:
        return None
    word, behind = line.pieces[0], line.pieces[1]
    if word.own == "replace" and behind.is_name:
        rules = line.words.phrase("rules")
        gap = Span(line.source, behind.span.start, behind.span.start)
        note = Text("oder was es sonst ist", "or whatever else it is")
        return KIND.at(
            behind.span,
            what=Text(
                f"hier fehlt, was `{behind.text}` ist",
                f"it is missing here what `{behind.text}` is",
            ),
            repairs=(replace(gap, f"{rules} ", note, Safety.CHOICE),),
        )
    if word.own == "remove" and behind.own in _BLOCKS and len(line.pieces) > 2:
        name = line.pieces[2]
        note = Text("nur der Name", "the name alone")
        return KIND.at(
            behind.span,
            what=Text(
                f"hinter `{word.text}` steht ein Block mit seinem Namen allein",
                f"behind `{word.text}` a block stands by its name alone",
            ),
            repairs=(
                replace(
                    Span(line.source, behind.span.start, name.span.start), "", note, Safety.SAFE
                ),
            ),
        )
    return None
