"""The kind of the next contact by days: windows are told by hand, sequences by the oracle."""

from collections.abc import Callable
from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontaktdsl import loads
from kontaktdsl.mixture import Demand, Owed, Past, Where
from kontaktdsl.next_kind import NextKinds
from kontaktdsl.policy import Policy
from kontaktdsl.values import KindMode, Share
from tests.mixture.test_following import oracle
from tests.mixture.test_mixture import KINDS

START = date(2026, 1, 1)
LOAN = date(2026, 1, 11)
HEAD = (
    'policy "x"\nattribute old: yes or no\nevent Loan\nevent Return\n'
    "kinds: onsite, remote, letter\nseries main{restarts}\n"
)
ONSITE, REMOTE = frozenset({"onsite"}), frozenset({"remote"})
ROW = Demand(KindMode.IN_A_ROW, REMOTE, 2)
HALF = Demand(KindMode.AT_LEAST, ONSITE, Share(1, 2))
ONE = Demand(KindMode.AT_MOST, frozenset({"remote", "letter"}), 1)
NO_LETTER = Demand(KindMode.NEVER, frozenset({"letter"}))
FIRST = Demand(KindMode.ONLY, ONSITE, None, Where.FIRST)
SAID = {
    ROW: "never 2 remote in a row",
    HALF: "of them at least half onsite",
    ONE: "at most 1 remote or letter",
    NO_LETTER: "never letter",
}


def quarter(day: date) -> object:
    return day.year, (day.month - 1) // 3


def week(day: date) -> object:
    return day.isocalendar()[:2]


def block(day: date) -> object:
    """Blocks of ten days from the day after the event on."""
    return None if day <= LOAN else (day - LOAN - timedelta(days=1)).days // 10


@attrs.frozen
class Rhythm:
    """A rhythm as text, what it owes, and which window a day lies in (None: any window counts)."""

    text: str
    owed: Owed
    window: Callable[[date], object] | None


RHYTHMS = (
    Rhythm("3 times per calendar quarter", Owed(3), quarter),
    Rhythm("2 times per calendar week", Owed(2), week),
    Rhythm("3 times per 10 days from Loan", Owed(3), block),
    Rhythm("4 times per 2 months", Owed(4, rolling=True), None),
    Rhythm("every 3 weeks", Owed(), None),
)


def policy(rhythm: Rhythm, said: frozenset[Demand], restarts: str = "") -> Policy:
    parts = [rhythm.text, *(SAID[each] for each in SAID if each in said)]
    text = HEAD.format(restarts=restarts)
    for who in ("old", "not old"):
        text += f"{who} -> {', '.join(parts)}\n"
    if FIRST in said:
        text += "at first contact:\n  - only onsite\n"
    return loads(text)


CONTACTS = st.lists(
    st.tuples(st.integers(0, 100).map(lambda n: START + timedelta(days=n)), st.sampled_from(KINDS)),
    max_size=7,
)


@settings(deadline=None, max_examples=300)
@given(
    st.sampled_from(RHYTHMS),
    st.sets(st.sampled_from([*SAID, FIRST])).map(frozenset),
    CONTACTS,
    st.integers(60, 160).map(lambda n: START + timedelta(days=n)),
)
def test_windows_by_days(
    rhythm: Rhythm,
    said: frozenset[Demand],
    contacts: list[tuple[date, str]],
    day: date,
) -> None:
    """The window is that of the day on which the next contact is owed, or of today if it is late."""
    if rhythm.owed.count == 1:
        said -= {HALF, ONE}
    one = policy(rhythm, said)
    found = one.upcoming({"old": True}, history=contacts, day=day, events={"Loan": LOAN})
    met = sorted((each for each in contacts if each[0] <= day), key=lambda each: each[0])
    if met:
        said -= {FIRST}
    if not said:
        assert found.kinds is None
        return
    due = found.due.nominal
    on = day if due is None or due < day else due
    inside = 0
    if rhythm.window is not None:
        key = rhythm.window(on)
        inside = 0 if key is None else sum(rhythm.window(each) == key for each, _ in met)
    counting = any(demand.counts for demand in said)
    past = Past(tuple(kind for _, kind in met), inside, not met)
    expected = oracle(said, rhythm.owed if counting else Owed(), past)
    assert found.kinds is not None
    assert set(found.kinds.allowed or ()) == expected
    assert {barred.kind for barred in found.kinds.barred} == set(KINDS) - expected
    assert all(barred.by for barred in found.kinds.barred)


def kinds(
    said: set[Demand], contacts: list[tuple[date, str | None]], *, restarts: str = "",
    number: int | None = None, **events: date,
) -> NextKinds:  # fmt: skip
    one = policy(RHYTHMS[-1], frozenset(said), restarts)
    found = one.upcoming(
        {"old": True}, history=contacts, day=date(2026, 6, 1), events=events, contacts=number
    ).kinds
    assert found is not None
    return found


