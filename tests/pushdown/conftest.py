"""The databases of these tests; a server is started once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kontaktdsl.batch.mapping import Matched
from kontaktdsl.plan import Plan
from kontaktdsl.pushdown import script
from kontaktdsl.pushdown.tables import YEARS, Tables, tables_of
from tests.pushdown import engines
from tests.pushdown.engines import Engine
from tests.pushdown.server import NoServer, Server, running


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server, stopped at the end."""
    try:
        with running() as found:
            yield found
    except NoServer as why:
        pytest.skip(str(why))


@pytest.fixture(
    params=["duckdb", "sqlite", "postgres"],
)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of each kind, empty."""
    if request.param == "postgres":
        found = engines.postgres(request.getfixturevalue("server").fresh())
    else:
        found = getattr(engines, request.param)(tmp_path)
    yield found
    found.database.close()


@pytest.fixture(scope="session", autouse=True)
def _tables_once() -> Iterator[None]:
    """The tables of a policy are the same for every database: make them once, for the real ones."""
    known: dict[object, Tables] = {}

    def once(
        plan: Plan,
        matched: Matched,
        *,
        language: str,
        born: frozenset[str] = frozenset(),
        years: tuple[int, int] = YEARS,
    ) -> Tables:
        if years != YEARS:
            return tables_of(plan, matched, language=language, born=born, years=years)
        events = tuple(event.name for event, _ in matched.events)
        key = plan.policy.digest, events, language, born
        if key not in known:
            known[key] = tables_of(plan, matched, language=language, born=born, years=years)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(script, "tables_of", once)
        yield
