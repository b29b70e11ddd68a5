"""Days between two versions on which no text holds."""

from collections.abc import Iterator

from kontaktdsl.diagnostics import Diagnostic, Kind, Label, Severity, Text
from kontaktdsl.versions.checks.base import text
from kontaktdsl.versions.edition import SINCE_EVER, Edition, before
from kontaktdsl.versions.shelf import Shelf

_OLD = text("grund", "  valid from 2020-01-01 until 2020-12-31\n")

KIND = Kind(
    "timeline-hole",
    Text("Lücke in der Zeit", "hole on the timeline"),
    Severity.WARNING,
    Text("{days} gilt keine Fassung", "no version holds {days}"),
    Text(
        "Wer an diesen Tagen nachfragt, bekommt keine Antwort. Entweder gilt die ältere Fassung "
        "länger, oder die neuere beginnt früher.",
        "Whoever asks on these days gets no answer. Either the older version holds longer, or the "
        "newer one begins earlier.",
    ),
    text("neu", "  replaces grund\n  valid from 2021-02-01\n"),
    text("neu", "  replaces grund\n  valid from 2021-01-01\n"),
    library=(_OLD,),
)


def find(own: Edition, shelf: Shelf) -> Iterator[Diagnostic]:
    """At the line `valid from` of the text behind the hole."""
    if own.amends is not None or own.valid is None or own.first == SINCE_EVER:
        return
    if own.replaces is None and not any(each is not own for each in shelf.named(own.id)):
        return
    chain = shelf.chain(own.id)
    hole = chain.at(before(own.first)) if chain is not None else None
    if chain is None or hole is None or hole.texts or shelf.in_force(own) is None:
        return
    ended = [
        text
        for text in chain.texts
        if (held := shelf.in_force(text)) is not None and held.last == before(hole.days.first)
    ]
    labels = tuple(Label(text.validity, Text("endet hier", "ends here")) for text in ended)
    yield KIND.at(own.valid.span, days=hole.days.words, others=labels)
