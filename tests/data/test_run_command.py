"""`kpol run`: what a person sees, and what is on the disk afterwards."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.cli.conftest import GAP, Kpol

DATA = """\
Kundennummer;Alter;Status;Intensiv;letzter Kontakt;Bemerkung
K1;19;arbeitslos;nein;17.03.2026;streng
K2;40;asu;N;01.11.2026;geheim
K3;40;asu;ja;;
K4;;alo;nein;;
K5;12;alo;vielleicht;gestern;
K6;50
"""
HEAD = "Kundennummer   Ergebnis           Abstand         fällig am    Tage überfällig   Hinweis"


def put(text: str = DATA, name: str = "kunden.csv") -> None:
    Path(name).write_text(text, encoding="utf-8")


def test_a_table_on_the_terminal_and_a_summary(kpol: Kpol) -> None:
    """The whole text, German."""
    put()
    run = kpol("run", "clean.kpol", "kunden.csv", "--day", "25.11.2026")
    assert run.code == 0
    lines = run.out.splitlines()
    assert lines[0].rstrip() == HEAD
    assert lines[2].split()[:6] == ["K1", "entschieden", "alle", "2", "Wochen", "31.03.2026"]
    assert lines[-1] == "`-o DATEI` schreibt alle Spalten"
    assert "streng" not in run.out
    assert (
        run.err
        == """\
6 Zeilen gelesen
nach clean (DIGEST), Stichtag 25.11.2026, kpol 0.1.0
        3  entschieden
          3  Abstand
        1  Angabe fehlt
          1  möglich bleibt: alle 2 Wochen oder alle 2 Monate
        1  unbekannter Wert
          1  diesen Wert kennt die Richtlinie nicht
        1  Zeile unlesbar
          1  2 Felder statt 6
  in Zeile 6
betroffene Angaben:
          1  Alter
          1  Alter, Intensiv, letzter Kontakt
unbekannte Werte:
          1  Spalte `Alter`
          1  Spalte `Intensiv`
            1  `vielleicht`
          1  Spalte `letzter Kontakt`
  `kpol map` schlägt eine Zuordnung vor; [map.values] sagt, was ein Wort bedeutet
        2  mit Termin
          1  davon überfällig
        4  ohne Termin
          3  nicht oder nicht ganz entschieden
          1  es gibt noch keinen Kontakt, und keine Regel sagt, wann der erste fällig ist
