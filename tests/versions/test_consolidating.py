"""Consolidated texts: the same in any order of files, policies again, and what they change."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from kontaktdsl.changes import compare
from kontaktdsl.diagnostics import Severity
from kontaktdsl.holdings import Library, Version, library
from kontaktdsl.project import check_text
from kontaktdsl.source import Source
from kontaktdsl.syntax.formatter import format_document
from kontaktdsl.syntax.parser import parse
from tests.diff.reference import Told, changes, people
from tests.diff.test_brute_force import found
from tests.versions.worlds import amendments, day, written

quick = settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow],
)
SOME_DAYS = [day(number) for number in range(8)]


def said(made: Library, on: date) -> tuple[str, list[tuple[str, str, int]]]:
    """The text of a day with its origins, and what was found."""
    version = made.version("grund", on)
    findings = [
        (f.code, f.headline.en, f.span.line) for f in (*version.read, *version.made.findings)
    ]
    return format_document(version.annotated(on, "en"), "en"), findings


@given(amendments(), st.randoms(use_true_random=False))
@quick
def test_the_order_of_files_does_not_matter(texts: Mapping[str, str], random: object) -> None:
    """Whatever the files are called, the consolidated text is the same on every day."""
    note("\n".join(texts.values()))
    names = [f"f{number}" for number in range(len(texts))]
    with tempfile.TemporaryDirectory() as folder:
        one = library(written(Path(folder) / "one", texts, names))
        random.shuffle(names)  # type: ignore[attr-defined]
        other = library(written(Path(folder) / "other", texts, names))
        for on in SOME_DAYS:
            assert said(one, on) == said(other, on)


def clean(version: Version) -> bool:
    return not any(f.severity is Severity.ERROR for f in version.made.findings)


@given(amendments())
@quick
def test_a_consolidated_text_is_a_policy(texts: Mapping[str, str]) -> None:
    """It parses to the same tree, is canonical, and has the findings of what it was made of."""
    note("\n".join(texts.values()))
    with tempfile.TemporaryDirectory() as folder:
        made = library(written(Path(folder) / "one", texts, list(texts)))
        for on in SOME_DAYS:
            version = made.version("grund", on)
            if not clean(version):
                continue
            for language in ("en", "de"):
                document = version.annotated(on, language)
                text = format_document(document, language)
                again = parse(Source("again.kpol", text))
                assert not again.findings
                assert again.document.statements == version.made.document.statements
                assert format_document(again.document) == text
                lines = [line for line in text.splitlines() if line.strip()]
                told = [line for line in lines if "line " in line or "Zeile " in line]
                whole = sum(not line.lstrip().startswith("#") for line in lines)
                assert len(told) >= whole - 1  # all but the computed days
            alone = check_text(text, today=date(2026, 1, 1))
            compiled = made.compiled(version).checked
            assert (alone.policy is None) == (compiled.policy is None)
            assert {f.code for f in compiled.findings if f.severity is Severity.ERROR} <= {
                f.code for f in alone.findings
            }


@given(amendments())
@quick
def test_the_difference_between_days_is_that_of_their_customers(
    texts: Mapping[str, str],
) -> None:
    """Diffed against the text before, exactly the amended customers show, by brute force."""
    note("\n".join(texts.values()))
    with tempfile.TemporaryDirectory() as folder:
        made = library(written(Path(folder) / "one", texts, list(texts)))
        versions = [made.version("grund", on) for on in SOME_DAYS[:5]]
        policies = [made.compiled(version).checked.policy for version in versions if clean(version)]
        seen = set()
        for old, new in pairwise(policies):
            if old is None or new is None or old is new:
                continue
            comparison = compare(old, new)
            for person in people(old, new):
                told = Told(old, person), Told(new, person)
                expected = changes(*told)
                assert found(comparison, person) == expected, person
                seen.add(bool(expected))


# --- what an amendment can say ------------------------------------------------------------------

BASE = """\
policy "Grund"
  id grund
  valid from 2020-01-01
attribute status: alo | asu
attribute Neu: yes or no
event Antrag
define arbeitslos as alo

# --- how often? ---

rules Takt [1]:
  - arbeitslos -> monthly
  - asu -> every 2 months
rules Zusatz [2]:
  - Neu -> do "plan"
exception Rand to Takt, Zusatz [3]:
  - Neu and asu -> weekly
alo -> do "x" [4]
at first contact:
  - do "old"
note "old" [9]
example "one": alo, not Neu -> monthly
ensure: Neu and asu -> weekly
accept missing-target for Takt, Zusatz because "later"
"""


def made_of(folder: Path, changes: str, header: str = "  amends grund\n") -> Version:
    """The text of the amendment's first day."""
    (folder / "grund.kpol").write_text(BASE, encoding="utf-8")
    head = 'policy "Neu"\n  id neu\n  valid from 2021-01-01\n'
    if "ändert" in header:
        head = 'Richtlinie "Neu"\n  Kennung neu\n  gültig ab 01.01.2021\n'
    text = f"{head}{header}{changes}"
    (folder / "neu.kpol").write_text(text, encoding="utf-8")
    return library(folder).version("grund", date(2021, 1, 1))


def text_of(version: Version) -> str:
    return format_document(version.made.document)


