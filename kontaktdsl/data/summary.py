"""What became of all rows, counted: for the person who ran it, and as JSON for programs.

It holds numbers and words of the policy, and of the data only values that no closed list knows, the
few that there are: never a key, a date or a number.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kontaktdsl.batch import dates
from kontaktdsl.batch.codes import FactReader, counts_of, days_of
from kontaktdsl.batch.dates import BAD, NONE
from kontaktdsl.batch.engine import Answers, Engine
from kontaktdsl.batch.said import Status
from kontaktdsl.diagnostics import Text

MOST_VALUES = 5
"""So many unknown values of a column are shown."""
MOST_KNOWN = 1_000
"""So many different ones are told apart."""
CLOSED = 40
"""More different ones than this are no closed list, and may be personal: none is shown."""

FEW = 6
"""So few different ones are a closed list even where each occurs once."""

Places = npt.NDArray[np.int64]


@attrs.define(eq=False)
class Unknown:
    """The values of one column that the policy does not know.

    `rows` counts them; `values` counts the different ones, None where they are numbers or dates or
    too many to come from a closed list.
    """

    column: str
    attribute: str
    rows: int = 0
    values: Counter[str] | None = None

    @property
    def shown(self) -> list[tuple[str, int]]:
        """The most frequent values; none where they may be personal."""
        if self.values is None or not is_closed(len(self.values), self.rows):
            return []
        return self.values.most_common(MOST_VALUES)


def is_closed(different: int, rows: int) -> bool:
    """Whether so many different values of so many rows look like a closed list.

    Names, numbers and free text differ from person to person.
    """
    return different <= min(CLOSED, max(FEW, rows // 2))


class Summary:
    """Counts the answers of one run, block by block.

    `changes` is the first day on which another text holds; `beyond` are the dates from then on.
    """

    def __init__(self, engine: Engine, changes: date | None = None) -> None:
        """Start with no rows."""
        self._changes = None if changes is None else dates.number(changes)
        self.beyond = 0
        self._engine = engine
        self._said = np.zeros(0, np.int64)
        self._undated = np.zeros(1, np.int64)
        self._facts = np.zeros(1, np.int64)
        self.rows = 0
        self.dated = 0
        self.overdue = 0
        self.broken_rows: list[int] = []
        self.unknown: dict[str, Unknown] = {}

    def add(self, block: pa.RecordBatch, answers: Answers) -> None:
        """Count a block of rows and its answers."""
        without = answers.due == NONE
        self._said = _counted(self._said, answers.said)
        self._undated = _counted(self._undated, answers.reason[without] + 1)
        if self._engine.facts.all:
            self._facts = _counted(self._facts, answers.facts + 1)
        rows = len(answers)
        dated = rows - int(np.count_nonzero(without))
        self.dated += dated
        today = dates.number(self._engine.day)
        self.overdue += int(np.count_nonzero(answers.due < today)) - (rows - dated)
        if self._changes is not None:
            self.beyond += int(np.count_nonzero(answers.due[~without] >= self._changes))
        if len(self.broken_rows) < MOST_VALUES:
            self._note_broken(answers)
        unknown = np.flatnonzero(answers.said == 0)
        if len(unknown):
            self._note_unknown(block, unknown)
        self.rows += rows

    # --- what was counted -----------------------------------------------------------------------

    @property
    def statuses(self) -> dict[Status, int]:
        """How many rows became what; every status that occurs, in the order of `Status`."""
        found = Counter[Status]()
        for said, count in zip(self._engine.choices.saids.all, self._said.tolist(), strict=False):
            found[said.status] += count
        return {status: found[status] for status in Status if found[status]}

    @property
    def problems(self) -> int:
        """Rows that are not decided, though the policy applies."""
        settled = (Status.DECIDED, Status.OUT_OF_SCOPE)
        return self.rows - sum(self.statuses.get(status, 0) for status in settled)

    @property
    def answers(self) -> list[tuple[Text, int]]:
        """How many rows got which kind of answer, the most frequent first."""
        found = Counter[Text]()
        for said, count in zip(self._engine.choices.saids.all, self._said.tolist(), strict=False):
            if said.answer is not None and count:
                found[said.answer] += count
        return found.most_common()

    @property
    def reasons(self) -> list[tuple[Status, Text, int]]:
        """Why rows are not decided, the most frequent first."""
        found = Counter[tuple[Status, Text]]()
        for said, count in zip(self._engine.choices.saids.all, self._said.tolist(), strict=False):
            if said.status is not Status.DECIDED and said.reason is not None and count:
                found[said.status, said.reason] += count
        return [(status, reason, count) for (status, reason), count in found.most_common()]

    @property
    def without_date(self) -> list[tuple[Text, int]]:
        """Why rows have no due date, the most frequent first."""
        reasons = self._engine.choices.reasons.all
        found = [
            (_NO_REASON if at == 0 else reasons[at - 1], count)
            for at, count in enumerate(self._undated.tolist())
            if count
        ]
        return sorted(found, key=lambda each: -each[1])

    @property
    def facts(self) -> list[tuple[str, int]]:
        """Which facts are missing or unknown, with the number of rows, the most frequent first."""
        found = [
            (self._engine.facts.all[at - 1].en, count)
            for at, count in enumerate(self._facts.tolist())
            if at and count
        ]
        return sorted(found, key=lambda each: -each[1])

    # --- counting -------------------------------------------------------------------------------

    def _note_broken(self, answers: Answers) -> None:
        broken = [
            number
            for number, said in enumerate(self._engine.choices.saids.all)
            if said.status is Status.BROKEN
        ]
        if broken:
            places = np.flatnonzero(np.isin(answers.said, broken))
            room = MOST_VALUES - len(self.broken_rows)
            self.broken_rows += [self.rows + int(at) + 1 for at in places[:room]]

    def _note_unknown(self, block: pa.RecordBatch, rows: Places) -> None:
        matched = self._engine.matched
        for reader in self._engine.readers:
            name = reader.axis.attribute.name
            column = matched.facts_by_name[name]
            if column is not None and isinstance(reader, FactReader):
                self._note_fact(reader, column, block.column(column).take(pa.array(rows)))
        for label, column in (
            *((event.label or event.name, column) for event, column in matched.events),
            ("", matched.last_contact),
        ):
            if column is not None:
                days = days_of(block.column(column).take(pa.array(rows)), matched.missing)
                self._count(column, label, int(np.count_nonzero(days == BAD)))
        if matched.contacts is not None:
            cells = block.column(matched.contacts).take(pa.array(rows))
            wrong = int(np.count_nonzero(counts_of(cells, matched.missing) == BAD))
            self._count(matched.contacts, "", wrong)

    def _note_fact(self, reader: FactReader, column: str, cells: pa.Array) -> None:
        wrong = reader.read(cells)[0] == reader.unknown
        count = int(np.count_nonzero(wrong))
        found = self._count(column, reader.axis.attribute.name, count)
        if found is None or reader.is_number:
            return
        kept = cells.filter(pa.array(wrong))
        if not _is_words(kept.type):
            return
        if found.values is None:
            found.values = Counter()
        for entry in pc.value_counts(kept.cast(pa.string())).to_pylist():
            value = entry["values"]
            if value in found.values or len(found.values) < MOST_KNOWN:
                found.values[value] += entry["counts"]

    def _count(self, column: str, attribute: str, count: int) -> Unknown | None:
        if not count:
            return None
        found = self.unknown.setdefault(column, Unknown(column, attribute))
        found.rows += count
        return found


_NO_REASON = Text("ohne Angabe", "not stated")


def _is_words(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(
        pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
    )


def _counted(before: Places, numbers: npt.NDArray[np.signedinteger[Any]]) -> Places:
    now = np.bincount(numbers, minlength=len(before))
    now[: len(before)] += before
    return now
