"""PostgreSQL, by psycopg."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlglot import exp

from kontaktdsl.diagnostics import Text
from kontaktdsl.pushdown.databases.base import (
    Database,
    DatabaseProblem,
    Row,
    plain,
    refused,
    without_driver,
)
from kontaktdsl.pushdown.dialects import DIALECTS
from kontaktdsl.pushdown.tables import Table
from kontaktdsl.pushdown.types import Type, type_named

try:
    import psycopg
except ImportError:
    raise without_driver("psycopg") from None

WAIT = 20
"""Seconds to wait for a server to answer."""

_COLUMNS = """
SELECT a.attname, CASE WHEN t.typtype = 'e' THEN 'text'
  ELSE format_type(CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END, NULL) END
FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
WHERE a.attrelid = to_regclass(%s) AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum
"""
_TABLES = """
SELECT relname::text FROM pg_catalog.pg_class
WHERE relkind IN ('r', 'v', 'm', 'f', 'p') AND pg_table_is_visible(oid)
  AND relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema')
ORDER BY relname
"""


class Postgres(Database):
    """A database of a PostgreSQL server."""

    dialect = DIALECTS["postgres"]
    keeps_views = True

    def __init__(self, url: str) -> None:
        """Log in."""
        try:
            given = psycopg.conninfo.conninfo_to_dict(url)
        except psycopg.Error:  # its words would repeat the address, with the password in it
            raise _unreadable() from None
        host, name = given.get("host") or "localhost", given.get("dbname") or ""
        self.shown = f"{host}/{name}"
        try:
            patient = {"connect_timeout": given.get("connect_timeout", WAIT)}
            address = psycopg.conninfo.make_conninfo(url, **patient)
            self._connection = psycopg.connect(address, autocommit=True)
        except psycopg.Error as error:
            raise _no_login(error, str(given.get("password") or ""), self.shown) from None
        self.execute("SET standard_conforming_strings = on")

    def columns(self, table: exp.Table) -> dict[str, Type]:
        """See Database."""
        with _said():
            found = self._connection.execute(_COLUMNS, [self.sql(table)]).fetchall()
        return {name: type_named(kind) for name, kind in found}

    def tables(self) -> list[str]:
        """See Database."""
        return [str(name) for (name,) in self.rows(_TABLES)]

    def execute(self, statement: str) -> None:
        """See Database."""
        with _said():
            self._connection.execute(statement.encode())

    def rows(self, query: str) -> list[Row]:
        """See Database."""
        with _said():
            return self._connection.execute(query.encode()).fetchall()

    def fill(self, name: exp.Table, table: Table) -> None:
        """See Database."""
        with (
            _said(),
            self._connection.cursor() as cursor,
            cursor.copy(f"COPY {self.sql(name)} FROM STDIN".encode()) as copy,
        ):
            for row in plain(table.rows):
                copy.write_row(row)

    def begin(self) -> None:
        """See Database."""
        self.execute("BEGIN")

    def commit(self) -> None:
        """See Database."""
        self.execute("COMMIT")

    def rollback(self) -> None:
        """See Database."""
        with suppress(psycopg.Error):
            self._connection.execute("ROLLBACK")

    def close(self) -> None:
        """See Database."""
        self._connection.close()

    def lock(self, name: str) -> None:
        """See Database."""
        with _said():
            self._connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])

    def fresh(self, name: exp.Table) -> None:
        """See Database."""
        self.execute(f"ANALYZE {self.sql(name)}")


@contextmanager
def _said() -> Iterator[None]:
    try:
        yield
    except (psycopg.Error, UnicodeError) as error:
        raise refused(error) from None


def _unreadable() -> DatabaseProblem:
    return DatabaseProblem(
        Text(
            "die Adresse lässt sich nicht lesen; gemeint ist "
            "postgresql://NAME@RECHNER:5432/DATENBANK",
            "the address cannot be read; it looks like postgresql://NAME@HOST:5432/DATABASE",
        )
    )


def _no_login(error: Exception, password: str, shown: str) -> DatabaseProblem:
    said = " ".join(str(error).split())
    if password:
        said = said.replace(password, "***")
    return DatabaseProblem(
        Text(
            f"die Datenbank {shown} ist nicht zu erreichen: {said[:300]}",
            f"the database {shown} cannot be reached: {said[:300]}",
        )
    )
