"""`kpol sql` on the command line: what it writes, says and refuses."""

from __future__ import annotations

import sqlite3
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest
import sqlglot

from tests.cli.conftest import Kpol, kpol  # noqa: F401

POLICY = """\
Richtlinie "Klein"
  Kennung klein
Merkmal Alter: Zahl 15 bis 66
Merkmal Status: alo "arbeitslos" | asu "arbeitsuchend"
Merkmal Intensiv: ja oder nein
alo und nicht Intensiv -> 14-tägig
asu und nicht Intensiv -> monatlich
Intensiv und Alter unter 25 -> alle 7 Tage
Intensiv und Alter mindestens 25 -> alle 10 Tage
"""
MAP = """\
[map]
key = "Nr."
last-contact = "zuletzt"
[map.facts]
Status = "art"
[map.values.Status]
"1" = "alo"
"2" = "asu"
"""


@pytest.fixture(autouse=True)
def _here(kpol: Kpol) -> None:  # noqa: F811
    """A policy and two databases in the folder of the command."""
    Path("klein.kpol").write_text(POLICY, encoding="utf-8")
    columns = "id INTEGER, Geburtsdatum DATE, Status TEXT, Intensiv BOOLEAN, letzter_kontakt DATE"
    rows = "(1, '2000-02-29', 'alo', FALSE, '2026-01-31'), (2, NULL, NULL, TRUE, NULL)"
    for connection in (sqlite3.connect("k.db"), duckdb.connect("k.duckdb")):
        connection.execute(f"CREATE TABLE kunden ({columns})")
        connection.execute(f"INSERT INTO kunden VALUES {rows}")
        connection.commit()
        connection.close()


def view(path: str = "k.db") -> list[tuple[object, ...]]:
    """What stands in the view."""
    query = "SELECT id, status, interval, due FROM kpol_klein ORDER BY id"
    connection = sqlite3.connect(path) if path.endswith(".db") else duckdb.connect(path)
    try:
        return connection.execute(query).fetchall()  # type: ignore[no-any-return]
    finally:
        connection.close()


YEARS = "--years", "2026-2026"


@pytest.mark.parametrize("url", ["sqlite:///k.db", "duckdb:///k.duckdb"])
def test_apply_status_drop(kpol: Kpol, url: str) -> None:  # noqa: F811
    """The whole life, with its words and exit codes."""

    def sql(*words: str) -> tuple[int, str, str]:
        found = kpol("sql", "klein.kpol", *words, url, *YEARS)
        return found.code, found.out, found.err

    where = url.rpartition("/")[2]
    code, out, _ = sql("--status")
    assert (code, out) == (
        1, f"nicht eingerichtet: kpol_klein gibt es nicht in {where}; `--apply` richtet es ein\n",
    )  # fmt: skip
    code, out, _ = sql("--apply")
    assert code == 0
    assert out == f"eingerichtet: kpol_klein in {where}; zu lesen mit SELECT * FROM kpol_klein\n"
    due = date(2026, 2, 14)
    assert view(where)[0] == (
        1, "entschieden", "alle 14 Tage", due if "duckdb" in where else due.isoformat(),
    )  # fmt: skip
    assert view(where)[1][:2] == (2, "Angabe fehlt")
    assert sql("--apply")[1].startswith("unverändert: ")
    code, out, _ = sql("--status")
    assert code == 0
    assert out.startswith(f"kpol_klein in {where} ist die Sicht dieser Richtlinie (Prüfsumme ")
    Path("klein.kpol").write_text(POLICY.replace("14-tägig", "3-wöchentlich"), encoding="utf-8")
    code, out, _ = sql("--status")
    assert code == 1
    assert "ist nicht die Sicht dieser Richtlinie: eingerichtet ist der Text " in out
    assert sql("--apply")[1].startswith(f"erneuert: kpol_klein in {where}; vorher: eingerichtet")
    assert view(where)[0][2] == "alle 3 Wochen"
    assert sql("--drop")[1] == f"entfernt: kpol_klein aus {where}\n"
    assert sql("--drop")[1].startswith("nichts zu entfernen")


