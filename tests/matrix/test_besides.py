"""What a table has no room for: in words in every format, and for exactly the right people."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from kontaktdsl import model
from kontaktdsl.domains import Enumeration, YesNo
from kontaktdsl.evaluator import Evaluation, evaluate, holds, is_exception_to
from kontaktdsl.project import loads
from kontaktdsl.question import Question, ask
from kontaktdsl.reports.lines import plain
from kontaktdsl.reports.matrices import csv, html, markdown, svg, text
from kontaktdsl.reports.matrices.besides import Beside
from kontaktdsl.reports.matrices.build import Limits, grid
from kontaktdsl.reports.matrices.wording import Wording
from kontaktdsl.values import RHYTHMS
from tests.matrix import pages
from tests.matrix.test_brute_force import LIMITS
from tests.strategies.policies import policies

SAID = """\
policy "Care"
  applies to rented and not sold
attribute age: number 0 to 30
attribute leased: yes or no
attribute rented: yes or no
attribute sold: yes or no
event Loan "start of the lease"
kinds: onsite "on site", remote "by telephone", letter
series main "service": onsite, remote, restarts on Loan
rules Care [§ 1]:
  - age under 5 -> first within 2 weeks of Loan, 4 times per calendar year, of them at least half onsite
  - age at least 5 -> every 2 months, at most 1 remote, do "log the hours" within 3 days of Loan
exception Old to Care [§ 2]:
  - age over 20 and leased -> monthly, on request weekly
rules Manner [§ 3]:
  - leased -> never 2 remote in a row, may use letter
  - otherwise -> never letter
rules Stop [§ 4]:
  - leased and age over 10 -> paused "in store" at most 3 weeks
at first contact [§ 5]:
  - only onsite
at every contact [§ 5]:
  - leased -> do "sign the sheet"
when missed [§ 6]:
  - do "offer a new day"
in the single case: stricter, looser up to every 6 months with "the office" [§ 7]
"""
ENGLISH = (
    "When first?",
    "if age 0 to 4: first contact within 2 weeks of start of the lease [§ 1]",
    "In which kind?",
    "if age 0 to 4: of them at least half on site [§ 1]",
    "if age 5 to 30: of them at most 1 by telephone, except where the exception Old holds [§ 1]",
    "if leased: never 2 times in a row by telephone, letter permitted too [§ 3]",
    "otherwise (no other line of Manner holds): never letter [§ 3]",
    "What?",
    "if age 5 to 30: “log the hours” within 3 days of start of the lease, "
    "except where the exception Old holds [§ 1]",
    "What is paused?",
    "if leased and age 11 to 30: paused (“in store”), at most 3 weeks [§ 4]",
    "At the first contact",
    "only on site [§ 5]",
    "At every contact",
    "if leased: “sign the sheet” [§ 5]",
    "When one is missed",
    "“offer a new day” [§ 6]",
)
GERMAN = (
    "Wann zuerst?",
    "wenn age 0 bis 4: erster Kontakt innerhalb von 2 Wochen ab start of the lease [§ 1]",
    "In welcher Art?",
    "wenn age 0 bis 4: davon mindestens die Hälfte on site [§ 1]",
    "wenn age 5 bis 30: davon höchstens 1 by telephone, außer wo die Ausnahme Old greift [§ 1]",
    "wenn leased: nie 2-mal hintereinander by telephone, auch letter erlaubt [§ 3]",
    "sonst (keine andere Zeile von Manner trifft zu): nie letter [§ 3]",
    "Was ruht?",
    "wenn leased und age 11 bis 30: ruht („in store“), höchstens 3 Wochen [§ 4]",
    "Beim Erstkontakt",
    "Bei jedem Kontakt",
    "Bei Versäumnis",
    "„offer a new day“ [§ 6]",
)


def documents(words: Wording) -> dict[str, str]:
    """The words of a table in every format but CSV."""
    page = pages.tree(html.document(words, "0")).text
    shown = markdown.document(words, "0").replace("\\", "")
    drawing = pages.tree(svg.document(words, "0")).text
    return {
        "text": plain(text.picture(words.grid, words.language, 5000)),
        "html": page,
        "markdown": shown,
        "svg": " ".join(drawing.split()),
    }


@pytest.mark.parametrize(("language", "wanted"), [("en", ENGLISH), ("de", GERMAN)])
def test_every_format_says_it(language: str, wanted: tuple[str, ...]) -> None:
    """First steps, kinds, duties, pauses and occasions, in this order, in the reader's language."""
    words = Wording(grid(loads(SAID).model, Limits()), language)
    for form, shown in documents(words).items():
        at = 0
        for each in wanted:
            found = shown.find(each, at)
            assert found >= 0, (form, each, shown)
            at = found


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        (
            "en",
            (
                "Applies to: rented and not sold",
                "What counts in it: on site, by telephone",
                "The clock runs anew from: start of the lease",
                "In the single case: stricter or looser up to every 6 months with the office",
            ),
        ),
        (
            "de",
            (
                "Gilt für: rented und nicht sold",
                "Darin zählen: on site, by telephone",
                "Die Uhr beginnt neu mit: start of the lease",
                "Im Einzelfall: strenger oder lockerer bis alle 6 Monate mit the office",
            ),
        ),
    ],
)
def test_the_bounds_of_a_policy_are_said(language: str, wanted: tuple[str, ...]) -> None:
    """Its scope, its series and the single case, in every format."""
    words = Wording(grid(loads(SAID).model, Limits()), language)
    for form, shown in documents(words).items():
        for each in wanted:
            term, value = each.split(": ")
            assert value in shown, (form, value)
            assert term in shown or term[:1].lower() + term[1:] in shown, (form, term)


