"""A name that was removed leaves the lists in which it stands."""

from kontaktdsl.diagnostics import Kind, Severity, Text
from kontaktdsl.versions.checks.base import AMENDS, amendment, text

_MORE = text(
    "grund",
    "  valid from 2020-01-01\n",
    rules="attribute Neu: yes or no\nrules Takt [1]:\n  - alo -> monthly\n"
    "  - asu -> every 2 months\nrules Zusatz [2]:\n  - alo -> monthly\n"
    "exception Rand to Takt, Zusatz [3]:\n  - Neu -> weekly\n",
)

KIND = Kind(
    "dropped-from-list",
    Text("aus einer Liste gestrichen", "dropped from a list"),
    Severity.HINT,
    Text(
        "`{name}` ist gestrichen und steht auch nicht mehr in `{line}`",
        "`{name}` is removed and stands no more in `{line}` either",
    ),
    Text(
        "Ausnahmen, `von A, B` und `hingenommen` zählen Blöcke auf. Ein gestrichener Block fällt "
        "aus diesen Listen; wer etwas anderes will, fasst die Zeile neu.",
        "Exceptions, `of A, B` and `accept` list blocks. A removed block leaves these lists; "
        "whoever wants something else writes the line anew.",
    ),
    amendment("neu", AMENDS, "remove Zusatz\n"),
    amendment(
        "neu",
        AMENDS,
        "remove Zusatz\nreplace exception Rand to Takt [3]:\n  - Neu -> weekly\n",
    ),
    library=(_MORE,),
)

WHOLE = Text(
    "damit bleibt von der Zeile nichts, und sie entfällt ganz",
    "so nothing is left of the line, and all of it goes",
)
