"""The formats of `kpol check` besides SARIF, and that none is ever silently green."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from kontaktdsl.cli.showing import DOCUMENTS, FORMATS, TEXTS
from tests.ci.xml_shape import well_shaped
from tests.cli.conftest import BROKEN, CLEAN, GAP, WRONG_EXAMPLE, Kpol

HINT = CLEAN.replace(' [Nr. 2] weil "so gewollt"', "")
RULELESS = "\n".join(CLEAN.splitlines()[:4]) + "\n"
AWKWARD = "a,b%3A:c\rd.kpol"


def unescaped(text: str) -> str:
    """As the runner reads a workflow command."""
    for code, letter in (("%3A", ":"), ("%2C", ","), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(code, letter)
    return text


def commands(out: str) -> list[tuple[str, dict[str, str], str]]:
    """The workflow commands in an output: command, properties, message."""
    found = []
    for line in out.splitlines():
        match = re.fullmatch(r"::(\w+) ([^:]*)::(.*)", line)
        if match:
            command, properties, message = match.groups()
            pairs = (pair.split("=", 1) for pair in properties.split(","))
            about = {name: unescaped(value) for name, value in pairs}
            found.append((command, about, unescaped(message)))
    return found


def codequality(out: str) -> list[dict[str, Any]]:
    """A report that GitLab takes: what it asks for, and no fingerprint twice."""
    issues: list[dict[str, Any]] = json.loads(out)
    for issue in issues:
        assert all(isinstance(issue[name], str) for name in ("description", "check_name"))
        assert re.fullmatch("[0-9a-f]{32}", issue["fingerprint"])
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert not issue["location"]["path"].startswith(("./", "/"))
        assert issue["location"]["lines"]["begin"] >= 1
    marks = [issue["fingerprint"] for issue in issues]
    assert len(set(marks)) == len(marks)
    return issues


# --- one format after the other -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "line", "last"),
    [
        ("de", "gap.kpol:8:5: Fehler gap Für diese Kundinnen und Kunden", "2 Dateien geprüft: "),
        ("en", "gap.kpol:8:5: error gap For these customers no interval", "2 files checked: "),
    ],
)
def test_concise_is_one_line_per_finding(kpol: Kpol, language: str, line: str, last: str) -> None:
    """File, line, column, weight, code and headline; then the run."""
    run = kpol("check", "--format", "concise", "--lang", language)
    first, end = run.out.splitlines()
    assert run.code == 1
    assert first.startswith(line)
    assert end.startswith(last)


def test_github_annotates_the_place(kpol: Kpol) -> None:
    """Every character arrives as it was, whatever stands in the policy or in its name."""
    text = GAP.replace("Abstand", "x").replace('"Probe"', '"50%, a::b %0A c"')
    Path(AWKWARD).write_text(text, encoding="utf-8")
    run = kpol("check", AWKWARD, "--format", "github")
    assert run.code == 1
    ((command, about, message),) = commands(run.out)
    assert command == "error"
    assert about == {
        "file": AWKWARD,
        "line": "8",
        "endLine": "8",
        "col": "5",
        "endColumn": "16",
        "title": "K-Lücke (gap)",
    }
    assert message.startswith("Für diese Kundinnen und Kunden ist kein Abstand festgelegt\nU25, ")
    assert "mehr dazu: kpol rule gap" in message
    assert run.out.splitlines()[-1] == "1 Datei geprüft: 1 Fehler"
    assert run.out.count("\n") == 2


def test_github_tells_weights_apart(kpol: Kpol) -> None:
    """A hint is a notice."""
    Path("x.kpol").write_text(HINT, encoding="utf-8")
    found = commands(kpol("check", "x.kpol", "--format", "github").out)
    assert {command for command, _, _ in found} == {"notice"}


def test_github_actions_gets_annotations_by_itself(
    kpol: Kpol, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless a format is given, a file is to be written, or only numbers are wanted."""
    wanted = kpol("check", "gap.kpol", "--format", "github").out
    full = kpol("check", "gap.kpol").out
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert kpol("check", "gap.kpol").out == wanted
    assert kpol("check", "gap.kpol", "--format", "full").out == full
    kpol("check", "gap.kpol", "-o", "out.txt")
    assert Path("out.txt").read_text(encoding="utf-8") == full
    assert "::" not in kpol("check", "gap.kpol", "--statistics").out
    monkeypatch.setenv("GITHUB_ACTIONS", "false")
    assert kpol("check", "gap.kpol").out == full


def test_gitlab_gets_a_code_quality_report(kpol: Kpol) -> None:
    """With paths from the root and fingerprints that last when lines move."""
    run = kpol("check", "--format", "gitlab")
    (issue,) = codequality(run.out)
    assert run.code == 1
    assert issue["check_name"] == "gap"
    assert issue["severity"] == "major"
    assert issue["location"] == {"path": "gap.kpol", "lines": {"begin": 8, "end": 8}}
    title, rest = GAP.split("\n", 1)
    Path("gap.kpol").write_text(f"{title}\n# neu\n\n{rest}", encoding="utf-8")
    (moved,) = codequality(kpol("check", "--format", "gitlab").out)
    assert moved["fingerprint"] == issue["fingerprint"]
    assert moved["location"]["lines"] == {"begin": 10, "end": 10}
    assert codequality(kpol("check", "clean.kpol", "--format", "gitlab").out) == []


