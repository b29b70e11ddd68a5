"""A bound against another policy that is written in another way."""

from kontaktdsl.diagnostics import Diagnostic, Safety, Text
from kontaktdsl.syntax.mistakes.bad_line import BadLine
from kontaktdsl.syntax.mistakes.base import STATUS, kind, replace

_RULES = "alo -> monthly\nasu -> every 2 months\n"

KIND = kind(
    "bound-form",
    de="Untergrenze anders geschrieben",
    en="bound in another form",
    headline=(
        "Eine Untergrenze steht als `{form}`, mit der Kennung der anderen Richtlinie",
        "a bound is written `{form}`, with the id of the other policy",
    ),
    why=(
        "Verglichen wird mit einer Richtlinie im selben Ordner; gemeint ist sie mit ihrer Kennung. "
        "Ein Titel in Anführungszeichen ist ein Schriftstück, das niemand lesen kann.",
        "It is compared with a policy in the same folder, and that is meant by its id. A title in "
        "quotation marks is a document that nobody can read.",
    ),
    bad=STATUS + _RULES + 'ensure: never looser than "Landesregel"\n',
    good=STATUS + _RULES + "ensure: exactly one of alo, asu\n",
)


def find(line: BadLine) -> Diagnostic | None:
    """An `ensure` line that speaks of looser, but not as a bound."""
    if len(line.pieces) < 3 or line.pieces[0].own != "ensure" or line.pieces[1].text != ":":
        return None
    said = line.pieces[2:]
    if not any(piece.own in ("looser", "never-looser-than") for piece in said):
        return None
    word = line.words.phrase("never-looser-than")
    place = said[0].span.to(said[-1].span)
    names = [piece for piece in said if piece.is_name and piece.text not in ("than", "als")]
    note = Text("als Untergrenze", "as a bound")
    repairs = tuple(
        replace(place, f"{word} {name.text}", note, Safety.UNSAFE) for name in names[-1:]
    )
    return KIND.at(place, repairs=repairs, form=f"{word} ...")
