"""`kpol due` on the command line: what it says, in both languages, in every format."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from icalendar import Calendar
from python_calamine import CalamineWorkbook

from tests.cli.conftest import Kpol

POLICY = """\
Richtlinie "Kontakte im Jobcenter Musterstadt"
  Kennung musterstadt
  Kalender "Brandenburg"
  arbeitsfrei sind auch 24.12. und 31.12.
  Termine rücken auf den Arbeitstag davor
Merkmal Status: alo "arbeitslos" | asu "arbeitsuchend"
Merkmal Absolvent: ja oder nein
Ereignis Antrag "Antragstellung"
Regeln Grund [§ 2]:
  - alo und nicht Absolvent -> zuerst innerhalb von 15 Arbeitstagen ab Antrag, monatlich
  - asu und nicht Absolvent -> alle 2 Monate
  - Absolvent -> siehe "Absolventen"
bei jedem Kontakt [§ 3]:
  - alo -> Aufgabe "Strategie prüfen"
beim Erstkontakt [§ 4]:
  - Aufgabe "Profil anlegen"
"""
DATA = """\
Kundennummer;Team;Fachkraft;Status;Absolvent;Antrag;letzter Kontakt
A1;Süd;IFK 1;alo;nein;;05.10.2026
A2;Nord;IFK 2;alo;nein;;26.10.2026
A3;Nord;IFK 2;asu;nein;;31.08.2026
B1;Nord;IFK 3;alo;nein;20.11.2026;
B2;Süd;IFK 1;alo;nein;20.10.2026;19.10.2026
C1;Nord;IFK 2;asu;nein;;20.11.2026
D1;Süd;IFK 1;alo;ja;;05.10.2026
E1;Süd;IFK 1;verzogen;nein;;05.10.2026
E2;;;asu;nein;;
E3;Nord;IFK 3;;nein;;01.10.2026
F1;Süd;IFK 1;alo;nein;;24.11.2026
"""
DAY = ("--day", "25.11.2026")


@pytest.fixture
def due(kpol: Kpol) -> Kpol:
    """`kpol due` on the policy and the customers above, on 25.11.2026."""
    Path("p.kpol").write_text(POLICY, encoding="utf-8")
    Path("k.csv").write_text(DATA, encoding="utf-8")

    def run(*words: str, stdin: bytes = b"") -> object:
        day = () if "--day" in words else DAY
        return kpol("due", "p.kpol", "k.csv", *day, *words, stdin=stdin)

    return run  # type: ignore[return-value]


ENGLISH = """\
Who is due? Kontakte im Jobcenter Musterstadt
As of Wed 2026-11-25, due by Wed 2026-12-09: 3 overdue, 1 due
The dates are proposals; nothing is sent.

Team: Nord  1 overdue, 1 due
  Kundennummer  due             when             what [citation]
  A3            Fri 2026-10-30  26 days overdue  every 2 months [§ 2]
      nominally Sat 2026-10-31
  A2            Thu 2026-11-26  tomorrow         monthly [§ 2]
      duties: Strategie prüfen

Team: Süd  2 overdue, 0 due
  Kundennummer  due             when             what [citation]
  A1            Thu 2026-11-05  20 days overdue  monthly [§ 2]
      duties: Strategie prüfen
  B2            Tue 2026-11-10  15 days overdue  first contact within 15 working days of
                                                 Antragstellung [§ 2]
      duties: Strategie prüfen; Profil anlegen
      note: by the interval: 2026-11-19; the last contact is before “Antrag”; the first contact
      after it has its own deadline

No date by the policy: 1
  1  the interval stands in “Absolventen”

Date cannot be determined: 3 (--problems shows for whom)
  1  missing fact: Status
  1  there is no contact yet, and no rule says when the first one is due
  1  unknown value: Status

11 rows: 4 overdue or due, 3 later, 1 without a date by the policy, 3 cannot be determined
"""
GERMAN = """\
Wer ist fällig? Kontakte im Jobcenter Musterstadt
Stand Mi 25.11.2026, fällig bis Mi 09.12.2026: 3 überfällig, 1 fällig
Die Termine sind Vorschläge; verschickt wird nichts.

Team: Nord  1 überfällig, 1 fällig
  Kundennummer  fällig am      wann                was [Fundstelle]
  A3            Fr 30.10.2026  26 Tage überfällig  alle 2 Monate [§ 2]
      rechnerisch Sa 31.10.2026
  A2            Do 26.11.2026  morgen              monatlich [§ 2]
      Aufgaben: Strategie prüfen

