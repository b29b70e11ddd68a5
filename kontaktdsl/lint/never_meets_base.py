"""An exception that never meets a block it is an exception to."""

from collections.abc import Iterator

from kontaktdsl import model
from kontaktdsl.analysis import engine
from kontaktdsl.analysis.bitsets import bits
from kontaktdsl.analysis.problem import Query
from kontaktdsl.diagnostics import Diagnostic, Kind, Label, Severity, Text
from kontaktdsl.lint.context import Context, block_name
from kontaktdsl.question import Asked
from kontaktdsl.values import rhythm_of

KIND = Kind(
    "never-meets-base",
    Text("Ausnahme ohne Regel", "exception without a rule"),
    Severity.WARNING,
    Text(
        "Die Ausnahme {exception} trifft nie auf {base}",
        "The exception {exception} never meets {base}",
    ),
    Text(
        "Es gibt keinen Menschen, für den beide gelten, also gibt es auch nichts auszunehmen.",
        "There is no person for whom both apply, so there is nothing to except.",
    ),
    'policy "Beispiel"\nattribute status: alo | asu\nrules A:\n  - alo -> monthly\n'
    "exception B to A:\n  - asu -> weekly\n",
    'policy "Beispiel"\nattribute status: alo | asu\nrules A:\n  - alo -> monthly\n'
    "rules B:\n  - asu -> weekly\n",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """One finding for each pair of exception and declared base."""
    asked = context.what
    for block in context.policy.blocks:
        for base in block.bases:
            if block.rules and not _meet(asked, block, base):
                yield KIND.at(
                    block.span,
                    exception=block_name(block),
                    base=block_name(base),
                    others=(Label(base.span),),
                )


def _meet(asked: Asked, block: model.Block, base: model.Block) -> bool:
    problem = asked.problem
    silencing = [rule for rule in block.rules if rhythm_of(rule.outcome) is not None]
    inside = sum(1 << rule.index for rule in base.rules)
    meeting = asked.meeting
    return not silencing or any(
        engine.exists(problem, Query(hit=1 << rule.index | 1 << other, miss=_rest(asked, other)))
        is not None
        for rule in silencing
        for other in bits(meeting[rule.index] & inside)
    )


def _rest(asked: Asked, number: int) -> int:
    """For an `otherwise` line: the other lines of its block."""
    rule = asked.rules[number]
    if not rule.otherwise:
        return 0
    return sum(1 << other.index for other in rule.block.rules if other is not rule)
