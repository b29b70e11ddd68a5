"""From a policy to its grid.

    policy -> ask -> ordered decision diagram -> sections, rows, cells

The axes of the question are put in an order: first those that split the table into sections, then
those that go down, last the one that goes across. In a reduced diagram in that order equal parts
are the same node, so sections and rows that say the same become one without looking at any case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import attrs

from kontaktdsl import model
from kontaktdsl.accounting import Accounting
from kontaktdsl.analysis import engine
from kontaktdsl.analysis.bitsets import Box, bits, meet, volume
from kontaktdsl.analysis.diagram import Leaf, Node
from kontaktdsl.analysis.problem import Problem, Query
from kontaktdsl.domains import Enumeration, YesNo
from kontaktdsl.plan.leaves import Leaves
from kontaktdsl.question import ANSWERS, Asked, Question, TooWide, ask
from kontaktdsl.reports.matrices.besides import Besides
from kontaktdsl.reports.matrices.grid import Cell, Grid, Kind, Row, Said, Section
from kontaktdsl.space import TooManyBoxes, mentions
from kontaktdsl.strictness import most_said, with_aim
from kontaktdsl.values import Answer, Every, Rhythm, Strength, Times, answer, rhythm_of

BUDGET = 40_000
"""Nodes of the diagram before it is reduced; a table that can be read needs far fewer."""


class TooLarge(Exception):
    """The policy has more cells than anybody can read."""


class NoTable(Exception):
    """The cases asked for are no table: `nobody` says that there are none at all."""

    def __init__(self, nobody: bool) -> None:
        """Remember why."""
        super().__init__()
        self.nobody = nobody


@attrs.frozen
class Limits:
    """How much goes side by side (`columns`), into one section (`rows`, before equal ones become
    one), and into the whole table (`cells`).
    """

    columns: int = 8
    rows: int = 60
    cells: int = 20_000


def grid(
    policy: model.Policy, limits: Limits | None = None, only: model.Condition = model.TRUE
) -> Grid:
    """The table of "how often?", for the cases with `only`.

    Raises TooWide like `question.ask`, TooLarge beyond the limits, NoTable if `only` is no single
    choice of values per attribute.
    """
    limits = limits or Limits()
    plain = ask(policy, Question.HOW_OFTEN, [only])
    minimum = policy.header.minimum_for if _matters(policy) else None
    fine = plain if minimum is None else ask(policy, Question.HOW_OFTEN, [only, minimum])
    return _Maker(policy, plain, fine, minimum, only, limits).grid()


def _matters(policy: model.Policy) -> bool:
    """Whether the strength that the header declares is that of any rule."""
    rhythms = (rhythm_of(rule.outcome) for rule in policy.rules)
    return any(isinstance(rhythm, Every | Times) and not rhythm.strength for rhythm in rhythms)


@attrs.frozen
class _Content:
    """What a leaf of the diagram says; rules by number."""

    kind: Kind
    answers: tuple[Said, ...] = ()
    rules: tuple[int, ...] = ()


_Tree = Node[_Content] | Leaf[_Content]


class _Maker:
    def __init__(
        self,
        policy: model.Policy,
        plain: Asked,
        fine: Asked,
        minimum: model.Condition | None,
        only: model.Condition,
        limits: Limits,
    ) -> None:
        self._policy = policy
        self._plain, self._fine = plain, fine
        self._minimum = minimum
        self._limits = limits
        self._only = only
        self._leaves = Leaves(policy)
        self._axes = fine.space.axes
        self._allowed = _only_box(fine, only)
        self._allowed_plain = _only_box(plain, only)
        self._split, self._down, self._across = self._layout()
        self._constraints = [
            (box, constraint)
            for constraint in policy.constraints
            if mentions([constraint.condition]).keys() <= {a.attribute.name for a in self._axes}
            for box in fine.boxes(constraint.condition)
        ]

    def grid(self) -> Grid:
        """Build the diagram and cut it."""
        sections = tuple(self._sections())
        axes = self._axes
        everything = self._fine.space.everything
        across = None if self._across is None else axes[self._across]
        return Grid(
            policy=self._policy,
            only=tuple(
                (axes[at], mask) for at, mask in enumerate(self._allowed) if mask != everything[at]
            ),
            split=tuple(axes[at] for at in self._split),
            down=tuple(axes[at] for at in self._down),
            across=across,
            columns=self._columns,
            sections=sections,
            account=self._account(sections),
            besides=Besides(self._policy, self._only),
        )

    # --- which axis goes where ------------------------------------------------------------------

    def _size(self, at: int) -> int:
        return self._allowed[at].bit_count()

    def _layout(self) -> tuple[list[int], list[int], int | None]:
        """Flags of which few lines speak split; so do the least mentioned axes, until it fits."""
        shown = [at for at in range(len(self._axes)) if self._size(at) > 1]
        split = [at for at in shown if _seldom(self._policy, self._axes[at].attribute)]
        rest = [at for at in shown if at not in split]
        across = self._widest(rest)
        down = [at for at in rest if at != across]
        said: dict[str, int] = {}
        for rule in self._policy.rules:
            for name in mentions([rule.condition]):
                said[name] = said.get(name, 0) + 1
        while down and _product(map(self._size, down)) > self._limits.rows:
            least = min(down, key=lambda at: said.get(self._axes[at].attribute.name, 0))
            down.remove(least)
            split.append(least)
        return sorted(split), down, across

    def _widest(self, candidates: list[int]) -> int | None:
        """The axis with the most classes that fit side by side, enumerations first."""
        fitting = [at for at in candidates if self._size(at) <= self._limits.columns]
        return max(
            fitting,
            key=lambda at: (
                isinstance(self._axes[at].attribute.domain, Enumeration),
                self._size(at),
            ),
            default=None,
        )

    @property
    def _columns(self) -> tuple[int, ...]:
        if self._across is None:
            return (1,)
        return tuple(1 << place for place in bits(self._allowed[self._across]))

    # --- the diagram ----------------------------------------------------------------------------

    def _diagram(self) -> _Tree:
        problem = self._problem()
        across = [] if self._across is None else [self._across]
        last = [*self._split, *self._down, *across]
        order = [*(at for at in range(len(self._axes)) if at not in last), *last]
        built = engine.build(
            problem,
            self._content,
            budget=BUDGET,
            order=order,
            moot=problem.silence.inverse,
        )
        if built is None:
            raise TooLarge
        for at in order[: len(order) - len(last)]:
            if isinstance(built, Node) and built.attribute == at:
                built = built.children[next(bits(self._allowed[at]))]
        return built

    def _problem(self) -> Problem:
        """The question, with the condition under which a guide is a minimum as one more rule, and
        what is outside the scope as another that silences all.
        """
        problem = self._fine.problem
        outside = self._fine.outside
        mark = 1 << problem.rule_count + 1 if outside else 0
        rows, rule_of, count = problem.rows, problem.rule_of, problem.rule_count
        if self._minimum is not None:
            try:
                boxes = self._fine.boxes(self._minimum)
            except TooManyBoxes as error:
                raise TooWide(self._policy.rules[0]) from error
            rows, rule_of = (*rows, *boxes), (*rule_of, *[count] * len(boxes))
        return Problem(
            sizes=problem.sizes,
            rows=(*rows, *outside),
            rule_of=(*rule_of, *[count + 1] * len(outside)),
            forbidden=(*self._fine.impossible, *_outside(self._fine, self._allowed)),
            silencers=(*(rules | mark for rules in problem.silencers), mark, 0),
            beaten_by=(*problem.beaten_by, 0, 0),
            clashes=(*problem.clashes, 0, 0),
            kind_of=(*problem.kind_of, 0, 0),
        )

    def _content(self, hits: int | None) -> _Content:
        if hits is None:
            return _Content(Kind.IMPOSSIBLE)
        rules = self._fine.rules
        if hits >> len(rules) + 1 & 1:
            return _Content(Kind.OUTSIDE)
        lines = sum(1 << rules[n].index for n in bits(hits) if n < len(rules))
        if hits >> len(rules) & 1:
            lines |= 1 << self._leaves.minimum
        counting, clashing = self._leaves.counting(lines)
        numbers = tuple(rule.index for rule in counting)
        if not counting:
            return _Content(Kind.GAP)
        if not clashing:
            rhythm = most_said([_rhythm(rule) for rule in counting])
            rights = self._leaves.rights(lines)
            beside = () if rights == (rhythm,) else rights
            said = Said(rhythm, self._leaves.strength(lines, counting), beside)
            return _Content(_KINDS[answer(rhythm)], (said,), numbers)
        answers: dict[tuple[Rhythm, Strength | None], Said] = {}
        for rule in counting:
            said = Said(_rhythm(rule), self._leaves.strength(lines, [rule]))
            answers.setdefault((with_aim(said.rhythm), said.strength), said)
        return _Content(Kind.CONFLICT, tuple(answers.values()), numbers)

    # --- cutting it -----------------------------------------------------------------------------

    def _sections(self) -> Iterator[Section]:
        found: dict[int, tuple[_Tree, list[Box]]] = {}
        left = self._limits.cells // len(self._columns)
        for box, below in self._paths(self._diagram(), self._split):
            known = found.get(id(below))
            if known is None:
                found[id(below)] = below, [box]
                left -= sum(1 for _ in self._paths(below, self._down, left))
            else:
                known[1].append(box)
            if left < 0 or len(found) > self._limits.cells:
                raise TooLarge
        merged = ((below, _merged(boxes)) for below, boxes in found.values())
        for below, boxes in sorted(merged, key=lambda each: min(map(_rank, each[1]))):
            yield Section(boxes, tuple(self._rows(below, boxes)))

    def _paths(
        self, tree: _Tree, axes: Sequence[int], most: int | None = None
    ) -> Iterator[tuple[Box, _Tree]]:
        """The ways through some axes: the classes on each, and what comes below."""
        most = self._limits.cells if most is None else most
        waiting: list[tuple[Box, _Tree]] = [((), tree)]
        while waiting:
            box, at = waiting.pop()
            if len(box) == len(axes):
                most -= 1
                if most < 0:
                    raise TooLarge
                yield box, at
                continue
            axis = axes[len(box)]
            waiting += [((*box, mask), child) for mask, child in self._groups(at, axis)][::-1]

    def _groups(self, tree: _Tree, axis: int) -> Iterator[tuple[int, _Tree]]:
        """The children at an axis, each with the classes that lead to it."""
        allowed = self._allowed[axis]
        if isinstance(tree, Leaf) or tree.attribute != axis:
            yield allowed, tree
            return
        groups: dict[int, int] = {}
        for place in bits(allowed):
            child = tree.children[place]
            groups[id(child)] = groups.get(id(child), 0) | 1 << place
        children = {id(child): child for child in tree.children}
        for child_id, mask in groups.items():
            yield mask, children[child_id]

    def _rows(self, tree: _Tree, boxes: tuple[Box, ...]) -> Iterator[Row]:
        for where, below in self._paths(tree, self._down):
            cells = []
            for column in self._columns:
                leaf = below
                if isinstance(below, Node):
                    leaf = below.children[column.bit_length() - 1]
                assert isinstance(leaf, Leaf)
                cells.append(self._cell(leaf.payload, boxes, where, column))
            yield Row(where, tuple(cells))

    def _cell(self, content: _Content, boxes: tuple[Box, ...], where: Box, column: int) -> Cell:
        whole = [self._whole(box, where, column) for box in boxes]
        constraints: dict[int, model.Constraint] = {}
        if content.kind is Kind.IMPOSSIBLE:
            constraints = {
                id(constraint): constraint
                for forbidden, constraint in self._constraints
                if any(meet(forbidden, box) is not None for box in whole)
            }
        return Cell(
            content.kind,
            content.answers,
            tuple(self._policy.rules[number] for number in content.rules),
            tuple(constraints.values()),
            sum(map(volume, whole)),
        )

    def _whole(self, box: Box, where: Box, column: int) -> Box:
        """A cell as a box over all axes."""
        masks = list(self._allowed)
        for at, mask in zip((*self._split, *self._down), (*box, *where), strict=True):
            masks[at] = mask
        if self._across is not None:
            masks[self._across] = column
        return tuple(masks)

    # --- the account ----------------------------------------------------------------------------

    def _account(self, sections: tuple[Section, ...]) -> Accounting:
        if self._fine.space == self._plain.space:
            counts: dict[Kind, int] = {}
            for section in sections:
                for row in section.rows:
                    for cell in row.cells:
                        counts[cell.kind] = counts.get(cell.kind, 0) + cell.cases
            return _accounting(volume(self._allowed), counts)
        problem = self._plain.problem
        outside = problem.cases - volume(self._allowed_plain)
        limited = attrs.evolve(
            problem,
            forbidden=(*problem.forbidden, *_outside(self._plain, self._allowed_plain)),
        )
        tally = engine.tally(limited)
        if tally is None:
            cases = volume(self._allowed_plain)
            return Accounting(Question.HOW_OFTEN, cases, None, (), None, None, outside=None)
        counts = {_KINDS[ANSWERS[kind]]: count for kind, count in tally.kinds.items()}
        left_out = self._left_out()
        counts[Kind.IMPOSSIBLE] = tally.impossible - outside - left_out
        counts[Kind.OUTSIDE] = left_out
        counts[Kind.GAP], counts[Kind.CONFLICT] = tally.gap, tally.conflict
        return _accounting(volume(self._allowed_plain), counts)

    def _left_out(self) -> int:
        """The possible cases shown that are outside the scope."""
        asked = self._plain
        problem = attrs.evolve(asked.problem, forbidden=asked.impossible, laid_out=None)
        query = Query(inside=asked.outside) & Query(inside=(self._allowed_plain,))
        return (engine.count(problem, query) or 0) if asked.outside else 0


_KINDS = {
    Answer.INTERVAL: Kind.INTERVAL,
    Answer.DELEGATED: Kind.DELEGATED,
    Answer.NO_CONTACT: Kind.NO_CONTACT,
    Answer.AS_NEEDED: Kind.AS_NEEDED,
    Answer.NOT_REGULATED: Kind.NOT_REGULATED,
    Answer.ON_REQUEST: Kind.ON_REQUEST,
}


def _accounting(cases: int, counts: dict[Kind, int]) -> Accounting:
    return Accounting(
        Question.HOW_OFTEN,
        cases,
        counts.get(Kind.IMPOSSIBLE, 0),
        tuple((a, counts[kind]) for a, kind in _KINDS.items() if counts.get(kind)),
        counts.get(Kind.GAP, 0),
        counts.get(Kind.CONFLICT, 0),
        outside=counts.get(Kind.OUTSIDE, 0),
    )


def _only_box(asked: Asked, only: model.Condition) -> Box:
    boxes = asked.boxes(only)
    if len(boxes) != 1:
        raise NoTable(nobody=not boxes)
    return boxes[0]


def _outside(asked: Asked, allowed: Box) -> Iterator[Box]:
    everything = asked.space.everything
    for at, mask in enumerate(allowed):
        if mask != everything[at]:
            yield (*everything[:at], everything[at] ^ mask, *everything[at + 1 :])


def _seldom(policy: model.Policy, flag: model.Attribute) -> bool:
    """Whether it is a flag that fewer than a third of the plain lines speak of."""
    if not isinstance(flag.domain, YesNo):
        return False
    plain = [rule for rule in policy.rules if not rule.block.exception and rhythm_of(rule.outcome)]
    return 3 * sum(flag.name in mentions([rule.condition]) for rule in plain) < max(1, len(plain))


def _merged(boxes: Iterable[Box]) -> tuple[Box, ...]:
    """Boxes that differ on one axis only become one; the simplest comes first."""
    found = list(boxes)
    for at in range(len(found[0])):
        groups: dict[Box, int] = {}
        for box in found:
            rest = (*box[:at], *box[at + 1 :])
            groups[rest] = groups.get(rest, 0) | box[at]
        found = [(*rest[:at], mask, *rest[at:]) for rest, mask in groups.items()]
    return tuple(sorted(found, key=_rank))


def _rank(box: Box) -> tuple[int, list[int]]:
    """Simple before special: on how many axes the first class (of a flag: no) is left out."""
    firsts = [(mask & -mask).bit_length() for mask in box]
    return sum(first > 1 for first in firsts), [-first for first in firsts]


def _product(sizes: Iterable[int]) -> int:
    product = 1
    for size in sizes:
        product *= size
    return product


def _rhythm(rule: model.Rule) -> Rhythm:
    rhythm = rhythm_of(rule.outcome)
    assert rhythm is not None
    return rhythm
