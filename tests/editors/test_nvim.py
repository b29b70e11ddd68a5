"""Neovim, as Debian ships it: the syntax file, and the language server, driven for real."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kontaktdsl.source import Source
from kontaktdsl.syntax.formatter import format_document
from kontaktdsl.syntax.parser import parse
from tests.editors.conftest import EDITORS
from tests.editors.oracle import Spans, differences
from tests.fmt.corpus import TEXTS, corpus

PLUGIN = EDITORS / "nvim"
CLASSES = {
    "Comment": "comment", "String": "string", "Citation": "citation", "Name": "name",
    "Declared": "name", "BlockName": "name", "Date": "number", "Number": "number",
    "Arrow": "operator", "Sign": "operator", "Bullet": "operator", "Pipe": "operator",
    "Punctuation": "operator",
}  # fmt: skip
NVIM = shutil.which("nvim")

GAP = {
    "de": """Richtlinie "Kontakte"
Merkmal Alter: Zahl 15 bis 66
Merkmal Status: alo | asu
Begriff U25 heißt Alter unter 25
Begriff Ü25 heißt Alter mindestens 25
Regeln Takt [§ 1]:
  -   U25 und alo ->   monatlich
  - Ü25 -> alle 2 Monate
es gilt immer: genau eines von U25, Ü25
""",
    "en": """policy "Contacts"
attribute age: number 15 to 66
attribute status: alo | asu
define U25 as age under 25
define Ü25 as age at least 25
rules Takt [§ 1]:
  -   U25 and alo ->   monthly
  - Ü25 -> every 2 months
ensure: exactly one of U25, Ü25
""",
}
LAST = {"de": "  - Ü25 -> alle 2 Monate\n", "en": "  - Ü25 -> every 2 months\n"}
FORGOTTEN = {"de": "- U25 und asu -> 3-monatlich", "en": "- U25 and asu -> every 3 months"}

pytestmark = pytest.mark.skipif(NVIM is None, reason="Neovim (nvim) is not installed")


def nvim(script: str, home: Path, **environment: str) -> str:
    """Run a script of this folder in Neovim without anybody's settings; what it wrote into KPOL_OUT."""
    assert NVIM is not None
    out = home / "out"
    run = subprocess.run(
        [
            NVIM, "--clean", "--headless", "--cmd", f"set runtimepath^={PLUGIN}",
            "--cmd", "syntax on | filetype plugin on",
            "-c", f"luafile {Path(__file__).with_name(script)}",
        ],
        cwd=home,
        env=os.environ
        | {"KPOL_OUT": str(out), "HOME": str(home), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=240,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout
    assert out.exists(), run.stdout
    return out.read_text("utf-8")


def shown(text: str, groups: list[list[str]]) -> Spans:
    """The class of every character, from the name of its group."""
    spans: Spans = []
    at = 0
    for line, names in zip(text.split("\n"), groups, strict=False):
        letters = list(line)
        assert len(letters) == len(names)
        for name in names:
            kind = name.removeprefix("kpol").removeprefix("De").removeprefix("En")
            if kind and not kind.startswith("_"):
                spans.append((at, at + 1, CLASSES.get(kind, "keyword")))
            at += 1
        at += 1
    return spans


def test_policies_are_shown_as_they_are_read(tmp_path: Path) -> None:
    """Every token of every policy has the class that it has in the tree; composed letters only."""
    texts = [text for text in [*TEXTS, *corpus(12, harm=False)] if "\u0308" not in text]
    texts = [text.replace("\r", "").replace("\ufeff", "") for text in texts]
    assert len(texts) > 12
    paths = [tmp_path / f"{number}.kpol" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    written = nvim(
        "nvim_syntax.lua", tmp_path, KPOL_FILES="\n".join(map(str, paths)), PATH="/usr/bin"
    )
    found = [json.loads(line) for line in written.splitlines()]
    assert {one["filetype"] for one in found} == {"kpol"}
    assert {one["error"] for one in found} == {""}
    for text, one in zip(texts, found, strict=True):
        assert not differences(text, shown(text, one["groups"]))


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_server_serves_neovim(language: str, tmp_path: Path) -> None:
    """Findings at the right line, a hover, a finding that goes away while typing, and formatting."""
    folder = tmp_path / "Richtlinien für alle"
    folder.mkdir()
    (folder / "kpol.toml").write_text("", encoding="utf-8")
    path = folder / "ä.kpol"
    path.write_text(GAP[language], encoding="utf-8")
    scripts = Path(sys.executable).parent
    written = nvim(
        "nvim_server.lua",
        tmp_path,
        KPOL_FILE=str(path),
        KPOL_HOVER="U25",
        KPOL_AFTER="- Ü25",
        KPOL_LINE=FORGOTTEN[language],
        PATH=f"{scripts}{os.pathsep}{os.environ['PATH']}",
    )
    done = json.loads(written)
    assert "problem" not in done, done["problem"]
    assert Path(done["root"]) == folder
    (gap,) = done["before"]
    assert (gap["code"], gap["severity"], gap["line"]) == ("gap", 1, 7)
    assert "U25" in gap["message"]
    assert "U25" in done["hover"]
    assert not done["after"]
    source = Source(
        "x", GAP[language].replace(LAST[language], LAST[language] + FORGOTTEN[language] + "\n")
    )
    assert done["text"] == format_document(parse(source).document)
