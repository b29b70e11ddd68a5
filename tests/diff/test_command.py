"""`kpol diff` on files, folders and a scratch git repository."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from kontaktdsl.cli import main

ROOT = Path(__file__).resolve().parents[2]
HEAD = 'policy "{}"\n  id {}\nattribute status: alo | asu\n'


def git(folder: Path, *arguments: str) -> str:
    run = subprocess.run(
        ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", *arguments],
        cwd=folder,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return run.stdout


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two commits: the real policies, and Dahme-Spreewald without its row U25, alo."""
    folder = tmp_path / "verwaltung"
    shutil.copytree(ROOT / "policies", folder / "policies")
    git(tmp_path, "init", "-q", "-b", "main", str(folder))
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "erste Fassung")
    path = folder / "policies" / "dahme-spreewald.kpol"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    (at,) = (i for i, line in enumerate(lines) if line.startswith("  | U25   | alo"))
    following = lines[at + 1].replace("|       | asu", "| U25   | asu")
    path.write_text("".join([*lines[:at], following, *lines[at + 2 :]]), encoding="utf-8")
    git(folder, "commit", "-qam", "Zeile U25, alo gestrichen")
    monkeypatch.chdir(folder)
    return folder


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["diff", "--color", "never", *arguments])
    out = capsys.readouterr()
    return code, out.out, out.err


