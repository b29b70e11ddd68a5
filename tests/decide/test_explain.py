"""A decision in one sentence, with its line, its citation, and what would change it."""

from pathlib import Path

import pytest

from kontaktdsl import conditions, words
from kontaktdsl.decision import Fact
from kontaktdsl.diagnostics import Text
from kontaktdsl.policy import Policy
from kontaktdsl.project import load, loads
from kontaktdsl.refusals import ImpossibleFacts, MissingFacts, NoDecision
from kontaktdsl.resolver import resolve
from kontaktdsl.source import Source
from kontaktdsl.syntax.parser import parse
from kontaktdsl.values import (
    After,
    AsNeeded,
    Calendar,
    CalendarUnit,
    Every,
    Length,
    NoContact,
    Rhythm,
    Times,
    Unit,
)

ROOT = Path(__file__).parents[2]
POLICY = loads(
    """policy "Probe"
  intervals are a guide but a minimum for Intensiv
attribute age "Alter": number 15 to 66
attribute status: alo "arbeitslos" | asu "arbeitsuchend" | both "noch beides"
attribute Intensiv "wird intensiv betreut": yes or no
attribute Absolvent: yes or no
attribute Selbständig: yes or no
attribute Ruhezeit: number 0 to 999
event Antrag "Antragstellung"
kinds: persönlich, Gruppe "Gruppeninformation"
define U25 as age under 25
impossible: alo and Selbständig because "nur eines davon"

rules Base [Grundsätze]:
  - U25 -> monthly [1]
  - not U25 -> every 2 months, may use Gruppe [2]
  - Ruhezeit over 100 -> do "Bericht" within 3 working days of Antrag [3]
rules Dense:
  - Intensiv -> every 2 weeks
of Base, Dense the strictest applies because "enger geht vor"
exception Graduates to Base, Dense [Absolventen]:
  - Absolvent -> see "Konzept"
rules Start:
  - Selbständig -> first same day as Antrag [4]
at first contact:
  - do "Profil ansehen"
"""
)
PERSON: dict[str, Fact] = {
    "age": 30, "status": "asu", "Intensiv": False, "Absolvent": False, "Selbständig": False,
    "Ruhezeit": 0,
}  # fmt: skip


def told(policy: Policy = POLICY, **other: Fact) -> Text:
    return policy.explain({**PERSON, **other}).text


def test_the_line_its_citation_and_the_nearest_change() -> None:
    assert told() == Text(
        "Kontakt alle 2 Monate (Orientierung), nach „not U25“ [2]. "
        "Anders wäre es mit Intensiv: alle 2 Wochen (Mindestvorgabe).\n"
        "- beim Erstkontakt: „Profil ansehen“\n"
        "- auch Gruppeninformation erlaubt [2]",
        "Contact every 2 months (a guide), by “not U25” [2]. "
        "With Intensiv it would be: every 2 weeks (a minimum).\n"
        "- at the first contact: “Profil ansehen”\n"
        "- Gruppeninformation permitted too [2]",
    )


def test_a_birthday_is_nearer_than_anything_declared_later() -> None:
    text = told(age=25)
    assert text.de.split("\n")[0].endswith(
        "Anders wäre es mit 24 Jahren: monatlich (Orientierung)."
    )
    assert text.en.split("\n")[0].endswith("At 24 years it would be: monthly (a guide).")


def test_what_gives_way_to_an_exception() -> None:
    text = told(Absolvent=True, Intensiv=True)
    assert text.de.split("\n")[0] == (
        "Siehe „Konzept“, nach „Absolvent“ [Absolventen]; das geht „not U25“ [2] und „Intensiv“ "
        "(Zeile 19) vor. Anders wäre es ohne Absolvent: alle 2 Wochen (Mindestvorgabe)."
    )
    assert text.en.split("\n")[0] == (
        "See “Konzept”, by “Absolvent” [Absolventen]; that goes before “not U25” [2] and “Intensiv” "
        "(line 19). Without Absolvent it would be: every 2 weeks (a minimum)."
    )


