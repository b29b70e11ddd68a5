"""The window before a movable date: everybody has an answer, and the date moves the deadline."""

from datetime import date
from itertools import product
from pathlib import Path

import pytest
from dateutil.relativedelta import relativedelta

from kontaktdsl.decision import Decision
from kontaktdsl.project import load
from kontaktdsl.values import First

POLICY = load(Path(__file__).parents[2] / "examples" / "beyond" / "massnahmeende.kpol")
EVERYBODY = [
    {"Art": art, "Abschluss": degree, "Wohnheim": home}
    for art, degree, home in product(
        ("Sprachkurs", "Umschulung", "Praktikum"), (False, True), (False, True)
    )
]


@pytest.mark.parametrize("facts", EVERYBODY, ids=str)
def test_everybody_has_one_answer(facts: dict[str, str | bool]) -> None:
    """For every possible participant."""
    found = POLICY.decide(facts)
    assert isinstance(found, Decision)
    assert (found.first is None) == (facts["Art"] == "Sprachkurs" and not facts["Abschluss"])


def test_the_deadline_moves_with_the_end() -> None:
    """Day by day over two years: three months before, back to a working day, never later."""
    facts = {"Art": "Umschulung", "Abschluss": False, "Wohnheim": False}
    for shift in range(731):
        end = date(2026, 6, 1) + relativedelta(days=shift)
        found = POLICY.due(facts, events={"Ende": end})
        assert isinstance(found.step, First)
        assert found.nominal == end - relativedelta(months=3)
        assert found.rolled is not None
        assert found.rolled <= found.nominal
        assert POLICY.model.header.holidays.is_working_day(found.rolled)
        assert found.aim == end - relativedelta(months=6)
