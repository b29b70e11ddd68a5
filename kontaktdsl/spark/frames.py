"""DataFrames of Spark: the customers by names of our own, the small tables, and the select."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

import attrs
import pyarrow as pa
from sqlglot import exp

from kontaktdsl.batch.mapping import Matched
from kontaktdsl.dates import latest_birth
from kontaktdsl.plan import Plan
from kontaktdsl.pushdown.dialects import Dialect
from kontaktdsl.pushdown.tables import Kind, Table, Tables, first_ages, number
from kontaktdsl.pushdown.types import Type, type_named
from kontaktdsl.pushdown.view import View
from kontaktdsl.spark.expressions import Constants, Scope, column_of

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

CUSTOMERS, TODAY = "customers", "today"
DIALECT = Dialect("spark", "STRING")
"""Only for what sqlglot builds; no text is made of it."""

_ARROW = {Kind.INTEGER: pa.int32(), Kind.TEXT: pa.string(), Kind.DATE: pa.date32()}
_SPARK = {Kind.INTEGER: "int", Kind.TEXT: "string", Kind.DATE: "date"}


def types_of(df: DataFrame, names: Sequence[str]) -> dict[str, Type]:
    """What these columns hold."""
    kinds = dict(df.dtypes)
    return {name: _type(kinds[name]) for name in names}


def _type(name: str) -> Type:
    return Type.TEXT if name.startswith("string") else type_named(name)


def answers(
    df: DataFrame,
    plan: Plan,
    matched: Matched,
    types: Mapping[str, Type],
    tables: Tables,
    day: date,
    language: str,
) -> DataFrame:
    """The answers to customers on one day."""
    view = View(
        tables=tables,
        customers=exp.to_table(CUSTOMERS),
        matched=matched,
        types=types,
        dialect=DIALECT,
        language=language,
        policy=plan.policy.header.id,
        digest=plan.policy.digest,
        name=lambda name: exp.to_table(name),
    )
    builder = _Builder(df, matched, types, tables, day)
    select = view.select()
    for cte in select.ctes:
        if cte.alias != TODAY:
            builder.known[cte.alias] = builder.select(cte.this)
    return builder.select(select).frame


@attrs.frozen(eq=False)
class _Named:
    """A DataFrame, and its columns by the names that the view uses."""

    frame: DataFrame
    names: Mapping[str, str]


class _Builder:
    """Turns the selects of the view into DataFrames, one after another."""

    def __init__(
        self,
        df: DataFrame,
        matched: Matched,
        types: Mapping[str, Type],
        tables: Tables,
        day: date,
    ) -> None:
        self.connect = type(df).__module__.startswith("pyspark.sql.connect.")
        self.functions = _functions(connect=self.connect)
        self.session = df.sparkSession
        self.tables = {table.name: table for table in tables.all if table is not tables.days}
        self.today = Constants(_today(tables, day))
        self.known = {CUSTOMERS: self._customers(df, matched, types)}

    def select(self, select: exp.Select) -> _Named:
        """One SELECT: its source, its joins, its columns."""
        source = select.args["from_"].this
        scopes: dict[str, Scope | Constants] = {}
        frame = self._source(source, scopes)
        for join in select.args.get("joins", ()):
            table = join.this
            if table.name == TODAY:
                scopes[table.alias] = self.today
                continue
            right = self.functions.broadcast(self._source(table, scopes))
            frame = frame.join(right, column_of(join.args["on"], scopes, self.functions), "left")
        parts = {}
        for part in select.expressions:
            if isinstance(part, exp.Column) and isinstance(part.this, exp.Star):
                scope = scopes[part.table]
                assert isinstance(scope, Scope)
                parts.update({name: scope.column(name, self.functions) for name in scope.names})
            else:
                parts[part.alias_or_name] = column_of(part.unalias(), scopes, self.functions)
        made = frame.select(*(column.alias(name) for name, column in parts.items()))
        return _Named(made, {name: name for name in parts})

    def _source(self, table: exp.Table, scopes: dict[str, Scope | Constants]) -> DataFrame:
        named = self.known.get(table.name)
        if named is None:
            named = self.known[table.name] = self._small(self.tables[table.name])
        scopes[table.alias] = Scope(table.alias, named.names)
        return named.frame.alias(table.alias)

    def _customers(self, df: DataFrame, matched: Matched, types: Mapping[str, Type]) -> _Named:
        """The columns that are used, renamed by their place: any name can be read like that."""
        names = {name: f"c{place}" for place, name in enumerate(df.columns)}
        renamed = df.toDF(*names.values())
        parts = []
        for name in matched.used:
            part = self.functions.col(names[name])
            if types[name] is Type.TEXT and name != matched.key:
                part = part.cast("string").alias(names[name])  # without a collation
            parts.append(part)
        return _Named(renamed.select(*parts), names)

    def _small(self, table: Table) -> _Named:
        cells = zip(*table.rows, strict=True) if table.rows else ((),) * len(table.columns)
        arrays = [
            pa.array(cell, _ARROW[column.kind])
            for column, cell in zip(table.columns, cells, strict=True)
        ]
        names = [column.name for column in table.columns]
        schema = ", ".join(f"{column.name} {_SPARK[column.kind]}" for column in table.columns)
        frame = self.session.createDataFrame(pa.table(arrays, names=names), schema)
        if self.connect:
            # Sail takes no hint and overrates the size of such a table; a condition, though it
            # always holds, makes it expect a fifth, and the table goes to the rows.
            frame = frame.filter(self.functions.col(table.key[0]).isNotNull())
        return _Named(frame, {name: name for name in names})


def _today(tables: Tables, day: date) -> dict[str, int | date]:
    found: dict[str, int | date] = {"day": day, "number": number(day)}
    for births in tables.births:
        for name, age in zip(births.boundaries, first_ages(tables.axes[births.axis]), strict=True):
            found[name] = latest_birth(age, day)
    return found


def _functions(*, connect: bool) -> ModuleType:
    """The functions that belong to this kind of DataFrame."""
    return import_module("pyspark.sql.connect.functions" if connect else "pyspark.sql.functions")
