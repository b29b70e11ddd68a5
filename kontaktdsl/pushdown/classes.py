"""From a column of a database to the share of a code that its classes have, as one CASE.

It says the same as `batch.codes` of the values that a column of its type can hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs
from sqlglot import exp

from kontaktdsl.batch.mapping import whole_numbers
from kontaktdsl.diagnostics import Text
from kontaktdsl.domains import Enumeration, Number
from kontaktdsl.model import Attribute
from kontaktdsl.pushdown import values
from kontaktdsl.pushdown.dialects import Dialect
from kontaktdsl.pushdown.tables import UNKNOWN
from kontaktdsl.pushdown.terms import Branch, all_of, cases, integer, null, same
from kontaktdsl.pushdown.types import ColumnTypeError, Type
from kontaktdsl.space import Axis


@attrs.frozen(eq=False)
class Fact:
    """One fact of the policy and the column that it is read from.

    `vocabulary` maps exact words to values and is empty for a number; `births` are the latest
    births per class and one more, for an age that a column of dates may give.
    """

    axis: Axis
    weight: int
    value: exp.Expr
    kind: Type
    vocabulary: Mapping[str, int]
    missing: frozenset[str]
    births: tuple[exp.Expr, ...]

    @property
    def absent(self) -> int:
        """The share of a missing fact."""
        return len(self.axis.classes) * self.weight

    def share(self, number: int | None) -> int:
        """The share of the class that a value lies in; None is no value."""
        return UNKNOWN if number is None else self.axis.place(number) * self.weight


def share(fact: Fact, dialect: Dialect) -> exp.Expr:
    """The share of a code that a row has from this fact.

    Raises ColumnTypeError if nothing sure can be read from a column of this type.
    """
    return cases(
        [(null(fact.value), integer(fact.absent)), *_branches(fact, dialect)], integer(UNKNOWN)
    )


def _branches(fact: Fact, dialect: Dialect) -> list[Branch]:
    """What is neither NULL nor unknown."""
    number = isinstance(fact.axis.attribute.domain, Number)
    match fact.kind:
        case Type.TEXT if number:
            raise _text_for_number(fact)
        case Type.TEXT:
            return _words(fact, dialect)
        case Type.BOOLEAN:
            return [] if number else _booleans(fact, dialect)
        case Type.INTEGER:
            return [*_missing_numbers(fact), *(_integers(fact) if number else _coded(fact))]
        case Type.DECIMAL:
            nan = dialect.is_nan(fact.value)
            absent = [] if nan is None else [(nan, integer(fact.absent))]
            numbers = _decimals(fact) if number else _coded(fact)
            return [*absent, *_missing_numbers(fact), *numbers]
        case Type.DATE | Type.TIMESTAMP:
            return _born(fact, dialect.day_of(fact.value, fact.kind))
        case Type.ANY:
            return _any(fact, dialect, number)
        case Type.OTHER:
            return []


def _missing(fact: Fact, dialect: Dialect) -> Branch:
    return _in(fact, sorted(fact.missing), dialect), integer(fact.absent)


def _words(fact: Fact, dialect: Dialect) -> list[Branch]:
    """First the words that are to be expected, one comparison each, then all others, and the marks.

    Databases go through the branches of a CASE only until one holds, and compare with one word much
    faster than with a list.
    """
    expected: list[Branch] = []
    others: dict[int, list[str]] = {}
    usual = _usual(fact.axis.attribute)
    for word, number in fact.vocabulary.items():
        if word in fact.missing:
            continue
        if word in usual:
            literal = dialect.word_literal(word)
            expected.append((same(dialect.word(fact.value), literal), integer(fact.share(number))))
        else:
            others.setdefault(fact.share(number), []).append(word)
    rest = [(_in(fact, sorted(words), dialect), integer(each)) for each, words in others.items()]
    return [*expected, _missing(fact, dialect), *rest]


def _usual(attribute: Attribute) -> frozenset[str]:
    """The words that a column probably holds: names of values, `ja` and `nein`."""
    if isinstance(attribute.domain, Enumeration):
        return frozenset(value.name for value in attribute.domain.values)
    return frozenset(("ja", "nein"))


def _booleans(fact: Fact, dialect: Dialect) -> list[Branch]:
    return [
        (dialect.truth(fact.value, yes), integer(fact.share(fact.vocabulary.get(word))))
        for yes, word in ((True, "ja"), (False, "nein"))
    ]


def _integers(fact: Fact) -> list[Branch]:
    return [
        (
            exp.Between(this=fact.value.copy(), low=integer(low), high=integer(high)),
            integer(fact.share(low)),
        )
        for low, high in fact.axis.classes
    ]


def _decimals(fact: Fact) -> list[Branch]:
    whole = same(fact.value, exp.Floor(this=fact.value.copy()))
    return [(all_of(within, whole), each) for within, each in _integers(fact)]


def _coded(fact: Fact) -> list[Branch]:
    """Whole numbers that stand for values of a list, or for yes and no."""
    return [
        (same(fact.value, integer(number)), integer(fact.share(fact.vocabulary[word])))
        for number, word in whole_numbers(fact.vocabulary).items()
    ]


def _missing_numbers(fact: Fact) -> list[Branch]:
    numbers = [integer(number) for number in whole_numbers(sorted(fact.missing))]
    if not numbers:
        return []
    return [(exp.In(this=fact.value.copy(), expressions=numbers), integer(fact.absent))]


def _born(fact: Fact, day: exp.Expr) -> list[Branch]:
    """The classes by the latest births, the oldest first; who is too young comes last."""
    if not fact.births:
        return []
    *births, too_old = fact.births
    found: list[Branch] = [(_until(day, too_old), integer(UNKNOWN))]
    for (low, _), birth in zip(reversed(fact.axis.classes), reversed(births), strict=True):
        found.append((_until(day, birth), integer(fact.share(low))))
    return found


def _until(day: exp.Expr, last: exp.Expr) -> exp.Expr:
    return exp.LTE(this=day.copy(), expression=last.copy())


def _any(fact: Fact, dialect: Dialect, number: bool) -> list[Branch]:
    """A column of SQLite, whose values have types of their own."""
    text: list[Branch]
    if number:
        numbers = _decimals(fact)
        whole = _integers(attrs.evolve(fact, value=values.whole(fact.value)))
        text = [
            _missing(fact, dialect),
            (values.is_whole(fact.value), cases(whole, integer(UNKNOWN))),
            *_born(fact, values.day(fact.value)),
        ]
    else:
        numbers, text = _coded(fact), _words(fact, dialect)
    numbers = [*_missing_numbers(fact), *numbers]
    return [
        (values.type_is(fact.value, "text"), cases(text, integer(UNKNOWN))),
        (values.type_is(fact.value, "integer", "real"), cases(numbers, integer(UNKNOWN))),
    ]


def _in(fact: Fact, words: Iterable[str], dialect: Dialect) -> exp.Expr:
    return exp.In(
        this=dialect.word(fact.value), expressions=[dialect.word_literal(word) for word in words]
    )


def _text_for_number(fact: Fact) -> ColumnTypeError:
    column, name = fact.value.name, fact.axis.attribute.name
    return ColumnTypeError(
        Text(
            f"die Spalte `{column}` enthält Text; `{name}` ist eine Zahl. Eine Sicht davor, die "
            "den Text in eine Zahl (oder ein Geburtsdatum) umwandelt, macht sie lesbar",
            f"the column `{column}` holds text; `{name}` is a number. A view before it that turns "
            "the text into a number (or a date of birth) makes it readable",
        )
    )
