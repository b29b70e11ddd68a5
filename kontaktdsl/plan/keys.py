"""A dict of facts as a key: read, checked for type, and looked up in a few C calls.

A dict lookup compares by equality, and `True == 1 == 1.0`; what a key holds must therefore be
checked for type first. All flags at once: `|` of bools is a bool, of anything else it is not.
"""

from collections.abc import Sequence
from operator import itemgetter

import attrs

from kontaktdsl.domains import Number, YesNo
from kontaktdsl.plan import columns
from kontaktdsl.space import Axis


@attrs.frozen
class Key:
    """How generated code finds the decision of the dict `facts`.

    `statements` read and check it, and leave by KeyError; `table` is an expression for which of
    `tables` dicts to look into, `key` one for the key there.
    """

    statements: tuple[str, ...]
    table: str
    tables: int
    key: str


def key_of(axes: Sequence[Axis], names: dict[str, object], most: int) -> Key:
    """Numbers stand in the key as they are while that makes at most `most` keys.

    Else the widest ones choose a table by their class.
    """
    classed = _classed(axes, most)
    tables, table = 1, []
    for at in classed:
        read = f"facts[{axes[at].attribute.name!r}]"
        table.append(columns.index(axes[at], f"_v{at}", tables, names, read))
        tables *= len(axes[at].classes)
    values = {f"v{at}": axis for at, axis in enumerate(axes) if at not in classed}
    statements = []
    if values:
        names["read"] = itemgetter(*(axis.attribute.name for axis in values.values()))
        left = f"{', '.join(values)} = " if len(values) > 1 else f"{min(values)} = "
        statements.append(f"{left}key = read(facts)")
    flags = [v for v, axis in values.items() if isinstance(axis.attribute.domain, YesNo)]
    checks = [f"type({' | '.join(flags)}) is not bool"] if flags else []
    checks += [
        f"type({v}) is not int"
        for v, axis in values.items()
        if isinstance(axis.attribute.domain, Number)
    ]
    if checks:
        statements.append(f"if {' or '.join(checks)}: raise KeyError")
    return Key(tuple(statements), " + ".join(table) or "0", tables, "key" if values else "None")


def _classed(axes: Sequence[Axis], most: int) -> list[int]:
    """The numbers that choose a table, the widest first, so that few enough keys remain."""
    numbers = sorted(
        (axis.attribute.domain.bounds[0] - axis.attribute.domain.bounds[1], at)
        for at, axis in enumerate(axes)
        if isinstance(axis.attribute.domain, Number)
    )
    found: list[int] = []
    for _, at in numbers:
        keys = 1
        for other, axis in enumerate(axes):
            low, high = axis.attribute.domain.bounds
            keys *= len(axis.classes) if other in found else high - low + 1
        if keys <= most:
            break
        found.append(at)
    return found
