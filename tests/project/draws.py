"""Prints a digest of what Hypothesis draws, after importing the modules that are named."""

import hashlib
import importlib
import sys

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tests.conftest  # noqa: F401 - sets the profile
from tests.strategies.policies import policies

drawn = hashlib.sha256()


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(policies(), st.text(), st.integers())
def look(text: str, word: str, number: int) -> None:
    """Remember what was drawn."""
    drawn.update(repr((text, word, number)).encode())


if __name__ == "__main__":
    for name in sys.argv[1:]:
        importlib.import_module(name)
    look()
    print(drawn.hexdigest())
