"""An amendment of a text that is not there."""

from collections.abc import Iterator

from kontaktdsl.diagnostics import Diagnostic, Kind, Severity, Text
from kontaktdsl.suggest import did_you_mean, respelt
from kontaktdsl.versions.checks.base import AMENDS, GRUND, amendment
from kontaktdsl.versions.edition import Edition
from kontaktdsl.versions.shelf import Shelf

KIND = Kind(
    "amends-missing",
    Text("Änderung ohne Text", "amendment without its text"),
    Severity.ERROR,
    Text(
        "den geänderten Text `{target}` gibt es in diesem Ordner nicht",
        "the amended text `{target}` is not in this folder",
    ),
    Text(
        "Eine Änderung sagt nur, was anders wird. Geprüft und angewendet wird sie zusammen mit dem "
        "Text, den sie ändert; er liegt im selben Ordner.",
        "An amendment only says what changes. It is checked and applied together with the text "
        "that it amends, which lies in the same folder.",
    ),
    amendment("neu", AMENDS),
    GRUND,
)


def find(own: Edition, shelf: Shelf) -> Iterator[Diagnostic]:
    """At the name behind `amends`."""
    if own.amends is not None:
        name = own.amends.name
        others = [each for each in shelf.ids if each != own.id]
        if not shelf.named(name.text):
            yield KIND.at(
                name.span,
                target=name.text,
                notes=did_you_mean(name.text, others),
                repairs=respelt(name.span, others),
            )
