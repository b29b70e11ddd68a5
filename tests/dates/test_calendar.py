"""Periods, working days, holidays and ages against vectors from elsewhere and a slow calendar."""

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from kontaktdsl.dates import (
    LAENDER,
    Holidays,
    NotYetBorn,
    OutOfCalendar,
    UnknownHolidays,
    UnknownLand,
    add,
    age_on,
    latest_birth,
    period_end,
    roll,
    subtract,
)
from kontaktdsl.strictness import Order, compare
from kontaktdsl.syntax.tree import Roll
from kontaktdsl.values import Calendar, CalendarUnit, DayOfYear, Every, Length, Times, Unit

ORACLES = Path(__file__).resolve().parents[1] / "oracles"
PERIODS = json.loads((ORACLES / "fristen_vectors.json").read_text(encoding="utf-8"))
CALENDARS = json.loads((ORACLES / "holidays_bb_rp.json").read_text(encoding="utf-8"))

ONE_DAY = timedelta(days=1)
WEEKENDS = Holidays()
BRANDENBURG = Holidays("Brandenburg")
NAMES = {code: name for name, code in LAENDER.items()}
UNITS = {"jahre": Unit.YEAR, "monate": Unit.MONTH, "wochen": Unit.WEEK, "tage": Unit.DAY}

exactly = settings(max_examples=150)
days = st.dates(date(1992, 1, 1), date(2090, 12, 31))
counts = st.integers(1, 40)
lengths = st.builds(Length, counts, st.sampled_from(Unit))
calendars = st.sampled_from([WEEKENDS, BRANDENBURG, Holidays("Bayern")])


def working(day: date, count: int, holidays: Holidays) -> date:
    """One day after the other."""
    step = ONE_DAY if count > 0 else -ONE_DAY
    while count:
        day += step
        if holidays.is_working_day(day):
            count -= 1 if step == ONE_DAY else -1
    return day


@pytest.mark.parametrize(
    "vector", PERIODS, ids=lambda v: f"{v['ereignis']}-{v['art'][0]}-{v['land']}-{v['ende']}"
)
def test_periods_end_where_the_vectors_say(vector: dict[str, Any]) -> None:
    """`EREIGNISFRIST` is § 187 (1) BGB: the day of the event is not counted.

    `BEGINNFRIST` is § 187 (2): it is, so by § 188 (2) the period ends a day earlier.  `roh_ende` is
    our nominal day; `s193` moves it on to the next working day in `land` (§ 193), here `forward`.
    Compound periods are counted from the largest unit to the smallest.
    """
    holidays = Holidays(vector["land"] and NAMES[vector["land"]])
    end = date.fromisoformat(vector["ereignis"])
    assert vector["dauer"].keys() <= UNITS.keys()
    for word, unit in UNITS.items():
        end = add(end, Length(vector["dauer"].get(word, 0), unit), holidays)
    if vector["art"] == "BEGINNFRIST":
        end -= ONE_DAY
    else:
        assert vector["art"] == "EREIGNISFRIST"
    assert end == date.fromisoformat(vector["roh_ende"])
    rolled = roll(end, Roll.FORWARD if vector["s193"] else Roll.NOT, holidays)
    assert rolled == date.fromisoformat(vector["ende"])


@pytest.mark.parametrize("key", CALENDARS)
def test_holidays_are_those_of_four_libraries(key: str) -> None:
    """Brandenburg and Rheinland-Pfalz, 1995 to 2040.

    The only disagreement: workalendar lacks Whit Sunday, which Brandenburg's Feiertagsgesetz (§ 2)
    names.  It is a Sunday, so no working day depends on it.
    """
    code, year = key.split("-")
    ours = Holidays(NAMES[code]).of_year(int(year))
    for library, theirs in CALENDARS[key].items():
        lacking = ours - {date.fromisoformat(day) for day in theirs}
        assert {date.fromisoformat(day) for day in theirs} <= ours
        if (code, library) == ("BB", "workalendar"):
            easter_monday = min(day for day in ours if day.month > 2 and day.weekday() == 0)
            assert lacking == {easter_monday + timedelta(days=48)}
            assert all(day.weekday() == 6 for day in lacking)
        else:
            assert not lacking