def test_what_gives_way_to_the_strictest() -> None:
    text = told(Intensiv=True)
    assert "nach „Intensiv“ (Zeile 19); das ist strenger als „not U25“ [2]." in text.de
    assert "by “Intensiv” (line 19); that is stricter than “not U25” [2]." in text.en
    mild = loads(
        'policy "x"\nattribute A: yes or no\nrules R:\n  - A or not A -> monthly\n'
        'rules S:\n  - A -> every 2 months\nof R, S the least demanding applies because "so"\n'
    )
    sentence = mild.explain({"A": True}).sentence
    assert "das geht nach der Richtlinie „A or not A“ (Zeile 4) vor." in sentence.de


def test_first_step_and_deadline_of_a_duty() -> None:
    lines = told(Selbständig=True, Ruhezeit=101).de.split("\n")[1:]
    assert lines == [
        "- erster Kontakt am selben Tag wie Antragstellung [4]",
        "- „Bericht“ innerhalb von 3 Arbeitstagen ab Antragstellung [3]",
        "- beim Erstkontakt: „Profil ansehen“",
        "- auch Gruppeninformation erlaubt [2]",
    ]


def test_where_the_interval_stays_another_part_may_change() -> None:
    policy = loads(
        'policy "x"\nattribute A: yes or no\nattribute B: 1 | 2\n'.replace("1 | 2", "eins | zwei")
        + 'A or not A -> monthly\nzwei -> do "Bericht" [7]\n'
    )
    one = policy.explain({"A": False, "B": "eins"})
    assert one.sentence.de.endswith("Anders wäre es mit zwei: „Bericht“ [7].")
    other = policy.explain({"A": False, "B": "zwei"})
    assert other.sentence.de.endswith("Anders wäre es mit eins: nicht mehr: „Bericht“ [7].")
    assert other.change is not None
    assert (other.change.attribute, other.change.value) == ("B", 0)


def test_nothing_would_change_it() -> None:
    policy = loads('policy "x"\nattribute A: yes or no\nA or not A -> monthly\n')
    told = policy.explain({"A": True})
    assert told.change is None
    assert told.sentence == Text(
        "Kontakt monatlich, nach „A or not A“ (Zeile 3). "
        "Keine einzelne andere Angabe würde etwas ändern.",
        "Contact monthly, by “A or not A” (line 3). "
        "No other value of a single fact would change this.",
    )


def test_a_neighbour_without_an_answer_is_said_to_have_none() -> None:
    policy = loads('policy "x"\nattribute A: yes or no\nA -> monthly\n')
    assert "Anders wäre es ohne A: keine Regel sagt, wie oft" in policy.explain({"A": True}).text.de


def test_refusals_are_those_of_deciding() -> None:
    with pytest.raises(ImpossibleFacts):
        told(status="alo", Selbständig=True)
    with pytest.raises(MissingFacts):
        POLICY.explain({"age": 30})
    with pytest.raises(NoDecision):
        loads('policy "x"\nattribute A: yes or no\nA -> monthly\n').explain({"A": False})


def test_the_policies_never_change_by_an_impossible_neighbour() -> None:
    for path in sorted((ROOT / "policies").glob("*.kpol")):
        policy = load(path)
        space = policy.plan.space
        for case in space.cases():
            if policy.plan.answer(case) is None:
                continue
            facts = space.facts(case)
            change = policy.explain(policy.facts_of(facts)).change
            assert change is not None
            other = policy.facts_of({**facts, change.attribute: change.value})
            assert policy.decide(other) is change.answer


