"""Random customers as typed columns, fast enough for millions: what a Parquet file may hold.

Each fact is a column of one of the types that can hold it, chosen by the seed: words, booleans,
whole numbers, floats with NaN, decimals, days of birth, points in time.  Some cells are missing,
some hold a value that the policy does not know.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kontaktdsl import words
from kontaktdsl.batch.mapping import vocabulary
from kontaktdsl.dates import latest_birth
from kontaktdsl.domains import Number
from kontaktdsl.policy import Policy
from kontaktdsl.space import Axis

FIRST, LAST = date(1996, 1, 1), date(2040, 12, 31)
DAY = date(2026, 11, 25)


def customers(
    policy: Policy,
    count: int,
    seed: int,
    *,
    missing: float = 0.05,
    bad: float = 0.01,
    first: date = FIRST,
    last: date = LAST,
    day: date = DAY,
) -> pa.Table:
    """That many customers; dates are those from `first` to `last`, births those of all ages.

    Half of the births lie around those that `day` makes as old as the policy tells apart.
    """
    maker = _Maker(np.random.default_rng(seed), count, missing, bad, day)
    columns = {"id": pa.array(np.arange(1, count + 1))}
    for axis in policy.plan.space.axes:
        columns[axis.attribute.name] = maker.fact(axis)
    for event in policy.events:
        columns[event.name] = maker.days(first, last, 0.2)
    columns["last_contact"] = maker.days(first, last, 0.3)
    columns["contacts"] = maker.contacts()
    columns["unused"] = pa.array(["x"] * count)
    return pa.table(columns)


def _number(day: date) -> int:
    return day.toordinal() - date(1970, 1, 1).toordinal()


class _Maker:
    def __init__(
        self, chance: np.random.Generator, count: int, missing: float, bad: float, day: date
    ) -> None:
        self.chance, self.count, self.missing, self.bad = chance, count, missing, bad
        self.day = day

    def fact(self, axis: Axis) -> pa.Array:
        """A column for one fact."""
        if isinstance(axis.attribute.domain, Number):
            kinds = ["int16", "int32", "int64", "double", "decimal"]
            if words.is_age(axis.attribute):
                kinds += ["birth", "birth", "time of birth"]
            return self._number(axis, str(self.chance.choice(kinds)))
        known = vocabulary(axis.attribute, {})
        kind = str(self.chance.choice(["bool", "word", "0 and 1"])) if "ja" in known else "word"
        if kind == "bool":
            return pa.array(self._draw(2).astype(np.bool_), mask=self._lost())
        if kind == "0 and 1":
            wrong = np.where(self._some(self.bad), 2, self._draw(2))
            return pa.array(wrong.astype(np.int8), mask=self._lost())
        spelt = np.array([*sorted(known), "", "quatsch", " ", "ALO ", "\u00e4"], dtype=object)
        usual = self._draw(len(known))
        odd = len(known) + self._draw(len(spelt) - len(known))
        places = np.where(self._some(self.bad), odd, usual)
        return pa.array(spelt[places], pa.string(), mask=self._lost())

    def days(self, first: date, last: date, absent: float) -> pa.Array:
        """A column of days, now and then with a time of day."""
        days = self.chance.integers(_number(first), _number(last) + 1, self.count)
        return self._column_of(days, absent, time=self.chance.random() < 0.2)

    def _column_of(self, days: npt.NDArray[np.int64], absent: float, *, time: bool) -> pa.Array:
        lost = self._some(absent)
        if time:
            seconds = days * 86_400 + self.chance.integers(0, 86_400, self.count)
            zone = str(self.chance.choice(["", "UTC"])) or None
            return pa.array(seconds * 1_000_000, mask=lost).cast(pa.timestamp("us", zone))
        return pa.array(days.astype(np.int32), mask=lost).cast(pa.date32())

    def _births(self, axis: Axis, *, time: bool) -> pa.Array:
        low, high = axis.attribute.domain.bounds
        ages = (*(first for first, _ in axis.classes), high + 1)
        birthdays = np.array([_number(latest_birth(age, self.day)) for age in ages])
        near = birthdays[self._draw(len(ages))] + self.chance.integers(-1, 2, self.count)
        born = latest_birth(high + 3, self.day), latest_birth(max(low - 2, 0), self.day)
        far = self.chance.integers(_number(born[0]), _number(born[1]) + 1, self.count)
        return self._column_of(np.where(self._some(0.5), near, far), self.missing, time=time)

    def contacts(self) -> pa.Array:
        """A column of numbers of contacts."""
        numbers = self.chance.choice([0, 1, 2, 3, 7, 1_000_000], self.count)
        numbers = np.where(self._some(self.bad), -1, numbers)
        kind = str(self.chance.choice(["int32", "int64", "double"]))
        return pa.array(numbers.astype(kind), mask=self._some(0.3))

    def _number(self, axis: Axis, kind: str) -> pa.Array:
        low, high = axis.attribute.domain.bounds
        if "birth" in kind:
            return self._births(axis, time=kind != "birth")
        ends = np.array([each for both in axis.classes for each in both])
        inside = self.chance.integers(low, high + 1, self.count)
        values = np.where(self._some(0.5), ends[self._draw(len(ends))], inside)
        outside = np.array([low - 1, high + 1, -32_768, 32_767])
        values = np.where(self._some(self.bad), outside[self._draw(len(outside))], values)
        if kind == "decimal":
            cells = [Decimal(each) / 2 for each in (values * 2).tolist()]
            for at in np.flatnonzero(self._some(self.bad)).tolist():
                cells[at] += Decimal("0.5")
            return pa.array(cells, pa.decimal128(12, 2), mask=self._lost())
        if kind == "double":
            odd = np.array([np.nan, np.inf, -np.inf, 0.5, 1e300])
            floats = np.where(self._some(self.bad), odd[self._draw(len(odd))], values)
            return pa.array(floats, mask=self._lost())
        return pa.array(values.astype(kind), mask=self._lost())

    def _draw(self, of: int) -> npt.NDArray[np.int64]:
        return self.chance.integers(0, of, self.count)

    def _some(self, share: float) -> npt.NDArray[np.bool_]:
        found: npt.NDArray[np.bool_] = self.chance.random(self.count) < share
        return found

    def _lost(self) -> npt.NDArray[np.bool_]:
        return self._some(self.missing)
