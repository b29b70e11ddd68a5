"""The pytest plugin, run by pytest in a folder of its own."""

from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

pytest_plugins = ("pytester",)

ROOT = Path(__file__).resolve().parents[2]

POLICY = """\
policy "Probe"
attribute age: number 15 to 66
attribute intensive: yes or no
rules Basic:
  - age under 25 and not intensive -> monthly
  - age at least 25 and not intensive -> every 2 months
  - intensive -> every 2 weeks
example "young": age 24 -> monthly
example "old": age 25 -> every 2 months
ensure: intensive -> every 2 weeks
"""
WRONG = POLICY.replace("age 25 -> every 2 months", "age 25 -> monthly")
BROKEN = POLICY.replace("-> monthly\n", "-> mnthly\n", 1)
NOBODY = POLICY.replace("rules Basic:", "impossible: age at most 66\nrules Basic:")


Pytest = Callable[..., "Run"]


@attrs.frozen
class Run:
    """What a run of pytest came to."""

    code: int
    out: str


@pytest.fixture
def folder(pytester: pytest.Pytester) -> Path:
    """A folder that holds one policy and one Python test."""
    pytester.mkdir("policies")
    pytester.mkdir("tests")
    pytester.makefile(".kpol", **{"policies/a": POLICY})
    pytester.makepyfile(**{"tests/test_one": "def test_one():\n    pass\n"})
    pytester.makeini("[pytest]\n")
    return pytester.path


@pytest.fixture
def run(pytester: pytest.Pytester, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Pytest:
    """Run pytest there with the plugin and no other."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")

    def pytest_in_it(*words: str) -> Run:
        found = pytester.runpytest_subprocess("-p", "kontaktdsl.pytest_plugin", *words, timeout=100)
        return Run(int(found.ret), "\n".join((*found.outlines, *found.errlines)))

    return pytest_in_it


def ini(folder: Path, *lines: str) -> None:
    """Write the settings of pytest."""
    (folder / "pytest.ini").write_text("\n".join(["[pytest]", *lines, ""]), encoding="utf-8")


def policy(folder: Path, text: str) -> None:
    """Write another policy."""
    (folder / "policies" / "a.kpol").write_text(text, encoding="utf-8")


def test_installing_it_changes_nothing(run: Pytest) -> None:
    """Without option and ini line no policy is collected."""
    found = run()
    assert found.code == 0
    assert "1 passed" in found.out


def test_the_option_collects_examples_and_guarantees(run: Pytest) -> None:
    """Each is an item with its title or its words."""
    found = run("--kpol", "-v")
    assert found.code == 0
    assert "policies/a.kpol::young PASSED" in found.out
    assert "policies/a.kpol::intensive -> every 2 weeks PASSED" in found.out
    assert "4 passed" in found.out


def test_the_ini_line_brings_the_folder_along(run: Pytest, folder: Path) -> None:
    """Though `testpaths` does not name it; named places on the command line are left alone."""
    ini(folder, "kpol_files = policies", "testpaths = tests")
    assert "4 passed" in run().out
    assert "1 passed" in run("tests").out
    assert "3 passed" in run("policies").out


def test_a_folder_is_not_visited_twice(run: Pytest, folder: Path) -> None:
    """Where pytest comes by anyway."""
    ini(folder, "kpol_files = policies/a.kpol")
    assert "4 passed" in run().out


def test_an_ini_line_without_a_policy_is_an_error(run: Pytest, folder: Path) -> None:
    """A name that is written wrong would be green for ever."""
    ini(folder, "kpol_files = polcies")
    found = run()
    assert found.code == 4
    assert "kpol_files: there is no .kpol file at" in found.out


def test_a_failure_is_the_finding(run: Pytest, folder: Path) -> None:
    """In the plain format, with file and line and no line of Python."""
    policy(folder, WRONG)
    found = run("--kpol")
    assert found.code == 1
    assert "Error 1 of 1: example fails." in found.out
    assert "a.kpol, line 9, column 1." in found.out
    assert "instead: every 2 months." in found.out
    assert "1 failed, 3 passed" in found.out
    assert "Traceback" not in found.out
    assert ".py:" not in found.out


@pytest.mark.parametrize(
    ("text", "words"),
    [(BROKEN, "a.kpol, line 5"), (NOBODY, "together exclude everybody"), ("", "empty")],
)
def test_a_file_that_cannot_be_run_is_an_error(
    run: Pytest, folder: Path, text: str, words: str
) -> None:
    """Of collection, and never green."""
    policy(folder, text)
    found = run("--kpol")
    assert found.code == 2
    assert words in found.out


def test_loading_it_is_cheap(run: Pytest, folder: Path) -> None:
    """The engine stays away from people who only have it installed."""
    (folder / "tests" / "test_one.py").write_text(
        "import sys\n\n\ndef test_one():\n"
        "    loaded = {name.partition('.')[2] for name in sys.modules if name.startswith('kontaktdsl')}\n"
        "    assert loaded <= {'', 'pytest_plugin'}\n"
        "    assert 'lark' not in sys.modules\n",
        encoding="utf-8",
    )
    assert run().code == 0


def test_it_works_with_several_processes(run: Pytest, folder: Path) -> None:
    """The workers visit what the ini line names as well."""
    ini(folder, "kpol_files = policies", "testpaths = tests")
    found = run("-p", "xdist", "-n", "2")
    assert "4 passed" in found.out
