"""How far a long run is, on a terminal's standard error; nothing anywhere else."""

from __future__ import annotations

import sys
import time

AFTER = 0.5
"""Seconds in which a run needs no picture of its progress."""
BETWEEN = 0.1


class Progress:
    """One line that is drawn over and over and leaves nothing behind."""

    def __init__(self, total: int, language: str) -> None:
        self._total = total
        self._said = "{} von {} Dateien geprüft" if language == "de" else "{} of {} files checked"
        stream = sys.stderr
        self._active = stream is not None and stream.isatty()
        self._done = 0
        self._next = time.monotonic() + AFTER
        self._width = 0

    def __enter__(self) -> Progress:
        return self

    def step(self) -> None:
        """One more is done."""
        self._done += 1
        if not self._active or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + BETWEEN
        self._draw(self._said.format(self._done, self._total))

    def __exit__(self, *_: object) -> None:
        if self._width:
            self._draw("")

    def _draw(self, text: str) -> None:
        try:
            sys.stderr.write("\r" + text.ljust(self._width) + ("\r" if not text else ""))
            sys.stderr.flush()
        except OSError:
            self._active = False
        self._width = len(text)
