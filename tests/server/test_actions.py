"""What an action is offered for is gone when it is applied, and nothing has come that it did not say.

The property holds over generated policies, over the bad example of every finding there is, and over
the real policies with a piece taken out.
"""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import example, given, settings

from kontaktdsl.catalogue import KINDS
from kontaktdsl.diagnostics import Diagnostic, Severity
from kontaktdsl.lint import every
from kontaktdsl.mending.edits import applied
from kontaktdsl.server import actions
from kontaktdsl.server.actions.action import Action, Trial
from kontaktdsl.server.actions.findings import answer
from kontaktdsl.server.analysis import Analysis
from tests.server.clients import POLICIES, analysed, at_cursor
from tests.strategies.policies import policies

WITHOUT_ACTION = frozenset(
    {
        # what is meant is known to the author alone
        "arithmetic", "bad-date", "cell-count", "dangling", "empty-block", "encoding", "line-too-long",
        "missing-attribute", "not-understood", "number-too-large", "only-comments", "said-twice",
        "several-rhythms", "stray-row", "table-without-arrow", "table-without-heading", "too-deep",
        "two-arrows", "unclosed", "unknown-unit", "zero-length", "reserved-word",
        "definition-cycle", "duplicate-name", "empty-validity", "exception-cycle",
        "exception-without-rhythm", "foreign-letter", "missing-use", "no-rules", "not-a-number",
        "occasion-part", "otherwise-misplaced", "out-of-range", "preference-turned", "quantity-of",
        "needs-unit", "not-a-time", "not-on-a-day", "never-reached",
        "reversed-range", "several-first-steps", "unknown-block", "wrong-attribute", "wrong-column",
        "amending-form", "bound-form", "misplaced-for", "no-first-day", "step-order",
        "first-without-event", "occasion-count", "no-main-series", "series-without-rhythm",
        # it is in another file, or in another block
        "amends-missing", "missing-target", "not-an-amendment", "replaces-and-amends",
        "replaces-missing", "exception-across-series", "preference-across-series",
        # what is wrong is no single line
        "condition-too-wide", "contradictory-impossible", "empty-scope", "not-shared",
    }
)  # fmt: skip
"""Findings whose bad example is offered nothing."""


def counted(analysis: Analysis) -> Counter[str]:
    """How often each error and warning is found."""
    return Counter(f.code for f in analysis.findings if f.severity is not Severity.HINT)


def size(analysis: Analysis, finding: Diagnostic) -> int:
    """How many groups of people findings of a kind name, at least one each."""
    return sum(
        max(1, len(f.regions) + f.more_regions) for f in analysis.findings if f.code == finding.code
    )


def hold(before: Analysis, action: Action) -> None:
    """Apply an action and hold what it promises."""
    finding = action.finding
    assert finding is not None
    after = analysed(applied(before.source, action.edits).text, before.source.name)
    codes = Counter(f.code for f in before.findings), Counter(f.code for f in after.findings)
    assert codes[1][finding.code] < codes[0][finding.code] or size(after, finding) < size(
        before, finding
    ), action.title
    came = counted(after) - counted(before)
    if before.policy is None:  # what a check finds was there, but nobody could look
        checked = {kind.code for kind in every.KINDS}
        came = Counter({code: n for code, n in came.items() if code not in checked})
    assert set(came) <= set(action.brings), (action.title, came)
    severities = {f.code: f.severity for f in after.findings}
    assert all(severities[code] is Severity.WARNING for code in came if code != finding.code)


FEWER_PEOPLE = """\
policy "X"
attribute Intensiv: yes or no
attribute age: number 15 to 20
attribute kinder: number 0 to 3
attribute Quali: yes or no
event Antrag
define Jung as not (age at most 16 and not Intensiv and not Quali)
rules B1:
  - Intensiv -> first within 14 days of Antrag, then after 1 month, every 14 days
exception B2 to B1:
  - Intensiv or kinder at most 0 -> first within 14 days of Antrag, then after 1 month, once per 2 to 6 months because "x"
  - Quali or Jung -> first same day as Antrag, every 14 days because "x"
rules B3:
  - Jung and Intensiv and Quali and age at most 15 -> every 14 days
  - not ((Intensiv or age at most 15) and not Quali) -> every 14 days
  - not (kinder 1 to 2) -> see "Standards"
Quali -> first within 1 to 2 weeks of Antrag, then after 1 month, see "Standards"
"""
"""Actions may leave more conflicts than there were, about fewer people; then they say so."""


@settings(max_examples=25)
@given(policies(max_rules=8))
@example(FEWER_PEOPLE)
def test_actions_keep_their_promise(text: str) -> None:
    """Each action for each finding of a generated policy."""
    analysis = analysed(text)
    for finding in analysis.findings:
        for action in answer(analysis, finding, "en", Trial(analysis, "en", seconds=60)):
            hold(analysis, action)


