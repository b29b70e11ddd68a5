"""Two rules that say when the first contact is due, differently, for the same customer."""

from collections.abc import Iterator

from kontaktdsl.diagnostics import Diagnostic, Kind, Severity, Text
from kontaktdsl.lint import conflict
from kontaktdsl.lint.context import Context

_HEAD = (
    'policy "Beispiel"\nattribute status: alo | asu\nattribute age: number 15 to 66\n'
    "event Antrag\nalo or asu -> monthly\n"
)

KIND = Kind(
    "first-conflict",
    Text("zwei erste Schritte", "two first steps"),
    Severity.ERROR,
    Text(
        "Zwei Vorgaben setzen verschiedene Fristen für den ersten Kontakt",
        "Two rules set different deadlines for the first contact",
    ),
    Text(
        "Für jeden Menschen gibt es höchstens eine Frist für den ersten Kontakt.",
        "For every person there is at most one deadline for the first contact.",
    ),
    _HEAD + "alo -> first same day as Antrag\n"
    "age under 25 -> first within 3 working days of Antrag\n",
    _HEAD + "alo -> first same day as Antrag\n"
    "age under 25 and asu -> first within 3 working days of Antrag\n",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """One finding for each pair of blocks."""
    if context.when_first.rules:
        yield from conflict.findings(context, context.when_first, KIND)
