"""The canonical form as few edits: a document, some lines of it, a table while it is typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

import attrs

from kontaktdsl.diagnostics import Edit, Severity
from kontaktdsl.server.analysis import Analysis
from kontaktdsl.server.folding import last_line
from kontaktdsl.source import Source, Span
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.formatter import format_document
from kontaktdsl.syntax.lines import COMMENT_OR_CLOSED
from kontaktdsl.syntax.parser import parse
from kontaktdsl.tidy import Lossy, comments, tidied


def whole(analysis: Analysis, keywords: str | None = None) -> tuple[Edit, ...] | None:
    """The edits that make a document canonical, also in other keywords; None where it has errors.

    Line ends stay as they are: they belong to the editor.
    """
    try:
        text = tidied(analysis.source, keywords).text
    except Lossy:
        return None
    return None if text is None else tuple(edits(analysis.source, text))


def some(analysis: Analysis, start: int, end: int) -> tuple[Edit, ...] | None:
    """The edits for the statements that a range touches, with all lines of their blocks.

    What is aligned with them is taken in. None where a line among them cannot be read.
    """
    document = analysis.document
    source = analysis.source
    touched = [
        (at, node)
        for at, node in enumerate(document.statements)
        if node.span.start <= end and _end(node) >= start
    ]
    if not touched:
        return ()
    first, last = touched[0][0], touched[-1][0]
    first, last = _run(document.statements, first, -1), _run(document.statements, last, 1)
    nodes = document.statements[first : last + 1]
    begin, stop = nodes[0].span.line, last_line(nodes[-1])
    readable = tree.Document(
        source=source,
        language=document.language,
        statements=(attrs.evolve(nodes[0], leading=()), *nodes[1:]),
    )
    old = source.text[source.line_starts[begin - 1] : _line_end(source, stop)]
    if not _is_all(old, readable):
        return None
    text = format_document(readable)
    return tuple(edits(source, text.rstrip("\n"), begin, stop))


def _is_all(text: str, document: tree.Document) -> bool:
    """Whether a text says what a document says, and nothing that could not be read."""
    parsed = parse(Source("", text), language=document.language)
    return (
        all(f.severity is not Severity.ERROR or f.code == "no-title" for f in parsed.findings)
        and parsed.document.statements == document.statements
        and comments(parsed.document) == comments(document)
    )


def _run(statements: Sequence[tree.Statement], at: int, step: int) -> int:
    """The end of the run of statements that are aligned together, from one of them."""
    while 0 <= at + step < len(statements):
        upper, lower = sorted((at, at + step))
        apart = tree.Blank() in statements[lower].leading
        if apart or type(statements[upper]) is not type(statements[lower]):
            break
        at += step
    return at


def _end(node: tree.Statement) -> int:
    source = node.span.source
    return max(node.span.end, _line_end(source, last_line(node)))


def _line_end(source: Source, number: int) -> int:
    return source.line_starts[number - 1] + len(source.line(number))


def newline(source: Source) -> str:
    """The line end of a document."""
    text = source.text
    return "\r\n" if "\r\n" in text else "\r" if "\r" in text and "\n" not in text else "\n"


def edits(source: Source, text: str, begin: int = 1, stop: int | None = None) -> Iterator[Edit]:
    """The edits that turn the lines `begin` to `stop` into a text, whole lines that differ only."""
    count = len(source.line_starts)
    last = count if stop is None else stop
    old = [source.line(number) for number in range(begin, last + 1)]
    new = text.split("\n")
    end = newline(source)
    if len(old) == len(new):
        for at, (one, other) in enumerate(zip(old, new, strict=True)):
            if one != other:
                start = source.line_starts[begin + at - 1]
                yield Edit(Span(source, start, start + len(one)), other)
        return
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        lines = new[j1:j2]
        if i2 < len(old):  # something stands below: whole lines with their ends
            start = source.line_starts[begin + i1 - 1]
            until = source.line_starts[begin + i2 - 1]
            yield Edit(Span(source, start, until), "".join(line + end for line in lines))
        else:
            at_start = begin + i1 - 1
            start = _line_end(source, at_start) if i1 else source.line_starts[begin - 1]
            until = _line_end(source, begin + i2 - 1)
            joined = end.join(lines)
            yield Edit(Span(source, start, until), end + joined if i1 and lines else joined)


# --- while a table is typed -----------------------------------------------------------------------


def aligned(source: Source, offset: int) -> tuple[Edit, ...]:
    """The blanks that align the bars of the rows around a place, none where it is in no row.

    Works on rows that cannot be read yet; nothing but blanks is changed, and none in front of the
    place is taken away.
    """
    number = source.place(offset)[0]
    if not _is_row(source.line(number)) and number > 1 and _is_row(source.line(number - 1)):
        number -= 1
    if not _is_row(source.line(number)):
        return ()
    first = last = number
    while first > 1 and _is_row(source.line(first - 1)):
        first -= 1
    while last < len(source.line_starts) and _is_row(source.line(last + 1)):
        last += 1
    rows = [(n, cells(source.line(n))) for n in range(first, last + 1)]
    widths: dict[int, int] = {}
    for _, row in rows:
        for at, cell in enumerate(row[:-1]):
            widths[at] = max(widths.get(at, 0), cell.end - cell.start)
    found = []
    for line, row in rows:
        begin = source.line_starts[line - 1]
        for at, cell in enumerate(row[:-1]):
            if cell.bar < 0:
                continue
            here = begin + cell.end, begin + cell.bar
            blanks = " " * (widths[at] - (cell.end - cell.start) + 1)
            if source.text[here[0] : here[1]] != blanks:
                found.append(Edit(Span(source, *here), blanks))
            before = begin + cell.before
            if source.text[before : begin + cell.start] != " ":
                found.append(Edit(Span(source, before, begin + cell.start), " "))
    return tuple(sorted(found, key=lambda edit: edit.span.start))


@attrs.frozen
class CellText:
    """A cell of a line: behind the bar at `before`, its text, and the bar (or arrow) at its end."""

    before: int
    start: int
    end: int
    bar: int


def cells(line: str) -> list[CellText]:
    """The cells of a row, the last one being what stands behind the last bar."""
    found = []
    at = line.find("|") + 1
    before = at
    while at <= len(line):
        mark = line[at : at + 1]
        arrow = line.startswith("->", at)
        if mark and mark in '"„“«»[#':
            closed = COMMENT_OR_CLOSED.match(line, at)
            if closed is not None and closed.group() == "#":
                at = len(line)
                continue
            if closed is not None:
                at = closed.end()
                continue
        if mark == "|" or arrow or at == len(line):
            text = line[before:at]
            start = before + len(text) - len(text.lstrip())
            end = max(start, before + len(text.rstrip()))
            if not text.strip():
                start = end = before if at == len(line) else at
                if at < len(line):
                    start = end = before + min(len(text), 1)
            found.append(CellText(before, start, end, -1 if at == len(line) else at))
            at += 2 if arrow else 1
            before = at
            continue
        at += 1
    return found


def _is_row(line: str) -> bool:
    return line.lstrip().startswith("|")
