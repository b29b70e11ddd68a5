"""The shape of a record: what JSON can hold, with every text as a pair of German and English."""

from __future__ import annotations

from typing import TypedDict

Pair = list[str]


class Place(TypedDict):
    """Some characters of a file, with their line; `cut` characters of the line are left out.

    `block` and `citation` are those of the rule that stands there.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    text: str
    cut: int
    label: Pair | None
    block: str | None
    citation: str | None


class Region(TypedDict):
    """Who is affected."""

    words: Pair
    person: Pair
    count: int | None
    total: int | None
    aside: Pair | None


class Edit(TypedDict):
    """Replace the characters between two places of a file."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    text: str


class Repair(TypedDict):
    """One way out."""

    lines: str
    note: Pair
    edits: list[Edit]


class Finding(TypedDict):
    """One finding; `promise` says that it is about an example or an `ensure` line."""

    code: str
    name: Pair
    severity: str
    headline: Pair
    place: Place
    others: list[Place]
    regions: list[Region]
    more_regions: int
    notes: list[Pair]
    repairs: list[Repair]
    promise: bool


class Account(TypedDict):
    """The account of one question, in numbers and as a line of words."""

    question: str
    asked: Pair
    words: Pair
    cases: int
    possible: int | None
    outside: int | None
    impossible: int | None
    answers: dict[str, int]
    forgotten: int | None
    contradictory: int | None
    first_step: int | None


class Reading(TypedDict):
    """An interpretation: a line with `because`."""

    file: str
    line: int
    text: str
    reason: str
    citation: str | None


class Accepted(TypedDict):
    """A finding that the policy accepts: why, until which day (ISO), and in which line."""

    finding: Finding
    reason: str
    until: str | None
    line: int


class About(TypedDict):
    """Which policy it is, and how many duties and notes it keeps in words."""

    title: str
    id: str
    digest: str
    examples: int
    ensures: int
    duties: int
    notes: int


class Measured(TypedDict):
    """What `kpol ci` measures besides: the form of a file, and how much its examples exercise.

    `form` is same, other or unparsed. `least` and `least_cases` are the percentages of rules and
    cases that were asked for, and that the findings `short` speak of. `reachable` is the number of
    rules that an example can exercise, None where nothing could be measured; `uncounted` says that
    the cases are too many to be counted.
    """

    form: str
    misshaped: list[Finding]
    least: int | None
    least_cases: int | None
    rules: int
    exercised: int
    reachable: int | None
    uncounted: bool
    short: list[Finding]


class FileRecord(TypedDict):
    """All that came of one file."""

    name: str
    language: str
    policy: About | None
    findings: list[Finding]
    accounting: list[Account]
    interpretations: list[Reading]
    accepted: list[Accepted]
