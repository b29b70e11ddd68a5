"""What may be said, as arrays: from the number of a saying to its recipe, its event, its reasons.

The engine gathers from these tables, a whole column at once; they are built anew only when a block
brings something that was not said before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs
import numpy as np
import numpy.typing as npt

from kontaktdsl.batch import recipes
from kontaktdsl.batch.choices import Choices, Way

MOST_BITS = 5
"""So many events that start anew are told apart at once."""
Numbers = npt.NDArray[np.int32]


@attrs.frozen(eq=False)
class Ways:
    """The choices as arrays; `recipe`, `event` and `restarted` are flat: `said * slots + slot`.

    `reason` and `step` have several places for each of these: bit 0 is set where there is a date,
    bit i where the last contact is before event number i of `restarting`, after which it does not
    count as the first one. Beyond `MOST_BITS` such events there is one bit for that of the row.
    """

    said: int
    slots: int
    recipe: Numbers
    reason: Numbers
    step: Numbers
    event: npt.NDArray[np.int8]
    restarted: npt.NDArray[np.int8]
    restarting: tuple[int, ...]
    bits: int
    deadline: Numbers
    duties: tuple[Numbers, ...]
    event_of: Numbers
    """Per recipe its event."""


def ways_of(choices: Choices, events: Sequence[str]) -> Ways:
    """The tables of all choices so far; `events` are the names that numbers of events count."""

    def place(event: str | None) -> int:
        return -1 if event is None else events.index(event)

    def numbers(found: Sequence[int]) -> Numbers:
        return np.array(found, np.int32)

    def flat(of: Callable[[Way], int]) -> Numbers:
        return numbers(choices.flat(of))

    own = np.repeat(numbers([choice.own for choice in choices.all]), choices.slots)
    reason = np.where(own >= 0, own, flat(lambda way: way.reason))
    step = flat(lambda way: way.step)
    restarted = np.where(own >= 0, -1, flat(lambda way: place(way.restarted)))
    restarting = [event for event in np.unique(restarted).tolist() if event >= 0]
    before = {
        event: choices.reasons.number(recipes.BEFORE_EVENT.format(event=events[event]))
        for event in restarting
    }
    bits = len(restarting) if len(restarting) <= MOST_BITS else 1
    reasons, dated = [], []
    for late in range(1 << bits):
        told = own
        for number, event in enumerate(restarting):
            if late >> (number if bits > 1 else 0) & 1:
                told = np.where(restarted == event, before[event], told)
        reasons += [reason, told]
        dated += [np.full_like(step, -1), step]
    return Ways(
        said=len(choices.all),
        slots=choices.slots,
        recipe=flat(lambda way: way.recipe),
        reason=np.stack(reasons, axis=1).reshape(-1).astype(np.int32),
        step=np.stack(dated, axis=1).reshape(-1),
        event=flat(lambda way: place(way.event)).astype(np.int8),
        restarted=restarted.astype(np.int8),
        restarting=tuple(restarting),
        bits=bits,
        deadline=numbers([choice.deadline for choice in choices.all]),
        duties=tuple(
            numbers([choice.duties[at] for choice in choices.all])
            for at in range(len(choices.duties))
        ),
        event_of=numbers([place(recipe.event) for recipe in choices.recipes.all]),
    )
