"""Rows that can be merged: pasting the repair changes nobody's answer."""

from kontaktdsl.evaluator import evaluate
from kontaktdsl.project import check_text
from kontaktdsl.question import Question, ask

TEXT = """policy "Beispiel"
attribute status: alo | asu | ruhend
attribute age: number 15 to 66
attribute Absolvent: yes or no
rules A:
  - alo and age under 25 -> monthly
  - ruhend -> every 3 months
  - asu and age under 25 -> monthly   # stays
  - (asu or alo) and age at least 25 -> every 2 months
Absolvent -> do "x"
"""


def test_the_repair_merges_the_lines_and_keeps_every_answer() -> None:
    (finding,) = check_text(TEXT).findings
    assert finding.code == "mergeable"
    (repair,) = finding.repairs
    assert repair.lines == "- (alo or asu) and age 15 to 24 -> monthly"
    text = TEXT
    for edit in sorted(repair.edits, key=lambda edit: -edit.span.start):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    assert len(text.splitlines()) == len(TEXT.splitlines()) - 1
    before, after = check_text(TEXT), check_text(text)
    assert after.findings == ()
    assert before.policy is not None
    assert after.policy is not None
    space = ask(before.policy, Question.WHAT).space
    for case in space.cases():
        facts = space.facts(case)
        old, new = evaluate(before.policy, facts), evaluate(after.policy, facts)
        assert {r.outcome for r in old.undefeated} == {r.outcome for r in new.undefeated}


def test_lines_with_different_citations_are_left_apart() -> None:
    text = TEXT.replace("age under 25 -> monthly\n", "age under 25 -> monthly [§ 2]\n")
    assert "mergeable" not in {finding.code for finding in check_text(text).findings}


def test_a_row_that_stands_twice_goes() -> None:
    text = (
        'policy "Beispiel"\nattribute status: alo | asu\nattribute age: number 15 to 66\ntable T:\n'
        "  | status -> age under 25 | age at least 25 |\n  | alo -> monthly | weekly |\n"
        "  | asu -> daily | weekly |\n  | alo -> monthly | weekly |\n"
    )
    found = [f for f in check_text(text).findings if f.code != "mergeable"]
    assert [finding.code for finding in found] == ["duplicate-row"]
    (edit,) = found[0].repairs[0].edits
    repaired = text[: edit.span.start] + edit.text + text[edit.span.end :]
    assert [f.code for f in check_text(repaired).findings] == []


def test_the_narrower_of_two_lines_is_named_in_a_conflict() -> None:
    text = (
        'policy "Beispiel"\nattribute age: number 15 to 66\nrules A:\n  - age 15 to 66 -> monthly\n'
        "rules B:\n  - age under 25 -> weekly\n"
    )
    (finding,) = check_text(text).findings
    assert any("Every case of line 6 is one of line 4 too" in note.en for note in finding.notes)
    wide = text.replace("15 to 66 ->", "20 to 66 ->")
    (conflict,) = (f for f in check_text(wide).findings if f.code == "conflict")
    assert not any("too" in note.en for note in conflict.notes)


def test_a_policy_in_the_folder_is_found_by_its_id(tmp_path) -> None:  # type: ignore[no-untyped-def]
    head = 'policy "Beispiel"\nattribute status: alo | asu\nalo -> monthly\nasu -> see '
    (tmp_path / "other.kpol").write_text('Richtlinie "B"\n  Kennung absolventen\n', "utf-8")
    (tmp_path / "plain.kpol").write_text('policy "C"\n', "utf-8")
    for target in ("absolventen", "plain"):
        assert check_text(head + target, "p.kpol", tmp_path).findings == ()
    (finding,) = check_text(head + "absolvent", "p.kpol", tmp_path).findings
    assert finding.code == "missing-target"
    assert "absolventen" in finding.notes[0].en


def test_each_cell_of_a_row_that_never_applies_is_told_once() -> None:
    """Two cells of one row have one condition in common, and are two findings all the same."""
    text = (
        'policy "A"\nattribute a: yes or no\na or not a -> monthly\ntable T:\n'
        '  | a -> a | a |\n  | not a -> do "x" | do "y" |\n  | a -> do "x" | do "z" |\n'
    )
    found = [(f.code, f.span.text) for f in check_text(text).findings if f.code != "mergeable"]
    assert found == [("cell-contradiction", 'do "x"'), ("cell-contradiction", 'do "y"')]


def test_an_exception_to_a_table_that_only_says_impossible_meets_nothing() -> None:
    text = (
        'policy "A"\nattribute a: yes or no\nattribute b: yes or no\n'
        "rules R:\n  - a or not a -> monthly\ntable T:\n  | a -> b |\n  | a -> impossible |\n"
        "exception E to R, T:\n  - a -> weekly\n"
    )
    found = [f for f in check_text(text).findings if f.code == "never-meets-base"]
    assert [f.headline.en for f in found] == ["The exception `E` never meets `T`"]
