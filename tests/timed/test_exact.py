"""Facts in time against a direct evaluation of every comparison, day by day.

The reference below shares nothing with the classes: it counts months and days by itself and asks of
each comparison whether it holds on a day.
"""

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from kontaktdsl import loads, model
from kontaktdsl.dates import Holidays, class_on
from kontaktdsl.evaluator import holds
from kontaktdsl.moments import AgeOn, DayOf, Since

LENGTHS = {
    "1 day": relativedelta(days=1),
    "28 days": relativedelta(days=28),
    "30 days": relativedelta(days=30),
    "31 days": relativedelta(days=31),
    "60 days": relativedelta(days=60),
    "4 weeks": relativedelta(weeks=4),
    "1 month": relativedelta(months=1),
    "2 months": relativedelta(months=2),
    "6 months": relativedelta(months=6),
    "1 year": relativedelta(years=1),
}
COMPARISONS = ("under", "at least", "over", "at most")
DATES = (date(2023, 2, 28), date(2024, 2, 29), date(2024, 5, 1))


def _policy() -> model.Policy:
    """A policy with each comparison as a definition of its own."""
    lines = ['policy "x"', "attribute age: number 0 to 120", "event Loan", "event Delivery"]
    lines += ["attribute Dauer: time since Loan"]
    lines += ["attribute Block: time since Loan, anew every 2 months"]
    lines += ["attribute Lauf: time since Loan, anew every 45 days"]
    every = [f"Dauer {c} {n}" for n in LENGTHS for c in COMPARISONS]
    every += [f"Block {c} {n}" for n in ("1 day", "30 days", "1 month") for c in COMPARISONS]
    every += [f"Lauf {c} {n}" for n in ("1 day", "30 days", "1 month") for c in COMPARISONS]
    every += ["before Loan", "Dauer 30 days to under 2 months", "Dauer 30 to 60 days"]
    every += [f"Loan {c} {day}" for day in DATES for c in ("before", "since")]
    every += ["age on Loan at least 5", "age on Loan under 18", "age on Loan 5 to 17"]
    lines += [f"define D{at} as {each}" for at, each in enumerate(every)]
    lines += ["age at least 0 -> monthly"]
    policy = loads("\n".join(lines) + "\n").model
    assert [term.name for term in policy.terms] == [f"D{at}" for at in range(len(every))]
    return policy


POLICY = _policy()
SAID = [term.span.source.line(term.span.line).partition(" as ")[2] for term in POLICY.terms]
TIMED = [attribute for attribute in POLICY.attributes if attribute.derived is not None]


def _start(event: date, day: date, span: relativedelta) -> tuple[date, int]:
    """The start of the running block, and its number."""
    number = 0
    while event + span * (number + 1) <= day:
        number += 1
    return event + span * number, number


def direct(text: str, day: date, event: date | None, born: date) -> bool:
    """Whether a comparison holds, said in days and nothing else."""
    words = text.split()
    if text == "before Loan":
        return event is None or event > day
    if words[0] == "Loan":
        limit = date.fromisoformat(words[2])
        if words[1] == "before":
            return event is not None and event < limit
        return event is not None and limit <= event <= day
    if words[0] == "age":
        if event is None:
            return False
        age = relativedelta(event, born).years
        if born.month == 2 and born.day == 29 and not calendar.isleap(event.year):
            age = event.year - born.year - (event < date(event.year, 3, 1))
        return {"at least 5": age >= 5, "under 18": age < 18, "5 to 17": 5 <= age <= 17}[
            " ".join(words[3:])
        ]
    if event is None or event > day:
        return False
    if text == "Dauer 30 days to under 2 months":
        return event + timedelta(days=30) <= day < event + relativedelta(months=2)
    if text == "Dauer 30 to 60 days":
        return timedelta(days=30) <= day - event <= timedelta(days=60)
    anew = {
        "Block": relativedelta(months=2),
        "Lauf": relativedelta(days=45),
        "Dauer": relativedelta(years=9000),
    }[words[0]]
    start, number = (event, 0) if words[0] == "Dauer" else _start(event, day, anew)
    span = LENGTHS[" ".join(words[-2:])]
    if words[0] == "Block" and span.months:
        end = event + relativedelta(months=2 * number + span.months)
    else:
        end = start + span
    match " ".join(words[1:-2]):
        case "under":
            return day < end
        case "at least":
            return day >= end
        case "over":
            return day > end
        case "at most":
            return day <= end
    raise AssertionError(text)


