"""`kpol test` with coverage, new examples and JUnit XML."""

from pathlib import Path

import pytest

from kontaktdsl.catalogue import KINDS
from kontaktdsl.project import check_text
from kontaktdsl.reports.trial import NO_RULES, NOT_READ, NOT_RUN
from tests.ci.xml_shape import well_shaped
from tests.cli.conftest import BROKEN, CLEAN, WRONG_EXAMPLE, Kpol
from tests.cli.conftest import kpol as kpol

GERMAN = """\
Beispiel "Grenze: Alter 25"   : Alter 25      -> 2-monatlich
Beispiel "Eng vor Grund"      : Intensiv      -> alle 2 Wochen, Aufgabe "Angebot machen"
Beispiel "Grund: U25 und asu" : Alter 24, asu -> monatlich
"""


def test_the_codes_are_those_of_findings() -> None:
    """A code that was renamed would let files pass that were never run."""
    assert {*NOT_RUN, *NOT_READ, *NO_RULES} <= {kind.code for kind in KINDS}


def test_coverage_names_rules_and_the_largest_groups(kpol: Kpol) -> None:
    """In the policy's words."""
    run = kpol("test", "clean.kpol", "--coverage")
    assert run.code == 0
    lines = run.out.splitlines()
    assert lines[2] == "clean.kpol: 1 von 4 Regeln durch ein Beispiel belegt (25 %)"
    assert lines[3] == "  - Zeile 9: Grund: U25 und asu"
    assert "  Wie oft? 1 von 8 möglichen Fällen (12 %)" in lines
    at = lines.index("    ohne Beispiel:")
    assert lines[at + 1].endswith("(4 Fälle)")


def test_coverage_in_english(kpol: Kpol) -> None:
    """Every word."""
    run = kpol("test", "clean.kpol", "--fail-under", "80", "--lang", "en")
    assert run.code == 1
    assert "clean.kpol: 1 of 4 rules exercised by an example (25 %)\n" in run.out
    assert "  - line 9: Grund: U25 und asu\n" in run.out
    assert "  How often? 1 of 8 possible cases (12 %)\n    without an example:\n" in run.out
    assert run.out.endswith("  rules: 25 % is less than 80 %\n")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--fail-under", "25"), 0),
        (("--fail-under", "26"), 1),
        (("--fail-under-cases", "12%"), 0),
        (("--fail-under-cases", "13"), 1),
        (("--fail-under", "abc"), 2),
        (("--fail-under", "-1"), 2),
    ],
)
def test_the_threshold_decides(kpol: Kpol, words: tuple[str, ...], code: int) -> None:
    """At the very percentage it still passes."""
    assert kpol("test", "clean.kpol", *words).code == code


def test_what_has_errors_has_no_coverage(kpol: Kpol) -> None:
    """And does not pass for it."""
    Path("x.kpol").write_text(BROKEN, encoding="utf-8")
    run = kpol("test", "x.kpol", "--coverage")
    assert run.code == 1
    assert run.out.endswith("x.kpol: Abdeckung nicht zu berechnen\n")


def test_examples_are_proposed_in_the_words_of_the_file(kpol: Kpol) -> None:
    """One per rule, per side of a boundary, per exception; nobody is told of twice."""
    assert kpol("test", "clean.kpol", "--generate").out == GERMAN


def test_the_same_from_standard_input(kpol: Kpol) -> None:
    """Read once, whatever is asked of it."""
    assert kpol("test", "-", "--generate", stdin=CLEAN.encode()).out == GERMAN
    run = kpol("test", "-", "--coverage", stdin=CLEAN.encode())
    assert "1 von 4 Regeln" in run.out


def test_a_cut_to_nothing_has_one_side_to_state() -> None:
    """Below the boundary there is no first step, and no line could say so."""
    from kontaktdsl.exercise import generate

    text = (
        'policy "p"\nattribute span: number 0 to 99\nattribute old: yes or no\nevent Antrag\n'
        "old -> monthly\nnot old -> monthly\nspan at least 50 -> first same day as Antrag\n"
    )
    policy = check_text(text).policy
    assert policy is not None
    assert next(line.partition(":")[2] for line in generate(policy).lines) == (
        ' span 50" : span 50 -> first same day as Antrag'
    )


def test_appending_keeps_a_formatted_file_formatted(kpol: Kpol) -> None:
    """And then nothing is missing any more."""
    assert kpol("fmt", "clean.kpol").code == 0
    run = kpol("test", "clean.kpol", "--append")
    assert (run.code, run.out) == (0, "clean.kpol: 3 neue Beispiele\n")
    text = Path("clean.kpol").read_text(encoding="utf-8")
    assert kpol("fmt", "--check", "clean.kpol").code == 0
    run = kpol("test", "clean.kpol", "--append")
    assert (run.code, run.out) == (0, "clean.kpol: kein Beispiel fehlt\n")
    assert Path("clean.kpol").read_text(encoding="utf-8") == text
    run = kpol("test", "clean.kpol", "--fail-under", "100")
    assert run.code == 0
    assert "4 von 4 Regeln" in run.out


def test_appending_changes_nothing_above(kpol: Kpol) -> None:
    """Of a file that was not formatted; a line without an end gets one."""
    Path("x.kpol").write_text(CLEAN.rstrip("\n"), encoding="utf-8")
    assert kpol("test", "x.kpol", "--append").code == 0
    assert Path("x.kpol").read_text(encoding="utf-8") == CLEAN + GERMAN