def test_a_script_is_run_by_others(kpol: Kpol) -> None:  # noqa: F811
    """The script of standard output and of `-o` are the same, and SQLite's own shell would run it."""
    made = kpol("sql", "klein.kpol", "--dialect", "sqlite", *YEARS, "-o", "klein.sql")
    assert (made.code, made.out) == (0, "")
    text = Path("klein.sql").read_text(encoding="utf-8")
    assert kpol("sql", "klein.kpol", "--dialect", "sqlite", *YEARS).out == text
    assert text.startswith("-- kontaktdsl ")
    connection = sqlite3.connect("k.db")
    connection.execute('ALTER TABLE kunden RENAME COLUMN Geburtsdatum TO "Alter"')
    for _ in range(2):
        connection.executescript(text)
    connection.close()
    assert view()[0][1:3] == ("entschieden", "alle 14 Tage")


def test_an_umlaut_stays_one_on_any_terminal(kpol: Kpol, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    """Words that people read may be spelled with `ae` where they must; words in SQL never."""
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    import subprocess

    found = subprocess.run(
        [sys.executable, "-m", "kontaktdsl", "sql", "klein.kpol", "--dialect", "duckdb", *YEARS],
        capture_output=True, check=True,
    )  # fmt: skip
    assert "'nächste" in found.stdout.decode() or "fehlt" in found.stdout.decode()
    assert "unmöglich" in found.stdout.decode() or "ä" in found.stdout.decode()


def test_a_mapping_and_types(kpol: Kpol) -> None:  # noqa: F811
    """`--map` and `--type` say what the columns are called and hold."""
    Path("map.toml").write_text(MAP, encoding="utf-8")
    made = kpol(
        "sql", "klein.kpol", "--dialect", "postgres", "--map", "map.toml", *YEARS, "--only", "view",
        "--type", "Intensiv=text", "--type", "zuletzt=timestamp", "--table", 'dwh."Kunden.2026"',
        "--schema", "regeln",
    )  # fmt: skip
    assert made.code == 0, made.err
    assert '"t"."art"' in made.out
    assert 'CAST("t"."zuletzt" AS DATE)' in made.out
    assert 'FROM "dwh"."Kunden.2026" AS "t"' in made.out
    assert 'CREATE VIEW "regeln"."kpol_klein"' in made.out
    assert "CREATE TABLE" not in made.out
    assert sqlglot.parse(made.out, read="postgres")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--dialect", "mysql"), "möglich ist: duckdb, postgres"),
        ((), "genau eines von --dialect, --apply, --status und --drop"),
        (("--dialect", "duckdb", "--apply", "sqlite:///k.db"), "genau eines von"),
        (("--apply", "sqlite:///k.db", "-o", "x.sql"), "`--output` gehört zu `--dialect`"),
        (("--apply", "sqlite:///k.db", "--table", "kunde"), "`kunde` gibt es nicht in k.db; da sind: kunden"),
        (("--apply", "sqlite:///nix.db"), "die Datei nix.db gibt es nicht"),
        (("--apply", "mysql://x/y"), "lässt sich nicht öffnen"),
        (("--apply", "sqlite:///k.db", "--type", "id=text"), "`--type` gehört zu `--dialect`"),
        (("--dialect", "sqlite", "--type", "id=text"), "in SQLite hat jeder Wert seine eigene Art"),
        (("--dialect", "duckdb", "--type", "id"), "gemeint ist SPALTE=ART"),
        (("--dialect", "duckdb", "--type", "nix=text"), "liest keine Spalte `nix`"),
        (("--dialect", "duckdb", "--type", "Alter=text"), "`Alter` ist eine Zahl"),
        (("--dialect", "duckdb", "--type", "letzter_kontakt=text"), "keine Spalte mit Tagen"),
        (("--dialect", "duckdb", "--years", "2040-1996"), "zwei Jahre von 1900 bis 2200"),
        (("--dialect", "duckdb", "--years", "26-27"), "zwei Jahre von 1900 bis 2200"),
        (("--dialect", "duckdb", "--map", "nix.toml"), "nix.toml"),
        (("--dialect", "duckdb", "-o", "nix/x.sql"), "den Ordner gibt es nicht"),
    ],
)  # fmt: skip
def test_refusals(kpol: Kpol, words: tuple[str, ...], said: str) -> None:  # noqa: F811
    """One clear sentence each, exit code 2, and nothing is written."""
    before = Path("k.db").read_bytes()
    found = kpol("sql", "klein.kpol", *words)
    assert found.code == 2
    assert found.out == ""
    assert said in found.err
    assert "Traceback" not in found.err
    assert Path("k.db").read_bytes() == before
    assert not Path("x.sql").exists()


