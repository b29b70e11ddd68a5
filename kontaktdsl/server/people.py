"""One person for whom a line decides, and what the policy says to a person, in words."""

from __future__ import annotations

from functools import lru_cache

import attrs

from kontaktdsl import model, words
from kontaktdsl.analysis import engine
from kontaktdsl.analysis.problem import Query, any_kept, undefeated
from kontaktdsl.analysis.solver import SolverMissing
from kontaktdsl.decision import Decision, Open
from kontaktdsl.diagnostics import Text
from kontaktdsl.explain import explain, how_often
from kontaktdsl.lint.context import Context
from kontaktdsl.policy import Policy
from kontaktdsl.question import TooWide
from kontaktdsl.refusals import NoAnswer, undecided_words
from kontaktdsl.resolver import resolve_facts
from kontaktdsl.series import of, projected
from kontaktdsl.server.analysis import Analysis
from kontaktdsl.source import Source
from kontaktdsl.space import TooManyBoxes
from kontaktdsl.syntax.parser import parse_facts

_UNREADABLE = Text(
    "erst die Fehler im Text beheben; dann lässt sich jemand ausprobieren",
    "first mend the errors in the text; then somebody can be tried",
)
_TOO_LARGE = Text("die Richtlinie ist dafür zu groß", "the policy is too large for that")
_NOBODY = Text("für niemanden gilt hier etwas", "nothing here holds for anybody")
_ASK = Text("Es fehlt noch: {name}. Möglich ist:", "Still missing: {name}. Possible are:")
_ONE_VALUE = Text(
    "jede Angabe ist ein Merkmal mit einem Wert: `Alter 24, alo`",
    "each fact is an attribute with one value: `age 24, alo`",
)


@attrs.frozen
class Told:
    """What the policy says to somebody: who it is, and the answer, in one language."""

    person: str
    answer: str

    @property
    def text(self) -> str:
        """Both."""
        return f"{self.person}: {self.answer}" if self.person else self.answer


def somebody(analysis: Analysis, rules: tuple[model.Rule, ...]) -> dict[str, int] | None:
    """The facts of one person for whom one of these lines counts, all that any line asks for.

    None where there is none.
    """
    found = None if analysis.context is None else analysis.context.about(rules)
    if found is None:
        return None
    context, rules = found
    try:
        for asked in (context.how_often, context.what):
            numbers = [bit.bit_length() - 1 for rule in rules if (bit := asked.bit(rule))]
            counting = any_kept(asked.problem, numbers)
            if asked is context.what:
                counting = [undefeated(asked.problem, number) for number in numbers]
            for query in counting:
                case = engine.exists(asked.problem, query)
                if case is None:
                    continue
                known = [
                    model.In(axis.attribute, (axis.classes[place],))
                    for axis, place in zip(asked.space.axes, case, strict=True)
                ]
                return _completed(context, known)
    except (TooWide, TooManyBoxes, SolverMissing, ValueError, KeyError):
        return None
    return None


def _completed(context: Context, known: list[model.In]) -> dict[str, int] | None:
    """A possible person with these facts and all others that some line asks for."""
    asked = context.what
    names = {axis.attribute.name for axis in asked.space.axes}
    inside = asked.boxes(model.And(tuple(term for term in known if term.attribute.name in names)))
    case = engine.exists(asked.problem, Query(inside=inside)) if inside else None
    if case is None:
        return None
    facts = asked.space.facts(case)
    return {
        **facts,
        **{t.attribute.name: t.ranges[0][0] for t in known if t.attribute.name not in facts},
    }


