"""A commit that takes a row out of a real policy is stopped, and says who lost their rule."""

import json
import shutil
from pathlib import Path

import pytest

from tests.ci.snapshot import ROOT, git
from tests.ci.xml_shape import well_shaped
from tests.cli.conftest import Kpol
from tests.cli.conftest import kpol as kpol
from tests.formats.sarif_schema import errors

NAME = "dahme-spreewald.kpol"


@pytest.fixture
def repository(kpol: Kpol) -> Path:
    """Two commits of the policy: as it is, and without the row of the unemployed under 25."""
    folder = Path.cwd() / "repository"
    folder.mkdir()
    git(folder, "init", "-q", ".")
    path = folder / NAME
    shutil.copy(ROOT / "policies" / NAME, path)
    git(folder, "add", NAME)
    git(folder, "commit", "-q", "-m", "as it is")
    text = path.read_text("utf-8")
    row = next(line for line in text.splitlines() if line.startswith("  | U25   | alo"))
    following = next(line for line in text.splitlines() if line.startswith("  |       | asu"))
    moved = following.replace("  |       |", "  | U25   |", 1)
    path.write_text(text.replace(f"{row}\n", "").replace(following, moved, 1), "utf-8")
    git(folder, "commit", "-q", "-am", "one row less")
    return folder


def test_ci_fails_with_the_gap_in_every_format(
    kpol: Kpol, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository)
    reports = ("--sarif", "s.json", "--junit", "j.xml", "--github")
    run = kpol("ci", NAME, *reports)
    assert run.code == 1
    assert "U25, arbeitslos" in run.out
    assert "::error file=dahme-spreewald.kpol" in run.out
    log = json.loads(Path("s.json").read_text("utf-8"))
    assert not errors(log)
    gaps = [r for r in log["runs"][0]["results"] if r["ruleId"] == "gap"]
    assert len(gaps) == 1
    assert "U25, arbeitslos" in gaps[0]["message"]["text"]
    assert "U25, arbeitslos" in Path("j.xml").read_text("utf-8")
    well_shaped(Path("j.xml").read_text("utf-8"))


def test_diff_names_who_lost_their_rule(
    kpol: Kpol, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository)
    run = kpol("diff", f"HEAD~1:{NAME}", f"HEAD:{NAME}", "--format", "json", "--exit-code")
    assert run.code == 1
    assert "dahme-spreewald" in run.out
    shown = kpol("diff", f"HEAD~1:{NAME}", f"HEAD:{NAME}").out
    assert shown.count("NEU VERGESSEN") == 2
    assert "U25, arbeitslos, marktnah oder nicht marktnah" in shown
    assert "U25, arbeitslos, Zuordnung nicht erforderlich" in shown
    assert not any("Ü25" in line for line in shown.splitlines() if "von 184" in line)
