"""The public face of one policy: decide, consider, explain, and when the next contact is due."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import attrs

from kontaktdsl.decision import Decision, Fact, Open
from kontaktdsl.model import MAIN, Attribute, Event
from kontaktdsl.model import Policy as Model
from kontaktdsl.plan import Facts, Plan
from kontaktdsl.plan.facts import fact
from kontaktdsl.refusals import SeveralSeries
from kontaktdsl.series import Contact, of, serving
from kontaktdsl.values import Rhythm

if TYPE_CHECKING:
    from kontaktdsl.batch.mapping import Columns
    from kontaktdsl.dates import Clock, Due
    from kontaktdsl.deviation import Deviated, Deviation
    from kontaktdsl.explain import Explanation
    from kontaktdsl.upcoming import Upcoming

Frame = TypeVar("Frame")
GivenFacts = Facts | Mapping[str, Fact]


@attrs.frozen
class _Asked:
    """What a date is counted from."""

    events: Mapping[str, date]
    history: tuple[date, ...]
    clock: Clock


@attrs.frozen(slots=False, eq=False)
class Policy:
    """A policy that can be asked; made by `kontaktdsl.load`.

    `decide` takes all facts of one customer, as an object of `Facts` or a mapping from attribute
    names to values (names of values, bools, integers), and returns a `Decision`. It raises
    `FactError` for an unknown name or value, `MissingFacts` (which knows what is still possible),
    `ImpossibleFacts`, and `NoDecision` where the policy has a gap or a contradiction. It is a plain
    function made for this policy on first use: keep it in a local name where speed matters.

    `how_often` takes the same and returns only the rhythm of the decision, faster: of a dict it
    reads what the answer depends on for this customer. What it reads is checked, an impossible
    customer is always refused, and so is a dict with too few or too many facts; raises like
    `decide` (a contradiction about the first step does not matter to it). But a fact that this
    customer's answer does not depend on is not looked at: a wrong value there goes unnoticed, and
    so does a misspelt name in its stead. Use `decide`, or make a `Facts` object, to have everything
    checked. It, too, is a plain function made on first use.

    A policy of several series answers for `main`, or raises SeveralSeries where it has no such
    series: `of` picks one, `decide_each` asks all.
    """

    model: Model = attrs.field(repr=False)
    id: str = attrs.field(init=False)
    title: str = attrs.field(init=False)
    decide: Callable[[GivenFacts], Decision] = attrs.field(init=False, repr=False)
    how_often: Callable[[GivenFacts], Rhythm] = attrs.field(init=False, repr=False)
    _each: dict[str, Policy] = attrs.field(factory=dict, init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "id", self.model.header.id)
        object.__setattr__(self, "title", self.model.header.title)
        object.__setattr__(self, "decide", self._first_decide)
        object.__setattr__(self, "how_often", self._first_how_often)

    def __reduce__(self) -> tuple[type[Policy], tuple[Model]]:
        """Pickled and copied by its model; what is compiled is made anew on first use."""
        return Policy, (self.model,)

    @property
    def digest(self) -> str:
        """SHA-256 over the texts of the policy and of the files it uses, in hexadecimal."""
        return self.model.digest

    @property
    def attributes(self) -> tuple[Attribute, ...]:
        """The facts that the policy speaks of, in the order in which it declares them."""
        return self.model.attributes

    @property
    def series(self) -> tuple[str, ...]:
        """The names of the series; `main` alone where the policy declares none."""
        return tuple(series.name for series in self.model.series)

    def of(self, series: str) -> Policy:
        """The policy of one series, which decides in it alone; raises UnknownSeries."""
        if series == self.series[0] and len(self.series) == 1:
            return self
        if series not in self._each:
            self._each[series] = Policy(of(self.model, series))
        return self._each[series]

    def decide_each(self, facts: GivenFacts) -> dict[str, Decision]:
        """The decision in each series, by its name, in order; raises like `decide`."""
        return {series: self.of(series).decide(facts) for series in self.series}

    @property
    def events(self) -> tuple[Event, ...]:
        """The events that deadlines run from."""
        return self.model.events

    @cached_property
    def plan(self) -> Plan:
        """The compiled policy, made on first use; raises TooWide as `kpol check` reports."""
        from kontaktdsl.partial import consider

        one = self.model
        if len(self.series) > 1:
            if MAIN.name not in self.series:
                raise SeveralSeries(self.series)
            one = of(self.model, MAIN.name)
        made = Plan(one, consider)
        object.__setattr__(self, "decide", made.decide)
        return made

    @property
    def Facts(self) -> type[Facts]:  # noqa: N802  # a class, made for this policy
        """The class whose objects hold all facts of one customer, checked when they are made."""
        return self.plan.Facts

    def consider(self, facts: GivenFacts) -> Decision | Open:
        """Decide with facts missing: the decision if they do not matter, else what is still open.

        Raises FactError, ImpossibleFacts and NoDecision like `decide`.
        """
        return self.plan.consider(facts)

    def explain(self, facts: GivenFacts) -> Explanation:
        """The answer in a sentence, German and English; raises like `decide`."""
        from kontaktdsl.explain import explain

        self.decide(facts)
        return explain(self.plan, self.plan.read(facts))

    def deviate(self, facts: GivenFacts, deviation: Deviation, day: date | None = None) -> Deviated:
        """The rule for one customer, and beside it an agreed deviation, checked against what the
        policy allows in the single case; `day` is the day of evaluation (today).

        A deviation that is not allowed or has ended is no error: the record says why, and the rule
        counts. Raises like `decide` where there is no rule to deviate from.
        """
        from kontaktdsl.deviation import deviated

        return deviated(self.model, self.decide(facts), deviation, day or date.today())

    def facts_on(
        self,
        day: date,
        *,
        events: Mapping[str, date | None],
        facts: Mapping[str, Fact] | None = None,
        born: date | None = None,
    ) -> dict[str, Fact]:
        """All facts of a customer on a day: those given, and what days tell.

        `events` are the days of events by name; an event without a day has not happened. With
        `born` the attribute `age` or `Alter` is computed, and ages on the day of an event. What
        `facts` gives is never computed. Raises FactError for an unknown event, `DateError` (of
        `kontaktdsl.dates`) for a day that cannot be counted: an event before the birth, working
        days of a year whose holidays nobody knows.
        """
        from kontaktdsl.timing import facts_on

        return facts_on(self.model, day, events=events, facts=facts or {}, born=born)

    def due(
        self,
        facts: GivenFacts,
        *,
        last_contact: date | None = None,
        events: Mapping[str, date] | None = None,
        contacts: int | None = None,
        history: Iterable[Contact] = (),
        day: date | None = None,
        paused_since: date | None = None,
        deviated: Deviated | None = None,
    ) -> Due:
        """When the next contact is due, by the policy's calendar; raises like `decide`.

        `events` are the days of events by name. Facts that depend on a day (age) are those of the
        day of evaluation: the caller gives them. `contacts` counts the contacts so far and matters
        only where steps lie between the first contact and the rhythm. `history` are all contacts so
        far, in any order: days, or days with the kind of the contact; what counts in the series is
        taken from it, and the other two follow. A contact behind `day` has not happened. Where
        several contacts are counted (`3 times per 6 months`) there is no date without it. `day` is
        the day of evaluation (today), `paused_since` the day on which the present pause began.
        `deviated` (of these facts) gives the date under its deviation, where that holds; ask
        without it for the rule's own. Where there is only a right, it is the day from which it may
        be used again. Raises UnknownLand if the policy names no Land that has a calendar, as soon
        as working days matter, UnknownKind if the kind of a contact matters and is not known, and
        FactError for an event that the policy does not have.
        """
        from kontaktdsl.dates import due
        from kontaktdsl.deviation import outcome_of

        asked = self._asked(events, history, day, paused_since)
        return due(
            outcome_of(self.decide(facts) if deviated is None else deviated),
            last=last_contact,
            events=asked.events,
            holidays=self.model.header.holidays,
            how=self.model.header.roll,
            contacts=contacts,
            history=asked.history,
            clock=asked.clock,
        )

    def again(
        self,
        facts: GivenFacts,
        *,
        last_contact: date | None = None,
        events: Mapping[str, date] | None = None,
        contacts: int | None = None,
        history: Iterable[Contact] = (),
        day: date | None = None,
        paused_since: date | None = None,
    ) -> Due | None:
        """From which day the customer may ask for a contact again; None without a right.

        Arguments and errors are those of `due`.
        """
        from kontaktdsl.dates import again

        asked = self._asked(events, history, day, paused_since)
        return again(
            self.decide(facts).outcome,
            last=last_contact,
            events=asked.events,
            holidays=self.model.header.holidays,
            contacts=contacts,
            history=asked.history,
            clock=asked.clock,
        )

    def upcoming(
        self,
        facts: GivenFacts,
        *,
        events: Mapping[str, date] | None = None,
        contacts: int | None = None,
        history: Iterable[Contact] = (),
        day: date | None = None,
        paused_since: date | None = None,
        deviated: Deviated | None = None,
    ) -> Upcoming:
        """All that follows: the next contact, of which kind it may be, the right, the deadlines.

        Arguments and errors are those of `due`, but all contacts are in `history`, with their kinds
        for the kind of the next one.
        """
        from kontaktdsl.timing import only_known
        from kontaktdsl.upcoming import upcoming

        only_known(self.model, events or {})
        return upcoming(
            self.plan.policy,
            self.decide(facts),
            history=history,
            contacts=contacts,
            events=events or {},
            day=day or date.today(),
            paused_since=paused_since,
            deviated=deviated,
        )

    def _asked(
        self,
        events: Mapping[str, date] | None,
        history: Iterable[Contact],
        day: date | None,
        paused_since: date | None,
    ) -> _Asked:
        from kontaktdsl.dates import Clock
        from kontaktdsl.timing import only_known

        events = events or {}
        only_known(self.model, events)
        day = day or date.today()
        one = self.plan.policy
        clock = Clock(one.series[0].restarts, day, paused_since)
        met = tuple(met for met, _ in serving(one, history) if met <= day)
        return _Asked(events, met, clock)

    def decide_batch(
        self,
        table: Frame,
        *,
        columns: Columns | None = None,
        day: date | None = None,
        language: str | None = None,
    ) -> Frame:
        """One row of answers per row of a table, in the same order and of the caller's own kind.

        `table` is an Arrow table, batch or reader, a polars or pandas frame, a duckdb relation, a
        mapping of numpy arrays, or anything with the Arrow PyCapsule interface. `columns` says
        which columns hold what, where their names do not; `day` is the day of evaluation (today),
        `language` that of the words ("de" or "en"; the policy's own). A row with a problem gets a
        row that says which. Needs the extra `kontaktdsl[data]`. Raises MappingError if a column is
        missing, UnknownLand if the policy's calendar is no Land.
        """
        from kontaktdsl.batch.frames import decide_batch

        return decide_batch(
            self.plan,
            table,
            columns=columns,
            day=day or date.today(),
            language=language or self.model.language,
        )

    def facts_of(self, given: Mapping[str, int]) -> dict[str, Fact]:
        """Facts as integers by attribute name (as the analysis holds them) as callers give them."""
        return {
            attribute.name: fact(attribute, given[attribute.name])
            for attribute in self.attributes
            if attribute.name in given
        }

    def _first_decide(self, facts: GivenFacts) -> Decision:
        return self.plan.decide(facts)

    def _first_how_often(self, facts: GivenFacts) -> Rhythm:
        object.__setattr__(self, "how_often", self.plan.how_often)
        return self.plan.how_often(facts)
