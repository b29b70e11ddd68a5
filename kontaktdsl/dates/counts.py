"""When the next contact is due where contacts are counted: `3 times per 6 months`.

The day is the last one on which the next contact still leaves every window with enough of them;
contacts on one day count each (SPEC.md, "Counts, windows and ranges").

- Any window: the n-th last contact and the length of the window. Where there were fewer, the count
  begins with the first one.
- Calendar: the end of the period of the last contact if fewer than n lie in it, else the end of the
  next. The period of the first contact is not whole, unless it falls on the first day, and owes
  nothing.
- Blocks from an event: likewise, and the first block is whole, so it owes without any contact.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import attrs

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
from kontaktdsl.diagnostics import Text
from kontaktdsl.values import Blocks, Calendar, CalendarUnit, Length, Rolling, Times, Unit


@attrs.frozen
class Contacts:
    """The days of the latest contacts of a series, in order; `whole` if there were no others."""

    days: tuple[date, ...]
    whole: bool

    def and_then(self, day: date) -> "Contacts":
        """With one contact more."""
        return Contacts(tuple(sorted((*self.days, day))), self.whole)


@attrs.frozen
class Counted:
    """The nominal day, the first day to which it may be moved back, and why."""

    day: date
    earliest: date
    why: Text


LENGTHS = {
    Unit.WORKING_DAY: (Text("Arbeitstag", "working day"), Text("Arbeitstage", "working days")),
    Unit.DAY: (Text("Tag", "day"), Text("Tage", "days")),
    Unit.WEEK: (Text("Woche", "week"), Text("Wochen", "weeks")),
    Unit.MONTH: (Text("Monat", "month"), Text("Monate", "months")),
    Unit.YEAR: (Text("Jahr", "year"), Text("Jahre", "years")),
}
NO_EVENT = Text("der Tag von „{event}“ ist nicht angegeben", "the day of “{event}” is not given")

_THIS = {
    CalendarUnit.WEEK: Text("der Kalenderwoche", "the calendar week"),
    CalendarUnit.MONTH: Text("des Kalendermonats", "the calendar month"),
    CalendarUnit.QUARTER: Text("des Quartals", "the calendar quarter"),
    CalendarUnit.HALF_YEAR: Text("des Kalenderhalbjahrs", "the calendar half-year"),
    CalendarUnit.YEAR: Text("des Kalenderjahrs", "the calendar year"),
}
_NEXT = {
    CalendarUnit.WEEK: Text("der nächsten Kalenderwoche", "the next calendar week"),
    CalendarUnit.MONTH: Text("des nächsten Kalendermonats", "the next calendar month"),
    CalendarUnit.QUARTER: Text("des nächsten Quartals", "the next calendar quarter"),
    CalendarUnit.HALF_YEAR: Text("des nächsten Kalenderhalbjahrs", "the next calendar half-year"),
    CalendarUnit.YEAR: Text("des nächsten Kalenderjahrs", "the next calendar year"),
}
_ORDINALS = {
    2: Text("vorletzten", "second-last"),
    3: Text("drittletzten", "third-last"),
    4: Text("viertletzten", "fourth-last"),
    5: Text("fünftletzten", "fifth-last"),
    6: Text("sechstletzten", "sixth-last"),
}

NEEDS_HISTORY = Text(
    "gezählt werden {n} Kontakte; dafür fehlen die Tage der letzten {n} Kontakte",
    "{n} contacts are counted; the days of the last {n} contacts are not given",
)
_NTH_LAST = Text(
    "{length} nach dem {nth} Kontakt am {day} ({n} Kontakte je {length})",
    "{length} after the {nth} contact on {day} ({n} contacts per {length})",
)
_FEWER = Text(
    "{length} nach dem ersten Kontakt am {day} (erst {k} von {n} Kontakten)",
    "{length} after the first contact on {day} (only {k} of {n} contacts so far)",
)
_ENOUGH = Text(
    "bis zum Ende {period} nach dem letzten Kontakt am {day}",
    "by the end of {period} after the last contact on {day}",
)
_MISSING = Text(
    "bis zum Ende {period}: darin erst {k} von {n} Kontakten, der letzte am {day}",
    "by the end of {period}: only {k} of {n} contacts in it so far, the last on {day}",
)
_PARTIAL = Text(
    "die Zeit davor ab dem ersten Kontakt ist nicht ganz und verlangt nichts",
    "the time before it, from the first contact on, is not whole and owes nothing",
)
_BLOCK = Text(
    "bis zum Ende des {number}. Blocks von {length} ab „{event}“ am {start}: darin {k} von {n}",
    "by the end of block {number} of {length} from “{event}” on {start}: {k} of {n} in it",
)


def counted(
    times: Times, contacts: Contacts, events: Mapping[str, date], holidays: Holidays
) -> Counted | Text:
    """The last day for the next contact, or why it cannot be told.

    Without any contact there is a day only for blocks.
    """
    match times.window:
        case Rolling(length):
            return _rolling(times.count, length, contacts, holidays)
        case Calendar(unit):
            return _calendar(times.count, unit, contacts)
        case Blocks(length, event):
            if event not in events:
                return NO_EVENT.format(event=event)
            return _block(times.count, times.window, contacts, events[event], holidays)


def length_words(length: Length) -> Text:
    """`6 Monate`, `1 month`."""
    one, many = LENGTHS[length.unit]
    return Text.same("{n} {unit}").format(n=length.count, unit=one if length.count == 1 else many)


def _rolling(n: int, length: Length, contacts: Contacts, holidays: Holidays) -> Counted | Text:
    days = contacts.days
    if len(days) < n and not contacts.whole:
        return NEEDS_HISTORY.format(n=n)
    start = days[-n] if len(days) >= n else days[0]
    words = _NTH_LAST if len(days) >= n else _FEWER
    nth = _ORDINALS.get(n, Text(f"{n}.-letzten", f"{n}th-last"))
    why = words.format(
        length=length_words(length), nth=nth, day=shown(start), n=n, k=min(len(days), n)
    )
    return Counted(add(start, length, holidays), later_by(start, 1), why)


def _calendar(n: int, unit: CalendarUnit, contacts: Contacts) -> Counted | Text:
    days = contacts.days
    last = days[-1]
    start = period_start(last, unit)
    inside = sum(day >= start for day in days)
    since = later_by(last, 1)
    if inside >= n:
        why = _ENOUGH.format(period=_NEXT[unit], day=shown(last))
        return Counted(period_end(last, unit, 1), since, why)
    if days[0] >= start and not contacts.whole:
        return NEEDS_HISTORY.format(n=n)
    if days[0] <= start:
        why = _MISSING.format(period=_THIS[unit], k=inside, n=n, day=shown(last))
        return Counted(period_end(last, unit), since, why)
    why = _ENOUGH.format(period=_NEXT[unit], day=shown(last))
    why = Text.same("{why}; {note}").format(why=why, note=_PARTIAL)
    return Counted(period_end(last, unit, 1), since, why)


def _block(
    n: int, window: Blocks, contacts: Contacts, event: date, holidays: Holidays
) -> Counted | Text:
    length = window.length
    after = [day for day in contacts.days if day > event]
    number = block_of(after[-1], event, length, holidays) if after else 0
    start = block_end(event, length, number - 1, holidays)
    inside = sum(day > start for day in after)
    if 0 < inside < n and not contacts.whole and contacts.days[0] > start:
        return NEEDS_HISTORY.format(n=n)
    if inside >= n:
        number, inside = number + 1, 0
        start = block_end(event, length, number - 1, holidays)
    why = _BLOCK.format(
        number=number + 1,
        length=length_words(length),
        event=window.event,
        start=shown(event),
        k=inside,
        n=n,
    )
    return Counted(block_end(event, length, number, holidays), later_by(start, 1), why)


def contacts_of(last: date | None, history: Sequence[date], contacts: int | None) -> Contacts:
    """What is known of the contacts so far.

    A history is a whole one unless `contacts` says that there were more; a last contact alone never
    is.
    """
    if not history:
        return Contacts(() if last is None else (last,), whole=False)
    days = sorted(history)
    if last is not None and days[-1] != last:
        days = sorted((*days, last))
    return Contacts(tuple(days), whole=contacts is None or contacts <= len(days))
