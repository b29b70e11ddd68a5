"""When the next contact is due, and why.

A contact that has taken place starts the clock: a rhythm runs from the last contact of the series.
Without one the first contact is due, by its own deadline, and the rhythm runs from the day of that
deadline.  Without either there is no day, and the reason says so.

§ 193 BGB governs declarations towards an authority and not an authority's own rhythms, so a day is
moved only where the policy says so; the day before the move (`nominal`) always stands beside the
day after it (`rolled`).  Further steps are counted from nominal days: a moved day never drifts.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import attrs

from kontaktdsl.dates.calendar import (
    Holidays,
    add,
    next_period_end,
    period_end,
    roll,
    shown,
)
from kontaktdsl.dates.clock import STANDARD, Clock, standstill
from kontaktdsl.diagnostics import Text
from kontaktdsl.syntax.tree import Roll
from kontaktdsl.values import (
    After,
    AsNeeded,
    CalendarUnit,
    Deadline,
    Do,
    Every,
    First,
    Length,
    NoContact,
    NotRegulated,
    OncePer,
    OnRequest,
    Outcome,
    Rhythm,
    See,
    Unit,
    rhythm_of,
    right_of,
)

Step = First | After | Rhythm | Do


@attrs.frozen
class Due:
    """The day by which a step is due, before and after rolling, or why there is none.

    `step` is the part of the outcome that the day comes from; None if no part says how often.
    """

    step: Step | None
    nominal: date | None
    rolled: date | None
    why: Text


@attrs.frozen
class _Start:
    """The day from which a step is counted, and what happened on it."""

    day: date
    words: Text


_LENGTHS = {
    Unit.WORKING_DAY: (Text("Arbeitstag", "working day"), Text("Arbeitstage", "working days")),
    Unit.DAY: (Text("Tag", "day"), Text("Tage", "days")),
    Unit.WEEK: (Text("Woche", "week"), Text("Wochen", "weeks")),
    Unit.MONTH: (Text("Monat", "month"), Text("Monate", "months")),
    Unit.YEAR: (Text("Jahr", "year"), Text("Jahre", "years")),
}
_NEXT = {
    CalendarUnit.WEEK: Text("der nächsten Kalenderwoche", "the next calendar week"),
    CalendarUnit.MONTH: Text("des nächsten Kalendermonats", "the next calendar month"),
    CalendarUnit.QUARTER: Text("des nächsten Quartals", "the next calendar quarter"),
    CalendarUnit.HALF_YEAR: Text("des nächsten Kalenderhalbjahrs", "the next calendar half-year"),
    CalendarUnit.YEAR: Text("des nächsten Kalenderjahrs", "the next calendar year"),
}

_LAST_CONTACT = Text("dem letzten Kontakt am {day}", "the last contact on {day}")
_STEP_BEFORE = Text("dem Termin davor, {day}", "the date before, {day}")
_FIRST_STEP = Text(
    "der Frist für den ersten Kontakt, {day} (es gibt noch keinen Kontakt)",
    "the deadline of the first contact, {day} (there is no contact yet)",
)
_AFTER = Text("{length} nach {start}", "{length} after {start}")
_ONCE = Text("bis zum Ende {period} nach {start}", "by the end of {period} after {start}")
_SAME_DAY = Text("am selben Tag wie {start}", "on the same day as {start}")
_EVENT = Text("„{event}“ am {day}", "“{event}” on {day}")
_NO_EVENT = Text("der Tag von „{event}“ ist nicht angegeben", "the day of “{event}” is not given")
_NO_CONTACT_YET = Text(
    "es gibt noch keinen Kontakt, und keine Regel sagt, wann der erste fällig ist",
    "there is no contact yet, and no rule says when the first one is due",
)
_HOW_MANY = Text(
    "zwischen dem ersten Kontakt und dem Rhythmus liegen Schritte: "
    "es fehlt, wie viele Kontakte es schon gab",
    "steps lie between the first contact and the rhythm: "
    "how many contacts there have been is not given",
)
_BEFORE_EVENT = Text(
    "der letzte Kontakt liegt vor „{event}“; der erste Kontakt danach hat seine eigene Frist",
    "the last contact is before “{event}”; the first contact after it has its own deadline",
)
_RESTARTED = Text(
    "„{event}“ am {day}, mit dem die Uhr neu beginnt",
    "“{event}” on {day}, from which the clock runs anew",
)
_AGAIN = Text("auf Wunsch wieder ab dem {day}: {why}", "on request again from {day}: {why}")
_ANY_TIME = Text(
    "auf Wunsch jederzeit: es gibt noch keinen Kontakt",
    "on request at any time: there is no contact yet",
)
_AFTER_PERIOD = Text("am Tag nach dem Ende {period}", "the day after the end of {period}")
_THIS = {
    CalendarUnit.WEEK: Text("der Kalenderwoche", "the calendar week"),
    CalendarUnit.MONTH: Text("des Kalendermonats", "the calendar month"),
    CalendarUnit.QUARTER: Text("des Quartals", "the calendar quarter"),
    CalendarUnit.HALF_YEAR: Text("des Kalenderhalbjahrs", "the calendar half-year"),
    CalendarUnit.YEAR: Text("des Kalenderjahrs", "the calendar year"),
}
_OF = Text("{what} von {start}", "{what} of {start}")
_SILENT = Text("keine Regel sagt, wie oft", "no rule says how often")
_CLAMPED = Text(
    "kürzerer Monat: der letzte Tag (§ 188 Abs. 3 BGB)",
    "shorter month: its last day (§ 188 (3) BGB)",
)
_BACK = Text("{day} ist arbeitsfrei: vorgezogen", "{day} is not a working day: moved back")
_FORWARD = Text("{day} ist arbeitsfrei: aufgeschoben", "{day} is not a working day: moved forward")
_STAYS = Text(
    "{day} ist arbeitsfrei, und davor liegt kein Arbeitstag mehr in der Frist",
    "{day} is not a working day, and no working day before it is left in the period",
)


def due(
    outcome: Outcome,
    *,
    last: date | None,
    events: Mapping[str, date],
    holidays: Holidays,
    how: Roll = Roll.NOT,
    contacts: int | None = None,
    clock: Clock = STANDARD,
) -> Due:
    """When the next contact of a series is due; `last` is the day of its last contact.

    Where the outcome only grants a right, it is the day from which it may be used again.

    `contacts` counts the contacts from the first one on; it matters only to an outcome with steps
    between the first contact and the rhythm, and there it is never guessed.
    """
    return next(_steps(outcome, last, events, holidays, how, contacts, clock))


def again(
    outcome: Outcome,
    *,
    last: date | None,
    events: Mapping[str, date],
    holidays: Holidays,
    clock: Clock = STANDARD,
) -> Due | None:
    """From which day the right beside (or instead of) the duty may be used; None without a right.

    It has no day, and says so, while there is no contact yet: then it may be used at any time.
    """
    right = right_of(outcome)
    if right is None:
        return None
    start = _start(last, events, clock)
    if start is None:
        return Due(right, None, None, _ANY_TIME)
    return _right(right, start, outcome, clock, holidays)


def _right(
    right: OnRequest, start: _Start, outcome: Outcome, clock: Clock, holidays: Holidays
) -> Due:
    if isinstance(right.rhythm, OncePer):
        nominal = period_end(start.day, right.rhythm.period) + timedelta(days=1)
        period = _AFTER_PERIOD.format(period=_THIS[right.rhythm.period])
        why = _OF.format(what=period, start=start.words)
    else:
        nominal, why = _after(right.rhythm, start, holidays)
    stood = standstill(outcome, clock, start.day, nominal, holidays)
    if stood.days is None:
        return Due(right, None, None, stood.why)
    nominal += timedelta(days=stood.days)
    why = _AGAIN.format(day=shown(nominal), why=_joined(why, stood.why))
    return Due(right, nominal, nominal, why)


def _start(last: date | None, events: Mapping[str, date], clock: Clock) -> _Start | None:
    """From where the clock runs: the last contact, or a later event from which it runs anew."""
    anew = clock.restarted(events)
    if anew is not None and (last is None or last < anew):
        return _Start(anew, _RESTARTED.format(event=str(clock.restarts), day=shown(anew)))
    return None if last is None else _Start(last, _LAST_CONTACT.format(day=shown(last)))


def steps(
    outcome: Outcome,
    *,
    last: date | None,
    events: Mapping[str, date],
    holidays: Holidays,
    how: Roll = Roll.NOT,
    contacts: int | None = None,
    clock: Clock = STANDARD,
) -> tuple[Due, ...]:
    """The next contact and those after it up to the first one of the rhythm, each on its last day.

    Ends early where a day is unknown.
    """
    return tuple(_steps(outcome, last, events, holidays, how, contacts, clock))


def _steps(
    outcome: Outcome,
    last: date | None,
    events: Mapping[str, date],
    holidays: Holidays,
    how: Roll,
    contacts: int | None,
    clock: Clock,
) -> Iterator[Due]:
    first = next((part for part in outcome if isinstance(part, First)), None)
    later = [part for part in outcome if isinstance(part, After)]
    rhythm = rhythm_of(outcome)
    note = None
    anew = _start(last, events, clock)
    if last is not None:
        if later and contacts is None:
            yield Due(later[0], None, None, _HOW_MANY)
            return
        del later[: max(0, (contacts or 1) - 1)]
        assert anew is not None
        start = anew
        if first is not None and last < events.get(first.deadline.event, last):
            note = _BEFORE_EVENT.format(event=first.deadline.event)
    elif first is not None:
        by = _by(first, first.deadline, events, holidays, how, outcome, clock)
        yield by
        if by.nominal is None:
            return
        outcome, clock = (), STANDARD
        start = _Start(by.nominal, _FIRST_STEP.format(day=shown(by.nominal)))
    elif anew is not None:
        start = anew
    elif isinstance(rhythm, Every | OncePer):
        yield Due(rhythm, None, None, _NO_CONTACT_YET)
        return
    else:
        yield _without_day(rhythm)
        return

    for step in (*later, rhythm):
        if isinstance(step, OnRequest):
            yield _right(step, start, outcome, clock, holidays)
            return
        if not isinstance(step, After | Every | OncePer):
            yield _without_day(step)
            return
        nominal, why = _after(step, start, holidays)
        stood = standstill(outcome, clock, start.day, nominal, holidays)
        if stood.days is None:
            yield Due(step, None, None, stood.why)
            return
        nominal += timedelta(days=stood.days)
        why = _joined(_joined(why, stood.why), note)
        day = rolled_after(nominal, start.day, holidays, how)
        yield _rolled(step, nominal, day, why, holidays, how)
        note, outcome, clock = None, (), STANDARD
        start = _Start(nominal, _STEP_BEFORE.format(day=shown(nominal)))


def deadlines(
    outcome: Outcome,
    *,
    events: Mapping[str, date],
    holidays: Holidays,
    how: Roll = Roll.NOT,
    clock: Clock = STANDARD,
) -> tuple[Due, ...]:
    """The days of the first contact and of all duties that have a deadline of their own.

    A pause moves the first contact only: a duty is no contact, and its clock is its own.
    """
    return tuple(
        _by(part, part.deadline, events, holidays, how, outcome, clock)
        if isinstance(part, First)
        else _by(part, part.deadline, events, holidays, how)
        for part in outcome
        if isinstance(part, First | Do) and part.deadline is not None
    )


def _by(
    step: First | Do,
    deadline: Deadline,
    events: Mapping[str, date],
    holidays: Holidays,
    how: Roll,
    outcome: Outcome = (),
    clock: Clock = STANDARD,
) -> Due:
    event = events.get(deadline.event)
    if event is None:
        return Due(step, None, None, _NO_EVENT.format(event=deadline.event))
    start = _Start(event, _EVENT.format(event=deadline.event, day=shown(event)))
    nominal = day_by(deadline, event, holidays)
    if deadline.length is None:
        why = _SAME_DAY.format(start=start.words)
    else:
        why = _counted(deadline.length, nominal, start, holidays)
    stood = standstill(outcome, clock, event, nominal, holidays)
    if stood.days is None:
        return Due(step, None, None, stood.why)
    nominal += timedelta(days=stood.days)
    why = _joined(why, stood.why)
    return _rolled(step, nominal, rolled_by(nominal, event, holidays, how), why, holidays, how)


def day_after(step: After | Every | OncePer, start: date, holidays: Holidays) -> date:
    """The nominal day of a step that is counted from a contact."""
    if isinstance(step, OncePer):
        return next_period_end(start, step.period)
    return add(start, step.length, holidays)


def day_by(deadline: Deadline, event: date, holidays: Holidays) -> date:
    """The nominal last day of a deadline that is counted from the day of its event."""
    return event if deadline.length is None else add(event, deadline.length, holidays)


def rolled_after(nominal: date, start: date, holidays: Holidays, how: Roll) -> date:
    """The day of a step after rolling; never rolled back to the day it is counted from."""
    earliest = nominal if nominal <= start else start + timedelta(days=1)
    return _kept(nominal, earliest, holidays, how)


def rolled_by(nominal: date, event: date, holidays: Holidays, how: Roll) -> date:
    """The day of a deadline after rolling; never rolled back before the event."""
    return _kept(nominal, event, holidays, how)


def _kept(nominal: date, earliest: date, holidays: Holidays, how: Roll) -> date:
    """A day rolled back beyond the start of its own period could not be kept: it stays."""
    day = roll(nominal, how, holidays)
    return nominal if day < earliest else day


def _after(step: After | Every | OncePer, start: _Start, holidays: Holidays) -> tuple[date, Text]:
    nominal = day_after(step, start.day, holidays)
    if isinstance(step, OncePer):
        return nominal, _ONCE.format(period=_NEXT[step.period], start=start.words)
    return nominal, _counted(step.length, nominal, start, holidays)


def _counted(length: Length, nominal: date, start: _Start, holidays: Holidays) -> Text:
    one, many = _LENGTHS[length.unit]
    count = Text.same("{n} {unit}").format(n=length.count, unit=one if length.count == 1 else many)
    why = _AFTER.format(length=count, start=start.words)
    if length.unit is Unit.WORKING_DAY:
        return _joined(why, holidays.words)
    if length.unit in (Unit.MONTH, Unit.YEAR) and nominal.day != start.day.day:
        return _joined(why, _CLAMPED)
    return why


def _rolled(step: Step, nominal: date, day: date, why: Text, holidays: Holidays, how: Roll) -> Due:
    if day != nominal:
        moved = _BACK if how is Roll.BACK else _FORWARD
        return Due(step, nominal, day, _joined(why, moved.format(day=shown(nominal))))
    if how is Roll.NOT or holidays.is_working_day(nominal):
        return Due(step, nominal, nominal, why)
    return Due(step, nominal, nominal, _joined(why, _STAYS.format(day=shown(nominal))))


def _without_day(rhythm: Rhythm | None) -> Due:
    match rhythm:
        case See(target):
            why = Text("der Abstand steht in „{it}“", "the interval stands in “{it}”")
            return Due(rhythm, None, None, why.format(it=target))
        case NoContact(reason):
            why = Text("kein Kontakt erforderlich: {it}", "no contact required: {it}")
            return Due(rhythm, None, None, why.format(it=reason))
        case AsNeeded(agreement):
            why = Text("nach Bedarf: {it}", "as needed: {it}")
            return Due(rhythm, None, None, why.format(it=agreement))
        case NotRegulated(reason):
            why = Text("nicht geregelt: {it}", "not regulated: {it}")
            return Due(rhythm, None, None, why.format(it=reason))
        case OnRequest():
            return Due(rhythm, None, None, _ANY_TIME)
        case _:
            return Due(None, None, None, _SILENT)


def _joined(text: Text, note: Text | None) -> Text:
    if note is None:
        return text
    return Text.same("{text}; {note}").format(text=text, note=note)
