"""Words about facts in time stand in the language of whoever reads, not in that of the file."""

from itertools import combinations

import pytest

from kontaktdsl import words
from kontaktdsl.domains import Enumeration, normal
from kontaktdsl.model import Attribute, Policy
from kontaktdsl.project import check_text
from kontaktdsl.source import Source
from kontaktdsl.syntax.formatter import format_document
from kontaktdsl.syntax.parser import parse

ENGLISH = """\
policy "Equipment"
event Delivery "handing over"
event Purchase
event Return
attribute age: number 0 to 120
attribute Score: number 0 to 9
attribute Term: time since Purchase
attribute Block "block, as counted": time since Return, anew every 1 year
attribute wear: low < medium < high
attribute leased: yes or no
age at least 0 -> monthly [§ 1]
wear low and Term at least 10 years -> monthly [§ 1]
Term over 30 days and Term at most 1 month -> do "a" [§ 2]
Term 2 weeks to under 10 weeks and Block over 6 months -> do "b" [§ 2]
Delivery since 2024-05-01 and Delivery before 2026-05-01 -> do "c" [§ 3]
age on Delivery 5 to 17 and leased on Delivery and before Purchase -> do "d" [§ 4]
wear on Delivery at least medium and Score on Delivery 3 -> do "e" [§ 4]
"""


def _into(language: str) -> Policy:
    source = Source("equipment.kpol", ENGLISH)
    text = format_document(parse(source).document, language)
    policy = check_text(text).policy
    assert policy is not None
    assert policy.language == language
    return policy


def _attributes() -> list[tuple[Attribute, Attribute]]:
    english, german = _into("en"), _into("de")
    pairs = list(zip(english.attributes, german.attributes, strict=True))
    assert sum(one.derived is not None for one, _ in pairs) > 6
    return pairs


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_file_of_the_other_language_reads_the_same(language: str) -> None:
    """A policy converted between the languages is told in the same words to each reader."""
    english, german = _into("en"), _into("de")
    for one, other in _attributes():
        assert one.said.into(language) == other.said.into(language)
        if one.derived is None:
            continue
        assert isinstance(one.domain, Enumeration)
        classes = range(len(one.domain.values))
        for at in classes:
            told, same = words.fact(one, at), words.fact(other, at)
            assert told.into(language) == same.into(language)
        for size in (1, 2, 3):
            for chosen in combinations(classes, size):
                allowed = normal((at, at) for at in chosen)
                told = words.ranges(english, one, allowed)
                assert told.into(language) == words.ranges(german, other, allowed).into(language)


def test_a_german_reader_of_an_english_file() -> None:
    """Names of the policy stay as they are; the words around them are German."""
    told = {
        words.fact(one, at).de
        for one, _ in _attributes()
        if isinstance(one.domain, Enumeration) and one.derived is not None
        for at in range(len(one.domain.values))
    }
    assert {
        "Term mindestens 10 Jahre",
        "vor Purchase",
        "handing over vor 01.05.2024",
        "handing over geplant ab 01.05.2024 vor 01.05.2026",
        "nicht leased bei Delivery",
    } <= told
