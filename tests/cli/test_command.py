"""The command itself: help, usage, languages, and how a process ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kontaktdsl import __version__
from kontaktdsl.cli.app import VERBS

from .conftest import GAP, Kpol

ENGLISH_OF_ARGPARSE = ("usage:", "optional arguments", "positional", "show this help", "error:")


@pytest.mark.parametrize("verb", ["", *VERBS])
@pytest.mark.parametrize("language", ["de", "en"])
def test_help_speaks_one_language(kpol: Kpol, verb: str, language: str) -> None:
    """No word of the library shines through."""
    run = kpol(*([verb] if verb else []), "--help", "--lang", language)
    assert (run.code, run.err) == (0, "")
    assert not any(word in run.out for word in ENGLISH_OF_ARGPARSE)
    assert ("Optionen:" in run.out) == (language == "de")
    assert max(map(len, run.out.splitlines())) <= 100


@pytest.mark.parametrize(
    ("words", "german", "english"),
    [
        (["chekc"], "den Befehl `chekc` gibt es nicht", "there is no command `chekc`"),
        (
            ["check", "--fromat", "full"],
            "die Option `--fromat` gibt es nicht",
            "there is no option",
        ),
        (
            ["matrix", "--umbrella", "x.kpol"],
            "die Option `--umbrella` gibt es nicht\n",
            "there is no option `--umbrella`\n",
        ),
        (["check", "--format"], "nach `--format` fehlt ein Wert", "`--format` needs a value"),
        (["check", "--format", "xml"], "`--format xml` gibt es nicht", "possible are: full"),
        (["check", "--all=3"], "`--all` nimmt keinen Wert", "`--all` takes no value"),
        (["matrix"], "hierher gehört genau eine Datei", "exactly one file belongs here"),
        (["decide"], "hierher gehört eine Datei", "a file belongs here"),
        (
            ["columns", "clean.kpol", "."],
            ". ist ein Ordner, keine Datei",
            ". is a folder, not a file",
        ),
    ],
)
def test_wrong_usage_is_said_in_both_languages(
    kpol: Kpol, words: list[str], german: str, english: str
) -> None:
    """On standard error, with exit code 2."""
    run = kpol(*words)
    assert (run.code, run.out) == (2, "")
    assert german in run.err
    run = kpol("--lang", "en", *words)
    assert run.code == 2
    assert english in run.err


@pytest.mark.parametrize(
    ("value", "german"),
    [("de_AT.UTF-8", True), ("en_GB.UTF-8", False), ("C", True), ("", True), ("fr_FR", False)],
)
def test_the_environment_chooses_the_language(
    kpol: Kpol, monkeypatch: pytest.MonkeyPatch, value: str, german: bool
) -> None:
    """German where it says nothing."""
    monkeypatch.setenv("LC_ALL", value)
    monkeypatch.delenv("LANG", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    assert ("gibt es nicht" in kpol("check", "none").err) == german


def test_the_version_is_told(kpol: Kpol) -> None:
    """With or without a verb."""
    assert kpol("--version").out == f"kpol {__version__}\n"
    assert kpol("check", "--version").out == f"kpol {__version__}\n"


def test_an_internal_error_is_one_line(kpol: Kpol, monkeypatch: pytest.MonkeyPatch) -> None:
    """That says what to report."""

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr("kontaktdsl.project.check_file", fail)
    run = kpol("check", "gap.kpol")
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith(f"kpol: interner Fehler, bitte melden: kpol {__version__}, ZeroDivis")
    assert run.err.count("\n") == 1
    monkeypatch.setenv("KPOL_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        kpol("check", "gap.kpol")


def process(folder: Path, *words: str, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    """Run the command as a process."""
    return subprocess.run(
        [sys.executable, "-m", "kontaktdsl", *words],
        cwd=folder,
        env=variables(folder, **environment),
        capture_output=True,
        timeout=60,
        check=False,
    )


def variables(folder: Path, **more: str) -> dict[str, str]:
    """The environment of a process."""
    root = str(Path(__file__).resolve().parents[2])
    return {
        **os.environ,
        "PYTHONPATH": root,
        "XDG_CACHE_HOME": str(folder / "cache"),
        "LC_ALL": "C",
        **more,
    }


def test_an_ascii_terminal_does_not_crash_it(tmp_path: Path) -> None:
    """What cannot be shown is spelled."""
    (tmp_path / "gap.kpol").write_text(GAP, encoding="utf-8")
    run = process(tmp_path, "check", "gap.kpol", PYTHONIOENCODING="ascii")
    assert (run.returncode, run.stderr) == (1, b"")
    assert run.stdout.startswith(b"FEHLER K-Luecke  Fuer diese Kundinnen")
    assert b"\n      8 |   - U25 und alo" in run.stdout


@pytest.mark.skipif(os.name == "nt", reason="POSIX pipes")
def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    """As under `kpol rule | head -1`."""
    reader, writer = os.pipe()
    os.close(reader)
    run = subprocess.run(
        [sys.executable, "-m", "kontaktdsl", "rule"],
        env=variables(tmp_path),
        stdout=writer,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    os.close(writer)
    assert (run.returncode, run.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_standard_output_is_said(tmp_path: Path) -> None:
    """Once, with exit code 2."""
    with open("/dev/full", "wb") as full:
        run = subprocess.run(
            [sys.executable, "-m", "kontaktdsl", "rule"],
            env=variables(tmp_path),
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    assert run.returncode == 2
    words = "kpol: Ausgabe: lässt sich nicht schreiben, der Datenträger ist voll\n"
    assert run.stderr.decode() == words


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_ctrl_c_ends_quietly_with_130(tmp_path: Path) -> None:
    """While it waits for standard input."""
    run = subprocess.Popen(
        [sys.executable, "-m", "kontaktdsl", "check", "-"],
        env=variables(tmp_path),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with run:
        time.sleep(1.5)
        run.send_signal(signal.SIGINT)
        out, err = run.communicate(timeout=60)
    assert (run.returncode, out, err) == (130, b"", b"")


def test_an_unreadable_file_gets_a_finding(kpol: Kpol, forbidden: Path) -> None:
    """It is an error like any other."""
    run = kpol("check", str(forbidden))
    assert run.code == 1
    assert "Berechtigung" in run.out


@pytest.mark.skipif(os.name == "nt", reason="POSIX shell")
def test_a_closed_standard_output_is_no_internal_error(tmp_path: Path) -> None:
    """As under `kpol rule >&-`."""
    run = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m kontaktdsl rule >&-"],
        env=variables(tmp_path),
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, b"")
