"""The whole answer to "how often?" as a table: every case of a policy lies in exactly one cell."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

import attrs

from kontaktdsl import model
from kontaktdsl.accounting import Accounting
from kontaktdsl.analysis.bitsets import Box
from kontaktdsl.reports.matrices.besides import Besides
from kontaktdsl.space import Axis
from kontaktdsl.values import OnRequest, Rhythm, Strength


class Kind(Enum):
    """What stands in a cell."""

    INTERVAL = "interval"
    DELEGATED = "delegated"
    NO_CONTACT = "no contact required"
    AS_NEEDED = "as needed"
    NOT_REGULATED = "not regulated"
    ON_REQUEST = "on request"
    GAP = "gap"
    CONFLICT = "conflict"
    OUTSIDE = "out of scope"
    IMPOSSIBLE = "impossible"

    @property
    def trouble(self) -> bool:
        """Whether the policy has no answer there, or two."""
        return self in (Kind.GAP, Kind.CONFLICT)


@attrs.frozen
class Said:
    """One answer to "how often?"; `strength` is None for what is no interval, or left open.

    `rights` are what holds on request besides: one, or several that contradict each other.
    """

    rhythm: Rhythm
    strength: Strength | None
    rights: tuple[OnRequest, ...] = ()


@attrs.frozen(eq=False)
class Cell:
    """What holds for every case of one cell.

    `answers` is empty for a gap, outside the scope and for the impossible, and holds several for a
    conflict. `rules` are those that give the answer. `constraints` are the lines that make it
    impossible; each of them forbids at least one of its cases.
    """

    kind: Kind
    answers: tuple[Said, ...]
    rules: tuple[model.Rule, ...]
    constraints: tuple[model.Constraint, ...]
    cases: int


@attrs.frozen(eq=False)
class Row:
    """A row: per axis that goes down the classes (a bitmask), and a cell for each column."""

    where: Box
    cells: tuple[Cell, ...]


@attrs.frozen(eq=False)
class Section:
    """The rows for the cases in one of `boxes`, each a bitmask per axis that splits."""

    boxes: tuple[Box, ...]
    rows: tuple[Row, ...]


@attrs.frozen(eq=False)
class Grid:
    """A policy as a table.

    `split`, `down` and `across` are its axes; `columns` the classes of `across` (a bitmask each).
    `only` narrows an axis to some classes: what the reader asked for, else nothing. `account`
    counts the cases shown, as `kpol check` counts them. `besides` is what no cell has room for.
    """

    policy: model.Policy
    only: tuple[tuple[Axis, int], ...]
    split: tuple[Axis, ...]
    down: tuple[Axis, ...]
    across: Axis | None
    columns: tuple[int, ...]
    sections: tuple[Section, ...]
    account: Accounting
    besides: Besides

    @property
    def cells(self) -> Iterator[Cell]:
        """Every cell, in reading order."""
        return (cell for s in self.sections for row in s.rows for cell in row.cells)

    @property
    def trouble(self) -> bool:
        """Whether there is a gap or a conflict."""
        return any(cell.kind.trouble for cell in self.cells)
