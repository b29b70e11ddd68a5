"""A grid as a picture: text that can be selected, the colours and patterns of the page.

Nobody knows the reader's font, so widths are estimated on the safe side and every text is broken
into lines that fit its cell; rows are as high as their tallest cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

import attrs

from kontaktdsl.reports.lines import visible, width
from kontaktdsl.reports.matrices.grid import Cell, Kind
from kontaktdsl.reports.matrices.phrases import KINDS, LEVELS, SYMBOLS, level
from kontaktdsl.reports.matrices.wording import Entry, Wording

MARGIN = 28.0
LABEL, CELL = 128.0, 186.0
"""Widths of a column of labels and of cells."""
BAND = 9.0
PAD = 8.0
_TINTS = ("#b4cfee", "#c6dbf3", "#d7e6f7", "#e3eefa", "#edf4fb", "#f5f9fd", "#fcfdff")
_GAPS = (3.5, 5.5, 9.0, 13.0, 19.0, 24.0, 44.0)
"""From one tick to the next, per step of the scale."""
_TICK = 'stroke="#124a8c" stroke-width="2"'
_INK, _QUIET, _LINE = "#1a1f26", "#545d68", "#d3d9e0"
_KINDS = {
    Kind.DELEGATED: ("see", "#f0ebf9", _INK),
    Kind.NO_CONTACT: ("none", "#eff1f3", _INK),
    Kind.AS_NEEDED: ("needed", "#e6f4ec", _INK),
    Kind.NOT_REGULATED: ("open", "#fbf2d9", _INK),
    Kind.ON_REQUEST: ("needed", "#e6f4ec", _INK),
    Kind.GAP: ("gap", "#fde4e2", "#8f1b15"),
    Kind.CONFLICT: ("clash", "#fae3f0", "#82124f"),
    Kind.OUTSIDE: ("never", "#f6f7f8", "#5b6470"),
    Kind.IMPOSSIBLE: ("never", "#f6f7f8", "#5b6470"),
}
_EDGES = {Kind.GAP: "#b3261e", Kind.CONFLICT: "#9b1765"}
_PATTERNS = (
    ("see", 9, 10, 0, '<circle cx="4.5" cy="5" r="1.7" fill="#64489b"/>'),
    ("none", 9, 8, 0, '<path d="M1 0V8M7 0V8" stroke="#5d6670" stroke-width="2"/>'),
    ("needed", 9, 10, 0, '<circle cx="4.5" cy="5" r="2.4" fill="none" stroke="#27704a"/>'),
    ("open", 6, 6, 45, '<path d="M0 0V6" stroke="#8a5f00" stroke-width="3"/>'),
    ("gap", 8, 8, 45, '<path d="M2 0V8" stroke="#b3261e" stroke-width="4"/>'),
    ("clash", 5, 5, 45, '<path d="M0 0V5M0 0H5" stroke="#9b1765" stroke-width="2"/>'),
    ("never", 7, 7, 45, '<path d="M0 0V7" stroke="#dfe3e8" stroke-width="1.6"/>'),
)
"""Name, width, height, turn in degrees, and what is drawn."""
_FONT = "Helvetica, Arial, 'Liberation Sans', 'Noto Sans', sans-serif"
_NARROW = frozenset("ijl.,:;'|!()[]It fr-/\\„“”‚‘’·")
_BROAD = frozenset("mwMW@%—…QOGDCHNU→≠⚠◇△○×–&ÄÖÜ")
_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")


@attrs.frozen
class _Text:
    """A line of text: its size in pixels, and its look."""

    text: str
    size: float
    bold: bool = False
    color: str = _INK


def document(words: Wording, version: str) -> str:
    """The picture; `version` is that of kpol."""
    return _Picture(words).document(version)


def estimated(text: str, size: float, bold: bool) -> float:
    """The width of a text in pixels, rather too large than too small."""
    ems = 0.0
    for letter in text:
        if letter in _NARROW:
            ems += 0.36
        elif letter in _BROAD:
            ems += 0.95
        elif letter.isascii():
            ems += 0.73 if letter.isupper() else 0.59
        else:
            ems += 1.05 if width(letter) == 2 else 0.73
    return ems * size * (1.06 if bold else 1.0)


def broken(text: str, room: float, size: float, bold: bool = False) -> list[str]:
    """The text in lines that fit; a word that is too long is broken anywhere."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if estimated(longer, size, bold) <= room:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if lines[-1] and estimated(lines[-1] + letter, size, bold) > room:
                lines.append("")
            lines[-1] += letter
    return lines


def _e(text: str) -> str:
    return escape(_NO_XML.sub("\N{REPLACEMENT CHARACTER}", visible(text)))


def _high(texts: Iterable[_Text], room: float) -> float:
    """The height that texts take in a column."""
    lines = ((t, len(broken(t.text, room, t.size, t.bold))) for t in texts)
    return 11.0 + sum(text.size * 1.3 * number for text, number in lines)


