"""Conditions and sets of values as kpol source, to paste: they resolve to what they came from.

Names stand as the policy has them, words of the language as the asked-for language has them, and
parentheses where they are needed.
"""

from collections.abc import Callable, Sequence

from kontaktdsl import model
from kontaktdsl.domains import (
    Enumeration,
    Number,
    Ranges,
    Value,
    YesNo,
    complement,
    contains,
    normal,
)
from kontaktdsl.spoken import condition as timed_condition
from kontaktdsl.syntax.keywords import keywords


def condition_of(
    policy: model.Policy, attribute: model.Attribute, allowed: Ranges, language: str
) -> str:
    """The values as a kpol condition that resolves to them, with an `or` on top left bare.

    `U25`, `marktnah or marktfern` (`status alo` where bare would be ambiguous), `not
    Intensivkunde`, `age 15 to 24`.
    """
    word = keywords(language).phrase
    term = term_of(policy, attribute, allowed)
    if term is not None and _unambiguous(policy, term.name):
        return term.name
    timed = timed_condition(attribute, allowed, language)
    if timed is not None:
        return timed
    match attribute.domain:
        case YesNo():
            return attribute.name if contains(allowed, 1) else f"{word('not')} {attribute.name}"
        case Enumeration(values, ordered):
            names = [v.name for i, v in enumerate(values) if contains(allowed, i)]
            if ordered and len(names) > 1 and len(allowed) == 1:
                return f"{attribute.name} {_ordered(word, names, values)}"
            if all(_unambiguous(policy, name) for name in names):
                return f" {word('or')} ".join(names)
            if len(names) == 1:
                return f"{attribute.name} {names[0]}"
            return f"{attribute.name} {word('in')} ({', '.join(names)})"
        case Number():
            return f" {word('or')} ".join(
                f"{attribute.name} {low}" + ("" if low == high else f" {word('to')} {high}")
                for low, high in allowed
            )


def _ordered(word: Callable[[str], str], names: Sequence[str], values: Sequence[Value]) -> str:
    """Neighbouring values of an ordered attribute: `at least medium`, `low to medium`."""
    if names[0] == values[0].name:
        return f"{word('at-most')} {names[-1]}"
    if names[-1] == values[-1].name:
        return f"{word('at-least')} {names[0]}"
    return f"{names[0]} {word('to')} {names[-1]}"


def condition(policy: model.Policy, term: model.Condition, language: str) -> str:
    """A whole condition as kpol source, with parentheses where they are needed."""
    word = keywords(language).phrase
    match term:
        case model.In(attribute=attribute, ranges=allowed):
            return condition_of(policy, attribute, allowed, language)
        case model.Not(term=inner):
            text = condition(policy, inner, language)
            return (
                f"{word('not')} {text}"
                if _is_single(text, language)
                else (f"{word('not')} ({text})")
            )
        case model.And(terms=()):
            return word("any")
        case model.And(terms=terms) | model.Or(terms=terms):
            joint = word("and" if isinstance(term, model.And) else "or")
            texts = [condition(policy, each, language) for each in terms]
            if len(texts) == 1:
                return texts[0]
            return f" {joint} ".join(
                text if _is_single(text, language) else f"({text})" for text in texts
            )


def _is_single(text: str, language: str) -> bool:
    word = keywords(language).phrase
    return not any(f" {word(joint)} " in text for joint in ("and", "or"))


def _unambiguous(policy: model.Policy, name: str) -> bool:
    values = sum(
        value.name == name
        for attribute in policy.attributes
        if isinstance(attribute.domain, Enumeration) and attribute.derived is None
        for value in attribute.domain.values
    )
    terms = sum(term.name == name for term in policy.terms)
    flags = sum(
        attribute.name == name and isinstance(attribute.domain, YesNo)
        for attribute in policy.attributes
    )
    return values + terms + flags == 1


def term_of(policy: model.Policy, attribute: model.Attribute, allowed: Ranges) -> model.Term | None:
    """The term of the policy that means just these values, None if there is none."""
    for term in policy.terms:
        if _allowed(term.condition, attribute) == allowed:
            return term
    return None


def _allowed(condition: model.Condition, attribute: model.Attribute) -> Ranges | None:
    """The values for which a condition holds, None if it speaks of another attribute (or none)."""
    match condition:
        case model.In(attribute=spoken, ranges=values):
            return values if spoken == attribute else None
        case model.Not(term=term):
            values_of = _allowed(term, attribute)
            return None if values_of is None else complement(values_of, attribute.domain.bounds)
        case model.Or(terms=terms) | model.And(terms=terms):
            joint: Ranges | None = None
            for each in (_allowed(term, attribute) for term in terms):
                if each is None:
                    return None
                if joint is None:
                    joint = each
                elif isinstance(condition, model.Or):
                    joint = normal((*joint, *each))
                else:
                    bounds = attribute.domain.bounds
                    outside = (*complement(joint, bounds), *complement(each, bounds))
                    joint = complement(normal(outside), bounds)
            return joint
