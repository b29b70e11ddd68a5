"""Small changes to a policy's text, of the kind that a review is about."""

from __future__ import annotations

import random
import re

from kontaktdsl import model
from kontaktdsl.project import check_text
from tests.strategies.policies import EXTRAS, FIRSTS, RHYTHMS, SLOTS

ROUNDS = 20


def compiled(text: str) -> model.Policy | None:
    """The policy, None if the text is none."""
    return check_text(text).policy


def mutated(text: str, seed: int) -> str:
    """The text after one to three small changes that leave it a policy."""
    rng = random.Random(seed)
    changed = text
    for _ in range(rng.randint(1, 3)):
        for _ in range(ROUNDS):
            attempt = rng.choice(WAYS)(changed, rng)
            if attempt != changed and compiled(attempt) is not None:
                changed = attempt
                break
    return changed


def _rules(lines: list[str]) -> list[int]:
    return [i for i, line in enumerate(lines) if "->" in line]


def without_a_line(text: str, rng: random.Random) -> str:
    """A rule or a row is gone."""
    lines = text.splitlines(keepends=True)
    del lines[rng.choice(_rules(lines))]
    return "".join(lines)


def another_outcome(text: str, rng: random.Random) -> str:
    """A rhythm, a first step or a duty is another."""
    pool = rng.choice([RHYTHMS, RHYTHMS, FIRSTS, EXTRAS + SLOTS])
    found = [part for part in pool if part in text]
    if not found:
        return text
    old = rng.choice(found)
    at = rng.choice([match.start() for match in re.finditer(re.escape(old), text)])
    return text[:at] + rng.choice(pool) + text[at + len(old) :]


def another_number(text: str, rng: random.Random) -> str:
    """A bound is one higher or lower, in a rule or in the range of an attribute."""
    found = list(re.finditer(r"\b(under |over |least |most |age |kinder |to )(\d+)", text))
    if not found:
        return text
    match = rng.choice(found)
    number = int(match[2]) + rng.choice([-1, 1])
    return text[: match.start(2)] + str(number) + text[match.end() :]


def another_list(text: str, rng: random.Random) -> str:
    """A list of values gains one or is in another order."""
    found = list(re.finditer(r"(?m)^(attribute \w+: )(\w+(?: \| \w+)+)$", text))
    if not found:
        return text
    match = rng.choice(found)
    values = match[2].split(" | ")
    rng.shuffle(values)
    if rng.random() < 0.5:
        values.insert(rng.randrange(len(values)), "neuer_Wert")
    return text[: match.start()] + match[1] + " | ".join(values) + text[match.end() :]


def another_constraint(text: str, rng: random.Random) -> str:
    """An `impossible` line comes or goes."""
    lines = text.splitlines(keepends=True)
    found = [i for i, line in enumerate(lines) if line.startswith("impossible:")]
    if found and rng.random() < 0.5:
        del lines[rng.choice(found)]
        return "".join(lines)
    conditions = re.findall(r"(?m)^(?:  - )?((?:not )?\w[\w ]*?) -> ", text)
    if not conditions:
        return text
    return text + f'impossible: {rng.choice(conditions)} because "neu"\n'


def another_strength(text: str, rng: random.Random) -> str:
    """The header says another strength."""
    without = re.sub(r"(?m)^  intervals are .*\n", "", text)
    if without != text:
        return without
    head, rest = text.split("\n", 1)
    return f"{head}\n  intervals are {rng.choice(['a minimum', 'a guide'])}\n{rest}"


def without_a_preference(text: str, rng: random.Random) -> str:
    """Nobody says any more that the strictest applies."""
    return re.sub(r"(?m)^of .* applies.*\n", "", text)


WAYS = (
    without_a_line,
    another_outcome,
    another_outcome,
    another_number,
    another_list,
    another_constraint,
    another_strength,
    without_a_preference,
)
