"""What a side says to a question, as a value, and how the new value lies to the old one."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

import attrs

from kontaktdsl.changes.outcome import Direction
from kontaktdsl.changes.sides import (
    OUT,
    SAME,
    Fate,
    Keys,
    Shift,
)
from kontaktdsl.opening import Opening, Span, openings_clash
from kontaktdsl.strictness import Order, aim, compare, meaning
from kontaktdsl.values import (
    Amount,
    DeadlineMeaning,
    Do,
    Every,
    KindMode,
    Kinds,
    Length,
    OnRequest,
    Outcome,
    Paused,
    Rhythm,
    Strength,
    Times,
    Unit,
)


class State(Enum):
    """What a policy may say instead of an answer."""

    IMPOSSIBLE = "impossible"
    OUTSIDE = "out of scope"
    GAP = "gap"
    CONFLICT = "conflict"
    ON_REQUEST = "on request only"


@attrs.frozen
class Start:
    """The answer to "when first?" by meaning: the deadline and further steps, with their aims."""

    first: DeadlineMeaning | None
    first_aim: Span | None = None
    steps: tuple[tuple[Span, Span | None], ...] = ()


NO_START = Start(None)


@attrs.frozen
class Duty:
    """A duty by meaning."""

    text: str
    deadline: DeadlineMeaning | None
    occasion: str | None


@attrs.frozen
class Permit:
    """What is said of kinds of contact, by meaning: `may` and `never` of one kind each."""

    mode: KindMode
    names: frozenset[str]
    occasion: str | None
    amount: Amount | None = None


@attrs.frozen
class Standstill:
    """A pause by meaning."""

    reason: str
    at_most: tuple[int, Unit] | None
    occasion: str | None = None


Item = Duty | Permit | Standstill


def pause_turn(old: Standstill, new: Standstill) -> Direction:
    """Which way one pause in the place of another turns: a longer one lets dates come later."""
    if old.at_most is None or new.at_most is None:
        if old.at_most == new.at_most:
            return Direction.OTHER
        return Direction.LOOSER if new.at_most is None else Direction.STRICTER
    order = compare(Every(Length(*new.at_most)), Every(Length(*old.at_most)))
    return _ORDERS[order]


def items_of(outcome: Outcome, occasion: str | None) -> Iterator[Item]:
    """The duties, kinds and pauses of an outcome."""
    for part in outcome:
        match part:
            case Do(text, None):
                yield Duty(text, None, occasion)
            case Do(text, by) if by is not None:
                yield Duty(text, by.meaning, occasion)
            case Kinds(KindMode.MAY | KindMode.NEVER as mode, names):
                for name in names:
                    yield Permit(mode, frozenset([name]), occasion)
            case Paused(reason, at_most):
                yield Standstill(reason, None if at_most is None else at_most.meaning)
            case Kinds(mode, names, amount):
                yield Permit(mode, frozenset(names), occasion, amount)


# --- how a case changes -------------------------------------------------------------------------


def rhythm_value(keys: Keys) -> Rhythm | State:
    """The answer to "how often?" from what is kept: pairs of a rhythm (with aim) and a strength."""
    for state in (State.IMPOSSIBLE, State.OUTSIDE):
        if state in keys:
            return state
    if not keys:
        return State.GAP
    rhythms: set[Rhythm] = {key[0] for key in keys}  # type: ignore[index]
    strengths = {key[1] for key in keys} - {None}  # type: ignore[index]
    aiming = {rhythm for rhythm in rhythms if aim(rhythm) is not None}
    if len(set(map(meaning, rhythms))) > 1 or len(aiming) > 1 or len(strengths) > 1:
        return State.CONFLICT
    return (aiming or rhythms).pop()


def judge_right(old_keys: Keys, new_keys: Keys) -> Fate:
    """The change of "how often on request?"."""
    old, new = right_value(old_keys), right_value(new_keys)
    if old == new:
        return SAME
    return Shift(_right_turn(old, new), old, new)


def right_value(keys: Keys) -> OnRequest | State | None:
    """The answer to "how often on request?" from what is kept; None where nothing is granted."""
    if len(keys) > 1:
        return State.CONFLICT
    return next(iter(keys), None)  # type: ignore[return-value]


def _right_turn(old: OnRequest | State | None, new: OnRequest | State | None) -> Direction:
    if old is None:
        return Direction.ADDED
    if new is None:
        return Direction.DROPPED
    if isinstance(new, State):
        return Direction.CONTRADICTORY
    if isinstance(old, State):
        return Direction.SETTLED
    return _ORDERS[compare(new, old)]


def judge_rhythm(old_keys: Keys, new_keys: Keys) -> Fate:
    """The change of "how often?"."""
    old, new = rhythm_value(old_keys), rhythm_value(new_keys)
    if old is new and old in (State.IMPOSSIBLE, State.OUTSIDE):
        return OUT
    if old == new:
        return SAME
    return Shift(_turn(old, new), old, new)


_ARRIVING: dict[Rhythm | State, Direction] = {
    State.IMPOSSIBLE: Direction.IMPOSSIBLE,
    State.OUTSIDE: Direction.LEFT,
    State.GAP: Direction.FORGOTTEN,
    State.CONFLICT: Direction.CONTRADICTORY,
}
_LEAVING: dict[Rhythm | State, Direction] = {
    State.IMPOSSIBLE: Direction.POSSIBLE,
    State.OUTSIDE: Direction.ENTERED,
    State.GAP: Direction.COVERED,
    State.CONFLICT: Direction.SETTLED,
}
_ORDERS = {
    Order.STRICTER: Direction.STRICTER,
    Order.LOOSER: Direction.LOOSER,
    Order.EQUAL: Direction.OTHER,
    Order.INCOMPARABLE: Direction.OTHER,
}


def _turn(old: Rhythm | State, new: Rhythm | State) -> Direction:
    if old is State.IMPOSSIBLE:
        return Direction.POSSIBLE
    if new is State.IMPOSSIBLE:
        return Direction.IMPOSSIBLE
    if old is State.OUTSIDE:
        return Direction.ENTERED
    if new in _ARRIVING:
        return _ARRIVING[new]
    if old in _LEAVING:
        return _LEAVING[old]
    if isinstance(old, State) or isinstance(new, State):  # to or from what is on request only
        stricter = isinstance(new, Every | Times)
        if stricter or isinstance(old, Every | Times):
            return Direction.STRICTER if stricter else Direction.LOOSER
        return Direction.OTHER
    order = compare(new, old)
    aims = aim(new), aim(old)
    if order is Order.EQUAL and aims[0] is not None and aims[1] is not None:
        order = compare(aims[0], aims[1])
    return _ORDERS[order]


@attrs.frozen
class Binding:
    """A strength in the making: the header's default, or that the header makes it a minimum."""

    default: Strength | None
    minimum: bool = False


