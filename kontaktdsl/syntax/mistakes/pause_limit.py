"""The longest time of a pause behind a comma, as if it were a part of its own."""

from kontaktdsl.diagnostics import Diagnostic, Edit, Repair, Safety, Text
from kontaktdsl.source import Span
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.keywords import keywords, plain
from kontaktdsl.syntax.mistakes.bad_line import BadLine
from kontaktdsl.syntax.mistakes.base import STATUS, kind, line_with, quoted
from kontaktdsl.values import KindMode

KIND = kind(
    "pause-limit",
    de="Höchstdauer hinter einem Komma",
    en="limit of a pause behind a comma",
    headline=(
        "`{limit}` gehört zu `{pause}`: Davor steht kein Komma",
        "`{limit}` belongs to `{pause}`: no comma stands before it",
    ),
    why=(
        "Kommas trennen die Teile einer Vorgabe. Wie lange etwas höchstens ruht, ist kein Teil für "
        "sich: hinter einem Komma zählt `höchstens` Kontakte einer Art.",
        "Commas part the parts of an outcome. How long something is paused at most is no part of "
        "its own: behind a comma `at most` counts contacts of a kind.",
    ),
    bad=STATUS
    + 'alo -> paused "in hospital", at most 3 weeks\nalo or asu -> monthly\n',
    good=STATUS
    + 'alo -> paused "in hospital" at most 3 weeks\nalo or asu -> monthly\n',
)  # fmt: skip


def is_limit(part: tree.Part, language: str) -> bool:
    """Whether `at most 3 weeks` was read as a number of contacts: of a kind named like a unit."""
    if not isinstance(part, tree.Kinds) or part.mode is not KindMode.AT_MOST:
        return False
    words = keywords(language).phrases
    units = {plain(p) for key, ps in words.items() if key.startswith("unit-") for p in ps}
    return len(part.names) == 1 and plain(part.names[0].text) in units


def finding(pause: Span, limit: Span) -> Diagnostic:
    """A pause and the limit behind its comma."""
    between = Span(pause.source, pause.end, limit.start)
    note = Text("ohne Komma", "without the comma")
    repair = Repair(line_with(between, " "), note, (Edit(between, " "),), Safety.SAFE)
    return KIND.at(limit, repairs=(repair,), limit=quoted(limit.text), pause=quoted(pause.text))


def find(line: BadLine) -> Diagnostic | None:
    """The same where the unit has two words, which no name has."""
    stop = next((at for at in (line.stop, line.stop - 1) if _ends_a_limit(line, at)), None)
    if stop is None:
        return None
    pause, comma, limit = (
        line.pieces[stop - 5 : stop - 3],
        line.pieces[stop - 3],
        line.pieces[stop - 2],
    )
    if (pause[0].own, pause[1].kind, comma.text, limit.own) != ("paused", "text", ",", "at-most"):
        return None
    whole = pause[0].span.to(pause[1].span)
    return finding(whole, limit.span.to(line.pieces[stop].span))


def _ends_a_limit(line: BadLine, at: int) -> bool:
    """Whether a number and a unit end at a piece, with enough before them for a pause."""
    if not 5 <= at < len(line.pieces) or line.pieces[at - 1].kind != "number":
        return False
    return (line.pieces[at].own or "").startswith("unit-")