Team: Süd  2 überfällig, 0 fällig
  Kundennummer  fällig am      wann                was [Fundstelle]
  A1            Do 05.11.2026  20 Tage überfällig  monatlich [§ 2]
      Aufgaben: Strategie prüfen
  B2            Di 10.11.2026  15 Tage überfällig  Erstkontakt innerhalb von 15 Arbeitstagen ab
                                                   Antragstellung [§ 2]
      Aufgaben: Strategie prüfen; Profil anlegen
      Hinweis: nach dem Abstand: 19.11.2026; der letzte Kontakt liegt vor „Antrag“; für den ersten
      Kontakt danach gilt die eigene Frist

Bei wem kein Termin zu bestimmen ist
  E3  Nord: Angabe fehlt: Status
  E1  Süd: unbekannter Wert: Status
  E2  ohne Team: es gibt noch keinen Kontakt, und keine Regel sagt, wann der erste fällig ist

Ohne Termin nach der Richtlinie: 1
  1  der Abstand steht in „Absolventen“

Termin nicht zu bestimmen: 3
  1  Angabe fehlt: Status
  1  es gibt noch keinen Kontakt, und keine Regel sagt, wann der erste fällig ist
  1  unbekannter Wert: Status

11 Zeilen: 4 überfällig oder fällig, 3 später, 1 ohne Termin nach der Richtlinie, 3 nicht zu
bestimmen
"""


def test_the_list_in_english(due: Kpol) -> None:
    """Groups, the most overdue first, the day before it was moved, the duties of this contact."""
    run = due("--lang", "en")
    assert (run.code, run.err, run.out) == (0, "", ENGLISH)


def test_the_list_in_german_with_everybody_who_cannot_be_dated(due: Kpol) -> None:
    """The language of the policy."""
    run = due("--problems")
    assert (run.code, run.err, run.out) == (0, "", GERMAN)


@pytest.mark.parametrize("format_", ["terminal", "html", "csv", "ical"])
def test_no_numbers_per_officer_unless_asked_for(due: Kpol, format_: str) -> None:
    """Nor what they could be read from; with the flag they are there."""
    words = ("--by", "officer", "--format", format_, "--limit", "1")
    plain = due(*words)
    assert plain.code == 0
    assert "IFK 1" in plain.out
    for text in ("2 überfällig", "1 überfällig", "und 1 weitere", "1 weitere stehen"):
        assert text not in plain.out
    asked = due(*words, "--count-per-officer")
    if format_ in ("terminal", "html"):
        assert "2 überfällig, 0 fällig" in asked.out
        assert "1 weitere" in asked.out
        assert "weitere" in plain.out
    else:
        assert asked.out == plain.out


@pytest.mark.parametrize("name", ["l.txt", "l.html", "l.xlsx"])
def test_one_officer_alone_has_no_numbers_either(due: Kpol, name: str) -> None:
    """Where the whole list is one officer's its account would be theirs."""
    words = ("--by", "officer", "--only", "IFK 1", "-o", name)
    for counted in (False, True):
        run = due(*words, *(["--count-per-officer"] if counted else []))
        assert run.code == 0
        if name == "l.xlsx":
            book = CalamineWorkbook.from_path(name)
            text = "\n".join(
                f"{cell}"
                for sheet in book.sheet_names[1:]
                for row in book.get_sheet_by_name(sheet).to_python()
                for cell in row
            )
        else:
            text = Path(name).read_text(encoding="utf-8")
        text += run.out
        assert ("2 überfällig, 0 fällig" in text) is counted
        assert ("5 Zeilen" in text) is counted
        assert ("Zahlen je Fachkraft stehen hier nicht" in text) is not counted
        assert "unbekannter Wert: Status" in text
        assert ("1.0" in text) is (counted and name == "l.xlsx")


def test_any_other_column_might_be_that_of_an_officer(due: Kpol) -> None:
    """So no numbers there, either; under its own name the officer is one, too."""
    for column in ("Fachkraft", "Status"):
        run = due("--by", column)
        assert run.code == 0
        assert "überfällig, 1 fällig\n\n" not in run.out
    assert "Status: alo\n" in due("--by", "Status").out
    assert "Team: Nord  1 überfällig, 1 fällig" in due("--by", "Team").out


def test_the_help_says_why(kpol: Kpol) -> None:
    """The staff council is named where the flag is explained."""
    for language, word in (("de", "mitbestimmungspflichtig"), ("en", "staff council")):
        run = kpol("due", "--help", "--lang", language)
        assert "§ 80 (1)" in run.out
        assert word in run.out
        assert "--count-per-officer" in run.out


def test_only_one_group(due: Kpol) -> None:
    """The account is that of the group; an unknown one is said to be unknown."""
    run = due("--only", "Nord")
    assert "Team: Nord" in run.out
    assert "Süd" not in run.out
    assert "5 Zeilen: 2 überfällig oder fällig" in run.out
    run = due("--only", "Nrod")
    assert (run.code, run.out) == (2, "")
    assert run.err == "kpol: in der Spalte `Team` steht nirgends `Nrod`\n"


