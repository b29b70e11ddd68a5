"""In which order amendments apply, and in which other order two of them could."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from heapq import heapify, heappop, heappush

from kontaktdsl.versions.edition import Edition

Above = Callable[[Edition], frozenset[str]]
"""The ids of what an amendment amends, and of what that amends."""


def arranged(
    amendments: Iterable[Edition], above: Above, sooner: tuple[Edition, Edition] | None = None
) -> tuple[Edition, ...] | None:
    """By first day, date of issue and id; of one day, what is amended before what amends it.

    `sooner` are two of one day, the first of which shall come before the other; None where that
    cannot be.
    """
    ordered = sorted(amendments, key=lambda each: each.order)
    number = {each: at for at, each in enumerate(ordered)}
    followers: dict[Edition, list[Edition]] = {}
    waits = dict.fromkeys(ordered, 0)
    days: dict[object, dict[str, Edition]] = {}
    for each in ordered:
        days.setdefault(each.first, {})[each.id] = each
    pairs = [
        (there, each)
        for each in ordered
        if len(days[each.first]) > 1
        for name in above(each)
        if (there := days[each.first].get(name, each)) is not each
    ]
    for first, then in [*pairs, *([sooner] if sooner is not None else [])]:
        followers.setdefault(first, []).append(then)
        waits[then] += 1
    ready = [(each.first, number[each]) for each in ordered if not waits[each]]
    heapify(ready)
    found = []
    while ready:
        _, at = heappop(ready)
        found.append(ordered[at])
        for then in followers.get(ordered[at], ()):
            waits[then] -= 1
            if not waits[then]:
                heappush(ready, (then.first, number[then]))
    return tuple(found) if len(found) == len(ordered) else None
