"""Kinds in a policy against asking every case by itself."""

from itertools import product

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from kontaktdsl import model
from kontaktdsl.evaluator import evaluate, holds
from kontaktdsl.mixture import Demand, Where, demands, owed
from kontaktdsl.project import check_text
from kontaktdsl.syntax.tree import Occasion
from kontaktdsl.values import Kinds, rhythm_of
from tests.mixture.test_mixture import exists

quick = settings(
    max_examples=120,
    suppress_health_check=[HealthCheck.too_slow],
)
HEAD = (
    'policy "Beispiel"\nattribute status: a | b | c\nattribute f: yes or no\n'
    "attribute g: yes or no\nkinds: onsite, remote, letter\n"
)
WHO = st.sampled_from(["a", "b", "c", "f", "g", "not f", "a and f", "b or c", "f and g"])
RHYTHM = st.sampled_from(
    [
        "monthly",
        "2 times per calendar year",
        "3 times per calendar quarter",
        "3 times per 6 months",
        "4 times per year",
        'see "anderes Konzept"',
    ]
)
NAMES = st.sampled_from(
    ["onsite", "remote", "letter", "onsite or remote", "remote or letter", "onsite or letter"]
)
PLAIN = st.builds("{} {}".format, st.sampled_from(["only", "never"]), NAMES)
COUNTED = st.one_of(
    st.builds(
        "of them at least {} {}".format, st.sampled_from(["1", "2", "3", "half", "a third"]), NAMES
    ),
    st.builds("at most {} {}".format, st.sampled_from(["1", "2"]), NAMES),
    st.builds("never {} {} in a row".format, st.sampled_from(["2", "3"]), NAMES),
)
LINE = st.builds("{} -> {}\n".format, WHO, PLAIN | COUNTED)
AT = st.builds(
    "{}:\n  - {} -> {}\n".format,
    st.sampled_from(["at first contact", "at every contact", "at follow-up contact"]),
    WHO,
    PLAIN,
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A policy that says how often to everybody, and something of kinds."""
    rhythms = "".join(f"  - {who} -> {draw(RHYTHM)}\n" for who in "abc")
    exception = f"exception E to R:\n  - {draw(WHO)} -> {draw(RHYTHM)}\n"
    lines = "".join(draw(st.lists(LINE, min_size=1, max_size=4)))
    other = draw(st.sampled_from(["", f"rules Q:\n  - {draw(WHO)} -> {draw(RHYTHM)}\n"]))
    first = draw(st.sampled_from(["", draw(AT)]))
    impossible = draw(st.sampled_from(["", "impossible: a and g\n"]))
    return f"{HEAD}{impossible}rules R:\n{rhythms}{exception}{other}{lines}{first}"


WHERES = {
    Occasion.FIRST: Where.FIRST,
    Occasion.EVERY: Where.EVERY,
    Occasion.FOLLOW_UP: Where.FOLLOW_UP,
}


def cases(policy: model.Policy) -> list[tuple[frozenset[Demand], list[model.Rule], dict[str, int]]]:
    """Every possible case: what is said of kinds, the lines that say how often, and the facts."""
    found = []
    sides = [range(a.domain.bounds[0], a.domain.bounds[1] + 1) for a in policy.attributes]
    for values in product(*sides):
        facts = {a.name: value for a, value in zip(policy.attributes, values, strict=True)}
        it = evaluate(policy, facts)
        if it.possible:
            said = {d for rule in it.undefeated for d in demands(rule.outcome)}
            for at in policy.occasions:
                if holds(at.condition, facts):
                    said |= demands(at.outcome, WHERES[at.occasion])
            found.append((frozenset(said), list(it.counting), facts))
    return found


def uncounted(said: frozenset[Demand], rule: model.Rule) -> frozenset[Demand]:
    """What holds of contacts that follow a line: shares only where contacts are counted."""
    if owed(rhythm_of(rule.outcome)).count > 1:
        return said
    return frozenset(demand for demand in said if not demand.counts)


@quick
@given(texts())
def test_a_finding_exactly_where_no_sequence_of_contacts_exists(text: str) -> None:
    """Case by case, with every line that counts there."""
    note(text)
    checked = check_text(text)
    assert checked.policy is not None
    every = cases(checked.policy)
    codes = {finding.code for finding in checked.findings}
    lost = any(
        not exists(uncounted(said, rule), owed(rhythm_of(rule.outcome)), None)
        for said, rules, _ in every
        for rule in rules
    )
    assert bool(codes & {"kind-mixture", "kind-conflict"}) == lost
    bare = any(
        any(demand.counts for demand in said) and owed(rhythm_of(rule.outcome)).count == 1
        for said, rules, _ in every
        for rule in rules
    )
    assert ("share-without-count" in codes) == bare


@pytest.mark.parametrize(("never", "most"), [("a", "a or b"), ("a or b", "a")])
def test_a_guarantee_that_takes_two_lines_is_refuted_where_either_is_silent(
    never: str, most: str
) -> None:
    """Three of four on site: no letters, and one remote at most."""
    lines = f"{never} -> never letter\n{most} -> at most 1 remote\n"
    text = (
        'policy "x"\nattribute status: a | b\nkinds: onsite, remote, letter\n'
        f"a or b -> 4 times per calendar year\n{lines}"
        "ensure: a -> of them at least 3 onsite\nensure: a or b -> of them at least 3 onsite\n"
    )
    found = [f for f in check_text(text).findings if f.code == "ensure-refuted"]
    assert [f.span.line for f in found] == [8]
    assert [region.person.en for f in found for region in f.regions] == ["b"]


@quick
@given(texts(), WHO, COUNTED)
def test_a_guarantee_is_refuted_exactly_where_a_sequence_breaks_it(
    text: str, who: str, part: str
) -> None:
    """Case by case; where only what is delegated is unproven, that is said instead."""
    text = f"{text}ensure: {who} -> {part}\n"
    note(text)
    checked = check_text(text)
    assert checked.policy is not None
    (ensure,) = checked.policy.ensures
    assert isinstance(ensure, model.EnsureOutcome)
    (kinds,) = ensure.outcome
    assert isinstance(kinds, Kinds)
    (wanted,) = demands((kinds,))
    refuted = delegated = False
    for said, rules, facts in cases(checked.policy):
        if not holds(ensure.condition, facts):
            continue
        for rule in rules:
            windows = owed(rhythm_of(rule.outcome))
            asked = wanted if windows.count > 1 else wanted.of_all
            if exists(uncounted(said, rule), windows, asked):
                see = "siehe" in str(rhythm_of(rule.outcome)) or "See" in str(rule.outcome)
                delegated |= see
                refuted |= not see
    codes = [finding.code for finding in checked.findings]
    assert ("ensure-refuted" in codes) == refuted
    assert ("not-guaranteed" in codes) == delegated


SERIES = (
    'policy "Vorsorge"\nattribute klein: yes or no\nkinds: Praxis, Hausbesuch, Video\n'
    "series main: Praxis, Hausbesuch\n"
    "klein or not klein -> 4 times per calendar year, never Praxis, at most 1 Hausbesuch\n"
)


def test_in_a_series_only_its_own_kinds_count() -> None:
    """A video call would keep what is demanded, but serves no visit."""
    codes = [finding.code for finding in check_text(SERIES).findings]
    assert "kind-mixture" in codes
    wide = SERIES.replace("main: Praxis, Hausbesuch", "main: Praxis, Hausbesuch, Video")
    assert "kind-mixture" not in [finding.code for finding in check_text(wide).findings]


def test_a_right_counts_its_contacts_too() -> None:
    """Where nothing is owed, the share is one of the contacts that may be asked for."""
    text = SERIES.replace("4 times", "on request 4 times")
    codes = [finding.code for finding in check_text(text).findings]
    assert "kind-mixture" in codes
    assert "share-without-count" not in codes
