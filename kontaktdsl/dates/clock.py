"""The clock of a series: the event from which it runs anew, and the pauses that stop it.

SPEC section "Series, rights and pauses".
"""

from collections.abc import Mapping
from datetime import date, timedelta

import attrs

from kontaktdsl.dates.calendar import Holidays, add, shown
from kontaktdsl.diagnostics import Text
from kontaktdsl.values import Outcome, Paused


@attrs.frozen
class Clock:
    """What moves a clock besides the contacts: `restarts` names the event from which it runs anew,
    `day` is the day of evaluation, `paused_since` the day on which the present pause began.
    """

    restarts: str | None = None
    day: date | None = None
    paused_since: date | None = None

    def restarted(self, events: Mapping[str, date]) -> date | None:
        """The day from which the clock runs anew, where that has happened."""
        found = events.get(self.restarts) if self.restarts is not None else None
        return None if found is not None and self.day is not None and found > self.day else found


STANDARD = Clock()


@attrs.frozen
class Stopped:
    """For how many days a clock stood still, and why; `why` is None only where nothing stops it."""

    days: int
    why: Text | None = None


@attrs.frozen
class Unknown:
    """Nobody can say for how many days a clock stood still, and why not."""

    why: Text
    days: None = None


_WHY = Text("ruht ({why})", "paused ({why})")
_UNKNOWN = Text(
    "{paused}: der Tag, seit dem es ruht, ist nicht angegeben",
    "{paused}: the day on which the pause began is not given",
)
_NO_DAY = Text(
    "{paused}: der Tag, für den gefragt wird, ist nicht angegeben",
    "{paused}: the day of evaluation is not given",
)
_STOOD = Text("{paused} seit {since}, {n} später", "{paused} since {since}, {n} later")
_DAYS = (Text("1 Tag", "1 day"), Text("{n} Tage", "{n} days"))
_ENOUGH = Text("länger ruht es nicht", "no longer than that")
_OVERDUE = Text(
    "{paused} seit {since}, war aber schon vorher fällig",
    "{paused} since {since}, but was due before",
)


def standstill(
    outcome: Outcome, clock: Clock, start: date, due: date, holidays: Holidays
) -> Stopped | Unknown:
    """For how many days the clock stood still that runs from `start` and ends on `due`.

    The longest of the pauses that hold counts: each of them alone would allow it. A pause that
    begins on `due` or later comes too late. Raises OutOfCalendar.
    """
    pauses = [part for part in outcome if isinstance(part, Paused)]
    if not pauses:
        return Stopped(0)
    reasons = (Text(f"„{pause.reason}“", f"“{pause.reason}”") for pause in dict.fromkeys(pauses))
    listed = [*reasons]
    paused = _WHY.format(why=Text(", ".join(t.de for t in listed), ", ".join(t.en for t in listed)))
    since, day = clock.paused_since, clock.day
    if since is None:
        return Unknown(_UNKNOWN.format(paused=paused))
    if day is None:
        return Unknown(_NO_DAY.format(paused=paused))
    if since >= due:
        return Stopped(0, _OVERDUE.format(paused=paused, since=shown(since)))
    ends = [day if p.at_most is None else add(since, p.at_most, holidays) for p in pauses]
    end = min(day, max(ends))
    days = max(0, (end - max(since, start)) // timedelta(days=1))
    told = _DAYS[0] if days == 1 else _DAYS[1].format(n=days)
    why = _STOOD.format(paused=paused, since=shown(since), n=told)
    if end < day:
        why = Text("{why}; {more}", "{why}; {more}").format(why=why, more=_ENOUGH)
    return Stopped(days, why)
