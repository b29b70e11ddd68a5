"""Conditions and facts."""

from typing import Any

import attrs

from kontaktdsl.syntax import tree
from kontaktdsl.syntax.building.pieces import Children, Measure, Pieces
from kontaktdsl.syntax.machine import Token
from kontaktdsl.values import Length

COMPARISONS = {
    "UNDER": tree.Comparison.UNDER,
    "LESS": tree.Comparison.UNDER,
    "OVER": tree.Comparison.OVER,
    "GREATER": tree.Comparison.OVER,
    "AT_LEAST": tree.Comparison.AT_LEAST,
    "NO_LESS": tree.Comparison.AT_LEAST,
    "AT_MOST": tree.Comparison.AT_MOST,
    "NO_MORE": tree.Comparison.AT_MOST,
}


class Conditions(Pieces):
    """For whom something holds."""

    def conjunction(self, children: Children) -> tree.And:
        terms: list[tree.Condition] = []
        for child in children[::2]:
            terms += child.terms if isinstance(child, tree.And) else (child,)
        return tree.And(tuple(terms), span=self._over(children))

    def disjunction(self, children: Children) -> tree.Or:
        terms: list[tree.Condition] = []
        for child in children[::2]:
            terms += child.terms if isinstance(child, tree.Or) else (child,)
        return tree.Or(tuple(terms), span=self._over(children))

    def negation(self, children: Children) -> tree.Not:
        return tree.Not(children[1], span=self._over(children))

    def group(self, children: Children) -> tree.Condition:
        condition: tree.Condition = attrs.evolve(children[1], span=self._over(children))
        return condition

    def on(self, children: Children) -> tree.On:
        return tree.On(self._name(children[0]), self._name(children[2]), span=self._over(children))

    def word(self, children: Children) -> tree.Word:
        subject = self._spoken(children[0])
        return tree.Word(subject, span=subject.span)

    def value_of(self, children: Children) -> tree.Is:
        pair = tree.Is(
            self._spoken(children[0]), self._name(children[-1]), span=self._over(children)
        )
        if len(children) == 2 and isinstance(pair.attribute, tree.Name):
            self.pairs.append(pair)
        return pair

    def one_of(self, children: Children) -> tree.OneOf:
        attribute = self._subject(children, children[0])
        values = [child for child in children[1:] if child.type == "NAME"]
        return tree.OneOf(attribute, tuple(map(self._name, values)), span=self._over(children))

    def compare(self, children: Children) -> tree.Compare:
        return tree.Compare(
            self._subject(children, *children[:-2]),
            COMPARISONS[children[-2].type],
            self._bound(children[-1]),
            span=self._over(children),
        )

    def between(self, children: Children) -> tree.Between:
        low, high = (self._bound(children[at]) for at in (-3, -1))
        if isinstance(low, int) and isinstance(high, Length):
            # `3 to 6 months`
            low = Length(low, high.unit)
        return tree.Between(
            self._subject(children, *children[:-3]),
            low,
            high,
            open=children[-2].type == "TO_UNDER",
            span=self._over(children),
        )

    def exactly(self, children: Children) -> tree.Compare:
        return tree.Compare(
            self._subject(children, *children[:-1]),
            tree.Comparison.EXACTLY,
            self._bound(children[-1]),
            span=self._over(children),
        )

    def before(self, children: Children) -> tree.Before:
        return tree.Before(self._name(children[1]), span=self._over(children))

    def dated(self, children: Children) -> tree.Dated:
        return tree.Dated(
            self._name(children[0]),
            children[1].type == "SINCE",
            self._day(children[2]),
            span=self._over(children),
        )

    def _bound(self, child: Any) -> tree.Bound:
        if isinstance(child, Measure):
            return child.length
        return self._integer(child) if child.type == "INT" else self._name(child)

    def _spoken(self, child: Any) -> tree.Subject:
        return child if isinstance(child, tree.On) else self._name(child)

    def _subject(self, children: Children, first: Any = None, *_: Any) -> tree.Subject | None:
        """What a condition speaks of; `first` stands there, if anything does."""
        if isinstance(first, tree.On) or (isinstance(first, Token) and first.type == "NAME"):
            return self._spoken(first)
        if not self._cell:
            from kontaktdsl.syntax.mistakes import missing_attribute

            self.mistakes.append(missing_attribute.finding(self._over(children)))
        return None

    def facts(self, children: Children) -> tuple[tree.Condition, ...]:
        return tuple(children[::2])
