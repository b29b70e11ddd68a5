"""What installing needs of a database."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlglot import exp

from kontaktdsl.diagnostics import Text
from kontaktdsl.pushdown.dialects import Dialect
from kontaktdsl.pushdown.tables import Cell, Table
from kontaktdsl.pushdown.types import Type

Row = tuple[object, ...]


class DatabaseProblem(Exception):
    """A database that does not do what it is asked; `text` says what, and never how to log in."""

    def __init__(self, text: Text) -> None:
        """Remember the words."""
        super().__init__(text.en)
        self.text = text


class Database(ABC):
    """An open database; every method raises DatabaseProblem.

    `shown` is its address as people may read it. `keeps_views` says that a view can be replaced
    in its place, with what rests on it.
    """

    dialect: Dialect
    shown: str
    keeps_views = False

    @abstractmethod
    def columns(self, table: exp.Table) -> dict[str, Type]:
        """The columns of a table or view with their types; empty where there is none."""

    @abstractmethod
    def tables(self) -> list[str]:
        """The names of tables and views that one may look at."""

    @abstractmethod
    def execute(self, statement: str) -> None:
        """Run a statement."""

    @abstractmethod
    def rows(self, query: str) -> list[Row]:
        """The rows of a query."""

    @abstractmethod
    def fill(self, name: exp.Table, table: Table) -> None:
        """Put the rows of a table into the one of that name, which is empty."""

    @abstractmethod
    def begin(self) -> None:
        """Begin a transaction."""

    @abstractmethod
    def commit(self) -> None:
        """End the transaction, for good."""

    @abstractmethod
    def rollback(self) -> None:
        """End the transaction as if it had never begun; never fails."""

    @abstractmethod
    def close(self) -> None:
        """Close it."""

    @abstractmethod
    def lock(self, name: str) -> None:
        """Wait until nobody else installs under this name, until the transaction ends."""

    @abstractmethod
    def fresh(self, name: exp.Table) -> None:
        """Have the planner look at a table that was just filled."""

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of what is done inside, or nothing of it."""
        self.begin()
        try:
            yield
            self.commit()
        except BaseException:
            self.rollback()
            raise

    def sql(self, expression: exp.Expr) -> str:
        """An expression in the dialect of this database."""
        return expression.sql(self.dialect.name)

    def has(self, table: exp.Table) -> bool:
        """Whether there is a table or view of this name."""
        return bool(self.columns(table))


def plain(rows: Sequence[tuple[Cell, ...]]) -> list[tuple[int | str | None, ...]]:
    """Rows with days as texts, which every database reads as days."""
    return [
        tuple(
            cell if cell is None or isinstance(cell, int | str) else cell.isoformat()
            for cell in row
        )
        for row in rows
    ]


def existing_file(path: str) -> str:
    """The path, if there is a file; raises DatabaseProblem (a new one would hold no customers)."""
    if not os.path.isfile(path):
        raise DatabaseProblem(Text(f"die Datei {path} gibt es nicht", f"there is no file {path}"))
    return path


def without_driver(name: str) -> DatabaseProblem:
    """The problem that the driver of a database is not installed."""
    return DatabaseProblem(
        Text(
            f"für diese Datenbank fehlt das Paket {name}: pip install 'kontaktdsl[sql]'",
            f"this database needs the package {name}: pip install 'kontaktdsl[sql]'",
        )
    )


def refused(error: Exception) -> DatabaseProblem:
    """What a database says when it does not do something, in one line."""
    first = next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)
    said = " ".join(first.split())
    return DatabaseProblem(
        Text(f"die Datenbank lehnt ab: {said[:300]}", f"the database refuses: {said[:300]}")
    )
