"""The command `kpol` in a folder of its own, as the other tests of the command have it."""

from tests.cli.conftest import kpol

__all__ = ["kpol"]
