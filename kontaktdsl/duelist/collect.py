"""From a run over all customers to the list: who is due is kept, everybody else is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta

import attrs
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kontaktdsl.batch import columns as out
from kontaktdsl.batch import dates, recipes
from kontaktdsl.batch.codes import days_of
from kontaktdsl.batch.dates import NONE, Days
from kontaktdsl.batch.engine import Answers
from kontaktdsl.batch.recipes import ON_REQUEST
from kontaktdsl.batch.said import Status
from kontaktdsl.data.pipeline import Run
from kontaktdsl.dates import CONTACTS_UNKNOWN, Holidays, due
from kontaktdsl.diagnostics import Text
from kontaktdsl.duelist.kept import Kept, Numbers, Small, as_text, by_name, joined, sortable
from kontaktdsl.duelist.record import DueList, Group, Grouping, Problem, Reason
from kontaktdsl.duelist.speech import MISSING, Entries, Speech
from kontaktdsl.values import Every, OnRequest, Times

_UNKNOWN = Text("unbekannter Wert: {facts}", "unknown value: {facts}")
_STATUS = Text("{status}: {reason}", "{status}: {reason}")


@attrs.frozen(kw_only=True)
class Wanted:
    """What is asked for: the days after the day of the run, and how the list is laid out.

    `by` is the column of the groups, one of those that the run passes through. `only` are the
    names of the groups that are wanted, all where it is empty. At most `limit` people of a group
    are shown. `people` asks for those who cannot be dated, one by one.
    """

    days: int = 14
    grouping: Grouping = Grouping.NONE
    by: str | None = None
    counts: bool = True
    only: tuple[str, ...] = ()
    limit: int | None = None
    people: bool = False


def collect(run: Run, wanted: Wanted, step: Callable[[int], None] = lambda rows: None) -> DueList:
    """Read all customers once and keep those who are due; the run is used up.

    Memory grows with those who are kept, not with the data. `step` is told of rows as they are
    read. Raises DataError like the run.
    """
    collector = _Collector(run, wanted)
    for first, block, answers in run.blocks():
        collector.add(first, block, answers)
        step(len(answers))
    return collector.listed()


class _Collector:
    """Blocks in, the list out."""

    def __init__(self, run: Run, wanted: Wanted) -> None:
        self._run = run
        self._wanted = wanted
        self._engine = run.engine
        self._day = dates.number(run.engine.day)
        self._until = _later(run.engine.day, wanted.days)
        self._only = frozenset(wanted.only)
        self._kept: list[Kept] = []
        self._problems: list[Kept] = []
        self._later = 0
        version = run.version
        changes = None if version is None else version.changes
        self._changes = None if changes is None else dates.number(changes)
        self._beyond = 0
        self._rows = 0
        self._undated: Counter[_Why] = Counter()
        self._whys: dict[_Why, tuple[bool, str]] = {}
        self._events = [column for _, column in run.matched.events]
        self._places = {event.name: at for at, (event, _) in enumerate(run.matched.events)}
        self._first_events: list[int] = []
        no_event = (recipes.NO_EVENT.format(event=name) for name in self._places)
        self._no_day = {recipes.OUTSIDE, CONTACTS_UNKNOWN, *no_event}

    def listed(self) -> DueList:
        """The list of all that was added."""
        speech = Speech(self._run)
        groups = self._groups(speech)
        reasons = Counter[tuple[bool, str]]()
        for why, count in self._undated.items():
            reasons[self._explained(why)] += count
        header = self._engine.plan.policy.header
        return DueList(
            language=self._engine.language,
            title=header.title,
            policy=header.id,
            digest=self._engine.plan.policy.digest,
            data=self._run.source.name,
            day=self._engine.day,
            until=self._until,
            key=self._run.matched.key or out.ROW.title.into(self._engine.language),
            grouping=self._wanted.grouping,
            by=self._wanted.by,
            counts=self._wanted.counts,
            only=bool(self._only),
            groups=groups,
            later=self._later,
            by_policy=_sorted(reasons, by_policy=True),
            problems=_sorted(reasons, by_policy=False),
            people=self._people() if self._wanted.people else None,
            rows=self._rows,
            version=self._run.version,
            beyond=self._beyond,
        )

    # --- one block ------------------------------------------------------------------------------

    def add(self, first: int, block: pa.RecordBatch, answers: Answers) -> None:
        """Keep who is due, count the others."""
        rows = np.arange(len(answers))
        if self._only:
            names = self._names(block)
            assert names is not None
            rows = np.flatnonzero(pc.is_in(names, pa.array(sorted(self._only))).to_numpy(False))
        self._rows += len(rows)
        found = self._dates(block, answers)
        when = found.when[rows]
        dated = when != NONE
        near = dated & (when <= dates.number(self._until))
        self._later += int(np.count_nonzero(dated & ~near))
        self._count_undated(first, block, answers, rows[~dated])
        if self._changes is not None:
            self._beyond += int(np.count_nonzero(near & (when >= self._changes)))
        kept = rows[near]
        if len(kept):
            self._kept.append(self._keep(first, block, answers, kept, found))

    def _keep(
        self, first: int, block: pa.RecordBatch, answers: Answers, rows: Numbers, found: _Dates
    ) -> Kept:
        return Kept(
            keys=self._keys(first, block, rows),
            names=self._names(block, rows),
            said=answers.said[rows],
            reason=answers.reason[rows],
            facts=answers.facts[rows],
            step=found.step[rows],
            when=found.when[rows],
            nominal=found.nominal[rows],
            other=found.other[rows],
        )

    def _dates(self, block: pa.RecordBatch, answers: Answers) -> _Dates:
        """The day that counts: the earlier one where the first contact is open, too."""
        open_ = self._open(block, answers)
        if open_ is None:
            return _Dates.of(answers)
        earlier = open_ & ((answers.due == NONE) | (answers.deadline < answers.due))
        return _Dates(
            when=np.where(earlier, answers.deadline, answers.due),
            nominal=np.where(earlier, answers.deadline_nominal, answers.nominal),
            step=np.where(earlier, np.int32(self._first_step), answers.step),
            other=np.where(open_, np.where(earlier, answers.due, answers.deadline), NONE),
        )

    @property
    def _first_step(self) -> int:
        return self._engine.choices.steps.number(recipes.FROM_FIRST)

    def _open(self, block: pa.RecordBatch, answers: Answers) -> npt.NDArray[np.bool_] | None:
        """Where the last contact lies before the event from which the first one is counted."""
        column = self._run.matched.last_contact
        if column is None or not (answers.deadline != NONE).any():
            return None
        saids = self._engine.choices.saids.all
        for said in saids[len(self._first_events) :]:
            event = None if said.first is None else said.first.deadline.since
            self._first_events.append(-1 if event is None else self._places[event])
        missing = self._run.matched.missing
        last = days_of(block.column(column), missing)
        which = np.array(self._first_events).take(answers.said)
        start = np.full(len(answers), NONE, np.int32)
        for at, name in enumerate(self._events):
            if name is not None and (which == at).any():
                start = np.where(which == at, days_of(block.column(name), missing), start)
        found: npt.NDArray[np.bool_] = (
            (answers.deadline != NONE) & (last != NONE) & (start != NONE) & (last < start)
        )
        return found

    def _count_undated(
        self, first: int, block: pa.RecordBatch, answers: Answers, rows: Numbers
    ) -> None:
        if not len(rows):
            return
        found = np.stack([answers.said[rows], answers.reason[rows], answers.facts[rows]], axis=1)
        distinct, inverse, counts = np.unique(
            found, axis=0, return_inverse=True, return_counts=True
        )
        whys = [_Why(*map(int, each)) for each in distinct]
        for why, count in zip(whys, counts.tolist(), strict=True):
            self._undated[why] += count
        if not self._wanted.people:
            return
        wrong = np.array([not self._explained(why)[0] for why in whys])[inverse.reshape(-1)]
        people = rows[wrong]
        if len(people):
            self._problems.append(self._keep(first, block, answers, people, _Dates.of(answers)))

    def _keys(self, first: int, block: pa.RecordBatch, rows: Numbers) -> pa.Array:
        column = self._run.matched.key
        if column is None:
            return pa.array(rows + first, pa.int64())
        return sortable(block.column(column).take(pa.array(rows)))

    def _names(self, block: pa.RecordBatch, rows: Numbers | None = None) -> pa.Array | None:
        """The groups of rows; an empty name is none."""
        if self._wanted.by is None:
            return None
        column = block.column(self._wanted.by)
        names = as_text(column if rows is None else column.take(pa.array(rows)))
        return pc.if_else(
            pc.equal(pc.utf8_trim_whitespace(names), ""), pa.scalar(None, pa.string()), names
        )

    # --- why there is no date -------------------------------------------------------------------

    def _explained(self, why: _Why) -> tuple[bool, str]:
        """Whether the policy means it so, and the reason in words."""
        found = self._whys.get(why)
        if found is None:
            by_policy, text = self._explain(why)
            found = self._whys[why] = by_policy, text.into(self._engine.language)
        return found

    def _explain(self, why: _Why) -> tuple[bool, Text]:
        said = self._engine.choices.saids.all[why.said]
        reason = self._reason(why.reason)
        rhythm = said.rhythm
        computed = rhythm is None or isinstance(rhythm, Every | Times)
        if isinstance(rhythm, OnRequest) and reason == ON_REQUEST:
            return True, reason
        if rhythm is not None and not computed and reason not in self._no_day:
            given = due((rhythm,), last=None, events={}, holidays=Holidays())
            return True, given.why
        if why.facts >= 0:
            facts = self._engine.facts.all[why.facts]
            known = _UNKNOWN if said.status is Status.UNKNOWN else MISSING
            return False, known.format(facts=facts)
        reason = reason or said.reason or said.status.words
        if said.status is Status.OUT_OF_SCOPE:
            return True, reason
        if said.status in (Status.DECIDED, Status.MISSING, Status.BROKEN):
            return False, reason
        return False, _STATUS.format(status=said.status.words, reason=reason)

    def _reason(self, number: int) -> Text | None:
        return None if number < 0 else self._engine.choices.reasons.all[number]

    # --- everything kept ------------------------------------------------------------------------

    def _groups(self, speech: Speech) -> tuple[Group, ...]:
        kept = joined(self._kept)
        if kept is None:
            return ()
        order = pc.sort_indices(
            pa.table({"when": kept.when, "key": kept.keys}),
            [("when", "ascending"), ("key", "ascending")],
        ).to_numpy()
        made = []
        for name, rows in by_name(kept.names, order):
            late = int(np.count_nonzero(kept.when[rows] < self._day))
            shown = rows if self._wanted.limit is None else rows[: self._wanted.limit]
            entries = Entries(kept, shown, name, self._day, speech)
            made.append(Group(name, entries, late, len(rows) - late))
        return tuple(made)

    def _people(self) -> Sequence[Problem]:
        kept = joined(self._problems)
        if kept is None:
            return ()
        order = pc.sort_indices(kept.keys).to_numpy()
        whys = np.stack([kept.said, kept.reason, kept.facts], axis=1)
        return [
            Problem(kept.keys[row].as_py(), name, self._explained(_Why(*map(int, whys[row])))[1])
            for name, rows in by_name(kept.names, order)
            for row in rows.tolist()
        ]


@attrs.frozen(eq=False)
class _Dates:
    """The dates of a block: the day that counts, before it was moved, its step, the other one."""

    when: Days
    nominal: Days
    step: Small
    other: Days

    @classmethod
    def of(cls, answers: Answers) -> _Dates:
        """The due dates as they are."""
        nothing = np.full(len(answers), NONE, np.int32)
        return cls(answers.due, answers.nominal, answers.step, nothing)


@attrs.frozen
class _Why:
    """Numbers of what is said, of a reason and of the facts concerned; -1 for none."""

    said: int
    reason: int
    facts: int


def _sorted(reasons: Counter[tuple[bool, str]], *, by_policy: bool) -> tuple[Reason, ...]:
    found = [Reason(why, count) for (meant, why), count in reasons.items() if meant is by_policy]
    return tuple(sorted(found, key=lambda reason: (-reason.people, reason.why)))


def _later(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max
