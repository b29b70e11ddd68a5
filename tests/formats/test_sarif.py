"""SARIF: valid, complete, with fingerprints that last and fixes that mend."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kontaktdsl.catalogue import KINDS
from kontaktdsl.cli import main
from kontaktdsl.reports.sarif import FINGERPRINT
from tests.cli.conftest import BROKEN, CLEAN, GAP, Kpol
from tests.formats.sarif_schema import Json, errors

ROOT = Path(__file__).resolve().parents[2]


def sarif(kpol: Kpol, *words: str) -> Json:
    """The log of a check."""
    log: Json = json.loads(kpol("check", *words, "--format", "sarif").out)
    return log


def results(log: Json) -> list[Json]:
    """The results of its one run."""
    (run,) = log["runs"]
    found: list[Json] = run["results"]
    return found


def logs(kpol: Kpol, capsys: pytest.CaptureFixture[str]) -> Iterator[tuple[str, Json]]:
    """A log of everything at once, in both languages, and of runs with nothing and of failed runs."""
    for kind in KINDS:
        for name, text in (("bad", kind.bad), ("good", kind.good)):
            if text:
                Path(f"{kind.code}-{name}.kpol").write_text(text, encoding="utf-8", newline="")
    Path("broken.kpol").write_text(BROKEN, encoding="utf-8")
    Path("a b,ä%:[#].kpol").write_text(GAP, encoding="utf-8")
    Path("bad.kpol").write_bytes(b"\x00\xff" * 50)
    Path("empty").mkdir()
    printed = str(ROOT / "examples" / "as-printed")
    for language in ("de", "en"):
        for words in ((".",), (printed,), ("clean.kpol",), ("empty",), ("no*.kpol",)):
            main(["check", *words, "--format", "sarif", "--lang", language])
            yield f"{words} {language}", json.loads(capsys.readouterr().out)


def test_every_log_fits_the_official_schema(kpol: Kpol, capsys: pytest.CaptureFixture[str]) -> None:
    for name, log in logs(kpol, capsys):
        assert not errors(log), name


def test_the_schema_refuses_what_is_wrong(kpol: Kpol) -> None:
    """A field that it does not know, a level that it does not know, a region from line 0, a blank
    in an address: each alone is refused.
    """
    log = sarif(kpol, "gap.kpol")
    assert not errors(log)
    result = results(log)[0]
    place = result["locations"][0]["physicalLocation"]
    for holder, key, wrong in (
        (log, "surplus", 1),
        (result, "level", "fatal"),
        (place["region"], "startLine", 0),
        (place["artifactLocation"], "uri", "a b.kpol"),
        (result, "message", {}),
    ):
        before = holder.get(key)
        holder[key] = wrong
        assert errors(log), key
        if before is None:
            del holder[key]
        else:
            holder[key] = before
    assert not errors(log)


def test_a_gap_says_where_who_and_how_to_mend_it(kpol: Kpol) -> None:
    """The region, the people affected, the kind and the way out."""
    log = sarif(kpol, "gap.kpol")
    (run,) = log["runs"]
    (rule,) = run["tool"]["driver"]["rules"]
    assert (rule["id"], rule["name"]) == ("gap", "K-Lücke")
    assert rule["defaultConfiguration"] == {"level": "error"}
    assert "```" in rule["help"]["markdown"]
    assert run["language"] == "de"
    assert run["columnKind"] == "unicodeCodePoints"
    (gap,) = results(log)
    assert (gap["ruleId"], gap["ruleIndex"], gap["level"]) == ("gap", 0, "error")
    assert gap["message"]["text"].startswith("Für diese Kundinnen und Kunden ist kein Abstand")
    place = gap["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "gap.kpol", "uriBaseId": "%SRCROOT%"}
    region = place["region"]
    line = GAP.splitlines()[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "U25 und alo"
    assert gap["properties"]["affected"][0] | {"example": ""} == {
        "words": "U25, arbeitsuchend",
        "example": "",
        "cases": 1,
        "ofCases": 8,
    }
    assert gap["fixes"]


def test_a_fix_mends_what_it_is_for(kpol: Kpol) -> None:
    """Replaced as it stands, the finding is gone."""
    for fix in results(sarif(kpol, "gap.kpol"))[0]["fixes"]:
        lines = GAP.splitlines(keepends=True)
        (change,) = fix["artifactChanges"]
        for edit in reversed(change["replacements"]):
            cut = edit["deletedRegion"]
            assert cut["startLine"] == cut["endLine"]
            if cut["startLine"] > len(lines):
                lines.append("")
            line = lines[cut["startLine"] - 1]
            before, after = line[: cut["startColumn"] - 1], line[cut["endColumn"] - 1 :]
            lines[cut["startLine"] - 1] = before + edit["insertedContent"]["text"] + after
        Path("fixed.kpol").write_text("".join(lines), encoding="utf-8")
        assert all(r["ruleId"] != "gap" for r in results(sarif(kpol, "fixed.kpol")))


def test_fingerprints_stay_when_lines_move_and_tell_findings_apart(kpol: Kpol) -> None:
    """A comment above, another indent and the other language change none."""

    def marks(text: str, *words: str) -> list[str]:
        Path("x.kpol").write_text(text, encoding="utf-8")
        found = results(sarif(kpol, "x.kpol", *words))
        return [result["partialFingerprints"][FINGERPRINT] for result in found]

    printed = (ROOT / "examples" / "as-printed" / "dahme-spreewald.kpol").read_text(
        encoding="utf-8"
    )
    before = marks(printed)
    assert len(set(before)) == len(before) > 2
    title, rest = printed.split("\n", 1)
    assert marks(f"{title}\n\n# neu\n\n{rest}") == before
    assert marks(printed, "--lang", "en") == before
    gap = marks(GAP)
    assert marks(GAP.replace("  - U25 und alo", "    -   U25 und alo")) == gap
    assert marks(GAP.replace("U25 und alo ->", "U25 und alo und Intensiv ->")) != gap


def test_what_a_policy_accepts_is_a_suppressed_result(kpol: Kpol) -> None:
    """With the reason that it gives."""
    reason = "Übergang bis zum neuen Konzept"
    title, rest = GAP.split("\n", 1)
    Path("x.kpol").write_text(f'{title}\nhingenommen gap weil "{reason}"\n{rest}', encoding="utf-8")
    run = kpol("check", "x.kpol", "--format", "json")
    (accepted,) = json.loads(run.out)["files"][0]["accepted"]
    assert accepted["reason"] == reason
    (result,) = (r for r in results(sarif(kpol, "x.kpol")) if r["ruleId"] == "gap")
    assert result["suppressions"] == [
        {"kind": "inSource", "status": "accepted", "justification": reason}
    ]


def test_paths_start_at_the_root_of_the_repository(
    kpol: Kpol, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the service names it; what lies elsewhere has a whole address."""
    Path("sub dir").mkdir()
    Path("sub dir/gap.kpol").write_text(GAP, encoding="utf-8")
    root = Path.cwd()
    elsewhere = root.parent / "other.kpol"
    elsewhere.write_text(GAP, encoding="utf-8")
    monkeypatch.chdir("sub dir")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(root))
    uris = [
        result["locations"][0]["physicalLocation"]["artifactLocation"]
        for result in results(sarif(kpol, "gap.kpol", str(elsewhere)))
    ]
    assert uris == [
        {"uri": "sub%20dir/gap.kpol", "uriBaseId": "%SRCROOT%"},
        {"uri": f"file://{elsewhere.resolve()}"},
    ]


def test_a_used_file_is_reported_once(kpol: Kpol) -> None:
    """Also where several files use it and it is checked itself."""
    Path("words.kpol").write_text('Richtlinie "Worte"\nMerkmal x: ja odr nein\n', encoding="utf-8")
    title, rest = CLEAN.split("\n", 1)
    for name in ("one.kpol", "two.kpol"):
        Path(name).write_text(f'{title}\nverwende "words.kpol"\n{rest}', encoding="utf-8")
    found = results(sarif(kpol, "one.kpol", "two.kpol", "words.kpol"))
    uris = [r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in found]
    assert "words.kpol" in uris
    marks = [result["partialFingerprints"][FINGERPRINT] for result in found]
    assert len(set(marks)) == len(marks)
    assert uris.count("words.kpol") == len({r["message"]["text"] for r in found})


def test_a_name_that_is_no_text_keeps_its_bytes(kpol: Kpol) -> None:
    """In an address every byte has its place."""
    name = os.fsdecode(b"n\xff.kpol")
    Path(name).write_text(GAP, encoding="utf-8")
    log = sarif(kpol, name)
    assert not errors(log)
    place = results(log)[0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "n%FF.kpol"
