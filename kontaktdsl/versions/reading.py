"""The editions of a folder: the policies that lie directly in it, by their headers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import attrs

from kontaktdsl.diagnostics import Diagnostic
from kontaktdsl.source import Source
from kontaktdsl.syntax import reading
from kontaktdsl.syntax.parser import Parsed, parse_header
from kontaktdsl.versions.edition import Edition, edition

ENDING = ".kpol"
MOST_KEPT = 10_000
"""So many headers are kept for the next look at their folder."""

Read = Callable[[str], Source | Diagnostic]


@attrs.frozen(eq=False)
class _Kept:
    stamp: object
    edition: Edition | None


_kept: dict[str, _Kept] = {}


def policies(folder: str | os.PathLike[str]) -> list[str]:
    """The paths of the policies directly in a folder, sorted; none where it cannot be read."""
    place = os.fspath(folder) or "."
    try:
        names = sorted(entry for entry in os.listdir(place) if entry.endswith(ENDING))
    except OSError:
        return []
    return names if place == os.curdir else [os.path.join(place, name) for name in names]


def below(folder: str | os.PathLike[str]) -> list[str]:
    """The paths of the policies in the folders below: they are not of the library."""
    found = []
    for where, folders, names in os.walk(os.fspath(folder) or "."):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if os.path.relpath(where, folder) != os.curdir:
            found += [os.path.join(where, name) for name in sorted(names) if name.endswith(ENDING)]
    return found


def beside(
    folder: str | os.PathLike[str] | None, own: Edition | None, name: str, read: Read
) -> list[Edition]:
    """The editions of a folder, `own` in place of the file `name`.

    Where that is no file of the folder (standard input, a text), `own` stands for the policy of
    its id, if there is one. Files that cannot be read are left out.
    """
    mine = os.path.basename(name)
    there = _editions(os.fspath(folder), read) if folder is not None else {}
    found = [other for file, other in there.items() if file != mine and other is not None]
    if own is None:
        return found
    if mine not in there:
        found = [each for each in found if each.id != own.id]
    return [*found, own]


_held: dict[str, dict[str, Edition | None]] | None = None
_trees: dict[str, Parsed] = {}
"""Those that others rest on, while folders are held: an amendment needs all before it."""


@contextmanager
def held() -> Iterator[None]:
    """Look at each folder once, for as long as this lasts: for a run over many files of one."""
    global _held
    before, _held = _held, {}
    try:
        yield
    finally:
        _held = before
        _trees.clear()


def hold() -> None:
    """Look at each folder once, for as long as this process lasts."""
    global _held
    _held = {}


def whole(path: str, read: Read, parse: Callable[[Source], Parsed]) -> Parsed | Diagnostic:
    """The tree of another text of the folder; each once, for as long as folders are held."""
    keep = _held is not None and read is reading.read
    if keep and path in _trees:
        return _trees[path]
    source = read(path)
    if isinstance(source, Diagnostic):
        return source
    parsed = parse(source)
    if keep and len(_trees) < MOST_KEPT:
        _trees[path] = parsed
    return parsed


def _editions(folder: str, read: Read) -> dict[str, Edition | None]:
    """What the header of each file of a folder says, by the name of the file."""
    if _held is not None and folder in _held and read is reading.read:
        return _held[folder]
    found = {os.path.basename(path): header(path, read) for path in policies(folder)}
    if _held is not None and read is reading.read:
        _held[folder] = found
    return found


def header(path: str, read: Read) -> Edition | None:
    """What the header of a file says; None where it is no policy or cannot be read.

    A header is read again only if the file has changed.
    """
    known = _kept.get(path)
    stamp: object
    if read is reading.read:
        try:
            about = os.stat(path)
        except (OSError, ValueError):
            return None
        stamp = about.st_mtime_ns, about.st_size, about.st_ino
        if known is not None and known.stamp == stamp:
            return known.edition
    source = read(path)
    if isinstance(source, Diagnostic):
        return None
    if read is not reading.read:
        stamp = source
        if known is not None and known.stamp is source:
            return known.edition
    read_header = parse_header(source)
    made = edition(read_header.document, read_header.findings)
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[path] = _Kept(stamp, made)
    return made
