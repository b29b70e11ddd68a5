"""The canonical text of a file, and the proof that nothing of it was lost on the way."""

from collections.abc import Iterator, Sequence

import attrs

from kontaktdsl.diagnostics import Diagnostic, Severity, Text
from kontaktdsl.source import Source
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.formatter import format_document
from kontaktdsl.syntax.parser import parse
from kontaktdsl.syntax.reading import ForeignSource

LOST = "\ufffd"
"""Stands where a letter could not be decoded."""


class Lossy(Exception):
    """The new text does not say what the old one says: a bug, and a reason to write nothing."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


@attrs.frozen(eq=False)
class Tidied:
    """The canonical text, None where the file cannot be read whole, and then why."""

    text: str | None
    findings: tuple[Diagnostic, ...] = ()


def tidied(source: Source, language: str | None = None) -> Tidied:
    """The canonical text of a source, in its own spoken language or in another.

    Raises Lossy if tree or comments would change.
    """
    parsed = parse(source)
    if any(finding.severity is Severity.ERROR for finding in parsed.findings) or guessed(source):
        return Tidied(None, parsed.findings)
    text = format_document(parsed.document, language)
    if text != source.text:
        lost = difference(parsed.document, text, source.name)
        if lost is not None:
            raise Lossy(lost)
    return Tidied(text)


def guessed(source: Source) -> bool:
    """Whether nothing in the file says how its letters are written down."""
    return isinstance(source, ForeignSource) and source.encoding == "Windows-1252"


def difference(old: tree.Document, text: str, name: str) -> Text | None:
    """What a text says otherwise than a tree, None if nothing: places and blank lines are free."""
    again = parse(Source(name, text))
    if any(finding.severity is Severity.ERROR for finding in again.findings):
        return Text("er lässt sich nicht lesen", "it cannot be read")
    if again.document.statements != old.statements:
        return Text("er sagt etwas anderes", "it says something else")
    if comments(again.document) != comments(old):
        return Text("ein Kommentar fehlt oder steht woanders", "a comment is missing or has moved")
    return None


def entries(statements: Sequence[tree.Entry]) -> Iterator[tree.Entry]:
    """Every statement, bullet and row, in the order of the text."""
    for entry in statements:
        yield entry
        match entry:
            case tree.Rules(rules=rules) | tree.ExceptionBlock(rules=rules) | tree.At(rules=rules):
                yield from rules
            case tree.Table(heading=heading, rows=rows):
                if heading is not None:
                    yield heading
                yield from rows


def comments(document: tree.Document) -> list[tuple[tree.Comment, ...]]:
    """The comments above and behind every entry, and those at the end."""
    found = []
    for entry in entries(document.statements):
        found.append(_only_comments(entry.leading))
        found.append((entry.trailing,) if entry.trailing else ())
    return [*found, _only_comments(document.epilogue)]


def _only_comments(
    remarks: Sequence[tree.Comment | tree.Blank],
) -> tuple[tree.Comment, ...]:
    return tuple(remark for remark in remarks if isinstance(remark, tree.Comment))
