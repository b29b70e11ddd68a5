"""The kinds of the next contact against an oracle that writes every sequence of contacts out."""

from itertools import product

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kontaktdsl.mixture import Demand, Following, Owed, Past, Where, following, possible
from kontaktdsl.values import KindMode, Share
from tests.mixture.test_mixture import KINDS, SAID, WINDOWS, least, most

HISTORY = st.lists(st.sampled_from(KINDS), max_size=6).map(tuple)


def spans(demand: Demand, windows: Owed, began: int, end: int) -> list[tuple[int, int]]:
    """The stretches of contacts, numbered from 0, in each of which a demand must hold by itself.

    `began` is the number of the contact with which the window of the next one begins.
    """
    if demand.mode is KindMode.IN_A_ROW:
        assert isinstance(demand.amount, int)
        return [(at, at + demand.amount) for at in range(end)]
    if not demand.counts:
        return [(at, at + 1) for at in range(end)]
    if windows.rolling:
        return [(at, at + windows.count) for at in range(end)]
    return [(at, at + windows.count) for at in range(began, end, windows.count)]


def keeps(contacts: tuple[str, ...], demand: Demand, windows: Owed, *, first: bool) -> bool:
    """Whether a demand holds in one of its stretches; `first` says that it begins with the first
    contact of all.
    """
    inside = sum(kind in demand.names for kind in contacts)
    match demand.mode:
        case KindMode.IN_A_ROW:
            return inside < len(contacts)
        case KindMode.ONLY | KindMode.NEVER:
            if demand.where is (Where.FOLLOW_UP if first else Where.FIRST):
                return True
            return bool(inside) is (demand.mode is KindMode.ONLY)
        case KindMode.AT_LEAST:
            return inside >= least(demand, windows.count)
        case _:
            return inside <= most(demand, windows.count)


def oracle(said: frozenset[Demand], windows: Owed, past: Past) -> set[str]:
    """Each kind after which some sequence keeps, for long, all that it could still keep before."""
    told = tuple(kind or "" for kind in past.kinds)
    now = len(told)
    began = now - past.inside % windows.count
    end = now + 30
    binding: list[tuple[int, Demand, int]] = []
    for demand in said:
        for low, high in spans(demand, windows, began, end):
            if high <= now:
                continue
            real = told[low:now]
            ways = product(KINDS, repeat=high - max(low, now))
            first = past.first and low == now
            if low >= now or any(
                keeps((*real, *way), demand, windows, first=first) for way in ways
            ):
                binding.append((high, demand, low))
    allowed = set()
    for kind in KINDS:
        frontier = {(*told, kind)}
        seen: set[tuple[int, frozenset[tuple[str, ...]]]] = set()
        for at in range(now + 1, end + 1):
            frontier = {
                contacts
                for contacts in frontier
                if all(
                    keeps(contacts[low:], demand, windows, first=past.first and low == now)
                    for high, demand, low in binding
                    if high == at
                )
            }
            # Two that share the last four contacts go on in the same way; all have one length.
            last = {contacts[-4:]: contacts for contacts in frontier}
            state = at % windows.count, frozenset(last)
            if not frontier or (at > now + 4 and state in seen):
                break
            seen.add(state)
            frontier = {(*one, more) for one in last.values() for more in KINDS}
        if frontier:
            allowed.add(kind)
    return allowed


ONSITE = frozenset({"onsite"})


@settings(max_examples=400)
@given(SAID, WINDOWS, HISTORY, st.integers(0, 6), st.booleans())
@example(
    frozenset({Demand(KindMode.AT_LEAST, ONSITE, 2)}),
    Owed(3, rolling=True),
    ("letter",) * 2,
    0,
    False,
)
@example(
    frozenset({Demand(KindMode.AT_LEAST, ONSITE, 2)}), Owed(3, rolling=False), ("letter",), 1, False
)
def test_a_kind_may_follow_exactly_if_a_sequence_without_end_goes_on_with_it(
    said: frozenset[Demand], windows: Owed, told: tuple[str, ...], inside: int, first: bool
) -> None:
    """Also after contacts that broke something: what can be kept is kept."""
    past = Past(told, min(inside, len(told)), first)
    found = following(said, KINDS, windows, past)
    assert set(found.kinds) == oracle(said, windows, past)
    assert found.kinds == tuple(kind for kind in KINDS if kind in found.kinds)


@given(SAID, WINDOWS)
def test_before_the_first_contact_it_is_the_question_of_the_check(
    said: frozenset[Demand], windows: Owed
) -> None:
    """What no sequence can keep begins with no kind."""
    found = following(said, KINDS, windows, Past())
    assert bool(found.kinds) is (possible(said, KINDS, windows) is not None)
    assert not found.lost or not found.kinds or windows.count > 1


def test_what_is_lost_binds_no_more_and_what_is_left_does() -> None:
    """Two of any three on site, after two letters: the next three must be made up for."""
    two = Demand(KindMode.AT_LEAST, ONSITE, 2)
    found = following(
        frozenset({two}), KINDS, Owed(3, rolling=True), Past(("letter", "letter"), 0, False)
    )
    assert found == Following(("onsite",), frozenset({two}))
    period = Past(("letter", "letter"), 2, False)
    assert following(frozenset({two}), KINDS, Owed(3), period) == Following(KINDS, frozenset({two}))


def test_many_contacts_a_year() -> None:
    """A share of a daily count is told at once, in a period and in any window."""
    said = frozenset({Demand(KindMode.AT_LEAST, ONSITE, Share(1, 2))})
    past = Past(("letter",) * 182, 182, False)
    assert following(said, KINDS[:2], Owed(365), past).kinds == ("onsite",)
    told = ("onsite", "letter") * 182
    assert following(
        said, ("onsite", "letter"), Owed(365, rolling=True), Past(told, 0, False)
    ).kinds == ("onsite",)
