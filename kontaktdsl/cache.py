"""Results of `check`, kept for the next run: by the content of the files and the engine.

An entry is JSON with a checksum. It counts only if all of it is as this engine would have written
it for this file and if every file that it rests on is unchanged; anything else is as good as no
entry. Nothing here raises: without a usable folder there is no cache.
"""

from __future__ import annotations

import json
import os
import sys
import time

try:  # hashlib would load OpenSSL
    from _blake2 import blake2b
except ImportError:  # pragma: no cover
    from hashlib import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from kontaktdsl.reports.shape import FileRecord, Measured

LAYOUT = 3
MOST_ENTRIES = 8192
MOST_BYTES = 400_000_000
LARGEST_ENTRY = 2_000_000
LONGEST_UNUSED = 60 * 24 * 3600
"""What nobody asked for in so many seconds goes first; a day's use is noted once."""
DAY = 24 * 3600
TRIM_EVERY = 16
"""One entry in so many, told by its key, looks after the size of the folder."""


def folder() -> str | None:
    """The user's cache folder for this program; None where there is none."""
    environment = os.environ
    if environment.get("KPOL_NO_CACHE"):
        return None
    base = environment.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):
        home = os.path.expanduser("~")
        if not os.path.isabs(home):
            return None
        if sys.platform == "win32":
            base = environment.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
        elif sys.platform == "darwin":
            base = os.path.join(home, "Library", "Caches")
        else:
            base = os.path.join(home, ".cache")
    return os.path.join(base, "kontaktdsl", "checks")


def digest(*parts: bytes) -> str:
    """A digest of some parts, each with its length."""
    state = blake2b(digest_size=20)
    for part in parts:
        state.update(len(part).to_bytes(8, "little"))
        state.update(part)
    return state.hexdigest()


def engine() -> bytes:
    """What tells this engine from any other: its version, its files, and the Python below it."""
    from kontaktdsl import __version__

    package = os.path.dirname(os.path.abspath(__file__))
    found = [f"{LAYOUT} {__version__} {sys.version} {sys.platform}"]
    roots = [package, os.path.join(os.path.dirname(package), "grammar")]
    while roots:
        try:
            with os.scandir(roots.pop()) as entries:
                for entry in entries:
                    if entry.is_dir():
                        if not entry.name.startswith((".", "__")):
                            roots.append(entry.path)
                    elif entry.name.endswith((".py", ".lark", ".toml")):
                        about = entry.stat()
                        found.append(f"{entry.path} {about.st_size} {about.st_mtime_ns}")
        except OSError:
            continue
    return "\n".join(sorted(found)).encode(errors="surrogateescape")


def content(path: str) -> str | None:
    """The digest of a file's content; None if it cannot be read.

    Of a folder it is that of the headers of the policies in it: what one text says of time and of
    others changes what is found in those others.
    """
    try:
        with open(path, "rb") as file:
            return digest(file.read())
    except OSError:
        return _headers(path) if os.path.isdir(path) else None


HEADER = rb"^\s*(?:%s)\b[^\r\n]*" % b"|".join(
    word.encode()
    for word in (
        "[pP]olicy", "[iI]d", "[iI]ssued", "[vV]alid", "[rR]eplaces", "[aA]mends",
        "[rR]ichtlinie", "[kK]ennung", "[sS]tand", "(?:g|G)\u00fcltig", "(?:g|G)u\u0308ltig",
        "[eE]rsetzt", "(?:\u00e4|\u00c4)ndert", "(?:a|A)\u0308ndert",
    )
)  # fmt: skip
"""A line of a header that tells one version from another, as bytes; the tests hold it against the
words of the language. Nothing of the language is loaded where all results are kept."""


def _headers(folder: str) -> str | None:
    import re

    parts: list[bytes] = []
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(".kpol"))
        for name in names:
            parts.append(name.encode(errors="surrogateescape"))
            try:
                with open(os.path.join(folder, name), "rb") as file:
                    parts += re.findall(HEADER, file.read(), re.MULTILINE)
            except OSError:
                continue
    except OSError:
        return None
    return digest(*parts)


