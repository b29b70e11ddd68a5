"""The space of cases: each attribute cut into the classes that some conditions can tell apart.

A case is one class per axis; a box is a set of classes per axis, as bitmasks (`analysis.Box`).
"""

from collections.abc import Iterable, Iterator
from functools import cached_property

import attrs

from kontaktdsl import model
from kontaktdsl.analysis.problem import Box, Case
from kontaktdsl.domains import Enumeration, Ranges, YesNo, classes, complement, contains
from kontaktdsl.record import Record

MOST_BOXES = 4096
"""More boxes than this in one condition and it is refused, with a finding."""


class TooManyBoxes(Exception):
    """A condition falls apart into more than `MOST_BOXES` boxes."""


@attrs.frozen(slots=False, eq=False, repr=False)
class Axis(Record):
    """An attribute and its classes: ranges of its integers, ascending and complete."""

    attribute: model.Attribute
    classes: Ranges

    def mask(self, ranges: Ranges) -> int:
        """The classes inside `ranges`, as a bitmask.

        Raises ValueError if the ranges were not among those that cut: a class would be half inside.
        """
        mask = 0
        starts, ends = self._edges
        for low, high in ranges:
            first, last = starts.get(low), ends.get(high)
            if first is None or last is None:
                return self._mask_within(ranges)
            mask |= (1 << last + 1) - (1 << first)
        return mask

    def _mask_within(self, ranges: Ranges) -> int:
        """The same for ranges of which some end beyond the domain."""
        mask = 0
        for i, (low, high) in enumerate(self.classes):
            inside = contains(ranges, low)
            if inside != contains(ranges, high):
                raise ValueError(f"{self.attribute.name} is not cut at {ranges}")
            mask |= inside << i
        return mask

    @cached_property
    def _edges(self) -> tuple[dict[int, int], dict[int, int]]:
        """The number of the class that begins with an integer, and of the one that ends with it."""
        return (
            {low: at for at, (low, _) in enumerate(self.classes)},
            {high: at for at, (_, high) in enumerate(self.classes)},
        )

    def ranges(self, mask: int) -> Ranges:
        """The integers of the classes of a bitmask, in normal form."""
        found: list[tuple[int, int]] = []
        for i, (low, high) in enumerate(self.classes):
            if mask >> i & 1:
                if found and found[-1][1] == low - 1:
                    found[-1] = found[-1][0], high
                else:
                    found.append((low, high))
        return tuple(found)

    def place(self, value: int) -> int:
        """The number of the class that a value lies in; raises ValueError outside the domain."""
        for i, (low, high) in enumerate(self.classes):
            if low <= value <= high:
                return i
        raise ValueError(f"{value} is not a value of {self.attribute.name}")


@attrs.frozen(slots=False, eq=False, repr=False)
class Space(Record):
    """The axes that matter, in the order in which the policy declares the attributes."""

    axes: tuple[Axis, ...]
    _position: dict[str, int] = attrs.field(init=False, repr=False, eq=False)
    _masks: dict[tuple[str, Ranges], int] = attrs.field(
        init=False, repr=False, eq=False, factory=dict
    )

    @_position.default
    def _positions(self) -> dict[str, int]:
        return {axis.attribute.name: i for i, axis in enumerate(self.axes)}

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """Classes per axis."""
        return tuple(len(axis.classes) for axis in self.axes)

    @cached_property
    def everything(self) -> Box:
        """The box of all cases."""
        return tuple((1 << size) - 1 for size in self.sizes)

    def holds(self, condition: model.Condition) -> bool:
        """Whether every attribute that a condition speaks of is an axis."""
        return mentions([condition]).keys() <= self._position.keys()

    def boxes(self, condition: model.Condition) -> tuple[Box, ...]:
        """The condition as a union of boxes, none inside another (they may overlap).

        Raises TooManyBoxes if there are more than `MOST_BOXES`, KeyError for an attribute that is
        no axis.
        """
        return tuple(self._boxes(condition, False))

    def _boxes(self, condition: model.Condition, negated: bool) -> list[Box]:
        match condition:
            case model.In():
                return self._simple(condition, negated)
            case model.Not(term=term):
                return self._boxes(term, not negated)
            case model.And(terms=terms) | model.Or(terms=terms):
                if isinstance(condition, model.And) != negated:
                    return self._all(terms, negated)
                return _maximal(box for term in terms for box in self._boxes(term, negated))

    def _simple(self, condition: model.In, negated: bool) -> list[Box]:
        at = self._position[condition.attribute.name]
        mask = self._mask(condition, negated)
        everything = self.everything
        return [(*everything[:at], mask, *everything[at + 1 :])] if mask else []

    def _mask(self, condition: model.In, negated: bool) -> int:
        """The classes of its attribute for which a condition holds (or does not)."""
        key = condition.attribute.name, condition.ranges
        mask = self._masks.get(key)
        at = self._position[key[0]]
        if mask is None:
            mask = self._masks[key] = self.axes[at].mask(condition.ranges)
        return mask ^ self.everything[at] if negated else mask

    def _all(self, terms: Iterable[model.Condition], negated: bool) -> list[Box]:
        """Where all terms hold; what one attribute says narrows one box, without making others."""
        narrow = list(self.everything)
        unions: list[list[Box]] = []
        for term in terms:
            inner, turned = term, negated
            while isinstance(inner, model.Not):
                inner, turned = inner.term, not turned
            if isinstance(inner, model.In):
                narrow[self._position[inner.attribute.name]] &= self._mask(inner, turned)
            else:
                unions.append(self._boxes(inner, turned))
        boxes = [tuple(narrow)] if all(narrow) else []
        for union in unions:
            met = (
                tuple(a & b for a, b in zip(left, right, strict=True))
                for left in boxes
                for right in union
            )
            boxes = _maximal(box for box in met if all(box))
        return boxes

    def cases(self) -> Iterator[Case]:
        """All cases, impossible ones too, in lexicographic order."""
        case = [0] * len(self.axes)
        sizes = self.sizes
        while True:
            yield tuple(case)
            for at in reversed(range(len(case))):
                case[at] += 1
                if case[at] < sizes[at]:
                    break
                case[at] = 0
            else:
                return

    def facts(self, case: Case) -> dict[str, int]:
        """One person of a case: the smallest value of each class, by attribute name."""
        return {
            axis.attribute.name: axis.classes[place][0]
            for axis, place in zip(self.axes, case, strict=True)
        }


