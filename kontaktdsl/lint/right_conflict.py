"""Two rules that grant different rights to the same customer."""

from collections.abc import Iterator

from kontaktdsl.diagnostics import Diagnostic, Kind, Severity, Text
from kontaktdsl.lint import conflict
from kontaktdsl.lint.context import Context

_HEAD = (
    'policy "Beispiel"\nattribute status: alo | asu\nattribute age: number 15 to 66\n'
    "alo or asu -> every 6 months\n"
)

KIND = Kind(
    "right-conflict",
    Text("zwei Ansprüche", "two rights"),
    Severity.ERROR,
    Text(
        "Zwei Vorgaben sagen verschieden, wie oft auf Wunsch",
        "Two rules differ on how often on request",
    ),
    Text(
        "Für jeden Menschen gibt es neben der Pflicht höchstens einen Anspruch.",
        "For every person there is at most one right beside the duty.",
    ),
    _HEAD + "alo -> on request monthly\nage under 25 -> on request every 2 weeks\n",
    _HEAD + "alo -> on request monthly\nage under 25 and asu -> on request every 2 weeks\n",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """One finding for each pair of blocks."""
    if context.on_request.rules:
        yield from conflict.findings(context, context.on_request, KIND)
