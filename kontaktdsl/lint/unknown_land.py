"""A calendar that names no Land."""

from collections.abc import Iterator

from kontaktdsl.diagnostics import Diagnostic, Kind, Severity, Text
from kontaktdsl.laender import LAENDER
from kontaktdsl.lint.context import Context
from kontaktdsl.suggest import nearest

KIND = Kind(
    "unknown-land",
    Text("unbekanntes Land", "unknown Land"),
    Severity.ERROR,
    Text("`{land}` ist kein Bundesland", "`{land}` is not a German Land"),
    Text(
        "Das Land bestimmt die gesetzlichen Feiertage und damit, was ein Arbeitstag ist.",
        "The Land determines the public holidays and so what a working day is.",
    ),
    'policy "Beispiel"\n  calendar "Brandenberg"\nattribute status: alo | asu\n'
    "alo or asu -> monthly\n",
    'policy "Beispiel"\n  calendar "Brandenburg"\nattribute status: alo | asu\n'
    "alo or asu -> monthly\n",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """The calendar of the header."""
    land = context.policy.header.calendar
    if land is None or land in LAENDER:
        return
    span = context.policy.header.calendar_span or context.policy_span
    near = nearest(land, LAENDER) or tuple(LAENDER)
    listed = ", ".join(near)
    yield KIND.at(span, land=land, notes=(Text(f"möglich: {listed}", f"possible: {listed}"),))
