"""A text that begins before the text that it replaces."""

from collections.abc import Iterator

from kontaktdsl.diagnostics import Diagnostic, Kind, Label, Severity, Text
from kontaktdsl.versions.checks.base import GRUND, text
from kontaktdsl.versions.edition import Edition, said
from kontaktdsl.versions.shelf import Shelf

KIND = Kind(
    "version-order",
    Text("Fassungen in falscher Folge", "versions out of order"),
    Severity.ERROR,
    Text(
        "dieser Text ersetzt `{target}`, gilt aber nicht später: jener gälte nie",
        "this text replaces `{target}` but does not begin later: that one would never hold",
    ),
    Text(
        "Ein Text gilt von seinem ersten Tag an, bis der nächste ihn ersetzt.",
        "A text holds from its first day on, until the next one replaces it.",
    ),
    text("neu", "  replaces grund\n  valid from 2019-01-01\n"),
    text("neu", "  replaces grund\n  valid from 2021-01-01\n"),
    library=(GRUND,),
)


def find(own: Edition, shelf: Shelf) -> Iterator[Diagnostic]:
    """At the line `valid from`."""
    if own.valid is None:
        return
    for target in shelf.replaced(own):
        if target.valid is not None and target.first >= own.first:
            day = said(target.first)
            label = Text(f"gilt ab {day.de}", f"holds from {day.en} on")
            yield KIND.at(own.valid.span, target=target.id, others=(Label(target.validity, label),))