# --- words --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rhythm", "de", "en"),
    [
        (Every(Length(1, Unit.MONTH)), "monatlich", "monthly"),
        (Every(Length(2, Unit.YEAR)), "alle 2 Jahre", "every 2 years"),
        (Every(Length(1, Unit.WORKING_DAY)), "jeden Arbeitstag", "every working day"),
        (Times(1, Calendar(CalendarUnit.HALF_YEAR)), "einmal je Kalenderhalbjahr", "once per calendar half-year"),
        (NoContact("versorgt"), "kein Kontakt nötig („versorgt“)", "no contact required (“versorgt”)"),
        (AsNeeded("Leitung"), "nach Bedarf („Leitung“)", "as needed (“Leitung”)"),
    ],
)  # fmt: skip
def test_rhythms(rhythm: Rhythm, de: str, en: str) -> None:
    assert words.rhythm(rhythm) == Text(de, en)


def test_steps_inflect() -> None:
    assert words.part(After(Length(2, Unit.MONTH))) == Text(
        "dann nach 2 Monaten", "then after 2 months"
    )
    assert words.part(After(Length(1, Unit.WEEK))) == Text("dann nach 1 Woche", "then after 1 week")


def test_a_person() -> None:
    assert words.person(POLICY.model, POLICY.plan.read(PERSON)) == Text(
        "30 Jahre, arbeitsuchend, kein Intensiv, kein Absolvent, nicht selbständig, Ruhezeit 0",
        "30 years, arbeitsuchend, not Intensiv, not Absolvent, not Selbständig, Ruhezeit 0",
    )


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("name", ["rhein-hunsrueck", "dahme-spreewald"])
def test_conditions_resolve_to_what_they_were_made_from(name: str, language: str) -> None:
    model = load(ROOT / "policies" / f"{name}.kpol").model
    head = {"de": "Merkmal {}: {}", "en": "attribute {}: {}"}
    assert head[language]
    for rule in model.rules:
        if model.language != language:
            continue
        text = conditions.condition(model, rule.condition, language)
        again = (
            (ROOT / "policies" / f"{name}.kpol").read_text("utf-8")
            + f"\n{text} -> "
            + {"de": "monatlich", "en": "monthly"}[language]
            + "\n"
        )
        resolved = resolve(parse(Source("x", again)).document, lambda source, path: None)
        assert resolved.policy is not None, text
        assert conditions.condition(model, resolved.policy.rules[-1].condition, language) == text


@pytest.mark.parametrize(
    ("attribute", "ranges", "de", "source"),
    [
        ("age", ((15, 24),), "U25", "U25"),
        ("age", ((25, 66),), "Alter 25 bis 66", "age 25 to 66"),
        ("age", ((15, 15), (40, 66)), "Alter 15 oder 40 bis 66", "age 15 or age 40 to 66"),
        ("status", ((0, 1),), "arbeitslos oder arbeitsuchend", "alo or asu"),
        ("status", ((0, 2),), "status beliebig", "alo or asu or both"),
        ("Absolvent", ((0, 0),), "kein Absolvent", "not Absolvent"),
        ("Absolvent", ((1, 1),), "Absolvent", "Absolvent"),
    ],
)
def test_ranges(attribute: str, ranges: tuple[tuple[int, int], ...], de: str, source: str) -> None:
    model = POLICY.model
    found = next(a for a in model.attributes if a.name == attribute)
    assert words.ranges(model, found, ranges).de == de
    assert conditions.condition_of(model, found, ranges, "en") == source


def test_a_value_of_two_attributes_is_written_with_its_attribute() -> None:
    model = loads(
        'policy "x"\nattribute a: eins | zwei | drei\nattribute b: eins | zwei\n'
        "a eins or b eins -> monthly\n"
    ).model
    first = model.attributes[0]
    assert conditions.condition_of(model, first, ((0, 0),), "en") == "a eins"
    assert conditions.condition_of(model, first, ((0, 1),), "de") == "a in (eins, zwei)"
    assert conditions.condition_of(model, first, ((2, 2),), "de") == "drei"
