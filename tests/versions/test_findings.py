"""Findings about versions: at the right file and line, and nothing kept that has become stale."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kontaktdsl import cache
from kontaktdsl.cli import main
from kontaktdsl.cli.checking import Checker
from kontaktdsl.diagnostics import Diagnostic
from kontaktdsl.project import PolicyError, check, check_text, load
from kontaktdsl.reports.once import once
from kontaktdsl.syntax.keywords import table
from kontaktdsl.syntax.parser import HEADER_IDS
from kontaktdsl.versions.kinds import KINDS

BASE = """\
policy "Grund"
  id grund
  valid from 2020-01-01
attribute status: alo | asu
attribute Neu: yes or no
rules Takt [1]:
  - alo -> monthly
  - asu -> every 2 months
exception Rand to Takt [2] because "so":
  - Neu -> weekly
example "one": alo, not Neu -> monthly
"""
AMENDS = 'policy "Neu"\n  id neu\n  amends grund\n  valid from 2021-01-01\n'


def put(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.kpol").write_text(text, encoding="utf-8")


def told(findings: tuple[Diagnostic, ...]) -> list[tuple[str, str, int]]:
    return [(f.code, Path(f.span.source.name).stem, f.span.line) for f in findings]


def test_an_amendment_is_checked_as_a_whole(tmp_path: Path) -> None:
    """A gap that it opens is in its own line, a promise of the base that it breaks in the base."""
    put(
        tmp_path,
        grund=BASE,
        neu=AMENDS + "replace rules Takt [neu]:\n  - alo -> weekly\n  - asu and Neu -> monthly\n",
    )
    found = check(tmp_path / "neu.kpol").findings
    errors = [finding for finding in found if finding.severity.value == "error"]
    assert told(tuple(errors)) == [("gap", "neu", 6), ("example-fails", "grund", 11)]
    assert told(check(tmp_path / "grund.kpol").findings) == []


def test_a_hint_about_the_base_is_told_in_the_base(tmp_path: Path) -> None:
    """The amendment is not blamed for it."""
    rest = BASE.replace("  - asu -> every", "  - otherwise -> every")
    put(tmp_path, grund=rest, neu=AMENDS + 'note "x" [9]\n')
    assert told(check(tmp_path / "grund.kpol").findings) == [("otherwise-swallows", "grund", 8)]
    assert told(check(tmp_path / "neu.kpol").findings) == []


def test_the_text_of_an_amendment_is_held_against_its_own_lines(tmp_path: Path) -> None:
    """What the base cites stands in another directive."""
    changes = AMENDS + 'rules Neues [Neues]:\n  - alo -> do "x"\n'
    put(tmp_path, grund=BASE.replace("[1]", "[Grundregel]"), neu=changes)
    (tmp_path / "neu.txt").write_text("# Neues\n\nAlle bekommen x.\n", encoding="utf-8")
    assert told(check(tmp_path / "neu.kpol").findings) == []
    put(tmp_path, neu=changes.replace("[Neues]", "[Anderes]"))
    assert told(check(tmp_path / "neu.kpol").findings) == [("citation-not-found", "neu", 5)]


def test_an_amendment_alone_is_one_clear_finding(tmp_path: Path) -> None:
    """Nothing else is said of names that are in the text that is missing."""
    text = AMENDS + "replace rules Takt [neu]:\n  - alo -> weekly\n  - unknown -> monthly\n"
    put(tmp_path, neu=text, grunt=BASE.replace("id grund", "id grunt"))
    (finding,) = check(tmp_path / "neu.kpol").findings
    assert finding.code == "amends-missing"
    assert finding.span.text == "grund"
    assert finding.notes[0].en == "perhaps `grunt` is meant"
    assert [f.code for f in check_text(text).findings] == ["amends-missing"]
    with pytest.raises(PolicyError, match="is not in this folder"):
        load(tmp_path / "neu.kpol")


def test_a_base_that_cannot_be_read_is_shown_where_it_breaks(tmp_path: Path) -> None:
    put(tmp_path, grund=BASE.replace("- alo ->", "- alo and ->"), neu=AMENDS + "remove Rand\n")
    found = told(check(tmp_path / "neu.kpol").findings)
    assert found[0][1:] == ("grund", 7)


def test_a_mistake_in_the_amendment_hides_what_may_follow_from_it(tmp_path: Path) -> None:
    """A header that cannot be read of a replaced block gives one finding."""
    put(tmp_path, grund=BASE, neu=AMENDS + "replace rules Takt [neu]\n  - alo -> weekly\n")
    assert told(check(tmp_path / "neu.kpol").findings) == [("missing-colon", "neu", 5)]


def test_names_of_the_amendment_are_resolved_in_the_base(tmp_path: Path) -> None:
    put(tmp_path, grund=BASE, neu=AMENDS + 'rules Neues [3]:\n  - alos -> do "x"\n')
    assert told(check(tmp_path / "neu.kpol").findings) == [("unknown-name", "neu", 6)]


def test_who_stays_under_the_old_text_is_an_ordinary_exception(tmp_path: Path) -> None:
    """The text that this one replaces may be seen, a stranger that has ended may not."""
    see = BASE.replace("id grund", "id neu").replace("2020-01-01", "2021-01-01\n  replaces grund")
    put(tmp_path, grund=BASE, neu=see.replace("-> weekly", "-> see grund"))
    assert told(check(tmp_path / "neu.kpol").findings) == []
    put(tmp_path, neu=see.replace("replaces grund", "").replace("-> weekly", "-> see grund"))
    put(tmp_path, grund=BASE.replace("2020-01-01", "2020-01-01 until 2021-12-31"))
    (finding,) = check(tmp_path / "neu.kpol").findings
    assert finding.headline.en == "`grund` does not hold from 2022-01-01 on"
    assert finding.span.line == 11


def test_the_target_of_a_reference_may_be_in_a_cell(tmp_path: Path) -> None:
    put(
        tmp_path,
        x='policy "x"\nattribute a: yes or no\ntable T [1]:\n  | a -> |\n  | a -> see y |\n'
        "  | not a -> see z |\n",
        y='policy "y"\nattribute a: yes or no\na -> monthly [1]\nnot a -> weekly [1]\n',
    )
    assert told(check(tmp_path / "x.kpol").findings) == [("missing-target", "x", 6)]


def test_a_text_given_in_place_of_a_file_is_no_second_one(tmp_path: Path) -> None:
    """Standard input is the file of its id, and knows the others."""
    put(tmp_path, grund=BASE, neu=AMENDS + "remove Rand\nremove attribute Neu\n")
    assert check_text(BASE, name="-", folder=tmp_path).findings == ()
    codes = [f.code for f in check_text(AMENDS + "remove Rnd\n", "-", tmp_path).findings]
    assert codes == ["not-there"]


def test_line_ends_of_windows(tmp_path: Path) -> None:
    changes = "replace rules Takt [neu]:\n  - alo -> weekly\n  - asu -> monthly\nremove Randd\n"
    for name, text in {"grund": BASE, "neu": AMENDS + changes}.items():
        (tmp_path / f"{name}.kpol").write_bytes(text.replace("\n", "\r\n").encode())
    assert told(check(tmp_path / "neu.kpol").findings) == [("not-there", "neu", 8)]


def test_only_the_day_of_a_text_makes_it_an_amendment(tmp_path: Path) -> None:
    """A validity that ends before it begins is what is wrong, not the base."""
    put(tmp_path, grund=BASE, neu=AMENDS.replace("2021-01-01", "2021-01-01 until 2020-06-01"))
    assert told(check(tmp_path / "neu.kpol").findings) == [("empty-validity", "neu", 4)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_a_finding_of_versions_is_short(kind: object) -> None:
    """Two sentences or three; nobody reads more."""
    assert len(kind.why.de) < 260  # type: ignore[attr-defined]
    assert len(kind.why.en) < 260  # type: ignore[attr-defined]


# --- the cache ----------------------------------------------------------------------------------


def test_a_result_rests_on_the_headers_beside_it(tmp_path: Path) -> None:
    """A new file, another id or other days make it stale; another rule in a neighbour does not."""
    put(tmp_path, grund=BASE, other='policy "x"\nattribute a: yes or no\na -> monthly\n')
    assert str(tmp_path) in (check(tmp_path / "grund.kpol").rests_on or ())
    seen = [cache.content(str(tmp_path))]
    put(tmp_path, other='policy "x"\nattribute a: yes or no\na -> weekly\n')
    assert cache.content(str(tmp_path)) == seen[0]
    for text in ('policy "x"\n  id y\n', 'policy "x"\n  id y\n  valid from 2020-01-01\n'):
        put(tmp_path, other=text)
        seen.append(cache.content(str(tmp_path)))
    put(tmp_path, third=BASE)
    seen.append(cache.content(str(tmp_path)))
    assert len(set(seen)) == len(seen)


def test_the_cache_knows_the_words_of_every_header() -> None:
    """Its pattern is held against the words of the language, which it does not load."""
    for keyword in HEADER_IDS:
        for phrases in table()[keyword].values():
            for phrase in phrases:
                for written in (phrase, phrase[0].upper() + phrase[1:]):
                    line = f"\n  {written} x\n".encode()
                    assert re.search(cache.HEADER, line, re.MULTILINE), written


@pytest.mark.parametrize(
    ("head", "added", "lines"),
    [
        (AMENDS, "rules Takt [9]:\n  - alo or asu -> daily\n", "replace rules Takt [9]:"),
        (
            AMENDS.replace("policy", "Richtlinie")
            .replace("amends", "ändert")
            .replace("valid from", "gültig ab")
            .replace("  id", "  Kennung"),
            "# so\nRegeln Takt [9]:\n  - alo oder asu -> täglich\n",
            "neu gefasst Regeln Takt [9]:",
        ),
    ],
)
def test_what_is_there_already_is_replaced_by_pasting(
    head: str, added: str, lines: str, tmp_path: Path
) -> None:
    """In the language of the amendment, and then it takes its place."""
    put(
        tmp_path,
        grund=BASE.replace("not Neu -> monthly", "not Neu -> every 1 day"),
        neu=head + added,
    )
    (finding,) = [f for f in check(tmp_path / "neu.kpol").findings if f.code == "exists-already"]
    (repair,) = finding.repairs
    assert repair.lines == lines
    (edit,) = repair.edits
    text = head + added
    put(tmp_path, neu=text[: edit.span.start] + edit.text + text[edit.span.end :])
    assert not [f for f in check(tmp_path / "neu.kpol").findings if f.severity.value == "error"]


def test_a_file_of_the_current_folder_is_called_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on the command line, wherever a finding points to it."""
    put(tmp_path, grund=BASE, neu=AMENDS + "rules Takt [9]:\n  - alo or asu -> daily\n")
    monkeypatch.chdir(tmp_path)
    (finding,) = [f for f in check("neu.kpol").findings if f.code == "exists-already"]
    assert [label.span.source.name for label in finding.others] == ["grund.kpol"]


