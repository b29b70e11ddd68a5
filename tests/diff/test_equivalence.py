"""Policies that mean the same are proven equal, however differently they are written."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kontaktdsl import model
from kontaktdsl.changes import Direction, Section, compare
from kontaktdsl.project import check_file, loads
from kontaktdsl.source import Source
from kontaktdsl.syntax.formatter import format_document
from kontaktdsl.syntax.parser import parse
from tests.diff import rewrites
from tests.diff.mutations import compiled
from tests.diff.rewrites import Leaf
from tests.strategies.policies import policies

ROOT = Path(__file__).resolve().parents[2]
Rewrite = Callable[[random.Random, list[Leaf]], str]
WAYS: tuple[Rewrite, ...] = (
    rewrites.as_rules,
    rewrites.split,
    rewrites.de_morgan,
    rewrites.as_table,
    rewrites.as_exceptions,
)
HEAD = 'policy "A"\nattribute age: number 15 to 66\nattribute status: alo | asu\n'


def loaded(text: str) -> model.Policy:
    return loads(text).model


def equivalent(old: str, new: str) -> bool:
    return compare(loaded(old), loaded(new)).equivalent


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("nodes", [200_000, 0], ids=["diagram", "solver"])
def test_every_rewrite_is_equivalent(way: Rewrite, nodes: int) -> None:
    """Split, reordered, De Morgan, a table, exceptions: all are the same to everybody."""
    rng = random.Random(7)
    leaves = rewrites.tree(rng, 60)
    old, new = loaded(rewrites.as_rules(rng, leaves)), loaded(way(rng, leaves))
    found = compare(old, new, nodes=nodes)
    assert found.equivalent
    assert not found.changed


@pytest.mark.parametrize("nodes", [200_000, 0], ids=["diagram", "solver"])
def test_one_altered_leaf_is_found(nodes: int) -> None:
    """The one box that differs is the one group of the one change, with its exact size."""
    rng = random.Random(8)
    leaves = rewrites.tree(rng, 60)
    other = rewrites.altered(rng, leaves)
    (at,) = (i for i, leaf in enumerate(leaves) if leaf != other[i])
    found = compare(
        loaded(rewrites.as_rules(rng, leaves)), loaded(rewrites.as_table(rng, other)), nodes=nodes
    )
    (part,) = (part for part in found.sections if part.changes)
    (change,) = part.changes
    (group,) = change.groups
    told = {COLUMN: leaves[at].allowed[i] for i, (COLUMN, _) in enumerate(rewrites.COLUMNS)}
    for attribute, allowed in group.where:
        low = attribute.domain.bounds[0]
        inside = tuple(v - low for a, b in allowed for v in range(a, b + 1))
        assert inside == told[attribute.name]
    restricted = {rewrites.COLUMNS[i][0] for i in rewrites.told(leaves[at].allowed)}
    assert {attribute.name for attribute, _ in group.where} == restricted
    assert change.complete


def test_a_thousand_rules_over_eight_attributes() -> None:
    """Equality is proven over the exact number of cases, and one altered rule breaks it.

    How long it takes is in benchmarks/diff.py: well under a second each.
    """
    rng = random.Random(9)
    leaves = rewrites.tree(rng, 1000)
    old = loaded(rewrites.as_rules(rng, leaves))
    assert len(old.rules) == 1000
    assert len(old.attributes) == 8
    new = loaded(rewrites.as_exceptions(rng, leaves))
    found = compare(old, new)
    assert found.equivalent
    (how_often,) = (part for part in found.sections if part.section is Section.HOW_OFTEN)
    assert how_often.cases is not None
    assert how_often.cases > 10**5
    altered = loaded(rewrites.split(rng, rewrites.altered(rng, leaves)))
    assert not compare(old, altered).equivalent
    assert compare(old, new, nodes=0).equivalent


@settings(max_examples=60)
@given(policies(max_rules=8), st.sampled_from(["de", "en"]))
def test_translated_and_formatted(text: str, language: str) -> None:
    """The formatter changes nobody's answer, in either language."""
    old = compiled(text)
    assume(old is not None)
    assert old is not None
    document = parse(Source("x.kpol", text)).document
    new = compiled(format_document(document, language))
    assert new is not None
    found = compare(old, new)
    assert found.equivalent
    assert not found.changed


