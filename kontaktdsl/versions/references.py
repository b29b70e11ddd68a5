"""Where a text refers to other policies by their ids."""

from __future__ import annotations

from collections.abc import Iterator

from kontaktdsl.source import Span
from kontaktdsl.syntax import tree


def references(document: tree.Document) -> Iterator[tuple[Span, tree.Name]]:
    """Each `see ID` of a rule with the span of its line or cell."""
    for node in document.statements:
        match node:
            case tree.Rule():
                yield from _seen(node.span, node.parts)
            case tree.Rules(rules=rules) | tree.ExceptionBlock(rules=rules):
                for rule in rules:
                    yield from _seen(rule.span, rule.parts)
            case tree.Table(rows=rows):
                for row in rows:
                    for cell in row.outcomes:
                        yield from _seen(cell.span, cell.parts)
            case _:
                continue


def _seen(span: Span, parts: tuple[tree.Part, ...]) -> Iterator[tuple[Span, tree.Name]]:
    for part in parts:
        if isinstance(part, tree.See) and isinstance(part.target, tree.Name):
            yield span, part.target
