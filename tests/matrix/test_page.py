"""The page of the real policies: headers, anchors, words; always run, without a browser."""

import re
from pathlib import Path

import pytest

from kontaktdsl.project import read_only
from kontaktdsl.reports.matrices import html
from kontaktdsl.reports.matrices.build import grid
from kontaktdsl.reports.matrices.grid import Kind
from kontaktdsl.reports.matrices.phrases import KINDS, LEVELS, SAID, SHORT, SYMBOLS
from kontaktdsl.reports.matrices.wording import Wording
from tests.matrix import pages

ROOT = Path(__file__).parents[2]
FILES = [
    ROOT / folder / f"{name}.kpol"
    for folder in ("policies", "examples/as-printed")
    for name in ("dahme-spreewald", "rhein-hunsrueck")
]
both = pytest.mark.parametrize("language", ["de", "en"])
each = pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")


def wording(path: Path, language: str) -> Wording:
    """The words of a real policy."""
    policy = read_only(path).policy
    assert policy is not None
    return Wording(grid(policy), language)


@each
@both
def test_every_cell_has_its_headers(path: Path, language: str) -> None:
    """By the algorithm of the HTML standard: one section, a label per attribute, one column."""
    words = wording(path, language)
    page = pages.tree(html.document(words, "1"))
    table = page.one("table")
    assert all(th.attributes.get("scope") for th in table.all("th"))
    assert all(th.text for th in table.all("th"))
    cells = pages.placed(table)
    assert len(cells) == sum(1 for _ in words.grid.cells)
    for cell in cells:
        assert len(cell.groups) == 1
        assert len(cell.rows) == len(words.heads)
        assert [h.attributes["scope"] for h in cell.columns] == ["colgroup", "col"]
        assert cell.node.text
    assert page.one("caption").text
    assert page.one("html").attributes["lang"] == language
    groups = [int(group.attributes["span"]) for group in table.all("colgroup")]
    assert groups == [len(words.heads), len(words.grid.columns)]


@each
@both
def test_every_reference_leads_somewhere(path: Path, language: str) -> None:
    """Ids are unique; links and descriptions point at one of them; every rule is reachable."""
    page = pages.tree(html.document(wording(path, language), "1"))
    ids = [node.attributes["id"] for node in page.all() if "id" in node.attributes]
    assert len(ids) == len(set(ids))
    used = set()
    for node in page.all():
        for name in ("aria-describedby", "aria-labelledby"):
            used |= set(node.attributes.get(name, "").split())
        if node.name == "a":
            used.add(node.attributes["href"].removeprefix("#"))
    assert used <= set(ids)
    rules = {key for key in ids if re.fullmatch(r"[ru]\d+", key)}
    assert rules <= used


@each
def test_rule_and_citation_stand_behind_each_cell(path: Path) -> None:
    """The description of a cell holds the line as written and its place in the directive."""
    words = wording(path, "de")
    page = pages.tree(html.document(words, "1"))
    known = {node.attributes["id"]: node.text for node in page.all("li") if "id" in node.attributes}
    cells = list(words.grid.cells)
    for cell, shown in zip(cells, page.all("td"), strict=True):
        told = " ".join(known[key] for key in shown.attributes["aria-describedby"].split())
        for line in (*cell.rules, *cell.constraints):
            assert line.citation is None or f"[{line.citation.text}]" in told
        if cell.kind is Kind.GAP:
            assert told == "⚠ Lücke: keine Vorgabe gilt"


def test_the_page_says_which_policy_it_is() -> None:
    """Id, validity, digest, the account, and every interpretation."""
    words = wording(FILES[0], "de")
    text = pages.tree(html.document(words, "1.2")).one("body").text
    for part in (
        "dahme-spreewald",
        "ab 26.06.2017",
        words.grid.policy.digest,
        "Erzeugt mit kpol 1.2",
    ):
        assert part in text
    counts = [
        re.sub(r"\s+", " ", li.text)
        for li in pages.tree(html.document(words, "1")).all("ul")[0].all("li")
    ]
    assert counts == [
        "176 mögliche Fälle", "56 mit Abstand", "120 delegiert", "0 vergessen", "0 widersprüchlich", "80 unmöglich",
    ]  # fmt: skip
    assert len(words.readings) == 5
    for reading in words.readings:
        assert " ".join(reading.reason.split()) in text


def test_trouble_is_named_above_the_table() -> None:
    """With whom it concerns, and a way to the cell."""
    page = pages.tree(html.document(wording(FILES[3], "de"), "1"))
    (alert,) = [div for div in page.all("div") if "alert" in div.attributes.get("class", "")]
    assert alert.text == (
        "⚠ LÜCKE Ohne Vorgabe: Regelfall · U25 · arbeitsuchend · marktnah "
        "Regelfall · U25 · arbeitsuchend · marktfern"
    )
    cells = {td.attributes["id"]: td for td in page.all("td")}
    for link in alert.all("a"):
        assert cells[link.attributes["href"][1:]].text == "⚠ LÜCKE"


def test_the_same_policy_gives_the_same_page() -> None:
    """No date, no random name: what is committed beside a policy changes only with it."""
    first, second = (html.document(wording(FILES[1], "en"), "1") for _ in range(2))
    assert first == second


def test_phrases_are_there_in_both_languages() -> None:
    """Never the same words by oversight, never empty."""
    for text in (*SAID.values(), *KINDS.values(), *SHORT.values(), *(text for _, text in LEVELS)):
        assert text.de
        assert text.en
        assert text.de != text.en
    assert KINDS.keys() == SYMBOLS.keys() == set(Kind)
    signs = [sign for sign in SYMBOLS.values() if sign]
    assert len(set(signs)) == len(signs) == len(Kind) - 1
