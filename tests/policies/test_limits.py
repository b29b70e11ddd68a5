"""The page on what cannot be said is true: what it calls clean is, and what it calls refused is."""

import re
from pathlib import Path

import pytest

from kontaktdsl.diagnostics import Severity
from kontaktdsl.project import check_text

PAGE = Path(__file__).resolve().parents[2] / "docs" / "limits.md"
FENCE = re.compile(r"^```(kpol(?:-no)?)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = [
    pytest.param(
        match[1],
        match[2],
        id=f"line-{PAGE.read_text('utf-8').count(chr(10), 0, match.start()) + 1}",
    )
    for match in FENCE.finditer(PAGE.read_text("utf-8"))
]


@pytest.mark.parametrize(("mark", "text"), BLOCKS)
def test_the_examples_are_what_the_page_says(mark: str, text: str) -> None:
    weights = {finding.severity for finding in check_text(text).findings}
    if mark == "kpol":
        assert weights <= {Severity.HINT}
    else:
        assert Severity.ERROR in weights


def test_every_block_is_tested() -> None:
    fences = re.findall(r"^```(\S+)$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert len(fences) == len(BLOCKS)
    assert set(fences) == {"kpol", "kpol-no"}
