"""Tables of the caller's kind in and out: Arrow, polars, pandas, numpy, duckdb, and any other that
speaks the Arrow PyCapsule interface.

Only the columns that the policy uses are handed over; Arrow data is read where it lies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol, TypeVar, cast, runtime_checkable

import pyarrow as pa

from kontaktdsl.batch.arrow import Assembler
from kontaktdsl.batch.engine import Engine
from kontaktdsl.batch.mapping import Columns, Matched
from kontaktdsl.batch.matching import match
from kontaktdsl.plan import Plan

Frame = TypeVar("Frame")


@runtime_checkable
class ArrowStream(Protocol):
    """Any table that hands over an Arrow stream."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...


def decide_batch(
    plan: Plan,
    table: Frame,
    *,
    columns: Columns | None,
    day: date,
    language: str,
) -> Frame:
    """One row of answers per row of `table`, in the same order and in the caller's own kind.

    Raises MappingError if a column is missing, TypeError if `table` is no kind of table known here.
    """
    kind = type(table).__module__.partition(".")[0]
    if kind == "pandas":
        return _pandas(plan, table, columns, day, language)
    if kind == "polars":
        return _polars(plan, table, columns, day, language)
    if kind == "duckdb" or type(table).__name__ == "DuckDBPyRelation":
        return _duckdb(plan, table, columns, day, language)
    if isinstance(table, Mapping):
        arrays = {name: pa.array(values) for name, values in table.items()}
        found = answers(plan, pa.table(arrays), columns, day, language)
        return cast("Frame", {name: _numpy(found.column(name)) for name in found.column_names})
    if isinstance(table, pa.RecordBatch):
        whole = answers(plan, pa.Table.from_batches([table]), columns, day, language)
        return cast(
            "Frame",
            whole.combine_chunks().to_batches()[0]
            if whole.num_rows
            else pa.RecordBatch.from_pylist([], whole.schema),
        )
    if isinstance(table, pa.RecordBatchReader):
        return cast("Frame", _reader(plan, table, columns, day, language))
    if isinstance(table, pa.Table):
        return cast("Frame", answers(plan, table, columns, day, language))
    if isinstance(table, ArrowStream):
        return cast("Frame", answers(plan, pa.table(table), columns, day, language))
    raise TypeError(
        f"decide_batch takes an Arrow, polars, pandas or duckdb table or a mapping of arrays, "
        f"not {type(table).__name__}"
    )


def matched(plan: Plan, names: Sequence[str], columns: Columns | None) -> Matched:
    """The columns of a data set that a plan needs; raises MappingError."""
    needed = [axis.attribute for axis in plan.space.axes]
    return match(plan.policy, needed, names, columns)


def answers(
    plan: Plan, table: pa.Table, columns: Columns | None, day: date, language: str
) -> pa.Table:
    """The answers to a table, behind the key column where there is one."""
    found = matched(plan, table.column_names, columns)
    stream = _Stream(plan, found, day, language)
    used = table.select(list(found.used)) if found.used else table
    batches = [answer for batch in used.to_batches() for answer in stream.of(batch)]
    return pa.Table.from_batches(batches, stream.schema(table.schema))


def _reader(
    plan: Plan, reader: pa.RecordBatchReader, columns: Columns | None, day: date, language: str
) -> pa.RecordBatchReader:
    found = matched(plan, reader.schema.names, columns)
    stream = _Stream(plan, found, day, language)

    def batches() -> Iterator[pa.RecordBatch]:
        for batch in reader:
            yield from stream.of(batch)

    return pa.RecordBatchReader.from_batches(stream.schema(reader.schema), batches())


class _Stream:
    """Batches in, batches of answers out."""

    def __init__(self, plan: Plan, found: Matched, day: date, language: str) -> None:
        self.key = found.key
        self.engine = Engine(plan, found, day, language)
        self.assembler = Assembler(self.engine)

    def schema(self, given: pa.Schema) -> pa.Schema:
        key = [] if self.key is None else [given.field(self.key)]
        return pa.schema([*key, *self.assembler.schema])

    def of(self, batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
        for block, answer in self.engine.blocks(batch):
            key = [] if self.key is None else [block.column(self.key)]
            yield pa.RecordBatch.from_arrays(
                [*key, *self.assembler.columns_of(answer)], schema=self.schema(block.schema)
            )


def _numpy(column: pa.ChunkedArray) -> object:
    if pa.types.is_dictionary(column.type):
        column = column.cast(pa.string())
    return column.combine_chunks().to_numpy(zero_copy_only=False)


def _pandas(plan: Plan, frame: Frame, columns: Columns | None, day: date, language: str) -> Frame:
    names = [str(name) for name in frame.columns]  # type: ignore[attr-defined]
    found = matched(plan, names, columns)
    used = frame[[frame.columns[names.index(name)] for name in found.used]]  # type: ignore[index,attr-defined]
    table = pa.Table.from_pandas(used, preserve_index=False)
    made = answers(plan, table, columns, day, language).to_pandas()
    made.index = frame.index  # type: ignore[attr-defined]
    return cast("Frame", made)


def _polars(plan: Plan, frame: Frame, columns: Columns | None, day: date, language: str) -> Frame:
    import polars

    if isinstance(frame, polars.LazyFrame):
        found = matched(plan, frame.collect_schema().names(), columns)
        whole = frame.select(found.used).collect()
        table = answers(plan, pa.table(whole), columns, day, language)
        return cast("Frame", polars.from_arrow(table).lazy())  # type: ignore[union-attr]
    found = matched(plan, frame.columns, columns)  # type: ignore[attr-defined]
    table = pa.table(frame.select(found.used))  # type: ignore[attr-defined]
    return cast("Frame", polars.from_arrow(answers(plan, table, columns, day, language)))


def _duckdb(
    plan: Plan, relation: Frame, columns: Columns | None, day: date, language: str
) -> Frame:
    import duckdb

    found = matched(plan, relation.columns, columns)  # type: ignore[attr-defined]
    quoted = ", ".join('"' + name.replace('"', '""') + '"' for name in found.used)
    used = pa.table(relation.project(quoted))  # type: ignore[attr-defined]
    table = answers(plan, used, columns, day, language)
    return cast("Frame", duckdb.from_arrow(table))
