"""`kpol matrix --format ...` from outside: files, languages, limits, misuse, `--watch`."""

import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.conftest import CLEAN, GAP, Kpol, kpol
from tests.formats.test_watch import Watching
from tests.matrix import pages

__all__ = ["kpol"]

ROOT = Path(__file__).resolve().parents[2]


def test_each_format_is_written(kpol: Kpol) -> None:
    """To standard output and, the same, into a file; CSV begins with a mark there for Excel."""
    for form in ("text", "html", "svg", "markdown", "csv"):
        out = kpol("matrix", "clean.kpol", "--format", form)
        assert (out.code, out.err) == (0, "")
        run = kpol("matrix", "clean.kpol", "--format", form, "-o", "x")
        assert (run.code, run.out, run.err) == (0, "", "")
        written = Path("x").read_bytes().decode("utf-8")
        assert written == ("\ufeff" if form == "csv" else "") + out.out
        assert os.listdir() == ["x"] or not [name for name in os.listdir() if name.endswith(".tmp")]


def test_the_language_is_the_files_unless_asked(kpol: Kpol) -> None:
    """In every format."""
    assert pages.tree(kpol("matrix", "clean.kpol", "--format", "html").out).one(
        "html"
    ).attributes == {"lang": "de"}
    english = kpol("matrix", "clean.kpol", "--format", "html", "--lang", "en").out
    assert pages.tree(english).one("html").attributes == {"lang": "en"}
    assert 'lang="de"' in english, "the lines of the policy are in its own language"
    picture = kpol("matrix", "clean.kpol", "--format", "svg", "--lang", "en").out
    assert ElementTree.fromstring(picture).get("lang") == "en"
    assert kpol("matrix", "clean.kpol", "--format", "csv").out.startswith(
        "Alter;Status;Intensiv;Art;"
    )
    lines = kpol("matrix", "clean.kpol", "--format", "csv", "--lang", "en").out.splitlines()
    assert (
        lines[0]
        == "Alter,Status,Intensiv,kind,how often,strength,rules,lines,citations,cases,besides"
    )
    assert lines[1] == "U25,arbeitslos,no,interval,every 2 weeks,,A8,8,Nr. 1,1,"
    assert (
        "### Standard case (not Intensiv)"
        in kpol("matrix", "clean.kpol", "--format", "markdown", "--lang", "en").out
    )


def test_gaps_and_conflicts_are_the_exit_code(kpol: Kpol) -> None:
    """In every format, and the words are there."""
    for form, word in (
        ("html", "⚠</span> LÜCKE"),
        ("svg", "⚠ LÜCKE"),
        ("markdown", "**⚠ LÜCKE**"),
        ("csv", ";Lücke;"),
    ):
        run = kpol("matrix", "gap.kpol", "--format", form)
        assert run.code == 1
        assert word in run.out


def test_only_some_people(kpol: Kpol) -> None:
    """`--where` narrows the table, and the table says so."""
    run = kpol("matrix", "clean.kpol", "--where", "U25, nicht Intensiv")
    assert "\nnur für U25, kein Intensiv\n" in run.out
    assert "2 von 2 möglichen Fällen" in run.out
    page = kpol("matrix", "gap.kpol", "--where", "Ü25", "--format", "html", "--lang", "en")
    assert page.code == 0, "the gap is not among these people"
    assert (
        "How often? All cases of the policy, only for Ü25"
        in pages.tree(page.out).one("caption").text
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--where", "U25, Ü25"], "„U25, Ü25“ trifft auf niemanden zu"),
        (["--where", "U25, (alo oder Intensiv)"], "je Merkmal eine Auswahl von Werten"),
        (["--where", "nichts"], "`nichts` ist nicht bekannt; Merkmale sind `Alter`, "),
        (["--where", " "], "hinter `--where` stehen keine Angaben"),
        (
            ["--format", "pdf"],
            "`--format pdf` gibt es nicht; möglich ist: text, html, svg, markdown, csv",
        ),
        (
            ["--watch", "--format", "html"],
            "`--watch` mit `--format html` braucht eine Datei: `-o FILE`",
        ),
        (["-o", "no/x.html"], "no/x.html: lässt sich nicht schreiben, den Ordner gibt es nicht"),
        (["-o", "."], ".: ist ein Ordner"),
    ],
)
def test_misuse_gets_an_answer(kpol: Kpol, words: list[str], message: str) -> None:
    """One sentence on standard error, code 2, and nothing written."""
    before = sorted(os.listdir())
    run = kpol("matrix", "clean.kpol", *words)
    assert run.code == 2, run
    assert run.err.startswith("kpol: ")
    assert message in run.err
    assert run.out == ""
    assert sorted(os.listdir()) == before


