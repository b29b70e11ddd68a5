"""How much of a policy its examples exercise: possible cases per question, and rules.

A case is exercised by an example that states an answer to the question and whose facts leave the
case open; a rule by an example that states something the rule says, for somebody who gets it from
this rule. What no example can exercise (a rule that never applies) counts on neither side.
"""

from __future__ import annotations

from collections.abc import Callable

import attrs

from kontaktdsl import model
from kontaktdsl.analysis import engine
from kontaktdsl.analysis.bitsets import Box, bits
from kontaktdsl.analysis.problem import Query
from kontaktdsl.cubes import region
from kontaktdsl.diagnostics import Region, Text
from kontaktdsl.exercise.ground import MOST_REGIONS, Ground
from kontaktdsl.opening import first_of
from kontaktdsl.question import Asked, Question, ask
from kontaktdsl.series import projected
from kontaktdsl.values import Outcome, duty_of, right_of


@attrs.frozen
class Share:
    """The cases of one question: how many examples exercise, of how many; the largest left out.

    The numbers are None where the policy is too large to count within the budget.
    """

    question: Question
    covered: int | None
    total: int | None
    regions: tuple[Region, ...]
    complete: bool
    """No case is left out but those in the regions."""
    series: str | None = None
    """The series, where there are several."""

    @property
    def asked(self) -> Text:
        """The question, with the series where there are several."""
        words = self.question.words
        if self.series is None:
            return words
        return Text.same("{series}: {words}").format(series=self.series, words=words)

    @property
    def percent(self) -> int | None:
        """The share in whole percent, rounded down; 100 where there is nothing to exercise."""
        return percent(self.covered, self.total)


@attrs.frozen(eq=False)
class Coverage:
    """What the examples of a policy exercise, and what they leave out."""

    examples: int
    shares: tuple[Share, ...]
    exercised: tuple[model.Rule, ...]
    left_out: tuple[model.Rule, ...]
    out_of_reach: tuple[model.Rule, ...]
    """The rules that no example could exercise and pass."""

    @property
    def percent(self) -> int:
        """The share of the rules within reach, in whole percent, rounded down."""
        covered = len(self.exercised)
        return percent(covered, covered + len(self.left_out)) or 0

    @property
    def cases_percent(self) -> int | None:
        """The lowest share of cases of any question; None where one was not counted."""
        shares = [share.percent for share in self.shares]
        known = [share for share in shares if share is not None]
        return min(known) if len(known) == len(shares) else None


def percent(covered: int | None, total: int | None) -> int | None:
    """A share in whole percent, rounded down, so that only everything is 100."""
    if covered is None or total is None:
        return None
    return 100 * covered // total if total else 100


def coverage(policy: model.Policy) -> Coverage:
    """What the examples exercise, in all series; raises TooWide, TooManyBoxes or SolverMissing like
    a check.
    """
    if len(policy.series) == 1:
        return _coverage(policy)
    each = [_coverage(one) for one in projected(policy)]
    names = [one.shown for one in policy.series]

    def lines(of: Callable[[Coverage], tuple[model.Rule, ...]]) -> tuple[model.Rule, ...]:
        rules = (rule for found in each for rule in of(found))
        return tuple(sorted(rules, key=lambda rule: rule.span.start))

    return Coverage(
        sum(found.examples for found in each),
        tuple(
            attrs.evolve(share, series=name)
            for name, found in zip(names, each, strict=True)
            for share in found.shares
        ),
        lines(lambda found: found.exercised),
        lines(lambda found: found.left_out),
        lines(lambda found: found.out_of_reach),
    )


def _coverage(policy: model.Policy) -> Coverage:
    ground = Ground(policy)
    done = 0
    for person in ground.persons:
        done |= ground.exercised(person)
    shares = [_share(ground, ask(policy, Question.HOW_OFTEN))]
    for question, states in _OPTIONAL.items():
        if any(states(rule.outcome) is not None for rule in policy.rules):
            shares.append(_share(ground, ask(policy, question)))
    left = ground.within_reach & ~done
    return Coverage(
        len(policy.examples),
        tuple(shares),
        tuple(policy.rules[number] for number in bits(done)),
        tuple(policy.rules[number] for number in bits(left)),
        tuple(rule for rule in policy.rules if not (ground.within_reach | done) >> rule.index & 1),
    )


_OPTIONAL: dict[Question, Callable[[Outcome], object | None]] = {
    Question.WHEN_FIRST: first_of,
    Question.ON_REQUEST: right_of,
}
"""The questions that not everybody has an answer to, and what an outcome states of it."""


def _share(ground: Ground, asked: Asked) -> Share:
    problem = asked.problem
    everyone = _everyone(asked)
    stated, left = _stated(ground, asked)
    total = engine.count(problem, everyone)
    covered = engine.count(problem, _both(everyone, stated)) if stated else 0
    found = engine.regions(problem, _both(everyone, left), limit=MOST_REGIONS)
    regions = tuple(
        region(
            ground.policy,
            asked.space,
            box,
            witness,
            engine.count(problem, Query(inside=(box,))),
            total,
        )
        for box, witness in zip(found.boxes, found.witnesses, strict=True)
    )
    return Share(asked.question, covered, total, regions, found.complete)


def _both(some: list[Query], others: list[Query]) -> list[Query]:
    return [one & other for one in some for other in others]


def _everyone(asked: Asked) -> list[Query]:
    """The possible cases that have something to state: a first step or a right, if asked for it."""
    states = _OPTIONAL.get(asked.question)
    if states is None:
        return [Query()]
    return [
        Query(hit=1 << number, miss=asked.problem.silencers[number])
        for number, rule in enumerate(asked.rules)
        if states(rule.outcome) is not None
    ]


def _stated(ground: Ground, asked: Asked) -> tuple[list[Query], list[Query]]:
    """The cases whose answer some example states, and the others.

    Who is owed a contact is not told how often by the right that stands beside the duty.
    """
    states = _OPTIONAL.get(asked.question, duty_of)
    boxes = _meant(ground, asked, states)
    rights: tuple[Box, ...] = ()
    if states is duty_of:
        rights = _meant(ground, asked, lambda said: None if duty_of(said) else right_of(said))
    stated = [Query(inside=boxes)] if boxes else []
    left = [Query(outside=(*boxes, *rights))]
    if rights:
        duties = [n for n, rule in enumerate(asked.rules) if duty_of(rule.outcome)]
        stated.append(Query(inside=rights, defeated=sum(1 << number for number in duties)))
        left += [
            Query(inside=rights, outside=boxes, hit=1 << n, miss=asked.problem.silencers[n])
            for n in duties
        ]
    return stated, left


def _meant(
    ground: Ground, asked: Asked, states: Callable[[Outcome], object | None]
) -> tuple[Box, ...]:
    found: dict[Box, None] = {}
    for person in ground.persons:
        if states(person.outcome) is not None:
            found.update(dict.fromkeys(ground.boxes(person.condition, asked.space)))
    return tuple(found)
