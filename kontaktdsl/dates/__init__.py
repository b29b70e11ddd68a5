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
    next_period_end,
    roll,
    subtract,
)
from kontaktdsl.dates.due import Due, deadlines, due, steps
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
    "deadlines",
    "due",
    "next_period_end",
    "roll",
    "steps",
    "subtract",
]
