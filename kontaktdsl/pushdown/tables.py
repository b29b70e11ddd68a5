"""A policy as small tables that any database can hold: from classes to answers and dates.

    step_1 ...  the state before and classes in mixed radix -> the next state, or what is said
    said        what is said -> its words, and the recipes of its deadlines
    way         what is said and the slot of a row -> the recipe of its due date, or why none
    calendar    recipe and day -> nominal and rolled date
    days        day -> its number, and the latest birth of each age that the policy tells apart

A class is written as its share of the code (class times weight), so that a code is a sum.  A
missing fact is the class behind the last one; an unknown value is `UNKNOWN`, more than any code, so
that one comparison finds it.  The numbers of things said begin with `SAID_UNKNOWN`, `SAID_NO_DAY`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from enum import Enum

import attrs

from kontaktdsl.batch import recipes
from kontaktdsl.batch.cascade import Cascade, Step, cascade_of
from kontaktdsl.batch.choices import Choices, Way
from kontaktdsl.batch.mapping import Matched
from kontaktdsl.batch.said import Said, Status, broken, said, unknown
from kontaktdsl.dates import Holidays, latest_birth
from kontaktdsl.diagnostics import Text
from kontaktdsl.plan import Plan
from kontaktdsl.space import Axis
from kontaktdsl.values import Do

MOST_ROWS = 1 << 16
"""Most rows of one table of a step."""

UNKNOWN = 1_000_000
"""The share of a value that the policy does not know; a code that reaches it holds one."""

SAID_UNKNOWN, SAID_NO_DAY = 0, 1

YEARS = 1996, 2040
"""The first and the last year whose days are tabled, unless others are asked for."""

_EPOCH = date(1970, 1, 1).toordinal()

Cell = int | str | date | None


class TooLarge(Exception):
    """The tables of a policy would exceed their budget; `kpol run` answers it all the same."""

    text = Text(
        "die Richtlinie ist zu verzweigt für Tabellen in einer Datenbank; "
        "`kpol run` wendet sie auf eine Datei an",
        "the policy is too branched for tables in a database; `kpol run` applies it to a file",
    )


class Kind(Enum):
    """What a column of a table holds."""

    INTEGER = "integer"
    TEXT = "text"
    DATE = "date"


@attrs.frozen
class Column:
    """A column of a table."""

    name: str
    kind: Kind


@attrs.frozen(eq=False)
class Table:
    """A small table; `key` are the columns that no two rows agree on."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@attrs.frozen(eq=False)
class Stage:
    """Neighbouring axes that are looked up together.

    The code is `state * size` and the shares of the classes: class times weight of the axis. The
    first stage has one state, 0.
    """

    axes: tuple[int, ...]
    weights: tuple[int, ...]
    size: int
    table: Table


@attrs.frozen(eq=False)
class Births:
    """The columns of `days` with the latest births of one axis, `boundaries[i]` for class i.

    One more at the end stands for those who are too old.
    """

    axis: int
    boundaries: tuple[str, ...]


@attrs.frozen(eq=False)
class Tables:
    """All tables of one policy in one language, and how they hang together.

    `slots` is the number of ways per thing said: a row without a contact has slot 0, one whose
    number of contacts is not given 1, one with n contacts n + 2, at most `slots - 1`. `duties` are
    those with a date of their own, in the order of their columns.
    """

    axes: tuple[Axis, ...]
    stages: tuple[Stage, ...]
    said: Table
    way: Table
    calendar: Table
    days: Table
    births: tuple[Births, ...]
    slots: int
    duties: tuple[Do, ...]
    outside: Text
    ends: Text

    @property
    def all(self) -> tuple[Table, ...]:
        """Every table, in an order in which they can be made."""
        steps = (stage.table for stage in self.stages)
        return (*steps, self.said, self.way, self.calendar, self.days)


