"""An exception for people to whom nothing applies that it could be an exception to."""

from collections.abc import Iterator

from kontaktdsl.analysis import engine
from kontaktdsl.analysis.problem import Query, undefeated
from kontaktdsl.diagnostics import Diagnostic, Kind, Label, Severity, Text
from kontaktdsl.lint.context import Context, block_name

_HEAD = 'policy "Beispiel"\nattribute status: alo | asu\nattribute age: number 15 to 66\n'

KIND = Kind(
    "exception-wider",
    Text("Ausnahme weiter als die Regel", "exception wider than its base"),
    Severity.HINT,
    Text(
        "{exception} gilt auch für Menschen, für die es keine Regel gibt, von der sie ausnimmt",
        "{exception} also holds for people without a rule that it is an exception to",
    ),
    Text(
        "Für diese Menschen ist die Ausnahme die einzige Vorgabe. Fiele sie weg, entstünde eine "
        "Lücke, die niemand in der Regel sieht.",
        "For these people the exception is the only rule. If it went, there would be a gap that "
        "nobody sees in the base.",
    ),
    _HEAD + "rules A:\n  - alo -> monthly\nexception B to A:\n  - age under 25 -> weekly\n"
    "rules C:\n  - asu and age at least 25 -> every 2 months\n",
    _HEAD + "rules A:\n  - alo -> monthly\nexception B to A:\n  - alo and age under 25 -> weekly\n"
    "rules C:\n  - asu -> every 2 months\n",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """One finding for each exception that no block it comes before covers as a whole, unless it
    gives a reason.
    """
    asked = context.how_often
    policy = context.policy
    for block in policy.blocks:
        bases = [other for other in policy.blocks if policy.over[other.index] >> block.index & 1]
        covering = sum(asked.bit(rule) for base in bases for rule in base.rules)
        if not block.exception or not covering or block.because is not None:
            continue
        alone = [
            undefeated(asked.problem, number) & Query(miss=covering)
            for number, rule in enumerate(asked.rules)
            if rule.block is block
        ]
        wider = [query for query in alone if engine.exists(asked.problem, query) is not None]
        if wider and len(wider) == len(alone) and not _meets(context, block.index, covering):
            continue
        if wider:
            regions, more, _ = context.few(asked, wider)
            yield KIND.at(
                block.span,
                exception=block_name(block),
                others=tuple(Label(base.span) for base in block.bases[:5]),
                regions=regions,
                more_regions=more,
            )


def _meets(context: Context, index: int, covering: int) -> bool:
    """Whether the exception meets a base at all; if not, that is a finding of its own."""
    asked = context.how_often
    return any(
        asked.meeting[number] & covering
        for number, rule in enumerate(asked.rules)
        if rule.block.index == index
    )
