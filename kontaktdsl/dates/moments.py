"""Facts in time, told by days: the class that holds on a day of evaluation."""

from datetime import date

from kontaktdsl.dates.calendar import Holidays, OutOfCalendar, add, age_on
from kontaktdsl.moments import NEVER, AgeOn, Cut, DayOf, Since
from kontaktdsl.values import Length


def class_on(
    moment: Since | DayOf | AgeOn,
    day: date,
    event: date | None,
    holidays: Holidays,
    born: date | None = None,
) -> int | None:
    """The class on `day`, for the day of the event (None: there is none) and that of birth.

    None where an age cannot be told because nobody knows the birth. Raises NotYetBorn for an event
    before the birth, UnknownHolidays where working days of an unknown year matter.
    """
    match moment:
        case Since():
            return _since(moment, day, event, holidays)
        case DayOf():
            return _day_of(moment, day, event)
        case AgeOn(cuts=cuts):
            if event is None:
                return NEVER
            if born is None:
                return None
            age = age_on(born, event)
            return 1 + sum(cut <= age for cut in cuts)


def _since(moment: Since, day: date, event: date | None, holidays: Holidays) -> int:
    if event is None or event > day:
        return NEVER
    block = 0 if moment.anew is None else blocks(event, moment.anew, day, holidays)
    return 1 + sum(
        reached(cut, event, day, holidays, anew=moment.anew, block=block) for cut in moment.cuts
    )


def blocks(event: date, length: Length, day: date, holidays: Holidays) -> int:
    """How many whole blocks of a length from the event on have ended by `day`.

    Block k begins on the day that is k lengths after the event: counted from the event, not from
    block to block, so that the last day of a short month never shifts the later ones.
    """
    fewest, most = 0, 1
    while _has_come(event, _times(length, most), day, holidays):
        fewest, most = most, 2 * most
    while most - fewest > 1:
        middle = (fewest + most) // 2
        if _has_come(event, _times(length, middle), day, holidays):
            fewest = middle
        else:
            most = middle
    return fewest


def reached(
    cut: Cut,
    event: date,
    day: date,
    holidays: Holidays,
    *,
    anew: Length | None = None,
    block: int = 0,
) -> bool:
    """Whether a length since the event, or since the start of a later block, is reached (exceeded).

    Within a block, months are counted from the event on where the block has months, too.
    """
    length, start = cut.length, event
    if anew is not None and block:
        count, unit = length.meaning
        of_block, block_unit = anew.meaning
        if unit is block_unit:
            length = Length(block * of_block + count, unit)
        else:
            start = add(event, _times(anew, block), holidays)
    return _has_come(start, length, day, holidays, later=cut.exceeded)


def _times(length: Length, number: int) -> Length:
    return Length(number * length.count, length.unit)


def _has_come(
    start: date, length: Length, day: date, holidays: Holidays, *, later: bool = False
) -> bool:
    """Whether the day that is `length` after `start` (or the day after it) is not after `day`."""
    try:
        end = add(start, length, holidays)
    except OutOfCalendar:
        return False
    return end < day if later else end <= day


def _day_of(moment: DayOf, day: date, event: date | None) -> int:
    days = moment.days
    if event is None:
        return NEVER
    passed = sum(each <= event for each in days)
    if passed == 0:
        return 1
    if event <= day:
        return 1 + passed
    return NEVER if passed == len(days) else moment.ahead[0] + passed - 1
