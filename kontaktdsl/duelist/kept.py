"""Rows that a list keeps, as arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kontaktdsl.batch.dates import Days

Numbers = npt.NDArray[np.int64]
Small = npt.NDArray[np.int32]


@attrs.frozen(kw_only=True, eq=False)
class Kept:
    """Rows that are kept, as arrays of one length; `when` is `NONE` for people without a date.

    `names` are those of the groups, None where there are no groups. `said`, `reason`, `facts` and
    `step` are numbers of the engine, `other` is the day that is also open.
    """

    keys: pa.Array
    names: pa.Array | None
    said: Numbers
    reason: Small
    facts: Small
    step: Small
    when: Days
    nominal: Days
    other: Days


def joined(parts: Sequence[Kept]) -> Kept | None:
    """All parts as one; None if there is none."""
    if not parts:
        return None
    keys = [part.keys for part in parts]
    if len({key.type for key in keys}) > 1:
        keys = [as_text(key) for key in keys]
    names = [part.names for part in parts if part.names is not None]
    return Kept(
        keys=pa.concat_arrays(keys),
        names=pa.concat_arrays(names) if names else None,
        said=np.concatenate([part.said for part in parts]),
        reason=np.concatenate([part.reason for part in parts]),
        facts=np.concatenate([part.facts for part in parts]),
        step=np.concatenate([part.step for part in parts]),
        when=np.concatenate([part.when for part in parts]),
        nominal=np.concatenate([part.nominal for part in parts]),
        other=np.concatenate([part.other for part in parts]),
    )


def by_name(names: pa.Array | None, order: Numbers) -> Iterator[tuple[str | None, Numbers]]:
    """The rows of each group in their order; the groups by name, those without one last."""
    if names is None:
        yield None, order
        return
    encoded = names.dictionary_encode()
    values: list[str] = encoded.dictionary.to_pylist()
    in_order = sorted(range(len(values)), key=lambda at: (values[at].casefold(), values[at]))
    rank = np.empty(len(values) + 1, np.intp)
    rank[in_order] = np.arange(len(values))
    rank[-1] = len(values)
    ranks = rank[encoded.indices.fill_null(len(values)).to_numpy()][order]
    sorted_rows = order[np.argsort(ranks, kind="stable")]
    ends = np.cumsum(np.bincount(ranks, minlength=len(values) + 1))
    start = 0
    for name, end in zip([*(values[at] for at in in_order), None], ends.tolist(), strict=True):
        if end > start:
            yield name, sorted_rows[start:end]
        start = end


def sortable(keys: pa.Array) -> pa.Array:
    """Keys that can be put in order: whole numbers and texts as they are, others as texts."""
    kind = keys.type
    if pa.types.is_dictionary(kind):
        return sortable(keys.cast(kind.value_type))
    if pa.types.is_integer(kind) or pa.types.is_string(kind):
        return keys
    return as_text(keys)


def as_text(values: pa.Array) -> pa.Array:
    """Any column as strings."""
    try:
        return values.cast(pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return pa.array(
            [None if each is None else str(each) for each in values.to_pylist()], pa.string()
        )
