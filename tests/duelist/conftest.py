"""The command inside the test process, as the tests of the command run it."""

from tests.cli.conftest import Kpol, kpol

__all__ = ["Kpol", "kpol"]