def test_columns_that_do_not_fit(kpol: Kpol) -> None:  # noqa: F811
    """A missing column, a missing key, a number as text: each named, nothing installed."""
    changes = {
        "ALTER TABLE kunden DROP COLUMN Status": "gibt es keine Spalte",
        "ALTER TABLE kunden RENAME COLUMN id TO x": "keine Spalte ist als Schlüssel zu erkennen",
        "ALTER TABLE kunden ALTER COLUMN Geburtsdatum TYPE TEXT": "`Alter` ist eine Zahl",
        "ALTER TABLE kunden ALTER COLUMN letzter_kontakt TYPE TEXT": "keine Spalte mit Tagen",
    }
    for number, (change, said) in enumerate(changes.items()):
        path = f"{number}.duckdb"
        Path(path).write_bytes(Path("k.duckdb").read_bytes())
        with duckdb.connect(path) as connection:
            connection.execute(change)
        found = kpol("sql", "klein.kpol", "--apply", f"duckdb:///{path}", *YEARS)
        assert found.code == 2
        assert said in found.err
        with duckdb.connect(path) as connection:
            assert connection.execute("SELECT count(*) FROM duckdb_tables()").fetchall() == [(1,)]


def test_without_the_libraries(kpol: Kpol, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    """Who has only the core is told what to install."""
    monkeypatch.setitem(sys.modules, "sqlglot", None)
    found = kpol("sql", "klein.kpol", "--dialect", "duckdb")
    assert (found.code, "pip install 'kontaktdsl[sql]'" in found.err) == (2, True)


def test_a_policy_that_no_table_holds(kpol: Kpol, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    """Too branched for tables: said, with the other way."""
    from kontaktdsl.pushdown import tables

    monkeypatch.setattr(tables, "cascade_of", lambda plan: None)
    found = kpol("sql", "klein.kpol", "--dialect", "duckdb", *YEARS)
    assert found.code == 2
    assert "zu verzweigt für Tabellen in einer Datenbank; `kpol run`" in found.err


def test_a_policy_with_errors_and_one_without_rules(kpol: Kpol) -> None:  # noqa: F811
    """As every verb says it."""
    Path("broken.kpol").write_text(POLICY.replace("monatlich", "mnatlich"), encoding="utf-8")
    found = kpol("sql", "broken.kpol", "--dialect", "duckdb")
    assert found.code == 1
    assert "mnatlich" in found.out
    Path("words.kpol").write_text(
        POLICY.partition("alo und")[0].partition("\n")[2].partition("\n")[2]
    )
    found = kpol("sql", "words.kpol", "--dialect", "duckdb")
    assert found.code in (1, 2)


def test_in_english(kpol: Kpol) -> None:  # noqa: F811
    """`--lang en`: the words of the command and of the view."""
    found = kpol("sql", "klein.kpol", "--apply", "sqlite:///k.db", "--lang", "en", *YEARS)
    assert found.out == "installed: kpol_klein in k.db; to be read by SELECT * FROM kpol_klein\n"
    assert view()[0][1:3] == ("decided", "every 14 days")
    found = kpol("sql", "klein.kpol", "--status", "sqlite:///k.db", *YEARS)
    assert "mit anderen Spalten, anderer Sprache" in found.out
