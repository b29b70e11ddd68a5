"""A finding that the policy accepts counts no more; a line `accept` that is wrong is a finding."""

from datetime import date

import pytest

from kontaktdsl import steps
from kontaktdsl.catalogue import FIXED, KINDS
from kontaktdsl.lint.accepting import EXPIRED
from kontaktdsl.lint.every import ACCEPTABLE
from kontaktdsl.project import Checked, check_text
from kontaktdsl.versions import kinds as versions

HEAD = 'policy "Beispiel"\nattribute status: alo | asu\nattribute age: number 15 to 66\n'
GAP = HEAD + "rules A:\n  - age under 25 and alo -> monthly\n  - age at least 25 -> weekly\n"
CLASH = HEAD + (
    "rules A:\n  - alo or asu -> monthly\nrules B:\n  - age under 25 -> weekly\n"
    "rules C:\n  - age over 60 -> daily\n"
)
DAY = date(2026, 6, 30)


def codes(checked: Checked) -> list[str]:
    return [finding.code for finding in checked.findings]


def test_an_accepted_finding_is_listed_apart() -> None:
    checked = check_text(GAP + 'accept gap because "follows in May"\n')
    assert codes(checked) == []
    (accepted,) = checked.accepted
    assert accepted.finding.code == "gap"
    assert accepted.by.because.reason == "follows in May"
    assert checked.clean


def test_the_german_words() -> None:
    text = 'Richtlinie "B"\nMerkmal Status: alo | asu\nalo -> monatlich\n'
    checked = check_text(text + 'hingenommen gap weil "folgt" bis 31.12.2099\n')
    assert codes(checked) == []
    assert checked.accepted[0].by.until == date(2099, 12, 31)


@pytest.mark.parametrize(
    ("today", "left"),
    [
        (date(2026, 6, 29), []),
        (DAY, []),
        (date(2026, 7, 1), ["accept-expired", "gap"]),
    ],
)
def test_the_last_day_is_included(today: date, left: list[str]) -> None:
    text = GAP + 'accept gap because "follows" until 2026-06-30\n'
    checked = check_text(text, today=today)
    assert sorted(codes(checked)) == left
    assert checked.until == (DAY if not left else None)


def test_an_expired_line_says_its_day_in_both_languages() -> None:
    text = GAP + 'accept gap because "follows" until 2026-06-30\n'
    (finding,) = (f for f in check_text(text, today=date(2027, 1, 1)).findings if f.kind is EXPIRED)
    assert "30.06.2026" in finding.headline.de
    assert "2026-06-30" in finding.headline.en


def test_only_findings_of_the_named_blocks_are_accepted() -> None:
    checked = check_text(CLASH + 'accept conflict for C because "meant"\n')
    assert codes(checked) == ["conflict"]
    assert len(checked.accepted) == 1
    both = check_text(CLASH + 'accept conflict for B, C because "meant"\n')
    assert codes(both) == []
    assert len(both.accepted) == 2
    all_of_them = check_text(CLASH + 'accept conflict for A because "meant"\n')
    assert len(all_of_them.accepted) == 2


def test_an_unknown_block_is_an_error() -> None:
    assert "unknown-block" in codes(check_text(CLASH + 'accept conflict for D because "x"\n'))


def test_a_line_without_its_finding_is_one_even_when_it_is_over() -> None:
    whole = HEAD + "age under 25 -> monthly\nage at least 25 and alo -> weekly\n"
    whole += "age at least 25 and asu -> daily\n"
    text = whole + 'accept gap because "x" until 2020-01-01\n'
    assert codes(check_text(text)) == ["accept-unused"]


def test_an_unknown_code_is_explained() -> None:
    (finding,) = (
        f for f in check_text(GAP + 'accept gapp because "x"\n').findings if f.code != "gap"
    )
    assert finding.code == "accept-unknown"
    assert "`gap`" in finding.notes[0].en


@pytest.mark.parametrize("code", sorted(kind.code for kind in FIXED - set(steps.KINDS)))
def test_what_cannot_be_read_or_checked_is_never_accepted(code: str) -> None:
    found = codes(check_text(GAP + f'accept {code} because "x"\n'))
    assert sorted(found) == ["accept-refused", "gap"]


def test_everything_else_can_be_accepted() -> None:
    mild = {kind for kind in KINDS if kind not in FIXED}
    acceptable = {*ACCEPTABLE, *versions.ACCEPTABLE}
    assert acceptable <= mild
    for kind in mild - acceptable:
        assert kind.severity.value != "error"


@pytest.mark.parametrize(
    "kind",
    [k for k in ACCEPTABLE if k.bad and not k.beside and not k.neighbour[0]],
    ids=lambda kind: kind.code,
)
def test_accepting_takes_the_bad_example_to_a_clean_check(kind) -> None:  # type: ignore[no-untyped-def]
    checked = check_text(f'{kind.bad}\naccept {kind.code} because "meant"\n')
    assert codes(checked) == []
    assert {accepted.finding.code for accepted in checked.accepted} == {kind.code}


def test_a_reason_is_required() -> None:
    assert codes(check_text(GAP + "accept gap\n")) == ["missing-reason"]
    assert codes(check_text(GAP + "accept gap until 2026-01-01\n")) == ["missing-reason"]


def test_the_block_named_ends_with_its_last_line() -> None:
    """What stands below it is not accepted with it."""
    text = (
        HEAD.replace("attribute age: number 15 to 66\n", "")
        + "rules A:\n  - alo or asu -> monthly\nrules B:\n  - alo and asu -> monthly\n"
    )
    assert codes(check_text(text + 'accept never-applies for B because "x"\n')) == []
    found = codes(check_text(text + 'accept never-applies for A because "x"\n'))
    assert sorted(found) == ["accept-unused", "never-applies"]


def test_a_result_holds_until_the_first_of_several_ends() -> None:
    text = GAP
    text += 'accept gap because "a" until 2026-09-30\naccept gap because "b" until 2026-06-30\n'
    assert check_text(text, today=date(2026, 6, 1)).until == DAY
    assert check_text(text, today=date(2026, 7, 1)).until == date(2026, 9, 30)
