"""What a service sets in the environment changes what the command writes; the tests set their own."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("house", deadline=None)  # a busy machine is no fault of a test
settings.load_profile("house")

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
