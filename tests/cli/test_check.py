"""`kpol check`: the pictures, the formats, what is checked and how it ends."""

import json
import re
from pathlib import Path

import pytest

from .conftest import BROKEN, CLEAN, GAP, Kpol


def test_a_clean_policy_ends_with_0_and_its_account(kpol: Kpol) -> None:
    """Every case is counted, and the run has one line."""
    run = kpol("check", "clean.kpol")
    assert run.code == 0
    assert run.out.startswith("clean.kpol: in Ordnung\n  Wie oft? 8 von 8 möglichen Fällen: ")
    assert run.out.endswith("1 Datei geprüft: in Ordnung\n")
    assert run.err == ""


def test_a_gap_is_a_whole_picture(kpol: Kpol) -> None:
    """Headline, who, how many, a person, the line with its stroke, the ways out."""
    run = kpol("check", "gap.kpol")
    assert run.code == 1
    lines = run.out.splitlines()
    assert lines[0] == "FEHLER K-Lücke  Für diese Kundinnen und Kunden ist kein Abstand festgelegt"
    assert re.fullmatch(r"  U25, arbeitsuchend +\(1 von 8 möglichen Fällen\)", lines[1])
    assert "  gap.kpol, Zeile 8, Spalte 5" in lines
    at = lines.index("      8 │   - U25 und alo -> alle 2 Wochen")
    assert lines[at + 1].startswith("        │     ‾‾‾‾‾‾‾‾‾‾‾ gilt nur für")
    assert any(line.startswith("  So geht es weiter") for line in lines)
    assert "  mehr dazu: kpol rule gap" in lines
    assert lines[-1] == "1 Datei geprüft: 1 Fehler"


def test_the_language_is_the_file_s_unless_another_is_asked_for(kpol: Kpol) -> None:
    """A German file is reported in English with --lang en."""
    run = kpol("check", "gap.kpol", "--lang", "en")
    assert run.out.startswith("ERROR K-gap  For these customers no interval is set\n")
    assert "How to go on" in run.out
    assert run.out.endswith("1 file checked: 1 error\n")
    assert not re.search(r"FEHLER|Zeile|Spalte|möglichen|weiter", run.out)


def test_the_plain_format_says_nothing_by_position(kpol: Kpol) -> None:
    """No strokes, no bars, whole sentences."""
    run = kpol("check", "gap.kpol", "--format", "plain")
    assert run.code == 1
    assert not set(run.out) & set("│‾─┼…")
    assert run.out.startswith("Fehler 1 von 1: Lücke.\n")
    assert "Das sind 1 von 8 möglichen Fällen.\n" in run.out
    assert "Wo: Datei gap.kpol, Zeile 8, Spalte 5.\n" in run.out


@pytest.mark.parametrize("language", ["de", "en"])
def test_json_is_one_versioned_record_in_one_language(kpol: Kpol, language: str) -> None:
    """Texts are plain strings, and the summary counts."""
    run = kpol("check", "gap.kpol", "clean.kpol", "--format", "json", "--lang", language)
    assert run.code == 1
    body = json.loads(run.out)
    assert (body["format"], body["version"]) == ("kontaktdsl-check", 1)
    assert body["summary"] == {"files": 2, "errors": 1, "warnings": 0, "hints": 0}
    first, second = body["files"]
    assert first["name"] == "gap.kpol"
    assert first["reported_in"] == language
    finding = first["findings"][0]
    assert finding["name"] == {"de": "Lücke", "en": "gap"}[language]
    assert finding["regions"][0]["count"] == 1
    assert isinstance(finding["repairs"][0]["note"], str)
    assert second["findings"] == []
    assert second["policy"]["title"] == "Probe"
    assert second["accounting"][0]["answers"] == {"interval": 8}


def test_a_broken_text_is_reported_and_not_analysed(kpol: Kpol) -> None:
    """No account is given where the text cannot be read."""
    run = kpol("check", "-", stdin=BROKEN.encode())
    assert run.code == 1
    assert "nicht ausgewertet: erst die Fehler im Text beheben" in run.out
    assert "Wie oft?" not in run.out


def test_standard_input_is_checked(kpol: Kpol) -> None:
    """`-` reads it; it needs no name."""
    run = kpol("check", "-", stdin=CLEAN.encode())
    assert (run.code, run.out.splitlines()[0]) == (0, "-: in Ordnung")


def test_interpretations_are_listed_with_their_lines(kpol: Kpol) -> None:
    """Whoever owns the policy can confirm them one by one."""
    run = kpol("check", "clean.kpol", "--interpretations")
    assert "  1 Auslegung, zu bestätigen" in run.out
    assert 'clean.kpol, Zeile 11\n      Ausnahme Eng zu Grund [Nr. 2] weil "so gewollt":' in run.out


def test_the_current_folder_is_checked_where_no_path_is_given(kpol: Kpol) -> None:
    """With all folders below it, but not hidden ones."""
    Path("sub/.hidden").mkdir(parents=True)
    Path("sub/x.kpol").write_text(CLEAN, encoding="utf-8")
    Path("sub/.hidden/y.kpol").write_text(GAP, encoding="utf-8")
    Path("gap.kpol").unlink()
    run = kpol("check")
    assert run.code == 0
    assert "clean.kpol: " in run.out
    assert "sub/x.kpol: " in run.out
    assert run.out.endswith("2 Dateien geprüft: in Ordnung\n")


