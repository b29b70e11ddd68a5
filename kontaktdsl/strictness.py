"""Which of two rhythms is stricter: a partial order on meaning, shared by checker and evaluator.

A rhythm says of some windows of days how many contacts each must hold.  One rhythm is stricter than
another if every pattern of contacts that satisfies it satisfies the other, and not the reverse; for
intervals this is: never due later, and sometimes earlier.  Contacts on one day count each.

`n` per window A gives `m` per window B exactly if `m <= n * k`, where at least `k` windows A always
fit one after another into a window B: who owes n in each of k windows that do not share a day owes
n * k, and some pattern has no more (windows are intervals of days, and of intervals the least cover
is as large as the largest packing).  So the question is always how many windows fit.

Nothing is estimated: the Gregorian calendar repeats after 400 years (146,097 days, 4,800 months,
20,871 whole weeks), so one cycle decides for all days, and of public holidays only that is used
which holds for every set of them.  Where nothing can be proven, the two are incomparable.
"""

from collections.abc import Sequence
from enum import Enum
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from math import gcd
from operator import sub

import attrs

from kontaktdsl.values import (
    INTERVALS,
    Blocks,
    Calendar,
    CalendarUnit,
    Every,
    Length,
    NoContact,
    Rhythm,
    Rolling,
    Times,
    Unit,
    Window,
    aimed,
)

CYCLE_MONTHS = 4_800
CYCLE_DAYS = 146_097
CYCLE_STARTS_ON = 5
"""The weekday of 1 January of a year that 400 divides: Saturday."""

_MONTHS = {
    CalendarUnit.MONTH: 1,
    CalendarUnit.QUARTER: 3,
    CalendarUnit.HALF_YEAR: 6,
    CalendarUnit.YEAR: 12,
}


class Order(Enum):
    """How strict one rhythm is, seen from another."""

    EQUAL = "equal"
    STRICTER = "stricter"
    LOOSER = "looser"
    INCOMPARABLE = "incomparable"


def meaning(rhythm: Rhythm) -> Rhythm:
    """The one form of all rhythms of equal meaning, without strength and aim: equal forms, equal
    rhythms.

    `once per 6 months` is `every 6 months`. `no contact required` means the same whatever its
    reason; `see`, `as needed` and `not regulated` are what they say.
    """
    match rhythm:
        case Every(length) | Times(1, Rolling(length)):
            return Every(_length(length))
        case Times(count, Rolling(length)):
            return Times(count, Rolling(_length(length)))
        case Times(count, Blocks(length, event)):
            return Times(count, Blocks(_length(length), event))
        case Times(count, window):
            return Times(count, window)
        case NoContact():
            return NoContact("")
        case _:
            return rhythm


def with_aim(rhythm: Rhythm) -> Rhythm:
    """The meaning of a rhythm together with its aim: equal where both are."""
    bare, more = meaning(rhythm), aimed(rhythm)
    match bare, more:
        case Every(length), Every(shorter):
            return Every(_ranged(length, shorter))
        case Times(count, window), Times(most, shorter):
            if not isinstance(window, Calendar) and not isinstance(shorter, Calendar):
                window = attrs.evolve(window, length=_ranged(window.length, shorter.length))
            return Times(count, window, aim=most if most > count else None)
        case Every(length), Times(most, Rolling(shorter)):
            owed = Rolling(_ranged(length, shorter))
            return Times(1, owed, aim=most if most > 1 else None)
        case _:
            return bare


def most_said(rhythms: Sequence[Rhythm]) -> Rhythm:
    """Of rhythms that do not clash one that says what is aimed at, if there is one."""
    return next((rhythm for rhythm in rhythms if aimed(rhythm) is not None), rhythms[0])


def _ranged(length: Length, shorter: Length) -> Length:
    (count, unit), (aim, same) = _length(length).meaning, shorter.meaning
    return Length(count, unit, aim if same is unit and aim < count else None)


def aim(rhythm: Rhythm) -> Rhythm | None:
    """What is aimed at beyond what is owed, by meaning; None where nothing more is said."""
    more = aimed(rhythm)
    return None if more is None else meaning(more)


