"""The formats read back: an HTML tree that insists on order, and each file as the same cells."""

import csv
import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from xml.etree import ElementTree

from attrs import Factory, define, frozen
from markdown_it import MarkdownIt

VOID = frozenset({"meta"})
SVG = "{http://www.w3.org/2000/svg}"


@define
class Node:
    """An element with its attributes and children; texts are children, too."""

    name: str
    attributes: dict[str, str]
    children: list["Node | str"] = Factory(list)

    @property
    def text(self) -> str:
        """All text inside, white space as one."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child._texts()

    def all(self, *names: str) -> list["Node"]:
        """The elements of these names below this one, in order."""
        found = []
        for child in self.children:
            if isinstance(child, Node):
                found += [child] if not names or child.name in names else []
                found += child.all(*names)
        return found

    def one(self, name: str) -> "Node":
        """The only element of a name below this one."""
        (found,) = self.all(name)
        return found


class _Tree(HTMLParser):
    """Refuses what is not closed in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute twice in <{tag}>"
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().name == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError("a comment")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError("a declaration")


def tree(text: str) -> Node:
    """An HTML file as a tree; everything that is opened is closed in order."""
    parser = _Tree()
    parser.feed(text)
    parser.close()
    assert parser.open == [parser.root]
    return parser.root


# --- a table ------------------------------------------------------------------------------------


@frozen
class Header:
    """A header cell and the slots that it takes (rows and columns of one table)."""

    node: Node
    rows: range
    columns: range
    body: int


@frozen
class Placed:
    """A data cell and the headers that are its own by the algorithm of the HTML standard."""

    node: Node
    groups: tuple[Node, ...]
    rows: tuple[Node, ...]
    columns: tuple[Node, ...]


def placed(table: Node) -> list[Placed]:
    """The data cells; each slot of the table is taken exactly once."""
    parts = table.all("thead", "tbody")
    taken: dict[tuple[int, int], int] = {}
    headers: list[Header] = []
    cells: list[tuple[Node, int, int, int]] = []
    number = 0
    for body, part in enumerate(parts):
        first = number
        lines = part.all("tr")
        for line in lines:
            column = 0
            for cell in line.all("th", "td"):
                while (number, column) in taken:
                    column += 1
                wide = int(cell.attributes.get("colspan", "1"))
                high = int(cell.attributes.get("rowspan", "1"))
                assert number + high <= first + len(lines), "a span beyond its part of the table"
                rows, columns = range(number, number + high), range(column, column + wide)
                for slot in ((row, at) for row in rows for at in columns):
                    assert slot not in taken, "two cells in one slot"
                    taken[slot] = 1
                if cell.name == "th":
                    headers.append(Header(cell, rows, columns, body))
                else:
                    cells.append((cell, number, column, body))
            number += 1
    width = 1 + max(column for _, column in taken)
    assert len(taken) == number * width, "an empty slot"
    return [
        Placed(
            cell,
            tuple(h.node for h in headers if _scope(h) == "rowgroup" and h.body == body),
            tuple(
                h.node
                for h in headers
                if _scope(h) == "row" and row in h.rows and h.columns.stop <= column
            ),
            tuple(
                h.node for h in headers if _scope(h) in ("col", "colgroup") and column in h.columns
            ),
        )
        for cell, row, column, body in cells
    ]


def _scope(header: Header) -> str:
    return header.node.attributes.get("scope", "")


# --- each format as the same cells --------------------------------------------------------------


@frozen
class Read:
    """A cell as a format shows it.

    `headings` are the boxes of its section (empty where the table is not split), `column` is empty
    where there is one only. `text` is what stands there without marks, with what a number in
    parentheses refers to; `strength` is beside it, and `lines` are the lines of the rules.
    """

    headings: tuple[str, ...]
    labels: tuple[str, ...]
    column: str
    text: str
    strength: str
    lines: frozenset[int]


