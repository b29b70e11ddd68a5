"""When the next contact is due, and why.

A contact that has taken place starts the clock: a rhythm runs from the last contact of the series.
Without one the first contact is due, by its own deadline, and the rhythm runs from the day of that
deadline.  Without either there is no day, and the reason says so.

§ 193 BGB governs declarations towards an authority and not an authority's own rhythms, so a day is
moved only where the policy says so; the day before the move (`nominal`) always stands beside the
day after it (`rolled`).  Further steps are counted from nominal days: a moved day never drifts.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

import attrs

from kontaktdsl.dates.calendar import Holidays, add, roll, shown
from kontaktdsl.dates.clock import STANDARD, Clock, standstill
from kontaktdsl.dates.counts import (
    NO_EVENT,
    Contacts,
    Counted,
    contacts_of,
    counted,
    length_words,
)
from kontaktdsl.dates.rights import ANY_TIME, free
from kontaktdsl.diagnostics import Text
from kontaktdsl.syntax.tree import Roll
from kontaktdsl.values import (
    INTERVALS,
    After,
    AsNeeded,
    Blocks,
    Deadline,
    Do,
    Every,
    First,
    Length,
    NoContact,
    NotRegulated,
    OnRequest,
    Outcome,
    Rhythm,
    See,
    Times,
    Unit,
    aimed,
    rhythm_of,
    right_of,
)

Step = First | After | Rhythm | Do


@attrs.frozen
class Due:
    """The day by which a step is due, before and after rolling, or why there is none.

    `step` is the part of the outcome that the day comes from; None if no part says how often.
    `aim` is the day that is aimed at where the step is a range (`every 2 to 3 months`), not rolled.
    """

    step: Step | None
    nominal: date | None
    rolled: date | None
    why: Text
    aim: date | None = None


@attrs.frozen
class _Start:
    """The day from which a step is counted, and what happened on it."""

    day: date
    words: Text


_LAST_CONTACT = Text("dem letzten Kontakt am {day}", "the last contact on {day}")
_STEP_BEFORE = Text("dem Termin davor, {day}", "the date before, {day}")
_FIRST_STEP = Text(
    "der Frist für den ersten Kontakt, {day} (es gibt noch keinen Kontakt)",
    "the deadline of the first contact, {day} (there is no contact yet)",
)
_AFTER = Text("{length} nach {start}", "{length} after {start}")
_SAME_DAY = Text("am selben Tag wie {start}", "on the same day as {start}")
_EVENT = Text("„{event}“ am {day}", "“{event}” on {day}")
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
_LIKE_A_CONTACT = Text(
    "„{event}“ am {day} zählt wie ein Kontakt: die Uhr beginnt neu",
    "“{event}” on {day} counts like a contact: the clock runs anew",
)
_AGAIN = Text("auf Wunsch wieder ab dem {day}: {why}", "on request again from {day}: {why}")
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
    last: date | None = None,
    events: Mapping[str, date],
    holidays: Holidays,
    how: Roll = Roll.NOT,
    contacts: int | None = None,
    history: Sequence[date] = (),
    clock: Clock = STANDARD,
) -> Due:
    """When the next contact of a series is due; of a mere right, from when it may be used again.

    `history` are the days of its contacts, in any order: all of them, or (`contacts` being larger)
    the latest. `last` is the day of the last one, enough where nothing but that one counts.
    `contacts` counts the contacts from the first one on; it matters only to an outcome with steps
    between the first contact and the rhythm, and there it is never guessed.
    """
    return next(
        _steps(
            outcome,
            contacts_of(last, history, contacts),
            events,
            holidays,
            how,
            _number(outcome, history, events, contacts),
            clock,
        )
    )


def again(
    outcome: Outcome,
    *,
    last: date | None = None,
    events: Mapping[str, date],
    holidays: Holidays,
    history: Sequence[date] = (),
    clock: Clock = STANDARD,
) -> Due | None:
    """From which day the right beside (or instead of) the duty may be used; None without a right.

    It has no day, and says so, where it may be used at any time. Arguments are those of `due`.
    """
    right = right_of(outcome)
    if right is None:
        return None
    past = _anew(contacts_of(last, history, None), events, clock)
    return _right(right, past, outcome, events, holidays, clock)


def _right(
    right: OnRequest,
    past: Contacts,
    outcome: Outcome,
    events: Mapping[str, date],
    holidays: Holidays,
    clock: Clock,
) -> Due:
    start = _start(past, events, clock).words if past.days else ANY_TIME
    found = free(right.rhythm, past, start, events, holidays)
    if isinstance(found, Text):
        return Due(right, None, None, found)
    stood = standstill(outcome, clock, past.days[-1], found.day, holidays)
    if stood.days is None:
        return Due(right, None, None, stood.why)
    day = found.day + timedelta(days=stood.days)
    why = _AGAIN.format(day=shown(day), why=_joined(found.why, stood.why))
    return Due(right, day, day, why)


def _anew(past: Contacts, events: Mapping[str, date], clock: Clock) -> Contacts:
    """The contacts that count once the clock runs anew: the event stands for all before it."""
    day = clock.restarted(events)
    if day is None or (past.days and day < past.days[0] and not past.whole):
        return past
    return Contacts((day, *(each for each in past.days if each > day)), whole=True)


def _start(past: Contacts, events: Mapping[str, date], clock: Clock) -> _Start:
    last = past.days[-1]
    if last == clock.restarted(events):
        return _Start(last, _RESTARTED.format(event=str(clock.restarts), day=shown(last)))
    return _Start(last, _LAST_CONTACT.format(day=shown(last)))


def steps(
    outcome: Outcome,
    *,
    last: date | None = None,
    events: Mapping[str, date],
    holidays: Holidays,
    how: Roll = Roll.NOT,
    contacts: int | None = None,
    history: Sequence[date] = (),
    clock: Clock = STANDARD,
) -> tuple[Due, ...]:
    """The next contact and those after it up to the first one of the rhythm, each on its last day.

    Ends early where a day is unknown.
    """
    return tuple(
        _steps(
            outcome,
            contacts_of(last, history, contacts),
            events,
            holidays,
            how,
            _number(outcome, history, events, contacts),
            clock,
        )
    )


def _number(
    outcome: Outcome,
    history: Sequence[date],
    events: Mapping[str, date],
    contacts: int | None,
) -> int | None:
    """How many contacts there were from the event of the first step on, as far as is known."""
    if contacts is not None or not history:
        return contacts
    first = next((part for part in outcome if isinstance(part, First)), None)
    since = None if first is None else events.get(first.deadline.event)
    return sum(since is None or day >= since for day in history)


def _steps(
    outcome: Outcome,
    past: Contacts,
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
    met = bool(past.days)
    if met or first is None:
        past = _anew(past, events, clock)
    if past.days:
        last = past.days[-1]
        if met and later and contacts is None:
            yield Due(later[0], None, None, _HOW_MANY)
            return
        if met:
            del later[: max(0, (contacts or 1) - 1)]
        start = _start(past, events, clock)
        if first is not None and last < events.get(first.deadline.event, last):
            note = _BEFORE_EVENT.format(event=first.deadline.event)
    elif first is not None:
        by = _by(first, first.deadline, events, holidays, how, outcome, clock)
        yield by
        if by.nominal is None:
            return
        outcome, clock = (), STANDARD
        start = _Start(by.nominal, _FIRST_STEP.format(day=shown(by.nominal)))
        past = Contacts((by.nominal,), whole=True)
    elif isinstance(rhythm, Times) and isinstance(rhythm.window, Blocks) and not later:
        yield _counted(rhythm, past, events, holidays, how, None, outcome, clock)
        return
    elif isinstance(rhythm, INTERVALS):
        yield Due(rhythm, None, None, _NO_CONTACT_YET)
        return
    else:
        yield _without_day(rhythm)
        return

    for step in (*later, rhythm):
        if isinstance(step, Times):
            yield _counted(step, past, events, holidays, how, note, outcome, clock)
            return
        if isinstance(step, OnRequest):
            yield _right(step, past, outcome, events, holidays, clock)
            return
        if not isinstance(step, After | Every):
            yield _without_day(step)
            return
        nominal = add(start.day, step.length, holidays)
        why = _after(step.length, nominal, start, holidays)
        aim = None if step.length.aimed is None else add(start.day, step.length.aimed, holidays)
        stood = standstill(outcome, clock, start.day, nominal, holidays)
        if stood.days is None:
            yield Due(step, None, None, stood.why)
            return
        nominal, aim = _later(nominal, stood.days), aim and _later(aim, stood.days)
        why = _joined(_joined(why, stood.why), note)
        day = rolled_after(nominal, start.day, holidays, how)
        yield _rolled(step, nominal, day, why, holidays, how, aim)
        note, outcome, clock = None, (), STANDARD
        start = _Start(nominal, _STEP_BEFORE.format(day=shown(nominal)))
        past = past.and_then(nominal)


def _counted(
    step: Times,
    past: Contacts,
    events: Mapping[str, date],
    holidays: Holidays,
    how: Roll,
    note: Text | None,
    outcome: Outcome,
    clock: Clock,
) -> Due:
    found = counted(step, past, events, holidays)
    if isinstance(found, Text):
        return Due(step, None, None, found)
    more = aimed(step)
    aimed_at = counted(more, past, events, holidays) if isinstance(more, Times) else None
    aim = aimed_at.day if isinstance(aimed_at, Counted) else None
    why = found.why
    if past.days and (last := past.days[-1]) == clock.restarted(events):
        why = _joined(why, _LIKE_A_CONTACT.format(event=str(clock.restarts), day=shown(last)))
    start = past.days[-1] if past.days else date.min
    stood = standstill(outcome, clock, start, found.day, holidays)
    if stood.days is None:
        return Due(step, None, None, stood.why)
    nominal, aim = _later(found.day, stood.days), aim and _later(aim, stood.days)
    day = _kept(nominal, found.earliest, holidays, how)
    why = _joined(_joined(why, stood.why), note)
    return _rolled(step, nominal, day, why, holidays, how, aim)


def _later(day: date, days: int) -> date:
    return day + timedelta(days=days)


def deadlines(
    outcome: Outcome,
    *,
    events: Mapping[str, date],
    holidays: Holidays,
    how: Roll = Roll.NOT,
    clock: Clock = STANDARD,
) -> tuple[Due, ...]:
    """The days of the first contact and of all duties that have a deadline of their own.

    A pause moves the first contact only: a duty has a clock of its own.
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
        return Due(step, None, None, NO_EVENT.format(event=deadline.event))
    start = _Start(event, _EVENT.format(event=deadline.event, day=shown(event)))
    nominal = day_by(deadline, event, holidays)
    if deadline.length is None:
        why = _SAME_DAY.format(start=start.words)
    else:
        why = _after(deadline.length, nominal, start, holidays)
    aim = None
    if deadline.length is not None and deadline.length.aimed is not None:
        aim = add(event, deadline.length.aimed, holidays)
    stood = standstill(outcome, clock, event, nominal, holidays)
    if stood.days is None:
        return Due(step, None, None, stood.why)
    nominal, aim = _later(nominal, stood.days), aim and _later(aim, stood.days)
    why = _joined(why, stood.why)
    return _rolled(step, nominal, rolled_by(nominal, event, holidays, how), why, holidays, how, aim)