def test_nobody_is_due(kpol: Kpol) -> None:
    """Kindly, in every format, also where there is nobody at all."""
    Path("p.kpol").write_text(POLICY, encoding="utf-8")
    head = DATA.splitlines()[0] + "\n"
    for rows in (head, head + "F1;Süd;IFK 1;alo;nein;;24.11.2026\n"):
        Path("k.csv").write_text(rows, encoding="utf-8")
        run = kpol("due", "p.kpol", "k.csv", *DAY)
        assert (run.code, run.err) == (0, "")
        kind = "Bis Mi 09.12.2026 ist niemand fällig und niemand überfällig."
        assert kind in run.out
        assert (
            "Nobody is due by Wed 2026-12-09"
            in kpol("due", "p.kpol", "k.csv", *DAY, "--lang", "en").out
        )
        for name in ("l.xlsx", "l.html", "l.csv", "l.ics", "l.txt"):
            run = kpol("due", "p.kpol", "k.csv", *DAY, "-o", name)
            assert (run.code, run.err) == (0, "")
            assert kind in run.out
        assert kind in Path("l.html").read_text(encoding="utf-8")
        assert CalamineWorkbook.from_path("l.xlsx").get_sheet_by_index(0).to_python()[2][0] == kind
        assert list(Calendar.from_ical(Path("l.ics").read_bytes()).walk("VEVENT")) == []


def test_days_and_limits(due: Kpol) -> None:
    """0 days are today, more days are more people; `--limit 0` shows all."""
    assert "A2" not in due("--days", "0").out
    assert "B1" in due("--days", "16").out
    run = due("--limit", "1", "--by", "none")
    assert "… und 3 weitere (--limit 0 zeigt alle)" in run.out
    assert "A1" not in run.out
    assert "weitere" not in due("--limit", "0").out


@pytest.mark.parametrize(
    ("words", "german", "english"),
    [
        (["--days", "-1"], "`--days` ist eine ganze Zahl", "`--days` is a whole number"),
        (["--days", "bald"], "von 0 bis 3660, nicht `bald`", "from 0 to 3660, not `bald`"),
        (["--limit", "x"], "`--limit` ist eine ganze Zahl", "`--limit` is a whole number"),
        (["--by", "Ort"], "keine Spalte für `--by Ort`", "no column for `--by Ort`"),
        (["--by", "none", "--only", "x"], "`--only` braucht Gruppen", "`--only` needs groups"),
        (["--format", "excel"], "Excel gehört in eine Datei", "Excel belongs in a file"),
        (["-o", "x.doc"], "x.doc: welches Format?", "x.doc: which format?"),
        (["-o", "k.csv"], "kann nicht zugleich das Ziel sein", "cannot be the target"),
        (["-o", "p.kpol", "--format", "csv"], "kann nicht zugleich", "cannot be the target"),
        (["-o", "no/x.csv"], "den Ordner gibt es nicht", "the folder does not exist"),
        (["--sheet-per-group"], "gehört zu Excel", "belongs to Excel"),
        (["--problems", "-o", "x.ics"], "passt in keinen Kalender", "fits into no calendar"),
        (["--day", "31.02.2026"], "ist kein Tag", "is no day"),
    ],
)
def test_wrong_usage(due: Kpol, words: list[str], german: str, english: str) -> None:
    """One clear message, nothing on standard output, nothing written."""
    before = {path.name: path.read_bytes() for path in Path().iterdir() if path.is_file()}
    run = due(*words, "--lang", "de")
    assert (run.code, run.out) == (2, "")
    assert german in run.err
    assert english in due(*words, "--lang", "en").err
    after = {path.name: path.read_bytes() for path in Path().iterdir() if path.is_file()}
    assert after == before


def test_data_without_teams_is_one_list(kpol: Kpol) -> None:
    """Without a key the rows have their number; without a last contact that is said."""
    Path("p.kpol").write_text(POLICY, encoding="utf-8")
    Path("k.csv").write_text(
        "Status,Absolvent,Antrag\nalo,nein,2026-10-01\nasu,nein,\n", encoding="utf-8"
    )
    run = kpol("due", "p.kpol", "k.csv", *DAY)
    assert run.code == 0
    assert "keine Spalte mit dem letzten Kontakt" in run.err
    assert "  Zeile  fällig am" in run.out
    assert "  1      Do 22.10.2026  34 Tage überfällig  Erstkontakt innerhalb" in run.out


