"""Texts that replace or amend each other in a circle."""

from collections.abc import Iterator

from kontaktdsl.diagnostics import Diagnostic, Kind, Severity, Text
from kontaktdsl.versions.checks.base import GRUND, amendment
from kontaktdsl.versions.edition import Edition
from kontaktdsl.versions.shelf import Shelf

_HEADER = "  valid from 2021-01-01\n"

KIND = Kind(
    "version-cycle",
    Text("Fassungen im Kreis", "versions in a circle"),
    Severity.ERROR,
    Text(
        "diese Texte hängen im Kreis voneinander ab: {circle}",
        "these texts form a circle: {circle}",
    ),
    Text(
        "Jede Fassung baut auf einer älteren auf; eine muss die erste sein.",
        "Each version builds on an older one; one of them has to be the first.",
    ),
    amendment("neu", f"  amends neuer\n{_HEADER}"),
    amendment("neu", f"  amends grund\n{_HEADER}"),
    library=(amendment("neuer", f"  amends neu\n{_HEADER}"), GRUND),
)


def find(own: Edition, shelf: Shelf) -> Iterator[Diagnostic]:
    """At the line `replaces` or `amends` of each text in the circle."""
    line = own.amends or own.replaces
    if line is None:
        return
    path, here = [own.id], own
    while (onward := here.amends or here.replaces) is not None:
        name = onward.name.text
        if name == own.id:
            yield KIND.at(line.span, circle=" → ".join([*path, name]))
            return
        if name in path or not shelf.named(name):
            return
        path.append(name)
        here = shelf.named(name)[0]
