"""`kpol decide` with contacts against the Python interface, for people and contacts at random."""

import contextlib
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import product
from math import prod
from pathlib import Path

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kontaktdsl import loads
from kontaktdsl.cli import main
from kontaktdsl.dates import Clock, DateError, Due, deadlines
from kontaktdsl.dates.calendar import shown
from kontaktdsl.decision import Decision, Fact
from kontaktdsl.policy import Policy
from kontaktdsl.project import read_only
from kontaktdsl.refusals import ImpossibleFacts, NoDecision
from kontaktdsl.testing import cases
from kontaktdsl.values import First, OnRequest
from tests.real import files
from tests.strategies.policies import policies

START = date(2025, 1, 1)
DAYS = st.integers(0, 900).map(lambda n: START + timedelta(days=n))
FACTS_FIRST = settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@attrs.frozen
class Person:
    """What is said of one person."""

    facts: dict[str, Fact]
    history: tuple[tuple[date, str | None], ...]
    number: int | None
    events: dict[str, date]
    day: date
    paused_since: date | None

    @property
    def words(self) -> list[str]:
        """As a command line says it."""
        said = [
            f"{name}={('no', 'yes')[value] if isinstance(value, bool) else value}"
            for name, value in self.facts.items()
        ]
        for day, kind in self.history:
            said += ["--contact", f"{day}={kind}" if kind else f"{day:%d.%m.%Y}"]
        for name, day in self.events.items():
            said += ["--event", f"{name}={day}"]
        if self.number is not None:
            said += ["--contacts", str(self.number)]
        if self.paused_since is not None:
            said += ["--paused-since", str(self.paused_since)]
        return [*said, "--day", str(self.day)]


@st.composite
def people(draw: st.DrawFn, policy: Policy) -> Person:
    """A possible customer with contacts, not all of them before the day of evaluation."""
    kinds = [kind.name for kind in policy.model.kinds]
    named = any(series.kinds for series in policy.model.series)
    kind = st.sampled_from(kinds) if kinds else st.none()
    history = draw(
        st.lists(st.tuples(DAYS, kind if named else kind | st.none()), max_size=6).map(tuple)
    )
    number = None
    if len(policy.series) == 1 and draw(st.booleans()):
        number = len(history) + (draw(st.integers(0, 3)) if history else 0)
    day = draw(DAYS)
    return Person(
        draw(cases(policy)),
        history,
        number,
        {event.name: draw(DAYS) for event in policy.events if draw(st.booleans())},
        day,
        draw(st.none() | DAYS.map(lambda since: min(since, day))),
    )


