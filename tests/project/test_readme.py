"""What the README shows is what happens."""

import contextlib
import io
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from kontaktdsl.cli import main
from kontaktdsl.project import check_text

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
OUTPUTS = [
    (hidden or typed.replace("\\\n", " "), shown)
    for hidden, typed, shown in re.findall(
        r"<!-- output(?:: (.*?))? -->\n(?:```sh\nkpol (.*?)```\n)?```text\n(.*?)```\n<!-- /output -->",
        README,
        re.DOTALL,
    )
]
"""What is shown, by its command: a comment, or typed above."""


@pytest.mark.parametrize(("command", "shown"), OUTPUTS, ids=[command for command, _ in OUTPUTS])
def test_the_output_shown_is_real(
    command: str, shown: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """To renew it, paste what the command prints at 100 columns."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("KPOL_NO_CACHE", "1")
    main(shlex.split(command))
    printed = capsys.readouterr().out
    assert [line.rstrip() for line in printed.splitlines()] == [
        line.rstrip() for line in shown.splitlines()
    ]


def test_there_are_pictures() -> None:
    assert [command.split()[0] for command, _ in OUTPUTS] == ["check", "decide"]


def test_the_due_list_shown_is_real(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The one command of the README, without the installation; `[...]` stands for lines left out."""
    (line,) = re.findall(r"<!-- due-command -->\n```sh\n(.*?)\n```\n<!-- /due-command -->", README)
    install, extra, generate, due = line.split(" && ")
    assert (install, extra) == ("python3 -m venv .venv", ".venv/bin/pip install -q '.[data]'")
    python, program, *words = generate.split()
    assert python == ".venv/bin/python"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    words[0] = str(ROOT / words[0])
    subprocess.run([sys.executable, ROOT / program, *words], check=True, timeout=300)
    kpol, verb, policy, *others = due.split()
    assert (kpol, verb) == (".venv/bin/kpol", "due")
    assert main([verb, str(ROOT / policy), *others]) == 0
    printed = capsys.readouterr().out
    (shown,) = re.findall(
        r"<!-- due-output -->\n```text\n(.*?)```\n<!-- /due-output -->", README, re.DOTALL
    )
    at = 0
    for piece in shown.split("[...]\n"):
        found = printed.find(piece, at)
        assert found >= 0, piece
        at = found + len(piece)
    assert printed.startswith(shown.split("[...]\n")[0])
    assert at == len(printed)


def test_the_python_examples_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """One after another, as a reader types them."""
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        for code in re.findall(r"```python\n(.*?)```", README, re.DOTALL):
            exec(compile(code, "README.md", "exec"), names)
    assert "Aktivierung" in out.getvalue()
    assert "möglich bleibt: alle 2 Monate" in out.getvalue()


def test_the_policy_shown_is_clean() -> None:
    for text in re.findall(r"```kpol\n(.*?)```", README, re.DOTALL):
        assert check_text(text).findings == ()


def test_the_pictures_exist_and_are_told_in_words() -> None:
    """Small enough to clone; whoever does not see them still knows what they show."""
    found = re.findall(r"!\[([^\]]*)\]\(([^)]*)\)", README)
    assert found
    for words, path in found:
        assert len(words.split()) > 10
        assert 1_000 < (ROOT / path).stat().st_size < 200_000
        assert (ROOT / path).read_bytes().startswith(b"\x89PNG")
