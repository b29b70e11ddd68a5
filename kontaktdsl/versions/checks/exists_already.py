"""An amendment adds what the amended text holds already."""

from kontaktdsl.diagnostics import Kind, Severity, Text
from kontaktdsl.versions.checks.base import AMENDS, GRUND, amendment

_NEW = "rules Takt [1]:\n  - alo -> weekly\n  - asu -> monthly\n"

KIND = Kind(
    "exists-already",
    Text("gibt es schon", "exists already"),
    Severity.ERROR,
    Text(
        "{what} hat die geänderte Fassung schon; mit `neu gefasst` davor wird ersetzt",
        "the amended text has {what} already; with `replace` before it, it is replaced",
    ),
    Text(
        "Eine Änderung sagt ausdrücklich, was sie ersetzt. Sonst bliebe unbemerkt, dass zwei "
        "Fassungen desselben Blocks nebeneinander stünden.",
        "An amendment says expressly what it replaces. Else two versions of the same block could "
        "stand side by side unnoticed.",
    ),
    amendment("neu", AMENDS, _NEW),
    amendment("neu", AMENDS, f"replace {_NEW}"),
    library=(GRUND,),
)
