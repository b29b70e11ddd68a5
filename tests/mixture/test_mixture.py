"""Mixtures of kinds against an oracle that keeps every history of contacts as it is."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kontaktdsl.mixture import Demand, Owed, TooMixed, Where, bound, breaking, implies, possible
from kontaktdsl.values import KindMode, Share

KINDS = ("onsite", "remote", "letter")
SINGLE = (KindMode.ONLY, KindMode.NEVER)
SHARES = [Share(1, 2), Share(1, 3), Share(1, 4), Share(2, 3), Share(3, 4)]
NAMES = st.sets(st.sampled_from(KINDS), min_size=1, max_size=2).map(frozenset)

thorough = settings(max_examples=300)


def demanded() -> st.SearchStrategy[Demand]:
    """Any demand; only and never also of the first contact or those that follow it."""
    return st.one_of(
        st.builds(Demand, st.sampled_from(SINGLE), NAMES, st.none(), st.sampled_from(Where)),
        st.builds(
            Demand,
            st.sampled_from([KindMode.AT_LEAST, KindMode.AT_MOST]),
            NAMES,
            st.integers(1, 4) | st.sampled_from(SHARES),
        ),
        st.builds(Demand, st.just(KindMode.IN_A_ROW), NAMES, st.integers(1, 3)),
    )


SAID = st.lists(demanded(), max_size=4).map(frozenset)
WINDOWS = st.builds(Owed, st.integers(1, 4), st.booleans())


def least(demand: Demand, count: int) -> int:
    """The smallest whole number that is no less than the share."""
    if isinstance(demand.amount, Share):
        return next(n for n in range(99) if n * demand.amount.whole >= demand.amount.part * count)
    assert demand.amount is not None
    return demand.amount


def most(demand: Demand, count: int) -> int:
    """The largest whole number that is no more than the share."""
    if isinstance(demand.amount, Share):
        held = [n for n in range(99) if n * demand.amount.whole <= demand.amount.part * count]
        return held[-1]
    assert demand.amount is not None
    return demand.amount


def last_keeps(contacts: tuple[str, ...], place: int, demand: Demand, windows: Owed) -> bool:
    """Whether a demand holds of what ends with the last contact; `place` counts it from 1."""
    inside = [kind in demand.names for kind in contacts]
    match demand.mode:
        case KindMode.IN_A_ROW:
            assert isinstance(demand.amount, int)
            return len(inside) < demand.amount or not all(inside[-demand.amount :])
        case KindMode.ONLY | KindMode.NEVER:
            if demand.where is Where.FIRST and place > 1:
                return True
            if demand.where is Where.FOLLOW_UP and place == 1:
                return True
            return inside[-1] is (demand.mode is KindMode.ONLY)
        case _:
            whole = place >= windows.count if windows.rolling else place % windows.count == 0
            if not whole:
                return True
            held = sum(inside[-windows.count :])
            if demand.mode is KindMode.AT_LEAST:
                return held >= least(demand, windows.count)
            return held <= most(demand, windows.count)


def exists(said: frozenset[Demand], windows: Owed, wanted: Demand | None) -> bool:
    """Whether a sequence without end keeps everything, and breaks what is wanted at least once.

    Histories are kept as the contacts of the last window, at least four. From the 13th place on
    every window of up to four contacts lies as it lay twelve contacts before. What nothing can
    follow is taken away until all that is left goes on without end.
    """
    start = (0, (), wanted is None)
    after: dict[tuple[int, tuple[str, ...], bool], set[tuple[int, tuple[str, ...], bool]]] = {}
    found = [start]
    while found:
        state = found.pop()
        if state in after:
            continue
        at, contacts, broken = state
        after[state] = set()
        place = at + 1
        for kind in KINDS:
            longer = (*contacts, kind)[-max(4, windows.count) :]
            if all(last_keeps(longer, place, demand, windows) for demand in said):
                breaks = wanted is not None and not last_keeps(longer, place, wanted, windows)
                after[state].add((place if place < 24 else 12, longer, broken or breaks))
        found += after[state]
    while dead := [state for state, others in after.items() if not others & after.keys()]:
        for state in dead:
            del after[state]
    return any(broken for _, _, broken in after)


@thorough
@given(SAID, WINDOWS)
def test_a_mixture_is_possible_exactly_if_a_sequence_without_end_exists(
    said: frozenset[Demand], windows: Owed
) -> None:
    """Against all histories; and the contacts that are shown keep what is said."""
    found = possible(said, KINDS, windows)
    assert (found is not None) is exists(said, windows, None)
    for place in range(1, len(found or ()) + 1):
        assert found is not None
        for demand in said:
            assert last_keeps(found[:place], place, demand, windows)


@thorough
@given(SAID, demanded(), WINDOWS)
@example(  # what breaks a demand in the middle of a window must still be able to end the window
    frozenset({Demand(KindMode.AT_LEAST, frozenset({"remote"}), 2)}),
    Demand(KindMode.ONLY, frozenset({"remote"})),
    Owed(2, False),
)
def test_a_demand_is_broken_exactly_if_a_sequence_breaks_it(
    said: frozenset[Demand], wanted: Demand, windows: Owed
) -> None:
    """Against all histories; and the contacts that are shown break it."""
    found = breaking(said, wanted, KINDS, windows)
    assert (found is not None) is exists(said, windows, wanted)
    if found is not None and wanted.where is Where.EVERY:
        assert not last_keeps(found, windows.count, wanted, windows)


@thorough
@given(demanded(), demanded(), st.booleans())
def test_what_is_called_stricter_is_stricter_for_every_count(
    one: Demand, other: Demand, rolling: bool
) -> None:
    """No contacts keep the one and break the other, however many are owed."""
    if implies(one, other):
        for count in range(1, 7):
            assert breaking(frozenset({one}), other, KINDS, Owed(count, rolling)) is None


def test_the_seam_between_windows_counts() -> None:
    """Two of three on site, never twice in a row: on site, remote, on site, and then?"""
    said = frozenset(
        {
            Demand(KindMode.AT_LEAST, frozenset({"onsite"}), 2),
            Demand(KindMode.IN_A_ROW, frozenset({"onsite"}), 2),
        }
    )
    assert possible(said, KINDS, Owed(3, rolling=False)) is None
    assert possible(said, KINDS, Owed(3, rolling=True)) is None
    assert possible(said, KINDS, Owed(4, rolling=True)) == ("onsite", "remote", "onsite", "remote")


def test_any_window_is_more_than_one_after_another() -> None:
    """Exactly one letter in any five contacts comes every fifth time; in periods it may wander."""
    first = Demand(KindMode.ONLY, frozenset({"onsite"}), None, Where.FIRST)
    others = frozenset({"onsite", "remote"})
    said = frozenset(
        {
            first,
            Demand(KindMode.AT_LEAST, others, 4),
            Demand(KindMode.AT_MOST, others, 4),
            Demand(KindMode.IN_A_ROW, frozenset({"onsite", "letter"}), 4),
            Demand(KindMode.IN_A_ROW, frozenset({"remote", "letter"}), 2),
        }
    )
    for rolling in (False, True):
        windows = Owed(5, rolling)
        assert exists(said, windows, None) is (not rolling)
        assert (possible(said, KINDS, windows) is None) is rolling


def test_every_second_contact() -> None:
    """`never 2 onsite in a row` gives at least half remote."""
    row = frozenset({Demand(KindMode.IN_A_ROW, frozenset({"onsite"}), 2)})
    half = Demand(KindMode.AT_LEAST, frozenset({"remote"}), Share(1, 2))
    two = ("onsite", "remote")
    assert breaking(row, half, two, Owed(4, rolling=True)) is None
    assert breaking(row, half, two, Owed(3, rolling=True)) == ("onsite", "remote", "onsite")


@pytest.mark.parametrize("count", [52, 365])
def test_many_contacts(count: int) -> None:
    """A weekly and a daily count with a share and a row are decided at once."""
    said = frozenset(
        {
            Demand(KindMode.AT_LEAST, frozenset({"onsite"}), Share(1, 3)),
            Demand(KindMode.IN_A_ROW, frozenset({"remote"}), 3),
        }
    )
    for rolling in (False, True):
        assert possible(said, KINDS[:2], Owed(count, rolling)) is not None


def test_what_is_too_large_is_said() -> None:
    """Nothing is passed over in silence."""
    said = frozenset(
        Demand(KindMode.AT_LEAST, frozenset({kind}), Share(1, 3)) for kind in KINDS
    ) | {Demand(KindMode.AT_MOST, frozenset({"onsite"}), 3000)}
    with pytest.raises(TooMixed):
        possible(said, KINDS, Owed(9998, rolling=False))


@pytest.mark.parametrize(
    ("mode", "share", "count", "expected"),
    [
        (KindMode.AT_LEAST, Share(1, 2), 3, 2),
        (KindMode.AT_MOST, Share(1, 2), 3, 1),
        (KindMode.AT_LEAST, Share(1, 3), 3, 1),
        (KindMode.AT_LEAST, Share(2, 3), 4, 3),
        (KindMode.AT_MOST, 7, 3, 7),
    ],
)
def test_shares_fold_to_whole_numbers(
    mode: KindMode, share: Share | int, count: int, expected: int
) -> None:
    """Up for at least, down for at most."""
    assert bound(Demand(mode, frozenset({"onsite"}), share), count) == expected
