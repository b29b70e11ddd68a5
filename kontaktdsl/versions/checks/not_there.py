"""`replace` or `remove` of what the amended text does not hold."""

from kontaktdsl.diagnostics import Kind, Severity, Text
from kontaktdsl.versions.checks.base import AMENDS, GRUND, amendment

KIND = Kind(
    "not-there",
    Text("nichts zu ändern", "nothing to change"),
    Severity.ERROR,
    Text("{what} gibt es in der geänderten Fassung nicht", "the amended text does not have {what}"),
    Text(
        "Eine Änderung ersetzt und streicht, was in dem Text steht, der an ihrem ersten Tag gilt. "
        "Was keinen Namen hat, wird so gestrichen, wie es dort steht.",
        "An amendment replaces and removes what stands in the text that holds on its first day. "
        "What has no name is removed as it stands there.",
    ),
    amendment("neu", AMENDS, "remove Takd\n"),
    amendment("neu", AMENDS),
    library=(GRUND,),
)
