"""What the hints say is what counting case by case says."""

import re
from itertools import combinations, product

import attrs
import pytest
from hypothesis import HealthCheck, given, note, settings

from kontaktdsl import model
from kontaktdsl.analysis.bitsets import Box
from kontaktdsl.domains import Enumeration, YesNo, contains
from kontaktdsl.evaluator import Evaluation, evaluate, holds
from kontaktdsl.lint.mergeable import Row, candidates, groups
from kontaktdsl.lint.redundant_overlap import MOST_QUESTIONS, overlaps
from kontaktdsl.project import Checked, check_text
from kontaktdsl.question import Asked, Question, ask
from kontaktdsl.space import Space, mentions, space_of
from kontaktdsl.strictness import meaning
from kontaktdsl.values import NotRegulated, rhythm_of
from tests.strategies.policies import policies

quick = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
campaign = settings(quick, derandomize=False, max_examples=2000)


@attrs.frozen
class Counted:
    """A policy, its findings, and the reference answer to every possible case of "how often?"."""

    checked: Checked
    policy: model.Policy
    asked: Asked
    possible: list[Evaluation]

    def found(self, code: str) -> list[object]:
        """The findings of a code."""
        return [finding for finding in self.checked.findings if finding.code == code]


def counted(text: str) -> Counted | None:
    note(text)
    checked = check_text(text)
    policy = checked.policy
    assert policy is not None
    if any(f.code in ("contradictory-impossible", "empty-scope") for f in checked.findings):
        return None
    asked = ask(policy, Question.HOW_OFTEN)
    rest = {a.name: a.domain.bounds[0] for a in policy.attributes}
    every = [evaluate(policy, {**rest, **asked.space.facts(c)}) for c in asked.space.cases()]
    return Counted(checked, policy, asked, [e for e in every if e.owed])


def number_in(finding: object) -> int:
    return int(re.search(r"\d+", finding.headline.en).group())  # type: ignore[attr-defined, union-attr]


def compare_open(it: Counted) -> None:
    """Who is left open on purpose."""
    expected = sum(
        any(isinstance(rhythm_of(r.outcome), NotRegulated) for r in e.counting) for e in it.possible
    )
    assert [number_in(f) for f in it.found("not-regulated")] == [expected] * (expected > 0)


def compare_otherwise(it: Counted) -> None:
    """How many each `otherwise` covers."""
    expected = [
        sum(rule in e.undefeated for e in it.possible)
        for rule in it.policy.rules
        if rule.otherwise and rhythm_of(rule.outcome) is not None
    ]
    told = [number_in(f) for f in it.found("otherwise-swallows")]
    assert sorted(told) == sorted(count for count in expected if count)


def compare_overlaps(it: Counted) -> None:
    """Which pairs of lines say the same for the same people, neither inside the other."""
    over, together = it.policy.over, set()
    for preference in it.policy.preferences:
        together |= {(a.index, b.index) for a in preference.blocks for b in preference.blocks}

    def loose(a: model.Rule, b: model.Rule) -> bool:
        one, two = a.block.index, b.block.index
        ordered = over[one] >> two & 1 or over[two] >> one & 1
        return one == two or not (ordered or (one, two) in together)

    expected = {
        (a.index, b.index)
        for a, b in combinations(it.asked.rules, 2)
        if not a.otherwise
        and not b.otherwise
        and meaning(rhythm_of(a.outcome)) == meaning(rhythm_of(b.outcome))
        and loose(a, b)
        and any(a in e.counting and b in e.counting for e in it.possible)
        and any(a in e.hits and b not in e.hits for e in it.possible)
        and any(b in e.hits and a not in e.hits for e in it.possible)
    }
    assert len(it.asked.rules) ** 2 < MOST_QUESTIONS
    rules = it.asked.rules
    told = {
        (rules[other].index, rules[number].index)
        for number, others in overlaps(it.asked)
        for other in others
    }
    assert told == expected
    assert bool(it.found("redundant-overlap")) == bool(expected)


def compare_wider(it: Counted) -> None:
    """Which exceptions hold for people whom no line covers that they except from."""
    timed = [rule for rule in it.policy.rules if rhythm_of(rule.outcome) is not None]
    told = {f.span.start for f in it.found("exception-wider")}
    for block in it.policy.blocks:
        bases = {b.index for b in it.policy.blocks if it.policy.over[b.index] >> block.index & 1}
        covering = {rule for rule in timed if rule.block.index in bases}
        own = {rule for rule in timed if rule.block is block}
        if not block.exception:
            continue
        wider = any(own & set(e.undefeated) and not covering & set(e.hits) for e in it.possible)
        meets = any(own & set(e.hits) and covering & set(e.hits) for e in it.possible)
        said = block.span.start in told
        assert not said or (wider and block.because is None)
        assert said or not (wider and covering and meets and block.because is None)


