"""Random policies: coverage is what trying everybody says, and generated examples do their work."""

import pytest
from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st

from kontaktdsl import model
from kontaktdsl.evaluator import evaluate
from kontaktdsl.exercise import coverage, generate
from kontaktdsl.exercise.boundary import cuts
from kontaktdsl.exercise.ground import Ground
from kontaktdsl.project import Checked, check_text
from kontaktdsl.space import mentions
from kontaktdsl.strictness import clash
from tests.exercise.reference import everyone, tried
from tests.strategies.policies import ATTRIBUTES, FIRSTS, RHYTHMS, SLOTS, policies

quick = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
campaign = settings(
    max_examples=600,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
small = policies(slots=True, max_rules=8, max_attributes=3)
PROMISES = ("example-fails", "example-impossible")


def checked(text: str) -> Checked:
    """A policy that can be tried."""
    found = check_text(text)
    assume(found.policy is not None)
    assume(all(finding.code != "contradictory-impossible" for finding in found.findings))
    return found


@st.composite
def with_examples(draw: st.DrawFn) -> str:
    """A policy with some of the examples that are generated for it, and some that may fail."""
    text = draw(small)
    policy = checked(text).policy
    assert policy is not None
    lines = [*generate(policy).lines]
    lines = [line for line in lines if draw(st.booleans())]
    names = {attribute.name for attribute in policy.attributes}
    terms = st.one_of([a.terms() for a in ATTRIBUTES if a.name in names])
    either = st.lists(terms, min_size=2, max_size=2).map(lambda two: f"({' or '.join(two)})")
    answers = st.sampled_from([*RHYTHMS, *SLOTS[:2], *(FIRSTS if policy.events else ())])
    for _ in range(draw(st.integers(0, 2))):
        facts = draw(st.lists(st.one_of(terms, terms, either), min_size=1, max_size=3))
        lines.append(f"example: {', '.join(facts)} -> {draw(answers)}")
    return text + "".join(f"{line}\n" for line in lines)


def compare(text: str) -> None:
    policy = check_text(text).policy
    assert policy is not None
    found, wanted = coverage(policy), tried(policy)
    assert {rule.index for rule in found.exercised} == wanted.exercised
    shares = {share.question.value: (share.covered, share.total) for share in found.shares}
    assert shares["how often"] == wanted.how_often
    assert shares.get("when first") == wanted.when_first
    assert shares.get("how often on request") == wanted.on_request
    left = {rule.index for rule in found.left_out}
    assert left == wanted.within_reach - wanted.exercised
    for share in found.shares:
        assert share.complete
        assert bool(share.regions) == (share.covered != share.total)
        sizes = [region.count or 0 for region in share.regions]
        assert sizes == sorted(sizes, reverse=True)


STOOD = (
    'policy "p"\nattribute age: number 15 to 20\nattribute f: yes or no\nevent Antrag\n'
    "rules A:\n  - f and age under 16 -> every 14 days\n"
    "rules B:\n  - age under 16 -> first same day as Antrag, every 14 days\n"
)
CROSSED = (
    'policy "p"\nattribute s: a | b | c\nattribute age: number 15 to 20\n'
    'rules A:\n  - age under 16 -> every 14 days, do "x"\n  - age at least 16 -> every 14 days\n'
    "exception B to A:\n  - a and age under 16 -> every 30 days\n"
)


@pytest.mark.parametrize("text", [STOOD, CROSSED])
def test_an_example_stands_at_a_boundary_for_what_differs_there(text: str) -> None:
    """Not one that says what holds on both sides, nor a duty where the interval changes."""
    exercise(text)
    left_out_again(text)
    boundary(text)


HEAD = 'policy "p"\nattribute s: a | b | c\nattribute f: yes or no\nattribute g: yes or no\n'
STRICT = (
    HEAD + "rules A:\n  - s in (a, b) -> monthly\nrules B:\n  - s in (b, c) -> every 2 weeks\n"
    'rules C:\n  - b and f -> monthly\n  - c and f and g -> every 2 weeks, do "x"\n'
    "of A, B, C the strictest applies\n"
)
RARE = [
    STRICT + "example: b -> monthly\n",
    STRICT + "example: b, f -> every 2 weeks\n",
    STRICT + "example: b, f -> monthly\nexample: c, f, g -> every 2 weeks\n",
    HEAD + "impossible: f and g\na or b -> monthly\nc -> weekly\nexample: a, f, g -> monthly\n",
    HEAD + "impossible: f and g\na or b -> monthly\nc -> weekly\nexample: f -> weekly\n",
]


RARE += [
    HEAD + "a or b -> monthly\nb or c -> on request weekly\nexample: b -> on request weekly\n",
    HEAD + "a or b -> monthly\nb or c -> on request weekly\nexample: c -> on request weekly\n",
    HEAD + "a or b -> monthly\nb or c -> on request weekly\nexample: b -> monthly\n",
]


@pytest.mark.parametrize("text", RARE)
def test_coverage_is_what_trying_everybody_says_of_rare_things(text: str) -> None:
    """A rule that `the strictest` puts second, an example of somebody impossible."""
    compare(text)


@quick
@given(with_examples())
def test_coverage_is_what_trying_everybody_says(text: str) -> None:
    """Cases and rules, to the last one."""
    note(text)
    compare(text)


@pytest.mark.slow
@campaign
@given(with_examples())
def test_coverage_is_what_trying_everybody_says_in_a_campaign(text: str) -> None:
    """The same for longer."""
    note(text)
    compare(text)


def exercise(text: str) -> None:
    policy = check_text(text).policy
    assert policy is not None
    made = generate(policy)
    assert generate(policy) == made
    longer = check_text(text + made.text)
    assert longer.policy is not None, [(f.code, f.span.text) for f in longer.findings]
    assert [f.headline.en for f in longer.findings if f.code in PROMISES] == []
    assert len(longer.policy.examples) == len(made.lines)
    found = coverage(longer.policy)
    assert [rule.span.text for rule in found.left_out] == []
    assert {rule.index for rule in found.exercised} == tried(longer.policy).within_reach
    assert generate(longer.policy).lines == ()


@quick
@given(small)
def test_generated_examples_pass_and_exercise_every_rule(text: str) -> None:
    """Each parses and passes, together they are enough, and nothing is proposed twice."""
    note(text)
    checked(text)
    exercise(text)


@pytest.mark.slow
@campaign
@given(policies(slots=True, max_rules=10, max_attributes=4))
def test_generated_examples_pass_and_exercise_every_rule_in_a_campaign(text: str) -> None:
    """The same for longer and larger ones."""
    note(text)
    checked(text)
    exercise(text)


@quick
@given(small)
def test_no_generated_example_can_be_left_out(text: str) -> None:
    """Without it `--generate` proposes something again."""
    checked(text)
    left_out_again(text)


def left_out_again(text: str) -> None:
    policy = check_text(text).policy
    assert policy is not None
    lines = generate(policy).lines
    for line in lines:
        fewer = check_text(text + "".join(f"{other}\n" for other in lines if other is not line))
        assert fewer.policy is not None
        assert generate(fewer.policy).lines != ()


@quick
@given(small)
def test_both_sides_of_a_boundary_are_stated(text: str) -> None:
    """Where the step across changes the interval of anybody without a contradiction."""
    checked(text)
    boundary(text)


def boundary(text: str) -> None:
    policy = check_text(text).policy
    assert policy is not None
    longer = check_text(text + generate(policy).text).policy
    assert longer is not None
    pinned: set[tuple[str, int]] = set()
    for example in longer.examples:
        for name, ranges in mentions(example.facts).items():
            pinned |= {(name, low) for group in ranges for low, high in group if low == high}
    for cut in cuts(Ground(policy)):
        if _changes(policy, cut.attribute.name, cut.below, cut.above):
            assert {(cut.attribute.name, cut.below), (cut.attribute.name, cut.above)} <= pinned


def _changes(policy: model.Policy, name: str, below: int, above: int) -> bool:
    if policy.preferences:
        return False
    for facts in everyone(policy):
        if facts[name] != below:
            continue
        one, two = evaluate(policy, facts), evaluate(policy, {**facts, name: above})
        if not (one.owed and two.owed):
            continue
        left, right = one.rhythm, two.rhythm
        if left is not None and right is not None and clash(left, right):
            return True
    return False


def test_steps_without_a_first_contact_are_no_share_of_their_own() -> None:
    """Nobody is asked for a first contact, so there is nothing to exercise."""
    compare(HEAD + "rules A:\n  - a -> then after 30 to 40 days, every 14 days\n")
