"""`replaces ID` where no policy of that id is there."""

from collections.abc import Iterator

from kontaktdsl.diagnostics import Diagnostic, Kind, Severity, Text
from kontaktdsl.suggest import did_you_mean
from kontaktdsl.versions.checks.base import GRUND, text
from kontaktdsl.versions.edition import Edition
from kontaktdsl.versions.shelf import Shelf

_NEW = "  valid from 2021-01-01\n"

KIND = Kind(
    "replaces-missing",
    Text("Vorgänger fehlt", "predecessor missing"),
    Severity.HINT,
    Text(
        "der ersetzte Text `{target}` liegt nicht in diesem Ordner",
        "the replaced text `{target}` is not in this folder",
    ),
    Text(
        "Das ist in Ordnung, wenn er nie aufgeschrieben wurde. Für die Tage vor diesem Text gibt "
        "es dann keine Antwort.",
        "That is fine if it was never written down. For the days before this text there is then "
        "no answer.",
    ),
    text("neu", f"  replaces grunt\n{_NEW}"),
    text("neu", f"  replaces grund\n{_NEW}"),
    library=(GRUND,),
)


def find(own: Edition, shelf: Shelf) -> Iterator[Diagnostic]:
    """At the name behind `replaces`."""
    if own.replaces is not None and own.amends is None:
        name = own.replaces.name
        if not shelf.named(name.text):
            others = [each for each in shelf.ids if each != own.id]
            yield KIND.at(name.span, target=name.text, notes=did_you_mean(name.text, others))
