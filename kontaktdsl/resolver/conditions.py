"""Conditions: from names and comparisons to attributes and ranges."""

import attrs

from kontaktdsl import model
from kontaktdsl.diagnostics import Repair, Text
from kontaktdsl.domains import Enumeration, Number, Ranges, YesNo, normal
from kontaktdsl.record import Shown
from kontaktdsl.resolver import kinds
from kontaktdsl.resolver.vocabulary import Vocabulary
from kontaktdsl.suggest import did_you_mean, nearest, respelt
from kontaktdsl.syntax import tree


@attrs.frozen(eq=False, repr=False)
class Conditions(Shown):
    """Resolves conditions against a vocabulary; `column` is the attribute of a table column."""

    vocabulary: Vocabulary
    column: model.Attribute | None = None

    def resolve(self, node: tree.Condition) -> model.Condition | None:
        """The condition in the model, or None with a finding. `Otherwise` is always true here."""
        match node:
            case tree.Always() | tree.Otherwise():
                return model.TRUE
            case tree.Word():
                return self._word(node.name)
            case tree.Is():
                return self._is(node)
            case tree.OneOf():
                return self._one_of(node)
            case tree.Compare():
                return self._compare(node)
            case tree.Between():
                return self._between(node)
            case tree.Not():
                term = self.resolve(node.term)
                return None if term is None else negate(term)
            case tree.And():
                return self._joined(node.terms, model.And)
            case tree.Or():
                return self._joined(node.terms, model.Or)

    def _joined(
        self, nodes: tuple[tree.Condition, ...], join: type[model.And] | type[model.Or]
    ) -> model.Condition | None:
        terms = [self.resolve(node) for node in nodes]
        kept = [term for term in terms if term is not None]
        return join(tuple(kept)) if len(kept) == len(terms) else None

    def _word(self, name: tree.Name) -> model.Condition | None:
        words = self.vocabulary
        if self.column is not None and isinstance(self.column.domain, Enumeration):
            for position, value in enumerate(self.column.domain.values):
                if value.name == name.text:
                    return self._in(self.column, ((position, position),))
        term = words.terms.get(name.text)
        attribute = words.attributes.get(name.text)
        values = words.values.get(name.text, [])
        flag = attribute is not None and isinstance(attribute.domain, YesNo)
        if len(values) + (term is not None) + flag > 1:
            self._ambiguous(name, values, term is not None or flag)
            return None
        if term is not None:
            words.used.update(a.name for a in attributes_of(term.condition))
            return term.condition
        if attribute is not None and flag:
            return self._in(attribute, ((1, 1),))
        if values:
            owner, position = values[0]
            return self._in(owner, ((position, position),))
        if attribute is not None:
            self._needs_value(name, attribute)
            return None
        words.report(
            kinds.UNKNOWN_NAME.at(
                name.span,
                name=name.text,
                notes=did_you_mean(name.text, words.names()),
                repairs=respelt(name.span, words.names()),
            )
        )
        return None

    def _ambiguous(
        self, name: tree.Name, values: list[tuple[model.Attribute, int]], bare: bool
    ) -> None:
        self.vocabulary.report(
            kinds.AMBIGUOUS_VALUE.at(
                name.span,
                name=name.text,
                notes=(
                    Text(
                        "der Name ist auch ein Begriff oder Ja/Nein-Merkmal",
                        "the name is also a definition or a yes-or-no attribute",
                    ),
                )
                if bare
                else (),
                repairs=tuple(
                    Repair(f"{owner.name} {name.text}", Text.same(owner.shown))
                    for owner, _ in values
                ),
            )
        )

    def _needs_value(self, name: tree.Name, attribute: model.Attribute) -> None:
        domain = attribute.domain
        if isinstance(domain, Enumeration):
            ways = [f"{name.text} {value.name}" for value in domain.values[:3]]
        else:
            low, high = domain.bounds
            ways = [f"{name.text} {low + (high - low) // 2}"]
        self.vocabulary.report(
            kinds.NEEDS_VALUE.at(
                name.span,
                name=name.text,
                repairs=tuple(Repair(way, Text("zum Beispiel", "for example")) for way in ways),
            )
        )

    def _attribute(self, name: tree.Name) -> model.Attribute | None:
        words = self.vocabulary
        attribute = words.attributes.get(name.text)
        if attribute is None:
            words.report(
                kinds.UNKNOWN_NAME.at(
                    name.span,
                    name=name.text,
                    notes=did_you_mean(name.text, words.attributes),
                    repairs=respelt(name.span, words.attributes),
                )
            )
        return attribute

    def _position(self, attribute: model.Attribute, value: tree.Name) -> int | None:
        domain = attribute.domain
        listed = domain.values if isinstance(domain, Enumeration) else ()
        for position, known in enumerate(listed):
            if known.name == value.text:
                return position
        owners = [owner.name for owner, _ in self.vocabulary.values.get(value.text, ())]
        notes: tuple[Text, ...] = ()
        if owners:
            joined = ", ".join(f"`{owner}`" for owner in owners)
            notes = (
                Text(f"`{value.text}` gehört zu {joined}", f"`{value.text}` belongs to {joined}"),
            )
        elif near := nearest(value.text, [known.name for known in listed]):
            notes = did_you_mean(value.text, near)
        elif listed:
            joined = ", ".join(f"`{known.name}`" for known in listed)
            notes = (Text(f"möglich: {joined}", f"possible: {joined}"),)
        self.vocabulary.report(
            kinds.WRONG_ATTRIBUTE.at(
                value.span, value=value.text, attribute=attribute.name, notes=notes
            )
        )
        return None

    def _is(self, node: tree.Is) -> model.Condition | None:
        attribute = self._attribute(node.attribute)
        if attribute is None:
            return None
        position = self._position(attribute, node.value)
        return None if position is None else self._in(attribute, ((position, position),))

    def _one_of(self, node: tree.OneOf) -> model.Condition | None:
        if node.attribute is None:
            if self.column is None:
                return self._joined(
                    tuple(tree.Word(value, span=value.span) for value in node.values), model.Or
                )
            attribute: model.Attribute | None = self.column
        else:
            attribute = self._attribute(node.attribute)
        if attribute is None:
            return None
        positions = [self._position(attribute, value) for value in node.values]
        if None in positions:
            return None
        return self._in(attribute, normal((p, p) for p in positions if p is not None))

    def _number(
        self, name: tree.Name | None, node: tree.Compare | tree.Between
    ) -> model.Attribute | None:
        if name is None:
            attribute = self.column
            if attribute is None:
                self.vocabulary.report(kinds.NEEDS_VALUE.at(node.span, name=node.span.text))
                return None
        else:
            attribute = self._attribute(name)
        if attribute is None:
            return None
        if not isinstance(attribute.domain, Number):
            self.vocabulary.report(kinds.NOT_A_NUMBER.at(node.span, name=attribute.name))
            return None
        return attribute

    def _within(self, attribute: model.Attribute, number: int, node: tree.Condition) -> bool:
        low, high = attribute.domain.bounds
        if low <= number <= high:
            return True
        self.vocabulary.report(
            kinds.OUT_OF_RANGE.at(
                node.span,
                number=str(number),
                low=str(low),
                high=str(high),
                attribute=attribute.name,
            )
        )
        return False

    def _compare(self, node: tree.Compare) -> model.Condition | None:
        attribute = self._number(node.attribute, node)
        if attribute is None or not self._within(attribute, node.number, node):
            return None
        low, high = attribute.domain.bounds
        number = node.number
        match node.comparison:
            case tree.Comparison.UNDER:
                ranges = ((low, number - 1),)
            case tree.Comparison.OVER:
                ranges = ((number + 1, high),)
            case tree.Comparison.AT_LEAST:
                ranges = ((number, high),)
            case tree.Comparison.AT_MOST:
                ranges = ((low, number),)
            case tree.Comparison.EXACTLY:
                ranges = ((number, number),)
        return self._in(attribute, normal(ranges))

    def _between(self, node: tree.Between) -> model.Condition | None:
        attribute = self._number(node.attribute, node)
        if attribute is None:
            return None
        if node.low > node.high:
            self.vocabulary.report(
                kinds.REVERSED_RANGE.at(node.span, low=str(node.low), high=str(node.high))
            )
            return None
        inside = [self._within(attribute, n, node) for n in (node.low, node.high)]
        return self._in(attribute, ((node.low, node.high),)) if all(inside) else None

    def _in(self, attribute: model.Attribute, ranges: Ranges) -> model.Condition:
        self.vocabulary.used.add(attribute.name)
        return model.In(attribute, ranges)


def negate(condition: model.Condition) -> model.Condition:
    """The condition that holds exactly where this one does not."""
    return condition.term if isinstance(condition, model.Not) else model.Not(condition)


def attributes_of(condition: model.Condition) -> set[model.Attribute]:
    """The attributes that a condition speaks of."""
    found: set[model.Attribute] = set()
    waiting = [condition]
    while waiting:
        match waiting.pop():
            case model.In(attribute=attribute):
                found.add(attribute)
            case model.Not(term=term):
                waiting.append(term)
            case model.And(terms=terms) | model.Or(terms=terms):
                waiting.extend(terms)
    return found
