"""A file with nothing in it, or without the line that says what it is."""

from kontaktdsl.diagnostics import Diagnostic, Label, Repair, Text
from kontaktdsl.source import Source, Span
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.keywords import keywords
from kontaktdsl.syntax.mistakes.base import STATUS, kind

RULES = "rules Takt [1]:\n  - alo -> monthly\n  - asu -> every 2 months\n"

EMPTY = kind(
    "empty-file",
    de="leere Datei",
    en="empty file",
    headline=("Die Datei ist leer", "the file is empty"),
    why=(
        "Eine leere Datei ist meist beim Speichern oder Kopieren verunglückt. `kpol init` "
        "schreibt eine Richtlinie zum Anfangen.",
        "An empty file is mostly an accident of saving or copying. `kpol init` writes a policy "
        "to start from.",
    ),
    bad="\n",
    good=STATUS + RULES,
)

ONLY_COMMENTS = kind(
    "only-comments",
    de="nur Kommentare",
    en="only comments",
    headline=("Die Datei enthält nur Kommentare", "the file holds comments only"),
    why=(
        'Zeilen hinter `#` werden nicht gelesen. Eine Richtlinie beginnt mit `Richtlinie "..."`.',
        'Lines behind `#` are not read. A policy begins with `policy "..."`.',
    ),
    bad='# policy "Beispiel"\n',
    good=STATUS + RULES,
)

NO_TITLE = kind(
    "no-title",
    de="Titel fehlt",
    en="missing title",
    headline=(
        "Die Datei beginnt nicht mit dem Titel der Richtlinie",
        "the file does not begin with the title of the policy",
    ),
    why=(
        "Die erste Zeile nennt die Richtlinie und legt fest, ob sie deutsch oder englisch "
        "geschrieben ist. Nur eine Datei, die allein Merkmale und Begriffe enthält, kommt ohne "
        "aus.",
        "The first line names the policy and decides whether it is written in German or in "
        "English. Only a file of nothing but vocabulary does without.",
    ),
    bad=STATUS.replace('policy "Beispiel"\n', "") + RULES,
    good=STATUS + RULES,
)

VOCABULARY = (
    tree.Use, tree.Attribute, tree.Event, tree.Define, tree.Impossible, tree.KindsOfContact,
    tree.ContactIs, tree.Note,
)  # fmt: skip


def empty(source: Source, any_comment: bool) -> Diagnostic:
    """A text without a single statement in it."""
    return (ONLY_COMMENTS if any_comment else EMPTY).at(Span(source, 0, 0))


def titles(document: tree.Document) -> Diagnostic | None:
    """A title that is missing, late or not the only one."""
    found = [entry for entry in document.statements if isinstance(entry, tree.Title)]
    first = document.statements[0]
    if found and found[0] is not first:
        there = Label(found[0].span, Text("der Titel", "the title"))
        return NO_TITLE.at(first.span, others=(there,))
    if not found and not all(isinstance(entry, VOCABULARY) for entry in document.statements):
        start = Span(document.source, first.span.start, first.span.start)
        title = f'{keywords(document.language).phrase("policy")} "..."'
        repair = Repair(title, Text("als erste Zeile", "as the first line"))
        return NO_TITLE.at(start, repairs=(repair,))
    return None