def tables_of(
    plan: Plan,
    matched: Matched,
    *,
    language: str,
    born: frozenset[str] = frozenset(),
    years: tuple[int, int] = YEARS,
) -> Tables:
    """The tables of a policy for data with these columns.

    `born` are the attributes whose column holds birth dates, `years` the first and last year whose
    days are tabled. Raises TooLarge, and UnknownLand if the policy's calendar is no Land.
    """
    cascade = cascade_of(plan)
    if cascade is None:
        raise TooLarge
    holidays = plan.policy.header.holidays
    choices = Choices(plan)
    choices.add(unknown())
    choices.add(broken(_no_day(years)))
    numbers = tuple(choices.add(said(plan, endings)) for endings in cascade.endings)
    events = {event.name: number for number, (event, _) in enumerate(matched.events)}
    days = tuple(_days(years))
    axes = plan.space.axes
    return Tables(
        axes=axes,
        stages=_stages(cascade, numbers),
        said=_said(choices, events, language),
        way=_ways(choices, events, language),
        calendar=_calendar(choices, days, holidays, plan),
        days=_day_table(axes, born, days),
        births=tuple(
            Births(at, tuple(_boundary(at, i) for i in range(len(axis.classes) + 1)))
            for at, axis in enumerate(axes)
            if axis.attribute.name in born
        ),
        slots=choices.slots,
        duties=choices.duties,
        outside=recipes.OUTSIDE,
        ends=_ends(years),
    )


def number(day: date) -> int:
    """A day as the integer that stands for it: days since 1970-01-01."""
    return day.toordinal() - _EPOCH


# --- from classes to what is said ---------------------------------------------------------------


def _stages(cascade: Cascade, said_of: Sequence[int]) -> tuple[Stage, ...]:
    """The steps, as many of them multiplied into one table as stay within `MOST_ROWS` rows."""
    if not cascade.steps:
        return (_stage(1, (), (), [list(said_of)]),)
    found: list[Stage] = []
    at = 0
    while at < len(cascade.steps):
        start, rows = at, [list(row) for row in cascade.steps[at].table]
        at += 1
        while at < len(cascade.steps) and _product(rows, cascade.steps[at]) <= MOST_ROWS:
            following = cascade.steps[at].table
            rows = [[end for state in row for end in following[state]] for row in rows]
            at += 1
        if at == len(cascade.steps):
            rows = [[said_of[end] for end in row] for row in rows]
        widths = tuple(step.width for step in cascade.steps[start:at])
        found.append(_stage(len(found) + 1, tuple(range(start, at)), widths, rows))
    return tuple(found)


def _product(rows: Sequence[Sequence[int]], step: Step) -> int:
    return len(rows) * len(rows[0]) * step.width


def _stage(
    number: int, axes: tuple[int, ...], widths: Sequence[int], rows: Sequence[Sequence[int]]
) -> Stage:
    size = len(rows[0])
    weights, rest = [], size
    for width in widths:
        rest //= width
        weights.append(rest)
    columns = Column("code", Kind.INTEGER), Column("next", Kind.INTEGER)
    flat = enumerate(end for row in rows for end in row)
    return Stage(axes, tuple(weights), size, Table(f"step_{number}", columns, ("code",), (*flat,)))


# --- what is said, and which way leads to a date ------------------------------------------------

_WORDS: tuple[tuple[str, Callable[[Said], Text | str | None]], ...] = (
    ("status", lambda each: each.status.words),
    ("answer", lambda each: each.answer),
    ("interval", lambda each: each.interval),
    ("strength", lambda each: each.strength),
    ("deadline", lambda each: each.deadline),
    ("duties", lambda each: each.duties),
    ("kinds", lambda each: each.kinds),
    ("rule", lambda each: each.rule),
    ("citation", lambda each: each.citation),
    ("reason", lambda each: each.reason),
)


def duty_column(number: int) -> str:
    """The column of the recipe of a duty; numbers count from 1, the event is in `..._event`."""
    return f"duty_{number}"


def _said(choices: Choices, events: dict[str, int], language: str) -> Table:
    dated = [duty_column(number) for number in range(1, len(choices.duties) + 1)]
    recipes_of = ["deadline", *dated]
    columns = (
        Column("said", Kind.INTEGER),
        Column("open", Kind.INTEGER),
        *(Column(name, Kind.TEXT) for name, _ in _WORDS),
        Column("line", Kind.INTEGER),
        *(
            Column(name, Kind.INTEGER)
            for each in recipes_of
            for name in (f"{each}_recipe", f"{each}_event")
        ),
    )

    def recipe(at: int) -> tuple[Cell, Cell]:
        if at < 0:
            return None, None
        event = choices.recipes.all[at].event
        return at, None if event is None else events[event]

    rows: list[tuple[Cell, ...]] = []
    for place, (each, choice) in enumerate(zip(choices.saids.all, choices.all, strict=True)):
        words = (_words(part(each), language) for _, part in _WORDS)
        dates = [cell for at in (choice.deadline, *choice.duties) for cell in recipe(at)]
        rows.append((place, int(each.status is Status.MISSING), *words, each.line, *dates))
    return Table("said", columns, ("said",), tuple(rows))


