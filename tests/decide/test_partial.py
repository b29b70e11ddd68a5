"""With facts missing: the answers still possible, counted, and the question that settles most."""

from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kontaktdsl import partial
from kontaktdsl.decision import Decision, Open, Undecided
from kontaktdsl.policy import Policy
from kontaktdsl.project import load, loads
from kontaktdsl.refusals import ImpossibleFacts, MissingFacts, NoDecision
from kontaktdsl.strictness import meaning, with_aim
from tests.strategies.policies import policies

ROOT = Path(__file__).parents[2]
quick = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def said(answer: Decision | Undecided) -> object:
    """What an answer says, without the lines that it rests on."""
    if isinstance(answer, Undecided):
        return answer.refusal, answer.first_step, answer.on_request
    return (
        with_aim(answer.rhythm),
        answer.strength,
        answer.first,
        answer.steps,
        frozenset((d.duty, d.occasion) for d in answer.duties),
        frozenset((p.kinds, p.occasion) for p in answer.kinds),
        answer.right and meaning(answer.right),
        frozenset(pause.pause for pause in answer.pauses),
    )


def left(policy: Policy, given: dict[str, int]) -> Iterator[object]:
    """What every possible case says that has these facts, one case after the other."""
    axes = policy.plan.space.axes
    places = [
        [axis.place(given[axis.attribute.name])]
        if axis.attribute.name in given
        else range(len(axis.classes))
        for axis in axes
    ]
    for case in product(*places):
        answer = policy.plan.answer(case)
        if answer is not None:
            yield said(answer)


def fewest(policy: Policy, given: dict[str, int]) -> int:
    """Questions in the worst case, by trying every order."""
    if len(set(left(policy, given))) < 2:
        return 0
    best = None
    for axis in policy.plan.space.axes:
        name = axis.attribute.name
        if name in given:
            continue
        worst = max(fewest(policy, {**given, name: low}) for low, _ in axis.classes)
        best = worst if best is None else min(best, worst)
    assert best is not None
    return best + 1


def agrees(policy: Policy, given: dict[str, int]) -> None:
    expected = Counter(left(policy, given))
    facts = policy.facts_of(given)
    if not expected:
        with pytest.raises(ImpossibleFacts):
            policy.consider(facts)
        return
    if len(expected) == 1:
        (only,) = expected
        try:
            answer: Decision | Undecided | Open = policy.consider(facts)
        except NoDecision as error:
            answer = error.undecided
        assert not isinstance(answer, Open)
        assert said(answer) == only
        return
    answer = policy.consider(facts)
    assert isinstance(answer, Open)
    assert {said(p.answer): p.cases for p in answer.outcomes} == expected
    assert answer.cases == sum(expected.values())
    assert answer.missing == tuple(
        a.attribute.name for a in policy.plan.space.axes if a.attribute.name not in given
    )
    assert answer.ask in answer.missing
    assert answer.questions == fewest(policy, given)
    axis = next(a for a in policy.plan.space.axes if a.attribute.name == answer.ask)
    after = [
        fewest(policy, {**given, answer.ask: low})
        for low, _ in axis.classes
        if any(left(policy, {**given, answer.ask: low}))
    ]
    assert max(after) + 1 == answer.questions
    assert len(answer.choices) == sum(
        any(left(policy, {**given, answer.ask: low})) for low, _ in axis.classes
    )


@quick
@given(policies(max_rules=7, max_attributes=3, scopes=True), st.data())
def test_random_policies_agree_with_counting_case_by_case(text: str, data: st.DataObject) -> None:
    policy = loads(text)
    given_: dict[str, int] = {}
    for axis in policy.plan.space.axes:
        if data.draw(st.integers(0, 2)) == 2:
            given_[axis.attribute.name] = data.draw(st.integers(*axis.attribute.domain.bounds))
    agrees(policy, given_)


def test_an_absolvent_needs_no_further_question_about_the_interval() -> None:
    text = """policy "x"
attribute A: yes or no
attribute B: yes or no
attribute C: yes or no
rules R:
  - not A and B -> monthly
  - not A and not B and C -> every 2 months
  - not A and not B and not C -> every 3 months
  - A -> see "other"
"""
    policy = loads(text)
    decision = policy.consider({"A": True})
    assert isinstance(decision, Decision)
    answer = policy.consider({})
    assert isinstance(answer, Open)
    assert (answer.ask, answer.choices, answer.questions) == ("A", (False, True), 3)
    assert [possibility.cases for possibility in answer.outcomes] == [4, 2, 1, 1]


def test_a_settled_answer_cites_every_line_that_it_may_rest_on() -> None:
    text = """policy "x"
attribute A: yes or no
attribute B: yes or no
rules R:
  - A -> monthly [1]
  - not A -> monthly [2]
  - B -> every 2 months [3]
exception E to R:
  - B and A -> monthly [4]
  - B and not A -> monthly [5]
"""
    decision = loads(text).consider({"B": True})
    assert isinstance(decision, Decision)
    assert decision.citations == ("4", "5")
    assert [pair.line.citation for pair in decision.overridden] == ["3"]


def test_missing_facts_know_what_is_still_possible() -> None:
    policy = load(ROOT / "policies" / "rhein-hunsrueck.kpol")
    known = {"age": 40, "status": "asu", "prognose": "Z", "Intensivkunde": False}
    with pytest.raises(MissingFacts) as caught:
        policy.decide(known)
    assert caught.value.fields == ("Absolvent", "Neukunde", "Vermittlung")
    considered = caught.value.considered
    assert considered == policy.consider(known)
    assert isinstance(considered, Open)
    assert considered.questions == 3


def test_facts_that_only_impossible_customers_have_are_refused() -> None:
    policy = load(ROOT / "policies" / "rhein-hunsrueck.kpol")
    with pytest.raises(ImpossibleFacts) as caught:
        policy.consider({"status": "alo", "prognose": "I"})
    assert "`alo and I` (Zeile 29): Wer integriert ist" in caught.value.text.de


def test_a_question_leaves_out_impossible_values() -> None:
    policy = load(ROOT / "policies" / "rhein-hunsrueck.kpol")
    known = {
        "age": 40, "status": "alo", "Absolvent": False, "Intensivkunde": False,
        "Neukunde": False, "Vermittlung": False,
    }  # fmt: skip
    answer = policy.consider(known)
    assert isinstance(answer, Open)
    assert answer.ask == "prognose"
    assert answer.choices == ("marktnah", "marktfern", "Z")


def test_beyond_the_budgets_the_question_is_still_named() -> None:
    policy = load(ROOT / "policies" / "dahme-spreewald.kpol")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(partial, "STATES", 3)
        answer = policy.consider({})
        assert isinstance(answer, Open)
        assert answer.questions is None
        assert answer.cases == 704
        patch.setattr(partial, "BUDGET", 3)
        answer = policy.consider({})
        assert isinstance(answer, Open)
        assert (answer.cases, answer.questions, answer.outcomes) == (None, None, ())
        assert answer.ask in answer.missing
