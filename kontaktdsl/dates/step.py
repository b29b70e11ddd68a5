"""The day of one step, and the words that say how it came about.

A step is counted from a day, moved off days on which nobody works where the policy says so, and
explained: what it was counted from, what made the day another one.  Which step is next, and which
day it is counted from, is none of its concern.
"""

from datetime import date

import attrs

from kontaktdsl.dates.calendar import Holidays, later_by, roll, shown
from kontaktdsl.dates.counts import length_words
from kontaktdsl.diagnostics import Text
from kontaktdsl.syntax.tree import Roll
from kontaktdsl.values import After, Do, First, Length, Rhythm, Unit

Step = First | After | Rhythm | Do

_AFTER = Text("{length} nach {start}", "{length} after {start}")
_CLAMPED = Text(
    "kürzerer Monat: der letzte Tag (§ 188 Abs. 3 BGB)",
    "shorter month: its last day (§ 188 (3) BGB)",
)
_BACK = Text("{day} ist arbeitsfrei: vorgezogen", "{day} is not a working day: moved back")
_FORWARD = Text("{day} ist arbeitsfrei: aufgeschoben", "{day} is not a working day: moved forward")
_STAYS = Text(
    "{day} ist arbeitsfrei, und davor liegt kein Arbeitstag mehr in der Frist",
    "{day} is not a working day, and no working day before it is left in the period",
)
_EARLIER = Text("{length} vor {start}", "{length} before {start}")


@attrs.frozen
class Due:
    """The day by which a step is due, before and after rolling, or why there is none.

    `step` is the part of the outcome that the day comes from; None if no part says how often.
    `aim` is the day that is aimed at where the step is a range (`every 2 to 3 months`), not rolled.
    """

    step: Step | None
    nominal: date | None
    rolled: date | None
    why: Text
    aim: date | None = None


@attrs.frozen
class Start:
    """The day from which a step is counted, and what happened on it."""

    day: date
    words: Text


def rolled_after(nominal: date, start: date, holidays: Holidays, how: Roll) -> date:
    """The day of a step after rolling; never rolled back to the day it is counted from."""
    earliest = nominal if nominal <= start else later_by(start, 1)
    return kept(nominal, earliest, holidays, how)


def kept(nominal: date, earliest: date, holidays: Holidays, how: Roll) -> date:
    """A day rolled back beyond the start of its own period could not be kept: it stays."""
    day = roll(nominal, how, holidays)
    return nominal if day < earliest else day


def after(
    length: Length, nominal: date, start: Start, holidays: Holidays, *, before: bool = False
) -> Text:
    """`2 weeks after …`, and what made the nominal day another one than counting gives."""
    joint = _EARLIER if before else _AFTER
    why = joint.format(length=length_words(length), start=start.words)
    if length.unit is Unit.WORKING_DAY:
        return joined(why, holidays.words)
    if length.unit in (Unit.MONTH, Unit.YEAR) and nominal.day != start.day.day:
        return joined(why, _CLAMPED)
    return why


def rolled_step(
    step: Step,
    nominal: date,
    day: date,
    why: Text,
    holidays: Holidays,
    how: Roll,
    aim: date | None,
) -> Due:
    """The step on its day after rolling, with the reason why that is another one, or is not."""
    if day != nominal:
        moved = _BACK if how is Roll.BACK else _FORWARD
        why = joined(why, moved.format(day=shown(nominal)))
    elif how is not Roll.NOT and not holidays.is_working_day(nominal):
        why = joined(why, _STAYS.format(day=shown(nominal)))
    return Due(step, nominal, day, why, aim)


def joined(text: Text, note: Text | None) -> Text:
    """A text, and what has to be said besides."""
    if note is None:
        return text
    return Text.same("{text}; {note}").format(text=text, note=note)
