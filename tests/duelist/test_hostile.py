"""Whatever stands in keys, teams, labels, values and citations stays text in every format."""

from __future__ import annotations

import csv
import io
import re
import tempfile
import zipfile
from datetime import date
from html.parser import HTMLParser
from xml.etree import ElementTree

import pyarrow as pa
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from kontaktdsl.duelist import columns, excel, html, ical, terminal
from kontaktdsl.duelist import csv as as_csv
from kontaktdsl.duelist.collect import Wanted
from kontaktdsl.duelist.record import DueList, Entry, Grouping
from kontaktdsl.project import loads
from kontaktdsl.reports.lines import plain, visible

from .lists import listed

NASTY = (
    "=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "=HYPERLINK(\"http://x\";\"y\")",
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</style><b>", "&lt;", "--><x>",
    "a\r\nBEGIN:VEVENT\r\nUID:x", "END:VCALENDAR", "a;b,c\\n", "x:y\nATTENDEE:mailto:x@y",
    "http://example.org", "mailto:a@b", "\x00\x07\x1b[31m", "\u202eabc", "\ufeff", "\ufffe", "",
    "_x0041_", "a" * 400, "ä" * 90, "😀" * 40, "'", "''", "[x]:*?/\\", "History", "  ", "0012", "1e5",
)  # fmt: skip
hostile = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=25),
    st.builds("".join, st.lists(st.sampled_from(NASTY), min_size=1, max_size=3)),
)
written = hostile.map(
    lambda text: "".join(c for c in text if c.isprintable() and c not in '"„“”«»[]')
)
"""What may stand in a text or a citation of a policy."""
slowly = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

TAGS = {
    "html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "h3", "p", "nav", "ul",
    "li", "a", "main", "section", "table", "caption", "span", "thead", "tr", "th", "tbody", "td",
    "input", "br", "div", "footer",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "charset", "name", "content", "class", "aria-label", "aria-labelledby", "aria-hidden",
    "href", "id", "scope", "colspan", "type",
}  # fmt: skip
PROPERTIES = {
    "BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "METHOD", "X-WR-CALDESC", "X-WR-CALNAME",
    "SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "CATEGORIES", "CLASS", "DESCRIPTION", "TRANSP",
}  # fmt: skip


def made(keys: list[str], teams: list[str | None], texts: list[str], by: str = "Team") -> DueList:
    """A list full of such texts, people without a date too."""
    title, label, citation, duty, see = texts
    policy = loads(
        f'policy "{title}"\n  id hostile\n'
        f'attribute status: alo "{label}" | asu | weg\n'
        f"rules Grund:\n"
        f'  - alo -> monthly, do "{duty}" [{citation}]\n'
        f"  - asu -> every 2 months\n"
        f'  - weg -> see "{see}" [{citation}]\n'
    )
    words = ["alo", "asu", "weg", "quatsch"]
    rows = pa.table(
        {
            "id": pa.array(keys, pa.string()),
            by: pa.array(teams, pa.string()),
            "status": pa.array([words[at % 4] for at in range(len(keys))]),
            "last_contact": pa.array([date(2026, 9, 1)] * len(keys)),
        }
    )
    return listed(policy, rows, Wanted(grouping=Grouping.COLUMN, by=by, people=True, days=60))


people = st.lists(st.tuples(hostile, st.none() | hostile), min_size=1, max_size=9)
policy_texts = st.lists(written, min_size=5, max_size=5)


def entries(found: DueList) -> list[Entry]:
    """All entries of a list."""
    return [entry for group in found.groups for entry in group.entries]


def listed_of(rows: list[tuple[str, str | None]], texts: list[str]) -> DueList:
    return made([key for key, _ in rows], [team for _, team in rows], texts)


@slowly
@given(people, policy_texts)
@example([(key, key) for key in NASTY if key], ["=1", "<b>", "=cmd", "<script>", "=x"])
@example([("1", "😀" * 40), ("2", "😀" * 41)], ["=1"] * 5)
def test_excel(rows: list[tuple[str, str | None]], texts: list[str]) -> None:
    """No formula, no link; every key is the text that it was; sheets have names that Excel takes."""
    found = listed_of(rows, texts)
    for sheet_per_group in (False, True):
        file = io.BytesIO()
        with tempfile.TemporaryDirectory() as folder:
            excel.write(found, file, folder, sheet_per_group=sheet_per_group)
        texts_of_sheets: list[list[str]] = []
        with zipfile.ZipFile(file) as book:
            names = _sheet_names(book)
            for name in sorted(book.namelist()):
                if name.startswith("xl/worksheets/sheet"):
                    root = ElementTree.fromstring(book.read(name))
                    tags = {each.tag.rpartition("}")[2] for each in root.iter()}
                    assert not tags & {"f", "hyperlink", "hyperlinks"}
                    texts_of_sheets.append(_texts(root))
                assert "externalLink" not in name
        for name in names:
            assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
            assert not set(name) & set("[]:*?/\\")
            assert name.strip("'") == name
        assert len({name.casefold() for name in names}) == len(names)
        kept = {text for sheet in texts_of_sheets for text in sheet}
        for entry in entries(found):
            assert _fits(str(entry.key)) in kept | {""}


