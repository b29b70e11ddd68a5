"""Policies of several series as policies of one: every question about them is put to those.

A series has an answer of its own for every possible customer, so nothing in one depends on another:
the policy of one series holds the lines of its blocks and, of all the rest, what is not about
another series.  Places in the text stay what they are.
"""

from collections.abc import Iterable
from datetime import date
from weakref import WeakKeyDictionary

import attrs

from kontaktdsl import model
from kontaktdsl.diagnostics import Text


class UnknownSeries(KeyError):
    """A policy has no series of this name; `names` are those that it has."""

    def __init__(self, name: str, names: tuple[str, ...]) -> None:
        """Remember what was asked for and what there is."""
        super().__init__(name)
        self.name = name
        self.names = names

    def __str__(self) -> str:
        """The English words."""
        return f"no series is called {self.name!r}; there are: {', '.join(self.names)}"


_made: WeakKeyDictionary[model.Policy, tuple[model.Policy, ...]] = WeakKeyDictionary()


def projected(policy: model.Policy) -> tuple[model.Policy, ...]:
    """For each series the policy that holds nothing else; the policy itself if it has but one."""
    if len(policy.series) == 1:
        return (policy,)
    found = _made.get(policy)
    if found is None:
        found = _made[policy] = tuple(_only(policy, series) for series in policy.series)
    return found


def of(policy: model.Policy, name: str) -> model.Policy:
    """The policy of one series; raises UnknownSeries."""
    for series, one in zip(policy.series, projected(policy), strict=True):
        if series.name == name:
            return one
    raise UnknownSeries(name, tuple(series.name for series in policy.series))


Contact = date | tuple[date, str | None]
"""A contact: its day, and its kind where that is known."""


class UnknownKind(ValueError):
    """A contact whose kind nobody knows, in a series that names the kinds that count in it; `text`
    says it in German and English.
    """

    def __init__(self, text: Text) -> None:
        """Remember both languages."""
        super().__init__(text.en)
        self.text = text


NOT_GIVEN = Text(
    "die Art des Kontakts am {day} ist nicht angegeben",
    "the kind of the contact on {day} is not given",
)
_NO_KIND = Text(
    "„{kind}“ ist keine Kontaktart dieser Richtlinie",
    "“{kind}” is no kind of contact of this policy",
)


def kinds_of(policy: model.Policy) -> tuple[str, ...]:
    """The kinds of contact that count in the one series of a policy."""
    (series,) = policy.series
    return series.kinds or tuple(kind.name for kind in policy.kinds)


def serving(
    policy: model.Policy, history: Iterable[Contact]
) -> tuple[tuple[date, str | None], ...]:
    """The contacts that count in the one series of a policy, by day; those of one day as given.

    A contact counts in every series that names its kind, and in those that name none. Raises
    UnknownKind where a kind is missing that matters, or is none of the policy's.
    """
    (series,) = policy.series
    declared = {kind.name for kind in policy.kinds}
    found = []
    for contact in history:
        day, kind = contact if isinstance(contact, tuple) else (contact, None)
        if kind is None and series.kinds:
            from kontaktdsl.dates.calendar import shown

            raise UnknownKind(NOT_GIVEN.format(day=shown(day)))
        if kind is not None and kind not in declared:
            raise UnknownKind(_NO_KIND.format(kind=kind))
        if not series.kinds or kind in series.kinds:
            found.append((day, kind))
    return tuple(sorted(found, key=lambda each: each[0]))


def _only(policy: model.Policy, series: model.Series) -> model.Policy:
    kept = [block for block in policy.blocks if block.series == series.name]
    blocks = {
        block.index: attrs.evolve(block, index=index, bases=(), rules=())
        for index, block in enumerate(kept)
    }
    for block in kept:
        blocks[block.index].bases = tuple(
            blocks[base.index] for base in block.bases if base.index in blocks
        )
    lines = [rule for rule in policy.rules if rule.block.index in blocks]
    rules = tuple(
        attrs.evolve(rule, index=index, block=blocks[rule.block.index])
        for index, rule in enumerate(lines)
    )
    for block in blocks.values():
        block.rules = tuple(rule for rule in rules if rule.block is block)
    over = tuple(
        sum(1 << one.index for old, one in blocks.items() if policy.over[block.index] >> old & 1)
        for block in kept
    )
    return attrs.evolve(
        policy,
        blocks=tuple(blocks.values()),
        rules=rules,
        over=over,
        preferences=tuple(
            attrs.evolve(each, blocks=tuple(blocks[block.index] for block in each.blocks))
            for each in policy.preferences
            if all(block.index in blocks for block in each.blocks)
        ),
        occasions=tuple(at for at in policy.occasions if at.series in (None, series.name)),
        examples=tuple(each for each in policy.examples if each.series == series.name),
        ensures=tuple(
            each
            for each in policy.ensures
            if not isinstance(each, model.EnsureOutcome) or each.series == series.name
        ),
        accepts=tuple(
            attrs.evolve(
                each, blocks=tuple(blocks[b.index] for b in each.blocks if b.index in blocks)
            )
            for each in policy.accepts
            if not each.blocks or any(block.index in blocks for block in each.blocks)
        ),
        series=(series,),
    )
