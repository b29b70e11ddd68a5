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
        "Zwei Vorgaben sagen verschieden, wann der erste Kontakt fällig ist oder was danach kommt",
        "Two rules differ on when the first contact is due or on what follows it",
    ),
    Text(
        "Für jeden Menschen gibt es höchstens eine Frist für den ersten Kontakt und eine Folge von "
        "Schritten danach. Wer `zuerst` und einen Abstand nennt, sagt damit, dass kein weiterer "
        "Schritt dazwischenliegt.",
        "For every person there is at most one deadline for the first contact and one series of "
        "steps after it. A line with `first` and an interval says that no other step lies between.",
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
