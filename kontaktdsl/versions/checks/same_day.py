"""Two amendments of one day, where it matters which of them comes first."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from kontaktdsl.diagnostics import (
    Diagnostic,
    Edit,
    Kind,
    Label,
    Repair,
    Severity,
    Text,
)
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.keywords import keywords
from kontaktdsl.versions.checks.base import AMENDS, GRUND, amendment
from kontaktdsl.versions.consolidating import Consolidated, Open, of
from kontaktdsl.versions.edition import Edition
from kontaktdsl.versions.keys import touched
from kontaktdsl.versions.order import arranged
from kontaktdsl.versions.shelf import Shelf, Stretch

_WEEKLY = "replace rules Takt [2]:\n  - alo -> weekly\n  - asu -> weekly\n"
MOST = 3
"""So many others are named; each needs a look of its own."""

KIND = Kind(
    "same-day-order",
    Text("Reihenfolge am selben Tag", "order on the same day"),
    Severity.WARNING,
    Text(
        "diese Änderung und `{other}` beginnen am selben Tag, und ihre Reihenfolge entscheidet",
        "this amendment and `{other}` begin on the same day, and their order decides",
    ),
    Text(
        "In der anderen Reihenfolge käme ein anderer Text heraus. Welche gemeint ist, sagt die "
        "spätere der beiden: sie `ändert` die frühere.",
        "In the other order another text would come out. The later of the two says which is meant: "
        "it `amends` the earlier one.",
    ),
    amendment("neu", AMENDS),
    amendment("neu", AMENDS.replace("grund", "anders")),
    library=(GRUND, amendment("anders", AMENDS, _WEEKLY)),
)


def find(own: Edition, shelf: Shelf, opened: Open) -> Iterator[Diagnostic]:
    """At the line `amends`, for each other one; those that come later tell of those before them.

    Where a line cannot be applied, its amendment tells of every other order in which it can.
    """
    chain = shelf.chain(own.id)
    stretch = chain.at(own.first) if chain is not None else None
    if stretch is None or own.amends is None or own not in stretch.amendments:
        return
    peers = [each for each in stretch.amendments if each.first == own.first]
    document = opened(own)
    if len(peers) < 2 or document is None:
        return
    made = of(stretch, opened)
    if made is None:
        return
    others = list(reversed(peers[: peers.index(own)]))
    if errors := _errors(made):
        if not any(found.span.source is document.source for found in errors):
            return  # told where a line cannot be applied
        others = [each for each in peers if each is not own]
    yield from islice(_rivals(own, others, made, stretch, shelf, opened), MOST)


def _rivals(
    own: Edition,
    others: Sequence[Edition],
    made: Consolidated,
    stretch: Stretch,
    shelf: Shelf,
    opened: Open,
) -> Iterator[Diagnostic]:
    document = opened(own)
    order = stretch.amendments
    for other in others:
        there = opened(other)
        if document is None or there is None or not touched(there).meets(touched(document)):
            continue
        first, second = sorted((own, other), key=order.index)
        turned = arranged(order, shelf.above, (second, first))
        if turned is None:
            continue  # one of them amends the other: that is said
        changed = of(stretch, opened, turned)
        if changed is None or (_errors(made) and _errors(changed)):
            continue
        if _errors(made) or _content(changed) != _content(made):
            follows = own is (first if _errors(made) else second)
            yield _found(own, other, first, follows=follows)


def _errors(made: Consolidated) -> list[Diagnostic]:
    return [found for found in made.findings if found.severity is Severity.ERROR]


def _content(made: Consolidated) -> tuple[Counter[tree.Statement], bool]:
    """What a text says, wherever it stands, and whether it could be made at all."""
    return Counter(made.document.statements), bool(_errors(made))


def _found(own: Edition, other: Edition, first: Edition, *, follows: bool) -> Diagnostic:
    """`follows` says that the order in which this one comes later is one to want."""
    assert own.amends is not None
    assert other.amends is not None
    line = own.amends
    phrase = keywords(own.language).phrases["amends"][0]
    builds = Repair(
        f"  {phrase} {other.id}",
        Text(
            f"baut auf `{other.id}` auf und kommt danach",
            f"builds on `{other.id}` and comes after it",
        ),
        (Edit(line.name.span, other.id),),
    )
    return KIND.at(
        line.span,
        other=other.id,
        others=(Label(other.amends.span),),
        notes=(_why(first, other if first is own else own),),
        repairs=(builds,) if follows else (),
    )


def _why(first: Edition, second: Edition) -> Text:
    """Why one of them comes first."""
    if first.issued == second.issued:
        return Text(
            f"jetzt kommt `{first.id}` zuerst, nur weil die Kennung im Alphabet vorn steht",
            f"now `{first.id}` comes first, only because its id is first in the alphabet",
        )
    if first.issued is None:
        return Text(
            f"jetzt kommt `{first.id}` zuerst, weil dort kein `Stand` steht",
            f"now `{first.id}` comes first, because it says no date of issue",
        )
    return Text(
        f"jetzt kommt `{first.id}` zuerst, weil der Stand älter ist",
        f"now `{first.id}` comes first, because its date of issue is earlier",
    )
