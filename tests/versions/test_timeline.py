"""Which text holds on which day, held against a definition that looks at one day at a time."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest
from hypothesis import given, note, settings

from kontaktdsl.source import Source
from kontaktdsl.syntax.parser import parse_header
from kontaktdsl.versions.edition import edition
from kontaktdsl.versions.shelf import Shelf
from tests.versions.worlds import Header, all_days, day, headers

quick = settings(max_examples=400)
campaign = settings(max_examples=20_000)


def shelf(made: list[Header]) -> Shelf:
    """The shelf of these headers, in the order of their files."""
    found = [edition(parse_header(Source(f"{each.id}.kpol", each.lines)).document) for each in made]
    return Shelf(each for each in found if each is not None)


# --- one day at a time --------------------------------------------------------------------------


def root(made: dict[str, Header], name: str) -> str | None:
    """The full text behind an id."""
    for _ in range(len(made) + 1):
        if name not in made:
            return None
        if made[name].amends is None:
            return name
        name = made[name].amends or ""
    return None


def began(header: Header, on: date) -> bool:
    return header.first is None or day(header.first) <= on


def over(header: Header, on: date) -> bool:
    return header.last is not None and day(header.last) < on


def holds(made: dict[str, Header], name: str, on: date) -> bool:
    """A full text holds once it has begun, until its end, unless one that replaces it has begun."""
    header = made[name]
    if not began(header, on) or over(header, on):
        return False
    if header.amends is not None:
        base = root(made, name)
        return base is not None and holds(made, base, on)
    return not any(
        other.id != name
        and other.amends is None
        and other.replaces is not None
        and root(made, other.replaces) == name
        and began(other, on)
        for other in made.values()
    )


def related(made: dict[str, Header], name: str) -> set[str]:
    """The full texts that hang together with one by `replaces`."""
    links = {
        (each.id, target)
        for each in made.values()
        if each.amends is None
        and each.replaces is not None
        and (target := root(made, each.replaces)) is not None
    }
    found = {name}
    while True:
        more = {b for a, b in links if a in found} | {a for a, b in links if b in found}
        if more <= found:
            return found
        found |= more


def in_order(made: dict[str, Header], names: set[str]) -> list[str]:
    """Of all orders in which what is amended comes before what amends it on the same day, the one
    that is first by day, date of issue and id."""

    def above(name: str) -> set[str]:
        found: set[str] = set()
        while name in made and (target := made[name].amends) is not None and target not in found:
            found.add(target)
            name = target
        return found

    def rank(name: str) -> tuple[int, int, str]:
        header = made[name]
        first = -999 if header.first is None else header.first
        return first, -999 if header.issued is None else header.issued, name

    def fits(order: tuple[str, ...]) -> bool:
        return not any(
            made[later].first == made[name].first and later in above(name)
            for at, name in enumerate(order)
            for later in order[at + 1 :]
        )

    by_day = sorted(permutations(names), key=lambda order: [rank(name) for name in order])
    return list(next(order for order in by_day if fits(order)))


def assert_as_one_by_one(headers_made: list[Header]) -> None:
    note("\n".join(each.lines for each in headers_made))
    made = {each.id: each for each in headers_made}
    found = shelf(headers_made)
    for name in made:
        base = root(made, name)
        chain = found.chain(name)
        if base is None:
            assert chain is None
            continue
        assert chain is not None
        texts = related(made, base)
        assert {each.id for each in chain.texts} == texts
        last = None
        for on in all_days():
            holding = {text for text in texts if holds(made, text, on)}
            amending = {
                each.id
                for each in made.values()
                if each.amends is not None
                and root(made, each.id) in holding
                and holds(made, each.id, on)
            }
            stretch = chain.at(on)
            if stretch is None:
                assert not holding
                continue
            assert {each.id for each in stretch.texts} == holding
            assert {each.id for each in stretch.amendments} == amending
            assert [each.id for each in stretch.amendments] == in_order(made, amending)
            if last is not None and last is not stretch:
                assert (last.texts, last.amendments) != (stretch.texts, stretch.amendments)
            last = stretch
        if chain.stretches:
            assert chain.stretches[0].texts
            assert chain.stretches[-1].texts


@given(headers())
@quick
def test_the_timeline_is_that_of_its_days(made: list[Header]) -> None:
    """Full texts, amendments, holes and double validity, day by day."""
    assert_as_one_by_one(made)


@pytest.mark.slow
@given(headers())
@campaign
def test_the_timeline_is_that_of_its_days_at_length(made: list[Header]) -> None:
    assert_as_one_by_one(made)


@given(headers())
@quick
def test_the_order_of_files_does_not_matter(made: list[Header]) -> None:
    """Neither for the timeline nor for what is found."""
    said = []
    for order in (made, made[::-1], made[1:] + made[:1]):
        found = shelf(order)
        said.append(
            [
                (
                    chain.name,
                    [
                        (s.days, [t.id for t in s.texts], [a.id for a in s.amendments])
                        for s in chain.stretches
                    ],
                )
                for chain in found.chains()
            ]
        )
    assert said[0] == said[1] == said[2]


def test_the_strategy_makes_holes_and_doubles() -> None:
    """What is compared above is not all alike."""
    seen = set()

    @given(headers())
    @quick
    def look(made: list[Header]) -> None:
        for chain in shelf(made).chains():
            for stretch in chain.stretches:
                seen.add((min(len(stretch.texts), 2), min(len(stretch.amendments), 2)))

    look()
    assert {(0, 0), (1, 0), (1, 1), (1, 2), (2, 0)} <= seen
