"""A file to its record, from the cache where nothing has changed."""

from __future__ import annotations

import os
from functools import partial

from kontaktdsl import cache
from kontaktdsl.cli import paths

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from kontaktdsl.cli.screen import Screen
    from kontaktdsl.project import Checked
    from kontaktdsl.reports.shape import FileRecord, Measured
    from kontaktdsl.source import Source

LARGEST = 4_000_000
"""Larger files are neither read for the cache nor kept in it."""


class Checker:
    """Checks files one after the other; `maker` makes another like it, in another process."""

    def __init__(self, *, use_cache: bool, directive: str | None = None) -> None:
        self.maker: Callable[[], Checker] = partial(Checker, use_cache=use_cache)
        self._directive = directive
        use_cache = use_cache and directive is None
        self._cache = cache.Cache(cache.folder() if use_cache else None)
        self._active = use_cache
        self.rested_on: set[str] = set()
        """The other files that the results so far rest on, as far as that is known."""

    def known(self, path: str) -> FileRecord | None:
        """The record of a file, if the cache has it."""
        found = self.kept(path)
        return None if found is None else found[0]

    def kept(self, path: str) -> tuple[FileRecord, Measured | None] | None:
        """What the cache has of a file."""
        data = self._digest(path)
        found = self._cache.get(self._cache.key(path, data)) if data is not None else None
        if found is None:
            return None
        record, rests_on, measured = found
        self.rested_on.update(rests_on)
        return record, measured

    def fresh(self, path: str) -> FileRecord:
        """The record of a file, or of standard input, checked now."""
        if path == paths.STDIN:
            return _record(from_input(self._directive))
        return self.checked(path, lambda _, __: None)[0]

    def checked(
        self, path: str, measure: Callable[[Checked, FileRecord], Measured | None]
    ) -> tuple[FileRecord, Measured | None]:
        """The record of a file, checked now, and what else is measured of it; kept together."""
        data = self._digest(path)
        checked = check(path, self._directive)
        made = _record(checked)
        measured = measure(checked, made)
        rests_on = _rests_on(checked, path)
        self.rested_on.update(rests_on or ())
        if data is not None and rests_on is not None and self._digest(path) == data:
            until = checked.until.isoformat() if checked.until else None
            self._cache.put(self._cache.key(path, data), made, rests_on, until, measured)
        return made, measured

    def _digest(self, path: str) -> str | None:
        try:
            if (
                not self._active
                or path == paths.STDIN
                or os.path.getsize(path) > LARGEST
                or not os.path.isfile(path)
            ):
                return None
        except OSError:
            return None
        return cache.content(path)


def check(path: str, directive: str | None = None) -> Checked:
    """Check one file, with the text of its directive where it is given."""
    load_engine()
    from kontaktdsl.project import check_file

    return check_file(path, directive=directive)


def read(path: str) -> Checked:
    """Read a file or standard input without analysing it: only errors in its text are found."""
    load_engine(examining=False)
    from kontaktdsl.project import Checked, compile_source, read_only

    if path != paths.STDIN:
        return read_only(path)
    source = _input()
    return source if isinstance(source, Checked) else compile_source(source, ".").checked


def _input() -> Source | Checked:
    """Standard input as a source; what was found where it is none."""
    from kontaktdsl.diagnostics import Diagnostic
    from kontaktdsl.project import Checked
    from kontaktdsl.syntax.reading import decode

    source = decode(paths.STDIN, paths.standard_input())
    if isinstance(source, Diagnostic):
        return Checked(paths.STDIN, "", None, (source,), ())
    return source


def from_input(directive: str | None = None) -> Checked:
    """Check standard input; `use` looks in the current folder."""
    load_engine()
    from kontaktdsl.diagnostics import Diagnostic
    from kontaktdsl.project import Checked, check_source

    source = _input()
    if isinstance(source, Checked):
        return source
    if directive is None:
        return check_source(source, ".")
    from kontaktdsl.syntax.reading import read

    text = read(directive)
    if isinstance(text, Diagnostic):
        return Checked(paths.STDIN, "", None, (text,), ())
    return check_source(source, ".", directive=text)


def checked(path: str) -> Checked:
    """Check a file or standard input."""
    return from_input() if path == paths.STDIN else check(path)


_loaded = False


def load_engine(*, examining: bool = True) -> None:
    """Thousands of classes and functions are made while the engine loads, and none dies.

    Without `examining` the checks are left out, for whoever only reads.
    """
    global _loaded
    if not _loaded:
        import gc

        _loaded = True
        gc.disable()
        from importlib import import_module

        checks = ("kontaktdsl.lint", "kontaktdsl.reports.record") if examining else ()
        for name in ("kontaktdsl.project", *checks):
            import_module(name)
        gc.freeze()
        gc.set_threshold(50_000)
        gc.enable()


def used_files(made: Checked) -> list[str]:
    """The other files that the policy of a file rests on, also where they are missing."""
    sources = made.policy.sources if made.policy is not None else ()
    return [
        *(source.name for source in sources if source.name != made.name),
        *(made.rests_on or ()),
    ]


def _record(checked: Checked) -> FileRecord:
    from kontaktdsl.reports.record import record

    language = checked.language
    if checked.policy is None and not any(f.span.source.text for f in checked.findings):
        language = ""  # there was nothing to read, so no language either
    return record(
        checked.name,
        language,
        checked.policy,
        checked.findings,
        checked.accounting,
        checked.accepted,
    )


def _rests_on(checked: Checked, path: str) -> dict[str, str | None] | None:
    """The other files that a result rests on with their digests; None if that is not known."""
    if checked.rests_on is None:
        return None
    return {os.path.abspath(name): cache.content(name) for name in used_files(checked)}


def unreadable(made: Checked, screen: Screen, language: str) -> int:
    """Show why a file cannot be used and return the exit code."""
    from kontaktdsl.reports.terminal import picture

    screen.draw(picture([_record(made)], language, language, screen.columns))
    return 1
