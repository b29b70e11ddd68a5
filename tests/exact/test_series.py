"""Random policies of two series with rights: every customer, straight from what was generated.

The oracle reads no policy: it works on the lines as they were drawn, with sets of customers.
"""

from collections.abc import Callable
from itertools import product

import attrs
import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from kontaktdsl import loads
from kontaktdsl.evaluator import evaluate
from kontaktdsl.project import Checked, check_text
from kontaktdsl.question import Question
from kontaktdsl.refusals import NoDecision
from kontaktdsl.series import of, projected
from kontaktdsl.values import Answer, OnRequest, Rhythm

HEAD = (
    'policy "Zwei Reihen"\nattribute a: yes or no\nattribute b: yes or no\n'
    "attribute n: number 0 to 2\nseries Calls\n"
)
CUSTOMERS = [dict(zip("abn", each, strict=True)) for each in product((0, 1), (0, 1), (0, 1, 2))]
LITERALS: dict[str, Callable[[dict[str, int]], bool]] = {
    "a": lambda who: who["a"] == 1,
    "not a": lambda who: who["a"] == 0,
    "b": lambda who: who["b"] == 1,
    "n under 1": lambda who: who["n"] < 1,
    "n at least 2": lambda who: who["n"] >= 2,
    "n at least 0": lambda who: True,
}
DUTIES = ("daily", "weekly", "monthly")
RIGHTS = ("every day", "every week")


@attrs.frozen
class Line:
    """One line: whom it is for (all of these hold), what it demands, what it grants."""

    when: tuple[str, ...]
    duty: str | None
    right: str | None

    @property
    def text(self) -> str:
        """As it stands in a policy."""
        parts = [self.duty] if self.duty else []
        parts += [f"on request {self.right}"] if self.right else []
        return f"  - {' and '.join(self.when)} -> {', '.join(parts)}"

    def hits(self, who: dict[str, int]) -> bool:
        """Whether it is for somebody."""
        return all(LITERALS[each](who) for each in self.when)


@attrs.frozen
class Block:
    """A block of one series; `base` is the number of the block that it is an exception to."""

    series: str
    base: int | None
    lines: tuple[Line, ...]
    said: bool

    def text(self, number: int) -> str:
        """As it stands in a policy."""
        word = f" for {self.series}" if self.said else ""
        head = f"rules B{number}{word}:"
        if self.base is not None:
            head = f"exception B{number} to B{self.base}{word}:"
        return "\n".join([head, *(line.text for line in self.lines)])


@st.composite
def lines(draw: st.DrawFn) -> Line:
    when = draw(st.lists(st.sampled_from([*LITERALS]), min_size=1, max_size=2, unique=True))
    duty = draw(st.none() | st.sampled_from(DUTIES))
    right = draw(st.sampled_from(RIGHTS) if duty is None else st.none() | st.sampled_from(RIGHTS))
    return Line(tuple(when), duty, right)


@st.composite
def blocks(draw: st.DrawFn) -> tuple[Block, ...]:
    """Blocks of both series, each of which has one at least."""
    found = []
    few = st.lists(lines(), min_size=1, max_size=3).map(tuple)
    for series in (
        "main",
        "Calls",
        *draw(st.lists(st.sampled_from(("main", "Calls")), max_size=3)),
    ):
        own = [number for number, block in enumerate(found) if block.series == series]
        base = draw(st.none() | st.sampled_from(own)) if own else None
        said = series != "main" and (base is None or draw(st.booleans()))
        found.append(Block(series, base, draw(few), said))
    return tuple(found)


@attrs.frozen
class Told:
    """What a series says to a customer: the different duties and the different rights."""

    duties: frozenset[str]
    rights: frozenset[str]

    @property
    def gap(self) -> bool:
        return not self.duties and not self.rights


def told(policy: tuple[Block, ...], series: str, who: dict[str, int]) -> Told:
    """The oracle: a line counts unless a block above its own hits, directly or not."""

    def speaks(number: int) -> bool:
        return any(line.hits(who) for line in policy[number].lines)

    def silenced(number: int) -> bool:
        return any(
            block.base == number and (speaks(above) or silenced_by(above))
            for above, block in enumerate(policy)
        )

    def silenced_by(number: int) -> bool:
        return any(
            block.base == number and (speaks(above) or silenced_by(above))
            for above, block in enumerate(policy)
        )

    counting = [
        line
        for number, block in enumerate(policy)
        if block.series == series and not silenced(number)
        for line in block.lines
        if line.hits(who)
    ]
    return Told(
        frozenset(line.duty for line in counting if line.duty),
        frozenset(line.right for line in counting if line.right),
    )


def written(policy: tuple[Block, ...]) -> str:
    return HEAD + "\n".join(block.text(n) for n, block in enumerate(policy)) + "\n"


quick = settings(
    max_examples=120,
    suppress_health_check=[HealthCheck.too_slow],
)


def shown(rhythm: Rhythm | None) -> str | None:
    """One word for a rhythm of this test."""
    words = {1: "day", 7: "week"}
    if rhythm is None:
        return None
    if isinstance(rhythm, OnRequest):
        return f"on request {shown(rhythm.rhythm)}"
    count, unit = rhythm.length.meaning  # type: ignore[union-attr]
    return "month" if unit.value == "month" else words[count]


WORDS = {
    "daily": "day", "weekly": "week", "monthly": "month", "every day": "day", "every week": "week",
}  # fmt: skip


