"""The municipal rule under a legal floor: clean as it stands, and refuted as soon as it falls below."""

import shutil
from pathlib import Path

import pytest

from kontaktdsl.accounting import line
from kontaktdsl.diagnostics import Severity
from kontaktdsl.project import check_file

BEYOND = Path(__file__).resolve().parents[2] / "examples" / "beyond"
FILES = ("fire-inspection-act", "municipal-fire-inspection")


@pytest.mark.parametrize("name", FILES)
def test_it_is_clean(name: str) -> None:
    found = check_file(BEYOND / f"{name}.kpol").findings
    assert {f.code for f in found} <= {"not-regulated", "value-unmentioned"}
    assert all(f.severity is Severity.HINT for f in found)


def test_the_account() -> None:
    (account,) = check_file(BEYOND / "municipal-fire-inspection.kpol").accounting
    assert line(account).en == (
        "48 of 48 possible cases in scope: 44 interval, 4 as needed, 0 forgotten, "
        "0 contradictory; 144 out of scope, 0 impossible"
    )


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("every 4 years", "every 6 years", "ensure-refuted"),
        (
            "dwelling and tall -> every 5 years",
            "dwelling and tall -> every 7 years",
            "ensure-refuted",
        ),
        ("up to every 6 months", "up to every 18 months", "leeway-below-floor"),
    ],
)
def test_falling_below_the_floor_is_found(tmp_path: Path, old: str, new: str, code: str) -> None:
    for name in FILES:
        shutil.copy(BEYOND / f"{name}.kpol", tmp_path)
    path = tmp_path / "municipal-fire-inspection.kpol"
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    codes = [f.code for f in check_file(path).findings if f.severity is not Severity.HINT]
    assert codes == [code]
