"""Putting a policy into a database, looking whether it is the present one, and taking it out.

Everything happens in one transaction: whatever goes wrong, what was installed before stays.
"""

from __future__ import annotations

from enum import Enum

import attrs
from sqlglot import exp

from kontaktdsl import __version__
from kontaktdsl.diagnostics import Text
from kontaktdsl.pushdown.databases.base import Database, DatabaseProblem
from kontaktdsl.pushdown.script import POLICY, Names, Script
from kontaktdsl.pushdown.view import DAY


class State(Enum):
    """How what is installed compares with the policy as it is now."""

    ABSENT = "absent"
    CURRENT = "current"
    OTHER_TEXT = "other text"
    OTHER_ENGINE = "other engine"
    OTHER_OPTIONS = "other options"
    INCOMPLETE = "incomplete"


@attrs.frozen
class Installed:
    """What a database says about the policy in it; digests in hexadecimal."""

    policy: str
    digest: str
    engine: str
    fingerprint: str
    structure: str


def installed(database: Database, names: Names) -> Installed | None:
    """What is installed under these names; None where nothing says so.

    Raises DatabaseProblem.
    """
    table = names.table(POLICY)
    fields = [field.name for field in attrs.fields(Installed)]
    if not set(fields) <= set(database.columns(table)):
        return None
    columns = [exp.column(database.dialect.identifier(name)) for name in fields]
    query = exp.Select(expressions=columns).from_(table)
    found = database.rows(database.sql(query))
    return Installed(*map(str, found[0])) if len(found) == 1 else None


def state(database: Database, script: Script) -> State:
    """Whether the policy in a database is the present one; raises DatabaseProblem."""
    return _state(database, script, installed(database, script.names))


def _state(database: Database, script: Script, found: Installed | None) -> State:
    if found is None:
        return State.ABSENT
    if found.policy != script.id:
        raise _taken(script.names, found)
    if found.digest != script.plan.policy.digest:
        return State.OTHER_TEXT
    if found.engine != __version__:
        return State.OTHER_ENGINE
    if not all(map(database.has, _objects(script.names, script))):
        return State.INCOMPLETE
    return State.CURRENT if found.fingerprint == script.fingerprint else State.OTHER_OPTIONS


def apply(database: Database, script: Script) -> tuple[State, Installed | None]:
    """Install or refresh a policy, if it is not there as it is now; what was there before.

    The day of evaluation that somebody has set stays. Raises DatabaseProblem; then nothing has
    changed.
    """
    names = script.names
    script.tables, script.view.select()  # whatever is wrong with the policy is found before
    with database.transaction():
        database.lock(names.view)
        found = installed(database, names)
        before = _state(database, script, found)
        if before is State.CURRENT:
            return before, found
        if found is None:
            _refuse_strangers(database, script)
        same = found is not None and found.structure == script.structure
        complete = all(map(database.has, _objects(names, script)))
        if same and complete and database.keeps_views:
            for table in script.tables:
                database.execute(f"DELETE FROM {database.sql(names.table(table.name))}")
        else:
            drop(database, names)
            for table in script.tables:
                database.execute(script.create(table))
        for table in script.tables:
            database.fill(names.table(table.name), table)
            database.fresh(names.table(table.name))
        database.execute(script.create_day())
        database.execute(script.create_view(replace=database.keeps_views))
    return before, found


def drop(database: Database, names: Names, *, day: bool = False) -> bool:
    """Remove the view and the tables of a policy, with `day` the day of evaluation too.

    False where there was nothing. Raises DatabaseProblem; runs inside a transaction.
    """
    there = _tables(database, names)
    if database.has(names.whole):
        database.execute(f"DROP VIEW {database.sql(names.whole)}")
    elif not there:
        return False
    for table in there:
        if day or table.name != names.table(DAY).name:
            database.execute(f"DROP TABLE {database.sql(table)}")
    return True


def _tables(database: Database, names: Names) -> list[exp.Table]:
    """The tables of a policy that are there, by their names: of an older one, too."""
    fixed = [names.table(name) for name in (POLICY, "said", "way", "calendar", "days", DAY)]
    found = [table for table in fixed if database.has(table)]
    number = 1
    while database.has(step := names.table(f"step_{number}")):
        found.append(step)
        number += 1
    return found


def _objects(names: Names, script: Script) -> list[exp.Table]:
    tables = [names.table(table.name) for table in script.tables]
    return [names.whole, names.table(DAY), *tables]


def _refuse_strangers(database: Database, script: Script) -> None:
    """Refuse to replace what nothing says is ours."""
    day = script.names.table(DAY).name
    for table in _objects(script.names, script):
        if table.name != day and database.has(table):
            name = table.name
            raise DatabaseProblem(
                Text(
                    f"`{name}` gibt es schon, und nichts sagt, dass es von kpol ist; "
                    "`kpol sql RICHTLINIE --drop ADRESSE` entfernt es",
                    f"`{name}` is there already, and nothing says that it is kpol's; "
                    "`kpol sql POLICY --drop ADDRESS` removes it",
                )
            )


def _taken(names: Names, found: Installed) -> DatabaseProblem:
    return DatabaseProblem(
        Text(
            f"unter `{names.view}` ist schon eine andere Richtlinie eingerichtet: {found.policy}; "
            "ein anderes `--schema` hält sie auseinander",
            f"another policy is installed as `{names.view}`: {found.policy}; another `--schema` "
            "keeps them apart",
        )
    )
