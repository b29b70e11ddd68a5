"""A million customers per real policy, every column of every row, in three real databases.

Run alone: `pytest -m slow tests/pushdown/test_campaign.py` (some twenty minutes).
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kontaktdsl.project import load
from tests.batch.customers import customers
from tests.batch.reference import Oracle
from tests.batch.test_engine import REAL
from tests.pushdown.engines import Engine
from tests.pushdown.population import Population, population
from tests.pushdown.test_answers import DAY

ROWS = int(os.environ.get("KPOL_CAMPAIGN_ROWS", "1000000"))
CHUNK = min(ROWS, 50_000)


@pytest.mark.slow
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_a_million_customers(engine: Engine, path: Path) -> None:
    """Dates from 1996 to 2040, facts missing and wrong, columns of two sets of types."""
    policy = load(path)
    oracle = Oracle(policy, DAY, "de")
    chunks = ROWS // CHUNK
    for seed in range(chunks):
        drawn = customers(policy, CHUNK, seed, missing=0.06)
        kinds = 2 * seed // chunks
        people = population(policy, drawn, DAY, seed, kinds=kinds, loose=engine.loose)
        if 2 * seed % chunks < 2:
            engine.customers(Population(people.types, [], []))
            script = engine.script(policy)
            engine.install(script, DAY)
        engine.refill(people)
        for person, answer in zip(people.people, engine.answers(script), strict=True):
            key = answer.pop("id")
            assert answer == oracle.row(person), (key, person)