def _sheet_names(book: zipfile.ZipFile) -> list[str]:
    root = ElementTree.fromstring(book.read("xl/workbook.xml"))
    return [e.attrib["name"] for e in root.iter() if e.tag.endswith("}sheet")]


def _texts(root: ElementTree.Element) -> list[str]:
    return [_unescaped(e.text or "") for e in root.iter() if e.tag.endswith("}t")]


def _unescaped(text: str) -> str:
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), text)


def _fits(text: str) -> str:
    return text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd").replace("\r", "\r")


@slowly
@given(people, policy_texts, st.sampled_from(["de", "en"]))
@example([(key, key) for key in NASTY if key], ["=1", "<b>", "=cmd", "<script>", "=x"], "de")
def test_csv(rows: list[tuple[str, str | None]], texts: list[str], language: str) -> None:
    """As many cells in each row as titles; none that a spreadsheet would run; keys come back."""
    import attrs

    found = attrs.evolve(listed_of(rows, texts), language=language)
    text = "".join(as_csv.pieces(found)).removeprefix(as_csv.MARK)
    read = list(
        csv.reader(io.StringIO(text, newline=""), delimiter=";" if language == "de" else ",")
    )
    titles, *cells = read
    assert len(cells) == found.listed + found.with_problem
    assert all(len(row) == len(titles) for row in cells)
    for row in read:
        for cell in row:
            number = re.fullmatch(r"[+-]?[0-9]+([.,][0-9]+)?", cell)
            assert number or not cell.startswith(tuple("=+-@\t\r\n＝＋－＠"))
    keys = [str(entry.key) for entry in entries(found)]
    for key, row in zip(keys, cells, strict=False):
        assert row[1] in (key, "'" + key)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.attributes: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag not in ("meta", "br", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


@slowly
@given(people, policy_texts)
@example([(key, key) for key in NASTY if key], ["=1", "<b>", "</style>", "<script>", "-->"])
def test_html(rows: list[tuple[str, str | None]], texts: list[str]) -> None:
    """Only our own tags and attributes, well nested; links stay on the page; keys can be read."""
    found = listed_of(rows, texts)
    page = _Page()
    page.feed("".join(html.pieces(found)))
    page.close()
    assert page.open == []
    assert set(page.tags) <= TAGS
    assert page.attributes <= ATTRIBUTES
    assert all(link.startswith("#") for link in page.links)
    assert page.tags.count("input") == found.listed
    text = "".join(page.text)
    assert all(visible(str(entry.key)) in text for entry in entries(found))


@slowly
@given(people, policy_texts)
@example([(key, key) for key in NASTY if key], ["=1", "<b>", "a\\nb", "END:VEVENT", "x;y,z"])
@example([("1", None)], ["END:VCALENDAR"] * 5)
def test_ical(rows: list[tuple[str, str | None]], texts: list[str]) -> None:
    """As many events as people, no other property, lines of at most 75 bytes that end in CRLF."""
    found = listed_of(rows, texts)
    text = "".join(ical.pieces(found))
    assert text.endswith("END:VCALENDAR\r\n")
    lines = text.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert not any(set(line) & {"\r", "\n", "\0"} for line in lines)
    unfolded = text.replace("\r\n ", "").split("\r\n")[:-1]
    assert {re.split("[:;]", line)[0] for line in unfolded} <= PROPERTIES
    calendar = Calendar.from_ical(text)
    events = calendar.walk("VEVENT")
    assert len(events) == found.listed
    for event, entry in zip(events, entries(found), strict=True):
        assert visible(str(entry.key)) in str(event["summary"])
        assert event["uid"] == ical.uid(found.policy, entry)
        assert str(entry.key) not in str(event["uid"]) or len(str(entry.key)) < 3
        assert event["dtstart"].dt == max(entry.due, found.day)


@slowly
@given(people, policy_texts, st.integers(40, 200))
def test_terminal(rows: list[tuple[str, str | None]], texts: list[str], width: int) -> None:
    """Nothing steers the terminal; every key can be read."""
    found = listed_of(rows, texts)
    text = plain(list(terminal.lines(found, width)))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert all(visible(str(entry.key)).strip() in text for entry in entries(found))


def test_a_day_before_excel_counts_is_text() -> None:
    """And a number that loses digits is, too."""
    assert columns.cell(10**15) == str(10**15)
    assert columns.cell(-7) == -7
    assert columns.cell(True) == "True"
    assert columns.cell(None) == ""


def test_a_date_of_birth_of_nobody_is_in_a_uid() -> None:
    """The UID is the same for the same policy, key and date, and another for another."""
    found = made(["a", "b"], [None, None], ["t", "l", "c", "d", "s"])
    one, two = entries(found)
    again = entries(made(["a", "b"], ["x", "y"], ["t", "l", "c", "d", "s"]))
    assert [ical.uid("p", e) for e in sorted(again, key=lambda e: str(e.key))] == [
        ical.uid("p", e) for e in sorted((one, two), key=lambda e: str(e.key))
    ]
    assert len({ical.uid("p", one), ical.uid("p", two), ical.uid("q", one)}) == 3
