"""Due days of counts and steps against the calendar, walked day by day."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations_with_replacement
from random import Random

import pytest

from kontaktdsl.dates import Holidays, due, steps
from kontaktdsl.syntax.tree import Roll
from kontaktdsl.values import (
    After,
    Blocks,
    Calendar,
    CalendarUnit,
    Deadline,
    Every,
    First,
    Length,
    Outcome,
    Rolling,
    Times,
    Unit,
    Window,
)

NONE = Holidays()
MONDAY = date(2026, 8, 31)
LEAP = date(2027, 11, 1)


def shift(day: date, count: int, unit: Unit) -> date:
    """A length later, counted one unit after the other; a missing day is the last of its month."""
    if unit is Unit.DAY:
        return day + timedelta(days=count)
    month = day.month - 1 + count
    year, month = day.year + month // 12, month % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day.day, last))


def windows(window: Window, first: date, last: date, event: date) -> Iterator[tuple[date, date]]:
    """The windows that owe something after a first contact, up to one after the last."""
    if isinstance(window, Rolling):
        for n in range((last - first).days + 1):
            day = first + timedelta(days=n)
            yield (
                day + timedelta(days=1),
                shift(day, window.length.count, window.length.unit),
            )
    elif isinstance(window, Blocks):
        start = event
        for n in range(1, 60):
            end = shift(event, n * window.length.count, window.length.unit)
            yield start + timedelta(days=1), end
            start = end
    else:
        groups: dict[object, list[date]] = {}
        for n in range(-400, (last - first).days + 300):
            day = first + timedelta(days=n)
            key: object = day.isocalendar()[:2]
            if window.unit is CalendarUnit.MONTH:
                key = day.year, day.month
            if window.unit is CalendarUnit.QUARTER:
                key = day.year, (day.month + 2) // 3
            groups.setdefault(key, []).append(day)
        for days in list(groups.values())[1:-1]:
            if days[0] >= first:
                yield days[0], days[-1]


def last_day(times: Times, history: list[date], event: date) -> date | None:
    """The last day on which the next contact still leaves no window with too few; None where one
    that is over has too few already.

    Any number of contacts may still take place on that day, and none before it.
    """
    ends = [
        end
        for start, end in windows(times.window, history[0], history[-1], event)
        if sum(start <= day <= end for day in history) < times.count
    ]
    found = min(ends)
    return None if found < history[-1] else found


SMALL: list[Window] = [
    Rolling(Length(3, Unit.DAY)),
    Rolling(Length(5, Unit.DAY)),
    Rolling(Length(1, Unit.WEEK)),
    Calendar(CalendarUnit.WEEK),
    Blocks(Length(4, Unit.DAY), "Loan"),
    Blocks(Length(1, Unit.DAY), "Loan"),
]


@pytest.mark.parametrize("window", SMALL, ids=str)
@pytest.mark.parametrize("count", [1, 2, 3])
def test_all_patterns_of_contacts_on_a_few_days(window: Window, count: int) -> None:
    """Several on one day too; the last day for the next one is the last that breaks nothing."""
    times = Times(count, window)
    if isinstance(window, Rolling) and window.length.unit is Unit.WEEK:
        compared = Times(count, Rolling(Length(7, Unit.DAY)))
    else:
        compared = times
    checked = 0
    for start in (MONDAY, MONDAY + timedelta(days=3)):
        days = [start + timedelta(days=n) for n in range(9)]
        event = days[1]
        for size in range(1, 5):
            for pattern in combinations_with_replacement(days, size):
                history = list(pattern)
                expected = last_day(compared, history, event)
                if expected is None:
                    continue
                found = due((times,), history=history, events={"Loan": event}, holidays=NONE)
                assert found.nominal == found.rolled == expected, (times, history)
                checked += 1
    assert checked > 20


@pytest.mark.parametrize(
    "window",
    [
        Rolling(Length(6, Unit.MONTH)),
        Rolling(Length(1, Unit.MONTH)),
        Rolling(Length(45, Unit.DAY)),
        Calendar(CalendarUnit.MONTH),
        Calendar(CalendarUnit.QUARTER),
        Blocks(Length(1, Unit.MONTH), "Loan"),
        Blocks(Length(30, Unit.DAY), "Loan"),
    ],
    ids=str,
)
def test_contacts_over_two_years_keep_every_window(window: Window) -> None:
    """Each contact falls on its due day or some days before, and no window ever lacks one."""
    random = Random(5)
    for count in (1, 2, 3):
        event = LEAP + timedelta(days=random.randrange(60))
        history = [event + timedelta(days=random.randrange(1, 20))]
        while history[-1] < event + timedelta(days=730):
            found = due(
                (Times(count, window),), history=history, events={"Loan": event}, holidays=NONE
            )
            expected = last_day(Times(count, window), history, event)
            assert found.nominal == expected, (count, history)
            assert found.nominal is not None
            early = random.choice([0, 0, 0, 3, 17])
            history.append(max(history[-1], found.nominal - timedelta(days=early)))


def test_without_a_contact_only_blocks_have_a_day() -> None:
    """They count from their event, and that has to be given."""
    block = Times(2, Blocks(Length(30, Unit.DAY), "Loan"))
    found = due((block,), events={"Loan": date(2026, 3, 1)}, holidays=NONE)
    assert found.nominal == date(2026, 3, 31)
    assert found.why.en == (
        "by the end of block 1 of 30 days from “Loan” on Sun 2026-03-01: 0 of 2 in it"
    )
    missing = due((block,), last=date(2026, 3, 5), events={}, holidays=NONE)
    assert missing.nominal is None
    assert missing.why.en == "the day of “Loan” is not given"
    for window in (Rolling(Length(6, Unit.MONTH)), Calendar(CalendarUnit.YEAR)):
        none = due((Times(2, window),), events={}, holidays=NONE)
        assert none.nominal is None
        assert none.why.en.startswith("there is no contact yet")


def test_a_contact_before_the_event_is_in_no_block() -> None:
    """Nor is one on the day of the event (§ 187 (1) BGB)."""
    block = Times(1, Blocks(Length(30, Unit.DAY), "Loan"))
    for day in (date(2026, 2, 1), date(2026, 3, 1)):
        found = due((block,), last=day, events={"Loan": date(2026, 3, 1)}, holidays=NONE)
        assert found.nominal == date(2026, 3, 31)


def test_the_last_contact_alone_is_not_enough_for_a_count() -> None:
    """Nothing is guessed; a history is all that there was."""
    three = Times(3, Rolling(Length(6, Unit.MONTH)))
    found = due((three,), last=date(2026, 1, 31), events={}, holidays=NONE)
    assert found.nominal is None
    assert found.why.de == (
        "gezählt werden 3 Kontakte; dafür fehlen die Tage der letzten 3 Kontakte"
    )
    more = due((three,), history=[date(2026, 1, 31)], contacts=5, events={}, holidays=NONE)
    assert (more.nominal, more.why) == (None, found.why)
    only = due((three,), history=[date(2026, 1, 31)], events={}, holidays=NONE)
    assert only.nominal == date(2026, 7, 31)
    assert only.why.de == (
        "6 Monate nach dem ersten Kontakt am Sa 31.01.2026 (erst 1 von 3 Kontakten)"
    )
    enough = due(
        (three,),
        history=[date(2026, 3, 3), date(2026, 1, 31), date(2026, 2, 10), date(2025, 1, 1)],
        events={},
        holidays=NONE,
    )
    assert enough.nominal == date(2026, 7, 31)
    assert enough.why.en == (
        "6 months after the third-last contact on Sat 2026-01-31 (3 contacts per 6 months)"
    )


def test_a_first_period_that_is_not_whole_owes_nothing() -> None:
    """It is shown; one that begins with a contact is whole."""
    two = Times(2, Calendar(CalendarUnit.QUARTER))
    partial = due((two,), history=[date(2026, 2, 3)], events={}, holidays=NONE)
    assert partial.nominal == date(2026, 6, 30)
    assert partial.why.en.endswith("is not whole and owes nothing")
    whole = due((two,), history=[date(2026, 1, 1)], events={}, holidays=NONE)
    assert whole.nominal == date(2026, 3, 31)
    later = due((two,), history=[date(2025, 12, 3), date(2026, 2, 3)], events={}, holidays=NONE)
    assert later.nominal == date(2026, 3, 31)
    assert later.why.en == (
        "by the end of the calendar quarter: only 1 of 2 contacts in it so far, "
        "the last on Tue 2026-02-03"
    )


def test_a_range_is_due_at_its_looser_end_and_shows_its_aim() -> None:
    """In every length, and in the count."""
    given = {"history": [date(2026, 1, 31)], "events": {"X": date(2026, 1, 5)}, "holidays": NONE}
    every = due((Every(Length(3, Unit.MONTH, 2)),), **given)  # type: ignore[arg-type]
    assert (every.nominal, every.aim) == (date(2026, 4, 30), date(2026, 3, 31))
    count = due(
        (Times(1, Calendar(CalendarUnit.QUARTER), aim=2),),
        **given,  # type: ignore[arg-type]
    )
    assert (count.nominal, count.aim) == (date(2026, 6, 30), date(2026, 6, 30))
    window = due((Times(2, Rolling(Length(6, Unit.MONTH, 4))),), **given)  # type: ignore[arg-type]
    assert (window.nominal, window.aim) == (date(2026, 7, 31), date(2026, 5, 31))
    first = due(
        (First(Deadline(Length(3, Unit.WEEK, 1), "X")), Every(Length(1, Unit.MONTH))),
        events={"X": date(2026, 1, 5)},
        holidays=NONE,
    )
    assert (first.nominal, first.aim) == (date(2026, 1, 26), date(2026, 1, 12))
    plain = due((Every(Length(3, Unit.MONTH)),), **given)  # type: ignore[arg-type]
    assert plain.aim is None


def test_a_due_day_moved_back_stays_inside_its_window() -> None:
    """A block of two days from a Friday ends on Sunday and has no working day."""
    block = Times(1, Blocks(Length(2, Unit.DAY), "Loan"))
    given = {"events": {"Loan": date(2026, 3, 6)}, "holidays": NONE, "how": Roll.BACK}
    found = due((block,), **given)  # type: ignore[arg-type]
    assert found.rolled == found.nominal == date(2026, 3, 8)
    week = due((Times(1, Calendar(CalendarUnit.WEEK)),), last=date(2026, 3, 2), **given)  # type: ignore[arg-type]
    assert (week.nominal, week.rolled) == (date(2026, 3, 15), date(2026, 3, 13))


# --- steps --------------------------------------------------------------------------------------

PHASES: list[Outcome] = [
    (
        First(Deadline(Length(1, Unit.MONTH), "Start")),
        After(Length(2, Unit.MONTH)),
        Every(Length(6, Unit.MONTH)),
    ),
    (
        First(Deadline(Length(36, Unit.MONTH), "Start")),
        Every(Length(24, Unit.MONTH)),
    ),
    (
        First(Deadline(None, "Start")),
        After(Length(10, Unit.DAY)),
        After(Length(10, Unit.DAY)),
        After(Length(1, Unit.MONTH)),
        Times(2, Rolling(Length(3, Unit.MONTH))),
    ),
]


@pytest.mark.parametrize("outcome", PHASES, ids=range(len(PHASES)))
def test_phases_day_by_day_over_two_years(outcome: Outcome) -> None:
    """Whoever comes on the last day of each step or some days before is due by hand-kept count."""
    random = Random(7)
    first, *middle, rhythm = outcome
    assert isinstance(first, First)
    for offset in range(0, 90, 7):
        start = LEAP + timedelta(days=offset)
        history: list[date] = []
        today = start
        while today < start + timedelta(days=730):
            number = len(history)
            if number == 0:
                length = first.deadline.length
                expected = start if length is None else shift(start, length.count, length.unit)
            elif number <= len(middle):
                step = middle[number - 1]
                assert isinstance(step, After)
                expected = shift(history[-1], step.length.count, step.length.unit)
            elif isinstance(rhythm, Every):
                expected = shift(history[-1], rhythm.length.count, rhythm.length.unit)
            else:
                assert isinstance(rhythm, Times)
                expected = last_day(rhythm, history, start) or expected
            found = due(outcome, history=history, events={"Start": start}, holidays=NONE)
            assert found.nominal == expected, (history, found)
            came = expected - timedelta(days=random.choice([0, 0, 2, 9]))
            today = max(came, history[-1] if history else start)
            history.append(today)


def test_steps_ahead_end_with_the_count() -> None:
    """Each on its last day, the count from there."""
    outcome = PHASES[2]
    start = date(2026, 1, 31)
    found = steps(outcome, events={"Start": start}, holidays=NONE)
    assert [each.nominal for each in found] == [
        start,
        date(2026, 2, 10),
        date(2026, 2, 20),
        date(2026, 3, 20),
        date(2026, 5, 20),
    ]
