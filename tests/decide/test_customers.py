"""Every possible customer gets exactly one answer, and whoever breaks that is found."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from kontaktdsl import conditions
from kontaktdsl.decision import Decision, Fact, Refusal
from kontaktdsl.evaluator import evaluate
from kontaktdsl.model import And, In
from kontaktdsl.policy import Policy
from kontaktdsl.project import load, loads
from kontaktdsl.refusals import NoAnswer, NoDecision
from kontaktdsl.source import Source
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.parser import parse
from kontaktdsl.testing import cases
from kontaktdsl.values import Answer
from tests.strategies.policies import policies

ROOT = Path(__file__).parents[2]
POLICIES = {path.stem: load(path) for path in sorted((ROOT / "policies").glob("*.kpol"))}
TEXTS = {name: (ROOT / "policies" / f"{name}.kpol").read_text("utf-8") for name in POLICIES}

quick = settings(max_examples=300)


def gets_exactly_one_answer(policy: Policy, facts: dict[str, Fact]) -> bool:
    """An interval, or a word on why there is none: delegated, decided otherwise, or left open."""
    try:
        decision = policy.decide(facts)
    except NoAnswer:
        return False
    if decision.answer is Answer.INTERVAL:
        return True
    assert decision.answer in (
        Answer.DELEGATED,
        Answer.NOT_REGULATED,
        Answer.NO_CONTACT,
        Answer.AS_NEEDED,
    )
    rhythm = decision.rhythm
    said = [getattr(rhythm, field, "") for field in ("target", "reason", "agreement")]
    return any(text.strip() for text in said)


def unlucky(policy: Policy) -> dict[str, Fact] | None:
    """The simplest possible customer without exactly one answer."""
    try:
        return find(
            cases(policy),
            lambda facts: not gets_exactly_one_answer(policy, facts),
            settings=settings(max_examples=20_000),
        )
    except NoSuchExample:
        return None


@pytest.mark.parametrize("name", POLICIES)
def test_every_possible_customer_gets_exactly_one_answer(name: str) -> None:
    policy = POLICIES[name]

    @quick
    @given(cases(policy))
    def each(facts: dict[str, Fact]) -> None:
        assert gets_exactly_one_answer(policy, facts)
        assert isinstance(policy.decide(facts), Decision)

    each()


@pytest.mark.parametrize("name", POLICIES)
def test_no_case_at_all_is_without_exactly_one_answer(name: str) -> None:
    plan = POLICIES[name].plan
    answers = {case: plan.answer(case) for case in plan.space.cases()}
    assert all(answer is None or isinstance(answer, Decision) for answer in answers.values())


def with_another_value(text: str) -> str:
    """The policy with one more value of the integration prognosis, which no rule mentions."""
    for node in parse(Source("planted", text)).document.statements:
        if isinstance(node, tree.Attribute) and node.name.text.casefold() == "prognose":
            assert isinstance(node.domain, tree.Enumeration)
            end = node.domain.values[-1].span.end
            return f"{text[:end]} | Neuwert{text[end:]}"
    raise AssertionError("no prognosis")


@pytest.mark.parametrize("name", POLICIES)
def test_a_planted_gap_is_found(name: str) -> None:
    policy = loads(with_another_value(TEXTS[name]))
    facts = unlucky(policy)
    assert facts is not None
    assert "Neuwert" in facts.values()
    with pytest.raises(NoDecision) as caught:
        policy.decide(facts)
    assert caught.value.refusal is Refusal.GAP


@pytest.mark.parametrize("share", [0.0, 0.37, 0.5, 0.81])
@pytest.mark.parametrize("name", POLICIES)
def test_an_overlap_planted_on_any_customer_is_found(name: str, share: float) -> None:
    policy = POLICIES[name]
    axes = policy.plan.space.axes
    possible = [case for case in policy.plan.space.cases() if policy.plan.answer(case)]
    case = possible[int(share * len(possible))]
    exactly = And(tuple(In(a.attribute, (a.classes[p],)) for a, p in zip(axes, case, strict=True)))
    condition = conditions.condition(policy.model, exactly, policy.model.language)
    every = {"de": "alle 11 Tage", "en": "every 11 days"}[policy.model.language]
    planted = loads(f"{TEXTS[name]}\n{condition} -> {every}\n")
    found = unlucky(planted)
    assert found is not None
    assert planted.plan.case(planted.plan.read(found)) == case
    with pytest.raises(NoDecision) as caught:
        planted.decide(found)
    assert caught.value.refusal is Refusal.CONFLICT
    assert f"{condition} -> {every}" in [line.text for line in caught.value.rules]


def test_the_simplest_forgotten_customer_is_shown() -> None:
    policy = load(ROOT / "examples" / "as-printed" / "rhein-hunsrueck.kpol")
    assert unlucky(policy) == {
        "age": 15, "status": "asu", "prognose": "marktnah", "Intensivkunde": False, "Absolvent": False,
    } | {a.name: False for a in policy.attributes[5:]}  # fmt: skip


# --- the strategy itself ------------------------------------------------------------------------


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(policies(max_rules=4), st.data())
def test_only_possible_customers_are_drawn(text: str, data: st.DataObject) -> None:
    policy = loads(text)
    if cases(policy).is_empty:
        assert all(policy.plan.answer(case) is None for case in policy.plan.space.cases())
        return
    facts = data.draw(cases(policy))
    assert list(facts) == [attribute.name for attribute in policy.attributes]
    assert evaluate(policy.model, policy.plan.read(facts)).possible


def test_both_sides_of_a_boundary_come_often() -> None:
    seen: list[Fact] = []

    @settings(max_examples=200)
    @given(cases(POLICIES["rhein-hunsrueck"]))
    def look(facts: dict[str, Fact]) -> None:
        seen.append(facts["age"])

    look()
    assert seen.count(24) > 10
    assert seen.count(25) > 10
    assert len(set(seen)) > 8


def test_nobody_is_drawn_where_nobody_is_possible() -> None:
    policy = loads(
        'policy "x"\nattribute A: yes or no\nA -> monthly\n'
        'impossible: A because "nie"\nimpossible: not A because "nie"\n'
    )
    assert cases(policy).is_empty
