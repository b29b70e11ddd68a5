"""What the databases share: a query, or the only table there is; and names in quotation marks."""

from __future__ import annotations

from collections.abc import Sequence

from kontaktdsl.data.errors import DataError
from kontaktdsl.diagnostics import Text


def quoted(name: str) -> str:
    """A name as SQL: nothing in it can end the quotation."""
    return '"' + name.replace('"', '""') + '"'


def rows_of(name: str, query: str | None, tables: Sequence[str]) -> str:
    """The query as a table in parentheses; raises DataError where it is not clear what is meant.

    `query` may name a table; without one there must be exactly one table.
    """
    if query is not None:
        bare = query.strip().rstrip(";").strip()
        if bare in tables:
            return quoted(bare)
        return f"({bare}\n)"
    if len(tables) == 1:
        return quoted(tables[0])
    if not tables:
        raise DataError(name, Text("die Datenbank hat keine Tabelle", "the database has no table"))
    listed = ", ".join(f"`{each}`" for each in tables[:12]) + (", …" if len(tables) > 12 else "")
    raise DataError(
        name,
        Text(
            f"es gibt mehrere Tabellen: {listed}; `--query` sagt, was gelesen wird",
            f"there are several tables: {listed}; `--query` says what is read",
        ),
    )


def failed(name: str, error: Exception) -> DataError:
    """A query that the database does not understand or cannot answer, in its own words."""
    why = " ".join(str(error).split())[:200]
    return DataError(
        name,
        Text(f"die Abfrage geht nicht: {why}", f"the query does not work: {why}"),
    )


def unreadable(name: str) -> DataError:
    """A file that is no (whole) database, or that another program keeps to itself."""
    return DataError(
        name,
        Text(
            "die Datenbank lässt sich nicht lesen; vielleicht ist sie unvollständig, beschädigt "
            "oder gerade in einem anderen Programm offen",
            "the database cannot be read; perhaps it was cut off, is damaged, or is open in "
            "another program",
        ),
    )
