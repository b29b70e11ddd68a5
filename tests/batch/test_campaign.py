"""A million customers per real policy, every column of every row against the slow oracle.

Run alone: `pytest -m slow tests/batch/test_campaign.py` (some ten minutes).
"""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from kontaktdsl.project import load
from tests.batch.customers import customers, table
from tests.batch.reference import Oracle
from tests.batch.test_kinds import KINDS, plain

ROOT = Path(__file__).parents[2]
REAL = sorted((ROOT / "policies").glob("*.kpol"))
DAY = date(2026, 11, 25)
ROWS, CHUNK = 1_000_000, 50_000


@pytest.mark.slow
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_a_million_customers(path: Path) -> None:
    """The engine, on dates from 1996 to 2040, with facts missing and wrong; other kinds agree."""
    policy = load(path)
    oracle = Oracle(policy, DAY, "de")
    for seed in range(ROWS // CHUNK):
        people = customers(policy, CHUNK, seed, missing=0.06)
        given = table(policy, people)
        found = plain(policy.decide_batch(given, day=DAY, language="de"))
        for number, (person, answer) in enumerate(zip(people, found, strict=True), 1):
            expected = oracle.row(person)
            assert answer == {"id": number, **expected}, person
        for kind in ("polars", "pandas", "duckdb"):
            into, back = KINDS[kind]
            got: pa.Table = back(policy.decide_batch(into(given), day=DAY, language="de"))
            assert plain(got) == found, kind