def test_a_cell_of_the_csv_says_what_holds_in_it() -> None:
    """Without a condition that holds for all of it, and nothing that holds for nobody there."""
    words = Wording(grid(loads(SAID).model, Limits()), "en")
    head, *lines = pages.rows(csv.document(words, "0"), ",")
    assert head[-1] == "besides"
    said = {tuple(line[:2]): line[-1].split(csv.JOINT) for line in lines if line[-1]}
    assert said["age 0 to 4", "yes"] == [
        "first contact within 2 weeks of start of the lease [§ 1]",
        "of them at least half on site [§ 1]",
        "never 2 times in a row by telephone, letter permitted too [§ 3]",
        "at the first contact: only on site [§ 5]",
        "at every contact: “sign the sheet” [§ 5]",
        "when one is missed: “offer a new day” [§ 6]",
    ], said
    older = next(texts for (age, leased), texts in said.items() if "30" in age and leased == "no")
    assert "of them at most 1 by telephone [§ 1]" in older
    assert "never letter [§ 3]" in older
    oldest = next(texts for (age, leased), texts in said.items() if "21" in age and leased == "yes")
    assert not any("telephone [§ 1]" in each or "log the hours" in each for each in oldest)


def test_what_is_impossible_in_a_cell_is_not_said_there() -> None:
    """Also where the condition speaks of nothing that the table shows."""
    made = grid(loads(APART).model, Limits())
    _, *lines = pages.rows(csv.document(Wording(made, "en"), "0"), ",")
    said: dict[str, set[str]] = {}
    for line in lines:
        if "impossible" not in line:
            said.setdefault(line[0], set()).add(line[-1])
    assert said == {
        "alo": {"“x” [§ 2] | “y” [§ 2]", "“y” [§ 2]"},
        "asu": {"“y” [§ 2]"},
        "krank": {"“x” [§ 2]"},
    }


APART = """\
policy "Care"
attribute status: alo | asu | krank
attribute Kurs: yes or no
attribute Reha: yes or no
impossible: asu and Kurs because "x"
impossible: krank and not Kurs because "x"
impossible: krank and not Reha because "x"
impossible: not krank and Reha because "x"
rules Care [§ 1]:
  - alo -> monthly
  - asu -> every 2 months
  - krank -> every 3 months
rules More [§ 2]:
  - Kurs -> do "x"
  - not Reha -> do "y"
"""


# --- against brute force ------------------------------------------------------------------------

