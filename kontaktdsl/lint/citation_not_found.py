"""A citation that names nothing in the text of the directive."""

from collections.abc import Iterator

from kontaktdsl.diagnostics import Diagnostic, Kind, Severity, Text
from kontaktdsl.lint.context import Context
from kontaktdsl.suggest import did_you_mean

_HEAD = 'policy "Beispiel"\nattribute status: alo | asu\n'

KIND = Kind(
    "citation-not-found",
    Text("Fundstelle nicht gefunden", "citation not found"),
    Severity.WARNING,
    Text(
        "`{part}` steht nicht in der Weisung",
        "`{part}` is not in the directive",
    ),
    Text(
        "Eine Fundstelle beginnt mit einer Überschrift der Weisung. Wer sie nachschlägt, soll sie "
        "finden.",
        "A citation begins with a heading of the directive. Whoever looks it up should find it.",
    ),
    _HEAD + "alo -> monthly [Kontakte, 1]\nasu -> every 2 months [Kontakte, 2]\n"
    'note "x" [Kontackte]\n',
    _HEAD + "alo -> monthly [Kontakte, 1]\nasu -> every 2 months [Kontakte, 2]\n"
    'note "x" [Kontakte]\n',
    "Kontakte\n\n- Arbeitslose werden monatlich eingeladen.\n"
    "- Arbeitsuchende werden alle 2 Monate eingeladen.\n",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """One finding for each such citation, at its first place."""
    directive = context.directive
    seen: set[str] = set()
    notes = (note.citation for note in context.policy.notes)
    for citation in (*context.policy.cited, *notes):
        if citation is None or citation.text in seen:
            continue
        seen.add(citation.text)
        missing = directive.covered(citation.text).missing
        if missing is not None:
            near = did_you_mean(missing, directive.headings)
            yield KIND.at(citation.span, part=missing, notes=near)