def test_on_the_line_of_another_file_an_amendment_is_named(tmp_path: Path) -> None:
    """In the file that stands there nothing is wrong."""
    gap = BASE[: BASE.index("rules")].replace("attribute Neu: yes or no\n", "") + (
        "rules Takt [1]:\n  - alo -> monthly\nrules Rest [2]:\n  - asu -> every 2 months\n"
    )
    put(tmp_path, grund=gap, neu=AMENDS + "remove Rest\n")
    assert told(check(tmp_path / "grund.kpol").findings) == []
    (finding,) = check(tmp_path / "neu.kpol").findings
    assert told((finding,)) == [("gap", "grund", 6)]
    assert finding.headline.en.endswith(" (with the amendment `neu`)")
    assert finding.headline.de.endswith(" (mit der Änderung `neu`)")
    put(tmp_path, neu=AMENDS + "remove define X\n")
    (own,) = check(tmp_path / "neu.kpol").findings
    assert "amendment `" not in own.headline.en


def test_what_is_wrong_with_the_text_itself_is_not_the_amendments(tmp_path: Path) -> None:
    put(tmp_path, grund=BASE.replace("-> weekly", "-> wekly"), neu=AMENDS + 'note "x"\n')
    for finding in check(tmp_path / "neu.kpol").findings:
        assert "with the amendment" not in finding.headline.en


