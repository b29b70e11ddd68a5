"""`kpol ci`: every step in one line, the findings, one exit code, and never silently green."""

import json
from pathlib import Path

import pytest

from kontaktdsl.source import Source
from kontaktdsl.syntax.formatter import format_document
from kontaktdsl.syntax.parser import parse
from tests.ci.xml_shape import well_shaped
from tests.cli.conftest import BROKEN, CLEAN, GAP, WRONG_EXAMPLE, Kpol
from tests.cli.conftest import kpol as kpol

NOBODY = CLEAN.replace("Regeln Grund", "unmöglich: alo oder asu\nRegeln Grund")


def tidy(text: str) -> str:
    """The text as the formatter writes it."""
    return format_document(parse(Source("x.kpol", text)).document)


def only(text: str, name: str = "x.kpol") -> None:
    """Nothing but this file lies in the folder."""
    for path in Path().glob("*.kpol"):
        path.unlink()
    Path(name).write_text(text, encoding="utf-8")


def test_a_clean_policy_passes_every_step(kpol: Kpol) -> None:
    """One line for each, and nothing else."""
    only(tidy(CLEAN))
    run = kpol("ci")
    assert run.code == 0
    assert run.out.splitlines() == [
        "Form: in Ordnung, 1 Datei",
        "Prüfung: in Ordnung, 1 Datei",
        "Proben: in Ordnung, 1 Beispiel und 1 Zusicherung",
        "Abdeckung: in Ordnung, 1 von 4 Regeln durch ein Beispiel belegt (25 %), "
        "keine Schwelle gesetzt (--fail-under)",
    ]


def test_it_speaks_english(kpol: Kpol) -> None:
    """Every word."""
    only(tidy(CLEAN))
    run = kpol("ci", "--lang", "en", "--fail-under", "30")
    assert run.code == 1
    lines = run.out.splitlines()
    assert lines[0] == "format: clean, 1 file"
    assert lines[1].startswith("check: clean, 1 file")
    assert lines[2] == "examples: clean, 1 example and 1 guarantee"
    assert lines[3] == "coverage: FINDINGS, 1 of 4 rules exercised by an example (25 %)"
    assert "Examples exercise 25 % of the rules, 30 % are asked for" in run.out
    assert "without an example: line 9, Grund: U25 und asu" in run.out


@pytest.mark.parametrize(
    ("text", "step", "words"),
    [
        (CLEAN, "Form", "1 von 1 Datei nicht so, wie `kpol fmt` schreibt"),
        (tidy(GAP), "Prüfung", "K-Lücke"),
        (tidy(WRONG_EXAMPLE), "Proben", "davon 1 nicht erfüllt"),
        (tidy(CLEAN).replace("\n", "\r\n"), "Form", "K-nicht-formatiert"),
    ],
)
def test_each_step_can_fail_alone(kpol: Kpol, text: str, step: str, words: str) -> None:
    """Exit code 1 and the finding."""
    only("")
    Path("x.kpol").write_bytes(text.encode())
    run = kpol("ci")
    assert run.code == 1
    assert f"{step}: BEFUNDE" in run.out
    assert words in run.out


def test_a_mark_of_the_byte_order_is_no_canonical_form(kpol: Kpol) -> None:
    """`kpol fmt --check` and `kpol ci` agree."""
    Path("x.kpol").write_bytes(b"\xef\xbb\xbf" + tidy(CLEAN).encode())
    assert kpol("fmt", "--check", "x.kpol").code == 1
    assert kpol("ci", "x.kpol").code == 1


def test_a_text_with_errors_leaves_steps_out_and_says_so(kpol: Kpol) -> None:
    """The finding is the error; what could not follow is not green."""
    only(BROKEN)
    run = kpol("ci")
    assert run.code == 1
    assert "Form: AUSGELASSEN" in run.out
    assert "Prüfung: BEFUNDE" in run.out
    assert "Proben: AUSGELASSEN, nicht gerechnet: x.kpol; erst die Fehler" in run.out
    assert "Abdeckung: AUSGELASSEN" in run.out


def test_examples_are_not_green_where_nobody_is_possible(kpol: Kpol) -> None:
    """Nothing was run, so nothing holds."""
    only(tidy(NOBODY))
    run = kpol("ci")
    assert run.code == 1
    assert "Proben: AUSGELASSEN" in run.out
    run = kpol("test")
    assert run.code == 1
    assert run.out.endswith("x.kpol: nicht gerechnet, siehe oben\n")


@pytest.mark.parametrize("content", [b"", b"# nur ein Wort\n", b"\x00\x01\x02", None])
def test_what_cannot_run_is_an_error(kpol: Kpol, content: bytes | None) -> None:
    """Empty, only comments, binary, a dangling link: exit code 2."""
    only("")
    if content is None:
        Path("x.kpol").unlink()
        Path("x.kpol").symlink_to("nowhere.kpol")
    else:
        Path("x.kpol").write_bytes(content)
    run = kpol("ci", "x.kpol", "--lang", "de")
    assert run.code == 2
    assert "NICHT GELAUFEN" in run.out