def test_the_row_that_was_removed(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exactly the customers who lost their rule are named, with the line they lost."""
    code, out, _ = run(
        capsys, "HEAD~1", "HEAD", "--format", "json", "--exit-code", "--", "policies"
    )
    assert code == 1
    found = json.loads(out)
    assert found["format"] == "kontaktdsl-diff"
    policies = {policy["id"]: policy for policy in found["policies"]}
    assert policies["rhein-hunsrueck"]["equivalent"]
    changed = policies["dahme-spreewald"]
    (how_often,) = (s for s in changed["sections"] if s["section"] == "how often")
    forgotten = [c for c in how_often["changes"] if c["direction"] == "newly forgotten"]
    people = {"Alter": [[15, 24]], "Status": ["alo"], "Selbständig": [False], "Absolvent": [False]}
    groups = [(c["old"], g["where"], g["cases"]) for c in forgotten for g in c["groups"]]
    near = people | {"Prognose": ["marktnah", "marktfern"], "Intensivkunde": [False]}
    assert groups == [
        ("alle 14 Tage", near, 4),
        ("alle 6 Monate", people | {"Prognose": ["Z"]}, 4),
    ]
    for change in forgotten:
        (group,) = change["groups"]
        (line,) = group["old_lines"]
        assert line["file"] == "HEAD~1:policies/dahme-spreewald.kpol"
        assert line["citation"] == "Folgekontakt, U25 alo"
        assert group["new_lines"] == []
    others = {(c["direction"], c["old"], c["new"]) for c in how_often["changes"]} - {
        (c["direction"], c["old"], c["new"]) for c in forgotten
    }
    assert others == {
        ("looser", "alle 14 Tage", "monatlich"),
        ("newly possible", "unmöglich", "keine Vorgabe"),
        ("newly possible", "unmöglich", "siehe „Standards Absolventenmanagement“"),
    }


def test_the_text_and_the_comment(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both say it in words; the language follows the policies or `--lang`."""
    where = "HEAD~1:policies/dahme-spreewald.kpol", "policies/dahme-spreewald.kpol"
    code, out, _ = run(capsys, *where)
    assert code == 0
    assert "NEU VERGESSEN  alle 14 Tage → keine Vorgabe  (4 Fälle)" in out
    assert "U25, arbeitslos, marktnah oder nicht marktnah" in out
    assert "[Folgekontakt, U25 alo]" in out
    _, out, _ = run(capsys, *where, "--lang", "en", "--format", "markdown")
    assert (
        "| **newly forgotten** | every 14 days<br><sub>Folgekontakt, U25 alo, line 60</sub>" in out
    )
    assert out.startswith("### Orientierungsrahmen Kundenbetreuung (dahme-spreewald)")


def test_a_revision_against_the_working_tree(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One revision alone takes the path of the other side, also below the top folder."""
    code, out, _ = run(capsys, "HEAD", "policies", "--exit-code")
    assert code == 0
    assert out.count("Gleichwertig") == 2
    monkeypatch.chdir(repository / "policies")
    code, out, _ = run(capsys, "HEAD~1", "dahme-spreewald.kpol", "--exit-code")
    assert code == 1
    assert "HEAD~1:policies/dahme-spreewald.kpol" in out
    code, _, _ = run(capsys, "HEAD~1", "HEAD", "--exit-code")
    assert code == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("HEAD", "gibt-es-nicht"), "gibt-es-nicht is neither a file nor a folder nor a revision"),
        (("HEAD~7", "HEAD", "--", "policies"), "there is no revision HEAD~7"),
        (("HEAD:nirgends.kpol", "policies"), "there is no policy (.kpol) at nirgends.kpol"),
        (("HEAD",), "two versions belong here"),
        (("HEAD", "HEAD~1", "--", "/"), "not inside this git repository"),
    ],
)
def test_what_cannot_be_meant(
    repository: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    words: str,
) -> None:
    """A clear message and exit code 2."""
    code, out, err = run(capsys, "--lang", "en", *arguments)
    assert (code, out) == (2, "")
    assert words in err


def test_without_git(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only revisions need it."""
    monkeypatch.setenv("PATH", str(repository))
    code, _, err = run(capsys, "HEAD~1:policies", "policies", "--lang", "en")
    assert code == 2
    assert "a revision needs git" in err
    assert run(capsys, "policies", "policies", "--exit-code")[0] == 0


def test_outside_of_a_repository(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message says so."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    code, _, err = run(capsys, "HEAD:a", "HEAD:b", "--lang", "en")
    assert code == 2
    assert "not in a git repository" in err or "needs git" in err


def write(folder: Path, name: str, id_: str, rules: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(HEAD.format(id_.title(), id_) + rules, encoding="utf-8")


def test_folders_are_matched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By id wherever the file went, else by name; the rest came or went."""
    old, new = tmp_path / "old", tmp_path / "new"
    write(old, "a.kpol", "eins", "alo or asu -> monthly\n")
    write(new, "z.kpol", "eins", "alo -> monthly\nasu -> monthly\n")
    write(old, "b.kpol", "zwei", "alo or asu -> monthly\n")
    write(new, "b.kpol", "zwei-neu", "alo or asu -> weekly\n")
    write(old, "c.kpol", "drei", "alo or asu -> monthly\n")
    write(new, "d.kpol", "vier", "alo or asu -> monthly\n")
    code, out, _ = run(capsys, str(old), str(new), "--format", "json", "--exit-code")
    assert code == 1
    found = [(p["id"], p["status"], p.get("equivalent")) for p in json.loads(out)["policies"]]
    assert sorted(found) == [
        ("drei", "removed", None),
        ("eins", "compared", True),
        ("vier", "added", None),
        ("zwei-neu", "compared", False),
    ]
    _, out, _ = run(capsys, str(old), str(new), "--lang", "en")
    assert "a new policy" in out
    assert "the policy is gone" in out
    assert "4 policies compared; changed: 3" in out


def test_a_policy_of_several_series_counts_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two series are no two policies; one series that came is no new policy."""
    series = "alo or asu -> monthly\nseries Anrufe\nalo or asu -> {} for Anrufe\n"
    write(tmp_path / "old", "a.kpol", "eins", series.format("weekly"))
    write(tmp_path / "new", "a.kpol", "eins", series.format("daily"))
    for words in ((), ("--format", "markdown")):
        _, out, _ = run(
            capsys, str(tmp_path / "old"), str(tmp_path / "new"), "--lang", "en", *words
        )
        assert "compared;" not in out
    write(tmp_path / "old", "b.kpol", "zwei", "alo or asu -> monthly\n")
    write(tmp_path / "new", "b.kpol", "zwei", series.format("weekly"))
    for words in ((), ("--format", "markdown")):
        _, out, _ = run(
            capsys, str(tmp_path / "old"), str(tmp_path / "new"), "--lang", "en", *words
        )
        assert "2 policies compared; changed: 2" in out


def test_a_side_that_does_not_load(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its first error with its place, never a comparison with half a policy."""
    write(tmp_path, "a.kpol", "eins", "alo or asu -> monthly\n")
    write(tmp_path, "b.kpol", "eins", "alo or asx -> monthly\n")
    code, out, err = run(capsys, str(tmp_path / "a.kpol"), str(tmp_path / "b.kpol"), "--lang", "en")
    assert (code, out) == (2, "")
    assert "b.kpol, line 4, column 8" in err
    assert "only versions that can be read are compared" in err


def test_renaming_and_population(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The options reach the comparison."""
    write(tmp_path, "a.kpol", "eins", "alo -> monthly\nasu -> weekly\n")
    other = (tmp_path / "a.kpol").read_text(encoding="utf-8")
    other = other.replace("status", "Lage").replace("alo", "arbeitslos")
    (tmp_path / "b.kpol").write_text(other, encoding="utf-8")
    paths = str(tmp_path / "a.kpol"), str(tmp_path / "b.kpol")
    assert run(capsys, *paths, "--exit-code")[0] == 1
    code, out, _ = run(
        capsys, *paths, "--rename", "status=Lage, status:alo=arbeitslos", "--exit-code"
    )
    assert code == 0, out
    code, _, err = run(capsys, *paths, "--rename", "statsu=Lage", "--lang", "en")
    assert code == 2
    assert "there is no `statsu` in the old version" in err
    people = tmp_path / "kunden.csv"
    people.write_text("status;Anzahl;Name\nalo;30;x\nasu;12;y\nfalsch;1;z\n", encoding="utf-8")
    write(tmp_path, "c.kpol", "eins", "alo -> every 2 months\nasu -> weekly\n")
    code, out, _ = run(
        capsys, paths[0], str(tmp_path / "c.kpol"), "--population", str(people), "--lang", "en"
    )
    assert "LOOSER  monthly → every 2 months  (1 case, 30 people)" in out
    assert "42 people counted by the column `Anzahl`" in out
    assert "not read: `Name`" in out
    assert "`falsch` in column `status`, first in row 4: 1 person" in out
    code, _, err = run(capsys, *paths, "--count-column", "n", "--lang", "en")
    assert code == 2


def test_where_nobody_is_possible_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not that all is equal."""
    empty = 'impossible: alo or asu because "x"\n'
    write(tmp_path, "a.kpol", "eins", empty + "alo or asu -> monthly\n")
    write(tmp_path, "b.kpol", "eins", empty + "alo or asu -> weekly\n")
    for words in ((), ("--format", "markdown")):
        code, out, _ = run(capsys, str(tmp_path / "a.kpol"), str(tmp_path / "b.kpol"), *words)
        assert code == 0
        assert "Nobody is left, before and now" in out
        assert "Equivalent" not in out


def test_a_shallow_clone_says_how_to_fetch_the_rest(
    repository: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A service fetches the last revision only; elsewhere there is no such advice."""
    git(tmp_path, "clone", "-q", "--depth", "1", repository.as_uri(), "flach")
    monkeypatch.chdir(tmp_path / "flach")
    code, _, err = run(capsys, "HEAD~1", "HEAD", "--lang", "en", "--", "policies")
    assert code == 2
    assert "there is no revision HEAD~1" in err
    assert "git fetch --unshallow" in err
    monkeypatch.chdir(repository)
    assert "unshallow" not in run(capsys, "HEAD~9", "HEAD", "--", "policies")[2]
