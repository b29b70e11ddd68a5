"""Pauses, restarts and rights, against counting day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontaktdsl import loads
from kontaktdsl.dates import Clock, Holidays, again, due, steps
from kontaktdsl.series import UnknownKind
from kontaktdsl.values import (
    Calendar,
    CalendarUnit,
    Deadline,
    Every,
    First,
    Length,
    OnRequest,
    Paused,
    Rolling,
    Times,
    Unit,
)

START = date(2026, 1, 1)
NOBODY = Holidays()
ONE = timedelta(days=1)
quick = settings(max_examples=300)


def days(count: int) -> Length:
    return Length(count, Unit.DAY)


def ticking(start: date, length: int, since: date, until: date) -> date:
    """The day on which a clock of so many days runs out that stands still after `since`."""
    day, left = start, length
    while left:
        day += ONE
        left -= not since < day <= until
    return day


@quick
@given(
    length=st.integers(1, 20),
    since=st.integers(-15, 30),
    today=st.integers(0, 60),
    caps=st.lists(st.none() | st.integers(1, 12), min_size=1, max_size=2),
)
def test_a_pause_stops_the_clock(
    length: int, since: int, today: int, caps: list[int | None]
) -> None:
    """The longest pause counts, up to today, and never once the day is past."""
    began, day = START + since * ONE, START + today * ONE
    pauses = [Paused(f"p{n}", None if cap is None else days(cap)) for n, cap in enumerate(caps)]
    longest = None if None in caps else max(cap for cap in caps if cap is not None)
    until = day if longest is None else min(day, began + longest * ONE)
    clock = Clock(None, day, began)
    found = due((Every(days(length)), *pauses), last=START, events={}, holidays=NOBODY, clock=clock)
    assert found.nominal == ticking(START, length, began, until)
    right = (OnRequest(Every(days(length))), *pauses)
    assert due(right, last=START, events={}, holidays=NOBODY, clock=clock).nominal == found.nominal


def test_an_unknown_start_gives_no_day() -> None:
    """It is never guessed, and the reason says what is missing."""
    outcome = (Every(days(7)), Paused("im Lager", days(21)))
    found = due(outcome, last=START, events={}, holidays=NOBODY, clock=Clock(day=START))
    assert found.nominal is None
    assert found.why.de == "ruht („im Lager“): der Tag, seit dem es ruht, ist nicht angegeben"
    assert "not given" in found.why.en


def test_a_pause_moves_the_first_contact_and_what_follows_from_it() -> None:
    outcome = (
        First(Deadline(days(10), "Antrag")),
        Every(days(7)),
        Paused("krank"),
    )
    first, rhythm = steps(
        outcome,
        last=None,
        events={"Antrag": START},
        holidays=NOBODY,
        clock=Clock(None, date(2026, 1, 9), date(2026, 1, 5)),
    )
    assert first.nominal == date(2026, 1, 15)
    assert rhythm.nominal == date(2026, 1, 22)


@quick
@given(
    length=st.integers(1, 40),
    last=st.none() | st.integers(0, 60),
    event=st.none() | st.integers(0, 60),
    today=st.integers(60, 90),
)
def test_the_clock_runs_from_the_later_of_contact_and_event(
    length: int, last: int | None, event: int | None, today: int
) -> None:
    contact = None if last is None else START + last * ONE
    events = {} if event is None else {"Overhaul": START + event * ONE}
    clock = Clock("Overhaul", START + today * ONE)
    found = due((Every(days(length)),), last=contact, events=events, holidays=NOBODY, clock=clock)
    known = [day for day in (contact, *events.values()) if day is not None]
    assert found.nominal == (max(known) + length * ONE if known else None)


def test_an_event_to_come_does_not_count_yet() -> None:
    found = due(
        (Every(days(7)),),
        last=START,
        events={"Overhaul": START + 5 * ONE},
        holidays=NOBODY,
        clock=Clock("Overhaul", START + 2 * ONE),
    )
    assert found.nominal == START + 7 * ONE


@quick
@given(
    count=st.integers(1, 3),
    length=st.integers(1, 20),
    history=st.lists(st.integers(0, 40), min_size=1, max_size=6),
    calendar=st.booleans(),
)
def test_a_right_may_be_used_again_where_its_window_has_room(
    count: int, length: int, history: list[int], calendar: bool
) -> None:
    """The first day from the last contact on at which one more contact fits; day by day."""
    contacts = sorted(START + day * ONE for day in history)
    window = Calendar(CalendarUnit.MONTH) if calendar else Rolling(days(length))

    def inside(day: date) -> int:
        if calendar:
            return sum((c.year, c.month) == (day.year, day.month) for c in contacts)
        return sum(day - length * ONE < c for c in contacts)

    expected = contacts[-1]
    while inside(expected) >= count:
        expected += ONE
    found = again(
        (OnRequest(Times(count, window)),),
        last=None,
        events={},
        holidays=NOBODY,
        history=contacts,
    )
    assert found is not None
    if expected == contacts[-1]:
        assert found.nominal is None or found.nominal <= contacts[-1]
        assert found.nominal is not None or "jederzeit" in found.why.de
    else:
        assert found.nominal == expected


SERVICE = """policy "Service"
attribute old: yes or no
event Overhaul
kinds: onsite, phone, letter
series main "Wartung": onsite, phone
series Calls "Anrufe": phone, restarts on Overhaul
old -> every 10 days
not old -> every 20 days
old or not old -> every 5 days for Calls
"""


def test_one_contact_serves_every_series_that_names_its_kind() -> None:
    policy = loads(SERVICE)
    history = [
        (date(2026, 3, 1), "onsite"), (date(2026, 3, 3), "phone"), (date(2026, 3, 8), "letter"),
    ]  # fmt: skip
    day = date(2026, 3, 9)
    main = policy.due({"old": True}, history=history, day=day)
    calls = policy.of("Calls").due({"old": True}, history=history, day=day)
    assert (main.nominal, calls.nominal) == (date(2026, 3, 13), date(2026, 3, 8))
    later = policy.of("Calls").due(
        {"old": True}, history=history, day=day, events={"Overhaul": date(2026, 3, 6)}
    )
    assert later.nominal == date(2026, 3, 11)


def test_a_kind_that_is_not_given_is_never_guessed() -> None:
    policy = loads(SERVICE)
    with pytest.raises(UnknownKind, match="2026-03-01"):
        policy.due({"old": True}, history=[date(2026, 3, 1)])
    with pytest.raises(UnknownKind, match="fax"):
        policy.due({"old": True}, history=[(date(2026, 3, 1), "fax")])


def test_a_right_is_not_said_to_be_left_where_contacts_are_missing() -> None:
    """How many there were tells whether the days that are given are all."""
    right = (OnRequest(Times(2, Rolling(Length(6, Unit.MONTH)))),)
    for number, said in ((None, "only 1 of 2 contacts"), (1, "only 1 of 2"), (5, "not given")):
        found = again(right, events={}, holidays=NOBODY, history=[START], contacts=number)
        assert found is not None
        assert found.nominal is None
        assert said in found.why.en
