"""The databases that a policy can be installed in, by their address; one module for each."""

from __future__ import annotations

from kontaktdsl.diagnostics import Text
from kontaktdsl.pushdown.databases.base import Database, DatabaseProblem

__all__ = ["SCHEMES", "Database", "DatabaseProblem", "opened"]

SCHEMES = ("postgresql://", "duckdb:///", "sqlite:///")


def opened(url: str) -> Database:
    """The database at an address, open; raises DatabaseProblem.

    `postgresql://host/name` as libpq reads it, `duckdb:///file` and `sqlite:///file` (with a fourth
    slash for an absolute path).
    """
    scheme, _, rest = url.partition("://")
    match scheme:
        case "postgresql" | "postgres":
            from kontaktdsl.pushdown.databases.postgres import Postgres

            return Postgres(url)
        case "duckdb" if rest.startswith("/") and len(rest) > 1:
            from kontaktdsl.pushdown.databases.duckdb import Duckdb

            return Duckdb(rest[1:])
        case "sqlite" if rest.startswith("/") and len(rest) > 1:
            from kontaktdsl.pushdown.databases.sqlite import Sqlite

            return Sqlite(rest[1:])
    raise DatabaseProblem(
        Text(
            "diese Adresse lässt sich nicht öffnen; möglich sind postgresql://RECHNER/NAME, "
            "duckdb:///DATEI und sqlite:///DATEI. Für andere Datenbanken schreibt "
            "`kpol sql --dialect ... -o DATEI` ein Skript",
            "this address cannot be opened; possible are postgresql://HOST/NAME, duckdb:///FILE "
            "and sqlite:///FILE. For other databases `kpol sql --dialect ... -o FILE` writes a "
            "script",
        )
    )
