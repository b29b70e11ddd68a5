"""The verbs on tables of people and on databases, asked of a folder: the day chooses the text."""

from __future__ import annotations

import csv
import json
import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest

from kontaktdsl.cli.app import main
from kontaktdsl.holdings import library

BASE = """\
policy "Grund"
  id grund
  valid from 2020-01-01
attribute status: alo | asu
rules Takt [1]:
  - alo -> monthly
  - asu -> every 2 months
example "one": alo -> monthly
"""
CHANGE = """\
policy "Änderung"
  id novelle
  amends grund
  valid from 2027-01-01
attribute Neu: yes or no
replace rules Takt [2]:
  - alo or Neu -> weekly
  - asu and not Neu -> monthly
replace example "one": alo, not Neu -> weekly
"""
NEXT = BASE.replace("id grund", "id neu\n  replaces grund").replace("2020-01-01", "2028-01-01")
PEOPLE = """\
id;status;Neu;letzter Kontakt
1;alo;nein;20.11.2026
2;asu;ja;28.11.2026
3;asu;nein;01.11.2026
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library and a table beside each other."""
    place = tmp_path / "texte"
    place.mkdir()
    for name, text in {"grund": BASE, "novelle": CHANGE, "neu": NEXT}.items():
        (place / f"{name}.kpol").write_text(text, encoding="utf-8")
    (tmp_path / "leute.csv").write_text(PEOPLE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return place


def kpol(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(list(words))
    said = capsys.readouterr()
    return code, said.out, " ".join(said.err.split())


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", ["grund", "novelle", "neu"])
@pytest.mark.parametrize("day", ["2026-12-31", "2027-01-01", "2027-12-31", "2028-01-01"])
def test_run_is_that_of_the_consolidated_text(
    day: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Row by row, whichever id of the chain is said."""
    assert kpol(capsys, "consolidate", "grund", "texte", "--at", day, "-o", "one.kpol")[0] == 0
    same = ("leute.csv", "--day", day, "-o")
    assert kpol(capsys, "run", "one.kpol", *same, "one.csv")[0] == 0
    assert kpol(capsys, "run", "texte", "--id", name, *same, "two.csv")[0] == 0
    one, two = (
        list(csv.DictReader(Path(f"{n}.csv").read_text("utf-8-sig").splitlines()))
        for n in ("one", "two")
    )
    assert len(one) == 3
    where = ("line of the policy", "digest of the policy")  # another file says the same
    assert [{k: v for k, v in row.items() if k not in where} for row in one] == [
        {k: v for k, v in row.items() if k not in where} for row in two
    ]


@pytest.mark.usefixtures("folder")
def test_run_says_which_text_and_what_lies_behind_it(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("run", "texte", "leute.csv", "--day", "2026-12-01")
    told = kpol(capsys, *words, "--lang", "de")[2]
    assert "Fassung: grund; gilt vom 01.01.2020 bis 31.12.2026" in told
    assert (
        "2 davon nach dem Ende der Fassung: ab 01.01.2027 gilt eine andere Fassung (grund, geändert durch novelle); "
        "ihr Termin ist nach der Fassung des Stichtags bestimmt"
    ) in told
    told = kpol(capsys, *words, "--lang", "en")[2]
    assert "version: grund; holds from 2020-01-01 to 2026-12-31" in told
    assert "from 2027-01-01 on another version holds (grund, amended by novelle)" in told
    assert kpol(capsys, *words, "--summary", "s.json")[0] == 0
    assert json.loads(Path("s.json").read_text())["in_force"] == {
        "text": "grund",
        "amendments": [],
        "first": "2020-01-01",
        "last": "2026-12-31",
        "due_after_last": 2,
    }
    kpol(capsys, "run", "texte/grund.kpol", "leute.csv", "--summary", "s.json")
    assert json.loads(Path("s.json").read_text())["in_force"] is None


@pytest.mark.usefixtures("folder")
def test_due_says_where_the_text_changes_within_its_days(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Exactly from the day on which the change lies among the days of the list."""
    for days in (29, 30, 31, 60):
        until = date(2026, 12, 1) + timedelta(days)
        words = ("due", "texte", "leute.csv", "--day", "2026-12-01", "--days", str(days))
        told = " ".join(kpol(capsys, *words, "--lang", "de")[1].split())
        assert ("Achtung, ab 01.01.2027 gilt eine andere Fassung" in told) is (
            until >= date(2027, 1, 1)
        )
        assert "Fassung: grund; gilt vom" in told
    assert "Termine ab diesem Tag (2) sind nach der Fassung des Stichtags bestimmt" in told
    assert "eine Liste mit Stichtag Fr 01.01.2027 rechnet mit der anderen" in told
    told = " ".join(kpol(capsys, *words, "--lang", "en")[1].split())
    assert "Note: from 2027-01-01 on another version holds (grund, amended by novelle)" in told
    assert "Dates from that day on (2) are by the version of the day of this list" in told


@pytest.mark.parametrize("ending", ["xlsx", "html", "ics", "csv", "txt"])
@pytest.mark.usefixtures("folder")
def test_every_format_of_the_list_says_so(ending: str, capsys: pytest.CaptureFixture[str]) -> None:
    """In the file where it can hold words, else where it is told that it was written."""
    words = ("due", "texte", "leute.csv", "--day", "2026-12-01", "--days", "60", "--lang", "de")
    code, out, _ = kpol(capsys, *words, "-o", f"liste.{ending}")
    assert code == 0
    assert "gilt eine andere Fassung" in out
    if ending in ("html", "txt", "ics"):
        text = Path(f"liste.{ending}").read_text(encoding="utf-8").replace("\n ", "")
        assert "eine andere Fassung" in " ".join(text.replace("\r", "").split())
    if ending == "csv":
        assert "eine andere Fassung" in kpol(capsys, *words, "--format", "csv")[2]


@pytest.mark.usefixtures("folder")
def test_no_number_per_officer_in_the_notice(capsys: pytest.CaptureFixture[str]) -> None:
    """Where the list gives no numbers, neither does that."""
    rows = PEOPLE.replace("Kontakt\n", "Kontakt;Fachkraft\n").replace("2026\n", "2026;F1\n")
    Path("leute.csv").write_text(rows, encoding="utf-8")
    words = ("due", "texte", "leute.csv", "--day", "2026-12-01", "--days", "60", "--lang", "de")
    told = " ".join(kpol(capsys, *words, "--by", "officer")[1].split())
    assert "Termine ab diesem Tag sind nach der Fassung" in told


def test_a_list_over_the_end_of_all_texts(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = BASE.replace("2020-01-01", "2020-01-01 until 2026-12-31")
    (folder / "grund.kpol").write_text(text, encoding="utf-8")
    (folder / "novelle.kpol").unlink()
    (folder / "neu.kpol").unlink()
    words = ("due", "texte", "leute.csv", "--day", "2026-12-01", "--days", "60", "--lang")
    told = " ".join(kpol(capsys, *words, "de")[1].split())
    assert "Achtung, ab 01.01.2027 gilt keine Fassung. Termine ab diesem Tag (2) stützen" in told
    told = " ".join(kpol(capsys, *words, "en")[1].split())
    assert "Note: from 2027-01-01 on no version holds. Dates from that day on (2) rest on" in told


@pytest.mark.usefixtures("folder")
def test_sql_goes_by_the_id_that_was_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    """A new text takes the place of the old one: the view keeps its name."""
    pytest.importorskip("sqlglot")
    connection = sqlite3.connect("amt.db")
    connection.execute('create table kunden (id, status, "Neu", "letzter Kontakt")')
    connection.execute("insert into kunden values ('1', 'alo', 'nein', '2026-11-20')")
    connection.commit()
    where = ("--apply", "sqlite:///amt.db", "--table", "kunden")
    seen = []
    for day in ("2026-12-01", "2027-01-01", "2028-01-01"):
        words = ("sql", "texte", "--id", "grund", "--day", day, "--lang", "de")
        code, out, err = kpol(capsys, *words, *where)
        assert code == 0, err
        assert "kpol_grund" in out
        assert ("die Sicht ändert sich nicht von selbst" in err) is (day < "2028")
        row = connection.execute("select * from kpol_grund")
        names = [column[0] for column in row.description]
        found = dict(zip(names, row.fetchone(), strict=True))
        seen.append(found["interval"])
        assert found["policy"] == ("neu" if day >= "2028" else "grund")
        status = ("--status", "sqlite:///amt.db", "--table", "kunden")
        assert kpol(capsys, *words, *status)[0] == 0
        late = ("sql", "texte", "--id", "grund", "--day", "2027-06-01", "--lang", "de")
        assert kpol(capsys, *late, *status)[0] == int(day != "2027-01-01")
    assert seen == ["monatlich", "wöchentlich", "monatlich"]
    assert kpol(capsys, *words, "--drop", "sqlite:///amt.db")[1].startswith("entfernt: kpol_grund")
    views = connection.execute("select name from sqlite_master where type = 'view'").fetchall()
    assert views == []
    code, out, _ = kpol(
        capsys, "sql", "texte", "--id", "grund", "--dialect", "sqlite", "--day", "2027-05-01"
    )
    assert "-- grund, amended by novelle; holds from 2027-01-01 to 2027-12-31\n" in out
    assert "-- from 2028-01-01 on another version holds (neu)\n" in out


@pytest.mark.usefixtures("folder")
def test_columns_and_map_ask_for_the_facts_of_the_day(capsys: pytest.CaptureFixture[str]) -> None:
    for verb in (("columns", "texte"), ("map", "texte", "leute.csv")):
        told = [kpol(capsys, *verb, "--day", day)[1] for day in ("2026-12-31", "2027-01-01")]
        assert [("\n  Neu\n" in text or 'Neu = "Neu"' in text) for text in told] == [False, True]


@pytest.mark.usefixtures("folder")
def test_test_runs_the_examples_of_the_day(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = kpol(capsys, "test", "texte", "--lang", "en")
    assert (code, out.count("1 example, all hold")) == (0, 3)
    code, out, _ = kpol(capsys, "test", "texte", "--day", "2027-01-01", "--lang", "en")
    assert (code, out) == (0, "grund@2027-01-01: 1 example, all hold\n")
    broken = CHANGE.replace('replace example "one": alo, not Neu -> weekly\n', "")
    Path("texte/novelle.kpol").write_text(broken, encoding="utf-8")
    code, out, _ = kpol(capsys, "test", "texte", "--day", "2026-12-31", "--lang", "en")
    assert code == 0
    code, out, _ = kpol(capsys, "test", "texte", "--day", "2027-01-01", "--lang", "en")
    assert code == 1
    assert "grund@2027-01-01: 1 example, 1 of them fail" in out


@pytest.mark.parametrize(
    ("words", "german", "english"),
    [
        (("run", "texte", "leute.csv", "--day", "2019-01-01"), "galt noch keine", "held yet"),
        (("due", "texte", "leute.csv", "--id", "nue"), "vielleicht `neu`", "perhaps `neu`"),
        (("run", "texte"), "(Datei oder Ordner) und die Daten", "(a file or folder) and the data"),
        (("run", "texte", "texte"), "texte ist ein Ordner", "texte is a folder"),
        (("columns", "texte/neu.kpol", "--day", "2027-01-01"), "zu einem Ordner", "to a folder"),
        (("map", "texte/neu.kpol", "leute.csv", "--day", "1.1.2027"), "zu einem", "to a folder"),
        (("sql", "texte/neu.kpol", "--dialect", "duckdb", "--day", "1.1.2027"), "Ordner", "folder"),
        (("sql", "texte", "texte", "--dialect", "duckdb"), "genau eine Datei", "exactly one file"),
        (("test", "texte", "texte", "--id", "neu"), "genau ein Ordner", "exactly one folder"),
        (("test", "texte/neu.kpol", "--id", "neu"), "ist kein Ordner", "is not a folder"),
        (("test", "texte", "--id", "neu", "--generate"), "in eine Datei", "in a file"),
        (("run", "texte/neu.kpol", "leute.csv", "--id", "neu"), "kein Ordner", "not a folder"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_what_cannot_be_meant(
    words: tuple[str, ...], german: str, english: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for language, said in (("de", german), ("en", english)):
        code, out, err = kpol(capsys, *words, "--lang", language)
        assert (code, out) == (2, "")
        assert said in err


@pytest.mark.usefixtures("folder")
def test_decide_says_where_its_day_lies_behind_the_text(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Exactly where it does: monthly from the last contact, and the text ends with the year."""
    for verb in ("decide", "explain"):
        for contact, late in (("2026-11-20", False), ("2026-12-01", True)):
            words = (verb, "texte", "alo", "--day", "2026-12-02", "--contact", contact, "--lang")
            told = " ".join(kpol(capsys, *words, "de")[1].split())
            assert ("Achtung, ab 01.01.2027 gilt eine andere Fassung" in told) is late
            told = " ".join(kpol(capsys, *words, "en")[1].split())
            assert ("what lies behind that here is by the version of the day" in told) is late
    body = json.loads(kpol(capsys, "decide", "texte", "alo", "--day", "2026-12-02", "--json")[1])
    assert body["in_force"] == {
        "text": "grund",
        "amendments": [],
        "first": "2020-01-01",
        "last": "2026-12-31",
    }
    body = json.loads(kpol(capsys, "decide", "texte/grund.kpol", "alo", "--json")[1])
    assert "in_force" not in body


def test_every_day_belongs_to_what_its_version_says(folder: Path) -> None:
    """`changes` and `later` are those of the timeline, day by day around each change."""
    made = library(folder)
    for start in (date(2026, 12, 25), date(2027, 12, 25)):
        for number in range(14):
            day = start + timedelta(number)
            now, then = made.version("grund", day), made.version("grund", day + timedelta(1))
            assert (now.stretch.days != then.stretch.days) == (now.changes == then.days.first)
            if now.changes is None:
                assert now.later is None
            else:
                after = made.version("grund", now.changes)
                assert now.later is not None
                assert after.stretch.words.de in now.later.de