def test_a_finding_of_several_lines_says_where_it_ends(kpol: Kpol) -> None:
    """A line that goes on is one place."""
    text = GAP.replace("  - U25 und alo -> alle 2 Wochen", "  - U25 und\n    alo -> alle 2 Wochen")
    Path("gap.kpol").write_text(text, encoding="utf-8")
    (issue,) = codequality(kpol("check", "gap.kpol", "--format", "gitlab").out)
    assert issue["location"]["lines"] == {"begin": 8, "end": 9}
    (annotation,) = commands(kpol("check", "gap.kpol", "--format", "github").out)
    assert (annotation[1]["line"], annotation[1]["endLine"]) == ("8", "9")
    assert "col" not in annotation[1]


def test_junit_has_a_suite_per_file(kpol: Kpol) -> None:
    """A failure per finding, an error where nothing could be analysed, else one that passes."""
    Path("broken.kpol").write_text(BROKEN, encoding="utf-8")
    Path("hint.kpol").write_text(HINT, encoding="utf-8")
    root = well_shaped(kpol("check", "--format", "junit").out)
    found = {suite.get("name"): [[child.tag for child in case] for case in suite] for suite in root}
    assert found["clean.kpol"] == [[]]
    assert found["gap.kpol"] == [["failure"]]
    assert set(map(tuple, found["broken.kpol"])) == {("error",)}
    assert found["hint.kpol"] == [[]]
    root = well_shaped(kpol("check", "--format", "junit", "--fail-level", "hint").out)
    (hint,) = (suite for suite in root if suite.get("name") == "hint.kpol")
    assert hint.get("failures") == "1"
    (case,) = hint
    assert case.get("name", "").startswith("uncited: ")


# --- what fails, and numbers --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (CLEAN, {"error": 0, "warning": 0, "hint": 0}),
        (HINT, {"error": 0, "warning": 0, "hint": 1}),
        (GAP, {"error": 1, "warning": 1, "hint": 1}),
    ],
)
@pytest.mark.parametrize("form", FORMATS)
def test_the_exit_code_follows_the_fail_level(
    kpol: Kpol, text: str, codes: dict[str, int], form: str
) -> None:
    """In every format, and what is written does not depend on it (but in junit, by its nature)."""
    Path("x.kpol").write_text(text, encoding="utf-8")
    for level, code in codes.items():
        assert kpol("check", "x.kpol", "--format", form, "--fail-level", level).code == code
    default = kpol("check", "x.kpol", "--format", form)
    assert default == kpol("check", "x.kpol", "--format", form, "--fail-level", "warning")


@pytest.mark.parametrize(
    ("language", "table", "sentence"),
    [
        (
            "de",
            "2  Fehler   gap      in 2 Dateien  Lücke\n1  Hinweis  uncited  in 1 Datei    ",
            "Fehler Lücke: 2-mal in 2 Dateien.\nHinweis Regel ohne Fundstelle: einmal in 1 Datei.\n",
        ),
        (
            "en",
            "2  error  gap      in 2 files  gap\n1  hint   uncited  in 1 file   ",
            "Error gap: 2 times in 2 files.\nHint uncited rule: once in 1 file.\n",
        ),
    ],
)
def test_statistics_count_by_code(kpol: Kpol, language: str, table: str, sentence: str) -> None:
    """The heaviest first, then the most frequent; with the same exit code."""
    Path("hint.kpol").write_text(HINT, encoding="utf-8")
    Path("second.kpol").write_text(GAP, encoding="utf-8")
    run = kpol("check", "--statistics", "--lang", language)
    assert run.code == 1
    assert run.out.startswith(table)
    assert re.search(r"\n4 (Dateien geprüft|files checked): 2 \w+, 1 \w+\n$", run.out)
    aloud = kpol("check", "--statistics", "--lang", language, "--format", "plain").out
    assert aloud.startswith(sentence)
    body = json.loads(kpol("check", "--statistics", "--lang", language, "--format", "json").out)
    assert [(row["code"], row["count"], row["files"]) for row in body["statistics"]] == [
        ("gap", 2, 2),
        ("uncited", 1, 1),
    ]
    assert "statistics" not in json.loads(kpol("check", "--format", "json").out)


@pytest.mark.parametrize("form", [form for form in DOCUMENTS if form != "json"])
def test_statistics_have_no_place_in_a_report_of_places(kpol: Kpol, form: str) -> None:
    """That is said, and nothing is written."""
    run = kpol("check", "--statistics", "--format", form)
    assert (run.code, run.out) == (2, "")
    assert f"`--statistics` gibt es nicht in `--format {form}`" in run.err


