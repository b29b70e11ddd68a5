"""Attributes and values that come, go or are renamed."""

from __future__ import annotations

import pytest

from kontaktdsl import model
from kontaktdsl.changes import Comparison, Direction, Renaming, UnknownName, compare
from kontaktdsl.project import loads

HEAD = 'policy "A"\n'


def loaded(text: str) -> model.Policy:
    return loads(HEAD + text).model


def told(found: Comparison) -> list[tuple[str, str, str, str, int | None]]:
    """Each change with its direction, both values, the first group and the count."""
    return [
        (
            change.direction.value,
            change.old.en,
            change.new.en,
            change.groups[0].region.words.en,
            change.count,
        )
        for part in found.sections
        for change in part.changes
    ]


def test_a_value_that_is_new() -> None:
    """Nobody could have it before: newly possible, with what is said of it now."""
    found = compare(
        loaded("attribute s: a | b\na or b -> monthly\n"),
        loaded("attribute s: b | c | a\na or b -> monthly\nc -> weekly\n"),
    )
    assert told(found) == [("newly possible", "impossible", "weekly", "c", 1)]
    assert [entry.words.en for entry in found.vocabulary] == ["`s` now has `c`"]


def test_a_value_that_is_gone() -> None:
    """Whoever had it cannot be described any more."""
    found = compare(
        loaded("attribute s: a | b | c\na or b or c -> monthly\n"),
        loaded("attribute s: c | a\na or c -> monthly\n"),
    )
    assert told(found) == [("newly impossible", "monthly", "impossible", "b", 1)]


def test_a_renamed_value() -> None:
    """What only has another name is said by the caller, never guessed."""
    old = loaded("attribute s: a | b\na -> monthly\nb -> weekly\n")
    new = loaded("attribute s: bb | a\na -> monthly\nbb -> weekly\n")
    assert not compare(old, new).equivalent
    renaming = Renaming(values={("s", "b"): "bb"})
    assert compare(old, new, renaming=renaming).equivalent


def test_a_renamed_attribute() -> None:
    """Without a word it is another attribute, and the report says what it may be."""
    old = loaded("attribute s: a | b\na -> monthly\nb -> weekly\n")
    new = loaded("attribute t: a | b\na -> monthly\nb -> weekly\n")
    found = compare(old, new)
    assert {(d, o, n) for d, o, n, _, _ in told(found)} == {
        ("stricter", "monthly", "weekly"),
        ("looser", "weekly", "monthly"),
    }
    assert "--rename s=t" in found.vocabulary[0].words.en
    assert compare(old, new, renaming=Renaming({"s": "t"})).equivalent


@pytest.mark.parametrize(
    ("renaming", "name", "old"),
    [
        (Renaming({"x": "s"}), "x", True),
        (Renaming({"s": "x"}), "x", False),
        (Renaming(values={("s", "x"): "a"}), "x", True),
        (Renaming(values={("s", "a"): "x"}), "x", False),
    ],
)
def test_a_renaming_of_nothing(renaming: Renaming, name: str, old: bool) -> None:
    """A misspelt renaming is an error."""
    policy = loaded("attribute s: a | b\na -> monthly\nb -> weekly\n")
    with pytest.raises(UnknownName) as error:
        compare(policy, policy, renaming=renaming)
    assert (error.value.name, error.value.old) == (name, old)


def test_an_attribute_of_one_side_only() -> None:
    """The other side answers whatever its value is."""
    found = compare(
        loaded("attribute s: a | b\na or b -> monthly\n"),
        loaded(
            "attribute s: a | b\nattribute Neu: yes or no\nNeu -> weekly\nnot Neu -> monthly\n"
            'a or b -> do "x"\n'
        ),
    )
    assert told(found)[0] == ("stricter", "monthly", "weekly", "Neu", 1)


def test_another_range() -> None:
    """Ages that only one side knows are impossible on the other."""
    found = compare(
        loaded("attribute age: number 15 to 66\nage at least 15 -> monthly\n"),
        loaded("attribute age: number 18 to 70\nage at least 18 -> monthly\n"),
    )
    assert told(found) == [
        ("newly impossible", "monthly", "impossible", "age 15 to 17", 1),
        ("newly possible", "impossible", "monthly", "age 67 to 70", 1),
    ]
    assert found.vocabulary[0].words.en == "`age`: 15 to 66, now 18 to 70"


def test_another_kind_of_values() -> None:
    """A flag that became a list cannot be matched: two attributes, and the report says so."""
    found = compare(
        loaded("attribute s: yes or no\ns -> monthly\nnot s -> weekly\n"),
        loaded("attribute s: a | b\na -> monthly\nb -> weekly\n"),
    )
    assert "two attributes" in found.vocabulary[0].words.en
    assert {(d, o, n) for d, o, n, _, _ in told(found)} == {
        ("stricter", "monthly", "weekly"),
        ("looser", "weekly", "monthly"),
    }


def test_who_can_occur_apart_from_the_rules() -> None:
    """A constraint on what no interval depends on has a section of its own."""
    text = (
        "attribute s: a | b\nattribute x: yes or no\nattribute y: yes or no\na or b -> monthly\n"
        'x and y -> do "z"\n'
    )
    found = compare(loaded(text), loaded(text + 'impossible: x and not y because "w"\n'))
    directions = {d for d, *_ in told(found)}
    assert directions == {Direction.IMPOSSIBLE.value}
    assert found.sections[0].section.value == "possible"


def test_duties_of_the_same_people_are_one_change() -> None:
    """A duty in other words is dropped and added for the same people: shown as one."""
    head = "attribute s: a | b\na or b -> monthly\n"
    found = compare(
        loaded(head + 'a -> do "Profil prüfen"\n'), loaded(head + 'a -> do "das Profil prüfen"\n')
    )
    assert told(found) == [("other", "“Profil prüfen”", "“das Profil prüfen”", "a", 1)]
