"""Every text of the page is readable on every ground it can stand on, in each of its themes.

axe-core does not judge text on a pattern; the colours are few, so all pairs are computed here.
"""

import re
from itertools import product

import pytest

from kontaktdsl.reports.matrices import html

CSS = html._file("page.css")
BLOCK = re.compile(r":root \{(.*?)\}", re.DOTALL)
TINTS = [f"s{at}" for at in range(1, 8)]
GROUNDS = ["paper", "wash", *TINTS, "see", "none", "need", "open"]
TEXTS = [
    *(("ink", ground) for ground in GROUNDS),
    *(("quiet", ground) for ground in ("paper", "wash")),
    ("link", "paper"),
    ("gap-ink", "gap"), ("gap-ink", "paper"), ("clash-ink", "clash"),
    ("never-ink", "never"), ("never-ink", "never-tick"),
]  # fmt: skip
"""Pairs for text: 4.5 to 1 (WCAG 2.1, 1.4.3)."""
MARKS = [
    *(("tick", tint) for tint in TINTS),
    ("see-tick", "see"), ("none-tick", "none"), ("need-tick", "need"), ("open-tick", "open"),
    ("gap-tick", "gap"), ("clash-tick", "clash"), ("gap-tick", "paper"), ("clash-tick", "paper"),
    *(("focus", ground) for ground in [*GROUNDS, "gap", "clash", "never"]),
]  # fmt: skip
"""Pairs for patterns and the focus: 3 to 1 (1.4.11)."""


def themes() -> dict[str, dict[str, str]]:
    """The colours of each theme by name."""
    light, dark, _, printed = BLOCK.findall(CSS)
    found = {}
    for name, text in (("light", light), ("dark", dark), ("print", printed)):
        colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", text))
        found[name] = colours if name != "print" else {"focus": found["light"]["focus"], **colours}
    return found


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_is_right() -> None:
    """Black on white, and a grey whose figure is well known."""
    assert round(contrast("#000", "#fff"), 1) == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_texts_and_patterns_stand_out(theme: str) -> None:
    """By WCAG 2.1 AA."""
    colours = themes()[theme]
    assert colours.keys() >= {name for pair in (*TEXTS, *MARKS) for name in pair}
    poor = [
        (text, ground, round(contrast(colours[text], colours[ground]), 2))
        for least, pairs in ((4.5, TEXTS), (3.0, MARKS))
        for text, ground in pairs
        if contrast(colours[text], colours[ground]) < least
    ]
    assert not poor


def test_no_two_kinds_share_their_pattern() -> None:
    """Whoever sees no colour still tells the bands apart."""
    ticks = dict(re.findall(r"^\.(s\d|k-\w+) \{.*?--ticks: (.*?);(?: |\})", CSS, re.MULTILINE))
    shapes = [re.sub(r"var\(--[\w-]+\)", "colour", text) for text in ticks.values()]
    assert len(ticks) == 7 + 6  # the impossible has its whole cell hatched instead
    assert all(
        one != other for (a, one), (b, other) in product(enumerate(shapes), repeat=2) if a < b
    )
