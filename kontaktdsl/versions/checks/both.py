"""A text that replaces and amends at once."""

from collections.abc import Iterator

from kontaktdsl.diagnostics import Diagnostic, Kind, Label, Severity, Text
from kontaktdsl.versions.checks.base import AMENDS, GRUND, amendment
from kontaktdsl.versions.edition import Edition

KIND = Kind(
    "replaces-and-amends",
    Text("ersetzt und ändert", "replaces and amends"),
    Severity.ERROR,
    Text(
        "ein Text ist entweder eine neue Fassung oder eine Änderung",
        "a text is either a new full text or an amendment",
    ),
    Text(
        "`ersetzt` steht vor einem Text, der allein gilt; `ändert` vor einem, der nur sagt, was "
        "sich ändert.",
        "`replaces` belongs to a text that holds alone, `amends` to one that only says what "
        "changes.",
    ),
    amendment("neu", f"  replaces grund\n{AMENDS}"),
    amendment("neu", AMENDS),
    library=(GRUND,),
)


def find(own: Edition) -> Iterator[Diagnostic]:
    """At the line `replaces`."""
    if own.replaces is not None and own.amends is not None:
        yield KIND.at(own.replaces.span, others=(Label(own.amends.span),))
