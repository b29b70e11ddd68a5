"""What is shipped is what works: the wheel is built from the source archive, looked into, installed and used."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest
from attrs import frozen

ROOT = Path(__file__).resolve().parents[2]
POLICIES = ROOT / "policies"


@frozen
class Build:
    """The two archives of one build."""

    wheel: Path
    sdist: Path

    def wheel_names(self) -> set[str]:
        with zipfile.ZipFile(self.wheel) as archive:
            return set(archive.namelist())

    def sdist_names(self) -> set[str]:
        """Paths inside the source archive, without its top folder."""
        with tarfile.open(self.sdist) as archive:
            return {name.partition("/")[2] for name in archive.getnames()}

    def metadata(self) -> Message:
        with zipfile.ZipFile(self.wheel) as archive:
            (name,) = (n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
            return Parser().parsestr(archive.read(name).decode())


@frozen
class Installed:
    """An environment that holds the wheel and, for its dependencies, sees those of the tests."""

    python: Path
    kpol: Path
    home: Path

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        return call(*command, cwd=self.home)


def call(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a program away from the checkout, so that nothing is found there by accident."""
    hidden = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "FORCE_COLOR"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    run = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=environment | {"NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=300,
    )
    if run.returncode != 0:
        words = " ".join(map(str, command))
        pytest.fail(f"$ {words}\n{run.stdout}\n(exit code {run.returncode})", pytrace=False)
    return run


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The source archive of the checkout and the wheel made from that archive, without a network."""
    out = tmp_path_factory.mktemp("dist")
    call(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, ROOT, cwd=out)
    (wheel,) = out.glob("*.whl")
    (sdist,) = out.glob("*.tar.gz")
    return Build(wheel, sdist)


@pytest.fixture(scope="session")
def installed(build: Build, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel in an environment of its own."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home / "env", symlinks=os.name != "nt")
    variables = {"base": str(home / "env"), "platbase": str(home / "env")}
    scripts = Path(sysconfig.get_path("scripts", "venv", variables))
    python = scripts / Path(sys.executable).name
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--quiet")
    call(*pip, "--no-deps", "--no-index", build.wheel, cwd=home)
    # A path file is not followed from inside another one: the editable checkout stays out of reach.
    site = Path(sysconfig.get_path("purelib", "venv", variables))
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return Installed(python, scripts / "kpol", home)


def test_the_wheel_holds_types_grammar_and_keywords(build: Build) -> None:
    """The wheel has everything that the package reads at run time, as real files."""
    needed = {
        "kontaktdsl/__init__.py",
        "kontaktdsl/py.typed",
        "kontaktdsl/grammar/kpol.lark",
        "kontaktdsl/grammar/keywords.toml",
        "kontaktdsl/reports/matrices/page.css",
        "kontaktdsl/reports/matrices/page.js",
    }
    assert needed <= build.wheel_names()
    with zipfile.ZipFile(build.wheel) as archive:
        for name in ("kpol.lark", "keywords.toml"):
            shipped = archive.read(f"kontaktdsl/grammar/{name}")
            assert shipped == (ROOT / "grammar" / name).read_bytes()


def test_the_wheel_holds_nothing_else(build: Build) -> None:
    """Policies, tests and examples are content of the repository, not of the package."""
    strangers = {
        name
        for name in build.wheel_names()
        if not name.startswith("kontaktdsl/") and ".dist-info/" not in name
    }
    assert not strangers


def test_the_source_archive_holds_what_a_packager_needs(build: Build) -> None:
    """The wheel can be made and tested from the source archive alone."""
    names = build.sdist_names()
    assert {"LICENSE", "README.md", "CHANGELOG.md", ".ci/run", "pyproject.toml"} <= names
    folders = {name.partition("/")[0] for name in names}
    assert {"kontaktdsl", "grammar", "policies", "examples", "tests"} <= folders


def test_the_source_archive_holds_the_extension_but_not_its_packages(build: Build) -> None:
    """What npm installs and what is bundled from it is made anew, not passed on."""
    names = build.sdist_names()
    assert "grammar/editors/vscode/package-lock.json" in names
    assert not [name for name in names if "node_modules" in name or name.endswith(".vsix")]
    assert not [name for name in names if name.startswith("grammar/editors/vscode/dist")]


def test_the_metadata_says_licence_and_python(build: Build) -> None:
    """An index shows the licence by its SPDX name, and its text travels along."""
    metadata = build.metadata()
    assert metadata["Name"] == "kontaktdsl"
    assert metadata["License-Expression"] == "EUPL-1.2"
    assert metadata["Requires-Python"] == ">=3.11"
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in build.wheel_names())


def test_the_installed_package_is_the_one_from_the_wheel(installed: Installed) -> None:
    """The environment of these tests does not fall back on the checkout."""
    code = "import kontaktdsl; print(kontaktdsl.__file__)"
    found = Path(installed.run(installed.python, "-c", code).stdout.strip())
    assert found.is_relative_to(installed.home)


def test_the_installed_command_says_its_version(build: Build, installed: Installed) -> None:
    """`kpol --version` names the version that the wheel carries."""
    assert build.metadata()["Version"] in installed.run(installed.kpol, "--version").stdout


def test_the_installed_module_answers_like_the_command(installed: Installed) -> None:
    """`python -m kontaktdsl` is the same program."""
    module = installed.run(installed.python, "-m", "kontaktdsl", "--version").stdout
    assert module == installed.run(installed.kpol, "--version").stdout


def test_the_installed_command_checks_the_policies(installed: Installed) -> None:
    """The policies are clean far away from the checkout, with the grammar of the wheel."""
    shutil.copytree(POLICIES, installed.home / "policies")
    assert list((installed.home / "policies").rglob("*.kpol"))
    assert installed.run(installed.kpol, "check", "policies").stdout.strip()


def test_the_installed_command_writes_a_page(installed: Installed) -> None:
    """Its style and script come from the wheel."""
    policy = POLICIES / "rhein-hunsrueck.kpol"
    page = installed.run(installed.kpol, "matrix", policy, "--format", "html").stdout
    assert page.startswith("<!doctype html>")
    assert page.count("addEventListener") > 3