def test_standard_input_cannot_be_watched(kpol: Kpol) -> None:
    """It can be drawn, though."""
    assert kpol("matrix", "-", "--watch", stdin=CLEAN.encode()).code == 2
    assert kpol("matrix", "-", "--format", "csv", stdin=GAP.encode()).code == 1


def test_a_policy_with_errors_leaves_the_file_alone(kpol: Kpol) -> None:
    """What is wrong is on the screen, as `kpol check` says it; the last good page stays."""
    Path("x.html").write_text("before", encoding="utf-8")
    run = kpol(
        "matrix", "-", "--format", "html", "-o", "x.html", stdin=b'Richtlinie "X"\nalo -> oft\n'
    )
    assert run.code == 1
    assert "FEHLER" in run.out
    assert Path("x.html").read_text(encoding="utf-8") == "before"


def test_what_is_too_large_is_said(kpol: Kpol) -> None:
    """No case is left out in silence; the way out is in the message, and works."""
    flags = [f"F{at}" for at in range(20)]
    lines = ['Richtlinie "Groß"', *(f"Merkmal {flag}: ja oder nein" for flag in flags)]
    lines += [
        f"{flag} und {other} -> alle {at + 1} Tage"
        for at, (flag, other) in enumerate(pairwise(flags))
    ]
    text = "\n".join(lines).encode() + b"\n"
    run = kpol("matrix", "-", "--format", "html", stdin=text)
    assert (run.code, run.out) == (2, "")
    assert "mehr als 20000 Zellen" in run.err
    assert "--where" in run.err
    some = ", ".join(f"nicht {flag}" for flag in flags[4:])
    assert kpol("matrix", "-", "--where", some, stdin=text).code == 1


@pytest.mark.skipif(os.name == "nt", reason="a pipe of POSIX")
def test_a_closed_pipe_is_no_fault() -> None:
    """`kpol matrix | head -1` ends quietly."""
    command = f"{sys.executable} -m kontaktdsl matrix policies/dahme-spreewald.kpol --format html | head -1"
    run = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"], cwd=ROOT, capture_output=True, timeout=60
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, b"<!doctype html>\n", b"")


def test_drawing_stays_light() -> None:
    """No engine for tables, and no checks: a policy of any size is drawn without examining it."""
    code = (
        "import sys; from kontaktdsl.cli import main; main(sys.argv[1:]);"
        "print([m for m in sys.modules if m in ('numpy', 'pysat', 'rich', 'holidays')], file=sys.stderr)"
    )
    words = ["matrix", "policies/dahme-spreewald.kpol", "--format", "html"]
    run = subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert run.stderr == "[]\n"


@pytest.fixture
def watching(kpol: Kpol) -> Iterator[list[Watching]]:
    """Processes that end with the test."""
    started: list[Watching] = []
    yield started
    for one in started:
        one.end()


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_the_page_follows_the_policy(watching: list[Watching]) -> None:
    """Written again at every save; a broken policy is told and the page stays; Ctrl-C ends it."""
    run = Watching("gap.kpol", "--format", "html", "-o", "x.html", verb="matrix")
    watching.append(run)
    assert run.round(1) == ""
    page = Path("x.html").read_text(encoding="utf-8")
    assert "LÜCKE" in page
    Path("gap.kpol").write_text(CLEAN, encoding="utf-8")
    assert run.round(2) == ""
    page = Path("x.html").read_text(encoding="utf-8")
    assert "LÜCKE" not in page
    Path("gap.kpol").write_text(CLEAN.replace("-> monatlich", "-> oft"), encoding="utf-8")
    assert "FEHLER" in run.round(3)
    assert Path("x.html").read_text(encoding="utf-8") == page
    Path("gap.kpol").write_text(GAP, encoding="utf-8")
    run.round(4)
    assert "LÜCKE" in Path("x.html").read_text(encoding="utf-8")
    assert run.stop() == (0, "")
