"""The pages and pictures in a real browser: axe-core, the keyboard, texts that fit.

Skipped, with the reason, where node, npm or a Chromium is missing, or the packages cannot be had.
`KPOL_CHROMIUM` names a browser that is not on the path.
"""

import json
import os
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from kontaktdsl.project import loads
from kontaktdsl.reports.matrices import html, svg
from kontaktdsl.reports.matrices.build import grid
from kontaktdsl.reports.matrices.wording import Wording
from tests.matrix.test_page import FILES, wording

HERE = Path(__file__).parent / "browser"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MODES = ("light", "dark", "print", "narrow, dark, a cell in focus")
EVERY_KIND = """
policy "Every kind of cell"
  intervals are a guide but a minimum for U25
attribute age: number 15 to 66
attribute status "A label that is quite long, as those from a directive tend to be": a "Donaudampfschifffahrtsgesellschaftskapitän" | b | c | d | e | f | g | h
attribute extra: yes or no
define U25 "unter 25" as age under 25
impossible: a and U25 because "never"
rules One [1]:
  - a -> weekly
  - b -> every 2 weeks
  - c -> monthly
  - d -> every 2 months
  - e and U25 -> every 3 months
  - e and not U25 -> every 6 months
  - f and U25 -> yearly
  - f and not U25 -> no contact required "a reason that is so long that it has to stand below the table, with a number"
  - g and U25 -> as needed "Teamleitung"
  - g and not U25 -> not regulated "nobody said"
  - h and U25 -> see "Another directive"
rules Two [2]:
  - extra and b -> monthly
"""


def _browser() -> str:
    named = os.environ.get("KPOL_CHROMIUM")
    found = named or next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium on this machine")
    return found


def _packages() -> Path:
    """A folder outside the checkout with the packages of the lock file, made once."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("no node and npm on this machine")
    files = [HERE / name for name in ("package.json", "package-lock.json")]
    key = sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    place = home / "kontaktdsl-tests" / f"browser-{key}"
    if not (place / "done").is_file():
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        for file in files:
            shutil.copy(file, place)
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        run = subprocess.run(command, cwd=place, capture_output=True, encoding="utf-8", timeout=180)
        if run.returncode:
            pytest.skip(f"npm cannot install axe-core and playwright-core: {run.stderr[-200:]}")
        (place / "done").touch()
    return place


@pytest.fixture(scope="module")
def driven(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the browser says of every page and picture."""
    browser, place = _browser(), _packages()
    folder = tmp_path_factory.mktemp("pages")
    for path in FILES:
        for language in ("de", "en"):
            name = f"{path.parent.name}-{path.stem}-{language}"
            words = wording(path, language)
            (folder / f"{name}.html").write_text(html.document(words, "1"), encoding="utf-8")
            (folder / f"{name}.svg").write_text(svg.document(words, "1"), encoding="utf-8")
    words = Wording(grid(loads(EVERY_KIND).model), "en")
    (folder / "every-kind.html").write_text(html.document(words, "1"), encoding="utf-8")
    (folder / "every-kind.svg").write_text(svg.document(words, "1"), encoding="utf-8")
    shutil.copy(HERE / "drive.mjs", place)
    command = ["node", "drive.mjs", browser, str(folder)]
    run = subprocess.run(command, cwd=place, capture_output=True, encoding="utf-8", timeout=400)
    assert run.returncode == 0, run.stderr
    told: dict[str, Any] = json.loads(run.stdout)
    assert len(told["pages"]) == len(told["pictures"]) == 9
    return told


@pytest.mark.parametrize("mode", MODES)
def test_axe_finds_nothing(driven: dict[str, Any], mode: str) -> None:
    """By every rule of axe-core, best practices too; and the page itself never scrolls sideways."""
    for name, page in driven["pages"].items():
        assert page["axe"][mode]["violations"] == [], name
        assert page["axe"][mode]["passes"] > 20
        assert page["overflow"] <= 0, name


def test_the_cell_in_focus_is_seen_on_a_narrow_screen(driven: dict[str, Any]) -> None:
    """The table scrolls to it, though the page itself does not."""
    for name, page in driven["pages"].items():
        assert page["seen"], name


def test_nothing_is_loaded_and_nothing_complains(driven: dict[str, Any]) -> None:
    """No request, no error, no breach of the page's own policy."""
    for page in driven["pages"].values():
        assert page["noise"] == page["keyboard"]["noise"] == page["plain"]["noise"] == []
    for picture in driven["pictures"].values():
        assert picture["noise"] == []


def test_the_keyboard_reaches_every_cell(driven: dict[str, Any]) -> None:
    """Tab into the table, arrows inside it, one Tab out again; the focus is seen."""
    told = driven["pages"]["policies-dahme-spreewald-de.html"]["keyboard"]
    assert told["stops"][-1] == "c1"
    assert told["outline"] == "3px"
    moves = ("right", "down", "left", "up", "edge", "end", "last", "home", "back", "start")
    assert [told[move] for move in moves] == [
        "c2", "c6", "c5", "c1", "c1", "c4", "c88", "c85", "c85", "c1",
    ]  # fmt: skip
    assert not told["afterTab"].startswith("c"), "one Tab leaves the table"
    assert told["inView"], "the pane does not hide the cell in focus"


def test_focus_and_pointer_show_rule_and_citation(driven: dict[str, Any]) -> None:
    """Whom it is for, the answer in full, the line as written, its place, its interpretation."""
    told = driven["pages"]["policies-dahme-spreewald-de.html"]["keyboard"]
    shown = told["rightPane"].split("\n")
    assert (
        "Regelfall (kein Intensivkunde, nicht selbständig, kein Absolvent, kein Quali) · U25 · arbeitslos · nicht marktnah"
        in shown
    )
    assert "alle 14 Tage (Mindestvorgabe)" in shown
    assert "U25 und alo und marktfern -> 14-tägig" in told["rightPane"]
    assert "[Folgekontakt, U25 alo]" in told["rightPane"]
    assert "Auslegung: Die zwei leeren Felder" in told["rightPane"]
    assert told["hover"] == told["rightPane"]
    assert told["hidden"], "Escape puts the pane away"
    assert told["hash"] == "#r2" or told["hash"].startswith("#r")
    assert "U25 und alo und marktnah" in told["target"]
    gap = driven["pages"]["as-printed-rhein-hunsrueck-en.html"]["keyboard"]
    assert "impossible" in gap["lastPane"] or "see" in gap["lastPane"]


def test_without_its_script_the_page_is_whole(driven: dict[str, Any]) -> None:
    """A plain table; its marks are links to the rules below."""
    for name, page in driven["pages"].items():
        plain = page["plain"]
        assert plain["role"] is None
        assert not plain["pane"]
        assert plain["links"] > 0, name
        assert plain["rules"] > 0
        assert plain["hash"].startswith("#r")


def test_the_texts_of_a_picture_fit(driven: dict[str, Any]) -> None:
    """None reaches beyond its cell or the picture, long labels neither."""
    for name, picture in driven["pictures"].items():
        assert picture["texts"] > 20
        assert picture["cells"] > 10
        assert picture["outside"] == picture["beyond"] == [], name
