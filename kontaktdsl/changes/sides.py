"""Both policies' part in one question, side by side in one problem.

Each rule of a side that takes part has a key: what it says to the question (None: it only silences
others). What a side answers for a case depends on nothing but the set of keys that are kept there.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence

import attrs

from kontaktdsl.analysis.bitsets import bits, transpose
from kontaktdsl.analysis.diagram import merge_roles
from kontaktdsl.analysis.problem import Box, Problem
from kontaktdsl.changes.outcome import Direction, Section
from kontaktdsl.domains import Number
from kontaktdsl.question import Asked
from kontaktdsl.space import Axis, Space

Keys = frozenset[Hashable]


@attrs.frozen
class Shift:
    """What becomes of a case: the answers as values, equal for equal answers."""

    direction: Direction
    old: Hashable
    new: Hashable


class Same:
    """What becomes of the other cases."""

    def __init__(self, *, compared: bool) -> None:
        self.compared = compared


SAME = Same(compared=True)
OUT = Same(compared=False)
"""The question does not arise: impossible for both, or no interval whose strength could differ."""

Fate = Shift | Same
Judge = Callable[[Keys, Keys], Fate]


@attrs.frozen(eq=False)
class Half:
    """One side's rules in a question; all sets of rules are bitsets over this half."""

    rows: list[Box]
    rule_of: list[int]
    keys: list[Hashable]
    silencers: list[int]
    beaten_by: list[int]

    def add(self, boxes: Iterable[Box], key: Hashable) -> None:
        """Add a line that nothing silences."""
        number = len(self.keys)
        self.keys.append(key)
        self.silencers.append(0)
        self.beaten_by.append(0)
        for box in boxes:
            self.rows.append(box)
            self.rule_of.append(number)


def nothing() -> Half:
    """No rule at all."""
    return Half([], [], [], [], [])


def half(asked: Asked, keys: dict[int, Hashable]) -> Half:
    """The rules (by number) that have a key, and those that silence them."""
    problem = asked.problem
    taking = set(keys)
    for number in keys:
        taking.update(bits(problem.silencers[number]))
    order = sorted(taking)
    place = {number: at for at, number in enumerate(order)}
    known: dict[int, int] = {0: 0}

    def moved(rules: int) -> int:
        if rules not in known:
            known[rules] = sum(1 << place[number] for number in bits(rules) if number in place)
        return known[rules]

    rows, rule_of = [], []
    layout = problem.layout
    for number in order:
        for row in bits(layout.rows_of[number]):
            rows.append(layout.boxes[row])
            rule_of.append(place[number])
    return Half(
        rows,
        rule_of,
        [keys.get(number) for number in order],
        [moved(problem.silencers[number]) for number in order],
        [moved(problem.beaten_by[number]) for number in order],
    )


@attrs.frozen(eq=False)
class Sides:
    """One question to both policies, over the attributes that matter to it."""

    section: Section
    space: Space
    problem: Problem
    """Rules of equal standing are one; `kind_of` is the number of (side, key)."""
    kinds: tuple[tuple[int, Hashable], ...]
    judge: Judge

    def keys(self, hits: int) -> tuple[Keys, Keys]:
        """What each side says where exactly these rules hit."""
        problem = self.problem
        left = problem.silence.without_struck(hits, hits)
        left = problem.beating.without_struck(left, left)
        found: tuple[set[Hashable], set[Hashable]] = (set(), set())
        for rule in bits(left):
            side, key = self.kinds[problem.kind_of[rule]]
            if key is not None:
                found[side].add(key)
        return frozenset(found[0]), frozenset(found[1])

    def fate(self, hits: int | None) -> Fate:
        """What becomes of a case where exactly these rules hit; None is a forbidden case."""
        return OUT if hits is None else self.judge(*self.keys(hits))


@attrs.frozen(eq=False)
class Barred:
    """Where a side owes no answer: what is impossible, and what is outside its scope."""

    impossible: Sequence[Box]
    outside: Sequence[Box]


