"""`kpol map` proposes what `kpol run` then works with; `kpol columns` states what is needed."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kontaktdsl.batch.settings import columns_of
from kontaktdsl.data.proposal import propose
from kontaktdsl.data.reading import open_data
from kontaktdsl.data.template import template
from kontaktdsl.project import loads
from tests.batch.test_engine import ODD
from tests.cli.conftest import CLEAN, Kpol
from tests.data.files import as_csv
from tests.data.people import people

DATA = """\
Kunden-Nr;Geb.datum;ALO_STATUS;Intensiv_KZ;Letzter_Kontakt;Nachname;Sachbearbeiter
K1;17.03.2001;arbeitslos;J;17.10.2026;Müller;Fr. A
K2;17.03.1980;arbeitsuchnd;N;;Meier;Fr. A
K3;01.03.1980;Asu;x;20.11.2026;Schulze;Hr. B
K4;unbekannt;k.A.;N;20.11.2026;Schmidt;Hr. B
"""

PROPOSED = """\
# Zuordnung für clean.kpol, vorgeschlagen von `kpol map` aus kunden.csv.
# Bitte durchsehen: „geraten“ und „TODO“ sind nicht sicher.
[map]
key = "Kunden-Nr"  # Kennung, geht unverändert durch
last-contact = "Letzter_Kontakt"  # Tag des letzten Kontakts
# TODO contacts = "..."  # Zahl der Kontakte bisher
# TODO team = "..."  # nur für Listen
officer = "Sachbearbeiter"  # nur für Listen  # geraten
missing = ["k.A.", "unbekannt"]  # Wörter für eine fehlende Angabe

[map.facts]
Status = "ALO_STATUS"  # geraten
Intensiv = "Intensiv_KZ"  # geraten

[map.born]
Alter = "Geb.datum"  # geraten

[map.values.Status]
# möglich: alo (arbeitslos), asu (arbeitsuchend)
"arbeitsuchnd" = "asu"  # geraten

[map.values.Intensiv]
# möglich: ja, nein
# TODO "x" = "..."

# nicht gelesen: Nachname
"""


def test_a_proposal_and_a_run_with_it(kpol: Kpol) -> None:
    """The whole text; whoever knows what `x` means goes on."""
    Path("kunden.csv").write_text(DATA, "utf-8")
    run = kpol("map", "clean.kpol", "kunden.csv")
    assert (run.code, run.err) == (0, "")
    assert run.out == PROPOSED
    assert kpol("map", "clean.kpol", "kunden.csv", "-o", "map.toml").out == ""
    assert Path("map.toml").read_text("utf-8") == PROPOSED
    run = kpol("run", "clean.kpol", "kunden.csv", "--map", "map.toml", "-o", "o.csv")
    assert (run.code, "1  unbekannter Wert\n" in run.err) == (0, True)
    assert "2  entschieden\n" in run.err


def test_a_proposal_in_english_with_what_is_not_there(kpol: Kpol) -> None:
    Path("kunden.csv").write_text("Alter;Status\n" + "17;alo\n200;asu\n" * 10, "utf-8")
    text = kpol("map", "clean.kpol", "kunden.csv", "--lang", "en").out
    assert "# Please look it through: “guessed” and “TODO” are not certain.\n" in text
    assert '# TODO key = "..."  # key, passes through untouched\n' in text
    assert (
        'absent = ["Intensiv"]\n# TODO no column was found for these; everybody lacks these facts\n'
        in text
    )
    assert 'Alter = "Alter"\n# TODO 10 rows without a number from 15 to 66\n' in text
    Path("kpol.toml").write_text(text, "utf-8")
    assert kpol("run", "clean.kpol", "kunden.csv", "-o", "o.csv").code == 0
    run = kpol("map", "clean.kpol", "kunden.csv", "-o", "kunden.csv")
    assert run.err == "kpol: kunden.csv wird gelesen und kann nicht zugleich das Ziel sein\n"


def test_names_are_never_written_down(kpol: Kpol) -> None:
    """Not even where their column is called like a fact, nor keys, dates and numbers."""
    rows = "".join(f"K{n};{20 + n};Nachname{n};ja;0{n % 9 + 1}.03.2026\n" for n in range(30))
    Path("kunden.csv").write_text("Nummer;Alter;Status;Intensiv;LK\n" + rows, "utf-8")
    text = kpol("map", "clean.kpol", "kunden.csv").out
    assert "30 unbekannte Werte, zu verschieden, um sie zu zeigen" in text
    for word in ("Nachname1", "K1", ".03.2026", "21"):
        assert word not in text


WORDS = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\r\n\x00"), min_size=1, max_size=8
)


@example(names=["0", "1", "\f"], cells=["0", "0", "Alo"], language="de")  # a column without a name
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    names=st.lists(WORDS, min_size=3, max_size=8, unique=True),
    cells=st.lists(st.one_of(WORDS, st.sampled_from(["alo", "asu", "J", "N", "17"])), max_size=30),
    language=st.sampled_from(("de", "en")),
)
def test_every_proposal_parses_and_is_read_back(
    names: list[str], cells: list[str], language: str, tmp_path: Path
) -> None:
    """Whatever the columns and the words in them are called."""
    policy = loads(CLEAN)
    rows = [cells[at : at + len(names)] for at in range(0, len(cells), len(names))]
    lines = [names, *(row for row in rows if len(row) == len(names))]
    quoted = [";".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines]
    path = tmp_path / "x.csv"
    path.write_text("\n".join(quoted) + "\n", "utf-8")
    with open_data(str(path)) as source:
        proposal = propose(policy.plan, source)
    text = template(proposal, "clean.kpol", "x.csv", language)
    assert columns_of(tomllib.loads(text)["map"]) == proposal.columns


def test_random_people_are_found_again(tmp_path: Path) -> None:
    """Data that is named as the policy names it needs no more than is proposed."""
    policy = loads(ODD)
    rows = people(policy, 200, 5, bad=0.0)
    path = as_csv(rows, tmp_path / "x.csv")
    with open_data(str(path)) as source:
        found = propose(policy.plan, source).columns
    assert found.key == "id"
    assert found.absent == ()
    assert found.values == {}
    assert set(found.facts) == {"age", "status", "Neu"}
    assert found.events == {"Antrag": "Antrag", "Ende": "Ende"}


def test_what_a_policy_needs(kpol: Kpol) -> None:
    """The statement, German and English, with and without data."""
    assert (
        kpol("columns", "clean.kpol").out
        == """\
