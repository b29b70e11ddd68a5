"""Two policies over one vocabulary: attributes and values are matched by name.

Where a domain differs, it becomes the union of both, and what one side does not know is impossible
on that side. An attribute of one side only divides the cases of that side alone. An attribute whose
domains cannot be united (yes-or-no here, a list there) becomes two attributes.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import attrs

from kontaktdsl import model, words
from kontaktdsl.changes.outcome import Vocabulary, VocabularyChange
from kontaktdsl.changes.recut import kind, recut, rewritten
from kontaktdsl.diagnostics import Text
from kontaktdsl.domains import (
    Domain,
    Enumeration,
    Number,
    Ranges,
    Value,
    YesNo,
    complement,
    contains,
    normal,
)
from kontaktdsl.resolver.proofs import proven
from kontaktdsl.source import Span

Translate = Callable[[Ranges], Ranges]
N = TypeVar("N", model.Event, model.ContactKind)


class UnknownName(Exception):
    """A renaming speaks of an attribute or value that the policy does not have."""

    def __init__(self, name: str, *, old: bool) -> None:
        """Remember the name and the side it should be on."""
        super().__init__(name)
        self.name = name
        self.old = old


@attrs.frozen
class Renaming:
    """What is the same under another name: new names by old ones, values by attribute and value."""

    attributes: Mapping[str, str] = attrs.field(factory=dict)
    values: Mapping[tuple[str, str], str] = attrs.field(factory=dict)


NOTHING_RENAMED = Renaming()


@attrs.frozen(eq=False)
class Joint:
    """Both policies over the same attributes.

    `described` is the new policy with the old one's terms besides: for words about both.
    """

    old: model.Policy
    new: model.Policy
    described: model.Policy
    vocabulary: tuple[Vocabulary, ...]


@attrs.frozen(eq=False)
class _Seat:
    """Where an attribute of one side is found in the joint vocabulary."""

    attribute: model.Attribute
    translate: Translate | None
    """None: the integers are the same."""
    unknown: Ranges = ()
    """What this side does not know."""


def join(old: model.Policy, new: model.Policy, renaming: Renaming = NOTHING_RENAMED) -> Joint:
    """Bring two policies onto one vocabulary; raises UnknownName for a bad renaming."""
    _refuse_unknown(old, new, renaming)
    old, new = recut(old, new)
    theirs = {attribute.name: attribute for attribute in new.attributes}
    seats: tuple[dict[str, _Seat], dict[str, _Seat]] = ({}, {})
    joint: list[model.Attribute] = []
    told: list[Vocabulary] = []
    gone: list[model.Attribute] = []
    for mine in old.attributes:
        name = renaming.attributes.get(mine.name, mine.name)
        other = theirs.pop(name, None)
        if other is None:
            gone.append(mine)
            taken = any(attribute.name == mine.name for attribute in new.attributes)
            kept = attrs.evolve(mine, name=f"{mine.name} (1)") if taken else mine
            joint.append(kept)
            seats[0][mine.name] = _Seat(kept, None)
            continue
        united = _united(mine, other, renaming)
        if united is None:
            parts = _apart(mine, other)
            joint.extend(parts)
            seats[0][mine.name] = _Seat(parts[0], None)
            seats[1][other.name] = _Seat(parts[1], None)
        else:
            joint.append(united[0].attribute)
            seats[0][mine.name], seats[1][other.name] = united
        told.extend(_difference(mine, other, united, renaming))
    added = list(theirs.values())
    for attribute in added:
        joint.append(attribute)
        seats[1][attribute.name] = _Seat(attribute, None)
    told.extend(_one_sided(gone, added))
    known_facts = tuple(proven(joint, new.language))
    left, right = (
        attrs.evolve(side, constraints=(*side.constraints, *known_facts))
        for side in (_moved(old, tuple(joint), seats[0]), _moved(new, tuple(joint), seats[1]))
    )
    known = {term.name for term in right.terms}
    terms = (*right.terms, *(term for term in left.terms if term.name not in known))
    described = attrs.evolve(
        right,
        terms=terms,
        events=_both(right.events, left.events),
        kinds=_both(right.kinds, left.kinds),
    )
    return Joint(left, right, described, tuple(told))


def _both(first: Iterable[N], second: Iterable[N]) -> tuple[N, ...]:
    found = {entry.name: entry for entry in second}
    found.update((entry.name, entry) for entry in first)
    return tuple(found.values())


def _refuse_unknown(old: model.Policy, new: model.Policy, renaming: Renaming) -> None:
    mine = {attribute.name: attribute for attribute in old.attributes}
    theirs = {attribute.name: attribute for attribute in new.attributes}
    for before, after in renaming.attributes.items():
        if before not in mine:
            raise UnknownName(before, old=True)
        if after not in theirs:
            raise UnknownName(after, old=False)
    for (name, before), after in renaming.values.items():
        if name not in mine:
            raise UnknownName(name, old=True)
        if before not in _names(mine[name].domain):
            raise UnknownName(before, old=True)
        other = theirs.get(renaming.attributes.get(name, name))
        if other is None or after not in _names(other.domain):
            raise UnknownName(after, old=False)


def _names(domain: Domain) -> tuple[str, ...]:
    return tuple(value.name for value in domain.values) if isinstance(domain, Enumeration) else ()


# --- one attribute of both sides ----------------------------------------------------------------


def _united(
    mine: model.Attribute, other: model.Attribute, renaming: Renaming
) -> tuple[_Seat, _Seat] | None:
    if kind(mine.derived) != kind(other.derived):
        return None
    match mine.domain, other.domain:
        case YesNo(), YesNo():
            return _Seat(other, None), _Seat(other, None)
        case Number(low, high), Number(lower, higher):
            both = Number(min(low, lower), max(high, higher))
            attribute = attrs.evolve(other, domain=both)
            return (
                _Seat(attribute, None, complement(((low, high),), both.bounds)),
                _Seat(attribute, None, complement(((lower, higher),), both.bounds)),
            )
        case Enumeration(before), Enumeration(after):
            return _lists(mine, other, before, after, renaming)
        case _:
            return None


def _lists(
    mine: model.Attribute,
    other: model.Attribute,
    before: tuple[Value, ...],
    after: tuple[Value, ...],
    renaming: Renaming,
) -> tuple[_Seat, _Seat]:
    theirs = {value.name: value for value in after}
    called = [renaming.values.get((mine.name, value.name), value.name) for value in before]
    joint = [
        theirs.get(name, value) for name, value in zip(called, before, strict=True)
    ]  # a value of both sides has the label of the new one
    joint += [value for value in after if value.name not in called]
    place = {value.name: at for at, value in enumerate(joint)}
    for at, name in enumerate(called):
        place.setdefault(name, at)
    attribute = attrs.evolve(other, domain=Enumeration(tuple(joint)))
    return (
        _seat(attribute, list(range(len(before)))),
        _seat(attribute, [place[value.name] for value in after]),
    )


def _seat(attribute: model.Attribute, places: list[int]) -> _Seat:
    bounds = attribute.domain.bounds
    unknown = complement(normal((at, at) for at in places), bounds)
    if places == list(range(len(places))):
        return _Seat(attribute, None, unknown)

    def translate(ranges: Ranges) -> Ranges:
        return normal((at, at) for value, at in enumerate(places) if contains(ranges, value))

    return _Seat(attribute, translate, unknown)


def _apart(
    mine: model.Attribute, other: model.Attribute
) -> tuple[model.Attribute, model.Attribute]:
    return (
        attrs.evolve(mine, name=f"{mine.name} (1)", label=f"{mine.shown} (1)"),
        attrs.evolve(other, name=f"{other.name} (2)", label=f"{other.shown} (2)"),
    )


# --- a policy over the joint attributes ---------------------------------------------------------


def _moved(
    policy: model.Policy, joint: tuple[model.Attribute, ...], seats: dict[str, _Seat]
) -> model.Policy:
    unknown = tuple(
        model.Constraint(model.In(seat.attribute, seat.unknown), None, None, _line(attribute.span))
        for attribute in policy.attributes
        if (seat := seats[attribute.name]).unknown
    )
    same = all(
        seat.translate is None and seat.attribute.name == name and not seat.unknown
        for name, seat in seats.items()
    )
    if same:
        return attrs.evolve(policy, attributes=joint)

    def seated(condition: model.In) -> model.Condition:
        seat = seats[condition.attribute.name]
        ranges = condition.ranges
        return model.In(seat.attribute, seat.translate(ranges) if seat.translate else ranges)

    found = rewritten(policy, joint, seated)
    return attrs.evolve(found, constraints=(*found.constraints, *unknown))


def _line(span: Span) -> Span:
    """The line in which a span starts, without the spaces around it."""
    source = span.source
    start = source.line_starts[span.line - 1]
    text = source.line(span.line)
    left = len(text) - len(text.lstrip())
    return Span(source, start + left, start + len(text.rstrip()))


# --- in words -----------------------------------------------------------------------------------


def _difference(
    mine: model.Attribute,
    other: model.Attribute,
    united: tuple[_Seat, _Seat] | None,
    renaming: Renaming,
) -> list[Vocabulary]:
    name = other.name
    if united is None:
        return [
            Vocabulary(
                VocabularyChange.KIND,
                name,
                Text(
                    f"`{name}` hat eine andere Art von Werten: {_domain(mine).de}, "
                    f"jetzt {_domain(other).de}; verglichen als zwei Merkmale",
                    f"`{name}` has another kind of values: {_domain(mine).en}, "
                    f"now {_domain(other).en}; compared as two attributes",
                ),
            )
        ]
    found = []
    if isinstance(mine.domain, Number) and mine.domain != other.domain:
        found.append(
            Vocabulary(
                VocabularyChange.RANGE,
                name,
                Text(
                    f"`{name}`: {_domain(mine).de}, jetzt {_domain(other).de}",
                    f"`{name}`: {_domain(mine).en}, now {_domain(other).en}",
                ),
            )
        )
    before = [renaming.values.get((mine.name, v), v) for v in _names(mine.domain)]
    after = _names(other.domain)
    gone = words.listed((Text.same(f"`{v}`") for v in before if v not in after), words.AND)
    added = words.listed((Text.same(f"`{v}`") for v in after if v not in before), words.AND)
    if gone.de:
        text = Text(f"`{name}` hat {gone.de} nicht mehr", f"`{name}` no longer has {gone.en}")
        found.append(Vocabulary(VocabularyChange.VALUES_REMOVED, name, text))
    if added.de:
        text = Text(f"`{name}` hat neu {added.de}", f"`{name}` now has {added.en}")
        found.append(Vocabulary(VocabularyChange.VALUES_ADDED, name, text))
    return found


def _one_sided(gone: list[model.Attribute], added: list[model.Attribute]) -> list[Vocabulary]:
    found = []
    for attribute in gone:
        alike = [other for other in added if _alike(attribute, other)]
        hint = (
            Text(
                f"; heißt es jetzt `{alike[0].name}`? Dann: --rename "
                f"{attribute.name}={alike[0].name}",
                f"; if it is now called `{alike[0].name}`: --rename "
                f"{attribute.name}={alike[0].name}",
            )
            if len(alike) == 1
            else Text("", "")
        )
        text = Text(
            f"das Merkmal `{attribute.name}` gibt es nicht mehr{hint.de}",
            f"the attribute `{attribute.name}` is gone{hint.en}",
        )
        found.append(Vocabulary(VocabularyChange.REMOVED, attribute.name, text))
    for attribute in added:
        text = Text(
            f"das Merkmal `{attribute.name}` ist neu", f"the attribute `{attribute.name}` is new"
        )
        found.append(Vocabulary(VocabularyChange.ADDED, attribute.name, text))
    return found


def _alike(one: model.Attribute, other: model.Attribute) -> bool:
    if isinstance(one.domain, Enumeration):
        return set(_names(one.domain)) == set(_names(other.domain))
    return one.domain == other.domain


def _domain(attribute: model.Attribute) -> Text:
    match attribute.domain:
        case YesNo():
            return Text("ja oder nein", "yes or no")
        case Enumeration(values):
            return words.listed((Text.same(f"`{value.name}`") for value in values), words.OR)
        case Number(low, high):
            return Text(f"{low} bis {high}", f"{low} to {high}")
