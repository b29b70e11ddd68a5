"""DuckDB."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlglot import exp

from kontaktdsl.pushdown.databases.base import (
    Database,
    Row,
    existing_file,
    plain,
    refused,
    without_driver,
)
from kontaktdsl.pushdown.dialects import DIALECTS
from kontaktdsl.pushdown.tables import Kind, Table
from kontaktdsl.pushdown.types import Type, type_named

try:
    import duckdb
except ImportError:
    raise without_driver("duckdb") from None

_ARRAYS = {Kind.INTEGER: "INTEGER[]", Kind.TEXT: "VARCHAR[]", Kind.DATE: "DATE[]"}


class Duckdb(Database):
    """A file of DuckDB."""

    dialect = DIALECTS["duckdb"]

    def __init__(self, path: str) -> None:
        """Open the file."""
        self.shown = existing_file(path)
        with _said():
            self._connection = duckdb.connect(path)

    def columns(self, table: exp.Table) -> dict[str, Type]:
        """See Database."""
        given = [table.name]
        query = "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ?"
        for part, name in (("schema_name", table.db), ("database_name", table.catalog)):
            if name:
                query, given = f"{query} AND {part} = ?", [*given, name]
        if not table.catalog:
            query += " AND database_name = current_database()"
        if not table.db:
            query += " AND schema_name = current_schema()"
        with _said():
            found = self._connection.execute(f"{query} ORDER BY column_index", given).fetchall()
        return {name: type_named(kind) for name, kind in found}

    def tables(self) -> list[str]:
        """See Database."""
        query = (
            "SELECT DISTINCT table_name FROM duckdb_columns() WHERE NOT internal "
            "AND database_name = current_database() ORDER BY table_name"
        )
        return [str(name) for (name,) in self.rows(query)]

    def execute(self, statement: str) -> None:
        """See Database."""
        with _said():
            self._connection.execute(statement)

    def rows(self, query: str) -> list[Row]:
        """See Database."""
        with _said():
            return list(self._connection.execute(query).fetchall())

    def fill(self, name: exp.Table, table: Table) -> None:
        """See Database; column by column, as its parser is slow."""
        values = ", ".join(f"unnest(?::{_ARRAYS[each.kind]})" for each in table.columns)
        columns = [list(column) for column in zip(*plain(table.rows), strict=True)]
        if columns:
            with _said():
                self._connection.execute(f"INSERT INTO {self.sql(name)} SELECT {values}", columns)

    def begin(self) -> None:
        """See Database."""
        self.execute("BEGIN TRANSACTION")

    def commit(self) -> None:
        """See Database."""
        self.execute("COMMIT")

    def rollback(self) -> None:
        """See Database."""
        with suppress(duckdb.Error):
            self._connection.execute("ROLLBACK")

    def close(self) -> None:
        """See Database."""
        self._connection.close()

    def lock(self, name: str) -> None:
        """See Database; nobody else has the file open."""

    def fresh(self, name: exp.Table) -> None:
        """See Database; it needs nothing."""


@contextmanager
def _said() -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        raise refused(error) from None