@pytest.mark.parametrize("words", [("nowhere",), ("*.txt",), ("-",), ("--fail-under", "101"),
                                   ("--fail-under", "viel")])  # fmt: skip
def test_wrong_usage_is_an_error(kpol: Kpol, words: tuple[str, ...]) -> None:
    """Exit code 2, with a message."""
    run = kpol("ci", *words)
    assert run.code == 2
    assert run.err.startswith("kpol: ")


def test_no_policy_at_all_is_an_error(kpol: Kpol) -> None:
    """In every report, too."""
    for path in Path().glob("*.kpol"):
        path.unlink()
    run = kpol("ci", "--sarif", "s.json", "--gitlab", "g.json", "--junit", "j.xml", "--github")
    assert run.code == 2
    assert run.out.startswith("::error")
    sarif = json.loads(Path("s.json").read_text(encoding="utf-8"))
    assert sarif["runs"][0]["invocations"][0]["executionSuccessful"] is False
    assert json.loads(Path("g.json").read_text(encoding="utf-8"))[0]["severity"] == "blocker"
    root = well_shaped(Path("j.xml").read_text(encoding="utf-8"))
    assert root.attrib["errors"] == "1"


def test_the_reports_hold_the_findings_of_every_step(kpol: Kpol) -> None:
    """A gap, and a file that is not formatted, in every format."""
    only(GAP)
    run = kpol("ci", "--sarif", "s.json", "--gitlab", "g.json", "--junit", "j.xml", "--github",
               "--fail-under", "100")  # fmt: skip
    assert run.code == 1
    wanted = {"gap", "not-formatted", "few-rules-exercised"}
    sarif = json.loads(Path("s.json").read_text(encoding="utf-8"))
    assert wanted <= {result["ruleId"] for result in sarif["runs"][0]["results"]}
    assert wanted <= {
        issue["check_name"] for issue in json.loads(Path("g.json").read_text(encoding="utf-8"))
    }
    for code in wanted:
        assert f"({code})::" in run.out
    root = well_shaped(Path("j.xml").read_text(encoding="utf-8"))
    suites = {suite.attrib["name"]: suite for suite in root}
    assert set(suites) == {"kpol ci", "x.kpol"}
    failed = {case.attrib["name"] for case in suites["kpol ci"] if len(case)}
    assert failed == {"Form", "Prüfung", "Abdeckung"}
    assert [case.attrib["name"] for case in suites["x.kpol"]] == [
        "Beispiel: Jana",
        "Zusicherung: genau eines von U25, Ü25",
    ]


def test_annotations_come_by_themselves_on_github(
    kpol: Kpol, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the service says that it is there."""
    only(tidy(GAP))
    assert "::error" not in kpol("ci").out
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert "::error file=x.kpol,line=" in kpol("ci").out


def test_the_plain_format_is_read_aloud(kpol: Kpol) -> None:
    """Without strokes."""
    only(tidy(GAP))
    run = kpol("ci", "--format", "plain")
    assert "Fehler 1 von" in run.out
    assert "│" not in run.out


def test_a_threshold_of_cases(kpol: Kpol) -> None:
    """Names the largest groups that no example stands for."""
    only(tidy(CLEAN))
    run = kpol("ci", "--fail-under-cases", "50")
    assert run.code == 1
    assert "Beispiele belegen 12 % der möglichen Fälle, verlangt sind 50 %" in run.out
    assert "(4 von 8 möglichen Fällen)" in run.out
    assert kpol("ci", "--fail-under-cases", "12").code == 0


def test_several_files_share_the_lines(kpol: Kpol) -> None:
    """One finding names its file."""
    only(tidy(CLEAN), "a.kpol")
    Path("b.kpol").write_text(tidy(GAP), encoding="utf-8")
    run = kpol("ci", ".")
    assert run.code == 1
    assert "Form: in Ordnung, 2 Dateien" in run.out
    assert "b.kpol, Zeile" in run.out


# --- the settings of the project ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "head"), [("kpol.toml", "[ci]"), ("pyproject.toml", "[tool.kpol.ci]")]
)
def test_the_settings_fill_what_the_command_line_leaves_open(
    kpol: Kpol, name: str, head: str
) -> None:
    """Paths from the file's folder, and thresholds that the command line can change."""
    Path("policies").mkdir()
    Path("policies/x.kpol").write_text(tidy(CLEAN), encoding="utf-8")
    settings = f'{head}\npaths = ["policies"]\nfail-under = 50\n'
    Path(name).write_text(settings, encoding="utf-8")
    run = kpol("ci")
    assert run.code == 1
    assert "Form: in Ordnung, 1 Datei\n" in run.out
    assert "verlangt sind 50 %" in run.out
    assert kpol("ci", "--fail-under", "25").code == 0
    assert kpol("ci", "gap.kpol", "--fail-under", "0").code == 1


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("fail-undr = 5", "`fail-undr` ist unbekannt; gemeint ist vielleicht `fail-under`"),
        ("fail-under = 101", "`ci.fail-under` ist eine ganze Zahl von 0 bis 100"),
        ("fail-under = true", "`ci.fail-under` ist eine ganze Zahl von 0 bis 100"),
        ('paths = "policies"', "`ci.paths` ist keine Liste von Pfaden"),
        ("baseline = 1", "`ci.baseline` ist kein Pfad"),
    ],
)
def test_wrong_settings_are_an_error(kpol: Kpol, line: str, words: str) -> None:
    """Exit code 2, never ignored."""
    Path("kpol.toml").write_text(f"[ci]\n{line}\n", encoding="utf-8")
    run = kpol("ci")
    assert run.code == 2
    assert words in run.err


