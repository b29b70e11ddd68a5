"""Installing, refreshing, comparing and removing: all of it or nothing, and never in silence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlglot import exp

from kontaktdsl.project import loads
from kontaktdsl.pushdown import install
from kontaktdsl.pushdown.databases import Database, DatabaseProblem, opened
from kontaktdsl.pushdown.install import State, apply, drop, installed, state
from kontaktdsl.pushdown.script import Script, view_name
from kontaktdsl.pushdown.tables import Table
from kontaktdsl.pushdown.types import Type
from tests.pushdown.engines import Engine
from tests.pushdown.population import Population

TEXT = """
Richtlinie "Klein"
  Kennung klein
Merkmal Alter: Zahl 15 bis 66
Merkmal Status: alo "arbeitslos" | asu "arbeitsuchend"
alo -> 14-tägig [§ 1]
asu -> monatlich [§ 2]
"""
CHANGED = TEXT.replace("monatlich", "2-monatlich")
WIDER = (
    TEXT.replace("asu ->", "asu und Alter unter 25 ->")
    + "asu und Alter mindestens 25 -> jährlich\n"
)
YEARS = 2026, 2027
DAY = date(2026, 11, 25)
ROWS: list[tuple[str | int | None, ...]] = [
    (1, "alo", 30, "2026-11-01"),
    (2, "asu", 20, "2026-01-31"),
    (3, "?", 20, None),
    (4, None, 70, None),
]


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """A database with four customers."""
    types = {
        "id": Type.INTEGER,
        "Status": Type.TEXT,
        "Alter": Type.INTEGER,
        "letzter_Kontakt": Type.DATE,
    }
    engine.customers(Population(types, list(ROWS), []))
    return engine


def script(engine: Engine, text: str = TEXT, **options: object) -> Script:
    """The script of a small policy."""
    return engine.script(loads(text), years=YEARS, **options)  # type: ignore[arg-type]


def due(engine: Engine, text: str = TEXT) -> list[object]:
    """What the view says when each customer is due."""
    return [each["due"] for each in engine.answers(script(engine, text))]


BEFORE = [date(2026, 11, 15), date(2026, 2, 28), None, None]
AFTER = [date(2026, 11, 15), date(2026, 3, 31), None, None]


def test_the_whole_life(filled: Engine) -> None:
    """Not there, installed, unchanged, changed, renewed, removed: each state is seen and said."""
    database, first, second = filled.database, script(filled), script(filled, CHANGED)
    assert state(database, first) is State.ABSENT
    assert apply(database, first)[0] is State.ABSENT
    assert state(database, first) is State.CURRENT
    assert due(filled) == BEFORE
    assert apply(database, first)[0] is State.CURRENT
    assert state(database, second) is State.OTHER_TEXT
    assert apply(database, second)[0] is State.OTHER_TEXT
    assert state(database, second) is State.CURRENT
    assert due(filled, CHANGED) == AFTER
    with database.transaction():
        assert drop(database, second.names, day=True)
        assert not drop(database, second.names, day=True)
    assert state(database, second) is State.ABSENT
    assert database.tables() == ["kunden"]


def test_a_policy_of_another_shape_takes_its_place(filled: Engine) -> None:
    """More facts, more tables: what is not needed any more is gone."""
    few, many = script(filled), script(filled, WIDER)
    filled.install(few, DAY)
    apply(filled.database, many)
    assert [each["status"] for each in filled.answers(many)] == [
        "entschieden", "entschieden", "unbekannter Wert", "unbekannter Wert",
    ]  # fmt: skip
    apply(filled.database, few)
    assert state(filled.database, few) is State.CURRENT


def test_another_engine_and_other_options_are_seen(
    filled: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same text by another version of kpol, or in another language, is not the same view."""
    apply(filled.database, script(filled))
    assert state(filled.database, script(filled, language="en")) is State.OTHER_OPTIONS
    monkeypatch.setattr(install, "__version__", "99.0")
    assert state(filled.database, script(filled)) is State.OTHER_ENGINE


def test_missing_parts_are_seen_and_mended(filled: Engine) -> None:
    """Somebody drops the view: the state says so, and applying mends it."""
    apply(filled.database, script(filled))
    filled.database.execute("DROP VIEW kpol_klein")
    assert state(filled.database, script(filled)) is State.INCOMPLETE
    assert apply(filled.database, script(filled))[0] is State.INCOMPLETE
    assert state(filled.database, script(filled)) is State.CURRENT


