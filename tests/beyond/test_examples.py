"""Six complete policies of other fields: clean, tested, formatted, explained, and exact."""

from datetime import date, timedelta
from enum import Enum
from itertools import pairwise
from pathlib import Path

import attrs
import pytest

from kontaktdsl import library
from kontaktdsl.cli.app import main
from kontaktdsl.diagnostics import Severity
from kontaktdsl.evaluator import evaluate
from kontaktdsl.policy import Policy
from kontaktdsl.project import check_file, read_only
from kontaktdsl.question import Question, ask
from kontaktdsl.series import projected
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.formatter import format_document
from kontaktdsl.syntax.parser import parse, read
from kontaktdsl.values import KindMode
from tests.real import ROOT, files, one_series

FILES = files("examples/beyond")
REAL = one_series("examples/beyond")
by_name = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


@by_name
def test_nothing_is_found(path: Path) -> None:
    """Hints tell what is worth knowing; errors and warnings there are none."""
    found = check_file(path).findings
    assert [(f.code, f.span.line) for f in found if f.severity is not Severity.HINT] == []


@by_name
def test_the_author_s_examples_hold_and_there_are_some(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = read_only(path).policy
    assert policy is not None
    if policy.rules:
        assert policy.examples
        assert main(["test", str(path)]) == 0, capsys.readouterr().out


@by_name
@pytest.mark.parametrize("language", ["de", "en"])
def test_it_reads_in_both_languages(path: Path, language: str) -> None:
    """The text is formatted as it stands; turned into the other language and back it is the same."""
    source = read(path)
    document = parse(source).document
    assert format_document(document) == source.text
    turned = format_document(document, language)
    again = parse(type(source)(source.name, turned))
    assert not again.findings
    assert format_document(again.document, document.language) == source.text


@pytest.mark.parametrize("policy", REAL)
def test_every_possible_customer_gets_exactly_one_answer(policy: Policy) -> None:
    """Asked of the slow reference, case by case and series by series."""
    asked = ask(policy.model, Question.HOW_OFTEN)
    rest = {each.name: each.domain.bounds[0] for each in policy.attributes}
    owed = 0
    for case in asked.space.cases():
        found = evaluate(policy.model, {**rest, **asked.space.facts(case)})
        if found.owed:
            owed += 1
            assert found.rhythm is not None, case
    assert owed


@pytest.mark.parametrize("policy", REAL)
def test_every_customer_can_be_explained(policy: Policy) -> None:
    """In both languages, from the first case to the last."""
    space = policy.plan.space
    rest = {each.name: each.domain.bounds[0] for each in policy.attributes}
    for number, case in enumerate(space.cases()):
        person = {**rest, **space.facts(case)}
        if number % 7 == 0 and evaluate(policy.model, person).owed:
            told = policy.explain(policy.facts_of(person))
            assert told.sentence.de
            assert told.sentence.en


OLDER = {"Accept", "DaysOff", "ImpossibleCell", "Is", "Otherwise", "Quantity", "Yearly"}
"""Constructs of the two directives that these policies do without."""


def test_together_they_use_every_construct() -> None:
    """Every class of the tree but those of the two directives, every amount, window and mark."""
    seen: set[str] = set()

    def walk(node: object) -> None:
        if isinstance(node, tuple):
            for each in node:
                walk(each)
        elif isinstance(node, Enum):
            seen.add(str(node))
        elif attrs.has(type(node)):
            seen.add(type(node).__name__)
            for field in attrs.fields(type(node)):
                if field.name not in ("span", "source"):
                    walk(getattr(node, field.name))

    for path in FILES:
        walk(parse(read(path)).document.statements)
    entries = {
        name
        for name, kind in vars(tree).items()
        if isinstance(kind, type)
        and attrs.has(kind)
        and kind.__module__ == tree.__name__
        and not name.startswith("_")
    }
    assert entries - {"Document", "Entry"} - seen == OLDER
    for mark in (*tree.Amending, *KindMode):
        assert str(mark) in seen
    assert {"Share", "Length"} <= seen


def test_on_every_day_of_the_timeline_every_customer_gets_one_answer() -> None:
    """The text of each stretch of each chain; within a stretch nothing changes."""
    shelf = library(ROOT / "examples" / "beyond")
    stretches = 0
    for chain in shelf.chains:
        days = [stretch.days for stretch in chain.stretches]
        assert all(b.first == a.last + timedelta(days=1) for a, b in pairwise(days))
        for stretch in days:
            day = max(stretch.first, date(2000, 1, 1))
            model = shelf.as_of(chain.name, day).model
            assert shelf.as_of(chain.name, min(stretch.last, date(2100, 1, 1))).digest
            for one in projected(model):
                asked = ask(one, Question.HOW_OFTEN)
                rest = {each.name: each.domain.bounds[0] for each in one.attributes}
                for case in asked.space.cases():
                    found = evaluate(one, {**rest, **asked.space.facts(case)})
                    assert found.rhythm is not None or not found.owed, (chain.name, day, case)
            stretches += 1
    assert stretches >= 8
