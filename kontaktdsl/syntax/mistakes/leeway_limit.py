"""How far a single case may be looser, said in another form: `looser up to 3 months`."""

from kontaktdsl.diagnostics import Diagnostic, Safety, Text
from kontaktdsl.source import Span
from kontaktdsl.syntax.mistakes.bad_line import BadLine
from kontaktdsl.syntax.mistakes.base import STATUS, kind, quoted, replace
from kontaktdsl.syntax.mistakes.pause_limit import is_length, says_limit

_RULES = "alo or asu -> monthly\n"

KIND = kind(
    "leeway-limit",
    de="Grenze im Einzelfall anders geschrieben",
    en="limit of a single case in another form",
    headline=(
        "Wie weit ein Einzelfall abweichen darf, steht als `{form}`",
        "how far a single case may deviate is written `{form}`",
    ),
    why=(
        "Die Grenze ist ein Abstand wie in jeder Vorgabe, und davor steht nur `bis`.",
        "The limit is an interval as in any outcome, and before it stands `up to` alone.",
    ),
    bad=STATUS + _RULES + "in the single case: looser at most every 3 months\n",
    good=STATUS + _RULES + "in the single case: looser up to every 3 months\n",
)


def find(line: BadLine) -> Diagnostic | None:
    """`looser` or `stricter`, other words for a limit, and an interval or a length."""
    pieces = line.pieces
    if not pieces or pieces[0].own != "in-the-single-case":
        return None
    for at, piece in enumerate(pieces):
        if piece.own not in ("looser", "stricter"):
            continue
        begin = at + 1
        while begin < len(pieces) and pieces[begin].text != "," and says_limit(pieces[begin]):
            begin += 1
        if begin + 1 >= len(pieces) or not at < line.stop <= begin + 2:
            continue
        bare = is_length(pieces[begin], pieces[begin + 1])
        if not bare and (begin == at + 1 or pieces[begin].own != "every"):
            continue
        every = f"{line.words.phrase('every')} " if bare else ""
        upto = line.words.phrase("up-to")
        place = Span(line.source, piece.span.end, pieces[begin].span.start)
        rest = pieces[begin : begin + (2 if bare else 3)]
        form = f"{piece.text} {upto} {every}{rest[0].span.to(rest[-1].span).text}"
        wrong = pieces[at].span.to(rest[-1].span)
        note = Text("als Grenze", "as a limit")
        safety = Safety.SAFE if begin > at + 1 else Safety.UNSAFE
        repair = replace(place, f" {upto} {every}", note, safety)
        return KIND.at(wrong, repairs=(repair,), form=quoted(form))
    return None