def test_nothing_to_check_is_an_error(kpol: Kpol) -> None:
    """An empty folder, a glob without a match and a misspelt name are never silently green."""
    Path("empty").mkdir()
    for word, words in {
        "empty": "kpol: im Ordner empty gibt es keine Datei mit der Endung .kpol\n",
        "*.kpo": "kpol: auf *.kpo passt keine Datei\n",
        "claen.kpol": "kpol: claen.kpol gibt es nicht; gemeint ist vielleicht clean.kpol\n",
    }.items():
        run = kpol("check", word)
        assert (run.code, run.out, run.err) == (2, "", words)


def test_binary_and_empty_files_get_a_finding(kpol: Kpol) -> None:
    """They are shown like everything else."""
    Path("bad.kpol").write_bytes(b"\x00\x01\x02\xff" * 100)
    Path("none.kpol").write_bytes(b"")
    for name in ("bad.kpol", "none.kpol"):
        run = kpol("check", name)
        assert run.code == 1
        assert run.out.startswith("FEHLER K-")
        assert name in run.out


def test_output_goes_to_a_file_whole_or_not_at_all(kpol: Kpol) -> None:
    """A folder that does not exist is named, and no rest stays behind."""
    run = kpol("check", "gap.kpol", "-o", "out.txt")
    assert (run.code, run.out) == (1, "")
    assert Path("out.txt").read_text(encoding="utf-8").startswith("FEHLER K-Lücke")
    run = kpol("check", "gap.kpol", "-o", "no/out.txt")
    assert run.code == 2
    assert run.err == "kpol: no/out.txt: lässt sich nicht schreiben, den Ordner gibt es nicht\n"
    assert sorted(p.name for p in Path().iterdir()) == ["clean.kpol", "gap.kpol", "out.txt"]


def test_a_full_disk_is_said_and_leaves_nothing_behind(
    kpol: Kpol, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file that was there before stays as it was."""
    Path("out.txt").write_text("before", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    run = kpol("check", "gap.kpol", "--no-cache", "-o", "out.txt")
    assert run.code == 2
    assert run.err == "kpol: out.txt: lässt sich nicht schreiben, der Datenträger ist voll\n"
    assert Path("out.txt").read_text(encoding="utf-8") == "before"
    assert sorted(p.name for p in Path().iterdir()) == ["clean.kpol", "gap.kpol", "out.txt"]


def test_a_narrow_terminal_wraps_words_and_never_what_is_to_be_pasted(
    kpol: Kpol, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Prose stays within 50 columns; the lines to paste stay whole."""
    monkeypatch.setenv("COLUMNS", "50")
    run = kpol("check", "gap.kpol")
    pasted = [line for line in run.out.splitlines() if "-> nicht geregelt" in line]
    assert len(pasted) == 1
    for line in run.out.splitlines():
        assert len(line) <= 50 or "->" in line or line.lstrip().startswith("unmöglich")


def test_colour_changes_no_word(kpol: Kpol, monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR wins over a terminal, FORCE_COLOR over a pipe, --color over both."""
    plain = kpol("check", "gap.kpol").out
    coloured = kpol("check", "gap.kpol", "--color", "always").out
    assert "\x1b[" not in plain
    assert "\x1b[" in coloured
    stripped = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert [line.rstrip() for line in stripped.splitlines()] == plain.splitlines()
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in kpol("check", "gap.kpol").out
    assert "\x1b[" not in kpol("check", "gap.kpol", "--color", "never").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in kpol("check", "gap.kpol").out


def test_no_character_of_a_policy_steers_the_terminal(kpol: Kpol) -> None:
    """Escape sequences and direction marks are shown as numbers."""
    text = GAP.replace('Aufgabe "Angebot machen"', 'Aufgabe "\x1b[2J\u202e"')
    run = kpol("check", "-", stdin=text.replace("Intensiv ->", "Intensiv und").encode())
    assert "\x1b" not in run.out
    assert "\u202e" not in run.out


VOCABULARY = """\
Merkmal Status: alo "arbeitslos" | asu "arbeitsuchend"
Merkmal Alter: Zahl 15 bis 66
Ereignis Antrag "Antragstellung"
Begriff U25 heißt Alter unter 25
Kontaktarten: persönlich, telefonisch
"""


def test_a_file_of_vocabulary_has_its_names_checked_and_no_more(kpol: Kpol) -> None:
    """Nobody is answered by it, so nobody is forgotten and nothing is unused."""
    Path("merkmale.kpol").write_text(VOCABULARY, encoding="utf-8")
    run = kpol("check", "merkmale.kpol")
    assert run.out == "merkmale.kpol: in Ordnung\n1 Datei geprüft: in Ordnung\n"
    assert run.code == 0
    Path("merkmale.kpol").write_text(VOCABULARY.replace("Alter unter", "Altr unter"), "utf-8")
    run = kpol("check", "merkmale.kpol", "--format", "concise")
    assert (run.code, "unknown-name" in run.out) == (1, True)


def test_a_pattern_that_no_shell_expanded_is_expanded(kpol: Kpol) -> None:
    """As on Windows, or quoted in a pipeline."""
    run = kpol("check", "*.kpol", "--format", "concise")
    assert (run.code, run.out.count("gap.kpol:")) == (1, 1)
    assert run.out.endswith("2 Dateien geprüft: 1 Fehler\n")
    assert kpol("check", "nix*.kpol").code == 2
