"""The grammar has no conflicts, and the parser at work is the one that Lark makes of it."""

import re
from pathlib import Path
from typing import Any

import attrs
import lark
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontaktdsl.source import Source, Span
from kontaktdsl.syntax import grammar, keywords, stored, tree
from kontaktdsl.syntax.building import Builder
from kontaktdsl.syntax.lines import Form, Line, lines
from kontaktdsl.syntax.machine import Refused, Token
from kontaktdsl.syntax.mistakes import KINDS
from kontaktdsl.syntax.parser import machine
from tests.syntax.samples import FULL

LANGUAGES = pytest.mark.parametrize("language", keywords.LANGUAGES)


@LANGUAGES
def test_the_grammar_has_no_conflicts_and_no_collisions(language: str) -> None:
    """Lark settles nothing by itself: no shift or reduce conflict, no two terminals for one text."""
    grammar.build(language, strict=True)


def test_the_stored_tables_belong_to_the_grammar() -> None:
    """After a change in grammar/ somebody has run `python -m kontaktdsl.syntax.grammar`."""
    assert stored.stored() is not None
    assert Path(stored.TABLES).read_text("utf-8") == grammar.written()


def test_tables_are_made_anew_where_the_stored_ones_are_of_no_use(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A missing, damaged or foreign file of tables is ignored."""
    shipped = grammar.tables()
    monkeypatch.setattr(stored, "stored", lambda: None)
    made = grammar.tables()
    assert len(made.states) == len(shipped.states)
    assert sorted(map(str, made.reductions)) == sorted(map(str, shipped.reductions))


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"checksum": 1}', b"\xff\x00"])
def test_damaged_tables_are_ignored(
    content: bytes, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is no table of this grammar is as good as no table."""
    path = tmp_path / "tables.json"
    path.write_bytes(content)
    monkeypatch.setattr(stored, "TABLES", path)
    assert stored.stored.__wrapped__() is None


def test_every_keyword_has_its_terminal_in_the_grammar() -> None:
    """No word in keywords.toml is without use, and none that the grammar uses is missing there."""
    text = stored.text("kpol.lark")
    rules = re.sub(r'//[^\n]*|/[^/\n]+/|"[^"]*"', "", text)
    used = set(re.findall(r"\b[A-Z][A-Z_]+\b", rules))
    defined = set(re.findall(r"^%?(?:ignore )?([A-Z][A-Z_]+)(?:\.\d)?\s*:", text, re.MULTILINE))
    words = {keywords.terminal(keyword) for keyword in keywords.table()}
    assert used - defined == words


@LANGUAGES
def test_every_keyword_has_a_phrase_in_every_language(language: str) -> None:
    """A column without a phrase would leave a construct that nobody can write."""
    assert all(keywords.keywords(language).phrases.values())


class Adapter:
    """Hands the tokens of Lark to a builder as if they were those of the parser at work."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._source = Source("", "")

    def read(self, source: Source) -> None:
        self._source = source
        self._builder.read(source, Line(Form.STATEMENT, 0, len(source.text), False, ()), ())

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name.isupper() or not hasattr(self._builder, name):
            raise AttributeError(name)
        node = getattr(self._builder, name)

        def callback(children: list[Any]) -> Any:
            return node([self._own(child) for child in children])

        return callback

    def _own(self, child: Any) -> Any:
        if not isinstance(child, lark.Token):
            return child
        start = child.start_pos or 0
        return Token(child.type, str(child), Span(self._source, start, start + len(child)))


PEERS: dict[str, tuple[lark.Lark, Adapter]] = {}


def by_lark(language: str, text: str, start: str) -> Any:
    """What Lark with its own contextual lexer makes of a text; None where it refuses it."""
    if language not in PEERS:
        adapter = Adapter(Builder(language))
        PEERS[language] = grammar.build(language, transformer=adapter), adapter
    parser, adapter = PEERS[language]
    adapter.read(Source("lark", text))
    try:
        node = parser.parse(text, start=start)
    except lark.UnexpectedInput:
        return None
    return adapter._own(node)


def by_machine(language: str, text: str, start: str) -> Any:
    """What the parser at work makes of it; None where it refuses it."""
    parser, builder = machine(language)
    source = Source("machine", text)
    builder.read(source, Line(Form.STATEMENT, 0, len(text), False, ()), ())
    node = parser.parse(source, 0, len(text), start)
    return None if isinstance(node, Refused) else node


def spans(node: Any) -> list[tuple[int, int]]:
    """Every place in a tree, in order."""
    if isinstance(node, tuple | list):
        return [place for child in node for place in spans(child)]
    found = [(node.span.start, node.span.end)] if hasattr(node, "span") else []
    if type(node).__module__ == tree.__name__ and attrs.has(type(node)):
        names = [field.name for field in attrs.fields(type(node)) if field.name != "span"]
        found += [place for name in names for place in spans(getattr(node, name))]
    return found


def same(language: str, text: str, start: str) -> None:
    """Both parsers make the same of a text, at the same places, or both refuse it."""
    one, other = by_lark(language, text, start), by_machine(language, text, start)
    assert one == other, (language, start, text)
    assert spans(one) == spans(other), (language, start, text)


def pieces(text: str) -> list[str]:
    """The logical lines of a text."""
    return [text[line.start : line.end] for line in lines(text)[0]]


SAMPLES = {
    language: sorted(
        {
            piece
            for text in (FULL[language], *(k.good + k.bad for k in KINDS if language == "en"))
            for piece in pieces(text)
            if len(piece) < 1000
        }
    )
    for language in keywords.LANGUAGES
}


@LANGUAGES
@pytest.mark.parametrize("start", grammar.STARTS)
def test_both_parsers_read_the_samples_alike(language: str, start: str) -> None:
    """Every line of the samples, right or wrong, from every start symbol."""
    for piece in SAMPLES[language]:
        same(language, piece, start)


PHRASES = {
    phrase.replace("{n}", "14")
    for language in keywords.LANGUAGES
    for phrases in keywords.keywords(language).phrases.values()
    for phrase in phrases
}
WORDS = [
    *sorted(PHRASES),
    "U25", "Ü25", "U\u030825", "alo", "nichtmarktnah", "notiz", "orange", "und-so", "or.x", "in-x",
    "14", "0", "15-24", "14 - t\u00e4gig", "14\u2011ta\u0308gig", "31.12.2024", "2024-12-31",
    '"x"', "„x“", "[x]", "->", "→", "=>", ",", ":", "|", "(", ")", "-", "–", "•", "<", "<=", "=",
    ">", "≥", "#x", "\u00a0", "\u2009", "\n", "?", ".", "half - year", "At least", "AT LEAST",
]  # fmt: skip


@LANGUAGES
@given(data=st.data())
@settings(max_examples=400)
def test_both_parsers_read_anything_alike(language: str, data: st.DataObject) -> None:
    """Samples with words deleted, doubled, inserted or swapped, with or without blanks between."""
    start = data.draw(st.sampled_from(grammar.STARTS))
    sample = data.draw(st.sampled_from(SAMPLES[language]))
    words = re.findall(r"\s+|\w+|.", sample)
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(words)))
        match data.draw(st.sampled_from(["delete", "double", "insert"])):
            case "delete":
                del words[at : at + 1]
            case "double":
                words[at:at] = words[at : at + 1]
            case _:
                words.insert(at, data.draw(st.sampled_from(WORDS)))
    same(language, "".join(words), start)


@LANGUAGES
@given(data=st.data())
@settings(max_examples=300)
def test_both_parsers_read_heaps_of_words_alike(language: str, data: st.DataObject) -> None:
    """Keywords of both languages, names and signs in any order."""
    start = data.draw(st.sampled_from(grammar.STARTS))
    words = data.draw(st.lists(st.sampled_from(WORDS), max_size=8))
    same(language, data.draw(st.sampled_from(["", " "])).join(words), start)