def told(path: Path, words: Sequence[str]) -> str:
    """What the command prints."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        main(["decide", str(path), *words, "--lang", "en"])
    return out.getvalue()


def compare(path: Path, policy: Policy, who: Person) -> None:
    """Every series: the day, the right and the deadlines are those of the Python interface."""
    body = json.loads(told(path, [*who.words, "--json"]))
    text = " ".join(told(path, who.words).split())
    for name in policy.series:
        one = policy.of(name)
        found = body["series"][name] if len(policy.series) > 1 else body
        try:
            decision = one.decide(who.facts)
        except NoDecision:
            assert found["status"] in ("gap", "conflict", "out of scope")
            assert "next" not in found
            continue
        known = {"history": who.history, "events": who.events, "day": who.day,
                 "paused_since": who.paused_since, "contacts": who.number}  # fmt: skip
        due = one.due(who.facts, **known)
        after = found["next"]
        same(after["due"], due)
        assert after["assumed"] is (not who.history and who.number is None)
        overdue = None if due.rolled is None else (who.day - due.rolled).days
        assert after["due"]["days_overdue"] == overdue
        again = one.again(who.facts, **known)
        assert (after["right"] is None) is (again is None)
        if again is not None:
            same(after["right"], again)
        expected = own_deadlines(one, decision, who)
        for shown_one, its in zip(after["deadlines"], expected, strict=True):
            same(shown_one, its)
        assert after["not_counted"] == sorted(
            str(day) for day, kind in who.history if day > who.day and serves(one, kind)
        )
        speaks = decision.answer.value in ("interval", "on request") or decision.first
        if due.rolled is not None and speaks:
            assert shown(due.rolled).en in text
            assert due.why.en in text


def serves(one: Policy, kind: str | None) -> bool:
    (series,) = one.model.series
    return not series.kinds or kind in series.kinds


def own_deadlines(one: Policy, decision: Decision, who: Person) -> tuple[Due, ...]:
    header = one.model.header
    duties = tuple(duty.duty for duty in decision.duties)
    return deadlines(
        duties,
        events=who.events,
        holidays=header.holidays,
        how=header.roll,
        clock=Clock(day=who.day),
    )


def same(found: dict[str, object], due: Due) -> None:
    """The day as data is the day."""
    iso = [None if day is None else day.isoformat() for day in (due.rolled, due.nominal)]
    assert [found["date"], found["nominal"], found["why"]] == [*iso, due.why.en]
    if "aim" in found:
        assert found["aim"] == (None if due.aim is None else due.aim.isoformat())


REAL = [
    pytest.param(path, id=path.stem)
    for path in files("policies", "examples/beyond", "examples/tutorial")
    if not read_only(path).vocabulary
]


def left(one: Policy, known: dict[str, Fact]) -> Iterator[dict[str, Fact]]:
    """A person for every possible case that has these facts."""
    space = one.plan.space
    whole = one.plan.read(known)
    choices = [
        [whole[axis.attribute.name]]
        if axis.attribute.name in whole
        else [low for low, _ in axis.classes]
        for axis in space.axes
    ]
    for case in product(*choices):
        yield one.facts_of(
            dict(zip((axis.attribute.name for axis in space.axes), case, strict=True))
        )


def foreseen(path: Path, policy: Policy, who: Person) -> None:
    """Every day that is possible, in how many cases, against all cases left, one by one."""
    words = [*who.words, "--json"]
    body = json.loads(told(path, words))
    text = " ".join(told(path, who.words).split())
    for name in policy.series:
        one = policy.of(name)
        found = body["series"][name] if len(policy.series) > 1 else body
        if found["status"] != "open":
            continue
        expected: Counter[tuple[str | None, ...]] = Counter()
        whys: dict[tuple[str | None, ...], set[str]] = {}
        certain: dict[str | None, None] = {}
        for facts in left(one, who.facts):
            try:
                due = one.due(facts, history=who.history, events=who.events, day=who.day,
                              paused_since=who.paused_since, contacts=who.number)  # fmt: skip
            except ImpossibleFacts:
                continue
            except (NoDecision, DateError) as none:
                due = Due(None, None, None, none.text)
            kind = type(due.step).__name__ if isinstance(due.step, First | OnRequest) else None
            days = (due.rolled, due.nominal, due.aim)
            key = (*(day and day.isoformat() for day in days), kind)
            expected[key] += 1
            if due.step is not None:  # else joint words of several cases without an answer
                whys.setdefault(key, set()).add(due.why.en)
            certain[due.rolled and shown(due.rolled).en] = None
        after = found["next"]
        kinds = {"first": "First", "right": "OnRequest"}
        told_of = {
            (each["date"], each["nominal"], each["aim"], kinds.get(each["step"])): each
            for each in after["possible"]
        }
        assert {key: each["cases"] for key, each in told_of.items()} == expected
        assert all(why in told_of[key]["why"] for key, its in whys.items() for why in its)
        assert (after["due"] is None) is (len(expected) > 1)
        if len(expected) == 1 and None not in certain:
            (day,) = certain
            assert (
                f"in any case {'from' if 'OnRequest' in str([*expected]) else 'by'} {day}" in text
            )
        else:
            assert "in any case by" not in text or len(policy.series) > 1


@st.composite
def half_known(draw: st.DrawFn, policy: Policy) -> Person:
    """A person of whom some facts are missing, few enough to try all cases left."""
    whole = draw(people(policy))
    plans = [policy.of(name).plan for name in policy.series]
    sizes = {axis.attribute.name: len(axis.classes) for plan in plans for axis in plan.space.axes}
    named = [a.name for a in policy.attributes if a.derived is None and a.name in sizes]
    dropped = draw(st.permutations(named)) if named else []
    dropped = dropped[: draw(st.integers(1, max(1, len(dropped))))]
    while prod(sizes[name] for name in dropped) > 300:
        dropped = dropped[1:]
    facts = {name: value for name, value in whole.facts.items() if name not in dropped}
    return attrs.evolve(whole, facts=facts)


ASKED = pytest.mark.parametrize(
    ("drawn", "held"),
    [
        pytest.param(people, compare, id="all facts"),
        pytest.param(half_known, foreseen, id="facts missing"),
    ],
)
Drawn = Callable[[Policy], st.SearchStrategy[Person]]
Held = Callable[[Path, Policy, Person], None]


@ASKED
@pytest.mark.parametrize("path", REAL)
@FACTS_FIRST
@given(st.data())
def test_the_policies_of_the_project(
    path: Path, drawn: Drawn, held: Held, data: st.DataObject
) -> None:
    """Also those of several series, with pauses, rights, restarts and kinds."""
    checked = read_only(path)
    assert checked.policy is not None
    policy = Policy(checked.policy)
    held(path, policy, data.draw(drawn(policy)))


@ASKED
@settings(FACTS_FIRST, max_examples=60)
@given(st.data(), policies(extras=True, slots=True, max_rules=6))
def test_policies_at_random(
    tmp_path_factory: pytest.TempPathFactory,
    drawn: Drawn,
    held: Held,
    data: st.DataObject,
    text: str,
) -> None:
    """Steps, ranges, counts, rights and pauses in any mixture, also where some have no answer."""
    path = tmp_path_factory.mktemp("random") / "random.kpol"
    path.write_text(text, encoding="utf-8")
    policy = loads(text)
    held(path, policy, data.draw(drawn(policy)))
