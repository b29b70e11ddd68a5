"""Groups for whom the policy says on purpose that nothing is laid down."""

from collections.abc import Iterator

from kontaktdsl.analysis.problem import any_kept
from kontaktdsl.diagnostics import Diagnostic, Kind, Label, Severity, Text
from kontaktdsl.lint.context import Context
from kontaktdsl.values import NotRegulated, rhythm_of

_HEAD = 'policy "Beispiel"\nattribute status: alo | asu\nattribute age: number 15 to 66\n'

KIND = Kind(
    "not-regulated",
    Text("bewusst offen", "open on purpose"),
    Severity.HINT,
    Text(
        "Bewusst ohne Abstand, mögliche Fälle: {cases}",
        "No interval on purpose, possible cases: {cases}",
    ),
    Text(
        "Das ist kein Fehler. Der Hinweis hält fest, wen das Schweigen der Weisung trifft, damit es "
        "bei der nächsten Änderung nicht vergessen wird.",
        "This is no error. The hint records whom the silence of the directive concerns, so that it "
        "is not forgotten at the next change.",
    ),
    _HEAD + "alo -> monthly\nasu and age under 25 -> every 2 months\n"
    'asu and age at least 25 -> not regulated "die Weisung schweigt"\n',
    _HEAD + "alo -> monthly\nasu and age under 25 -> every 2 months\n"
    "asu and age at least 25 -> every 3 months\n",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """One finding for the whole policy: who is left open, and by which lines."""
    asked = context.how_often
    silent = [
        (number, rule)
        for number, rule in enumerate(asked.rules)
        if isinstance(rhythm_of(rule.outcome), NotRegulated)
    ]
    queries = any_kept(asked.problem, [number for number, _ in silent])
    regions, more, count = context.few(asked, queries)
    if not regions:
        return
    yield KIND.at(
        silent[0][1].span,
        others=tuple(Label(rule.span) for _, rule in silent[1:6]),
        regions=regions,
        more_regions=more,
        cases=Text("viele", "many") if count is None else count,
    )
