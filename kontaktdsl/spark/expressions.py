"""From the expressions of the view to columns of Spark.

Words become literals of Spark as they are, names are our own: nothing has to be quoted.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import reduce
from types import ModuleType
from typing import TYPE_CHECKING

import attrs
from sqlglot import exp

if TYPE_CHECKING:
    from pyspark.sql import Column


@attrs.frozen
class Scope:
    """A DataFrame under an alias; `names` are its columns by the names that the view uses."""

    alias: str
    names: Mapping[str, str]

    def column(self, name: str, functions: ModuleType) -> Column:
        """A column of the DataFrame."""
        found: Column = functions.col(f"{self.alias}.{self.names[name]}")
        return found


@attrs.frozen
class Constants:
    """One row that is known beforehand."""

    values: Mapping[str, int | date]

    def column(self, name: str, functions: ModuleType) -> Column:
        """The value as a column."""
        found: Column = functions.lit(self.values[name])
        return found


def column_of(
    expression: exp.Expr, scopes: Mapping[str, Scope | Constants], functions: ModuleType
) -> Column:
    """The column that an expression of the view computes."""
    return _Compiler(scopes, functions).of(expression)


class _Compiler:
    def __init__(self, scopes: Mapping[str, Scope | Constants], functions: ModuleType) -> None:
        self.scopes = scopes
        self.f = functions

    def of(self, node: exp.Expr) -> Column:
        match node:
            case exp.Paren():
                return self.of(node.this)
            case exp.Column():
                return self.scopes[node.table].column(node.name, self.f)
            case exp.Literal() | exp.Boolean() | exp.Null() | exp.Neg():
                return self.f.lit(_value(node))
            case exp.Case():
                return self._case(node)
            case exp.In():
                return self.of(node.this).isin([_value(each) for each in node.expressions])
            case exp.Between():
                return self.of(node.this).between(
                    self.of(node.args["low"]), self.of(node.args["high"])
                )
            case exp.And():
                return self.of(node.left) & self.of(node.right)
            case exp.Or():
                return self.of(node.left) | self.of(node.right)
            case exp.Not():
                return ~self.of(node.this)
            case exp.Is(expression=exp.Null()):
                return self.of(node.this).isNull()
            case exp.EQ():
                return self.of(node.left) == self.of(node.right)
            case exp.LT():
                return self.of(node.left) < self.of(node.right)
            case exp.LTE():
                return self.of(node.left) <= self.of(node.right)
            case exp.GT():
                return self.of(node.left) > self.of(node.right)
            case exp.GTE():
                return self.of(node.left) >= self.of(node.right)
            case exp.Add():
                return self.of(node.left) + self.of(node.right)
            case exp.Sub():
                return self.of(node.left) - self.of(node.right)
            case exp.Mul():
                return self.of(node.left) * self.of(node.right)
            case exp.DPipe():
                return self.f.concat(self.of(node.left), self.of(node.right))
            case exp.Coalesce():
                return self.f.coalesce(self.of(node.this), *map(self.of, node.expressions))
            case exp.Substring():
                start, length = _value(node.args["start"]), _value(node.args["length"])
                return self.f.substring(self.of(node.this), start, length)
            case exp.Floor():
                return self.f.floor(self.of(node.this))
            case exp.Cast():
                return self.of(node.this).cast(node.to.sql("spark").lower())
            case exp.Anonymous(this="ISNAN"):
                return self.f.isnan(*map(self.of, node.expressions))
        raise NotImplementedError(repr(node))

    def _case(self, node: exp.Case) -> Column:
        first, *others = node.args["ifs"]
        whens = self.f.when(self.of(first.this), self.of(first.args["true"]))
        found = reduce(
            lambda so_far, each: so_far.when(self.of(each.this), self.of(each.args["true"])),
            others,
            whens,
        )
        return found.otherwise(self.of(node.args["default"]))


def _value(node: exp.Expr) -> str | int | bool | None:
    match node:
        case exp.Null():
            return None
        case exp.Boolean():
            return bool(node.this)
        case exp.Neg():
            return -int(node.this.this)
        case exp.Literal(is_string=True):
            return str(node.this)
        case exp.Literal():
            return int(node.this)
    raise NotImplementedError(repr(node))
