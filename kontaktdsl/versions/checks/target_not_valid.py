"""`see ID` of a text that does not hold on every day of the text that refers to it."""

from collections.abc import Iterator

from kontaktdsl.diagnostics import Diagnostic, Kind, Label, Severity, Text
from kontaktdsl.syntax import tree
from kontaktdsl.versions.checks.base import text
from kontaktdsl.versions.edition import FOR_EVER, SINCE_EVER, Days, Edition, before, behind
from kontaktdsl.versions.references import references
from kontaktdsl.versions.shelf import Shelf

_SEES = "rules Takt [1]:\n  - alo -> monthly\n  - asu -> see andere\n"

KIND = Kind(
    "target-not-valid",
    Text("Verweis ohne geltenden Text", "reference to a text that does not hold"),
    Severity.WARNING,
    Text("`{target}` gilt {days} nicht", "`{target}` does not hold {days}"),
    Text(
        "Ein Verweis hilft nur an den Tagen, an denen es den Text gibt. Auf die Fassung, die "
        "dieser Text selbst ersetzt, darf er zeigen: so bleibt jemand unter dem alten Recht.",
        "A reference helps only on days on which the text holds. It may point to the version that "
        "this very text replaces: so somebody stays under the old text.",
    ),
    text("neu", "  valid from 2021-01-01\n", rules=_SEES),
    text("neu", "  valid from 2020-01-01 until 2020-12-31\n", rules=_SEES),
    library=(text("andere", "  valid from 2020-01-01 until 2020-12-31\n"),),
)


def find(own: Edition, document: tree.Document, shelf: Shelf) -> Iterator[Diagnostic]:
    """One finding for each such line; a text without days says nothing about days."""
    wanted = shelf.in_force(own)
    if own.valid is None or wanted is None:
        return
    mine = {own.id, *_old(own, shelf)}
    for line, name in references(document):
        if name.text in mine or not shelf.named(name.text):
            continue
        target = shelf.named(name.text)[0]
        held = shelf.in_force(target)
        lacking = _lacking(wanted, held)
        if lacking is None:
            continue
        told = Text("gilt nie", "never holds")
        if held is not None:
            told = Text(f"gilt {held.words.de}", f"holds {held.words.en}")
        yield KIND.at(
            line, target=name.text, days=lacking.words, others=(Label(target.validity, told),)
        )


def _lacking(wanted: Days, held: Days | None) -> Days | None:
    """The first days on which the reference leads nowhere."""
    if held is None:
        return wanted
    if wanted.first < held.first and held.first != SINCE_EVER:
        return Days(wanted.first, min(wanted.last, before(held.first)))
    if wanted.last > held.last and held.last != FOR_EVER:
        return Days(max(wanted.first, behind(held.last)), wanted.last)
    return None


def _old(own: Edition, shelf: Shelf) -> set[str]:
    """The ids of the texts that a text replaces, and of those that they replaced."""
    root = shelf.root(own)
    waiting = [root] if root is not None else []
    seen: set[Edition] = set()
    while waiting:
        text = waiting.pop()
        if text not in seen:
            seen.add(text)
            waiting += shelf.replaced(text)
    return {each.id for text in seen for each in (text, *shelf.amendments(text))}
