"""What follows from an answer for one customer: the next contact, the right, the duties' deadlines
and the kind of the next contact, each with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import attrs

from kontaktdsl import model
from kontaktdsl.dates import Clock, Due, again, deadlines, due
from kontaktdsl.dates.deadline import start_event_day
from kontaktdsl.decision import Decision, Duty
from kontaktdsl.deviation import Deviated, outcome_of
from kontaktdsl.next_kind import Met, NextKinds, next_kinds
from kontaktdsl.series import Contact, serving


@attrs.frozen
class Deadlined:
    """A duty with a deadline of its own, and the day of that, or why there is none."""

    duty: Duty
    due: Due


@attrs.frozen
class Upcoming:
    """What follows for one customer in one series.

    `due` is the next contact, as of `Policy.due`; `again` the right beside (or instead of) it, as
    of `Policy.again`. `kinds` says of which kind the next contact may be, None where no line
    narrows that; it is asked for the day of the next contact, or the day of evaluation if that is
    later. `deadlines` are those of duties, `after` the contacts behind the day of evaluation, which
    have not happened.
    """

    day: date
    due: Due
    again: Due | None
    kinds: NextKinds | None
    deadlines: tuple[Deadlined, ...]
    after: tuple[date, ...]

    @property
    def overdue(self) -> int | None:
        """By how many days the next contact is overdue, 0 on its last day, less before it; None
        where there is no such day.
        """
        return None if self.due.rolled is None else (self.day - self.due.rolled).days


def upcoming(
    policy: model.Policy,
    decision: Decision,
    *,
    history: Iterable[Contact] = (),
    contacts: int | None = None,
    events: Mapping[str, date],
    day: date,
    paused_since: date | None = None,
    deviated: Deviated | None = None,
) -> Upcoming:
    """What follows from a decision by the policy of one series; arguments are those of
    `Policy.due`.
    """
    served = serving(policy, history)
    met = tuple(each for each in served if each[0] <= day)
    header, clock = policy.header, Clock(policy.series[0].restarts, day, paused_since)
    days = tuple(each for each, _ in met)
    outcome = outcome_of(decision if deviated is None else deviated)
    found = due(
        outcome,
        events=events,
        holidays=header.holidays,
        how=header.roll,
        contacts=contacts,
        history=days,
        clock=clock,
    )
    right = again(
        decision.outcome,
        events=events,
        holidays=header.holidays,
        contacts=contacts,
        history=days,
        clock=clock,
    )
    own = deadlines(
        tuple(duty.duty for duty in decision.duties),
        events=events,
        holidays=header.holidays,
        how=header.roll,
        clock=clock,
    )
    duties = (duty for duty in decision.duties if duty.duty.deadline is not None)
    on = found.nominal if found.rolled is not None and found.rolled >= day else day
    return Upcoming(
        day,
        found,
        right,
        next_kinds(
            policy,
            decision,
            _met(decision, met, contacts, events, clock),
            on or day,
            events,
        ),
        tuple(Deadlined(duty, its) for duty, its in zip(duties, own, strict=True)),
        tuple(each for each, _ in served if each > day),
    )


def _met(
    decision: Decision,
    contacts: tuple[tuple[date, str | None], ...],
    number: int | None,
    events: Mapping[str, date],
    clock: Clock,
) -> Met:
    """The contacts that count for the kind of the next one: those after the clock began anew."""
    whole = number is None or number <= len(contacts)
    days = [day for day, _ in contacts]
    anew = clock.restarted(events) if days or decision.first is None else None
    if anew is not None and (whole or anew >= days[0]):
        contacts, whole = tuple(each for each in contacts if each[0] > anew), True
        days = [anew, *(day for day, _ in contacts)]
    since = None if decision.first is None else start_event_day(decision.first.deadline, events)
    counted = sum(since is None or day >= since for day in days) if number is None else number
    return Met(contacts, whole, first=counted == 0)
