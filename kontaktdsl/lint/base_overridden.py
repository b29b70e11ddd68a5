"""A block all of whose lines exceptions silence everywhere."""

from collections.abc import Iterator

from kontaktdsl.diagnostics import Diagnostic, Kind, Label, Severity, Text
from kontaktdsl.lint.context import Context, block_name

_HEAD = 'policy "Beispiel"\nattribute status: alo | asu\n'

KIND = Kind(
    "base-overridden",
    Text("Block ohne Wirkung", "block without effect"),
    Severity.WARNING,
    Text(
        "Ausnahmen heben {block} vollständig auf",
        "Exceptions override {block} completely",
    ),
    Text(
        "Keine Zeile dieses Blocks kommt je zum Zug. Dann ist die Ausnahme in Wahrheit die Regel.",
        "No line of this block ever comes into play. Then the exception is the rule in truth.",
    ),
    _HEAD + "rules A:\n  - alo -> monthly\n  - asu -> weekly\nexception B to A:\n"
    "  - alo or asu -> every 2 months\n",
    _HEAD + "attribute age: number 15 to 66\nrules A:\n  - alo -> monthly\n  - asu -> weekly\n"
    "exception B to A:\n  - age under 25 -> every 2 months\n",
)

REPLACES = frozenset({"always-overridden", "otherwise-empty"})


def check(context: Context) -> Iterator[Diagnostic]:
    """One finding for each block of two and more lines, in place of those about its lines."""
    silenced = {
        (finding.span.source, finding.span.start): finding
        for finding in context.found
        if finding.code in REPLACES
    }
    for block in context.policy.blocks:
        if block.name is None or len(block.rules) < 2:
            continue
        about = [
            silenced.get((span.source, span.start))
            for rule in block.rules
            for span in (rule.condition_span if rule.otherwise else rule.span,)
        ]
        findings = [finding for finding in about if finding is not None]
        if len(findings) == len(block.rules):
            above = next((f.others for f in findings if f.others), ())
            context.replaced.extend(findings)
            yield KIND.at(
                block.span,
                block=block_name(block),
                others=tuple(Label(label.span) for label in above),
            )
