"""Days on the calendar, and when a contact is due."""

from kontaktdsl.dates.calendar import (
    DateError,
    Holidays,
    NotYetBorn,
    OutOfCalendar,
    UnknownHolidays,
    UnknownLand,
    add,
    age_on,
    latest_birth,
    period_end,
    period_start,
    roll,
    subtract,
)
from kontaktdsl.dates.counts import NEEDS_HISTORY
from kontaktdsl.dates.due import (
    Due,
    day_after,
    day_by,
    deadlines,
    due,
    rolled_after,
    rolled_by,
    steps,
)
from kontaktdsl.laender import LAENDER

__all__ = [
    "LAENDER",
    "NEEDS_HISTORY",
    "DateError",
    "Due",
    "Holidays",
    "NotYetBorn",
    "OutOfCalendar",
    "UnknownHolidays",
    "UnknownLand",
    "add",
    "age_on",
    "day_after",
    "day_by",
    "deadlines",
    "due",
    "latest_birth",
    "period_end",
    "period_start",
    "roll",
    "rolled_after",
    "rolled_by",
    "steps",
    "subtract",
]
