"""One process per Spark for all tests, started when it is first asked for."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.spark import environments
from tests.spark.data import DAY
from tests.spark.environments import Absent, Environment

everywhere = pytest.mark.parametrize("spark", ["sail", "classic"], indirect=True)
"""Runs the test on both."""

mostly_sail = pytest.mark.parametrize(
    "spark", ["sail", pytest.param("classic", marks=pytest.mark.slow)], indirect=True
)
"""Classic Spark takes seconds for a handful of rows: there it waits for the campaign."""

Result = dict[str, Any]


class Spark:
    """A worker that answers jobs; see `tests.spark.worker`."""

    def __init__(self, environment: Environment, folder: Path) -> None:
        self.name = environment.name
        self.folder = folder
        self.numbers = count()
        self.log = folder / "log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.spark.worker", environment.name],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                encoding="utf-8",
                env=environment.variables,
                cwd=environments.ROOT,
            )
        self.version = self._result()["ready"]

    def ask(self, policy: str, table: pa.Table, **job: object) -> Result:
        """The result of one job; the answers are in the file (or folder) `out`."""
        number = next(self.numbers)
        paths = {
            "policy": self.folder / f"{number}.kpol",
            "data": self.folder / f"{number}.parquet",
            "out": self.folder / f"{number}-out.parquet",
        }
        paths["policy"].write_text(policy, encoding="utf-8")
        pq.write_table(table, paths["data"])
        told = {"day": DAY.isoformat(), **{k: str(v) for k, v in paths.items()}, **job}
        assert self.process.stdin is not None
        print(json.dumps(told), file=self.process.stdin, flush=True)
        return {"out": told["out"], **self._result()}

    def answers(self, policy: str, table: pa.Table, **job: object) -> pa.Table:
        """The answers, ordered by the first column; the job must succeed."""
        result = self.ask(policy, table, **job)
        assert "error" not in result, result
        found = pq.read_table(result["out"])
        return found.sort_by([(found.column_names[0], "ascending")])

    def stop(self) -> None:
        """End the process."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()

    def _result(self) -> Result:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            self.process.wait()
            raise AssertionError(f"{self.name} ended:\n{self.log.read_text()[-4000:]}")
        found: Result = json.loads(line)
        return found


def _started(made: Callable[[], Environment], factory: pytest.TempPathFactory) -> Iterator[Spark]:
    try:
        environment = made()
    except Absent as absent:
        pytest.skip(str(absent))
    spark = Spark(environment, factory.mktemp(environment.name))
    yield spark
    spark.stop()


@pytest.fixture(scope="session")
def sail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Spark]:
    """Sail over Spark Connect."""
    yield from _started(environments.sail, tmp_path_factory)


@pytest.fixture(scope="session")
def classic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Spark]:
    """Classic Spark on Java."""
    yield from _started(environments.classic, tmp_path_factory)


@pytest.fixture
def spark(request: pytest.FixtureRequest) -> Spark:
    """The Spark that a test is for; see `everywhere` and `mostly_sail`."""
    found: Spark = request.getfixturevalue(request.param)
    return found
