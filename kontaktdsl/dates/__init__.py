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
from kontaktdsl.dates.clock import Clock
from kontaktdsl.dates.counts import NEEDS_HISTORY
from kontaktdsl.dates.deadline import day_by, deadlines, rolled_by
from kontaktdsl.dates.due import CONTACTS_UNKNOWN, again, day_after, due, steps
from kontaktdsl.dates.moments import class_on
from kontaktdsl.dates.step import Due, rolled_after
from kontaktdsl.laender import LAENDER

__all__ = [
    "CONTACTS_UNKNOWN",
    "LAENDER",
    "NEEDS_HISTORY",
    "Clock",
    "DateError",
    "Due",
    "Holidays",
    "NotYetBorn",
    "OutOfCalendar",
    "UnknownHolidays",
    "UnknownLand",
    "add",
    "again",
    "age_on",
    "class_on",
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
