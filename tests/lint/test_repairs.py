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
