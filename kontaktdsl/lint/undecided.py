"""What the analysis could not decide: said aloud, never passed over."""

from kontaktdsl.diagnostics import Kind, Severity, Text

_HEAD = 'policy "Beispiel"\nattribute status: alo | asu\n'

TOO_WIDE = Kind(
    "condition-too-wide",
    Text("zu verzweigte Bedingung", "condition too branched"),
    Severity.ERROR,
    Text(
        "Diese Bedingung zerfällt in mehr als {most} Fälle und wird nicht geprüft",
        "This condition falls apart into more than {most} cases and is not checked",
    ),
    Text(
        "Viele „oder“ in Klammern, die mit „und“ verbunden sind, vervielfachen sich. Mehrere Zeilen "
        "sagen dasselbe übersichtlicher.",
        "Many `or` in parentheses joined by `and` multiply. Several lines say the same more clearly.",
    ),
    _HEAD
    + "".join(f"attribute f{n}: yes or no\n" for n in range(28))
    + "alo or asu -> monthly\n"
    + " and ".join(f"(f{2 * n} or f{2 * n + 1})" for n in range(14))
    + ' -> do "x"\n',
    _HEAD
    + "".join(f"attribute f{n}: yes or no\n" for n in range(4))
    + "alo or asu -> monthly\n"
    + " and ".join(f"(f{2 * n} or f{2 * n + 1})" for n in range(2))
    + ' -> do "x"\n',
)
NO_SOLVER = Kind(
    "no-solver",
    Text("Prüfung nicht möglich", "check not possible"),
    Severity.ERROR,
    Text(
        "Für eine Richtlinie dieser Größe fehlt der Beweiser, sie ist nicht geprüft",
        "For a policy of this size the solver is missing, it is not checked",
    ),
    Text(
        "Große Richtlinien prüft das Paket python-sat: `pip install python-sat`.",
        "Large policies are checked by the package python-sat: `pip install python-sat`.",
    ),
    "",
    "",
)
TOO_MANY_RULES = Kind(
    "too-many-rules",
    Text("zu viele Zeilen", "too many lines"),
    Severity.ERROR,
    Text(
        "{count} Regeln sind mehr als {most}; die Richtlinie ist nicht geprüft",
        "{count} rules are more than {most}; the policy is not checked",
    ),
    Text(
        "So viele Regeln in einer Datei sind fast immer erzeugt. Sie lassen sich auf mehrere "
        "Richtlinien verteilen.",
        "So many rules in one file are almost always generated. They can be spread over several "
        "policies.",
    ),
    "",
    "",
)
MOST_RULES = 20_000
"""More rules than this in one policy are refused, with a finding."""
