"""What follows from the contacts that are given: in words, as data, and what is wrong with them."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.cli.conftest import BROKEN, Kpol

CARE = """\
policy "Care"
calendar "Brandenburg"
due dates roll back
attribute age "age of the machine": number 0 to 30
attribute leased: yes or no
attribute stored: yes or no
event Loan "hand-over"
event Overhaul
kinds: onsite "on site", remote "by remote access"
series main "service", restarts on Overhaul
rules Care [§ 1]:
  - age under 5 -> first within 1 to 2 weeks of Loan, then after 1 month, then every 3 months
  - age 5 to 10 -> 3 times per calendar year, of them at least a third onsite
  - age over 10 -> every 2 to 3 months, on request monthly
rules Leased [§ 2]:
  - leased -> never 2 remote in a row, do "sign the sheet" within 5 days of Loan
stored -> paused "in store" at most 4 weeks [§ 3]
at first contact [§ 4]:
  - only onsite
"""
DAY = ("--day", "2026-12-01")
MIDDLE = "age=7 leased=yes stored=no"


@pytest.fixture
def care(kpol: Kpol, monkeypatch: pytest.MonkeyPatch) -> Kpol:
    """The command with the policy beside it."""
    monkeypatch.setenv("COLUMNS", "100")
    Path("care.kpol").write_text(CARE, encoding="utf-8")
    return kpol


SAID = Path(__file__).with_name("contacts.txt").read_text(encoding="utf-8")
TRANSCRIPT = re.findall(r"^\$ (.*)\n((?:[^$].*\n|\n)*)", SAID, re.MULTILINE)


@pytest.mark.parametrize(("command", "shown"), TRANSCRIPT, ids=[pair[0] for pair in TRANSCRIPT])
def test_in_words(care: Kpol, command: str, shown: str) -> None:
    """What is printed below the answer, in German and English.

    `python -m tests.cli.test_contacts` writes the transcript anew, to be read before it is kept.
    """
    run = care(*shlex.split(command))
    assert run.err == ""
    assert below(run.out) == shown


def below(out: str) -> str:
    """What stands below the answer itself."""
    heads = ("Next", "First", "If ", "For ", "Contact on", "When ", "Nächster", "Erster", "Wenn ",
             "Für ", "Kontakt auf", "Wann ")  # fmt: skip
    lines = out.splitlines(keepends=True)
    starts = [at for at, line in enumerate(lines) if line.startswith(heads)]
    return "".join(lines[starts[0] :]) if starts else ""


def test_as_data(care: Kpol) -> None:
    """The day, before and after it is moved, the kind with its lines, and what is assumed."""
    words = [*MIDDLE.split(), "--contact", "2026-01-01=remote", "--contact", "2.3.2026=remote"]
    run = care("decide", "care.kpol", *words, *DAY, "--json", "--lang", "en")
    found = json.loads(run.out)["next"]
    page = Path(__file__).parents[2].joinpath("docs", "decide.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE) == [*found]
    assert all(f"`{key}`" in page for part in ("due", "kinds") for key in found[part])
    assert found["day"] == "2026-12-01"
    assert found["assumed"] is False
    assert found["due"] == {
        "step": "interval",
        "words": "3 times per calendar year",
        "date": "2026-12-31",
        "nominal": "2026-12-31",
        "why": "by the end of the calendar year: only 2 of 3 contacts in it so far, the last on Mon "
        "2026-03-02",
        "aim": None,
        "days_overdue": -30,
    }
    assert found["right"] is None
    assert found["kinds"]["allowed"] == ["onsite"]
    barred = found["kinds"]["barred"]
    assert [(each["kind"], [line["citation"] for line in each["by"]]) for each in barred] == [
        ("remote", ["§ 1", "§ 2"])
    ]
    assert (found["kinds"]["broken"], found["kinds"]["why"]) == ([], None)
    assert [each["text"] for each in found["deadlines"]] == ["sign the sheet"]
    assert found["not_counted"] == []
    nothing = json.loads(care("decide", "care.kpol", *MIDDLE.split(), *DAY, "--json").out)["next"]
    assert nothing["assumed"] is True
    assert nothing["due"]["date"] is None


def test_possible_days_as_data(care: Kpol) -> None:
    """While facts are missing: the day where it is certain, and every day that is possible."""
    known = ("decide", "care.kpol", "age=7", "--contact", "2026-01-01=remote", *DAY, "--json")
    run = care(*known, "stored=no", "--lang", "en")
    found = json.loads(run.out)["next"]
    assert [*found] == ["day", "assumed", "due", "possible", "not_counted"]
    assert found["due"]["date"] == "2026-12-31"
    assert found["possible"] == [{"cases": 2, **found["due"]}]
    open_ = json.loads(care(*known, "--lang", "en").out)["next"]
    assert open_["due"] is None
    assert [(each["cases"], each["date"]) for each in open_["possible"]] == [
        (2, "2026-12-31"),
        (2, None),
    ]


@pytest.mark.parametrize(
    ("words", "german", "english"),
    [
        ("--contact gestern", "`--contact gestern` ist kein Tag", "`--contact gestern` is no day"),
        ("--contact 31.2.2026=remote", "`--contact 31.2.2026` ist kein Tag",
         "`--contact 31.2.2026` is no day"),
        ("--contact 2026-01-01=fax",
         "`fax` ist keine Kontaktart der Richtlinie; es gibt: `onsite`, `remote`",
         "`fax` is no kind of contact of the policy; there are: `onsite`, `remote`"),
        ("--contact 2026-01-01=", "`` ist keine Kontaktart", "`` is no kind of contact"),
        ("--contacts two", "`--contacts two` ist keine Anzahl",
         "`--contacts two` is no number of contacts"),
        ("--contacts -1", "`--contacts -1` ist keine Anzahl",
         "`--contacts -1` is no number of contacts"),
        ("--contacts 2", "`--contacts 2`: der Tag des letzten Kontakts fehlt, `--contact TAG`",
         "`--contacts 2`: the day of the last contact is missing, `--contact DAY`"),
        ("--contacts 0 --contact 2026-01-01", "`--contacts 0`: genannt ist schon 1 Kontakt",
         "`--contacts 0`: 1 contact is given already"),
        ("--contact 2026-01-01 --born 2026-02-01",
         "der Kontakt am Do 01.01.2026 liegt vor der Geburt am So 01.02.2026",
         "the contact on Thu 2026-01-01 is before the birth on Sun 2026-02-01"),
        ("--paused-since 2026-12-02", "`--paused-since` liegt nach dem Stichtag",
         "`--paused-since` is after the day of evaluation"),
        ("--contacts 1 --contacts 2 --contact 2026-01-01", "`--contacts` steht zweimal da",
         "`--contacts` is given twice"),
        ("--day 2026-12-02", "`--day` steht zweimal da", "`--day` is given twice"),
        ("--event Loan=2026-01-01 --event Loan=never", "`--event Loan` steht zweimal da",
         "`--event Loan` is given twice"),
        ("--paused-since soon", "`--paused-since soon` ist kein Tag",
         "`--paused-since soon` is no day"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant(care: Kpol, words: str, german: str, english: str) -> None:
    """Exit code 2, nothing is printed, and the word that is wrong is named."""
    for verb in ("decide", "explain"):
        for language, told in (("de", german), ("en", english)):
            run = care(verb, "care.kpol", *MIDDLE.split(), *words.split(), *DAY, "--lang", language)
            assert (run.code, run.out) == (2, "")
            assert told in run.err


SEVERAL = """\
policy "Two"
attribute old: yes or no
kinds: onsite, remote
series main: onsite
series Calls: remote, onsite
old or not old -> monthly [§ 1]
old or not old -> weekly for Calls [§ 2]
"""


def test_several_series(kpol: Kpol) -> None:
    """One contact serves all that name its kind; where the kind matters it must be said."""
    Path("two.kpol").write_text(SEVERAL, encoding="utf-8")
    met = ("--contact", "2026-11-20=remote", "--contact", "2026-11-02=onsite", *DAY)
    run = kpol("decide", "two.kpol", "old", *met, "--lang", "en")
    assert "main:\nmonthly\n" in run.out
    assert "Next contact by Wed 2026-12-02 (in 1 day)\n" in run.out
    assert "\n\nCalls:\nweekly\n" in run.out
    assert "Next contact by Fri 2026-11-27 (4 days overdue)\n" in run.out
    body = json.loads(kpol("decide", "two.kpol", "old", *met, "--json").out)
    assert body["series"]["Calls"]["next"]["due"]["date"] == "2026-11-27"
    for words, german, english in (
        (
            ("--contact", "2026-11-20=onsite", "--contact", "2026-11-02"),
            "die Art des Kontakts am Mo 02.11.2026 ist nicht angegeben; geschrieben wird sie: "
            "`--contact 2026-11-02=onsite`",
            "the kind of the contact on Mon 2026-11-02 is not given; it is written: "
            "`--contact 2026-11-02=onsite`",
        ),
        (
            ("--contact", "2026-11-20=onsite", "--contacts", "3"),
            "`--contacts` zählt in einer Reihe: `--series` fehlt",
            "`--contacts` counts in one series: `--series` is missing",
        ),
    ):
        for language, told in (("de", german), ("en", english)):
            run = kpol("decide", "two.kpol", "old", *words, "--lang", language)
            assert (run.code, run.out) == (2, "")
            assert told in run.err
    one = kpol("decide", "two.kpol", "old", *met, "--contacts", "3", "--series", "Calls")
    assert one.code == 0


def test_a_policy_without_kinds_says_so(kpol: Kpol) -> None:
    """The day is enough."""
    for language, told in (
        ("de", "die Richtlinie unterscheidet keine Kontaktarten; der Tag genügt"),
        ("en", "the policy tells no kinds of contact apart; the day is enough"),
    ):
        run = kpol("decide", "clean.kpol", "Alter 19, alo, nicht Intensiv", "--contact",
                   "2026-01-01=Brief", "--lang", language)  # fmt: skip
        assert run.code == 2
        assert told in run.err


def test_where_no_day_can_be_counted_the_answer_stands(kpol: Kpol) -> None:
    """And the reason is given in the place of the day."""
    Path("land.kpol").write_text(
        'policy "x"\ncalendar "Hessen"\nattribute a: yes or no\na or not a -> every 10 working days\n',
        encoding="utf-8",
    )
    run = kpol("decide", "land.kpol", "a", "--contact", "1500-11-02", *DAY, "--lang", "en")
    assert run.code == 0
    assert run.out.startswith("every 10 working days\n")
    assert "Next contact without a date\n  Why  " in run.out


def test_deciding_examines_nothing(kpol: Kpol) -> None:
    """No check is even loaded; a text with errors is refused with its findings all the same."""
    code = (
        "import sys; from kontaktdsl.cli import main; "
        "code = main(['decide', 'gap.kpol', 'Alter 19, alo, nicht Intensiv']); "
        "print(code, sorted(name for name in sys.modules if name.startswith('kontaktdsl.lint')))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "0 []"
    Path("broken.kpol").write_text(BROKEN, encoding="utf-8")
    for verb in ("decide", "explain"):
        refused = kpol(verb, "broken.kpol", "Alter 19, alo, nicht Intensiv")
        assert refused.code == 1
        assert "ale 2 Wochn" in refused.out


if __name__ == "__main__":
    os.environ["COLUMNS"] = "100"
    with TemporaryDirectory() as folder:
        Path(folder, "care.kpol").write_text(CARE, encoding="utf-8")
        with Path(__file__).with_name("contacts.txt").open("w", encoding="utf-8") as file:
            for command, _ in TRANSCRIPT:
                words = [sys.executable, "-m", "kontaktdsl", *shlex.split(command)]
                run = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
                file.write(f"$ {command}\n{below(run.stdout)}")
