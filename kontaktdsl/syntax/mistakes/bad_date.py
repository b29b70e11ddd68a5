"""A date that no calendar has, or that is written in a way nobody can be sure of."""

import attrs

from kontaktdsl.diagnostics import Diagnostic, Text
from kontaktdsl.source import Span
from kontaktdsl.syntax.mistakes.bad_line import BadLine
from kontaktdsl.syntax.mistakes.base import STATUS, kind, quoted

KIND = kind(
    "bad-date",
    de="Datum",
    en="date",
    headline=(
        "`{text}` ist kein Datum, das der Kalender kennt",
        "`{text}` is not a date that the calendar has",
    ),
    why=(
        "Von Tagen hängt ab, welche Fassung einer Richtlinie gilt. Ein Datum steht deshalb nur in "
        "zwei Formen, die nicht zu verwechseln sind: 22.08.2017 (Tag, Monat, Jahr) oder "
        "2017-08-22 (Jahr, Monat, Tag).",
        "Days decide which version of a policy is in force. A date is therefore written in one of "
        "two forms that nobody can mix up: 2017-08-22 (year, month, day) or 22.08.2017 (day, "
        "month, year).",
    ),
    bad=STATUS.replace("2024-01-01", "31.02.2024")
    + "rules Takt [1]:\n  - alo -> monthly\n  - asu -> every 2 months\n",
    good=STATUS.replace("2024-01-01", "29.02.2024")
    + "rules Takt [1]:\n  - alo -> monthly\n  - asu -> every 2 months\n",
)

FORMS = Text(
    "geschrieben wird 22.08.2017 (Tag.Monat.Jahr) oder 2017-08-22 (Jahr-Monat-Tag)",
    "write 2017-08-22 (year-month-day) or 22.08.2017 (day.month.year)",
)

NO_DAY = Text("`{text}` ist kein Tag", "`{text}` is not a day")
WITH_A_DAY = Text(
    "ein Ereignis wird mit einem Tag verglichen, nicht mit einem anderen Ereignis",
    "an event is compared with a day, not with another event",
)
NOT_YEARLY = Text("`{text}` ist kein Tag jedes Jahres", "`{text}` is not a day of every year")
YEARLY = Text(
    "geschrieben wird 24.12. (Tag.Monat.), ohne Jahr: der Tag ist jedes Jahr frei",
    "write 24.12. (day.month.), without a year: the day is off every year",
)


def finding(span: Span) -> Diagnostic:
    """A date in a known form whose day or month does not exist."""
    return KIND.at(span, notes=(FORMS,), text=quoted(span.text))


def finding_yearly(span: Span) -> Diagnostic:
    """A day of every year that no year has."""
    text = quoted(span.text)
    finding = KIND.at(span, notes=(YEARLY,), text=text)
    return attrs.evolve(finding, headline=NOT_YEARLY.format(text=text))


def find(line: BadLine) -> Diagnostic | None:
    """Something else where a date has to stand."""
    yearly = "DAY_OF_YEAR" in line.accepts
    if not (yearly or "DATE" in line.accepts) or line.piece is None:
        return None
    if line.piece.kind not in ("date", "number", "word", "counted") or line.piece.own:
        return None
    if yearly:
        return finding_yearly(line.piece.span)
    if line.piece.is_name and line.before is not None and line.before.own in ("before", "since"):
        text = quoted(line.piece.text)
        finding = KIND.at(line.piece.span, notes=(WITH_A_DAY, FORMS), text=text)
        return attrs.evolve(finding, headline=NO_DAY.format(text=text))
    return KIND.at(line.piece.span, notes=(FORMS,), text=quoted(line.piece.text))
