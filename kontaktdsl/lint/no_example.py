"""Lines that no example of the policy exercises."""

from collections.abc import Iterator

from kontaktdsl.analysis import engine
from kontaktdsl.analysis.problem import Query, undefeated
from kontaktdsl.diagnostics import Diagnostic, Kind, Label, Severity, Text
from kontaktdsl.lint.context import Context
from kontaktdsl.question import Question

_HEAD = (
    'policy "Beispiel"\nattribute a: one | two | three | four\none -> monthly\n'
    "two -> every 2 months\nthree -> every 3 months\nfour -> every 4 months\n"
    'example "1": one -> monthly\nexample "2": two -> every 2 months\n'
    'example "3": three -> every 3 months\n'
)

KIND = Kind(
    "no-example",
    Text("Regel ohne Beispiel", "rule without an example"),
    Severity.HINT,
    Text(
        "In keinem Beispiel: {count} von {total} Zeilen mit Abstand",
        "In no example: {count} of {total} lines with an interval",
    ),
    Text(
        "Beispiele sind die Probe, die auch Fachleute lesen; eine Zeile ohne Beispiel ändert sich "
        "unbemerkt. Der Hinweis steht nur, wo fast alle Zeilen eines haben; alle zählt `kpol test`.",
        "Examples are the test that domain experts read too; a line without one changes unnoticed. "
        "The hint stands only where nearly all lines have one; `kpol test` counts them all.",
    ),
    _HEAD,
    _HEAD + 'example "4": four -> every 4 months\n',
)

MOST_QUESTIONS = 2000
"""In a larger policy this is not looked for; `kpol test` reports the coverage."""


def check(context: Context) -> Iterator[Diagnostic]:
    """One finding for all such lines together, where most lines do have an example."""
    asked = context.refined(Question.HOW_OFTEN)
    examples = context.policy.examples
    if len(examples) * len(asked.rules) > MOST_QUESTIONS:
        return
    boxes = [context.meant(example, asked) for example in examples]
    bare = [
        rule
        for number, rule in enumerate(asked.rules)
        if not any(
            inside
            and engine.exists(
                asked.problem, undefeated(asked.problem, number) & Query(inside=inside)
            )
            is not None
            for inside in boxes
        )
    ]
    if 0 < len(bare) <= len(asked.rules) // 4:
        yield KIND.at(
            bare[0].span,
            others=tuple(Label(rule.span) for rule in bare[1:6]),
            count=len(bare),
            total=len(asked.rules),
        )
