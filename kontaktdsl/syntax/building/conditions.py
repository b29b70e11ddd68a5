"""Conditions and facts."""

import attrs

from kontaktdsl.syntax import tree
from kontaktdsl.syntax.building.pieces import Children, Pieces

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

    def word(self, children: Children) -> tree.Word:
        name = self._name(children[0])
        return tree.Word(name, span=name.span)

    def value_of(self, children: Children) -> tree.Is:
        pair = tree.Is(self._name(children[0]), self._name(children[-1]), span=self._over(children))
        if len(children) == 2:
            self.pairs.append(pair)
        return pair

    def one_of(self, children: Children) -> tree.OneOf:
        attribute = self._subject(children)
        values = [child for child in children[1:] if child.type == "NAME"]
        return tree.OneOf(attribute, tuple(map(self._name, values)), span=self._over(children))

    def _subject(self, children: Children) -> tree.Name | None:
        if children[0].type == "NAME":
            return self._name(children[0])
        if not self._cell:
            from kontaktdsl.syntax.mistakes import missing_attribute

            self.mistakes.append(missing_attribute.finding(self._over(children)))
        return None

    def compare(self, children: Children) -> tree.Compare:
        return tree.Compare(
            self._subject(children),
            COMPARISONS[children[-2].type],
            self._integer(children[-1]),
            span=self._over(children),
        )

    def between(self, children: Children) -> tree.Between:
        return tree.Between(
            self._subject(children),
            self._integer(children[-3]),
            self._integer(children[-1]),
            span=self._over(children),
        )

    def exactly(self, children: Children) -> tree.Compare:
        return tree.Compare(
            self._subject(children),
            tree.Comparison.EXACTLY,
            self._integer(children[-1]),
            span=self._over(children),
        )

    def facts(self, children: Children) -> tuple[tree.Condition, ...]:
        return tuple(children[::2])