def test_examples_go_to_a_file(kpol: Kpol) -> None:
    """With `-o`; not together with `--append`, nor into standard input."""
    assert kpol("test", "clean.kpol", "--generate", "-o", "new.txt").code == 0
    assert Path("new.txt").read_text(encoding="utf-8") == GERMAN
    assert kpol("test", "clean.kpol", "--append", "-o", "new.txt").code == 2
    assert kpol("test", "-", "--append", stdin=CLEAN.encode()).code == 2


def test_a_file_with_errors_gets_no_examples(kpol: Kpol) -> None:
    """It stays as it is."""
    Path("x.kpol").write_text(BROKEN, encoding="utf-8")
    assert kpol("test", "x.kpol", "--append").code == 1
    assert Path("x.kpol").read_text(encoding="utf-8") == BROKEN


def test_junit_has_a_case_per_example_and_guarantee(kpol: Kpol) -> None:
    """A failure holds the finding, and equal runs give equal files."""
    Path("wrong.kpol").write_text(WRONG_EXAMPLE, encoding="utf-8")
    run = kpol("test", "clean.kpol", "wrong.kpol", "--format", "junit")
    assert run.code == 1
    root = well_shaped(run.out)
    assert [suite.attrib["name"] for suite in root] == ["clean.kpol", "wrong.kpol"]
    cases = list(root.iter("testcase"))
    assert [case.attrib["name"] for case in cases[:2]] == [
        "Beispiel: Jana",
        "Zusicherung: genau eines von U25, Ü25",
    ]
    (failure,) = root.iter("failure")
    assert failure.attrib["message"] == "Das Beispiel ergibt etwas anderes"
    assert "Wo: Datei wrong.kpol, Zeile 13" in (failure.text or "")
    assert kpol("test", "clean.kpol", "wrong.kpol", "--format", "junit").out == run.out


def test_junit_of_what_was_not_run_is_an_error(kpol: Kpol) -> None:
    """Broken text, nobody possible, no file."""
    Path("x.kpol").write_text(BROKEN, encoding="utf-8")
    nobody = CLEAN.replace("Regeln Grund", "unmöglich: alo oder asu\nRegeln Grund")
    Path("y.kpol").write_text(nobody, encoding="utf-8")
    run = kpol("test", "x.kpol", "y.kpol", "--format", "junit", "--lang", "en", "-o", "j.xml")
    assert (run.code, run.out) == (1, "")
    root = well_shaped(Path("j.xml").read_text(encoding="utf-8"))
    assert [case.attrib["name"] for case in root.iter("testcase")] == [
        "reading",
        "example: Jana",
        "guarantee: genau eines von U25, Ü25",
    ]
    assert len(list(root.iter("error"))) == 3


def test_junit_takes_any_character() -> None:
    """What XML cannot hold is left out, the rest is kept."""
    from kontaktdsl.reports.tested import Case, Suite, junit

    odd = 'a"<&>\x00\x1b\uffff\n\tü'
    text = junit([Suite(odd, [Case(odd, 1, failure=odd, text=odd)])])
    root = well_shaped(text)
    assert root[0].attrib["name"] == 'a"<&>\n\tü'
    assert root[0][0][0].text == 'a"<&>\n\tü'


def test_a_baseline_excuses_what_was_wrong_before(kpol: Kpol) -> None:
    """It is said, the run ends with 0, and what is new still fails."""
    Path("clean.kpol").write_text(WRONG_EXAMPLE, encoding="utf-8")
    assert kpol("test", "clean.kpol").code == 1
    kpol("check", "clean.kpol", "--write-baseline", "known.json")
    run = kpol("test", "clean.kpol", "--baseline", "known.json")
    assert run.code == 0
    assert "1 nicht erfüllt, aber hingenommen oder im Bestand" in run.out
    assert "alles stimmt" not in run.out
    assert (
        "1 failing but accepted or in the baseline"
        in kpol("test", "clean.kpol", "--baseline", "known.json", "--lang", "en").out
    )
    more = WRONG_EXAMPLE + 'Beispiel "Ole": Alter 30 -> monatlich\n'
    Path("clean.kpol").write_text(more, encoding="utf-8")
    run = kpol("test", "clean.kpol", "--baseline", "known.json")
    assert run.code == 1
    assert "2 Beispiele und 1 Zusicherung, davon 1 nicht erfüllt, 1 nicht erfüllt, aber" in run.out
    assert kpol("test", "clean.kpol", "--baseline", "missing.json").code == 2


def test_an_otherwise_does_not_stand_in_for_a_line_without_an_interval(kpol: Kpol) -> None:
    """Whom a duty of its block takes from `otherwise` is in a gap; no example says otherwise."""
    text = (
        'policy "A"\nattribute prognose: nah | fern\nattribute Quali: yes or no\nrules A:\n'
        '  - nah and Quali -> monthly\nrules B:\n  - Quali -> do "x"\n  - otherwise -> weekly\n'
    )
    Path("x.kpol").write_text(text, encoding="utf-8")
    lines = kpol("test", "x.kpol", "--generate").out
    assert "nah, Quali" in lines
    found = check_text(text + lines).findings
    assert [finding.code for finding in found if finding.code.startswith("example")] == []


def test_an_example_that_fails_serves_for_nothing(kpol: Kpol) -> None:
    """It is true of some whom it speaks of; their line gets an example of its own all the same."""
    text = (
        'policy "A"\nattribute status: alo | asu\nalo -> monthly\nasu -> weekly\n'
        'attribute Neukunde: yes or no\nNeukunde -> do "x"\nexample "w": Neukunde -> monthly\n'
    )
    Path("x.kpol").write_text(text, encoding="utf-8")
    assert ": alo" in kpol("test", "x.kpol", "--generate").out.replace(" :", ":").replace(
        ":  ", ": "
    )
