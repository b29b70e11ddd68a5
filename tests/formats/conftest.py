"""The command in the test process, as in the tests of the command."""

from tests.cli.conftest import kpol as kpol
