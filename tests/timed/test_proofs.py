"""What the analysis knows between facts in time, against what days can bring about."""

import sys
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontaktdsl import loads, model
from kontaktdsl.dates import Holidays, add, class_on
from kontaktdsl.evaluator import holds
from kontaktdsl.moments import DayOf, Since
from kontaktdsl.project import check_text

HEAD = 'policy "x"\nevent Loan\nevent Return\nattribute Dauer: time since Loan\n'


def policy(*conditions: str, head: str = HEAD) -> model.Policy:
    """A policy that tells these conditions apart."""
    lines = [f'{each} -> do "{at}"' for at, each in enumerate(conditions)]
    return loads(head + "\n".join([*lines, 'before Loan -> no contact required "x"']) + "\n").model


def real(found: model.Policy) -> set[tuple[int, ...]]:
    """The combinations of classes that some event and some day bring about."""
    met = set()
    events = [date(2023, 1, 25) + timedelta(days=at) for at in (*range(40), 90, 180, 218, 340, 400)]
    for event in (None, *events):
        first = event or date(2023, 6, 1)
        for ahead in (*range(-3, 66), *range(66, 800, 19)):
            day = first + timedelta(days=ahead)
            places = []
            for attribute in found.attributes:
                moment = attribute.derived
                assert isinstance(moment, Since | DayOf)
                place = class_on(moment, day, event, Holidays())
                assert place is not None
                places.append(place)
            met.add(tuple(places))
    return met


def possible(found: model.Policy) -> set[tuple[int, ...]]:
    """The combinations that the constraints leave."""
    sizes = [range(attribute.domain.bounds[1] + 1) for attribute in found.attributes]
    names = [attribute.name for attribute in found.attributes]
    return {
        case
        for case in product(*sizes)
        if not any(
            holds(each.condition, dict(zip(names, case, strict=True))) for each in found.constraints
        )
    }


@pytest.mark.parametrize(
    "conditions",
    [
        ("Dauer under 30 days", "Dauer under 1 month"),
        ("Dauer under 30 days", "Dauer at least 1 month", "Dauer over 60 days"),
        ("Dauer 30 to 60 days", "Dauer at least 1 month", "Dauer under 2 months"),
        ("Dauer under 28 days", "Dauer at most 1 month", "Dauer at least 31 days"),
        ("Dauer under 30 days", "Loan before 2023-06-01", "before Loan"),
        ("Loan since 2023-02-01", "Loan before 2023-06-01", "before Loan"),
    ],
    ids=" · ".join,
)
def test_exactly_what_days_can_bring_about_is_possible(conditions: tuple[str, ...]) -> None:
    """Nobody who exists is forbidden, and nobody else is left over."""
    found = policy(*conditions)
    assert possible(found) == real(found)


BLOCKS = HEAD + "attribute Block: time since Loan, anew every 6 months\n"


def test_a_block_and_the_whole_time() -> None:
    """No class of the first block is left over that days cannot bring about."""
    found = policy(
        "Dauer under 1 month", "Dauer under 6 months", "Block under 1 month", head=BLOCKS
    )
    assert possible(found) == real(found)


def test_an_order_that_is_not_proven_is_not_guessed() -> None:
    """30 days and 1 month: both orders occur, so the rules below leave a gap and a conflict."""
    text = HEAD + (
        'before Loan -> no contact required "x"\nDauer under 30 days -> weekly\n'
        "Dauer at least 1 month -> monthly\n"
    )
    found = {finding.code: finding for finding in check_text(text).findings}
    assert {"gap", "conflict"} <= set(found)


def test_what_is_proven_settles_a_conflict(monkeypatch: pytest.MonkeyPatch) -> None:
    """Under 30 days and at least 2 months never meet, although they are two facts."""
    text = HEAD + (
        'before Loan -> no contact required "x"\nDauer under 30 days -> weekly\n'
        "Dauer at least 30 days and Dauer under 1 month -> weekly\n"
        "Dauer at least 1 month and Dauer at least 30 days and Dauer under 2 months -> weekly\n"
        "Dauer at least 2 months -> monthly\n"
    )
    assert "conflict" not in [finding.code for finding in check_text(text).findings]
    monkeypatch.setattr(sys.modules["kontaktdsl.resolver.resolve"], "proven", lambda *_: ())
    assert "conflict" in [finding.code for finding in check_text(text).findings]


WORKING = policy(
    "Dauer under 5 working days",
    "Dauer over 5 working days",
    "Dauer at least 7 days",
    "Dauer over 10 working days",
    "Dauer at least 2 weeks",
    "Dauer at least 45 working days",
    "Dauer over 1 month",
    "Dauer at least 2 months",
)


@settings(max_examples=300)
@given(
    st.dates(date(1995, 1, 1), date(2045, 12, 31)),
    st.integers(0, 90),
    st.sampled_from((None, "Brandenburg", "Bayern")),
)
def test_working_days_violate_nothing(event: date, ago: int, land: str | None) -> None:
    """What is proven holds under every calendar of holidays."""
    holidays = Holidays(land)
    day = event + timedelta(days=ago)
    facts = {}
    for attribute in WORKING.attributes:
        assert isinstance(attribute.derived, Since)
        place = class_on(attribute.derived, day, event, holidays)
        assert place is not None
        facts[attribute.name] = place
        reached = [
            add(event, cut.length, holidays) + timedelta(days=cut.exceeded) <= day
            for cut in attribute.derived.cuts
        ]
        assert reached == sorted(reached, reverse=True)
        assert place == 1 + sum(reached)
    for constraint in WORKING.constraints:
        assert not holds(constraint.condition, facts), (event, day, constraint)
