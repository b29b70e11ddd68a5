"""Whatever no other mistake explains."""

from kontaktdsl.diagnostics import Diagnostic, Repair, Safety, Text
from kontaktdsl.syntax.mistakes.bad_line import BadLine
from kontaktdsl.syntax.mistakes.base import STATUS, kind, quoted, replace
from kontaktdsl.syntax.mistakes.places import what_can_stand

KIND = kind(
    "not-understood",
    de="nicht verstanden",
    en="not understood",
    headline=("{what} passt hier nicht", "{what} does not fit here"),
    why=(
        "Bis zu dieser Stelle ist die Zeile zu lesen, danach nicht mehr. Die Meldung nennt, was "
        "an dieser Stelle stehen kann.",
        "Up to this place the line can be read, behind it no more. The finding names what can "
        "stand at this place.",
    ),
    bad=STATUS + "rules Takt [1]:\n  - alo -> monthly weekly\n  - asu -> every 2 months\n",
    good=STATUS + "rules Takt [1]:\n  - alo -> monthly\n  - asu -> every 2 months\n",
)


def find(line: BadLine) -> Diagnostic:
    """The place where reading stopped, and what can stand there."""
    piece = line.piece
    if piece is None:
        what = Text("Das Ende der Zeile", "the end of the line")
    else:
        what = Text.same(f"`{quoted(piece.text)}`")
    return KIND.at(line.place, notes=(what_can_stand(line),), repairs=_without(line), what=what)


def _without(line: BadLine) -> tuple[Repair, ...]:
    """The line without a word before the text that has to stand there: `because "..."`."""
    found = line.pieces[line.stop : line.stop + 2]
    if "STRING" not in line.accepts or len(found) < 2 or found[1].kind != "text":
        return ()
    word, text = found
    note = Text(f"ohne `{quoted(word.text)}`", f"without `{quoted(word.text)}`")
    return (replace(word.span.to(text.span), text.span.text, note, Safety.UNSAFE),)
