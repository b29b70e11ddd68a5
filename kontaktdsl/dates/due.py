"""When the next contact is due, and why.

A contact that has taken place starts the clock: a rhythm runs from the last contact of the series.
Without one the first contact is due, by its own deadline, and the rhythm runs from the day of that
deadline.  Without either there is no day, and the reason says so.

§ 193 BGB governs declarations towards an authority and not an authority's own rhythms, so a day is
moved only where the policy says so; the day before the move (`nominal`) always stands beside the
day after it (`rolled`).  Further steps are counted from nominal days: a moved day never drifts.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from kontaktdsl.dates.calendar import Holidays, add, later_by, shown
from kontaktdsl.dates.clock import STANDARD, Clock, standstill
from kontaktdsl.dates.counts import (
    Contacts,
    Counted,
    contacts_of,
    counted,
)
from kontaktdsl.dates.deadline import by_deadline, start_event_day
from kontaktdsl.dates.rights import ANY_TIME, free
from kontaktdsl.dates.step import (
    Due,
    Start,
    after,
    joined,
    kept,
    rolled_after,
    rolled_step,
)
from kontaktdsl.diagnostics import Text
from kontaktdsl.syntax.tree import Roll
from kontaktdsl.values import (
    INTERVALS,
    After,
    AsNeeded,
    Blocks,
    Every,
    First,
    NoContact,
    NotRegulated,
    OnRequest,
    Outcome,
    Rhythm,
    See,
    Times,
    aimed,
    rhythm_of,
    right_of,
)

_LAST_CONTACT = Text("dem letzten Kontakt am {day}", "the last contact on {day}")
_STEP_BEFORE = Text("dem Termin davor, {day}", "the date before, {day}")
_FIRST_STEP = Text(
    "der Frist für den ersten Kontakt, {day} (es gibt noch keinen Kontakt)",
    "the deadline of the first contact, {day} (there is no contact yet)",
)
_NO_CONTACT_YET = Text(
    "es gibt noch keinen Kontakt, und keine Regel sagt, wann der erste fällig ist",
    "there is no contact yet, and no rule says when the first one is due",
)
CONTACTS_UNKNOWN = Text(
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
    contacts: int | None = None,
    history: Sequence[date] = (),
    clock: Clock = STANDARD,
) -> Due | None:
    """From which day the right beside (or instead of) the duty may be used; None without a right.

    It has no day, and says so, where it may be used at any time. Arguments are those of `due`.
    """
    right = right_of(outcome)
    if right is None:
        return None
    past = _anew(contacts_of(last, history, contacts), events, clock)
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
    day = later_by(found.day, stood.days)
    why = _AGAIN.format(day=shown(day), why=joined(found.why, stood.why))
    return Due(right, day, day, why)


def _anew(past: Contacts, events: Mapping[str, date], clock: Clock) -> Contacts:
    """The contacts that count once the clock runs anew: the event stands for all before it."""
    day = clock.restarted(events)
    if day is None or (past.days and day < past.days[0] and not past.whole):
        return past
    return Contacts((day, *(each for each in past.days if each > day)), whole=True)


def _start(past: Contacts, events: Mapping[str, date], clock: Clock) -> Start:
    last = past.days[-1]
    if last == clock.restarted(events):
        return Start(last, _RESTARTED.format(event=str(clock.restarts), day=shown(last)))
    return Start(last, _LAST_CONTACT.format(day=shown(last)))


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
            yield Due(later[0], None, None, CONTACTS_UNKNOWN)
            return
        if met:
            del later[: max(0, (contacts or 1) - 1)]
        start = _start(past, events, clock)
        since = None if first is None else start_event_day(first.deadline, events)
        if first is not None and since is not None and last < since:
            note = _BEFORE_EVENT.format(event=first.deadline.event or "")
    elif first is not None:
        by = by_deadline(first, first.deadline, events, holidays, how, clock, outcome)
        yield by
        if by.nominal is None:
            return
        outcome, clock = (), STANDARD
        start = Start(by.nominal, _FIRST_STEP.format(day=shown(by.nominal)))
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
        why = after(step.length, nominal, start, holidays)
        aim = None if step.length.aimed is None else add(start.day, step.length.aimed, holidays)
        stood = standstill(outcome, clock, start.day, nominal, holidays)
        if stood.days is None:
            yield Due(step, None, None, stood.why)
            return
        nominal, aim = later_by(nominal, stood.days), aim and later_by(aim, stood.days)
        why = joined(joined(why, stood.why), note)
        day = rolled_after(nominal, start.day, holidays, how)
        yield rolled_step(step, nominal, day, why, holidays, how, aim)
        note, outcome, clock = None, (), STANDARD
        start = Start(nominal, _STEP_BEFORE.format(day=shown(nominal)))
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
        why = joined(why, _LIKE_A_CONTACT.format(event=str(clock.restarts), day=shown(last)))
    start = past.days[-1] if past.days else date.min
    stood = standstill(outcome, clock, start, found.day, holidays)
    if stood.days is None:
        return Due(step, None, None, stood.why)
    nominal, aim = later_by(found.day, stood.days), aim and later_by(aim, stood.days)
    day = kept(nominal, found.earliest, holidays, how)
    why = joined(joined(why, stood.why), note)
    return rolled_step(step, nominal, day, why, holidays, how, aim)


def day_after(step: After | Every | Times, start: date, holidays: Holidays) -> date:
    """The nominal day of a step for which the last contact is all that counts."""
    if isinstance(step, Times):
        found = counted(step, Contacts((start,), whole=False), {}, holidays)
        assert isinstance(found, Counted)
        return found.day
    return add(start, step.length, holidays)


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
