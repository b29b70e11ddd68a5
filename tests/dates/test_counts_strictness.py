"""The order of counted rhythms against contacts: the fewest that a rhythm allows, laid out on days.

The oracle knows nothing of packings. It walks real calendars day by day and lays the contacts that
one rhythm owes as late as it can; where the other rhythm is then broken, that is a counterexample,
and where it never is on any stretch of the calendar, none exists.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import combinations, product

import pytest

from kontaktdsl.strictness import Order, compare, meaning
from kontaktdsl.values import (
    Blocks,
    Calendar,
    CalendarUnit,
    Every,
    Length,
    NoContact,
    Rolling,
    Times,
    Unit,
    Window,
)

EPOCH = date(2019, 1, 1)
YEARS = 5
"""With a leap year."""
DAYS = (date(2019 + YEARS, 1, 1) - EPOCH).days


def month_later(day: date, count: int) -> date:
    """The same number `count` months later, or the nearest smaller number that exists."""
    month = day.month - 1 + count
    year, month = day.year + month // 12, month % 12 + 1
    number = day.day
    while True:
        try:
            return date(year, month, number)
        except ValueError:
            number -= 1


def end(day: int, length: Length) -> int:
    """The last day of a length after a day, days counted from the epoch."""
    start = EPOCH + timedelta(days=day)
    match length.unit:
        case Unit.DAY:
            return day + length.count
        case Unit.WEEK:
            return day + 7 * length.count
        case Unit.WORKING_DAY:
            left, at = length.count, start
            while left:
                at += timedelta(days=1)
                left -= at.weekday() < 5
            return (at - EPOCH).days
        case Unit.MONTH:
            return (month_later(start, length.count) - EPOCH).days
        case Unit.YEAR:
            return (month_later(start, 12 * length.count) - EPOCH).days


def period(day: date, unit: CalendarUnit) -> tuple[int, ...]:
    """Which calendar period a day lies in."""
    match unit:
        case CalendarUnit.WEEK:
            return day.isocalendar()[:2]
        case CalendarUnit.MONTH:
            return day.year, day.month
        case CalendarUnit.QUARTER:
            return day.year, (day.month + 2) // 3
        case CalendarUnit.HALF_YEAR:
            return day.year, int(day.month > 6)
        case CalendarUnit.YEAR:
            return (day.year,)


@cache
def windows(window: Window, event: int) -> tuple[tuple[int, int], ...]:
    """All windows of a kind in the stretch, as first and last day."""
    if isinstance(window, Rolling):
        found = ((day + 1, end(day, window.length)) for day in range(-1, DAYS))
        return tuple(each for each in found if each[1] < DAYS)
    if isinstance(window, Calendar):
        groups: dict[tuple[int, ...], list[int]] = {}
        for day in range(-400, DAYS + 400):
            key = period(EPOCH + timedelta(days=day), window.unit)
            groups.setdefault(key, []).append(day)
        return tuple((g[0], g[-1]) for g in groups.values() if g[0] >= 0 and g[-1] < DAYS)
    blocks, start = [], event
    while True:
        number = len(blocks) + 1
        last = end(event, Length(window.length.count * number, window.length.unit))
        if last >= DAYS:
            return tuple(blocks)
        blocks.append((start + 1, last))
        start = last


def fewest(count: int, inner: list[tuple[int, int]]) -> int:
    """The fewest contacts so that each of some windows holds `count`, each as late as it can be."""
    laid: list[int] = []
    for first, last in sorted(inner, key=lambda each: each[1]):
        have = sum(first <= day <= last for day in laid[-count:])
        laid += [last] * (count - have)
    return len(laid)


def broken(a: Times, b: Times, event: int) -> Iterator[tuple[int, int]]:
    """Windows of `b` that hold too few contacts in some pattern that satisfies `a`."""
    mine = windows(a.window, event)
    starts = [first for first, _ in mine]
    for first, last in windows(b.window, event):
        low, high = _from(starts, first), _from(starts, last + 1)
        inner = [each for each in mine[low:high] if each[1] <= last]
        if fewest(a.count, inner) < b.count:
            yield first, last


def _from(starts: list[int], day: int) -> int:
    low, high = 0, len(starts)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if starts[middle] < day else (low, middle)
    return low


def times(rhythm: Every | Times) -> Times:
    """A rhythm as a count."""
    return rhythm if isinstance(rhythm, Times) else Times(1, Rolling(rhythm.length))


def rolling(count: int, number: int, unit: Unit) -> Times:
    return Times(count, Rolling(Length(number, unit)))


SMALL = [
    *(rolling(n, d, Unit.DAY) for n, d in [(1, 7), (2, 13), (1, 13), (3, 30), (1, 59), (4, 120)]),
    *(rolling(n, m, Unit.MONTH) for n, m in [(1, 1), (1, 2), (3, 3), (3, 7)]),
    *(Times(1, Calendar(unit)) for unit in CalendarUnit),
    Times(3, Calendar(CalendarUnit.MONTH)),
    Times(2, Calendar(CalendarUnit.QUARTER)),
]
WORKING = [rolling(n, d, Unit.WORKING_DAY) for n, d in [(1, 5), (1, 9), (1, 10), (2, 15), (1, 46)]]


@pytest.mark.parametrize("a", SMALL, ids=str)
def test_an_order_is_claimed_exactly_where_no_pattern_of_contacts_refutes_it(a: Times) -> None:
    """Any window and calendar, of days, months and periods, from both sides."""
    for b in SMALL:
        if meaning(a) == meaning(b):
            continue
        stricter = compare(a, b) is Order.STRICTER
        assert stricter is not any(broken(a, b, 0)), (a, b)


@pytest.mark.parametrize("b", WORKING, ids=str)
def test_working_days_hold_at_least_what_their_shortest_stretch_holds(b: Times) -> None:
    """Without holidays they are shortest; nothing is proven the other way."""
    for a in SMALL:
        assert (compare(a, b) is Order.STRICTER) is not any(broken(a, b, 0)), (a, b)
        assert compare(b, a) in (Order.INCOMPARABLE, Order.LOOSER)


BLOCKS = [
    Times(n, Blocks(Length(count, unit), "Loan"))
    for n, count, unit in [
        (1, 30, Unit.DAY),
        (2, 30, Unit.DAY),
        (2, 45, Unit.DAY),
        (1, 90, Unit.DAY),
        (3, 90, Unit.DAY),
        (4, 91, Unit.DAY),
        (1, 1, Unit.MONTH),
        (3, 3, Unit.MONTH),
        (2, 4, Unit.MONTH),
        (1, 61, Unit.DAY),
    ]
]


def test_blocks_of_one_event_are_ordered_by_the_blocks_that_lie_in_each_other() -> None:
    """Of one unit exactly; of two units nothing false is claimed."""
    days = [0, 30, 58, 59, 89]
    for a, b in product(BLOCKS, BLOCKS):
        if a == b:
            continue
        refuted = any(any(broken(a, b, event)) for event in days)
        stricter = compare(a, b) is Order.STRICTER
        assert not (stricter and refuted), (a, b)
        if a.window.length.unit is b.window.length.unit:  # type: ignore[union-attr]
            assert stricter is not refuted, (a, b)


def test_any_window_covers_blocks_and_blocks_cover_nothing_else() -> None:
    """Before its event a block owes nothing."""
    for a, b in product(SMALL, BLOCKS):
        refuted = any(any(broken(a, b, event)) for event in (0, 30, 58, 59, 364))
        assert (compare(a, b) is Order.STRICTER) is not refuted, (a, b)
        assert compare(b, a) is not Order.STRICTER
    other = Times(1, Blocks(Length(90, Unit.DAY), "Return"))
    for block in BLOCKS:
        assert compare(block, other) is compare(other, block) is Order.INCOMPARABLE
        assert compare(block, NoContact("")) is Order.STRICTER


def test_the_order_is_one() -> None:
    """Transitive, and never both ways between two meanings."""
    every = [*SMALL, *WORKING, *BLOCKS]
    below = {(a, b) for a, b in product(every, every) if compare(a, b) is Order.STRICTER}
    assert not any((b, a) in below for a, b in below)
    for a, b in below:
        for c in every:
            assert (b, c) not in below or (a, c) in below, (a, b, c)


@pytest.mark.parametrize(
    ("a", "b", "order"),
    [
        (rolling(1, 6, Unit.MONTH), Every(Length(6, Unit.MONTH)), Order.EQUAL),
        (rolling(1, 1, Unit.YEAR), Every(Length(12, Unit.MONTH)), Order.EQUAL),
        (rolling(4, 1, Unit.YEAR), rolling(2, 6, Unit.MONTH), Order.LOOSER),
        (rolling(2, 6, Unit.MONTH), Every(Length(6, Unit.MONTH)), Order.STRICTER),
        (Every(Length(3, Unit.MONTH)), rolling(2, 6, Unit.MONTH), Order.STRICTER),
        (Every(Length(3, Unit.MONTH)), rolling(3, 6, Unit.MONTH), Order.INCOMPARABLE),
        (rolling(3, 6, Unit.MONTH), Times(3, Calendar(CalendarUnit.HALF_YEAR)), Order.STRICTER),
        (rolling(2, 13, Unit.WEEK), Times(2, Calendar(CalendarUnit.QUARTER)), Order.INCOMPARABLE),
        (rolling(2, 90, Unit.DAY), Times(2, Calendar(CalendarUnit.QUARTER)), Order.STRICTER),
        (
            Times(1, Calendar(CalendarUnit.WEEK)),
            Times(3, Calendar(CalendarUnit.MONTH)),
            Order.STRICTER,
        ),
        (
            Times(1, Calendar(CalendarUnit.WEEK)),
            Times(4, Calendar(CalendarUnit.MONTH)),
            Order.INCOMPARABLE,
        ),
        (
            Times(1, Calendar(CalendarUnit.MONTH)),
            Times(12, Calendar(CalendarUnit.YEAR)),
            Order.STRICTER,
        ),
        (rolling(3, 400, Unit.YEAR), rolling(3, 146_097, Unit.DAY), Order.EQUAL),
    ],
)
def test_the_order_of_a_pair(a: Times | Every, b: Times | Every, order: Order) -> None:
    """Known pairs."""
    assert compare(a, b) is order


def test_contacts_as_late_as_possible_are_the_fewest() -> None:
    """Against every way to lay up to two contacts on each of six days."""
    spans = [(first, last) for first in range(6) for last in range(first, 6)]
    chosen = [list(each) for each in combinations(spans, 3)][::7]
    for inner in chosen:
        for count in (1, 2):
            every = (
                sum(laid)
                for laid in product(range(count + 1), repeat=6)
                if all(sum(laid[first : last + 1]) >= count for first, last in inner)
            )
            assert fewest(count, inner) == min(every), inner
