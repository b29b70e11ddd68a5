"""Formatting is idempotent and keeps tree and comments, whatever is thrown at it."""

import pytest
from hypothesis import HealthCheck, given, settings

from kontaktdsl.cli.init import ENGLISH, GERMAN
from kontaktdsl.diagnostics import Severity
from kontaktdsl.source import Source
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.formatter import format_document
from kontaktdsl.syntax.parser import Parsed, parse
from kontaktdsl.tidy import Lossy, difference, tidied
from tests.fmt.corpus import FILES, TEXTS, corpus
from tests.strategies.trees import documents
from tests.syntax.test_formatter import entries

usual = settings(
    max_examples=120,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
CHUNKS = 6


def read(text: str) -> Parsed:
    return parse(Source("test.kpol", text))


def comments(document: tree.Document) -> list[str]:
    """The comments in the order of the text."""
    found = []
    for entry in entries(document.statements):
        found += [r.text for r in entry.leading if isinstance(r, tree.Comment)]
        found += [entry.trailing.text] if entry.trailing else []
    return found + [r.text for r in document.epilogue if isinstance(r, tree.Comment)]


def assert_kept(text: str) -> bool:
    """The properties of one text; whether it could be formatted."""
    before = read(text)
    made = tidied(Source("test.kpol", text)).text
    if any(finding.severity is Severity.ERROR for finding in before.findings):
        assert made is None
        return False
    assert made is not None
    after = read(made)
    assert after.document.statements == before.document.statements, made
    assert comments(after.document) == comments(before.document), made
    assert tidied(Source("test.kpol", made)).text == made
    own = before.document.language
    other = "en" if own == "de" else "de"
    there = tidied(Source("test.kpol", made), other).text
    assert there is not None
    assert read(there).document.statements == before.document.statements
    assert tidied(Source("test.kpol", there), own).text == made
    return True


@given(documents())
@usual
def test_generated_documents(document: tree.Document) -> None:
    """Idempotent, and the tree and its comments stay, in both languages."""
    for language in ("de", "en"):
        assert assert_kept(format_document(document, language))


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_pasted_and_loosened_policies(chunk: int) -> None:
    """Real policies as they come out of Word or a careless hand are all formatted."""
    for text in corpus(240, harm=False)[chunk::CHUNKS]:
        assert assert_kept(text)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_damaged_policies(chunk: int) -> None:
    """What cannot be read is refused; all else keeps its tree and its comments."""
    kept = [assert_kept(text) for text in corpus(360, harm=True)[chunk::CHUNKS]]
    assert not all(kept)


def test_some_damage_leaves_a_text_that_is_formatted() -> None:
    """The corpus is no list of refusals."""
    made = [tidied(Source("x", text)).text is not None for text in corpus(120, harm=True)]
    assert 10 < sum(made) < 110


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_files_of_the_project_are_canonical(path: object) -> None:
    """`kpol fmt --check policies examples` is clean."""
    text = TEXTS[FILES.index(path)]  # type: ignore[arg-type]
    assert tidied(Source("x", text)).text == text


@pytest.mark.parametrize("text", [GERMAN, ENGLISH])
def test_what_init_writes_is_canonical(text: str) -> None:
    """The starter policies need no `kpol fmt`."""
    assert tidied(Source("x", text)).text == text


OLD = 'policy "P"\n# one\nattribute a: yes or no  # two\na -> monthly\nnot a -> weekly\n'


@pytest.mark.parametrize(
    ("old", "new", "english"),
    [
        ("weekly", "yearly", "it says something else"),
        ("# one\n", "", "a comment is missing or has moved"),
        ("  # two\na", "\na", "a comment is missing or has moved"),
        ("monthly", "monthlyy", "it cannot be read"),
    ],
)
def test_a_text_that_lost_something_is_noticed(old: str, new: str, english: str) -> None:
    """The guard in front of every write sees trees and comments."""
    document = read(OLD).document
    assert difference(document, OLD, "x") is None
    told = difference(document, OLD.replace(old, new, 1), "x")
    assert told is not None
    assert told.en == english


def test_a_bug_in_the_formatter_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """`tidied` raises where the formatter would change what a file says."""
    monkeypatch.setattr(
        "kontaktdsl.tidy.format_document", lambda *_: OLD.replace("weekly", "yearly")
    )
    with pytest.raises(Lossy):
        tidied(Source("x", OLD))