@pytest.mark.parametrize("land", LAENDER)
def test_every_land_has_its_calendar(land: str) -> None:
    """The nine days of the whole Federation, the Reformation jubilee, and no day off in December
    that is only an office's custom."""
    holidays = Holidays(land)
    assert {
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 10, 3),
        date(2026, 12, 25),
        date(2026, 12, 26),
    } <= holidays.of_year(2026)
    assert not holidays.is_working_day(date(2017, 10, 31))
    assert holidays.is_working_day(date(2026, 12, 24))
    assert holidays.is_working_day(date(2026, 12, 31))


@pytest.mark.parametrize(
    ("day", "laender"),
    [
        (date(2026, 1, 6), {"Baden-Württemberg", "Bayern", "Sachsen-Anhalt"}),
        (date(2027, 3, 8), {"Berlin", "Mecklenburg-Vorpommern"}),
        (
            date(2026, 6, 4),
            {
                "Baden-Württemberg",
                "Bayern",
                "Hessen",
                "Nordrhein-Westfalen",
                "Rheinland-Pfalz",
                "Saarland",
            },
        ),
        (date(2025, 8, 15), {"Saarland"}),
        (date(2027, 9, 20), {"Thüringen"}),
        (
            date(2025, 10, 31),
            {
                "Brandenburg",
                "Bremen",
                "Hamburg",
                "Mecklenburg-Vorpommern",
                "Niedersachsen",
                "Sachsen",
                "Sachsen-Anhalt",
                "Schleswig-Holstein",
                "Thüringen",
            },
        ),
        (
            date(2027, 11, 1),
            {
                "Baden-Württemberg",
                "Bayern",
                "Nordrhein-Westfalen",
                "Rheinland-Pfalz",
                "Saarland",
            },
        ),
        (date(2026, 11, 18), {"Sachsen"}),
        (date(2025, 5, 8), {"Berlin"}),
    ],
    ids=lambda it: it.isoformat() if isinstance(it, date) else "",
)
def test_holidays_of_some_laender(day: date, laender: set[str]) -> None:
    """From the Feiertagsgesetze: Epiphany to Buß- und Bettag, and Berlin's day of liberation."""
    assert day.weekday() < 5
    assert {land for land in LAENDER if not Holidays(land).is_working_day(day)} == laender


def test_an_unknown_land_names_the_sixteen() -> None:
    """Neither codes nor cities are names of Länder."""
    for name in ("BB", "Brandenbourg", "Augsburg", "", "{land}"):
        with pytest.raises(UnknownLand) as error:
            Holidays(name)
        assert all(land in error.value.text.de for land in LAENDER)
        assert f"`{name}`" in error.value.text.en == str(error.value)


def test_a_year_without_known_holidays_is_not_a_year_without_holidays() -> None:
    """The library knows 1991 to 2100 and answers other years with an empty calendar."""
    for day in (date(1990, 5, 2), date(2101, 5, 2)):
        with pytest.raises(UnknownHolidays, match=str(day.year)):
            BRANDENBURG.is_working_day(day)
        assert WEEKENDS.is_working_day(day) is (day.weekday() < 5)
    with pytest.raises(UnknownHolidays):
        add(date(2100, 12, 30), Length(3, Unit.WORKING_DAY), BRANDENBURG)


