"""Something other than a unit of time behind a number."""

from kontaktdsl.diagnostics import Diagnostic, Safety, Text
from kontaktdsl.suggest import nearest
from kontaktdsl.syntax.mistakes.bad_line import BadLine
from kontaktdsl.syntax.mistakes.base import STATUS, either, kind, quoted, replace

KIND = kind(
    "unknown-unit",
    de="unbekannte Einheit",
    en="unknown unit",
    headline=("`{text}` ist keine Zeiteinheit", "`{text}` is not a unit of time"),
    why=(
        "Ein Abstand oder eine Frist besteht aus einer Zahl und einer Einheit. Die Einheiten "
        "sind festgelegt, denn 30 Tage und ein Monat sind nicht dasselbe.",
        "An interval or a deadline is a number and a unit. The units are fixed, for 30 days and "
        "a month are not the same.",
    ),
    bad=STATUS + "rules Takt [1]:\n  - alo -> every 3 moons\n  - asu -> every 2 months\n",
    good=STATUS + "rules Takt [1]:\n  - alo -> every 3 months\n  - asu -> every 2 months\n",
)

UNITS = ("unit-day", "unit-working-day", "unit-week", "unit-month", "unit-year")


def find(line: BadLine) -> Diagnostic | None:
    """A word that is no unit where only a unit can stand."""
    piece = line.piece
    if piece is None or "UNIT_MONTH" not in line.accepts or "UNIT_DAY" not in line.accepts:
        return None
    if line.before is None or line.before.kind != "number" or piece.kind != "word":
        return None
    form = 2 if line.stop > 1 and line.pieces[line.stop - 2].own in ("within", "after") else 1
    units = [line.words.phrase(unit, 0 if line.before.text == "1" else form) for unit in UNITS]
    meant = nearest(piece.text, units)
    if not meant and "AND" in line.accepts:
        return None
    return KIND.at(
        piece.span,
        notes=(
            Text(
                f"möglich sind {either(units, 'de')}",
                f"it can be {either(units, 'en')}",
            ),
        ),
        repairs=tuple(
            replace(
                piece.span,
                unit,
                Text("ähnlich geschrieben", "spelt much like it"),
                Safety.UNSAFE if len(meant) == 1 else Safety.CHOICE,
            )
            for unit in meant
        ),
        text=quoted(piece.text),
    )
