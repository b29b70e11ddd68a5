"""Facts in time of two policies, cut by the constants of both: then their classes are the same.

A policy that compares with 6 months and one that compares with 1 year tell different classes apart.
Cut by both lengths, each says the same as before, and the two can be compared class by class.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeGuard

import attrs

from kontaktdsl import model
from kontaktdsl.domains import Enumeration, Ranges
from kontaktdsl.moments import NEVER, AgeOn, Cut, DayOf, Moment, Since, ValueOn, Wording, chains

Key = tuple[object, ...]
Rewrite = Callable[[model.In], model.Condition]


def kind(moment: Moment | None) -> Key:
    """Equal for facts that follow from the same days in the same way, whatever cuts them."""
    match moment:
        case Since(of=of, event=event, anew=anew):
            return Since, of, event, None if anew is None else anew.meaning
        case DayOf(event=event):
            return DayOf, event
        case AgeOn(of=of, event=event) | ValueOn(of=of, event=event):
            return type(moment), of, event
        case _:
            return ()


def recut(old: model.Policy, new: model.Policy) -> tuple[model.Policy, model.Policy]:
    """Both policies with the classes of both where they speak of the same fact in time.

    What is proven between facts is left out: it is known again once all facts are there.
    """
    mine, theirs = _grouped(old), _grouped(new)
    made: dict[Key, tuple[model.Attribute, ...]] = {}
    taken = {attribute.name for policy in (old, new) for attribute in policy.attributes}
    for key in mine.keys() & theirs.keys():
        united = _united([*mine[key], *theirs[key]], theirs[key][0], new, taken)
        if united is not None:
            made[key] = united
    return _rewritten(old, made), _rewritten(new, made)


def _grouped(policy: model.Policy) -> dict[Key, list[model.Attribute]]:
    found: dict[Key, list[model.Attribute]] = {}
    for attribute in policy.attributes:
        if attribute.derived is not None:
            found.setdefault(kind(attribute.derived), []).append(attribute)
    return found


def _united(
    group: list[model.Attribute],
    first: model.Attribute,
    policy: model.Policy,
    taken: Iterable[str],
) -> tuple[model.Attribute, ...] | None:
    """The attributes with the cuts of all, named as in the new policy."""
    wording = Wording(policy.language)
    moment = first.derived
    events = {event.name: event.shown for event in policy.events}
    if isinstance(moment, Since):
        cuts = [cut for each in group if _is_since(each.derived) for cut in each.derived.cuts]
        found: list[model.Attribute] = []
        for chain in chains(cuts) or [()]:
            names = {each.name for each in found} | set(taken) - {e.name for e in group}
            made = _chain(first, attrs.evolve(moment, cuts=chain), events[moment.event], wording)
            found.append(_further(made, chain, names, wording) if found else made)
        return tuple(found)
    if isinstance(moment, DayOf):
        days = sorted(
            {d for each in group if isinstance(each.derived, DayOf) for d in each.derived.days}
        )
        values = wording.classes(lambda words: words.days(events[moment.event], days))
        derived_days = DayOf(moment.event, tuple(days))
        return (attrs.evolve(first, domain=Enumeration(values), derived=derived_days),)
    numbers = sorted({cut for each in group for cut in getattr(each.derived, "cuts", ())})
    if not numbers or not isinstance(moment, AgeOn | ValueOn):
        return None
    derived_on = attrs.evolve(moment, cuts=tuple(numbers))
    values = wording.classes(lambda words: words.later(derived_on, events[moment.event], None))
    return (attrs.evolve(first, domain=Enumeration(values), derived=derived_on),)


def _chain(first: model.Attribute, moment: Since, event: str, wording: Wording) -> model.Attribute:
    """The time since an event, cut by a chain of lengths."""
    values = wording.classes(lambda words: words.since(first.shown, event, moment.cuts))
    return attrs.evolve(first, domain=Enumeration(values), derived=moment)


def _further(
    made: model.Attribute, chain: tuple[Cut, ...], taken: Iterable[str], wording: Wording
) -> model.Attribute:
    """The same with the name of a second chain."""
    spoken = wording.name(lambda words: words.chain_name(made.name, chain, taken))
    return attrs.evolve(made, name=spoken.into(wording.language), spoken=spoken)


def _is_since(moment: Moment | None) -> TypeGuard[Since]:
    return isinstance(moment, Since)


# --- conditions over the finer classes ----------------------------------------------------------


def _rewritten(
    policy: model.Policy, made: Mapping[Key, tuple[model.Attribute, ...]]
) -> model.Policy:
    kept: dict[str, model.Attribute] = {}
    for attribute in policy.attributes:
        for each in made.get(kind(attribute.derived), (attribute,)):
            kept.setdefault(each.name, each)

    def finer(condition: model.In) -> model.Condition:
        attribute = condition.attribute
        united = made.get(kind(attribute.derived)) if attribute.derived is not None else None
        if united is None:
            return condition
        runs = [part for run in condition.ranges for part in _parts(attribute, united, run)]
        return runs[0] if len(runs) == 1 else model.Or(tuple(runs))

    written = tuple(each for each in policy.constraints if not each.proven)
    return rewritten(attrs.evolve(policy, constraints=written), tuple(kept.values()), finer)


def _parts(
    attribute: model.Attribute, united: tuple[model.Attribute, ...], run: tuple[int, int]
) -> Iterable[model.Condition]:
    """Classes `low` to `high` of an attribute, in the classes of the finer ones."""
    low, high = run
    moment = attribute.derived
    if isinstance(moment, DayOf):
        yield model.In(united[0], _days(moment, united[0], range(low, high + 1)))
        return
    if low == NEVER:
        yield model.In(united[0], ((NEVER, NEVER),))
        low = 1
    if low > high:
        return
    cuts: tuple[Cut | int, ...] = getattr(moment, "cuts", ())
    terms = []
    if low > 1:
        chain, place = _placed(united, cuts[low - 2])
        terms.append(model.In(chain, ((place, chain.domain.bounds[1]),)))
    if high <= len(cuts):
        chain, place = _placed(united, cuts[high - 1])
        terms.append(model.In(chain, ((1, place - 1),)))
    if not terms:
        terms.append(model.In(united[0], ((1, united[0].domain.bounds[1]),)))
    yield terms[0] if len(terms) == 1 else model.And(tuple(terms))


def _placed(united: tuple[model.Attribute, ...], cut: Cut | int) -> tuple[model.Attribute, int]:
    """The attribute that has a cut, and the class that the cut begins."""
    for attribute in united:
        for at, other in enumerate(getattr(attribute.derived, "cuts", ()), 2):
            if other == cut or (
                isinstance(cut, Cut) and isinstance(other, Cut) and other.meaning == cut.meaning
            ):
                return attribute, at
    raise AssertionError(f"{cut} is not among the cuts of both")


def _days(moment: DayOf, united: model.Attribute, classes: Iterable[int]) -> Ranges:
    """Classes of a few dates in the classes of more: by what each of the finer ones implies."""
    finer = united.derived
    assert isinstance(finer, DayOf)
    wanted = set(classes)
    found = []
    for at in range(united.domain.bounds[1] + 1):
        told = tuple(_tells(finer, day, at) for day in moment.days)
        same = [
            each
            for each in range(2 * len(moment.days) + 1)
            if tuple(_tells(moment, day, each) for day in moment.days) == told
        ]
        if wanted & set(same):
            found.append((at, at))
    return tuple(found)


def _tells(moment: DayOf, day: object, at: int) -> tuple[bool, bool]:
    from datetime import date

    assert isinstance(day, date)
    low, high = moment.since(day)
    before = any(first <= at <= last for first, last in moment.before(day))
    return before, low <= at <= high


# --- a policy with other conditions -------------------------------------------------------------


def rewritten(
    policy: model.Policy, attributes: tuple[model.Attribute, ...], of: Rewrite
) -> model.Policy:
    """A policy over other attributes, each comparison replaced by what `of` makes of it.

    Examples and guarantees stay as they are: nothing compares them.
    """

    def moved(condition: model.Condition) -> model.Condition:
        match condition:
            case model.In():
                return of(condition)
            case model.Not(term=term):
                return model.Not(moved(term))
            case model.And(terms=terms):
                return model.And(tuple(map(moved, terms)))
            case model.Or(terms=terms):
                return model.Or(tuple(map(moved, terms)))

    blocks = tuple(attrs.evolve(block, bases=(), rules=()) for block in policy.blocks)
    rules = tuple(
        attrs.evolve(rule, block=blocks[rule.block.index], condition=moved(rule.condition))
        for rule in policy.rules
    )
    for block, original in zip(blocks, policy.blocks, strict=True):
        block.bases = tuple(blocks[base.index] for base in original.bases)
        block.rules = tuple(rules[rule.index] for rule in original.rules)
    minimum = policy.header.minimum_for
    header = attrs.evolve(policy.header, minimum_for=None if minimum is None else moved(minimum))
    return attrs.evolve(
        policy,
        header=header,
        attributes=attributes,
        terms=tuple(attrs.evolve(t, condition=moved(t.condition)) for t in policy.terms),
        constraints=tuple(
            attrs.evolve(c, condition=moved(c.condition)) for c in policy.constraints
        ),
        blocks=blocks,
        rules=rules,
        preferences=tuple(
            attrs.evolve(p, blocks=tuple(blocks[block.index] for block in p.blocks))
            for p in policy.preferences
        ),
        occasions=tuple(attrs.evolve(o, condition=moved(o.condition)) for o in policy.occasions),
        scope=policy.scope and attrs.evolve(policy.scope, condition=moved(policy.scope.condition)),
    )