UNUSED = BASE.replace("attribute Neu", "attribute Alt: yes or no\nattribute Neu")
SEVERAL = {
    f"a{year}": AMENDS.replace("id neu", f"id neu-{year}").replace("2021", str(year)) + 'note "x"\n'
    for year in (2021, 2022)
}


def _run(folder: Path) -> list[tuple[str, str, int]]:
    """What `kpol check` tells of a folder, file by file."""
    files = sorted(str(path) for path in folder.glob("*.kpol"))
    records = once([Checker(use_cache=False).fresh(file) for file in files])
    places = [(f["code"], f["place"]) for record in records for f in record["findings"]]
    return [(code, Path(place["file"]).stem, place["line"]) for code, place in places]


def test_what_stood_before_an_amendment_is_not_its_doing(tmp_path: Path) -> None:
    """A warning of the text itself is told in its file, and no amendment repeats it."""
    put(tmp_path, grund=UNUSED, **SEVERAL)
    assert told(check(tmp_path / "grund.kpol").findings) == [("unused-attribute", "grund", 5)]
    assert [check(tmp_path / f"{name}.kpol").findings for name in SEVERAL] == [(), ()]
    assert _run(tmp_path) == [("unused-attribute", "grund", 5)]


def test_what_an_amendment_makes_worse_is_its_doing(tmp_path: Path) -> None:
    """The same line was forgotten before, but fewer people were."""
    gap = BASE.replace("  - asu -> every 2 months\n", "")
    put(tmp_path, grund=gap, neu=AMENDS + "remove Rand\n", zz=SEVERAL["a2022"])
    (before,) = check(tmp_path / "grund.kpol").findings
    (found,) = (f for f in check(tmp_path / "neu.kpol").findings if f.code == "gap")
    assert (found.span.line, found.span.start) == (before.span.line, before.span.start)
    assert found.headline.en == f"{before.headline.en} (with the amendment `neu`)"
    assert _run(tmp_path).count(("gap", "grund", 7)) == 2


