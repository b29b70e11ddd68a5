"""A grid as a table for the terminal."""

from __future__ import annotations

from kontaktdsl import model, words
from kontaktdsl.reports.grid import Cell, Grid, Row
from kontaktdsl.reports.lines import Line, visible, width, wrap
from kontaktdsl.space import Axis
from kontaktdsl.values import AsNeeded, NoContact, NotRegulated, Rhythm, See

_SAID = {
    "gap": ("LÜCKE", "GAP"),
    "conflict": ("WIDERSPRUCH", "CONFLICT"),
    "impossible": ("unmöglich", "impossible"),
    "varies": ("verschieden", "varies"),
    "above": ("wie oben", "as above"),
    "any": ("alle", "any"),
    "answer": ("Wie oft?", "How often?"),
    "exceptions": ("Zusätzlich:", "In addition:"),
    "legend": (
        "Der Buchstabe nennt den Block, die Zahl die Zeile:",
        "The letter names the block, the number the line:",
    ),
    "line": ("Zeile {}", "line {}"),
    "left-out": (
        "Nicht gezeigt, aber mitentscheidend: {}",
        "Not shown, though they matter: {}",
    ),
    "several": (
        "Treffen mehrere Ausnahmen zusammen: kpol explain nennt, welche vorgeht.",
        "Where several exceptions meet: kpol explain says which one goes first.",
    ),
}
_QUOTING = (See, NotRegulated, NoContact, AsNeeded)
_NARROWEST = 9


