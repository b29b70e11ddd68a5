"""Amendments of one text beside each other: their order, what is missing later, broken files."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from kontaktdsl.cli.app import main
from kontaktdsl.diagnostics import Severity
from kontaktdsl.holdings import NotInForce, Unclear, library
from kontaktdsl.project import check
from kontaktdsl.source import Source
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.formatter import format_document
from kontaktdsl.syntax.parser import parse
from kontaktdsl.versions.consolidating import consolidate
from kontaktdsl.versions.edition import FOR_EVER, Days
from tests.versions.test_findings import BASE as FULL
from tests.versions.test_findings import put, told
from tests.versions.worlds import BASE as WORLD
from tests.versions.worlds import CHANGES, Header, day, written

quick = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
BASE = FULL.rpartition("example")[0]
TAKT = "replace rules Takt [{}]:\n  - alo -> {}\n  - asu -> monthly\n"
ADDS = 'rules X [9]:\n  - alo -> do "x"\n'


def amendment(name: str, changes: str, first: str = "2021-01-01", target: str = "grund") -> str:
    return f'policy "{name}"\n  id {name}\n  amends {target}\n  valid from {first}\n{changes}'


# --- one day ------------------------------------------------------------------------------------


def test_the_order_of_one_day_is_a_finding_where_it_matters(tmp_path: Path) -> None:
    """In the later one, with why it is later and how to say so; nothing once it is said."""
    put(
        tmp_path,
        grund=BASE,
        a=amendment("a", TAKT.format(1, "weekly")),
        b=amendment("b", TAKT.format(2, "daily")),
    )
    assert told(check(tmp_path / "a.kpol").findings) == []
    (found,) = check(tmp_path / "b.kpol").findings
    assert (found.code, found.severity, found.span.line) == ("same-day-order", Severity.WARNING, 3)
    assert found.headline.de == (
        "Diese Änderung und `a` beginnen am selben Tag, und ihre Reihenfolge entscheidet"
    )
    assert found.notes[0].en == (
        "now `a` comes first, only because its id is first in the alphabet"
    )
    (repair,) = found.repairs
    assert repair.lines == "  amends a"
    put(tmp_path, b=amendment("b", TAKT.format(2, "daily"), target="a"))
    assert told(check(tmp_path / "b.kpol").findings) == []


@pytest.mark.parametrize(
    ("issued", "words"),
    [
        (("2020-05-01", "2020-06-01"), "`b` zuerst, weil der Stand älter ist"),
        ((None, "2020-06-01"), "`b` zuerst, weil dort kein `Stand` steht"),
        (("2020-06-01", "2020-06-01"), "`a` zuerst, nur weil die Kennung im Alphabet vorn steht"),
    ],
)
def test_it_says_why_one_comes_first(
    tmp_path: Path, issued: tuple[str | None, str], words: str
) -> None:
    texts = {}
    for name, on in zip(("b", "a"), issued, strict=True):
        line = f"  issued {on}\n  amends" if on else "  amends"
        texts[name] = amendment(name, TAKT.format(name, "weekly")).replace("  amends", line)
    put(tmp_path, grund=BASE, **texts)
    last = "b" if "`a` zuerst" in words else "a"
    found = next(f for f in check(tmp_path / f"{last}.kpol").findings)
    assert found.notes[0].de == f"jetzt kommt {words}"


def test_a_line_that_fits_only_in_the_other_order(tmp_path: Path) -> None:
    """The amendment whose line fails says so, and that the order is why."""
    put(tmp_path, grund=BASE, b=amendment("b", ADDS), a=amendment("a", "remove X\n"))
    assert told(check(tmp_path / "a.kpol").findings) == [
        ("same-day-order", "a", 3),
        ("not-there", "a", 5),
    ]
    assert told(check(tmp_path / "b.kpol").findings) == [("not-there", "a", 5)]
    put(tmp_path, a=amendment("a", "remove X\n", target="b"))
    assert told(check(tmp_path / "a.kpol").findings) == []
    assert told(check(tmp_path / "b.kpol").findings) == []
    assert "rules X" not in format_document(
        library(tmp_path).version("grund", date(2021, 1, 1)).made.document
    )


def test_what_is_removed_by_another_is_shown_where(tmp_path: Path) -> None:
    """A block that an earlier amendment has renamed."""
    put(
        tmp_path,
        grund=BASE,
        a=amendment("a", "remove Takt, Rand\nrules Turnus [1]:\n  - alo or asu -> weekly\n"),
        b=amendment("b", TAKT.format(2, "daily"), "2022-01-01"),
    )
    found = next(f for f in check(tmp_path / "b.kpol").findings if f.code == "not-there")
    (label,) = found.others
    assert (Path(label.span.source.name).name, label.span.line) == ("a.kpol", 5)
    assert label.text is not None
    assert label.text.de == "hier gestrichen"


@st.composite
def of_one_day(draw: st.DrawFn) -> dict[str, str]:
    """A base and two or three amendments of one day, dated or not."""
    found = {"grund": WORLD}
    for number in range(draw(st.integers(2, 3))):
        header = Header(f"a{number}", 1, None, None, "grund", draw(st.none() | st.integers(0, 1)))
        changes = "".join(draw(st.lists(CHANGES, min_size=1, max_size=2)))
        found[header.id] = header.lines + changes
    return found


def outcome(
    texts: Mapping[str, str], order: tuple[str, ...]
) -> tuple[Counter[tree.Statement], bool]:
    documents = [parse(Source(f"{name}.kpol", texts[name])).document for name in ("grund", *order)]
    made = consolidate(documents[0], documents[1:], Days(day(1), FOR_EVER))
    failed = any(found.severity is Severity.ERROR for found in made.findings)
    return Counter(made.document.statements), failed


@given(of_one_day())
@quick
def test_of_two_it_is_found_exactly_where_the_other_order_gives_another_tree(
    texts: Mapping[str, str],
) -> None:
    """Brute force over both orders; what fails both ways is no matter of order."""
    names = [name for name in texts if name != "grund"]
    note("\n".join(texts.values()))
    with tempfile.TemporaryDirectory() as folder:
        place = written(Path(folder) / "one", texts, list(texts))
        shelf = library(place)
        order = tuple(each.id for each in shelf.version("grund", day(1)).amendments)
        found = [f for f in shelf.findings() if f.code == "same-day-order"]
        first, *others = (outcome(texts, each) for each in permutations(names))
        if all(other == first for other in others):
            assert not found
        if len(names) == 2:
            (text, failed), (other, other_failed) = (
                outcome(texts, order),
                outcome(texts, order[::-1]),
            )
            matters = failed != other_failed if failed or other_failed else text != other
            # an order that fails where it is not taken is another text, too
            assert bool(found) == (matters and not (failed and other_failed))


# --- what falls away ----------------------------------------------------------------------------


def test_what_builds_on_something_temporary_is_found_before_its_end(tmp_path: Path) -> None:
    """On the day after there would be no text at all, and every check was green."""
    put(
        tmp_path,
        grund=BASE,
        a=amendment("a", ADDS, "2021-01-01 until 2021-06-30"),
        b=amendment("b", f"replace {ADDS}", "2021-03-01"),
    )
    assert told(check(tmp_path / "a.kpol").findings) == []
    (found,) = check(tmp_path / "b.kpol").findings
    assert found.headline.de == (
        "Ab 01.07.2021 lässt sich diese Zeile nicht anwenden: `a` gilt dann nicht mehr"
    )
    assert found.headline.en == (
        "From 2021-07-01 on this line cannot be applied: `a` holds no more then"
    )
    assert found.span.line == 5
    made = library(tmp_path).version("grund", date(2021, 7, 1)).made
    assert [f.code for f in made.findings] == ["not-there"]
    put(tmp_path, b=amendment("b", f"replace {ADDS}", "2021-03-01 until 2021-06-30"))
    assert told(check(tmp_path / "b.kpol").findings) == []


@given(st.data())
@quick
def test_no_day_is_without_a_text_unseen(data: st.DataObject) -> None:
    """Where every text is clean and the timeline is, every day can be consolidated."""
    texts = {"grund": WORLD}
    for number in range(data.draw(st.integers(1, 3))):
        first = data.draw(st.integers(0, 4))
        last = data.draw(st.none() | st.integers(first, 6))
        header = Header(f"a{number}", first, last, None, "grund", None)
        texts[header.id] = header.lines + "".join(data.draw(st.lists(CHANGES, max_size=2)))
    note("\n".join(texts.values()))
    with tempfile.TemporaryDirectory() as folder:
        made = library(written(Path(folder) / "one", texts, list(texts)))
        broken = {
            (f.code, f.span.source.name, f.span.start)
            for on in map(day, range(9))
            for f in made.version("grund", on).made.findings
            if f.severity is Severity.ERROR
        }
        seen = {
            Path(f.span.source.name).stem for f in made.findings() if f.code == "built-on-temporary"
        }
        first_days = {
            (f.code, f.span.source.name, f.span.start)
            for each in made.shelf.editions
            if each.amends is not None
            for f in made.version("grund", each.first).made.findings
        }
        late = {Path(name).stem for code, name, at in broken - first_days}
        assert late <= seen


# --- broken files -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("amends grund", "amend grund", 3),
        ("valid from 2021-01-01", "valid from 2021-02-29", 4),
        ('policy "a"', 'polcy "a"', 1),
    ],
)
def test_a_header_that_cannot_be_read_is_not_passed_over(
    tmp_path: Path, old: str, new: str, line: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """It may be an amendment of just this text: no answer is better than the old one."""
    put(tmp_path, grund=BASE, a=amendment("a", TAKT.format(1, "weekly")).replace(old, new))
    with pytest.raises(Unclear, match=f"what holds on 2021-06-01 cannot be told: .*, line {line}:"):
        library(tmp_path).version("grund", date(2021, 6, 1))
    assert main(["decide", str(tmp_path), "--id", "grund", "alo, not Neu", "--lang", "de"]) == 2
    assert "lässt sich nicht sagen" in capsys.readouterr().err
    days = ["--from", "2020-02-01", "--to", "2021-02-01"]
    assert main(["diff", str(tmp_path), *days, "--lang", "en"]) == 2


def test_bytes_that_are_no_text_are_not_passed_over(tmp_path: Path) -> None:
    put(tmp_path, grund=BASE)
    (tmp_path / "a.kpol").write_bytes(b"\0\1\2")
    with pytest.raises(Unclear, match="is no text file"):
        library(tmp_path).as_of("grund", date(2021, 6, 1))


def test_a_broken_text_of_another_chain_is_no_matter(tmp_path: Path) -> None:
    """A rule that cannot be read, or the header of what amends something else."""
    other = BASE.replace("id grund", "id other")
    put(tmp_path, grund=BASE, other=other.replace("- alo ->", "- alo and ->"))
    assert library(tmp_path).as_of("grund", date(2021, 6, 1)).id == "grund"
    late = amendment("late", "", "2021-02-29", target="other")
    put(tmp_path, other=other, late=late, names="attribute a: yes or no\n")
    assert library(tmp_path).as_of("grund", date(2021, 6, 1)).id == "grund"
    with pytest.raises(Unclear):
        library(tmp_path).as_of("other", date(2021, 6, 1))


def test_an_amendment_of_two_texts_of_one_id_belongs_to_neither(tmp_path: Path) -> None:
    put(
        tmp_path,
        alt=BASE.replace("2020-01-01", "2020-01-01 until 2020-12-31"),
        neu=BASE.replace("2020-01-01", "2021-01-01"),
        a=amendment("a", TAKT.format(1, "weekly"), "2021-06-01"),
    )
    with pytest.raises(Unclear, match=r"`a` amends `grund`, and that is the id of alt.kpol and"):
        library(tmp_path).as_of("grund", date(2021, 6, 1))
    assert library(tmp_path).as_of("grund", date(2021, 5, 1)).id == "grund"
    found = next(f for f in check(tmp_path / "neu.kpol").findings if f.code == "duplicate-id")
    assert found.headline.en == "The id `grund` is in this folder also that of alt.kpol"


def test_a_text_that_ends_before_it_begins_ends_nothing(tmp_path: Path) -> None:
    """The timeline says so, and the older text goes on."""
    new = BASE.replace("id grund", "id neu\n  replaces grund")
    put(tmp_path, grund=BASE, neu=new.replace("2020-01-01", "2022-01-01 until 2021-01-01"))
    made = library(tmp_path)
    assert made.as_of("grund", date(2023, 1, 1)).id == "grund"
    assert [f.code for f in made.findings()] == ["empty-validity"]


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n"])
def test_the_ends_of_lines_do_not_matter(tmp_path: Path, ends: str) -> None:
    """Of the base, of the amendment, of both."""
    text = amendment("a", TAKT.format(1, "weekly"))
    seen = set()
    for number, (one, other) in enumerate(((ends, "\n"), ("\n", ends), (ends, ends))):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "grund.kpol").write_bytes(BASE.replace("\n", one).encode())
        (folder / "a.kpol").write_bytes(text.replace("\n", other).encode())
        version = library(folder).version("grund", date(2021, 1, 1))
        seen.add(format_document(version.annotated(date(2021, 1, 1), "en"), "en"))
    assert len(seen) == 1


def test_first_and_last_days_of_the_calendar(tmp_path: Path) -> None:
    put(
        tmp_path,
        grund=BASE.replace("2020-01-01", "1900-01-01 until 9999-12-31"),
        a=amendment("a", TAKT.format(1, "weekly"), "9999-12-31"),
        b=amendment("b", 'note "b"\n', "2024-02-29 until 2024-02-29"),
    )
    made = library(tmp_path)
    found = [(s.days.first.isoformat(), len(s.amendments)) for s in made.chain("a").stretches]
    assert found == [
        ("1900-01-01", 0),
        ("2024-02-29", 1),
        ("2024-03-01", 0),
        ("9999-12-31", 1),
    ]
    assert made.version("grund", date.max).amendments[0].id == "a"
    with pytest.raises(NotInForce, match="held yet"):
        made.version("grund", date.min)


def test_five_hundred_amendments_are_quickly_looked_through(tmp_path: Path) -> None:
    """Each is put in its place once, however often the chain is asked for."""
    texts = {
        f"a{n:03}": amendment(f"a{n:03}", "", date.fromordinal(737791 + n).isoformat())
        for n in range(500)
    }
    put(tmp_path, grund=BASE, **texts)
    shelf = library(tmp_path).shelf
    asked = 0
    original = shelf.root

    def counted(each: object) -> object:
        nonlocal asked
        asked += 1
        return original(each)  # type: ignore[arg-type]

    shelf.root = counted  # type: ignore[method-assign,assignment]
    chain = shelf.chain("a499")
    assert chain is not None
    assert len(chain.stretches) == 501
    assert asked < 5_000


def test_what_only_stands_elsewhere_is_no_other_text(tmp_path: Path) -> None:
    """Two notes that come in the other order."""
    put(
        tmp_path,
        grund=BASE,
        a=amendment("a", 'note "a"\nalo -> do "a" [7]\n'),
        b=amendment("b", 'note "b"\nalo -> do "b" [7]\n'),
    )
    assert told(check(tmp_path / "b.kpol").findings) == []


def test_a_list_that_names_what_the_other_removes_is_a_matter_of_order(tmp_path: Path) -> None:
    """First written and then shortened, or shortened first and written with a name too many."""
    more = BASE + "rules X [4]:\n  - alo -> monthly\n"
    put(
        tmp_path,
        grund=more,
        a=amendment("a", "remove X\n"),
        b=amendment("b", "replace exception Rand to Takt, X [2]:\n  - Neu -> weekly\n"),
    )
    codes = [f.code for f in library(tmp_path).findings()]
    assert codes == ["same-day-order"]


# --- folders below ------------------------------------------------------------------------------


def test_a_folder_below_is_another_library_and_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A copy there is neither a second text of its id nor passed over in silence."""
    below = tmp_path / "alt"
    below.mkdir()
    put(tmp_path, grund=BASE)
    put(below, grund=BASE, x=BASE.replace("id grund", "id x"))
    assert main(["timeline", str(tmp_path), "--lang", "de"]) == 0
    assert "in Unterordnern und hier nicht dabei: 2" in capsys.readouterr().out
    assert main(["timeline", str(tmp_path), "--lang", "en"]) == 0
    assert "in folders below and not among these: 2" in capsys.readouterr().out
    assert told(check(tmp_path / "grund.kpol").findings) == []
    with pytest.raises(NotInForce, match=r"a policy `x` is in .*x\.kpol, not in .* itself") as none:
        library(tmp_path).chain("x")
    assert "was zusammengehört, liegt in einem Ordner" in none.value.text.de
    (tmp_path / "grund.kpol").unlink()
    assert main(["decide", str(tmp_path), "--id", "x", "alo", "--lang", "de"]) == 2
    assert "eine Bibliothek ist ein Ordner ohne seine Unterordner" in capsys.readouterr().err