def test_a_baseline_lets_an_old_policy_in(kpol: Kpol) -> None:
    """What is new still fails; what could not run is no matter of a baseline."""
    only(tidy(GAP))
    assert kpol("ci").code == 1
    kpol("check", "--write-baseline", "known.json")
    run = kpol("ci", "--baseline", "known.json")
    assert run.code == 0
    assert "aus dem Bestand" in run.out
    only(tidy(WRONG_EXAMPLE))
    assert kpol("ci", "--baseline", "known.json").code == 1
    only("")
    kpol("check", "--write-baseline", "known.json")
    assert kpol("ci", "--baseline", "known.json").code == 2
    only(BROKEN)
    kpol("check", "--write-baseline", "known.json")
    assert kpol("ci", "--baseline", "known.json").code == 1


def test_a_known_failure_is_said_and_does_not_count(kpol: Kpol) -> None:
    """An example in the baseline, or accepted by the policy: never called in order."""
    only(tidy(WRONG_EXAMPLE))
    kpol("check", "--write-baseline", "known.json")
    run = kpol("ci", "--baseline", "known.json", "--junit", "j.xml")
    assert run.code == 0
    words = "1 nicht erfüllt, aber hingenommen oder im Bestand"
    assert f"Proben: in Ordnung, 1 Beispiel und 1 Zusicherung, {words}" in run.out
    root = well_shaped(Path("j.xml").read_text("utf-8"))
    (skipped,) = root.iter("skipped")
    assert "Mensch" in (skipped.text or "") or "Beispiel" in (skipped.text or "")
    only(tidy(WRONG_EXAMPLE + 'hingenommen example-fails weil "folgt"\n'))
    run = kpol("ci", "--junit", "j.xml")
    assert run.code == 0
    assert words in run.out
    assert len(list(well_shaped(Path("j.xml").read_text("utf-8")).iter("skipped"))) == 1


def test_an_unchanged_file_is_not_measured_again(
    kpol: Kpol, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is for other percentages, and where the file changes; without the cache all is the same."""
    only(tidy(CLEAN))
    first = kpol("ci", "--fail-under", "30")
    assert kpol("ci", "--fail-under", "30", "--no-cache") == first

    def refuse(*_: object) -> None:
        raise AssertionError("measured again")

    with monkeypatch.context() as patch:
        patch.setattr("kontaktdsl.cli.measuring.covered", refuse)
        patch.setattr("kontaktdsl.cli.checking.check", refuse)
        assert kpol("ci", "--fail-under", "30") == first
    assert "25 %, verlangt sind 20 %" not in kpol("ci", "--fail-under", "20").out
    assert "25 % der Regeln, verlangt sind 26 %" in kpol("ci", "--fail-under", "26").out
    only(tidy(CLEAN + 'Beispiel "Ole": Alter 30 -> alle 2 Monate\n'))
    assert "2 von 4 Regeln" in kpol("ci", "--fail-under", "30").out


def test_many_files_are_measured_on_all_cores(kpol: Kpol, monkeypatch: pytest.MonkeyPatch) -> None:
    """As one after the other, in the same order."""
    only(CLEAN)
    for number in range(20):
        text = tidy(GAP if number % 3 else CLEAN) if number % 2 else CLEAN
        Path(f"{number:02}.kpol").write_text(text, encoding="utf-8")
    words = ("ci", "--no-cache", "--fail-under", "30")
    shared = kpol(*words)
    assert shared.code == 1
    assert "12 von 21 Dateien" not in shared.out
    assert "11 von 21 Dateien nicht so" in shared.out
    monkeypatch.setattr("kontaktdsl.cli.folder.cores", lambda: 1)
    assert kpol(*words) == shared
