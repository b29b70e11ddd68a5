"""How far a long run is, on a terminal's standard error; nothing anywhere else."""

from __future__ import annotations

import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.data.source import Source

AFTER = 0.5
"""Seconds in which a run needs no picture of its progress."""
BETWEEN = 0.1


class _Line:
    """One line that is drawn over and over and leaves nothing behind."""

    def __init__(self) -> None:
        stream = sys.stderr
        self._active = stream is not None and stream.isatty()
        self._next = time.monotonic() + AFTER
        self._width = 0

    def _is_time(self) -> bool:
        if not self._active or time.monotonic() < self._next:
            return False
        self._next = time.monotonic() + BETWEEN
        return True

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


class Progress(_Line):
    """How many files of how many are done."""

    def __init__(self, total: int, language: str) -> None:
        super().__init__()
        self._total = total
        self._said = "{} von {} Dateien geprüft" if language == "de" else "{} of {} files checked"
        self._done = 0

    def __enter__(self) -> Progress:
        return self

    def step(self) -> None:
        """One more is done."""
        self._done += 1
        if self._is_time():
            self._draw(self._said.format(self._done, self._total))


class Rows(_Line):
    """How many rows are done, how fast, and how long it will take."""

    def __init__(self, source: Source, language: str) -> None:
        super().__init__()
        self._source = source
        self._german = language == "de"
        self._done = 0
        self._start = time.monotonic()

    def __enter__(self) -> Rows:
        return self

    def step(self, rows: int) -> None:
        """So many more are done."""
        self._done += rows
        if self._is_time():
            self._draw(self.text(time.monotonic() - self._start))

    def text(self, seconds: float) -> str:
        """The line after so many seconds."""
        part = self._source.done
        rate = f"{self._number(round(self._done / max(seconds, 1e-9)))}/s"
        if self._german:
            found = f"{self._number(self._done)} Zeilen, {rate}"
        else:
            found = f"{self._number(self._done)} rows, {rate}"
        if not part:
            return found
        left = seconds / part - seconds
        if self._german:
            return f"{part:4.0%} {found}, noch {_duration(left)}"
        return f"{part:4.0%} {found}, {_duration(left)} left"

    def _number(self, number: int) -> str:
        return f"{number:,}".replace(",", ".") if self._german else f"{number:,}"


def _duration(seconds: float) -> str:
    whole = max(0, round(seconds))
    hours, minutes = divmod(whole // 60, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min {whole % 60:02} s" if minutes else f"{whole} s"
