"""Neovim, as Debian ships it: the syntax file, and the language server, driven for real."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

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
