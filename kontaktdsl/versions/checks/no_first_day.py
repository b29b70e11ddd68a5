"""A version that does not say from when on it holds."""

from collections.abc import Iterator

from kontaktdsl.diagnostics import Diagnostic, Kind, Severity, Text
from kontaktdsl.versions.checks.base import AMENDS, GRUND, amendment
from kontaktdsl.versions.edition import Edition

KIND = Kind(
    "no-first-day",
    Text("kein erster Tag", "no first day"),
    Severity.ERROR,
    Text(
        "es fehlt, ab wann dieser Text gilt: `gültig ab ...`",
        "it is missing from when on this text holds: `valid from ...`",
    ),
    Text(
        "Ein Text, der einen anderen ersetzt oder ändert, tut das von einem Tag an. Ohne ihn "
        "hätten die Fassungen keine Reihenfolge.",
        "A text that replaces or amends another does so from a day on. Without it the versions "
        "would have no order.",
    ),
    amendment("neu", "  amends grund\n"),
    amendment("neu", AMENDS),
    library=(GRUND,),
)


def find(own: Edition) -> Iterator[Diagnostic]:
    """At the line `replaces` or `amends`."""
    line = own.amends or own.replaces
    if line is not None and own.valid is None:
        yield KIND.at(line.span)