# --- never silently green -----------------------------------------------------------------------


def says(form: str, text: str, words: str) -> None:
    """Whether an output in a format says, as an error, some words."""
    if form == "json":
        assert words in json.loads(text)["error"]
    elif form == "sarif":
        (run,) = json.loads(text)["runs"]
        (invocation,) = run["invocations"]
        assert invocation["executionSuccessful"] is False
        (told,) = invocation["toolExecutionNotifications"]
        assert (told["level"], words in told["message"]["text"]) == ("error", True)
    elif form == "github":
        ((command, _, message),) = commands(text)
        assert (command, words in message) == ("error", True)
    elif form == "gitlab":
        (issue,) = json.loads(text)
        assert (issue["severity"], words in issue["description"]) == ("blocker", True)
    elif form == "junit":
        (error,) = well_shaped(text).iter("error")
        assert words in error.get("message", "")
    else:
        assert words in text


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("word", "german", "english"),
    [
        ("empty", "gibt es keine Datei mit der Endung .kpol", "there is no file that ends in"),
        ("none/*.kpol", "passt keine Datei", "no file matches"),
        ("gpa.kpol", "gibt es nicht", "does not exist"),
    ],
)
def test_nothing_to_check_is_an_error_in_every_format(
    kpol: Kpol, form: str, word: str, german: str, english: str
) -> None:
    """Also in a file that was green before."""
    Path("empty").mkdir()
    for language, words in (("de", german), ("en", english)):
        common = ("check", word, "--format", form, "--lang", language)
        run = kpol(*common)
        assert run.code == 2
        assert words in run.err
        if form in DOCUMENTS:
            says(form, run.out, words)
        else:
            assert run.out == ""
        kpol("check", "clean.kpol", "--format", form, "-o", "out")
        assert kpol(*common, "-o", "out").code == 2
        says(form, Path("out").read_text(encoding="utf-8"), words)


@pytest.mark.parametrize("form", FORMATS)
def test_a_check_that_breaks_off_is_an_error_in_every_format(
    kpol: Kpol, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """In a file that was green before as well."""

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("oh")

    kpol("check", "clean.kpol", "--format", form, "-o", "out")
    monkeypatch.setattr("kontaktdsl.project.check_file", fail)
    run = kpol("check", "gap.kpol", "--format", form, "-o", "out")
    assert run.code == 2
    assert "interner Fehler" in run.err
    text = Path("out").read_text(encoding="utf-8")
    says(form, text, "die Prüfung ist gescheitert: ZeroDivisionError")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("text", [RULELESS, "", BROKEN, "\x00"])
def test_a_policy_without_rules_or_without_sense_fails_in_every_format(
    kpol: Kpol, form: str, text: str
) -> None:
    """Nothing regulated is not everything in order."""
    Path("x.kpol").write_text(text, encoding="utf-8")
    run = kpol("check", "x.kpol", "clean.kpol", "--format", form)
    assert run.code == 1
    assert run.err == ""
    if form == "gitlab":
        assert any(issue["severity"] == "major" for issue in codequality(run.out))
    elif form == "github":
        assert any(command == "error" for command, _, _ in commands(run.out))
    elif form == "sarif":
        levels = [result["level"] for result in json.loads(run.out)["runs"][0]["results"]]
        assert "error" in levels
    elif form == "junit":
        root = well_shaped(run.out)
        assert int(root.get("failures", "0")) + int(root.get("errors", "0")) > 0
    elif form == "json":
        assert json.loads(run.out)["summary"]["errors"] > 0
    else:
        assert "Fehler" in run.out


@pytest.mark.parametrize("form", FORMATS)
def test_a_format_speaks_one_language(kpol: Kpol, form: str) -> None:
    """No German word in an English report of a German policy, but what the policy says."""
    for name, text in {"x.kpol": WRONG_EXAMPLE, "y.kpol": BROKEN, "z.kpol": HINT}.items():
        Path(name).write_text(text, encoding="utf-8")
    out = kpol("check", "gap.kpol", "x.kpol", "z.kpol", "--format", form, "--lang", "en").out
    assert not re.search(
        r"Fehler|FEHLER|Zeile\b|Datei|möglichen|mehr dazu|zum Beispiel|geht es", out
    )


@pytest.mark.parametrize("form", FORMATS)
def test_a_name_that_no_encoding_holds_is_no_fault(kpol: Kpol, form: str) -> None:
    """A report is written all the same."""
    name = b"\xff.kpol".decode(errors="surrogateescape")
    try:
        Path(name).write_text(GAP, encoding="utf-8")
    except (OSError, UnicodeError):
        pytest.skip("the file system takes no such name")
    run = kpol("check", name, "--format", form, "-o", "out")
    assert (run.code, run.err) == (1, "")
    assert Path("out").read_bytes()


def test_the_texts_and_the_documents_are_all_there_is() -> None:
    """And each has its place in the help."""
    assert set(FORMATS) == {*TEXTS, *DOCUMENTS}
