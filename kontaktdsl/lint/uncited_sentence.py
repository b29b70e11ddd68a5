"""A sentence of the directive with a number, an interval or a deadline that no line cites."""

from collections.abc import Iterator

from kontaktdsl.diagnostics import Diagnostic, Kind, Severity, Text
from kontaktdsl.lint.context import Context

_HEAD = 'policy "Beispiel"\nattribute status: alo | asu\n'

KIND = Kind(
    "uncited-sentence",
    Text("Satz ohne Regel", "uncited sentence"),
    Severity.WARNING,
    Text(
        "Auf diesen Satz der Weisung beruft sich keine Zeile: „{sentence}“",
        "No line cites this sentence of the directive: “{sentence}”",
    ),
    Text(
        "Der Satz nennt eine Zahl, einen Abstand oder eine Frist. Entweder fehlt eine Regel, oder "
        "eine Zeile nennt ihre Fundstelle nicht; was nur festzuhalten ist, hält ein Hinweis fest.",
        "The sentence names a number, an interval or a deadline. Either a rule is missing or a line "
        "does not name its place; what only has to be recorded is recorded by a note.",
    ),
    _HEAD + "alo -> monthly [Kontakte, 1]\nasu -> every 2 months [Kontakte, 1]\n",
    _HEAD + "alo -> monthly [Kontakte, 1]\nasu -> every 2 months [Kontakte, 2]\n",
    "Kontakte\n\n- Arbeitslose werden monatlich eingeladen.\n"
    "- Arbeitsuchende werden alle 2 Monate eingeladen.\n",
)

LONGEST = 120
MOST = 50
"""So many sentences are shown; the last one says how many more there are."""


def check(context: Context) -> Iterator[Diagnostic]:
    """One finding for each such sentence, at its place in the directive."""
    directive = context.directive
    policy = context.policy
    noted = {note.citation.span for note in policy.notes if note.citation is not None}
    covered = {
        id(sentence)
        for citation in policy.cited
        for sentence in directive.covered(citation.text, deep=citation.span not in noted).sentences
    }
    bare = [
        sentence
        for section in directive.sections
        for sentence in section.sentences
        if sentence.regulated and id(sentence) not in covered
    ]
    for number, sentence in enumerate(bare[:MOST], 1):
        words = sentence.text
        shown = words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"
        left = len(bare) - number if number == MOST else 0
        more = Text(f"und {left} weitere Sätze", f"and {left} more sentences")
        yield KIND.at(sentence.span, sentence=shown, notes=(more,) if left else ())
