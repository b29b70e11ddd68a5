"""`see ID` where no policy of that id is there."""

from collections.abc import Iterator

from kontaktdsl.diagnostics import Diagnostic, Kind, Severity, Text
from kontaktdsl.suggest import did_you_mean
from kontaktdsl.syntax import tree
from kontaktdsl.versions.edition import Edition
from kontaktdsl.versions.references import references
from kontaktdsl.versions.shelf import Shelf

_HEAD = 'policy "Beispiel"\n  id beispiel\nattribute status: alo | asu\n'

KIND = Kind(
    "missing-target",
    Text("Verweis ins Leere", "missing target"),
    Severity.ERROR,
    Text(
        "eine Richtlinie `{target}` gibt es in diesem Ordner nicht",
        "there is no policy `{target}` in this folder",
    ),
    Text(
        "`siehe kennung` meint eine Richtlinie im selben Ordner. Ein anderes Schriftstück steht in "
        "Anführungszeichen; dann wird der Verweis nicht geprüft.",
        "`see id` means a policy in the same folder. Any other document stands in quotation marks; "
        "then the reference is not checked.",
    ),
    _HEAD + "alo -> monthly\nasu -> see absolventen\n",
    _HEAD + 'alo -> monthly\nasu -> see "Absolventenmanagement"\n',
)


def find(own: Edition, document: tree.Document, shelf: Shelf) -> Iterator[Diagnostic]:
    """One finding for each such line."""
    for line, target in references(document):
        if target.text != own.id and not shelf.named(target.text):
            known = sorted({*shelf.ids} - {own.id})
            yield KIND.at(line, target=target.text, notes=did_you_mean(target.text, known))
