"""What `kpol sql` works on: the policy, the columns, and the table that they are in."""

from __future__ import annotations

import attrs

from kontaktdsl import model
from kontaktdsl.batch.mapping import Columns, MappingError
from kontaktdsl.cli import series, tables
from kontaktdsl.cli.arguments import Given
from kontaktdsl.cli.opened import open_policy
from kontaktdsl.cli.screen import Screen
from kontaktdsl.cli.words import Stop, UsageError
from kontaktdsl.holdings import Version
from kontaktdsl.plan import Plan
from kontaktdsl.policy import Policy
from kontaktdsl.pushdown.convention import CUSTOMERS, expected, matched
from kontaktdsl.pushdown.databases import Database
from kontaktdsl.pushdown.dialects import DIALECTS
from kontaktdsl.pushdown.script import Script, table_named
from kontaktdsl.pushdown.tables import YEARS
from kontaktdsl.pushdown.types import GIVEN, Type


def plan_of(given: Given, screen: Screen) -> tuple[Plan, Version | None] | int:
    """The compiled policy of one series, and which text of a folder it is; or the exit code if its
    text has errors.
    """
    made = open_policy(given, screen, "sql")
    if isinstance(made, int):
        return made
    one = _named(made.policy, series.only(made.policy, given))
    return tables.plan_of(Policy(one)), made.version


def _named(policy: model.Policy, one: model.Policy) -> model.Policy:
    """One of several series, under a name of its own: two of them may live in one database."""
    if one is policy:
        return policy
    name = f"{policy.header.id}-{one.series[0].name}"
    return attrs.evolve(one, header=attrs.evolve(one.header, id=name))


def written(plan: Plan, given: Given, version: Version | None) -> Script:
    """The script for a dialect, for columns as the policy expects them."""
    dialect = DIALECTS[given.text("dialect") or ""]
    types = _types(given)
    if types and dialect.name == "sqlite":
        raise UsageError(
            "sql",
            "in SQLite hat jeder Wert seine eigene Art; `--type` gibt es dort nicht",
            "in SQLite each value has a type of its own; there is no `--type`",
        )
    found, kinds = expected(plan, _columns(given), types, dialect)
    for name in types:
        if name not in found.used:
            raise UsageError(
                "sql",
                f"`--type {name}`: die Richtlinie liest keine Spalte `{name}`",
                f"`--type {name}`: the policy reads no column `{name}`",
            )
    _keyed(found.key)
    default = CUSTOMERS[plan.policy.language]
    table = table_named(given.text("table") or (default.upper() if dialect.capitals else default))
    return Script(
        plan=plan,
        matched=found,
        types=kinds,
        customers=table,
        dialect=dialect,
        language=_language(given, plan),
        schema=given.text("schema"),
        years=_years(given),
        version=version,
    )


def found_in(database: Database, plan: Plan, given: Given, version: Version | None) -> Script:
    """The script for the table in a database."""
    if _types(given):
        raise UsageError(
            "sql",
            "die Datenbank weiß selbst, was in ihren Spalten steht; `--type` gehört zu `--dialect`",
            "the database knows what its columns hold; `--type` belongs to `--dialect`",
        )
    name = given.text("table") or CUSTOMERS[plan.policy.language]
    table = table_named(name)
    types = database.columns(table)
    if not types:
        raise _no_table(name, database)
    try:
        found = matched(plan, list(types), _columns(given))
    except MappingError as error:
        raise Stop(f"{name}: {error.text.de}", f"{name}: {error.text.en}") from None
    _keyed(found.key)
    return Script(
        plan=plan,
        matched=found,
        types=types,
        customers=table,
        dialect=database.dialect,
        language=_language(given, plan),
        schema=given.text("schema"),
        years=_years(given),
        version=version,
    )


def _no_table(name: str, database: Database) -> Stop:
    from kontaktdsl.suggest import nearest

    names = database.tables()
    near = nearest(name, names, 1)
    there = ", ".join(near or names[:8]) + (", …" if not near and len(names) > 8 else "")
    return Stop(
        f"die Tabelle `{name}` gibt es nicht in {database.shown}"
        + (f"; da sind: {there}" if there else "; dort ist keine Tabelle")
        + "; `--table` nennt die richtige",
        f"there is no table `{name}` in {database.shown}"
        + (f"; there are: {there}" if there else "; there is no table in it")
        + "; `--table` names the right one",
    )


def _keyed(key: str | None) -> None:
    if key is None:
        raise Stop(
            "keine Spalte ist als Schlüssel zu erkennen (`id`, `kundennummer`, ...); ohne ihn "
            "gehört eine Antwort zu niemandem. `key` in `[map]` nennt sie",
            "no column can be seen to be the key (`id`, ...); without one an answer belongs to "
            "nobody. `key` in `[map]` names it",
        )


def _columns(given: Given) -> Columns:
    path = given.text("map")
    if path is None:
        return Columns()
    from kontaktdsl.data.errors import DataError
    from kontaktdsl.data.mapfile import load_columns

    try:
        return load_columns(path)
    except DataError as error:
        raise Stop(error.text.de, error.text.en) from None


def _language(given: Given, plan: Plan) -> str:
    return given.text("lang") or plan.policy.language


def _types(given: Given) -> dict[str, Type]:
    found = {}
    for word in given.texts("type"):
        name, sign, kind = word.rpartition("=")
        if not sign or not name or kind not in GIVEN:
            raise UsageError(
                "sql",
                f"`--type {word}`: gemeint ist SPALTE=ART; eine Art ist {', '.join(GIVEN)}",
                f"`--type {word}`: it is COLUMN=TYPE; a type is {', '.join(GIVEN)}",
            )
        found[name] = Type(kind)
    return found


def _years(given: Given) -> tuple[int, int]:
    word = given.text("years")
    if word is None:
        return YEARS
    first, _, last = word.partition("-")
    if all(year.isascii() and year.isdigit() and len(year) == 4 for year in (first, last)):
        years = int(first), int(last)
        if 1900 <= years[0] <= years[1] <= 2200:
            return years
    raise UsageError(
        "sql",
        f"`--years {word}`: gemeint sind zwei Jahre von 1900 bis 2200 wie 1996-2040",
        f"`--years {word}`: it is two years from 1900 to 2200 like 1996-2040",
    )
