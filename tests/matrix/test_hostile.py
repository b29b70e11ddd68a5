"""Whatever a policy calls its things: no format takes a word of it for anything but words."""

import re
from base64 import b64encode
from hashlib import sha256
from xml.etree import ElementTree

from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kontaktdsl.project import check_text
from kontaktdsl.reports.lines import visible
from kontaktdsl.reports.matrices import csv, html, markdown, svg
from kontaktdsl.reports.matrices.build import grid
from kontaktdsl.reports.matrices.wording import Wording
from tests.matrix import pages

SNIPPETS = (
    "<script>alert(1)</script>", "</style><b>", "<img src=x onerror=alert(1)>", "<!--", "-->", "]]>",
    "&lt;", "&#x3c;b&#62;", "&amp;amp;", "' onclick='x", "` `", "``", "a|b", "\\|", "\\", "*b*", "_i_",
    "~~s~~", "#1", "@team", "[x](javascript:alert(1))", "![x](y)", "<http://x.y>", "http://x.y", "[^1]",
    "$x$", "| --- |", "=1+1", "@SUM(A1)", "+1", "-1", "＝1", "{0}", "{said}", "%s", "{{x}}", "x" * 90,
    "ä", "😀", "漢字", "e\u0301", "\u00ad", "\u202e", "\u2028", "\u200b", " ", ";", ",", "'", "1.", "- a",
)  # fmt: skip
WORDS = (
    st.lists(st.one_of(st.sampled_from(SNIPPETS), st.text(min_size=1, max_size=6)), min_size=1, max_size=3)
    .map("".join)
    .map(lambda text: re.sub(r'["„“”«»\r\n\x85\u2028\u2029]', "", text))
    .filter(lambda text: text.strip() != "")
)  # fmt: skip

TAGS = frozenset({
    "html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "h3", "dl", "dt", "dd",
    "main", "ul", "li", "b", "i", "span", "p", "div", "table", "caption", "colgroup", "thead",
    "tbody", "tr", "th", "td", "a", "section", "small", "strong", "code", "footer", "script",
})  # fmt: skip
ATTRIBUTES = frozenset({
    "lang", "charset", "http-equiv", "content", "name", "class", "id", "href", "scope", "colspan",
    "rowspan", "span", "role", "tabindex", "hidden", "data-full", "aria-label", "aria-labelledby",
    "aria-describedby", "aria-hidden",
})  # fmt: skip
quick = settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@st.composite
def hostile(draw: st.DrawFn) -> str:
    """A policy that puts any text wherever a policy may have one."""
    t = [draw(WORDS) for _ in range(14)]
    return f"""policy "{t[0]}"
  issuer "{t[1]}"
  source "{t[2]}"
  applies to "{t[3]}"
attribute age: number 15 to 66
attribute status "{t[4]}": alo "{t[5]}" | asu "{t[6]}"
attribute special "{t[7]}": yes or no
define young "{t[8]}" as age under 25
impossible: young and asu and special because "{t[9]}"
rules Base [{t[10].translate(BRACKETS)}] because "{t[11]}":
  - young and alo -> see "{t[12]}"
  - not young and alo -> not regulated "{t[13]}"
  - not young and asu -> monthly
rules Also:
  - special and not young -> every 2 weeks
"""


BRACKETS = str.maketrans("[]", "()")


def wording(text: str, language: str) -> Wording:
    """The words of a policy's grid; policies that the language itself refuses do not count."""
    note(text)
    policy = check_text(text).policy
    assume(policy is not None)
    assert policy is not None
    return Wording(grid(policy), language)


@quick
@given(hostile(), st.sampled_from(["de", "en"]))
def test_the_page_holds_words_only(text: str, language: str) -> None:
    """Known elements and attributes, one script and one style, both by their hash, no address."""
    words = wording(text, language)
    page = pages.tree(html.document(words, "1"))
    every = page.all()
    assert {node.name for node in every} <= TAGS
    assert {name for node in every for name in node.attributes} <= ATTRIBUTES
    for node in page.all("a"):
        assert re.fullmatch(r"#[a-z]\d+", node.attributes["href"])
    script, style = ("".join(map(str, page.one(name).children)) for name in ("script", "style"))
    assert script == html._file("page.js")
    assert style == html._file("page.css")
    policy = page.all("meta")[1].attributes["content"]
    for kind, inside in (("script", script), ("style", style)):
        digest = b64encode(sha256(inside.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none';")
    header = words.grid.policy.header
    assert page.one("h1").text == squeezed(header.title)
    heads = [squeezed(attribute.shown) for attribute in words.grid.policy.attributes[:2]]
    assert {th.text for th in page.one("thead").all("th")} >= set(heads)


def squeezed(text: str) -> str:
    """As a page shows it: what steers is visible, white space is one space."""
    return " ".join(visible(text).split())


@quick
@given(hostile(), st.sampled_from(["de", "en"]))
def test_the_picture_is_xml(text: str, language: str) -> None:
    """Only shapes and texts; every label is there, in lines or whole."""
    words = wording(text, language)
    root = ElementTree.fromstring(svg.document(words, "1"))
    tags = {node.tag.removeprefix(pages.SVG) for node in root.iter()}
    assert tags <= {
        "svg", "title", "desc", "metadata", "defs", "pattern", "path", "circle", "rect", "g", "text",
    }  # fmt: skip
    shown = "".join("".join(node.itertext()) for node in root.iter(f"{pages.SVG}text"))
    for attribute in words.grid.policy.attributes[1:2]:
        assert bare(attribute.shown) in bare(shown)


def bare(text: str) -> str:
    """Without white space, and as XML can hold it."""
    return re.sub(r"\s", "", svg._NO_XML.sub("\N{REPLACEMENT CHARACTER}", visible(text)))


@quick
@given(hostile(), st.sampled_from(["de", "en"]))
def test_markdown_holds_words_only(text: str, language: str) -> None:
    """No HTML, link, picture or code; all rows are as wide as their table (`pages` insists)."""
    words = wording(text, language)
    document = markdown.document(words, "1")
    rows = pages.markdown(document)
    assert len(rows) == sum(len(section.rows) for section in words.grid.sections)
    for token in MarkdownIt("commonmark").enable("table").parse(document):
        assert not token.type.startswith(("html", "fence", "code_block", "blockquote", "hr"))
    wanted = [list(words.labels(row.where)) for s in words.grid.sections for row in s.rows]
    width = len(words.heads)
    assert [list(map(squeezed, row.labels[:width])) for row in rows] == [
        list(map(squeezed, each)) for each in wanted
    ]


@quick
@given(hostile(), st.sampled_from(["de", "en"]))
def test_no_field_of_the_csv_is_a_formula(text: str, language: str) -> None:
    """Read back, each line has every column, and no field begins like a formula."""
    words = wording(text, language)
    lines = pages.rows(csv.document(words, "1"), ";" if language == "de" else ",")
    assert len({len(line) for line in lines}) == 1
    for line in lines:
        for field in line:
            assert not field.startswith(
                ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
            )
    label = visible(words.grid.policy.attributes[1].shown)
    assert csv.safe(label) in lines[0]
