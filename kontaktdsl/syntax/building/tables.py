"""The rows of a table."""

from typing import Any

from kontaktdsl.source import Span
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.building.pieces import Children, Pieces
from kontaktdsl.syntax.machine import Token

SEPARATORS = ("PIPE", "ARROW")


class Tables(Pieces):
    """Headings, rows and their cells."""

    def _cells(self, children: Children) -> tuple[list[tuple[Any, Span]], list[tuple[Any, Span]]]:
        """The content and place of each cell, left and right of the arrow."""
        sides: tuple[list[tuple[Any, Span]], list[tuple[Any, Span]]] = [], []
        marks = [
            index
            for index, child in enumerate(children)
            if isinstance(child, Token) and child.type in SEPARATORS
        ]
        side = 0
        for number, mark in enumerate(marks):
            last = number + 1 == len(marks)
            after = len(children) if last else marks[number + 1]
            content = next(iter(children[mark + 1 : after]), None)
            if content or not last:
                start = children[mark].span.end
                end = start if last else children[after].span.start
                side += children[mark].type == "ARROW"
                sides[side].append((content, Span(self._source, start, end)))
        return sides

    def heading(self, children: Children) -> tree.Heading:
        left, right = self._cells(children)
        return tree.Heading(
            attributes=tuple(name and self._name(name) for name, _ in left),
            columns=tuple(
                tree.Cell(condition, span=condition.span if condition else span)
                for condition, span in right
            ),
            **self._entry,
        )

    def row(self, children: Children) -> tree.Row:
        tail = []
        if isinstance(children[-1], Token) and children[-1].type == "CITATION":
            tail = [children.pop()]
        left, right = self._cells(children)
        return tree.Row(
            conditions=tuple(
                tree.Cell(condition, span=condition.span if condition else span)
                for condition, span in left
            ),
            outcomes=tuple(
                tree.OutcomeCell(
                    parts or (), span=parts[0].span.to(parts[-1].span) if parts else span
                )
                for parts, span in right
            ),
            citation=self._tail_of(tail)["citation"],
            **self._entry,
        )

    def left_cell(self, children: Children) -> tree.Condition | None:
        if not children:
            return None
        if isinstance(children[0], Token):
            return tree.Always(span=self._over(children))
        condition: tree.Condition = children[0]
        return condition

    def right_cell(self, children: Children) -> tuple[tree.Part, ...]:
        if not children:
            return ()
        if isinstance(children[0], Token):
            return (tree.ImpossibleCell(span=self._over(children)),)
        parts: tuple[tree.Part, ...] = children[0]
        return parts
