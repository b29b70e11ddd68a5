"""A deviation for one person: allowed exactly where the policy says so, and never mixed with the rule."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontaktdsl import Deviation, loads
from kontaktdsl.deviation import Verdict, rhythm_said
from kontaktdsl.strictness import Order, compare
from kontaktdsl.values import Every, Length, NoContact, Unit

HEAD = (
    'policy "x"\nattribute age: number 15 to 66\nage under 25 -> monthly\n'
    'age 25 to 50 -> every 3 months\nage 51 to 60 -> see "y"\nage over 60 -> no contact required "z"\n'
)
WAYS = (
    "in the single case: stricter, looser up to every 4 months, "
    'looser up to every 6 months with "Team Leitung" [§ 4]\n'
)
POLICY = loads(HEAD + WAYS)
DAY = date(2026, 11, 25)
END = date(2026, 12, 31)


def verdict(age: int, said: str, who: str | None = None, text: str = HEAD + WAYS) -> Verdict:
    agreed = Deviation(said, "a reason", END, who)
    return loads(text).deviate({"age": age}, agreed, DAY).verdict


@pytest.mark.parametrize(
    ("age", "said", "who", "expected"),
    [
        (20, "every 2 weeks", None, Verdict.ALLOWED),
        (20, "every 28 days", None, Verdict.ALLOWED),
        (20, "every 4 months", None, Verdict.ALLOWED),
        (20, "alle 4 Monate", None, Verdict.ALLOWED),
        (20, "every 5 months", None, Verdict.NOT_AGREED),
        (20, "every 5 months", " ", Verdict.NOT_AGREED),
        (20, "every 5 months", "somebody", Verdict.NOT_AGREED),
        (20, "every 6 months", " team  leitung", Verdict.ALLOWED),
        (20, "every 7 months", "Team Leitung", Verdict.TOO_LOOSE),
        (20, "every 185 days", "Team Leitung", Verdict.TOO_LOOSE),
        (20, "every 184 days", "Team Leitung", Verdict.TOO_LOOSE),
        (20, "every 181 days", "Team Leitung", Verdict.ALLOWED),
        (20, 'no contact required "away"', "Team Leitung", Verdict.TOO_LOOSE),
        (20, "every month", None, Verdict.SAME),
        (30, "quarterly", None, Verdict.SAME),
        (55, "monthly", None, Verdict.NO_INTERVAL),
        (65, "yearly", None, Verdict.ALLOWED),
        (65, 'no contact required "why not"', None, Verdict.SAME),
    ],
)
def test_the_limit_is_included_and_the_agreement_is_kept(
    age: int, said: str, who: str | None, expected: Verdict
) -> None:
    assert verdict(age, said, who) is expected


def test_a_policy_that_says_nothing_allows_nothing() -> None:
    assert verdict(20, "every 2 weeks", text=HEAD) is Verdict.NONE_ALLOWED


@pytest.mark.parametrize(
    ("way", "said", "expected"),
    [
        ("stricter", "every 2 months", Verdict.NOT_LOOSER),
        ("stricter", "every 30 days", Verdict.NOT_LOOSER),
        ("looser", "every 2 weeks", Verdict.NOT_STRICTER),
        ("looser", "every 9 years", Verdict.ALLOWED),
        ("looser", 'no contact required "away"', Verdict.ALLOWED),
        ('stricter with "A"', "weekly", Verdict.NOT_AGREED),
    ],
)
def test_each_direction_by_itself(way: str, said: str, expected: Verdict) -> None:
    assert verdict(20, said, text=f"{HEAD}in the single case: {way}\n") is expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"reason": "  "}, Verdict.NO_REASON),
        ({"until": DAY - timedelta(1)}, Verdict.ENDED),
        ({"until": DAY}, Verdict.ALLOWED),
        ({"since": DAY + timedelta(1)}, Verdict.NOT_BEGUN),
        ({"since": DAY}, Verdict.ALLOWED),
    ],
)
def test_reason_and_days(change: dict[str, object], expected: Verdict) -> None:
    given_: dict[str, object] = {"rhythm": "every 2 months", "reason": "x", "until": END, **change}
    assert POLICY.deviate({"age": 20}, Deviation(**given_), DAY).verdict is expected  # type: ignore[arg-type]


def test_rule_and_deviation_stay_two_things() -> None:
    agreed = Deviation("every 4 months", "away for work", END)
    facts = {"age": 20}
    made = POLICY.deviate(facts, agreed, DAY)
    assert made.decision == POLICY.decide(facts)
    assert made.rhythm == agreed.rhythm
    assert (made.order, made.line, made.citation) == (Order.LOOSER, 7, "§ 4")
    last = date(2026, 11, 1)
    assert POLICY.due(facts, last_contact=last).rolled == date(2026, 12, 1)
    assert POLICY.due(facts, last_contact=last, deviated=made).rolled == date(2027, 3, 1)
    ended = POLICY.deviate(facts, agreed, date(2027, 1, 1))
    assert ended.rhythm == ended.decision.rhythm
    assert POLICY.due(facts, last_contact=last, deviated=ended).rolled == date(2026, 12, 1)
    assert (
        ended.text.de
        == "die Abweichung endete am 31.12.2026; jetzt gilt wieder die Regel: monatlich"
    )


def test_words_that_are_no_interval() -> None:
    for text in ("", "often", 'see "x"', 'as needed "x"', "monthly, do", "monthly [1]", "monthly\nx",
                 "a -> monthly", "every 0 days", 'monthly because "x"'):  # fmt: skip
        assert rhythm_said(text) is None, text
        with pytest.raises(ValueError, match="is no interval"):
            Deviation(text, "x", END)
    assert rhythm_said("14-tägig") == Every(Length(14, Unit.DAY))
    assert isinstance(rhythm_said('kein Kontakt nötig "x"'), NoContact)


LENGTHS = st.builds(Length, st.integers(1, 400), st.sampled_from(Unit))


@settings(max_examples=200)
@given(LENGTHS, LENGTHS, LENGTHS, st.booleans())
def test_whatever_counts_is_within_a_limit(
    rule: Length, limit: Length, agreed: Length, stricter: bool
) -> None:
    """Against the order itself: stricter, or never later than the limit."""
    unit = {u: f"{u.value}s" for u in Unit}
    said = [f"every {length.count} {unit[length.unit]}" for length in (rule, limit, agreed)]
    ways = f"{'stricter, ' if stricter else ''}looser up to {said[1]}"
    policy = loads(
        f'policy "x"\nattribute a: yes or no\na -> {said[0]}\nnot a -> {said[0]}\n'
        f"in the single case: {ways}\n"
    )
    made = policy.deviate({"a": True}, Deviation(Every(agreed), "x", END), DAY)
    order = compare(Every(agreed), Every(rule))
    within = compare(Every(agreed), Every(limit)) in (Order.EQUAL, Order.STRICTER)
    expected = stricter if order is Order.STRICTER else order is not Order.EQUAL and within
    assert made.counts == expected
