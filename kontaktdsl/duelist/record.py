"""The list as values: who is due, in groups, and what became of everybody else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Protocol

import attrs

if TYPE_CHECKING:
    from kontaktdsl.holdings import Version


class Grouping(Enum):
    """What the groups of a list are; only of teams it is said how many people they hold."""

    NONE = "none"
    TEAM = "team"
    OFFICER = "officer"
    COLUMN = "column"


@attrs.frozen
class Entry:
    """Somebody who is due.

    `key` is that of the data. `due` is the day on the calendar of working days, `nominal` the one
    before it was moved. `days` counts from `due` to the day of the list: more than 0 is overdue,
    less is still to come. Duties and kinds are those of this contact. Texts are in the language of
    the list.
    """

    key: object
    group: str | None
    due: date
    nominal: date
    days: int
    first: bool
    what: str
    interval: str | None
    duties: tuple[str, ...]
    kinds: tuple[str, ...]
    rule: str | None
    line: int | None
    citation: str | None
    note: str | None

    @property
    def overdue(self) -> bool:
        """Whether the day has passed."""
        return self.days > 0

    @property
    def moved(self) -> bool:
        """Whether the day was moved to a working day."""
        return self.due != self.nominal


@attrs.frozen
class Problem:
    """Somebody for whom no date can be found, and why."""

    key: object
    group: str | None
    why: str


@attrs.frozen
class Reason:
    """Why people have no date, and how many they are."""

    why: str
    people: int


class Entries(Protocol):
    """Entries made one by one while they are read; they may be read several times."""

    def __iter__(self) -> Iterator[Entry]: ...

    def __len__(self) -> int: ...


@attrs.frozen(eq=False)
class Group:
    """One team or officer; `name` is None for those who have none.

    `entries` are those that are shown, `overdue` and `due` count all.
    """

    name: str | None
    entries: Entries
    overdue: int
    due: int

    @property
    def people(self) -> int:
        """Overdue and due."""
        return self.overdue + self.due

    @property
    def left_out(self) -> int:
        """So many are not shown, by `--limit`."""
        return self.people - len(self.entries)


@attrs.frozen(kw_only=True, eq=False)
class DueList:
    """The whole list.

    `until` is the last day of the list. `by` is the column of the groups, `counts` says whether it
    may be said how many people a group holds, `only` that groups were left out. `by_policy` are
    the reasons for which a policy gives no date, `problems` those that somebody has to look at,
    with `people` where they were asked for. `version` says which text of a library it is, `beyond`
    how many are due when another one holds. `key` is the title of the keys. Every row is once in: a
    group, `later`, or a reason.
    """

    language: str
    title: str
    policy: str
    digest: str
    data: str
    day: date
    until: date
    key: str
    grouping: Grouping
    by: str | None
    counts: bool
    only: bool
    groups: tuple[Group, ...]
    later: int
    by_policy: tuple[Reason, ...]
    problems: tuple[Reason, ...]
    people: Sequence[Problem] | None
    rows: int
    version: Version | None = None
    beyond: int = 0

    @property
    def totals(self) -> bool:
        """Whether it may be said how many people the whole list holds: not where it is one group
        of which that may not be said."""
        return self.counts or (len(self.groups) > 1 and not self.only)

    @property
    def overdue(self) -> int:
        """All who are overdue."""
        return sum(group.overdue for group in self.groups)

    @property
    def due(self) -> int:
        """All who are due and not overdue."""
        return sum(group.due for group in self.groups)

    @property
    def listed(self) -> int:
        """All who are due or overdue, shown or not."""
        return self.overdue + self.due

    @property
    def without_date(self) -> int:
        """Those to whom the policy gives no date."""
        return sum(reason.people for reason in self.by_policy)

    @property
    def with_problem(self) -> int:
        """Those who cannot be dated."""
        return sum(reason.people for reason in self.problems)
