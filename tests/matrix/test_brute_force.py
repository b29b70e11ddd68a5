"""Random policies: every cell of every format says what the slow evaluator says of all its cases."""

from collections import Counter
from collections.abc import Iterator
from itertools import product, zip_longest

import pytest
from attrs import frozen
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from kontaktdsl import model
from kontaktdsl import words as spoken
from kontaktdsl.accounting import Accounting
from kontaktdsl.evaluator import evaluate, holds
from kontaktdsl.project import loads
from kontaktdsl.question import Question, ask, asked_of
from kontaktdsl.reports.lines import plain
from kontaktdsl.reports.matrices import csv, html, markdown, svg, text
from kontaktdsl.reports.matrices.build import Limits, grid
from kontaktdsl.reports.matrices.csv import JOINT
from kontaktdsl.reports.matrices.grid import Grid
from kontaktdsl.reports.matrices.wording import MARKS, Wording
from kontaktdsl.space import Axis
from kontaktdsl.values import (
    Answer,
    Every,
    OnRequest,
    Strength,
    Times,
    answer,
    rhythm_of,
    right_of,
)
from tests.matrix import pages
from tests.strategies.policies import policies

quick = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
campaign = settings(
    max_examples=2000,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
LIMITS = st.builds(Limits, columns=st.integers(2, 8), rows=st.sampled_from([1, 4, 60]))
FORMATS = ["html", "svg", "markdown", "text", "csv"]

Case = tuple[int, ...]


@frozen
class Says:
    """What a cell says, or what is to be said of a case."""

    text: str
    strength: str
    lines: frozenset[int]


@frozen
class Part:
    """A cell of some format: the classes per axis (bitmasks, by name), and what it says."""

    where: dict[str, int]
    says: Says


class Reader:
    """Finds the classes behind the words of a grid."""

    def __init__(self, words: Wording) -> None:
        self.words = words
        self.grid = words.grid
        self.down = [self.masks(axis) for axis in self.grid.down]
        self.across = {} if self.grid.across is None else self.masks(self.grid.across)
        boxes = list(product(*(range(1, 1 << len(a.classes)) for a in self.grid.split)))
        self.boxes = {_joined(words._heading(self.grid.split, box)): box for box in boxes}
        assert len(self.boxes) == len(boxes), "two groups of people with one heading"

    def masks(self, axis: Axis) -> dict[str, int]:
        """Per label the classes; no two sets of classes have the same label."""
        every = range(1, 1 << len(axis.classes))
        found = {self.words.label(axis, mask): mask for mask in every}
        assert len(found) == len(every)
        return found

    def where(self, heading: str, labels: list[str], column: str) -> Iterator[dict[str, int]]:
        """The boxes of a cell."""
        found = {axis.attribute.name: mask for axis, mask in self.grid.only}
        for axis, masks, label in zip(self.grid.down, self.down, labels, strict=False):
            found[axis.attribute.name] = masks[label]
        if self.grid.across is not None:
            found[self.grid.across.attribute.name] = self.across[column]
        if not self.grid.split:
            yield found
            return
        for each in heading.split(f"; {self.words.say('or')} "):
            box = self.boxes[each]
            yield found | {a.attribute.name: m for a, m in zip(self.grid.split, box, strict=True)}


def _joined(heading: object) -> str:
    said, aside = heading.said, heading.aside  # type: ignore[attr-defined]
    return f"{said} ({aside})" if aside else str(said)


def parts(form: str, words: Wording) -> Iterator[Part]:
    """All cells of a format."""
    reader = Reader(words)
    joint = f"; {words.say('or')} "
    if form == "csv":
        yield from csv_parts(reader)
    elif form == "html":
        for cell in pages.html(html.document(words, "0")):
            says = Says(cell.text, cell.strength, cell.lines)
            for where in reader.where(joint.join(cell.headings), list(cell.labels), cell.column):
                yield Part(where, says)
    else:
        notes = {str(number): text for text, number in words.quoted.items()}
        for line in _rows(form, words):
            for column, shown in zip(words.columns or ("",), line.cells, strict=True):
                says = Says(*pages.taken_apart(shown, notes))
                for where in reader.where(line.heading, line.labels, column):
                    yield Part(where, says)


def _rows(form: str, words: Wording) -> Iterator[pages.Line]:
    """The rows of a format with all their labels."""
    heads = len(words.heads)
    if form == "markdown":
        for row in pages.markdown(markdown.document(words, "0")):
            yield pages.Line(row.heading, row.labels[:heads], row.labels[heads:])
        return
    rows = pages.svg(svg.document(words, "0")) if form == "svg" else _screen_rows(words, heads)
    last = pages.Line("", [], [])
    for row in rows:
        above = last.labels if row.heading == last.heading else []
        labels = [new or old for new, old in zip_longest(row.labels, above)]
        last = pages.Line(row.heading, labels, row.cells)
        yield last


def _screen_rows(words: Wording, heads: int) -> Iterator[pages.Line]:
    lines = plain(text.picture(words.grid, words.language, 5000)).splitlines()
    start = next(at for at, line in enumerate(lines) if "─┼─" in line)
    heading = ""
    for line in lines[start + 1 :]:
        if not line:
            return
        if " │" not in line:
            heading = line
            continue
        texts = [part.strip() for part in line.split(" │")]
        cells = [_spelled(words, each) for each in texts[heads:]]
        yield pages.Line(heading, texts[:heads], cells)


def _spelled(words: Wording, shown: str) -> str:
    for sign, how in (("*", Strength.MINIMUM), ("~", Strength.GUIDE)):
        if sign in shown:
            strength = spoken.strength(how).into(words.language)
            shown = shown.replace(sign, f" ({strength})")
    return shown


def csv_parts(reader: Reader) -> Iterator[Part]:
    """The lines of a CSV file."""
    words = reader.words
    axes = csv._axes(words)
    delimiter = ";" if words.language == "de" else ","
    _, *lines = pages.rows(csv.document(words, "0"), delimiter)
    tables = [
        {csv._label(words, axis, mask): mask for mask in range(1, 1 << len(axis.classes))}
        for axis in axes
    ]
    for line in lines:
        labels, (kind, how, strength, marks, numbers, _, cases, _) = (
            line[: len(axes)],
            line[len(axes) :],
        )
        where = {
            axis.attribute.name: table[label]
            for axis, table, label in zip(axes, tables, labels, strict=True)
        }
        size = 1
        for mask in where.values():
            size *= mask.bit_count()
        assert int(cases) == size
        nothing = ("Lücke", "gap", "unmöglich", "impossible", "gilt hier nicht", "out of scope")
        assert bool(marks) == (kind not in nothing)
        shown = {
            "Lücke": "LÜCKE",
            "gap": "GAP",
            "Widerspruch": "WIDERSPRUCH",
            "conflict": "CONFLICT",
        }
        said = shown.get(kind) or how or kind
        given_lines = frozenset(map(int, numbers.split(JOINT))) if marks else frozenset[int]()
        if said in shown.values():
            strength = ""
        yield Part(where, Says(said, strength, given_lines))


# --- what is to be said -------------------------------------------------------------------------


def strength_of(
    policy: model.Policy, rules: tuple[model.Rule, ...], facts: dict[str, int]
) -> Strength | None:
    """How binding the interval of some rules is, straight from the definition."""
    rhythms = [rhythm_of(rule.outcome) for rule in rules]
    own = [r.strength for r in rhythms if isinstance(r, Every | Times) and r.strength]
    header = policy.header
    if own:
        return own[0]
    if header.minimum_for is not None and holds(header.minimum_for, facts):
        return Strength.MINIMUM
    return header.strength


def compare_strengths(words: Wording) -> None:
    """Cells say how binding they are if that differs, and a note says it if not."""
    policy = words.grid.policy
    found = set()
    for _, _, facts in cases(words.grid):
        evaluation = evaluate(policy, facts)
        rules = evaluation.counting
        groups = [(rule,) for rule in rules] if evaluation.conflict else [rules] if rules else []
        for group in groups if evaluation.owed else []:
            if isinstance(rhythm_of(group[0].outcome), Every | Times):
                found.add(strength_of(policy, group, facts))
    assert words.shows_strength == (len(found) > 1)
    if len(found) == 1:
        (how,) = found
        note = "" if how is None else spoken.strength(how).into(words.language)
        assert note in words.strength_note
        assert bool(note) == bool(words.strength_note)


def to_say(words: Wording, facts: dict[str, int], *, always: bool) -> Says:
    """What the reference says of a case, in the words of the language.

    How binding it is only where that differs, or `always`.
    """
    policy, language = words.grid.policy, words.language
    evaluation = evaluate(policy, facts)
    lines = frozenset(rule.span.line for rule in evaluation.counting)
    if not evaluation.possible:
        return Says("unmöglich" if language == "de" else "impossible", "", frozenset())
    if not evaluation.in_scope:
        said = "gilt hier nicht" if language == "de" else "out of scope"
        return Says(said, "", frozenset())
    if evaluation.gap:
        return Says("LÜCKE" if language == "de" else "GAP", "", frozenset())
    if evaluation.conflict:
        return Says("WIDERSPRUCH" if language == "de" else "CONFLICT", "", lines)
    rights = {asked_of(rule.outcome): right_of(rule.outcome) for rule in evaluation.rights}
    torn = len(rights) > 1
    beside = [spoken.rhythm(right).into(language) for right in rights.values() if right]
    rhythm = evaluation.rhythm or rhythm_of(evaluation.counting[0].outcome)
    assert rhythm is not None
    strength = ""
    if isinstance(rhythm, Every | Times) and (always or words.shows_strength):
        how = strength_of(policy, evaluation.counting, facts)
        strength = "" if how is None else spoken.strength(how).into(language)
    text = spoken.rhythm(rhythm).into(language)
    if isinstance(rhythm, OnRequest):
        text = " ≠ ".join(beside) if torn else text
    elif beside:
        text = f"{text}, {' ≠ '.join(beside)}"
    return Says(text, strength, lines)


def cases(grid: Grid) -> Iterator[tuple[Case, list[Axis], dict[str, int]]]:
    """Every case shown, with one person of it."""
    axes = {axis.attribute.name: axis for axis, _ in grid.only}
    axes |= {axis.attribute.name: axis for axis in (*grid.split, *grid.down)}
    if grid.across is not None:
        axes[grid.across.attribute.name] = grid.across
    allowed = {axis.attribute.name: mask for axis, mask in grid.only}
    lowest = {a.name: a.domain.bounds[0] for a in grid.policy.attributes}
    for case in product(*(range(len(axis.classes)) for axis in axes.values())):
        places = zip(axes.items(), case, strict=True)
        facts = {name: axis.classes[place][0] for (name, axis), place in places}
        if all(mask >> place & 1 for name, mask in allowed.items()
               for key, place in zip(axes, case, strict=True) if key == name):  # fmt: skip
            yield case, list(axes.values()), lowest | facts


def compare(form: str, words: Wording) -> None:
    """Each case lies in exactly one cell, and that says what is to be said."""
    found: dict[Case, Says] = {}
    everyone = {case: (axes, facts) for case, axes, facts in cases(words.grid)}
    names = [axis.attribute.name for axis in next(iter(everyone.values()))[0]]
    for part in parts(form, words):
        masks = [part.where[name] for name in names]
        for case in product(*([i for i in range(m.bit_length()) if m >> i & 1] for m in masks)):
            assert case not in found, f"{case} in two cells"
            found[case] = part.says
    assert found.keys() == everyone.keys()
    for case, (_, facts) in everyone.items():
        wanted, says = to_say(words, facts, always=form == "csv"), found[case]
        if wanted.text in ("WIDERSPRUCH", "CONFLICT"):
            assert says.text.split(":")[0] == wanted.text
        else:
            assert (says.text, says.strength) == (wanted.text, wanted.strength), case
        if form in ("html", "csv") or len(wanted.lines) <= MARKS:
            assert says.lines == wanted.lines, case
        else:
            assert says.lines < wanted.lines
            assert len(says.lines) == MARKS


def compare_account(grid: Grid, only: model.Condition = model.TRUE) -> None:
    """The account is what counting the cases of the question gives, as `kpol check` counts them."""
    lowest = {a.name: a.domain.bounds[0] for a in grid.policy.attributes}
    space = ask(grid.policy, Question.HOW_OFTEN, [only]).space
    everyone = [lowest | space.facts(case) for case in space.cases()]
    shown = [evaluate(grid.policy, facts) for facts in everyone if holds(only, facts)]
    possible = [each for each in shown if each.owed]
    settled = [each.rhythm for each in possible if not each.gap and not each.conflict]
    counts = Counter(answer(rhythm) for rhythm in settled if rhythm is not None)
    assert grid.account == Accounting(
        Question.HOW_OFTEN,
        len(shown),
        sum(not each.possible for each in shown),
        tuple((kind, counts[kind]) for kind in Answer if counts[kind]),
        sum(each.gap for each in possible),
        sum(each.conflict for each in possible),
        outside=sum(each.possible and not each.in_scope for each in shown),
    )


def all_formats(policy_text: str, limits: Limits, language: str) -> None:
    """One policy in all formats."""
    note(policy_text)
    policy = loads(policy_text).model
    made = grid(policy, limits)
    words = Wording(made, language)
    assert made.across is None or len(made.columns) <= limits.columns
    for form in FORMATS:
        compare(form, words)
    compare_strengths(words)
    compare_account(made)


@quick
@given(policies(max_rules=8, scopes=True, slots=True), LIMITS, st.sampled_from(["de", "en"]))
def test_every_case_of_random_policies(policy: str, limits: Limits, language: str) -> None:
    """In all formats, however the axes are laid out."""
    all_formats(policy, limits, language)


@pytest.mark.slow
@campaign
@given(policies(scopes=True, slots=True), LIMITS, st.sampled_from(["de", "en"]))
def test_every_case_of_many_random_policies(policy: str, limits: Limits, language: str) -> None:
    """The same, for longer."""
    all_formats(policy, limits, language)


@quick
@given(policies(max_rules=6, scopes=True, slots=True), LIMITS, st.data())
def test_only_some_cases(policy_text: str, limits: Limits, data: st.DataObject) -> None:
    """What was asked for is shown, and nothing else."""
    policy = loads(policy_text).model
    attribute = data.draw(st.sampled_from(policy.attributes))
    low, high = attribute.domain.bounds
    ends = sorted(data.draw(st.tuples(st.integers(low, high), st.integers(low, high))))
    only = model.In(attribute, ((ends[0], ends[1]),))
    note(f"{policy_text}\n{only}")
    made = grid(policy, limits, only)
    words = Wording(made, "en")
    assert all(holds(only, facts) for _, _, facts in cases(made))
    for form in FORMATS:
        compare(form, words)
    compare_strengths(words)
    compare_account(made, only)
