"""The policies in one folder, by the ids that other policies `see` them by."""

from __future__ import annotations

import os
import re

_ID = re.compile(r"^\s*(?:[iI]d|[kK]ennung)\s+([^\s#]+)", re.MULTILINE)
_HEAD = 20_000
"""The id stands in the header; so many characters are read."""


def ids(folder: str | os.PathLike[str] | None, name: str, read_too: list[str]) -> list[str]:
    """The ids of the other policies in a folder; `read_too` gets the files that were read."""
    return [said for said, _ in _known(folder, name, read_too)]


def found(
    folder: str | os.PathLike[str] | None, name: str, target: str, read_too: list[str]
) -> str | None:
    """The path of the other policy with an id, None where there is none; it reads like `ids`."""
    return dict(reversed(_known(folder, name, read_too))).get(target)


def _known(
    folder: str | os.PathLike[str] | None, name: str, read_too: list[str]
) -> list[tuple[str, str]]:
    if folder is None:
        return []
    place = os.fspath(folder) or "."
    try:
        names = sorted(entry for entry in os.listdir(place) if entry.endswith(".kpol"))
    except OSError:
        return []
    known = []
    for entry in names:
        if entry == os.path.basename(name):
            continue
        path = os.path.join(place, entry)
        try:
            with open(path, encoding="utf-8-sig", errors="replace") as file:
                head = file.read(_HEAD)
        except OSError:
            continue
        read_too.append(path)
        said = _ID.search(head)
        known.append((said.group(1) if said else os.path.splitext(entry)[0], path))
    return known
