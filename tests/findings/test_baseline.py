"""An old policy enters CI: what was there is known, only what is new fails."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kontaktdsl.baseline import BaselineError, apply, dump, entries, parse
from kontaktdsl.project import check_text
from kontaktdsl.reports.record import record
from kontaktdsl.reports.shape import FileRecord
from tests.strategies.policies import policies

PRINTED = Path(__file__).resolve().parents[2] / "examples" / "as-printed"
HEAD = (
    'policy "Beispiel"\n  id muster\nattribute status: alo | asu\nattribute age: number 15 to 66\n'
)
OLD = HEAD + "rules A:\n  - age under 25 and alo -> monthly\n  - age at least 25 -> weekly\n"
TWICE = "x -> weekly\n"


def recorded(text: str, name: str = "p.kpol") -> FileRecord:
    made = check_text(text, name)
    return record(name, made.language, made.policy, made.findings, made.accounting, made.accepted)


def test_what_is_known_fails_no_more() -> None:
    made = [recorded(OLD)]
    applied = apply(made, parse(dump(made)))
    assert applied.records[0]["findings"] == []
    assert (applied.known, applied.stale) == (1, ())


def test_it_survives_when_lines_move_and_comments_change() -> None:
    known = parse(dump([recorded(OLD)]))
    moved = OLD.replace("rules A:", '\n\n# above\nnote "x"\nrules A:  # beside')
    applied = apply([recorded(moved)], known)
    assert applied.records[0]["findings"] == []
    assert applied.stale == ()


def test_a_name_that_is_no_text_is_known_again() -> None:
    """What the system lets a file be called may not be writable."""
    made = [recorded(OLD.replace("  id muster\n", ""), "kaputt\udcff.kpol")]
    applied = apply(made, parse(dump(made).encode("utf-8", "replace").decode("utf-8")))
    assert (applied.known, applied.stale) == (1, ())


def test_the_same_group_of_another_series_is_new() -> None:
    series = HEAD + "series Anrufe\nalo -> monthly\n{}alo -> weekly for Anrufe\n{}"
    known = parse(dump([recorded(series.format("", "asu -> weekly for Anrufe\n"))]))
    applied = apply([recorded(series.format("asu -> weekly\n", ""))], known)
    assert [finding["code"] for finding in applied.records[0]["findings"]] == ["gap"]


def test_a_new_group_in_an_old_gap_is_new() -> None:
    known = parse(dump([recorded(OLD)]))
    wider = OLD.replace("age at least 25 ->", "age at least 30 ->")
    applied = apply([recorded(wider)], known)
    assert [finding["code"] for finding in applied.records[0]["findings"]] == ["gap"]
    assert [entry.code for entry in applied.stale] == ["gap"]


def test_what_is_mended_is_reported_to_be_taken_out() -> None:
    known = parse(dump([recorded(OLD)]))
    mended = OLD + "age under 25 and not alo -> daily\n"
    applied = apply([recorded(mended)], known)
    assert applied.records[0]["findings"] == []
    assert [(entry.code, entry.policy) for entry in applied.stale] == [("gap", "muster")]


def test_an_entry_stands_for_one_finding() -> None:
    one, two = recorded(OLD + TWICE), recorded(OLD + TWICE + TWICE)
    applied = apply([two], parse(dump([one])))
    assert len(two["findings"]) - len(one["findings"]) == len(applied.records[0]["findings"]) == 1


def test_policies_that_were_not_checked_are_left_alone() -> None:
    known = parse(dump([recorded(OLD)]))
    other = recorded(OLD.replace("muster", "anders"))
    applied = apply([other], known)
    assert applied.stale == ()
    assert len(applied.records[0]["findings"]) == 1


def test_the_printed_directives_enter_ci() -> None:
    made = [recorded(path.read_text("utf-8"), path.name) for path in sorted(PRINTED.glob("*.kpol"))]
    text = dump(made)
    assert text == dump(made[::-1])
    assert json.loads(text)["format"] == "kontaktdsl-baseline"
    applied = apply(made, parse(text))
    assert all(not told["findings"] for told in applied.records)
    assert applied.known == len(entries(made)) > 4


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format": "x", "version": 1}', "nonsense", "[" * 100_000]
)
def test_what_is_no_baseline_is_refused(text: str) -> None:
    with pytest.raises(BaselineError):
        parse(text)


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(policies(max_rules=6), st.integers(0, 3))
def test_nothing_is_new_after_writing_and_moving(text: str, down: int) -> None:
    made = recorded(text)
    moved = recorded(text.replace("\n", "\n" + "\n" * down, 1))
    applied = apply([moved], parse(dump([made])))
    assert applied.records[0]["findings"] == []
    assert applied.stale == ()
    assert applied.known == len(made["findings"])
