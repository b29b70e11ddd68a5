"""SQLite, by the driver of Python itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlglot import exp

from kontaktdsl.pushdown.databases.base import Database, Row, existing_file, plain, refused
from kontaktdsl.pushdown.dialects import DIALECTS
from kontaktdsl.pushdown.tables import Table
from kontaktdsl.pushdown.types import Type

WAIT = 10.0
"""Seconds to wait for others who write."""


class Sqlite(Database):
    """A file of SQLite; a column may hold values of any type."""

    dialect = DIALECTS["sqlite"]

    def __init__(self, path: str) -> None:
        """Open the file."""
        self.shown = existing_file(path)
        with _said():
            self._connection = sqlite3.connect(path, timeout=WAIT, isolation_level=None)
            self._connection.execute("SELECT 1 FROM sqlite_master").fetchall()

    def columns(self, table: exp.Table) -> dict[str, Type]:
        """See Database."""
        schema = table.db or None
        query = (
            "SELECT name FROM pragma_table_xinfo(?, ?)"
            if schema
            else ("SELECT name FROM pragma_table_xinfo(?)")
        )
        given = (table.name, schema) if schema else (table.name,)
        with _said():
            names = self._connection.execute(query, given).fetchall()
        return {name: Type.ANY for (name,) in names}

    def has(self, table: exp.Table) -> bool:
        """See Database; a view whose table has changed has no columns and is still there."""
        master = exp.Table(this=exp.to_identifier("sqlite_master"), db=table.args.get("db"))
        query = f"SELECT 1 FROM {self.sql(master)} WHERE name = ?"
        with _said():
            return bool(self._connection.execute(query, [table.name]).fetchall())

    def tables(self) -> list[str]:
        """See Database."""
        query = (
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') "
            "AND name NOT LIKE 'sqlite_%' ORDER BY name"
        )
        return [str(name) for (name,) in self.rows(query)]

    def execute(self, statement: str) -> None:
        """See Database."""
        with _said():
            self._connection.execute(statement)

    def rows(self, query: str) -> list[Row]:
        """See Database."""
        with _said():
            return self._connection.execute(query).fetchall()

    def fill(self, name: exp.Table, table: Table) -> None:
        """See Database."""
        places = ", ".join("?" * len(table.columns))
        with _said():
            self._connection.executemany(
                f"INSERT INTO {self.sql(name)} VALUES ({places})", plain(table.rows)
            )

    def begin(self) -> None:
        """See Database; others may read meanwhile, and none may write."""
        self.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """See Database."""
        self.execute("COMMIT")

    def rollback(self) -> None:
        """See Database."""
        with suppress(sqlite3.Error):
            self._connection.execute("ROLLBACK")

    def close(self) -> None:
        """See Database."""
        self._connection.close()

    def lock(self, name: str) -> None:
        """See Database; a transaction has locked the file."""

    def fresh(self, name: exp.Table) -> None:
        """See Database; it needs nothing."""


@contextmanager
def _said() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise refused(error) from None
