"""SQLite's values, whose type is their own and not their column's."""

from __future__ import annotations

from sqlglot import exp

from kontaktdsl.pushdown.terms import all_of, any_of, call, cases, given, integer, same


def type_is(value: exp.Expr, *names: str) -> exp.Expr:
    """Whether SQLite's type of a value is one of these."""
    return exp.In(
        this=call("TYPEOF", value), expressions=[exp.Literal.string(name) for name in names]
    )


def day(value: exp.Expr) -> exp.Expr:
    """The day of a text as SQLite itself writes days (`2001-03-17`, a time behind it or none).

    NULL for any other text.
    """
    plain = trimmed(value)
    found = call("SUBSTR", plain, integer(1), integer(10))
    behind = exp.In(
        this=call("SUBSTR", plain, integer(11), integer(1)),
        expressions=[exp.Literal.string(" "), exp.Literal.string("T")],
    )
    time = all_of(behind, given(call("DATETIME", plain)))
    alone = same(call("LENGTH", plain), integer(10))
    shaped = glob(found, "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]")
    # with a modifier SQLite turns a day that there is not into another one
    real = same(call("DATE", found, exp.Literal.string("+0 days")), found)
    no_year = glob(found, "0000*")  # SQLite has one, and nobody else
    there = all_of(shaped, exp.Not(this=no_year), real, any_of(alone, time))
    return cases([(there, found)], exp.null())


def is_whole(value: exp.Expr) -> exp.Expr:
    """Whether a text is up to 18 digits, with a sign before them or none, blanks around or none."""
    plain = trimmed(value)
    signs = [exp.Literal.string("+"), exp.Literal.string("-")]
    sign = exp.In(this=call("SUBSTR", plain, integer(1), integer(1)), expressions=signs)
    digits = cases([(sign, call("SUBSTR", plain, integer(2)))], plain)
    length = exp.Between(this=call("LENGTH", digits), low=integer(1), high=integer(18))
    return all_of(exp.Not(this=glob(digits, "*[^0-9]*")), length)


def whole(value: exp.Expr) -> exp.Expr:
    """A text that `is_whole` as a number."""
    return exp.Cast(this=trimmed(value), to=exp.DataType.build("BIGINT"))


def trimmed(value: exp.Expr) -> exp.Expr:
    """A text without the blanks around it."""
    blanks: exp.Expr = exp.Literal.string(" ")
    for code in (9, 10, 11, 12, 13):
        blanks = exp.DPipe(this=blanks, expression=call("CHAR", integer(code)))
    return call("TRIM", value, blanks)


def glob(value: exp.Expr, pattern: str) -> exp.Expr:
    """Whether a text has a shape."""
    return exp.Glob(this=value.copy(), expression=exp.Literal.string(pattern))
