"""What a policy says besides "how often?": first steps, duties, kinds, pauses, and what holds on an
occasion. No table of a few attributes has room for it, so it stands in lines of its own.

For every cell it is known exactly which of the lines hold there, and for whom.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

import attrs

from kontaktdsl import model
from kontaktdsl.analysis import engine
from kontaktdsl.analysis.bitsets import Box, bits
from kontaktdsl.analysis.problem import Query
from kontaktdsl.changes.outcome import Section
from kontaktdsl.domains import Ranges
from kontaktdsl.question import Asked, Question, TooWide, ask
from kontaktdsl.space import TooManyBoxes, mentions
from kontaktdsl.syntax.tree import Occasion
from kontaktdsl.values import RHYTHMS, After, Do, First, Kinds, Outcome, Part, Paused, rhythm_of

Topic = Section | Occasion
"""What lines are about: a question, or the occasion on which they hold."""

_TOPICS: dict[type[Part], Section] = {
    First: Section.WHEN_FIRST,
    After: Section.WHEN_FIRST,
    Kinds: Section.KINDS,
    Do: Section.DUTIES,
    Paused: Section.PAUSES,
}
TOPICS: tuple[Topic, ...] = (*dict.fromkeys(_TOPICS.values()), *Occasion)
"""In the order in which they are shown."""


@attrs.frozen(eq=False)
class Beside:
    """What a line says to one topic.

    `conditional` is whether its condition has to be said, for some of those it is about do not
    satisfy it; `behind` are the exceptions that silence it for some of them.
    """

    topic: Topic
    line: model.Rule | model.OccasionRule
    parts: Outcome
    conditional: bool
    behind: tuple[model.Block, ...]


@attrs.frozen(eq=False, slots=False)
class Besides:
    """The lines of a policy of one series, for the people with `only`.

    `everywhere` is what is said to any of them, by topics and then in the order of the text. Raises
    TooWide if a condition falls apart into too many boxes.
    """

    policy: model.Policy
    only: model.Condition
    _known: dict[tuple[int, tuple[int, ...]], tuple[bool, tuple[model.Block, ...]] | None] = (
        attrs.field(factory=dict, init=False, repr=False)
    )
    everywhere: tuple[Beside, ...] = attrs.field(init=False, repr=False)

    @everywhere.default
    def _all(self) -> tuple[Beside, ...]:
        return self._said(self._everyone) if self._lines else ()

    def within(self, where: Mapping[str, Ranges]) -> tuple[Beside, ...]:
        """What is said to those whose attributes have such values: a cell of the table."""
        if not self._lines:
            return ()
        axes = self._asked.space.axes
        return self._said(
            tuple(
                mask
                & (axis.mask(where[axis.attribute.name]) if axis.attribute.name in where else mask)
                for axis, mask in zip(axes, self._everyone, strict=True)
            )
        )

    def _said(self, box: Box) -> tuple[Beside, ...]:
        found: list[Beside] = []
        for number, (line, topics) in enumerate(self._lines):
            holds = self._holds(number, line, box)
            if holds is not None:
                found += (Beside(topic, line, parts, *holds) for topic, parts in topics)
        return tuple(sorted(found, key=lambda each: TOPICS.index(each.topic)))

    # --- who --------------------------------------------------------------------------------------

    @cached_property
    def _lines(self) -> tuple[tuple[model.Rule | model.OccasionRule, _Topics], ...]:
        policy = self.policy
        lines: list[tuple[model.Rule | model.OccasionRule, _Topics]] = [
            (rule, found) for rule in policy.rules if (found := tuple(_topics(rule.outcome)))
        ]
        lines += [(at, ((at.occasion, at.outcome),)) for at in policy.occasions]
        return tuple(lines)

    @cached_property
    def _asked(self) -> Asked:
        minimum = self.policy.header.minimum_for
        conditions = [self.only, *(at.condition for at in self.policy.occasions)]
        conditions += [] if minimum is None else [minimum]
        return ask(self.policy, Question.WHAT, conditions)

    @cached_property
    def _everyone(self) -> Box:
        """Whoever is asked for; the table is there, so that it is one box."""
        (box,) = self._asked.boxes(self.only)
        return box

    def _holds(
        self, number: int, line: model.Rule | model.OccasionRule, box: Box
    ) -> tuple[bool, tuple[model.Block, ...]] | None:
        """Whether its condition leaves somebody of a box out, and what silences it there; None
        where it holds for nobody.
        """
        key = number, tuple(mask for at, mask in enumerate(box) if self._matters[number] >> at & 1)
        if key not in self._known:
            self._known[key] = self._found(line, box)
        return self._known[key]

    def _found(
        self, line: model.Rule | model.OccasionRule, box: Box
    ) -> tuple[bool, tuple[model.Block, ...]] | None:
        here = Query(inside=(box,))
        if isinstance(line, model.OccasionRule):
            try:
                boxes = self._asked.boxes(line.condition)
            except TooManyBoxes as error:
                raise TooWide(line) from error
            if not boxes or not self._somebody(here & Query(inside=boxes)):
                return None
            return self._somebody(here & Query(outside=boxes)), ()
        number = self._asked.rules.index(line)
        silencers = self._asked.problem.silencers[number]
        if not self._somebody(here & Query(hit=1 << number, miss=silencers)):
            return None
        rules = self._asked.rules
        other = sum(1 << n for n in bits(silencers) if rules[n].block is line.block)
        applies = Query(hit=1 << number, miss=other)
        behind = {
            rules[n].block.index: rules[n].block
            for n in bits(silencers & ~other)
            if self._somebody(here & applies & Query(hit=1 << n))
        }
        left_out = self._somebody(here & Query(miss=1 << number)) or any(
            self._somebody(here & Query(hit=1 << n)) for n in bits(other)
        )
        return left_out, tuple(block for _, block in sorted(behind.items()))

    def _somebody(self, query: Query) -> bool:
        return engine.exists(self._asked.problem, query) is not None

    @cached_property
    def _matters(self) -> tuple[int, ...]:
        """Per line the axes on which depends for whom it holds: a cell is possible as a whole, so
        nothing else narrows it.
        """
        names = (mentions(_deciding(self.policy, line)) for line, _ in self._lines)
        axes = self._asked.space.axes
        return tuple(
            sum(1 << at for at, axis in enumerate(axes) if axis.attribute.name in near)
            for near in names
        )


_Topics = tuple[tuple[Topic, Outcome], ...]


def _topics(outcome: Outcome) -> Iterator[tuple[Topic, Outcome]]:
    """What an outcome says besides, by topic."""
    spoken = [part for part in outcome if not isinstance(part, RHYTHMS)]
    for topic in dict.fromkeys(_TOPICS.values()):
        parts = tuple(part for part in spoken if _TOPICS[type(part)] is topic)
        if parts:
            yield topic, parts


def _deciding(policy: model.Policy, line: model.Rule | model.OccasionRule) -> list[model.Condition]:
    """The conditions on which depends for whom a line holds."""
    if isinstance(line, model.OccasionRule):
        return [line.condition]
    over = policy.over[line.block.index]
    others: Iterable[model.Rule] = line.block.rules if line.otherwise else (line,)
    above = (
        rule
        for rule in policy.rules
        if over >> rule.block.index & 1 and rhythm_of(rule.outcome) is not None
    )
    return [rule.condition for rule in (*others, *above)]
