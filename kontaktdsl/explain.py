"""Why this answer: one sentence with the line and its citation, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from kontaktdsl import model, words
from kontaktdsl.decision import Cited, Decision, Overridden, Undecided
from kontaktdsl.diagnostics import Text
from kontaktdsl.domains import Number, YesNo
from kontaktdsl.plan import Plan
from kontaktdsl.refusals import NoDecision, undecided_words
from kontaktdsl.strictness import with_aim
from kontaktdsl.values import Every, OnRequest, Times


@attrs.frozen
class Change:
    """One other fact that gives another answer: the attribute, its value, and that answer."""

    attribute: str
    value: int
    answer: Decision | Undecided


@attrs.frozen
class Explanation:
    """An answer in words: one sentence, further lines (first step, duties, kinds), the change.

    `change` is the nearest other value of one fact with another interval, else with any other
    answer, else None. A flag or value of an enumeration is one step away, a number as many as it
    differs.
    """

    decision: Decision
    sentence: Text
    lines: tuple[Text, ...]
    change: Change | None

    @property
    def text(self) -> Text:
        """The sentence and the lines below it."""
        each = (self.sentence, *(Text("- {it}", "- {it}").format(it=line) for line in self.lines))
        return Text("\n".join(t.de for t in each), "\n".join(t.en for t in each))


def explain(plan: Plan, facts: Mapping[str, int]) -> Explanation:
    """Explain the answer to a customer, all of whose facts are given, as integers.

    Raises ImpossibleFacts or NoDecision.
    """
    case = plan.case(facts)
    decision = plan.answer(case)
    if decision is None:
        raise plan.impossible(case)
    if isinstance(decision, Undecided):
        raise NoDecision(decision)
    change = _nearest(plan, facts, decision)
    return Explanation(
        decision, _sentence(plan, decision, change), tuple(_lines(plan.policy, decision)), change
    )


def how_often(decision: Decision, policy: model.Policy | None = None) -> Text:
    """`alle 2 Wochen (Mindestvorgabe)`, `siehe „…“`."""
    said = words.rhythm(decision.rhythm, policy)
    if decision.strength is None:
        return said
    return Text("{said} ({how})", "{said} ({how})").format(
        said=said, how=words.strength(decision.strength)
    )


def place(line: Cited) -> Text:
    """`„alo“ [Aktivierung, 1]`; without a citation the number of the line."""
    when = words.quoted(line.when)
    if line.citation:
        return Text("{when} [{cite}]", "{when} [{cite}]").format(when=when, cite=line.citation)
    return Text("{when} (Zeile {n})", "{when} (line {n})").format(when=when, n=line.line)


def _sentence(plan: Plan, decision: Decision, change: Change | None) -> Text:
    said = Text("{how}, nach {line}", "{how}, by {line}").format(
        how=how_often(decision, plan.policy), line=place(decision.rules[0])
    )
    if isinstance(decision.rhythm, Every | Times | OnRequest):
        said = Text("Kontakt {said}", "contact {said}").format(said=said)
    pairs = [o for o in decision.overridden if decision.rules[0] in o.by]
    if pairs:
        said = _and(said, _beaten(pairs, "das geht {lines} vor", "that goes before {lines}"))
    if decision.outdone:
        strict = "das ist strenger als {lines}", "that is stricter than {lines}"
        mild = "das geht nach der Richtlinie {lines} vor", "by the policy that goes before {lines}"
        chosen = strict if _all_strictest(plan.policy) else mild
        said = _and(said, _beaten(decision.outdone, *chosen))
    said = Text("{said}.", "{said}.").format(said=_capital(said))
    tail = _otherwise(plan, decision, change)
    return Text("{said} {tail}", "{said} {tail}").format(said=said, tail=tail)


def _all_strictest(policy: model.Policy) -> bool:
    return all(preference.choice.value == "the strictest" for preference in policy.preferences)


def _and(said: Text, more: Text) -> Text:
    return Text("{said}; {more}", "{said}; {more}").format(said=said, more=more)


def _beaten(pairs: tuple[Overridden, ...] | list[Overridden], de: str, en: str) -> Text:
    lines = words.listed((place(pair.line) for pair in pairs), words.AND)
    return Text(de, en).format(lines=lines)


def _otherwise(plan: Plan, decision: Decision, change: Change | None) -> Text:
    if change is None:
        return Text(
            "Keine einzelne andere Angabe würde etwas ändern.",
            "No other value of a single fact would change this.",
        )
    attribute = next(a for a in plan.policy.attributes if a.name == change.attribute)
    return Text("Anders wäre es {fact}: {answer}.", "{fact} it would be: {answer}.").format(
        fact=_with(attribute, change.value),
        answer=_other(plan.policy, decision, change.answer),
    )


def _with(attribute: model.Attribute, value: int) -> Text:
    if isinstance(attribute.domain, YesNo):
        frame = Text("mit {it}", "With {it}") if value else Text("ohne {it}", "Without {it}")
        return frame.format(it=attribute.name)
    if words.is_age(attribute):
        return (
            Text("mit 1 Jahr", "At 1 year")
            if value == 1
            else Text(f"mit {value} Jahren", f"At {value} years")
        )
    said = words.fact(attribute, value)
    if any(" " in word and word[0] not in "„“" for word in (said.de, said.en)):
        said = Text(words.quoted(said.de).de, words.quoted(said.en).en)
    return Text("mit {it}", "With {it}").format(it=said)


def _other(policy: model.Policy, now: Decision, then: Decision | Undecided) -> Text:
    if isinstance(then, Undecided):
        return undecided_words(then)
    if _interval(now) != _interval(then):
        return how_often(then, policy)
    before, after = set(_lines(policy, now)), set(_lines(policy, then))
    added = [line for line in _lines(policy, then) if line not in before]
    dropped = [
        Text("nicht mehr: {line}", "no longer: {line}").format(line=line)
        for line in _lines(policy, now)
        if line not in after
    ]
    texts = [*added, *dropped]
    if not texts:
        return Text("{how}, nach {line}", "{how}, by {line}").format(
            how=how_often(then, policy), line=place(then.rules[0])
        )
    if len(texts) > 2:
        texts = [*texts[:2], Text(f"{len(texts) - 2} weitere", f"{len(texts) - 2} more")]
    return Text("; ".join(t.de for t in texts), "; ".join(t.en for t in texts))


def _lines(policy: model.Policy, decision: Decision) -> Iterator[Text]:
    for step in (decision.first, *decision.steps):
        if step is not None:
            yield _at(None, words.part(step, policy), decision.origin(step))
    for aim in words.aims(decision.rhythm, decision.first, decision.steps, policy):
        yield Text("angestrebt: {aim}", "aim: {aim}").format(aim=aim)
    if decision.right is not None and decision.right != decision.rhythm:
        yield _at(None, words.part(decision.right, policy), decision.origin(decision.right))
    for duty in decision.duties:
        yield _at(duty.occasion, words.part(duty.duty, policy), duty.origin)
    for permit in decision.kinds:
        yield _at(permit.occasion, words.part(permit.kinds, policy), permit.origin)
    for pause in decision.pauses:
        yield _at(None, words.part(pause.pause, policy), pause.origin)


def _at(occasion: str | None, said: Text, origin: Cited | None) -> Text:
    cite = f" [{origin.citation}]" if origin is not None and origin.citation else ""
    if occasion is None:
        return Text("{said}{cite}", "{said}{cite}").format(said=said, cite=cite)
    return Text("{when}: {said}{cite}", "{when}: {said}{cite}").format(
        when=words.OCCASIONS[occasion], said=said, cite=cite
    )


def _nearest(plan: Plan, facts: Mapping[str, int], decision: Decision) -> Change | None:
    found: list[tuple[bool, int, int, int, Change]] = []
    case = plan.case(facts)
    for at, axis in enumerate(plan.space.axes):
        for other, (low, high) in enumerate(axis.classes):
            if other == case[at]:
                continue
            answer = plan.answer((*case[:at], other, *case[at + 1 :]))
            if answer is None or answer == decision:
                continue
            value = facts[axis.attribute.name]
            near = low if value < low else high
            steps = abs(near - value) if isinstance(axis.attribute.domain, Number) else 1
            same = isinstance(answer, Decision) and _interval(answer) == _interval(decision)
            found.append((same, steps, at, other, Change(axis.attribute.name, near, answer)))
    return min(found, key=lambda entry: entry[:4])[-1] if found else None


def _interval(decision: Decision) -> tuple[object, object]:
    return with_aim(decision.rhythm), decision.strength


def _capital(text: Text) -> Text:
    return Text(text.de[:1].upper() + text.de[1:], text.en[:1].upper() + text.en[1:])
