"""From which day a right may be used (again): `on request 3 times per 6 months`.

A right of n contacts per window is used up where n contacts lie in it.

- Any window: the n-th last contact and the length of the window; until then the window is full.
- Calendar and blocks from an event: the day after the period of the last contact if that is full.
"""

from collections.abc import Mapping
from datetime import date

from kontaktdsl.dates.calendar import (
    Holidays,
    add,
    block_end,
    block_of,
    later_by,
    period_end,
    period_start,
    shown,
)
from kontaktdsl.dates.counts import NEEDS_HISTORY, NO_EVENT, Contacts, Counted, length_words
from kontaktdsl.diagnostics import Text
from kontaktdsl.values import Blocks, Calendar, Every, Rolling, Times

ANY_TIME = Text(
    "auf Wunsch jederzeit: es gibt noch keinen Kontakt",
    "on request at any time: there is no contact yet",
)
_LEFT = Text(
    "auf Wunsch jederzeit: erst {k} von {n} Kontakten, der letzte am {day}",
    "on request at any time: only {k} of {n} contacts so far, the last on {day}",
)
_AFTER = Text("{length} nach {start}", "{length} after {start}")
_CONTACT = Text("dem Kontakt am {day}", "the contact on {day}")
_NEXT_PERIOD = Text(
    "am Tag nach dem Zeitraum, in dem der letzte Kontakt liegt ({day})",
    "on the day after the period of the last contact ({day})",
)


def free(
    right: Every | Times,
    contacts: Contacts,
    start: Text,
    events: Mapping[str, date],
    holidays: Holidays,
) -> Counted | Text:
    """The first day on which the right may be used again, or why there is no such day.

    `start` says what happened on the day of the last contact.
    """
    days = contacts.days
    if not days:
        return ANY_TIME
    if isinstance(right, Every):
        right = Times(1, Rolling(right.length))
    n, last = right.count, days[-1]
    match right.window:
        case Rolling(length):
            if len(days) < n:
                return _few(n, len(days), contacts, last)
            day = add(days[-n], length, holidays)
            since = start if n == 1 else _CONTACT.format(day=shown(days[-n]))
            return Counted(day, day, _AFTER.format(length=length_words(length), start=since))
        case Calendar(unit):
            begin, end = period_start(last, unit), period_end(last, unit)
        case Blocks(length, event):
            if event not in events:
                return NO_EVENT.format(event=event)
            if last <= events[event]:
                return _LEFT.format(k=0, n=n, day=shown(last))
            number = block_of(last, events[event], length, holidays)
            begin = later_by(block_end(events[event], length, number - 1, holidays), 1)
            end = block_end(events[event], length, number, holidays)
    inside = sum(each >= begin for each in days)
    if inside < n:
        whole = Contacts(days, contacts.whole or days[0] < begin)
        return _few(n, inside, whole, last)
    day = later_by(end, 1)
    return Counted(day, day, _NEXT_PERIOD.format(day=shown(last)))


def _few(n: int, known: int, contacts: Contacts, last: date) -> Text:
    if not contacts.whole:
        return NEEDS_HISTORY.format(n=n)
    return _LEFT.format(k=known, n=n, day=shown(last))
