"""Deadlines around events and ends of periods, day by day against dateutil and walking."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import product

import pytest
from dateutil.relativedelta import relativedelta

from kontaktdsl.dates import Due, Holidays, deadlines, due, steps
from kontaktdsl.syntax.tree import Roll
from kontaktdsl.values import (
    CalendarUnit,
    Deadline,
    Do,
    Every,
    First,
    Length,
    PeriodEnd,
    Unit,
)

BRANDENBURG = Holidays("Brandenburg")
ONE = timedelta(days=1)
LENGTHS = (
    Length(30, Unit.DAY),
    Length(1, Unit.WEEK),
    Length(3, Unit.MONTH),
    Length(13, Unit.MONTH),
    Length(1, Unit.YEAR),
    Length(7, Unit.WORKING_DAY),
)
ENDS = (None, *(PeriodEnd(unit, late) for unit in CalendarUnit for late in (False, True)))
PERIOD_OF: dict[CalendarUnit, Callable[[date], object]] = {
    CalendarUnit.WEEK: lambda day: day.isocalendar()[:2],
    CalendarUnit.MONTH: lambda day: (day.year, day.month),
    CalendarUnit.QUARTER: lambda day: (day.year, (day.month - 1) // 3),
    CalendarUnit.HALF_YEAR: lambda day: (day.year, day.month > 6),
    CalendarUnit.YEAR: lambda day: day.year,
}


def two_years() -> Iterator[date]:
    """Every day of a leap year and the one after it."""
    day = date(2024, 1, 1)
    while day.year < 2026:
        yield day
        day += ONE


@cache
def works(day: date) -> bool:
    """Whether somebody works on a day, in Brandenburg."""
    return day.weekday() < 5 and day not in BRANDENBURG.of_year(day.year)


def walk_to_the_end(day: date, end: PeriodEnd | None) -> date:
    """The last day of the period, found by walking."""
    if end is None:
        return day
    period = PERIOD_OF[end.unit]
    while period(day + ONE) == period(day):
        day += ONE
    if end.following:
        return walk_to_the_end(day + ONE, PeriodEnd(end.unit))
    return day


def far(day: date, length: Length | None, sign: int) -> date:
    """A length before or after a day, by dateutil, working days by walking."""
    if length is None:
        return day
    count = length.count * sign
    match length.unit:
        case Unit.DAY:
            return day + relativedelta(days=count)
        case Unit.WEEK:
            return day + relativedelta(weeks=count)
        case Unit.MONTH:
            return day + relativedelta(months=count)
        case Unit.YEAR:
            return day + relativedelta(years=count)
        case Unit.WORKING_DAY:
            for _ in range(length.count):
                day += sign * ONE
                while not works(day):
                    day += sign * ONE
            return day


def only(outcome: Do | First, events: dict[str, date], how: Roll, today: date | None = None) -> Due:
    """The one deadline of a part."""
    found = deadlines((outcome,), events=events, holidays=BRANDENBURG, how=how, today=today)
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("end", ENDS, ids=str)
@pytest.mark.parametrize("before", [False, True])
def test_every_deadline_on_every_day_of_two_years(end: PeriodEnd | None, before: bool) -> None:
    """The nominal day, of an event and of the day of evaluation."""
    for length, day in product((None, *LENGTHS), two_years()):
        if length is None and before:
            continue
        expected = far(walk_to_the_end(day, end), length, -1 if before else 1)
        deadline = Deadline(length, "Return", end, before)
        found = only(Do("x", deadline), {"Return": day}, Roll.NOT)
        assert found.nominal == found.rolled == expected, (deadline, day)
        if end is not None and day.day < 3:
            asked = Deadline(length, None, end, before)
            assert only(Do("x", asked), {}, Roll.NOT, day).nominal == expected


@pytest.mark.parametrize("how", [Roll.BACK, Roll.FORWARD])
def test_a_deadline_before_an_event_only_moves_back(how: Roll) -> None:
    """Later would be less time than is demanded, so `forward` moves it back, too."""
    for length, day in product(LENGTHS, two_years()):
        found = only(First(Deadline(length, "End", None, True)), {"End": day}, how)
        assert found.nominal is not None
        expected = found.nominal
        while not works(expected):
            expected -= ONE
        assert found.rolled == expected <= found.nominal
        assert ("vorgezogen" in found.why.de) == (expected != found.nominal)


@pytest.mark.parametrize("how", [Roll.BACK, Roll.FORWARD])
@pytest.mark.parametrize("end", ENDS[1:], ids=str)
def test_the_end_of_a_period_rolls_within_it(end: PeriodEnd, how: Roll) -> None:
    """Back as far as to the event, never before it; forward to the next working day."""
    for day in two_years():
        found = only(Do("x", Deadline(None, "Return", end)), {"Return": day}, how)
        assert found.nominal is not None
        expected = found.nominal
        while not works(expected):
            expected += ONE if how is Roll.FORWARD else -ONE
        assert found.rolled == (found.nominal if expected < day else expected)


def test_a_deadline_that_has_passed_stays_where_it_is() -> None:
    """The end of the measure is in two weeks: the contact was due two and a half months ago."""
    first = First(Deadline(Length(3, Unit.MONTH), "End", None, True))
    found = due((first,), events={"End": date(2026, 12, 9)}, holidays=BRANDENBURG)
    assert found.nominal == date(2026, 9, 9)
    moved = due((first,), events={"End": date(2027, 5, 31)}, holidays=BRANDENBURG)
    assert moved.nominal == date(2027, 2, 28)
    assert moved.why.de == (
        "3 Monate vor „End“ am Mo 31.05.2027; kürzerer Monat: der letzte Tag (§ 188 Abs. 3 BGB)"
    )
    assert moved.why.en.startswith("3 months before “End” on Mon 2027-05-31; ")


def test_a_contact_before_the_event_is_the_first_one() -> None:
    """It lies before the end of the measure and is no reason for a note; the rhythm runs from it."""
    first = First(Deadline(Length(3, Unit.MONTH), "End", None, True))
    monthly = Every(Length(1, Unit.MONTH))
    found = due(
        (first, monthly),
        last=date(2026, 10, 5),
        events={"End": date(2026, 12, 9)},
        holidays=BRANDENBURG,
    )
    assert (found.nominal, found.why.en) == (
        date(2026, 11, 5),
        "1 month after the last contact on Mon 2026-10-05",
    )
    both = steps((first, monthly), events={"End": date(2026, 12, 9)}, holidays=BRANDENBURG)
    assert [each.nominal for each in both] == [date(2026, 9, 9), date(2026, 10, 9)]


def test_the_aim_before_an_event_is_the_earlier_day() -> None:
    """`at the latest 2 to 3 months before End`: two months are owed, three are the aim."""
    first = First(Deadline(Length(2, Unit.MONTH, 3), "End", None, True))
    found = only(first, {"End": date(2026, 12, 9)}, Roll.NOT)
    assert (found.nominal, found.aim) == (date(2026, 10, 9), date(2026, 9, 9))


@pytest.mark.parametrize(
    ("deadline", "why"),
    [
        (
            Deadline(None, "Return", PeriodEnd(CalendarUnit.WEEK)),
            "until the end of the calendar week of “Return” on Wed 2026-11-25",
        ),
        (
            Deadline(None, "Return", PeriodEnd(CalendarUnit.QUARTER, following=True)),
            "until the end of the calendar quarter after “Return” on Wed 2026-11-25",
        ),
        (
            Deadline(Length(5, Unit.DAY), None, PeriodEnd(CalendarUnit.MONTH)),
            "5 days after the end of the calendar month (evaluated on Wed 2026-11-25) "
            "(Mon 2026-11-30)",
        ),
    ],
)
def test_the_words_for_the_end_of_a_period(deadline: Deadline, why: str) -> None:
    """The period, whose it is, and the day on which it ends."""
    day = date(2026, 11, 25)
    assert only(Do("x", deadline), {"Return": day}, Roll.NOT, day).why.en == why


def test_without_a_day_the_reason_says_what_is_missing() -> None:
    """The event, or the day of evaluation."""
    of_event = Deadline(None, "Return", PeriodEnd(CalendarUnit.WEEK))
    today = Deadline(None, None, PeriodEnd(CalendarUnit.WEEK))
    assert only(Do("x", of_event), {}, Roll.NOT).why.en == "the day of “Return” is not given"
    assert only(Do("x", today), {}, Roll.NOT).why.en == (
        "the deadline counts from the day of evaluation, which is not given"
    )
