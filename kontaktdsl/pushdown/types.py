"""What a column of a database holds, as far as reading facts and days is concerned."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum

from kontaktdsl.batch.mapping import Columns, Matched
from kontaktdsl.batch.matching import BIRTHS, folded
from kontaktdsl.diagnostics import Text
from kontaktdsl.domains import Enumeration, YesNo
from kontaktdsl.model import Attribute


class Type(Enum):
    """The kinds of columns; `ANY` is decided value by value, as SQLite does."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"
    TIMESTAMP = "timestamp"
    OTHER = "other"
    ANY = "any"

    @property
    def is_day(self) -> bool:
        """Whether a value is a day, with a time of day or without."""
        return self in (Type.DATE, Type.TIMESTAMP)


GIVEN = tuple(each.value for each in Type if each not in (Type.OTHER, Type.ANY))
"""The types that a person may name."""

_NAMES = {
    r"bool(ean)?|bit": Type.BOOLEAN,
    r"timestamp.*|datetime.*|smalldatetime": Type.TIMESTAMP,
    r"date": Type.DATE,
    r"u?(tiny|small|medium|big|huge)?int(eger)?[248]?|int64|(big|small)?serial": Type.INTEGER,
    r"(decimal|numeric|number|float|double|real|money).*": Type.DECIMAL,
    r"(n|bp)?(var)?char2?\b.*|character.*|(n|tiny|medium|long)?text|string": Type.TEXT,
    r"citext|enum.*|name": Type.TEXT,
}
"""What databases call their types."""


class ColumnTypeError(ValueError):
    """A column cannot hold what the policy needs; `text` says which and what to do."""

    def __init__(self, text: Text) -> None:
        """Remember the words."""
        super().__init__(text.en)
        self.text = text


def type_named(name: str) -> Type:
    """The type for its name in a database; `OTHER` where a policy can read nothing of it."""
    plain = name.strip().casefold()
    for pattern, kind in _NAMES.items():
        if re.fullmatch(pattern, plain):
            return kind
    return Type.OTHER


def usual(matched: Matched, columns: Columns) -> dict[str, Type]:
    """The types of the columns of a data set that nobody has looked at yet.

    Yes or no is boolean, a value of a list text, a number an integer (a date where the column is
    called one of birth), contacts and events are dates.
    """
    found: dict[str, Type] = {}
    for attribute, column in matched.facts:
        if column is not None:
            found[column] = _usual(attribute, column, columns)
    for name in (matched.last_contact, *(column for _, column in matched.events)):
        if name is not None:
            found[name] = Type.DATE
    if matched.contacts is not None:
        found[matched.contacts] = Type.INTEGER
    return found


def _usual(attribute: Attribute, column: str, columns: Columns) -> Type:
    match attribute.domain:
        case YesNo():
            return Type.BOOLEAN
        case Enumeration():
            return Type.TEXT
        case _:
            born = attribute.name in columns.born or folded(column) in BIRTHS
            return Type.DATE if born else Type.INTEGER


def born(matched: Matched, types: Mapping[str, Type]) -> frozenset[str]:
    """The attributes that are ages and whose column holds birth dates."""
    return frozenset(
        attribute.name
        for attribute, column in matched.facts
        if attribute.name in matched.born
        and column is not None
        and (types[column].is_day or types[column] is Type.ANY)
    )