clean braucht über jeden Menschen:
  Kennung der Zeile
      geht unverändert durch
  Alter
      Grund; nur: U25 oder Ü25
  Status
      Grund
  Intensiv
      Eng
  letzter Kontakt
      Tag, von dem der nächste Termin zählt
"""
    )
    head = "id;Alter;Status;Intensiv;Diagnose;Anzahl Kontakte;Team\n"
    Path("kunden.csv").write_text(head, "utf-8")
    run = kpol("columns", "clean.kpol", "kunden.csv", "--lang", "en")
    assert (run.code, run.err) == (0, "")
    assert (
        run.out
        == """\
clean needs of every person:
  key of the row  `id`
      passes through untouched
  Alter  `Alter`
      Grund; only: U25 or Ü25
  Status  `Status`
      Grund
  Intensiv  `Intensiv`
      Eng
  team  `Team`
      groups a list, only if asked for
not read: `Diagnose`, `Anzahl Kontakte`
"""
    )
    body = json.loads(kpol("columns", "clean.kpol", "kunden.csv", "--json").out)
    assert (body["format"], body["version"]) == ("kontaktdsl-columns", 1)
    assert body["not_read"] == ["Diagnose", "Anzahl Kontakte"]
    assert body["needed"][1] == {
        "role": "fact",
        "name": "Alter",
        "label": "Alter",
        "column": "Alter",
        "what": "Grund",
        "only": "U25 oder Ü25",
    }


def test_an_attribute_that_no_answer_depends_on_is_not_read(kpol: Kpol) -> None:
    text = CLEAN.replace("Begriff U25", "Merkmal Region: nord | süd\nBegriff U25")
    Path("region.kpol").write_text(text, "utf-8")
    Path("kunden.csv").write_text("Alter;Status;Intensiv;Region\n19;alo;ja;?\n", "utf-8")
    out = kpol("columns", "region.kpol", "kunden.csv").out
    assert "keine Antwort hängt ab von: `Region`\nnicht gelesen wird: `Region`\n" in out
    assert kpol("run", "region.kpol", "kunden.csv", "--on-problem", "fail").code == 0


@pytest.mark.parametrize("words", [(), ("a", "b", "c")])
def test_columns_takes_a_policy_and_perhaps_data(kpol: Kpol, words: tuple[str, ...]) -> None:
    run = kpol("columns", *words)
    assert run.code == 2
    assert "hierher gehört eine Richtlinie, und dahinter vielleicht eine Datei mit Daten" in run.err


def test_the_statement_needs_no_libraries(tmp_path: Path) -> None:
    """Whoever only wants to know what is needed has nothing to install."""
    (tmp_path / "p.kpol").write_text(CLEAN, "utf-8")
    code = (
        "import sys; from kontaktdsl.cli import main; main(['columns', 'p.kpol']);"
        "assert not {'numpy', 'pyarrow'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, capture_output=True)
