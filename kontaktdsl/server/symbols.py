"""The outline of a document, and what is declared in a workspace."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from kontaktdsl.server.analysis import Analysis
from kontaktdsl.server.folding import last_line
from kontaktdsl.server.names import Names, Role
from kontaktdsl.source import Span
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.formatter import format_condition, format_outcome
from kontaktdsl.syntax.keywords import keywords

MOST = 500
"""So many declarations are shown for one question."""
LONGEST = 80


@attrs.frozen(eq=False)
class Item:
    """One entry of an outline: `span` is all of it, `name_span` what to show when it is chosen."""

    name: str
    detail: str
    role: str
    span: Span
    name_span: Span
    inner: tuple[Item, ...] = ()


_ROLES = {
    Role.ATTRIBUTE: "attribute",
    Role.VALUE: "value",
    Role.TERM: "definition",
    Role.EVENT: "event",
    Role.KIND: "kind",
    Role.BLOCK: "block",
    Role.SERIES: "series",
}


def outline(analysis: Analysis) -> tuple[Item, ...]:
    """The statements of a document that someone may look for, with what is in them."""
    title = None
    found: list[Item] = []
    for node in analysis.document.statements:
        item = _item(node, analysis.language)
        if item is not None and node.amending is not None:
            what = keywords(analysis.language).phrase(node.amending.value)
            item = attrs.evolve(item, detail=_cut(f"{what} {item.detail}"))
        if isinstance(node, tree.Title):
            title = item
        elif item is not None:
            found.append(item)
    if title is None:
        return tuple(found)
    return (title, *found)


def _item(node: tree.Statement, language: str) -> Item | None:
    word = keywords(language).phrase
    whole = Span(node.span.source, node.span.start, _end(node))
    match node:
        case tree.Title(text=text):
            return Item(_cut(text.text), "", "policy", whole, text.span)
        case tree.Attribute(name=name, label=label, domain=domain):
            inner: tuple[Item, ...] = ()
            if isinstance(domain, tree.Enumeration):
                inner = tuple(_value(value, "value") for value in domain.values)
            return Item(
                name.text, label.text if label else "", "attribute", whole, name.span, inner
            )
        case tree.Define(name=name, condition=condition):
            detail = _cut(format_condition(condition, language))
            return Item(name.text, detail, "definition", whole, name.span)
        case tree.Event(name=name, label=label):
            return Item(name.text, label.text if label else "", "event", whole, name.span)
        case tree.Series(name=name, label=label):
            return Item(name.text, label.text if label else "", "series", whole, name.span)
        case tree.KindsOfContact(values=values):
            inner = tuple(_value(value, "kind") for value in values)
            first = values[0].name.span if values else node.span
            return Item(word("kinds"), "", "kinds", whole, first, inner)
        case tree.Rules(name=name, rules=rules):
            lines = tuple(_rule(rule, language) for rule in rules)
            return Item(name.text, word("rules"), "block", whole, name.span, lines)
        case tree.ExceptionBlock(name=name, bases=bases, rules=rules):
            lines = tuple(_rule(rule, language) for rule in rules)
            detail = f"{word('exception')} {word('to-blocks')} {', '.join(b.text for b in bases)}"
            return Item(name.text, _cut(detail), "block", whole, name.span, lines)
        case tree.Table(name=name, rows=rows):
            lines = tuple(
                Item(_cut(" ".join(row.span.text.split())), "", "rule", row.span, row.span)
                for row in rows
            )
            return Item(name.text, word("table"), "block", whole, name.span, lines)
        case tree.At(rules=rules):
            lines = tuple(_rule(rule, language) for rule in rules)
            shown = _cut(" ".join(node.span.text.split()).rstrip(":"))
            return Item(shown, "", "occasion", whole, node.span, lines)
        case tree.Rule():
            return _rule(node, language)
        case tree.Example(title=title):
            shown = title.text if title else " ".join(node.span.text.split())
            return Item(_cut(shown), word("example"), "example", whole, node.span)
        case (
            tree.EnsureOutcome() | tree.EnsureOneOf() | tree.EnsureNeverLooser()
            | tree.Impossible()
        ):  # fmt: skip
            keyword = "impossible" if isinstance(node, tree.Impossible) else "ensure"
            rest = node.span.text.partition(":")[2]
            return Item(_cut(" ".join(rest.split())), word(keyword), "promise", whole, node.span)
        case tree.Scope() | tree.SingleCase() | tree.Remove():
            return Item(_cut(node.span.text), "", "promise", whole, node.span)
        case _:
            return None


def _value(value: tree.Value, role: str) -> Item:
    label = value.label.text if value.label else ""
    return Item(value.name.text, label, role, value.span, value.name.span)


def _rule(rule: tree.Rule, language: str) -> Item:
    parts = format_outcome(rule.parts, language)
    if isinstance(rule.condition, tree.Always):
        return Item(_cut(parts), "", "rule", rule.span, rule.span)
    condition = format_condition(rule.condition, language)
    return Item(_cut(condition), _cut(f"-> {parts}"), "rule", rule.span, rule.condition.span)


def _end(node: tree.Statement) -> int:
    source = node.span.source
    last = last_line(node)
    end = source.line_starts[last - 1] + len(source.line(last).rstrip())
    return max(node.span.end, end) if last > source.place(node.span.end)[0] else node.span.end


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return (text if len(text) <= LONGEST else text[: LONGEST - 1] + "…") or "…"


def search(query: str, documents: Iterable[Names]) -> tuple[Item, ...]:
    """The declarations whose name or label holds the letters of a query in their order."""
    found: list[Item] = []
    seen: set[tuple[str, int]] = set()
    for names in documents:
        for item in _declared(names):
            place = item.span.source.name, item.name_span.start
            if place not in seen and (fits(query, item.name) or fits(query, item.detail)):
                seen.add(place)
                found.append(item)
                if len(found) == MOST:
                    return tuple(found)
    return tuple(found)


def _declared(names: Names) -> Iterator[Item]:
    for declared in names.scope.everything:
        if declared.symbol.home == names.source.name:
            yield Item(
                declared.symbol.name,
                declared.label or declared.symbol.owner,
                _ROLES[declared.symbol.role],
                declared.node.span,
                declared.name.span,
            )


def fits(query: str, text: str) -> bool:
    """Whether the letters of a query stand in a text in their order, whatever their case."""
    letters = iter(text.casefold())
    return all(letter in letters for letter in query.casefold())
