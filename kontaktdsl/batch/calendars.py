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
        self._nominal = np.full((1, 0), NONE, np.int32)
        self._rolled = self._nominal

    def find(
        self, recipe_of: npt.NDArray[np.int32], places: npt.NDArray[np.intp], days: Days
    ) -> tuple[Days, Days]:
        """Nominal and rolled date per row; `NONE` where there is no recipe or no day.

        `recipe_of` is a table of recipes (-1 for none), `places` are places in it, one per row. No
        day may be `BAD`; a date outside the calendar is.
        """
        far = None if self._holds(days) else self._widen(recipe_of, places, days)
        span = self._high - self._low + 3
        base = (recipe_of.astype(np.intp) + 1) * span
        place = base.take(places, mode="clip")
        # no day lands on the first column of its row, a day that is not tabled on the last
        place += np.clip(days, self._low - 1, self._high + 1)
        place -= self._low - 1
        nominal = self._nominal.reshape(-1).take(place, mode="clip")
        rolled = nominal
        if self.how is not Roll.NOT:
            rolled = self._rolled.reshape(-1).take(place, mode="clip")
        if far is not None and len(far):
            rolled = rolled.copy()
            self._one_by_one(far, recipe_of.take(places), days, nominal, rolled)
        return nominal, rolled

    def table(self, low: date, high: date) -> tuple[Days, Days]:
        """The dates of all recipes for the days from `low` to `high`: two arrays, recipe by day."""
        days = np.arange(dates.number(low), dates.number(high) + 1, dtype=np.int32)
        shape = len(self.recipes), len(days)
        nominal, rolled = np.empty(shape, np.int32), np.empty(shape, np.int32)
        first = np.zeros(len(days), np.intp)
        for number in range(len(self.recipes)):
            found = self.find(np.array([number], np.int32), first, days)
            nominal[number], rolled[number] = found
        return nominal, rolled

    def _holds(self, days: Days) -> bool:
        """Whether all recipes are tabled for all days."""
        if len(self._nominal) <= len(self.recipes) or self._low > self._high:
            return False
        if int(days.max(initial=NONE)) > self._high:
            return False
        return bool(np.count_nonzero(days < self._low) == np.count_nonzero(days == NONE))

    def _widen(
        self, recipe_of: npt.NDArray[np.int32], places: npt.NDArray[np.intp], days: Days
    ) -> npt.NDArray[np.intp]:
        """Table what the rows ask for; the rows whose day lies too far away to be tabled."""
        asked = (recipe_of.take(places, mode="clip") >= 0) & (days != NONE)
        wanted = days[asked]
        low, high = int(wanted.min(initial=WINDOW[1])), int(wanted.max(initial=WINDOW[0]))
        self._grow(max(low, WINDOW[0]), min(high, WINDOW[1]))
        return np.flatnonzero(asked & ((days < self._low) | (days > self._high)))

    def _grow(self, low: int, high: int) -> None:
        """Table all recipes from `low` to `high` at least.

        The first row stands for no recipe; the first and the last column of a row are `NONE`.
        """
        if low > high:
            low = high = WINDOW[0]
        known = len(self._nominal) - 1
        if self._low <= low and high <= self._high and known == len(self.recipes):
            return
        if self._low <= self._high:
            low, high = min(low, self._low), max(high, self._high)
        low, high = max(low - MARGIN, WINDOW[0]), min(high + MARGIN, WINDOW[1])
        shape = len(self.recipes) + 1, high - low + 3
        nominal, rolled = np.full(shape, NONE, np.int32), np.full(shape, NONE, np.int32)
        if known:
            start = 1 + self._low - low
            kept = slice(start, start + self._high - self._low + 1)
            nominal[1 : known + 1, kept] = self._nominal[1:, 1:-1]
            rolled[1 : known + 1, kept] = self._rolled[1:, 1:-1]
        for number, recipe in enumerate(self.recipes):
            todo: Sequence[range] = (range(low, high + 1),)
            if number < known:
                todo = range(low, self._low), range(self._high + 1, high + 1)
            for days in todo:
                for day in days:
                    found = self._day(recipe, day)
                    nominal[number + 1, day - low + 1] = found[0]
                    rolled[number + 1, day - low + 1] = found[1]
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
