"""The Pygments lexer shows what the parser reads."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name, get_lexer_for_filename, guess_lexer
from pygments.token import Comment, Error, Keyword, Literal, Name, Number, Operator, String, Token
from pygments.token import Punctuation as Mark

from kontaktdsl.pygments_lexer import KpolLexer
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.formatter import format_document
from tests.editors.oracle import Spans, differences, tokens
from tests.fmt.corpus import FILES, TEXTS, corpus
from tests.strategies import trees

CLASSES = (
    (Comment, "comment"),
    (String.Other, "citation"),
    (String, "string"),
    (Operator.Word, "keyword"),
    (Keyword, "keyword"),
    (Name, "name"),
    (Number, "number"),
    (Literal.Date, "number"),
    (Operator, "operator"),
    (Mark, "operator"),
    (Error, "error"),
)


def shown(text: str) -> Spans:
    """How Pygments cuts and classes a text."""
    spans: Spans = []
    for at, type_, value in KpolLexer().get_tokens_unprocessed(text):
        class_ = next((class_ for parent, class_ in CLASSES if type_ in parent), None)
        if class_ is not None:
            spans.append((at, at + len(value), class_))
    return spans


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-2:]))
def test_a_policy_is_shown_as_it_is_read(path: Path) -> None:
    """Every token of every policy has the class that it has in the tree, and none is an error."""
    text = path.read_text("utf-8")
    assert len(tokens(text)) > 5
    assert not differences(text, shown(text))
    assert not [span for span in shown(text) if span[2] == "error"]


@pytest.mark.parametrize("text", [*TEXTS, *corpus(60, harm=False)])
def test_what_pastes_in_is_shown_as_it_is_read(text: str) -> None:
    """Hyphens, blanks, quotation marks and decomposed letters of a word processor do not matter."""
    assert not differences(text, shown(text))


@settings(max_examples=300)
@given(trees.documents())
def test_what_can_be_written_is_shown_as_it_is_read(document: tree.Document) -> None:
    """So for every statement of the language, in both languages."""
    for language in ("de", "en"):
        text = format_document(document, language)
        assert not differences(text, shown(text))


@settings(max_examples=300)
@given(trees.documents())
def test_a_tangled_text_loses_nothing(document: tree.Document) -> None:
    """Whatever stands in a text, all of it comes out again."""
    text = format_document(document, "de")[::-1]
    assert "".join(value for _, _, value in KpolLexer().get_tokens_unprocessed(text)) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nichtmarktnah oder nicht marktnah", ["name", "keyword", "keyword", "name"]),
        ("undine und-so und ab.1", ["name", "name", "keyword", "name"]),
        ("- nicht geregelt -> monatlich", ["operator", "keyword", "name", "operator", "keyword"]),
        ('- U25 -> nicht geregelt "x"', ["operator", "name", "operator", "keyword", "string"]),
        ("- U25 -> nicht geregelt", ["operator", "name", "operator", "keyword"]),
        ("alo->14 – tägig", ["name", "operator", "keyword"]),
        ("- x -> 1 Monat # nie", ["operator", "name", "operator", "number", "keyword", "comment"]),
        ("- and -> monthly", ["operator", "name", "operator", "name"]),
    ],
)
def test_whole_words_of_the_file_s_language_are_keywords(text: str, expected: list[str]) -> None:
    """Below a German title, words that only begin like a keyword or are English are names."""
    title = 'Richtlinie "P"\n'
    assert [class_ for at, _, class_ in shown(title + text) if at >= len(title)] == expected


def test_a_name_is_shown_where_it_is_declared() -> None:
    """Blocks and attributes stand out where they get their name."""
    found = {
        value: type_
        for type_, value in KpolLexer().get_tokens("attribute age: number 1 to 2\nrules Takt:\n")
    }
    assert found["age"] is Token.Name.Class
    assert found["Takt"] is Token.Name.Function
    assert found["rules"] is Token.Keyword.Namespace


def test_an_open_quotation_mark_is_an_error() -> None:
    """What the parser refuses stands out."""
    assert "error" in {class_ for _, _, class_ in shown('policy "P"\nnote "offen\n')}


def test_pygments_finds_the_lexer_by_name_file_and_content() -> None:
    """The entry point of the package is enough, for documentation tools and `pygmentize`."""
    assert isinstance(get_lexer_by_name("kpol"), KpolLexer)
    assert isinstance(get_lexer_for_filename("x.kpol"), KpolLexer)
    text = FILES[-1].read_text("utf-8")
    assert isinstance(guess_lexer(text), KpolLexer)
    assert "<span" in highlight(text, get_lexer_by_name("kpol"), HtmlFormatter())
