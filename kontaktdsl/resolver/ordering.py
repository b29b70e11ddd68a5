"""A comparison of values that have no order: how to give them one."""

from __future__ import annotations

from collections.abc import Iterator

from kontaktdsl import model
from kontaktdsl.diagnostics import Diagnostic, Edit, Repair, Text
from kontaktdsl.domains import Enumeration
from kontaktdsl.resolver import kinds
from kontaktdsl.source import Span


def not_ordered(span: Span, attribute: model.Attribute, domain: Enumeration) -> Diagnostic:
    """The finding, with the declaration mended or, where that cannot be, what to write there."""
    repairs = tuple(_ordered(attribute, domain))
    notes = () if repairs else (_rising(domain),)
    return kinds.NOT_ORDERED.at(span, name=attribute.name, notes=notes, repairs=repairs)


def _ordered(attribute: model.Attribute, domain: Enumeration) -> Iterator[Repair]:
    """The declaration with its values in the order in which they stand there."""
    source, line = attribute.span.source, attribute.span.line
    written = source.line(line)
    head, _, values = written.partition(":")
    values = values.partition("#")[0]
    if '"' in values or not all(value.name in values for value in domain.values):
        return  # a label may hold a bar, and values may go on below
    note = Text("wenn sie in dieser Folge aufsteigen", "if they rise in this order")
    start = source.line_starts[line - 1]
    first = start + len(head) + 1
    edits = tuple(
        Edit(Span(source, first + at, first + at + 1), "<")
        for at, letter in enumerate(values)
        if letter == "|"
    )
    yield Repair(f"{head.strip()}:{values.rstrip().replace('|', '<')}", note, edits)


def _rising(domain: Enumeration) -> Text:
    """What to write where the declaration cannot be mended letter by letter."""
    rising = " < ".join(value.name for value in domain.values)
    return Text(
        f"in ihrer Zeile mit `<`, das Niedrigste zuerst: `{rising}`",
        f"in their line with `<`, the lowest first: `{rising}`",
    )
