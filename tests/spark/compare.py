"""What Spark must answer, and where it differs."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from kontaktdsl.batch.mapping import Columns
from kontaktdsl.project import loads

loaded = lru_cache(maxsize=8)(loads)
MOST = 5
"""Differing rows that are shown per column."""


def expected(
    policy: str,
    table: pa.Table,
    day: date,
    *,
    columns: Columns | None = None,
    language: str | None = None,
) -> pa.Table:
    """The answers of `Policy.decide_batch`, without dictionaries, ordered by the first column."""
    found = loaded(policy).decide_batch(table, columns=columns, day=day, language=language)
    plain = [
        column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
        for column in found.columns
    ]
    whole = pa.table(plain, names=found.column_names)
    return whole.sort_by([(whole.column_names[0], "ascending")])


def differences(got: pa.Table, want: pa.Table) -> list[object]:
    """Every column that differs, with some rows of it; nothing where the tables are identical."""
    if got.column_names != want.column_names:
        return [("columns", got.column_names, want.column_names)]
    if got.num_rows != want.num_rows:
        return [("rows", got.num_rows, want.num_rows)]
    found: list[object] = []
    for name in want.column_names:
        ours, theirs = got[name].combine_chunks(), want[name].combine_chunks()
        if ours.type != theirs.type:
            found.append((name, str(ours.type), str(theirs.type)))
        elif ours != theirs:
            same = pc.fill_null(pc.equal(ours, theirs), False).to_pylist()
            rows = [
                (at, a.as_py(), b.as_py())
                for at, (a, b) in enumerate(zip(ours, theirs, strict=True))
                if not same[at] and a.as_py() != b.as_py()
            ]
            found.append((name, len(rows), rows[:MOST]))
    return found
