"""Days on the command line: what they tell is added to what is said."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Kpol

LEASE = """\
policy "Leasing"
attribute age: number 0 to 120
attribute urgent: decided by "foreman"
event Loan "hand-over"
event Return
attribute Dauer: time since Loan
rules Takt [1]:
  - before Loan -> no contact required "not lent yet"
  - Dauer under 6 months and not urgent -> monthly
  - Dauer under 6 months and urgent -> weekly
  - Dauer at least 6 months -> every 2 months
age on Loan at least 18 -> do "sign" [2]
no Return since 2026-01-01 -> do "remind" [3]
"""


def decided(kpol: Kpol, *words: str) -> dict[str, object]:
    """The answer as data."""
    Path("lease.kpol").write_text(LEASE, encoding="utf-8")
    run = kpol("decide", "lease.kpol", *words, "--json", "--lang", "en")
    assert run.err == ""
    found: dict[str, object] = json.loads(run.out)
    return found


@pytest.mark.parametrize(
    ("loan", "words"),
    [
        ("2026-05-31", "monthly"),
        ("2026-05-30", "every 2 months"),
        ("31.05.2026", "monthly"),
        ("2027-01-01", "no contact required (“not lent yet”)"),
        ("never", "no contact required (“not lent yet”)"),
    ],
)
def test_the_day_of_an_event_tells_the_class(kpol: Kpol, loan: str, words: str) -> None:
    """Six months since 31.05. are reached on 30.11., not a day earlier."""
    day = "2026-11-29" if loan != "2026-05-30" else "2026-11-30"
    found = decided(
        kpol, "not urgent", "--event", f"Loan={loan}", "--event", "Return=nie",
        "--born", "1990-01-01", "--day", day,
    )  # fmt: skip
    assert found["words"] == words
    facts = found["facts"]
    assert isinstance(facts, dict)
    assert facts["age"] == 36


def test_of_other_events_nothing_is_assumed(kpol: Kpol) -> None:
    """An event that nobody mentions is asked for, as every other fact is."""
    found = decided(
        kpol, "urgent", "--event", "Loan=2026-11-01", "--born", "1990-01-01", "--day", "2026-11-25"
    )
    assert found["status"] == "open"
    assert found["missing"] == ["day of Return"]


def test_who_decides_is_named(kpol: Kpol) -> None:
    """The next question says whom to ask; `open` is as good as nothing."""
    Path("lease.kpol").write_text(LEASE, encoding="utf-8")
    run = kpol("decide", "lease.kpol", "urgent=open", "Dauer under 6 months", "--lang", "en")
    assert run.code == 1
    assert "Ask next: `urgent` (decided by “foreman”)" in run.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("--event", "Lone=2026-01-01"),
            "`Lone` is no event of this policy; possible: `Loan` or `Return`",
        ),
        (("--event", "Loan"), "`--event Loan` is not NAME=DAY"),
        (("--event", "Loan=31.02.2026"), "`--event Loan=31.02.2026` is no day"),
        (("--event", "Loan=2026-01-01", "--day", "gestern"), "`--day gestern` is no day"),
        (("--event", "Loan=2026-01-01", "--born", "2027-01-01"), "is before the birth on"),
        (("Dauer under 5 months",), "the policy does not tell `Dauer under 5 months` apart"),
        (("Dauer under 6 months, before Loan",), "`Dauer` is given twice"),
        (("not before Loan",), "`Dauer` is left open: `under 6 months`, `at least 6 months`"),
    ],
)
def test_what_cannot_be_meant(kpol: Kpol, words: tuple[str, ...], told: str) -> None:
    """A message and exit code 2, never a trace."""
    Path("lease.kpol").write_text(LEASE, encoding="utf-8")
    run = kpol("decide", "lease.kpol", *words, "--lang", "en")
    assert run.code == 2
    assert told.casefold() in run.err.casefold(), run.err


def test_explained_by_days(kpol: Kpol) -> None:
    """`kpol explain` takes the same options."""
    Path("lease.kpol").write_text(LEASE, encoding="utf-8")
    run = kpol(
        "explain", "lease.kpol", "urgent", "--event", "Loan=2026-11-01", "--event", "Return=never",
        "--born", "1990-01-01", "--day", "2026-11-25", "--lang", "en",
    )  # fmt: skip
    assert run.code == 0
    assert "weekly" in run.out
