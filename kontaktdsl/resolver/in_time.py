"""Conditions about facts in time: lengths since an event, and events before and after days."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from kontaktdsl import model
from kontaktdsl.diagnostics import Edit, Kind, Repair, Severity, Text
from kontaktdsl.domains import Enumeration, Ranges, normal
from kontaktdsl.moments import NEVER, Cut, DayOf, Since
from kontaktdsl.record import Shown
from kontaktdsl.resolver import kinds
from kontaktdsl.resolver.timed import declared, place
from kontaktdsl.resolver.vocabulary import Vocabulary
from kontaktdsl.source import Span
from kontaktdsl.strictness import never_later
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.formatting.phrases import Phrases
from kontaktdsl.values import Length, Unit

NOT_TOLD_APART = Kind(
    "not-told-apart",
    Text("nicht unterschieden", "not told apart"),
    Severity.ERROR,
    Text("`{what}` unterscheidet die Richtlinie nicht", "the policy does not tell `{what}` apart"),
    Text(
        "Nur was die Richtlinie vergleicht, hat Klassen, die sich angeben lassen.",
        "Only what the policy compares has classes that can be given.",
    ),
    "",
    "",
)
"""Said of facts that somebody gives, never of a policy: whatever that compares, it tells apart."""


_COMPARED = (
    (
        "under",
        Text("vor dem Tag, an dem so viel vergangen ist", "before the day that it is reached"),
    ),
    ("at-least", Text("von diesem Tag an", "from that day on")),
)


@attrs.frozen(eq=False, repr=False)
class InTime(Shown):
    """Resolves them against a vocabulary; None with a finding where that cannot be."""

    vocabulary: Vocabulary

    def length(
        self,
        attribute: model.Attribute,
        comparison: tree.Comparison,
        length: Length,
        node: tree.Condition,
    ) -> model.Condition | None:
        """A comparison of the time since an event."""
        name = declared(attribute)
        if comparison is tree.Comparison.EXACTLY:
            repairs = tuple(self._compared(node))
            self.vocabulary.report(kinds.EXACT_LENGTH.at(node.span, name=name, repairs=repairs))
            return None
        moment = attribute.derived
        if (
            isinstance(moment, Since)
            and moment.anew is not None
            and never_later(moment.anew, length)
        ):
            self.vocabulary.report(
                kinds.NEVER_REACHED.at(
                    node.span, name=name, length=_said(length), anew=_said(moment.anew)
                )
            )
            return None
        cut = Cut(length, comparison in (tree.Comparison.OVER, tree.Comparison.AT_MOST))
        for chain in self.vocabulary.timed.chains.get(name, ()):
            at = place(chain, cut)
            if at is not None:
                self.vocabulary.used.add(name)
                below = comparison in (tree.Comparison.UNDER, tree.Comparison.AT_MOST)
                last = chain.domain.bounds[1]
                return self._in(chain, ((1, at - 1) if below else (at, last),))
        self.untold(node, attribute)
        return None

    def _compared(self, node: tree.Condition) -> Iterator[Repair]:
        """A bare length with each of the comparisons that are meant most."""
        subject, length = re.match(r"(.*?(?=\d)|)(.*)", node.span.text, re.DOTALL).groups()  # type: ignore[union-attr]
        at = Span(node.span.source, node.span.start + len(subject), node.span.end)
        for word, note in _COMPARED:
            text = f"{Phrases(self.vocabulary.timed.language).word(word)} {length}"
            yield Repair(subject + text, note, (Edit(at, text),))

    def needs_unit(self, number: int, node: tree.Condition, attribute: model.Attribute) -> None:
        """Report a number where a length belongs."""
        phrases = Phrases(self.vocabulary.timed.language)
        ways = (
            phrases.length(Length(max(number, 1), unit))
            for unit in (Unit.MONTH, Unit.DAY, Unit.YEAR)
        )
        self.vocabulary.report(
            kinds.NEEDS_UNIT.at(
                node.span,
                name=declared(attribute),
                number=str(number),
                repairs=tuple(Repair(way, Text("zum Beispiel", "for example")) for way in ways),
            )
        )

    def untold(self, node: tree.Condition | tree.On, attribute: model.Attribute) -> None:
        """Report classes that somebody gives and the policy does not tell apart."""
        name = declared(attribute)
        known = [
            value.name
            for chain in self.vocabulary.timed.chains.get(name, ())
            if isinstance(chain.domain, Enumeration)
            for value in chain.domain.values
        ]
        joined = ", ".join(f"`{each}`" for each in known)
        notes = (Text(f"möglich: {joined}", f"possible: {joined}"),) if known else ()
        self.vocabulary.report(
            NOT_TOLD_APART.at(node.span, what=node.span.text.strip(), notes=notes)
        )

    def before(self, node: tree.Before) -> model.Condition | None:
        """`before EVENT`: it has not happened by the day of evaluation."""
        event = self.vocabulary.event(node.event)
        if event is None:
            return None
        span = self.vocabulary.events[event].span
        happened = self.vocabulary.timed.happened(event, span)
        if happened is None:
            self.vocabulary.report(NOT_TOLD_APART.at(node.span, what=node.span.text))
            return None
        return self._in(happened, ((NEVER, NEVER),))

    def dated(self, node: tree.Dated) -> model.Condition | None:
        """`EVENT before D`, `EVENT since D`."""
        event = self.vocabulary.event(node.event)
        if event is None:
            return None
        found = self.vocabulary.timed.day_of(event, self.vocabulary.events[event].span)
        moment = None if found is None else found.derived
        if found is None or not isinstance(moment, DayOf) or node.day not in moment.days:
            self.vocabulary.report(NOT_TOLD_APART.at(node.span, what=node.span.text))
            return None
        if node.since:
            return self._in(found, (moment.since(node.day),))
        return self._in(found, normal(moment.before(node.day)))

    def _in(self, attribute: model.Attribute, ranges: Ranges) -> model.Condition:
        self.vocabulary.used.add(attribute.name)
        return model.In(attribute, ranges)


def _said(length: Length) -> Text:
    return Text(Phrases("de").length(length), Phrases("en").length(length))
