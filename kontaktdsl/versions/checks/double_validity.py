"""Days on which two versions hold at once."""

from collections.abc import Iterator

from kontaktdsl.diagnostics import Diagnostic, Kind, Label, Severity, Text
from kontaktdsl.versions.checks.base import GRUND, text
from kontaktdsl.versions.edition import Days, Edition
from kontaktdsl.versions.shelf import Shelf

KIND = Kind(
    "double-validity",
    Text("doppelte Geltung", "double validity"),
    Severity.ERROR,
    Text("{days} gelten {texts} zugleich", "{texts} hold at once {days}"),
    Text(
        "An jedem Tag gilt eine Fassung. Ersetzen zwei Texte denselben, dann endet der eine, bevor "
        "der andere beginnt, oder einer ersetzt auch den anderen.",
        "On each day one version holds. Where two texts replace the same one, one ends before the "
        "other begins, or one of them replaces the other.",
    ),
    text("neu", "  replaces grund\n  valid from 2021-07-01\n"),
    text("neu", "  replaces anders\n  valid from 2021-07-01\n"),
    library=(GRUND, text("anders", "  replaces grund\n  valid from 2021-01-01\n")),
)


def find(own: Edition, shelf: Shelf) -> Iterator[Diagnostic]:
    """At the last of the texts, in the order in which they begin."""
    if own.amends is not None or shelf.in_force(own) is None:
        return
    chain = shelf.chain(own.id)
    clashes: dict[tuple[Edition, ...], Days] = {}
    for stretch in chain.stretches if chain is not None else ():
        if len(stretch.texts) > 1 and stretch.texts[-1] is own:
            known = clashes.get(stretch.texts, stretch.days)
            clashes[stretch.texts] = Days(known.first, stretch.days.last)
    for texts, days in clashes.items():
        names = list(dict.fromkeys(f"`{each.id}`" for each in texts))
        if len(names) == 1:
            continue  # two files of one id, which is found
        yield KIND.at(
            own.validity,
            days=days.words,
            texts=Text(" und ".join(names), " and ".join(names)),
            others=tuple(Label(each.validity) for each in texts if each is not own),
        )