def test_the_library_of_holidays_is_asked_for_late() -> None:
    """Naming a calendar does not import it: a check never needs it."""
    code = (
        "import sys; from kontaktdsl.dates import Holidays; land = Holidays('Berlin'); "
        "assert 'holidays' not in sys.modules; land.of_year(2026); assert 'holidays' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ORACLES.parents[1], timeout=60)


def test_the_worked_case_of_15_working_days() -> None:
    """Application on Friday 24.04.2026 in Brandenburg: 01.05. and 14.05. are out."""
    period = Length(15, Unit.WORKING_DAY)
    assert add(date(2026, 4, 24), period, BRANDENBURG) == date(2026, 5, 19)
    assert add(date(2026, 4, 24), period, WEEKENDS) == date(2026, 5, 15)
    assert subtract(date(2026, 5, 19), period, BRANDENBURG) == date(2026, 4, 24)


@pytest.mark.parametrize(
    ("day", "length", "after", "before"),
    [
        ("2026-01-31", Length(1, Unit.MONTH), "2026-02-28", "2025-12-31"),
        ("2028-01-31", Length(1, Unit.MONTH), "2028-02-29", "2027-12-31"),
        ("2028-02-29", Length(1, Unit.YEAR), "2029-02-28", "2027-02-28"),
        ("2026-05-31", Length(3, Unit.MONTH), "2026-08-31", "2026-02-28"),
        ("2026-03-31", Length(1, Unit.MONTH), "2026-04-30", "2026-02-28"),
        ("2026-12-15", Length(13, Unit.MONTH), "2028-01-15", "2025-11-15"),
        ("2026-04-24", Length(2, Unit.WEEK), "2026-05-08", "2026-04-10"),
        ("2026-04-24", Length(0, Unit.WORKING_DAY), "2026-04-24", "2026-04-24"),
        ("2026-04-25", Length(1, Unit.WORKING_DAY), "2026-04-27", "2026-04-24"),
        ("2026-04-26", Length(5, Unit.WORKING_DAY), "2026-05-04", "2026-04-20"),
    ],
)
def test_forward_and_backward(day: str, length: Length, after: str, before: str) -> None:
    """Same day number, clamped to the last day of a shorter month, in both directions."""
    assert add(date.fromisoformat(day), length, BRANDENBURG) == date.fromisoformat(after)
    assert subtract(date.fromisoformat(day), length, BRANDENBURG) == date.fromisoformat(before)


@pytest.mark.parametrize("unit", Unit)
def test_periods_of_any_size_end_in_words(unit: Unit) -> None:
    """Beyond the years 1 to 9999 there is a typed error that says so."""
    for count in (3_000_000, 10**9, 10**40):
        for move in (add, subtract):
            with pytest.raises(OutOfCalendar) as error:
                move(date(2026, 4, 24), Length(count, unit), BRANDENBURG)
            assert "Fr 24.04.2026" in error.value.text.de
            assert "Fri 2026-04-24" in error.value.text.en
    for period in CalendarUnit:
        with pytest.raises(OutOfCalendar):
            period_end(date.max, period, 1)


def test_the_last_day_of_the_calendar_can_be_reached() -> None:
    """31.12.9999 is a Friday."""
    assert add(date(9999, 12, 24), Length(5, Unit.WORKING_DAY), WEEKENDS) == date.max
    assert period_end(date(9998, 7, 1), CalendarUnit.YEAR, 1) == date.max
    assert roll(date.max, Roll.FORWARD, WEEKENDS) == date.max


@pytest.mark.parametrize(
    ("period", "end"),
    [
        (CalendarUnit.WEEK, "2026-01-11"),
        (CalendarUnit.MONTH, "2026-01-31"),
        (CalendarUnit.QUARTER, "2026-03-31"),
        (CalendarUnit.HALF_YEAR, "2026-06-30"),
        (CalendarUnit.YEAR, "2026-12-31"),
    ],
)
def test_the_period_after_the_one_of_a_day(period: CalendarUnit, end: str) -> None:
    """Calendar weeks begin on Monday, also across a New Year."""
    assert period_end(date(2025, 12, 31), period, 1) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        ("2001-04-24", "2026-04-23", 24),
        ("2001-04-24", "2026-04-24", 25),
        ("2000-02-29", "2025-02-28", 24),
        ("2000-02-29", "2025-03-01", 25),
        ("2000-02-29", "2024-02-28", 23),
        ("2000-02-29", "2024-02-29", 24),
        ("2001-12-31", "2026-01-01", 24),
        ("2026-04-24", "2026-04-24", 0),
    ],
)
def test_an_age_begins_on_the_birthday(birth: str, day: str, age: int) -> None:
    """§ 187 (2) sentence 2 BGB; born on 29.02., a year older on 1 March of a common year."""
    assert age_on(date.fromisoformat(birth), date.fromisoformat(day)) == age


def test_nobody_has_an_age_before_the_birth() -> None:
    """A birth date in the future is a slip of the pen, not an age of -1."""
    with pytest.raises(NotYetBorn, match="Sat 2026-04-25"):
        age_on(date(2026, 4, 25), date(2026, 4, 24))


