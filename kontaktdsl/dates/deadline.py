"""The days of deadlines: of the first contact, and of duties that have one of their own.

A deadline counts from the day of its event, from the end of that day's calendar period, or from
the day of evaluation, forwards or (before an event) backwards.
"""

from collections.abc import Mapping
from datetime import date

import attrs

from kontaktdsl.dates.calendar import Holidays, add, later_by, period_end, roll, shown, subtract
from kontaktdsl.dates.clock import STANDARD, Clock, standstill
from kontaktdsl.dates.counts import NO_EVENT
from kontaktdsl.dates.step import Due, Start, after, joined, kept, rolled_step
from kontaktdsl.diagnostics import Text
from kontaktdsl.syntax.tree import Roll
from kontaktdsl.values import CalendarUnit, Deadline, Do, First, Outcome

_SAME_DAY = Text("am selben Tag wie {start}", "on the same day as {start}")
_EVENT = Text("„{event}“ am {day}", "“{event}” on {day}")
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
        by_deadline(
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


def by_deadline(
    step: First | Do,
    deadline: Deadline,
    events: Mapping[str, date],
    holidays: Holidays,
    how: Roll,
    clock: Clock,
    outcome: Outcome = (),
) -> Due:
    """When a step with a deadline is due; `outcome` is the one whose pause moves it."""
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
        nominal, aim = later_by(nominal, stood.days), aim and later_by(aim, stood.days)
        why = joined(why, stood.why)
    rolled = rolled_by(deadline, nominal, day, holidays, how)
    return rolled_step(step, nominal, rolled, why, holidays, rolls(deadline, how), aim)


def _why_by(deadline: Deadline, day: date, nominal: date, holidays: Holidays) -> Text:
    event = _EVENT.format(event=deadline.event or "", day=shown(day))
    start = Start(day, event)
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
        start = Start(end, _END.format(period=period, day=shown(end)))
    if deadline.length is None:
        return _SAME_DAY.format(start=start.words)
    return after(deadline.length, nominal, start, holidays, before=deadline.before)


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


def rolled_by(deadline: Deadline, nominal: date, day: date, holidays: Holidays, how: Roll) -> date:
    """The day of a deadline after rolling; never rolled back beyond the day it counts from.

    `day` is that of the event; the end of its calendar period may be rolled back as far as to it.
    """
    if deadline.before:
        return roll(nominal, rolls(deadline, how), holidays)
    earliest = day if deadline.length is None else counted_from(deadline, day)
    return kept(nominal, earliest, holidays, how)
