"""All that an exception is an exception to is removed."""

from kontaktdsl.diagnostics import Kind, Severity, Text
from kontaktdsl.versions.checks.base import AMENDS, amendment, text

_MORE = text(
    "grund",
    "  valid from 2020-01-01\n",
    rules="attribute Neu: yes or no\nrules Takt [1]:\n  - alo -> monthly\n"
    "  - asu -> every 2 months\nrules Zusatz [2]:\n  - alo -> monthly\n"
    "exception Rand to Zusatz [3]:\n  - Neu -> monthly\n",
)

KIND = Kind(
    "exception-to-nothing",
    Text("Ausnahme von nichts", "exception to nothing"),
    Severity.ERROR,
    Text(
        "die Ausnahme `{name}` wäre danach eine Ausnahme von nichts",
        "the exception `{name}` would be an exception to nothing afterwards",
    ),
    Text(
        "Ob ihre Zeilen dann als gewöhnliche Regeln gelten oder entfallen, sagt die Änderung: mit "
        "`gestrichen` oder `neu gefasst` für die Ausnahme selbst.",
        "Whether its lines then hold as ordinary rules or go, the amendment has to say: with "
        "`remove` or `replace` for the exception itself.",
    ),
    amendment("neu", AMENDS, "remove Zusatz\n"),
    amendment("neu", AMENDS, "remove Zusatz, Rand\nremove attribute Neu\n"),
    library=(_MORE,),
)
