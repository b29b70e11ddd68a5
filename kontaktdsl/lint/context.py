"""What the checks share: the questions compiled once, and the ways from rules to labels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from kontaktdsl import model
from kontaktdsl.analysis import engine
from kontaktdsl.analysis.diagram import Tally
from kontaktdsl.analysis.problem import Box, Query
from kontaktdsl.analysis.regions import ORDERS, Regions
from kontaktdsl.cubes import region
from kontaktdsl.diagnostics import Diagnostic, Region, Text
from kontaktdsl.domains import YesNo
from kontaktdsl.question import Asked, Question, ask, ask_too, refine
from kontaktdsl.record import Shown
from kontaktdsl.source import Source, Span
from kontaktdsl.space import mentions

if TYPE_CHECKING:
    from kontaktdsl.directive import Directive

SHOWN = 3
"""So many regions get repairs of their own; a picture of a finding shows as many."""
HINT_BUDGET = 5_000
"""So many nodes may the count behind a hint take."""
MANY_RULES, HINT_ORDERS = 100, 2
"""In a policy with more rules, so many ways to find a large region are tried for a hint."""
MOST_REGIONS = 64
"""So many regions are looked for; a finding says when there are more."""


@attrs.frozen(eq=False, repr=False)
class Neighbour(Shown):
    """Another policy of the folder: its file, and the policy unless `error` is the matter."""

    file: str
    policy: model.Policy | None
    error: Diagnostic | None = None


@attrs.frozen(eq=False, repr=False)
class Beside(Shown):
    """What lies beside a policy: the text of its directive, and its neighbours, by their ids and
    read (None where there is none of that id).
    """

    text: Source | None = None
    policies: Callable[[], Iterable[str]] = tuple
    neighbour: Callable[[str], Neighbour | None] = lambda _: None


@attrs.frozen(slots=False, eq=False, repr=False)
class Context(Shown):
    """A policy under examination: `found` is what the checks before have found, `replaced` what a
    later check says better.
    """

    policy: model.Policy
    beside: Beside = attrs.field(factory=lambda: Beside())
    found: list[Diagnostic] = attrs.field(factory=list, repr=False)
    replaced: list[Diagnostic] = attrs.field(factory=list, repr=False)

    @property
    def end(self) -> Span:
        """The empty place at the end of the file."""
        source = self.policy.sources[0]
        return Span(source, len(source.text), len(source.text))

    @property
    def policy_span(self) -> Span:
        """The place of what concerns the policy as a whole: its first line."""
        source = self.policy.sources[0]
        return Span(source, 0, len(source.line(1)))

    @cached_property
    def directive(self) -> Directive:
        """The text of the directive, read; only to be asked for where there is one."""
        from kontaktdsl.directive import read

        assert self.beside.text is not None
        return read(self.beside.text)

    @cached_property
    def how_often(self) -> Asked:
        """The question how often."""
        return ask(self.policy, Question.HOW_OFTEN)

    @cached_property
    def with_minimum(self) -> Asked:
        """How often, in a space that also tells apart where the header declares a minimum."""
        minimum = self.policy.header.minimum_for
        return self.how_often if minimum is None else refine(self.how_often, [minimum])

    @cached_property
    def when_first(self) -> Asked:
        """The question when first."""
        return ask(self.policy, Question.WHEN_FIRST)

    @cached_property
    def what(self) -> Asked:
        """All rules together."""
        return ask_too(self.how_often, Question.WHAT)

    def asked(self, question: Question) -> Asked:
        """The question as it is."""
        match question:
            case Question.HOW_OFTEN:
                return self.how_often
            case Question.WHEN_FIRST:
                return self.when_first
            case Question.WHAT:
                return self.what

    @cached_property
    def promises(self) -> tuple[model.Example | model.EnsureOutcome, ...]:
        """Examples and guarantees."""
        guarantees = (e for e in self.policy.ensures if isinstance(e, model.EnsureOutcome))
        return (*self.policy.examples, *guarantees)

    @cached_property
    def promised(self) -> tuple[model.Condition, ...]:
        """What examples and guarantees mention."""
        return tuple(_said(promise) for promise in self.promises)

    def refined(self, question: Question) -> Asked:
        """A question whose space also tells apart what examples and guarantees mention."""
        found = self._refined.get(question)
        if found is None:
            found = self._refined[question] = refine(self.asked(question), self.promised)
        return found

    def meant(self, promise: model.Example | model.EnsureOutcome, asked: Asked) -> tuple[Box, ...]:
        """The cases a promise is about: in an example an unmentioned yes-or-no fact is no."""
        if isinstance(promise, model.EnsureOutcome):
            return asked.boxes(promise.condition)
        mentioned = mentions(promise.facts)
        silent = tuple(
            model.In(axis.attribute, ((0, 0),))
            for axis in asked.space.axes
            if isinstance(axis.attribute.domain, YesNo) and axis.attribute.name not in mentioned
        )
        return asked.boxes(model.And((*promise.facts, *silent)))

    @cached_property
    def never_hit(self) -> frozenset[int]:
        """The rules that apply to no possible customer, by index."""
        return frozenset(engine.never_hit(self.what.problem))

    @cached_property
    def always_silenced(self) -> frozenset[int]:
        """The rules that exceptions silence wherever they apply, by index."""
        return frozenset(engine.always_silenced(self.what.problem))

    @cached_property
    def _refined(self) -> dict[Question, Asked]:
        return {}

    def describe(self, asked: Asked, found: Regions) -> tuple[tuple[Region, ...], int]:
        """The regions as words, the largest first, and how many more there are at least."""
        total = self.possible(asked)
        shown = tuple(
            region(
                self.policy,
                asked.space,
                box,
                witness,
                engine.count(asked.problem, Query(inside=(box,))),
                total,
            )
            for box, witness in zip(found.boxes, found.witnesses, strict=True)
        )
        return shown, 0 if found.complete else 1

    def few(
        self, asked: Asked, queries: Sequence[Query]
    ) -> tuple[tuple[Region, ...], int, int | None]:
        """Some regions of some queries as words for a hint, how many more there are at least, and
        how many cases; bounded more tightly than for a finding that matters.
        """
        orders = HINT_ORDERS if len(asked.rules) > MANY_RULES else ORDERS
        found = engine.regions(
            asked.problem, queries, limit=SHOWN + 1, budget=HINT_BUDGET, orders=orders
        )
        return *self.describe(asked, found), found.total

    def regions(self, asked: Asked, queries: Sequence[Query]) -> tuple[tuple[Region, ...], int]:
        """The largest regions of some queries as words, and how many more there are."""
        return self.describe(asked, engine.regions(asked.problem, queries, limit=MOST_REGIONS))

    def tally(self, asked: Asked) -> Tally | None:
        """The account of a question; None if it was not computed."""
        known = self._tallies.get(id(asked))
        if known is None:
            known = self._tallies[id(asked)] = (asked, engine.tally(asked.problem))
        return known[1]

    @cached_property
    def _tallies(self) -> dict[int, tuple[Asked, Tally | None]]:
        return {}

    def outside(self, asked: Asked) -> int | None:
        """How many possible cases of a question are outside the scope; None if not computed."""
        if not asked.outside:
            return 0
        problem = attrs.evolve(asked.problem, forbidden=asked.impossible, laid_out=None)
        return engine.count(problem, Query(inside=asked.outside))

    def possible(self, asked: Asked) -> int | None:
        """How many possible cases in scope a question has; None if not computed."""
        tally = self.tally(asked)
        if tally is None:
            return engine.count(asked.problem, Query())
        return asked.problem.cases - tally.impossible


def _said(promise: model.Example | model.EnsureOutcome) -> model.Condition:
    if isinstance(promise, model.EnsureOutcome):
        return promise.condition
    return model.And(promise.facts)


INCOMPLETE = Text(
    "es gibt weitere Gruppen; ihre Suche wurde abgebrochen",
    "there are more groups; the search for them was cut short",
)


def end_of(span: Span) -> Span:
    """The empty place at the end of the line in which a span ends."""
    text = span.source.text
    ends = [at for mark in "\r\n" if (at := text.find(mark, span.end)) >= 0]
    end = min(ends, default=len(text))
    return Span(span.source, end, end)


def block_name(block: model.Block) -> Text:
    """A block as a person calls it."""
    if block.name is None:
        return Text(f"Zeile {block.span.line}", f"line {block.span.line}")
    return Text.same(f"`{block.name}`")
