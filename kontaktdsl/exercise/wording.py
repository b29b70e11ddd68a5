"""An example as a line of kpol source."""

from __future__ import annotations

from collections.abc import Iterable

from kontaktdsl import conditions, model
from kontaktdsl.domains import Number, YesNo
from kontaktdsl.source import Source, Span
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.formatter import format_document, format_outcome
from kontaktdsl.syntax.formatting.phrases import Phrases
from kontaktdsl.syntax.keywords import keywords
from kontaktdsl.syntax.parser import parse
from kontaktdsl.values import (
    After,
    AsNeeded,
    Blocks,
    Calendar,
    Deadline,
    Do,
    Every,
    First,
    Kinds,
    NoContact,
    NotRegulated,
    OnRequest,
    Outcome,
    Part,
    Paused,
    Rolling,
    See,
    Times,
    Window,
)

Facts = tuple[tuple[model.Attribute, int], ...]
"""Attributes with their values."""

LONGEST = 60
"""A longer title is cut."""

_NOWHERE = Span(Source("", ""), 0, 0)


def line(policy: model.Policy, title: str, facts: Facts, outcome: Outcome) -> str:
    """The example as one line, in the language of the policy."""
    language = policy.language
    said = ", ".join(_fact(policy, attribute, value) for attribute, value in facts)
    answer = format_outcome(tuple(map(_part, outcome)), language)
    head = f"{keywords(language).phrase('example')} {Phrases(language).quoted(title)}"
    (series,) = policy.series
    if series.name != model.MAIN.name:
        answer += f" {keywords(language).phrase('for')} {series.name}"
    return f"{head} : {said} -> {answer}"


def _fact(policy: model.Policy, attribute: model.Attribute, value: int) -> str:
    """A fact by the name of its attribute, never by that of a definition that means the same."""
    match attribute.domain:
        case Number():
            return f"{attribute.name} {value}"
        case YesNo():
            no = keywords(policy.language).phrase("not")
            return attribute.name if value else f"{no} {attribute.name}"
        case _:
            return conditions.condition_of(policy, attribute, ((value, value),), policy.language)


def laid_out(lines: Iterable[str]) -> str:
    """Lines as the formatter writes them."""
    every = list(lines)
    text = "".join(f"{each}\n" for each in every)
    document = parse(Source("", text)).document
    return format_document(document) if len(document.statements) == len(every) else text


def rule_title(policy: model.Policy, rule: model.Rule) -> str:
    """Which rule an example is for."""
    if rule.otherwise:
        said = keywords(policy.language).phrase("otherwise")
    else:
        said = conditions.condition(policy, rule.condition, policy.language)
    name = f"{rule.block.name}: " if rule.block.name else ""
    text = name + said
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def exception_title(policy: model.Policy, rule: model.Rule, base: model.Rule) -> str:
    """Which exception goes before which block."""
    if rule.block.name is None or base.block.name is None:
        return rule_title(policy, rule)
    joint = "vor" if policy.language == "de" else "before"
    return f"{rule.block.name} {joint} {base.block.name}"


def boundary_title(policy: model.Policy, attribute: model.Attribute, value: int) -> str:
    """Which side of which boundary."""
    word = "Grenze" if policy.language == "de" else "boundary"
    return f"{word}: {attribute.name} {value}"


def _part(part: Part) -> tree.Part:
    at = _NOWHERE
    match part:
        case Every(length, strength):
            return tree.Every(length, strength, span=at)
        case Times(count, window, strength, aim):
            return tree.Times(count, aim, _window(window), strength, span=at)
        case See(target, True):
            return tree.See(tree.Name(target, span=at), span=at)
        case See(target):
            return tree.See(tree.Quoted(target, span=at), span=at)
        case NoContact(reason):
            return tree.NoContact(tree.Quoted(reason, span=at), span=at)
        case AsNeeded(agreement):
            return tree.AsNeeded(tree.Quoted(agreement, span=at), span=at)
        case NotRegulated(reason):
            return tree.NotRegulated(tree.Quoted(reason, span=at), span=at)
        case First(deadline):
            return tree.First(_deadline(deadline), span=at)
        case After(length):
            return tree.After(length, span=at)
        case Do(text, by):
            due = None if by is None else _deadline(by)
            return tree.Do(tree.Quoted(text, span=at), due, span=at)
        case Kinds(mode, names, amount):
            listed = tuple(tree.Name(name, span=at) for name in names)
            return tree.Kinds(mode, listed, amount, span=at)
        case OnRequest(rhythm):
            inner = _part(rhythm)
            assert isinstance(inner, tree.Every | tree.Times)
            return tree.OnRequest(inner, span=at)
        case Paused(reason, at_most):
            return tree.Paused(tree.Quoted(reason, span=at), at_most, span=at)


def _window(window: Window) -> tree.Window:
    match window:
        case Rolling(length):
            return tree.Rolling(length, span=_NOWHERE)
        case Calendar(unit):
            return tree.CalendarPeriod(unit, span=_NOWHERE)
        case Blocks(length, event):
            return tree.Blocks(length, tree.Name(event, span=_NOWHERE), span=_NOWHERE)


def _deadline(deadline: Deadline) -> tree.Deadline:
    event = None if deadline.event is None else tree.Name(deadline.event, span=_NOWHERE)
    return tree.Deadline(deadline.length, event, deadline.end, deadline.before, span=_NOWHERE)
