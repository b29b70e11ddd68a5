"""How many people an `otherwise` answers for."""

from collections.abc import Iterator

from kontaktdsl.analysis.problem import undefeated
from kontaktdsl.diagnostics import Diagnostic, Kind, Severity, Text
from kontaktdsl.lint.context import Context

_HEAD = 'policy "Beispiel"\nattribute status: alo | asu\nattribute age: number 15 to 66\n'

KIND = Kind(
    "otherwise-swallows",
    Text("„sonst“ erfasst", "otherwise covers"),
    Severity.HINT,
    Text(
        "Mögliche Fälle, die nur „sonst“ erfasst: {cases}",
        "Possible cases that only `otherwise` covers: {cases}",
    ),
    Text(
        "„Sonst“ schließt jede Lücke, auch eine ungewollte: Wer keine eigene Zeile hat, fällt "
        "hierher. Diese Menschen sollen gemeint sein.",
        "`otherwise` closes every gap, an unwanted one too: whoever has no line of their own falls "
        "here. These people should be meant.",
    ),
    _HEAD + "rules A:\n  - age under 25 and alo -> monthly\n  - otherwise -> every 2 months\n",
    _HEAD + "rules A:\n  - age under 25 and alo -> monthly\n"
    "  - age at least 25 or asu -> every 2 months\n",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """One finding for each `otherwise` with a rhythm, after exceptions."""
    asked = context.how_often
    for number, rule in enumerate(asked.rules):
        if rule.otherwise:
            query = undefeated(asked.problem, number)
            regions, more, count = context.few(asked, [query])
            if regions:
                yield KIND.at(
                    rule.condition_span,
                    regions=regions,
                    more_regions=more,
                    cases=Text("viele", "many") if count is None else count,
                )
