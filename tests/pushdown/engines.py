"""Real databases that a policy is installed in: customers in, answers out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import attrs
from sqlglot import exp

from kontaktdsl.batch.mapping import Columns
from kontaktdsl.policy import Policy
from kontaktdsl.pushdown.convention import matched
from kontaktdsl.pushdown.databases import Database, opened
from kontaktdsl.pushdown.databases.duckdb import Duckdb
from kontaktdsl.pushdown.databases.postgres import Postgres
from kontaktdsl.pushdown.databases.sqlite import Sqlite
from kontaktdsl.pushdown.install import apply
from kontaktdsl.pushdown.script import Script, table_named
from kontaktdsl.pushdown.tables import YEARS
from kontaktdsl.pushdown.types import Type
from tests.pushdown.population import Population

_TYPES = {
    Type.TEXT: "TEXT",
    Type.INTEGER: "BIGINT",
    Type.DECIMAL: "DOUBLE PRECISION",
    Type.BOOLEAN: "BOOLEAN",
    Type.DATE: "DATE",
}


@attrs.frozen(eq=False)
class Engine:
    """One database, empty at the start."""

    database: Database

    @property
    def loose(self) -> bool:
        """Whether each value has a type of its own."""
        return self.database.dialect.name == "sqlite"

    def customers(self, people: Population, name: str = "kunden") -> None:
        """Make the table of the customers."""
        table = self.database.sql(table_named(name))
        columns = ", ".join(
            f"{self._quoted(each)} {_TYPES[kind]}" for each, kind in people.types.items()
        )
        cascade = " CASCADE" if self.database.keeps_views else ""
        self.database.execute(f"DROP TABLE IF EXISTS {table}{cascade}")
        self.database.execute(f"CREATE TABLE {table} ({columns})")
        for start in range(0, len(people.rows), 500):
            rows = people.rows[start : start + 500]
            values = ", ".join(f"({', '.join(map(self._literal, row))})" for row in rows)
            self.database.execute(f"INSERT INTO {table} VALUES {values}")

    def refill(self, people: Population) -> None:
        """Put other customers of the same types into their table, many at once."""
        database, name = self.database, self.database.sql(table_named("kunden"))
        database.execute(f"DELETE FROM {name}")
        if isinstance(database, Sqlite):
            places = ", ".join("?" * len(people.types))
            rows = [
                tuple(c.isoformat() if isinstance(c, date) else c for c in row)
                for row in people.rows
            ]
            database._connection.executemany(f"INSERT INTO {name} VALUES ({places})", rows)
        elif isinstance(database, Duckdb):
            kinds = ", ".join(f"unnest(?::{_TYPES[kind]}[])" for kind in people.types.values())
            columns = [list(column) for column in zip(*people.rows, strict=True)]
            database._connection.execute(f"INSERT INTO {name} SELECT {kinds}", columns)
        else:
            assert isinstance(database, Postgres)
            with (
                database._connection.cursor() as cursor,
                cursor.copy(f"COPY {name} FROM STDIN".encode()) as copy,
            ):
                for row in people.rows:
                    copy.write_row(row)

    def script(
        self,
        policy: Policy,
        columns: Columns | None = None,
        language: str = "de",
        years: tuple[int, int] = YEARS,
        name: str = "kunden",
    ) -> Script:
        """The script for that table, as it is found in the database."""
        table = table_named(name)
        types = self.database.columns(table)
        return Script(
            plan=policy.plan,
            matched=matched(policy.plan, list(types), columns or Columns()),
            types=types,
            customers=table,
            dialect=self.database.dialect,
            language=language,
            years=years,
        )

    def install(self, script: Script, day: date) -> None:
        """Install a policy and set the day of evaluation."""
        apply(self.database, script)
        table = self.database.sql(script.names.table("day"))
        self.database.execute(f"DELETE FROM {table}")
        self.database.execute(f"INSERT INTO {table} VALUES ('{day.isoformat()}')")

    def answers(self, script: Script) -> list[dict[str, object]]:
        """The rows of the view by the key, as the oracle gives them."""
        view = script.view
        names = [view.key or "", *(column.id for column in view.columns)]
        key = self._quoted(names[0])
        rows = self.database.rows(
            f"SELECT {', '.join(map(self._quoted, names))} "
            f"FROM {self.database.sql(script.names.whole)} ORDER BY {key}"
        )
        dates = {column.id for column in view.columns if column.type.value == "date"}
        return [
            {
                name: date.fromisoformat(value)
                if name in dates and isinstance(value, str)
                else value
                for name, value in zip(names, row, strict=True)
            }
            for row in rows
        ]

    def _quoted(self, name: str) -> str:
        return exp.to_identifier(name, quoted=True).sql(self.database.dialect.name)

    def _literal(self, value: object) -> str:
        if value is None:
            return "NULL"
        if isinstance(value, bool):
            return str(value).upper()
        if isinstance(value, int | float):
            return repr(value)
        text = value.isoformat() if isinstance(value, date) else str(value)
        return exp.Literal.string(text).sql(self.database.dialect.name)


def duckdb(folder: Path) -> Engine:
    """A new file of DuckDB."""
    import duckdb

    path = folder / "test.duckdb"
    duckdb.connect(str(path)).close()
    return Engine(opened(f"duckdb:///{path}"))


def sqlite(folder: Path) -> Engine:
    """A new file of SQLite."""
    path = folder / "test.db"
    path.touch()
    return Engine(opened(f"sqlite:///{path}"))


def postgres(url: str) -> Engine:
    """A new database of a server."""
    return Engine(opened(url))
