"""Policies with facts in time, answered: by the plan, by the reference, on days, in words."""

from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontaktdsl import conditions, loads
from kontaktdsl.cli import facts as said
from kontaktdsl.cli.words import Stop
from kontaktdsl.decision import Decision, Open
from kontaktdsl.domains import Enumeration
from kontaktdsl.evaluator import evaluate, holds
from kontaktdsl.exercise.generate import generate
from kontaktdsl.plan.facts import fact
from kontaktdsl.project import check_text
from kontaktdsl.question import Question, ask
from kontaktdsl.refusals import FactError, MissingFacts, NoAnswer
from kontaktdsl.space import mentions

HEAD = (
    'policy "x"\nattribute age: number 0 to 120\nattribute wear: low < medium < high\n'
    'attribute insured: yes or no\nattribute urgent: decided by "foreman"\nattribute status: open | closed\n'
    'event Loan\nevent Return "Rückgabe"\nattribute Dauer: time since Loan\n'
    "attribute Block: time since Loan, anew every 2 months\n"
)
TERMS = (
    "Dauer under 30 days", "Dauer at least 1 month", "Dauer over 2 months", "Block under 1 month",
    "Block at least 28 days", "before Loan", "before Return", "Return since 2024-02-01",
    "no Return since 2024-02-10", "Return before 2024-02-10", "age on Loan at least 18",
    "age on Return under 30", "age under 25", "wear at least medium", "wear under medium",
    "wear medium to high", "urgent", "not urgent", "status on Return closed",
    "Dauer 30 days to under 2 months", "insured on Loan", "not insured on Loan",
    "status on Loan in (open, closed)", "wear on Loan at least medium",
)  # fmt: skip
ANSWERS = ("weekly", "monthly", "yearly")


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Rules over a few conditions, with gaps and contradictions."""
    lines = ["rules A [1]:"]
    for _ in range(draw(st.integers(1, 4))):
        terms = draw(st.lists(st.sampled_from(TERMS), min_size=1, max_size=2, unique=True))
        lines.append(f"  - {' and '.join(terms)} -> {draw(st.sampled_from(ANSWERS))}")
    if draw(st.booleans()):
        lines.append("  - otherwise -> every 2 years")
    return HEAD + "\n".join(lines) + "\n"


@settings(max_examples=60)
@given(texts())
def test_the_analysis_counts_what_the_reference_counts(text: str) -> None:
    """Possible cases, gaps and contradictions over all combinations of classes."""
    checked = check_text(text)
    policy = checked.policy
    assert policy is not None
    asked = ask(policy, Question.HOW_OFTEN)
    names = {axis.attribute.name for axis in asked.space.axes}
    constraints = tuple(
        each for each in policy.constraints if mentions([each.condition]).keys() <= names
    )
    bare = attrs.evolve(policy, constraints=constraints)
    found = [
        evaluate(bare, {a.name: 0 for a in policy.attributes} | asked.space.facts(case))
        for case in asked.space.cases()
    ]
    account = checked.accounting[0]
    possible = [each for each in found if each.possible]
    assert account.cases == len(found)
    assert account.impossible == len(found) - len(possible)
    assert account.forgotten == sum(each.gap for each in possible)
    assert account.contradictory == sum(each.conflict for each in possible)


@settings(max_examples=40)
@given(
    texts(),
    st.lists(
        st.tuples(
            st.dates(date(2024, 1, 1), date(2024, 6, 1)),
            st.none() | st.integers(-30, 120),
            st.none() | st.integers(-30, 120),
            st.dates(date(1980, 1, 1), date(2023, 12, 1)),
            st.booleans(),
            st.sampled_from(("low", "medium", "high")),
            st.sampled_from(("open", "closed")),
        ),
        min_size=8,
        max_size=8,
    ),
)
def test_deciding_on_a_day_is_what_the_reference_says(
    text: str, people: list[tuple[date, int | None, int | None, date, bool, str, str]]
) -> None:
    """Facts computed from days, decided by the plan; no real person is impossible."""
    policy = loads(text)
    for day, loan, back, born, urgent, wear, status in people:
        events = {
            "Loan": None if loan is None else day - timedelta(days=loan),
            "Return": None if back is None else day - timedelta(days=back),
        }
        given_facts: dict[str, str | bool | int] = {
            "urgent": urgent, "wear": wear, "status": status, "insured": urgent,
        }  # fmt: skip
        names = {attribute.name for attribute in policy.attributes}
        if "status on Return" in names and back is not None and back >= 0:
            given_facts["status on Return"] = status
        if loan is not None and loan >= 0:
            later = {"insured": "yes" if urgent else "no", "status": status, "wear": wear}
            given_facts |= {
                f"{name} on Loan": value
                for name, value in later.items()
                if f"{name} on Loan" in names
            }
        facts = policy.facts_on(day, events=events, facts=given_facts, born=born)
        assert set(facts) == names
        wanted = evaluate(policy.model, policy.plan.read(facts))
        assert wanted.possible
        try:
            rhythm = policy.decide(facts).rhythm
        except NoAnswer:
            assert wanted.gap or wanted.conflict
        else:
            assert rhythm == wanted.rhythm


@settings(max_examples=40)
@given(texts())
def test_every_class_reads_back(text: str) -> None:
    """The condition that names a class, in the words of the policy, is that class."""
    policy = loads(text).model
    for attribute in policy.attributes:
        if not isinstance(attribute.domain, Enumeration):
            continue
        for at in range(len(attribute.domain.values)):
            term = conditions.condition_of(policy, attribute, ((at, at),), "en")
            found = said.conditions(term, policy)

            assert check_text(text + f"define X as {term}\n").policy is not None
            for value in range(len(attribute.domain.values)):
                rest = {each.name: min(value, 1) for each in policy.attributes}
                facts = {**rest, attribute.name: value}
                assert all(holds(each, facts) for each in found) == (value == at), term


@settings(max_examples=15)
@given(texts())
def test_generated_examples_hold(text: str) -> None:
    """What `kpol test --generate` writes passes, and no new finding appears."""
    policy = check_text(text).policy
    assert policy is not None
    before = {finding.code for finding in check_text(text).findings}
    after = check_text(text + generate(policy).text)
    assert {f.code for f in after.findings} - before <= {"subsumed", "no-example"}


def test_open_is_asked_and_never_taken_for_no() -> None:
    """The question names who decides; the error of `decide` does so, too."""
    policy = loads(
        'policy "x"\nattribute urgent: decided by "foreman"\nattribute Neu: yes or no\n'
        "urgent -> weekly\nnot urgent and Neu -> monthly\nnot urgent and not Neu -> yearly\n"
    )
    found = policy.consider({"Neu": True})
    assert isinstance(found, Open)
    assert found.ask == "urgent"
    with pytest.raises(MissingFacts, match="decided by “foreman”: `urgent`"):
        policy.decide({"Neu": True})
    example = "example: Neu -> monthly\n"
    text = policy.model.sources[0].text
    assert "example-fails" in {finding.code for finding in check_text(text + example).findings}
    fine = "example: Neu, not urgent -> monthly\n"
    assert "example-fails" not in {f.code for f in check_text(text + fine).findings}


def test_facts_as_an_object() -> None:
    """Names with blanks are fields with underscores."""
    policy = loads(
        HEAD + "age on Loan at least 18 -> weekly\nnot age on Loan at least 18 -> yearly\n"
    )
    made = policy.Facts(age_on_Loan="at least 18")
    assert isinstance(policy.decide(made), Decision)
    with pytest.raises(FactError, match="possible: `no day`, `under 18` or `at least 18`"):
        policy.decide({"age on Loan": "19"})


def test_facts_in_words_that_leave_something_open() -> None:
    """A comparison that spans two classes is refused with the classes."""
    policy = loads(HEAD + "before Loan -> weekly\nDauer under 30 days -> monthly\n"
                   "Dauer 30 days to under 60 days -> yearly\nDauer at least 60 days -> weekly\n")  # fmt: skip
    assert said.read(["Dauer under 30 days"], policy.model, "decide") == {"Dauer": "under 30 days"}
    assert said.read(["Dauer=under 30 days"], policy.model, "decide") == {"Dauer": "under 30 days"}
    with pytest.raises(Stop) as stopped:
        said.read(["Dauer under 60 days"], policy.model, "decide")
    assert "under 30 days`, `30 to under 60 days" in stopped.value.pair[1]
    assert fact(policy.attributes[-2], 0) == "not yet"