def test_the_day_of_evaluation_stays(filled: Engine) -> None:
    """Without a day today counts; a day that somebody has set outlives a refresh."""
    first = script(filled)
    apply(filled.database, first)
    assert filled.database.rows("SELECT * FROM kpol_klein_day") == []
    filled.install(first, date(2026, 12, 24))
    overdue = [each["days_overdue"] for each in filled.answers(first)]
    assert overdue == [39, 299, None, None]
    apply(filled.database, script(filled, CHANGED))
    again = [each["days_overdue"] for each in filled.answers(script(filled, CHANGED))]
    assert again == [39, 268, None, None]


def test_a_day_outside_the_years_is_said_in_every_row(filled: Engine) -> None:
    """Nobody is left out, and nobody gets a date that is not known."""
    first = script(filled)
    filled.install(first, date(2040, 1, 1))
    found = filled.answers(first)
    assert [each["id"] for each in found] == [1, 2, 3, 4]
    assert {each["status"] for each in found} == {"Zeile unlesbar"}
    assert {each["reason"] for each in found} == {
        "der Tag der Auswertung liegt außerhalb der Jahre 2026 bis 2027"
    }


def test_a_contact_outside_the_years_has_a_reason(filled: Engine) -> None:
    """A contact before the first year gives no date and says why."""
    table = filled.database.sql(exp.to_table("kunden", quoted=True))
    column = filled.database.sql(exp.column("letzter_Kontakt", quoted=True))
    filled.database.execute(f"UPDATE {table} SET {column} = '2019-05-01'")
    first = script(filled)
    filled.install(first, DAY)
    answer = filled.answers(first)[0]
    assert (answer["status"], answer["interval"], answer["due"]) == (
        "entschieden",
        "alle 14 Tage",
        None,
    )
    assert answer["reason"] == (
        "der Tag, von dem an gerechnet wird, liegt außerhalb der Jahre 2026 bis 2027"
    )


class Torn(Exception):
    """The work ends in the middle."""