@exactly
@given(days, st.integers(0, 300), lengths, calendars)
def test_a_later_start_never_ends_earlier(
    day: date, more: int, length: Length, holidays: Holidays
) -> None:
    """Monotone, forward and backward, and always on the right side of the start."""
    later = day + timedelta(days=more)
    assert day < add(day, length, holidays) <= add(later, length, holidays)
    assert subtract(day, length, holidays) <= subtract(later, length, holidays) < later


@exactly
@given(days, st.integers(1, 400), calendars)
def test_working_days_are_counted_as_one_counts_them(
    day: date, count: int, holidays: Holidays
) -> None:
    """The jump over whole weeks agrees with one step after the other."""
    length = Length(count, Unit.WORKING_DAY)
    assert add(day, length, holidays) == working(day, count, holidays)
    assert subtract(day, length, holidays) == working(day, -count, holidays)


@exactly
@given(days, calendars)
def test_rolling_moves_to_the_nearest_working_day(day: date, holidays: Holidays) -> None:
    """Back keeps `at least every`, forward may exceed it, and a working day stays."""
    back, forward = (roll(day, how, holidays) for how in (Roll.BACK, Roll.FORWARD))
    assert roll(day, Roll.NOT, holidays) == day
    assert back <= day <= forward
    assert holidays.is_working_day(back)
    assert holidays.is_working_day(forward)
    between = range(back.toordinal() + 1, forward.toordinal())
    assert not any(holidays.is_working_day(date.fromordinal(n)) for n in between)
    if holidays.is_working_day(day):
        assert back == day == forward


@exactly
@given(days, counts, counts)
def test_months_in_one_go_are_never_earlier_than_in_a_chain(
    day: date, first: int, second: int
) -> None:
    """31.01. + 2 months is 31.03., but month by month it is 28.02. and then 28.03.

    The law does not decide; here each step is counted from the day before it.
    """
    at_once = add(day, Length(first + second, Unit.MONTH), WEEKENDS)
    halfway = add(day, Length(first, Unit.MONTH), WEEKENDS)
    chained = add(halfway, Length(second, Unit.MONTH), WEEKENDS)
    assert chained <= at_once
    assert (chained.year, chained.month) == (at_once.year, at_once.month)
    assert chained == at_once or halfway.day < day.day


@exactly
@given(days, lengths)
def test_the_way_back_never_overshoots(day: date, length: Length) -> None:
    """Days come back exactly; a clamped month comes back earlier, never later."""
    back = subtract(add(day, length, WEEKENDS), length, WEEKENDS)
    if length.unit is Unit.WORKING_DAY:
        assert back == roll(day, Roll.BACK, WEEKENDS)
    else:
        assert timedelta() <= day - back <= timedelta(days=3)


@exactly
@given(
    days,
    *[
        st.one_of(
            st.builds(Every, lengths),
            st.builds(Times, st.just(1), st.builds(Calendar, st.sampled_from(CalendarUnit))),
        )
    ]
    * 2,
    calendars,
)
def test_the_stricter_rhythm_is_never_due_later(
    day: date, a: Every | Times, b: Every | Times, holidays: Holidays
) -> None:
    """The order of `strictness` and the days of `dates` are two views of one meaning."""
    first, second = (
        period_end(day, it.window.unit, 1)
        if isinstance(it, Times)
        else add(day, it.length, holidays)
        for it in (a, b)
    )
    match compare(a, b):
        case Order.EQUAL:
            assert first == second
        case Order.STRICTER:
            assert first <= second
        case Order.LOOSER:
            assert first >= second
        case Order.INCOMPARABLE:
            pass


CHRISTMAS = (DayOfYear(12, 24), DayOfYear(12, 31))


