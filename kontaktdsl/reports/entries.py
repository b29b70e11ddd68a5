"""Findings as entries for other programs: each once, with a path and a lasting fingerprint."""

from __future__ import annotations

import os
from hashlib import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from kontaktdsl.reports.shape import FileRecord, Finding

STDIN = "-"
_ROOTS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
"""Where a service says which folder holds the repository."""


class Entry:
    """One finding, the language to report it in, its path from the root, and its fingerprint."""

    __slots__ = ("finding", "fingerprint", "language", "path")

    def __init__(self, finding: Finding, language: str, path: str, fingerprint: str) -> None:
        self.finding = finding
        self.language = language
        self.path = path
        self.fingerprint = fingerprint


def entries(records: Iterable[FileRecord], lang: str | None, fallback: str) -> list[Entry]:
    """The findings of all records; what several files report of one that they use stands once.

    A fingerprint holds no line number: it stays while the code, the file, the text of the line and
    the people affected stay. Equal ones are told apart by their order.
    """
    base = root()
    seen: set[tuple[object, ...]] = set()
    alike: dict[tuple[str, ...], int] = {}
    found = []
    for record in records:
        for item in record["findings"]:
            place = item["place"]
            path = from_root(place["file"], base)
            key = (path, place["line"], place["column"], *_lasting(item), item["headline"][0])
            if key in seen:
                continue
            seen.add(key)
            lasting = (path, *_lasting(item))
            alike[lasting] = number = alike.get(lasting, 0) + 1
            mark = blake2b("\0".join((*lasting, str(number))).encode(errors="replace"),
                           digest_size=16).hexdigest()  # fmt: skip
            language = lang or record["language"] or fallback
            found.append(Entry(item, language, path, mark))
    return found


def _lasting(item: Finding) -> tuple[str, ...]:
    regions = (region["words"][0] for region in item["regions"])
    return item["code"], " ".join(item["place"]["text"].split()), *regions


def root() -> str:
    """The folder that paths start from: the repository where a service names it, else this one."""
    here = os.path.realpath(os.getcwd())
    for name in _ROOTS:
        given = os.environ.get(name)
        if given and _below(here, os.path.realpath(given)) is not None:
            return os.path.realpath(given)
    return here


def from_root(file: str, base: str) -> str:
    """The path of a file from the root, with `/`; absolute if it lies elsewhere."""
    if file == STDIN:
        return file
    folder, name = os.path.split(os.path.abspath(file))
    path = os.path.join(os.path.realpath(folder), name)
    below = _below(path, base)
    return (path if below is None else below).replace(os.sep, "/")


def _below(path: str, base: str) -> str | None:
    try:
        below = os.path.relpath(path, base)
    except ValueError:  # another drive
        return None
    outside = below == os.pardir or below.startswith(os.pardir + os.sep)
    return None if outside else below