@pytest.mark.parametrize("after", range(0, 9, 2))
def test_what_ends_in_the_middle_leaves_the_old(
    filled: Engine, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An interruption anywhere in a refresh: the view still answers by the old policy."""
    filled.install(script(filled), DAY)
    kind = type(filled.database)
    left = iter(range(after))

    def until(run: str) -> None:
        original = getattr(kind, run)

        def once(self: Database, *given: object) -> object:
            if next(left, None) is None:
                raise Torn
            return original(self, *given)

        monkeypatch.setattr(kind, run, once)

    wider = script(filled, WIDER)
    wider.tables, wider.view.select()
    for run in ("fill", "execute"):
        until(run)
    with pytest.raises(Torn):
        apply(filled.database, wider)
    monkeypatch.undo()
    assert due(filled) == BEFORE
    assert state(filled.database, script(filled)) is State.CURRENT
    assert apply(filled.database, wider)[0] is State.OTHER_TEXT


def test_others_still_use_what_they_made_of_it(filled: Engine) -> None:
    """PostgreSQL: a view on the view and the rights of others outlive a refresh."""
    if not filled.database.keeps_views:
        pytest.skip("only PostgreSQL knows rights and what rests on what")
    filled.install(script(filled), DAY)
    execute = filled.database.execute
    execute("CREATE ROLE reader")
    execute("GRANT SELECT ON kpol_klein TO reader")
    execute("CREATE VIEW mine AS SELECT due FROM kpol_klein")
    try:
        apply(filled.database, script(filled, CHANGED))
        execute("SET ROLE reader")
        assert filled.database.rows("SELECT count(*) FROM kpol_klein") == [(4,)]
        execute("RESET ROLE")
        assert [day for (day,) in filled.database.rows("SELECT due FROM mine ORDER BY 1")] == [
            date(2026, 3, 31), date(2026, 11, 15), None, None,
        ]  # fmt: skip
        duty = CHANGED + 'alo -> Aufgabe "Bericht" innerhalb von 3 Tagen ab Antrag\n'
        duty = duty.replace("alo ->", "Ereignis Antrag\nalo ->", 1)
        with pytest.raises(DatabaseProblem) as refused:
            apply(filled.database, script(filled, duty))
        assert "mine" in refused.value.text.de or "depend" in refused.value.text.de
        assert state(filled.database, script(filled, CHANGED)) is State.CURRENT
    finally:
        execute("RESET ROLE")
        execute("DROP VIEW mine")
        execute("DROP OWNED BY reader")
        execute("DROP ROLE reader")


def test_what_is_not_ours_is_not_replaced(filled: Engine) -> None:
    """A table that happens to have one of our names stops the installation."""
    filled.database.execute("CREATE TABLE kpol_klein_said (precious INTEGER)")
    with pytest.raises(DatabaseProblem, match="kpol_klein_said"):
        apply(filled.database, script(filled))
    assert "kpol_klein_said" in filled.database.tables()


def test_two_policies_of_one_name_are_kept_apart(filled: Engine) -> None:
    """`a-b` and `a_b` would have the same view."""
    one = TEXT.replace("Kennung klein", "Kennung a-b")
    other = TEXT.replace("Kennung klein", "Kennung a_b")
    assert view_name("a-b") == view_name("a_b")
    apply(filled.database, script(filled, one))
    with pytest.raises(DatabaseProblem, match="a-b"):
        apply(filled.database, script(filled, other))


def test_the_script_does_the_same(filled: Engine) -> None:
    """The text that a person runs, twice, gives what `--apply` gives."""
    first = script(filled)
    filled.install(first, DAY)
    expected = filled.answers(first)
    with filled.database.transaction():
        assert drop(filled.database, first.names)
    for _ in range(2):
        for statement in first.statements():
            filled.database.execute(statement)
    assert filled.answers(first) == expected
    assert state(filled.database, first) is State.CURRENT
    found = installed(filled.database, first.names)
    assert found is not None
    assert found.digest == first.plan.policy.digest


def test_the_view_alone_and_the_tables_alone(filled: Engine) -> None:
    """`--only tables` and then `--only view` make the whole."""
    first = script(filled)
    for statement in [*first.statements(view=False), *first.statements(tables=False)] * 2:
        filled.database.execute(statement)
    assert state(filled.database, first) is State.CURRENT


def test_rows_of_any_length_are_filled(engine: Engine) -> None:
    """An empty table stays empty; words with quotes, tabs and backslashes stay as they are."""
    rows = tuple((n, text) for n, text in enumerate(["a\tb", "\\N", "\\", "'", "\n", "ä", None]))
    from kontaktdsl.pushdown.tables import Column, Kind

    columns = Column("a", Kind.INTEGER), Column("b", Kind.TEXT)
    name = exp.to_table("t", quoted=True)
    engine.database.execute("CREATE TABLE t (a INTEGER, b TEXT)")
    engine.database.fill(name, Table("t", columns, (), ()))
    assert engine.database.rows("SELECT * FROM t") == []
    engine.database.fill(name, Table("t", columns, (), rows))
    assert engine.database.rows("SELECT a, b FROM t ORDER BY a") == list(rows)


# --- addresses ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "part"),
    [
        ("oracle://x/y", "postgresql://"),
        ("kunden.db", "postgresql://"),
        ("sqlite:///", "postgresql://"),
        ("sqlite:///no/such/file.db", "no/such/file.db"),
        ("duckdb:////no/such/file", "/no/such/file"),
        ("postgresql://anna:geheim@localhost:abc/x", "localhost"),
        ("postgresql://anna:geheim@127.0.0.1:1/x?connect_timeout=2", "127.0.0.1/x"),
        ("postgresql://anna:geheim@[::1/x", "postgresql://"),
    ],
)
def test_addresses_that_lead_nowhere(url: str, part: str) -> None:
    """One sentence each, and never a password in it."""
    with pytest.raises(DatabaseProblem) as problem:
        opened(url)
    for words in (problem.value.text.de, problem.value.text.en):
        assert part in words
        assert "geheim" not in words
        assert "\n" not in words


@pytest.mark.parametrize("scheme", ["sqlite", "duckdb"])
def test_a_file_that_is_no_database(scheme: str, tmp_path: Path) -> None:
    """Said in one line, and the file stays as it is."""
    path = tmp_path / "x"
    path.write_text("kein Datenbankinhalt, aber lang genug für einen Kopf " * 100)
    before = path.read_bytes()
    with pytest.raises(DatabaseProblem, match="refuses"):
        opened(f"{scheme}:///{path}")
    assert path.read_bytes() == before


def test_somebody_else_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A locked SQLite file is said to be locked."""
    import sqlite3

    from kontaktdsl.pushdown.databases import sqlite

    monkeypatch.setattr(sqlite, "WAIT", 0.05)
    path = tmp_path / "x.db"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("CREATE TABLE kunden (id)")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(DatabaseProblem, match="locked"):
        opened(f"sqlite:///{path}")
    other.close()
