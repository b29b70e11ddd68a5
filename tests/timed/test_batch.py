"""Tables of people: what days tell in a batch is what they tell one by one."""

from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontaktdsl import loads
from kontaktdsl.batch.mapping import Columns, MappingError
from kontaktdsl.dates import DateError
from kontaktdsl.pushdown.convention import matched
from kontaktdsl.refusals import NoAnswer

TEXT = """policy "Leasing"
  calendar "Brandenburg"
attribute age: number 0 to 120
attribute status: open | closed
attribute urgent: decided by "foreman"
event Loan
event Return "Rückgabe"
attribute Dauer: time since Loan
attribute Block: time since Loan, anew every 6 months
before Loan -> no contact required "x"
rules Takt [1]:
  - Dauer under 30 days -> weekly
  - Dauer at least 30 days -> monthly
rules Rest [2]:
  - Dauer under 1 month and urgent -> do "a"
  - Dauer at least 10 working days -> do "b"
  - Block under 1 month -> do "c"
  - age on Loan at least 5 -> do "d"
  - age at least 18 -> do "e"
  - Return before 2026-01-01 -> do "f"
  - no Return since 2026-06-01 -> do "g"
  - status on Return closed -> do "h"
"""
POLICY = loads(TEXT)
DAY = date(2026, 11, 25)
DAYS = st.none() | st.dates(date(2024, 1, 1), date(2027, 6, 1))
PERSON = st.tuples(
    DAYS,
    DAYS,
    st.dates(date(1990, 1, 1), date(2026, 11, 1)),
    st.sampled_from(["open", "closed"]),
    st.booleans(),
)


def one(
    loan: date | None, back: date | None, born: date, status: str, urgent: bool
) -> tuple[str, str]:
    """Result and duties of one person."""
    given_facts: dict[str, str | bool | int] = {"urgent": urgent}
    if back is not None and back <= DAY:
        given_facts["status on Return"] = status
    try:
        facts = POLICY.facts_on(
            DAY, events={"Loan": loan, "Return": back}, facts=given_facts, born=born
        )
        decision = POLICY.decide(facts)
    except DateError:
        return "unknown value", ""
    except NoAnswer as none:
        return none.refusal.value, ""
    duties = "; ".join(duty.duty.text for duty in decision.duties)
    return "decided", duties


@settings(max_examples=60)
@given(st.lists(PERSON, min_size=1, max_size=25))
def test_a_batch_says_what_the_api_says(people: list[tuple[object, ...]]) -> None:
    """Row by row, by the facts that the days tell."""
    loan, back, born, status, urgent = map(list, zip(*people, strict=True))
    table = pa.table(
        {
            "Loan": pa.array(loan, pa.date32()),
            "Return": pa.array(back, pa.date32()),
            "born": pa.array(born, pa.date32()),
            "status on Return": pa.array(status, pa.string()),
            "urgent": pa.array(urgent, pa.bool_()),
        }
    )
    found = POLICY.decide_batch(table, day=DAY, language="en")
    rows = zip(found["status"].to_pylist(), found["duties"].to_pylist(), people, strict=True)
    for result, duties, person in rows:
        said, wanted = one(*person)  # type: ignore[arg-type]
        assert result == said, person
        if said == "decided":
            assert (duties or "") == wanted, person


def test_what_is_missing_and_who_says_it() -> None:
    """A decision that nobody has taken is a missing fact, and the row says whose it is."""
    table = pa.table(
        {
            "Loan": ["2026-11-20", "2026-11-20"],
            "Return": ["", None],
            "born": ["2001-01-01", "2001-01-01"],
            "status on Return": ["", ""],
            "urgent": ["open", "yes"],
        }
    )
    found = POLICY.decide_batch(table, day=DAY, language="en")
    assert found["status"].to_pylist() == ["missing fact", "decided"]
    assert found["facts"].to_pylist()[0] == "urgent (decided by “foreman”)"


def test_a_column_that_is_missing_is_named() -> None:
    """The message says which event, and which fact follows from it."""
    table = pa.table({"born": ["2001-01-01"], "urgent": ["yes"], "status on Return": ["open"]})
    with pytest.raises(MappingError, match="follows from the day of `Loan`"):
        POLICY.decide_batch(table, day=DAY)


def test_classes_in_words_may_stand_in_a_column() -> None:
    """Where the caller says so: then nothing is computed."""
    policy = loads(
        'policy "x"\nevent Loan\nattribute Dauer: time since Loan\n'
        "before Loan -> weekly\nDauer under 6 months -> monthly\n"
        "Dauer at least 6 months -> every 2 months\n"
    )
    table = pa.table({"how_long": ["not yet", "under 6 months", "at least 6 months", "Dauer 6"]})
    found = policy.decide_batch(table, columns=Columns(facts={"Dauer": "how_long"}), day=DAY)
    assert found["status"].to_pylist() == ["decided", "decided", "decided", "unknown value"]
    assert found["interval"].to_pylist()[:3] == ["weekly", "monthly", "every 2 months"]


def test_a_database_refuses_by_name() -> None:
    """Never a wrong answer: SQL computes nothing from days yet, and says which facts."""
    wanted = "`Dauer`.*`age on Loan`.*cannot be computed by a database yet"
    with pytest.raises(MappingError, match=wanted):
        matched(POLICY.plan, ["id", "Loan", "Return"], Columns())


def test_a_number_on_a_day_is_refused_by_name() -> None:
    """What nobody can read from a column yet is not read wrongly."""
    policy = loads(
        'policy "x"\nattribute children: number 0 to 20\nevent Loan\n'
        "children on Loan at least 2 -> weekly\nnot children on Loan at least 2 -> monthly\n"
    )
    table = pa.table({"children on Loan": [1], "Loan": ["2026-01-01"]})
    with pytest.raises(MappingError, match="`children on Loan` cannot be read from a column yet"):
        policy.decide_batch(table, day=DAY)
