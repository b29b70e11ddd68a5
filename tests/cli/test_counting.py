"""`kpol check` with a baseline, with settings, with accepted findings and with a source text."""

import json
from pathlib import Path

import pytest

from kontaktdsl.cli.checking import Checker
from tests.cli.conftest import CLEAN, GAP, Kpol

DIRECTIVE = (
    "Nr. 1\n\nAlle 2 Wochen.\n\nNr. 2\n\nJe Fachkraft 22 Kontakte. Und spätestens nach 3 Tagen.\n"
)


def test_a_baseline_lets_an_old_policy_in_and_nothing_new(kpol: Kpol) -> None:
    first = kpol("check", "gap.kpol", "--write-baseline", "known.json")
    assert first.code == 0
    assert "1 Befund als Bestand" in first.out
    again = kpol("check", "gap.kpol", "--baseline", "known.json")
    assert again.code == 0
    assert "1 aus dem Bestand" in again.out
    Path("gap.kpol").write_text(GAP.replace("- U25 und alo", "- Alter unter 20 und alo"), "utf-8")
    new = kpol("check", "gap.kpol", "--baseline", "known.json")
    assert new.code == 1
    Path("gap.kpol").write_text(CLEAN, "utf-8")
    mended = kpol("check", "gap.kpol", "--baseline", "known.json")
    assert mended.code == 0
    assert "nicht mehr da" in mended.out


@pytest.mark.parametrize("name", ["missing.json", "clean.kpol", "."])
def test_a_baseline_that_is_none(kpol: Kpol, name: str) -> None:
    assert kpol("check", "gap.kpol", "--baseline", name).code == 2


def test_settings_change_the_weight(kpol: Kpol) -> None:
    Path("kpol.toml").write_text('[severity]\ngap = "warning"\n', "utf-8")
    for _ in range(2):
        warned = kpol("check", "gap.kpol")
        assert warned.code == 1
        assert "WARNUNG K-Lücke" in warned.out
    Path("kpol.toml").write_text('[severity]\ngab = "warning"\n', "utf-8")
    wrong = kpol("check", "gap.kpol")
    assert wrong.code == 2
    assert "`gap`" in wrong.err


def test_accepted_findings_are_listed_on_request(kpol: Kpol) -> None:
    Path("gap.kpol").write_text(GAP + 'hingenommen gap weil "folgt" bis 31.12.2099\n', "utf-8")
    for _ in range(2):
        quiet = kpol("check", "gap.kpol")
        assert quiet.code == 0
        assert "1 hingenommen" in quiet.out
        assert "folgt" not in quiet.out
    told = kpol("check", "gap.kpol", "--accepted")
    assert "hingenommen: gap" in told.out
    assert "folgt, bis 2099-12-31" in told.out
    record = json.loads(kpol("check", "gap.kpol", "--format", "json").out)["files"][0]
    (accepted,) = record["accepted"]
    assert accepted["finding"]["code"] == "gap"
    assert accepted["reason"] == "folgt"
    assert record["findings"] == []


def test_what_is_accepted_until_a_day_is_not_kept_longer(
    kpol: Kpol, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("gap.kpol").write_text(GAP + 'hingenommen gap weil "folgt" bis 31.12.2099\n', "utf-8")
    assert kpol("check", "gap.kpol").code == 0
    assert Checker(use_cache=True).known("gap.kpol") is not None
    monkeypatch.setattr("time.strftime", lambda form: "2100-01-01")
    assert Checker(use_cache=True).known("gap.kpol") is None


def test_the_text_of_the_directive(kpol: Kpol) -> None:
    Path("weisung.txt").write_text(DIRECTIVE, "utf-8")
    covered = kpol("check", "clean.kpol", "--source", "weisung.txt")
    assert covered.code == 0
    Path("clean.kpol").write_text(CLEAN.replace(" [Nr. 2]", ""), "utf-8")
    assert kpol("check", "clean.kpol").code == 0
    missing = kpol("check", "clean.kpol", "--source", "weisung.txt")
    assert missing.code == 1
    assert missing.out.count("K-Satz-ohne-Regel") == 2
    assert "weisung.txt, Zeile 7" in missing.out
    Path("clean.txt").write_text(DIRECTIVE, "utf-8")
    assert kpol("check", "clean.kpol").code == 1
    assert kpol("check", "clean.kpol", "gap.kpol", "--source", "weisung.txt").code == 2
    assert kpol("check", "clean.kpol", "--source", "fehlt.txt").code == 1
    read = kpol("check", "-", "--source", "weisung.txt", stdin=CLEAN.encode())
    assert read.code == 0
