"""What others build in: pre-commit hooks, the GitHub Action and the GitLab template."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from kontaktdsl.cli.ci import VERB
from tests.ci.snapshot import ROOT, git, snapshot

HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
GITLAB = yaml.safe_load((ROOT / "ci-templates" / "gitlab.yml").read_text(encoding="utf-8"))
OPTIONS = {name for option in VERB.options for name in option.names} | {"--lang"}

TIDY = """\
policy "Probe"
attribute age : number 15 to 66
age under 25    -> monthly
age at least 25 -> every 2 months
example: age 24 -> monthly
"""
GAP = TIDY.replace("age at least 25 -> every 2 months\n", "")


def page(name: str) -> str:
    """A page of the documentation."""
    return (ROOT / "docs" / "ci" / f"{name}.md").read_text(encoding="utf-8")


def yaml_in(text: str) -> list[object]:
    """The YAML blocks of a page."""
    return [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)]


# --- pre-commit ---------------------------------------------------------------------------------


def test_the_hooks_have_the_shape_that_pre_commit_wants() -> None:
    """By its own validator, with nothing in them that it does not know."""
    from pre_commit.clientlib import MANIFEST_HOOK_DICT, load_manifest

    load_manifest(str(ROOT / ".pre-commit-hooks.yaml"))
    known = {item.key for item in MANIFEST_HOOK_DICT.items if hasattr(item, "key")}
    assert [hook["id"] for hook in HOOKS] == ["kpol-check", "kpol-fmt", "kpol-ci"]
    for hook in HOOKS:
        assert set(hook) <= known
        assert re.search(hook["files"], "policies/a.kpol")
        assert not re.search(hook["files"], "a.kpol.txt")


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
@pytest.mark.parametrize(("text", "code"), [(TIDY, 0), (GAP, 1)])
def test_an_entry_runs_as_pre_commit_runs_it(
    hook: dict[str, object], text: str, code: int, tmp_path: Path
) -> None:
    """With the files that changed behind it, or with none."""
    (tmp_path / "a.kpol").write_text(text, encoding="utf-8")
    program, *words = shlex.split(str(hook["entry"]))
    assert program == "kpol"
    names = ["a.kpol"] if hook.get("pass_filenames", True) else []
    run = subprocess.run(
        [sys.executable, "-m", "kontaktdsl", *words, *names],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(tmp_path / "cache")},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    wanted = 0 if hook["id"] == "kpol-fmt" else code
    assert run.returncode == wanted, run.stdout + run.stderr


def test_pre_commit_runs_the_hooks(tmp_path: Path) -> None:
    """Installed by pre-commit from a commit of this checkout, in a repository of its own."""
    hooks = snapshot(tmp_path / "hooks")
    version = git(hooks, "rev-parse", "HEAD").strip()
    home = tmp_path / "home"
    home.mkdir()
    repository = tmp_path / "policies"
    repository.mkdir()
    git(repository, "init", "--quiet")
    settings = {
        "repos": [
            {
                "repo": str(hooks),
                "rev": version,
                "hooks": [{"id": "kpol-fmt"}, {"id": "kpol-check"}, {"id": "kpol-ci"}],
            }
        ]
    }
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")

    def commit(text: str) -> subprocess.CompletedProcess[str]:
        (repository / "a.kpol").write_text(text, encoding="utf-8")
        git(repository, "add", "--all")
        environment = os.environ | {
            "PRE_COMMIT_HOME": str(home),
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
        }
        environment.pop("PYTHONPATH", None)
        return subprocess.run(
            [sys.executable, "-m", "pre_commit", "run", "--color", "never"],
            cwd=repository,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=300,
        )

    clean = commit(TIDY)
    assert clean.returncode == 0, clean.stdout
    assert len(re.findall(r"kpol \w+\.+Passed", clean.stdout)) == 3
    gap = commit(GAP)
    assert gap.returncode == 1
    assert "For these customers no interval is set" in gap.stdout
    assert re.search(r"kpol ci\.+Failed", gap.stdout)
    untidy = commit(TIDY.replace("age : number", "age:   number"))
    assert untidy.returncode == 1
    assert "files were modified by this hook" in untidy.stdout
    assert (repository / "a.kpol").read_text(encoding="utf-8") == TIDY


# --- GitHub -------------------------------------------------------------------------------------


def test_the_action_has_the_shape_that_github_wants() -> None:
    """A composite one, every input described and used, and no input inside a script."""
    assert set(ACTION) == {"name", "description", "inputs", "runs"}
    assert ACTION["runs"]["using"] == "composite"
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    for name, about in ACTION["inputs"].items():
        assert set(about) == {"description", "default"}
        assert isinstance(about["default"], str)
        assert f"${{{{ inputs.{name} }}}}" in text
    for step in ACTION["runs"]["steps"]:
        assert ("uses" in step) != ("run" in step)
        if "run" in step:
            assert step["shell"] == "bash"
            assert "${{" not in step["run"]
    assert '"$GITHUB_ACTION_PATH"' in ACTION["runs"]["steps"][1]["run"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, ["ci", "--github", "--", "."]),
        (
            {"paths": "a b\nc.kpol\n", "fail-under": "80", "lang": "de", "sarif": "x y.sarif"},
            ["ci", "--github", "--fail-under", "80", "--lang", "de", "--sarif", "x y.sarif",
             "--", "a b", "c.kpol"],
        ),
        (
            {"fail-under-cases": "5", "junit": "j.xml", "paths": "$(touch oh)"},
            ["ci", "--github", "--fail-under-cases", "5", "--junit", "j.xml", "--", "$(touch oh)"],
        ),
    ],
)  # fmt: skip
def test_the_action_calls_kpol_with_its_inputs(
    given: dict[str, str], words: list[str], tmp_path: Path
) -> None:
    """Whatever stands in them, and only with options that there are."""
    kpol = tmp_path / "kpol"
    kpol.write_text('#!/bin/sh\nprintf "%s\\n" "$@" >called\n', encoding="utf-8")
    kpol.chmod(0o755)
    step = ACTION["runs"]["steps"][2]
    inputs = {name: about["default"] for name, about in ACTION["inputs"].items()} | given
    environment = {
        variable: inputs[re.fullmatch(r"\$\{\{ inputs\.([\w-]+) \}\}", value)[1]]  # type: ignore[index]
        for variable, value in step["env"].items()
    }
    subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=tmp_path,
        env={**environment, "PATH": f"{tmp_path}:{os.environ['PATH']}"},
        check=True,
        timeout=60,
    )
    assert (tmp_path / "called").read_text(encoding="utf-8").splitlines() == words
    assert not (tmp_path / "oh").exists()
    assert {word for word in words if word.startswith("--")} - {"--"} <= OPTIONS


# --- GitLab -------------------------------------------------------------------------------------


def test_the_template_has_the_shape_that_gitlab_wants() -> None:
    """One job whose reports are those that its script writes."""
    assert set(GITLAB) == {"kpol"}
    job = GITLAB["kpol"]
    assert set(job) == {"stage", "image", "variables", "script", "artifacts"}
    assert all(isinstance(value, str) for value in job["variables"].values())
    call = next(line for line in job["script"] if line.startswith("kpol ci"))
    reports = job["artifacts"]["reports"]
    assert set(reports) == {"codequality", "junit"}
    assert f"--gitlab {reports['codequality']}" in call
    assert f"--junit {reports['junit']}" in call
    assert job["artifacts"]["when"] == "always"
    assert set(re.findall(r"--[a-z-]+(?= )", call)) <= OPTIONS


def test_the_call_of_the_template_writes_its_reports(tmp_path: Path) -> None:
    """Run as it stands there, also where it fails."""
    (tmp_path / "a.kpol").write_text(GAP, encoding="utf-8")
    kpol = tmp_path / "kpol"
    kpol.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kontaktdsl "$@"\n', encoding="utf-8")
    kpol.chmod(0o755)
    call = next(line for line in GITLAB["kpol"]["script"] if line.startswith("kpol ci"))
    run = subprocess.run(
        ["bash", "-c", call],
        cwd=tmp_path,
        env=os.environ
        | GITLAB["kpol"]["variables"]
        | {
            "PATH": f"{tmp_path}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
        },
        capture_output=True,
        timeout=60,
    )
    assert run.returncode == 1
    for path in GITLAB["kpol"]["artifacts"]["reports"].values():
        assert "gap" in (tmp_path / path).read_text(encoding="utf-8")


# --- their pages --------------------------------------------------------------------------------


def test_the_page_of_pre_commit_names_what_there_is() -> None:
    """Hooks and options."""
    text = page("pre-commit")
    ids = {hook["id"] for hook in HOOKS}
    assert all(text.count(f"`{name}`") >= 2 for name in ids)
    (settings,) = yaml_in(text)
    assert isinstance(settings, dict)
    (repo,) = settings["repos"]
    assert {hook["id"] for hook in repo["hooks"]} <= ids


def test_the_page_of_github_names_every_input() -> None:
    """In German and in English."""
    text = page("github")
    assert all(text.count(f"`{name}`") == 2 for name in ACTION["inputs"])
    workflow, comment = yaml_in(text)
    assert any("--format markdown" in step.get("run", "") for step in comment)  # type: ignore[attr-defined]
    assert isinstance(workflow, dict)
    step = workflow["jobs"]["kpol"]["steps"][1]
    assert set(step["with"]) <= set(ACTION["inputs"])


def test_the_page_of_gitlab_names_every_variable() -> None:
    """In German and in English."""
    text = page("gitlab")
    assert all(text.count(f"`{name}`") == 2 for name in GITLAB["kpol"]["variables"])
    (settings,) = yaml_in(text)
    assert isinstance(settings, dict)
    assert set(settings["kpol"]["variables"]) <= set(GITLAB["kpol"]["variables"])


def test_pytest_finds_the_plugin() -> None:
    """By the entry point of the package."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"]["pytest11"] == {"kontaktdsl": "kontaktdsl.pytest_plugin"}
