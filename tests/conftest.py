"""What a service sets in the environment changes what the command writes; the tests set their own."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.internal.conjecture import providers

# No deadlines: a busy machine is no fault of a test. A campaign draws anew each time:
# `pytest --hypothesis-profile campaign`, with `--hypothesis-seed N` again what it drew then.
settings.register_profile("house", deadline=None, derandomize=True)
settings.register_profile("campaign", deadline=None, derandomize=False, database=None)
settings.load_profile("house")

# Hypothesis also draws constants that it reads in the project's modules, in those that happen to
# be loaded: which ones differs from run to run with what else a worker was given to test.
providers._get_local_constants = lambda: providers._local_constants

for name in ("GITHUB_ACTIONS", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
    os.environ.pop(name, None)

NOBODY = 65534


@pytest.fixture
def forbidden() -> Iterator[Path]:
    """A file that may not be read: root, who may read everything, is nobody during the test."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "geheim.kpol"
        path.write_text("x", "utf-8")
        path.chmod(0)
        Path(folder).chmod(0o755)
        root = os.geteuid() == 0
        if root:
            os.seteuid(NOBODY)
        try:
            yield path
        finally:
            if root:
                os.seteuid(0)
