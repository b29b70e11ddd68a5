"""Lines with characters that Word and PDF leave behind, as the formatter writes them."""

import unicodedata
from collections import Counter

from kontaktdsl.diagnostics import Edit, Severity
from kontaktdsl.mending.edits import applied
from kontaktdsl.source import Source, Span
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.formatter import format_document
from kontaktdsl.syntax.parser import parse
from kontaktdsl.tidy import comments, entries

_ODD = frozenset("\u2010\u2011\u2012–—\u2212•·▪‣◦\uf0b7→⇒➔➜„“”«»≤≥")
MOST = 200
"""So many lines are tried one by one where cleaning all at once would change something."""


def cleaned(source: Source) -> list[Edit]:
    """The edits that clean the lines that hold such characters and leave all others alone."""
    if source.text.isascii():
        return []
    parsed = parse(source)
    errors = sum(finding.severity is Severity.ERROR for finding in parsed.findings)
    edits = _edits(source, parsed.document)
    if not edits or _harmless(source, edits, parsed.document, errors):
        return edits
    return [edit for edit in edits[:MOST] if _harmless(source, [edit], parsed.document, errors)]


def _edits(source: Source, document: tree.Document) -> list[Edit]:
    clean = parse(Source(source.name, format_document(document))).document
    old, new = list(entries(document.statements)), list(entries(clean.statements))
    if len(old) != len(new):
        return []
    found = []
    for before, after in zip(old, new, strict=True):
        start = source.line_starts[before.span.line - 1]
        indent = source.text[start : before.span.start].lstrip("\ufeff")
        if indent.isspace() and not indent.isascii():
            span = Span(source, before.span.start - len(indent), before.span.end)
            found.append(Edit(span, " " * (after.span.column - 1) + after.span.text))
            continue
        if _odd(before.span.text) - _odd(after.span.text):
            found.append(Edit(before.span, after.span.text))
    return found


def _odd(text: str) -> Counter[str]:
    if text.isascii():
        return Counter()
    return Counter(
        letter
        for letter in text
        if letter in _ODD or (not letter.isascii() and unicodedata.category(letter) in ("Zs", "Mn"))
    )


def _harmless(source: Source, edits: list[Edit], old: tree.Document, errors: int) -> bool:
    again = parse(applied(source, edits))
    return (
        again.document.statements == old.statements
        and comments(again.document) == comments(old)
        and sum(finding.severity is Severity.ERROR for finding in again.findings) == errors
    )
