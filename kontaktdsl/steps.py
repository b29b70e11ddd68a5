"""What only `kpol ci` reports: findings of its steps that no check of a policy raises."""

from kontaktdsl.diagnostics import Kind, Severity, Text

NOT_FORMATTED = Kind(
    "not-formatted",
    Text("nicht formatiert", "not formatted"),
    Severity.WARNING,
    Text(
        "Die Datei steht nicht in der Form, die `kpol fmt` schreibt",
        "The file is not in the form that `kpol fmt` writes",
    ),
    Text(
        "Stehen alle Dateien in einer Form, zeigt jeder Vergleich zweier Fassungen nur, was sich "
        "wirklich geändert hat. Abhilfe: `kpol fmt DATEI`.",
        "Where all files are in one form, a comparison of two versions shows only what really "
        "changed. The way out: `kpol fmt FILE`.",
    ),
    "",
    "",
)
FEW_RULES = Kind(
    "few-rules-exercised",
    Text("zu wenige Regeln belegt", "too few rules exercised"),
    Severity.WARNING,
    Text(
        "Beispiele belegen {percent} % der Regeln, verlangt sind {least} %",
        "Examples exercise {percent} % of the rules, {least} % are asked for",
    ),
    Text(
        "Eine Regel ohne Beispiel ändert sich unbemerkt. `kpol test --generate` schlägt die "
        "fehlenden Beispiele vor.",
        "A rule without an example changes unnoticed. `kpol test --generate` proposes the examples "
        "that are missing.",
    ),
    "",
    "",
)
FEW_CASES = Kind(
    "few-cases-exercised",
    Text("zu wenige Fälle belegt", "too few cases exercised"),
    Severity.WARNING,
    Text(
        "Beispiele belegen {percent} % der möglichen Fälle, verlangt sind {least} %",
        "Examples exercise {percent} % of the possible cases, {least} % are asked for",
    ),
    Text(
        "Wofür kein Beispiel steht, das hat noch niemand nachgelesen. `kpol test --coverage` nennt "
        "die größten Gruppen.",
        "What no example stands for, nobody has read yet. `kpol test --coverage` names the largest "
        "groups.",
    ),
    "",
    "",
)

KINDS: tuple[Kind, ...] = (NOT_FORMATTED, FEW_RULES, FEW_CASES)