def test_days_off_of_a_policy_are_no_working_days() -> None:
    """24.12. and 31.12.2026 are Thursdays: nothing else changes, and the words name them."""
    off = Holidays("Brandenburg", CHRISTMAS)
    for day in (date(2026, 12, 24), date(2026, 12, 31)):
        assert BRANDENBURG.is_working_day(day)
        assert not off.is_working_day(day)
    assert off.of_year(2026) - BRANDENBURG.of_year(2026) == {date(2026, 12, 24), date(2026, 12, 31)}
    assert roll(date(2026, 12, 26), Roll.BACK, off) == date(2026, 12, 23)
    three = Length(3, Unit.WORKING_DAY)
    assert add(date(2026, 12, 23), three, BRANDENBURG) == date(2026, 12, 29)
    assert add(date(2026, 12, 23), three, off) == date(2026, 12, 30)
    assert off.words.de.endswith("ohne Feiertage (Brandenburg), arbeitsfrei auch: 24.12., 31.12.")
    assert off.words.en.endswith("(Brandenburg), also off: 24.12., 31.12.")


def test_days_off_need_no_land_and_29_february_no_leap_year() -> None:
    """Without a calendar they are all there is; a day that a year lacks is off in none."""
    off = Holidays(None, (DayOfYear(2, 29), *CHRISTMAS))
    assert off.of_year(2027) == {date(2027, 12, 24), date(2027, 12, 31)}
    assert date(2028, 2, 29) in off.of_year(2028)
    assert add(date(2027, 12, 23), Length(1, Unit.WORKING_DAY), off) == date(2027, 12, 27)


yearly = st.dates(date(2000, 1, 1), date(2000, 12, 31)).map(lambda d: DayOfYear(d.month, d.day))


@exactly
@given(days, st.integers(1, 200), st.lists(yearly, max_size=40).map(tuple))
def test_working_days_with_days_off_are_counted_as_one_counts_them(
    day: date, count: int, off: tuple[DayOfYear, ...]
) -> None:
    """Whatever is off, also on weekends and on holidays."""
    holidays = Holidays("Brandenburg", off)
    length = Length(count, Unit.WORKING_DAY)
    assert add(day, length, holidays) == working(day, count, holidays)
    assert subtract(day, length, holidays) == working(day, -count, holidays)
    for each in (add(day, length, holidays), subtract(day, length, holidays)):
        assert DayOfYear(each.month, each.day) not in off
        assert BRANDENBURG.is_working_day(each)


@exactly
@given(
    st.dates(date(1900, 1, 1), date(2150, 12, 31))
    | st.sampled_from(
        [date(2000, 2, 29), date(2026, 1, 31), date(2027, 12, 31), date(2028, 2, 29)]
    ),
    st.integers(-1200, 1200),
)
def test_months_and_years_are_those_of_dateutil(day: date, count: int) -> None:
    """`relativedelta` clamps to the last day of a month as § 188 (3) BGB does."""
    move = add if count >= 0 else subtract
    length = Length(abs(count), Unit.MONTH)
    assert move(day, length, WEEKENDS) == day + relativedelta(months=count)
    years = Length(abs(count) % 100, Unit.YEAR)
    sign = 1 if count >= 0 else -1
    assert move(day, years, WEEKENDS) == day + relativedelta(years=sign * years.count)


@exactly
@given(st.dates(date(1930, 1, 1), date(2026, 12, 31)), st.integers(0, 36_000))
def test_ages_are_those_of_dateutil(birth: date, days_later: int) -> None:
    """`relativedelta` makes 29.02. to 28.02. a whole year; the law does so only on 1 March.

    § 187 (2), § 188 (2) BGB: the day of birth counts, so the year ends with the 28th.
    """
    day = birth + timedelta(days=days_later)
    theirs = relativedelta(day, birth).years
    if (birth.month, birth.day) == (2, 29) and (day.month, day.day) == (2, 28):
        theirs = relativedelta(day - timedelta(days=1), birth).years if day > birth else 0
    assert age_on(birth, day) == theirs


@given(st.dates(date(1996, 1, 1), date(2040, 12, 31)), st.integers(0, 120))
def test_the_latest_birth_of_an_age_is_the_last_day_of_that_age(day, age):
    """Who was born on it has the age, who was born a day later has not."""
    birth = latest_birth(age, day)
    assert age_on(birth, day) >= age
    assert birth == day or age_on(birth + timedelta(days=1), day) < age


def test_no_birth_lies_before_the_calendar():
    """An age that nobody can have has the first day of all."""
    assert latest_birth(3000, date(2026, 1, 1)) == date.min