class Cache:
    """The entries in one folder."""

    def __init__(self, place: str | None) -> None:
        self._place = place if place is not None and _ours(place) else None
        self._engine = digest(engine()).encode() if self._place is not None else b""
        self._contents: dict[str, str | None] = {}

    def key(self, name: str, data: str) -> str:
        """The key of a file, shown as `name`, with the digest of its content."""
        where = os.path.abspath(name)
        parts = (self._engine, name.encode(errors="surrogateescape"), data.encode())
        return digest(*parts, where.encode(errors="surrogateescape"))

    def content(self, path: str) -> str | None:
        """The digest of a file that others rest on, read once in a run."""
        if path not in self._contents:
            self._contents[path] = content(path)
        return self._contents[path]

    def get(self, key: str) -> tuple[FileRecord, list[str], Measured | None] | None:
        """The record under a key, the other files that it rests on, and what was measured if
        anything was.

        None unless it can be trusted and all that it rests on is unchanged.
        """
        if self._place is None:
            return None
        path = os.path.join(self._place, key)
        try:
            with open(path, "rb") as file:
                raw = file.read(LARGEST_ENTRY + 100)
                used = os.fstat(file.fileno()).st_mtime
        except OSError:
            return None
        checksum, _, body = raw.partition(b"\n")
        if checksum.decode("ascii", "replace") != digest(key.encode(), body):
            return None
        try:
            entry = json.loads(body)
        except (ValueError, RecursionError):
            return None
        if not _fits(entry, _ENTRY):
            return None
        if any(self.content(path) != known for path, known in entry["rests_on"].items()):
            return None
        if entry["until"] is not None and time.strftime("%Y-%m-%d") > entry["until"]:
            return None
        if time.time() - used > DAY:
            _touch(path)
        return entry["record"], list(entry["rests_on"]), entry["measured"]

    def put(
        self,
        key: str,
        record: FileRecord,
        rests_on: dict[str, str | None],
        until: str | None = None,
        measured: Measured | None = None,
    ) -> None:
        """Keep a record with the other files it rests on (path to digest, None if missing), the
        last day (ISO) on which it holds, and what was measured.
        """
        if self._place is None:
            return
        entry = {"record": record, "rests_on": rests_on, "until": until, "measured": measured}
        body = json.dumps(entry).encode()
        if len(body) > LARGEST_ENTRY:
            return
        target = os.path.join(self._place, key)
        beside = f"{target}.{os.getpid()}"
        try:
            os.makedirs(self._place, mode=0o700, exist_ok=True)
            with open(beside, "xb") as file:
                file.write(digest(key.encode(), body).encode() + b"\n" + body)
            os.replace(beside, target)
        except OSError:
            _forget(beside)
            return
        if not int(key[:8], 16) % TRIM_EVERY:
            _trim(self._place)


def _trim(place: str) -> None:
    """Forget what was not used for long, and the least used quarter when there is too much."""
    found = []
    try:
        with os.scandir(place) as entries:
            for entry in entries:
                about = entry.stat(follow_symlinks=False)
                found.append((about.st_mtime, about.st_size, entry.path))
    except OSError:
        return
    found.sort()
    too_old = time.time() - LONGEST_UNUSED
    too_much = len(found) > MOST_ENTRIES or sum(size for _, size, _ in found) > MOST_BYTES
    entries_left, bytes_left = MOST_ENTRIES * 3 // 4, MOST_BYTES * 3 // 4
    for used, size, path in reversed(found):
        entries_left -= 1
        bytes_left -= size
        if used < too_old or (too_much and (entries_left < 0 or bytes_left < 0)):
            _forget(path)


def _touch(path: str) -> None:
    try:  # noqa: SIM105  # contextlib is not loaded yet
        os.utime(path)
    except OSError:
        pass


def _forget(path: str) -> None:
    try:  # noqa: SIM105  # contextlib is not loaded yet
        os.unlink(path)
    except OSError:
        pass


def _ours(place: str) -> bool:
    """Whether nobody but the user can have written there; a folder still to be made is fine."""
    try:
        about = os.stat(place)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    if os.name == "nt":
        return os.path.isdir(place)
    return os.path.isdir(place) and about.st_uid == os.geteuid() and not about.st_mode & 0o022


def _is_place(value: Any) -> bool:
    """Whether this is a `Place`; written out, for a large folder has a hundred thousand of them."""
    if value.__class__ is not dict or len(value) != 10:
        return False
    try:
        label, block, citation = value["label"], value["block"], value["citation"]
        return (
            _is_stretch(value)
            and value["cut"].__class__ is int
            and (block is None or block.__class__ is str)
            and (citation is None or citation.__class__ is str)
            and (label is None or _is_pair(label))
        )
    except KeyError:
        return False


