"""Lists made in the test process, from tables in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

import pyarrow as pa

from kontaktdsl.batch.mapping import Columns
from kontaktdsl.data.pipeline import Run
from kontaktdsl.data.source import Chunk, Source
from kontaktdsl.duelist.collect import Wanted, collect
from kontaktdsl.duelist.record import DueList
from kontaktdsl.policy import Policy

DAY = date(2026, 11, 25)


class TableSource(Source):
    """A table as a source, in chunks of a few rows."""

    def __init__(self, table: pa.Table, rows: int = 97) -> None:
        super().__init__("table", table.column_names, table.num_rows)
        self._table, self._rows = table, rows

    def chunks(self, columns: Sequence[str], plain: Collection[str] = ()) -> Iterator[Chunk]:
        """Some rows at a time."""
        chosen = self._table.select(list(columns)).combine_chunks()
        batches = chosen.to_batches(max_chunksize=self._rows)
        for batch in batches or [pa.RecordBatch.from_pylist([], chosen.schema)]:
            yield Chunk(batch)


def listed(
    policy: Policy,
    table: pa.Table,
    wanted: Wanted | None = None,
    *,
    day: date = DAY,
    language: str = "de",
    columns: Columns | None = None,
) -> DueList:
    """The list of a table."""
    wanted = wanted or Wanted()
    keep = [] if wanted.by is None else [wanted.by]
    source = TableSource(table)
    run = Run(policy.plan, source, columns, day=day, language=language, keep=keep)
    return collect(run, wanted)
