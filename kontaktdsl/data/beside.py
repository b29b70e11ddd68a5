"""A file written whole or not at all: beside its place, and renamed when all of it is on the disk.

What a killed run leaves behind is hidden, never mistaken for the result, and removed by the next
run with the same target on the same machine. A device or a named pipe is written as it is.
"""

from __future__ import annotations

import glob
import os
import platform
import shutil
import tempfile
import zlib
from contextlib import suppress
from typing import BinaryIO

MARK = "kpol-tmp"
_FOLDER = ".d"


class Beside:
    """A context in which `file` may be written; raises OSError. `keep` puts it in place at the end.

    Leaving it without `keep` leaves the old file as it was and nothing else.
    """

    def __init__(self, path: str) -> None:
        """Find the place; a symbolic link stays one."""
        self._given = path
        self._direct = os.path.exists(path) and not os.path.isfile(path)
        self._place = path if self._direct else os.path.realpath(path)
        self._temporary = f"{_stem(self._place)}{_machine()}.{os.getpid()}.{MARK}"
        self._folder: str | None = None
        self.file: BinaryIO

    def __enter__(self) -> Beside:
        """Open the file; a folder is none."""
        if self._direct:
            self.file = open(self._place, "wb")  # closed below
            return self
        _tidy(self._place)
        if os.path.exists(self._place) and not os.access(self._place, os.W_OK):
            raise PermissionError(13, "not writable", self._given)
        self.file = open(self._temporary, "xb")  # closed below
        return self

    def folder(self) -> str:
        """A folder for what a format has to put aside; it goes with the rest."""
        if self._folder is None:
            self._folder = (
                tempfile.mkdtemp(prefix="kpol-") if self._direct else f"{self._temporary}{_FOLDER}"
            )
            os.makedirs(self._folder, 0o700, exist_ok=True)
        return self._folder

    def keep(self) -> None:
        """All is written: put it in place."""
        self.file.flush()
        if self._direct:
            self.file.close()
            return
        os.fsync(self.file.fileno())
        self.file.close()
        if os.path.exists(self._place):
            _like(self._temporary, os.stat(self._place))
        os.replace(self._temporary, self._place)
        _settle(os.path.dirname(self._place))

    def __exit__(self, *_: object) -> None:
        """Leave nothing behind that is not whole."""
        with suppress(OSError):
            self.file.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
        if not self._direct and os.path.lexists(self._temporary):
            os.unlink(self._temporary)


def _stem(place: str) -> str:
    folder, name = os.path.split(place)
    return os.path.join(folder, f".{name}.")


def _machine() -> str:
    return f"{zlib.crc32(platform.node().encode()):08x}"


def _tidy(place: str) -> None:
    """Remove what runs of this machine left that are no more."""
    stem = _stem(place) + _machine() + "."
    for path in glob.glob(f"{glob.escape(stem)}*.{MARK}*"):
        owner = path[len(stem) :].partition(".")[0]
        if owner.isdigit() and not _runs(int(owner)):
            if os.path.isdir(path):
                shutil.rmtree(path, ignore_errors=True)
            with suppress(OSError):
                os.unlink(path)


def _runs(process: int) -> bool:
    if process == os.getpid():
        return False
    if os.name != "posix":
        return True  # no harmless way to ask: an open file cannot be removed there anyway
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _like(path: str, other: os.stat_result) -> None:
    """Owner, where that is allowed, and permissions as those of another file."""
    if hasattr(os, "chown"):
        with suppress(PermissionError):
            os.chown(path, other.st_uid, other.st_gid)
    os.chmod(path, other.st_mode & 0o7777)


def _settle(folder: str) -> None:
    """The new name, too, is on the disk; not every file system can say so."""
    with suppress(OSError):
        opened = os.open(folder or ".", os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
