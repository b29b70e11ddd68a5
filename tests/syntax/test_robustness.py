"""No text whatever raises, loses a comment or takes for ever."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontaktdsl.source import Source
from kontaktdsl.syntax.parser import MOST_FINDINGS, Parsed, parse
from tests.syntax.samples import FULL
from tests.syntax.test_lines import comments
from tests.syntax.test_mistakes import assert_well_formed

HEAD = 'policy "P"\n'
RULES = HEAD + "rules A:\n"


def checked(text: str) -> Parsed:
    """A text that is read somehow, with findings that are well formed."""
    source = Source("test.kpol", text)
    parsed = parse(source)
    assert len(parsed.findings) <= MOST_FINDINGS + 1
    for finding in parsed.findings:
        assert_well_formed(finding, source)
    return parsed


@given(st.text(max_size=200))
@settings(max_examples=400)
def test_any_text_can_be_read(text: str) -> None:
    """Characters of all kinds."""
    checked(text)
    checked(HEAD + text)
    checked(RULES + "  - " + text)


SIGNS = [
    *"\"„“”«»[]()|#,:-–→<>=+*.;&\\\t\r\n \u00a0\u00ad\u200b\ufeff\u0308Üa1",
    "->", "and", "or", "not", "und", "every", "14-tägig", "rules A:", "table T:", "  - ", "| a ->",
]  # fmt: skip


@given(data=st.data(), language=st.sampled_from(["en", "de"]))
@settings(max_examples=300)
def test_a_damaged_policy_can_be_read(data: st.DataObject, language: str) -> None:
    """Characters and words of a good policy deleted, doubled or inserted."""
    pieces = re.findall(r"\w+|\s+|.", FULL[language])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(pieces) - 1))
        match data.draw(st.sampled_from(["delete", "double", "insert", "cut"])):
            case "delete":
                del pieces[at]
            case "double":
                pieces.insert(at, pieces[at])
            case "insert":
                pieces.insert(at, data.draw(st.sampled_from(SIGNS)))
            case _:
                del pieces[at : at + data.draw(st.integers(1, 30))]
    checked("".join(pieces))


@given(data=st.data(), language=st.sampled_from(["en", "de"]))
@settings(max_examples=200)
def test_no_damage_loses_a_comment(data: st.DataObject, language: str) -> None:
    """Words are damaged, but every line keeps a comment of its own, and every comment is found."""
    lines = [
        line.partition("#")[0].rstrip() for line in FULL[language].splitlines() if line.strip()
    ]
    for _ in range(data.draw(st.integers(0, 8))):
        at = data.draw(st.integers(0, len(lines) - 1))
        words = lines[at].split(" ")
        place = data.draw(st.integers(0, len(words) - 1))
        match data.draw(st.sampled_from(["delete", "double", "swap", "drop", "repeat"])):
            case "delete":
                del words[place]
            case "double":
                words.insert(place, words[place])
            case "swap":
                words[0], words[place] = words[place], words[0]
            case "drop":
                words = [""]
            case _:
                lines.insert(at, lines[at])
        lines[at] = " ".join(words)
    marked = [
        f"{line} # c{number}" for number, line in enumerate(lines) if line.count('"') % 2 == 0
    ]
    parsed = checked("\n".join(marked))
    written = re.findall(r"# (c\d+)$", "\n".join(marked), re.MULTILINE)
    assert sorted(comments(parsed.document)) == sorted(written)


HUGE = {
    "parentheses": HEAD + "(" * 100_000 + "a" + ")" * 100_000 + " -> monthly\n",
    "deep": HEAD + "(" * 4_000 + "a" + ")" * 4_000 + " -> monthly\n",
    "one line": HEAD + 'note "' + "x" * 5_000_000 + '"\n',
    "one line of words": HEAD + "a " * 2_500_000,
    "one continued line": HEAD + "a,\n" * 300_000,
    "comments": HEAD + "# x\n" * 500_000,
    "blank lines": HEAD + " \n" * 500_000,
    "errors": HEAD + "a b c -> monthly\n" * 100_000,
    "bullets": HEAD + "- a -> monthly\n" * 100_000,
    "quotes": HEAD + ('„«“"' * 2_000 + "\n") * 100,
    "bars": HEAD + "table A:\n" + ("|" * 9_000 + "\n") * 30,
    "digits": RULES + ("- a -> every " + "9" * 9_000 + " days\n") * 100,
    "mixed": HEAD + ("a and b or " * 800 + "c -> monthly\n") * 100,
    "five megabytes": RULES + "- U25 and alo -> every 14 days [x]\n" * 50_000,
}


@pytest.mark.parametrize("name", HUGE)
def test_huge_texts_end_soon(name: str) -> None:
    """Bounded time and findings, whatever the size."""
    before = time.process_time()
    checked(HUGE[name])
    assert time.process_time() - before < 20


def test_ten_thousand_rules_are_read_in_time() -> None:
    """The bound of the issue, with all parts of a rule."""
    lines = "".join(
        f'  - U25 and (alo or not k{n}) -> at least every 14 days, do "x" [{n}]\n'
        for n in range(10_000)
    )
    before = time.process_time()
    parsed = checked(RULES + lines)
    assert time.process_time() - before < 2
    assert not parsed.findings