def sentence(
    analysis: Analysis, facts: dict[str, int], language: str, series: str | None = None
) -> Told | None:
    """What the policy says to a person, and why, in one series or in all; None where it cannot be
    worked out.
    """
    policy = analysis.policy
    if policy is None:
        return None
    if series is None and len(policy.series) > 1:
        each = {one: sentence(analysis, facts, language, one.name) for one in policy.series}
        told = [f"{one.shown}: {said.answer}" for one, said in each.items() if said is not None]
        return Told(words.person(policy, facts).into(language), "\n".join(told)) if told else None
    policy = of(policy, series or policy.series[0].name)
    whole = dict(facts)
    for attribute in policy.attributes:
        whole.setdefault(attribute.name, attribute.domain.bounds[0])
    person = words.person(policy, facts).into(language)
    try:
        found = explain(_asked(policy).plan, whole)
    except NoAnswer as refused:
        return Told(person, refused.text.into(language))
    except (TooWide, TooManyBoxes, SolverMissing):
        return None
    lines = "".join(f"\n- {line.into(language)}" for line in found.lines)
    return Told(person, found.sentence.into(language) + lines)


@lru_cache(maxsize=4)
def _asked(policy: model.Policy) -> Policy:
    return Policy(policy)


def decided(analysis: Analysis, said: str, language: str) -> Told:
    """What the policy says to a person given in words: `Alter 24, alo`."""
    policy = analysis.policy
    if policy is None:
        return Told("", _UNREADABLE.into(language))
    conditions, wrong = parse_facts(Source("", said), policy.language)
    resolved: tuple[model.Condition, ...] = ()
    if not wrong:
        resolved, wrong = resolve_facts(conditions, policy)
    if wrong:
        notes = [note.into(language) for note in wrong[0].notes[:1]]
        return Told("", "; ".join([wrong[0].headline.into(language), *notes]))
    facts: dict[str, int] = {}
    for condition in resolved:
        pair = _pair(condition)
        if pair is None:
            return Told("", _ONE_VALUE.into(language))
        facts[pair[0]] = pair[1]
    if len(policy.series) == 1:
        return _answer(policy, facts, said, language)
    each = [
        f"{one.series[0].shown}: {_answer(one, facts, '', language).answer}"
        for one in projected(policy)
    ]
    return Told(said, "\n".join(each))


def _pair(condition: model.Condition) -> tuple[str, int] | None:
    match condition:
        case model.In(attribute=attribute, ranges=((low, high),)) if low == high:
            return attribute.name, low
        case model.Not(term=model.In(attribute=attribute, ranges=((1, 1),))):
            return attribute.name, 0
        case _:
            return None


def _answer(policy: model.Policy, facts: dict[str, int], said: str, language: str) -> Told:
    asked = _asked(policy)
    try:
        found = asked.consider(asked.facts_of(facts))
        if isinstance(found, Decision):
            whole = {name: facts.get(name) for name in (a.name for a in policy.attributes)}
            complete = {name: value for name, value in whole.items() if value is not None}
            if len(complete) == len(whole):
                return Told(said, explain(asked.plan, complete).sentence.into(language))
            return Told(said, _capital(how_often(found).into(language)) + ".")
    except NoAnswer as refused:
        return Told(said, refused.text.into(language))
    except (TooWide, TooManyBoxes, SolverMissing):
        return Told(said, _TOO_LARGE.into(language))
    return Told(said, _open(policy, found, language))


def _open(policy: model.Policy, found: Open, language: str) -> str:
    shown = next(
        (a.said.into(language) for a in policy.attributes if a.name == found.ask), found.ask or ""
    )
    lines = [_ASK.into(language).format(name=shown)]
    for possible in found.outcomes[:5]:
        answer = possible.answer
        text = how_often(answer) if isinstance(answer, Decision) else undecided_words(answer)
        lines.append(f"- {text.into(language)}")
    return "\n".join(lines)


def tried(analysis: Analysis, rules: tuple[model.Rule, ...], language: str) -> Told:
    """One person for whom these lines count, and what the policy says to that person."""
    if analysis.policy is None:
        return Told("", _UNREADABLE.into(language))
    person = somebody(analysis, rules)
    if person is None:
        return Told("", _NOBODY.into(language))
    told = sentence(analysis, person, language, rules[0].series if rules else None)
    return told if told is not None else Told("", _TOO_LARGE.into(language))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
