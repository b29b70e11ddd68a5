"""Where each line of a consolidated text comes from, as a comment behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import attrs

from kontaktdsl.diagnostics import Text
from kontaktdsl.source import Span
from kontaktdsl.syntax import tree
from kontaktdsl.versions.consolidating import Consolidated
from kontaktdsl.versions.edition import Edition, said

E = TypeVar("E", bound=tree.Entry)

COMPUTED = Text("aus den Geltungstagen berechnet", "computed from the days of validity")


def annotated(
    made: Consolidated, editions: tuple[Edition, ...], day: Text, language: str
) -> tree.Document:
    """The consolidated text with a heading and the origin of every line, in this language."""
    names = {each.source.name: each.id for each in editions}
    base, *amendments = editions
    statements: list[tree.Statement] = []
    for node in made.document.statements:
        if node is made.computed:
            statements.append(_with(node, COMPUTED.into(language)))
        else:
            statements.append(_statement(node, names, language))
    told = [
        Text(f"Konsolidierte Fassung {day.de}", f"Consolidated version {day.en}"),
        _about(base),
        *(
            Text(f"geändert durch {_about(each).de}", f"amended by {_about(each).en}")
            for each in amendments
        ),
    ]
    first, *rest = statements
    heading = tuple(tree.Comment(text.into(language)) for text in told)
    own = tuple(mark for mark in first.leading if isinstance(mark, tree.Comment))
    first = attrs.evolve(first, leading=(*own, *heading))
    return attrs.evolve(made.document, statements=(first, *rest), language=language)


def _about(each: Edition) -> Text:
    issued = said(each.issued) if each.issued is not None else None
    return Text(
        f"{each.id}, „{each.title}“" + (f", Stand {issued.de}" if issued else ""),
        f'{each.id}, "{each.title}"' + (f", issued {issued.en}" if issued else ""),
    )


def _statement(node: tree.Statement, names: Mapping[str, str], language: str) -> tree.Statement:
    node = _with(node, _origin(node.span, names, language))
    match node:
        case tree.Rules(rules=rules) | tree.ExceptionBlock(rules=rules) | tree.At(rules=rules):
            lines = tuple(_with(rule, _origin(rule.span, names, language)) for rule in rules)
            return attrs.evolve(node, rules=lines)
        case tree.Table(heading=heading, rows=rows):
            return attrs.evolve(
                node,
                heading=heading and _with(heading, _origin(heading.span, names, language)),
                rows=tuple(_with(row, _origin(row.span, names, language)) for row in rows),
            )
        case _:
            return node


def _origin(span: Span, names: Mapping[str, str], language: str) -> str:
    name = names.get(span.source.name, span.source.name)
    return Text(f"aus {name}, Zeile {span.line}", f"from {name}, line {span.line}").into(language)


def _with(node: E, origin: str) -> E:
    """Behind the comment that is there: a citation in it still counts."""
    told = f"{node.trailing.text} · {origin}" if node.trailing and node.trailing.text else origin
    return attrs.evolve(node, trailing=tree.Comment(told))
