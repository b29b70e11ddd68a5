"""Conditions: from names and comparisons to attributes and ranges."""

from __future__ import annotations

import attrs

from kontaktdsl import model
from kontaktdsl.diagnostics import Repair, Text
from kontaktdsl.domains import Enumeration, Number, Ranges, YesNo, complement, normal
from kontaktdsl.moments import Since
from kontaktdsl.record import Shown
from kontaktdsl.resolver import kinds
from kontaktdsl.resolver.in_time import InTime
from kontaktdsl.resolver.ordering import not_ordered
from kontaktdsl.resolver.vocabulary import Vocabulary
from kontaktdsl.strictness import never_later
from kontaktdsl.suggest import did_you_mean, nearest, respelt
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.formatting.phrases import Phrases
from kontaktdsl.values import Length, Unit


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
            case tree.Word(name=name):
                return self._flag_on(name) if isinstance(name, tree.On) else self._word(name)
            case tree.Is():
                return self._is(node)
            case tree.OneOf():
                return self._one_of(node)
            case tree.Compare():
                return self._compare(node)
            case tree.Between():
                return self._between(node)
            case tree.Before():
                return self._timed.before(node)
            case tree.Dated():
                return self._timed.dated(node)
            case tree.Not():
                term = self.resolve(node.term)
                return None if term is None else negate(term)
            case tree.And():
                return self._joined(node.terms, model.And)
            case tree.Or():
                return self._joined(node.terms, model.Or)

    @property
    def _timed(self) -> InTime:
        return InTime(self.vocabulary)

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
        if isinstance(attribute.derived, Since) and isinstance(domain, Enumeration):
            ways = [f"{name.text} {value.name}" for value in domain.values[1:4]]
            if not attribute.derived.cuts:
                phrases = Phrases(self.vocabulary.timed.language)
                half = phrases.length(Length(6, Unit.MONTH))
                ways = [f"{name.text} {phrases.word('at-least')} {half}"]
        elif isinstance(domain, Enumeration):
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
        timed = attribute.derived is not None
        listed = domain.values if isinstance(domain, Enumeration) and not timed else ()
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

    # --- one attribute and its values -----------------------------------------------------------

    def _spoken(self, node: tree.Subject | None, whole: tree.Condition) -> _Subject | None:
        """What a condition speaks of, or None with a finding."""
        if node is None:
            if self.column is None:
                self.vocabulary.report(kinds.NEEDS_VALUE.at(whole.span, name=whole.span.text))
                return None
            return _Subject(self.column)
        if isinstance(node, tree.Name):
            found = self._attribute(node)
            return None if found is None else _Subject(found)
        attribute = self._attribute(node.attribute)
        event = self.vocabulary.event(node.event)
        if attribute is None or event is None:
            return None
        if attribute.derived is not None:
            self.vocabulary.report(kinds.NOT_ON_A_DAY.at(node.span, name=attribute.name))
            return None
        on = self.vocabulary.timed.on(attribute, event, self.vocabulary.events[event].span)
        if on is None:
            self._timed.untold(node, attribute)
            return None
        return _Subject(attribute, on)

    def _is(self, node: tree.Is) -> model.Condition | None:
        subject = self._spoken(node.attribute, node)
        if subject is None:
            return None
        position = self._position(subject.attribute, node.value)
        return None if position is None else self._has(subject, ((position, position),))

    def _one_of(self, node: tree.OneOf) -> model.Condition | None:
        if node.attribute is None and self.column is None:
            return self._joined(
                tuple(tree.Word(value, span=value.span) for value in node.values), model.Or
            )
        subject = self._spoken(node.attribute, node)
        if subject is None:
            return None
        positions = [self._position(subject.attribute, value) for value in node.values]
        if None in positions:
            return None
        return self._has(subject, normal((p, p) for p in positions if p is not None))

    def _flag_on(self, node: tree.On) -> model.Condition | None:
        subject = self._spoken(node, tree.Word(node, span=node.span))
        if subject is None:
            return None
        if not isinstance(subject.attribute.domain, YesNo):
            self._needs_value(node.attribute, subject.attribute)
            return None
        return self._has(subject, ((1, 1),))

    def _compare(self, node: tree.Compare) -> model.Condition | None:
        subject = self._spoken(node.attribute, node)
        place = None if subject is None else self._bound(subject, node.bound, node)
        if subject is None or place is None:
            return None
        if isinstance(node.bound, Length):
            return self._timed.length(subject.attribute, node.comparison, node.bound, node)
        low, high = subject.attribute.domain.bounds
        if subject.on is not None and isinstance(subject.attribute.domain, Number):
            low, high = low - 1, high + 1
        return self._has(
            subject,
            {
                tree.Comparison.UNDER: ((low, place - 1),),
                tree.Comparison.OVER: ((place + 1, high),),
                tree.Comparison.AT_LEAST: ((place, high),),
                tree.Comparison.AT_MOST: ((low, place),),
                tree.Comparison.EXACTLY: ((place, place),),
            }[node.comparison],
        )

    def _between(self, node: tree.Between) -> model.Condition | None:
        subject = self._spoken(node.attribute, node)
        if subject is None:
            return None
        low = self._bound(subject, node.low, node)
        high = None if low is None else self._bound(subject, node.high, node)
        if low is None or high is None:
            return None
        if isinstance(node.low, Length) and isinstance(node.high, Length):
            if not _ascending(node.low, node.high, node.open):
                self._reversed(node)
                return None
            last = tree.Comparison.UNDER if node.open else tree.Comparison.AT_MOST
            start = self._timed.length(subject.attribute, tree.Comparison.AT_LEAST, node.low, node)
            end = self._timed.length(subject.attribute, last, node.high, node)
            return None if start is None or end is None else both(start, end)
        if low > high - node.open:
            self._reversed(node)
            return None
        return self._has(subject, ((low, high - node.open),))

    def _reversed(self, node: tree.Between) -> None:
        phrases = Phrases(self.vocabulary.timed.language)
        low, high = (
            f"`{bound.text}`" if isinstance(bound, tree.Name) else phrases.bound(bound)
            for bound in (node.low, node.high)
        )
        self.vocabulary.report(kinds.REVERSED_RANGE.at(node.span, low=low, high=high))

    def _bound(self, subject: _Subject, bound: tree.Bound, node: tree.Condition) -> int | None:
        """The integer of a number or value; 0 for a length. None with a finding if it is wrong."""
        attribute = subject.attribute
        domain = attribute.domain
        since = isinstance(attribute.derived, Since) and attribute.derived.of is not None
        if isinstance(bound, tree.Name):
            if isinstance(domain, Enumeration) and domain.ordered:
                return self._position(attribute, bound)
            if isinstance(domain, Enumeration) and not since:
                self.vocabulary.report(not_ordered(node.span, attribute, domain))
            else:
                self.vocabulary.report(kinds.NOT_A_NUMBER.at(bound.span, name=bound.text))
            return None
        if isinstance(bound, Length):
            if since:
                return 0
            self.vocabulary.report(kinds.NOT_A_TIME.at(node.span, name=attribute.name))
            return None
        if since:
            self._timed.needs_unit(bound, node, attribute)
            return None
        if not isinstance(domain, Number):
            self._no_number(subject, node)
            return None
        return bound if self._within(attribute, bound, node) else None

    def _no_number(self, subject: _Subject, node: tree.Condition) -> None:
        self.vocabulary.report(kinds.NOT_A_NUMBER.at(node.span, name=subject.attribute.name))

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

    def _has(self, subject: _Subject, ranges: Ranges) -> model.Condition | None:
        """The attribute, or what it is on the day of an event, has one of these values."""
        kept = normal(ranges)
        if subject.on is None:
            return self._in(subject.attribute, kept)
        self.vocabulary.used.add(subject.attribute.name)
        if isinstance(subject.attribute.domain, Number):
            cuts = getattr(subject.on.derived, "cuts", ())
            kept = tuple((_class(cuts, a), _class(cuts, b)) for a, b in kept)
            return self._in(subject.on, kept)
        return self._in(subject.on, tuple((low + 1, high + 1) for low, high in kept))

    def _in(self, attribute: model.Attribute, ranges: Ranges) -> model.Condition:
        self.vocabulary.used.add(attribute.name)
        return model.In(attribute, ranges)


@attrs.frozen(eq=False)
class _Subject:
    """An attribute, and the fact what it is on the day of an event where that is meant."""

    attribute: model.Attribute
    on: model.Attribute | None = None


def _class(cuts: tuple[int, ...], number: int) -> int:
    """The class of a number on the day of an event."""
    return 1 + sum(cut <= number for cut in cuts)


def _ascending(low: Length, high: Length, open_: bool) -> bool:
    """Whether there may be days from `low` to `high`."""
    return not never_later(high, low, strictly=not open_)


def both(one: model.Condition, other: model.Condition) -> model.Condition:
    """Both hold; as one condition where they speak of one attribute."""
    if not isinstance(one, model.In) or not isinstance(other, model.In):
        return model.And((one, other))
    if one.attribute != other.attribute:
        return model.And((one, other))
    bounds = one.attribute.domain.bounds
    outside = (*complement(one.ranges, bounds), *complement(other.ranges, bounds))
    return model.In(one.attribute, complement(normal(outside), bounds))


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
