"""Facts in time as classes: the days of an event (and of birth) looked up, each different day once.

One function tells the class (`dates.class_on`); no row is computed with dates of its own.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt

from kontaktdsl.batch import dates
from kontaktdsl.batch.codes import Integers, class_dtype
from kontaktdsl.batch.dates import NONE, Days
from kontaktdsl.dates import DateError, Holidays, class_on
from kontaktdsl.moments import AgeOn, DayOf, Since
from kontaktdsl.space import Axis


class TimedReader:
    """Turns the days of an event into the classes of one fact in time, for one day of evaluation.

    A birth that is not given where it matters is a missing fact; a day that cannot be counted (an
    event before the birth, an unknown year of holidays) is an unknown value.
    """

    is_number = False

    def __init__(
        self, axis: Axis, moment: Since | DayOf | AgeOn, on: date, holidays: Holidays
    ) -> None:
        """Remember how the fact follows from days; nothing is computed yet."""
        self.axis = axis
        self.moment = moment
        self.day = on
        self.holidays = holidays
        self.missing = len(axis.classes)
        self.unknown = self.missing + 1
        self.dtype = class_dtype(axis)
        self._known: dict[tuple[int, int], int] = {}

    def absent(self, rows: int) -> Integers:
        """The fact of an event that the data does not have."""
        return np.full(rows, self.missing, self.dtype)

    def classes(self, days: Days, births: Days | None) -> Integers:
        """The class per row; no day may be `BAD`."""
        if not isinstance(self.moment, AgeOn):
            different, places = np.unique(days, return_inverse=True)
            table = [self._class(each, int(NONE)) for each in different.tolist()]
        else:
            if births is None:
                births = np.full(len(days), NONE, np.int32)
            pairs = np.stack([days, births], axis=1)
            found, places = np.unique(pairs, axis=0, return_inverse=True)
            table = [self._class(event, birth) for event, birth in found.tolist()]
        return np.array(table, self.dtype).take(places.reshape(-1))

    def _class(self, event: int, birth: int) -> int:
        key = event, birth
        if key not in self._known:
            self._known[key] = self._told(_day(event), _day(birth))
        return self._known[key]

    def _told(self, event: date | None, birth: date | None) -> int:
        try:
            found = class_on(self.moment, self.day, event, self.holidays, birth)
        except DateError:
            return self.unknown
        return self.missing if found is None else self.axis.place(found)


def not_yet(days: Days, on: date) -> npt.NDArray[np.bool_]:
    """Where an event has not happened by a day."""
    none: npt.NDArray[np.bool_] = (days == NONE) | (days > dates.number(on))
    return none


def _day(number: int) -> date | None:
    return None if number == int(NONE) else dates.day(number)
