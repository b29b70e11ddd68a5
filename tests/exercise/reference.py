"""Coverage by trying every case of every combination of facts, rule by rule."""

from collections.abc import Iterator
from itertools import product

import attrs

from kontaktdsl import model
from kontaktdsl.evaluator import Evaluation, evaluate, holds
from kontaktdsl.opening import first_of
from kontaktdsl.question import Question, ask, asked_of
from kontaktdsl.space import mentions
from kontaktdsl.strictness import clash
from kontaktdsl.values import DUTIES, After, First, OnRequest, Part, duty_of, rhythm_of, right_of

Facts = dict[str, int]


@attrs.frozen
class Tried:
    """Numbers to compare: per question covered and all cases, and the rules by index."""

    how_often: tuple[int, int]
    when_first: tuple[int, int] | None
    on_request: tuple[int, int] | None
    exercised: frozenset[int]
    within_reach: frozenset[int]


def everyone(policy: model.Policy) -> Iterator[Facts]:
    """Every combination of every value of every attribute."""
    names = [attribute.name for attribute in policy.attributes]
    bounds = [attribute.domain.bounds for attribute in policy.attributes]
    for values in product(*(range(low, high + 1) for low, high in bounds)):
        yield dict(zip(names, values, strict=True))


def meant(policy: model.Policy, example: model.Example, facts: Facts) -> bool:
    """Whether an example is about somebody."""
    mentioned = mentions(example.facts)
    return all(holds(fact, facts) for fact in example.facts) and all(
        facts[attribute.name] == 0
        for attribute in policy.attributes
        if attribute.is_assumed and attribute.name not in mentioned
    )


def gets(found: Evaluation, part: Part) -> bool:
    """Whether somebody gets a part and nothing against it."""
    if isinstance(part, DUTIES):
        says = [duty_of(rule.outcome) for rule in found.counting]
        return any(says) and not any(each is not None and clash(each, part) for each in says)
    if isinstance(part, OnRequest):
        return {asked_of(rule.outcome) for rule in found.rights} == {asked_of((part,))}
    if isinstance(part, First):
        return {first_of(rule.outcome) for rule in found.firsts} == {first_of((part,))}
    return any(part in rule.outcome for rule in found.undefeated)


def speaks(found: Evaluation, rule: model.Rule, part: Part) -> bool:
    """Whether a part of somebody's answer is said by a rule; a later step counts with the first."""
    if isinstance(part, After):
        return False
    if isinstance(part, DUTIES):
        says = duty_of(rule.outcome)
        return rule in found.counting and says is not None and not clash(says, part)
    if isinstance(part, OnRequest):
        return rule in found.rights and asked_of(rule.outcome) == asked_of((part,))
    if isinstance(part, First):
        return rule in found.firsts and first_of(rule.outcome) == first_of((part,))
    return rule in found.undefeated and part in rule.outcome


def tried(policy: model.Policy) -> Tried:
    """Try everybody."""
    spaces = {question: ask(policy, question).space for question in Question}
    seen: dict[Question, set[tuple[int, ...]]] = {question: set() for question in Question}
    covered: dict[Question, set[tuple[int, ...]]] = {question: set() for question in Question}
    exercised: set[int] = set()
    reach: set[int] = set()
    for facts in everyone(policy):
        found = evaluate(policy, facts)
        if not found.owed:
            continue
        place = {
            question: tuple(axis.place(facts[axis.attribute.name]) for axis in space.axes)
            for question, space in spaces.items()
        }
        seen[Question.HOW_OFTEN].add(place[Question.HOW_OFTEN])
        if found.firsts:
            seen[Question.WHEN_FIRST].add(place[Question.WHEN_FIRST])
        if found.rights:
            seen[Question.ON_REQUEST].add(place[Question.ON_REQUEST])
        for rule in policy.rules:
            if any(speaks(found, rule, part) and gets(found, part) for part in rule.outcome):
                reach.add(rule.index)
        for example in policy.examples:
            if not meant(policy, example, facts):
                continue
            owed = any(duty_of(rule.outcome) for rule in found.counting)
            if (duty_of if owed else rhythm_of)(example.outcome) is not None:
                covered[Question.HOW_OFTEN].add(place[Question.HOW_OFTEN])
            if found.firsts and first_of(example.outcome) is not None:
                covered[Question.WHEN_FIRST].add(place[Question.WHEN_FIRST])
            if found.rights and right_of(example.outcome) is not None:
                covered[Question.ON_REQUEST].add(place[Question.ON_REQUEST])
            for rule in policy.rules:
                if any(speaks(found, rule, part) for part in example.outcome):
                    exercised.add(rule.index)
    often, first, request = (
        (len(covered[question]), len(seen[question]))
        for question in (Question.HOW_OFTEN, Question.WHEN_FIRST, Question.ON_REQUEST)
    )
    has_first = any(first_of(rule.outcome) is not None for rule in policy.rules)
    has_right = any(right_of(rule.outcome) is not None for rule in policy.rules)
    return Tried(
        often,
        first if has_first else None,
        request if has_right else None,
        frozenset(exercised),
        frozenset(reach),
    )