@settings(max_examples=15)
@given(policies(max_rules=6))
def test_every_gap_has_a_way_out(text: str) -> None:
    """What policies are checked for first is never left without an action."""
    analysis = analysed(text)
    for finding in analysis.findings:
        if finding.code == "gap":
            assert answer(analysis, finding, "de", Trial(analysis, "de", seconds=60))


@pytest.mark.parametrize("kind", [k for k in KINDS if k.bad.strip()], ids=lambda k: k.code)
def test_the_bad_example_of_every_finding(kind) -> None:
    """Whatever is offered for the bad example of a finding keeps its promise."""
    if len(kind.bad) > 20_000:
        pytest.skip("a policy made to be too large")
    analysis = analysed(kind.bad)
    mine = [f for f in analysis.findings if f.code == kind.code]
    for finding in mine:
        for action in answer(analysis, finding, "de", Trial(analysis, "de", seconds=60)):
            hold(analysis, action)


def test_findings_of_a_check_have_an_action() -> None:
    """All but those that are listed above."""
    without = set()
    for kind in KINDS:
        if not kind.bad.strip() or len(kind.bad) > 20_000 or kind.beside:
            continue
        analysis = analysed(kind.bad)
        found = [f for f in analysis.findings if f.code == kind.code]
        if found and not any(
            answer(analysis, f, "en", Trial(analysis, "en", seconds=60)) for f in found
        ):
            without.add(kind.code)
    assert without == WITHOUT_ACTION


def test_the_missing_row_of_the_printed_directive() -> None:
    """The gap of Rhein-Hunsrück: a line with each interval in use, open on purpose, impossible."""
    text = (
        POLICIES[0]
        .parents[1]
        .joinpath("examples/as-printed/rhein-hunsrueck.kpol")
        .read_text("utf-8")
    )
    analysis = analysed(text)
    (gap,) = [f for f in analysis.findings if f.code == "gap"]
    offered = answer(analysis, gap, "de", Trial(analysis, "de", seconds=60))
    titles = [action.title for action in offered]
    assert any("eine Zeile ergänzen: monthly" in title for title in titles), titles
    assert any("bewusst offen" in title for title in titles)
    assert any("kommt nicht vor" in title for title in titles)
    assert not any(action.preferred for action in offered), "the owner decides, nobody else"
    for action in offered:
        hold(analysis, action)


def test_the_override_in_either_direction() -> None:
    """Without its exceptions Dahme-Spreewald contradicts itself; both orders are offered."""
    text = POLICIES[1].read_text("utf-8")
    without = text.replace(", Quali-Verdichtung, Intensiv, Selbständige [Folgekontakt, ABSOLV]",
                           ", Quali-Verdichtung, Intensiv [Folgekontakt, ABSOLV]")  # fmt: skip
    assert without != text
    analysis = analysed(without)
    (conflict,) = [f for f in analysis.findings if f.code == "conflict"]
    titles = [a.title for a in answer(analysis, conflict, "de", Trial(analysis, "de", seconds=60))]
    assert any("`Absolventen` geht `Selbständige` vor" in title for title in titles)
    assert any("`Selbständige` geht `Absolventen` vor" in title for title in titles)


def test_the_missing_row_of_a_table() -> None:
    """A gap in a table is closed by a row of that table."""
    text = (
        'policy "X"\nattribute age: number 15 to 66\nattribute status: alo | asu\n'
        "table T [1]:\n  | age         | status -> |\n  | under 25    | alo    -> monthly |\n"
        "  |             | asu    -> weekly  |\n  | at least 25 | alo    -> monthly |\n"
    )
    analysis = analysed(text)
    (gap,) = [f for f in analysis.findings if f.code == "gap"]
    rows = [
        applied(analysis.source, action.edits).text.splitlines()[-1]
        for action in answer(analysis, gap, "en", Trial(analysis, "en", seconds=60))
        if "row" in action.title
    ]
    assert "  | 25 to 66 | asu -> monthly |" in rows
    assert any("impossible" in row for row in rows)


def test_an_empty_cell_is_filled() -> None:
    """Each honest way out of an empty outcome cell."""
    text = (
        'policy "X"\nattribute status: alo | asu\ntable T [1]:\n'
        "  | status -> |\n  | alo -> monthly |\n  | asu -> |\n"
    )
    analysis = analysed(text)
    (empty,) = [f for f in analysis.findings if f.code == "empty-outcome"]
    texts = {
        applied(analysis.source, a.edits).text.splitlines()[-1]
        for a in answer(analysis, empty, "en", Trial(analysis, "en", seconds=60))
    }
    assert {"  | asu -> monthly |", "  | asu -> impossible |"} <= texts