quick = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def with_occasions(data: st.DataObject, policy_text: str) -> str:
    """The policy with lines of occasions below it."""
    terms = []
    for attribute in loads(policy_text).model.attributes:
        match attribute.domain:
            case YesNo():
                terms += [attribute.name, f"not {attribute.name}"]
            case Enumeration(values):
                terms += [f"{attribute.name} {value.name}" for value in values]
            case _:
                terms.append(f"{attribute.name} at least {attribute.domain.bounds[0] + 1}")
    terms += [f"{one} or {other}" for one, other in pairwise(terms)]
    conditions = data.draw(st.lists(st.sampled_from(terms), max_size=3))
    bullets = "".join(f'  - {term} -> do "x{at}"\n' for at, term in enumerate(conditions))
    return f'{policy_text}\nwhen missed [§ 99]:\n  - do "nachfragen"\n{bullets}'


def everybody(
    policy: model.Policy, only: model.Condition
) -> list[tuple[dict[str, int], Evaluation]]:
    """One of each kind of person to whom the policy owes an answer, and what it says to them."""
    extra = [only, *(line.condition for line in policy.occasions)]
    if policy.header.minimum_for is not None:
        extra.append(policy.header.minimum_for)
    space = ask(policy, Question.WHAT, extra).space
    lowest = {a.name: a.domain.bounds[0] for a in policy.attributes}
    people = [lowest | space.facts(case) for case in space.cases()]
    told = [(facts, evaluate(policy, facts)) for facts in people if holds(only, facts)]
    return [(facts, answer) for facts, answer in told if answer.owed]


Told = tuple[int, bool, frozenset[int]]
"""A line of the text, whether somebody fails its condition, and the blocks that silence it."""


def wanted(policy: model.Policy, people: list[tuple[dict[str, int], Evaluation]]) -> set[Told]:
    """What is to be said to some people, straight from the definition."""
    found = set()
    for rule in policy.rules:
        if all(isinstance(part, RHYTHMS) for part in rule.outcome):
            continue
        if any(rule in answer.undefeated for _, answer in people):
            fails = any(rule not in answer.hits for _, answer in people)
            above = frozenset(
                other.block.index
                for _, answer in people
                if rule in answer.hits
                for other in answer.hits
                if is_exception_to(policy, other, rule)
            )
            found.add((rule.span.start, fails, above))
    for line in policy.occasions:
        holding = [holds(line.condition, facts) for facts, _ in people]
        if any(holding):
            found.add((line.span.start, not all(holding), frozenset()))
    return found


def told(lines: tuple[Beside, ...]) -> set[Told]:
    """What is said."""
    return {
        (each.line.span.start, each.conditional, frozenset(b.index for b in each.behind))
        for each in lines
    }


@quick
@given(policies(max_rules=8, extras=True, scopes=True, slots=True), LIMITS, st.data())
def test_exactly_the_right_people(policy_text: str, limits: Limits, data: st.DataObject) -> None:
    """For every cell, and below the table: who is meant, who fails the condition, what silences."""
    policy_text = with_occasions(data, policy_text)
    policy = loads(policy_text).model
    attribute = data.draw(st.sampled_from(policy.attributes))
    low, high = attribute.domain.bounds
    ends = sorted(data.draw(st.tuples(st.integers(low, high), st.integers(low, high))))
    whole = data.draw(st.booleans())
    only: model.Condition = model.TRUE if whole else model.In(attribute, ((ends[0], ends[1]),))
    note(f"{policy_text}\n{only}")
    made = grid(policy, limits, only)
    people = everybody(policy, only)
    assert told(made.besides.everywhere) == wanted(policy, people)
    words = Wording(made, "en")
    _, *lines = pages.rows(csv.document(words, "0"), ",")
    axes = csv._axes(words)
    labels = [
        {csv._label(words, axis, mask): mask for mask in range(1, 1 << len(axis.classes))}
        for axis in axes
    ]
    for line in lines:
        where = {
            axis.attribute.name: axis.ranges(table[label])
            for axis, table, label in zip(axes, labels, line, strict=False)
        }
        inside = [
            (facts, answer)
            for facts, answer in people
            if all(
                any(low <= facts[name] <= high for low, high in ranges)
                for name, ranges in where.items()
            )
        ]
        expected = wanted(policy, inside)
        if inside:
            assert told(made.besides.within(where)) == expected, where
        assert bool(line[-1]) == bool(expected), line
