"""The other verbs: decide, explain, test, matrix, rule, init."""

import json
from pathlib import Path

import pytest

from kontaktdsl.cli.init import ENGLISH, GERMAN

from .conftest import GAP, WRONG_EXAMPLE, Kpol

JANA = ("age", "Alter 19, alo, nicht Intensiv")


@pytest.mark.parametrize(
    "facts",
    [
        ("Alter=19", "Status=alo", "Intensiv=nein"),
        ("Alter=19", "Status=arbeitslos", "Intensiv=no"),
        ("Alter 19, alo, nicht Intensiv",),
        ("Alter", "19,", "alo,", "nicht", "Intensiv"),
        ("Alter=19", "alo", "nicht Intensiv"),
    ],
)
def test_facts_may_be_given_in_several_ways(kpol: Kpol, facts: tuple[str, ...]) -> None:
    """As pairs, as words of the policy, or mixed."""
    run = kpol("decide", "clean.kpol", *facts)
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith("alle 2 Wochen\n")
    assert "[Nr. 1]" in run.out


def test_a_decision_as_json(kpol: Kpol) -> None:
    """Versioned, with the interval as numbers and the lines it rests on."""
    run = kpol("decide", "clean.kpol", "Alter 30, asu, Intensiv", "--json", "--lang", "en")
    body = json.loads(run.out)
    assert (body["format"], body["version"], body["status"]) == (
        "kontaktdsl-decision",
        1,
        "decided",
    )
    assert body["interval"] == {"count": 2, "unit": "week"}
    assert body["words"] == "every 2 weeks"
    assert [duty["text"] for duty in body["duties"]] == ["Angebot machen"]
    assert body["citations"] == ["Nr. 2"]
    assert body["overridden"][0]["rule"]["citation"] == "Nr. 1"


def test_missing_facts_leave_answers_open_and_a_question(kpol: Kpol) -> None:
    """What is possible, what to ask, and exit code 1."""
    run = kpol("decide", "clean.kpol", "Alter=19", "Intensiv=nein")
    assert run.code == 1
    assert "  - alle 2 Wochen (1 Fall)\n" in run.out
    assert "  - monatlich (1 Fall)\n" in run.out
    assert "Als Nächstes fragen: `Status`\n" in run.out
    run = kpol("decide", "clean.kpol", "Alter=19", "Intensiv=nein", "--json", "--lang", "en")
    body = json.loads(run.out)
    assert (body["status"], body["ask"], body["choices"]) == ("open", "Status", ["alo", "asu"])


def test_nobody_is_left_without_words(kpol: Kpol) -> None:
    """A gap is said as such."""
    run = kpol("decide", "gap.kpol", "Alter 19, asu, nicht Intensiv")
    assert run.code == 1
    assert run.out.startswith("keine Regel sagt, wie oft")


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (("Alter=vier",), "`Alter` ist eine Zahl von 15 bis 66, nicht `vier`"),
        (("Intensiv=vielleicht",), "`Intensiv` ist `ja` oder `nein`, nicht `vielleicht`"),
        (("Statsu=alo",), "gemeint ist vielleicht `Status`"),
        (("Status=alx",), "gemeint ist vielleicht `alo`"),
        (("U25",), "`Alter` braucht einen einzigen Wert"),
        (("aloo",), "gemeint ist vielleicht `alo`"),
        (
            ("age 24, alo",),
            "`age` ist nicht bekannt; Merkmale sind `Alter`, `Status` und `Intensiv`\n",
        ),
        (("Alter=19", "Alter=20"), "`Alter` steht zweimal da"),
    ],
)
def test_wrong_facts_name_the_field_and_what_would_do(
    kpol: Kpol, facts: tuple[str, ...], words: str
) -> None:
    """Exit code 2, nothing on standard output."""
    run = kpol("decide", "clean.kpol", *facts)
    assert (run.code, run.out) == (2, "")
    assert words in run.err


@pytest.mark.parametrize(("language", "word"), [("de", "alle 2 Wochen"), ("en", "every 2 weeks")])
def test_an_explanation_is_a_sentence_with_the_citation(
    kpol: Kpol, language: str, word: str
) -> None:
    """In the language that is asked for."""
    run = kpol("explain", "clean.kpol", "Alter 30, asu, Intensiv", "--lang", language)
    assert run.code == 0
    assert word in run.out
    assert "Nr. 2" in run.out


