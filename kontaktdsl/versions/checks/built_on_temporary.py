"""A line of an amendment that cannot be applied any more once a temporary one has fallen away."""

from collections.abc import Iterator

from kontaktdsl.diagnostics import Diagnostic, Kind, Label, Severity, Text
from kontaktdsl.versions.checks.base import AMENDS, GRUND, amendment
from kontaktdsl.versions.consolidating import Open, of
from kontaktdsl.versions.edition import Edition, said
from kontaktdsl.versions.shelf import Shelf

_NEW = 'rules Zusatz [2]:\n  - alo -> do "x"\n'
_UNTIL = "  amends grund\n  valid from 2020-06-01 until 2021-06-30\n"

KIND = Kind(
    "built-on-temporary",
    Text("baut auf Befristetem", "built on what is temporary"),
    Severity.ERROR,
    Text(
        "ab {day} lässt sich diese Zeile nicht anwenden: `{gone}` gilt dann nicht mehr",
        "from {day} on this line cannot be applied: `{gone}` holds no more then",
    ),
    Text(
        "Eine befristete Änderung fällt mit ihrem Ende weg, und mit ihr, was sie gebracht hat. Was "
        "darauf baut, endet mit ihr oder kommt ohne sie aus.",
        "A temporary amendment falls away at its end, and what it brought with it. What builds on "
        "it ends with it or does without it.",
    ),
    amendment("neu", AMENDS, f"replace {_NEW}"),
    amendment("neu", AMENDS.replace("01-01", "01-01 until 2021-06-30"), f"replace {_NEW}"),
    library=(GRUND, amendment("befristet", _UNTIL, _NEW)),
)


def find(own: Edition, shelf: Shelf, opened: Open) -> Iterator[Diagnostic]:
    """At the line that cannot be applied, with the first day of that."""
    chain = shelf.chain(own.id) if own.amends is not None else None
    document = opened(own) if chain is not None else None
    if chain is None or document is None:
        return
    known: frozenset[Edition] | None = None
    told: set[tuple[str, int]] = set()
    for stretch in chain.stretches:
        if own not in stretch.amendments:
            continue
        until_here = stretch.amendments[: stretch.amendments.index(own) + 1]
        if known is None or frozenset(until_here) >= known:
            known = known or frozenset(until_here)
            continue
        gone = [each for each in known if each not in until_here]
        made = of(stretch, opened, until_here)
        for found in made.findings if made is not None else ():
            mine = found.severity is Severity.ERROR and found.span.source is document.source
            if mine and (found.code, found.span.start) not in told:
                told.add((found.code, found.span.start))
                last = max(gone, key=lambda each: (each.days.last, each.order))
                yield KIND.at(
                    found.span,
                    day=said(stretch.days.first),
                    gone=last.id,
                    notes=(found.headline,),
                    others=(Label(last.validity, Text("endet hier", "ends here")),),
                )
