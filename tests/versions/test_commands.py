"""`kpol consolidate`, `timeline`, and the verbs that take a day; as somebody uses them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import kontaktdsl
from kontaktdsl.cli.app import main

OLD = """\
policy "Alt"
  id alt
  valid from 2020-01-01 until 2021-12-31
attribute Neu: yes or no
rules Takt [1]:
  - Neu -> weekly
  - not Neu -> monthly
"""
NEW = OLD.replace("id alt", "id neu").replace("2020-01-01 until 2021-12-31", "2022-03-01")
NEW = NEW.replace("policy", "# a new text\npolicy").replace(
    "attribute", "  replaces alt\nattribute"
)
AMENDMENT = """\
Richtlinie "Änderung"
  Kennung novelle
  ändert neu
  gültig ab 01.06.2022
neu gefasst Regeln Takt [Nr. 1]:
  - Neu -> täglich
  - nicht Neu -> monatlich
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library in the current folder."""
    for name, text in {"alt": OLD, "neu": NEW, "novelle": AMENDMENT}.items():
        (tmp_path / f"{name}.kpol").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def kpol(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit code, output and complaints."""
    code = main(list(words))
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.usefixtures("folder")
def test_the_timeline_shows_holes(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = kpol(capsys, "timeline", "--lang", "en")
    assert code == 1
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert lines[:5] == [
        "neu Alt",
        "2020-01-01 – 2021-12-31 alt",
        "2022-01-01 – 2022-02-28 HOLE: no version holds",
        "2022-03-01 – 2022-05-31 neu",
        "2022-06-01 – open neu, amended by novelle ← today",
    ]
    assert "No version holds from 2022-01-01 to 2022-02-28 (timeline-hole)" in out


def test_the_timeline_shows_double_validity(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = NEW.replace("id neu", "id doppelt").replace("2022-03-01", "2022-05-01")
    (folder / "doppelt.kpol").write_text(other, encoding="utf-8")
    code, out, _ = kpol(capsys, "timeline", ".", "--lang", "de")
    assert code == 1
    assert "DOPPELT: neu und doppelt gelten zugleich" in out
    code, out, _ = kpol(capsys, "timeline", "--format", "json")
    (policy,) = json.loads(out)["policies"]
    assert [s["state"] for s in policy["stretches"]] == [
        "version", "hole", "version", "double", "double",
    ]  # fmt: skip
    assert policy["stretches"][-1]["last"] is None


@pytest.mark.usefixtures("folder")
def test_consolidate_prints_a_policy(capsys: pytest.CaptureFixture[str]) -> None:
    """It checks and formats cleanly, in both languages, and says where each line comes from."""
    code, out, err = kpol(capsys, "consolidate", "novelle", ".", "--at", "1.6.2022")
    assert (code, err) == (0, "")
    assert "  - Neu     -> daily  # from novelle, line 6\n" in out
    assert "  valid from 2022-06-01  # computed from the days of validity\n" in out
    assert '# amended by novelle, "Änderung"\n' in out
    Path("out").mkdir()
    code, out, _ = kpol(
        capsys, "consolidate", "alt", "--at", "2022-06-01", "--keywords", "de", "-o", "out/x.kpol"
    )
    assert (code, out) == (0, "")
    assert kpol(capsys, "fmt", "--check", "out/x.kpol")[0] == 0
    assert kpol(capsys, "check", "--no-cache", "out/x.kpol")[0] == 0
    assert kontaktdsl.load("out/x.kpol").decide({"Neu": True}).citations == ("Nr. 1",)


@pytest.mark.usefixtures("folder")
def test_the_verbs_that_ask_take_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    for day, answer in (
        ("2021-12-31", "weekly"),
        ("2022-05-31", "weekly"),
        ("2022-06-01", "daily"),
    ):
        code, out, _ = kpol(capsys, "decide", ".", "--day", day, "Neu", "--lang", "en")
        assert code == 0
        assert answer in out or (answer == "daily" and "every day" in out)
    code, out, _ = kpol(capsys, "explain", ".", "--day", "2022-06-01", "Neu", "--lang", "en")
    assert code == 0
    assert "Nr. 1" in out
    code, out, _ = kpol(capsys, "matrix", ".", "--day", "2022-06-01", "--lang", "en")
    assert code == 0
    assert "daily" in out


@pytest.mark.usefixtures("folder")
def test_diff_between_days(capsys: pytest.CaptureFixture[str]) -> None:
    days = ("--from", "2022-05-31", "--to", "2022-06-01")
    code, out, _ = kpol(capsys, "diff", ".", *days, "--exit-code", "--lang", "en")
    assert code == 1
    assert "STRICTER  weekly → daily  (1 case)" in out
    code, out, _ = kpol(capsys, "diff", ".", "--from", "2019-01-01", "--to", "2020-01-01")
    assert code == 0
    assert "new policy" in out
    code, _, err = kpol(capsys, "diff", ".", "--from", "2019-01-01", "--to", "2019-01-02")
    assert (code, "no version of" in err) == (2, True)
    code, _, err = kpol(capsys, "diff", ".", "--from", "2019-01-01")
    assert (code, "FOLDER --from DAY --to DAY" in err) == (2, True)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("consolidate", "nou"), "there is no policy `nou` in .; perhaps `neu` is meant"),
        (("consolidate", "neu", "--at", "2019-01-01"), "the first holds from 2020-01-01 on"),
        (("consolidate", "neu", "--at", "2022-02-01"), "a hole from 2022-01-01 to 2022-02-28"),
        (("consolidate", "neu", "--at", "soon"), "`--at soon` is no day"),
        (("consolidate", "neu", "--at", "31.02.2022"), "`--at 31.02.2022` is no day"),
        (("consolidate", "neu", "nowhere"), "there is no folder nowhere"),
        (("consolidate", "neu", "neu.kpol"), "neu.kpol is not a folder"),
        (("consolidate",), "an id and at most one folder belong here"),
        (("timeline", "--id", "x"), "there is no policy `x`"),
        (("timeline", "a", "b"), "at most one folder belongs here"),
        (("decide", ".", "--id", "x", "Neu"), "there is no policy `x`"),
        (("matrix", "neu.kpol", "--day", "2022-01-15"), "`--day` belongs to a folder"),
        (("matrix", ".", "--day", "2022-01-15"), "a hole from 2022-01-01"),
        (("decide", ".", "--day", "2022-01-15", "Neu"), "a hole from 2022-01-01"),
        (("decide", "neu.kpol", "--id", "neu", "Neu"), "neu.kpol is not a folder"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_what_cannot_be_meant(
    words: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = kpol(capsys, *words, "--lang", "en")
    assert (code, out) == (2, "")
    assert message in err


def test_an_empty_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for verb in (("timeline", str(tmp_path)), ("consolidate", "x", str(tmp_path))):
        code, _, err = kpol(capsys, *verb, "--lang", "en")
        assert (code, "there is no policy (.kpol) in the folder" in err) == (2, True)


def test_several_policies_ask_for_an_id(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "other.kpol").write_text(OLD.replace("id alt", "id other"), encoding="utf-8")
    code, _, err = kpol(capsys, "decide", ".", "Neu", "--lang", "en")
    assert (code, "`--id` with: neu, other" in err) == (2, True)


def test_a_broken_file_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither a trace nor a text that lacks what could not be read."""
    (folder / "novelle.kpol").write_text(AMENDMENT.replace("täglich", "teglich"), encoding="utf-8")
    code, out, _ = kpol(capsys, "consolidate", "neu", "--at", "2022-06-01", "--lang", "en")
    assert code == 1
    assert "novelle.kpol, line 6" in out
    (folder / "bytes.kpol").write_bytes(b"\0\1\2")
    code, out, _ = kpol(capsys, "timeline", "--lang", "en")
    assert code == 1
    assert "novelle.kpol:6" in out
    assert "bytes.kpol:1" in out


def test_as_of_from_python(folder: Path) -> None:
    made = kontaktdsl.library(folder)
    from datetime import date

    assert made.as_of("alt", date(2021, 1, 1)).id == "alt"
    assert made.as_of("alt", date(2022, 4, 1)).id == "neu"
    policy = made.as_of("neu", date(2022, 6, 1))
    assert policy.digest != made.as_of("neu", date(2022, 5, 31)).digest
    with pytest.raises(kontaktdsl.NotInForce, match="a hole"):
        made.as_of("neu", date(2022, 1, 15))
    with pytest.raises(NotADirectoryError):
        kontaktdsl.library(folder / "alt.kpol")