def day_after(step: After | Every | Times, start: date, holidays: Holidays) -> date:
    """The nominal day of a step for which the last contact is all that counts."""
    if isinstance(step, Times):
        found = counted(step, Contacts((start,), whole=False), {}, holidays)
        assert isinstance(found, Counted)
        return found.day
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


def _after(length: Length, nominal: date, start: _Start, holidays: Holidays) -> Text:
    why = _AFTER.format(length=length_words(length), start=start.words)
    if length.unit is Unit.WORKING_DAY:
        return _joined(why, holidays.words)
    if length.unit in (Unit.MONTH, Unit.YEAR) and nominal.day != start.day.day:
        return _joined(why, _CLAMPED)
    return why


def _rolled(
    step: Step,
    nominal: date,
    day: date,
    why: Text,
    holidays: Holidays,
    how: Roll,
    aim: date | None,
) -> Due:
    if day != nominal:
        moved = _BACK if how is Roll.BACK else _FORWARD
        why = _joined(why, moved.format(day=shown(nominal)))
    elif how is not Roll.NOT and not holidays.is_working_day(nominal):
        why = _joined(why, _STAYS.format(day=shown(nominal)))
    return Due(step, nominal, day, why, aim)


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
            return Due(rhythm, None, None, ANY_TIME)
        case _:
            return Due(None, None, None, _SILENT)


def _joined(text: Text, note: Text | None) -> Text:
    if note is None:
        return text
    return Text.same("{text}; {note}").format(text=text, note=note)
