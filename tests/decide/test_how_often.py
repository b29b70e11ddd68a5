"""`how_often` says what `decide` says of the rhythm, and refuses what it reads and does not know."""

from collections import ChainMap, defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from kontaktdsl import plan as plans
from kontaktdsl.decision import Fact, Refusal
from kontaktdsl.evaluator import evaluate, holds
from kontaktdsl.plan import branches
from kontaktdsl.policy import Policy
from kontaktdsl.project import load, loads
from kontaktdsl.refusals import FactError, ImpossibleFacts, MissingFacts, NoAnswer, NoDecision
from kontaktdsl.strictness import meaning
from kontaktdsl.values import Rhythm
from tests.real import one_series
from tests.strategies.policies import policies

ROOT = Path(__file__).parents[2]
REAL = one_series("policies", "examples")
POLICY = load(ROOT / "policies" / "rhein-hunsrueck.kpol")
GOOD: dict[str, Fact] = {
    "age": 40, "status": "asu", "prognose": "marktnah", "Intensivkunde": False, "Absolvent": False,
    "Neukunde": False, "Vermittlung": False,
}  # fmt: skip

quick = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def asked(call: Callable[[], Rhythm]) -> Rhythm | NoAnswer:
    try:
        return call()
    except NoAnswer as error:
        return error


def customers(policy: Policy, end: int) -> list[dict[str, int]]:
    """A customer of each case, at the lower (0) or upper (1) `end` of each class.

    Left out is whom no days bring about: facts that are given are not checked against each other.
    """
    rest = {attribute.name: attribute.domain.bounds[end] for attribute in policy.attributes}
    axes = policy.plan.space.axes
    people = (
        {**rest, **{a.attribute.name: a.classes[p][end] for a, p in zip(axes, case, strict=True)}}
        for case in policy.plan.space.cases()
    )
    proven = [each.condition for each in policy.model.constraints if each.proven]
    return [person for person in people if not any(holds(each, person) for each in proven)]


def agrees(policy: Policy) -> None:
    needed = {axis.attribute.name for axis in policy.plan.space.axes}
    for person in (*customers(policy, 0), *customers(policy, 1)):
        facts = policy.facts_of(person)
        few = {name: value for name, value in facts.items() if name in needed}
        by_field = {policy.plan.fields[name]: value for name, value in facts.items()}
        made = policy.Facts(**by_field)
        expected = evaluate(policy.model, person)
        for each in (facts, few, made, made, few, ChainMap(facts)):
            got = asked(lambda each=each: policy.how_often(each))  # type: ignore[misc]
            if not expected.possible:
                assert isinstance(got, ImpossibleFacts)
            elif not expected.in_scope:
                assert isinstance(got, NoDecision)
                assert got.refusal is Refusal.OUT_OF_SCOPE
            elif expected.rhythm is None:
                assert isinstance(got, NoDecision)
                gap = expected.gap and not expected.conflict
                assert got.refusal is (Refusal.GAP if gap else Refusal.CONFLICT)
                assert not got.undecided.first_step
            else:
                assert not isinstance(got, NoAnswer)
                assert meaning(got) == meaning(expected.rhythm)
                if not (expected.first_conflict or expected.right_conflict):
                    assert got == policy.decide(facts).rhythm


@pytest.mark.parametrize("policy", REAL)
def test_real_policies_agree_on_all_cases(policy: Policy) -> None:
    agrees(policy)


@quick
@given(policies(scopes=True, slots=True))
def test_random_policies_agree_on_all_cases(text: str) -> None:
    agrees(loads(text))


