"""Run the command inside the test process, in a folder and with a cache of its own."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

from kontaktdsl.cli import main

CLEAN = """\
Richtlinie "Probe"
Merkmal Alter: Zahl 15 bis 66
Merkmal Status: alo "arbeitslos" | asu "arbeitsuchend"
Merkmal Intensiv: ja oder nein
Begriff U25 heißt Alter unter 25
Begriff Ü25 heißt Alter mindestens 25
Regeln Grund [Nr. 1]:
  - U25 und alo -> alle 2 Wochen
  - U25 und asu -> monatlich
  - Ü25 -> alle 2 Monate
Ausnahme Eng zu Grund [Nr. 2] weil "so gewollt":
  - Intensiv -> alle 2 Wochen, Aufgabe "Angebot machen"
Beispiel "Jana": Alter 19, alo -> alle 2 Wochen
es gilt immer: genau eines von U25, Ü25
"""
GAP = CLEAN.replace("  - U25 und asu -> monatlich\n", "")
BROKEN = CLEAN.replace("alle 2 Wochen\n", "ale 2 Wochn\n", 1)
WRONG_EXAMPLE = CLEAN.replace("Alter 19, alo -> alle 2 Wochen", "Alter 19, alo -> monatlich")


@attrs.frozen
class Outcome:
    """What a run of the command came to."""

    code: int
    out: str
    err: str


Kpol = Callable[..., Outcome]


@pytest.fixture
def kpol(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Kpol:
    """Run `kpol` with some words; `stdin` are the bytes that it reads."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "KPOL_NO_CACHE", "KPOL_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    Path("clean.kpol").write_text(CLEAN, encoding="utf-8")
    Path("gap.kpol").write_text(GAP, encoding="utf-8")

    def run(*words: str, stdin: bytes = b"") -> Outcome:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        code = main(list(words))
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return run
