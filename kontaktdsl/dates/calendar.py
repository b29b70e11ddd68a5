"""Lengths of time counted on the calendar, working days, public holidays and ages.

Months are calendar months with the last-day clamp (§ 188 (2), (3) BGB), the day of the event is not
counted (§ 187 (1) BGB), a working day is Monday to Friday without the public holidays of the Land.
"""

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import attrs

from kontaktdsl.diagnostics import Text
from kontaktdsl.laender import LAENDER
from kontaktdsl.syntax.tree import Roll
from kontaktdsl.values import CalendarUnit, DayOfYear, Length, Unit

_MONTHS = {
    CalendarUnit.MONTH: 1,
    CalendarUnit.QUARTER: 3,
    CalendarUnit.HALF_YEAR: 6,
    CalendarUnit.YEAR: 12,
}

_WEEKDAYS = Text("Mo Di Mi Do Fr Sa So", "Mon Tue Wed Thu Fri Sat Sun")


class DateError(Exception):
    """A day that cannot be computed, with the words for it."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class UnknownLand(DateError):
    """No Land has this name."""


class UnknownHolidays(DateError):
    """Nobody can say which days of this year are public holidays."""


class OutOfCalendar(DateError):
    """The day lies before the year 1 or after the year 9999."""


class NotYetBorn(DateError):
    """An age was asked for a day before the birth."""


_LAND = Text(
    "Arbeitstage sind Montag bis Freitag ohne Feiertage ({land})",
    "working days are Monday to Friday without public holidays ({land})",
)
_NO_LAND = Text(
    "Arbeitstage sind Montag bis Freitag; ohne Kalender zählen Feiertage mit",
    "working days are Monday to Friday; without a calendar public holidays count too",
)
_OFF = Text("{known}, arbeitsfrei auch: {days}", "{known}, also off: {days}")


def _checked(_: object, __: object, land: str | None) -> None:
    if land is not None and land not in LAENDER:
        raise UnknownLand(
            Text(
                "kein Land heißt `{land}`; die Namen sind: {names}",
                "no Land is called `{land}`; the names are: {names}",
            ).format(land=land, names=", ".join(LAENDER))
        )


@attrs.frozen
class Holidays:
    """The public holidays that hold everywhere in a Land, and the days of every year in `off`.

    Without a Land only weekends and `off` are free. 24.12. and 31.12. are working days unless they
    are in `off`, Fronleichnam in Sachsen and Thüringen and Mariä Himmelfahrt in Bayern, too: they
    are holidays in some municipalities only.
    """

    land: str | None = attrs.field(default=None, validator=_checked)
    off: tuple[DayOfYear, ...] = ()
    _years: dict[int, frozenset[date] | None] = attrs.field(
        factory=dict, init=False, eq=False, repr=False
    )

    def of_year(self, year: int) -> frozenset[date]:
        """All days off of a year, those on weekends too; raises UnknownHolidays."""
        if year not in self._years:
            public = self._public(year)
            self._years[year] = None if public is None else public | self._own(year)
        known = self._years[year]
        if known is None:
            raise UnknownHolidays(
                Text(
                    "die Feiertage des Jahres {year} sind nicht bekannt ({land})",
                    "the public holidays of the year {year} are not known ({land})",
                ).format(year=year, land=self.land or "")
            )
        return known

    def _own(self, year: int) -> frozenset[date]:
        return frozenset(
            date(year, each.month, each.day)
            for each in self.off
            if each.day <= monthrange(year, each.month)[1]
        )

    def _public(self, year: int) -> frozenset[date] | None:
        """None where nobody knows them: the library answers such years with an empty calendar."""
        if self.land is None:
            return frozenset()
        import holidays

        days = holidays.country_holidays("DE", subdiv=LAENDER[self.land], years=year)
        return frozenset(days) if date(year, 1, 1) in days else None

    def is_working_day(self, day: date) -> bool:
        """Whether a day is Monday to Friday and no public holiday."""
        return day.weekday() < 5 and day not in self.of_year(day.year)

    @property
    def words(self) -> Text:
        """Which days count as working days."""
        known = _LAND.format(land=self.land) if self.land is not None else _NO_LAND
        if not self.off:
            return known
        days = ", ".join(day.text for day in self.off)
        return _OFF.format(known=known, days=days)


def add(day: date, length: Length, holidays: Holidays) -> date:
    """The last day of a period of `length` after `day`, which is not counted (§ 187 (1) BGB).

    Months end on the day of the same number, or on the last of a shorter month (§ 188 (2), (3)).
    """
    return _shift(day, length.count, length.unit, holidays)


def subtract(day: date, length: Length, holidays: Holidays) -> date:
    """The day `length` before `day`, which is not counted: the mirror image of `add`."""
    return _shift(day, -length.count, length.unit, holidays)


def later_by(day: date, days: int) -> date:
    """The day, so many days later."""
    with _inside_the_calendar(day):
        return date.fromordinal(day.toordinal() + days)


def _shift(day: date, count: int, unit: Unit, holidays: Holidays) -> date:
    with _inside_the_calendar(day):
        match unit:
            case Unit.DAY:
                return later_by(day, count)
            case Unit.WEEK:
                return later_by(day, 7 * count)
            case Unit.MONTH:
                return _in_month(_month(day) + count, day.day)
            case Unit.YEAR:
                return _in_month(_month(day) + 12 * count, day.day)
            case Unit.WORKING_DAY:
                return _working(day, count, holidays)


@contextmanager
def _inside_the_calendar(day: date) -> Iterator[None]:
    try:
        yield
    except (ValueError, OverflowError):
        raise OutOfCalendar(
            Text(
                "von {day} an gerechnet endet die Frist außerhalb der Jahre 1 bis 9999",
                "counted from {day}, the period ends outside the years 1 to 9999",
            ).format(day=shown(day))
        ) from None


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _in_month(month: int, day: int) -> date:
    year, index = divmod(month, 12)
    return date(year, index + 1, min(day, monthrange(year, index + 1)[1]))


def _working(day: date, count: int, holidays: Holidays) -> date:
    """Whole weeks at once; every holiday that was passed on a weekday is one working day more."""
    sign = 1 if count > 0 else -1
    missing = abs(count)
    while missing:
        target = _weekdays(day, missing * sign)
        low, high = min(day, target), max(day, target)
        missing = sum(
            low <= holiday <= high and holiday != day and holiday.weekday() < 5
            for year in range(low.year, high.year + 1)
            for holiday in holidays.of_year(year)
        )
        day = target
    return day


def _weekdays(day: date, count: int) -> date:
    weekday = day.weekday()
    weeks, rest = divmod(abs(count), 5)
    if count > 0:
        weekend = max(0, weekday - 4)
        over = weekday - weekend + rest > 4
        days = 7 * weeks + rest + 2 * over - weekend
    else:
        weekend = (7 - weekday) % 7 if weekday > 4 else 0
        over = (weekday + weekend) % 7 < rest
        days = weekend - (7 * weeks + rest + 2 * over)
    return date.fromordinal(day.toordinal() + days)


def roll(day: date, how: Roll, holidays: Holidays) -> date:
    """The nearest working day in the direction of `how`; forward is the rule of § 193 BGB."""
    if how is Roll.NOT or holidays.is_working_day(day):
        return day
    one = Length(1, Unit.WORKING_DAY)
    return add(day, one, holidays) if how is Roll.FORWARD else subtract(day, one, holidays)


def period_end(day: date, period: CalendarUnit, later: int = 0) -> date:
    """The last day of the calendar period in which `day` lies, or so many periods later."""
    with _inside_the_calendar(day):
        if period is CalendarUnit.WEEK:
            return date.fromordinal(day.toordinal() + 7 * (later + 1) - 1 - day.weekday())
        months = _MONTHS[period]
        return _in_month((_month(day) // months + later + 1) * months - 1, 31)


def period_start(day: date, period: CalendarUnit) -> date:
    """The first day of the calendar period in which `day` lies."""
    with _inside_the_calendar(day):
        if period is CalendarUnit.WEEK:
            return date.fromordinal(day.toordinal() - day.weekday())
        months = _MONTHS[period]
        return _in_month(_month(day) // months * months, 1)


def block_of(day: date, event: date, length: Length, holidays: Holidays) -> int:
    """Which block of `length` from `event` on a later day lies in, counted from 0."""

    def reaches(number: int) -> bool:
        try:
            return block_end(event, length, number, holidays) >= day
        except OutOfCalendar:
            return True

    after = 1
    while not reaches(after - 1):
        after *= 2
    return bisect_left(range(after), True, key=reaches)


def block_end(event: date, length: Length, number: int, holidays: Holidays) -> date:
    """The last day of a block; block -1 ends on the day of the event."""
    return add(event, Length(length.count * (number + 1), length.unit), holidays)


def age_on(birth: date, day: date) -> int:
    """Completed years of life; an age begins on the birthday itself (§ 187 (2) sentence 2 BGB).

    Who is born on 29.02. completes a year at the end of 28.02. (§ 188 (2) BGB) and is a year older
    on 1 March of a common year.
    """
    if day < birth:
        raise NotYetBorn(
            Text(
                "{day} liegt vor der Geburt am {birth}", "{day} is before the birth on {birth}"
            ).format(day=shown(day), birth=shown(birth))
        )
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def latest_birth(age: int, day: date) -> date:
    """The latest birth of those who have completed `age` years on `day` (§ 187 (2) BGB).

    The first day of the calendar where that would lie before the year 1.
    """
    year = day.year - age
    if year < 1:
        return date.min
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February, and no such day in that year
        return date(year, 2, 28)


def shown(day: date) -> Text:
    """A day as people read it, with its weekday."""
    return Text(
        f"{_WEEKDAYS.de.split()[day.weekday()]} {day.day:02}.{day.month:02}.{day.year:04}",
        f"{_WEEKDAYS.en.split()[day.weekday()]} {day.isoformat()}",
    )
