"""The TextMate grammar, run by the engine of Visual Studio Code, shows what the parser reads."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from kontaktdsl.syntax import highlighting, tree
from kontaktdsl.syntax.formatter import format_document
from kontaktdsl.syntax.highlighting import Kind
from kontaktdsl.syntax.keywords import LANGUAGES
from tests.editors.conftest import call
from tests.editors.oracle import Spans, differences
from tests.fmt.corpus import FILES, TEXTS, corpus
from tests.strategies import trees

Node = Callable[[str, object], list[list[tuple[int, int, str]]]]

CLASSES = (
    ("comment", "comment"),
    ("string", "string"),
    ("markup.inline.raw.citation", "citation"),
    ("keyword.operator", "operator"),
    ("keyword", "keyword"),
    ("entity.name", "name"),
    ("variable", "name"),
    ("constant.numeric", "number"),
    ("punctuation", "operator"),
    ("invalid", "error"),
)


def class_of(scopes: str) -> str:
    """The class of a token, by its innermost scope."""
    innermost = scopes.split(" ")[-1]
    return next((class_ for prefix, class_ in CLASSES if innermost.startswith(prefix)), "plain")


def shown(node: Node, texts: list[str]) -> Iterator[tuple[str, Spans]]:
    """How the grammar classes each text."""
    assert all(ord(letter) < 0x10000 for text in texts for letter in text)
    found = node("textmate.mjs", {"scope": "source.kpol", "texts": texts})
    for text, tokens in zip(texts, found, strict=True):
        yield text, [(start, end, class_of(scopes)) for start, end, scopes in tokens]


def test_policies_are_shown_as_they_are_read(node: Node) -> None:
    """Every token of every policy has the class that it has in the tree, also pasted from Word."""
    texts = [*TEXTS, *corpus(60, harm=False)]
    wrong = {text: differences(text, spans) for text, spans in shown(node, texts)}
    assert len(wrong) > 40
    assert not [lines for lines in wrong.values() if lines]


def test_what_can_be_written_is_shown_as_it_is_read(node: Node) -> None:
    """So for every statement of the language, in both languages."""
    texts: list[str] = []

    @settings(
        max_examples=100,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(trees.documents())
    def write(document: tree.Document) -> None:
        texts.extend(format_document(document, language) for language in LANGUAGES)

    write()
    texts = [text for text in texts if max(map(ord, text)) < 0x10000]
    assert len(texts) > 150
    assert not [lines for text, spans in shown(node, texts) if (lines := differences(text, spans))]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("nichtmarktnah oder nicht marktnah", "name keyword keyword name"),
        ("- nicht geregelt -> monatlich", "operator keyword name operator keyword"),
        ('- U25 -> nicht geregelt "x" # nie', "operator name operator keyword string comment"),
        ("alo->14 – tägig", "name operator keyword"),
        ('Hinweis "offen', "keyword error name"),
    ],
)
def test_whole_words_of_the_file_s_language_are_keywords(
    node: Node, line: str, expected: str
) -> None:
    """`nichtmarktnah` is a name, `nicht` before a name is not part of `nicht geregelt`."""
    title = 'Richtlinie "P"\n'
    ((text, spans),) = shown(node, [title + line])
    found = [
        class_ for start, end, class_ in spans if start >= len(title) and text[start:end].strip()
    ]
    assert found == expected.split()


def test_a_block_in_markdown_is_shown_too(node: Node) -> None:
    """The injection begins and ends with the fence."""
    text = 'und\n```kpol\nRichtlinie "P"\nalo und asu -> monatlich\n```\nund\n'
    (tokens,) = node("textmate.mjs", {"scope": "text.html.markdown", "texts": [text]})
    inside = [text[start:end] for start, end, scopes in tokens if class_of(scopes) == "keyword"]
    assert inside == ["Richtlinie", "und", "monatlich"]


# --- vscode-tmgrammar-test ----------------------------------------------------------------------


def kinds(text: str) -> Iterator[tuple[int, int, Kind]]:
    """The tokens of a text by the rules, in Python."""
    rules = highlighting.rules(*LANGUAGES)
    begun = [(re.compile(begin, re.M), own) for begin, own in highlighting.contexts().values()]
    at = 0
    while at < len(text):
        rules = next((own for begin, own in begun if begin.match(text, at)), rules)
        for rule in rules:
            found = re.compile(rule.pattern, re.MULTILINE).match(text, at)
            if found is not None and found.end() > at:
                whole = len(rule.kinds) == 1
                for group, kind in enumerate(rule.kinds, 0 if whole else 1):
                    if kind is not None:
                        yield (*_without_indent(text, *found.span(group)), kind)
                at = found.end()
                break
        else:
            at += 1


def _without_indent(text: str, start: int, end: int) -> tuple[int, int]:
    return start + len(text[start:end]) - len(text[start:end].lstrip()), end


def syntax_test(text: str) -> str:
    """A text with the scope of each of its tokens below its line, as vscode-tmgrammar-test reads it."""
    found = list(kinds(text))
    lines = ['# SYNTAX TEST "source.kpol"']
    start = 0
    for line in text.split("\n"):
        lines.append(line)
        for begin, end, kind in found:
            if start <= begin < start + len(line):
                first, length = begin - start, end - begin
                if first == 0:
                    lines.append(f"# <{'-' * length} {kind.scope}")
                else:
                    lines.append(f"#{' ' * (first - 1)}{'^' * length} {kind.scope}")
        start += len(line) + 1
    return "\n".join(lines) + "\n"


def run_syntax_tests(extension: Path, files: list[Path]) -> str:
    """What vscode-tmgrammar-test has to complain about."""
    tool = extension / "node_modules/.bin/vscode-tmgrammar-test"
    grammar = ("--grammar", "syntaxes/kpol.tmLanguage.json")
    run = call([tool, *grammar, *files], cwd=extension)
    return "" if run.returncode == 0 else run.stdout or "failed"


def test_the_fixtures_of_the_grammar_hold(extension: Path) -> None:
    """`npm test` in the extension's folder: fixtures in both languages, written by hand."""
    files = sorted((extension / "tests").glob("*.kpol"))
    assert len(files) >= 3
    assert not run_syntax_tests(extension, files)


def test_every_scope_of_the_real_policies_is_the_one_of_the_rules(
    extension: Path, tmp_path: Path
) -> None:
    """Oniguruma and Python read the rules alike, in every policy, to the last character."""
    files = []
    for path in FILES:
        files.append(tmp_path / f"{path.parent.name}-{path.name}")
        files[-1].write_text(syntax_test(path.read_text("utf-8")), encoding="utf-8")
    assert not run_syntax_tests(extension, files)


def test_a_wrong_scope_is_noticed(extension: Path, tmp_path: Path) -> None:
    """The tool can fail."""
    path = tmp_path / "wrong.kpol"
    text = syntax_test(FILES[0].read_text("utf-8")).replace("variable.other", "string", 1)
    path.write_text(text, encoding="utf-8")
    assert "string" in run_syntax_tests(extension, [path])