def _ways(choices: Choices, events: dict[str, int], language: str) -> Table:
    """One row per thing said and slot, `said * slots + slot`.

    `event` is None where the last contact counts; `late` is said where the last contact lies before
    the event `restarted`, `why` where there is no date.
    """
    columns = (
        Column("way", Kind.INTEGER),
        Column("recipe", Kind.INTEGER),
        Column("event", Kind.INTEGER),
        Column("restarted", Kind.INTEGER),
        Column("step", Kind.TEXT),
        Column("late", Kind.TEXT),
        Column("why", Kind.TEXT),
    )

    def row(way: Way) -> tuple[Cell, ...]:
        late = None
        if way.restarted is not None:
            late = recipes.BEFORE_EVENT.format(event=way.restarted).into(language)
        return (
            None if way.recipe < 0 else way.recipe,
            None if way.event is None else events[way.event],
            None if way.restarted is None else events[way.restarted],
            None if way.step < 0 else choices.steps.all[way.step].into(language),
            late,
            None if way.reason < 0 else choices.reasons.all[way.reason].into(language),
        )

    slots = range(choices.slots)
    ways = (choice.way(slot) for choice in choices.all for slot in slots)
    rows = tuple((place, *row(way)) for place, way in enumerate(ways))
    return Table("way", columns, ("way",), rows)


def _words(part: Text | str | None, language: str) -> str | None:
    return part.into(language) if isinstance(part, Text) else part


# --- days ---------------------------------------------------------------------------------------


def _days(years: tuple[int, int]) -> Iterator[date]:
    first, last = date(years[0], 1, 1), date(years[1], 12, 31)
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


def _calendar(choices: Choices, days: Sequence[date], holidays: Holidays, plan: Plan) -> Table:
    """Dates of all recipes; None where a date lies outside the calendar."""
    columns = (
        Column("recipe", Kind.INTEGER),
        Column("day", Kind.DATE),
        Column("nominal", Kind.DATE),
        Column("rolled", Kind.DATE),
        Column("number", Kind.INTEGER),
    )
    rows: list[tuple[Cell, ...]] = []
    for place, recipe in enumerate(choices.recipes.all):
        for day in days:
            found = recipe.day(day, holidays, plan.policy.header.roll)
            if found is None:
                rows.append((place, day, None, None, None))
            else:
                nominal, rolled = found
                rows.append((place, day, nominal, rolled, number(rolled)))
    return Table("calendar", columns, ("recipe", "day"), tuple(rows))


def _day_table(axes: Sequence[Axis], born: frozenset[str], days: Sequence[date]) -> Table:
    ages = [
        (_boundary(at, i), age)
        for at, axis in enumerate(axes)
        if axis.attribute.name in born
        for i, age in enumerate(first_ages(axis))
    ]
    columns = (
        Column("day", Kind.DATE),
        Column("number", Kind.INTEGER),
        *(Column(name, Kind.DATE) for name, _ in ages),
    )

    def row(day: date) -> tuple[Cell, ...]:
        return (day, number(day), *(latest_birth(age, day) for _, age in ages))

    return Table("days", columns, ("day",), tuple(map(row, days)))


def first_ages(axis: Axis) -> tuple[int, ...]:
    """The first age of each class, and the first one that is too old."""
    return (*(low for low, _ in axis.classes), axis.attribute.domain.bounds[1] + 1)


def _boundary(axis: int, place: int) -> str:
    return f"born_{axis + 1}_{place + 1}"


def _no_day(years: tuple[int, int]) -> Text:
    return Text(
        "der Tag der Auswertung liegt außerhalb der Jahre {first} bis {last}",
        "the day of evaluation lies outside the years {first} to {last}",
    ).format(first=str(years[0]), last=str(years[1]))


def _ends(years: tuple[int, int]) -> Text:
    return Text(
        "der Tag, von dem an gerechnet wird, liegt außerhalb der Jahre {first} bis {last}",
        "the day that is counted from lies outside the years {first} to {last}",
    ).format(first=str(years[0]), last=str(years[1]))
