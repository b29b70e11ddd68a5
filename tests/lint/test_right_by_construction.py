"""What is right by construction raises nothing, and one broken line accuses no other line."""

import random
from collections.abc import Iterator
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
    "Bedarf": ("Bedarf under mäßig", "Bedarf mäßig", "Bedarf at least hoch"),
    "Stufe": ("Stufe at least zwei", "not Stufe at least zwei"),
    "dringend": ("dringend", "not dringend"),
    "Dauer": (
        "before Antrag",
        "Dauer under 6 months",
        "Dauer 6 months to under 1 year",
        "Dauer at least 1 year",
    ),
    "Block": (
        "before Start",
        "Block under 1 month",
        "not Block under 1 month and not before Start",
    ),
    "Beginn": ("age on Geburt at least 18", "not age on Geburt at least 18"),
    "Umzug": ("Umzug since 2024-05-01", "no Umzug since 2024-05-01"),
}
AGE = "attribute age: number 15 to 66"
DECLARED = {
    "status": ('attribute status "Status": alo "arbeitslos" | asu "arbeitsuchend" | beschäftigt',),
    "prognose": ("attribute prognose: marktnah | mittel | marktfern",),
    "Intensiv": ("attribute Intensiv: yes or no",),
    "Neukunde": ("attribute Neukunde: yes or no",),
    "age": (AGE,),
    "Bedarf": ("attribute Bedarf: gering < klein < mäßig < hoch < höchst",),
    "Stufe": ("attribute Stufe: eins < zwei < drei",),
    "dringend": ('attribute dringend: decided by "Teamleitung"',),
    "Dauer": ("event Antrag", "attribute Dauer: time since Antrag"),
    "Block": ("event Start", "attribute Block: time since Start, anew every 3 months"),
    "Beginn": (AGE, "event Geburt"),
    "Umzug": ("event Umzug",),
}
PLAIN = (
    "weekly",
    "every 2 weeks",
    "monthly",
    "every 6 weeks",
    "every 2 to 3 months",
    "once per calendar quarter",
    "once per 30 days from Eintritt",
    'see "Konzept"',
    'no contact required "keine Pflicht"',
    'as needed "mit der Teamleitung"',
)
COUNTED = (
    "3 times per 6 months",
    "2 times per calendar quarter",
    "3 to 4 times per calendar year",
)
SHARES = (
    "of them at least half persönlich",
    "of them at least 1 persönlich",
    "at most 1 Telefon",
    "of them at least a third persönlich, at most half Telefon",
)
BESIDE = (
    "never 2 Telefon in a row",
    "only persönlich",
    "never Telefon",
    "may use persönlich",
    'do "melden" within 5 days of the end of the calendar month',
    'do "ablesen" at the latest 2 weeks before Eintritt',
    "on request daily",
)
STYLE = {"mergeable", "other-words", "redundant-overlap", "not-regulated"}
"""Hints about how something is written, and about what was left open on purpose."""


