"""Read a population file: CSV, or Parquet through pyarrow.

Only the columns that the policies use are looked at, and the one that counts. Nobody is dropped
silently: a value that no policy knows is reported with the number of people.
"""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path

from kontaktdsl import model
from kontaktdsl.changes.joint import Joint
from kontaktdsl.changes.outcome import NotComparable, Refused
from kontaktdsl.changes.people import People
from kontaktdsl.diagnostics import Text
from kontaktdsl.domains import Enumeration, Number, YesNo
from kontaktdsl.trouble import why

COUNT_NAMES = ("anzahl", "count", "people", "menschen")
"""A column of such a name counts the people of its row, unless it is an attribute."""
YES = frozenset({"ja", "yes", "j", "y", "wahr", "true", "1"})
NO = frozenset({"nein", "no", "n", "falsch", "false", "0"})
SEPARATORS = (";", ",", "\t")
PARQUET = (".parquet", ".pq")
MOST_REFUSED = 1_000
"""So many different refused values are told apart; the rest is only counted."""

Cell = object
Rows = Iterator[tuple[int, Sequence[Cell]]]


class Unreadable(NotComparable):
    """A population file that cannot be used."""


def read(path: Path, joint: Joint, counted_by: str | None = None) -> People:
    """Read a population for two policies; raises Unreadable.

    `counted_by` names the column with the number of people of a row.
    """
    if path.suffix.lower() in PARQUET:
        names, rows_of = _parquet(path)
        attributes, columns, counting = _columns(path, names, joint, counted_by)
        rows = rows_of([names[at] for at in _needed(columns, counting)])
        order = {at: new for new, at in enumerate(_needed(columns, counting))}
        columns = [order[at] for at in columns]
        counting_at = None if counting is None else order[counting]
    else:
        names, rows = _csv(path)
        attributes, columns, counting = _columns(path, names, joint, counted_by)
        counting_at = counting
    width = len(names) if path.suffix.lower() not in PARQUET else None
    people = _Reader(attributes, columns, counting_at, width)
    people.take(rows)
    if not people.rows:
        raise Unreadable(
            Text(f"{path}: kein einziger Mensch steht darin", f"{path}: there is nobody in it")
        )
    known = {attribute.name for attribute in attributes}
    used = {*_needed([names.index(n) for n in names if _plain(n) in known], counting)}
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


def _needed(columns: Iterable[int], counting: int | None) -> list[int]:
    return sorted({*columns, *([] if counting is None else [counting])})


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
    """Turns rows into facts, counted."""

    def __init__(
        self,
        attributes: Sequence[model.Attribute],
        columns: Sequence[int],
        counting: int | None,
        width: int | None,
    ) -> None:
        self.attributes = attributes
        self.columns = columns
        self.counting = counting
        self.width = width
        self.rows = 0
        self.counts: dict[tuple[int, ...], tuple[int, int]] = {}
        self.refused: dict[tuple[str, str], tuple[int, int]] = {}
        self.refused_people = 0
        self._known: list[dict[Cell, int | None]] = [{} for _ in attributes]

    def take(self, rows: Rows) -> None:
        """Read all rows."""
        for number, row in rows:
            if not row:
                continue
            self.rows += 1
            if self.width is not None and len(row) != self.width:
                self._refuse(number, "", Text.same(f"{len(row)} ≠ {self.width}").de, 1)
                self.refused_people += 1
                continue
            self._row(number, row)

    def _row(self, number: int, row: Sequence[Cell]) -> None:
        people = 1
        if self.counting is not None:
            given = integer(row[self.counting])
            if given is None or given < 0:
                self._refuse(number, "#", str(row[self.counting]), 1)
                self.refused_people += 1
                return
            people = given
        values = []
        for attribute, at, known in zip(self.attributes, self.columns, self._known, strict=True):
            cell = row[at]
            if cell not in known:
                known[cell] = value_of(attribute, cell)
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

    def _refuse(self, number: int, column: str, value: str, people: int) -> None:
        key = column, value[:60]
        if key not in self.refused and len(self.refused) >= MOST_REFUSED:
            key = column, "…"
        before, first = self.refused.get(key, (0, number))
        self.refused[key] = before + people, first