class _Picture:
    def __init__(self, words: Wording) -> None:
        self._words = words
        self._parts: list[str] = []
        self._y = MARGIN
        self._left = MARGIN + LABEL * len(words.heads)
        self._width = max(self._left + CELL * len(words.grid.columns) + MARGIN, 640.0)

    def document(self, version: str) -> str:
        words = self._words
        self._top()
        self._heads()
        for section in words.grid.sections:
            heading = words.heading(section)
            self._parts.append('<g class="section">')
            if heading:
                self._y += 12
                self._parts.append('<g class="heading">')
                self._lines([_Text(heading, 13, bold=True)])
                self._parts.append("</g>")
                self._y += 5
            last: tuple[int, ...] = ()
            for row in section.rows:
                self._row(self._labels(row.where, last), row.cells)
                last = row.where
            self._parts.append("</g>")
        self._notes()
        height = self._y + MARGIN
        ticks = tuple(
            (f"s{at}", BAND, gap, 0, f'<path d="M0 {min(gap / 2, 12):g}H9" {_TICK}/>')
            for at, gap in enumerate(_GAPS, 1)
        )
        patterns = "\n".join(
            f'<pattern id="{name}" width="{wide:g}" height="{high:g}" '
            f'patternUnits="userSpaceOnUse" patternTransform="rotate({turn})">{shape}</pattern>'
            for name, wide, high, turn, shape in (*ticks, *_PATTERNS)
        )
        title = f"{words.title}: {words.say('question')}"
        return f"""\
<svg xmlns="http://www.w3.org/2000/svg" width="{self._width:g}" height="{height:g}" \
viewBox="0 0 {self._width:g} {height:g}" xml:lang="{words.language}" lang="{words.language}" \
role="img" aria-labelledby="title description" font-family="{_FONT}">
<title id="title">{_e(title)}</title>
<desc id="description">{_e(self._description())}</desc>
<metadata>kpol {_e(version)}</metadata>
<defs>
{patterns}
</defs>
<rect width="{self._width:g}" height="{height:g}" fill="#fff"/>
{chr(10).join(self._parts)}
</svg>
"""

    def _description(self) -> str:
        words = self._words
        axes = ", ".join((*words.heads, words.across))
        return ". ".join(part for part in (axes, words.only, words.account) if part)

    # --- pieces ---------------------------------------------------------------------------------

    def _text(self, x: float, y: float, line: _Text) -> None:
        weight = ' font-weight="600"' if line.bold else ""
        self._parts.append(
            f'<text x="{x:g}" y="{y:g}" font-size="{line.size:g}"{weight} fill="{line.color}">'
            f"{_e(line.text)}</text>"
        )

    def _lines(self, texts: Iterable[_Text]) -> None:
        """Texts across the whole picture, one below the other."""
        room = self._width - 2 * MARGIN
        for text in texts:
            for line in broken(text.text, room, text.size, text.bold):
                self._y += text.size * 1.4
                self._text(MARGIN, self._y, attrs.evolve(text, text=line))

    def _rule(self, color: str, x: float = MARGIN, thick: float = 1) -> None:
        right = self._width - MARGIN
        self._parts.append(
            f'<path d="M{x:g} {self._y:g}H{right:g}" stroke="{color}" stroke-width="{thick:g}"/>'
        )

    def _block(self, x: float, texts: Iterable[_Text], room: float) -> None:
        """Texts in a column from here down."""
        y = self._y + 4.0
        for text in texts:
            for line in broken(text.text, room, text.size, text.bold):
                y += text.size * 1.3
                self._text(x, y, attrs.evolve(text, text=line))

    # --- the picture ----------------------------------------------------------------------------

    def _top(self) -> None:
        words = self._words
        self._lines([_Text(words.title, 22, bold=True)])
        self._y += 4
        about = [f"{term}: {value}" for term, value in words.about[:-2]]
        self._lines([_Text("; ".join(about), 11.5, color=_QUIET)])
        self._lines([_Text(words.account, 11.5, color=_QUIET)])
        if words.only:
            self._lines([_Text(f"{words.say('only')} {words.only}", 13, bold=True)])
        self._y += 14
        self._legend()
        self._y += 14

    def _legend(self) -> None:
        words = self._words
        cells = list(words.grid.cells)
        levels = {level(c.answers[0].rhythm) for c in cells if c.kind is Kind.INTERVAL}
        items = [
            (f"s{at}", _TINTS[at - 1], LEVELS[at - 1][1].into(words.language))
            for at in sorted(levels)
        ]
        items += [
            (name, tint, f"{SYMBOLS[kind]} {KINDS[kind].into(words.language)}")
            for kind, (name, tint, _) in _KINDS.items()
            if any(cell.kind is kind for cell in cells)
        ]
        x = MARGIN
        for name, tint, text in items:
            wide = 34 + estimated(text, 11.5, bold=False) + 18
            if x > MARGIN and x + wide > self._width - MARGIN:
                x, self._y = MARGIN, self._y + 26
            self._swatch(x, self._y, 28, 20, (name, tint))
            self._text(x + 34, self._y + 14, _Text(text, 11.5))
            x += wide
        self._y += 20

    def _swatch(
        self, x: float, y: float, wide: float, high: float, look: tuple[str, str], edge: str = ""
    ) -> None:
        name, tint = look
        line = f' stroke="{edge}" stroke-width="2"' if edge else ""
        inset = 1 if edge else 0
        self._parts.append(
            f'<rect x="{x + inset:g}" y="{y + inset:g}" width="{wide - 2 * inset:g}" '
            f'height="{high - 2 * inset:g}" fill="{tint}"{line}/>'
        )
        band = wide if name == "never" else BAND
        self._parts.append(
            f'<rect x="0" y="0" width="{band:g}" height="{high:g}" fill="url(#{name})" '
            f'transform="translate({x:g} {y:g})"/>'
        )

    def _heads(self) -> None:
        words = self._words
        self._rule(_INK, thick=2)
        if words.columns:
            self._block(self._left + PAD, [_Text(words.across, 12, color=_QUIET)], 10**6)
            self._y += 24
            self._rule(_LINE, self._left)
        heads = [[_Text(head, 12.5, bold=True)] for head in words.heads]
        columns = [[_Text(t, 12.5, bold=True)] for t in words.columns or (words.across,)]
        high = max(
            *(_high(texts, LABEL - PAD) for texts in heads),
            *(_high(texts, CELL - 2 * PAD) for texts in columns),
        )
        for at, texts in enumerate(heads):
            self._block(MARGIN + LABEL * at, texts, LABEL - PAD)
        for at, texts in enumerate(columns):
            self._block(self._left + CELL * at + PAD, texts, CELL - 2 * PAD)
        self._y += high
        self._rule(_QUIET)

    def _labels(self, where: tuple[int, ...], last: tuple[int, ...]) -> list[str]:
        """The labels of a row; those that repeat the row above are left empty."""
        labels = self._words.labels(where)
        same = 0
        while same < len(last) - 1 and where[: same + 1] == last[: same + 1]:
            same += 1
        return ["" if at < same else label for at, label in enumerate(labels)]

    def _row(self, labels: list[str], cells: tuple[Cell, ...]) -> None:
        """A row, each label and each cell a group of its own."""
        heads = [[_Text(label, 12.5, bold=True)] if label else [] for label in labels]
        texts = [self._cell(cell) for cell in cells]
        room = CELL - BAND - 2 * PAD
        high = max(
            44.0,
            *(_high(each, LABEL - PAD) for each in heads),
            *(_high(each, room) for each in texts),
        )
        self._parts.append('<g class="row">')
        for at, each in enumerate(heads):
            self._parts.append('<g class="label">')
            self._block(MARGIN + LABEL * at, each, LABEL - PAD)
            self._parts.append("</g>")
        for at, (cell, each) in enumerate(zip(cells, texts, strict=True)):
            x = self._left + CELL * at
            edge = _EDGES.get(cell.kind, "")
            self._parts.append('<g class="cell">')
            self._swatch(x, self._y, CELL - 1, high - 1, self._look(cell), edge)
            self._block(x + BAND + PAD, each, room)
            self._parts.append("</g>")
        self._parts.append("</g>")
        self._y += high
        self._rule(_LINE)

    def _look(self, cell: Cell) -> tuple[str, str]:
        if cell.kind is Kind.INTERVAL:
            at = level(cell.answers[0].rhythm)
            return f"s{at}", _TINTS[at - 1]
        name, tint, _ = _KINDS[cell.kind]
        return name, tint

    def _cell(self, cell: Cell) -> list[_Text]:
        words = self._words
        color = _INK if cell.kind is Kind.INTERVAL else _KINDS[cell.kind][2]
        short = f"{SYMBOLS[cell.kind]} {words.short(cell)}".strip()
        texts = [_Text(short, 12.5, bold=cell.kind.trouble, color=color)]
        below = []
        if cell.kind is Kind.INTERVAL:
            below.append(words.strength(cell.answers[0]))
        below += words.few_marks(cell)
        small = " · ".join(part for part in below if part)
        return [*texts, _Text(small, 11, color=color)] if small else texts

    def _notes(self) -> None:
        words = self._words
        self._y += 10
        notes = [f"({number}) {text}" for text, number in words.quoted.items()]
        notes += [
            f"{words.letters[block.index]}  {words.block(block)}" for block, _ in words.blocks
        ]
        notes += [words.strength_note] if words.strength_note else []
        for topic, entries in words.besides:
            notes.append(topic)
            notes += [self._beside(entry) for entry in entries]
        notes.append(f"{words.say('digest')}: {words.grid.policy.digest}")
        self._lines(_Text(note, 11, color=_QUIET) for note in notes)

    def _beside(self, entry: Entry) -> str:
        cited = entry.cited
        cite = f" [{cited.citation}]" if cited.citation else ""
        return f"{entry.mark or cited.line}  {cited.text}{cite}"
