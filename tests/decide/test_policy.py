"""The public face: what a policy says of itself, and when the next contact is due."""

import copy
import pickle
import subprocess
import sys
from datetime import date
from pathlib import Path

import attrs
import pytest

from kontaktdsl.dates import Due
from kontaktdsl.decision import Fact
from kontaktdsl.project import load, loads
from kontaktdsl.refusals import FactError, NoDecision

ROOT = Path(__file__).parents[2]
POLICY = load(ROOT / "policies" / "dahme-spreewald.kpol")
PERSON: dict[str, Fact] = {
    "Alter": 24, "Status": "alo", "Prognose": "marktnah", "Intensivkunde": False,
    "Selbständig": False, "Absolvent": False, "Quali": False, "Tage-ohne-Alg2": 0,
    "Rechtskreiswechsler": False,
}  # fmt: skip


def test_what_a_policy_says_of_itself() -> None:
    assert POLICY.id == "dahme-spreewald"
    assert POLICY.title == "Orientierungsrahmen Kundenbetreuung"
    assert len(POLICY.digest) == 64
    assert [attribute.name for attribute in POLICY.attributes] == list(PERSON)
    assert [event.name for event in POLICY.events] == ["Antragstellung", "Leistungsbeginn"]
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        POLICY.id = "other"  # type: ignore[misc]


def test_a_decide_taken_before_the_first_decision_goes_on_working() -> None:
    policy = loads('policy "x"\nattribute A: yes or no\nA -> monthly\nnot A -> every 2 months\n')
    early = policy.decide
    assert early({"A": True}) is policy.decide({"A": True})
    assert policy.decide is not early


def test_the_next_contact_after_the_last_one() -> None:
    due = POLICY.due(PERSON, last_contact=date(2026, 4, 1))
    assert isinstance(due, Due)
    assert due.nominal == date(2026, 4, 15)


def test_the_first_contact_in_working_days_of_the_land() -> None:
    new = {**PERSON, "Tage-ohne-Alg2": 200}
    due = POLICY.due(new, events={"Antragstellung": date(2026, 4, 24)})
    assert due.nominal == date(2026, 5, 19)


def test_no_date_has_a_reason() -> None:
    delegated = POLICY.due({**PERSON, "Absolvent": True}, last_contact=date(2026, 4, 1))
    assert delegated.nominal is None
    assert "Standards Absolventenmanagement" in delegated.why.de


def test_an_event_that_is_misspelt_moves_no_date_in_silence() -> None:
    """Nor is it taken for one that has not happened: `restarts on` would be missed."""
    policy = loads(
        'policy "x"\nattribute a: yes or no\nevent Anew\nseries main, restarts on Anew\n'
        "a or not a -> monthly\n"
    )
    day = date(2026, 11, 2)
    for ask in (policy.due, policy.again, policy.upcoming):
        ask({"a": True}, history=[day], events={"Anew": day}, day=day)
        with pytest.raises(FactError) as caught:
            ask({"a": True}, history=[day], events={"Annew": day}, day=day)
        assert caught.value.near == ("Anew",)


def test_whoever_has_no_answer_has_no_date() -> None:
    policy = loads('policy "x"\nattribute A: yes or no\nA -> monthly\n')
    with pytest.raises(NoDecision):
        policy.due({"A": False}, last_contact=date(2026, 4, 1))


def test_deciding_loads_nothing_that_only_other_leaves_need() -> None:
    code = (
        "import sys, kontaktdsl\n"
        "p = kontaktdsl.loads('policy \"x\"\\nattribute A: yes or no\\nA -> monthly\\n')\n"
        "p.decide({'A': True})\n"
        "print({'hypothesis', 'holidays', 'pysat', 'rich', 'numpy'} & set(sys.modules))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, encoding="utf-8"
    )
    assert run.stdout.strip() == "set()"


def test_facts_of_another_type_are_refused_in_words() -> None:
    """None, a text or pairs are a mistake of the caller, and said to be one."""
    for given in (None, 5, "age 24", [("age", 24)]):
        for ask in (POLICY.decide, POLICY.how_often, POLICY.explain, POLICY.consider):
            with pytest.raises(TypeError, match="facts are an object of"):
                ask(given)  # type: ignore[arg-type]


def test_facts_are_copied_as_themselves_and_not_pickled() -> None:
    """Their class belongs to one loaded policy; the message says what to send instead."""
    facts = POLICY.Facts(**PERSON)
    assert copy.copy(facts) is copy.deepcopy(facts) is facts
    with pytest.raises(TypeError, match="send a dict of them instead"):
        pickle.dumps(facts)
