"""The fast plan and the reference evaluator agree on every case, whatever way the facts come in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from kontaktdsl import plan as plans
from kontaktdsl.decision import Decision, Refusal
from kontaktdsl.evaluator import Evaluation, evaluate, holds
from kontaktdsl.opening import first_of
from kontaktdsl.policy import Policy
from kontaktdsl.project import load, loads
from kontaktdsl.question import asked_of
from kontaktdsl.refusals import ImpossibleFacts, NoAnswer, NoDecision
from kontaktdsl.strictness import meaning
from kontaktdsl.values import Do, Every, Kinds, Paused, Strength, Times
from tests.real import one_series
from tests.strategies.policies import policies

ROOT = Path(__file__).parents[2]
REAL = one_series("policies", "examples")

quick = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
campaign = settings(
    max_examples=2000,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def customers(policy: Policy) -> Iterator[dict[str, int]]:
    """One customer of each case; facts that do not matter get their largest value."""
    rest = {attribute.name: attribute.domain.bounds[1] for attribute in policy.attributes}
    space = policy.plan.space
    for case in space.cases():
        yield {**rest, **space.facts(case)}


def asked(policy: Policy, facts: object) -> Decision | NoAnswer:
    try:
        return policy.decide(facts)  # type: ignore[arg-type]
    except NoAnswer as error:
        return error


def agrees(policy: Policy, given: dict[str, int], got: Decision | NoAnswer) -> None:
    expected = evaluate(policy.model, given)
    if not expected.possible:
        assert isinstance(got, ImpossibleFacts)
    elif not expected.in_scope:
        assert isinstance(got, NoDecision)
        assert got.refusal is Refusal.OUT_OF_SCOPE
    elif expected.conflict or expected.gap or expected.first_conflict or expected.right_conflict:
        assert isinstance(got, NoDecision)
        gap = expected.gap and not expected.conflict
        assert got.refusal is (Refusal.GAP if gap else Refusal.CONFLICT)
    else:
        assert isinstance(got, Decision)
        same(policy, given, got, expected)


def same(policy: Policy, given: dict[str, int], got: Decision, expected: Evaluation) -> None:
    assert expected.rhythm is not None
    assert meaning(got.rhythm) == meaning(expected.rhythm)
    strengths = {
        part.strength
        for rule in expected.counting
        for part in rule.outcome
        if isinstance(part, Every | Times) and part.strength is not None
    }
    header = policy.model.header
    bound = header.minimum_for is not None and holds(header.minimum_for, given)
    own = strengths or {Strength.MINIMUM if bound else header.strength}
    assert {got.strength} == (own if isinstance(got.rhythm, Every | Times) else {None})
    lines = [rule.span.line for rule in expected.counting]
    assert [line.line for line in got.rules][: len(lines)] == lines
    assert [pair.line.line for pair in got.overridden] == [
        rule.span.line for rule, _ in expected.overridden
    ]
    assert [[line.line for line in pair.by] for pair in got.overridden] == [
        [rule.span.line for rule in by] for _, by in expected.overridden
    ]
    first = first_of((got.first,)) if got.first else None
    assert {first} == {first_of(rule.outcome) for rule in expected.firsts} or (
        first is None and not expected.firsts
    )
    said = [part for rule in expected.undefeated for part in rule.outcome]
    duties = [duty.duty for duty in got.duties if duty.occasion is None]
    assert duties == list(dict.fromkeys(part for part in said if isinstance(part, Do)))
    kinds = [permit.kinds for permit in got.kinds if permit.occasion is None]
    assert kinds == list(dict.fromkeys(part for part in said if isinstance(part, Kinds)))
    pauses = [pause.pause for pause in got.pauses]
    assert pauses == list(dict.fromkeys(part for part in said if isinstance(part, Paused)))
    rights = {asked_of(rule.outcome) for rule in expected.rights}
    assert rights == (set() if got.right is None else {meaning(got.right)})


def every_way(policy: Policy) -> None:
    fields = policy.plan.fields
    for given_ in customers(policy):
        facts = policy.facts_of(given_)
        got = asked(policy, facts)
        agrees(policy, given_, got)
        if isinstance(got, Decision):
            made = policy.Facts(**{fields[name]: value for name, value in facts.items()})
            assert policy.decide(made) is got
            needed = {axis.attribute.name for axis in policy.plan.space.axes}
            few = {name: value for name, value in facts.items() if name in needed}
            assert policy.decide(few) is got
            assert policy.decide(few) is got
            assert policy.consider(facts) is got


@pytest.mark.parametrize("policy", REAL)
def test_real_policies_agree_on_all_cases(policy: Policy) -> None:
    every_way(policy)


@quick
@given(policies(scopes=True, slots=True))
def test_random_policies_agree_on_all_cases(text: str) -> None:
    every_way(loads(text))


@quick
@given(policies(max_rules=8, scopes=True, slots=True))
def test_the_columns_of_large_policies_agree_on_all_cases(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plans, "MOST_CASES", 0)
        every_way(loads(text))


@quick
@given(policies(max_rules=8, scopes=True, slots=True))
def test_forgetting_changes_no_answer(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plans, "MOST_KNOWN", 2)
        every_way(loads(text))


@pytest.mark.slow
@campaign
@given(policies(max_rules=16, max_attributes=6, scopes=True, slots=True))
def test_many_random_policies_agree(text: str) -> None:
    every_way(loads(text))


def test_a_strength_comes_from_the_rule_then_from_the_header() -> None:
    text = """policy "x"
  intervals are a guide but a minimum for A
attribute A: yes or no
attribute B: yes or no
rules R:
  - B -> at least monthly
  - not B -> every 2 months
  - A -> do "x"
"""
    policy = loads(text)
    strengths = {
        (a, b): policy.decide({"A": a, "B": b}).strength
        for a in (False, True)
        for b in (False, True)
    }
    assert {key: strength and strength.value for key, strength in strengths.items()} == {
        (False, False): "guide",
        (True, False): "minimum",
        (False, True): "minimum",
        (True, True): "minimum",
    }


def test_decisions_are_made_once_and_shared() -> None:
    policy = load(ROOT / "policies" / "rhein-hunsrueck.kpol")
    made = [
        policy.decide(policy.facts_of(c))
        for c in customers(policy)
        if evaluate(policy.model, c).possible
    ]
    assert len({id(decision) for decision in made}) == len(set(made)) < len(made)


def test_a_number_of_many_values_chooses_by_its_class() -> None:
    text = """policy "x"
attribute n: number 0 to 1000000000
attribute m: number 0 to 100000
attribute A: yes or no
rules R:
  - n under 500 and A -> monthly
  - n 500 to 900 and A -> every 2 months
  - n over 900 or not A -> every 3 months
  - m over 7 -> do "x"
"""
    policy = loads(text)
    for n, months in ((0, 1), (499, 1), (500, 2), (900, 2), (901, 3), (10**9, 3)):
        for m in (7, 8):
            for _ in range(2):
                decision = policy.decide({"n": n, "m": m, "A": True})
                assert isinstance(decision.rhythm, Every)
                assert decision.rhythm.length.count == months
                assert bool(decision.duties) is (m == 8)
                assert policy.decide(policy.Facts(n=n, m=m, A=True)) is decision
    for wrong in (-1, 10**9 + 1, 1.0, True, "1", None):
        with pytest.raises(NoAnswer):
            policy.decide({"n": wrong, "m": 0, "A": True})