@pytest.mark.parametrize("name", ["dahme-spreewald", "rhein-hunsrueck"])
def test_the_real_policies_in_both_languages(name: str) -> None:
    """German and English text of the same directive."""
    path = ROOT / "policies" / f"{name}.kpol"
    old = check_file(path).policy
    assert old is not None
    document = parse(old.sources[0]).document
    texts = [format_document(document, language) for language in ("de", "en")]
    for text in texts:
        assert compare(old, loaded(text)).equivalent


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("alo or asu -> every 14 days", "alo or asu -> every 2 weeks"),
        ("alo or asu -> every 12 months", "alo -> yearly\nasu -> yearly"),
        ('alo or asu -> no contact required "a"', 'alo or asu -> no contact required "b"'),
        (
            "rules A:\n  - age under 25 -> monthly\n  - otherwise -> weekly",
            "age at least 25 -> weekly\nage at most 24 -> monthly",
        ),
        (
            "rules A:\n  - alo or asu -> monthly\nrules B:\n  - age under 25 -> weekly\n"
            "of A, B the strictest applies",
            "rules A:\n  - alo or asu -> monthly\nexception B to A:\n  - age under 25 -> weekly",
        ),
        (
            "alo or asu -> at least monthly",
            "alo -> at least monthly\nasu -> at least monthly",
        ),
    ],
)
def test_the_same_in_other_words(old: str, new: str) -> None:
    """Equality is on the meaning."""
    assert equivalent(HEAD + old + "\n", HEAD + new + "\n")


def test_a_strength_from_the_header_or_from_the_line() -> None:
    """It does not matter who says how binding an interval is."""
    by_header = 'policy "A"\n  intervals are a minimum\nattribute status: alo | asu\n'
    by_line = 'policy "A"\nattribute status: alo | asu\n'
    assert equivalent(
        by_header + "alo or asu -> monthly\n", by_line + "alo or asu -> at least monthly\n"
    )
    found = compare(
        loaded(by_header + "alo or asu -> monthly\n"), loaded(by_line + "alo or asu -> monthly\n")
    )
    (part,) = (part for part in found.sections if part.changes)
    assert part.section is Section.STRENGTH
    assert part.changes[0].direction is Direction.OTHER


def test_due_dates_are_part_of_the_answer() -> None:
    """Another calendar moves due dates: not equivalent, though every interval is the same."""
    text = 'policy "A"\n  calendar "{}"\nattribute status: alo | asu\nalo or asu -> monthly\n'
    found = compare(loaded(text.format("Berlin")), loaded(text.format("Bayern")))
    assert not any(part.changes for part in found.sections)
    assert not found.equivalent
    assert found.changed


def test_a_day_off_more_is_a_change() -> None:
    """In whatever order the days stand; the difference is named."""
    text = (
        'policy "A"\n  days off are also {}\nattribute status: alo | asu\nalo or asu -> monthly\n'
    )
    old = loaded(text.format("24.12."))
    new = loaded(text.format("31.12. and 24.12."))
    found = compare(old, new)
    assert not found.equivalent
    (entry,) = found.beside
    assert (entry.name.de, entry.old.de, entry.new.en) == (
        "Arbeitsfrei sind auch",
        "24.12.",
        "24.12., 31.12.",
    )
    assert compare(new, loaded(text.format("24.12., 31.12."))).equivalent


NOBODY = 'impossible: alo because "x"\nimpossible: asu because "x"\n'


def test_where_nobody_is_possible_nobody_gets_another_answer() -> None:
    """Not even a duty that has nothing to do with what rules everybody out."""
    answered = HEAD + "status in (alo, asu) -> monthly\n"
    busy = answered + 'age under 25 -> do "x"\n'
    assert equivalent(answered + NOBODY, busy + NOBODY)
    for old, new, direction in (
        (answered, busy + NOBODY, Direction.IMPOSSIBLE),
        (busy + NOBODY, answered, Direction.POSSIBLE),
    ):
        found = compare(loaded(old), loaded(new))
        told = [(part.section, c.direction) for part in found.sections for c in part.changes]
        assert {each for _, each in told} == {direction}


def test_nobody_is_left_and_yet_something_changed() -> None:
    """Who was out of scope is now called impossible; twice the same is no change."""
    old = 'policy "x"\n  applies to alo and asu\nattribute status: alo | asu\nalo -> weekly\n'
    before, now = compiled(old), compiled(old + 'impossible: alo because "neu"\n')
    assert before is not None
    assert now is not None
    (part,) = compare(before, now).sections
    assert [change.direction for change in part.changes] == [Direction.IMPOSSIBLE]
    assert compare(before, before).sections == ()