def test_every_kind_of_change(tmp_path: Path) -> None:
    """Blocks, vocabulary, examples, occasions and lines without a name."""
    version = made_of(
        tmp_path,
        'neu gefasst Regeln Takt [neu]:\n  - arbeitslos -> wöchentlich\n  - asu -> monatlich\n'
        "gestrichen Ereignis Antrag\n"
        "neu gefasst Begriff arbeitslos heißt alo und nicht Neu\n"
        'gestrichen Hinweis "old"\n'
        'gestrichen Beispiel "one"\n'
        "gestrichen beim Erstkontakt\n"
        'gestrichen alo -> Aufgabe "x"\n'
        "gestrichen es gilt immer: Neu und asu -> wöchentlich\n"
        "Merkmal Alter: Zahl 15 bis 66\n"
        "Regeln Jung [neu]:\n  - Alter unter 25 -> Aufgabe \"y\"\n",
        "  ändert grund\n",
    )  # fmt: skip
    assert version.made.findings == ()
    assert (
        text_of(version)
        == """\
policy "Grund"
  id grund
  valid from 2021-01-01
attribute status : alo | asu
attribute Neu    : yes or no
define arbeitslos as alo and not Neu
attribute Alter : number 15 to 66

# --- how often? ---

rules Takt [neu]:
  - arbeitslos -> weekly
  - asu        -> monthly
rules Zusatz [2]:
  - Neu -> do "plan"
exception Rand to Takt, Zusatz [3]:
  - Neu and asu -> weekly
rules Jung [neu]:
  - Alter under 25 -> do "y"
accept missing-target for Takt, Zusatz because "later"
"""
    )


def test_a_removed_block_leaves_the_lists(tmp_path: Path) -> None:
    """With a notice for each list, at the line that removes it."""
    version = made_of(tmp_path, "remove Zusatz\n")
    assert [(f.code, f.span.line) for f in version.made.findings] == [
        ("dropped-from-list", 5),
        ("dropped-from-list", 5),
    ]
    text = text_of(version)
    assert "exception Rand to Takt [3]:" in text
    assert "for Takt because" in text
    assert "Zusatz" not in text


def test_a_name_that_comes_back_stays_in_the_lists(tmp_path: Path) -> None:
    """Removed and written anew in one amendment is no loss."""
    version = made_of(tmp_path, 'remove Zusatz\nrules Zusatz [n]:\n  - Neu -> do "z"\n')
    assert version.made.findings == ()
    assert "exception Rand to Takt, Zusatz [3]:" in text_of(version)


def test_a_heading_stays_where_its_first_block_goes(tmp_path: Path) -> None:
    """The heading of a section belongs to the section."""
    version = made_of(
        tmp_path, "replace exception Rand to Zusatz [3]:\n  - Neu -> weekly\nremove Takt\n"
    )
    text = text_of(version)
    assert "\n\n# --- how often? ---\n\nrules Zusatz" in text


def test_what_is_not_there_is_found_with_the_nearest_name(tmp_path: Path) -> None:
    version = made_of(
        tmp_path,
        "remove Takd\nremove event Antrog\nremove attribute status2\nremove example \"onne\"\n"
        "remove note \"else\"\nremove when missed\nreplace define arbeitlos as asu\n",
    )  # fmt: skip
    found = version.made.findings
    assert [(f.code, f.span.line) for f in found] == [("not-there", 5 + n) for n in range(7)]
    assert [f.notes[0].en if f.notes else "" for f in found] == [
        "perhaps `Takt` is meant",
        "perhaps `Antrag` is meant",
        "perhaps `status` is meant",
        "perhaps `one` is meant",
        "",
        "",
        "perhaps `arbeitslos` is meant",
    ]


def test_temporary_amendments_fall_away(tmp_path: Path) -> None:
    """An amendment with an end is part of the text for so long."""
    (tmp_path / "grund.kpol").write_text(BASE, encoding="utf-8")
    (tmp_path / "neu.kpol").write_text(
        'policy "Neu"\n  id neu\n  amends grund\n  valid from 2021-01-01 until 2021-01-31\n'
        "remove note \"old\"\n",
        encoding="utf-8",
    )  # fmt: skip
    made = library(tmp_path)
    notes = [
        len(made.as_of("neu", on).model.notes)
        for on in (date(2020, 12, 31), date(2021, 1, 1), date(2021, 1, 31), date(2021, 2, 1))
    ]
    assert notes == [1, 0, 0, 1]


def test_an_occasion_is_replaced_whole(tmp_path: Path) -> None:
    """All blocks of the occasion go, the new one stands where the first stood."""
    more = BASE.replace("note ", 'at first contact:\n  - do "older"\nnote ')
    (tmp_path / "grund.kpol").write_text(more, encoding="utf-8")
    (tmp_path / "neu.kpol").write_text(
        'policy "Neu"\n  id neu\n  amends grund\n  valid from 2021-01-01\n'
        'replace at first contact:\n  - do "new"\n',
        encoding="utf-8",
    )
    version = library(tmp_path).version("grund", date(2021, 1, 1))
    assert version.made.findings == ()
    assert text_of(version).count("at first contact") == 1
    assert '  - do "new"\nnote "old"' in text_of(version)
