"""Random policies: what the exact analysis says is what counting case by case says."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, note, settings

from kontaktdsl import model
from kontaktdsl.analysis import engine
from kontaktdsl.analysis.problem import State, conflict, gap, holds
from kontaktdsl.evaluator import Evaluation, evaluate
from kontaktdsl.evaluator import holds as true
from kontaktdsl.opening import opening
from kontaktdsl.project import Checked, check_text
from kontaktdsl.question import Asked, Question, ask
from kontaktdsl.strictness import Order, compare
from kontaktdsl.values import Answer, Every, Strength, Times, answer, rhythm_of
from tests.strategies.policies import policies

quick = settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
campaign = settings(
    max_examples=3000,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def evaluations(policy: model.Policy, asked: Asked) -> dict[tuple[int, ...], Evaluation]:
    """The reference answer to every case; facts that do not matter get their smallest value."""
    rest = {attribute.name: attribute.domain.bounds[0] for attribute in policy.attributes}
    return {
        case: evaluate(policy, {**rest, **asked.space.facts(case)}) for case in asked.space.cases()
    }


def compare_with_brute_force(text: str) -> None:
    note(text)
    checked = check_text(text)
    policy = checked.policy
    assert policy is not None, [(f.code, f.headline.en, f.span.text) for f in checked.findings]
    codes = Counter(finding.code for finding in checked.findings)
    if codes["contradictory-impossible"]:
        return
    compare_scope(policy, codes)
    if codes["empty-scope"]:
        return
    asked = ask(policy, Question.HOW_OFTEN)
    everyone = evaluations(policy, asked)
    possible = {case: e for case, e in everyone.items() if e.owed}
    gaps = {case for case, e in possible.items() if e.gap}
    conflicts = {case for case, e in possible.items() if e.conflict}

    account = checked.accounting[0]
    assert account.cases == len(everyone)
    assert account.impossible == sum(not e.possible for e in everyone.values())
    assert account.outside == sum(e.possible and not e.in_scope for e in everyone.values())
    assert account.possible == len(possible)
    assert account.forgotten == len(gaps)
    assert account.contradictory == len(conflicts)
    settled = [
        answer(found) if (found := e.rhythm) is not None else Answer.ON_REQUEST  # of two rights
        for case, e in possible.items()
        if case not in gaps | conflicts
    ]
    assert dict(account.answers) == dict(Counter(settled))

    assert bool(codes["gap"]) == bool(gaps)
    assert bool(codes["conflict"]) == bool(conflicts)
    for case, evaluation in everyone.items():
        verdict = asked.problem.verdict(case)
        assert (verdict.state is State.IMPOSSIBLE) == (not evaluation.owed)
        if evaluation.owed:
            assert (verdict.state is State.GAP) == evaluation.gap
            assert (verdict.state is State.CONFLICT) == evaluation.conflict
    found = engine.regions(asked.problem, [gap(asked.problem)])
    assert {c for c in everyone if any(holds(box, c) for box in found.boxes)} == gaps
    pairs = list(engine.conflicts(asked.problem))
    clashing = engine.regions(asked.problem, [conflict(asked.problem, a, b) for a, b in pairs])
    assert {c for c in everyone if any(holds(box, c) for box in clashing.boxes)} == conflicts
    if pairs:
        assert clashing.boxes

    compare_rules(policy, checked, codes)
    compare_firsts(policy, codes)
    compare_rights(policy, codes)
    assert bool(codes["loosened-minimum"]) == loosens(policy)


def compare_scope(policy: model.Policy, codes: Counter[str]) -> None:
    """A scope without people, and one that leaves nobody out."""
    if policy.scope is None:
        assert not codes["empty-scope"] + codes["scope-everyone"]
        return
    asked = ask(policy, Question.WHAT, policy.unowed)
    found = {e.in_scope for e in evaluations(policy, asked).values() if e.possible}
    assert codes["empty-scope"] == (True not in found)
    assert codes["scope-everyone"] == (found == {True})


def compare_rules(policy: model.Policy, checked: Checked, codes: Counter[str]) -> None:
    asked = ask(policy, Question.WHAT)
    everyone = evaluations(policy, asked)
    possible = [e for e in everyone.values() if e.owed]
    hit = {rule.index for e in possible for rule in e.hits}
    undefeated = {rule.index for e in possible for rule in e.undefeated}
    never = {r.index for r in policy.rules if r.index not in hit and not r.otherwise}
    empty = {r.index for r in policy.rules if r.index not in undefeated and r.otherwise}
    silenced = {r.index for r in policy.rules if not r.otherwise} & hit - undefeated
    assert codes["never-applies"] + codes["cell-contradiction"] == len(never)
    gone = {f.span.start for f in checked.findings if f.code == "base-overridden"}
    whole = {r.index for r in policy.rules if r.block.span.start in gone and r.block.name}
    assert whole <= empty | silenced
    assert codes["otherwise-empty"] == len(empty - whole)
    assert codes["always-overridden"] == len(silenced - whole)
    for block in policy.blocks:
        for base in block.bases:
            meets = any(
                any(r.block is block and rhythm_of(r.outcome) for r in e.hits)
                and any(r.block is base for r in e.hits)
                for e in possible
            )
            told = any(
                f.code == "never-meets-base" and f.span.start == block.span.start
                for f in checked.findings
                if f.others and f.others[0].span.start == base.span.start
            )
            assert told == (not meets)


def compare_firsts(policy: model.Policy, codes: Counter[str]) -> None:
    asked = ask(policy, Question.WHEN_FIRST)
    if any(opening(rule.outcome) for rule in policy.rules):
        everyone = evaluations(policy, asked).values()
        assert bool(codes["first-conflict"]) == any(e.owed and e.first_conflict for e in everyone)


def compare_rights(policy: model.Policy, codes: Counter[str]) -> None:
    asked = ask(policy, Question.ON_REQUEST)
    everyone = evaluations(policy, asked).values()
    assert bool(codes["right-conflict"]) == any(e.owed and e.right_conflict for e in everyone)


def loosens(policy: model.Policy) -> bool:
    """Whether some exception that counts is looser than a minimum it silences, unacknowledged."""
    minimum = policy.header.minimum_for
    asked = ask(policy, Question.HOW_OFTEN, [] if minimum is None else [minimum])
    rest = {attribute.name: attribute.domain.bounds[0] for attribute in policy.attributes}
    for case in asked.space.cases():
        facts = {**rest, **asked.space.facts(case)}
        evaluation = evaluate(policy, facts)
        if not evaluation.owed:
            continue
        header = policy.header.strength
        if minimum is not None and true(minimum, facts):
            header = Strength.MINIMUM
        for rule in evaluation.counting:
            rhythm = rhythm_of(rule.outcome)
            own = rule.because is not None and rule.because is not rule.block.because
            if not rule.block.exception or rhythm is None or own:
                continue
            for base, by in evaluation.overridden:
                before = rhythm_of(base.outcome)
                strength = before.strength if isinstance(before, Every | Times) else None
                declared = strength or header
                if (
                    before is not None
                    and rule in by
                    and declared is Strength.MINIMUM
                    and compare(rhythm, before) is Order.LOOSER
                ):
                    return True
    return False


@quick
@given(policies(scopes=True, slots=True))
def test_analysis_agrees_with_brute_force(text: str) -> None:
    compare_with_brute_force(text)


@pytest.mark.slow
@campaign
@given(policies(scopes=True, slots=True))
def test_analysis_agrees_with_brute_force_on_thousands(text: str) -> None:
    compare_with_brute_force(text)
