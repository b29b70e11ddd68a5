"""Whether contacts of some kinds, one after another, can keep all that is said of their kinds.

A contact is of exactly one kind.  Contacts follow one another without end, `count` of them in every
window of the rhythm: in a calendar period or a block these are each the next `count` contacts, and
where any window counts, every `count` contacts that follow one another.  `in a row` is about
contacts that follow one another, wherever a window ends.  The question is answered exactly, by
walking the contacts and remembering what the rules can still tell apart: kinds that no rule tells
apart are one, and of the past only the last window and the present runs matter.
Source: grammar/SPEC.md, "Deadlines and kinds".
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum

import attrs

from kontaktdsl.values import (
    Amount,
    Blocks,
    Calendar,
    KindMode,
    Kinds,
    OnRequest,
    Rhythm,
    Share,
    Times,
)

MOST_STEPS = 100_000
"""So many contacts are walked before the question counts as too large."""


class TooMixed(Exception):
    """The counts are too large to walk through all mixtures."""


class Where(Enum):
    """Which contacts a demand is about."""

    EVERY = "every contact"
    FIRST = "first contact"
    FOLLOW_UP = "follow-up contact"


@attrs.frozen
class Demand:
    """What is said of the kinds of contacts: `mode` is not MAY; `amount` as in `Kinds`."""

    mode: KindMode
    names: frozenset[str]
    amount: Amount | None = None
    where: Where = Where.EVERY

    @property
    def counts(self) -> bool:
        """Whether it counts the contacts of a window."""
        return self.mode in (KindMode.AT_LEAST, KindMode.AT_MOST)

    @property
    def of_all(self) -> "Demand":
        """The demand where no contacts are counted: only a kind of all contacts is sure."""
        if not self.counts:
            return self
        every = KindMode.ONLY if self.mode is KindMode.AT_LEAST else KindMode.NEVER
        return attrs.evolve(self, mode=every, amount=None)


@attrs.frozen
class Owed:
    """How many contacts a window holds (1 where none is counted), and whether any window counts."""

    count: int = 1
    rolling: bool = False


def demands(outcome: Iterable[object], where: Where = Where.EVERY) -> frozenset[Demand]:
    """What the parts of an outcome demand of kinds; a permission demands nothing."""
    return frozenset(
        Demand(part.mode, frozenset(part.names), part.amount, where)
        for part in outcome
        if isinstance(part, Kinds) and part.mode is not KindMode.MAY
    )


def owed(rhythm: Rhythm | None) -> Owed:
    """How many contacts the windows of a rhythm hold, or those of a right where that is all."""
    if isinstance(rhythm, OnRequest):
        rhythm = rhythm.rhythm
    if isinstance(rhythm, Times) and rhythm.count > 1:
        return Owed(rhythm.count, not isinstance(rhythm.window, Calendar | Blocks))
    return Owed()


def bound(demand: Demand, count: int) -> int:
    """The number that a share of `count` contacts comes to: rounded up for at least, else down."""
    match demand.amount:
        case Share(part, whole):
            up = whole - 1 if demand.mode is KindMode.AT_LEAST else 0
            return (part * count + up) // whole
        case None:
            return 0
        case number:
            return number


def implies(one: Demand, other: Demand) -> bool:
    """Whether contacts that keep one demand keep the other, for every count, as far as proven.

    Numbers of contacts are left alone: what they mean depends on the window.
    """
    if one.where is not other.where:
        return False
    a, b = one.amount, other.amount
    inside, around = one.names <= other.names, one.names >= other.names
    match one.mode, other.mode:
        case KindMode.ONLY, KindMode.ONLY:
            return inside
        case KindMode.NEVER, KindMode.NEVER:
            return around
        case KindMode.AT_LEAST, KindMode.AT_LEAST if isinstance(a, Share) and isinstance(b, Share):
            return inside and a.part * b.whole >= b.part * a.whole
        case KindMode.AT_MOST, KindMode.AT_MOST if isinstance(a, Share) and isinstance(b, Share):
            return around and a.part * b.whole <= b.part * a.whole
        case KindMode.IN_A_ROW, KindMode.IN_A_ROW if isinstance(a, int) and isinstance(b, int):
            return around and a <= b
        case KindMode.ONLY, KindMode.AT_LEAST if isinstance(b, Share):
            return inside
        case KindMode.NEVER, KindMode.AT_MOST | KindMode.IN_A_ROW:
            return around
        case _:
            return False


def possible(
    said: frozenset[Demand], kinds: Sequence[str], windows: Owed
) -> tuple[str, ...] | None:
    """The first contacts of a sequence that keeps everything; None if there is none (proven).

    Raises TooMixed.
    """
    found = _endless(_Walk(said, kinds, attrs.evolve(windows, rolling=False), None))
    if found is None or not windows.rolling or not _ordered(said):
        return found
    return _endless(_Walk(said, kinds, windows, None))


def breaking(
    said: frozenset[Demand], wanted: Demand, kinds: Sequence[str], windows: Owed
) -> tuple[str, ...] | None:
    """The contacts that break a demand though they keep all that is said; None: it always holds.

    Raises TooMixed.
    """
    rolling = windows.rolling and _ordered(said | {wanted})
    return _endless(_Walk(said, kinds, attrs.evolve(windows, rolling=rolling), wanted))


@attrs.frozen
class Past:
    """The contacts so far, as far as they matter to the next one: their kinds, oldest first (None
    where a kind does not matter).

    `inside` of them lie in the calendar period or block of the next one; that is of no concern
    where any window counts. `first` says that the next one counts as the first.
    """

    kinds: tuple[str | None, ...] = ()
    inside: int = 0
    first: bool = True


@attrs.frozen
class Following:
    """The kinds that the next contact may be of, in the order of the policy, and the demands that
    a window with contacts of the past can no longer keep.
    """

    kinds: tuple[str, ...]
    lost: frozenset[Demand]


def following(
    said: frozenset[Demand], kinds: Sequence[str], windows: Owed, past: Past
) -> Following:
    """The kinds after which a sequence of contacts without end keeps everything that it still can.

    What a window can no longer keep, whatever follows, does not bind in that window any more.
    Raises TooMixed.
    """
    counting = any(demand.counts for demand in said)
    walk = _Walk(said, kinds, windows if counting else Owed(), None)
    start, lost = walk.after(past)
    allowed = {kind for kind, state in walk.following(start) if _endless(walk, state) is not None}
    return Following(tuple(kind for kind in kinds if walk.alike[kind] in allowed), lost)


def _ordered(said: frozenset[Demand]) -> bool:
    """Whether the order of contacts matters, and not their number alone."""
    return any(d.mode is KindMode.IN_A_ROW or d.where is not Where.EVERY for d in said)


@attrs.frozen
class _State:
    """What is remembered of the contacts so far: `past` is the window, as counts or as contacts.

    For `ahead` contacts more the window still holds contacts that were there before the walk, and
    something in it was lost then.
    """

    at: int
    past: tuple[int, ...]
    runs: tuple[int, ...]
    first: bool
    broken: bool
    ahead: int = 0


class _Walk:
    """The contacts that may follow each other."""

    def __init__(
        self,
        said: frozenset[Demand],
        kinds: Sequence[str],
        windows: Owed,
        wanted: Demand | None,
    ) -> None:
        every = [*said, *([] if wanted is None else [wanted])]
        told: dict[tuple[bool, ...], str] = {}
        self.alike = {
            kind: told.setdefault(tuple(kind in demand.names for demand in every), kind)
            for kind in kinds
        }
        """For each kind the first one that no demand tells apart from it."""
        self.kinds = tuple(told.values())
        self.count, self.rolling = windows.count, windows.rolling
        self.wanted = wanted
        self.counting = tuple(d for d in said if d.counts)
        self.runs = tuple(d for d in every if d.mode is KindMode.IN_A_ROW)
        self.kept_runs = sum(d.mode is KindMode.IN_A_ROW for d in said)
        self.watched = (*self.counting, *([wanted] if wanted and wanted.counts else []))
        self.single = tuple(d for d in said if d.mode in (KindMode.ONLY, KindMode.NEVER))
        self.lost: dict[int, frozenset[Demand]] = {}
        """What cannot be kept any more by the window so many contacts ahead."""

    def start(self) -> _State:
        """Before the first contact."""
        past = () if self.rolling else (0,) * len(self.watched)
        return _State(0, past, (0,) * len(self.runs), True, self.wanted is None)

    def after(self, past: Past) -> tuple[_State, frozenset[Demand]]:
        """After some contacts, and what they have lost already."""
        at = 0 if self.rolling else past.inside % self.count
        reach = self.count - 1 if self.rolling else at
        if self.rolling:
            self.lost = {n: self._out_of_reach(past.kinds[-n:]) for n in range(1, self.count)}
            ahead = reach
        else:
            lost = self._out_of_reach(past.kinds[-at:]) if at else frozenset()
            ahead = self.count - at
            self.lost = dict.fromkeys(range(1, ahead + 1), lost)
        lost = frozenset().union(*self.lost.values())
        inside = past.kinds[-reach:] if reach else ()
        if self.rolling:
            window = tuple(self.kinds.index(self.alike[k]) if k else -1 for k in inside)
        else:
            window = tuple(sum(k in d.names for k in inside) for d in self.watched)
        runs = tuple(_run(demand, past.kinds) for demand in self.runs)
        return _State(at, window, runs, past.first, True, ahead if lost else 0), lost

    def _out_of_reach(self, inside: Sequence[str | None]) -> frozenset[Demand]:
        """What a window that begins with these contacts cannot keep, whatever follows."""
        left = self.count - len(inside)
        tallies = ((d, sum(kind in d.names for kind in inside)) for d in self.counting)
        return frozenset(d for d, tally in tallies if self._missed(d, tally, left))

    def _missed(self, demand: Demand, tally: int, left: int) -> bool:
        number_owed = bound(demand, self.count)
        if demand.mode is KindMode.AT_LEAST:
            return tally + left < number_owed
        return tally > number_owed

    def following(self, state: _State) -> Iterator[tuple[str, _State]]:
        """Each kind that the next contact may be of, and the state after it."""
        for number, kind in self._in_turn(state):
            if not all(_allows(demand, kind, first=state.first) for demand in self.single):
                continue
            runs = tuple(
                min(run + 1, int(demand.amount)) if kind in demand.names else 0  # type: ignore[arg-type]
                for demand, run in zip(self.runs, state.runs, strict=True)
            )
            broken = state.broken or self._breaks(kind, runs, first=state.first)
            kept = zip(self.runs[: self.kept_runs], runs, strict=False)
            if any(run == demand.amount for demand, run in kept):
                continue
            after = self._counted(state, number, kind)
            if after is not None:
                at, past, short = after
                ahead = max(0, state.ahead - 1)
                yield kind, _State(at, past, runs, False, broken or short, ahead)

    def _in_turn(self, state: _State) -> list[tuple[int, str]]:
        """The kinds, first the one that repeats the last window."""
        turn = list(enumerate(self.kinds))
        if self.rolling and len(state.past) == self.count - 1 and state.past:
            turn.sort(key=lambda pair: pair[0] != state.past[0])
        return turn

    def _breaks(self, kind: str, runs: tuple[int, ...], *, first: bool) -> bool:
        wanted = self.wanted
        if wanted is None or wanted.counts:
            return False
        if wanted.mode is KindMode.IN_A_ROW:
            return runs[-1] == wanted.amount
        return not _allows(wanted, kind, first=first)

    def _counted(
        self, state: _State, number: int, kind: str
    ) -> tuple[int, tuple[int, ...], bool] | None:
        """Place, past and whether the wanted share is broken; None where a count cannot be kept."""
        if self.rolling:
            window = (*state.past, number)
            tallies = tuple(
                sum(each >= 0 and self.kinds[each] in demand.names for each in window)
                for demand in self.watched
            )
            left = self.count - len(window)
            past = window if left else window[1:]
        else:
            tallies = tuple(
                min(tally + (kind in demand.names), bound(demand, self.count) + 1)
                for demand, tally in zip(self.watched, state.past, strict=True)
            )
            left = self.count - state.at - 1
            past = tallies if left else (0,) * len(tallies)
        lost = self.lost.get(state.ahead, frozenset())
        for demand, tally in zip(self.counting, tallies, strict=False):
            if demand not in lost and self._missed(demand, tally, left):
                return None
        broken = False
        if self.wanted is not None and self.wanted.counts and not left:
            least = self.wanted.mode is KindMode.AT_LEAST
            number_owed = bound(self.wanted, self.count)
            broken = tallies[-1] < number_owed if least else tallies[-1] > number_owed
        return (0 if self.rolling or not left else state.at + 1), past, broken


def _allows(demand: Demand, kind: str, *, first: bool) -> bool:
    if demand.where is (Where.FOLLOW_UP if first else Where.FIRST):
        return True
    return (kind in demand.names) is (demand.mode is KindMode.ONLY)


def _run(demand: Demand, past: Sequence[str | None]) -> int:
    """How many contacts of these kinds stand at the end, as far as they matter."""
    most, run = int(demand.amount), 0  # type: ignore[arg-type]
    while run < min(most, len(past)) and past[-1 - run] in demand.names:
        run += 1
    return run


def _endless(walk: _Walk, start: _State | None = None) -> tuple[str, ...] | None:
    """The contacts up to where a sequence without end has broken what it should; None if none."""
    start = start or walk.start()
    seen = {start}
    on_path = {start: 0}
    contacts: list[str] = []
    broken_at: list[bool] = [start.broken]
    stack = [walk.following(start)]
    path = [start]
    steps = 0
    while stack:
        step = next(stack[-1], None)
        if step is None:
            stack.pop()
            del on_path[path.pop()]
            broken_at.pop()
            if contacts:
                contacts.pop()
            continue
        steps += 1
        if steps > MOST_STEPS:
            raise TooMixed
        kind, state = step
        if state in on_path and state.broken:
            return _shown(walk, [*contacts, kind], [*broken_at, True])
        if state in seen:
            continue
        seen.add(state)
        on_path[state] = len(path)
        path.append(state)
        contacts.append(kind)
        broken_at.append(state.broken)
        stack.append(walk.following(state))
    return None


def _shown(walk: _Walk, contacts: list[str], broken_at: list[bool]) -> tuple[str, ...]:
    if walk.wanted is None:
        return tuple(contacts[: max(walk.count, 2)])
    end = broken_at.index(True)
    amount = walk.wanted.amount
    length = walk.count if walk.wanted.counts else amount if isinstance(amount, int) else 1
    return tuple(contacts[max(0, end - length) : end])