@frozen
class Line:
    """A row: the heading of its section, its labels, the texts of its cells."""

    heading: str
    labels: list[str]
    cells: list[str]


STRENGTHS = {"Mindestvorgabe", "Orientierung", "a minimum", "a guide"}


def html(text: str) -> list[Read]:
    """The cells of a page."""
    page = tree(text)
    known = {node.attributes["id"]: node for node in page.all("li") if "id" in node.attributes}
    found = []
    for cell in placed(page.one("table")):
        group = [h for th in cell.groups for h in (th.all("li") or th.all("div"))]
        *above, column = [th.text for th in cell.columns]
        answer, *below = cell.node.all("span")
        small = [node.text for node in below]
        strength = next((text for text in small if text in STRENGTHS), "")
        said = answer.attributes.get("data-full") or _unsigned(answer.text)
        marked = [known[key] for key in cell.node.attributes["aria-describedby"].split()]
        assert len(above) <= 1
        found.append(
            Read(
                tuple(re.sub(r" (oder|or)$", "", node.text) for node in group),
                tuple(th.text for th in cell.rows),
                column if above else "",
                said.removesuffix(f" ({strength})"),
                strength,
                frozenset(
                    int(re.sub(r"\D", "", node.one("b").text))
                    for node in marked
                    if node.attributes["id"].startswith("r")
                ),
            )
        )
    return found


def _unsigned(text: str) -> str:
    return re.sub(r"^[→○◇△?⚠≠×–] ", "", text)


def markdown(text: str) -> list[Line]:
    """The rows of the tables, as CommonMark with tables reads them; no HTML, link or picture."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    found: list[Line] = []
    heading, width, row = "", 0, [""]
    for before, token in pairwise(tokens):
        assert token.type != "html_block"
        if token.type == "inline":
            assert all(child.type in INLINE for child in token.children or ()), token.content
            said = "".join(child.content for child in token.children or ())
            if before.type == "heading_open":
                heading = said
            elif before.type in ("th_open", "td_open"):
                row.append(said)
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            width = width if before.type == "td_close" else len(row)
            assert len(row) == width
            if before.type == "td_close":
                found.append(Line(heading, row, []))
    return found


INLINE = frozenset({"text", "strong_open", "strong_close", "code_inline", "text_special"})


def taken_apart(text: str, notes: dict[str, str]) -> tuple[str, str, frozenset[int]]:
    """`siehe (1) A8 B9` as the text in full, how binding it is, and the lines."""
    lines = []
    while mark := re.search(r" (?:· )?(?:[A-Z]+(\d+)|\+\d+)$", text):
        lines += [int(mark[1])] if mark[1] else []
        text = text[: mark.start()]
    strength = ""
    for how in STRENGTHS:
        for shown in (f" ({how})", f" · {how}", f" {how}"):
            if text.endswith(shown):
                strength, text = how, text.removesuffix(shown)
    number = re.search(r" \((\d+)\)$", text)
    if number:
        text = notes[number[1]]
    return _unsigned(text), strength, frozenset(lines)


def svg(text: str) -> list[Line]:
    """The rows of a picture; a label that repeats the one above is empty."""
    root = ElementTree.fromstring(text)
    found = []
    for section in root.iter(f"{SVG}g"):
        if section.get("class") != "section":
            continue
        heading = ""
        for group in section.iter(f"{SVG}g"):
            if group.get("class") == "heading":
                heading = _said(group)
            elif group.get("class") == "row":
                labels = [_said(part) for part in group if part.get("class") == "label"]
                cells = [_said(part) for part in group if part.get("class") == "cell"]
                found.append(Line(heading, labels, cells))
    return found


def _said(group: ElementTree.Element) -> str:
    return " ".join(node.text or "" for node in group.iter(f"{SVG}text"))


def rows(text: str, delimiter: str) -> list[list[str]]:
    """The lines of a CSV file."""
    return list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