def test_examples_and_guarantees_are_counted(kpol: Kpol) -> None:
    """All hold; a gap elsewhere is no matter of theirs."""
    run = kpol("test", "clean.kpol", "gap.kpol")
    assert run.code == 0
    assert run.out == (
        "clean.kpol: 1 Beispiel und 1 Zusicherung, alles stimmt\n"
        "gap.kpol: 1 Beispiel und 1 Zusicherung, alles stimmt\n"
    )


def test_an_example_that_fails_is_shown(kpol: Kpol) -> None:
    """With what comes out instead."""
    Path("wrong.kpol").write_text(WRONG_EXAMPLE, encoding="utf-8")
    run = kpol("test", "wrong.kpol", "--lang", "en")
    assert run.code == 1
    assert "K-example-fails" in run.out
    assert run.out.endswith("wrong.kpol: 1 example and 1 guarantee, 1 of them fail\n")


def test_the_matrix_marks_cells_by_rule(kpol: Kpol) -> None:
    """Rows and columns speak the policy's words, and the exceptions stand below."""
    run = kpol("matrix", "clean.kpol")
    assert run.code == 0
    assert "Alter │ arbeitslos" in run.out
    assert "U25   │ alle 2 Wochen A8  │ monatlich A9" in run.out
    assert "\nRegelfall (kein Intensiv)\n" in run.out
    assert "\nIntensiv\n" in run.out
    assert "  A   Grund [Nr. 1]" in run.out


def test_a_gap_in_the_matrix_is_a_word(kpol: Kpol) -> None:
    """Not only a colour, and the exit code says so."""
    run = kpol("matrix", "gap.kpol", "--lang", "en")
    assert run.code == 1
    assert "GAP" in run.out


def test_a_contradiction_of_two_exceptions_is_in_the_matrix(kpol: Kpol) -> None:
    """Though each alone is fine."""
    text = GAP.replace("Merkmal Intensiv", "Merkmal Neu: ja oder nein\nMerkmal Intensiv")
    text += "Ausnahme Anders zu Grund:\n  - Neu -> monatlich\n"
    run = kpol("matrix", "-", stdin=text.encode())
    assert run.code == 1
    section = run.out.split("\nNeu, Intensiv\n")[1].split("\n\n")[0]
    assert section == "alle  │ WIDERSPRUCH B12 C16 │ WIDERSPRUCH B12 C16"
    assert run.out.count("WIDERSPRUCH") == 2


@pytest.mark.parametrize("columns", ["40", "80", "200"])
def test_the_matrix_keeps_to_the_width(
    kpol: Kpol, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    """No line is wider than the terminal where words allow it."""
    monkeypatch.setenv("COLUMNS", columns)
    lines = kpol("matrix", "clean.kpol").out.splitlines()
    assert max(map(len, lines)) <= int(columns)


@pytest.mark.parametrize("word", ["gap", "K-Lücke", "lücke", "GAP", "k-gap"])
def test_a_finding_is_explained_by_code_or_name(kpol: Kpol, word: str) -> None:
    """With a bad and a good example."""
    run = kpol("rule", word)
    assert run.code == 0
    assert run.out.startswith("K-Lücke  gap, Fehler\n")
    assert "So nicht:" in run.out
    assert "Sondern so:" in run.out


def test_an_unknown_finding_gets_a_suggestion_and_none_a_list(kpol: Kpol) -> None:
    """Exit code 2 for the first."""
    run = kpol("rule", "gpa", "--lang", "en")
    assert (run.code, run.err) == (2, "kpol: there is no finding `gpa`; perhaps `gap` is meant\n")
    run = kpol("rule")
    assert run.code == 0
    assert "FEHLER   gap" in run.out


@pytest.mark.parametrize(("language", "text"), [("de", GERMAN), ("en", ENGLISH)])
def test_a_new_policy_is_clean(kpol: Kpol, language: str, text: str) -> None:
    """Under check and under test."""
    run = kpol("init", "new.kpol", "--lang", language)
    assert run.code == 0
    assert Path("new.kpol").read_text(encoding="utf-8") == text
    run = kpol("check", "new.kpol")
    assert (run.code, "in Ordnung" in run.out or ": clean" in run.out) == (0, True)
    assert kpol("test", "new.kpol").code == 0


def test_init_never_overwrites(kpol: Kpol) -> None:
    """What is there stays as it is."""
    before = Path("clean.kpol").read_bytes()
    run = kpol("init", "clean.kpol")
    assert (run.code, run.err) == (2, "kpol: clean.kpol gibt es schon und bleibt, wie es ist\n")
    assert Path("clean.kpol").read_bytes() == before
