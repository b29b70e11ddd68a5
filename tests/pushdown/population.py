"""Customers as columns of a database, each of a type that a database may have for it.

The oracle is asked about the same customers: what a column cannot hold (a word among dates) becomes
a missing value on both sides.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import attrs

from kontaktdsl.batch.needed import counts_from_contacts, has_steps
from kontaktdsl.dates import latest_birth
from kontaktdsl.domains import Enumeration, Number, YesNo
from kontaktdsl.model import Attribute
from kontaktdsl.model import Policy as Model
from kontaktdsl.policy import Policy
from kontaktdsl.pushdown.types import Type
from kontaktdsl.words import is_age
from tests.batch.reference import BAD, Customer, Fact, needed, used_events

Value = str | int | float | bool | date | None


@attrs.frozen(eq=False)
class Population:
    """Columns with their types, the rows in the same order, and who they are."""

    types: dict[str, Type]
    rows: list[tuple[Value, ...]]
    people: list[Customer]


def population(
    policy: Policy,
    people: Sequence[Customer],
    day: date,
    seed: int,
    *,
    kinds: int | None = None,
    loose: bool = False,
) -> Population:
    """The customers in columns whose types are drawn; `loose`: every value has its own (SQLite).

    Equal `kinds` give equal types, whatever the seed.
    """
    chance = random.Random(seed)
    drawn = random.Random(seed if kinds is None else kinds)
    types = {each.name: _kind(each, drawn) for each in policy.attributes}
    kept = [_read(policy.model, each if loose else _typed(each, types)) for each in people]
    columns: dict[str, tuple[Type, list[Value]]] = {}
    attributes = {attribute.name: attribute for attribute in policy.attributes}
    for name in needed(policy):
        facts = [each.facts[name] for each in kept]
        values = [_cell(attributes[name], types[name], fact, day, chance) for fact in facts]
        columns[name] = types[name], values
    for name in used_events(policy):
        columns[name] = Type.DATE, _days([each.events[name] for each in kept], chance, loose)
    columns["last_contact"] = Type.DATE, _days([each.last for each in kept], chance, loose)
    counts = [-1 if each.contacts == BAD else each.contacts for each in kept]
    columns["contacts"] = Type.INTEGER, counts  # type: ignore[assignment]
    whole = {"id": Type.INTEGER, **{name: kind for name, (kind, _) in columns.items()}}
    values_of = [values for _, values in columns.values()]
    return Population(whole, list(zip(range(1, len(kept) + 1), *values_of, strict=True)), kept)


def close(people: Sequence[Customer], seed: int) -> list[Customer]:
    """The same customers; for some an event is on the day of the last contact, or next to it."""
    chance = random.Random(seed)

    def moved(each: Customer, day: date | str | None) -> date | str | None:
        if isinstance(each.last, date) and isinstance(day, date) and chance.random() < 0.3:
            return each.last + timedelta(chance.choice((-1, 0, 0, 1)))
        return day

    return [
        attrs.evolve(each, events={name: moved(each, day) for name, day in each.events.items()})
        for each in people
    ]


def within(people: Sequence[Customer], first: int, last: int) -> list[Customer]:
    """The same customers, their days moved into some years."""

    def moved(day: date | str | None) -> date | str | None:
        if not isinstance(day, date):
            return day
        span = (date(last, 12, 31) - date(first, 1, 1)).days + 1
        return date(first, 1, 1) + timedelta(day.toordinal() % span)

    return [
        attrs.evolve(
            each,
            last=moved(each.last),
            events={name: moved(day) for name, day in each.events.items()},
        )
        for each in people
    ]


def _read(policy: Model, customer: Customer) -> Customer:
    """Without what no date of the policy depends on: nobody looks at it."""
    if not counts_from_contacts(policy):
        customer = attrs.evolve(customer, last=None)
    return customer if has_steps(policy) else attrs.evolve(customer, contacts=None)


def _typed(customer: Customer, types: Mapping[str, Type]) -> Customer:
    """Without words where there are days, or where there is only yes or no."""

    def known(day: date | str | None) -> date | str | None:
        return None if day == BAD else day

    return attrs.evolve(
        customer,
        last=known(customer.last),
        events={name: known(day) for name, day in customer.events.items()},
        facts={
            name: None if fact == BAD and types[name] is Type.BOOLEAN else fact
            for name, fact in customer.facts.items()
        },
    )


def _kind(attribute: Attribute, drawn: random.Random) -> Type:
    match attribute.domain:
        case Enumeration():
            return Type.TEXT
        case YesNo():
            return drawn.choice((Type.BOOLEAN, Type.TEXT, Type.INTEGER))
        case Number():
            if is_age(attribute) and drawn.random() < 0.5:
                return Type.DATE
            return drawn.choice((Type.DECIMAL, Type.INTEGER, Type.INTEGER))


YES, NO = ("ja", "J", "Yes", "true", "1"), ("nein", "N", "No", "FALSE", "0")


def _cell(attribute: Attribute, kind: Type, fact: Fact, day: date, chance: random.Random) -> Value:
    """A fact as it may stand in a column of a type."""
    match attribute.domain, kind:
        case Enumeration(values), _:
            value = next((each for each in values if each.name == fact), None)
            if value is None:
                return _word(fact, chance)
            return chance.choice((value.name, value.name.upper(), value.label or value.name))
        case YesNo(), Type.TEXT:
            if isinstance(fact, bool):
                return chance.choice(YES if fact else NO)
            return _word(fact, chance)
        case YesNo(), _:
            if fact == BAD:
                return chance.choice((7, -1, 2))
            return int(fact) if kind is Type.INTEGER and fact is not None else fact
        case Number(low, high), Type.DATE:
            return _birth(fact, low, high, day, chance)
        case Number(low, high), Type.DECIMAL if fact is not None:
            return chance.choice((low + 0.5, -1e300)) if fact == BAD else float(fact)
        case Number(low, high), _:
            wrong = (low - 1, high + 1, -(2**40), 2**40)
            return chance.choice(wrong) if fact == BAD else fact
    raise AssertionError(attribute)


def _word(fact: Fact, chance: random.Random) -> str | None:
    """A word for a missing fact, or one that no policy knows: nearly right, if possible."""
    if fact == BAD:
        return chance.choice(
            (
                "quatsch",
                "alo ",
                " ja",
                "ＪＡ",
                "nein\n",
                "a'lo",
                "\\",
                "%",
                "aLo",
                "jA",
                "neiN",
                "mARktnah",
            )
        )
    return chance.choice((None, ""))


def _birth(fact: Fact, low: int, high: int, day: date, chance: random.Random) -> date | None:
    """A day of birth that gives an age on the day of evaluation."""
    if fact is None:
        return None
    if fact == BAD:
        too_old = latest_birth(high + 1, day)
        return chance.choice((too_old, day + timedelta(1), latest_birth(low, day) + timedelta(1)))
    age = int(fact)  # type: ignore[arg-type]
    first, last = latest_birth(age + 1, day) + timedelta(1), latest_birth(age, day)
    middle = first + timedelta(chance.randrange((last - first).days + 1))
    return chance.choice((first, last, middle))


def _days(given: Sequence[date | str | None], chance: random.Random, loose: bool) -> list[Value]:
    if not loose:
        return list(given)
    wrong = ("quatsch", "2001-02-30", "2001-13-01", 7, "20010317", "2001-03-17x")
    forms = ("{}", "{} 07:30:00", "{}T23:59:59", " {} ")
    return [
        chance.choice(wrong)
        if day == BAD
        else chance.choice(forms).format(day.isoformat())
        if isinstance(day, date)
        else None
        for day in given
    ]
