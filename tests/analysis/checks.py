"""One check per promise of the kernel, against brute force; the tests and the campaign share them."""

from __future__ import annotations

import random
from collections import Counter

from kontaktdsl.analysis import diagram, engine
from kontaktdsl.analysis.bitsets import bits, box_of
from kontaktdsl.analysis.diagram import Leaf, Node
from kontaktdsl.analysis.goal import Goal
from kontaktdsl.analysis.problem import (
    Case,
    Problem,
    Query,
    conflict,
    conflicting_pairs,
    gap,
    judge,
    kept,
    matches,
    undefeated,
)
from kontaktdsl.analysis.solver import Solver
from tests.analysis import problems as slow


def check_judgement(problem: Problem) -> None:
    """Each single case."""
    for case in slow.all_cases(problem):
        found = problem.verdict(case)
        assert (found.state.value, found.kind) == slow.verdict(problem, case)
        assert set(bits(problem.hits(case))) == slow.hit_rules(problem, case)


def check_tally(problem: Problem) -> None:
    """Counts per verdict, and a witness for each."""
    tally = diagram.tally(problem)
    assert tally is not None
    expected = Counter(slow.verdict(problem, case) for case in slow.all_cases(problem))
    assert {(v.state.value, v.kind): n for v, n in tally.counts.items()} == expected
    for verdict, case in tally.witness.items():
        assert (verdict.state.value, verdict.kind) == slow.verdict(problem, case)
    assert tally.witness.keys() == tally.counts.keys()
    named = tally.impossible + tally.gap + tally.conflict + sum(tally.kinds.values())
    assert named == len(slow.all_cases(problem))


def follow(node: Node[object] | Leaf[object], case: Case) -> object:
    """Walk a diagram."""
    asked = set()
    while isinstance(node, Node):
        assert node.attribute not in asked
        assert any(child is not node.children[0] for child in node.children)
        asked.add(node.attribute)
        node = node.children[case[node.attribute]]
    return node.payload


def check_build(problem: Problem, rng: random.Random) -> None:
    """Hit sets at the leaves, in any order of attributes; verdicts with moot hits left out."""
    order = list(range(len(problem.sizes)))
    rng.shuffle(order)
    for given_order in (None, order):
        by_hits = diagram.build(problem, lambda hits: hits, order=given_order)
        assert by_hits is not None
        for case in slow.all_cases(problem):
            forbidden = slow.is_forbidden(problem, case)
            expected = None if forbidden else slow.hit_rules(problem, case)
            payload = follow(by_hits, case)
            assert (payload if payload is None else set(bits(payload))) == expected
    verdicts = diagram.build(
        problem,
        lambda hits: judge(problem, hits or 0, impossible=hits is None),
        moot=problem.silence.inverse,
    )
    assert verdicts is not None
    for case in slow.all_cases(problem):
        assert follow(verdicts, case) == problem.verdict(case)


def standard_queries(problem: Problem) -> list[Query]:
    """The queries of the language's checks."""
    queries = [Query(), Query(possible=False), gap(problem)]
    for rule in range(problem.rule_count):
        queries += [undefeated(problem, rule), kept(problem, rule)]
        queries += [
            conflict(problem, rule, other) for other in bits(problem.clashes[rule]) if other > rule
        ]
    return queries


def check_query(problem: Problem, query: Query, solver: Solver | None) -> None:
    """Existence by every path, and the count."""
    expected = {case for case in slow.all_cases(problem) if slow.satisfies(problem, query, case)}
    assert {case for case in slow.all_cases(problem) if matches(problem, query, case)} == expected
    assert diagram.count(problem, query) == len(expected)
    found = [engine.exists(problem, query), Goal(problem, (query,)).case(10**6)]
    if solver is not None:
        found.append(solver.witness(query))
    for case in found:
        assert (case in expected) if expected else (case is None)
    if expected:
        case = found[0]
        assert case is not None
        for attribute in range(len(case)):
            lower = {(*case[:attribute], v, *case[attribute + 1 :]) for v in range(case[attribute])}
            if attribute == len(case) - 1:
                assert not lower & expected


