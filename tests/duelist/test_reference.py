"""The list holds exactly who is due, and the account adds up: against one customer at a time."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import attrs
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kontaktdsl import words
from kontaktdsl.batch.needed import counts_from_contacts, has_steps
from kontaktdsl.dates import CONTACTS_UNKNOWN, DateError
from kontaktdsl.decision import Decision
from kontaktdsl.duelist.collect import Wanted
from kontaktdsl.duelist.record import DueList, Grouping
from kontaktdsl.policy import Policy
from kontaktdsl.project import load, loads
from kontaktdsl.refusals import ImpossibleFacts, NoDecision
from kontaktdsl.values import Deadline, First
from tests.batch.customers import customers, table
from tests.batch.reference import BAD, Customer, needed, row
from tests.batch.test_engine import MEASURE, ODD, REAL
from tests.strategies.policies import policies

from .lists import DAY, listed

TEAMS = ("Süd", "nord", "Ärzte", " ", None)


@attrs.frozen
class Expected:
    """One customer, found slowly: in the list with these dates, later, or without a date."""

    where: str
    due: date | None = None
    nominal: date | None = None
    first: bool = False


def expected(policy: Policy, customer: Customer, until: date) -> Expected:
    """By the oracle of rows; the first contact's deadline counts while no contact kept it."""
    found = row(policy, customer, DAY, "en")
    when, nominal = found["due"], found["due_nominal"]
    first = found["due_step"] == "first contact"
    deadline = found["deadline_date"]
    if deadline is not None and isinstance(customer.last, date):
        by = _first(policy, found["deadline"])
        event = customer.events[by.event or ""]
        assert isinstance(event, date)
        if not by.before and customer.last < event and (when is None or deadline < when):  # type: ignore[operator]
            when, nominal, first = deadline, found["deadline_nominal"], True
    if when is None:
        settled = found["answer"] not in (None, "interval") and "not given" not in str(
            found["reason"]
        )
        return Expected("policy" if settled else "problem")
    assert isinstance(when, date)
    assert isinstance(nominal, date)
    if when > until:
        return Expected("later")
    return Expected("listed", when, nominal, first)


def _first(policy: Policy, deadline: object) -> Deadline:
    firsts = (p for rule in policy.model.rules for p in rule.outcome if isinstance(p, First))
    return next(
        part.deadline
        for part in firsts
        if words.deadline(part.deadline, policy.model).en == deadline
    )


def with_teams(people: pa.Table, seed: int) -> pa.Table:
    """The table with a column of teams."""
    chance = random.Random(seed)
    teams = [chance.choice(TEAMS) for _ in range(people.num_rows)]
    return people.append_column("Team", pa.array(teams, pa.string()))


def as_read(policy: Policy, person: Customer) -> Customer:
    """Without what no date of the policy depends on: those columns are not even looked at."""
    return attrs.evolve(
        person,
        last=person.last if counts_from_contacts(policy.model) else None,
        contacts=person.contacts if has_steps(policy.model) else None,
    )


def compare(policy: Policy, people: Sequence[Customer], days: int, seed: int) -> DueList:
    """Hold a list against the oracle; returns it."""
    rows = with_teams(table(policy, people), seed)
    wanted = Wanted(days=days, grouping=Grouping.TEAM, by="Team", people=True)
    found = listed(policy, rows, wanted, language="en")
    teams = rows.column("Team").to_pylist()
    slow = [
        expected(policy, as_read(policy, person), DAY + timedelta(days=days)) for person in people
    ]
    want = {
        number: (each.due, each.nominal, each.first, (teams[number - 1] or "").strip() or None)
        for number, each in enumerate(slow, 1)
        if each.where == "listed"
    }
    got = {
        entry.key: (entry.due, entry.nominal, entry.first, entry.group)
        for group in found.groups
        for entry in group.entries
    }
    assert got == want
    counted = Counter(each.where for each in slow)
    assert found.listed == len(got) == counted["listed"]
    assert (found.later, found.without_date) == (counted["later"], counted["policy"])
    assert found.people is not None
    assert found.with_problem == counted["problem"] == len(found.people)
    assert {p.key for p in found.people} == {
        number for number, each in enumerate(slow, 1) if each.where == "problem"
    }
    assert found.rows == len(people) == sum(counted.values())
    assert found.overdue == sum(each.due < DAY for each in slow if each.due is not None)
    in_order(found)
    return found


def in_order(found: DueList) -> None:
    """The most overdue first, then by key; groups by name, those without one last."""
    for group in found.groups:
        entries = list(group.entries)
        assert [(e.due, e.key) for e in entries] == sorted((e.due, e.key) for e in entries)
        assert all(e.days == (found.day - e.due).days for e in entries)
        assert (sum(e.overdue for e in entries), len(entries)) == (group.overdue, group.people)
    names = [group.name for group in found.groups]
    assert names == sorted(names, key=lambda name: (name is None, (name or "").casefold()))
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
@pytest.mark.parametrize("days", [0, 14, 3650])
def test_real_policies(path: Path, days: int) -> None:
    """Facts missing and wrong, dates from 1996 to 2040."""
    policy = load(path)
    found = compare(policy, customers(policy, 250, days + 1), days, days)
    assert found.listed
    assert found.with_problem


