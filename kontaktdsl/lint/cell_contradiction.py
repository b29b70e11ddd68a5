"""A cell of a table whose row and column exclude each other."""

from collections.abc import Iterator

from kontaktdsl.diagnostics import Diagnostic, Kind, Severity, Text
from kontaktdsl.lint.context import Context
from kontaktdsl.space import space_of

_HEAD = 'policy "Beispiel"\nattribute status: alo | asu\nattribute prognose: nah | fern\n'

KIND = Kind(
    "cell-contradiction",
    Text("Zeile gegen Spalte", "row against column"),
    Severity.WARNING,
    Text(
        "Zeile und Spalte dieses Feldes schließen einander aus",
        "Row and column of this cell exclude each other",
    ),
    Text(
        "Beide sprechen von demselben Merkmal und nennen verschiedene Werte. Das Feld gilt für "
        "niemanden; meist ist eine Spalte verrutscht.",
        "Both speak of the same attribute and name different values. The cell holds for nobody; "
        "usually a column has slipped.",
    ),
    _HEAD + "table T:\n  | prognose | status -> nah | fern |\n"
    "  | nah | alo -> monthly | every 2 months |\n"
    "nah and asu -> weekly\nfern -> every 3 months\n",
    _HEAD + "table T:\n  | status -> nah | fern |\n  | alo -> monthly | every 2 months |\n"
    "  | asu -> weekly | every 3 months |\n",
)

REPLACES = frozenset({"never-applies"})


def check(context: Context) -> Iterator[Diagnostic]:
    """One finding for each such cell, in place of the one that it never applies."""
    never = {
        (finding.span.source, finding.span.start): finding
        for finding in context.found
        if finding.code in REPLACES
    }
    for rule in context.policy.rules:
        about = never.get((rule.span.source, rule.span.start))
        if rule.block.table and about is not None:
            space = space_of(context.policy, [rule.condition])
            if not space.boxes(rule.condition):
                context.replaced.append(about)
                yield KIND.at(rule.span)
