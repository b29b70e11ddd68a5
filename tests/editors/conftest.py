"""The extension with its npm packages, installed from the lockfile into a cache outside the checkout."""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EDITORS = ROOT / "grammar" / "editors"
EXTENSION = EDITORS / "vscode"

Run = Callable[..., subprocess.CompletedProcess[str]]


def call(
    words: Sequence[str | Path],
    *,
    cwd: Path,
    given: str | None = None,
    env: dict[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """A program to its end, with what it wrote."""
    return subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        input=given,
        env=os.environ | {"NO_COLOR": "1"} | (env or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=300,
    )


@pytest.fixture(scope="session")
def extension(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the extension's folder with its packages; tests that need it share one worker."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        pytest.skip("node and npm are not installed")
    version = subprocess.run([node, "--version"], capture_output=True, encoding="utf-8").stdout
    if int(version.strip("v\n").split(".")[0]) < 20:
        pytest.skip(f"node {version.strip()} is older than 20")
    described = [EXTENSION / "package.json", EXTENSION / "package-lock.json"]
    lock = hashlib.sha256(described[1].read_bytes()).hexdigest()[:16]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    installed = cache / "kontaktdsl-tests" / f"vscode-{lock}"
    if not (installed / "complete").exists():
        making = tmp_path_factory.mktemp("npm")
        for path in described:
            shutil.copy(path, making)
        run = call([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=making)
        assert run.returncode == 0, run.stdout
        (making / "complete").touch()
        installed.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.move(making, installed)
        except OSError:
            # another run of the tests was faster
            assert (installed / "complete").exists()
    home = tmp_path_factory.mktemp("extension") / "vscode"
    shutil.copytree(
        EXTENSION, home, ignore=shutil.ignore_patterns("node_modules", "dist", "*.vsix")
    )
    (home / "node_modules").symlink_to(installed / "node_modules", target_is_directory=True)
    for name in ("LICENSE", "CHANGELOG.md"):
        shutil.copy(ROOT / name, home)
    return home


@pytest.fixture(scope="session")
def node(extension: Path) -> Callable[[str, object], object]:
    """Runs a script of this folder beside the packages: JSON in, JSON out."""

    def run(script: str, given: object) -> object:
        shutil.copy(Path(__file__).with_name(script), extension)
        done = subprocess.run(
            ["node", script],
            cwd=extension,
            input=json.dumps(given),
            capture_output=True,
            encoding="utf-8",
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run
