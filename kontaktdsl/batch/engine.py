"""Rows in, answers out: block by block, each column of a block in one sweep.

The work per row is a handful of gathers; everything that is said in words is said once per ending
and looked up.  Blocks are small enough to stay in the cache of one core.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import attrs
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kontaktdsl import words
from kontaktdsl.batch import columns as out
from kontaktdsl.batch import recipes
from kontaktdsl.batch.calendars import Calendar
from kontaktdsl.batch.choices import Choices, Numbered
from kontaktdsl.batch.codes import FactReader, Integers, counts_of, days_of
from kontaktdsl.batch.dates import BAD, NONE, Days
from kontaktdsl.batch.lookup import lookup_of
from kontaktdsl.batch.mapping import Matched, open_words
from kontaktdsl.batch.said import Status, said, unknown
from kontaktdsl.batch.timed import TimedReader, not_yet
from kontaktdsl.batch.ways import Numbers, Ways, ways_of
from kontaktdsl.diagnostics import Text
from kontaktdsl.model import Attribute
from kontaktdsl.moments import NEVER, AgeOn, DayOf, Since
from kontaktdsl.plan import Plan
from kontaktdsl.space import Axis

BLOCK = 1 << 16
"""Rows of a block."""

Places = npt.NDArray[np.intp]


@attrs.frozen(eq=False)
class Answers:
    """The answers of one block, as numbers into the tables of the engine that gave them.

    `said` is the number of what is said, days are since 1970-01-01 (`NONE` where there is none),
    `reason`, `step` and `facts` are numbers of texts, -1 for none.
    """

    said: Places
    due: Days
    nominal: Days
    step: Numbers
    deadline: Days
    deadline_nominal: Days
    duties: tuple[Days, ...]
    reason: Numbers
    facts: Numbers

    def __len__(self) -> int:
        return len(self.said)


class Engine:
    """Answers rows of one data set by one policy on one day.

    `matched` says which columns hold what; `language` is that of the words. The tables grow while
    rows come in. Raises UnknownLand if the policy's calendar is no Land.
    """

    def __init__(
        self, plan: Plan, matched: Matched, day: date, language: str, *, deadlines: bool = True
    ) -> None:
        """Compile the tables of the policy; without `deadlines` their days stay empty."""
        self.deadlines = deadlines
        header = plan.policy.header
        self.plan = plan
        self.matched = matched
        self.day = day
        self.language = language
        self.lookup = lookup_of(plan)
        self.choices = Choices(plan)
        self.calendar = Calendar(self.choices.recipes.all, header.holidays, header.roll)
        self.readers = tuple(self._reader(axis) for axis in plan.space.axes)
        self.facts: Numbered[Text] = Numbered()
        self._timed = any(axis.attribute.derived is not None for axis in plan.space.axes)
        self._said_of: dict[int, int] = {}
        self._said_at: Numbers = np.empty(0, np.int32)
        self._ways: Ways | None = None
        self._columns = dict(matched.facts_by_name)
        self._events = {event.name: column for event, column in matched.events}
        self._labels = [self._label(axis.attribute) for axis in plan.space.axes]
        self.choices.add(unknown())

    @property
    def columns(self) -> tuple[out.Column, ...]:
        """The columns of an answer."""
        return out.answer_columns(tuple(duty.text for duty in self.choices.duties))

    def blocks(self, batch: pa.RecordBatch) -> Iterator[tuple[pa.RecordBatch, Answers]]:
        """The batch in blocks, each with its answers."""
        for start in range(0, batch.num_rows, BLOCK):
            block = batch.slice(start, BLOCK)
            yield block, self.answer(block)

    def often(self, block: pa.RecordBatch) -> Integers:
        """Per row the number of what is said (`choices.saids`), without dates."""
        bad: list[tuple[str, npt.NDArray[np.bool_]]] = []
        columns = _by_name(block)
        events = self._event_days(columns, bad) if self._timed else {}
        classes, _ = self._classes(columns, block.num_rows, events, bad)
        number = self._said(classes, block.num_rows)
        if bad:
            number[np.logical_or.reduce([each for _, each in bad])] = 0
        return number

    def answer(self, block: pa.RecordBatch) -> Answers:
        """The answers of a block of rows; it must hold the matched columns."""
        rows = len(block)
        columns = _by_name(block)
        bad: list[tuple[str, npt.NDArray[np.bool_]]] = []
        bad_days: list[tuple[str, npt.NDArray[np.bool_]]] = []
        events = self._event_days(columns, bad_days)
        classes, torn = self._classes(columns, rows, events, bad)
        last_label = out.LAST_CONTACT.into(self.language)
        last = self._day_column(columns, self.matched.last_contact, last_label, bad)
        bad += bad_days
        contacts = self._contacts(columns, bad)
        number = self._said(classes, rows).astype(np.intp)
        facts = np.full(rows, -1, np.int32)
        if torn:
            self._name_missing(number, torn, facts)
        if bad:
            self._name_unknown(number, bad, facts)
        return self._dates(number, last, events, contacts, facts)

    # --- facts ----------------------------------------------------------------------------------

    def _classes(
        self,
        columns: Mapping[str, pa.Array],
        rows: int,
        events: Mapping[str, Days | None],
        bad: list[tuple[str, npt.NDArray[np.bool_]]],
    ) -> tuple[list[Integers], list[tuple[str, npt.NDArray[np.bool_]]]]:
        found, torn = [], []
        births = self._births(columns, bad)
        for reader, label in zip(self.readers, self._labels, strict=True):
            column = self._columns[reader.axis.attribute.name]
            if isinstance(reader, TimedReader):
                days = events[reader.moment.event]
                codes = reader.absent(rows) if days is None else reader.classes(days, births)
            elif column is None:
                codes = reader.absent(rows)
            else:
                codes, clean = reader.read(columns[column])
                later = reader.axis.attribute.derived
                if later is not None and (days := events.get(later.event)) is not None:
                    codes = np.where(not_yet(days, self.day), NEVER, codes).astype(codes.dtype)
                elif clean:
                    found.append(codes)
                    continue
            most = codes.max(initial=0)
            if most == reader.unknown:
                wrong = codes == reader.unknown
                bad.append((label, wrong))
                codes = np.where(wrong, reader.missing, codes).astype(codes.dtype)
                lacking = (codes == reader.missing) & ~wrong
                if lacking.any():
                    torn.append((label, lacking))
            elif most == reader.missing:
                torn.append((label, codes == reader.missing))
            found.append(codes)
        return found, torn

    def _reader(self, axis: Axis) -> FactReader | TimedReader:
        attribute = axis.attribute
        if attribute in self.matched.timed and isinstance(attribute.derived, Since | DayOf | AgeOn):
            holidays = self.plan.policy.header.holidays
            return TimedReader(axis, attribute.derived, self.day, holidays)
        return FactReader(
            axis,
            self.matched.vocabulary.get(attribute.name, {}),
            self.matched.missing | (open_words() if words.who_decides(attribute) else frozenset()),
            self.day,
            births=attribute.name in self.matched.born,
        )

    def _label(self, attribute: Attribute) -> str:
        """What a fact is called where it is missing, and who has to say it."""
        who = words.who_decides(attribute)
        return attribute.shown if who is None else f"{attribute.shown} ({who.into(self.language)})"

    def _event_days(
        self, columns: Mapping[str, pa.Array], bad: list[tuple[str, npt.NDArray[np.bool_]]]
    ) -> dict[str, Days | None]:
        return {
            name: self._day_column(columns, column, self._event_label(name), bad)
            for name, column in self._events.items()
        }

    def _births(
        self, columns: Mapping[str, pa.Array], bad: list[tuple[str, npt.NDArray[np.bool_]]]
    ) -> Days | None:
        column = self.matched.birth
        return None if column is None else self._day_column(columns, column, column, bad)

    def _day_column(
        self,
        columns: Mapping[str, pa.Array],
        column: str | None,
        label: str,
        bad: list[tuple[str, npt.NDArray[np.bool_]]],
    ) -> Days | None:
        if column is None:
            return None
        return _without_bad(days_of(columns[column], self.matched.missing), label, bad)

    def _contacts(
        self, columns: Mapping[str, pa.Array], bad: list[tuple[str, npt.NDArray[np.bool_]]]
    ) -> Days | None:
        column = self.matched.contacts
        if column is None:
            return None
        counts = counts_of(columns[column], self.matched.missing)
        return _without_bad(counts, out.CONTACTS.into(self.language), bad)

    def _event_label(self, name: str) -> str:
        for event, _ in self.matched.events:
            if event.name == name:
                return event.label or event.name
        return name

    def _name_missing(
        self,
        number: Places,
        torn: Sequence[tuple[str, npt.NDArray[np.bool_]]],
        facts: Numbers,
    ) -> None:
        """Name the missing facts of the rows that lack one and are not settled without it."""
        open_ = np.array([each.status is Status.MISSING for each in self.choices.saids.all]).take(
            number
        )
        self._name(open_, torn, facts)

    def _name_unknown(
        self,
        number: Places,
        bad: Sequence[tuple[str, npt.NDArray[np.bool_]]],
        facts: Numbers,
    ) -> None:
        """A value that is not known outweighs everything else."""
        wrong = np.logical_or.reduce([each for _, each in bad])
        number[wrong] = 0
        facts[wrong] = -1
        self._name(wrong, bad, facts)

    def _name(
        self,
        which: npt.NDArray[np.bool_],
        parts: Sequence[tuple[str, npt.NDArray[np.bool_]]],
        facts: Numbers,
    ) -> None:
        rows = np.flatnonzero(which)
        if not len(rows):
            return
        packed = np.packbits(np.stack([each[rows] for _, each in parts], axis=1), axis=1)
        keys = np.ascontiguousarray(packed).view(np.dtype((np.void, packed.shape[1]))).reshape(-1)
        _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
        names = [
            ", ".join(label for label, each in parts if each[rows[at]]) for at in first.tolist()
        ]
        numbers = np.array([self.facts.number(Text.same(name)) for name in names], np.int32)
        facts[rows] = numbers[inverse.reshape(-1)]

    def _arrays(self) -> Ways:
        if self._ways is None or self._ways.said != len(self.choices.all):
            self._ways = ways_of(self.choices, list(self._events))
        return self._ways

    # --- dates ----------------------------------------------------------------------------------

    def _said(self, classes: Sequence[Integers], rows: int) -> Integers:
        """Per row the number of what is said; it is said once, when an ending is first met."""
        places = self.lookup.places(classes, rows)
        number = self._said_at.take(places, mode="clip") if len(self._said_at) else None
        if (
            number is None
            or number.min(initial=0) < 0
            or len(self._said_at) != len(self.lookup.table)
        ):
            for ending in np.unique(self.lookup.table.take(places)).tolist():
                if ending not in self._said_of:
                    what = said(self.plan, self.lookup.endings[ending])
                    self._said_of[ending] = self.choices.add(what)
            numbers = np.full(len(self.lookup.endings), -1, np.int32)
            numbers[list(self._said_of)] = list(self._said_of.values())
            self._said_at = numbers.take(self.lookup.table)
            number = self._said_at.take(places, mode="clip")
        return number

    def _dates(
        self,
        number: Places,
        last: Days | None,
        events: Mapping[str, Days | None],
        contacts: Days | None,
        facts: Numbers,
    ) -> Answers:
        tables = self._arrays()
        given = {at: days for at, days in enumerate(events.values()) if days is not None}
        start = np.full(len(number), NONE, np.int32) if last is None else last
        way = self._way(tables, number, start, contacts)
        nominal, due = self.calendar.find(
            tables.recipe, way, self._start(tables, way, start, given)
        )
        late = [] if last is None else self._late(tables, way, last, given)
        place = way << 1 + tables.bits
        place += nominal != NONE
        for bit, rows in late:
            place += rows.view(np.int8) << bit
        reason = tables.reason.take(place, mode="clip")
        step = tables.step.take(place, mode="clip")
        outside = nominal == BAD
        if outside.any():
            reason[outside & (reason < 0)] = self.choices.reasons.number(recipes.OUTSIDE)
            step[outside] = -1
            nominal, due = np.where(outside, NONE, nominal), np.where(outside, NONE, due)
        nothing = np.full(len(number), NONE, np.int32)
        deadline_nominal, deadline = nothing, nothing
        duties = tuple(nothing for _ in tables.duties)
        if self.deadlines:
            deadline_nominal, deadline = self._by_event(tables, tables.deadline, number, given)
            duties = tuple(self._by_event(tables, of, number, given)[1] for of in tables.duties)
        return Answers(
            said=number,
            due=due,
            nominal=nominal,
            step=step,
            deadline=deadline,
            deadline_nominal=deadline_nominal,
            duties=duties,
            reason=reason,
            facts=facts,
        )

    def _way(self, tables: Ways, number: Places, last: Days, contacts: Days | None) -> Places:
        """Per row the place of its way: what is said, and how many contacts there were."""
        contacted = last != NONE
        way = number * tables.slots
        if tables.slots > 2 and contacts is not None:
            counted = np.minimum(contacts, tables.slots - 3) + 2
            way += np.where(contacted & (contacts != NONE), counted, contacted)
        else:
            way += contacted
        return way

    def _start(self, tables: Ways, way: Places, last: Days, given: Mapping[int, Days]) -> Days:
        """Per row the day that is counted from: the last contact, or that of an event."""
        if tables.event.max(initial=-1) < 0:
            return last
        event = tables.event.take(way, mode="clip")
        rows = np.flatnonzero(event >= 0)
        if not len(rows):
            return last
        start = last.copy()
        start[rows] = NONE
        for at, days in given.items():
            mine = rows[event[rows] == at]
            start[mine] = days[mine]
        return start

    def _late(
        self, tables: Ways, way: Places, last: Days, given: Mapping[int, Days]
    ) -> list[tuple[int, npt.NDArray[np.bool_]]]:
        """Per bit of `Ways` the rows whose last contact is before an event that starts anew.

        Where there is no day of the event, it is before all others.
        """
        if len(tables.restarting) == tables.bits:
            events = enumerate(tables.restarting, 1)
            return [(bit, last < given[event]) for bit, event in events if event in given]
        restarted = tables.restarted.take(way, mode="clip")
        day = np.full(len(last), NONE, np.int32)
        for event in tables.restarting:
            if event in given:
                np.copyto(day, given[event], where=restarted == event)
        return [(1, last < day)]

    def _by_event(
        self, tables: Ways, table: Numbers, number: Places, given: Mapping[int, Days]
    ) -> tuple[Days, Days]:
        events = np.append(tables.event_of, -1)[table].astype(np.int8)
        needed = [at for at in np.unique(events).tolist() if at >= 0]
        if not any(at in given for at in needed):
            nothing = np.full(len(number), NONE, np.int32)
            return nothing, nothing
        absent = np.full(len(number), NONE, np.int32)
        start = given.get(needed[0], absent)
        if len(needed) > 1:
            event = events.take(number, mode="clip")
            start = start.copy()
            for at in needed[1:]:
                np.copyto(start, given.get(at, absent), where=event == at)
        nominal, rolled = self.calendar.find(table, number, start)
        outside = nominal == BAD
        if outside.any():
            return np.where(outside, NONE, nominal), np.where(outside, NONE, rolled)
        return nominal, rolled


def _by_name(block: pa.RecordBatch) -> dict[str, pa.Array]:
    return dict(zip(block.schema.names, block.columns, strict=True))


def _without_bad(values: Days, label: str, bad: list[tuple[str, npt.NDArray[np.bool_]]]) -> Days:
    wrong = values == BAD
    if wrong.any():
        bad.append((label, wrong))
        return np.where(wrong, NONE, values)
    return values
