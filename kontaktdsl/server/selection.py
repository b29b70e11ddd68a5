"""From a place outwards: the name, the condition, the cell, the line, the block, the document."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from kontaktdsl.record import Record
from kontaktdsl.server.folding import last_line
from kontaktdsl.source import Span
from kontaktdsl.syntax import tree


def around(document: tree.Document, offset: int) -> tuple[Span, ...]:
    """The spans around a place, from the inside out, each larger than the one before."""
    source = document.source
    every = [Span(source, 0, len(source.text)), *_spans(document, offset)]
    line = source.place(offset)[0]
    start = source.line_starts[line - 1]
    text = source.line(line)
    every.append(Span(source, start + len(text) - len(text.lstrip()), start + len(text.rstrip())))
    found: list[Span] = []
    for span in sorted(every, key=lambda span: (span.end - span.start, -span.start)):
        inside = span.start <= offset <= span.end and span.start < span.end
        wider = not found or (span.start <= found[-1].start and found[-1].end <= span.end)
        same = found and (span.start, span.end) == (found[-1].start, found[-1].end)
        if inside and wider and not same:
            found.append(span)
    return tuple(found) or (Span(source, offset, offset),)


def _spans(document: tree.Document, offset: int) -> Iterator[Span]:
    for node in document.statements:
        source = node.span.source
        last = last_line(node)
        end = max(node.span.end, source.line_starts[last - 1] + len(source.line(last).rstrip()))
        if node.span.start <= offset <= end:
            yield Span(source, node.span.start, end)
            yield from _inside(node, offset)


def _inside(node: object, offset: int) -> Iterator[Span]:
    if isinstance(node, tuple):
        for part in node:
            yield from _inside(part, offset)
    elif isinstance(node, Record) and attrs.has(type(node)):
        span = getattr(node, "span", None)
        if isinstance(span, Span) and span.start <= offset <= span.end:
            yield span
        for field in attrs.fields(type(node)):  # type: ignore[arg-type]
            if field.name not in ("span", "leading", "trailing"):
                yield from _inside(getattr(node, field.name), offset)
