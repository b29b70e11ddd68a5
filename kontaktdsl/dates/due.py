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

from kontaktdsl.dates.calendar import Holidays, add, period_end, roll, shown, subtract
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
    CalendarUnit,
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
_EARLIER = Text("{length} vor {start}", "{length} before {start}")
_UNTIL_END = Text("bis zum Ende {period}", "until the end of the {period}")
_END = Text("dem Ende {period} ({day})", "the end of the {period} ({day})")
_PERIODS = {
    CalendarUnit.WEEK: Text("der Kalenderwoche", "calendar week"),
    CalendarUnit.MONTH: Text("des Kalendermonats", "calendar month"),
    CalendarUnit.QUARTER: Text("des Kalendervierteljahrs", "calendar quarter"),
    CalendarUnit.HALF_YEAR: Text("des Kalenderhalbjahrs", "calendar half-year"),
    CalendarUnit.YEAR: Text("des Kalenderjahrs", "calendar year"),
}
_PERIOD_OF = Text("{period} von {of}", "{period} of {of}")
_PERIOD_AFTER = Text("{period} nach {of}", "{period} after {of}")
_EVALUATED = Text("{period} (Auswertung am {day})", "{period} (evaluated on {day})")
_NO_TODAY = Text(
    "die Frist zählt ab dem Tag der Auswertung, und der ist nicht angegeben",
    "the deadline counts from the day of evaluation, which is not given",
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
    since = None if first is None else start_event_day(first.deadline, events)
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
        since = None if first is None else start_event_day(first.deadline, events)
        if first is not None and since is not None and last < since:
            note = _BEFORE_EVENT.format(event=first.deadline.event or "")
    elif first is not None:
        by = _by(first, first.deadline, events, holidays, how, clock, outcome)
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

    A pause moves the first contact only: a duty has a clock of its own. The clock's day of
    evaluation matters to deadlines that name no event.
    """
    return tuple(
        _by(
            part,
            part.deadline,
            events,
            holidays,
            how,
            clock,
            outcome if isinstance(part, First) else (),
        )
        for part in outcome
        if isinstance(part, First | Do) and part.deadline is not None
    )


def _by(
    step: First | Do,
    deadline: Deadline,
    events: Mapping[str, date],
    holidays: Holidays,
    how: Roll,
    clock: Clock,
    outcome: Outcome = (),
) -> Due:
    day = clock.day if deadline.event is None else events.get(deadline.event)
    if day is None:
        missing = NO_EVENT.format(event=deadline.event) if deadline.event else _NO_TODAY
        return Due(step, None, None, missing)
    nominal = day_by(deadline, day, holidays)
    aim = None
    if deadline.length is not None and deadline.length.aimed is not None:
        aim = day_by(attrs.evolve(deadline, length=deadline.length.aimed), day, holidays)
    why = _why_by(deadline, day, nominal, holidays)
    if not deadline.before:  # what must be before an event does not wait
        stood = standstill(outcome, clock, day, nominal, holidays)
        if stood.days is None:
            return Due(step, None, None, stood.why)
        nominal, aim = _later(nominal, stood.days), aim and _later(aim, stood.days)
        why = _joined(why, stood.why)
    rolled = rolled_by(deadline, nominal, day, holidays, how)
    return _rolled(step, nominal, rolled, why, holidays, rolls(deadline, how), aim)


def _why_by(deadline: Deadline, day: date, nominal: date, holidays: Holidays) -> Text:
    event = _EVENT.format(event=deadline.event or "", day=shown(day))
    start = _Start(day, event)
    if deadline.end is not None:
        period = _PERIODS[deadline.end.unit]
        if deadline.event is None:
            period = _EVALUATED.format(period=period, day=shown(day))
        else:
            joint = _PERIOD_AFTER if deadline.end.following else _PERIOD_OF
            period = joint.format(period=period, of=event)
        if deadline.length is None:
            return _UNTIL_END.format(period=period)
        end = counted_from(deadline, day)
        start = _Start(end, _END.format(period=period, day=shown(end)))
    if deadline.length is None:
        return _SAME_DAY.format(start=start.words)
    return _after(deadline.length, nominal, start, holidays, before=deadline.before)


def day_after(step: After | Every | Times, start: date, holidays: Holidays) -> date:
    """The nominal day of a step for which the last contact is all that counts."""
    if isinstance(step, Times):
        found = counted(step, Contacts((start,), whole=False), {}, holidays)
        assert isinstance(found, Counted)
        return found.day
    return add(start, step.length, holidays)


def start_event_day(deadline: Deadline, events: Mapping[str, date]) -> date | None:
    """The day from which on contacts count for a first step; None where all of them do."""
    return None if deadline.since is None else events.get(deadline.since)


def counted_from(deadline: Deadline, day: date) -> date:
    """The day that a deadline counts from: that of the event, or the end of its period."""
    if deadline.end is None:
        return day
    return period_end(day, deadline.end.unit, int(deadline.end.following))


def day_by(deadline: Deadline, day: date, holidays: Holidays) -> date:
    """The nominal last day of a deadline; `day` is that of its event, or of the evaluation."""
    start = counted_from(deadline, day)
    if deadline.length is None:
        return start
    if deadline.before:
        return subtract(start, deadline.length, holidays)
    return add(start, deadline.length, holidays)


def rolls(deadline: Deadline, how: Roll) -> Roll:
    """Which way a deadline moves off a day on which nobody works.

    Before an event it only ever moves back: later would be less time than is demanded.
    """
    return Roll.BACK if deadline.before and how is Roll.FORWARD else how


def rolled_after(nominal: date, start: date, holidays: Holidays, how: Roll) -> date:
    """The day of a step after rolling; never rolled back to the day it is counted from."""
    earliest = nominal if nominal <= start else start + timedelta(days=1)
    return _kept(nominal, earliest, holidays, how)


def rolled_by(deadline: Deadline, nominal: date, day: date, holidays: Holidays, how: Roll) -> date:
    """The day of a deadline after rolling; never rolled back beyond the day it counts from.

    `day` is that of the event; the end of its calendar period may be rolled back as far as to it.
    """
    if deadline.before:
        return roll(nominal, rolls(deadline, how), holidays)
    earliest = day if deadline.length is None else counted_from(deadline, day)
    return _kept(nominal, earliest, holidays, how)


def _kept(nominal: date, earliest: date, holidays: Holidays, how: Roll) -> date:
    """A day rolled back beyond the start of its own period could not be kept: it stays."""
    day = roll(nominal, how, holidays)
    return nominal if day < earliest else day


def _after(
    length: Length, nominal: date, start: _Start, holidays: Holidays, *, before: bool = False
) -> Text:
    joint = _EARLIER if before else _AFTER
    why = joint.format(length=length_words(length), start=start.words)
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
