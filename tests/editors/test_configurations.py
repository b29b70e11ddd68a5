"""The files for the other editors can be read by what reads them there."""

import json
import os
import plistlib
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from luaparser import ast as lua

from kontaktdsl.source import Source
from kontaktdsl.syntax import editors
from kontaktdsl.syntax.formatter import format_document
from kontaktdsl.syntax.highlighting import Kind
from kontaktdsl.syntax.parser import parse
from tests.editors.conftest import EDITORS, call
from tests.editors.oracle import Spans, differences
from tests.editors.test_nvim import GAP
from tests.editors.test_textmate import class_of
from tests.fmt.corpus import FILES, TEXTS

COMMAND = ["kpol", "lsp"]
EMACS = shutil.which("emacs")


@pytest.mark.parametrize("path", editors.files())
def test_the_written_files_are_those_of_the_keywords(path: str) -> None:
    """After a change in keywords.toml somebody has run `python -m kontaktdsl.syntax.editors`."""
    assert (EDITORS / path).read_text("utf-8") == editors.files()[path]


def test_writing_them_writes_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command of the message above does what it says."""
    monkeypatch.setattr("kontaktdsl.syntax.stored.folder", lambda: str(tmp_path))
    editors.write()
    for path, content in editors.files().items():
        assert (tmp_path / "editors" / path).read_bytes() == content.encode()


# --- Neovim -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(EDITORS.glob("nvim/**/*.lua")), ids=lambda path: path.name)
def test_lua_can_be_read(path: Path) -> None:
    """No slip of the pen in a file that Neovim runs."""
    assert list(lua.walk(lua.parse(path.read_text("utf-8"))))


def test_a_slip_in_lua_is_noticed() -> None:
    """The reader can fail."""
    with pytest.raises(lua.SyntaxException):
        lua.parse((EDITORS / "nvim/lua/kpol.lua").read_text("utf-8") + "\nend\n")


# --- Helix --------------------------------------------------------------------------------------


def test_helix_finds_the_server() -> None:
    """The language names the server, and the server is `kpol lsp`."""
    content = tomllib.loads((EDITORS / "helix/languages.toml").read_text("utf-8"))
    (language,) = content["language"]
    (name,) = language["language-servers"]
    server = content["language-server"][name]
    assert [server["command"], *server["args"]] == COMMAND
    assert language["file-types"] == ["kpol"]
    assert language["comment-token"] == "#"


# --- Sublime Text -------------------------------------------------------------------------------


def test_sublime_finds_the_server() -> None:
    """The client of the LSP package starts `kpol lsp` for the scope of the syntax."""
    text = (EDITORS / "sublime/LSP.sublime-settings").read_text("utf-8")
    client = json.loads(re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE))["clients"]["kpol"]
    assert client["command"] == COMMAND
    syntax = yaml.safe_load((EDITORS / "sublime/kpol.sublime-syntax").read_text("utf-8"))
    assert client["selector"] == syntax["scope"]
    assert syntax["file_extensions"] == ["kpol"]


def test_the_syntax_for_sublime_is_whole() -> None:
    """Each rule is a pattern with as many groups as it names, and each context that is set exists."""
    contexts = yaml.safe_load((EDITORS / "sublime/kpol.sublime-syntax").read_text("utf-8"))[
        "contexts"
    ]
    assert set(contexts) == {"main", "de", "en"}
    for rules in contexts.values():
        assert len(rules) > 15
        for rule in rules:
            pattern = re.compile(rule["match"])
            assert all(1 <= group <= pattern.groups for group in rule.get("captures", {}))
            assert rule.get("set", "main") in contexts
            assert {"scope", "captures", "set"} & set(rule)


BAT = shutil.which("batcat") or shutil.which("bat")
COLOURED = re.compile(r"\x1b\[38;2;(\d+);\d+;\d+m|\x1b\[[0-9;]*m")


def theme() -> bytes:
    """A theme with one colour for each kind of token, its number as the share of red."""
    styles = [
        {"scope": kind.scope, "settings": {"foreground": f"#{number:02x}0000"}}
        for number, kind in enumerate(Kind, 1)
    ]
    plain = {"settings": {"foreground": "#ff0000", "background": "#000000"}}
    return plistlib.dumps({"name": "kinds", "settings": [plain, *styles]})


def classes(coloured: str) -> tuple[str, Spans]:
    """The text and its classes, from what was written in the colours of the theme."""
    text, spans, at, red = "", list[tuple[int, int, str]](), 0, 0
    for found in [*COLOURED.finditer(coloured), None]:
        piece = coloured[at : found.start() if found else len(coloured)]
        if 0 < red <= len(Kind):
            kind = list(Kind)[red - 1]
            spans.append((len(text), len(text) + len(piece), class_of(kind.scope)))
        text += piece
        if found:
            at, red = found.end(), int(found[1] or 0)
    return text, spans


@pytest.mark.skipif(BAT is None, reason="bat is not installed")
def test_the_syntax_for_sublime_shows_policies_as_they_are_read(tmp_path: Path) -> None:
    """Bat, which reads syntaxes of Sublime Text, classes every token as the tree does."""
    for folder, name, content in (
        ("syntaxes", "kpol.sublime-syntax", (EDITORS / "sublime/kpol.sublime-syntax").read_bytes()),
        ("themes", "kinds.tmTheme", theme()),
    ):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_bytes(content)
    env = {
        "BAT_CONFIG_DIR": str(tmp_path),
        "BAT_CACHE_PATH": str(tmp_path / "cache"),
        "COLORTERM": "truecolor",
    }
    env_without = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | env
    words = [str(BAT), "--force-colorization", "--plain", "--paging=never", "--theme=kinds"]
    built = call([str(BAT), "cache", "--build"], cwd=tmp_path, env=env)
    assert built.returncode == 0, built.stdout
    for number, text in enumerate(text for text in TEXTS if "\r" not in text):
        path = tmp_path / f"{number}.kpol"
        path.write_text(text, encoding="utf-8")
        run = subprocess.run(
            [*words, str(path)], env=env_without, capture_output=True, encoding="utf-8", timeout=60
        )
        assert run.returncode == 0, run.stderr
        shown, spans = classes(run.stdout)
        assert shown == text
        assert not differences(text, spans)


# --- Emacs --------------------------------------------------------------------------------------

LISP_TOKEN = re.compile(r';[^\n]*|"(?:[^"\\]|\\.)*"|\?\\?.|[()\[\]]|[^\s;"()\[\]]+|\s+', re.DOTALL)


def balance(text: str) -> int:
    """How many parentheses of a Lisp text are open at its end; none may be closed too early."""
    depth = at = 0
    while at < len(text):
        found = LISP_TOKEN.match(text, at)
        assert found is not None, text[at : at + 40]
        token = found.group()
        depth += (token in ("(", "[")) - (token in (")", "]"))
        assert depth >= 0, text[max(0, at - 40) : at]
        at = found.end()
    return depth


@pytest.mark.parametrize("name", ["kpol-mode.el", "kpol-words.el"])
def test_lisp_is_balanced(name: str) -> None:
    """As many parentheses are closed as are opened, strings and comments left out."""
    text = (EDITORS / "emacs" / name).read_text("utf-8")
    assert balance(text) == 0
    assert balance(text + "(") == 1


@pytest.mark.skipif(EMACS is None, reason="Emacs is not installed")
def test_emacs_compiles_the_mode_without_a_warning(tmp_path: Path) -> None:
    """The byte compiler sees no unknown function and no unused word."""
    for path in EDITORS.glob("emacs/*.el"):
        shutil.copy(path, tmp_path)
    words = ["emacs", "--batch", "-Q", "-L", ".", "--eval", "(setq byte-compile-error-on-warn t)"]
    run = call([*words, "-f", "batch-byte-compile", "kpol-words.el", "kpol-mode.el"], cwd=tmp_path)
    assert run.returncode == 0, run.stdout


SHOWN = """
(progn
  (require 'kpol-mode)
  (dolist (path command-line-args-left)
    (with-current-buffer (find-file-noselect path)
      (font-lock-ensure)
      (princ (format "%s\\n" major-mode))
      (goto-char (point-min))
      (while (not (eobp))
        (princ (format "%s " (or (get-text-property (point) 'face) '-)))
        (forward-char))
      (princ "\\n"))))
"""


@pytest.mark.skipif(EMACS is None, reason="Emacs is not installed")
def test_emacs_shows_words_texts_and_comments(tmp_path: Path) -> None:
    """The mode belongs to the file's ending, and keywords are those of the file's language."""
    text = 'Richtlinie "P" # weil\nMerkmal nichtmarktnah: ja oder nein\nnichtmarktnah und and -> alle 2 Monate\n'
    path = tmp_path / "x.kpol"
    path.write_text(text, encoding="utf-8")
    mode = EDITORS / "emacs"
    words = ["emacs", "--batch", "-Q", "-L", mode, "--eval", SHOWN, path, *FILES]
    run = call(words, cwd=tmp_path, env={"LC_ALL": "C.UTF-8"})
    assert run.returncode == 0, run.stdout
    lines = run.stdout.splitlines()
    assert lines[0::2] == ["kpol-mode"] * (1 + len(FILES))
    faces = lines[1].split()

    def face(word: str) -> set[str]:
        at = text.index(word)
        return set(faces[at : at + len(word)])

    assert face("Richtlinie") == {"font-lock-keyword-face"}
    assert face('"P"') == {"font-lock-string-face"}
    assert face("weil") == {"font-lock-comment-face"}
    assert face("nichtmarktnah") == {"font-lock-function-name-face"}
    assert face("ja oder nein") == {"font-lock-keyword-face"}
    assert face("und") == {"font-lock-builtin-face"}
    assert face(" and ") == {"-"}
    assert face("Monate") == {"font-lock-type-face"}


@pytest.mark.skipif(EMACS is None, reason="Emacs is not installed")
def test_the_server_serves_emacs(tmp_path: Path) -> None:
    """Findings at their line, and formatting, through eglot and the mode of this project."""
    words = ["emacs", "--batch", "-f", "package-initialize"]
    if call([*words, "--eval", "(require 'eglot)"], cwd=tmp_path).returncode:
        pytest.skip("eglot is not installed")
    path = tmp_path / "ä.kpol"
    path.write_text(GAP["de"], encoding="utf-8")
    script = Path(__file__).with_name("emacs_server.el")
    run = subprocess.run(
        [*words, "-L", str(EDITORS / "emacs"), "-l", str(script)],
        cwd=tmp_path,
        env=os.environ
        | {"KPOL": str(Path(sys.executable).with_name("kpol")), "KPOL_FILE": str(path)}
        | {"HOME": str(tmp_path), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    findings, _, text = run.stdout.partition("---\n")
    assert findings.startswith("7: kpol [gap]: Für diese Kundinnen und Kunden")
    assert text == format_document(parse(Source("x", GAP["de"])).document)
