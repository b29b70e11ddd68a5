"""The examples of counts: clean, and each possible customer gets one answer and a date for it."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest

from kontaktdsl.diagnostics import Severity
from kontaktdsl.evaluator import evaluate
from kontaktdsl.project import check_file, load
from kontaktdsl.question import Question
from kontaktdsl.values import Blocks, Every, Times

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "beyond"
PATHS = [FOLDER / "leased-machines.kpol", FOLDER / "arbeitsschutz.kpol"]


def people(path: Path) -> Iterator[dict[str, int]]:
    """One customer of every kind that the policy can tell apart."""
    space = load(path).plan.space
    choices = [[low for low, _ in axis.classes] for axis in space.axes]
    for values in product(*choices):
        yield {axis.attribute.name: value for axis, value in zip(space.axes, values, strict=True)}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_it_is_clean(path: Path) -> None:
    """Neither error nor warning nor hint, and nobody forgotten."""
    checked = check_file(path)
    assert [f.code for f in checked.findings if f.severity is not Severity.HINT] == []
    (how_often,) = (a for a in checked.accounting if a.question is Question.HOW_OFTEN)
    assert how_often.forgotten == how_often.contradictory == 0


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_possible_customer_gets_one_answer_and_a_date(path: Path) -> None:
    """With a history of monthly contacts; the next one is never due before the last but one."""
    policy = load(path)
    events = {event.name: date(2026, 3, 2) for event in policy.events}
    history = [date(2026, 3, 9) + timedelta(days=30 * n) for n in range(6)]
    seen = 0
    for given in people(path):
        facts = {**{a.name: a.domain.bounds[0] for a in policy.attributes}, **given}
        found = evaluate(policy.model, facts)
        if not found.possible:
            continue
        assert len({type(rule) for rule in found.counting}) == 1
        assert found.rhythm is not None
        assert not found.first_conflict
        due = policy.due(policy.facts_of(facts), history=history, events=events)
        assert isinstance(due.step, Every | Times)
        assert due.nominal is not None
        assert due.nominal > history[-2]
        first = policy.due(policy.facts_of(facts), events=events)
        blocks = isinstance(found.rhythm, Times) and isinstance(found.rhythm.window, Blocks)
        assert (first.nominal is not None) == (bool(found.firsts) or blocks)
        seen += 1
    assert seen > 20


def test_the_aim_is_shown_with_the_answer_and_its_date() -> None:
    """`3 to 4 times per 12 months` for a press that does not run round the clock."""
    policy = load(PATHS[0])
    facts = policy.facts_on(
        date(2026, 11, 25),
        events={"Loan": date(2026, 4, 1), "Breakdown": None},
        facts={
            "machine": "press", "service": 2, "shifts": 2, "telemetry": True, "safety": False,
            "wear": "low", "urgent": False, "telemetry on Loan": "yes",
        },
    )  # fmt: skip
    explained = policy.explain(facts).text.en
    assert "contact 3 to 4 times per 12 months" in explained.lower()
    assert "aim: within 1 week of start of the lease" in explained
    assert "aim: 4 times per 12 months" in explained
    history = [date(2026, 4, 8), date(2026, 5, 8), date(2026, 9, 1)]
    due = policy.due(facts, history=history, events={"Loan": date(2026, 4, 1)})
    assert (due.nominal, due.aim) == (date(2027, 4, 8), date(2027, 4, 8))
    due = policy.due(
        facts,
        history=[*history, date(2027, 1, 5)],
        events={"Loan": date(2026, 4, 1)},
        day=date(2027, 1, 5),
    )
    assert (due.nominal, due.aim) == (date(2027, 5, 8), date(2027, 4, 8))
    only = policy.due(facts, last_contact=date(2026, 5, 8), contacts=4)
    assert only.nominal is None
    assert "the days of the last 3 contacts are not given" in only.why.en
