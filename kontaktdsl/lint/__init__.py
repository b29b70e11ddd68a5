"""The checks, one file each, and the run over all of them."""

from collections.abc import Callable, Iterator

import attrs

from kontaktdsl import model
from kontaktdsl.accounting import Accounting
from kontaktdsl.analysis.solver import SolverMissing
from kontaktdsl.diagnostics import Diagnostic, Kind
from kontaktdsl.lint import (
    always_overridden,
    conflict,
    exactly_one,
    first_conflict,
    gap,
    impossible,
    kind_conflict,
    kind_mixture,
    loosened_minimum,
    never_applies,
    never_meets_base,
    promise,
    subsumed,
    undecided,
    unknown_land,
)
from kontaktdsl.lint.context import Beside, Context
from kontaktdsl.lint.late import LATE
from kontaktdsl.question import ANSWERS, FIRST_STEP, Asked, Question, TooWide
from kontaktdsl.record import Shown
from kontaktdsl.space import MOST_BOXES, TooManyBoxes

Check = Callable[[Context], Iterator[Diagnostic]]


def _scope(context: Context) -> Iterator[Diagnostic]:
    if context.policy.scope is not None:
        from kontaktdsl.lint import scope

        yield from scope.check(context)


CHECKS: tuple[Check, ...] = (
    unknown_land.check,
    impossible.check,
    _scope,
    gap.check,
    conflict.check,
    first_conflict.check,
    kind_conflict.check,
    kind_mixture.check,
    loosened_minimum.check,
    never_applies.check,
    always_overridden.check,
    never_meets_base.check,
    subsumed.check,
    exactly_one.check,
    promise.check,
)

KINDS: tuple[Kind, ...] = (
    gap.KIND,
    conflict.KIND,
    first_conflict.KIND,
    kind_conflict.KIND,
    kind_mixture.KIND,
    kind_mixture.UNCOUNTED,
    kind_mixture.TOO_MIXED,
    loosened_minimum.KIND,
    never_applies.KIND,
    always_overridden.KIND,
    always_overridden.SWALLOWED,
    never_meets_base.KIND,
    subsumed.KIND,
    impossible.VACUOUS,
    impossible.CONTRADICTORY,
    exactly_one.KIND,
    promise.REFUTED,
    promise.NOT_GUARANTEED,
    promise.EXAMPLE_FAILS,
    promise.EXAMPLE_IMPOSSIBLE,
    promise.EXAMPLE_OUTSIDE,
    unknown_land.KIND,
    undecided.TOO_WIDE,
    undecided.NO_SOLVER,
    undecided.TOO_MANY_RULES,
)


_NOBODY = (impossible.CONTRADICTORY.code, "empty-scope")
"""Where nobody is left, every other check would be empty."""


@attrs.frozen(eq=False, repr=False)
class Examined(Shown):
    """What the checks found, and the account of each question that the policy answers."""

    findings: tuple[Diagnostic, ...]
    accounting: tuple[Accounting, ...]


def examine(policy: model.Policy, beside: Beside | None = None) -> Examined:
    """Run every check on a resolved policy, with what lies beside it.

    Where nobody is possible only that is reported: every other statement would be empty.
    """
    return examine_in(Context(policy, beside or Beside()))


def examine_in(context: Context, pause: Callable[[], None] = lambda: None) -> Examined:
    """Run every check in a context that is used for nothing else before.

    `pause` is called before each check; what it raises ends the run.
    """
    policy = context.policy
    if len(policy.rules) > undecided.MOST_RULES:
        many = undecided.TOO_MANY_RULES.at(
            context.policy_span, count=len(policy.rules), most=undecided.MOST_RULES
        )
        return Examined((many,), ())
    findings = context.found
    decidable = True
    for check in CHECKS:
        pause()
        decidable &= _run(check, context)
        if any(finding.code in _NOBODY for finding in findings):
            break
    else:
        if decidable:
            for late in LATE:
                pause()
                decidable &= _run(late.check, context)
    accounting: list[Accounting] = []
    if decidable:
        accounting.append(_account(context, context.how_often))
        if context.when_first.rules:
            accounting.append(_account(context, context.when_first))
    replaced = {id(finding) for finding in context.replaced}
    kept = tuple(finding for finding in findings if id(finding) not in replaced)
    return Examined(kept, tuple(accounting))


def _run(check: Check, context: Context) -> bool:
    """Run a check; False where it met a condition that falls apart into too many cases."""
    findings = context.found
    try:
        findings.extend(check(context))
    except (TooWide, TooManyBoxes) as error:
        origin = error.origin if isinstance(error, TooWide) else None
        span = origin.span if origin is not None else context.policy_span
        finding = undecided.TOO_WIDE.at(span, most=MOST_BOXES)
        if not any(f.kind is finding.kind and f.span.start == span.start for f in findings):
            findings.append(finding)
        return False
    except SolverMissing:
        if not any(finding.kind is undecided.NO_SOLVER for finding in findings):
            findings.append(undecided.NO_SOLVER.at(context.policy_span))
    return True


def _account(context: Context, asked: Asked) -> Accounting:
    tally = context.tally(asked)
    cases = asked.problem.cases
    outside = context.outside(asked)
    if tally is None or outside is None:
        return Accounting(asked.question, cases, None, (), None, None, outside=None)
    impossible = tally.impossible - outside
    if asked.question is Question.WHEN_FIRST:
        return Accounting(
            asked.question,
            cases,
            impossible,
            (),
            None,
            tally.conflict,
            tally.kinds.get(FIRST_STEP, 0),
            outside,
        )
    answers = tuple((ANSWERS[kind], count) for kind, count in sorted(tally.kinds.items()) if count)
    return Accounting(
        asked.question, cases, impossible, answers, tally.gap, tally.conflict, outside=outside
    )
