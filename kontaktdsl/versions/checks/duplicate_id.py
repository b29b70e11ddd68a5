"""Two policies of one id."""

from collections.abc import Iterator

from kontaktdsl.diagnostics import Diagnostic, Kind, Label, Severity, Text
from kontaktdsl.versions.checks.base import text
from kontaktdsl.versions.edition import Edition
from kontaktdsl.versions.shelf import Shelf

KIND = Kind(
    "duplicate-id",
    Text("doppelte Kennung", "duplicate id"),
    Severity.ERROR,
    Text(
        "die Kennung `{name}` hat in diesem Ordner auch {file}",
        "the id `{name}` is in this folder also that of {file}",
    ),
    Text(
        "An der Kennung erkennen Verweise, Fassungen und Änderungen einen Text. Eine neue Fassung "
        "hat eine eigene und sagt `ersetzt` oder `ändert`.",
        "References, versions and amendments know a text by its id. A new version has one of its "
        "own and says `replaces` or `amends`.",
    ),
    text("grund", "  valid from 2021-01-01\n"),
    text("neu", "  valid from 2021-01-01\n"),
    library=(text("grund", "  valid from 2020-01-01 until 2020-12-31\n"),),
)


def find(own: Edition, shelf: Shelf) -> Iterator[Diagnostic]:
    """At the id."""
    others = [each for each in shelf.named(own.id) if each is not own]
    if others:
        yield KIND.at(
            own.place,
            name=own.id,
            file=", ".join(each.file for each in others),
            others=tuple(Label(each.place) for each in others),
        )
