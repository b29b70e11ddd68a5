"""A file to its record, from the cache where nothing has changed."""

from __future__ import annotations

import os

from kontaktdsl import cache
from kontaktdsl.cli import paths

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.cli.screen import Screen
    from kontaktdsl.project import Checked
    from kontaktdsl.reports.shape import FileRecord

LARGEST = 4_000_000
"""Larger files are neither read for the cache nor kept in it."""


class Checker:
    """Checks files one after the other."""

    def __init__(self, *, use_cache: bool) -> None:
        self._cache = cache.Cache(cache.folder() if use_cache else None)
        self._active = use_cache

    def record(self, path: str) -> FileRecord:
        """The record of a file, or of standard input."""
        if path == paths.STDIN:
            return _record(from_input())
        data = self._digest(path)
        key = self._cache.key(path, data) if data is not None else ""
        if data is not None:
            known = self._cache.get(key)
            if known is not None:
                return known
        checked = check(path)
        made = _record(checked)
        if data is not None and self._digest(path) == data:
            rests_on = _rests_on(checked, path)
            if rests_on is not None:
                self._cache.put(key, made, rests_on)
        return made

    def _digest(self, path: str) -> str | None:
        try:
            if not self._active or os.path.getsize(path) > LARGEST or not os.path.isfile(path):
                return None
        except OSError:
            return None
        return cache.content(path)


def check(path: str) -> Checked:
    """Check one file."""
    _quietly()
    from pathlib import Path

    from kontaktdsl.project import check_file

    return check_file(Path(path))


def from_input() -> Checked:
    """Check standard input; `use` looks in the current folder."""
    _quietly()
    from pathlib import Path

    from kontaktdsl.diagnostics import Diagnostic
    from kontaktdsl.project import Checked, check_source
    from kontaktdsl.syntax.reading import decode

    source = decode(paths.STDIN, paths.standard_input())
    if isinstance(source, Diagnostic):
        return Checked(paths.STDIN, "", None, (source,), ())
    return check_source(source, Path())


def checked(path: str) -> Checked:
    """Check a file or standard input."""
    return from_input() if path == paths.STDIN else check(path)


def _quietly() -> None:
    """Thousands of classes and functions are made while the engine loads, and none dies."""
    import gc

    if not gc.get_freeze_count():
        gc.disable()
        from importlib import import_module

        for name in ("kontaktdsl.project", "kontaktdsl.reports.record"):
            import_module(name)
        gc.freeze()
        gc.enable()


def _record(checked: Checked) -> FileRecord:
    from kontaktdsl.reports.record import record

    language = checked.language
    if checked.policy is None and not any(f.span.source.text for f in checked.findings):
        language = ""  # there was nothing to read, so no language either
    return record(checked.name, language, checked.policy, checked.findings, checked.accounting)


def _rests_on(checked: Checked, path: str) -> dict[str, str | None] | None:
    """The other files that a result rests on with their digests; None if that is not known."""
    if checked.policy is not None:
        used = [source.name for source in checked.policy.sources if source.name != path]
        return {os.path.abspath(name): cache.content(name) for name in used}
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            text = file.read()
    except OSError:
        return None
    lines = (line.lstrip().lower() for line in text.splitlines())
    return None if any(line.startswith(("use ", "verwende ")) for line in lines) else {}


def unreadable(made: Checked, screen: Screen, language: str) -> int:
    """Show why a file cannot be used and return the exit code."""
    from kontaktdsl.reports.terminal import picture

    screen.draw(picture([_record(made)], language, language, screen.columns))
    return 1
