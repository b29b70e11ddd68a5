"""A day off that is said twice, or that is a public holiday everywhere."""

from collections.abc import Iterator

from kontaktdsl.diagnostics import Diagnostic, Kind, Label, Severity, Text
from kontaktdsl.lint.context import Context
from kontaktdsl.source import Span
from kontaktdsl.values import DayOfYear

_HEAD = 'policy "Beispiel"\n  calendar "Brandenburg"\n'
_RULE = "attribute status: alo | asu\nalo or asu -> monthly\n"

KIND = Kind(
    "needless-day-off",
    Text("freier Tag ohne Wirkung", "needless day off"),
    Severity.WARNING,
    Text("Der {day} ist ohnehin arbeitsfrei", "{day} is a day off anyway"),
    Text(
        "Vielleicht ist ein anderer Tag gemeint. Gesetzliche Feiertage bringt schon der Kalender.",
        "Perhaps another day is meant. The calendar already brings the public holidays.",
    ),
    f"{_HEAD}  days off are also 24.12. and 25.12.\n{_RULE}",
    f"{_HEAD}  days off are also 24.12. and 31.12.\n{_RULE}",
)

EVERYWHERE = (
    DayOfYear(1, 1),
    DayOfYear(5, 1),
    DayOfYear(10, 3),
    DayOfYear(12, 25),
    DayOfYear(12, 26),
)
"""The public holidays of all Länder that have a fixed date."""

_TWICE = Text("steht schon hier", "is already here")
_HOLIDAY = Text("gesetzlicher Feiertag in jedem Land", "a public holiday in every Land")


def check(context: Context) -> Iterator[Diagnostic]:
    """Each day of the header that changes nothing."""
    header = context.policy.header
    seen: dict[DayOfYear, Span] = {}
    for day, span in header.days_off_said:
        if day in seen:
            yield KIND.at(span, day=day.text, others=(Label(seen[day], _TWICE),))
        elif header.calendar is not None and day in EVERYWHERE:
            yield KIND.at(span, day=day.text, notes=(_HOLIDAY,))
        seen.setdefault(day, span)
