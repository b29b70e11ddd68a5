"""What follows from an answer for one customer: the next contact, the right, the duties' deadlines
and the kind of the next contact, each with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

import attrs

from kontaktdsl import model
from kontaktdsl.dates import Clock, Due, again, deadlines, due
from kontaktdsl.dates.deadline import start_event_day
from kontaktdsl.decision import Decision, Duty, Open
from kontaktdsl.deviation import Deviated, outcome_of
from kontaktdsl.diagnostics import Text
from kontaktdsl.next_kind import Met, NextKinds, next_kinds
from kontaktdsl.refusals import undecided_words
from kontaktdsl.series import Contact, serving
from kontaktdsl.values import INTERVALS, First, OnRequest


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


@attrs.frozen
class Chance:
    """A next contact that is possible while facts are missing, and in how many of the cases left.

    `dues` agree in their days, and in what kind of contact it is; they differ in their reasons.
    """

    cases: int
    dues: tuple[Due, ...]


@attrs.frozen
class Foreseen:
    """The next contact while facts are missing: every day that is possible, most cases first.

    `dated` says that some case left can have such a day at all; `after` are the contacts behind the
    day of evaluation, which have not happened.
    """

    day: date
    dated: bool
    chances: tuple[Chance, ...]
    after: tuple[date, ...]

    @property
    def settled(self) -> Chance | None:
        """What is the same in all cases left."""
        return self.chances[0] if len(self.chances) == 1 else None


def dated(decision: Decision) -> bool:
    """Whether a next contact can have a day, be it one on request."""
    return isinstance(decision.rhythm, (*INTERVALS, OnRequest)) or decision.first is not None


def foreseen(
    answer: Open, day: date, follows: Callable[[Decision], Upcoming | Text]
) -> Foreseen | None:
    """The next contact in all cases left; None where they are too many to list.

    `follows` says what follows from a decision, or why no day can be told. It is asked once for all
    answers that agree in what a day depends on: the first step, further ones, rhythm and pauses.
    """
    told: dict[Decision | Text, Upcoming | Text] = {}
    dues: dict[tuple[object, ...], dict[Due, None]] = {}
    cases: dict[tuple[object, ...], int] = {}
    for one in answer.outcomes:
        got = one.answer
        said = _timing(got) if isinstance(got, Decision) else undecided_words(got)
        if said not in told:
            told[said] = follows(said) if isinstance(said, Decision) else said
        after = told[said]
        its = after.due if isinstance(after, Upcoming) else Due(None, None, None, after)
        key = its.nominal, its.rolled, its.aim, _sort(its)
        dues.setdefault(key, {})[its] = None
        cases[key] = cases.get(key, 0) + one.cases
    if not dues:
        return None
    chances = (Chance(cases[key], tuple(each)) for key, each in dues.items())
    behind = (each.after for each in told.values() if isinstance(each, Upcoming))
    return Foreseen(
        day,
        any(isinstance(said, Decision) and dated(said) for said in told),
        tuple(sorted(chances, key=_rank)),
        next(behind, ()),
    )


def _timing(decision: Decision) -> Decision:
    """What the day of the next contact depends on; equal where no such day can differ."""
    return attrs.evolve(
        decision,
        strength=None,
        duties=(),
        kinds=(),
        right=None,
        rules=(),
        overridden=(),
        outdone=(),
        origins=(),
    )


def _sort(due: Due) -> type[First | OnRequest] | None:
    """A first contact, one on request, or any other."""
    return type(due.step) if isinstance(due.step, First | OnRequest) else None


def _rank(chance: Chance) -> tuple[int, date]:
    return -chance.cases, chance.dues[0].rolled or date.max


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
