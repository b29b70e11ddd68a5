"""Which of two rhythms is stricter: a partial order on meaning, shared by checker and evaluator.

A rhythm maps the day of a contact to the day when the next one is due.  One rhythm is stricter than
another if it is never due later, from any start day, and sometimes earlier.  Nothing is estimated:
the Gregorian calendar repeats after 400 years (146,097 days, 4,800 months, 20,871 whole weeks), so
one cycle decides for all days, and of public holidays only that is used which holds for every set
of them.  Where neither rhythm can be proven never later, the two are incomparable.
"""

from enum import Enum
from functools import cache, lru_cache
from itertools import accumulate
from operator import sub

from kontaktdsl.values import (
    CalendarUnit,
    Every,
    Length,
    NoContact,
    OncePer,
    Rhythm,
    Unit,
)

CYCLE_MONTHS = 4_800
CYCLE_DAYS = 146_097

_MONTHS = {
    CalendarUnit.MONTH: 1,
    CalendarUnit.QUARTER: 3,
    CalendarUnit.HALF_YEAR: 6,
    CalendarUnit.YEAR: 12,
}
_RANK = {unit: rank for rank, unit in enumerate((CalendarUnit.WEEK, *_MONTHS))}


class Order(Enum):
    """How strict one rhythm is, seen from another."""

    EQUAL = "equal"
    STRICTER = "stricter"
    LOOSER = "looser"
    INCOMPARABLE = "incomparable"


def meaning(rhythm: Rhythm) -> Rhythm:
    """The one form of all rhythms of equal meaning, without strength: equal forms, equal rhythms.

    `no contact required` means the same whatever its reason; `see`, `as needed` and `not regulated`
    are what they say.
    """
    match rhythm:
        case Every(length):
            count, unit = length.meaning
            if unit is Unit.MONTH and count % CYCLE_MONTHS == 0:
                return Every(Length(count // CYCLE_MONTHS * CYCLE_DAYS, Unit.DAY))
            if count == 0:
                return Every(Length(0, Unit.DAY))
            return Every(Length(count, unit))
        case OncePer(period):
            return OncePer(period)
        case NoContact():
            return NoContact("")
        case _:
            return rhythm


def compare(a: Rhythm, b: Rhythm) -> Order:
    """How strict `a` is relative to `b`; strengths are no part of it."""
    a, b = meaning(a), meaning(b)
    if a == b:
        return Order.EQUAL
    if _never_later(a, b):
        return Order.STRICTER
    if _never_later(b, a):
        return Order.LOOSER
    return Order.INCOMPARABLE


def clash(a: Rhythm, b: Rhythm) -> bool:
    """Whether two rules with these rhythms contradict each other, no order being declared.

    Two explicitly different strengths contradict too; a strength left open never does.
    """
    if meaning(a) != meaning(b):
        return True
    if isinstance(a, Every | OncePer) and isinstance(b, Every | OncePer):
        return a.strength is not None and b.strength is not None and a.strength != b.strength
    return False


def never_later(a: Length, b: Length, *, strictly: bool = False) -> bool:
    """Whether `a` after a day is provably never later (`strictly`: always earlier) than `b` after.

    Exact as `compare` is; for working days `strictly` claims only what holds for every calendar.
    """
    one, other = meaning(Every(a)), meaning(Every(b))
    if not strictly:
        return one == other or _never_later(one, other)
    assert isinstance(one, Every)
    assert isinstance(other, Every)
    if one.length.unit is other.length.unit:
        return one.length.count < other.length.count
    longest = _span(one)[1]
    return longest is not None and longest < _span(other)[0]


def rough_days(length: Length) -> float:
    """About how many days a length has, to put lengths into an order that proves nothing."""
    count, unit = length.meaning
    return count * {Unit.DAY: 1.0, Unit.WORKING_DAY: 1.4}.get(unit, CYCLE_DAYS / CYCLE_MONTHS)


def _never_later(a: Rhythm, b: Rhythm) -> bool:
    """Whether `a` is provably due no later than `b` from every start day.

    Every branch is exact, which for spans of days is a claim to be proven: `a`'s longest span
    against `b`'s shortest is exact if one of the two is constant (days), and for working days
    against months and month-based periods because these reach their longest span on each weekday.
    """
    match a, b:
        case Every() | OncePer(), NoContact():
            return True
        case OncePer(fine), OncePer(coarse):
            # Quarters lie in half-years and so on: the next finer period ends in the same coarser
            # one or in the next.  Weeks lie in nothing, but last at most 13 days into the future.
            return _RANK[fine] <= _RANK[coarse]
        case Every(Length(n, unit)), Every(Length(m, other)) if unit is other:
            return n <= m
        case Every(Length(n, Unit.MONTH)), OncePer(period) if period in _MONTHS:
            # The last month of the next period is k to 2k - 1 months ahead.
            return n <= _MONTHS[period]
        case OncePer(period), Every(Length(n, Unit.MONTH)) if period in _MONTHS:
            return 2 * _MONTHS[period] <= n
        case OncePer(CalendarUnit.WEEK), Every(Length(n, Unit.WORKING_DAY)):
            return all(13 - day <= _at_least(n, day) for day in range(7))
        case Every() | OncePer(), Every() | OncePer():
            longest = _span(a)[1]
            return longest is not None and longest <= _span(b)[0]
        case _:
            return False


@lru_cache(maxsize=4_096)
def _span(rhythm: Every | OncePer) -> tuple[int, int | None]:
    """The fewest and the most days from a contact until the next is due; None is unbounded."""
    match rhythm:
        case Every(Length(n, Unit.DAY)):
            return n, n
        case Every(Length(n, Unit.WORKING_DAY)):
            return min(_at_least(n, day) for day in range(7)), None
        case Every(Length(n)):
            # From the 1st of month m it is `starts[m + n] - starts[m]` days.  The last-day clamp
            # takes days off, but never below that difference for month m + 1.
            cycles, rest = divmod(n, CYCLE_MONTHS)
            starts = _month_starts()
            spans = tuple(map(sub, starts[rest:], starts[:CYCLE_MONTHS]))
            return cycles * CYCLE_DAYS + min(spans), cycles * CYCLE_DAYS + max(spans)
        case OncePer(CalendarUnit.WEEK):
            return 7, 13
        case OncePer(period):
            k = _MONTHS[period]
            starts = _month_starts()[: CYCLE_MONTHS + 2 * k : k]
            return min(map(sub, starts[1:], starts)), max(map(sub, starts[2:], starts)) - 1


def _at_least(n: int, weekday: int) -> int:
    """Days until the `n`th working day after a `weekday` (0 is Monday) if no holiday intervenes."""
    weekend = max(0, weekday - 4)
    weeks, rest = divmod(n, 5)
    return 7 * weeks + rest + (2 if weekday - weekend + rest > 4 else 0) - weekend


@cache
def _month_starts() -> tuple[int, ...]:
    """Days before each month of two 400-year cycles, the first of which starts with a leap year."""
    common = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    leap = (31, 29, *common[2:])
    cycle: list[int] = []
    for year in range(400):
        cycle += leap if year % 4 == 0 and (year % 100 != 0 or year == 0) else common
    return tuple(accumulate(cycle * 2, initial=0))
