"""Where characters go: long lines break, cells of neighbouring lines align, tables have columns.

A text is a tuple of pieces: it may break between two of them and nowhere else. Every piece but the
last therefore ends in something after which a line goes on: `,`, `and`, `or`, `->`.
"""

from collections.abc import Iterable, Sequence

import attrs

WIDTH = 100
WIDEST_ALIGNED = 48
WIDEST_TABLE = 1_000
CONTINUATION = "    "

Pieces = tuple[str, ...]


def glue(*texts: Pieces | str, by: str = " ") -> Pieces:
    """The texts one behind the other; none of the seams is a place to break."""
    joined: list[str] = []
    for text in texts:
        pieces = (text,) if isinstance(text, str) else text
        if joined and pieces:
            joined[-1] += by + pieces[0]
            pieces = pieces[1:]
        joined.extend(pieces)
    return tuple(joined)


def listed(texts: Iterable[Pieces], between: str) -> Pieces:
    """The texts as a list that may break behind each `between` (`,` or ` and`)."""
    joined: list[str] = []
    for text in texts:
        if joined:
            joined[-1] += between
        joined.extend(text)
    return tuple(joined)


def flat(text: Pieces) -> str:
    """The text on one line."""
    return " ".join(text)


@attrs.frozen
class Line:
    """A line of cells and an unbreakable tail (a citation, a reason).

    The starts of equal cells of neighbouring lines are aligned; so are the tails behind two cells.
    """

    cells: tuple[Pieces, ...]
    indent: str = ""
    tail: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The texts whose starts are aligned."""
        first, *rest = map(flat, self.cells)
        if self.tail and not rest:
            return (f"{self.indent}{first} {self.tail}",)
        return (self.indent + first, *rest, *([self.tail] if self.tail else []))

    @property
    def rigid(self) -> bool:
        """Whether there is no place to break it."""
        return all(len(cell) == 1 for cell in self.cells)


def wrapped(line: Line) -> str:
    """The line, broken as late as possible where it is too long.

    Where only the tail makes it too long, it breaks behind the arrow or not at all.
    """
    pieces = glue(*line.cells)
    if len(line.indent + flat(pieces)) <= WIDTH:
        pieces = _arrows_only(pieces)
    first, *rest = glue(pieces, line.tail) if line.tail else pieces
    lines = [line.indent + first]
    inner = line.indent + CONTINUATION
    for piece in rest:
        longer = f"{lines[-1]} {piece}"
        if len(longer) <= WIDTH or len(inner + piece) > WIDTH:
            lines[-1] = longer
        else:
            lines.append(inner + piece)
    return "\n".join(lines)


def _arrows_only(pieces: Pieces) -> Pieces:
    """The same text with no place to break but behind an arrow."""
    kept = [pieces[0]]
    for piece in pieces[1:]:
        if kept[-1].endswith("->"):
            kept.append(piece)
        else:
            kept[-1] += f" {piece}"
    return tuple(kept)


def aligned(lines: Sequence[Line]) -> list[str]:
    """The lines with their cells aligned, except where that makes a line too long."""
    columns = [line.columns for line in lines]
    texts = [first for first, *_ in columns]
    whole = [
        at for at, line in enumerate(lines) if line.rigid or len(" ".join(columns[at])) <= WIDTH
    ]
    for column in range(1, max(map(len, columns), default=0)):
        members = [at for at in whole if len(columns[at]) > column]
        narrow = [at for at in members if len(columns[at][column - 1]) <= WIDEST_ALIGNED]
        start = max((len(texts[at]) for at in narrow), default=0)
        for at in members:
            fits = lines[at].rigid or start + 1 + len(" ".join(columns[at][column:])) <= WIDTH
            texts[at] = f"{texts[at].ljust(start if fits else 0)} {columns[at][column]}"
    for at in set(range(len(lines))).difference(whole):
        texts[at] = wrapped(lines[at])
    return texts


@attrs.frozen
class TableRow:
    """The cells left and right of the arrow, and what stands behind the last bar."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    tail: str = ""


def table(rows: Sequence[TableRow]) -> list[str]:
    """The rows of a table, its columns aligned unless that makes lines nobody can read."""
    cells = [row.left + row.right for row in rows]
    widths = [
        max(len(row[column]) for row in cells if len(row) > column)
        for column in range(max(map(len, cells), default=0))
    ]
    if sum(widths) > WIDEST_TABLE:
        widths = [0] * len(widths)
    return [_row(row, widths) for row in rows]


def _row(row: TableRow, widths: Sequence[int]) -> str:
    padded = [cell.ljust(widths[at]) for at, cell in enumerate(row.left + row.right)]
    left, right = padded[: len(row.left)], padded[len(row.left) :]
    sides = [" | ".join(left)] + ([" | ".join(right)] if right else [])
    return f"| {' -> '.join(sides)} |" + (f" {row.tail}" if row.tail else "")
