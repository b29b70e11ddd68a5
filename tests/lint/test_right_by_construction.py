"""What is right by construction raises nothing, and one broken line accuses no other line."""

import random
from itertools import count

import attrs
import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from kontaktdsl import project
from kontaktdsl.diagnostics import Severity
from kontaktdsl.project import check_text
from kontaktdsl.resolver import kinds
from tests.strategies.policies import policies

quick = settings(
    max_examples=80,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
campaign = settings(quick, derandomize=False, max_examples=3000)

AXES = {
    "status": ("alo", "asu", "beschäftigt"),
    "prognose": ("marktnah", "mittel", "marktfern"),
    "Intensiv": ("Intensiv", "not Intensiv"),
    "Neukunde": ("Neukunde", "not Neukunde"),
    "age": ("age under 25", "age 25 to 49", "age at least 50"),
}
DECLARED = {
    "status": 'attribute status "Status": alo "arbeitslos" | asu "arbeitsuchend" | beschäftigt',
    "prognose": "attribute prognose: marktnah | mittel | marktfern",
    "Intensiv": "attribute Intensiv: yes or no",
    "Neukunde": "attribute Neukunde: yes or no",
    "age": "attribute age: number 15 to 66",
}
ANSWERS = (
    "weekly",
    "every 2 weeks",
    "monthly",
    "every 6 weeks",
    "every 3 months",
    'see "Konzept"',
    'no contact required "keine Pflicht"',
    'as needed "mit der Teamleitung"',
)
STYLE = {"mergeable", "other-words", "value-unmentioned", "redundant-overlap", "not-regulated"}
"""Hints about how something is written, and about what was left open on purpose."""


@attrs.define
class Grown:
    """A random decision tree whose leaves are rules: everybody reaches exactly one."""

    chance: random.Random
    axes: list[str]
    leaves: list[tuple[str, ...]] = attrs.Factory(list)

    def split(self, path: tuple[str, ...], axes: list[str], deep: int) -> None:
        """Split on an axis, or end in a leaf."""
        if not axes or (path and (deep == 0 or self.chance.random() < 0.25)):
            self.leaves.append(path)
            return
        axis = self.chance.choice(axes)
        rest = [other for other in axes if other != axis]
        for value in AXES[axis]:
            self.split((*path, value), rest, deep - 1)

    def text(self) -> str:
        """The policy: a block of rules in any order, perhaps an exception, and an example of each."""
        self.split((), self.axes, 3)
        used = {axis for axis in self.axes if any(set(AXES[axis]) & set(p) for p in self.leaves)}
        answers = [self.chance.choice(ANSWERS) for _ in self.leaves]
        number = count(1)
        lines = ['policy "Probe"', *(DECLARED[axis] for axis in AXES if axis in used)]
        rules = [
            f"  - {self.said(path)} -> {answer} [Nr. {next(number)}]"
            for path, answer in zip(self.leaves, answers, strict=True)
        ]
        self.chance.shuffle(rules)
        lines += ["rules Grund:", *rules]
        silent = self.chance.randrange(len(self.leaves))
        free = [axis for axis in AXES if axis not in used]
        if free and self.chance.random() < 0.7:
            lines.insert(1, DECLARED[free[0]])
            value = self.chance.choice(AXES[free[0]])
            path = (*self.leaves[silent], value)
            answer = self.chance.choice([each for each in ANSWERS if each != answers[silent]])
            lines += [
                'exception Eng to Grund because "so gewollt":',
                f"  - {self.said(path)} -> {answer} [Nr. 99]",
            ]
        return "\n".join(lines) + "\n"

    def said(self, path: tuple[str, ...]) -> str:
        """A path as a condition, in any order."""
        return " and ".join(self.chance.sample(path, len(path)))


def raises_nothing(seed: int) -> None:
    """No finding but hints of style."""
    chance = random.Random(seed)
    axes = chance.sample(list(AXES), chance.randint(1, 4))
    text = Grown(chance, axes).text()
    note(text)
    found = check_text(text)
    assert found.policy is not None
    unexpected = [
        (finding.code, finding.headline.en)
        for finding in found.findings
        if finding.code not in STYLE or finding.severity is not Severity.HINT
    ]
    assert not unexpected


@quick
@given(st.integers(0, 10**9))
def test_a_decision_tree_written_as_rules_raises_nothing(seed: int) -> None:
    raises_nothing(seed)


@pytest.mark.slow
@campaign
@given(st.integers(0, 10**9))
def test_thousands_of_decision_trees_raise_nothing(seed: int) -> None:
    raises_nothing(seed)


BREAKS = (
    lambda line: line.replace("->", "", 1),
    lambda line: line[: len(line) // 2],
    lambda line: line.replace(" ", "  ?? ", 1),
    lambda line: line.replace("monthly", "montly").replace("every", "evry").replace(":", "", 1),
    lambda line: line + " (",
    lambda line: line.replace('"', "", 1),
    lambda line: line + ",",
    lambda line: "quatsch",
)


def accuses_no_other(text: str, at: int, how: int) -> None:
    """Break one line; no name on any other line may be called wrong for it."""
    lines = text.splitlines()
    at %= len(lines)
    lines[at] = BREAKS[how](lines[at])
    broken = "\n".join(lines) + "\n"
    note(broken)
    before = {finding.code for finding in check_text(text).findings}
    found = check_text(broken)
    if not any(f.severity is Severity.ERROR and f.kind not in kinds.KINDS for f in found.findings):
        return  # still a text that can be read, with another meaning
    for finding in found.findings:
        if finding.kind in project.SHAKY and finding.code not in before:
            assert finding.span.line == at + 1, (finding.span.line, finding.headline.en)


broken_line = given(
    policies(max_rules=8, max_attributes=3), st.integers(0, 200), st.integers(0, len(BREAKS) - 1)
)


@quick
@broken_line
def test_one_broken_line_accuses_no_other_line(text: str, at: int, how: int) -> None:
    accuses_no_other(text, at, how)


@pytest.mark.slow
@campaign
@broken_line
def test_thousands_of_broken_lines_accuse_no_other(text: str, at: int, how: int) -> None:
    accuses_no_other(text, at, how)


HEAD = 'policy "A"\nattribute status: alo | asu\nevent Antrag\n'


def told(text: str) -> list[tuple[int, str]]:
    return [(finding.span.line, finding.code) for finding in check_text(text).findings]


def test_a_broken_rule_hides_no_unknown_name() -> None:
    """Both mistakes come in one run."""
    text = HEAD + "rules A:\n  - alo monthly\n  - asi -> monthly\n"
    assert told(text) == [(5, "missing-arrow"), (6, "unknown-name")]


@pytest.mark.parametrize(
    "broken",
    [
        "attribut Rente: yes or no",
        "attribute Rente yes or no",
        "- alo -> monthly,\nattribute Rente: yes or no",
        "- alo ->\nattribute Rente: yes or no",
        "- alo and (\nattribute Rente: yes or no",
    ],
)
def test_a_broken_declaration_is_not_held_against_who_uses_it(broken: str) -> None:
    """Nor is a declaration that a broken rule has swallowed."""
    text = HEAD + f"rules A:\n{broken}\nrules B:\n  - Rente -> monthly\n"
    codes = [code for _, code in told(text)]
    assert codes
    assert "unknown-name" not in codes
