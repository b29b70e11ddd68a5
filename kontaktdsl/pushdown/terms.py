"""Small SQL expressions that the other modules put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlglot import exp

Branch = tuple[exp.Expr, exp.Expr]


def integer(number: int) -> exp.Expr:
    """A whole number."""
    if number < 0:
        return exp.Neg(this=exp.Literal.number(-number))
    return exp.Literal.number(number)


def same(a: exp.Expr, b: exp.Expr) -> exp.Expr:
    """`a = b`."""
    return exp.EQ(this=a.copy(), expression=b.copy())


def null(value: exp.Expr) -> exp.Expr:
    """`value IS NULL`."""
    return exp.Is(this=value.copy(), expression=exp.null())


def given(value: exp.Expr) -> exp.Expr:
    """`NOT value IS NULL`."""
    return exp.Not(this=null(value))


def any_of(*conditions: exp.Expr) -> exp.Expr:
    """The conditions with OR between them."""
    return exp.or_(*conditions)


def all_of(*conditions: exp.Expr) -> exp.Expr:
    """The conditions with AND between them."""
    return exp.and_(*conditions)


def cases(branches: Iterable[Branch], otherwise: exp.Expr) -> exp.Expr:
    """A CASE, or what is left of it without branches."""
    case, found = exp.Case(), False
    for condition, value in branches:
        case, found = case.when(condition, value, copy=False), True
    return case.else_(otherwise, copy=False) if found else otherwise


def total(parts: Sequence[exp.Expr]) -> exp.Expr:
    """The sum of the parts."""
    if not parts:
        return integer(0)
    found = parts[0]
    for part in parts[1:]:
        found = exp.Add(this=found, expression=part)
    return found


def call(name: str, *arguments: exp.Expr) -> exp.Expr:
    """A function that only some dialects have, by its own name."""
    return exp.Anonymous(this=name, expressions=[each.copy() for each in arguments])