""".replace("DIGEST", digest(run.err))
    )


def digest(text: str) -> str:
    return text.split("(", 1)[1].split(")", 1)[0]


def test_the_summary_in_english(kpol: Kpol) -> None:
    put()
    run = kpol("run", "clean.kpol", "kunden.csv", "--lang", "en", "-o", "o.parquet")
    assert run.err.startswith("6 rows read, 6 written\nby clean (")
    for line in (
        "        3  decided\n",
        "        1  missing fact\n          1  still possible: every 2 weeks or every 2 months\n",
        "        1  broken row\n          1  2 fields instead of 6\n  in row 6\n",
        "facts concerned:\n",
        "unknown values:\n          1  column `Alter`\n",
        "        2  with a due date\n",
        "        4  without a due date\n          3  not or not wholly decided\n",
    ):
        assert line in run.err
    assert pq.read_table("o.parquet")["status"].to_pylist() == [
        "decided", "decided", "decided", "missing fact", "unknown value", "broken row",
    ]  # fmt: skip


def test_the_summary_as_json(kpol: Kpol) -> None:
    """To a file; nothing is said then."""
    put()
    run = kpol(
        "run",
        "clean.kpol",
        "kunden.csv",
        "-o",
        "o.csv",
        "--summary",
        "s.json",
        "--day",
        "2026-11-25",
    )
    assert (run.code, run.out, run.err) == (0, "", "")
    body = json.loads(Path("s.json").read_text("utf-8"))
    assert (body["format"], body["version"]) == ("kontaktdsl-summary", 1)
    assert (body["rows"], body["problems"]) == (6, 3)
    assert body["day"] == "2026-11-25"
    assert len(body["digest"]) == 64
    assert body["statuses"] == {
        "decided": 3, "missing fact": 1, "unknown value": 1, "broken row": 1,
    }  # fmt: skip
    assert body["unknown"][1] == {
        "column": "Intensiv",
        "attribute": "Intensiv",
        "rows": 1,
        "different": 1,
        "most_frequent": [{"value": "vielleicht", "rows": 1}],
    }
    assert body["first_broken_rows"] == [6]
    assert (body["with_due_date"], body["overdue"]) == (2, 1)


def test_nothing_personal_is_said(kpol: Kpol) -> None:
    """Not even where a column of names is taken for a fact."""
    people = "".join(f"K{n};30;Nachname{n};ja;;\n" for n in range(200))
    put("Kundennummer;Alter;Status;Intensiv;letzter Kontakt;Bemerkung\n" + people)
    for extra in ((), ("--summary", "s.json")):
        run = kpol("run", "clean.kpol", "kunden.csv", "-o", "o.csv", *extra)
        assert "Nachname" not in run.err
        assert run.code == 0
    assert "Nachname" not in Path("s.json").read_text("utf-8")
    assert (
        "200  Spalte `Status`\n    200 verschiedene\n"
        in kpol("run", "clean.kpol", "kunden.csv").err
    )


def test_a_problem_may_fail_the_run(kpol: Kpol) -> None:
    """Nothing is written then, and an old file stays as it was."""
    put()
    Path("o.csv").write_text("alt")
    run = kpol("run", "clean.kpol", "kunden.csv", "-o", "o.csv", "--on-problem", "fail")
    assert run.code == 1
    assert run.err.startswith("6 Zeilen gelesen, nichts geschrieben\n")
    assert Path("o.csv").read_text() == "alt"
    run = kpol("run", "clean.kpol", "kunden.csv", "--on-problem", "fail", "--lang", "en")
    assert (run.code, run.out) == (1, "")
    assert run.err.startswith("6 rows read, nothing written\n")
    put("\n".join(DATA.splitlines()[:4]) + "\n")
    run = kpol("run", "clean.kpol", "kunden.csv", "-o", "o.csv", "--on-problem", "fail")
    assert run.code == 0
    assert Path("o.csv").read_text("utf-8-sig").count("\n") == 4


def test_a_policy_with_a_gap_runs_and_one_that_cannot_be_read_does_not(kpol: Kpol) -> None:
    put("Alter;Status;Intensiv\n19;asu;nein\n")
    run = kpol("run", "gap.kpol", "kunden.csv", "-o", "o.csv", "--ids")
    assert run.code == 0
    assert Path("o.csv").read_text("utf-8").splitlines()[1].startswith('1,"nicht bedacht"')
    Path("bad.kpol").write_text(GAP.replace("alle 2 Wochen", "ale 2 Wochn"), "utf-8")
    run = kpol("run", "bad.kpol", "kunden.csv", "-o", "p.csv")
    assert run.code == 1
    assert "FEHLER" in run.out
    assert not Path("p.csv").exists()


@pytest.mark.parametrize(
    ("words", "de", "en"),
    [
        (("clean.kpol",), "hierher gehören die Richtlinie (Datei oder Ordner) und die Daten", "the policy (a file or folder) and the data belong here"),
        (("-", "-"), "nur eines von beiden kann aus der Standardeingabe kommen", "only one of the two can come from standard input"),
        (("clean.kpol", "kunde.csv"), "kunde.csv gibt es nicht; gemeint ist vielleicht kunden.csv", "kunde.csv does not exist; perhaps kunden.csv is meant"),
        (("clean.kpol", "kunden.csv", "-o", "kunden.csv"), "kunden.csv wird gelesen und kann nicht zugleich das Ziel sein", "kunden.csv is read and cannot be the target as well"),
        (("clean.kpol", "kunden.csv", "-o", "link.csv"), "link.csv wird gelesen und kann nicht zugleich das Ziel sein", "link.csv is read and cannot be the target as well"),
        (("clean.kpol", "kunden.csv", "-o", "clean.kpol", "--to", "csv"), "clean.kpol wird gelesen", "clean.kpol is read"),
        (("clean.kpol", "kunden.csv", "-o", "o.doc"), "o.doc: diese Endung sagt kein Format, das geschrieben wird", "o.doc: this suffix tells no format that is written"),
        (("clean.kpol", "kunden.csv", "-o", "nirgends/o.csv"), "nirgends/o.csv: lässt sich nicht schreiben, den Ordner gibt es nicht", "nirgends/o.csv: cannot be written, the folder does not exist"),
        (("clean.kpol", "kunden.csv", "--to", "csv"), "`--to csv` braucht `-o`", "`--to csv` needs `-o`"),
        (("clean.kpol", "kunden.csv", "-o", "x", "--to", "table"), "eine Tabelle gibt es nur ohne `-o`", "a table comes only without `-o`"),
        (("clean.kpol", "kunden.csv", "--day", "31.02.2026"), "`--day 31.02.2026` ist kein Tag", "`--day 31.02.2026` is no day"),
        (("clean.kpol", "kunden.csv", "--keep", "Bemerkun"), "die Spalte `Bemerkun` gibt es nicht; gemeint ist vielleicht `Bemerkung`", "there is no column `Bemerkun`; perhaps `Bemerkung` is meant"),
        (("clean.kpol", "kunden.csv", "--columns", "due,intervall"), "die Spalte `intervall` gibt es nicht; gemeint ist vielleicht `interval`", "there is no column `intervall`; perhaps `interval` is meant"),
        (("clean.kpol", "kunden.csv", "--sheet", "x"), "`--sheet` gehört nicht zum Format csv", "`--sheet` does not belong to the format csv"),
        (("clean.kpol", "kunden.csv", "--from", "parquet"), "kunden.csv: keine vollständige Parquet-Datei", "kunden.csv: no whole Parquet file"),
        (("clean.kpol", "leer.csv"), "leer.csv: die Datei ist leer", "leer.csv: the file is empty"),
        (("clean.kpol", "andere.csv"), "für das Merkmal `Alter` gibt es keine Spalte; da sind: `Status`, `Intensiv`. `kpol map` schlägt eine Zuordnung vor", "there is no column for the attribute `Alter`; there are: `Status`, `Intensiv`. `kpol map` proposes a mapping"),
        (("clean.kpol", "zwei.csv"), "die Spalte `Alter` steht zweimal da", "the column `Alter` is there twice"),
        (("clean.kpol", "kunden.csv", "--map", "fehlt.toml"), "fehlt.toml: lässt sich nicht lesen", "fehlt.toml: cannot be read"),
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_done_is_said_in_one_sentence(
    kpol: Kpol, words: tuple[str, ...], de: str, en: str
) -> None:
    """Exit code 2, nothing on standard output, nothing on the disk."""
    put()
    put("", "leer.csv")
    put("Status;Intensiv\nalo;ja\n", "andere.csv")
    put("Alter;Status;Intensiv;Alter\n1;alo;ja;2\n", "zwei.csv")
    Path("link.csv").symlink_to("kunden.csv")
    before = {path: path.read_bytes() for path in Path().iterdir()}
    for language, text in (("de", de), ("en", en)):
        run = kpol("run", *words, "--lang", language)
        assert (run.code, run.out) == (2, "")
        assert text in run.err
        assert "Traceback" not in run.err
    assert {path: path.read_bytes() for path in Path().iterdir()} == before


def test_databases_say_what_is_wrong(kpol: Kpol) -> None:
    import sqlite3

    import duckdb

    for name, connect in (("x.duckdb", duckdb.connect), ("x.sqlite", sqlite3.connect)):
        connection = connect(name)
        connection.execute("create table a (Alter_ int)")
        connection.execute("create table b (Alter_ int)")
        connection.commit()
        connection.close()
        run = kpol("run", "clean.kpol", name)
        assert "es gibt mehrere Tabellen: `a`, `b`; `--query` sagt, was gelesen wird" in run.err
        run = kpol("run", "clean.kpol", name, "--query", "selec", "--lang", "en")
        assert f"{name}: the query does not work: " in run.err
        run = kpol("run", "clean.kpol", name, "--query", "drop table a")
        assert (run.code, "die Abfrage geht nicht" in run.err) == (2, True)
        run = kpol("run", "clean.kpol", name, "--query", "select 1 from a) ; drop table a; --")
        assert run.code == 2
        connection = connect(name)
        assert connection.execute("select count(*) from a").fetchall() == [(0,)]
        connection.close()
    Path("y.sqlite").write_bytes(b"SQLite format 3\x00" + b"x" * 500)
    assert (
        "y.sqlite: die Datenbank lässt sich nicht lesen"
        in kpol("run", "clean.kpol", "y.sqlite").err
    )


def test_settings_say_which_column_holds_what(kpol: Kpol) -> None:
    """`[map]` of kpol.toml, or another file with `--map`."""
    put("Nr;J;ST;IK;LK\nK1;19;gemeldet;x;-\n")
    text = """
