"""One policy, written in many ways: leaves of a random decision tree as rules, a table, exceptions."""

from __future__ import annotations

import random

import attrs

RHYTHMS = (
    "every 14 days",
    "monthly",
    "every 2 months",
    "every 3 months",
    "every 6 months",
    'see "Konzept"',
    'as needed "Teamleitung"',
    'not regulated "offen"',
)
AGES = (15, 66)
COLUMNS = (
    ("age", AGES),
    ("status", ("alo", "asu", "best")),
    ("prognose", ("nah", "fern", "Z", "I", "offen")),
    ("bezug", ("voll", "teil", "ohne")),
    ("kinder", (0, 9)),
    ("stufe", ("s1", "s2", "s3", "s4")),
    ("Intensiv", None),
    ("Quali", None),
)
EVERYBODY = "status in (alo, asu, best)"
Allowed = tuple[tuple[int, ...], ...]
"""Per column the allowed values, as positions."""


@attrs.frozen
class Leaf:
    """A box of cases and what it is to get; `parents` are the boxes that it was cut from."""

    allowed: Allowed
    rhythm: str


def size(column: int) -> int:
    """The number of values of a column."""
    match COLUMNS[column][1]:
        case None:
            return 2
        case (int(low), int(high)):
            return high - low + 1
        case values:
            return len(values)


def tree(rng: random.Random, rules: int) -> list[Leaf]:
    """Cut the whole space into disjoint boxes, each with a rhythm."""
    whole = tuple(tuple(range(size(at))) for at in range(len(COLUMNS)))
    boxes: list[Allowed] = [whole]
    while len(boxes) < rules:
        at = rng.randrange(len(boxes))
        box = boxes[at]
        column = rng.randrange(len(COLUMNS))
        values = list(box[column])
        if len(values) < 2:
            continue
        if not isinstance(COLUMNS[column][1], tuple) or isinstance(COLUMNS[column][1][0], str):
            rng.shuffle(values)
        cut = rng.randrange(1, len(values))
        first, second = sorted(values[:cut]), sorted(values[cut:])
        boxes[at] = (*box[:column], tuple(first), *box[column + 1 :])
        boxes.append((*box[:column], tuple(second), *box[column + 1 :]))
    return [Leaf(box, rng.choice(RHYTHMS)) for box in boxes]


def altered(rng: random.Random, leaves: list[Leaf]) -> list[Leaf]:
    """One leaf with another rhythm."""
    at = rng.randrange(len(leaves))
    other = rng.choice([rhythm for rhythm in RHYTHMS if rhythm != leaves[at].rhythm])
    return [*leaves[:at], attrs.evolve(leaves[at], rhythm=other), *leaves[at + 1 :]]


# --- pieces of text -----------------------------------------------------------------------------


def head() -> str:
    """Title and vocabulary."""
    lines = ['policy "Groß"']
    for name, domain in COLUMNS:
        match domain:
            case None:
                lines.append(f"attribute {name}: yes or no")
            case (int(low), int(high)):
                lines.append(f"attribute {name}: number {low} to {high}")
            case values:
                lines.append(f"attribute {name}: {' | '.join(map(str, values))}")
    return "\n".join(lines) + "\n"


def term(column: int, allowed: tuple[int, ...]) -> str:
    """The condition that a column has one of these values."""
    name, domain = COLUMNS[column]
    match domain:
        case None:
            return name if allowed == (1,) else f"not {name}"
        case (int(low), int()):
            return f"{name} {allowed[0] + low} to {allowed[-1] + low}"
        case values:
            names = [str(values[at]) for at in allowed]
            return f"{name} {names[0]}" if len(names) == 1 else f"{name} in ({', '.join(names)})"


def complement(column: int, allowed: tuple[int, ...]) -> str:
    """The condition that a column has none of these values."""
    rest = tuple(at for at in range(size(column)) if at not in allowed)
    name, domain = COLUMNS[column]
    match domain:
        case (int(low), int()):
            below = [f"{name} under {allowed[0] + low}"] if allowed[0] else []
            above = [f"{name} over {allowed[-1] + low}"] if allowed[-1] < size(column) - 1 else []
            return " or ".join(below + above)
        case _:
            return term(column, rest)


def told(box: Allowed) -> list[int]:
    """The columns that a box restricts."""
    return [at for at, allowed in enumerate(box) if len(allowed) < size(at)]


def condition(box: Allowed) -> str:
    """A box as a condition."""
    return " and ".join(term(at, box[at]) for at in told(box)) or EVERYBODY


def _shuffled(rng: random.Random, lines: list[str]) -> str:
    rng.shuffle(lines)
    return "".join(lines)


# --- whole policies -----------------------------------------------------------------------------


def as_rules(rng: random.Random, leaves: list[Leaf]) -> str:
    """One line for each leaf, in any order."""
    lines = [f"{condition(leaf.allowed)} -> {leaf.rhythm}\n" for leaf in leaves]
    return head() + _shuffled(rng, lines)


def split(rng: random.Random, leaves: list[Leaf]) -> str:
    """Every leaf that can be is cut once more, with equal outcomes."""
    lines = []
    for leaf in leaves:
        wide = [at for at, allowed in enumerate(leaf.allowed) if len(allowed) > 1]
        if not wide:
            lines.append(f"{condition(leaf.allowed)} -> {leaf.rhythm}\n")
            continue
        at = rng.choice(wide)
        allowed = leaf.allowed[at]
        cut = rng.randrange(1, len(allowed))
        for part in (allowed[:cut], allowed[cut:]):
            box = (*leaf.allowed[:at], part, *leaf.allowed[at + 1 :])
            lines.append(f"{condition(box)} -> {leaf.rhythm}\n")
    return head() + _shuffled(rng, lines)


def de_morgan(rng: random.Random, leaves: list[Leaf]) -> str:
    """`a and b` as `not (not a or not b)`."""
    lines = []
    for leaf in leaves:
        parts = [f"({complement(at, leaf.allowed[at])})" for at in told(leaf.allowed)]
        text = f"not ({' or '.join(parts)})" if parts else EVERYBODY
        lines.append(f"{text} -> {leaf.rhythm}\n")
    return head() + _shuffled(rng, lines)


def as_table(rng: random.Random, leaves: list[Leaf]) -> str:
    """One table with a row for each leaf."""
    rows = []
    for leaf in leaves:
        cells = [
            _cell(at, allowed) if len(allowed) < size(at) else "any"
            for at, allowed in enumerate(leaf.allowed)
        ]
        rows.append(f"  | {' | '.join(cells)} -> {leaf.rhythm} |\n")
    names = " | ".join(name for name, _ in COLUMNS)
    return f"{head()}table Tafel:\n  | {names} -> |\n{_shuffled(rng, rows)}"


def _cell(column: int, allowed: tuple[int, ...]) -> str:
    name, domain = COLUMNS[column]
    text = term(column, allowed)
    return text if domain is None else text.removeprefix(f"{name} ")


def as_exceptions(rng: random.Random, leaves: list[Leaf]) -> str:
    """The most frequent rhythm for everybody, all others as exceptions to that."""
    most = max(RHYTHMS, key=lambda rhythm: sum(leaf.rhythm == rhythm for leaf in leaves))
    others = [
        f"  - {condition(leaf.allowed)} -> {leaf.rhythm}\n"
        for leaf in leaves
        if leaf.rhythm != most
    ]
    return (
        f"{head()}rules Grund:\n  - {EVERYBODY} -> {most}\n"
        f"exception Einzelne to Grund:\n{_shuffled(rng, others)}"
    )
