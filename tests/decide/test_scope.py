"""Whoever is outside the scope is told so, wherever a policy is asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kontaktdsl import ImpossibleFacts, NoDecision, Open, loads
from kontaktdsl.accounting import line
from kontaktdsl.cli.app import main
from kontaktdsl.decision import Decision, Refusal, Undecided
from kontaktdsl.project import check_text

TEXT = (
    'policy "Kurse"\n  applies to "alle Mitglieder"\n  applies to member and not archive [§ 1]\n'
    "attribute member: yes or no\nattribute archive: yes or no\nattribute age: number 15 to 66\n"
    'impossible: archive and age under 18 because "kept only later"\n'
    "age under 25 -> monthly [§ 2]\nage at least 25 -> every 3 months [§ 3]\n"
)
WHY = "die Richtlinie gilt hier nicht; sie gilt für `member and not archive` [§ 1] (Zeile 3)"


def test_the_account_counts_them_apart() -> None:
    checked = check_text(TEXT)
    assert checked.clean
    (account,) = checked.accounting
    assert (account.cases, account.impossible, account.outside, account.possible) == (12, 2, 7, 3)
    assert line(account).en == (
        "3 of 3 possible cases in scope: 3 interval, 0 forgotten, 0 contradictory; "
        "7 out of scope, 2 impossible"
    )
    assert line(account).de.endswith("; 7 außerhalb, 2 unmöglich")


def test_deciding_refuses_with_the_words_of_the_scope() -> None:
    policy = loads(TEXT)
    for ask in (policy.decide, policy.how_often, policy.consider, policy.explain):
        with pytest.raises(NoDecision) as refused:
            ask({"member": True, "archive": True, "age": 30})
        assert refused.value.refusal is Refusal.OUT_OF_SCOPE
        assert refused.value.text.de == WHY
        assert [rule.citation for rule in refused.value.rules] == ["§ 1"]


def test_what_is_impossible_comes_first() -> None:
    with pytest.raises(ImpossibleFacts):
        loads(TEXT).decide({"member": True, "archive": True, "age": 16})


def test_with_facts_missing_it_is_one_of_the_answers() -> None:
    found = loads(TEXT).consider({"age": 30, "archive": False})
    assert isinstance(found, Open)
    assert found.ask == "member"
    said = {type(one.answer): one for one in found.outcomes}
    assert set(said) == {Decision, Undecided}
    with pytest.raises(NoDecision):
        loads(TEXT).consider({"member": False})


def test_what_would_change_the_answer_may_be_the_scope() -> None:
    told = loads(TEXT).explain({"member": True, "archive": False, "age": 60})
    assert "Without" not in told.sentence.de
    assert WHY in told.sentence.de or "monatlich" in told.sentence.de


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "kurse.kpol"
    file.write_text(TEXT, encoding="utf-8")
    return file


def test_the_command_line_says_it_too(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = ["member", "archive", "age 30"]
    assert main(["decide", str(path), *facts, "--json"]) == 1
    body = json.loads(capsys.readouterr().out)
    assert body["status"] == "out of scope"
    assert main(["explain", str(path), *facts, "--lang", "de"]) == 1
    assert "die Richtlinie gilt hier nicht" in " ".join(capsys.readouterr().out.split())
    assert main(["matrix", str(path), "--lang", "de"]) == 0
    shown = capsys.readouterr().out
    assert "gilt hier nicht" in shown
    assert "7 außerhalb" in " ".join(shown.split())


def test_rows_outside_are_a_status_of_their_own(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("pyarrow")
    data = tmp_path / "people.csv"
    data.write_text(
        "id;age;member;archive;last contact\n1;20;ja;nein;01.11.2026\n2;20;nein;nein;01.11.2026\n",
        encoding="utf-8",
    )
    out = tmp_path / "out.csv"
    assert main(["run", str(path), str(data), "-o", str(out), "--lang", "de"]) == 0
    rows = out.read_text("utf-8-sig").splitlines()
    assert "gilt hier nicht" in rows[2]
    assert WHY in rows[2]
    capsys.readouterr()
    assert main(["due", str(path), str(data), "--day", "2026-12-24", "--lang", "de"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "1 ohne Termin nach der Richtlinie, 0 nicht zu bestimmen" in shown


def test_a_deviation_on_the_command_line(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path.write_text(TEXT + "in the single case: looser up to every 2 months\n", encoding="utf-8")
    person = ["decide", str(path), "member, not archive, age 20", "--lang", "en"]
    agreed = ["--deviation", "every 2 months", "--reason", "abroad", "--until", "2026-12-31"]
    days = ["--day", "2026-11-25", "--contact", "2026-11-01"]
    assert main([*person, *agreed, *days]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("monthly\n")
    assert "Deviation in the single case: every 2 months, until 2026-12-31" in shown
    assert "due 2026-12-01" in shown
    assert "due 2027-01-01" in shown
    assert main([*person, *agreed, "--day", "2027-01-01"]) == 0
    assert "the deviation ended on 2026-12-31; the rule counts again: monthly" in " ".join(
        capsys.readouterr().out.split()
    )
    assert main([*person, "--deviation", "yearly", "--reason", "x", "--until", "2026-12-31"]) == 1
    assert "looser than allowed" in capsys.readouterr().out
    for wrong in (
        ["--deviation", "often", "--until", "2026-12-31"],
        ["--deviation", "monthly"],
        ["--deviation", "monthly", "--until", "soon"],
        ["--deviation", "monthly", "--until", "2026-01-01", "--since", "2026-02-01"],
        ["--reason", "x"],
    ):
        assert main([*person, *wrong]) == 2
        assert "kpol" in capsys.readouterr().err
