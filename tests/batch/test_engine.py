"""Whole tables are answered like one customer at a time, to the last column."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kontaktdsl.batch import lookup
from kontaktdsl.policy import Policy
from kontaktdsl.project import load, loads
from tests.batch.customers import customers, table
from tests.batch.reference import row
from tests.strategies.policies import policies

ROOT = Path(__file__).parents[2]
REAL = sorted((ROOT / "policies").glob("*.kpol"))
DAY = date(2026, 11, 25)
ODD = """
policy "Stufen"
  id stufen
  calendar "Rheinland-Pfalz"
  due dates roll back
attribute age: number 0 to 120
attribute status: alo | asu
attribute Neu: yes or no
event Antrag "Antrag auf Leistung"
event Ende
kinds: Gruppe, Telefon
impossible: age under 3 and alo because "zu jung"
impossible: age over 110
rules Grund [§ 1]:
  - alo -> first within 15 working days of Antrag, then after 2 weeks, then after 1 month, then every 3 months, do "Bericht" within 10 working days of Ende
  - asu and age under 25 -> once per calendar quarter, may use Gruppe
  - asu and age 25 to 60 -> see "Anderes"
  - asu and Neu and age over 60 -> as needed "Leitung"
  - asu and not Neu and age 61 to 80 -> 2 to 3 times per 6 months
  - asu and not Neu and age 81 to 90 -> once per 30 days from Ende
  - asu and not Neu and age 91 to 95 -> first within 1 to 3 weeks of Antrag, then once per 2 to 6 months
  - asu and not Neu and age 96 to 110 -> first within 1 week of Antrag, then after 2 weeks, then 2 times per calendar quarter
at every contact [§ 2]:
  - Neu -> do "Prüfen"
"""


def differences(
    policy: Policy, count: int, seed: int, language: str = "de", **chances: float
) -> list[object]:
    """Rows that the engine answers otherwise than the oracle."""
    people = customers(policy, count, seed, **chances)
    got = policy.decide_batch(table(policy, people), day=DAY, language=language).to_pylist()
    assert [each.pop("id") for each in got] == list(range(1, count + 1))
    found = []
    for number, (person, answer) in enumerate(zip(people, got, strict=True)):
        expected = row(policy, person, DAY, language)
        if answer != expected:
            parts = {
                k: (answer.get(k), expected.get(k))
                for k in expected
                if answer.get(k) != expected[k]
            }
            found.append((number, person, parts))
    return found


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", ["de", "en"])
def test_real_policies(path: Path, language: str) -> None:
    """Random customers with facts missing and wrong, dates from 1996 to 2040."""
    assert differences(load(path), 150, 1, language) == []


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_complete_customers(path: Path) -> None:
    """Customers with all facts."""
    assert differences(load(path), 150, 2, missing=0, bad=0) == []


def test_steps_duties_and_rolling() -> None:
    """Every kind of date: deadlines, steps by number of contacts, periods, rolled dates."""
    assert differences(loads(ODD), 600, 3) == []
    assert differences(loads(ODD.replace("roll back", "roll forward")), 300, 4, "en") == []


MEASURE = ROOT / "examples" / "beyond" / "massnahmeende.kpol"


def test_deadlines_around_an_event() -> None:
    """Before an event, at the end of its period and the next, rolled both ways; counted kinds."""
    text = MEASURE.read_text(encoding="utf-8")
    assert differences(loads(text), 400, 5) == []
    back = text.replace("Arbeitstag danach", "Arbeitstag davor")
    assert differences(loads(back), 200, 6, "en") == []


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(text=policies(scopes=True), seed=st.integers(0, 2**32))
def test_random_policies(text: str, seed: int) -> None:
    """Policies with gaps, conflicts and everything else, on random customers."""
    assert differences(loads(text), 60, seed) == []


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(text=policies(scopes=True), seed=st.integers(0, 2**32))
def test_random_policies_by_bitsets(text: str, seed: int) -> None:
    """The way of policies that are too wide for tables gives the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lookup, "cascade_of", lambda plan: None)
        assert differences(loads(text), 60, seed) == []


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(text=policies(scopes=True), seed=st.integers(0, 2**32))
def test_random_policies_in_stages(text: str, seed: int) -> None:
    """Several small tables one after another give the same as one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lookup, "MOST_ENTRIES", 12)
        assert differences(loads(text), 60, seed) == []


@pytest.mark.parametrize("events", [1, 2, 5, 6, 8])
def test_first_contacts_after_many_events(events: int) -> None:
    """Each starts anew for the customers of its own line only, however many there are."""
    names = [f"E{number}" for number in range(events)]
    policy = "\n".join(
        [
            'policy "Ereignisse"',
            "attribute art: " + " | ".join(f"a{number}" for number in range(events)),
            "attribute still: yes or no",
            *(f"event {name}" for name in names),
            "rules Grund [§ 1]:",
            *(
                f"  - a{number} and not still -> first within {number + 1} weeks of {name}, monthly"
                for number, name in enumerate(names)
            ),
            "  - still -> weekly",
        ]
    )
    assert differences(loads(policy), 400, events) == []