def _is_stretch(value: Any) -> bool:
    """Whether it says where a stretch of text stands, and the text; raises KeyError."""
    return (
        value["file"].__class__ is str
        and value["line"].__class__ is int
        and value["column"].__class__ is int
        and value["end_line"].__class__ is int
        and value["end_column"].__class__ is int
        and value["text"].__class__ is str
    )


def _is_pair(value: Any) -> bool:
    return (
        value.__class__ is list
        and len(value) == 2
        and value[0].__class__ is str
        and value[1].__class__ is str
    )


def _is_edit(value: Any) -> bool:
    if value.__class__ is not dict or len(value) != 6:
        return False
    try:
        return _is_stretch(value)
    except KeyError:
        return False


def _is_repair(value: Any) -> bool:
    if value.__class__ is not dict or len(value) != 3:
        return False
    try:
        return (
            value["lines"].__class__ is str
            and _is_pair(value["note"])
            and value["edits"].__class__ is list
            and all(map(_is_edit, value["edits"]))
        )
    except KeyError:
        return False


def _is_region(value: Any) -> bool:
    if value.__class__ is not dict or len(value) != 5:
        return False
    try:
        count, total, aside = value["count"], value["total"], value["aside"]
        return (
            _is_pair(value["words"])
            and _is_pair(value["person"])
            and (count is None or count.__class__ is int)
            and (total is None or total.__class__ is int)
            and (aside is None or _is_pair(aside))
        )
    except KeyError:
        return False


def _is_finding(value: Any) -> bool:
    if value.__class__ is not dict or len(value) != 11:
        return False
    try:
        return (
            value["code"].__class__ is str
            and value["severity"].__class__ is str
            and value["more_regions"].__class__ is int
            and value["promise"].__class__ is bool
            and _is_pair(value["name"])
            and _is_pair(value["headline"])
            and _is_place(value["place"])
            and value["others"].__class__ is list
            and all(map(_is_place, value["others"]))
            and value["notes"].__class__ is list
            and all(map(_is_pair, value["notes"]))
            and value["regions"].__class__ is list
            and all(map(_is_region, value["regions"]))
            and value["repairs"].__class__ is list
            and all(map(_is_repair, value["repairs"]))
        )
    except KeyError:
        return False


_ACCOUNT = {
    "question": str, "asked": _is_pair, "words": _is_pair, "cases": int, "possible": (int, None),
    "outside": (int, None), "impossible": (int, None), "answers": {str: int},
    "forgotten": (int, None), "contradictory": (int, None), "first_step": (int, None),
}  # fmt: skip
_ABOUT = {
    "title": str, "id": str, "digest": str, "examples": int, "ensures": int, "duties": int,
    "notes": int,
}  # fmt: skip
_READING = {"file": str, "line": int, "text": str, "reason": str, "citation": (str, None)}
_RECORD = {
    "name": str, "language": str, "policy": (_ABOUT, None), "findings": [_is_finding],
    "accounting": [_ACCOUNT], "interpretations": [_READING],
    "accepted": [{"finding": _is_finding, "reason": str, "until": (str, None), "line": int}],
}  # fmt: skip
_MEASURED = {
    "form": str, "misshaped": [_is_finding], "least": (int, None), "least_cases": (int, None),
    "rules": int, "exercised": int, "reachable": (int, None), "uncounted": bool,
    "short": [_is_finding],
}  # fmt: skip
_ENTRY = {
    "record": _RECORD, "rests_on": {str: (str, None)}, "until": (str, None),
    "measured": (_MEASURED, None),
}  # fmt: skip


def _fits(value: Any, shape: object) -> bool:
    """Whether a value of JSON has a shape: a type, what a function accepts, a list of one shape,
    fields, or something that may be missing: `(shape, None)`.
    """
    if isinstance(shape, type):
        return value.__class__ is shape
    if isinstance(shape, tuple):
        return value is None or _fits(value, shape[0])
    if isinstance(shape, list):
        return isinstance(value, list) and all(_fits(item, shape[0]) for item in value)
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return False
        if str in shape:
            return all(_fits(item, shape[str]) for item in value.values())
        return value.keys() == shape.keys() and all(
            _fits(value[name], wanted) for name, wanted in shape.items()
        )
    accepts: Callable[[object], bool] = shape  # type: ignore[assignment]
    return accepts(value)