# --- rewriting ------------------------------------------------------------------------------------


def rewritten(marked: str, words: str) -> str:
    """The text after the rewrite whose title holds some words; fails if it is not offered."""
    analysis, offset = at_cursor(marked)
    found = actions.rewrites(analysis, offset, offset, "en")
    action = next((a for a in found if words in a.title), None)
    assert action is not None, [a.title for a in found]
    return applied(analysis.source, action.edits).text


RULES = """policy "X"
attribute age: number 15 to 66
attribute status: alo | asu
attribute prognose: nah | fern
define U25 as age under 25

rules Grund‸regel [2]:
  - U25 and alo -> weekly
  # for the others
  - age at least 25 and status in (alo, asu) -> monthly [3]
  - U25 and asu and not nah -> every 2 months, do "x"  # so
  - U25 and asu and nah -> every 3 months
"""


def test_rules_as_a_table_and_back() -> None:
    """There and back again every answer is the same, and no remark is lost."""
    table = rewritten(RULES, "as a table")
    assert "table Grundregel [2]:" in table
    assert "| age         | status" in table
    assert "# for the others" in table
    assert "# so" in table
    assert "-> monthly" in table
    assert "[3]" in table
    assert not [f for f in analysed(table).findings if f.severity is Severity.ERROR]
    back = rewritten(table.replace("table Grund", "table Grund‸"), "as rules")
    assert "rules Grundregel [2]:" in back
    assert "# for the others" in back
    assert not [f for f in analysed(back).findings if f.severity is Severity.ERROR]


def test_the_table_of_dahme_spreewald_as_rules() -> None:
    """A real table with headings right of the arrow, repeated cells and `impossible` in cells."""
    text = POLICIES[1].read_text("utf-8").replace("Tabelle Folge", "Tabelle Folge‸")
    rules = rewritten(text, "as rules")
    assert rules.count("\nunmöglich:") == 3
    assert "Regeln Folgekontakt [Folgekontakt]" in rules
    clean = [f.code for f in analysed(rules).findings if f.severity is not Severity.HINT]
    assert clean == []


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("‸alo -> monthly [1]", 'alo -> monthly [1] because "TODO"'),
        ("rules ‸R [1]:\n  - alo -> monthly", 'rules R [1] because "TODO":'),
        ("impossible: ‸alo and nah", 'impossible: alo and nah because "TODO"'),
    ],
)
def test_a_reason_for_a_line(line: str, wanted: str) -> None:
    """The reason stands where the grammar wants it."""
    head = 'policy "X"\nattribute status: alo | asu\nattribute prognose: nah | fern\nasu -> weekly [2]\n'
    assert wanted in rewritten(head + line + "\n", "a reason").splitlines()


def test_a_line_with_a_reason_needs_none() -> None:
    """Nothing is offered twice."""
    analysis, at = at_cursor('policy "X"\nattribute s: a | b\na or ‸b -> monthly because "x"\n')
    assert actions.rewrites(analysis, at, at, "en") == ()


@settings(max_examples=30)
@given(policies(max_rules=6))
def test_rewrites_change_no_answer(text: str) -> None:
    """Each table and each block of a generated policy, there and back, against the proof of `diff`."""
    from kontaktdsl.changes import compare

    analysis = analysed(text)
    if analysis.policy is None:
        return
    for found in re.finditer(r"^(?:table|rules) \w+", text, re.MULTILINE):
        for action in actions.rewrites(analysis, found.start(), found.start(), "en"):
            after = analysed(applied(analysis.source, action.edits).text)
            assert after.policy is not None, action.title
            assert not compare(analysis.policy, after.policy).changed


# --- the whole document ---------------------------------------------------------------------------


def test_fix_all_and_the_examples_that_are_missing() -> None:
    """Both are worked out when they are chosen, and do what the verbs of the command do."""
    text = 'policy "X"\nattribute status: alo | asu\n• alo → monthly\n'
    text = text.replace("• alo → monthly", "rules R [1]:\n• alo → monthly\n• asu → weekly")
    analysis = analysed(text)
    found = {a.kind: a for a in actions.whole_document(analysis, "en")}
    fixed = found[actions.FIX_ALL].later
    assert fixed is not None
    assert "- alo -> monthly" in applied(analysis.source, fixed()).text
    generate = found[actions.GENERATE].later
    assert generate is not None
    longer = applied(analysis.source, generate()).text
    assert longer.count("\nexample ") == 2
    assert not [f for f in analysed(longer).findings if f.severity is Severity.ERROR]