def strength_value(keys: Keys) -> Strength | State | None:
    """How binding the interval is; GAP where there is none."""
    rhythm = rhythm_value(frozenset(key for key in keys if not isinstance(key, Binding)))
    if not isinstance(rhythm, Every | Times):
        return State.GAP
    default: Strength | None = None
    minimum = False
    for key in keys:
        match key:
            case Binding(minimum=True):
                minimum = True
            case Binding(default=given):
                default = given
    for key in keys:
        if isinstance(key, tuple) and key[1] is not None:
            own: Strength = key[1]
            return own
    return Strength.MINIMUM if minimum else default


_BINDING = {Strength.GUIDE: 1, Strength.MINIMUM: 2}


def judge_strength(old_keys: Keys, new_keys: Keys) -> Fate:
    """The change of "how binding?", where both say an interval."""
    old, new = strength_value(old_keys), strength_value(new_keys)
    if State.GAP in (old, new):
        return OUT
    if old == new:
        return SAME
    if not isinstance(old, Strength) or not isinstance(new, Strength):
        return Shift(Direction.OTHER, old, new)
    stricter = _BINDING[new] > _BINDING[old]
    return Shift(Direction.STRICTER if stricter else Direction.LOOSER, old, new)


def start_value(keys: Keys) -> Start | State:
    """The answer to "when first?" from what is kept."""
    said = [key for key in keys if isinstance(key, Opening)]
    if any(openings_clash(a, b) for i, a in enumerate(said) for b in said[:i]):
        return State.CONFLICT
    first = next((each.first for each in said if each.first is not None), None)
    first_aim = next((each.first_aim for each in said if each.first_aim is not None), None)
    stepped = [each for each in said if each.steps]
    steps = stepped[0].steps if stepped else None
    return Start(
        first,
        first_aim,
        tuple((step, _said_aim(stepped, at)) for at, step in enumerate(steps or ())),
    )


def _said_aim(stepped: list[Opening], at: int) -> Span | None:
    aims = (each.step_aims[at] for each in stepped)
    return next((aim for aim in aims if aim is not None), None)


def judge_start(old_keys: Keys, new_keys: Keys) -> Fate:
    """The change of "when first?"."""
    old, new = start_value(old_keys), start_value(new_keys)
    if old == new:
        return SAME
    return Shift(_start_turn(old, new), old, new)


def _start_turn(old: Start | State, new: Start | State) -> Direction:
    if isinstance(new, State):
        return Direction.CONTRADICTORY
    if isinstance(old, State):
        return Direction.SETTLED
    if old == NO_START:
        return Direction.ADDED
    if new == NO_START:
        return Direction.DROPPED
    if old.first is None or new.first is None or old.first == new.first:
        return Direction.OTHER
    return _ORDERS[_compare_starts(new.first, old.first)]


def _compare_starts(one: DeadlineMeaning, other: DeadlineMeaning) -> Order:
    """Which deadline of the same event is the stricter one, as far as that always holds."""
    if (one.event, one.end) != (other.event, other.end):
        return Order.INCOMPARABLE
    if min(one.count, other.count) >= 0:
        return compare(Every(Length(one.count, one.unit)), Every(Length(other.count, other.unit)))
    if one.unit is other.unit or max(one.count, other.count) >= 0:
        return Order.STRICTER if one.count < other.count else Order.LOOSER
    return Order.INCOMPARABLE


def judge_item(old_keys: Keys, new_keys: Keys) -> Fate:
    """The change of one duty or permit: it is collected or not."""
    if bool(old_keys) == bool(new_keys):
        return SAME
    direction = Direction.DROPPED if old_keys else Direction.ADDED
    return Shift(direction, bool(old_keys), bool(new_keys))


def judge_possible(old_keys: Keys, new_keys: Keys) -> Fate:
    """The change of who can occur."""
    if bool(old_keys) == bool(new_keys):
        return OUT if old_keys else SAME
    if old_keys:
        return Shift(Direction.POSSIBLE, State.IMPOSSIBLE, State.GAP)
    return Shift(Direction.IMPOSSIBLE, State.GAP, State.IMPOSSIBLE)
