"""A row that stands in a table twice."""

from collections.abc import Iterator

from kontaktdsl import model
from kontaktdsl.diagnostics import Diagnostic, Edit, Kind, Label, Repair, Safety, Severity, Text
from kontaktdsl.lint.context import Context, end_of
from kontaktdsl.source import Span

_HEAD = 'policy "Beispiel"\nattribute status: alo | asu\n'
_ROWS = "table T:\n  | status -> |\n  | alo -> monthly |\n  | asu -> weekly |\n"

KIND = Kind(
    "duplicate-row",
    Text("doppelte Zeile", "duplicate row"),
    Severity.WARNING,
    Text("Diese Zeile steht schon in der Tabelle", "This row stands in the table already"),
    Text(
        "Eine der beiden ist beim Kopieren stehen geblieben, oder eine Bedingung ist falsch.",
        "One of the two was left behind in copying, or a condition is wrong.",
    ),
    _HEAD + _ROWS + "  | alo -> monthly |\n",
    _HEAD + _ROWS,
)

REPLACES = frozenset({"subsumed"})


def check(context: Context) -> Iterator[Diagnostic]:
    """One finding for each row that repeats an earlier one, in place of those about its cells."""
    said = {
        (finding.span.source, finding.span.start): finding
        for finding in context.found
        if finding.code in REPLACES
    }
    for block in context.policy.blocks:
        if not block.table:
            continue
        first: dict[tuple[object, ...], model.Rule] = {}
        for row in rows(block):
            content = tuple((rule.condition, rule.outcome) for rule in row)
            there = first.setdefault(content, row[0])
            about = [said.get((rule.span.source, rule.span.start)) for rule in row]
            if there is not row[0] and None not in about:
                context.replaced.extend(finding for finding in about if finding is not None)
                yield KIND.at(
                    row[0].condition_span,
                    others=(Label(there.condition_span),),
                    repairs=(_without(row),),
                )


def rows(block: model.Block) -> list[tuple[model.Rule, ...]]:
    """The cells of a table by rows; a cell that is `impossible` is no rule and missing."""
    found: dict[int, list[model.Rule]] = {}
    for rule in block.rules:
        found.setdefault(rule.condition_span.start, []).append(rule)
    return [tuple(row) for row in found.values()]


def _without(row: tuple[model.Rule, ...]) -> Repair:
    source = row[0].span.source
    text = source.text
    start = source.line_starts[row[0].condition_span.line - 1]
    end = end_of(row[-1].span).end
    end += text.startswith("\r\n", end) + 1 if end < len(text) else 0
    edit = Edit(Span(source, start, end), "")
    return Repair("", Text("die Zeile streichen", "drop the row"), (edit,), Safety.SAFE)
