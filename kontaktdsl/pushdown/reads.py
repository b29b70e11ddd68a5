"""The columns beside the facts: days and the number of contacts, and when they cannot be read."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
from sqlglot import exp

from kontaktdsl.batch import columns as out
from kontaktdsl.batch.mapping import Matched, whole_numbers
from kontaktdsl.diagnostics import Text
from kontaktdsl.pushdown import values
from kontaktdsl.pushdown.dialects import Dialect
from kontaktdsl.pushdown.terms import all_of, any_of, cases, integer, null, same
from kontaktdsl.pushdown.types import ColumnTypeError, Type


@attrs.frozen(eq=False)
class Read:
    """A day or a number: the column that it becomes, and 1 where it cannot be read, else 0.

    `label` is what `facts` calls it; `bad` is None where every value of the column can be read.
    """

    name: str
    label: str
    value: exp.Expr
    bad: exp.Expr | None


@attrs.frozen(eq=False)
class Reader:
    """Reads columns of the customers, whose table has the alias `t`."""

    matched: Matched
    types: Mapping[str, Type]
    dialect: Dialect
    language: str

    def all(self) -> list[Read]:
        """The last contact, the events, the number of contacts; raises ColumnTypeError."""
        last = out.LAST_CONTACT.into(self.language)
        found = [self._day("last", last, self.matched.last_contact)]
        for number, (event, column) in enumerate(self.matched.events, 1):
            found.append(self._day(f"event_{number}", event.label or event.name, column))
        if self.matched.contacts is not None:
            found.append(self._contacts(self.matched.contacts))
        return found

    def column(self, name: str) -> exp.Column:
        """A column of the customers, always by its table: SQLite reads a bare `"x"` as a text."""
        table = self.dialect.identifier("t")
        return exp.Column(this=exp.to_identifier(name, quoted=True), table=table)

    def _day(self, name: str, label: str, given: str | None) -> Read:
        if given is None:
            return Read(name, label, self.dialect.no_day, None)
        value, kind = self.column(given), self.types[given]
        if kind.is_day:
            return Read(name, label, self.dialect.day_of(value, kind), None)
        if kind is not Type.ANY:
            raise _no_day(given)
        day = values.day(value)
        text = values.type_is(value, "text")
        nothing = any_of(null(value), self._is_missing(value))
        found = cases([(nothing, exp.null()), (text, day)], exp.null())
        bad = any_of(exp.Not(this=text.copy()), null(day))
        return Read(
            name, label, found, cases([(nothing, integer(0)), (bad, integer(1))], integer(0))
        )

    def _contacts(self, given: str) -> Read:
        value, kind = self.column(given), self.types[given]
        if kind not in (Type.INTEGER, Type.DECIMAL, Type.ANY):
            raise _no_count(given)
        nothing = null(value)
        counted: exp.Expr = exp.GTE(this=value.copy(), expression=integer(0))
        if kind is not Type.INTEGER:
            counted = all_of(counted, same(value, exp.Floor(this=value.copy())))
        marks = [integer(number) for number in whole_numbers(sorted(self.matched.missing))]
        if marks:
            nothing = any_of(nothing, exp.In(this=value.copy(), expressions=marks))
        if kind is Type.DECIMAL and (nan := self.dialect.is_nan(value)) is not None:
            nothing = any_of(nothing, nan)
        if kind is Type.ANY:
            nothing = any_of(nothing, self._is_missing(value))
            counted = all_of(values.type_is(value, "integer", "real"), counted)
        bad = cases([(nothing, integer(0)), (counted, integer(0))], integer(1))
        number = cases([(nothing, exp.null()), (counted, value)], exp.null())
        return Read("contacts", out.CONTACTS.into(self.language), number, bad)

    def _is_missing(self, value: exp.Expr) -> exp.Expr:
        words = [self.dialect.word_literal(word) for word in sorted(self.matched.missing)]
        return exp.In(this=self.dialect.word(value), expressions=words)


def _no_day(column: str) -> ColumnTypeError:
    return ColumnTypeError(
        Text(
            f"die Spalte `{column}` ist keine Spalte mit Tagen; eine Sicht davor, die sie in ein "
            "Datum umwandelt, macht sie lesbar",
            f"the column `{column}` is no column of days; a view before it that turns it into a "
            "date makes it readable",
        )
    )


def _no_count(column: str) -> ColumnTypeError:
    return ColumnTypeError(
        Text(
            f"die Spalte `{column}` ist keine Spalte mit Zahlen; gebraucht wird die Zahl der "
            "Kontakte",
            f"the column `{column}` is no column of numbers; the number of contacts is needed",
        )
    )