class Table:
    """Draws one grid in one language."""

    def __init__(self, grid: Grid, language: str, columns: int) -> None:
        self._grid = grid
        self._side = 0 if language == "de" else 1
        self._language = language
        self._columns = columns
        self._letters: dict[int, str] = {}
        self._quoted: dict[str, str] = {}

    def lines(self) -> list[Line]:
        """The table, then what its marks mean."""
        grid = self._grid
        title = visible(grid.policy.header.title)
        heads, cells = self._content()
        widths = self._widths(heads, cells)
        lines: list[Line] = [[(title, "strong")], []]
        lines += self._drawn(heads, widths, "strong")
        lines.append([("─┼─".join("─" * wide for wide in widths), "bar")])
        for texts in cells:
            lines += (
                [[(line, "strong")] for line in wrap(texts, self._columns)]
                if isinstance(texts, str)
                else self._drawn(texts, widths)
            )
        return lines + self._legend()

    def _say(self, key: str, *parts: object) -> str:
        return _SAID[key][self._side].format(*parts)

    # --- texts ----------------------------------------------------------------------------------

    def _content(self) -> tuple[list[str], list[list[str] | str]]:
        grid = self._grid
        heads = [visible(axis.attribute.shown) for axis in grid.axes]
        if grid.across is None:
            heads.append(self._say("answer"))
        else:
            across = grid.across
            heads += [self._label(across, 1 << at) for at in range(len(across.classes))]
        rows: list[list[str] | str] = []
        last: list[str] = []
        for row in grid.rows:
            texts = self._row(row)
            rows.append(_repeats(texts, last, len(grid.axes)))
            last = texts
        for extra in grid.extras:
            joint = (" und ", " and ")[self._side]
            who = joint.join(visible(trait.shown) for trait in extra.traits)
            rows.append(f"{self._say('exceptions')} {who}")
            rows += [self._row(row) for row in extra.rows]
        return heads, rows

    def _row(self, row: Row) -> list[str]:
        where = [
            self._label(axis, mask) for axis, mask in zip(self._grid.axes, row.where, strict=True)
        ]
        return where + [self._cell(cell) for cell in row.cells]

    def _label(self, axis: Axis, mask: int) -> str:
        if mask == (1 << len(axis.classes)) - 1:
            return self._say("any")
        text = words.ranges(self._grid.policy, axis.attribute, axis.ranges(mask))
        return visible(text.into(self._language)).strip("„“”")

    def _cell(self, cell: Cell | None) -> str:
        if cell is None:
            return self._say("above")
        if not cell.possible:
            return self._say("impossible")
        if cell.gap:
            return self._say("gap")
        marks = [self._mark(rule) for rule in cell.rules[:4]]
        if cell.varies:
            return " ".join([self._say("varies"), *marks])
        if cell.conflict:
            return " ".join([self._say("conflict"), *marks])
        return " ".join([self._answer(cell.rhythms[0]), *marks])

    def _answer(self, rhythm: Rhythm) -> str:
        full = visible(words.rhythm(rhythm).into(self._language))
        if not isinstance(rhythm, _QUOTING):
            return full
        short = full.split(" (")[0].split(" „")[0].split(" “")[0]
        number = self._quoted.setdefault(full, str(len(self._quoted) + 1))
        return f"{short} ({number})"

    def _mark(self, rule: model.Rule) -> str:
        index = rule.block.index
        if index not in self._letters:
            self._letters[index] = _letter(len(self._letters))
        return f"{self._letters[index]}{rule.span.line}"

    # --- drawing --------------------------------------------------------------------------------

    def _widths(self, heads: list[str], cells: list[list[str] | str]) -> list[int]:
        rows = [heads, *(texts for texts in cells if not isinstance(texts, str))]
        wanted = [max(width(row[at]) for row in rows) for at in range(len(heads))]
        least = [
            max(min(_NARROWEST, wanted[at]), *(width(w) for row in rows for w in row[at].split()))
            if wanted[at]
            else 1
            for at in range(len(heads))
        ]
        room = self._columns - 3 * (len(heads) - 1)
        while sum(wanted) > room:
            at = max(range(len(wanted)), key=lambda i: wanted[i] - least[i])
            if wanted[at] <= least[at]:
                break
            wanted[at] -= 1
        return wanted

    def _drawn(self, texts: list[str], widths: list[int], style: str = "") -> list[Line]:
        cells = [wrap(text, wide) for text, wide in zip(texts, widths, strict=True)]
        lines = []
        for at in range(max(map(len, cells))):
            line: Line = []
            for number, (cell, wide) in enumerate(zip(cells, widths, strict=True)):
                text = cell[at] if at < len(cell) else ""
                if number:
                    line.append((" │ ", "bar"))
                line.append((text, style or self._style(texts[number], number)))
                line.append((" " * (wide - width(text)), ""))
            lines.append(line)
        return lines

    def _style(self, text: str, column: int) -> str:
        if column < len(self._grid.axes):
            return "strong"
        if text.startswith((self._say("gap"), self._say("conflict"))):
            return "error"
        if text in (self._say("above"), self._say("impossible")):
            return "dim"
        return ""

    def _legend(self) -> list[Line]:
        lines: list[Line] = []
        if self._letters:
            lines.append([])
            lines += [[(line, "dim")] for line in wrap(self._say("legend"), self._columns)]
        blocks = {block.index: block for block in self._grid.policy.blocks}
        for index, letter in self._letters.items():
            block = blocks[index]
            name = block.name or self._say("line", block.span.line)
            citation = f" [{block.citation.text}]" if block.citation else ""
            lines += self._note(letter, visible(name + citation))
        for text, number in self._quoted.items():
            lines += self._note(f"({number})", text)
        if len(self._grid.extras) > 1:
            lines += [[(line, "dim")] for line in wrap(self._say("several"), self._columns)]
        if self._grid.left_out:
            names = ", ".join(visible(attribute.shown) for attribute in self._grid.left_out)
            lines += [[(line, "")] for line in wrap(self._say("left-out", names), self._columns)]
        return lines

    def _note(self, mark: str, text: str) -> list[Line]:
        return [[(line, "")] for line in wrap(text, self._columns, f"  {mark:3} ")]


def _repeats(texts: list[str], last: list[str], labels: int) -> list[str]:
    """A row with the labels left empty that repeat those above."""
    same = 0
    while same < labels - 1 and same < len(last) and texts[same] == last[same]:
        same += 1
    return [""] * same + texts[same:]


def _letter(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
