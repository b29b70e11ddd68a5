"""Promises of the repository that no tool keeps for us."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

REGISTRIES = re.compile(
    r"pypi[.]org|pythonhosted[.]org|registry[.]npmjs|npmjs[.]com|crates[.]io|anaconda[.]org"
)
MACHINE_PATHS = re.compile(r"(?<![\w.~-])(?:/(?:work|root)/|/tmp/[v]\b)")

MOST_LINES = 450
# path below kontaktdsl/ -> why it may be longer
LONG_FILES: dict[str, str] = {
    "syntax/tree.py": "one class for each kind of node: a list to look things up in, without logic",
    "model.py": "one class for each thing of a policy: a list to look things up in, without logic",
    "resolver/kinds.py": "one finding about names after another, with its examples, without logic",
}


def files() -> list[Path]:
    """Every file that is tracked or about to be; without git, every file outside hidden folders."""
    git = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    try:
        run = subprocess.run(git, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60)
        names = run.stdout.split("\0") if run.returncode == 0 else []
    except FileNotFoundError:
        names = []
    if not any(names):
        names = list(unpacked())
    return sorted(path for name in names if name and (path := ROOT / name).is_file())


def unpacked() -> list[str]:
    """The files of an unpacked source archive, relative to its top."""
    found: list[str] = []
    for folder, below, names in os.walk(ROOT):
        below[:] = [
            name
            for name in below
            if (not name.startswith(".") or name == ".ci")
            and name != "__pycache__"
            and not Path(folder, name, "pyvenv.cfg").exists()
        ]
        found += [str(Path(folder, name).relative_to(ROOT)) for name in names]
    return found


def hits(pattern: re.Pattern[str]) -> list[str]:
    """Where a pattern stands, as `file:line: text`."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for path in files()
        for number, line in enumerate(
            path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1
        )
        if pattern.search(line)
    ]


def command(name: str) -> str:
    """The command between a pair of markers in the README."""
    block = rf"^<!-- {name} -->\n```sh\n(.+)\n```\n<!-- /{name} -->$"
    found = re.findall(block, README, flags=re.MULTILINE)
    assert len(found) == 1, f"the README has {len(found)} blocks `{name}`, expected one"
    return str(found[0])


@pytest.mark.parametrize(
    "pattern",
    [pytest.param(REGISTRIES, id="registries"), pytest.param(MACHINE_PATHS, id="machine-paths")],
)
def test_no_file_depends_on_one_machine(pattern: re.Pattern[str]) -> None:
    """Nobody's registry and nobody's home folder is written into the repository."""
    assert not hits(pattern), "\n".join(hits(pattern))


def test_the_patterns_find_what_they_are_for() -> None:
    """A search that can never hit would be green for ever."""
    slash = "/"
    for path in ("work/main", "root/.cache", "tmp/v"):
        assert MACHINE_PATHS.search(f"see {slash}{path}")
    for path in ("frame/work/", "tests/root/raw", "tmp/venv"):
        assert not MACHINE_PATHS.search(f"see {path}")
    assert REGISTRIES.search("https://" + ".".join(("pypi", "org")))


def test_no_module_grows_past_a_sitting() -> None:
    """A longer module needs a reason in LONG_FILES, and a reason needs a longer module."""
    package = ROOT / "kontaktdsl"
    lengths = {
        path.relative_to(package).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in package.rglob("*.py")
    }
    long = {name: lines for name, lines in lengths.items() if lines > MOST_LINES}
    assert long.keys() == LONG_FILES.keys(), f"longer than {MOST_LINES} lines: {long}"
    assert all(LONG_FILES.values())


def test_every_folder_of_modules_is_a_package() -> None:
    """Without `__init__.py` import-linter does not see a folder, and the floors would not hold there."""
    folders = {path.parent for path in (ROOT / "kontaktdsl").rglob("*.py")}
    missing = [folder.name for folder in sorted(folders) if not (folder / "__init__.py").is_file()]
    assert not missing


def test_ci_runs_the_command_of_the_readme() -> None:
    """`.ci/run` reads the same line that a person reads."""
    shown = subprocess.run(
        [ROOT / ".ci" / "run", "--show"],
        capture_output=True,
        check=True,
        encoding="utf-8",
        timeout=60,
    )
    assert shown.stdout == command("test-command") + "\n"


def test_the_commands_of_the_readme_name_what_exists() -> None:
    """Extras, console script and folder in the README's commands are those of the project."""
    (extras,) = re.findall(r"'\.\[(\w+)\]'", command("test-command"))
    assert extras in PROJECT["optional-dependencies"]
    (script, folder) = re.findall(r"\.venv/bin/(\w+) check (\w+)$", command("run-command"))[0]
    assert script in PROJECT["scripts"]
    assert (ROOT / folder).is_dir()
