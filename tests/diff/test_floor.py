"""A policy held against its floor: the same people fall below it as one by one, for the same reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st

from kontaktdsl import model
from kontaktdsl.changes.floor import Below, Breach, hold
from kontaktdsl.diagnostics import Diagnostic
from kontaktdsl.domains import Enumeration, contains
from kontaktdsl.project import check_text
from kontaktdsl.strictness import Order, compare
from kontaktdsl.values import Every, NoContact, Rhythm, See, Times, rhythm_of
from tests.diff.mutations import compiled, mutated
from tests.diff.reference import Person, Told, people
from tests.strategies.policies import policies

quick = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
campaign = settings(
    max_examples=3000,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
SOLVER_ALONE = 0
LEEWAYS = st.sampled_from(
    [
        "",
        "",
        "in the single case: stricter\n",
        "in the single case: stricter, looser up to every 2 months\n",
        'in the single case: looser up to every 6 months with "Leitung"\n',
        "in the single case: looser\n",
    ]
)


def kept(rhythm: Rhythm, floor: Rhythm) -> bool:
    return compare(rhythm, floor) in (Order.EQUAL, Order.STRICTER)


def expected(upper: Told, floor: Told) -> Below | None:
    """How one person falls below the floor, told from the rules that count."""
    there = floor.how_often
    if not isinstance(there, Every | Times) or not upper.owed:
        return None
    assert upper.found is not None
    rhythms = [rhythm_of(rule.outcome) for rule in upper.found.counting]
    failing = [r for r in rhythms if r is not None and not kept(r, there)]
    if not rhythms:
        return Below.SILENT
    if failing:
        if all(isinstance(rhythm, See) for rhythm in failing):
            return Below.DELEGATED
        if not any(isinstance(rhythm, Every | Times | NoContact) for rhythm in failing):
            return Below.SILENT
        orders = {compare(rhythm, there) for rhythm in failing}
        return Below.LOOSER if Order.LOOSER in orders else Below.INCOMPARABLE
    single_case = upper.policy.single_case
    for leeway in single_case.leeways if single_case else ():
        if leeway.looser and (leeway.limit is None or not kept(leeway.limit, there)):
            return Below.SINGLE_CASE
    return None


def inside(breach: Breach, person: Person) -> bool:
    """Whether a person lies in one of its regions."""
    return any(
        all(_has(person, attribute, allowed) for attribute, allowed in w) for w in breach.where
    )


def _has(person: Person, attribute: model.Attribute, allowed: object) -> bool:
    value = person[attribute.name]
    if isinstance(attribute.domain, Enumeration):
        value = [each.name for each in attribute.domain.values].index(str(value))
    return contains(allowed, int(value))  # type: ignore[arg-type]


def check(upper_text: str, floor_text: str) -> None:
    note(upper_text)
    note(floor_text)
    upper, floor = compiled(upper_text), compiled(floor_text)
    assume(upper is not None and floor is not None)
    assert upper is not None
    assert floor is not None
    both = hold(upper, floor), hold(upper, floor, nodes=SOLVER_ALONE)
    for held in both:
        assert all(breach.complete for breach in held.breaches)
    any_one = False
    for person in people(floor, upper):
        told = Told(upper, person), Told(floor, person)
        if not all(one.possible for one in told):
            continue  # in no region, or impossible in one: nobody is there
        wanted = expected(*told)
        any_one = any_one or wanted is not None
        for held in both:
            got = {breach.below for breach in held.breaches if inside(breach, person)}
            assert got == (set() if wanted is None else {wanted}), (person, got, wanted)
    for held in both:
        assert bool(held.breaches) == any_one


@quick
@given(policies(max_rules=6, max_attributes=3, scopes=True), st.integers(0, 10**6), LEEWAYS)
def test_a_policy_and_one_that_was_changed_a_little(text: str, seed: int, leeway: str) -> None:
    check(text + leeway, mutated(text, seed))


@quick
@given(
    policies(max_rules=5, max_attributes=3, scopes=True),
    policies(max_rules=5, max_attributes=3, scopes=True),
    LEEWAYS,
)
def test_two_unrelated_policies(upper: str, floor: str, leeway: str) -> None:
    check(upper + leeway, floor)


@pytest.mark.slow
@campaign
@given(policies(max_rules=8, max_attributes=3, scopes=True), st.integers(0, 10**6), LEEWAYS)
def test_many_policies_changed_a_little(text: str, seed: int, leeway: str) -> None:
    check(text + leeway, mutated(text, seed))


FLOOR = (
    'policy "Land"\n  id land\nattribute age: number 15 to 66\nattribute Pflege: yes or no\n'
    "age under 25 -> every 2 months [§ 1]\nage at least 25 and not Pflege -> every 6 months [§ 2]\n"
    'age at least 25 and Pflege -> see "Pflegeplan" [§ 3]\n'
)
UPPER = (
    'policy "Ort"\n  id ort\n  applies to Mitglied\nattribute age: number 15 to 66\n'
    "attribute Mitglied: yes or no\nage under 25 -> monthly [§ 1]\n"
    "age at least 25 -> every 8 months [§ 2]\nensure: never looser than land [§ 3]\n"
)


def found(tmp_path: Path, upper: str, floor: str) -> list[Diagnostic]:
    if floor:
        (tmp_path / "land.kpol").write_text(floor, encoding="utf-8")
    return [
        f for f in check_text(upper, "ort.kpol", tmp_path).findings if f.severity.value != "hint"
    ]


def test_it_is_refuted_with_a_person_and_both_answers(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, UPPER, FLOOR)
    assert finding.code == "ensure-refuted"
    (region,) = finding.regions
    assert region.words.en == "age 25 to 66, Mitglied"
    assert region.aside is not None
    assert region.aside.en == "not Pflege"
    assert region.person.de == "25 Jahre, kein Pflege, Mitglied"
    assert [note.de for note in finding.notes] == [
        "in `land`: alle 6 Monate; hier: alle 8 Monate; das ist lockerer",
        "das Merkmal `Pflege` kennt nur `land`; es zählt jede seiner Möglichkeiten",
    ]
    assert [
        (label.span.source.name.endswith("land.kpol"), label.span.line) for label in finding.others
    ] == [
        (False, 7),
        (True, 6),
    ]


def test_whoever_is_outside_the_scope_is_owed_nothing(tmp_path: Path) -> None:
    narrower = UPPER.replace("applies to Mitglied", "applies to Mitglied and age under 25")
    codes = [f.code for f in found(tmp_path, narrower, FLOOR)]
    assert codes == ["never-applies"]


def test_delegating_is_not_guaranteed_here(tmp_path: Path) -> None:
    upper = UPPER.replace("every 8 months", 'see "anderswo"')
    assert [f.code for f in found(tmp_path, upper, FLOOR)] == ["not-guaranteed"]


@pytest.mark.parametrize(
    ("rhythm", "how"),
    [
        ("every 190 days", "neither of the two is surely never later"),
        ('no contact required "x"', "that is looser"),
        ('as needed "TL"', "there is no interval here"),
        ('not regulated "x"', "there is no interval here"),
    ],
)
def test_what_is_not_proven_does_not_count(tmp_path: Path, rhythm: str, how: str) -> None:
    upper = UPPER.replace("every 8 months", rhythm)
    floor = FLOOR.replace("every 6 months", "every 9 months") if "190" in rhythm else FLOOR
    if "190" in rhythm:
        upper, floor = upper.replace("190", "183"), FLOOR
    (finding,) = found(tmp_path, upper, floor)
    assert finding.code == "ensure-refuted"
    assert finding.notes[0].en.endswith(how)


def test_an_equal_or_stricter_policy_is_proven(tmp_path: Path) -> None:
    assert found(tmp_path, UPPER.replace("every 8 months", "every 181 days"), FLOOR) == []


@pytest.mark.parametrize(
    ("floor", "code"),
    [
        ("", "missing-target"),
        ("attribute age: number 15 to 66\n", "missing-target"),
        (FLOOR.replace("id land", "id anderswo"), "missing-target"),
        (FLOOR + "quatsch\n", "broken-target"),
        ('policy "Land"\n  id land\nattribute age: number 15 to 66\n', "broken-target"),
        (
            FLOOR.replace("number 15 to 66", "young | old")
            .replace("age under 25", "young")
            .replace("age at least 25", "old"),
            "floor-vocabulary",
        ),
    ],
)
def test_a_floor_that_cannot_be_compared_is_named(tmp_path: Path, floor: str, code: str) -> None:
    assert code in [f.code for f in found(tmp_path, UPPER, floor)]


def test_a_policy_is_no_floor_of_its_own(tmp_path: Path) -> None:
    upper = UPPER.replace("never looser than land", "never looser than ort")
    assert [f.code for f in found(tmp_path, upper, FLOOR)] == ["missing-target"]


def test_the_single_case_may_not_undercut_the_floor(tmp_path: Path) -> None:
    upper = UPPER.replace("every 8 months", "every 3 months")
    line = 'in the single case: stricter, looser up to every 4 months with "Leitung" [§ 9]\n'
    (finding,) = found(tmp_path, upper + line, FLOOR)
    assert finding.code == "leeway-below-floor"
    assert finding.span.line == 9
    assert finding.regions[0].words.en == "age 15 to 24, Mitglied"
    assert found(tmp_path, upper + line.replace("4 months", "2 months"), FLOOR) == []
