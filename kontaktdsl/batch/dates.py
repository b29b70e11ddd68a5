"""Dates in columns: days since 1970-01-01 as 32-bit integers, with two marks beside them."""

from __future__ import annotations

import re
from datetime import date, datetime

import numpy as np
import numpy.typing as npt

Days = npt.NDArray[np.int32]

NONE = np.int32(-(2**31))
"""No day is given."""

BAD = np.int32(-(2**31) + 1)
"""Something is given that is no day."""

EPOCH = date(1970, 1, 1).toordinal()
FIRST, LAST = date.min.toordinal() - EPOCH, date.max.toordinal() - EPOCH

_GERMAN = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?")


def number(day: date) -> int:
    """A day as the integer that stands for it."""
    return day.toordinal() - EPOCH


def day(number: int) -> date:
    """The day that an integer stands for."""
    return date.fromordinal(int(number) + EPOCH)


def parsed(cell: object) -> int:
    """The day of one cell: a date, or `17.03.2001` or `2001-03-17`, a time of day behind it or not.

    A year has four digits: `01` could be two centuries. `BAD` for anything else.
    """
    if isinstance(cell, datetime):
        return number(cell.date())
    if isinstance(cell, date):
        return number(cell)
    if not isinstance(cell, str):
        return int(BAD)
    text = cell.strip()
    for form, order in ((_GERMAN, (3, 2, 1)), (_ISO, (1, 2, 3))):
        found = form.match(text)
        if found:
            rest = text[found.end() :]
            if rest and not _TIME.fullmatch(rest):
                return int(BAD)
            year, month, of_month = (int(found[at]) for at in order)
            try:
                return number(date(year, month, of_month))
            except ValueError:
                return int(BAD)
    return int(BAD)
