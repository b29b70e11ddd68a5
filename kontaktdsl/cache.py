"""Results of `check`, kept for the next run: by the content of the files and the engine.

An entry is JSON with a checksum. It counts only if all of it is as this engine would have written
it for this file and if every file that it rests on is unchanged; anything else is as good as no
entry. Nothing here raises: without a usable folder there is no cache.
"""

from __future__ import annotations

import json
import os
import sys

try:  # hashlib would load OpenSSL
    from _blake2 import blake2b
except ImportError:  # pragma: no cover
    from hashlib import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.reports.shape import FileRecord

LAYOUT = 1
MOST_ENTRIES = 512
LARGEST_ENTRY = 2_000_000


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
    """The digest of a file's content; None if it cannot be read."""
    try:
        with open(path, "rb") as file:
            return digest(file.read())
    except OSError:
        return None


class Cache:
    """The entries in one folder."""

    def __init__(self, place: str | None) -> None:
        self._place = place if place is not None and _ours(place) else None
        self._engine = engine() if self._place is not None else b""

    def key(self, name: str, data: str) -> str:
        """The key of a file, shown as `name`, with the digest of its content."""
        where = os.path.abspath(name)
        parts = (self._engine, name.encode(errors="surrogateescape"), data.encode())
        return digest(*parts, where.encode(errors="surrogateescape"))

    def get(self, key: str) -> FileRecord | None:
        """The record under a key, if it can be trusted and all that it rests on is unchanged."""
        if self._place is None:
            return None
        try:
            with open(os.path.join(self._place, key), "rb") as file:
                raw = file.read(LARGEST_ENTRY + 100)
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
        if any(content(path) != known for path, known in entry["rests_on"].items()):
            return None
        record: FileRecord = entry["record"]
        return record

    def put(self, key: str, record: FileRecord, rests_on: dict[str, str | None]) -> None:
        """Keep a record with the other files it rests on (path to digest, None if missing)."""
        if self._place is None:
            return
        body = json.dumps({"record": record, "rests_on": rests_on}).encode()
        if len(body) > LARGEST_ENTRY:
            return
        target = os.path.join(self._place, key)
        beside = f"{target}.{os.getpid()}"
        try:
            os.makedirs(self._place, mode=0o700, exist_ok=True)
            with open(beside, "xb") as file:
                file.write(digest(key.encode(), body).encode() + b"\n" + body)
            os.replace(beside, target)
            self._trim()
        except OSError:
            _forget(beside)

    def _trim(self) -> None:
        """Forget the older half of the entries when there are too many."""
        assert self._place is not None
        names = os.listdir(self._place)
        if len(names) > MOST_ENTRIES:
            paths = [os.path.join(self._place, name) for name in names]
            paths.sort(key=os.path.getmtime)
            for path in paths[: len(paths) - MOST_ENTRIES // 2]:
                os.unlink(path)


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


_PAIR = [str]
_PLACE = {
    "file": str, "line": int, "column": int, "end_line": int, "end_column": int, "text": str,
    "cut": int, "label": (_PAIR, None), "block": (str, None), "citation": (str, None),
}  # fmt: skip
_REGION = {
    "words": _PAIR, "person": _PAIR, "count": (int, None), "total": (int, None),
    "aside": (_PAIR, None),
}  # fmt: skip
_EDIT = {
    "file": str, "line": int, "column": int, "end_line": int, "end_column": int, "text": str,
}  # fmt: skip
_FINDING = {
    "code": str, "name": _PAIR, "severity": str, "headline": _PAIR, "place": _PLACE,
    "others": [_PLACE], "regions": [_REGION], "more_regions": int, "notes": [_PAIR],
    "repairs": [{"lines": str, "note": _PAIR, "edits": [_EDIT]}], "promise": bool,
}  # fmt: skip
_ACCOUNT = {
    "question": str, "asked": _PAIR, "words": _PAIR, "cases": int, "possible": (int, None),
    "impossible": (int, None), "answers": {str: int}, "forgotten": (int, None),
    "contradictory": (int, None), "first_step": (int, None),
}  # fmt: skip
_ABOUT = {"title": str, "id": str, "digest": str, "examples": int, "ensures": int}
_READING = {"file": str, "line": int, "text": str, "reason": str, "citation": (str, None)}
_RECORD = {
    "name": str, "language": str, "policy": (_ABOUT, None), "findings": [_FINDING],
    "accounting": [_ACCOUNT], "interpretations": [_READING],
}  # fmt: skip
_ENTRY = {"record": _RECORD, "rests_on": {str: (str, None)}}


def _fits(value: object, shape: object) -> bool:
    """Whether a value has a shape: a type, a list of one shape, fields, or one of several."""
    if shape is None:
        return value is None
    if isinstance(shape, type):
        return type(value) is shape
    if isinstance(shape, tuple):
        return any(_fits(value, one) for one in shape)
    if isinstance(shape, list):
        if not isinstance(value, list) or (shape is _PAIR and len(value) != 2):
            return False
        return all(_fits(item, shape[0]) for item in value)
    if not isinstance(shape, dict) or not isinstance(value, dict):
        return False
    if str in shape:
        return all(_fits(item, shape[str]) for item in value.values())
    return value.keys() == shape.keys() and all(
        _fits(value[name], wanted) for name, wanted in shape.items()
    )
