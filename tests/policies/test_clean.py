"""The policies and the tutorial are clean, and their accounts are those that were counted by hand."""

from pathlib import Path

import pytest

from kontaktdsl.accounting import line
from kontaktdsl.diagnostics import Severity
from kontaktdsl.project import check_file
from kontaktdsl.question import Question

ROOT = Path(__file__).resolve().parents[2]
ACCOUNTS = {
    "rhein-hunsrueck": "56 of 56 possible cases: 26 interval, 28 delegated, "
    "2 not regulated on purpose, 0 forgotten, 0 contradictory; 8 impossible",
    "dahme-spreewald": "176 of 176 possible cases: 56 interval, 120 delegated, "
    "0 forgotten, 0 contradictory; 80 impossible",
}
CLEAN = sorted([*(ROOT / "policies").glob("*.kpol"), *(ROOT / "examples/tutorial").glob("*.kpol")])


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
def test_a_file_is_clean(path: Path) -> None:
    """Neither the policies nor the lessons have an error or a warning, and few hints."""
    checked = check_file(path)
    assert [f.headline.en for f in checked.findings if f.severity is not Severity.HINT] == []
    assert {f.code for f in checked.findings} <= {"not-regulated", "otherwise-swallows"}


@pytest.mark.parametrize("policy", ACCOUNTS)
def test_the_account_of_a_policy(policy: str) -> None:
    """Every possible customer is accounted for, with the figures of a count by hand."""
    accounting = check_file(ROOT / "policies" / f"{policy}.kpol").accounting
    (how_often,) = (one for one in accounting if one.question is Question.HOW_OFTEN)
    assert line(how_often).en == ACCOUNTS[policy]


def test_there_are_five_lessons() -> None:
    """The tutorial grows in five steps."""
    assert [path.name[:2] for path in CLEAN if path.parent.name == "tutorial"] == [
        "01",
        "02",
        "03",
        "04",
        "05",
    ]