def _maximal(boxes: Iterable[Box]) -> list[Box]:
    kept: list[Box] = []
    seen: set[Box] = set()
    for box in boxes:
        if box not in seen:
            seen.add(box)
            kept.append(box)
            if len(kept) > MOST_BOXES:
                kept = _absorbed(kept)
                if len(kept) > MOST_BOXES:
                    raise TooManyBoxes
    return kept if len(kept) < 2 else _absorbed(kept)


def _absorbed(boxes: list[Box]) -> list[Box]:
    """Without the boxes inside another one; neighbours that differ on one axis become one."""
    boxes = _merged(boxes)
    if len(boxes) > 64:
        return boxes
    return [
        box
        for i, box in enumerate(boxes)
        if not any(
            i != j and _inside(box, other) and (box != other or j < i)
            for j, other in enumerate(boxes)
        )
    ]


def _merged(boxes: list[Box]) -> list[Box]:
    for at in range(len(boxes[0])):
        groups: dict[Box, int] = {}
        for box in boxes:
            rest = (*box[:at], *box[at + 1 :])
            groups[rest] = groups.get(rest, 0) | box[at]
        if len(groups) < len(boxes):
            boxes = [(*rest[:at], mask, *rest[at:]) for rest, mask in groups.items()]
    return boxes


def _inside(box: Box, other: Box) -> bool:
    return all(not mask & ~wide for mask, wide in zip(box, other, strict=True))


def mentions(conditions: Iterable[model.Condition]) -> dict[str, set[Ranges]]:
    """Per attribute name the sets of values that the conditions mention."""
    found: dict[str, set[Ranges]] = {}
    waiting = list(conditions)
    while waiting:
        match waiting.pop():
            case model.In(attribute=attribute, ranges=ranges):
                found.setdefault(attribute.name, set()).add(ranges)
            case model.Not(term=term):
                waiting.append(term)
            case model.And(terms=terms) | model.Or(terms=terms):
                waiting.extend(terms)
    return found


def space_of(policy: model.Policy, conditions: Iterable[model.Condition]) -> Space:
    """The space that the conditions can tell apart.

    A number is cut at the mentioned constants only; every value of an enumeration is a class.
    """
    found = mentions(conditions)
    return Space(
        tuple(
            Axis(attribute, _cut(attribute, found[attribute.name]))
            for attribute in policy.attributes
            if attribute.name in found
        )
    )


def _cut(attribute: model.Attribute, mentioned: set[Ranges]) -> Ranges:
    bounds = attribute.domain.bounds
    if isinstance(attribute.domain, Enumeration | YesNo):
        return tuple((value, value) for value in range(bounds[0], bounds[1] + 1))
    both = [*mentioned, *(complement(ranges, bounds) for ranges in mentioned)]
    return classes(bounds, both)