def value_of(attribute: model.Attribute, cell: Cell) -> int | None:
    """A cell as the integer of a value, None if the attribute has no such value.

    Values go by name or label, yes and no by the usual words, numbers in plain digits.
    """
    if cell is None:
        return None
    match attribute.domain:
        case YesNo():
            word = str(cell).strip().casefold()
            return 1 if word in YES else 0 if word in NO else None
        case Number(low, high):
            number = integer(cell)
            return number if number is not None and low <= number <= high else None
        case Enumeration(values):
            text = _plain(str(cell))
            for at, value in enumerate(values):
                if value.name == text:
                    return at
            alike = [
                at
                for at, value in enumerate(values)
                if text.casefold() in (value.name.casefold(), (value.label or "").casefold())
            ]
            return alike[0] if len(alike) == 1 and text else None


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


_BROKEN = {
    "unexpected end of data": Text(
        "ein Anführungszeichen wird nicht geschlossen", "a quotation mark is never closed"
    ),
    "field larger than field limit": Text("ein Feld nimmt kein Ende", "a field has no end"),
}

# --- the two formats ----------------------------------------------------------------------------


def _csv(path: Path) -> tuple[list[str], Rows]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _closed(path, error) from None
    try:
        wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))  # "Unicode text"
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    head = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        names = next(reader, [])
    except csv.Error as error:
        raise _broken(path, 1, error) from None
    if not any(name.strip() for name in names):
        raise Unreadable(Text(f"{path}: die Datei ist leer", f"{path}: the file is empty"))

    def rows() -> Rows:
        while True:
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise _broken(path, reader.line_num, error) from None
            yield reader.line_num, row

    return names, rows()


def _broken(path: Path, line: int, error: csv.Error) -> Unreadable:
    reason = _BROKEN.get(str(error).split(" (")[0], Text.same(str(error)))
    return Unreadable(
        Text(
            f"{path}, Zeile {line}: keine Tabelle, {reason.de}",
            f"{path}, line {line}: not a table, {reason.en}",
        )
    )


def _closed(path: Path, error: OSError) -> Unreadable:
    reason = why(error)
    return Unreadable(
        Text(f"{path}: lässt sich nicht lesen, {reason.de}", f"{path}: cannot be read, {reason.en}")
    )


def _parquet(path: Path) -> tuple[list[str], Callable[[list[str]], Rows]]:
    """The columns of a Parquet file, and how to read the rows of some of them."""
    try:
        arrow = import_module("pyarrow.parquet")
    except ImportError:
        raise Unreadable(
            Text(
                "für Parquet fehlt eine Bibliothek: pip install 'kontaktdsl[data]'",
                "Parquet needs a library: pip install 'kontaktdsl[data]'",
            )
        ) from None

    def failed(error: Exception) -> Unreadable:
        if isinstance(error, OSError) and error.errno:
            return _closed(path, error)
        told = str(error).splitlines()[0] if str(error) else type(error).__name__
        return Unreadable(
            Text(
                f"{path}: keine unbeschädigte Parquet-Datei ({told})",
                f"{path}: no sound Parquet file ({told})",
            )
        )

    try:
        file = arrow.ParquetFile(path)
        names = list(file.schema_arrow.names)
    except Exception as error:  # pyarrow has errors of its own besides OSError and ValueError
        raise failed(error) from None

    def rows(wanted: list[str]) -> Rows:
        number = 0
        batches = file.iter_batches(columns=wanted)
        while True:
            try:
                batch = next(batches, None)
                if batch is None:
                    return
                columns = [batch.column(name).to_pylist() for name in wanted]
            except Exception as error:
                raise failed(error) from None
            for row in zip(*columns, strict=True):
                number += 1
                yield number, row

    return names, rows
