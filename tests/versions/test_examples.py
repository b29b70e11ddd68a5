"""The periodic inspection of vehicles, whose text changes on key dates, on every day of it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from kontaktdsl.decision import Decision
from kontaktdsl.diagnostics import Severity
from kontaktdsl.holdings import library
from kontaktdsl.partial import consider
from kontaktdsl.plan import Plan
from kontaktdsl.project import check, check_text
from kontaktdsl.syntax.formatter import format_document
from kontaktdsl.timing import facts_on
from kontaktdsl.values import Every, See
from kontaktdsl.versions.edition import said
from tests.diff.reference import Told, facts, people

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "beyond"
FILES = sorted(FOLDER.glob("fahrzeuge-*.kpol"))
DAYS = [date(2019, 1, 1), date(2020, 4, 1), date(2020, 10, 1), date(2022, 5, 2), date(2024, 7, 1)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_text_is_clean(path: Path) -> None:
    assert [f.code for f in check(path).findings if f.severity is not Severity.HINT] == []


def test_the_timeline_has_neither_hole_nor_double() -> None:
    chain = library(FOLDER).chain("fahrzeuge")
    assert [stretch.days.first for stretch in chain.stretches] == DAYS
    assert all(len(stretch.texts) == 1 for stretch in chain.stretches)
    assert [len(stretch.amendments) for stretch in chain.stretches] == [0, 1, 0, 0, 1]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_vehicle_gets_one_answer_on_every_day(day: date) -> None:
    """The consolidated text checks cleanly, and every possible case is decided, one by one."""
    made = library(FOLDER)
    version = made.version("fahrzeuge-2019", day)
    text = format_document(version.annotated(day, "de"), "de")
    found = check_text(text, name="-", folder=FOLDER).findings
    assert [f.code for f in found if f.severity is not Severity.HINT] == []
    policy = made.compiled(version).checked.policy
    assert policy is not None
    plan = Plan(policy, consider)
    count = 0
    for person in people(policy, policy):
        given = facts(policy, person)
        if given is not None and Told(policy, person).possible:
            assert isinstance(plan.answer(plan.case(given)), Decision), person
            count += 1
    assert count >= 6


def test_an_old_vehicle_keeps_the_old_text_until_its_next_inspection() -> None:
    """Day by day over two years; the old text itself still decides from its own file."""
    made = library(FOLDER)
    inspected = date(2023, 5, 15)
    seen = []
    for number in range(730):
        day = date(2022, 1, 1) + timedelta(number)
        policy = made.as_of("fahrzeuge", day)
        known = facts_on(
            policy.model,
            day,
            events={
                event.name: {"Zulassung": date(2020, 5, 15), "Prüfung": inspected}[event.name]
                for event in policy.events
            },
            facts={"Klasse": "Pkw"},
        )
        rhythm = policy.decide(known).rhythm
        expected = See if date(2022, 5, 2) <= day < inspected else Every
        assert isinstance(rhythm, expected), said(day).en
        seen.append(expected)
    assert set(seen) == {See, Every}
