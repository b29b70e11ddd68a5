"""What is provable between facts in time, as constraints: nobody can be like that.

Each relation holds on every day, for every day of the event and of birth, and under every calendar
of holidays; nothing else is claimed. Source: grammar/SPEC.md, "Facts in time".
"""

from collections.abc import Iterator, Sequence
from itertools import permutations

from kontaktdsl import model
from kontaktdsl.domains import Number, Ranges, normal
from kontaktdsl.moments import NEVER, AgeOn, Cut, DayOf, Since
from kontaktdsl.source import Span

_REASONS = {"de": "folgt aus dem Kalender", "en": "follows from the calendar"}


def proven(attributes: Sequence[model.Attribute], language: str) -> Iterator[model.Constraint]:
    """The constraints between the facts in time of a policy, in the order of its attributes."""
    by_event: dict[str, list[model.Attribute]] = {}
    for attribute in attributes:
        if attribute.derived is not None:
            by_event.setdefault(attribute.derived.event, []).append(attribute)
    by_name = {attribute.name: attribute for attribute in attributes}
    for facts in by_event.values():
        for condition in _of_event(facts, by_name):
            span = _last(condition)
            because = model.Because(_REASONS[language], Span(span.source, span.end, span.end))
            yield model.Constraint(condition, because, None, span, proven=True)


def _of_event(
    facts: Sequence[model.Attribute], by_name: dict[str, model.Attribute]
) -> Iterator[model.And]:
    for one, other in permutations(facts, 2):
        yield from _happened(one, other)
    for one, other in permutations(facts, 2):
        if isinstance(one.derived, Since) and isinstance(other.derived, Since):
            yield from _lengths(one, one.derived, other, other.derived)
    for age in facts:
        now = by_name.get(age.derived.of) if isinstance(age.derived, AgeOn) else None
        if now is not None:
            yield from _ages(_witness(facts), age, now)


# --- whether it has happened --------------------------------------------------------------------


def _happened(one: model.Attribute, other: model.Attribute) -> Iterator[model.And]:
    """Facts of one event agree on whether it has happened and whether it has a day."""
    if isinstance(one.derived, AgeOn):
        some_day = model.In(other, ((1, other.domain.bounds[1]),))
        yield model.And((model.In(one, ((NEVER, NEVER),)), some_day))
    elif not isinstance(other.derived, AgeOn):
        yield model.And((model.In(one, _has(one)), model.In(other, _has_not(other))))


def _has(attribute: model.Attribute) -> Ranges:
    """The classes in which the event has certainly happened."""
    moment = attribute.derived
    return (moment.happened if isinstance(moment, DayOf) else (1, attribute.domain.bounds[1]),)


def _has_not(attribute: model.Attribute) -> Ranges:
    """The classes in which it certainly has not."""
    moment = attribute.derived
    ahead = moment.ahead if isinstance(moment, DayOf) else (1, 0)
    return normal(((NEVER, NEVER), ahead))


def _witness(facts: Sequence[model.Attribute]) -> model.Attribute | None:
    """The fact that says best whether the event has happened."""
    told = [each for each in facts if not isinstance(each.derived, AgeOn)]
    return min(told, key=lambda each: isinstance(each.derived, DayOf), default=None)


# --- how long ago -------------------------------------------------------------------------------


def _lengths(
    one: model.Attribute, a: Since, other: model.Attribute, b: Since
) -> Iterator[model.And]:
    """A length that is reached proves every length that is never reached later.

    From a block to the whole time because the block began no earlier than the event; from the whole
    time to a block only while the first block runs, for then both are the same.
    """
    alike = b.anew is None or (a.anew is not None and a.anew.meaning == b.anew.meaning)
    if not alike and a.anew is not None:
        return
    for at, cut in enumerate(a.cuts, 2):
        earlier = sum(each <= cut for each in b.cuts)
        last = one.domain.bounds[1]
        if b.anew is not None and not alike:
            last = sum(each <= Cut(b.anew) for each in a.cuts)
        if earlier and at <= last:
            missed = model.In(other, ((1, earlier),))
            yield model.And((model.In(one, ((at, last),)), missed))


# --- age ----------------------------------------------------------------------------------------


def _ages(
    told: model.Attribute | None, on: model.Attribute, now: model.Attribute
) -> Iterator[model.And]:
    """Nobody grows younger: the age on a day that has passed is at most that of today."""
    if told is None or not isinstance(now.domain, Number) or not isinstance(on.derived, AgeOn):
        return
    low, high = now.domain.bounds
    last = on.domain.bounds[1]
    for at, cut in enumerate(on.derived.cuts, 2):
        if low < cut <= high:
            younger, older = model.In(now, ((low, cut - 1),)), model.In(now, ((cut, high),))
            yield model.And((model.In(told, _has(told)), model.In(on, ((at, last),)), younger))
            yield model.And((model.In(told, _has_not(told)), model.In(on, ((1, at - 1),)), older))


def _last(condition: model.And) -> Span:
    """Where the later of the facts is declared."""
    terms = [term for term in condition.terms if isinstance(term, model.In)]
    return max((term.attribute.span for term in terms), key=lambda span: span.start)
