"""Every finding there is: `kpol rule CODE`, the documentation and the tests are made from it.

`python -m kontaktdsl.pages docs/findings` writes a page for each.
"""

from kontaktdsl import steps
from kontaktdsl.diagnostics import Kind, Severity, Text
from kontaktdsl.lint import every
from kontaktdsl.resolver import kinds
from kontaktdsl.syntax import mistakes
from kontaktdsl.versions import kinds as versions

FAMILIES: tuple[tuple[Text, tuple[Kind, ...]], ...] = (
    (Text("Schreibweise", "Syntax"), mistakes.KINDS),
    (Text("Namen und Typen", "Names and types"), kinds.KINDS),
    (Text("Prüfung", "Check"), every.KINDS),
    (Text("Fassungen", "Versions"), versions.KINDS),
    (Text("Versionsverwaltung", "Version control"), steps.KINDS),
)
KINDS: tuple[Kind, ...] = tuple(kind for _, family in FAMILIES for kind in family)

FIXED: frozenset[Kind] = frozenset(
    {
        *(kind for kind in mistakes.KINDS if kind.severity is Severity.ERROR),
        *(kind for kind in kinds.KINDS if kind.severity is Severity.ERROR),
        *every.NEVER,
        *versions.NEVER,
        *steps.KINDS,
    }
)
"""What keeps a policy from being read, understood or checked, and the findings about `accept`:
they weigh what they weigh, and nothing accepts them."""