def _length(length: Length) -> Length:
    count, unit = length.meaning
    if count == 0:
        return Length(0, Unit.DAY)
    if unit is Unit.MONTH and count % CYCLE_MONTHS == 0:
        return Length(count // CYCLE_MONTHS * CYCLE_DAYS, Unit.DAY)
    return Length(count, unit)


def compare(a: Rhythm, b: Rhythm) -> Order:
    """How strict `a` is relative to `b`; strengths and aims are no part of it."""
    a, b = meaning(a), meaning(b)
    if a == b:
        return Order.EQUAL
    if _implies(a, b):
        return Order.STRICTER
    if _implies(b, a):
        return Order.LOOSER
    return Order.INCOMPARABLE


def clash(a: Rhythm, b: Rhythm) -> bool:
    """Whether two rules with these rhythms contradict each other, no order being declared.

    Two explicitly different strengths contradict too, and two different aims; one left open never
    does.
    """
    if meaning(a) != meaning(b):
        return True
    if isinstance(a, INTERVALS) and isinstance(b, INTERVALS):
        return _differ(a.strength, b.strength) or _differ(aim(a), aim(b))
    return False


def _differ(a: object | None, b: object | None) -> bool:
    return a is not None and b is not None and a != b


def _implies(a: Rhythm, b: Rhythm) -> bool:
    """Whether every pattern of contacts that satisfies `a` provably satisfies `b`."""
    owed = _owed(a)
    if owed is None:
        return False
    if isinstance(b, NoContact):
        return True
    wanted = _owed(b)
    return wanted is not None and _fit(owed[1], wanted[1], -(-wanted[0] // owed[0]))


def _owed(rhythm: Rhythm) -> tuple[int, Window] | None:
    match rhythm:
        case Every(length):
            return 1, Rolling(length)
        case Times(count, window):
            return count, window
        case _:
            return None


def _fit(a: Window, b: Window, k: int) -> bool:
    """Whether `k` windows `a` provably always fit one after another into every window `b`.

    Every branch but that of blocks of different units is exact, which for spans of days is a claim
    to be proven: the longest span against the shortest is exact if one of the two is constant
    (days), and for working days against months because these reach their longest span on each
    weekday: a month that is counted from its 1st to its 28th day is as long.
    """
    match a, b:
        case Blocks(Length(n, unit), event), Blocks(Length(m, other), same):
            if event != same:
                return False
            if unit is other:
                phases = range(n // gcd(n, m))
                return all((j + 1) * m // n - -(-j * m // n) >= k for j in phases)
            return _shorter(_taken(a, k), _room(b))
        case Blocks(), _:
            # Before its event a block owes nothing, and every other window does.
            return False
        case _, Blocks(length):
            # The first block of an event is any window of that length, the later ones no shorter.
            return _fit(a, Rolling(length), k)
        case Rolling(Length(n, unit)), Rolling(Length(m, other)) if unit is other:
            return k * n <= m
        case Rolling(Length(n, Unit.MONTH)), Calendar(unit) if unit in _MONTHS:
            return k * n <= _MONTHS[unit]
        case Calendar(unit), Rolling(Length(n, Unit.MONTH)) if unit in _MONTHS:
            # From the first day of a period on, that period is not whole any more.
            return (k + 1) * _MONTHS[unit] <= n
        case Calendar(unit), Calendar(other) if unit in _MONTHS and other in _MONTHS:
            return k * _MONTHS[unit] <= _MONTHS[other]
        case Calendar(CalendarUnit.WEEK), Calendar(unit):
            return k <= (1 if unit is CalendarUnit.WEEK else _whole_weeks(unit))
        case Calendar(unit), Rolling(Length(n, Unit.WORKING_DAY)):
            return all(days <= _at_least(n, weekday) for weekday, days in _ends(unit, k))
        case _:
            return _shorter(_taken(a, k), _room(b))


def _shorter(taken: int | None, room: int) -> bool:
    return taken is not None and taken <= room


@lru_cache(maxsize=4_096)
def _taken(window: Window, k: int) -> int | None:
    """The most days from any day until `k` whole windows have passed; None is unbounded."""
    match window:
        case Rolling(Length(n, Unit.DAY)):
            return k * n
        case Rolling(Length(n, Unit.MONTH)):
            return _months(k * n)[1]
        case Calendar(CalendarUnit.WEEK):
            return 7 * (k + 1) - 1
        case Calendar(unit):
            return max(_lengths(_MONTHS[unit], k + 1)) - 1
        case Blocks(Length(n, Unit.DAY)):
            return (k + 1) * n - 1
        case Blocks(Length(n, Unit.MONTH)):
            return _months((k + 1) * n)[1] - 1
        case _:
            return None


@lru_cache(maxsize=4_096)
def _room(window: Window) -> int:
    """The fewest days that a window has."""
    match window:
        case Calendar(CalendarUnit.WEEK):
            return 7
        case Calendar(unit):
            return min(_lengths(_MONTHS[unit], 1))
        case Rolling(Length(n, unit)) | Blocks(Length(n, unit)):
            if unit is Unit.DAY:
                return n
            if unit is Unit.MONTH:
                return _months(n)[0]
            return min(_at_least(n, day) for day in range(7))


@lru_cache(maxsize=4_096)
def _months(n: int) -> tuple[int, int]:
    """The fewest and the most days that `n` months have.

    From the 1st of month m it is `starts[m + n] - starts[m]` days.  The last-day clamp takes days
    off, but never below that difference for month m + 1.
    """
    cycles, rest = divmod(n, CYCLE_MONTHS)
    starts = _month_starts()
    spans = tuple(map(sub, starts[rest:], starts[:CYCLE_MONTHS]))
    return cycles * CYCLE_DAYS + min(spans), cycles * CYCLE_DAYS + max(spans)


def _lengths(months: int, periods: int) -> list[int]:
    """The days of so many calendar periods of `months` months, by the one they begin with."""
    cycles, rest = divmod(months * periods, CYCLE_MONTHS)
    starts = _month_starts()
    found = map(sub, starts[rest : CYCLE_MONTHS + rest : months], starts[:CYCLE_MONTHS:months])
    return [cycles * CYCLE_DAYS + days for days in found]


@cache
def _whole_weeks(unit: CalendarUnit) -> int:
    """How many weeks from Monday to Sunday lie in each such calendar period at least."""
    months = _MONTHS[unit]
    starts = _month_starts()[: CYCLE_MONTHS + 1 : months]
    return min(
        (end - start - (-start - CYCLE_STARTS_ON) % 7) // 7 for start, end in pairwise(starts)
    )


@lru_cache(maxsize=4_096)
def _ends(unit: CalendarUnit, k: int) -> frozenset[tuple[int, int]]:
    """From each day of a period: its weekday, and the days until `k` whole periods have passed."""
    if unit is CalendarUnit.WEEK:
        return frozenset((day, 7 * (k + 1) - 1 - day) for day in range(7))
    months = _MONTHS[unit]
    return frozenset(
        ((start + day + CYCLE_STARTS_ON) % 7, days - 1 - day)
        for start, days in zip(
            _month_starts()[:CYCLE_MONTHS:months], _lengths(months, k + 1), strict=True
        )
        for day in range(7)
    )


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
