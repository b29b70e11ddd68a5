"""Again and again, whenever a file changes; until Ctrl-C."""

from __future__ import annotations

import os
import sys
import time

from kontaktdsl.cli import paths
from kontaktdsl.cli.screen import aside
from kontaktdsl.cli.words import Stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

INTERVAL = 0.3
"""Seconds between two looks at the files."""

Stamps = dict[str, tuple[int, int]]


def watch(words: list[str], language: str, once: Callable[[], Iterable[str]]) -> int:
    """Run `once` now and after each change; it returns the other files that count.

    What changes while `once` runs counts as a change after it.
    """
    said = ("warte auf Änderungen (Ende mit Strg-C)", "waiting for changes (end with Ctrl-C)")
    beside: set[str] = set()
    try:
        while True:
            before = _stamps(words, beside)
            _clear()
            try:
                beside.update(once())
            except Stop as stop:
                aside(f"kpol: {stop.words(language)}")
            aside(said[0 if language == "de" else 1])
            before = {**{path: _stamp(path) for path in beside}, **before}
            while _stamps(words, beside) == before:
                time.sleep(INTERVAL)
    except KeyboardInterrupt:
        return 0


def _stamps(words: list[str], beside: set[str]) -> Stamps:
    try:
        found = paths.find(words)
    except Stop:
        found = []
    return {path: _stamp(path) for path in (*found, *beside)}


def _stamp(path: str) -> tuple[int, int]:
    try:
        about = os.stat(path)
    except OSError:
        return -1, -1
    return about.st_mtime_ns, about.st_size


def _clear() -> None:
    """Begin anew on a terminal."""
    if sys.stdout is not None and sys.stdout.isatty():
        sys.stdout.write("\x1b[2J\x1b[H")
