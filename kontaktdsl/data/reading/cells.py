"""Cells of mixed types as Arrow columns: workbooks and SQLite have a type per cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

import pyarrow as pa

Cell = object


def column(cells: Sequence[Cell]) -> pa.Array:
    """Cells as one column: of their type where they share one, else as words."""
    kind = kind_of(cells)
    return pa.array(cells_as(kind, cells), kind)


def kind_of(cells: Iterable[Cell]) -> pa.DataType:
    """The type that all cells share; text where there is none."""
    types = {type(cell) for cell in cells} - {type(None)}
    if types == {bool}:
        return pa.bool_()
    if types and types <= {int, float}:
        numbers = (cell for cell in cells if isinstance(cell, int | float))
        whole = all(-(2**53) <= n <= 2**53 and n == int(n) if n == n else False for n in numbers)
        return pa.int64() if whole or types == {int} else pa.float64()
    if types and types <= {date, datetime}:
        times = (cell for cell in cells if isinstance(cell, datetime))
        with_time = any((t.hour, t.minute, t.second, t.microsecond) != (0, 0, 0, 0) for t in times)
        return pa.timestamp("us") if with_time else pa.date32()
    return pa.string()


def cells_as(kind: pa.DataType, cells: Iterable[Cell]) -> list[Cell]:
    """Cells of a type that they share, or as words."""
    if pa.types.is_string(kind):
        return [None if cell is None else worded(cell) for cell in cells]
    converted: Callable[[Cell], Cell] | None = None
    if pa.types.is_int64(kind):
        converted = _whole
    elif pa.types.is_date32(kind):
        converted = _day
    elif pa.types.is_timestamp(kind):
        converted = _moment
    if converted is None:
        return list(cells)
    return [None if cell is None else converted(cell) for cell in cells]


def worded(cell: Cell) -> str:
    """One cell as text: whole numbers without a point, dates as 2001-03-17."""
    match cell:
        case str():
            return cell
        case bool():
            return "true" if cell else "false"
        case float() if cell.is_integer() and abs(cell) < 2**63:
            return str(int(cell))
        case datetime() if (cell.hour, cell.minute, cell.second) == (0, 0, 0):
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case bytes():
            return cell.decode("utf-8", "replace")
        case _:
            return str(cell)


def _whole(cell: Cell) -> Cell:
    return int(cell) if isinstance(cell, float) else cell


def _day(cell: Cell) -> Cell:
    return cell.date() if isinstance(cell, datetime) else cell


def _moment(cell: Cell) -> Cell:
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return datetime(cell.year, cell.month, cell.day)
    return cell
