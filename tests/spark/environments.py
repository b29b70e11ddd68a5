"""Where Sail and classic Spark come from; `pyspark` and `pyspark-client` exclude each other.

Sail and the client are part of the test environment. Classic PySpark is put into a folder of its
own on first use (400 MB from the package index, about a minute; kept in the user's cache, or where
`KPOL_TEST_PYSPARK` says) that stands before the test environment on the path of its process.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import attrs

PYSPARK = "4.2.0"
JAVA = 17
ROOT = Path(__file__).parents[2]
INSTALL_SECONDS = 240


class Absent(Exception):
    """This environment cannot be had here; the message says why."""


@attrs.frozen
class Environment:
    """One Spark: its name, and the folders before the test environment on its path."""

    name: str
    folders: tuple[Path, ...] = ()

    @property
    def variables(self) -> dict[str, str]:
        """The variables of its process."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("SPARK_", "PYSPARK_"))}
        path = os.pathsep.join(map(str, (*self.folders, ROOT)))
        return {**kept, "PYTHONPATH": path, "PYSPARK_PYTHON": sys.executable, "TZ": "UTC"}


def sail() -> Environment:
    """Sail with the client; raises Absent."""
    for module in ("pysail", "pyspark"):
        if find_spec(module) is None:
            raise Absent(f"{module} is not installed: no wheel for this system")
    return Environment("sail")


def classic() -> Environment:
    """Classic PySpark, installed if need be; raises Absent."""
    found = java()
    if found is None:
        raise Absent(f"classic Spark needs Java {JAVA} or newer on the path")
    if found < JAVA:
        raise Absent(f"classic Spark needs Java {JAVA} or newer, this is Java {found}")
    folder = Path(os.environ.get("KPOL_TEST_PYSPARK") or _cache() / f"pyspark-{PYSPARK}")
    if not (folder / "pyspark").is_dir():
        try:
            _install(folder)
        except OSError as error:
            raise Absent(f"pyspark cannot be put into {folder}: {error.strerror}") from error
    return Environment("classic", (folder,))


def java() -> int | None:
    """The version of Java on the path; None where there is none."""
    command = shutil.which("java")
    if command is None:
        return None
    told = subprocess.run([command, "-version"], capture_output=True, text=True, check=False)
    version = re.search(r'version "(?:1\.)?(\d+)', told.stderr)
    return int(version[1]) if version else None


def _cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "kontaktdsl"


def _install(folder: Path) -> None:
    """Install beside the folder and rename: a run that is broken off leaves nothing half-done."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="pyspark-") as scratch:
        target = Path(scratch) / "new"
        command = [sys.executable, "-m", "pip", "install", "-q", "--target", str(target)]
        try:
            done = subprocess.run(
                [*command, f"pyspark=={PYSPARK}"],
                capture_output=True,
                text=True,
                timeout=INSTALL_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise Absent(f"pyspark was not installed in {INSTALL_SECONDS} s") from error
        if done.returncode:
            last = done.stderr.strip().splitlines()[-1:] or ["pip failed"]
            raise Absent(f"pyspark cannot be installed: {last[0]}")
        if not folder.is_dir():  # another run may have been faster
            target.rename(folder)
