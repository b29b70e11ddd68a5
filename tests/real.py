"""The policies of the project, one for each series: what every exact check is held against."""

from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from kontaktdsl.policy import Policy
from kontaktdsl.project import read_only
from kontaktdsl.series import projected

ROOT = Path(__file__).parents[1]


def files(*folders: str) -> list[Path]:
    """The texts of some folders, in order."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.kpol"))


def one_series(*folders: str) -> list[ParameterSet]:
    """A policy per series, as parameters; files of nothing but vocabulary are left out.

    A file that cannot be read fails where the tests are collected: none of ours may be broken.
    """
    found = []
    for path in files(*folders):
        checked = read_only(path)
        assert checked.policy is not None, (path, [f.headline.en for f in checked.findings])
        for one in () if checked.vocabulary else projected(checked.policy):
            several = len(checked.policy.series) > 1
            name = f"-{one.series[0].name}" if several else ""
            found.append(pytest.param(Policy(one), id=f"{path.parent.name}-{path.stem}{name}"))
    return found
