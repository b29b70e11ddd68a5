"""What the verbs on tables of people share: the policy, what is said of the data, its errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kontaktdsl.cli import opened, series
from kontaktdsl.cli.arguments import Given, Option
from kontaktdsl.cli.shelved import ID
from kontaktdsl.cli.words import Stop, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.batch.mapping import Columns
    from kontaktdsl.cli.screen import Screen
    from kontaktdsl.data.reading import Wish
    from kontaktdsl.holdings import Version
    from kontaktdsl.plan import Plan
    from kontaktdsl.policy import Policy

STANDARD = "-"
"""Standard input or output."""
READ = ("csv", "parquet", "arrow", "excel", "duckdb", "sqlite")
LIBRARIES = ("numpy", "pyarrow", "duckdb", "python_calamine", "xlsxwriter", "icalendar")
"""What the extra `kontaktdsl[data]` brings."""

MAP = Option(
    "--map",
    ("Zuordnung der Spalten: TOML mit [map]; sonst aus kpol.toml",
     "mapping of the columns: TOML with [map]; else from kpol.toml"),
    "FILE",
)  # fmt: skip
FROM = Option("--from", ("Format der Daten", "format of the data"), "", READ)
QUERY = Option(
    "--query",
    ("SQL oder eine Tabelle, für eine Datenbank", "SQL or a table, for a database"),
    "SQL",
)  # fmt: skip
SHEET = Option("--sheet", ("Blatt einer Arbeitsmappe", "sheet of a workbook"), "NAME")
ENCODING = Option(
    "--encoding", ("Zeichenkodierung einer CSV-Datei", "encoding of a CSV file"), "NAME"
)
SEPARATOR = Option(
    "--separator", ("Trennzeichen einer CSV-Datei", "separator of a CSV file"), "CHAR"
)
READING = (MAP, FROM, QUERY, SHEET, ENCODING, SEPARATOR, series.OPTION, ID)
"""What may be said of the data and of the answers, by any verb that reads a table."""


def policy_of(given: Given, screen: Screen, where: str) -> tuple[Policy, Version | None] | int:
    """The policy of one series, and which text it is where a folder was asked; an exit code if it
    cannot be read.

    Gaps and contradictions do not matter here.
    """
    from kontaktdsl.policy import Policy

    made = opened.open_policy(given, screen, where)
    if isinstance(made, int):
        return made
    return Policy(series.only(made.policy, given)), made.version


def plan_of(policy: Policy) -> Plan:
    """The compiled policy."""
    from kontaktdsl.question import TooWide

    try:
        return policy.plan
    except TooWide as wide:
        raise opened.too_branched(wide) from None


def columns_of(given: Given) -> Columns:
    """What `--map` says about the columns, else the settings of the project, else nothing."""
    from kontaktdsl.batch.mapping import Columns

    path = given.text("map")
    if path is not None:
        from kontaktdsl.data.mapfile import load_columns

        return load_columns(path)
    from kontaktdsl import config
    from kontaktdsl.cli.counting import settings

    try:
        return config.load(settings()).map or Columns()
    except config.ConfigError as error:
        raise Stop(error.words.de, error.words.en) from None


def wish_of(given: Given) -> Wish:
    """What is said about the file of data."""
    from kontaktdsl.data.formats import Format
    from kontaktdsl.data.reading import Wish

    format_ = given.text("from")
    return Wish(
        format=None if format_ is None else Format(format_),
        query=given.text("query"),
        sheet=given.text("sheet"),
        encoding=given.text("encoding"),
        separator=given.text("separator"),
    )


def two(given: Given, where: str) -> tuple[str, str]:
    """The policy and the data of a command line."""
    from kontaktdsl.cli import paths

    if len(given.operands) != 2:
        raise UsageError(
            where,
            "hierher gehören die Richtlinie (Datei oder Ordner) und die Daten",
            "the policy (a file or folder) and the data belong here",
        )
    policy, data = given.operands
    if policy == data == paths.STDIN:
        raise UsageError(
            where,
            "nur eines von beiden kann aus der Standardeingabe kommen",
            "only one of the two can come from standard input",
        )
    return opened.operand(given, where), paths.only_one([data], where)


@contextmanager
def told() -> Iterator[None]:
    """Turns what can be wrong with data into the end of the command."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in LIBRARIES:
            raise
        from kontaktdsl.data.errors import MISSING_EXTRA

        raise Stop(MISSING_EXTRA.de, MISSING_EXTRA.en) from None
    except ValueError as error:
        from kontaktdsl.batch.mapping import MappingError
        from kontaktdsl.data.errors import DataError

        if not isinstance(error, DataError | MappingError):
            raise
        raise Stop(error.text.de, error.text.en) from error
    except Exception as error:
        from kontaktdsl.dates import DateError

        if not isinstance(error, DateError):
            raise
        raise Stop(error.text.de, error.text.en) from error