def check_conjunction(problem: Problem, one: Query, other: Query) -> None:
    """`&` is the intersection."""
    both = one & other
    for case in slow.all_cases(problem):
        each = slow.satisfies(problem, one, case) and slow.satisfies(problem, other, case)
        assert matches(problem, both, case) == slow.satisfies(problem, both, case) == each


def check_regions(problem: Problem, queries: list[Query], *, through: bool) -> None:
    """Exact cover, maximality, no superfluous box, witnesses, order, total."""
    everything = slow.all_cases(problem)
    expected = {c for c in everything if any(slow.satisfies(problem, q, c) for q in queries)}
    forbidden = {c for c in everything if slow.is_forbidden(problem, c)}
    found = engine.regions(problem, queries, grow_through_impossible=through)
    assert found.complete
    assert found.maximal
    assert found.total == len(expected) == diagram.count(problem, queries)
    allowed = expected | forbidden if through else expected
    inside = [{c for c in everything if slow.contains(box, c)} for box in found.boxes]
    assert set().union(*inside) & expected == expected
    for box, cases, witness in zip(found.boxes, inside, found.witnesses, strict=True):
        assert cases <= allowed
        assert witness in cases & expected
        others = [other for other in inside if other is not cases]
        assert cases & expected - set().union(*others)
        for attribute, size in enumerate(problem.sizes):
            for value in range(size):
                wider = (*box[:attribute], box[attribute] | 1 << value, *box[attribute + 1 :])
                if wider != box:
                    assert any(slow.contains(wider, c) and c not in allowed for c in everything)
    held = [len(cases - forbidden) for cases in inside]
    if all(query.possible for query in queries):
        assert held == sorted(held, reverse=True)
    if len(found.boxes) > 1:
        first = engine.regions(problem, queries, 1, grow_through_impossible=through)
        assert len(first.boxes) == 1
        assert not first.complete


def check_overlaps(problem: Problem) -> None:
    """Pairs of rules that share a case; pairs that may conflict; pairs that do; dead rules."""
    everything = slow.all_cases(problem)
    hits = {case: slow.hit_rules(problem, case) for case in everything}
    rules = range(problem.rule_count)
    for rule, meeting in enumerate(problem.layout.overlaps()):
        expected = {other for other in rules if any({rule, other} <= h for h in hits.values())}
        assert set(bits(meeting)) == expected
    possible = [case for case in everything if not slow.is_forbidden(problem, case)]
    torn = [
        (one, other)
        for one in rules
        for other in range(one + 1, problem.rule_count)
        if problem.clashes[one] >> other & 1
        and any({one, other} <= slow.kept_rules(problem, case) for case in possible)
    ]
    assert set(torn) <= set(conflicting_pairs(problem))
    assert list(engine.conflicts(problem)) == torn
    never = [rule for rule in rules if not any(rule in hits[case] for case in possible)]
    assert list(engine.never_hit(problem)) == never
    silenced = [
        rule
        for rule in rules
        if rule not in never
        and not any(rule in slow.undefeated_rules(problem, case) for case in possible)
    ]
    assert list(engine.always_silenced(problem)) == silenced
    for rule in rules:
        same = problem.silencers[rule] | 1 << rule | 1
        others = set(bits(same)) - {rule}
        expected_cover = all(hits[c] & others for c in possible if rule in hits[c])
        uncovered = engine.exists(problem, Query(hit=1 << rule, miss=same & ~(1 << rule)))
        assert (uncovered is None) == expected_cover


def check_layout(problem: Problem, query: Query) -> None:
    """Rows that meet a box and rows that hold it."""
    for box in (*query.inside, *map(box_of, slow.all_cases(problem)[:3])):
        if not all(box):
            continue
        layout = problem.layout
        meeting, containing = layout.meeting(box), layout.containing(box)
        for row, other in enumerate(layout.boxes):
            shared = [a & b for a, b in zip(other, box, strict=True)]
            assert meeting >> row & 1 == all(shared)
            assert containing >> row & 1 == (shared == list(box))
