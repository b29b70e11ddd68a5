"""A process that is killed while it installs: the old view answers, or the whole new one.

Run alone: `pytest -m slow tests/pushdown/test_kills.py`.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kontaktdsl.pushdown.databases import opened
from kontaktdsl.pushdown.types import Type
from tests.pushdown import engines
from tests.pushdown.engines import Engine
from tests.pushdown.population import Population
from tests.pushdown.server import Server
from tests.pushdown.test_install import AFTER, BEFORE, CHANGED, DAY, ROWS, TEXT, YEARS, due, script

KILLS = 30


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")
@pytest.mark.parametrize("kind", ["sqlite", "duckdb", "postgres"])
def test_killed_at_any_moment(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """The refresh takes turns between two texts and is killed at random; then it is finished."""
    if kind == "postgres":
        server: Server = request.getfixturevalue("server")
        url = server.fresh()
    else:
        getattr(engines, kind)(tmp_path).database.close()
        url = f"{kind}:///{tmp_path}/test.{'db' if kind == 'sqlite' else 'duckdb'}"
    engine = Engine(opened(url))
    types = {
        "id": Type.INTEGER,
        "Status": Type.TEXT,
        "Alter": Type.INTEGER,
        "letzter_Kontakt": Type.DATE,
    }
    engine.customers(Population(types, list(ROWS), []))
    engine.install(script(engine), DAY)
    engine.database.close()
    policy = tmp_path / "klein.kpol"
    command = [sys.executable, "-m", "kontaktdsl", "sql", str(policy), "--apply", url]
    command += ["--years", f"{YEARS[0]}-{YEARS[1]}"]

    def started(text: str) -> subprocess.Popen[bytes]:
        policy.write_text(text, encoding="utf-8")
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    start = time.monotonic()
    assert started(CHANGED).wait() == 0
    takes = time.monotonic() - start
    chance, old = random.Random(3), CHANGED
    seen = set()
    for _ in range(KILLS):
        new = TEXT if old is CHANGED else CHANGED
        process = started(new)
        time.sleep(takes * chance.uniform(0.3, 1.05))
        process.send_signal(signal.SIGKILL)
        process.wait()
        engine = Engine(opened(url))
        found = due(engine, old)
        seen.add(found == (BEFORE if new is TEXT else AFTER))
        assert found in (BEFORE, AFTER)
        if found == (BEFORE if new is TEXT else AFTER):
            old = new
        engine.database.close()
    assert started(TEXT).wait() == 0
    engine = Engine(opened(url))
    assert due(engine) == BEFORE
    engine.database.close()
    assert False in seen, "no kill came before the end"