def facts(day: date, event: date | None, born: date) -> dict[str, int]:
    """The classes on a day, and the age."""
    found = {"age": max(0, relativedelta(day, born).years)}
    for attribute in TIMED:
        moment = attribute.derived
        assert isinstance(moment, Since | DayOf | AgeOn)
        place = class_on(moment, day, event, Holidays(), born)
        assert place is not None
        found[attribute.name] = place
    return found


def days(first: date, number: int) -> Iterator[date]:
    """Days one after another."""
    return (first + timedelta(days=at) for at in range(number))


EVENTS = [
    None,
    *(date(2023, month, calendar.monthrange(2023, month)[1]) for month in (1, 2, 4, 8, 12)),
    date(2023, 1, 1),
    date(2023, 1, 29),
    date(2023, 1, 30),
    date(2024, 2, 28),
    date(2024, 2, 29),
    date(2024, 3, 1),
    date(2024, 12, 31),
]


@pytest.mark.parametrize("event", EVENTS, ids=str)
def test_every_comparison_on_every_day_of_two_years(event: date | None) -> None:
    """Month ends, leap days, the day of the event itself and the days before it."""
    born = date(2004, 2, 29)
    for day in days(date(2023, 1, 1), 731):
        known = facts(day, event, born)
        for term, text in zip(POLICY.terms, SAID, strict=True):
            said = holds(term.condition, known)
            assert said == direct(text, day, event, born), (text, day, event)


@pytest.mark.parametrize("event", EVENTS[:7], ids=str)
def test_nothing_proven_is_ever_violated_in_two_years(event: date | None) -> None:
    """The generated constraints forbid nobody who exists."""
    for day in days(date(2023, 1, 1), 731):
        known = facts(day, event, date(2004, 2, 29))
        for constraint in POLICY.constraints:
            assert not holds(constraint.condition, known), (day, event, constraint)


DAYS = st.dates(date(1800, 1, 1), date(2250, 12, 31))


@settings(max_examples=400)
@given(DAYS, st.none() | st.integers(-800, 800), DAYS)
def test_nothing_proven_is_ever_violated_in_any_year(
    day: date, ago: int | None, born: date
) -> None:
    """Any day of the 400-year cycle, an event some time before or after it, any birth before."""
    event = None if ago is None else day - timedelta(days=ago)
    if born > day or (event is not None and born > event):
        born = min(day, event or day)
    known = facts(day, event, born)
    for constraint in POLICY.constraints:
        assert not holds(constraint.condition, known), (day, event, constraint)
    for term, text in zip(POLICY.terms, SAID, strict=True):
        assert holds(term.condition, known) == direct(text, day, event, born), (text, day, event)


def test_every_class_has_its_own_days() -> None:
    """Each class of a chain is met by some event and day, so that no class is a false gap."""
    met: set[tuple[str, int]] = set()
    for event in EVENTS:
        for day in days(date(2023, 1, 1), 800):
            met.update(facts(day, event, date(2010, 6, 15)).items())
    for attribute in TIMED:
        moment = attribute.derived
        if isinstance(moment, Since | DayOf):
            low, high = attribute.domain.bounds
            assert {(attribute.name, at) for at in range(low, high + 1)} <= met, attribute


def test_the_first_day_and_the_last_of_a_short_month() -> None:
    """§§ 187, 188 BGB: the day of the event is day 0; 31.08. and 6 months are 28.02. or 29.02."""
    known = {term: at for at, term in enumerate(SAID)}

    def said(text: str, day: date, event: date) -> bool:
        term = POLICY.terms[known[text]]
        return holds(term.condition, facts(day, event, date(2000, 1, 1)))

    assert not said("Dauer at least 1 day", date(2024, 5, 1), date(2024, 5, 1))
    assert said("Dauer at least 1 day", date(2024, 5, 2), date(2024, 5, 1))
    assert not said("Dauer at least 6 months", date(2023, 2, 27), date(2022, 8, 31))
    assert said("Dauer at least 6 months", date(2023, 2, 28), date(2022, 8, 31))
    assert said("Dauer at most 6 months", date(2023, 2, 28), date(2022, 8, 31))
    assert said("Dauer over 6 months", date(2023, 3, 1), date(2022, 8, 31))
    assert said("Dauer at least 6 months", date(2024, 2, 29), date(2023, 8, 31))
    assert not said("Dauer at least 6 months", date(2024, 2, 28), date(2023, 8, 31))
