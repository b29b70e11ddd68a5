"""The house style, as tests: ruff, mypy, the floors of the architecture and what an import costs."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = Path(sys.executable).parent

ASKED_FOR_LATE = {
    "click": "only the command line needs it",
    "duckdb": "a check never needs it",
    "holidays": "only due dates need it",
    "hypothesis": "only kontaktdsl.testing needs it",
    "numpy": "a check never needs it",
    "polars": "a check never needs it",
    "pyarrow": "a check never needs it",
    "pysat": "only large policies need it",
    "rich": "only the reports need it",
    "sqlglot": "a check never needs it",
}


def complaints(*command: str | Path) -> str:
    """What a tool has to say if it is not content, and nothing if it is."""
    environment = os.environ | {"NO_COLOR": "1", "COLUMNS": "100"}
    environment.pop("FORCE_COLOR", None)
    run = subprocess.run(
        [str(word) for word in command],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=300,
    )
    if run.returncode == 0:
        return ""
    called = " ".join(Path(word).name for word in command)
    return f"\n$ {called}\n{run.stdout.strip()}\n(exit code {run.returncode})"


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("ruff", "check", "--no-cache", "."), id="ruff-check"),
        pytest.param(("ruff", "format", "--check", "--diff", "--no-cache", "."), id="ruff-format"),
        pytest.param(("mypy",), id="mypy-strict"),
        pytest.param(("lint-imports", "--no-cache"), id="floors"),
    ],
)
def test_the_tools_of_the_house_are_content(arguments: tuple[str, ...]) -> None:
    """ruff, mypy and import-linter find nothing in the whole checkout."""
    program, *rest = arguments
    found = complaints(SCRIPTS / program, *rest)
    if found:
        pytest.fail(found, pytrace=False)


def test_importing_the_package_stays_light() -> None:
    """`import kontaktdsl` loads nothing that only a leaf of the project needs."""
    code = "import json, sys, kontaktdsl; print(json.dumps(sorted(sys.modules)))"
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        check=True,
        encoding="utf-8",
        timeout=60,
    )
    loaded = ASKED_FOR_LATE.keys() & set(json.loads(run.stdout))
    assert not loaded, "\n".join(f"{name}: {ASKED_FOR_LATE[name]}" for name in sorted(loaded))
