"""What a finding offers to paste can be read, and helps."""

import pytest

from kontaktdsl.diagnostics import Diagnostic
from kontaktdsl.project import check_text

HEAD = 'policy "P"\nattribute age: number 15 to 66\nattribute status: alo | asu\nevent X\n'


def pasted(text: str, code: str) -> list[tuple[Diagnostic, str]]:
    """The finding of that code, once for each of its repairs, with the text after the repair."""
    (finding,) = [f for f in check_text(text).findings if f.code == code]
    made = []
    for repair in finding.repairs:
        after = text
        for edit in sorted(repair.edits, key=lambda edit: -edit.span.start):
            after = after[: edit.span.start] + edit.text + after[edit.span.end :]
        made.append((finding, after))
    return made


@pytest.mark.parametrize(
    ("attributes", "who"),
    [
        (HEAD, "age 15 to 66"),
        ('policy "P"\nattribute new: yes or no\nattribute s: a | b\nevent X\n', "a or b"),
    ],
)
def test_a_gap_for_everyone_names_everyone(attributes: str, who: str) -> None:
    """And nobody is told that everyone is impossible."""
    line = "age under 25" if "age" in attributes else "new"
    text = attributes + f"rules A:\n  - {line} -> first same day as X\n"
    (finding,) = [f for f in check_text(text).findings if f.code == "gap"]
    assert [repair.lines for repair in finding.repairs] == [
        f"{who} -> ...",
        f'{who} -> not regulated "..."',
    ]
    _, (_, after) = pasted(text, "gap")
    assert "gap" not in [f.code for f in check_text(after).findings]
    assert check_text(after).policy is not None


TIMED = HEAD + "attribute Dauer: time since X\nbefore X -> weekly\n"


@pytest.mark.parametrize(
    ("text", "code", "lines"),
    [
        (
            TIMED + "Dauer 6 months -> monthly\n",
            "exact-length",
            ["Dauer under 6 months", "Dauer at least 6 months"],
        ),
        (
            TIMED + "table T:\n  | Dauer -> |\n  | 6 months -> monthly |\n",
            "exact-length",
            ["under 6 months", "at least 6 months"],
        ),
        (
            HEAD + "attribute w: low | mid | high  # a | b\nw at least mid -> monthly\n",
            "not-ordered",
            ["attribute w: low < mid < high"],
        ),
        (
            HEAD + 'attribute w: low "l | l" | high\nw at least high -> monthly\n',
            "not-ordered",
            [],
        ),
    ],
)
def test_a_slip_with_a_fact_in_time_or_an_order_is_mended(
    text: str, code: str, lines: list[str]
) -> None:
    """What is pasted is read and no slip any more."""
    made = pasted(text, code)
    assert [repair.lines for finding, _ in made[:1] for repair in finding.repairs] == lines
    for _, after in made:
        assert {f.code for f in check_text(after).findings} <= {"gap", "unused-attribute"}


def test_a_minimum_for_everyone_is_only_loosened_with_a_reason() -> None:
    """No case would be left over for the exception."""
    text = HEAD + (
        "rules A:\n  - age 15 to 66 -> at least monthly\nexception B to A:\n  - alo -> every 3 months\n"
    )
    ((finding, after),) = pasted(text, "loosened-minimum")
    assert finding.repairs[0].lines == '- alo -> every 3 months because "..."'
    assert "loosened-minimum" not in [f.code for f in check_text(after).findings]


def test_a_line_without_a_rhythm_is_not_offered_as_an_exception() -> None:
    """It would silence nothing, and the first conflict would stay."""
    text = HEAD + (
        "rules A:\n  - age 15 to 66 -> monthly\nrules B:\n  - alo -> first same day as X\n"
        "rules C:\n  - age under 25 -> first within 2 weeks of X\n"
    )
    assert pasted(text, "first-conflict") == []
