"""Random people as a table; their days lie within two years, so that calendars stay small."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
import pyarrow as pa

from kontaktdsl.policy import Policy
from tests.batch.customers import customers, table

START = date(2025, 6, 1)
DAYS = 700


def people(
    policy: Policy, count: int, seed: int, *, missing: float = 0.1, bad: float = 0.02
) -> pa.Table:
    """Some people of a policy, with missing and wrong values by these chances."""
    return table(
        policy,
        [
            attrs.evolve(
                person,
                last=_near(person.last),
                events={name: _near(day) for name, day in person.events.items()},
            )
            for person in customers(policy, count, seed, missing=missing, bad=bad)
        ],
    )


def _near(day: date | str | None) -> date | str | None:
    return START + timedelta(day.toordinal() % DAYS) if isinstance(day, date) else day
