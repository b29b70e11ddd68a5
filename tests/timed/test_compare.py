"""Two versions with other constants, compared: each still says what it said, on every day."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from kontaktdsl import loads, model
from kontaktdsl.changes.joint import join
from kontaktdsl.dates import Holidays, class_on
from kontaktdsl.evaluator import evaluate
from kontaktdsl.moments import ValueOn

HEAD = {
    "en": 'policy "x"\nattribute age: number 0 to 120\nevent Loan\nattribute Dauer: time since Loan\n',
    "de": 'Richtlinie "x"\nMerkmal age: Zahl 0 bis 120\nEreignis Loan\n'
    "Merkmal Dauer: Zeit seit Loan\n",
}
LENGTHS = ("30 days", "60 days", "4 weeks", "1 month", "2 months", "1 year")
CONDITION = st.one_of(
    st.tuples(st.sampled_from(("under", "at least", "over", "at most")), st.sampled_from(LENGTHS))
    .map(" ".join)
    .map("Dauer {}".format),
    st.just("before Loan"),
    st.tuples(
        st.sampled_from(("before", "since")), st.dates(date(2024, 1, 1), date(2024, 3, 1))
    ).map(lambda pair: f"Loan {pair[0]} {pair[1]}"),
    st.integers(1, 30).map("age on Loan at least {}".format),
)
ANSWERS = ("weekly", "monthly", "yearly")


@st.composite
def policies(draw: st.DrawFn) -> model.Policy:
    """A few conditions, each with an answer, and the rest."""
    said = draw(st.lists(CONDITION, min_size=1, max_size=3, unique=True))
    lines = ["rules A [1]:"]
    lines += [f"  - {each} -> {ANSWERS[at % 3]}" for at, each in enumerate(said)]
    lines += ["  - otherwise -> every 2 years"]
    return loads(HEAD["en"] + "\n".join(lines) + "\n").model


def facts(policy: model.Policy, day: date, event: date | None, born: date) -> dict[str, int]:
    """The classes of a policy's attributes on a day."""
    found = {"age": day.year - born.year}
    for attribute in policy.attributes:
        moment = attribute.derived
        if moment is not None:
            assert not isinstance(moment, ValueOn)
            place = class_on(moment, day, event, Holidays(), born)
            assert place is not None
            found[attribute.name] = place
    return found


@settings(max_examples=60)
@given(
    policies(),
    policies(),
    st.lists(
        st.tuples(
            st.dates(date(2023, 12, 1), date(2024, 12, 31)), st.none() | st.integers(-90, 400)
        ),
        min_size=20,
        max_size=20,
    ),
)
def test_the_finer_classes_say_the_same(
    old: model.Policy, new: model.Policy, people: list[tuple[date, int | None]]
) -> None:
    """Both sides answer as before, over the joint classes, and nobody real is impossible."""
    joint = join(old, new)
    born = date(2001, 1, 1)
    for day, ago in people:
        event = None if ago is None else day - timedelta(days=ago)
        for alone, beside in ((old, joint.old), (new, joint.new)):
            before = evaluate(alone, facts(alone, day, event, born))
            after = evaluate(beside, facts(beside, day, event, born))
            assert before.possible
            assert after.possible
            assert [rule.index for rule in before.hits] == [rule.index for rule in after.hits]


def test_other_spoken_languages_are_the_same_facts() -> None:
    """The names of classes differ, the facts do not."""
    english = loads(HEAD["en"] + "before Loan -> weekly\nnot before Loan -> monthly\n").model
    german = loads(HEAD["de"] + "vor Loan -> wöchentlich\nnicht vor Loan -> monatlich\n").model
    joint = join(english, german)
    assert joint.old.attributes == joint.new.attributes
    assert not joint.vocabulary