@quick
@given(blocks())
def test_every_customer_gets_in_each_series_what_its_lines_say(policy: tuple[Block, ...]) -> None:
    """The evaluator, the plan and the question of every series against the oracle."""
    text = written(policy)
    note(text)
    loaded = loads(text)
    assert loaded.series == ("main", "Calls")
    for series in loaded.series:
        one = loaded.of(series)
        for who in CUSTOMERS:
            expected = told(policy, series, who)
            found = evaluate(of(loaded.model, series), who)
            assert found.gap == expected.gap
            assert found.conflict == (len(expected.duties) > 1)
            assert found.right_conflict == (len(expected.rights) > 1)
            facts = {"a": bool(who["a"]), "b": bool(who["b"]), "n": who["n"]}
            if expected.gap or len(expected.duties) > 1 or len(expected.rights) > 1:
                with pytest.raises(NoDecision) as none:
                    one.decide(facts)
                on_request = len(expected.duties) < 2 and not expected.gap
                assert none.value.undecided.on_request == on_request
                continue
            decision = one.decide(facts)
            right = next((WORDS[each] for each in expected.rights), None)
            duty = next((WORDS[each] for each in expected.duties), f"on request {right}")
            assert shown(decision.rhythm) == duty
            assert shown(decision.right and decision.right.rhythm) == right
            assert (decision.answer is Answer.ON_REQUEST) == (not expected.duties)
            assert one.how_often(facts) == decision.rhythm == found.rhythm


def accounts(checked: Checked, series: str, question: Question) -> tuple[int, int, int]:
    """Forgotten, contradictory, and with an answer."""
    (found,) = [a for a in checked.accounting if (a.series, a.question) == (series, question)]
    answered = (
        found.first_step
        if question is Question.ON_REQUEST
        else sum(count for _, count in found.answers)
    )
    return found.forgotten or 0, found.contradictory or 0, answered or 0


@quick
@given(blocks())
def test_the_check_finds_the_gaps_and_conflicts_of_each_series(policy: tuple[Block, ...]) -> None:
    """The same places as the oracle, and nothing of one series in the other."""
    text = written(policy)
    note(text)
    checked = check_text(text)
    assert checked.policy is not None
    for series in projected(checked.policy):
        name = series.series[0].name
        everyone = [told(policy, name, who) for who in CUSTOMERS]
        named = f"(series {name})"
        both = [f for f in checked.findings if "(series" not in f.headline.en]
        own = [f for f in checked.findings if named in f.headline.en] + both
        codes = {finding.code for finding in own}
        forgotten, contradictory, _ = accounts(checked, name, Question.HOW_OFTEN)
        assert (forgotten > 0) == any(each.gap for each in everyone) == ("gap" in codes)
        torn = any(len(each.duties) > 1 for each in everyone)
        assert (contradictory > 0) == torn == ("conflict" in codes)
        granting = any(
            line.right for block in policy if block.series == name for line in block.lines
        )
        if granting:
            _, clash, granted = accounts(checked, name, Question.ON_REQUEST)
            assert (clash > 0) == any(len(each.rights) > 1 for each in everyone)
            assert (clash > 0) == ("right-conflict" in codes)
            assert (granted > 0) == any(len(each.rights) == 1 for each in everyone)
    assert len(set(checked.findings)) == len(checked.findings)


@quick
@given(blocks(), st.sampled_from(("main", "Calls")), st.sampled_from([*LITERALS]), st.data())
def test_a_guarantee_is_proven_or_refuted_in_its_series(
    policy: tuple[Block, ...], series: str, whom: str, data: st.DataObject
) -> None:
    """A duty is guaranteed where everybody has it and no other, whatever rights there are."""
    duty, right = data.draw(st.sampled_from(DUTIES)), data.draw(st.sampled_from(RIGHTS))
    word = "" if series == "main" else f" for {series}"
    text = (
        written(policy)
        + f"ensure: {whom} -> {duty}{word}\nensure: {whom} -> on request {right}{word}\n"
    )
    note(text)
    checked = check_text(text)
    everyone = [told(policy, series, who) for who in CUSTOMERS if LITERALS[whom](who)]
    refuted = {f.span.text for f in checked.findings if f.code == "ensure-refuted"}
    assert (f"ensure: {whom} -> {duty}{word}" in refuted) == any(
        each.duties != {duty} for each in everyone
    )
    assert (f"ensure: {whom} -> on request {right}{word}" in refuted) == any(
        each.rights != {right} for each in everyone
    )


def test_a_deviation_is_of_no_effect_only_where_it_is_in_no_series() -> None:
    """The line is about all of them: a series without an interval of its own says nothing of it."""
    text = (
        'policy "X"\nattribute age: number 15 to 66\nseries Anrufe\nage 15 to 66 -> monthly [1]\n'
        "age 15 to 66 -> {calls} for Anrufe [2]\n"
        "in the single case: looser up to every {limit} [3]\n"
    )
    for calls, limit, found in (
        ("on request weekly", "6 months", False),
        ("every 2 weeks", "3 weeks", False),
        ("on request weekly", "2 weeks", True),
        ("every 4 weeks", "1 week", True),
    ):
        findings = check_text(text.format(calls=calls, limit=limit)).findings
        assert ("leeway-without-effect" in {f.code for f in findings}) == found, (calls, limit)
