"""At either end of the calendar a day is told, or that there is none: nothing else is raised."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kontaktdsl.dates import DateError
from kontaktdsl.policy import Policy
from kontaktdsl.project import loads, read_only
from kontaktdsl.refusals import NoDecision
from kontaktdsl.testing import cases
from tests.real import files
from tests.strategies.policies import policies

MARGIN = st.integers(0, 400).map(lambda n: timedelta(days=n))
LAST = MARGIN.map(lambda n: date.max - n) | st.just(date.max)
FIRST = MARGIN.map(lambda n: date.min + n) | st.just(date.min)
REAL = [
    pytest.param(path, id=path.stem)
    for path in files("policies", "examples/beyond", "examples/tutorial")
    if not read_only(path).vocabulary
]


def no_crash(policy: Policy, data: st.DataObject) -> None:
    """Asks for all that follows, with all days near one end."""
    days = data.draw(st.sampled_from([FIRST, LAST]))
    kinds = [kind.name for kind in policy.model.kinds]
    kind = st.sampled_from(kinds) if kinds else st.none()
    for name in policy.series:
        one = policy.of(name)
        try:
            one.upcoming(
                data.draw(cases(one)),
                history=data.draw(st.lists(st.tuples(days, kind), max_size=3)),
                events={event.name: data.draw(days) for event in policy.events},
                day=data.draw(days),
                paused_since=data.draw(st.none() | days),
            )
        except (NoDecision, DateError):
            continue


@pytest.mark.parametrize("path", REAL)
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_the_policies_of_the_project(path: Path, data: st.DataObject) -> None:
    """With working days, blocks, rights and pauses."""
    checked = read_only(path)
    assert checked.policy is not None
    no_crash(Policy(checked.policy), data)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), policies(extras=True, slots=True, max_rules=6))
def test_policies_at_random(data: st.DataObject, text: str) -> None:
    """In any mixture."""
    no_crash(loads(text), data)
