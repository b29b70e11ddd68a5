"""Every finding explains itself with examples that are true."""

import re
from pathlib import Path

import pytest

from kontaktdsl.catalogue import KINDS
from kontaktdsl.diagnostics import Diagnostic, Kind
from kontaktdsl.project import check_text

EXAMPLES = [kind for kind in KINDS if kind.bad]


def findings(kind: Kind, text: str, neighbour: str, folder: Path) -> tuple[Diagnostic, ...]:
    """What is found in an example, with the policies of its folder beside it."""
    others = [*kind.library, *filter(None, [neighbour])]
    for number, other in enumerate(others):
        (folder / f"other-{number}.kpol").write_text(other, encoding="utf-8")
    if kind.library:
        (folder / "policy.kpol").write_text(text, encoding="utf-8")
    beside = folder if others else None
    return check_text(text, folder=beside, directive=kind.beside or None).findings


@pytest.mark.parametrize("kind", EXAMPLES, ids=lambda kind: kind.code)
def test_the_bad_example_raises_this_finding_and_no_other(kind: Kind, tmp_path: Path) -> None:
    found = findings(kind, kind.bad, kind.neighbour[0], tmp_path)
    assert [finding.code for finding in found] == [kind.code] * len(found)
    assert found


@pytest.mark.parametrize("kind", EXAMPLES, ids=lambda kind: kind.code)
def test_the_good_example_raises_nothing(kind: Kind, tmp_path: Path) -> None:
    found = findings(kind, kind.good, kind.neighbour[1], tmp_path)
    assert [finding.code for finding in found] == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_a_finding_speaks_both_languages(kind: Kind) -> None:
    for text in (kind.name, kind.headline, kind.why):
        assert text.de
        assert text.en
        assert text.de != text.en
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", kind.code)


def test_codes_and_names_are_unique() -> None:
    for names in (
        [kind.code for kind in KINDS],
        [kind.name.de.casefold() for kind in KINDS],
        [kind.name.en.casefold() for kind in KINDS],
    ):
        assert len(names) == len(set(names))


def test_only_what_cannot_stand_in_a_text_has_no_example() -> None:
    silent = {kind.code for kind in KINDS if not kind.bad}
    assert silent <= {
        "no-solver", "too-many-rules", "missing-file", "binary-file", "unreadable", "too-large",
        "accept-expired", "floor-undecided", "few-rules-exercised", "few-cases-exercised", "not-formatted",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "german", "english"),
    [
        ("first-without-event", "`... von Antrag`", "`... of Antrag`"),
        ("series-without-rhythm", "`... -> monatlich für Calls`", "`... -> monthly for Calls`"),
        ("exception-across-series", "`Ausnahme ... zu Calling`", "`exception ... to Calling`"),
        ("share-without-count", "`4-mal je Kalenderjahr`", "`4 times per calendar year`"),
    ],
)
def test_the_way_out_is_said(code: str, german: str, english: str) -> None:
    """Where nothing can be mended for the author, a note shows what to write."""
    bad = next(kind.bad for kind in KINDS if kind.code == code)
    (finding,) = [f for f in check_text(bad).findings if f.code == code]
    (note,) = finding.notes
    assert german in note.de
    assert english in note.en


def test_how_values_are_put_in_order_is_said_where_labels_are_in_the_way() -> None:
    """Else a repair shows the whole line."""
    text = 'policy "X"\nattribute wear: low "a | b" | high\nwear at least high -> monthly\n'
    (finding,) = [f for f in check_text(text).findings if f.code == "not-ordered"]
    (note,) = finding.notes
    assert finding.repairs == ()
    assert "mit `<`, das Niedrigste zuerst: `low < high`" in note.de
    assert "with `<`, the lowest first: `low < high`" in note.en


def test_no_headline_asks_a_question_or_mixes_languages() -> None:
    """Messages state; lengths in them are said in the language of the message."""
    for kind in KINDS:
        assert "?" not in kind.headline.de, kind.code
        assert "?" not in kind.headline.en, kind.code
    bad = next(kind.bad for kind in KINDS if kind.code == "never-reached")
    (finding,) = [f for f in check_text(bad).findings if f.code == "never-reached"]
    assert "alle 3 Monate neu und erreicht 6 Monate nie" in finding.headline.de
    assert "every 3 months and never reaches 6 months" in finding.headline.en
