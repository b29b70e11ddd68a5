"""The text for one dialect: tables with their rows, the view, and who they come from.

The same policy, columns and options give the same text to the letter: nothing in it tells when it
was made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

import attrs
from sqlglot import exp

from kontaktdsl import __version__
from kontaktdsl.batch.mapping import Matched
from kontaktdsl.batch.matching import folded
from kontaktdsl.plan import Plan
from kontaktdsl.pushdown.dialects import Dialect
from kontaktdsl.pushdown.tables import YEARS, Cell, Column, Kind, Table, tables_of
from kontaktdsl.pushdown.types import Type, born
from kontaktdsl.pushdown.view import DAY, View

if TYPE_CHECKING:
    from kontaktdsl.holdings import Version

POLICY = "policy"
"""The table that says what is installed, in one row."""

LONGEST_ID = 40


@attrs.frozen
class Names:
    """What the objects of a policy are called: the view, and its tables with a word behind it."""

    view: str
    schema: str | None
    dialect: Dialect

    def table(self, name: str) -> exp.Table:
        """The table of a name."""
        return self._named(f"{self.view}_{name}")

    @property
    def whole(self) -> exp.Table:
        """The view."""
        return self._named(self.view)

    def _named(self, name: str) -> exp.Table:
        schema = None if self.schema is None else exp.to_identifier(self.schema, quoted=True)
        return exp.Table(this=self.dialect.identifier(name), db=schema)


def view_name(policy: str) -> str:
    """`kpol_` and the id of the policy in small letters, digits and `_`, at most 45 letters."""
    plain = "_".join(part for part in map(folded, re.split(r"[^\w]+|_", policy)) if part)
    plain = "".join(letter for letter in plain if letter.isascii()) or "policy"
    if len(plain) > LONGEST_ID:
        mark = sha256(policy.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        plain = f"{plain[: LONGEST_ID - 9]}_{mark}"
    return f"kpol_{plain}"


def installed_as(plan: Plan, version: Version | None) -> str:
    """The id under which a policy is installed, or one series of it."""
    own = plan.policy.header.id
    if version is None or not own.startswith(version.base.id):
        return own
    return version.name + own.removeprefix(version.base.id)


def table_named(name: str) -> exp.Table:
    """A table as a person names it: `kunden`, `dwh.kunden`, `"with.dot".kunden`."""
    parts = [
        found[1].replace('""', '"') if found[1] else found[0]
        for found in re.finditer(r'"((?:[^"]|"")+)"|[^."]+', name)
    ]
    quoted = [exp.to_identifier(part, quoted=True) for part in parts[-3:]]
    slots = dict(zip(("this", "db", "catalog"), reversed(quoted), strict=False))
    return exp.Table(**slots)


@attrs.frozen(kw_only=True, eq=False, slots=False)
class Script:
    """Everything that puts a policy into a database.

    `customers` is the table with the facts, `types` says what its matched columns hold. Making
    its parts raises TooLarge, UnknownLand, ColumnTypeError and LiteralError.
    """

    plan: Plan
    matched: Matched
    types: Mapping[str, Type]
    customers: exp.Table
    dialect: Dialect
    language: str
    schema: str | None = None
    years: tuple[int, int] = YEARS
    version: Version | None = None

    @cached_property
    def names(self) -> Names:
        """What the objects are called."""
        return Names(view_name(self.id), self.schema, self.dialect)

    @property
    def id(self) -> str:
        """Under which id it is installed: that which a library was asked for, whatever text holds
        on the day, so that a new version takes the place of the old one.
        """
        return installed_as(self.plan, self.version)

    @cached_property
    def view(self) -> View:
        """The view with its tables."""
        return View(
            tables=tables_of(
                self.plan,
                self.matched,
                language=self.language,
                born=born(self.matched, self.types),
                years=self.years,
            ),
            customers=self.customers,
            matched=self.matched,
            types=self.types,
            dialect=self.dialect,
            language=self.language,
            policy=self.plan.policy.header.id,
            digest=self.plan.policy.digest,
            name=self.names.table,
        )

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The tables, that of the installed policy last."""
        row = (
            self.id,
            self.plan.policy.digest,
            __version__,
            self.fingerprint,
            self.structure,
        )
        texts = ("policy", "digest", "engine", "fingerprint", "structure")
        columns = tuple(Column(name, Kind.TEXT) for name in texts)
        return (*self.view.tables.all, Table(POLICY, columns, (), (row,)))

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over the view and the rows of all tables, in hexadecimal."""
        found = sha256(self.create_view(replace=False).encode())
        for table in self.view.tables.all:
            found.update(repr((table.name, table.columns, table.rows)).encode())
        return found.hexdigest()

    @cached_property
    def structure(self) -> str:
        """SHA-256 over what the tables and the view look like, whatever stands in them."""
        parts = [self.create(table) for table in self.view.tables.all]
        parts += [f"{each.id} {each.type.value}" for each in self.view.columns]
        parts.append(repr((self.view.key, self.types.get(self.matched.key or ""))))
        return sha256("\n".join(parts).encode()).hexdigest()

    # --- statements -------------------------------------------------------------------------------

    def drops(self) -> Iterator[str]:
        """Remove the view and the tables, if they are there; the day of evaluation stays."""
        yield self._drop("VIEW", self.names.whole)
        for table in reversed(self.tables):
            yield self._drop("TABLE", self.names.table(table.name))

    def create(self, table: Table) -> str:
        """Make one table, empty."""
        name = self.names.table(table.name)
        return f"CREATE TABLE {self._sql(name)} ({', '.join(self._columns(table))})"

    def create_day(self) -> str:
        """Make the table with the day of evaluation, empty, unless it is there."""
        name = self._sql(self.names.table(DAY))
        columns = f"{self._sql(self.dialect.identifier('day'))} {self.dialect.date_type}"
        made = f"CREATE TABLE {name} ({columns})"
        match self.dialect.name:
            case "tsql":
                there = self.dialect.text(name)
                return f"IF OBJECT_ID({there}, N'U') IS NULL {made}"
            case "oracle":
                return self._unless(955, made)
            case _:
                return made.replace("CREATE TABLE ", "CREATE TABLE IF NOT EXISTS ", 1)

    def inserts(self, table: Table) -> Iterator[str]:
        """Fill one table, many rows at a time."""
        rows = list(self._rows(table))
        for start in range(0, len(rows), self.dialect.rows):
            yield self._insert(table, rows[start : start + self.dialect.rows])

    def create_view(self, *, replace: bool) -> str:
        """Make the view; with `replace`, in the place of one with the same columns."""
        select = self.view.select().sql(self.dialect.name, pretty=True)
        word = "CREATE OR REPLACE VIEW" if replace else "CREATE VIEW"
        return f"{word} {self._sql(self.names.whole)} AS\n{select}"

    def statements(self, *, tables: bool = True, view: bool = True) -> Iterator[str]:
        """Everything in its order, to run as often as one likes."""
        if tables:
            yield from self.drops()
            for table in self.tables:
                yield self.create(table)
                yield from self.inserts(table)
            yield self.create_day()
        elif view:
            yield self._drop("VIEW", self.names.whole)
        if view:
            yield self.create_view(replace=False)

    def text(self, *, tables: bool = True, view: bool = True) -> Iterator[str]:
        """The script, piece by piece: a few lines that say what it is, and the statements."""
        header = self.plan.policy.header
        yield "".join(
            f"-- {_one_line(line)}\n"
            for line in (
                f"kontaktdsl {__version__}, {self.dialect.name}",
                f"{header.id}: {header.title}",
                *self._in_force(),
                f"sha256 {self.plan.policy.digest}",
                f"{self.customers.sql(self.dialect.name)} -> "
                f"{self.names.whole.sql(self.dialect.name)}",
            )
        )
        if self.dialect.name == "postgres":
            yield "SET standard_conforming_strings = on;\n"
        end = "\nGO\n" if self.dialect.name == "tsql" else ";\n"
        for statement in self.statements(tables=tables, view=view):
            # a block of Oracle's PL/SQL ends by a line of its own
            yield statement + ("\n/\n" if statement.startswith("BEGIN ") else end)

    def _in_force(self) -> Iterator[str]:
        """Which text of a library it is, and until when."""
        if self.version is not None:
            yield self.version.words.into(self.language)
            if self.version.later is not None:
                yield self.version.later.into(self.language)

    # --- parts ------------------------------------------------------------------------------------

    def _drop(self, what: str, table: exp.Table) -> str:
        name = self._sql(table)
        if self.dialect.name == "oracle":
            return self._unless(942, f"DROP {what} {name}")
        return f"DROP {what} IF EXISTS {name}"

    def _unless(self, code: int, statement: str) -> str:
        """A statement of Oracle that may fail in one way: there are no IF EXISTS before 23ai."""
        return (
            f"BEGIN EXECUTE IMMEDIATE {self.dialect.text(statement)}; "
            f"EXCEPTION WHEN OTHERS THEN IF SQLCODE <> -{code} THEN RAISE; END IF; END;"
        )

    def _columns(self, table: Table) -> Iterator[str]:
        kinds = {
            Kind.INTEGER: self.dialect.integer_type,
            Kind.TEXT: self.dialect.text_type,
            Kind.DATE: self.dialect.date_type,
        }
        for column in table.columns:
            name = self._sql(self.dialect.identifier(column.name))
            bound = " NOT NULL" if column.name in table.key else ""
            yield f"{name} {kinds[column.kind]}{bound}"
        if table.key and self.dialect.keys:
            keys = (self._sql(self.dialect.identifier(name)) for name in table.key)
            yield f"PRIMARY KEY ({', '.join(keys)})"

    def _rows(self, table: Table) -> Iterator[str]:
        known: dict[Cell, str] = {None: "NULL"}
        for row in table.rows:
            cells = []
            for cell in row:
                text = known.get(cell)
                if text is None:
                    text = known[cell] = self._cell(cell)
                cells.append(text)
            yield ",".join(cells)

    def _cell(self, cell: Cell) -> str:
        if isinstance(cell, int):
            return str(cell)
        if isinstance(cell, str):
            return self.dialect.text(cell)
        assert cell is not None
        return self.dialect.day(cell)

    def _insert(self, table: Table, rows: Sequence[str]) -> str:
        names = ", ".join(self._sql(self.dialect.identifier(each.name)) for each in table.columns)
        into = f"INSERT INTO {self._sql(self.names.table(table.name))} ({names})"
        if self.dialect.name == "oracle":
            selects = "\nUNION ALL ".join(f"SELECT {row} FROM DUAL" for row in rows)
            return f"{into}\n{selects}"
        values = "),\n(".join(rows)
        return f"{into} VALUES\n({values})"

    def _sql(self, expression: exp.Expr) -> str:
        return expression.sql(self.dialect.name)


def _one_line(text: str) -> str:
    """A text that stays in its comment."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
