"""A rule that exceptions silence wherever it applies."""

from collections.abc import Iterator

from kontaktdsl.diagnostics import Diagnostic, Kind, Label, Severity, Text
from kontaktdsl.lint.context import Context

KIND = Kind(
    "always-overridden",
    Text("Regel ohne Wirkung", "rule without effect"),
    Severity.WARNING,
    Text(
        "Diese Zeile kommt nie zum Zug: Ausnahmen gehen ihr überall vor",
        "This line never comes into play: exceptions come before it everywhere",
    ),
    Text(
        "Wer die Zeile liest, glaubt, dass sie gilt. Entweder ist eine Ausnahme zu weit, oder die "
        "Zeile ist überholt.",
        "Whoever reads the line believes that it holds. Either an exception is too wide or the "
        "line is obsolete.",
    ),
    'policy "Beispiel"\nattribute status: alo | asu\nrules A:\n  - alo -> monthly\n'
    "  - asu -> weekly\nexception B to A:\n  - alo -> every 2 months\n",
    'policy "Beispiel"\nattribute status: alo | asu\nattribute age: number 15 to 66\nrules A:\n'
    "  - alo -> monthly\n  - asu -> weekly\nexception B to A:\n"
    "  - alo and age under 25 -> every 2 months\n",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """One finding for each such rule, of whatever question."""
    asked = context.what
    dead = context.never_hit
    for number in sorted(context.always_silenced):
        rule = asked.rules[number]
        if number in dead:
            continue
        if rule.otherwise:
            yield SWALLOWED.at(rule.condition_span)
            continue
        above = context.policy.over[rule.block.index]
        labels = tuple(
            Label(block.span) for block in context.policy.blocks if above >> block.index & 1
        )
        yield KIND.at(rule.span, others=labels)


SWALLOWED = Kind(
    "otherwise-empty",
    Text("„sonst“ ohne Menschen", "otherwise without people"),
    Severity.WARNING,
    Text("Für „sonst“ bleibt niemand übrig", "Nobody is left for `otherwise`"),
    Text(
        "Die anderen Zeilen des Blocks erfassen schon alle.",
        "The other lines of the block already cover everyone.",
    ),
    'policy "Beispiel"\nattribute status: alo | asu\nrules A:\n  - alo -> monthly\n'
    "  - asu -> weekly\n  - otherwise -> every 2 months\n",
    'policy "Beispiel"\nattribute status: alo | asu\nrules A:\n  - alo -> monthly\n'
    "  - asu -> every 2 months\n",
)