@quick
@given(policies(max_rules=8, scopes=True, slots=True))
def test_without_trying_all_orders_no_answer_changes(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(branches, "MOST_TRIED", 1)
        agrees(loads(text))


@pytest.mark.parametrize("most_cases", [0, plans.MOST_CASES])
@pytest.mark.parametrize("limit", ["MOST_LEAVES", "MOST_DEEP", "BUDGET"])
def test_the_columns_of_large_policies_agree_on_all_cases(limit: str, most_cases: int) -> None:
    @quick
    @given(policies(max_rules=8, scopes=True, slots=True))
    def each(text: str) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(branches, limit, 0)
            patch.setattr(plans, "MOST_CASES", most_cases)
            agrees(loads(text))

    each()


@pytest.mark.slow
@settings(
    max_examples=2000,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(policies(max_rules=16, max_attributes=6, scopes=True, slots=True))
def test_many_random_policies_agree(text: str) -> None:
    agrees(loads(text))


def test_rhythms_are_shared() -> None:
    facts = [
        POLICY.facts_of(person)
        for person in customers(POLICY, 0)
        if evaluate(POLICY.model, person).possible
    ]
    found = [POLICY.how_often(each) for each in facts]
    found += [POLICY.how_often(POLICY.Facts(**each)) for each in facts]
    assert len({id(rhythm) for rhythm in found}) == len(set(found)) == 7


@pytest.mark.parametrize("field", ["age", "status", "prognose", "Intensivkunde", "Absolvent"])
@pytest.mark.parametrize("value", [None, "x", "", 14, 67, 40.0, 1, 0, True, -1, [], "Alo", b"alo"])
def test_an_unknown_value_on_the_path_is_refused(field: str, value: Fact) -> None:
    facts: dict[str, Fact] = {**GOOD, "age": 20}
    POLICY.how_often(facts)
    if value is True and field in ("Intensivkunde", "Absolvent"):
        return
    for ask in (
        lambda: POLICY.how_often({**facts, field: value}),
        lambda: POLICY.how_often(POLICY.Facts(**{**facts, field: value})),
    ):
        for _ in range(2):
            with pytest.raises(FactError) as caught:
                ask()
            assert caught.value.field == field


def test_a_fact_that_the_answer_does_not_depend_on_is_not_looked_at_in_a_dict() -> None:
    wrong: dict[str, Fact] = {**GOOD, "Neukunde": 7}
    assert POLICY.how_often(wrong) is POLICY.how_often(GOOD)
    with pytest.raises(FactError):
        POLICY.decide(wrong)
    with pytest.raises(FactError):
        POLICY.how_often(POLICY.Facts(**wrong))


def test_impossible_customers_are_refused_whatever_settles_the_answer() -> None:
    for absolvent in (False, True):
        facts = {**GOOD, "Absolvent": absolvent, "status": "alo", "prognose": "I"}
        for ask in (
            lambda facts=facts: POLICY.how_often(facts),
            lambda facts=facts: POLICY.how_often(POLICY.Facts(**facts)),
        ):
            with pytest.raises(ImpossibleFacts) as caught:
                ask()
            assert caught.value.line.when == "alo and I"


@pytest.mark.parametrize("name", list(GOOD))
def test_a_missing_or_additional_fact_is_refused(name: str) -> None:
    POLICY.how_often(GOOD)
    few = {other: value for other, value in GOOD.items() if other != name}
    for facts in (few, ChainMap(few), defaultdict(bool, few)):
        with pytest.raises(MissingFacts) as caught:
            POLICY.how_often(facts)
        assert caught.value.fields == (name,)
    with pytest.raises(FactError):
        POLICY.how_often({**GOOD, f"{name}s": True})
    with pytest.raises(MissingFacts):
        POLICY.how_often(POLICY.Facts(**few))


def test_a_misspelt_name_on_the_path_is_refused() -> None:
    few = {name: value for name, value in GOOD.items() if name != "Absolvent"}
    for facts in ({**few, "Absolvnt": False}, defaultdict(bool, {**few, "Absolvnt": False})):
        with pytest.raises(FactError) as caught:
            POLICY.how_often(facts)
        assert (caught.value.field, caught.value.near) == ("Absolvnt", ("Absolvent",))
        assert len(facts) == len(GOOD)


def test_two_first_steps_do_not_matter() -> None:
    policy = loads(
        'policy "x"\nattribute A: yes or no\nattribute B: yes or no\nevent X\n'
        "A or not A -> monthly\nA -> first same day as X\nB -> first within 3 days of X\n"
    )
    facts: dict[str, Fact] = {"A": True, "B": True}
    with pytest.raises(NoDecision):
        policy.decide(facts)
    assert policy.how_often(facts) is policy.how_often({"A": True, "B": False})
    assert policy.how_often(policy.Facts(A=True, B=True)) is policy.how_often(facts)


def test_facts_of_another_policy_are_read_by_name() -> None:
    other = loads((ROOT / "policies" / "rhein-hunsrueck.kpol").read_text("utf-8"))
    turned = loads('policy "x"\nattribute age: number 15 to 66\nage 15 to 66 -> every 11 days\n')
    assert POLICY.how_often(other.Facts(**GOOD)) == POLICY.how_often(GOOD)
    with pytest.raises(MissingFacts):
        POLICY.how_often(turned.Facts(age=40))


def test_many_values_of_an_enumeration_and_of_a_number() -> None:
    values = [f"w{i}" for i in range(40)]
    policy = loads(
        f'policy "x"\nattribute e: {" | ".join(values)}\nattribute n: number 0 to 1000000\n'
        f"rules R:\n  - {' or '.join(values[:20])} -> monthly\n"
        + "".join(
            f"  - n {i * 10} to {i * 10 + 9} and not ({' or '.join(values[:20])}) -> every {i + 2} weeks\n"
            for i in range(20)
        )
        + f"  - n at least 200 and not ({' or '.join(values[:20])}) -> every 2 months\n"
    )
    rhythms = {
        policy.how_often({"e": e, "n": n}) == policy.decide({"e": e, "n": n}).rhythm
        for e in ("w0", "w19", "w20", "w39")
        for n in (0, 9, 10, 55, 199, 200, 10**6)
    }
    assert rhythms == {True}
    for e, n in (("w40", 5), ("w20", -1), ("w20", 10**6 + 1), ("w20", True), ("w20", 5.0)):
        with pytest.raises(FactError):
            policy.how_often({"e": e, "n": n})  # type: ignore[dict-item]


def test_a_how_often_taken_before_the_first_answer_goes_on_working() -> None:
    policy = loads('policy "x"\nattribute A: yes or no\nA -> monthly\nnot A -> every 2 months\n')
    early = policy.how_often
    assert early({"A": True}) is policy.how_often({"A": True})
    assert policy.how_often is not early
