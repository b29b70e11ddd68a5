"""An amendment of a text that does not hold on the amendment's first day."""

from collections.abc import Iterator

from kontaktdsl.diagnostics import Diagnostic, Kind, Label, Severity, Text
from kontaktdsl.versions.checks.base import AMENDS, GRUND, amendment
from kontaktdsl.versions.edition import Edition, said
from kontaktdsl.versions.shelf import Shelf

KIND = Kind(
    "amends-not-valid",
    Text("Änderung ohne geltenden Text", "amendment of a text that does not hold"),
    Severity.ERROR,
    Text(
        "`{target}` gilt am {day} nicht, dem ersten Tag dieser Änderung",
        "`{target}` does not hold on {day}, the first day of this amendment",
    ),
    Text(
        "Eine Änderung greift nur, solange der Text gilt, den sie ändert.",
        "An amendment takes effect only while the text that it amends holds.",
    ),
    amendment("neu", "  amends grund\n  valid from 2019-01-01\n"),
    amendment("neu", AMENDS),
    library=(GRUND,),
)


def find(own: Edition, shelf: Shelf) -> Iterator[Diagnostic]:
    """At the line `valid from`."""
    root = shelf.root(own)
    if own.amends is None or root is None or own.valid is None:
        return
    held = shelf.in_force(root)
    if held is not None and own.first in held:
        return
    label = Text("gilt nie", "never holds")
    if held is not None:
        label = Text(f"gilt {held.words.de}", f"holds {held.words.en}")
    yield KIND.at(
        own.valid.span,
        target=root.id,
        day=said(own.first),
        others=(Label(root.validity, label),),
    )
