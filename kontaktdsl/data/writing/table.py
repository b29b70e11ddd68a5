"""A table on the terminal: the columns that matter, a first screenful, and how many more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pyarrow as pa

from kontaktdsl.batch import columns
from kontaktdsl.data.writing.base import About, Writer, words_of
from kontaktdsl.diagnostics import Text

ROWS = 20
"""Rows that are shown."""
SHOWN = (
    columns.STATUS,
    columns.INTERVAL,
    columns.DUE,
    columns.DAYS_OVERDUE,
    columns.REASON,
)
"""The columns of answers that a screen has room for."""
SHORT = 14
"""So many letters of a column are always shown."""

_MORE = Text(
    "… und {more} weitere Zeilen; `-o DATEI` schreibt alle Zeilen und Spalten",
    "… and {more} further rows; `-o FILE` writes all rows and columns",
)
_ALL = Text("`-o DATEI` schreibt alle Spalten", "`-o FILE` writes all columns")
_NONE = Text("keine Zeile", "no row")


class TableWriter(Writer):
    """Keeps the first rows; `text` draws them."""

    def __init__(self, schema: pa.Schema, about: About, rows: int = ROWS) -> None:
        """Start with no rows."""
        self._about = about
        self._most = rows
        self._kept: list[pa.RecordBatch] = []
        self._rows = 0
        answers = {column.id for column in columns.answer_columns(())}
        wanted = {column.id for column in SHOWN}
        self._names = [
            field.name
            for field in schema
            if field.name in wanted
            or (field.name not in answers and not field.name.startswith("duty_"))
        ]

    def write(self, batch: pa.RecordBatch) -> None:
        """Keep the first rows and count the others."""
        room = self._most - sum(kept.num_rows for kept in self._kept)
        if room > 0 and batch.num_rows:
            self._kept.append(batch.select(self._names).slice(0, room))
        self._rows += batch.num_rows

    def _finish(self) -> None:
        """`text` draws."""

    def _discard(self) -> None:
        """Nothing is open."""

    def text(self, width: int) -> str:
        """The table, for a screen of so many columns; columns without any value are left out."""
        language = self._about.language
        if not self._rows:
            return _NONE.into(language) + "\n"
        head = {name: self._about.titles[name].into(language) for name in self._names}
        cells = {name: self._cells(name) for name in self._names}
        shown = [name for name in self._names if any(cells[name])]
        drawn = _drawn(
            [(head[name], cells[name]) for name in shown],
            width,
        )
        more = self._rows - sum(kept.num_rows for kept in self._kept)
        note = _MORE.format(more=_number(more, language)) if more else _ALL
        return f"{drawn}\n{note.into(language)}\n"

    def _cells(self, name: str) -> list[str]:
        found: list[str] = []
        for batch in self._kept:
            found += [
                _shown(cell, self._about.language)
                for cell in words_of(batch.column(name)).to_pylist()
            ]
        return found


def _shown(cell: object, language: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return (("nein", "ja") if language == "de" else ("no", "yes"))[cell]
    if isinstance(cell, date) and language == "de":
        return f"{cell.day:02}.{cell.month:02}.{cell.year:04}"
    return " ".join(str(cell).split())


def _drawn(parts: Sequence[tuple[str, list[str]]], width: int) -> str:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text as Plain

    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for (title, cells), size in zip(parts, _widths(parts, width), strict=True):
        number = all(cell.isdigit() for cell in cells if cell)
        table.add_column(
            Plain(title),
            justify="right" if number else "left",
            overflow="ellipsis",
            no_wrap=True,
            width=size,
        )
    for row in zip(*(cells for _, cells in parts), strict=True):
        table.add_row(*map(Plain, row))
    console = Console(width=width, color_system=None, legacy_windows=False)
    with console.capture() as drawn:
        console.print(table)
    return "\n".join(line.rstrip() for line in drawn.get().splitlines())


def _widths(parts: Sequence[tuple[str, list[str]]], width: int) -> list[int]:
    """Columns of short cells have the room they need; the others share what is left."""
    needed = [max(map(len, [title, *cells])) for title, cells in parts]
    found = [min(each, SHORT) for each in needed]
    room = width - sum(found) - 3 * (len(found) - 1)
    while room > 0 and found != needed:
        least = min(
            (at for at, each in enumerate(needed) if found[at] < each), key=found.__getitem__
        )
        found[least] += 1
        room -= 1
    return found


def _number(count: int, language: str) -> str:
    return f"{count:,}".replace(",", ".") if language == "de" else f"{count:,}"
