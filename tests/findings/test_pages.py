"""The pages in `docs/findings` are those that the catalogue makes."""

from pathlib import Path

from kontaktdsl.catalogue import KINDS
from kontaktdsl.pages import pages, write

DOCS = Path(__file__).resolve().parents[2] / "docs" / "findings"
AGAIN = "written anew by: python -m kontaktdsl.pages docs/findings"


def test_the_pages_have_not_drifted() -> None:
    there = {path.name: path.read_text("utf-8") for path in DOCS.glob("*.md")}
    made = pages()
    assert set(there) == set(made), AGAIN
    assert [name for name in made if made[name] != there[name]] == [], AGAIN


def test_every_finding_has_a_page_in_both_languages() -> None:
    made = pages()
    for kind in KINDS:
        page = made[f"{kind.code}.md"]
        assert kind.why.de in page
        assert kind.why.en in page
        assert f"({kind.code}.md)" in made["README.md"]


def test_a_page_shows_no_character_that_nobody_sees() -> None:
    for page in pages().values():
        assert all(letter.isprintable() or letter == "\n" for letter in page)


def test_pages_of_findings_that_are_no_more_go(tmp_path: Path) -> None:
    (tmp_path / "old-finding.md").write_text("x", "utf-8")
    write(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(pages())
