"""The reference is held to its word: its examples run, its rulings are numbered, its keywords true."""

import re
import tomllib
from itertools import chain
from pathlib import Path

import attrs
import pytest

from kontaktdsl.syntax.keywords import STATEMENT_IDS

ROOT = Path(__file__).resolve().parents[2]
SPEC = (ROOT / "grammar" / "SPEC.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```(?P<mark>kpol[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@attrs.frozen
class Block:
    """One fenced example of the reference."""

    kind: str
    code: str
    text: str
    line: int

    @classmethod
    def of(cls, match: re.Match[str]) -> "Block":
        """The block of a match."""
        kind, _, code = match["mark"].partition(" ")
        return cls(kind, code, match["text"], SPEC.count("\n", 0, match.start()) + 1)


BLOCKS = tuple(Block.of(match) for match in FENCE.finditer(SPEC))
VOCABULARY = next(block.text for block in BLOCKS if block.kind == "kpol-vocabulary")

# A piece of a policy may repeat what stands above it and need not be whole.
INCOMPLETE = {"gap", "conflict", "unused-attribute"}


def blocks(kind: str) -> list[object]:
    """The blocks of a kind, named by their line."""
    return [pytest.param(b, id=f"line-{b.line}") for b in BLOCKS if b.kind == kind]


def codes(text: str, hints: str = "") -> list[str]:
    """The codes of all findings of a policy, sorted; of hints only those that are asked for.

    The one place that knows how a text is checked.
    """
    from kontaktdsl.diagnostics import Severity
    from kontaktdsl.project import check_text

    found = check_text(text, name="spec.kpol").findings
    told = [f.code for f in found if f.severity is not Severity.HINT or f.code in hints.split()]
    return sorted(told)


def test_every_block_is_of_a_known_kind() -> None:
    """No example escapes the tests by a misspelt mark."""
    assert {block.kind for block in BLOCKS} == {
        "kpol",
        "kpol-bad",
        "kpol-lines",
        "kpol-vocabulary",
    }


@pytest.mark.parametrize("block", blocks("kpol"))
def test_a_policy_of_the_reference_is_clean(block: Block) -> None:
    """A whole policy of the reference has no error and no warning."""
    assert codes(block.text) == []


@pytest.mark.parametrize("block", blocks("kpol-bad"))
def test_a_bad_example_has_its_finding(block: Block) -> None:
    """A bad example has the findings that the reference names, and no other."""
    assert codes(block.text, block.code) == sorted(block.code.split())


@pytest.mark.parametrize("block", blocks("kpol-lines"))
def test_a_piece_can_be_read(block: Block) -> None:
    """A piece of a policy is read and its names are known, below the vocabulary."""
    assert set(codes(VOCABULARY + block.text)) <= INCOMPLETE


def test_the_vocabulary_can_be_read() -> None:
    """The vocabulary of the pieces is read by itself."""
    assert set(codes(VOCABULARY)) <= INCOMPLETE


def test_the_rulings_are_numbered_in_order() -> None:
    """Each number once and in order; a section of its own may start at a round number."""
    numbers = [int(number) for number in re.findall(r"\*\*S-(\d+)\*\*", SPEC)]
    assert numbers == sorted(set(numbers))
    assert numbers[:91] == list(range(1, 92))


def test_the_keyword_table_is_that_of_the_language() -> None:
    """The table of the reference holds every phrase of keywords.toml, in its order."""
    table = SPEC.split("<!-- keywords -->")[1].split("<!-- /keywords -->")[0]
    told = {}
    for row in table.strip().splitlines()[2:]:
        keyword, *columns = (cell.strip() for cell in row.strip("|").split("|"))
        told[keyword] = [re.findall("`([^`]+)`", column) for column in columns]
    words = tomllib.loads((ROOT / "grammar" / "keywords.toml").read_text(encoding="utf-8"))
    assert told == {
        keyword: [list(dict.fromkeys(columns[language])) for language in ("en", "de")]
        for keyword, columns in words.items()
    }


def test_the_grammar_of_the_reference_uses_only_words_of_the_language() -> None:
    """Every quoted word of the EBNF is a keyword in English or a mark."""
    ebnf = SPEC.split("```ebnf\n")[1].split("```")[0]
    words = tomllib.loads((ROOT / "grammar" / "keywords.toml").read_text(encoding="utf-8"))
    english = {
        phrase.replace("{n}", "")
        for phrase in chain.from_iterable(columns["en"] for columns in words.values())
    }
    quoted = set(re.findall("'([^']+)'", ebnf)) - {"..."}
    assert {word for word in quoted - english if word[0].isalpha()} == set()


def test_every_symbol_of_the_grammar_is_defined() -> None:
    """The EBNF names no symbol that it does not define, but for the words of the lexis."""
    ebnf = SPEC.split("```ebnf\n")[1].split("```")[0]
    plain = re.sub(r"'[^']*'|\(\*.*?\*\)", "", ebnf)
    defined = set(re.findall(r"^(\w+)\s*=", plain, re.MULTILINE))
    used = set(re.findall(r"[a-z]+", plain))
    assert used - defined == {"citation", "date", "day", "name", "number", "text"}
    assert defined - used == set()


def test_the_review_counts_what_there_is() -> None:
    """The last column of the review is the language as it stands."""
    table = SPEC.split("<!-- counts -->")[1].split("<!-- /counts -->")[0]
    told = [int(row.strip("|").split("|")[-1]) for row in table.strip().splitlines()[2:]]
    keywords = (ROOT / "grammar" / "keywords.toml").read_text(encoding="utf-8")
    grammar = (ROOT / "grammar" / "kpol.lark").read_text(encoding="utf-8")
    assert told == [
        len(tomllib.loads(keywords)),
        len(STATEMENT_IDS),
        len(re.findall(r"(?m)^[?_]?[a-z_]+:", grammar)),
        len(set(re.findall(r"\*\*S-(\d+)\*\*", SPEC))),
    ]
