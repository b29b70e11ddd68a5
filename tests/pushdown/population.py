"""Customers as columns of a database, each of a type that a database may have for it.

The oracle is asked about the same customers: what a column cannot hold (a word among dates) becomes
a missing value on both sides.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

import attrs

from kontaktdsl.batch.mapping import counts_from_contacts, has_steps
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
    policy: Policy, people: Sequence[Customer], day: date, seed: int, *, loose: bool = False
) -> Population:
    """The customers in columns whose types are drawn; `loose`: every value has its own (SQLite)."""
    chance = random.Random(seed)
    kept = [_read(policy.model, each if loose else _typed(each)) for each in people]
    columns: dict[str, tuple[Type, list[Value]]] = {}
    attributes = {attribute.name: attribute for attribute in policy.attributes}
    for name in needed(policy):
        facts = [each.facts[name] for each in kept]
        columns[name] = _column(attributes[name], facts, day, chance)
    for name in used_events(policy):
        columns[name] = _days([each.events[name] for each in kept], chance, loose)
    columns["last_contact"] = _days([each.last for each in kept], chance, loose)
    counts = [-1 if each.contacts == BAD else each.contacts for each in kept]
    columns["contacts"] = Type.INTEGER, counts  # type: ignore[assignment]
    types = {"id": Type.INTEGER, **{name: kind for name, (kind, _) in columns.items()}}
    values = [values for _, values in columns.values()]
    return Population(types, list(zip(range(1, len(kept) + 1), *values, strict=True)), kept)


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


def _typed(customer: Customer) -> Customer:
    """Without words where there are days."""

    def known(day: date | str | None) -> date | str | None:
        return None if day == BAD else day

    return attrs.evolve(
        customer,
        last=known(customer.last),
        events={name: known(day) for name, day in customer.events.items()},
    )


def _column(
    attribute: Attribute, facts: list[Fact], day: date, chance: random.Random
) -> tuple[Type, list[Value]]:
    match attribute.domain:
        case Enumeration(values):
            words = {v.name: [v.name, v.name.upper(), v.label or v.name] for v in values}
            return Type.TEXT, [
                chance.choice(words[fact]) if fact in words else _word(fact, chance)
                for fact in facts
            ]
        case YesNo():
            return _yes_or_no(facts, chance)
        case Number(low, high):
            if is_age(attribute) and chance.random() < 0.5:
                return Type.DATE, [_birth(fact, low, high, day, chance) for fact in facts]
            if chance.random() < 0.4:
                return Type.DECIMAL, [
                    low + 0.5 if fact == BAD else None if fact is None else float(fact)
                    for fact in facts
                ]
            wrong = (low - 1, high + 1, -(2**40), 2**40)
            return Type.INTEGER, [chance.choice(wrong) if fact == BAD else fact for fact in facts]


def _yes_or_no(facts: list[Fact], chance: random.Random) -> tuple[Type, list[Value]]:
    kind = chance.choice((Type.BOOLEAN, Type.TEXT, Type.INTEGER))
    if kind is Type.BOOLEAN and BAD not in facts:
        return kind, list(facts)
    if kind is Type.INTEGER:
        return kind, [7 if fact == BAD else None if fact is None else int(fact) for fact in facts]
    yes, no = ("ja", "J", "Yes", "true", "1"), ("nein", "N", "No", "FALSE", "0")
    return Type.TEXT, [
        chance.choice(yes if fact else no) if isinstance(fact, bool) else _word(fact, chance)
        for fact in facts
    ]


def _word(fact: Fact, chance: random.Random) -> str | None:
    """A word for a missing fact, or one that no policy knows: nearly right, if possible."""
    if fact == BAD:
        return chance.choice(("quatsch", "alo ", " ja", "ＪＡ", "nein\n", "a'lo", "\\", "%"))
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


def _days(
    given: Sequence[date | str | None], chance: random.Random, loose: bool
) -> tuple[Type, list[Value]]:
    if not loose:
        return Type.DATE, list(given)
    wrong = ("quatsch", "2001-02-30", "2001-13-01", 7, "20010317", "2001-03-17x")
    return Type.DATE, [
        chance.choice(wrong)
        if day == BAD
        else None
        if day is None
        else chance.choice(("{}", "{} 07:30:00", "{}T23:59:59", " {} ")).format(day.isoformat())
        for day in given
    ]  # type: ignore[union-attr]
