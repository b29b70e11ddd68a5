"""What is read is never written over, and no name of a file steers a terminal or hides."""

import os
from pathlib import Path

import pytest

from tests.cli.conftest import CLEAN, GAP, Kpol

DOCUMENT = ("--format", "sarif", "-o")
DATA = "id;status\n1;alo\n"


@pytest.mark.parametrize(
    ("words", "target"),
    [
        (("check", "a.kpol", *DOCUMENT, "a.kpol"), "a.kpol"),
        (("check", "a.kpol", *DOCUMENT, "./link"), "./link"),
        (("check", ".", *DOCUMENT, "b/b.kpol"), "b/b.kpol"),
        (("check", *DOCUMENT, "a.kpol"), "a.kpol"),
        (("check", "b", "--write-baseline", "b/b.kpol"), "b/b.kpol"),
        (("check", "a.kpol", "--source", "text.txt", "-o", "text.txt"), "text.txt"),
        (("test", "a.kpol", "-o", "a.kpol"), "a.kpol"),
        (("ci", "a.kpol", "--junit", "a.kpol"), "a.kpol"),
        (("ci", "a.kpol", "--sarif", "both", "--gitlab", "both"), "both"),
        (("matrix", "a.kpol", "-o", "a.kpol"), "a.kpol"),
        (("diff", "a.kpol", "b/b.kpol", "-o", "b/b.kpol"), "b/b.kpol"),
        (("timeline", "b", "-o", "b/b.kpol"), "b/b.kpol"),
        (("consolidate", "b", "b", "--at", "2026-01-01", "-o", "b/b.kpol"), "b/b.kpol"),
    ],
)
def test_what_is_read_is_never_written_over(
    kpol: Kpol, words: tuple[str, ...], target: str
) -> None:
    """Neither a file that is named nor a policy of a folder that is."""
    Path("b").mkdir()
    for name in ("a.kpol", "b/b.kpol"):
        Path(name).write_text(CLEAN, encoding="utf-8")
    Path("text.txt").write_text("Text", encoding="utf-8")
    os.symlink("a.kpol", "link")
    before = {path: path.read_bytes() for path in Path().rglob("*.*") if path.is_file()}
    run = kpol(*words, "--lang", "de")
    assert run.code == 2
    assert run.err == f"kpol: {target} wird gelesen und kann nicht zugleich das Ziel sein\n"
    assert {path: path.read_bytes() for path in before} == before


def test_what_was_written_is_written_again(kpol: Kpol) -> None:
    """A report, and a baseline in the place of the one that holds."""
    Path("a.kpol").write_text(GAP, encoding="utf-8")
    for _ in range(2):
        assert kpol("check", "a.kpol", "-o", "bericht.txt").code == 1
        assert kpol("check", "--baseline", "b.json", "--write-baseline", "b.json").code == 0


HOSTILE = "a\x1b[31m\nb\u202e.kpol"


@pytest.mark.parametrize(
    "words",
    [
        ("check",),
        ("check", "--format", "concise"),
        ("check", "--format", "plain"),
        ("check", "--statistics"),
        ("ci",),
        ("fmt", "--check"),
        ("fmt", "--diff"),
        ("fix", "--diff"),
        ("test",),
        ("test", "--coverage"),
        ("diff", "other.kpol"),
        ("matrix",),
        ("decide",),
        ("timeline",),
    ],
)
@pytest.mark.parametrize("text", [GAP, CLEAN, "quatsch\n"], ids=["gap", "clean", "broken"])
def test_no_name_of_a_file_steers_a_terminal(kpol: Kpol, words: tuple[str, ...], text: str) -> None:
    """Control characters, line ends and marks of direction are shown as their numbers."""
    Path(HOSTILE).write_text(text, encoding="utf-8")
    Path("other.kpol").write_text(CLEAN, encoding="utf-8")
    run = kpol(words[0], HOSTILE, *words[1:])
    said = run.out + run.err
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "\nb" not in run.out


def test_a_link_that_leads_nowhere_is_told_of(kpol: Kpol) -> None:
    """Else a policy that got lost would be a policy that is right."""
    Path("a.kpol").write_text(CLEAN, encoding="utf-8")
    os.symlink("gibt-es-nicht", "weg.kpol")
    os.symlink("kreis.kpol", "kreis.kpol")
    run = kpol("check", "--format", "concise")
    assert run.code == 1
    assert "weg.kpol:1:1: " in run.out
    assert "kreis.kpol:1:1: " in run.out
    assert kpol("ci").code == 2
