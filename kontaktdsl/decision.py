"""What a policy answers to one customer, and what it answers when it cannot.

A decision is made once per way of hitting the rules, when the policy is compiled, and shared.
"""

from enum import Enum

import attrs

from kontaktdsl.diagnostics import Text
from kontaktdsl.values import (
    After,
    Answer,
    Do,
    First,
    Kinds,
    OnRequest,
    Outcome,
    Part,
    Paused,
    Rhythm,
    Strength,
)

Fact = str | bool | int
"""A value as callers give it: the name of a value, yes or no as a bool, or a number."""


@attrs.frozen
class Cited:
    """A line of the policy that takes part in an answer.

    `text` is the line as written (a table cell with the conditions that lead to it), `when` its
    condition alone, `line` its number in the file (from 1), `block` its block's name. `file` is the
    name of the file where the policy was made of several, else None.
    """

    text: str
    when: str
    line: int
    block: str | None
    citation: str | None
    because: str | None
    file: str | None = None

    @property
    def place(self) -> Text:
        """The line, with its file where that is not clear."""
        before = f"{self.file}, " if self.file else ""
        return Text(f"{before}Zeile {self.line}", f"{before}line {self.line}")


@attrs.frozen
class Duty:
    """A duty with the line it comes from; `occasion` None means: with this customer, once."""

    duty: Do
    origin: Cited
    occasion: str | None = None


@attrs.frozen
class Permit:
    """What a line says of kinds of contact; `occasion` None means: at any contact."""

    kinds: Kinds
    origin: Cited
    occasion: str | None = None


@attrs.frozen
class Pause:
    """What stops the clock of the series, with the line it comes from."""

    pause: Paused
    origin: Cited


@attrs.frozen
class Overridden:
    """A line that would apply, and the lines that go before it."""

    line: Cited
    by: tuple[Cited, ...]


@attrs.frozen
class Decision:
    """The answer for one customer.

    `answer` says which kind of answer `rhythm` is. `strength` is the rule's own, else that of the
    header for this customer, else None (and None for an answer that is no interval). `first` is the
    first step, `steps` the further ones before the rhythm. `rules` are the lines that hit and
    count, the one that gives the rhythm first. `overridden` are the lines silenced by exceptions,
    `outdone` those whose interval gave way to a stricter (or less demanding) one. `right` is what
    the customer may ask for, beside the duty; where there is no duty it is the rhythm, too.
    `pauses` are what stops the clock. `origins` are the lines that say the first step, the further
    ones and the right.
    """

    answer: Answer
    rhythm: Rhythm
    strength: Strength | None
    first: First | None
    steps: tuple[After, ...]
    duties: tuple[Duty, ...]
    kinds: tuple[Permit, ...]
    rules: tuple[Cited, ...]
    overridden: tuple[Overridden, ...]
    outdone: tuple[Overridden, ...]
    policy_id: str
    digest: str
    right: OnRequest | None = None
    pauses: tuple[Pause, ...] = ()
    origins: tuple[tuple[Part, Cited], ...] = ()

    def origin(self, part: Part) -> Cited | None:
        """The line that says a first step, a further one or the right; None for other parts."""
        return next((line for said, line in self.origins if said == part), None)

    @property
    def citations(self) -> tuple[str, ...]:
        """The places in the directive that the answer rests on, each once, in order."""
        return tuple(dict.fromkeys(line.citation for line in self.rules if line.citation))

    @property
    def outcome(self) -> Outcome:
        """The answer as the parts of one outcome, as `kontaktdsl.dates` reads it."""
        first = () if self.first is None else (self.first,)
        right = () if self.right in (None, self.rhythm) else (self.right,)
        return (
            *first,
            *self.steps,
            self.rhythm,
            *right,
            *(duty.duty for duty in self.duties),
            *(pause.pause for pause in self.pauses),
        )


class Refusal(Enum):
    """Why a customer gets no decision."""

    UNKNOWN_NAME = "unknown name"
    OUTSIDE_DOMAIN = "outside the domain"
    MISSING = "missing"
    IMPOSSIBLE = "impossible"
    OUT_OF_SCOPE = "out of scope"
    GAP = "gap"
    CONFLICT = "conflict"


@attrs.frozen
class Undecided:
    """The policy gives a customer no answer, or two: a gap or a conflict, and the lines involved;
    or it does not apply to the customer at all, and the line is that of its scope.

    `first_step` says that the contradiction is about the first contact, `on_request` that it is
    about the right.
    """

    refusal: Refusal
    rules: tuple[Cited, ...]
    first_step: bool = False
    on_request: bool = False


@attrs.frozen
class Possibility:
    """An answer that is still possible, and in how many of the remaining cases."""

    answer: Decision | Undecided
    cases: int


@attrs.frozen
class Open:
    """What is known does not settle the answer yet.

    `outcomes` are the answers still possible, the most frequent first, and `cases` the possible
    cases left, counted in classes that the policy can tell apart. `ask` is the attribute whose
    value is worth asking next, `choices` its values that are still possible (closed ranges of a
    number). `questions` is the number of facts that settle the answer in the worst case if asked in
    this order. `missing` are all facts not given. Where the policy is too large to list the answers
    within the budget, `outcomes` is empty and `cases` and `questions` are None.
    """

    outcomes: tuple[Possibility, ...]
    cases: int | None
    ask: str
    choices: tuple[str | bool | tuple[int, int], ...]
    questions: int | None
    missing: tuple[str, ...]
