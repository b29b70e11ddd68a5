"""What the tests draw is the same on every machine, whatever else a worker was given to test."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def draw(hashing: str, *modules: str) -> str:
    """A digest of all that was drawn in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.project.draws", *modules],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hashing},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_draws_depend_on_nothing_but_the_test() -> None:
    """Neither on the hashes of texts nor on the modules that are loaded."""
    loaded = ("kontaktdsl.server", "kontaktdsl.duelist.collect", "tests.versions.test_timeline")
    assert draw("1") == draw("2") == draw("1", *loaded)
