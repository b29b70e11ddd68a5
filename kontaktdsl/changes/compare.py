"""From two policies to every difference between them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

import attrs

from kontaktdsl import model
from kontaktdsl.analysis.problem import Box, Case
from kontaktdsl.changes.difference import NODES, Differences, Part, differences, groups, nobody
from kontaktdsl.changes.fates import Item, Permit, Standstill, pause_turn
from kontaktdsl.changes.joint import NOTHING_RENAMED, Joint, Renaming, join
from kontaktdsl.changes.outcome import (
    Change,
    Compared,
    Comparison,
    Direction,
    Group,
    Line,
    NotComparable,
    Section,
    beside,
)
from kontaktdsl.changes.people import Crowd, People, Placed
from kontaktdsl.changes.sections import Side, both, questions
from kontaktdsl.changes.sides import Sides
from kontaktdsl.changes.wording import Wording
from kontaktdsl.cubes import joined, region
from kontaktdsl.diagnostics import Text
from kontaktdsl.mixture import Demand, implies
from kontaktdsl.series import projected
from kontaktdsl.values import KindMode

ReadPeople = Callable[[Joint], People]
_ORDER = list(Direction)
_WHO = (Section.POSSIBLE, Section.HOW_OFTEN)
"""What is compared where a side rules everybody out: nobody there has anything else."""
_SEVERAL = Text(
    "eine Richtlinie mit mehreren Reihen wird Reihe für Reihe verglichen",
    "a policy of several series is compared one series after another",
)
_NOT_SAID = Text("nichts", "nothing")


def compare(
    old: model.Policy,
    new: model.Policy,
    *,
    renaming: Renaming = NOTHING_RENAMED,
    people: ReadPeople | None = None,
    nodes: int = NODES,
) -> Comparison:
    """Compare two policies of one series each for every possible customer, exactly.

    `people` reads a population for the joint vocabulary, and then counts people beside cases.
    `nodes` bounds the diagram before the solver takes over. Raises NotComparable where a question
    could not be decided, and UnknownName for a bad renaming.
    """
    if max(len(old.series), len(new.series)) > 1:
        raise NotComparable(_SEVERAL)
    joint = join(old, new, renaming)
    left, right = both(joint)
    crowd = None
    if people is not None:
        space = left.everything.space
        forbidden = left.everything.impossible, right.everything.impossible
        crowd = Crowd(people(joint), space, forbidden)
    maker = _Maker(joint.described, (left, right), crowd)
    found: list[tuple[Section, list[_Answered]]] = []
    empty = sum(nobody(side.everything.problem) for side in (left, right))
    asked = [
        _Answered(each, item, differences(each, nodes=nodes))
        for each, item in questions(left, right)
        if not empty or each.section in _WHO
    ]
    if empty == 2 and not any(one.differences.parts for one in asked):
        asked = []
    for section, run in groupby(asked, key=lambda one: one.sides.section):
        found.append((section, list(run)))
    return Comparison(
        old=joint.old,
        new=joint.new,
        sections=tuple(maker.section(section, run) for section, run in found),
        vocabulary=joint.vocabulary,
        beside=beside(old, new),
        crowd=None if crowd is None else crowd.report,
    )


def compare_each(
    old: model.Policy,
    new: model.Policy,
    *,
    renaming: Renaming = NOTHING_RENAMED,
    people: ReadPeople | None = None,
    nodes: int = NODES,
) -> dict[model.Series, Comparison | None]:
    """Compare two policies series by series, by their names; None where only one side has it.

    Arguments and errors are those of `compare`.
    """
    before = {one.series[0].name: one for one in projected(old)}
    after = {one.series[0].name: one for one in projected(new)}
    found: dict[model.Series, Comparison | None] = {}
    for name in (*before, *(name for name in after if name not in before)):
        mine, theirs = before.get(name), after.get(name)
        one = theirs or mine
        assert one is not None
        found[one.series[0]] = (
            compare(mine, theirs, renaming=renaming, people=people, nodes=nodes)
            if mine is not None and theirs is not None
            else None
        )
    return found


def same(old: model.Policy, new: model.Policy) -> bool:
    """Whether nothing at all is different, in no series; raises NotComparable like `compare`."""
    return all(found is not None and not found.changed for found in compare_each(old, new).values())


@attrs.frozen(eq=False)
class _Answered:
    sides: Sides
    item: Item | None
    differences: Differences


@attrs.frozen(eq=False)
class _Found:
    """A part with its boxes, each with a case and its size."""

    answered: _Answered
    part: Part
    boxes: list[tuple[Box, Case, int]]
    complete: bool

    @property
    def whom(self) -> object:
        """Equal where the same cases are meant."""
        names = tuple(axis.attribute.name for axis in self.answered.sides.space.axes)
        classes = tuple(axis.classes for axis in self.answered.sides.space.axes)
        return names, classes, frozenset(box for box, _, _ in self.boxes), self.complete


class _Maker:
    """Turns boxes into words, with lines and people."""

    def __init__(
        self, described: model.Policy, sides: tuple[Side, Side], crowd: Crowd | None
    ) -> None:
        self.described = described
        self.crowd = crowd
        self.wordings = Wording(sides[0], described), Wording(sides[1], described)

    def section(self, section: Section, run: list[_Answered]) -> Compared:
        """All changes of one part of the answer."""
        found = [
            _Found(answered, part, *groups(answered.sides.problem, part))
            for answered in run
            for part in answered.differences.parts
        ]
        merged: dict[object, list[_Found]] = {}
        for one in found:
            key = one.whom if one.answered.item is not None else one
            merged.setdefault(key, []).append(one)
        placed = {id(answered): self._placed(answered) for answered in run}
        changes = [self._change(section, each, placed) for each in merged.values()]
        changes.sort(key=lambda change: (_ORDER.index(change.direction), -(change.count or 0)))
        single = run[0] if len(run) == 1 else None
        crowd = placed[id(run[0])] if single else None
        missing = {name for each in placed.values() if each for name in each.missing}
        return Compared(
            section=section,
            cases=single.differences.cases if single else None,
            changes=tuple(changes),
            people=crowd.compared if crowd and not crowd.missing else None,
            missing=tuple(sorted(missing)),
        )

    def _placed(self, answered: _Answered) -> Placed | None:
        return None if self.crowd is None else self.crowd.placed(answered.sides)

    def _change(
        self, section: Section, found: list[_Found], placed: dict[int, Placed | None]
    ) -> Change:
        one = found[0]
        crowd = placed[id(one.answered)]
        counted = crowd if crowd is not None and not crowd.missing else None
        shift = one.part.shift
        if one.answered.item is None:
            direction = shift.direction
            old = self.wordings[0].value(section, shift.old)
            new = self.wordings[1].value(section, shift.new)
        else:
            direction, old, new = self._collected(found)
        sides = one.answered.sides
        return Change(
            direction=direction,
            old=old,
            new=new,
            count=one.part.count,
            groups=tuple(self._group(section, found, sides, entry, counted) for entry in one.boxes),
            complete=one.complete,
            people=None if counted is None else counted.among(shift),
        )

    def _collected(self, found: list[_Found]) -> tuple[Direction, Text, Text]:
        sides: tuple[list[Text], list[Text]] = ([], [])
        for one in found:
            item = one.answered.item
            assert item is not None
            at = 0 if one.part.shift.direction is Direction.DROPPED else 1
            sides[at].append(self.wordings[at].item(item))
        old, new = (joined(texts) if texts else _NOT_SAID for texts in sides)
        if sides[0] and sides[1]:
            return _turn(found), old, new
        return (Direction.DROPPED if sides[0] else Direction.ADDED), old, new

    def _group(
        self,
        section: Section,
        found: list[_Found],
        sides: Sides,
        entry: tuple[Box, Case, int],
        crowd: Placed | None,
    ) -> Group:
        box, case, count = entry
        facts = sides.space.facts(case)
        names = frozenset(facts)
        total = found[0].answered.differences.cases
        lines: tuple[dict[Line, None], dict[Line, None]] = ({}, {})
        for one in found:
            for at, wording in enumerate(self.wordings):
                said = wording.lines(section, facts, names, one.answered.item)
                lines[at].update(dict.fromkeys(said))
        return Group(
            region=region(self.described, sides.space, box, case, count, total),
            where=tuple(
                (axis.attribute, axis.ranges(mask))
                for axis, mask, full in zip(
                    sides.space.axes, box, sides.space.everything, strict=True
                )
                if mask != full
            ),
            person=tuple((axis.attribute, facts[axis.attribute.name]) for axis in sides.space.axes),
            old=tuple(lines[0]),
            new=tuple(lines[1]),
            people=None if crowd is None else crowd.within(box, found[0].part.shift),
        )


def _turn(found: list[_Found]) -> Direction:
    """Which way one kind or pause in the place of another turns, where that is proven."""
    dropped: list[Item] = []
    added: list[Item] = []
    for one in found:
        item = one.answered.item
        assert item is not None
        (dropped if one.part.shift.direction is Direction.DROPPED else added).append(item)
    if len(dropped) != 1 or len(added) != 1 or dropped[0].occasion != added[0].occasion:
        return Direction.OTHER
    match dropped[0], added[0]:
        case Permit() as old, Permit() as new:
            return _permit_turn(old, new)
        case Standstill() as old, Standstill() as new:
            return pause_turn(old, new)
        case _:
            return Direction.OTHER


def _permit_turn(old: Permit, new: Permit) -> Direction:
    if KindMode.MAY in (old.mode, new.mode):
        return Direction.OTHER
    before, after = (Demand(each.mode, each.names, each.amount) for each in (old, new))
    if implies(after, before):
        return Direction.STRICTER
    return Direction.LOOSER if implies(before, after) else Direction.OTHER
