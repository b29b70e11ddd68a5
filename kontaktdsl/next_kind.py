"""Which kinds the next contact of a customer may be of, and which lines bar the others.

What was said of kinds is put together with the contacts so far and the window that the next one
lies in; `kontaktdsl.mixture` answers.  A kind that matters and is not known is never guessed.
Source: grammar/SPEC.md, "Deadlines and kinds".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import attrs

from kontaktdsl import model
from kontaktdsl.dates.calendar import (
    Holidays,
    block_end,
    block_of,
    later_by,
    period_start,
    shown,
)
from kontaktdsl.dates.counts import NO_EVENT
from kontaktdsl.decision import Decision, Permit
from kontaktdsl.diagnostics import Text
from kontaktdsl.mixture import (
    Demand,
    Following,
    Owed,
    Past,
    TooMixed,
    Where,
    demands,
    following,
    owed,
)
from kontaktdsl.series import NOT_GIVEN, kinds_of
from kontaktdsl.syntax.tree import Occasion
from kontaktdsl.values import Blocks, Calendar, KindMode, OnRequest, Rhythm, Times

WHERE = {
    Occasion.FIRST: Where.FIRST,
    Occasion.EVERY: Where.EVERY,
    Occasion.FOLLOW_UP: Where.FOLLOW_UP,
}
"""Which contacts an occasion is about; a missed one is none."""
_WHERE: dict[str | None, Where] = {
    None: Where.EVERY,
    **{occasion.value: where for occasion, where in WHERE.items()},
}

_MORE = Text(
    "die letzten {n} Kontakte mit ihrer Art sind nicht angegeben",
    "the last {n} contacts with their kinds are not given",
)
_ONE_MORE = Text(
    "der letzte Kontakt mit seiner Art ist nicht angegeben",
    "the last contact with its kind is not given",
)
_IN_WINDOW = Text(
    "die Kontakte seit dem {day} mit ihrer Art sind nicht angegeben",
    "the contacts since {day} with their kinds are not given",
)
_TOO_MIXED = Text(
    "so viele Kontakte in einem Zeitraum werden nicht durchgerechnet",
    "so many contacts in a window are not computed",
)


@attrs.frozen
class Barred:
    """A kind that the next contact may not be of, and the lines that bar it, each by itself; all
    that speak of kinds where only together they do.
    """

    kind: str
    by: tuple[Permit, ...]


@attrs.frozen
class NextKinds:
    """Which kinds the next contact may be of, in the order of the policy.

    `allowed` is None where that cannot be told, and `why` says why not; it is empty where no kind
    keeps all that is said, after what has happened. `barred` are the other kinds. `broken` are the
    lines that a window with past contacts can no longer keep: there they bind no more.
    """

    allowed: tuple[str, ...] | None
    barred: tuple[Barred, ...] = ()
    broken: tuple[Permit, ...] = ()
    why: Text | None = None


@attrs.frozen
class Met:
    """The contacts of a series so far, oldest first, with their kinds where those are known.

    `whole` says that there were no others, `first` that the next one counts as the first one.
    """

    contacts: tuple[tuple[date, str | None], ...]
    whole: bool
    first: bool


def next_kinds(
    policy: model.Policy,
    decision: Decision,
    met: Met,
    day: date,
    events: Mapping[str, date],
) -> NextKinds | None:
    """Which kinds a contact on a day may be of; None where no line of the answer narrows them."""
    said = {
        permit: demand
        for permit in decision.kinds
        if permit.kinds.mode is not KindMode.MAY and permit.occasion in _WHERE
        for demand in demands((permit.kinds,), _WHERE[permit.occasion])
        if met.first or demand.where is not Where.FIRST
    }
    windows = owed(decision.rhythm)
    if windows.count == 1:
        said = {permit: demand for permit, demand in said.items() if not demand.counts}
    if not said:
        return None
    every = frozenset(said.values())
    inside = 0
    if any(demand.counts for demand in every) and not windows.rolling:
        since = _window(decision.rhythm, day, events, policy.header.holidays)
        if isinstance(since, Text):
            return NextKinds(None, why=since)
        inside = sum(since <= each for each, _ in met.contacts)
        if not met.whole and inside == len(met.contacts):
            return NextKinds(None, why=_IN_WINDOW.format(day=shown(since)))
    why = _unknown(every, windows, met, inside)
    if why is not None:
        return NextKinds(None, why=why)
    kinds = kinds_of(policy)
    past = Past(tuple(kind for _, kind in met.contacts), inside, met.first)
    try:
        found = following(every, kinds, windows, past)
        barred = _barred(said, kinds, windows, past, found)
    except TooMixed:
        return NextKinds(None, why=_TOO_MIXED)
    broken = tuple(permit for permit, demand in said.items() if demand in found.lost)
    return NextKinds(found.kinds, barred, broken)


def _barred(
    said: Mapping[Permit, Demand],
    kinds: Sequence[str],
    windows: Owed,
    past: Past,
    found: Following,
) -> tuple[Barred, ...]:
    alone = {
        permit: following(frozenset({demand}), kinds, windows, past).kinds
        for permit, demand in said.items()
    }
    barred = []
    for kind in kinds:
        if kind not in found.kinds:
            by = tuple(permit for permit, allowed in alone.items() if kind not in allowed)
            barred.append(Barred(kind, by or tuple(said)))
    return tuple(barred)


def _window(
    rhythm: Rhythm, day: date, events: Mapping[str, date], holidays: Holidays
) -> date | Text:
    """The first day of the calendar period or block that a day lies in."""
    if isinstance(rhythm, OnRequest):
        rhythm = rhythm.rhythm
    assert isinstance(rhythm, Times)
    match rhythm.window:
        case Calendar(unit):
            return period_start(day, unit)
        case Blocks(length, event):
            start = events.get(event)
            if start is None:
                return NO_EVENT.format(event=event)
            if day <= start:
                return date.max
            number = block_of(day, start, length, holidays)
            return later_by(block_end(start, length, number - 1, holidays), 1)
        case _:
            raise AssertionError(rhythm)


def _unknown(said: frozenset[Demand], windows: Owed, met: Met, inside: int) -> Text | None:
    """Which past contact matters and is not known with its kind; None where all are known."""
    known = met.contacts
    wanted = 0
    if any(demand.counts for demand in said):
        wanted = windows.count - 1 if windows.rolling else inside % windows.count
    for demand in said:
        if demand.mode is KindMode.IN_A_ROW:
            wanted = max(wanted, _run(demand, met))
    for day, kind in known[-wanted:] if wanted else ():
        if kind is None:
            return NOT_GIVEN.format(day=shown(day))
    if wanted > len(known) and not met.whole:
        return _ONE_MORE if wanted == 1 else _MORE.format(n=wanted)
    return None


def _run(demand: Demand, met: Met) -> int:
    """How many of the last contacts a run is told by: up to one of another kind."""
    assert isinstance(demand.amount, int)
    for back, (_, kind) in enumerate(reversed(met.contacts), 1):
        if back >= demand.amount:
            break
        if kind is not None and kind not in demand.names:
            return back
    return demand.amount - 1
