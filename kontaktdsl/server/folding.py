"""What can be folded away: blocks, the header, runs of declarations and remarks, sections."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from kontaktdsl.source import Source
from kontaktdsl.syntax import tree

_SECTION = re.compile(r"#\s*-{3,}.*\w.*")


@attrs.frozen(order=True)
class Fold:
    """The lines `first` to `last`, from 1, of which the first stays in sight."""

    first: int
    last: int
    comment: bool = False


def folds(document: tree.Document) -> tuple[Fold, ...]:
    """Every fold, in the order of the text; one line alone is none."""
    source = document.source
    found = {
        *_blocks(document), *_runs(document), *_statements(document),
        *_remarks(source), *_sections(source),
    }  # fmt: skip
    by_start: dict[int, Fold] = {}
    for fold in sorted(found, key=lambda fold: (fold.first, -fold.last)):
        if fold.last > fold.first:
            by_start.setdefault(fold.first, fold)
    return tuple(by_start.values())


def last_line(node: tree.Statement) -> int:
    """The last line of a statement with all its bullets or rows."""
    inner: tuple[tree.Entry, ...] = ()
    match node:
        case tree.Rules(rules=rules) | tree.ExceptionBlock(rules=rules) | tree.At(rules=rules):
            inner = rules
        case tree.Table(heading=heading, rows=rows):
            inner = rows or ((heading,) if heading else ())
    span = inner[-1].span if inner else node.span
    return span.source.place(max(span.start, span.end - 1))[0]


def _blocks(document: tree.Document) -> Iterator[Fold]:
    for node in document.statements:
        if isinstance(node, tree.Rules | tree.ExceptionBlock | tree.Table | tree.At):
            yield Fold(node.span.line, last_line(node))


def _statements(document: tree.Document) -> Iterator[Fold]:
    """Lines that go on in the next one."""
    from kontaktdsl.tidy import entries

    for entry in entries(document.statements):
        yield Fold(
            entry.span.line, entry.span.source.place(max(entry.span.start, entry.span.end - 1))[0]
        )


_HEADER = (
    tree.Id, tree.Issuer, tree.Issued, tree.Valid, tree.SourceText, tree.AppliesTo,
    tree.Scope, tree.IntervalsAre, tree.Calendar, tree.DueDates,
)  # fmt: skip
_VOCABULARY = (tree.Attribute, tree.Event, tree.Define, tree.Use, tree.KindsOfContact)
_PROMISES = (tree.Example, tree.EnsureOutcome, tree.EnsureOneOf, tree.EnsureNeverLooser)


def _runs(document: tree.Document) -> Iterator[Fold]:
    """The header below its title, and declarations or examples one below the other."""
    start: tree.Statement | None = None
    before: tree.Statement | None = None
    group: tuple[type, ...] = ()
    for node in (*document.statements, None):
        goes_on = (
            (isinstance(node, group) if group else False)
            and node is not None
            and (tree.Blank() not in node.leading or group == _HEADER)
        )
        if start is not None and before is not None and not goes_on:
            yield Fold(start.span.line, last_line(before))
            start, group = None, ()
        if node is not None and start is None:
            if isinstance(node, tree.Title):
                start, group = node, _HEADER
            else:
                kinds = (_VOCABULARY, _PROMISES)
                group = next((kind for kind in kinds if isinstance(node, kind)), ())
                start = node if group else None
        before = node


def _remarks(source: Source) -> Iterator[Fold]:
    """Remarks one below the other."""
    start = 0
    count = len(source.line_starts)
    for number in range(1, count + 2):
        text = source.line(number).strip() if number <= count else ""
        if text.startswith("#") and not _SECTION.fullmatch(text):
            start = start or number
        elif start:
            yield Fold(start, number - 1, comment=True)
            start = 0


def _sections(source: Source) -> Iterator[Fold]:
    """From a remark like `# --- Wie oft? ---` to the next one."""
    start = 0
    count = len(source.line_starts)
    filled = 0
    for number in range(1, count + 1):
        text = source.line(number).strip()
        if _SECTION.fullmatch(text):
            if start:
                yield Fold(start, filled)
            start = number
        if text:
            filled = number
    if start:
        yield Fold(start, filled)
