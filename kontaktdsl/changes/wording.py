"""Values of answers in words, and the lines that a person's answer rests on."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import attrs

from kontaktdsl import model, words
from kontaktdsl.analysis.problem import Box
from kontaktdsl.changes.fates import NO_START, Item, Start, State, items_of
from kontaktdsl.changes.outcome import Line, Section
from kontaktdsl.changes.sections import Side
from kontaktdsl.diagnostics import Text
from kontaktdsl.evaluator import evaluate, holds
from kontaktdsl.opening import opening
from kontaktdsl.strictness import with_aim
from kontaktdsl.values import (
    After,
    First,
    KindMode,
    Kinds,
    Part,
    Rhythm,
    Strength,
    rhythm_of,
    right_of,
)

_STATES = {
    State.IMPOSSIBLE: Text("unmöglich", "impossible"),
    State.OUTSIDE: Text("gilt für sie nicht", "out of scope"),
    State.GAP: Text("keine Vorgabe", "no rule"),
    State.CONFLICT: Text("Widerspruch", "contradiction"),
    State.ON_REQUEST: Text("nur auf Wunsch", "on request only"),
}
_POSSIBLE = {
    State.IMPOSSIBLE: _STATES[State.IMPOSSIBLE],
    State.GAP: Text("möglich", "possible"),
}
_NO_START = Text("kein erster Schritt", "no first step")
_NO_RIGHT = Text("kein Anspruch auf Wunsch", "no right on request")
_UNSAID = Text("nicht gesagt", "not said")


@attrs.frozen(eq=False)
class Wording:
    """How one policy says its answers: the parts as written, by meaning."""

    side: Side
    described: model.Policy
    _rhythms: dict[Rhythm, Rhythm] = attrs.field(factory=dict, init=False)
    _firsts: dict[Hashable, First] = attrs.field(factory=dict, init=False)
    _steps: dict[Hashable, After] = attrs.field(factory=dict, init=False)
    _items: dict[Item, Part] = attrs.field(factory=dict, init=False)

    @property
    def policy(self) -> model.Policy:
        """The policy, over the joint vocabulary."""
        return self.side.policy

    def __attrs_post_init__(self) -> None:
        """Remember the first wording of each part."""
        for rule in self.policy.rules:
            rhythm = rhythm_of(rule.outcome)
            for each in (rhythm, right_of(rule.outcome)):
                if each is not None:
                    self._rhythms.setdefault(with_aim(each), each)
            said = opening(rule.outcome)
            steps = [part for part in rule.outcome if isinstance(part, After)]
            if said is not None:
                for key, step in zip(
                    zip(said.steps or (), said.step_aims, strict=False), steps, strict=False
                ):
                    self._steps.setdefault(key, step)
                for part in rule.outcome:
                    if isinstance(part, First):
                        self._firsts.setdefault((said.first, said.first_aim), part)
        lines: list[tuple[model.Rule | model.OccasionRule, str | None]] = [
            *((rule, None) for rule in self.policy.rules),
            *((line, line.occasion.value) for line in self.policy.occasions),
        ]
        for line, occasion in lines:
            for part in line.outcome:
                for item in items_of((part,), occasion):
                    shown = part
                    if isinstance(part, Kinds) and part.mode in (KindMode.MAY, KindMode.NEVER):
                        shown = Kinds(part.mode, tuple(item.names))  # type: ignore[union-attr]
                    self._items.setdefault(item, shown)

    def says(self, item: Item) -> bool:
        """Whether the policy has this duty or permit anywhere."""
        return item in self._items

    def item(self, item: Item) -> Text:
        """A duty or permit in words."""
        text = words.part(self._items[item], self.described)
        if item.occasion is None:
            return text
        return Text("{what} ({when})", "{what} ({when})").format(
            what=text, when=words.OCCASIONS.get(item.occasion, Text.same(item.occasion))
        )

    def value(self, section: Section, value: Hashable) -> Text:
        """An answer in words."""
        match value:
            case State() if section is Section.POSSIBLE:
                return _POSSIBLE[value]
            case State():
                return _STATES[value]
            case Strength():
                return words.strength(value)
            case Start():
                return self._start(value)
            case None if section is Section.ON_REQUEST:
                return _NO_RIGHT
            case None:
                return _UNSAID
            case _:
                rhythm: Rhythm = value  # type: ignore[assignment]
                return words.rhythm(self._rhythms.get(rhythm, rhythm), self.described)

    def _start(self, start: Start) -> Text:
        if start == NO_START:
            return _NO_START
        texts = []
        if start.first is not None:
            texts.append(words.part(self._firsts[start.first, start.first_aim], self.described))
        texts += [words.part(self._steps[step], self.described) for step in start.steps]
        return Text(", ".join(t.de for t in texts), ", ".join(t.en for t in texts))

    # --- who says it ------------------------------------------------------------------------------

    def lines(
        self, section: Section, facts: Mapping[str, int], spoken: frozenset[str], item: Item | None
    ) -> tuple[Line, ...]:
        """The lines that give a person the answer; `spoken` are the attributes that matter."""
        policy = self.policy
        rest = {a.name: a.domain.bounds[0] for a in policy.attributes}
        person = {**rest, **facts}
        never = dict.fromkeys(
            line
            for box, names, line in self.side.never
            if names <= spoken and self._within(box, person)
        )
        if section is Section.POSSIBLE or (section is Section.HOW_OFTEN and never):
            return tuple(never)
        scope = policy.scope
        if scope is not None and not holds(scope.condition, person):
            return (scope,)
        found = evaluate(policy, person)
        match section:
            case Section.HOW_OFTEN | Section.STRENGTH:
                return found.counting
            case Section.ON_REQUEST:
                return found.rights
            case Section.WHEN_FIRST:
                return tuple(r for r in found.undefeated if opening(r.outcome) is not None)
            case _:
                rules = [r for r in found.undefeated if item in set(items_of(r.outcome, None))]
                lines = [
                    line
                    for line in policy.occasions
                    if item in set(items_of(line.outcome, line.occasion.value))
                    and holds(line.condition, person)
                ]
                return (*rules, *lines)

    def _within(self, box: Box, person: Mapping[str, int]) -> bool:
        return all(
            mask >> axis.place(person[axis.attribute.name]) & 1
            for axis, mask in zip(self.side.everything.space.axes, box, strict=True)
        )