def cases_of(space: Space, condition: model.Condition) -> frozenset[tuple[int, ...]]:
    return frozenset(c for c in space.cases() if holds(condition, space.facts(c)))


def is_box(cases: frozenset[tuple[int, ...]]) -> bool:
    sides = [set(side) for side in zip(*cases, strict=True)]
    return len(cases) == len(list(product(*sides)))


def inside(box: Box, case: tuple[int, ...]) -> bool:
    return all(mask >> place & 1 for mask, place in zip(box, case, strict=True))


def compare_merged(it: Counted) -> None:
    """Lines that can be merged are those whose cases together are one box."""
    for rows in candidates(it.policy):
        space = space_of(it.policy, [rule.condition for row in rows for rule in row])
        lines = []
        for row in rows:
            each = [space.boxes(rule.condition) for rule in row]
            if all(len(boxes) == 1 for boxes in each):
                lines.append(Row(row, tuple(boxes[0] for boxes in each)))
        found = list(groups(lines))
        for group, merged in found:
            for cells in zip(*(row.rules for row in group), strict=True):
                assert is_box(frozenset().union(*(cases_of(space, c.condition) for c in cells)))
            first = frozenset().union(*(cases_of(space, r.rules[0].condition) for r in group))
            assert first == {case for case in space.cases() if inside(merged, case)}
        pairs = [
            (one, two)
            for one, two in combinations(lines, 2)
            if all(
                not (a := cases_of(space, x.condition)) & (b := cases_of(space, y.condition))
                and is_box(a | b)
                for x, y in zip(one.rules, two.rules, strict=True)
            )
        ]
        if any(len(one.rules) == 1 for one, _ in pairs):
            assert found
            assert it.found("mergeable")


def compare_values(it: Counted) -> None:
    """Which values the constraints leave to nobody."""
    policy = it.policy
    named = mentions([constraint.condition for constraint in policy.constraints])
    axes = [attribute for attribute in policy.attributes if attribute.name in named]
    spans = [range(a.domain.bounds[0], a.domain.bounds[1] + 1) for a in axes]
    left: dict[str, set[int]] = {attribute.name: set() for attribute in axes}
    for values in product(*spans):
        facts = dict(zip(left, values, strict=True))
        if not any(holds(c.condition, facts) for c in policy.constraints):
            for name, value in facts.items():
                left[name].add(value)
    expected = sum(
        value not in left[a.name]
        for a in axes
        if isinstance(a.domain, Enumeration | YesNo)
        for value in range(a.domain.bounds[1] + 1)
    )
    assert len(it.found("value-impossible")) == expected


def compare_unmentioned(it: Counted) -> None:
    """Which values no condition names."""
    text = it.policy.sources[0].text
    for finding in it.found("value-unmentioned"):
        value = re.search("`(.+?)`", finding.headline.en).group(1)  # type: ignore[attr-defined, union-attr]
        declared = len(re.findall(rf"\b{value}\b", text))
        assert declared == 1
    minimum = it.policy.header.minimum_for
    said = mentions(
        [
            *(r.condition for r in it.policy.rules),
            *(c.condition for c in it.policy.constraints),
            *(t.condition for t in it.policy.terms),
            *([minimum] if minimum else []),
        ]
    )
    expected = 0
    for attribute in it.policy.attributes:
        if isinstance(attribute.domain, Enumeration):
            named = [
                any(contains(ranges, place) for ranges in said.get(attribute.name, ()))
                for place in range(len(attribute.domain.values))
            ]
            if sum(named) > len(named) / 2:
                expected += named.count(False)
    assert len(it.found("value-unmentioned")) == expected


COMPARISONS = (
    compare_open,
    compare_otherwise,
    compare_overlaps,
    compare_wider,
    compare_merged,
    compare_values,
    compare_unmentioned,
)


@quick
@given(policies(scopes=True))
def test_hints_agree_with_brute_force(text: str) -> None:
    it = counted(text)
    if it is not None:
        for compare in COMPARISONS:
            compare(it)


@pytest.mark.slow
@campaign
@given(policies(scopes=True))
def test_hints_agree_with_brute_force_on_thousands(text: str) -> None:
    it = counted(text)
    if it is not None:
        for compare in COMPARISONS:
            compare(it)
