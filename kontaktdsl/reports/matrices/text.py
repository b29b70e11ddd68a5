"""A grid as a table for the terminal."""

from __future__ import annotations

from kontaktdsl.reports.lines import Line, visible, width, wrap
from kontaktdsl.reports.matrices.grid import Cell, Grid, Kind
from kontaktdsl.reports.matrices.wording import Entry, Wording

_NARROWEST = 9


def columns_for(columns: int) -> int:
    """How many cells go side by side on a screen."""
    return max(2, (columns - 24) // 12)


def picture(grid: Grid, language: str, columns: int) -> list[Line]:
    """The table, then what its marks mean."""
    return _Table(Wording(grid, language), columns).lines()


class _Table:
    def __init__(self, words: Wording, columns: int) -> None:
        self._words = words
        self._columns = columns

    def lines(self) -> list[Line]:
        words = self._words
        heads = [*words.heads, *(words.columns or (words.say("question"),))]
        parts = self._content()
        widths = self._widths(heads, [row for _, rows in parts for row in rows])
        lines: list[Line] = [[(words.title, "strong")]]
        if words.only:
            lines += self._wrapped(f"{words.say('only')} {words.only}", "")
        lines += [[], *self._drawn(heads, widths, "strong")]
        lines.append([("─┼─".join("─" * wide for wide in widths), "bar")])
        for heading, rows in parts:
            if heading:
                lines += self._wrapped(heading, "strong")
            for texts in rows:
                lines += self._drawn(texts, widths)
        return lines + self._notes()

    def _content(self) -> list[tuple[str, list[list[str]]]]:
        """Each section: its heading and the texts of its rows."""
        words = self._words
        parts = []
        for section in words.grid.sections:
            rows: list[list[str]] = []
            last: list[str] = []
            for row in section.rows:
                texts = [*words.labels(row.where), *map(self._cell, row.cells)]
                rows.append(_repeats(texts, last, len(words.heads)))
                last = texts
            parts.append((words.heading(section), rows))
        return parts

    def _cell(self, cell: Cell) -> str:
        words = self._words
        text = words.short(cell)
        if cell.kind is Kind.INTERVAL:
            text += words.star(cell.answers[0])
        return " ".join([text, *words.few_marks(cell)])

    # --- drawing --------------------------------------------------------------------------------

    def _wrapped(self, text: str, style: str) -> list[Line]:
        return [[(line, style)] for line in wrap(text, self._columns)]

    def _widths(self, heads: list[str], rows: list[list[str]]) -> list[int]:
        rows = [heads, *rows]
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
        if column < len(self._words.heads):
            return "strong"
        short = {kind: self._words.kind(kind) for kind in (Kind.GAP, Kind.CONFLICT)}
        if text.startswith(tuple(short.values())):
            return "error"
        quiet = (self._words.kind(kind) for kind in (Kind.OUTSIDE, Kind.IMPOSSIBLE))
        return "dim" if text in quiet else ""

    def _notes(self) -> list[Line]:
        words = self._words
        lines: list[Line] = [[]]
        if words.blocks:
            lines += self._wrapped(words.say("letters"), "dim")
        for block, _ in words.blocks:
            lines += self._note(words.letters[block.index], words.block(block))
        for text, number in words.quoted.items():
            lines += self._note(f"({number})", text)
        for note in (words.strength_note, words.star_note):
            lines += self._wrapped(note, "") if note else []
        for topic, entries in words.besides:
            lines.append([(topic, "strong")])
            lines += [line for entry in entries for line in self._beside(entry)]
        for term, value in words.bounds:
            lines += self._wrapped(f"{term}: {value}", "")
        return lines + self._wrapped(visible(words.account), "")

    def _beside(self, entry: Entry) -> list[Line]:
        cited = entry.cited
        cite = f" [{visible(cited.citation)}]" if cited.citation else ""
        return self._note(entry.mark or str(cited.line), cited.text + cite)

    def _note(self, mark: str, text: str) -> list[Line]:
        return [[(line, "")] for line in wrap(text, self._columns, f"  {mark:3} ")]


def _repeats(texts: list[str], last: list[str], labels: int) -> list[str]:
    """A row with the labels left empty that repeat those above."""
    same = 0
    while same < labels - 1 and same < len(last) and texts[same] == last[same]:
        same += 1
    return [""] * same + texts[same:]
