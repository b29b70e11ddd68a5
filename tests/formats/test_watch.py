"""`kpol check --watch`: again at every change, until Ctrl-C."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import CLEAN, GAP, Kpol

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="POSIX signals")


class Watching:
    """A process that watches, and what it has written so far."""

    def __init__(self, *words: str, verb: str = "check") -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kontaktdsl", verb, "--watch", *words],
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self._text = ""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._text += line.decode()

    def round(self, number: int) -> str:
        """What was written in a round, once it waits again."""
        end = time.monotonic() + 20
        while time.monotonic() < end:
            rounds = self._text.split("warte auf Änderungen (Ende mit Strg-C)\n")
            if len(rounds) > number:
                return rounds[number - 1]
            time.sleep(0.02)
        raise AssertionError(f"round {number} did not come: {self._text}")

    def stop(self) -> tuple[int, str]:
        """End it with Ctrl-C; its exit code, and the last it said."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(timeout=20)
        self._reader.join(timeout=20)
        return code, self._text.rsplit("Strg-C)\n", 1)[1]

    def end(self) -> None:
        """End it in any case."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(timeout=20)
        self._reader.join(timeout=20)
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture
def watching(kpol: Kpol) -> Iterator[list[Watching]]:
    """Processes that end with the test."""
    started: list[Watching] = []
    yield started
    for one in started:
        one.end()


def test_every_change_is_a_round(watching: list[Watching]) -> None:
    """A file changes, comes, goes; in the end Ctrl-C, quietly and with 0."""
    run = Watching("--format", "concise")
    watching.append(run)
    assert "gap.kpol:8:5: Fehler gap" in run.round(1)
    Path("gap.kpol").write_text(CLEAN, encoding="utf-8")
    assert run.round(2) == "2 Dateien geprüft: in Ordnung\n"
    Path("new.kpol").write_text(GAP, encoding="utf-8")
    assert "new.kpol:8:5: Fehler gap" in run.round(3)
    Path("new.kpol").unlink()
    assert run.round(4) == "2 Dateien geprüft: in Ordnung\n"
    Path("gap.kpol").unlink()
    Path("clean.kpol").unlink()
    text = run.round(5)
    if "1 Datei" in text:  # the first of the two was seen alone
        text = run.round(6)
    assert text == "kpol: im aktuellen Ordner gibt es keine Datei mit der Endung .kpol\n"
    assert run.stop() == (0, "")


def test_a_used_file_is_watched_too(watching: list[Watching]) -> None:
    """Also one that is missing at first, and into a file."""
    title, rest = CLEAN.split("\n", 1)
    Path("user.kpol").write_text(f'{title}\nverwende "lib/w.kpol"\n{rest}', encoding="utf-8")
    Path("lib").mkdir()
    run = Watching("user.kpol", "--format", "concise", "-o", "out.txt")
    watching.append(run)
    assert run.round(1) == ""
    before = Path("out.txt").read_text(encoding="utf-8")
    assert "Fehler" in before
    Path("lib/w.kpol").write_text('Richtlinie "Worte"\n', encoding="utf-8")
    assert run.round(2) == ""
    assert Path("out.txt").read_text(encoding="utf-8") != before
    assert run.stop()[0] == 0


def test_an_amendment_is_checked_again_when_its_library_changes(watching: list[Watching]) -> None:
    """What it amends changes, and a neighbour that amends the same text comes and goes."""
    head = 'Richtlinie "{id}"\n  Kennung {id}\n  gültig ab {day}\n'
    base = head.format(id="grund", day="2020-01-01") + "Merkmal alo: ja oder nein\n"
    base += "Regeln Takt [1]:\n  - alo -> monatlich\n  - nicht alo -> alle 2 Monate\n"
    amends = head.replace("  gültig", "  ändert grund\n  gültig")
    Path("lib").mkdir()
    Path("lib/grund.kpol").write_text(base, encoding="utf-8")
    own = amends.format(id="neu", day="2022-01-01") + "neu gefasst Regeln Takt [2]:\n"
    own += "  - alo -> wöchentlich\n  - nicht alo -> monatlich\n"
    Path("lib/neu.kpol").write_text(own, encoding="utf-8")
    run = Watching("lib/neu.kpol", "--format", "concise")
    watching.append(run)
    assert run.round(1) == "1 Datei geprüft: in Ordnung\n"
    Path("lib/grund.kpol").write_text(base.replace("Takt", "Rhythmus"), encoding="utf-8")
    assert "lib/neu.kpol:5:" in run.round(2)
    Path("lib/grund.kpol").write_text(base, encoding="utf-8")
    assert run.round(3) == "1 Datei geprüft: in Ordnung\n"
    other = amends.format(id="davor", day="2021-01-01") + "gestrichen Takt\n"
    Path("lib/davor.kpol").write_text(other, encoding="utf-8")
    assert "Fehler" in run.round(4)
    Path("lib/davor.kpol").unlink()
    assert run.round(5) == "1 Datei geprüft: in Ordnung\n"
    assert run.stop() == (0, "")


def test_standard_input_cannot_be_watched(kpol: Kpol) -> None:
    """That is said."""
    run = kpol("check", "-", "--watch", stdin=CLEAN.encode())
    assert (run.code, run.out) == (2, "")
    assert "nicht zur Standardeingabe" in run.err
