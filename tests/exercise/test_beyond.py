"""Generated examples of complete policies with every construct, amendments among them."""

import shutil
from pathlib import Path

from kontaktdsl.exercise.generate import generate
from kontaktdsl.project import check_text, loads
from tests.cli.conftest import Kpol, kpol

__all__ = ["kpol"]

ROOT = Path(__file__).resolve().parents[2]
TWO = """\
policy "Two"
attribute age: number 0 to 30
attribute wear: low < medium < high
event Loan
kinds: onsite, remote
series Calls: remote
rules Service [§ 1]:
  - age under 5 -> 4 times per calendar year, of them at least half onsite
  - age at least 5 -> once per 30 days from Loan, first at the latest 3 months before Loan
  - wear at least medium -> paused "in store" at most 3 weeks, never 2 remote in a row
rules Calls_too for Calls [§ 2]:
  - age under 5 -> monthly, on request weekly
  - age at least 5 -> on request monthly
"""


def test_a_library_stays_sound(kpol: Kpol) -> None:
    """With the examples appended to every file, oldest first, all hold and none is missing."""
    folder = Path("beyond")
    shutil.copytree(ROOT / "examples" / "beyond", folder)
    paths = sorted(map(str, folder.glob("*.kpol")))
    for path in paths:
        assert kpol("test", path, "--append").code == 0, path
        assert kpol("fmt", "--check", path).code == 0, path
    for path in paths:
        run = kpol("test", path, "--lang", "en")
        # The postponement changes what a new example of its base says; that is for its author.
        assert run.code == int("aufschub" in path), run.out
        assert "not run" not in run.out
        again = kpol("test", path, "--append", "--lang", "en").out
        assert again.endswith("no example is missing\n")


def test_titles_are_never_said_twice() -> None:
    """Neither in two series nor beside an example that is there already."""
    first = generate(loads(TWO).model)
    titles = [line.split('"')[1] for line in first.lines]
    assert len(set(titles)) == len(titles)
    stale = TWO + 'example "boundary: age 4" : age 4, low -> weekly\n'
    again = generate(loads(stale).model)
    assert 'example "boundary: age 4 (2)"' in again.text


def test_each_construct_is_stated_in_the_series_it_belongs_to() -> None:
    """Counts, kinds, rights, pauses and deadlines; and all of it holds."""
    made = generate(loads(TWO).model)
    for said in (
        "4 times per calendar year, of them at least half onsite",
        "once per 30 days from Loan, first at the latest 3 months before Loan",
        'paused "in store" at most 3 weeks',
        "on request monthly for Calls",
        "monthly, on request weekly for Calls",
    ):
        assert said in " ".join(made.text.split()), made.text
    longer = check_text(TWO + made.text)
    assert not [f for f in longer.findings if "example" in f.code]
    assert longer.policy is not None
    assert generate(longer.policy).lines == ()