@attrs.define
class Grown:
    """Random decision trees, one per series, whose leaves are rules: everybody reaches exactly one."""

    chance: random.Random
    axes: list[str]
    series: tuple[str | None, ...] = (None,)
    leaves: list[tuple[str, ...]] = attrs.Factory(list)
    used: set[str] = attrs.Factory(set)

    def split(self, path: tuple[str, ...], axes: list[str], deep: int) -> None:
        """Split on an axis, or end in a leaf."""
        if not axes or (path and (deep == 0 or self.chance.random() < 0.25)):
            self.leaves.append(path)
            return
        axis = self.chance.choice(axes)
        self.used.add(axis)
        rest = [other for other in axes if other != axis]
        for value in AXES[axis]:
            self.split((*path, value), rest, deep - 1)

    def answer(self) -> str:
        """What a leaf says: a rhythm, and now and then something that goes with it."""
        if self.chance.random() < 0.3:
            parts = [self.chance.choice(COUNTED)]
            beside = SHARES
        else:
            parts, beside = [self.chance.choice(PLAIN)], BESIDE
        if self.chance.random() < 0.3:
            parts.append(self.chance.choice(beside))
        if self.chance.random() < 0.2:
            parts = ["first within 1 to 2 weeks of Eintritt", "then after 1 month", *parts]
        return ", ".join(parts)

    def text(self) -> str:
        """The policy: a block of rules in any order, perhaps an exception, for each series."""
        number = count(1)
        body = [line for name in self.series for line in self.block(name, number)]
        if self.chance.random() < 0.3:
            body += ["when missed [Nr. 98]:", '  - do "mahnen"']
        declared = [line for axis in AXES if axis in self.used for line in DECLARED[axis]]
        return "\n".join(
            [
                'policy "Probe"',
                *dict.fromkeys(declared),
                *(["event Eintritt"] if any("Eintritt" in line for line in body) else []),
                "kinds: persönlich, Telefon",
                *(f"series {name}" for name in self.series if name is not None),
                *body,
                "",
            ]
        )

    def block(self, name: str | None, number: Iterator[int]) -> list[str]:
        """The rules of one series, and perhaps an exception to them."""
        self.leaves = []
        self.split((), self.axes, 3)
        suffix, behind = (name, f" for {name}") if name else ("", "")
        rules = [
            f"  - {self.said(path)} -> {self.answer()} [Nr. {next(number)}]" for path in self.leaves
        ]
        self.chance.shuffle(rules)
        lines = [f"rules Grund{suffix}{behind}:", *rules]
        free = [axis for axis in AXES if axis not in self.used]
        if free and name == self.series[-1] and self.chance.random() < 0.7:
            axis = self.chance.choice(free)
            self.used.add(axis)
            path = (*self.chance.choice(self.leaves), self.chance.choice(AXES[axis]))
            lines += [
                f'exception Eng{suffix} to Grund{suffix} because "so gewollt":',
                f"  - {self.said(path)} -> every {self.chance.choice((3, 5, 9))} days [Nr. {next(number)}]",
            ]
        return lines

    def said(self, path: tuple[str, ...]) -> str:
        """A path as a condition, in any order."""
        return " and ".join(self.chance.sample(path, len(path)))


SERIES: tuple[tuple[str | None, ...], ...] = ((None,), (None,), (None, "Anrufe"), ("Anrufe",))


def grown(seed: int) -> str:
    """A policy that is right by construction."""
    chance = random.Random(seed)
    axes = chance.sample(list(AXES), chance.randint(1, 4))
    return Grown(chance, axes, chance.choice(SERIES)).text()


def raises_nothing(seed: int) -> None:
    """No finding but hints of style."""
    text = grown(seed)
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


def misspells(seed: int) -> None:
    """Misspell one name in one condition; whatever is found is found there."""
    chance = random.Random(seed)
    lines = grown(seed).splitlines()
    axis = chance.choice([name for name in AXES if any(f" {name}" in line for line in lines)])
    at = chance.choice(
        [n for n, line in enumerate(lines) if f" {axis} " in line and "->" in line] or [-1]
    )
    if at < 0:
        return
    lines[at] = lines[at].replace(f" {axis} ", f" {axis}sss ", 1)
    text = "\n".join(lines) + "\n"
    note(text)
    found = check_text(text).findings
    assert found
    assert {finding.span.line for finding in found} == {at + 1}, [
        (finding.code, finding.span.line) for finding in found
    ]


@quick
@given(st.integers(0, 10**9))
def test_one_misspelt_name_accuses_nothing_else(seed: int) -> None:
    misspells(seed)


def test_a_misspelt_name_does_not_take_the_rhythm_from_its_series() -> None:
    """Its line still says how often, whoever it is about."""
    series = "series Anrufe\nrules A for Anrufe:\n  - {} -> monthly\n  - asu -> weekly\n"
    assert told(HEAD + series.format("alo")) == []
    only = "series Anrufe\nstatus asi -> monthly for Anrufe\n"
    assert told(HEAD + "alo or asu -> monthly\n" + only) == [(6, "wrong-attribute")]
    assert told(HEAD + "status asi -> monthly\n" + only.replace("asi", "asu")) == [
        (4, "wrong-attribute")
    ]


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