def test_standard_input(due: Kpol, kpol: Kpol) -> None:
    """Like any other verb on data."""
    run = kpol("due", "p.kpol", "-", *DAY, "--lang", "en", stdin=DATA.encode("cp1252"))
    assert (run.code, run.out) == (0, ENGLISH)


def test_csv_is_typed_as_its_language_writes(due: Kpol) -> None:
    """German: a mark, semicolons and 17.03.2001; English: commas and 2001-03-17."""
    assert due("-o", "l.csv", "--problems").code == 0
    data = Path("l.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfTeam;Kundennummer;f")
    assert data.count(b"\n") == data.count(b"\r\n") == 8
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert [row["Kundennummer"] for row in rows] == ["A3", "A2", "A1", "B2", "E3", "E1", "E2"]
    assert rows[0]["fällig am"] == "30.10.2026"
    assert rows[0]["rechnerisch fällig"] == "31.10.2026"
    assert rows[1]["Tage bis dahin"] == "1"
    assert rows[4]["fällig am"] == ""
    assert rows[4]["Hinweis"] == "Angabe fehlt: Status"
    run = due("--format", "csv", "--lang", "en")
    assert run.out.startswith("Team,Kundennummer,due,days overdue,days left,")
    assert "Nord,A3,2026-10-30,26,,2026-10-31,interval,every 2 months," in run.out


def test_a_workbook_has_real_dates_and_numbers(due: Kpol) -> None:
    """One sheet of people, or one for each group; who has no date, and what the list is."""
    run = due("-o", "l.xlsx", "--problems")
    assert run.code == 0
    assert run.out == (
        "l.xlsx: Stand Mi 25.11.2026, fällig bis Mi 09.12.2026: 3 überfällig, 1 fällig\n"
        "11 Zeilen: 4 überfällig oder fällig, 3 später, 1 ohne Termin nach der Richtlinie, "
        "3 nicht zu bestimmen\n"
        "Die Termine sind Vorschläge; verschickt wird nichts.\n"
    )
    book = CalamineWorkbook.from_path("l.xlsx")
    assert book.sheet_names == ["Fällig", "Ohne Termin", "Nicht bestimmbar", "Über diese Liste"]
    notice, head, first, *_ = book.get_sheet_by_name("Fällig").to_python()
    assert "verschickt wird nichts" in str(notice[0])
    row = dict(zip(head, first, strict=True))
    assert str(row["fällig am"]) == "2026-10-30"
    assert row["Tage überfällig"] == 26
    assert due("-o", "l.xlsx", "--sheet-per-group").code == 0
    book = CalamineWorkbook.from_path("l.xlsx")
    assert book.sheet_names == ["Nord", "Süd", "Ohne Termin", "Über diese Liste"]


def test_a_calendar_can_be_read_again_and_again(due: Kpol) -> None:
    """The next day the same people have the same UID; what is overdue stands on the day of the list."""
    assert due("-o", "l.ics").code == 0
    first = Calendar.from_ical(Path("l.ics").read_bytes()).walk("VEVENT")
    assert due("-o", "l.ics", "--day", "26.11.2026").code == 0
    second = Calendar.from_ical(Path("l.ics").read_bytes()).walk("VEVENT")
    assert [e["uid"] for e in first] == [e["uid"] for e in second]
    assert {str(e["dtstart"].dt) for e in first} == {"2026-11-25", "2026-11-26"}
    assert {str(e["dtstart"].dt) for e in second} == {"2026-11-26"}
    assert str(first[0]["summary"]) == "Kontakt A3 (überfällig seit Fr 30.10.2026)"
    assert "verschickt wird nichts" in str(first[0]["description"])
    assert str(first[3]["summary"]).startswith("Erstkontakt B2")
    assert not any(name in Path("l.ics").read_text("utf-8") for name in ("IFK", "Fachkraft"))


def test_nothing_half_written(due: Kpol, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list that cannot be finished leaves the old file and nothing beside it."""
    from kontaktdsl.duelist import html

    Path("l.html").write_text("old", encoding="utf-8")
    before = {path.name for path in Path().iterdir()}

    def broken(found: object) -> object:
        yield "half"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(html, "pieces", broken)
    run = due("-o", "l.html")
    assert (run.code, run.out) == (2, "")
    assert run.err == "kpol: l.html: lässt sich nicht schreiben, der Datenträger ist voll\n"
    assert Path("l.html").read_text(encoding="utf-8") == "old"
    assert {path.name for path in Path().iterdir()} == before


def test_the_columns_that_are_not_needed_are_not_read(due: Kpol) -> None:
    """Grouped by team the officer is nobody's business."""
    broken = DATA.replace("IFK 1", '"IFK;1"')
    Path("k.csv").write_text(broken, encoding="utf-8")
    assert "IFK" not in due("--format", "html").out
