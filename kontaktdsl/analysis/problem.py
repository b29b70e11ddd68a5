"""What is analysed: rules as boxes over classes, who overrides whom, and questions about cases.

Nothing here knows the language.  A case is one class per attribute; a rule hits a case when one of
its rows contains it; `judge` says what a set of hit rules means, and every path of the analysis
(diagram, solver, evaluator) uses that one function.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from kontaktdsl.analysis.bitsets import Box, Case, Layout, bits, bitset, holds, meet
from kontaktdsl.record import Record, Shown

if TYPE_CHECKING:
    from kontaktdsl.analysis.solver import Solver

__all__ = [
    "Box",
    "Case",
    "Problem",
    "Query",
    "State",
    "Verdict",
    "any_kept",
    "conflict",
    "conflicting_pairs",
    "gap",
    "judge",
    "kept",
    "matches",
    "undefeated",
]


class State(enum.Enum):
    """What is the matter with one case."""

    IMPOSSIBLE = "impossible"
    GAP = "gap"
    CONFLICT = "conflict"
    COVERED = "covered"


@attrs.frozen(eq=False, repr=False)
class Verdict(Record):
    """The state of one case, and for a covered one the kind of its outcome (else -1)."""

    state: State
    kind: int = -1


IMPOSSIBLE = Verdict(State.IMPOSSIBLE)
GAP = Verdict(State.GAP)
CONFLICT = Verdict(State.CONFLICT)


@attrs.frozen(eq=False, repr=False)
class Relation(Shown):
    """Per rule a set of rules that act against it; rules with equal sets are handled together."""

    sets: tuple[int, ...]
    subjects: int
    """The rules whose set is not empty."""
    alike: tuple[int, ...]
    """Per rule the rules with the very same set."""

    @classmethod
    def of(cls, sets: tuple[int, ...]) -> Relation:
        """Group the rules by their sets."""
        groups: dict[int, list[int]] = {}
        for rule, against in enumerate(sets):
            groups.setdefault(against, []).append(rule)
        masks = {against: bitset(rules, len(sets)) for against, rules in groups.items()}
        everyone = (1 << len(sets)) - 1
        return cls(sets, everyone ^ masks.get(0, 0), tuple(masks[against] for against in sets))

    def without_struck(self, rules: int, by: int) -> int:
        """Return those of the rules that no rule among `by` acts against."""
        rest = rules & self.subjects
        while rest:
            rule = (rest & -rest).bit_length() - 1
            alike = self.alike[rule]
            if self.sets[rule] & by:
                rules &= ~alike
            rest &= ~alike
        return rules

    def any_struck(self, rules: int) -> bool:
        """Return whether one of the rules acts against another of them."""
        rest = rules & self.subjects
        while rest:
            rule = (rest & -rest).bit_length() - 1
            if self.sets[rule] & rules:
                return True
            rest &= ~self.alike[rule]
        return False

    @cached_property
    def inverse(self) -> tuple[int, ...]:
        """Per rule the rules that it acts against."""
        found = [0] * len(self.sets)
        rest = self.subjects
        while rest:
            rule = (rest & -rest).bit_length() - 1
            alike = self.alike[rule]
            for actor in bits(self.sets[rule]):
                found[actor] |= alike
            rest &= ~alike
        return tuple(found)


@attrs.frozen(eq=False, repr=False)
class Problem(Shown):
    """A rule set over finite classes; raises ValueError if its parts do not fit together.

    All sets of rules are bitsets.  `silencers` must be transitively closed and free of cycles,
    `beaten_by` free of cycles and `clashes` symmetric.
    """

    sizes: tuple[int, ...]
    rows: tuple[Box, ...]
    rule_of: tuple[int, ...]
    forbidden: tuple[Box, ...]
    silencers: tuple[int, ...]
    beaten_by: tuple[int, ...]
    clashes: tuple[int, ...]
    kind_of: tuple[int, ...]
    laid_out: Layout | None = attrs.field(default=None, repr=False)
    """The layout, where another problem with the same rows has it already."""

    def __attrs_post_init__(self) -> None:
        """Refuse what no analysis could read."""
        count = len(self.kind_of)
        if not len(self.silencers) == len(self.beaten_by) == len(self.clashes) == count:
            raise ValueError("silencers, beaten_by, clashes and kind_of must have one entry a rule")
        if len(self.rows) != len(self.rule_of):
            raise ValueError("rule_of must have one entry per row")
        if self.rule_of and not 0 <= min(self.rule_of) <= max(self.rule_of) < count:
            raise ValueError(f"rule_of must name rules 0 to {count - 1}")
        if self.sizes and min(self.sizes) < 1:
            raise ValueError("every attribute needs at least one class")
        for boxes in (self.rows, self.forbidden):
            if any(len(box) != len(self.sizes) for box in boxes):
                raise ValueError("every box needs one mask per attribute")
            for size, masks in zip(self.sizes, zip(*boxes, strict=True), strict=False):
                if min(masks) < 0 or max(masks) >> size:
                    raise ValueError("a mask allows a class that its attribute does not have")
        for sets in (self.silencers, self.beaten_by, self.clashes):
            if sets and (min(sets) < 0 or max(sets) >> count):
                raise ValueError("a set of rules names a rule that does not exist")
        if any(self.silencers):
            _refuse_open_order(self.silence)
        if any(self.beaten_by):
            _refuse_cycle(self.beating)

    @property
    def rule_count(self) -> int:
        """The number of rules."""
        return len(self.kind_of)

    @cached_property
    def layout(self) -> Layout:
        """The rows as columns of bitsets."""
        return self.laid_out or Layout.of(
            self.sizes, self.rows, self.rule_of, self.rule_count, self.forbidden
        )

    @cached_property
    def solver(self) -> Solver:
        """The SAT solver for this problem, kept for all queries; raises SolverMissing."""
        from kontaktdsl.analysis.solver import Solver

        return Solver(self)

    @cached_property
    def silence(self) -> Relation:
        """`silencers`, grouped."""
        return Relation.of(self.silencers)

    @cached_property
    def beating(self) -> Relation:
        """`beaten_by`, grouped."""
        return Relation.of(self.beaten_by)

    @cached_property
    def clash(self) -> Relation:
        """`clashes`, grouped."""
        return Relation.of(self.clashes)

    @cached_property
    def covered(self) -> tuple[tuple[int, Verdict], ...]:
        """Per kind, lowest first: its rules, and the verdict on a case that they cover."""
        rules: dict[int, list[int]] = {}
        for rule, kind in enumerate(self.kind_of):
            rules.setdefault(kind, []).append(rule)
        return tuple(
            (bitset(rules[kind], self.rule_count), Verdict(State.COVERED, kind))
            for kind in sorted(rules)
        )

    @property
    def cases(self) -> int:
        """The number of all cases, the impossible ones too."""
        count = 1
        for size in self.sizes:
            count *= size
        return count

    def hits(self, case: Case) -> int:
        """Return the bitset of the rules that hit the case."""
        return self.layout.hits(case)

    def is_forbidden(self, case: Case) -> bool:
        """Return whether a forbidden box contains the case."""
        return bool(self.layout.at(case) & self.layout.forbidden)

    def verdict(self, case: Case) -> Verdict:
        """Return the verdict on one case."""
        rows = self.layout.at(case)
        hits = self.layout.rules_among(rows)
        return judge(self, hits, impossible=bool(rows & self.layout.forbidden))


def _refuse_open_order(silence: Relation) -> None:
    rest = silence.subjects
    while rest:
        rule = (rest & -rest).bit_length() - 1
        own, alike = silence.sets[rule], silence.alike[rule]
        if own & alike:
            raise ValueError("silencers must be free of cycles")
        reached, further = 0, own & silence.subjects
        while further:
            actor = (further & -further).bit_length() - 1
            reached |= silence.sets[actor]
            further &= ~silence.alike[actor]
        if reached & ~own:
            raise ValueError("silencers must be transitively closed")
        rest &= ~alike


def _refuse_cycle(beating: Relation) -> None:
    rest = beating.subjects
    while rest:
        beaten = beating.without_struck(rest, rest)
        if not beaten:
            raise ValueError("beaten_by must be free of cycles")
        rest &= ~beaten


def judge(problem: Problem, hits: int, *, impossible: bool = False) -> Verdict:
    """Return what it means that exactly these rules hit a case (that is impossible or not).

    Silenced rules go first, then those beaten by an undefeated one; what is kept must not clash.
    Should kept rules differ in kind without clashing, the lowest kind counts.
    """
    if impossible:
        return IMPOSSIBLE
    if not hits:
        return GAP
    left = problem.silence.without_struck(hits, hits)
    left = problem.beating.without_struck(left, left)
    if problem.clash.any_struck(left):
        return CONFLICT
    return next(verdict for rules, verdict in problem.covered if left & rules)


@attrs.frozen(eq=False, repr=False)
class Query(Record):
    """A set of cases, described by what must be true of each of them (everything by default)."""

    inside: tuple[Box, ...] = ()
    """The case lies in one of these boxes; () is everywhere."""
    hit: int = 0
    """All these rules hit."""
    miss: int = 0
    """None of these rules hits."""
    defeated: int = 0
    """None of these rules is undefeated: each misses, or one of its silencers hits."""
    possible: bool = True
    """The case lies outside all forbidden boxes."""
    outside: tuple[Box, ...] = ()
    """The case lies in none of these boxes."""

    def __and__(self, other: Query) -> Query:
        """Return the cases that both queries describe."""
        inside = self.inside or other.inside
        if self.inside and other.inside:
            shared = (meet(left, right) for left in self.inside for right in other.inside)
            found = dict.fromkeys(box for box in shared if box is not None)
            inside = tuple(found) or ((0,) * len(self.inside[0]),)
        return Query(
            inside,
            self.hit | other.hit,
            self.miss | other.miss,
            self.defeated | other.defeated,
            self.possible or other.possible,
            tuple(dict.fromkeys((*self.outside, *other.outside))),
        )


def undefeated(problem: Problem, rule: int) -> Query:
    """Return the query for the possible cases where a rule hits and nothing silences it."""
    return Query(hit=1 << rule, miss=problem.silencers[rule])


def kept(problem: Problem, rule: int) -> Query:
    """Return the query for the possible cases where a rule is neither silenced nor beaten."""
    return Query(hit=1 << rule, miss=problem.silencers[rule], defeated=problem.beaten_by[rule])


def any_kept(problem: Problem, rules: Sequence[int]) -> list[Query]:
    """Return queries for the possible cases where one of the rules is neither silenced nor beaten.

    Rules against which the same rules act share one query.
    """
    groups: dict[tuple[int, int], list[int]] = {}
    for rule in rules:
        groups.setdefault((problem.silencers[rule], problem.beaten_by[rule]), []).append(rule)
    rows: dict[int, list[Box]] = {}
    if len(groups) < len(rules):
        for row, rule in zip(problem.rows, problem.rule_of, strict=True):
            rows.setdefault(rule, []).append(row)
    found = []
    for (silencers, beaters), group in groups.items():
        inside = tuple(dict.fromkeys(row for rule in group for row in rows.get(rule, ())))
        if len(group) == 1 or not inside:
            found += [kept(problem, rule) for rule in group]
        else:
            found.append(Query(inside, miss=silencers, defeated=beaters))
    return found


def conflict(problem: Problem, rule: int, other: int) -> Query:
    """Return the query for the possible cases where both rules are kept and contradict each other.

    Raises ValueError if the outcomes of the two rules do not clash.
    """
    if not problem.clashes[rule] >> other & 1:
        raise ValueError(f"rules {rule} and {other} do not clash")
    return kept(problem, rule) & kept(problem, other)


def gap(problem: Problem) -> Query:
    """Return the query for the possible cases that no rule hits."""
    return Query(miss=(1 << problem.rule_count) - 1)


def conflicting_pairs(problem: Problem) -> list[tuple[int, int]]:
    """Return the pairs of rules that clash, share a case, and of which neither overrides the other.

    Whether they are ever kept together in a possible case is the question `conflict` asks.
    """
    ordered = [
        silencers | beaters
        for silencers, beaters in zip(problem.silencers, problem.beaten_by, strict=True)
    ]
    pairs = []
    for rule, meeting in enumerate(problem.layout.overlaps()):
        clashing = meeting & problem.clashes[rule] & ~ordered[rule]
        for other in bits(clashing >> (rule + 1)):
            if not ordered[rule + 1 + other] >> rule & 1:
                pairs.append((rule, rule + 1 + other))
    return pairs


def matches(problem: Problem, queries: Query | Sequence[Query], case: Case) -> bool:
    """Return whether one of the queries describes the case."""
    rows = problem.layout.at(case)
    hits = problem.layout.rules_among(rows)
    impossible = bool(rows & problem.layout.forbidden)
    for query in (queries,) if isinstance(queries, Query) else queries:
        if query.hit & ~hits or query.miss & hits or (query.possible and impossible):
            continue
        if query.inside and not any(holds(box, case) for box in query.inside):
            continue
        if any(holds(box, case) for box in query.outside):
            continue
        suspects = query.defeated & hits
        if not (suspects and problem.silence.without_struck(suspects, hits)):
            return True
    return False
