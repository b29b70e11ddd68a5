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
    next_period_end,
    roll,
    subtract,
)
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
from kontaktdsl.dates.moments import class_on
from kontaktdsl.laender import LAENDER

__all__ = [
    "LAENDER",
    "DateError",
    "Due",
    "Holidays",
    "NotYetBorn",
    "OutOfCalendar",
    "UnknownHolidays",
    "UnknownLand",
    "add",
    "age_on",
    "class_on",
    "day_after",
    "day_by",
    "deadlines",
    "due",
    "latest_birth",
    "next_period_end",
    "roll",
    "rolled_after",
    "rolled_by",
    "steps",
    "subtract",
]
