"""Values that the data codes as whole numbers: `[map]` says what 1 and 2 stand for, and what 9."""

from datetime import date

import pyarrow as pa
import pytest

from kontaktdsl.batch.frames import matched
from kontaktdsl.batch.mapping import Columns, whole_numbers
from kontaktdsl.batch.needed import counts_from_contacts, narrowed
from kontaktdsl.project import loads

POLICY = loads("""
policy "Zahlen"
attribute status: alo | asu | rest
attribute neu: yes or no
attribute age: number 15 to 66
alo -> monthly
asu and neu -> every 2 months
asu and not neu -> every 3 months
rest and age under 25 -> every 4 months
rest and age at least 25 -> every 5 months
""")
COLUMNS = Columns(
    values={"status": {"1": "alo", "-2": "asu", "007": "rest"}, "neu": {"5": "yes"}},
    missing=("9", "-1"),
)
ROWS = {
    "status": [1, -2, -2, -2, 9, 7, 0, 2**40, None],
    "neu": [0, 1, 5, 0, 0, 0, 0, 0, 0],
    "age": [20, 20, 20, 20, 20, 20, 20, 20, 20],
}
STATUS = [
    "decided", "decided", "decided", "decided", "missing fact", "unknown value", "unknown value",
    "unknown value", "missing fact",
]  # fmt: skip
INTERVAL = ["monthly", "every 2 months", "every 2 months", "every 3 months", *[None] * 5]


@pytest.mark.parametrize("kind", [pa.int64(), pa.float64(), pa.dictionary(pa.int8(), pa.int64())])
def test_numbers_that_stand_for_values(kind: pa.DataType) -> None:
    """A number means what its word means; one that no word is, is unknown."""
    table = pa.table(
        {
            name: pa.array(cells, pa.int64()).cast(
                kind.value_type if pa.types.is_dictionary(kind) else kind
            )
            for name, cells in ROWS.items()
        }
    )
    if pa.types.is_dictionary(kind):
        table = pa.table({name: table[name].combine_chunks().dictionary_encode() for name in ROWS})
    found = POLICY.decide_batch(table, columns=COLUMNS, day=date(2026, 1, 1), language="en")
    assert found["status"].to_pylist() == STATUS
    assert found["interval"].to_pylist() == INTERVAL


def test_numbers_that_stand_for_nothing() -> None:
    """A mark for a missing value counts in columns of numbers, too."""
    table = pa.table({"status": ["rest"] * 3, "neu": [True] * 3, "age": [-1, 9, 14]})
    found = POLICY.decide_batch(table, columns=COLUMNS, language="en")
    assert found["status"].to_pylist() == ["missing fact", "missing fact", "unknown value"]


def test_which_words_a_number_can_be() -> None:
    """Only as a number is written."""
    words = ["1", "-1", "007", "+1", "1.0", "", "-", "²", "0", "-0", "9" * 30, "x"]
    assert whole_numbers(words) == {1: "1", -1: "-1", 0: "0"}


def test_a_first_contact_makes_the_last_one_matter() -> None:
    """Who has had a contact needs no first one: its day is read though no interval counts from it."""
    policy = loads("""
policy "Erst"
attribute neu: yes or no
event Antrag
neu -> first within 2 weeks of Antrag, see "Konzept"
not neu -> see "Konzept"
""")
    assert counts_from_contacts(policy.model)
    found = matched(policy.plan, ["id", "neu", "Antrag", "last_contact"], None)
    assert narrowed(policy.model, found, groups=False).last_contact == "last_contact"
