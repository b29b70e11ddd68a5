"""A policy as a grid: which answer stands in which cell, and by which lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

import attrs

from kontaktdsl import model
from kontaktdsl.domains import Enumeration, YesNo
from kontaktdsl.evaluator import evaluate
from kontaktdsl.question import Question, ask
from kontaktdsl.space import Axis, mentions
from kontaktdsl.values import Rhythm, rhythm_of

MOST_ROWS = 400
"""A grid with more rows leaves out the axes that the fewest rules mention."""
MANY_RULES = 300
"""A policy with more rules gets fewer rows and no pairs of traits: each cell asks every rule."""

Mask = int
Where = tuple[Mask, ...]
"""Per row axis the classes, as a bitmask."""


@attrs.frozen
class Cell:
    """What holds in one cell.

    `rhythms` is empty for a gap and holds more than one for a contradiction. `varies` says that
    axes which are not shown decide. A cell where nobody is possible has `possible` False.
    """

    possible: bool
    rhythms: tuple[Rhythm, ...] = ()
    rules: tuple[model.Rule, ...] = ()
    varies: bool = False

    @property
    def gap(self) -> bool:
        """Somebody is possible and no rule says how often."""
        return self.possible and not self.rhythms and not self.varies

    @property
    def conflict(self) -> bool:
        """Rules contradict each other."""
        return len(self.rhythms) > 1


@attrs.frozen
class Row:
    """One row: where it is, and a cell for each column; None means as in the rows above."""

    where: Where
    cells: tuple[Cell | None, ...]


@attrs.frozen
class Extra:
    """Rows for those with one or two traits that few lines or only exceptions speak of."""

    traits: tuple[model.Attribute, ...]
    rows: tuple[Row, ...]


@attrs.frozen(eq=False)
class Grid:
    """The rows of a policy over `axes`, its columns over the classes of `across`."""

    policy: model.Policy
    axes: tuple[Axis, ...]
    across: Axis | None
    rows: tuple[Row, ...]
    extras: tuple[Extra, ...]
    left_out: tuple[model.Attribute, ...]

    @property
    def cells(self) -> Iterator[Cell]:
        """Every cell that says something."""
        rows = (*self.rows, *(row for extra in self.extras for row in extra.rows))
        return (cell for row in rows for cell in row.cells if cell is not None)


def grid(policy: model.Policy, fits: int) -> Grid:
    """The grid of "how often?" with at most `fits` columns across.

    Raises TooWide like `question.ask`.
    """
    axes = ask(policy, Question.HOW_OFTEN).space.axes
    traits = [
        axis
        for axis in axes
        if isinstance(axis.attribute.domain, YesNo) and _seldom(policy, axis.attribute)
    ]
    shown = [axis for axis in axes if axis not in traits]
    across = _across(shown, fits)
    down = [axis for axis in shown if axis is not across]
    left_out = _leave_out(policy, down)
    maker = _Maker(policy, down, across, left_out)
    base = maker.rows({})
    extras = []
    alone: dict[str, list[Row]] = {}
    for trait in traits:
        name = trait.attribute.name
        alone[name] = maker.rows({name: 1})
        extras.append(_extra((trait.attribute,), alone[name], base))
    for one, two in ((a, b) for i, a in enumerate(traits) for b in traits[i + 1 :]):
        names = one.attribute.name, two.attribute.name
        if len(traits) > 8 or len(policy.rules) > MANY_RULES:
            break
        both = maker.rows(dict.fromkeys(names, 1))
        if any(_new_trouble(cells) for cells in _columns(both, alone[names[0]], alone[names[1]])):
            extras.append(_extra((one.attribute, two.attribute), both, base))
    return Grid(
        policy,
        tuple(down),
        across,
        tuple(_merged(base)),
        tuple(extra for extra in extras if extra.rows),
        tuple(axis.attribute for axis in left_out),
    )


def _seldom(policy: model.Policy, flag: model.Attribute) -> bool:
    """Whether fewer than a third of the plain lines speak of a trait."""
    plain = [rule for rule in policy.rules if not rule.block.exception and rhythm_of(rule.outcome)]
    return 3 * sum(flag.name in mentions([rule.condition]) for rule in plain) < max(1, len(plain))


def _across(axes: list[Axis], fits: int) -> Axis | None:
    """The axis with the most classes that fit side by side, enumerations first."""
    fitting = [axis for axis in axes if 2 <= len(axis.classes) <= fits]
    return max(
        fitting,
        key=lambda axis: (isinstance(axis.attribute.domain, Enumeration), len(axis.classes)),
        default=None,
    )


def _leave_out(policy: model.Policy, down: list[Axis]) -> list[Axis]:
    """Take the least mentioned axes out of `down` until the rows are few enough."""
    said: dict[str, int] = {}
    for rule in policy.rules:
        for name in mentions([rule.condition]):
            said[name] = said.get(name, 0) + 1
    left_out: list[Axis] = []
    most = max(12, min(MOST_ROWS, MOST_ROWS * MANY_RULES // max(1, len(policy.rules))))
    while _size(down) > most and down:
        least = min(down, key=lambda axis: said.get(axis.attribute.name, 0))
        down.remove(least)
        left_out.append(least)
    return left_out


def _size(axes: Iterable[Axis]) -> int:
    size = 1
    for axis in axes:
        size *= len(axis.classes)
    return size


class _Maker:
    """Fills cells, each for one person of every class that is not shown."""

    def __init__(
        self, policy: model.Policy, down: list[Axis], across: Axis | None, left_out: list[Axis]
    ) -> None:
        self._policy = policy
        self._down = down
        self._across = across
        hidden = 64 if len(policy.rules) <= MANY_RULES else 1
        self._left_out = left_out if _size(left_out) <= hidden else []
        self._lowest = {a.name: a.domain.bounds[0] for a in policy.attributes}
        self._sure = len(self._left_out) == len(left_out)

    def rows(self, traits: dict[str, int]) -> list[Row]:
        """Every row for people with these traits and no others."""
        made = []
        for places in product(*(range(len(axis.classes)) for axis in self._down)):
            facts = self._lowest | traits
            for axis, place in zip(self._down, places, strict=True):
                facts[axis.attribute.name] = axis.classes[place][0]
            where = tuple(1 << place for place in places)
            made.append(Row(where, tuple(self._cells(facts))))
        return made

    def _cells(self, facts: dict[str, int]) -> Iterator[Cell]:
        if self._across is None:
            yield self._cell(facts)
            return
        for low, _ in self._across.classes:
            yield self._cell(facts | {self._across.attribute.name: low})

    def _cell(self, facts: dict[str, int]) -> Cell:
        found: dict[Cell, None] = {}
        for places in product(*(axis.classes for axis in self._left_out)):
            hidden = {
                axis.attribute.name: low
                for axis, (low, _) in zip(self._left_out, places, strict=True)
            }
            cell = self._exact(facts | hidden)
            if cell.possible:
                found[cell] = None
        if not found:
            return Cell(possible=False)
        if len(found) == 1 and self._sure:
            return next(iter(found))
        rules = {rule: None for cell in found for rule in cell.rules}
        return Cell(possible=True, rules=tuple(rules), varies=True)

    def _exact(self, facts: dict[str, int]) -> Cell:
        evaluation = evaluate(self._policy, facts)
        if not evaluation.possible:
            return Cell(possible=False)
        rules = evaluation.counting
        rhythms = tuple(
            dict.fromkeys(r for rule in rules if (r := rhythm_of(rule.outcome)) is not None)
        )
        return Cell(True, rhythms if evaluation.conflict else rhythms[:1], rules)


def _columns(
    both: list[Row], one: list[Row], two: list[Row]
) -> Iterator[tuple[Cell | None, Cell | None, Cell | None]]:
    for rows in zip(both, one, two, strict=True):
        yield from zip(*(row.cells for row in rows), strict=True)


def _new_trouble(cells: tuple[Cell | None, Cell | None, Cell | None]) -> bool:
    """Whether two traits together have a gap or a contradiction that neither has alone."""
    both, *alone = cells
    return (
        both is not None
        and (both.gap or both.conflict)
        and not any(cell is not None and (cell.gap or cell.conflict) for cell in alone)
    )


def _extra(traits: tuple[model.Attribute, ...], rows: list[Row], base: list[Row]) -> Extra:
    changed = [
        Row(
            row.where,
            tuple(
                None if cell == as_before else cell
                for cell, as_before in zip(row.cells, before.cells, strict=True)
            ),
        )
        for row, before in zip(rows, base, strict=True)
    ]
    return Extra(
        traits,
        tuple(row for row in _merged(changed) if any(cell is not None for cell in row.cells)),
    )


def _merged(rows: list[Row]) -> list[Row]:
    """Rows that differ on one axis only and say the same become one."""
    if not rows:
        return rows
    for at in reversed(range(len(rows[0].where))):
        groups: dict[tuple[Where, tuple[Cell | None, ...]], int] = {}
        for row in rows:
            key = ((*row.where[:at], *row.where[at + 1 :]), row.cells)
            groups[key] = groups.get(key, 0) | row.where[at]
        rows = [
            Row((*rest[:at], mask, *rest[at:]), cells) for (rest, cells), mask in groups.items()
        ]
    return sorted(rows, key=lambda row: [(mask & -mask).bit_length() for mask in row.where])
