"""What each name in a document stands for, and where it is declared.

The same rules as the resolver's (`kontaktdsl.resolver`), but read off the tree, so that it works in
a document with errors, and for every place, not only for what reaches the model.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from functools import cached_property

import attrs

from kontaktdsl.source import Source, Span
from kontaktdsl.syntax import tree


class Role(Enum):
    """What kind of thing a name stands for."""

    ATTRIBUTE = "attribute"
    VALUE = "value"
    TERM = "definition"
    EVENT = "event"
    KIND = "kind of contact"
    BLOCK = "block"
    SERIES = "series"


@attrs.frozen
class Symbol:
    """What a name stands for: `owner` is the attribute of a value, `home` the file, else empty."""

    role: Role
    name: str
    owner: str
    home: str


@attrs.frozen(eq=False)
class Declared:
    """A declaration: the name at its place, the statement, and the value where it is one."""

    symbol: Symbol
    name: tree.Name
    node: tree.Statement
    value: tree.Value | None = None

    @property
    def label(self) -> str | None:
        """The label it is shown by."""
        shown = self.value.label if self.value else getattr(self.node, "label", None)
        return shown.text if shown is not None else None


@attrs.frozen(eq=False)
class Use:
    """A name at a place of the document, and what it stands for."""

    symbol: Symbol
    span: Span
    declares: bool = False


@attrs.define(eq=False)
class Scope:
    """What is declared in a document and in the files that it uses; the first one counts."""

    attributes: dict[str, Declared] = attrs.Factory(dict)
    values: dict[str, list[Declared]] = attrs.Factory(dict)
    terms: dict[str, Declared] = attrs.Factory(dict)
    events: dict[str, Declared] = attrs.Factory(dict)
    kinds: dict[str, Declared] = attrs.Factory(dict)
    blocks: dict[str, Declared] = attrs.Factory(dict)
    series: dict[str, Declared] = attrs.Factory(dict)

    @property
    def everything(self) -> Iterator[Declared]:
        """All declarations."""
        yield from self.attributes.values()
        for values in self.values.values():
            yield from values
        for group in (self.terms, self.events, self.kinds, self.blocks, self.series):
            yield from group.values()

    def values_of(self, attribute: str) -> list[Declared]:
        """The values of an attribute, in order."""
        return [
            declared
            for values in self.values.values()
            for declared in values
            if declared.symbol.owner == attribute
        ]

    def in_condition(self, name: str) -> Declared | None:
        """What a bare name in a condition stands for; None where nothing or several things do."""
        attribute = self.attributes.get(name)
        values = self.values.get(name, [])
        term = self.terms.get(name)
        flag = attribute is not None and _is_flag(attribute)
        if len(values) + (term is not None) + flag > 1:
            return None
        return term or (values[0] if values and not flag else None) or attribute


def _is_flag(declared: Declared) -> bool:
    return isinstance(getattr(declared.node, "domain", None), tree.YesNo)


def declarations(documents: Iterable[tree.Document]) -> Scope:
    """What a document (the first) and the files that it uses declare; an amendment knows the blocks
    and the series of the text that it amends, too.
    """
    scope = Scope()
    first, *others = documents
    amends = any(isinstance(node, tree.Amends) for node in first.statements)
    for document, node in _declaring((first, *others)):
        home = document.source.name
        whole = document is first or amends
        match node:
            case tree.Attribute(name=name, domain=domain):
                found = _declared(Role.ATTRIBUTE, name, node, home)
                if scope.attributes.setdefault(name.text, found) is not found:
                    continue
                if isinstance(domain, tree.Enumeration):
                    for value in domain.values:
                        symbol = Symbol(Role.VALUE, value.name.text, name.text, home)
                        known = scope.values.setdefault(value.name.text, [])
                        if all(one.symbol.owner != name.text for one in known):
                            known.append(Declared(symbol, value.name, node, value))
            case tree.Define(name=name):
                scope.terms.setdefault(name.text, _declared(Role.TERM, name, node, home))
            case tree.Event(name=name):
                scope.events.setdefault(name.text, _declared(Role.EVENT, name, node, home))
            case tree.KindsOfContact(values=values):
                for value in values:
                    symbol = Symbol(Role.KIND, value.name.text, "", home)
                    scope.kinds.setdefault(
                        value.name.text, Declared(symbol, value.name, node, value)
                    )
            case tree.Series(name=name):
                if whole:
                    found = _declared(Role.SERIES, name, node, home)
                    scope.series.setdefault(name.text, found)
            case tree.Rules(name=name) | tree.ExceptionBlock(name=name) | tree.Table(name=name):
                if whole:
                    scope.blocks.setdefault(name.text, _declared(Role.BLOCK, name, node, home))
    return scope


def _declaring(
    documents: Sequence[tree.Document],
) -> Iterator[tuple[tree.Document, tree.Statement]]:
    """Every statement; what an amendment writes anew comes last: its name is declared before."""
    anew = []
    for document in documents:
        for node in document.statements:
            if node.amending is tree.Amending.REPLACE:
                anew.append((document, node))
            else:
                yield document, node
    yield from anew


def _declared(role: Role, name: tree.Name, node: tree.Statement, home: str) -> Declared:
    return Declared(Symbol(role, name.text, "", home), name, node)


@attrs.frozen(slots=False, eq=False)
class Names:
    """The names of a document; `documents` are it and the files that it uses."""

    documents: Sequence[tree.Document]

    @property
    def source(self) -> Source:
        """The text of the document."""
        return self.documents[0].source

    @cached_property
    def scope(self) -> Scope:
        """What can be named."""
        return declarations(self.documents)

    @cached_property
    def uses(self) -> tuple[Use, ...]:
        """Every name that stands for something, in the order of the text."""
        found = [use for node in self.documents[0].statements for use in self._statement(node)]
        return tuple(sorted(found, key=lambda use: use.span.start))

    @cached_property
    def _starts(self) -> list[int]:
        return [use.span.start for use in self.uses]

    def at(self, offset: int) -> Use | None:
        """The name at a place, also right behind its last letter."""
        place = bisect_right(self._starts, offset)
        for use in reversed(self.uses[max(0, place - 2) : place]):
            if use.span.start <= offset <= use.span.end:
                return use
        return None

    def declaration(self, symbol: Symbol) -> Declared | None:
        """Where something is declared."""
        return next((one for one in self.scope.everything if one.symbol == symbol), None)

    # --- walking the tree -----------------------------------------------------------------------

    def _statement(self, node: tree.Statement) -> Iterator[Use]:
        scope = self.scope
        belongs: tree.Name | None = getattr(node, "series", None)
        if belongs is not None:
            yield from self._own(scope.series.get(belongs.text), belongs)
        match node:
            case tree.Series(name=name, kinds=kinds, restarts=restarts):
                yield from self._own(scope.series.get(name.text), name)
                for kind in kinds:
                    yield from self._own(scope.kinds.get(kind.text), kind)
                if restarts is not None:
                    yield from self._own(scope.events.get(restarts.text), restarts)
            case tree.Attribute(name=name, domain=domain):
                yield from self._own(scope.attributes.get(name.text), name)
                yield from self._events(domain)
                if isinstance(domain, tree.Enumeration):
                    for value in domain.values:
                        known = self._value(name.text, value.name)
                        yield from self._own(known, value.name)
            case tree.Event(name=name):
                yield from self._own(scope.events.get(name.text), name)
            case tree.Define(name=name, condition=condition):
                yield from self._own(scope.terms.get(name.text), name)
                yield from self._condition(condition)
            case tree.KindsOfContact(values=values):
                for value in values:
                    yield from self._own(scope.kinds.get(value.name.text), value.name)
            case tree.IntervalsAre(but_minimum_for=tree_condition):
                if tree_condition is not None:
                    yield from self._condition(tree_condition)
            case tree.Impossible(condition=condition) | tree.Scope(condition=condition):
                yield from self._condition(condition)
            case tree.Rule():
                yield from self._rule(node)
            case tree.At(rules=rules):
                for rule in rules:
                    yield from self._rule(rule)
            case tree.Rules(name=name, rules=rules):
                yield from self._own(scope.blocks.get(name.text), name)
                for rule in rules:
                    yield from self._rule(rule)
            case tree.ExceptionBlock(name=name, bases=bases, rules=rules):
                yield from self._own(scope.blocks.get(name.text), name)
                yield from self._blocks(bases)
                for rule in rules:
                    yield from self._rule(rule)
            case tree.Table():
                yield from self._table(node)
            case tree.Of(blocks=blocks) | tree.Accept(blocks=blocks):
                yield from self._blocks(blocks)
            case tree.SingleCase(leeways=leeways):
                yield from self._events(leeways)
            case tree.Remove(sort=sort, names=names):
                for each in names:
                    if isinstance(each, tree.Name):
                        yield from self._own(self._removed(sort).get(each.text), each)
            case tree.Quantity(of=of):
                if of is not None:
                    yield from self._word(of, None)
            case tree.Example(facts=facts, parts=parts):
                for fact in facts:
                    yield from self._condition(fact)
                yield from self._parts(parts)
            case tree.EnsureOutcome(condition=condition, parts=parts):
                yield from self._condition(condition)
                yield from self._parts(parts)
            case tree.EnsureOneOf(conditions=conditions):
                for condition in conditions:
                    yield from self._condition(condition)

    def _removed(self, sort: tree.Sort) -> dict[str, Declared]:
        """What there is of a sort that an amendment can remove."""
        scope = self.scope
        return {
            tree.Sort.BLOCK: scope.blocks,
            tree.Sort.ATTRIBUTE: scope.attributes,
            tree.Sort.EVENT: scope.events,
            tree.Sort.DEFINITION: scope.terms,
            tree.Sort.SERIES: scope.series,
        }.get(sort, {})

    def _own(self, declared: Declared | None, name: tree.Name) -> Iterator[Use]:
        if declared is not None:
            yield Use(declared.symbol, name.span, declares=declared.name is name)

    def _value(self, attribute: str, value: tree.Name) -> Declared | None:
        known = self.scope.values.get(value.text, ())
        return next((one for one in known if one.symbol.owner == attribute), None)

    def _blocks(self, names: Iterable[tree.Name]) -> Iterator[Use]:
        for name in names:
            yield from self._own(self.scope.blocks.get(name.text), name)

    def _rule(self, rule: tree.Rule) -> Iterator[Use]:
        yield from self._condition(rule.condition)
        yield from self._parts(rule.parts)

    def _table(self, node: tree.Table) -> Iterator[Use]:
        yield from self._own(self.scope.blocks.get(node.name.text), node.name)
        if node.heading is None:
            return
        for attribute in node.heading.attributes:
            if attribute is not None:
                yield from self._own(self.scope.attributes.get(attribute.text), attribute)
        for cell in node.heading.columns:
            if cell.condition is not None:
                yield from self._condition(cell.condition)
        for row in node.rows:
            for cell, column in zip(row.conditions, node.heading.attributes, strict=False):
                if cell.condition is not None:
                    yield from self._condition(cell.condition, column.text if column else None)
            for outcome in row.outcomes:
                yield from self._parts(outcome.parts)

    def _condition(self, node: tree.Condition, column: str | None = None) -> Iterator[Use]:
        match node:
            case tree.Word(name=tree.Name() as name):
                yield from self._word(name, column)
            case tree.Word(name=tree.On() as on):
                yield from self._subject(on)
            case tree.Is(attribute=spoken, value=value):
                yield from self._subject(spoken)
                yield from self._own(self._value(_attribute(spoken), value), value)
            case tree.OneOf(attribute=subject, values=values):
                yield from self._subject(subject)
                owner = _attribute(subject) or column
                for value in values:
                    known = self._value(owner, value) if owner is not None else None
                    yield from self._own(known or self.scope.in_condition(value.text), value)
            case tree.Compare(attribute=subject, bound=bound):
                yield from self._subject(subject)
                yield from self._bounds(_attribute(subject) or column, bound)
            case tree.Between(attribute=subject, low=low, high=high):
                yield from self._subject(subject)
                yield from self._bounds(_attribute(subject) or column, low, high)
            case tree.Before(event=event) | tree.Dated(event=event):
                yield from self._own(self.scope.events.get(event.text), event)
            case tree.Not(term=term):
                yield from self._condition(term, column)
            case tree.And(terms=terms) | tree.Or(terms=terms):
                for term in terms:
                    yield from self._condition(term, column)

    def _subject(self, subject: tree.Subject | None) -> Iterator[Use]:
        if isinstance(subject, tree.On):
            yield from self._subject(subject.attribute)
            yield from self._own(self.scope.events.get(subject.event.text), subject.event)
        elif subject is not None:
            yield from self._own(self.scope.attributes.get(subject.text), subject)

    def _bounds(self, owner: str | None, *bounds: tree.Bound) -> Iterator[Use]:
        for bound in bounds:
            if isinstance(bound, tree.Name) and owner is not None:
                yield from self._own(self._value(owner, bound), bound)

    def _word(self, name: tree.Name, column: str | None) -> Iterator[Use]:
        known = self._value(column, name) if column is not None else None
        yield from self._own(known or self.scope.in_condition(name.text), name)

    def _parts(self, parts: Iterable[tree.Part]) -> Iterator[Use]:
        for part in parts:
            if isinstance(part, tree.Kinds):
                for name in part.names:
                    yield from self._own(self.scope.kinds.get(name.text), name)
            else:
                yield from self._events(part)

    def _events(self, node: object) -> Iterator[Use]:
        """The events that something counts from, however deep in it they stand."""
        if isinstance(node, tuple):
            for each in node:
                yield from self._events(each)
        elif attrs.has(cls := type(node)):
            for field in attrs.fields(cls):
                value = getattr(node, field.name)
                if field.name == "event" and isinstance(value, tree.Name):
                    yield from self._own(self.scope.events.get(value.text), value)
                elif field.name != "span":
                    yield from self._events(value)


def _attribute(subject: tree.Subject | None) -> str:
    """The name of the attribute that a condition speaks of, also on the day of an event."""
    if isinstance(subject, tree.On):
        return subject.attribute.text
    return subject.text if subject is not None else ""
