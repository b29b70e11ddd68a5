"""A rule whose condition no possible customer satisfies."""

from collections.abc import Iterator

import attrs

from kontaktdsl.analysis import engine
from kontaktdsl.analysis.problem import Query
from kontaktdsl.diagnostics import Diagnostic, Kind, Severity, Text
from kontaktdsl.lint.context import Context

KIND = Kind(
    "never-applies",
    Text("Regel ohne Menschen", "rule without people"),
    Severity.WARNING,
    Text("Diese Zeile kann nie zutreffen", "This line can never apply"),
    Text(
        "Keine mögliche Kundin, kein möglicher Kunde erfüllt die Bedingung. Meist ist ein Wort "
        "falsch oder eine Zeile „unmöglich“ zu weit.",
        "No possible customer satisfies the condition. Usually a word is wrong or a line "
        "`impossible` is too wide.",
    ),
    'policy "Beispiel"\nattribute status: alo | asu\nattribute age: number 15 to 66\n'
    "alo or asu -> monthly\nalo and asu and age under 25 -> weekly\n",
    'policy "Beispiel"\nattribute status: alo | asu\nattribute age: number 15 to 66\n'
    "alo or age under 25 -> monthly\nasu and age at least 25 -> weekly\n",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """One finding for each such rule, of whatever question."""
    asked = context.what
    for number in sorted(context.never_hit):
        rule = asked.rules[number]
        if not rule.otherwise:
            yield KIND.at(
                rule.span if rule.block.table else rule.condition_span,
                notes=tuple(_outside(context, number)),
            )


def _outside(context: Context, number: int) -> Iterator[Text]:
    """A note where only the scope is to blame."""
    asked, scope = context.what, context.policy.scope
    if scope is None:
        return
    problem = attrs.evolve(asked.problem, forbidden=asked.impossible, laid_out=None)
    if engine.exists(problem, Query(hit=1 << number)) is not None:
        line = scope.span.line
        yield Text(
            f"sie trifft nur Menschen, für die die Richtlinie nicht gilt (Zeile {line})",
            f"it holds only for people to whom the policy does not apply (line {line})",
        )