@pytest.mark.parametrize(
    ("wrong", "code", "line"),
    [
        (BASE.replace("  - alo ->", "  - alu ->"), "unknown-name", 7),
        (BASE.replace("2 months", "2 mnths"), "unknown-unit", 8),
        (BASE.replace("  - asu -> every 2 months\n", ""), "gap", 7),
    ],
)
def test_an_error_is_told_once_in_a_run(tmp_path: Path, wrong: str, code: str, line: int) -> None:
    """Alone an amendment of a text with errors does not pass; in a run the text tells them."""
    put(tmp_path, grund=wrong, **SEVERAL)
    alone = told(check(tmp_path / "a2022.kpol").findings)
    assert (code, "grund", line) in alone
    found = _run(tmp_path)
    assert found == list(dict.fromkeys(found))
    assert found.count((code, "grund", line)) == 1
    for finding in check(tmp_path / "a2022.kpol").findings:
        assert "with the amendment" not in finding.headline.en


def test_what_an_amendment_causes_is_told_once(tmp_path: Path) -> None:
    """A later amendment meets the gap that an earlier one has made, and leaves it to that one."""
    gap = BASE[: BASE.index("rules")].replace("attribute Neu: yes or no\n", "") + (
        "rules Takt [1]:\n  - alo -> monthly\nrules Rest [2]:\n  - asu -> every 2 months\n"
    )
    put(tmp_path, grund=gap, neu=AMENDS + "remove Rest\n", zz=SEVERAL["a2022"])
    assert _run(tmp_path) == [("gap", "grund", 6)]
    assert told(check(tmp_path / "zz.kpol").findings) == [("gap", "grund", 6)]


@pytest.mark.parametrize("language", ["de", "en"])
def test_what_was_not_analysed_is_never_clean(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    language: str,
) -> None:
    """Where the error is told with another file, each format still says so."""
    put(tmp_path, grund=BASE.replace("  - alo ->", "  - alu ->"), **SEVERAL)
    monkeypatch.chdir(tmp_path)
    words = {"de": "nicht ausgewertet: erst", "en": "not analysed: first"}[language]
    clean = {"de": "in Ordnung", "en": "clean"}[language]
    for form in ("full", "plain", "junit"):
        assert main(["check", "--no-cache", "--lang", language, "--format", form]) == 1
        out = capsys.readouterr().out
        assert clean not in out, form
        assert out.lower().count(words) >= 2, form


def test_two_files_of_one_id_are_one_cause(tmp_path: Path) -> None:
    """They hold at once because they are the same text twice, which is said of both."""
    put(tmp_path, grund=BASE, kopie=BASE)
    assert _run(tmp_path) == [("duplicate-id", "grund", 2), ("duplicate-id", "kopie", 2)]
    put(tmp_path, neu=AMENDS.replace("amends", "replaces") + BASE[BASE.index("attribute") :],
        anders=AMENDS.replace("amends", "replaces").replace("id neu", "id anders")
        + BASE[BASE.index("attribute") :])  # fmt: skip
    (clash,) = [f for f in check(tmp_path / "neu.kpol").findings if f.code == "double-validity"]
    assert clash.headline.en == "`anders` and `neu` hold at once from 2021-01-01 on"


def test_where_all_are_affected_nobody_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No fact makes a difference any more, so there is nothing to say of one person."""
    put(tmp_path, grund=BASE, neu=AMENDS + "remove Takt, Rand\n")
    monkeypatch.chdir(tmp_path)
    for form in ("full", "plain", "github", "gitlab", "junit"):
        main(["check", "neu.kpol", "--no-cache", "--lang", "en", "--format", form])
        out = capsys.readouterr().out
        assert "everyone" in out.lower(), form
        assert not re.search(r"for example: *(\.|$|\\n|%0A)", out, re.I | re.M), form
