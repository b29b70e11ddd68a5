"""`replace` or `remove` in a text that amends nothing."""

from collections.abc import Iterator

from kontaktdsl.diagnostics import Diagnostic, Kind, Severity, Text
from kontaktdsl.syntax import tree
from kontaktdsl.versions.checks.base import AMENDS, GRUND, amendment

KIND = Kind(
    "not-an-amendment",
    Text("keine Änderung", "not an amendment"),
    Severity.ERROR,
    Text(
        "diese Zeile ändert einen anderen Text, aber im Kopf steht nicht, welchen",
        "this line changes another text, but the header does not say which",
    ),
    Text(
        "`neu gefasst` und `gestrichen` stehen nur in einer Änderung. Sie nennt im Kopf den Text, "
        "den sie ändert: `ändert kennung`, und ab wann: `gültig ab`.",
        "`replace` and `remove` stand only in an amendment. Its header names the text that it "
        "changes, `amends id`, and from when on, `valid from`.",
    ),
    amendment("neu", "  valid from 2021-01-01\n", "remove Zusatz\n"),
    amendment("neu", AMENDS),
    library=(GRUND,),
)


def find(document: tree.Document) -> Iterator[Diagnostic]:
    """One finding for each such line."""
    for node in document.statements:
        if node.amending is not None or isinstance(node, tree.Remove):
            yield KIND.at(node.span)