[map]
key = "Nr"
last-contact = "LK"
missing = ["-"]
[map.facts]
Alter = "J"
Status = "ST"
Intensiv = "IK"
[map.values.Status]
alo = ["gemeldet"]
[map.values.Intensiv]
x = "ja"
"""
    Path("kpol.toml").write_text(text, "utf-8")
    run = kpol("run", "clean.kpol", "kunden.csv", "-o", "o.parquet")
    assert run.code == 0
    (row,) = pq.read_table("o.parquet").to_pylist()
    assert (row["Nr"], row["status"], row["interval"]) == ("K1", "entschieden", "alle 2 Wochen")
    Path("kpol.toml").rename("other.toml")
    assert kpol("run", "clean.kpol", "kunden.csv", "--map", "other.toml").code == 0
    put()
    for wrong, de in (
        ("[map]\nkey = 1", "`map.key` ist kein Text in Anführungszeichen"),
        ("[map]\nkeys = 'x'", "`map.keys` ist unbekannt; gemeint ist vielleicht `key`"),
        ("[map.values.Status]\na = 'alo'\nasu = ['a']", "kann nicht zugleich `alo` und `asu` sein"),
        ("[map.values.Status]\na = ['b']", "`Status` hat keinen Wert `a`; möglich: `alo`, `asu`"),
        (
            "[map.facts]\nAltr = 'x'",
            "die Richtlinie kennt `Altr` nicht; gemeint ist vielleicht `Alter`",
        ),
    ):
        Path("kpol.toml").write_text(wrong, "utf-8")
        run = kpol("run", "clean.kpol", "kunden.csv")
        assert (run.code, de in run.err) == (2, True), run.err


def test_missing_libraries_are_named(kpol: Kpol, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence that can be pasted."""
    put()
    for name in list(sys.modules):
        if name.startswith(("kontaktdsl.data", "kontaktdsl.batch")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    for language, text in (
        ("de", "dafür fehlen Bibliotheken: pip install 'kontaktdsl[data]'"),
        ("en", "this needs libraries: pip install 'kontaktdsl[data]'"),
    ):
        run = kpol("run", "clean.kpol", "kunden.csv", "--lang", language)
        assert (run.code, run.err) == (2, f"kpol: {text}\n")


def test_team_and_officer_only_when_asked(kpol: Kpol) -> None:
    put("Alter;Status;Intensiv;Team;Fachkraft\n19;alo;ja;4;Frau A\n")
    kpol("run", "clean.kpol", "kunden.csv", "-o", "o.parquet")
    assert "Team" not in pq.read_schema("o.parquet").names
    kpol("run", "clean.kpol", "kunden.csv", "-o", "o.parquet", "--groups")
    assert pq.read_table("o.parquet").select(["Team", "Fachkraft"]).to_pylist() == [
        {"Team": "4", "Fachkraft": "Frau A"}
    ]


def test_only_some_columns_of_the_answer(kpol: Kpol) -> None:
    """In the order of all of them."""
    put()
    run = kpol("run", "clean.kpol", "kunden.csv", "-o", "o.parquet", "--columns", "due, interval")
    assert run.code == 0
    assert pq.read_table("o.parquet").column_names == ["Kundennummer", "interval", "due"]


def test_a_key_that_is_a_number_stays_one(kpol: Kpol) -> None:
    table = pa.table(
        {"id": [-17, 5], "Alter": [19, 40], "Status": ["alo", "asu"], "Intensiv": [True, False]}
    )
    pq.write_table(table, "k.parquet")
    assert kpol("run", "clean.kpol", "k.parquet", "-o", "o.csv").code == 0
    assert Path("o.csv").read_text("utf-8-sig").splitlines()[1].startswith("-17;")
    assert kpol("run", "clean.kpol", "k.parquet", "-o", "o.parquet").code == 0
    assert pq.read_table("o.parquet")["id"].to_pylist() == [-17, 5]
