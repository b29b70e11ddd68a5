"""The list as CSV: for spreadsheets in German (`;`, 17.03.2001, a mark of UTF-8) or English."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date

from kontaktdsl.data.writing.hostile import harmless
from kontaktdsl.duelist import columns
from kontaktdsl.duelist.columns import Cell
from kontaktdsl.duelist.record import DueList

MARK = "\ufeff"


def pieces(found: DueList) -> Iterator[str]:
    """The file row by row; who cannot be dated, where asked for, stands at its end with the reason.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    german = found.language == "de"
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if german else ",", lineterminator="\r\n")
    yield MARK if german else ""
    for row in _rows(found):
        writer.writerow([_shown(cell, german=german) for cell in row])
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def _rows(found: DueList) -> Iterator[list[Cell]]:
    made = columns.columns(found)
    yield [column.title for column in made]
    for group in found.groups:
        for entry in group.entries:
            yield [column.of(entry) for column in made]
    for person in found.people or ():
        cells = columns.problem_cells(found, person)
        yield [cells.get(at) for at in range(len(made))]


def _shown(cell: Cell, *, german: bool) -> str | int | None:
    if isinstance(cell, date):
        return f"{cell:%d.%m.}{cell.year:04}" if german else cell.isoformat()
    return harmless(cell) if isinstance(cell, str) else cell
