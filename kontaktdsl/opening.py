"""The time before the rhythm: what an outcome answers to "when first?", and which of such answers
contradict each other. A first step, further steps and the aims of ranges are compared by meaning.
"""

import attrs

from kontaktdsl.values import INTERVALS, After, DeadlineMeaning, First, Length, Outcome, Unit

Span = tuple[int, Unit]
"""A length by meaning."""


@attrs.frozen
class Opening:
    """What a rule says of the time before the rhythm; None is what it leaves to other rules.

    `steps` are the further steps; a rule with a first step and an interval says that there are
    none besides its own. The aims are those of ranges.
    """

    first: DeadlineMeaning | None
    steps: tuple[Span, ...] | None
    first_aim: Span | None = None
    step_aims: tuple[Span | None, ...] = ()


def first_of(outcome: Outcome) -> DeadlineMeaning | None:
    """The first step of an outcome by meaning; None if it has none."""
    for part in outcome:
        if isinstance(part, First):
            return part.deadline.meaning
    return None


def opening(outcome: Outcome) -> Opening | None:
    """What an outcome answers to "when first?", first step and further steps; None if nothing."""
    first = next((part for part in outcome if isinstance(part, First)), None)
    steps = [part.length for part in outcome if isinstance(part, After)]
    if first is None and not steps:
        return None
    whole = bool(steps) or any(isinstance(part, INTERVALS) for part in outcome)
    return Opening(
        first_of(outcome),
        tuple(step.meaning for step in steps) if whole else None,
        None if first is None else _aim(first.deadline.length),
        tuple(map(_aim, steps)),
    )


def _aim(length: Length | None) -> Span | None:
    aimed = None if length is None else length.aimed
    return None if aimed is None else aimed.meaning


def openings_clash(a: Opening | None, b: Opening | None) -> bool:
    """Whether two rules contradict each other on "when first?": another first step, other further
    steps, or another aim. What is left open never contradicts.
    """
    if a is None or b is None:
        return False
    pairs: list[tuple[object, object]] = [
        (a.first, b.first),
        (a.steps, b.steps),
        (a.first_aim, b.first_aim),
        *zip(a.step_aims, b.step_aims, strict=False),
    ]
    return any(one is not None and other is not None and one != other for one, other in pairs)
