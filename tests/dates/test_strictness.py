"""Strictness against brute force: every start day of 400 years, counted one day after the other."""

import time
from array import array
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from itertools import groupby, pairwise
from random import Random

import attrs
import pytest

from kontaktdsl import strictness
from kontaktdsl.strictness import Order, clash, compare, meaning
from kontaktdsl.values import (
    AsNeeded,
    Calendar,
    CalendarUnit,
    Every,
    Length,
    NoContact,
    NotRegulated,
    Rhythm,
    See,
    Strength,
    Times,
    Unit,
)

# one worker, so that the columns of 400 years are counted once

FIRST, LAST = date(1801, 1, 1), date(2200, 12, 31)
DAYS = [date.fromordinal(n) for n in range(FIRST.toordinal(), LAST.toordinal() + 1)]
BEYOND = [LAST + timedelta(days=n) for n in range(1, 1_200)]

KEYS = {
    CalendarUnit.WEEK: lambda day: day.isocalendar()[:2],
    CalendarUnit.MONTH: lambda day: (day.year, day.month),
    CalendarUnit.QUARTER: lambda day: (day.year, (day.month + 2) // 3),
    CalendarUnit.HALF_YEAR: lambda day: (day.year, day.month > 6),
    CalendarUnit.YEAR: lambda day: day.year,
}
FLIPPED = {Order.STRICTER: Order.LOOSER, Order.LOOSER: Order.STRICTER}


def days(count: int) -> Every:
    return Every(Length(count, Unit.DAY))


def weeks(count: int) -> Every:
    return Every(Length(count, Unit.WEEK))


def months(count: int) -> Every:
    return Every(Length(count, Unit.MONTH))


def years(count: int) -> Every:
    return Every(Length(count, Unit.YEAR))


def working_days(count: int) -> Every:
    return Every(Length(count, Unit.WORKING_DAY))


def month_later(day: date, count: int) -> date:
    """The same number `count` months later, or the nearest smaller number that exists."""
    year, month = day.year, day.month
    for _ in range(count):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    number = day.day
    while True:
        try:
            return date(year, month, number)
        except ValueError:
            number -= 1


def spans(rhythm: Every | Times, holidays: frozenset[date] = frozenset()) -> Iterable[int]:
    """For each start day, the days until the next contact is due, found by walking the calendar."""
    if isinstance(rhythm, Times):
        periods = [
            list(period) for _, period in groupby([*DAYS, *BEYOND], KEYS[rhythm.window.unit])
        ]
        ends = (
            (coming[-1], day)
            for period, coming in pairwise(periods)
            for day in period
            if day <= LAST
        )
        return ((end - day).days for end, day in ends)
    count, unit = rhythm.length.meaning
    if unit is Unit.DAY:
        return (count for _ in DAYS)
    if unit is Unit.MONTH:
        return ((month_later(day, count) - day).days for day in DAYS)
    working = [day for day in (*DAYS, *BEYOND) if day.weekday() < 5 and day not in holidays]
    found, position = [], 0
    for day in DAYS:
        while working[position] <= day:
            position += 1
        found.append((working[position + count - 1] - day).days)
    return found


CALENDAR = [
    *map(days, [1, 6, 7, 8, 12, 13, 14, 15, 27, 28, 29, 30, 31, 32, 58, 59, 60, 61, 62]),
    *map(days, [89, 90, 92, 93, 180, 181, 183, 184, 185, 364, 365, 366, 367, 729, 730, 731]),
    *map(weeks, [1, 2, 4, 26, 52]),
    *map(months, [1, 2, 3, 4, 5, 6, 7, 11, 12, 13, 23, 24, 25]),
    *map(years, [1, 2]),
    *(Times(1, Calendar(unit)) for unit in CalendarUnit),
]
WORKING = list(
    map(working_days, [1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 15, 20, 21, 22, 23, 24, 43, 44, 45, 46, 47])
) + list(map(working_days, [130, 131, 132, 133, 260, 261, 262, 263, 264, 520, 521, 522, 523, 524]))


@cache
def profiles() -> dict[Every | Times, tuple[int, ...]]:
    """By rhythm, its spans on every kind of day that there is in 400 years."""
    rhythms = [*CALENDAR, *WORKING]
    columns = [array("i", spans(rhythm)) for rhythm in rhythms]
    assert {len(column) for column in columns} == {len(DAYS)}
    kinds = zip(*set(zip(*columns, strict=True)), strict=True)
    return dict(zip(rhythms, kinds, strict=True))


def observed(a: tuple[int, ...], b: tuple[int, ...]) -> Order:
    earlier = any(x < y for x, y in zip(a, b, strict=True))
    later = any(x > y for x, y in zip(a, b, strict=True))
    return {
        (False, False): Order.EQUAL,
        (True, False): Order.STRICTER,
        (False, True): Order.LOOSER,
        (True, True): Order.INCOMPARABLE,
    }[earlier, later]


def test_the_order_is_that_of_every_start_day_in_400_years() -> None:
    """Days, weeks, months, years and calendar periods: neither more nor less is ordered."""
    assert len(DAYS) == strictness.CYCLE_DAYS
    known = profiles()
    wrong = [
        (a, b, compare(a, b))
        for a in CALENDAR
        for b in CALENDAR
        if compare(a, b) is not observed(known[a], known[b])
    ]
    assert wrong == []


def test_working_days_are_ordered_where_every_calendar_of_holidays_agrees() -> None:
    """A calendar length is stricter exactly if it is so without holidays; the rest is unproven.

    More holidays only make working-day intervals longer, and no calendar length is long enough for
    every set of holidays, so nothing else can be proven.
    """
    known = profiles()
    wrong = []
    for a in CALENDAR:
        for b in WORKING:
            never_later = observed(known[a], known[b]) is Order.STRICTER
            expected = Order.STRICTER if never_later else Order.INCOMPARABLE
            if (compare(a, b), compare(b, a)) != (expected, FLIPPED.get(expected, expected)):
                wrong.append((a, b, compare(a, b), compare(b, a)))
    assert wrong == []
    for a in WORKING:
        for b in WORKING:
            assert compare(a, b) is observed(known[a], known[b])


@pytest.mark.parametrize("share", [0.03, 0.5])
def test_no_set_of_holidays_refutes_an_order(share: float) -> None:
    """What is called stricter is so with a few holidays and with every second day off."""
    random = Random(2026)
    start, stop = DAYS.index(date(1896, 1, 1)), DAYS.index(date(1906, 1, 1))
    off = frozenset(day for day in DAYS[start : stop + 3_000] if random.random() < share)
    some = [
        days(1),
        days(12),
        weeks(2),
        months(1),
        Times(1, Calendar(CalendarUnit.WEEK)),
        months(12),
    ]
    some += map(working_days, [1, 2, 10, 11, 23, 24, 263, 264])
    known = {rhythm: list(spans(rhythm, off))[start:stop] for rhythm in some}
    for a in some:
        for b in some:
            if compare(a, b) is Order.STRICTER:
                assert observed(known[a], known[b]) is Order.STRICTER, (a, b)


@pytest.mark.parametrize(
    ("a", "b", "order"),
    [
        (days(14), weeks(2), Order.EQUAL),
        (days(28), months(1), Order.STRICTER),
        (days(30), months(1), Order.INCOMPARABLE),
        (days(31), months(1), Order.LOOSER),
        (weeks(4), months(1), Order.STRICTER),
        (months(12), years(1), Order.EQUAL),
        (days(365), years(1), Order.STRICTER),
        (days(366), years(1), Order.LOOSER),
        (days(1_461), years(4), Order.LOOSER),
        (days(1_460), years(4), Order.STRICTER),
        (months(3), Times(1, Calendar(CalendarUnit.QUARTER)), Order.STRICTER),
        (months(6), Times(1, Calendar(CalendarUnit.QUARTER)), Order.LOOSER),
        (months(5), Times(1, Calendar(CalendarUnit.QUARTER)), Order.INCOMPARABLE),
        (days(1), working_days(1), Order.STRICTER),
        (days(14), working_days(10), Order.INCOMPARABLE),
        (Times(1, Calendar(CalendarUnit.WEEK)), working_days(10), Order.STRICTER),
        (working_days(5), weeks(1), Order.INCOMPARABLE),
        (working_days(5), years(1), Order.INCOMPARABLE),
        (working_days(15), NoContact("integriert"), Order.STRICTER),
        (years(400), days(146_097), Order.EQUAL),
        (years(400), days(146_098), Order.STRICTER),
        (years(10**30 * 400), days(146_097 * 10**30), Order.EQUAL),
        (years(10**30 * 400 + 1), days(146_097 * 10**30 + 365), Order.LOOSER),
        (years(10**30 * 400 + 1), days(146_097 * 10**30 + 366), Order.STRICTER),
        (months(0), working_days(0), Order.EQUAL),
    ],
)
def test_the_order_of_a_pair(a: Rhythm, b: Rhythm, order: Order) -> None:
    """Known pairs, read from both sides."""
    assert compare(a, b) is order
    assert compare(b, a) is FLIPPED.get(order, order)
    assert clash(a, b) == clash(b, a) == (order is not Order.EQUAL)


SILENT = [
    See("Richtlinie Reha"),
    See("Richtlinie Reha", checked=True),
    See("andere"),
    AsNeeded("Teamleitung"),
    AsNeeded("Fallmanagement"),
    NotRegulated("die Matrix schweigt"),
    NotRegulated("unleserlich"),
]


@pytest.mark.parametrize("a", SILENT)
def test_what_gives_no_interval_compares_with_nothing_but_itself(a: Rhythm) -> None:
    """Neither with an interval nor with `no contact required`."""
    for b in [*SILENT, *CALENDAR, NoContact("Rente")]:
        expected = Order.EQUAL if a == b else Order.INCOMPARABLE
        assert compare(a, b) is compare(b, a) is expected
        assert clash(a, b) is clash(b, a) is (a != b)


def test_no_contact_is_the_loosest_whatever_its_reason() -> None:
    """The reason explains the decision and does not change it."""
    assert compare(NoContact("Rente"), NoContact("Umzug")) is Order.EQUAL
    assert not clash(NoContact("Rente"), NoContact("Umzug"))
    for rhythm in [*CALENDAR, *WORKING]:
        assert compare(NoContact("Rente"), rhythm) is Order.LOOSER
        assert compare(rhythm, NoContact("Rente")) is Order.STRICTER


@pytest.mark.parametrize("bare", [weeks(2), Times(1, Calendar(CalendarUnit.MONTH))])
def test_strengths_clash_only_if_both_are_explicit(bare: Every | Times) -> None:
    """A strength left open goes with every other; the order does not look at strengths."""
    for strength in (None, *Strength):
        for other in (None, *Strength):
            a, b = attrs.evolve(bare, strength=strength), attrs.evolve(bare, strength=other)
            assert compare(a, b) is Order.EQUAL
            assert clash(a, b) is (None not in (strength, other) and strength is not other)
    assert not clash(Every(Length(2, Unit.WEEK), Strength.GUIDE), Every(Length(14, Unit.DAY), None))


def test_equal_meaning_is_equal_form() -> None:
    """A checker may group rhythms by `meaning` instead of comparing all pairs."""
    rhythms = [*CALENDAR, *WORKING, *SILENT, NoContact("a"), NoContact("b"), years(400)]
    for a in rhythms:
        for b in rhythms:
            assert (meaning(a) == meaning(b)) is (compare(a, b) is Order.EQUAL)


def test_only_whole_cycles_of_months_have_a_constant_length() -> None:
    """So no other number of months ever equals a number of days."""
    for count in range(1, 4_800, 7):
        shortest, longest = strictness._months(count)
        assert shortest < longest


def test_the_first_comparison_is_fast() -> None:
    """An import costs nothing and the first call less than a millisecond; here with a margin."""
    took = []
    for _ in range(5):
        strictness._months.cache_clear()
        strictness._taken.cache_clear()
        strictness._room.cache_clear()
        strictness._month_starts.cache_clear()
        start = time.perf_counter()
        compare(days(30), months(7))
        took.append(time.perf_counter() - start)
    assert min(took) < 0.005