def on(day: int, kind: str | None) -> tuple[date, str | None]:
    return date(2026, 3, day), kind


def test_what_is_not_known_is_never_guessed() -> None:
    """Only where it matters: behind a contact that ends the run nothing does."""
    assert kinds({ROW}, [on(1, "remote")]).allowed == ("onsite", "letter")
    assert kinds({ROW}, [on(1, None), on(2, "letter")]).allowed == KINDS
    unknown = kinds({ROW}, [on(1, "remote"), on(2, None)])
    assert unknown.allowed is None
    assert unknown.why is not None
    assert unknown.why.en == "the kind of the contact on Mon 2026-03-02 is not given"
    long = loads(HEAD.format(restarts="") + "old or not old -> weekly, never 3 remote in a row\n")
    for contacts, known in (([on(1, None), on(2, "letter")], True), ([on(1, None)], False)):
        found = long.upcoming({"old": True}, history=contacts, day=date(2026, 6, 1)).kinds
        assert found is not None
        assert (found.allowed == KINDS) is known
    assert kinds({NO_LETTER}, [on(1, None)]).allowed == ("onsite", "remote")
    assert kinds({NO_LETTER}, [on(1, None)], number=9).allowed == ("onsite", "remote")
    assert kinds({ROW}, [on(1, "onsite")], number=9).allowed == KINDS


def test_a_restart_leaves_what_was_before_behind() -> None:
    """The event counts like a contact, so the next one is not the first; and it is of no kind."""
    past = [on(1, "remote"), on(9, "remote")]
    again = {"restarts": ", restarts on Return"}
    assert kinds({ROW}, past, **again).allowed == ("onsite", "letter")
    assert kinds({ROW}, past, Return=date(2026, 3, 9), **again).allowed == KINDS
    assert kinds({ROW}, past, Return=date(2026, 3, 8), **again).allowed == ("onsite", "letter")
    assert kinds({FIRST, ROW}, [], Return=date(2026, 3, 8), **again).allowed == KINDS
    assert kinds({FIRST}, [], **again).allowed == ("onsite",)


def test_contacts_before_the_event_of_the_first_step_are_not_the_first() -> None:
    """As with the days: the first one after it is."""
    text = HEAD.format(restarts="")
    text += "old -> first within 2 weeks of Loan, then monthly, never 2 remote in a row\n"
    text += "not old -> monthly\n"
    one = loads(text + "at first contact:\n  - only onsite\n")
    for day, allowed in ((LOAN, KINDS), (LOAN - timedelta(days=1), ("onsite",))):
        found = one.upcoming(
            {"old": True}, history=[(day, "letter")], events={"Loan": LOAN}, day=date(2026, 2, 1)
        )
        assert found.kinds is not None
        assert found.kinds.allowed == allowed


def test_the_lines_that_bar_a_kind_are_named() -> None:
    """Each by itself where one is enough, with what can no longer be kept."""
    one = policy(RHYTHMS[0], frozenset({HALF, NO_LETTER}))
    history = [(date(2026, 1, 1), "remote"), (date(2026, 1, 2), "remote")]
    found = one.upcoming({"old": True}, history=history, day=date(2026, 1, 9)).kinds
    assert found is not None
    assert found.allowed == ("onsite", "remote")
    assert [(each.kind, [p.kinds.mode for p in each.by]) for each in found.barred] == [
        ("letter", [KindMode.NEVER])
    ]
    assert [permit.kinds.mode for permit in found.broken] == [KindMode.AT_LEAST]
    kept = one.upcoming({"old": True}, history=history[:1], day=date(2026, 1, 9)).kinds
    assert kept is not None
    assert kept.allowed == ("onsite",)


def test_too_many_contacts_are_said_to_be_too_many() -> None:
    """Nothing is guessed and nothing is passed over."""
    text = HEAD.format(restarts="")
    parts = "9998 times per calendar year, of them at least a third onsite, "
    parts += "of them at least a third remote, of them at least a third letter, at most 3000 onsite"
    one = loads(f"{text}old -> {parts}\nnot old -> {parts}\n")
    found = one.upcoming({"old": True}, day=date(2026, 1, 9), contacts=0).kinds
    assert found is not None
    assert (found.allowed, found.why is not None) == (None, True)


@pytest.mark.parametrize("number", [3, None])
def test_a_window_needs_all_its_contacts(number: int | None) -> None:
    """Where only the last contact is known, its window may hold more."""
    one = policy(RHYTHMS[0], frozenset({HALF}))
    found = one.upcoming(
        {"old": True}, history=[(date(2026, 2, 1), "onsite")], day=date(2026, 3, 9), contacts=number
    ).kinds
    assert found is not None
    assert (found.allowed is None) is (number is not None)
