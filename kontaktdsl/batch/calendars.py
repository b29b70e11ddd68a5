"""Recipe and day to date: computed once by the exact functions, then gathered.

The table grows with the days that the data holds, within `WINDOW`; a day outside it is computed by
itself.  A date that cannot be computed is `BAD`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from kontaktdsl.batch import dates
from kontaktdsl.batch.dates import BAD, NONE, Days
from kontaktdsl.batch.recipes import Recipe
from kontaktdsl.dates import Holidays
from kontaktdsl.syntax.tree import Roll

WINDOW = dates.number(date(1900, 1, 1)), dates.number(date(2200, 12, 31))
MARGIN = 62
"""Days that are tabled beyond what was asked for, so that the next block rarely needs more."""


class Calendar:
    """Nominal and rolled dates of recipes by their number; `recipes` may grow."""

    def __init__(self, recipes: list[Recipe], holidays: Holidays, how: Roll) -> None:
        """Start with no day."""
        self.recipes = recipes
        self.holidays = holidays
        self.how = how
        self._low, self._high = 0, -1
        self._nominal = np.empty((0, 0), np.int32)
        self._rolled = np.empty((0, 0), np.int32)

    def find(self, recipes: npt.NDArray[np.int32], days: Days) -> tuple[Days, Days]:
        """Nominal and rolled date per row; `NONE` where the recipe is -1 or there is no day.

        No day may be `BAD`; a date outside the calendar is.
        """
        asked = (recipes >= 0) & (days != NONE)
        whole = bool(asked.all())
        wanted = days if whole else days[asked]
        if not len(wanted):
            nothing = np.full(len(days), NONE, np.int32)
            return nothing, nothing.copy()
        low, high = int(wanted.min()), int(wanted.max())
        near = WINDOW[0] <= low and high <= WINDOW[1]
        self._grow(max(low, WINDOW[0]), min(high, WINDOW[1]))
        span = np.int32(self._high - self._low + 3)
        place = recipes * span
        place += days
        place -= np.int32(self._low - 1)
        if not whole:
            np.copyto(place, 0, where=~asked)
        if not near:
            np.copyto(place, 0, where=asked & ((days < self._low) | (days > self._high)))
        places = place.astype(np.intp)
        nominal = self._nominal.reshape(-1).take(places, mode="clip")
        rolled = nominal
        if self.how is not Roll.NOT:
            rolled = self._rolled.reshape(-1).take(places, mode="clip")
        if not near:
            rolled = rolled.copy()
            far = np.flatnonzero(asked & ((days < self._low) | (days > self._high)))
            self._one_by_one(far, recipes, days, nominal, rolled)
        return nominal, rolled

    def table(self, low: date, high: date) -> tuple[Days, Days]:
        """The dates of all recipes for the days from `low` to `high`: two arrays, recipe by day."""
        days = np.arange(dates.number(low), dates.number(high) + 1, dtype=np.int32)
        shape = len(self.recipes), len(days)
        nominal, rolled = np.empty(shape, np.int32), np.empty(shape, np.int32)
        for number in range(len(self.recipes)):
            found = self.find(np.full(len(days), number, np.int32), days)
            nominal[number], rolled[number] = found
        return nominal, rolled

    def _grow(self, low: int, high: int) -> None:
        """Table all recipes from `low` to `high` at least; a place before and behind is `NONE`."""
        if low > high:
            low = high = WINDOW[0]
        if self._low <= low and high <= self._high and len(self._nominal) == len(self.recipes):
            return
        if self._low <= self._high:
            low, high = min(low, self._low), max(high, self._high)
        low, high = max(low - MARGIN, WINDOW[0]), min(high + MARGIN, WINDOW[1])
        shape = len(self.recipes), high - low + 3
        nominal, rolled = np.full(shape, NONE, np.int32), np.full(shape, NONE, np.int32)
        old = len(self._nominal)
        shift = self._low - low
        if old:
            width = self._high - self._low + 1
            kept = slice(1 + shift, 1 + shift + width)
            nominal[:old, kept] = self._nominal[:, 1:-1]
            rolled[:old, kept] = self._rolled[:, 1:-1]
        for number, recipe in enumerate(self.recipes):
            todo: Sequence[range] = (range(low, high + 1),)
            if number < old:
                todo = range(low, self._low), range(self._high + 1, high + 1)
            for days in todo:
                for day in days:
                    found = self._day(recipe, day)
                    nominal[number, day - low + 1], rolled[number, day - low + 1] = found
        self._low, self._high, self._nominal, self._rolled = low, high, nominal, rolled

    def _day(self, recipe: Recipe, day: int) -> tuple[int, int]:
        found = recipe.day(dates.day(day), self.holidays, self.how)
        if found is None:
            return int(BAD), int(BAD)
        return dates.number(found[0]), dates.number(found[1])

    def _one_by_one(
        self,
        rows: npt.NDArray[np.intp],
        recipes: npt.NDArray[np.int32],
        days: Days,
        nominal: Days,
        rolled: Days,
    ) -> None:
        known: dict[tuple[int, int], tuple[int, int]] = {}
        for row in rows.tolist():
            key = int(recipes[row]), int(days[row])
            if key not in known:
                known[key] = self._day(self.recipes[key[0]], key[1])
            nominal[row], rolled[row] = known[key]
