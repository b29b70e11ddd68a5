"""One policy over one data set: chunks in, batches of answers out, and a summary beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from kontaktdsl.batch import columns as out
from kontaktdsl.batch.arrow import Assembler
from kontaktdsl.batch.dates import NONE
from kontaktdsl.batch.engine import BLOCK, Answers, Engine
from kontaktdsl.batch.frames import matched
from kontaktdsl.batch.mapping import Columns, MappingError, no_column
from kontaktdsl.batch.needed import narrowed
from kontaktdsl.batch.said import broken
from kontaktdsl.data.source import Broken, Source
from kontaktdsl.data.summary import Summary
from kontaktdsl.diagnostics import Text
from kontaktdsl.plan import Plan

if TYPE_CHECKING:
    from kontaktdsl.holdings import Version

_OF_DEADLINES = ("deadline", "duty_")
CLASHED = "input_"
"""Before the name of a passed column that is named like a column of answers."""


class Run:
    """The answers to a data set, batch by batch; iterate it once, then read `summary`.

    `columns` says which column holds what. `keep` names further columns that pass through, `groups`
    passes the columns of the team and the officer, `only` are the ids of the columns of answers
    that are wanted (all). `passed` pairs each column that passes through with its name in the
    output. `version` says which text of a library this is. At least one batch comes, an empty one
    where there are no rows.
    Raises MappingError, UnknownLand, and DataError while it is iterated.
    """

    def __init__(
        self,
        plan: Plan,
        source: Source,
        columns: Columns | None = None,
        *,
        day: date,
        language: str,
        keep: Sequence[str] = (),
        groups: bool = False,
        only: Sequence[str] | None = None,
        version: Version | None = None,
    ) -> None:
        """Find the columns and compile the tables."""
        found = matched(plan, source.names, columns)
        self.matched = narrowed(plan.policy, found, groups=groups)
        self.source = source
        self.version = version
        _once([*self.matched.used, *keep], source.names)
        deadlines = only is None or any(name.startswith(_OF_DEADLINES) for name in only)
        self.engine = Engine(plan, self.matched, day, language, deadlines=deadlines)
        answered = [column.id for column in self.engine.columns]
        self.assembler = Assembler(self.engine, None if only is None else _known(only, answered))
        self.summary = Summary(self.engine, None if version is None else version.changes)
        self.passed = _passed(
            [
                self.matched.key,
                self.matched.team,
                self.matched.officer,
                *_known(keep, source.names),
            ],
            [out.ROW.id, *answered],
        )

    @property
    def titles(self) -> dict[str, Text]:
        """The title of each column of the output, in their order, by its name in a batch."""
        row = {} if self.matched.key is not None else {out.ROW.id: out.ROW.title}
        return {
            **row,
            **{name: Text.same(column) for column, name in self.passed},
            **{column.id: column.title for column in self.assembler.columns},
        }

    @property
    def read(self) -> tuple[str, ...]:
        """The columns that are read: nobody looks at the others."""
        return tuple(dict.fromkeys([*(column for column, _ in self.passed), *self.matched.used]))

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        """Every row once, in its order."""
        names = list(self.titles)
        for start, block, answers in self.blocks():
            arrays = [block.column(column) for column, _ in self.passed]
            if self.matched.key is None:
                arrays.insert(0, pa.array(np.arange(start, start + block.num_rows)))
            arrays += self.assembler.columns_of(answers)
            yield pa.RecordBatch.from_arrays(arrays, names=names)

    def blocks(self) -> Iterator[tuple[int, pa.RecordBatch, Answers]]:
        """Every row once, as numbers: the number of the first row from 1, the rows, the answers."""
        plain = [column for column, _ in self.passed]
        start = 1
        for chunk in self.source.chunks(self.read, plain):
            wrong = list(chunk.broken)
            for at in range(0, chunk.rows.num_rows, BLOCK) or (0,):
                block = chunk.rows.slice(at, BLOCK)
                mine = [each for each in wrong if at <= each.at < at + BLOCK]
                yield start, block, self._answers(block, at, mine)
                start += block.num_rows

    def _answers(self, block: pa.RecordBatch, first: int, wrong: Sequence[Broken]) -> Answers:
        answers = self.engine.answer(block)
        if wrong:
            answers = self._with_broken(answers, [(each.at - first, each.why) for each in wrong])
        self.summary.add(block, answers)
        return answers

    def _with_broken(self, answers: Answers, wrong: Sequence[tuple[int, Text]]) -> Answers:
        """Rows that could not be read get no answer but that."""
        places = np.array([at for at, _ in wrong], np.int64)
        choices = self.engine.choices
        numbers = [choices.add(broken(why)) for _, why in wrong]

        def put(array: np.ndarray, value: object) -> np.ndarray:
            changed = array.copy()
            changed[places] = value
            return changed

        return Answers(
            said=put(answers.said, numbers),
            due=put(answers.due, NONE),
            nominal=put(answers.nominal, NONE),
            step=put(answers.step, -1),
            deadline=put(answers.deadline, NONE),
            deadline_nominal=put(answers.deadline_nominal, NONE),
            duties=tuple(put(days, NONE) for days in answers.duties),
            reason=put(answers.reason, [choices.all[number].own for number in numbers]),
            facts=put(answers.facts, -1),
        )


def pipeline(
    plan: Plan,
    source: Source,
    columns: Columns | None,
    day: date,
    language: str,
    *,
    keep: Sequence[str] = (),
    groups: bool = False,
) -> Run:
    """The answers to a data set; see `Run`."""
    return Run(plan, source, columns, day=day, language=language, keep=keep, groups=groups)


def _once(used: Sequence[str], names: Sequence[str]) -> None:
    """Nobody can say which of two columns of one name is meant."""
    for name in used:
        if names.count(name) > 1:
            raise MappingError(
                Text(
                    f"die Spalte `{name}` steht zweimal da",
                    f"the column `{name}` is there twice",
                )
            )


def _known(keep: Sequence[str], names: Sequence[str]) -> Sequence[str]:
    for name in keep:
        if name not in names:
            raise no_column(name, names)
    return keep


def _passed(wanted: Sequence[str | None], taken: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Each column once, with a name that no column of answers has."""
    used = set(taken)
    found = []
    for column in dict.fromkeys(name for name in wanted if name is not None):
        name = column
        while name in used:
            name = CLASHED + name
        used.add(name)
        found.append((column, name))
    return tuple(found)
