"""Read a population for `kpol diff`: any format that `kpol run` reads, and the same words in it.

Only the columns that the policies use are looked at, and the one that counts. Nobody is dropped
silently: a value that no policy knows is reported with the number of people.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path

from kontaktdsl import model
from kontaktdsl.batch.mapping import vocabulary
from kontaktdsl.changes.joint import Joint
from kontaktdsl.changes.outcome import NotComparable, Refused
from kontaktdsl.changes.people import People
from kontaktdsl.data.errors import DataError
from kontaktdsl.data.reading import open_data
from kontaktdsl.data.source import Chunk
from kontaktdsl.diagnostics import Text
from kontaktdsl.domains import Number

COUNT_NAMES = ("anzahl", "count", "people", "menschen")
"""A column of such a name counts the people of its row, unless it is an attribute."""
MOST_REFUSED = 1_000
"""So many different refused values are told apart; the rest is only counted."""

Cell = object


class Unreadable(NotComparable):
    """A population file that cannot be used."""


def read(path: Path, joint: Joint, counted_by: str | None = None) -> People:
    """Read a population for two policies; raises Unreadable.

    `counted_by` names the column with the number of people of a row.
    """
    try:
        with open_data(str(path)) as source:
            names = source.names
            attributes, columns, counting = _columns(path, names, joint, counted_by)
            people = _Reader(attributes, counting is not None, source.head)
            used = [*columns, *([] if counting is None else [counting])]
            for chunk in source.chunks([names[at] for at in used]):
                people.take(chunk)
    except DataError as error:
        raise Unreadable(error.text) from None
    if not people.rows:
        raise Unreadable(
            Text(f"{path}: kein einziger Mensch steht darin", f"{path}: there is nobody in it")
        )
    known = {attribute.name for attribute in attributes}
    return People(
        name=str(path),
        columns=tuple(attribute.name for attribute in attributes),
        counts=people.counts,
        unread=tuple(name for at, name in enumerate(names) if at not in used),
        lacking=tuple(a.name for a in joint.old.attributes if a.name not in known),
        refused=tuple(
            Refused(column, value, number, row)
            for (column, value), (number, row) in people.refused.items()
        ),
        refused_people=people.refused_people,
        counted_by=None if counting is None else names[counting],
    )


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name.strip())


def _columns(
    path: Path, names: Sequence[str], joint: Joint, counted_by: str | None
) -> tuple[list[model.Attribute], list[int], int | None]:
    """The attributes that have a column, where that is, and where people are counted."""
    place: dict[str, int] = {}
    for at, name in enumerate(names):
        if _plain(name) in place:
            raise Unreadable(
                Text(
                    f"{path}: die Spalte `{name}` steht zweimal da",
                    f"{path}: the column `{name}` is there twice",
                )
            )
        place[_plain(name)] = at
    attributes = [a for a in joint.old.attributes if a.name in place]
    if not attributes:
        wanted = ", ".join(f"`{a.name}`" for a in joint.old.attributes)
        raise Unreadable(
            Text(
                f"{path}: keine Spalte heißt wie ein Merkmal; erwartet: {wanted}",
                f"{path}: no column is named like an attribute; expected: {wanted}",
            )
        )
    if counted_by is not None:
        if _plain(counted_by) not in place:
            raise Unreadable(
                Text(
                    f"{path}: die Spalte `{counted_by}` gibt es nicht",
                    f"{path}: there is no column `{counted_by}`",
                )
            )
        counting: int | None = place[_plain(counted_by)]
    else:
        taken = {attribute.name for attribute in attributes}
        named = (
            at for name, at in place.items() if name.casefold() in COUNT_NAMES and name not in taken
        )
        counting = next(named, None)
    return attributes, [place[attribute.name] for attribute in attributes], counting


class _Reader:
    """Turns rows into facts, counted; `head` is the number of rows before the first one."""

    def __init__(self, attributes: Sequence[model.Attribute], counted: bool, head: int) -> None:
        self.attributes = attributes
        self.counted = counted
        self.head = head
        self.rows = 0
        self.counts: dict[tuple[int, ...], tuple[int, int]] = {}
        self.refused: dict[tuple[str, str], tuple[int, int]] = {}
        self.refused_people = 0
        self._known: list[dict[Cell, int | None]] = [{} for _ in attributes]
        self._words = [
            {} if isinstance(each.domain, Number) else vocabulary(each, {}) for each in attributes
        ]

    def take(self, chunk: Chunk) -> None:
        """Read some rows."""
        broken = {each.at: each for each in chunk.broken}
        columns = [column.to_pylist() for column in chunk.rows.columns]
        for at, row in enumerate(zip(*columns, strict=True)):
            self.rows += 1
            number = self.rows + self.head
            wrong = broken.get(at)
            if wrong is None:
                self._row(number, row)
            else:
                found, expected = wrong.fields or (0, 0)
                self._refuse(number, "", f"{found} ≠ {expected}", 1)
                self.refused_people += 1

    def _row(self, number: int, row: Sequence[Cell]) -> None:
        people = 1
        if self.counted:
            given = integer(row[-1])
            if given is None or given < 0:
                self._refuse(number, "#", str(row[-1]), 1)
                self.refused_people += 1
                return
            people = given
        values = []
        for at, (attribute, known) in enumerate(zip(self.attributes, self._known, strict=True)):
            cell = row[at]
            if cell not in known:
                known[cell] = self._value(at, cell)
            value = known[cell]
            if value is None:
                self._refuse(number, attribute.name, "" if cell is None else str(cell), people)
            else:
                values.append(value)
        if len(values) < len(self.attributes):
            self.refused_people += people
            return
        key = tuple(values)
        before, first = self.counts.get(key, (0, number))
        self.counts[key] = before + people, first

    def _value(self, at: int, cell: Cell) -> int | None:
        """A cell as the integer of a value, None if the attribute has no such value."""
        domain = self.attributes[at].domain
        if isinstance(domain, Number):
            number = integer(cell)
            inside = number is not None and domain.low <= number <= domain.high
            return number if inside else None
        return self._words[at].get(str(cell).strip())

    def _refuse(self, number: int, column: str, value: str, people: int) -> None:
        key = column, value[:60]
        if key not in self.refused and len(self.refused) >= MOST_REFUSED:
            key = column, "…"
        before, first = self.refused.get(key, (0, number))
        self.refused[key] = before + people, first


def integer(cell: Cell) -> int | None:
    """A cell as a whole number, None if it is none."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int):
        return cell
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else None
    text = str(cell).strip()
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 19 else None
