"""`kpol sql`: the policy inside a database."""

from __future__ import annotations

import sys

from kontaktdsl.cli import opened, paths, series
from kontaktdsl.cli.arguments import Given, Option, Verb
from kontaktdsl.cli.screen import Screen, aside, silence, unwritable, write_file
from kontaktdsl.cli.shelved import DAY, ID
from kontaktdsl.cli.words import Stop, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.holdings import Version
    from kontaktdsl.plan import Plan

_DIALECTS = ("duckdb", "postgres", "spark", "sqlite", "tsql", "snowflake", "bigquery", "oracle")

VERB = Verb(
    "sql",
    ("DATEI|ORDNER", "FILE|FOLDER"),
    (
        "Bringt die Richtlinie in eine Datenbank: kleine Tabellen und eine Sicht, die zu jeder\n"
        "Kundin und jedem Kunden dieselbe Zeile gibt wie kpol run. Als Skript (--dialect) oder\n"
        "gleich eingerichtet (--apply), in einem Zug und ohne halbe Sachen. ADRESSE ist\n"
        "postgresql://RECHNER/NAME, duckdb:///DATEI oder sqlite:///DATEI.\n"
        "--status endet mit 1, wenn in der Datenbank etwas anderes steht als in der Datei.\n"
        "Aus einem Ordner kommt die Fassung eines Tages, unter der Kennung, nach der gefragt ist.",
        "Puts the policy into a database: small tables, and a view that gives the same row for\n"
        "each customer as kpol run. As a script (--dialect) or installed at once (--apply), all\n"
        "of it or nothing. ADDRESS is postgresql://HOST/NAME, duckdb:///FILE or sqlite:///FILE.\n"
        "--status ends with 1 if the database holds something else than the file.\n"
        "Out of a folder comes the version of a day, under the id that was asked for.",
    ),
    (
        ID,
        DAY,
        Option("--dialect", ("Skript für diese Datenbank", "a script for one"), "", _DIALECTS),
        Option(
            "-o --output", ("Skript in diese Datei", "write it to this file"), "DATEI", writes=True
        ),
        Option("--only", ("nur ein Teil des Skripts", "only a part of it"), "", ("tables", "view")),
        Option("--apply", ("in einer Datenbank einrichten", "install in a database"), "ADRESSE"),
        Option("--status", ("mit einer Datenbank vergleichen", "compare with one"), "ADRESSE"),
        Option("--drop", ("aus einer Datenbank entfernen", "remove from one"), "ADRESSE"),
        Option("--table", ("Tabelle der Kunden: kunden", "the customers: customers"), "NAME"),
        Option("--schema", ("wohin die Sicht kommt", "where the view goes"), "NAME"),
        Option("--map", ("Zuordnung der Spalten, [map]", "mapping of columns, [map]"), "DATEI"),
        Option("--type", ("was eine Spalte enthält", "what it holds"), "SPALTE=ART", many=True),
        series.OPTION,
        Option("--years", ("Termine für diese Jahre", "dates for these years"), "1996-2040"),
    ),
    (
        "kpol sql x.kpol --dialect postgres -o x.sql",
        "kpol sql x.kpol --apply postgresql://localhost/controlling --table dwh.kunden",
        "kpol sql x.kpol --status postgresql://localhost/controlling --table dwh.kunden",
    ),
)


def run(given: Given, language: str) -> int:
    """Write the script, or install, compare or remove."""
    if len(given.operands) != 1:
        paths.only_one(given.operands, "sql")
    opened.operand(given, "sql")
    opened.day_only_in_folder(given, "sql")
    action = _action(given)
    screen = Screen(given.text("color") or "auto")
    try:
        import sqlglot as _  # noqa: F401
    except ImportError:
        raise Stop(
            "für `kpol sql` fehlt ein Paket: pip install 'kontaktdsl[sql]'",
            "`kpol sql` needs a package: pip install 'kontaktdsl[sql]'",
        ) from None
    from kontaktdsl.batch.mapping import MappingError
    from kontaktdsl.cli.pushing import plan_of
    from kontaktdsl.dates import DateError
    from kontaktdsl.pushdown.databases import DatabaseProblem
    from kontaktdsl.pushdown.dialects import LiteralError
    from kontaktdsl.pushdown.tables import TooLarge
    from kontaktdsl.pushdown.types import ColumnTypeError

    found = plan_of(given, screen)
    if isinstance(found, int):
        return found
    plan, version = found
    _tell_change(version, given.text("lang") or plan.policy.language, action)
    try:
        if action == "dialect":
            return _write(plan, given, version)
        return _in_database(plan, given, action, screen, version)
    except (
        ColumnTypeError,
        DatabaseProblem,
        DateError,
        LiteralError,
        MappingError,
        TooLarge,
    ) as error:
        raise Stop(error.text.de, error.text.en) from None


def _tell_change(version: Version | None, language: str, action: str) -> None:
    """What is put into a database stays there: say when its text will be out of date."""
    later = None if version is None or action == "drop" else version.later
    if later is None:
        return
    from kontaktdsl.diagnostics import Text

    said = Text(
        f"kpol: {later.de}; die Sicht ändert sich nicht von selbst: an diesem Tag `kpol sql` neu",
        f"kpol: {later.en}; the view does not change by itself: run `kpol sql` again on that day",
    )
    aside(said.into(language))


def _action(given: Given) -> str:
    """The one thing that is to be done."""
    asked = [name for name in ("dialect", "apply", "status", "drop") if given.text(name)]
    if len(asked) != 1:
        raise UsageError(
            "sql",
            "genau eines von --dialect, --apply, --status und --drop gehört dazu",
            "exactly one of --dialect, --apply, --status and --drop belongs here",
        )
    for name in ("output", "only"):
        if given.text(name) and asked != ["dialect"]:
            raise UsageError(
                "sql",
                f"`--{name}` gehört zu `--dialect`",
                f"`--{name}` belongs to `--dialect`",
            )
    return asked[0]


def _write(plan: Plan, given: Given, version: Version | None) -> int:
    from kontaktdsl.cli.pushing import written

    only = given.text("only")
    script = written(plan, given, version)
    text = "".join(script.text(tables=only != "view", view=only != "tables"))
    target = given.text("output")
    if target is not None and target != paths.STDIN:
        write_file(target, text)
        return 0
    if sys.stdout is None:  # closed by the caller
        return 0
    try:  # SQL is UTF-8 wherever it goes: no letter may be spelled otherwise
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        silence(sys.stdout)
    except OSError as error:
        silence(sys.stdout)
        raise unwritable(("Ausgabe", "output"), error) from None
    return 0


def _in_database(
    plan: Plan, given: Given, action: str, screen: Screen, version: Version | None
) -> int:
    from kontaktdsl.cli import installing
    from kontaktdsl.cli.pushing import found_in
    from kontaktdsl.pushdown.databases import opened
    from kontaktdsl.pushdown.script import installed_as

    database = opened(given.text(action) or "")
    try:
        if action == "drop":
            code, said = installing.dropped(
                database, installed_as(plan, version), given.text("schema")
            )
        else:
            script = found_in(database, plan, given, version)
            told = installing.applied if action == "apply" else installing.compared
            code, said = told(database, script)
    finally:
        database.close()
    screen.write(said.into(given.text("lang") or plan.policy.language) + "\n")
    return code