def sides(
    section: Section,
    space: Space,
    halves: tuple[Half, Half],
    barred: tuple[Barred, Barred],
    judge: Judge,
    states: tuple[Hashable, Hashable] | None = None,
) -> Sides:
    """Put two halves side by side, and drop the attributes and cuts that no row needs.

    With `states` (impossible, outside) what is barred is what that side says; without, a case that
    either side bars is not compared.
    """
    rows = [row for each in halves for row in each.rows]
    outside = barred[0].outside, barred[1].outside
    forbidden, axes = _connected(
        space, [*rows, *outside[0], *outside[1]], (barred[0].impossible, barred[1].impossible)
    )
    if states is not None:
        left, right = (
            _limited(_limited(each, outside[at], states[1]), forbidden[at], states[0])
            for at, each in enumerate(halves)
        )
        halves = left, right
        never: list[Box] = []
    else:
        never = list(dict.fromkeys((*forbidden[0], *forbidden[1], *outside[0], *outside[1])))
    smaller, narrow = _narrowed(space, axes, [row for each in halves for row in each.rows] + never)
    shift = len(halves[0].keys)
    numbers: dict[tuple[int, Hashable], int] = {}
    kind_of = [
        numbers.setdefault((side, key), len(numbers))
        for side, each in enumerate(halves)
        for key in each.keys
    ]
    none = (0,) * len(kind_of)
    problem = Problem(
        sizes=smaller.sizes,
        rows=tuple(narrow(row) for each in halves for row in each.rows),
        rule_of=(*halves[0].rule_of, *(rule + shift for rule in halves[1].rule_of)),
        forbidden=tuple(dict.fromkeys(map(narrow, never))),
        silencers=_shifted(halves[0].silencers, halves[1].silencers, shift),
        beaten_by=_shifted(halves[0].beaten_by, halves[1].beaten_by, shift),
        clashes=none,
        kind_of=tuple(kind_of),
    )
    return Sides(section, smaller, merge_roles(problem), tuple(numbers), judge)


def _shifted(first: list[int], second: list[int], shift: int) -> tuple[int, ...]:
    return (*first, *(rules << shift for rules in second))


def _limited(each: Half, forbidden: Sequence[Box], key: Hashable) -> Half:
    """The half with cases barred by a line that silences every other."""
    if not forbidden:
        return each
    mark = 1 << len(each.keys)
    limited = attrs.evolve(
        each,
        rows=list(each.rows),
        rule_of=list(each.rule_of),
        keys=list(each.keys),
        silencers=[rules | mark for rules in each.silencers],
        beaten_by=list(each.beaten_by),
    )
    limited.add(forbidden, key)
    return limited


def _connected(
    space: Space, rows: Sequence[Box], forbidden: tuple[Sequence[Box], Sequence[Box]]
) -> tuple[tuple[list[Box], list[Box]], int]:
    """The forbidden boxes that share an axis with the rows, directly or not; all those axes."""
    everything = space.everything
    axes = 0
    for row in rows:
        axes |= told(row, everything)
    waiting = [
        (side, box, told(box, everything))
        for side in (0, 1)
        for box in dict.fromkeys(forbidden[side])
    ]
    taken: tuple[list[Box], list[Box]] = ([], [])
    while True:
        later = []
        for side, box, spoken in waiting:
            if spoken & axes or not spoken:
                taken[side].append(box)
                axes |= spoken
            else:
                later.append((side, box, spoken))
        if len(later) == len(waiting):
            return taken, axes
        waiting = later


def told(box: Box, everything: Box) -> int:
    """The axes on which a box says something, as a bitset."""
    axes = 0
    for at, (mask, full) in enumerate(zip(box, everything, strict=True)):
        if mask != full:
            axes |= 1 << at
    return axes


def _narrowed(space: Space, axes: int, boxes: Sequence[Box]) -> tuple[Space, Callable[[Box], Box]]:
    """The space of these axes, numbers cut only where the boxes need it; and the way of a box."""
    columns = transpose(space.sizes, boxes)
    kept: list[tuple[int, list[int]]] = []
    made: list[Axis] = []
    for at in bits(axes):
        axis = space.axes[at]
        starts = list(range(len(axis.classes)))
        if isinstance(axis.attribute.domain, Number):
            column = columns[at]
            starts = [i for i in starts if not i or column[i] != column[i - 1]]
        ends = [*starts[1:], len(axis.classes)]
        classes = tuple(
            (axis.classes[start][0], axis.classes[end - 1][1])
            for start, end in zip(starts, ends, strict=True)
        )
        made.append(Axis(axis.attribute, classes))
        kept.append((at, starts))
    known: dict[tuple[int, int], int] = {}

    def mask_of(at: int, starts: list[int], mask: int) -> int:
        found = known.get((at, mask))
        if found is None:
            found = sum((mask >> start & 1) << new for new, start in enumerate(starts))
            known[at, mask] = found
        return found

    def narrow(box: Box) -> Box:
        return tuple(mask_of(at, starts, box[at]) for at, starts in kept)

    return Space(tuple(made)), narrow