@pytest.mark.parametrize("days", [0, 1, 14])
def test_dates_that_lie_close_together(days: int) -> None:
    """Events on the day of the last contact, due dates on the first and last day of the list."""
    chance = random.Random(days)
    for policy in (loads(ODD), load(REAL[0])):
        near = [DAY - timedelta(days=n) for n in (0, 1, 2, 14, 15, 21, 22, 28, 30, 31, 35)]
        people = [
            attrs.evolve(
                person,
                last=chance.choice([*near, None]),
                events=dict.fromkeys(person.events, chance.choice(near)),
            )
            for person in customers(policy, 300, days, missing=0, bad=0)
        ]
        found = compare(policy, people, days, days)
        shown = [entry for group in found.groups for entry in group.entries]
        assert {found.day, found.until} <= {entry.due for entry in shown}


def test_a_contact_before_the_event_is_the_first_one() -> None:
    """Where a deadline lies before its event, nobody who was met is asked for a first contact."""
    policy = load(MEASURE)
    compare(policy, customers(policy, 400, 7), 400, 7)


def test_steps_duties_and_rolling() -> None:
    """Every kind of date, rolled back and forward."""
    for seed, text in enumerate((ODD, ODD.replace("roll back", "roll forward"))):
        policy = loads(text)
        found = compare(policy, customers(policy, 400, seed), 400, seed)
        entries = [entry for group in found.groups for entry in group.entries]
        assert any(entry.moved for entry in entries)
        assert {entry.what for entry in entries} == {
            "first contact",
            "interval",
            "step in between",
        }


def test_steps_before_a_rhythm_without_dates() -> None:
    """Whether a step is due depends on the number of contacts: without it, a date is missing."""
    policy = loads(
        'policy "x"\nattribute Status: alo | asu\nevent Antrag\n'
        'alo -> first within 14 days of Antrag, then after 1 month, see "Konzept"\n'
        "asu -> monthly\n"
    )
    found = compare(policy, customers(policy, 200, 1), 0, 1)
    whys = {reason.why for reason in found.problems}
    assert CONTACTS_UNKNOWN.en in whys


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(text=policies(), seed=st.integers(0, 2**32), days=st.integers(0, 2000))
def test_random_policies(text: str, seed: int, days: int) -> None:
    """Policies with gaps, conflicts and everything else."""
    policy = loads(text)
    compare(policy, customers(policy, 60, seed), days, seed)


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_complete_customers_are_due_when_the_policy_says(path: Path) -> None:
    """`Policy.due`, asked one by one, for everybody whose last contact keeps the first one."""
    policy = load(path)
    people = customers(policy, 300, 5, missing=0, bad=0)
    found = listed(policy, table(policy, people), Wanted(days=200_000))
    got = {e.key: (e.due, e.nominal) for group in found.groups for e in group.entries}
    asked = 0
    for number, person in enumerate(people, 1):
        if isinstance(person.last, date) and any(
            isinstance(day, date) and day > person.last for day in person.events.values()
        ):
            continue
        if BAD in (person.last, *person.events.values()):
            continue
        facts = {name: person.facts[name] for name in needed(policy)}
        try:
            if not isinstance(policy.consider(facts), Decision):  # type: ignore[arg-type]
                continue
            due = policy.due(
                {a.name: person.facts[a.name] for a in policy.attributes},  # type: ignore[arg-type]
                last_contact=person.last,  # type: ignore[arg-type]
                events={k: v for k, v in person.events.items() if v is not None},  # type: ignore[misc]
                contacts=person.contacts,  # type: ignore[arg-type]
            )
        except (ImpossibleFacts, NoDecision, DateError):
            continue
        asked += 1
        expected_dates = None if due.rolled is None else (due.rolled, due.nominal)
        assert got.get(number) == expected_dates, (number, person)
    assert asked > 100


def test_limits_and_groups_only_hide() -> None:
    """What is not shown is counted; what is not asked for is not."""
    policy = load(REAL[0])
    rows = with_teams(table(policy, customers(policy, 500, 9)), 9)
    whole = listed(policy, rows, Wanted(grouping=Grouping.TEAM, by="Team"))
    short = listed(policy, rows, Wanted(grouping=Grouping.TEAM, by="Team", limit=3))
    assert [(g.name, g.overdue, g.due) for g in short.groups] == [
        (g.name, g.overdue, g.due) for g in whole.groups
    ]
    for few, all_ in zip(short.groups, whole.groups, strict=True):
        assert list(few.entries) == list(all_.entries)[:3]
        assert few.left_out == max(0, all_.people - 3)
    only = listed(policy, rows, Wanted(grouping=Grouping.TEAM, by="Team", only=("nord",)))
    assert [g.name for g in only.groups] == ["nord"]
    assert only.rows == rows.column("Team").to_pylist().count("nord")
    assert only.rows == only.listed + only.later + only.without_date + only.with_problem


@pytest.mark.parametrize(
    "keys",
    [
        pa.array(["b", None, "a", "ä"]),
        pa.array([3, None, 1, 2], pa.int64()),
        pa.array(["b", None, "a", "c"]).dictionary_encode(),
        pa.array([1.5, None, -1.0, 2.5]),
        pa.array([b"x", None, b"a", b"y"]),
        pa.array([date(2020, 1, 2), None, date(2020, 1, 1), date(2021, 1, 1)]),
        pa.array([[1], None, [0], [2]]),
    ],
    ids=lambda keys: str(keys.type),
)
def test_keys_of_any_type(keys: pa.Array) -> None:
    """Nobody is lost for an odd key; without one the last place is theirs."""
    policy = loads('policy "A"\nattribute status: alo | asu\nalo or asu -> monthly\n')
    rows = pa.table(
        {
            "id": keys,
            "status": pa.array(["alo"] * 4),
            "last_contact": pa.array([date(2026, 10, 1)] * 4),
        }
    )
    (group,) = listed(policy, rows).groups
    found = [entry.key for entry in group.entries]
    assert len(found) == 4
    assert found[-1] is None
