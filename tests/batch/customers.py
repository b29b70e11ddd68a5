"""Random customers as rows for the oracle and as Arrow columns for the backends."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

import pyarrow as pa

from kontaktdsl.domains import Enumeration, Number, YesNo
from kontaktdsl.policy import Policy
from tests.batch.reference import BAD, Customer, Fact, needed

FIRST, LAST = date(1996, 1, 1), date(2040, 12, 31)


def customers(
    policy: Policy, count: int, seed: int, *, missing: float = 0.1, bad: float = 0.02
) -> list[Customer]:
    """Random customers; facts are missing or wrong with these chances, dates are 1996 to 2040."""
    chance = random.Random(seed)
    cuts = {axis.attribute.name: axis.classes for axis in policy.plan.space.axes}

    def fact(name: str) -> Fact:
        if chance.random() < missing:
            return None
        if chance.random() < bad:
            return BAD
        domain = next(a.domain for a in policy.attributes if a.name == name)
        match domain:
            case YesNo():
                return chance.random() < 0.5
            case Enumeration(values):
                return chance.choice(values).name
            case Number():
                low, high = chance.choice(cuts.get(name, ((domain.low, domain.high),)))
                return chance.choice((low, high, chance.randint(low, high)))

    def day(absent: float) -> date | str | None:
        if chance.random() < absent:
            return None
        if chance.random() < bad / 4:
            return BAD
        return FIRST + timedelta(chance.randrange((LAST - FIRST).days + 1))

    return [
        Customer(
            facts={attribute.name: fact(attribute.name) for attribute in policy.attributes},
            events={event.name: day(0.2) for event in policy.events},
            last=day(0.3),
            contacts=None if chance.random() < 0.3 else chance.choice((0, 1, 2, 3, 7)),
        )
        for _ in range(count)
    ]


def table(policy: Policy, people: Sequence[Customer]) -> pa.Table:
    """The customers as columns: words for enumerations, integers, booleans, dates.

    A wrong value needs a column of words; columns without one keep their type.
    """
    columns: dict[str, pa.Array] = {"id": pa.array(range(1, len(people) + 1), pa.int64())}
    for name in needed(policy):
        columns[name] = _column([person.facts[name] for person in people])
    for event in policy.events:
        columns[event.name] = _column([person.events[event.name] for person in people])
    columns["last_contact"] = _column([person.last for person in people])
    columns["contacts"] = _column([person.contacts for person in people])
    return pa.table(columns)


def _column(values: Sequence[object]) -> pa.Array:
    if any(value == BAD for value in values) or any(isinstance(value, str) for value in values):
        return pa.array([None if value is None else _word(value) for value in values], pa.string())
    return pa.array(values)


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nein"
    return "quatsch" if value == BAD else str(value)
