"""Answers as Arrow columns: what is said in words is a dictionary, dates are dates."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kontaktdsl.batch import columns as out
from kontaktdsl.batch import dates
from kontaktdsl.batch.columns import Column, Type
from kontaktdsl.batch.dates import NONE, Days
from kontaktdsl.batch.engine import Answers, Engine, Places
from kontaktdsl.batch.said import Said
from kontaktdsl.batch.ways import Numbers
from kontaktdsl.diagnostics import Text

_TYPES = {
    Type.TEXT: pa.dictionary(pa.int32(), pa.string()),
    Type.DATE: pa.date32(),
    Type.INTEGER: pa.int32(),
}


def schema(columns: Sequence[Column]) -> pa.Schema:
    """The Arrow schema of answer columns, by their ids."""
    return pa.schema([pa.field(column.id, _TYPES[column.type]) for column in columns])


class Assembler:
    """Turns the answers of one engine into Arrow columns, in the engine's language.

    `only` are the ids of the columns that are wanted; None wants all.
    """

    def __init__(self, engine: Engine, only: Collection[str] | None = None) -> None:
        """Start with empty dictionaries."""
        self.engine = engine
        self.columns = tuple(c for c in engine.columns if only is None or c.id in only)
        self.schema = schema(self.columns)
        self._built: dict[str, tuple[int, Numbers, pa.Array]] = {}

    def columns_of(self, answers: Answers) -> list[pa.Array]:
        """One array per column, in the order of `columns`."""
        choices = self.engine.choices
        made: dict[str, Callable[[], pa.Array]] = {
            out.DUE.id: lambda: _days(answers.due),
            out.DUE_NOMINAL.id: lambda: _days(answers.nominal),
            out.DAYS_OVERDUE.id: lambda: self._overdue(answers.due),
            out.DEADLINE_DATE.id: lambda: _days(answers.deadline),
            out.DEADLINE_NOMINAL.id: lambda: _days(answers.deadline_nominal),
            out.DUE_STEP.id: lambda: self._texts(answers.step, choices.steps.all),
            out.REASON.id: lambda: self._texts(answers.reason, choices.reasons.all),
            out.FACTS.id: lambda: self._texts(answers.facts, self.engine.facts.all),
        }
        for number, days in enumerate(answers.duties, 1):
            made[out.duty_column(number, "").id] = partial(_days, days)
        parts = {column.id: part for column, part in self._parts().items()}
        return [
            made[column.id]()
            if column.id in made
            else self._said(column, parts[column.id], answers.said)
            for column in self.columns
        ]

    def batch(self, answers: Answers) -> pa.RecordBatch:
        """The answers of a block as a record batch."""
        return pa.RecordBatch.from_arrays(self.columns_of(answers), schema=self.schema)

    def _parts(self) -> dict[Column, Callable[[Said], Text | str | int | None]]:
        header = self.engine.plan.policy.header
        digest = self.engine.plan.policy.digest
        return {
            out.STATUS: lambda each: each.status.words,
            out.ANSWER: lambda each: each.answer,
            out.INTERVAL: lambda each: each.interval,
            out.STRENGTH: lambda each: each.strength,
            out.DEADLINE: lambda each: each.deadline,
            out.DUTIES: lambda each: each.duties,
            out.KINDS: lambda each: each.kinds,
            out.RULE: lambda each: each.rule,
            out.LINE: lambda each: each.line,
            out.CITATION: lambda each: each.citation,
            out.POLICY: lambda _: header.id,
            out.DIGEST: lambda _: digest,
        }

    def _said(
        self,
        column: Column,
        part: Callable[[Said], Text | str | int | None],
        number: Places,
    ) -> pa.Array:
        saids = self.engine.choices.saids.all
        known = self._built.get(column.id)
        if known is None or known[0] != len(saids):
            known = self._built[column.id] = len(saids), *self._table(column, part, saids)
        places = known[1].take(number, mode="clip")
        nulls = bool(known[1].min(initial=0) < 0)
        if known[2] is None:
            return _array(places, pa.int32(), places != NONE if nulls else None)
        return _dictionary(places, known[2], nulls)

    def _table(
        self,
        column: Column,
        part: Callable[[Said], Text | str | int | None],
        saids: Sequence[Said],
    ) -> tuple[Numbers, pa.Array | None]:
        values = [part(each) for each in saids]
        if column.type is Type.INTEGER:
            numbers = [int(NONE) if value is None else int(value) for value in values]  # type: ignore[arg-type]
            return np.array(numbers, np.int32), None
        words = [
            value.into(self.engine.language) if isinstance(value, Text) else value
            for value in values
        ]
        distinct = {
            word: i for i, word in enumerate(dict.fromkeys(w for w in words if w is not None))
        }
        places = [-1 if word is None else distinct[word] for word in words]
        return np.array(places, np.int32), pa.array(list(distinct), pa.string())

    def _texts(self, numbers: Numbers, texts: Sequence[Text]) -> pa.Array:
        words = [text.into(self.engine.language) for text in texts]
        distinct = {word: i for i, word in enumerate(dict.fromkeys(words))}
        if len(distinct) < len(words):
            table = np.array([*(distinct[word] for word in words), -1], np.int32)
            numbers = table[numbers]
        return _dictionary(numbers, pa.array(list(distinct), pa.string()), True)

    def _overdue(self, due: Days) -> pa.Array:
        known = due != NONE
        late = np.int32(dates.number(self.engine.day)) - np.where(known, due, 0)
        return _array(np.maximum(late, 0), pa.int32(), known)


def _days(days: Days) -> pa.Array:
    return _array(days, pa.date32(), days != NONE)


def _dictionary(places: Numbers, values: pa.Array, nulls: bool) -> pa.Array:
    """A dictionary column; -1 stands for nothing, where there may be `nulls`."""
    known = None
    if nulls:
        known = places >= 0
        places = np.maximum(places, 0)
    indices = _array(places, pa.int32(), known)
    return pa.DictionaryArray.from_arrays(indices, values, safe=False)


def _array(values: Numbers, kind: pa.DataType, known: npt.NDArray[np.bool_] | None) -> pa.Array:
    """A column over the very memory of `values`; `known` says which are not null."""
    valid = None
    if known is not None and not known.all():
        valid = pa.py_buffer(np.packbits(known, bitorder="little"))
    whole = np.ascontiguousarray(values, np.int32)
    return pa.Array.from_buffers(kind, len(whole), [valid, pa.py_buffer(whole)])
