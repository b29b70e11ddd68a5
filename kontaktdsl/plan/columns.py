"""Expressions from facts to what selects an answer, and the records that hold the answers.

A small policy numbers its cases: the classes of all facts in mixed radix. A large one finds the set
of lines that hit, an AND over columns of bitsets, one column per group of attributes, so that
deciding never costs more than the columns, however the rules overlap.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence

from kontaktdsl.analysis.bitsets import Layout
from kontaktdsl.decision import Decision
from kontaktdsl.domains import Enumeration, Number, YesNo
from kontaktdsl.space import Axis
from kontaktdsl.values import Rhythm


class Record:
    """What is known of one case (or set of lines): its decision and its rhythm, once found."""

    __slots__ = ("decision", "rhythm")
    decision: Decision
    rhythm: Rhythm


class Records(dict[int, Record]):
    """A record per set of lines; beyond `most` all are forgotten."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __missing__(self, rows: int) -> Record:
        if len(self) >= self.most:
            self.clear()
        made = self[rows] = Record()
        return made


GROUP = 64
"""Most combinations of classes that one table holds."""

BYTES = 32_000_000
"""Most memory for all tables together (larger policies get smaller groups)."""

SMALL = 16_384
"""A number with so many values or fewer finds its class in a dict."""


def groups(axes: Sequence[Axis], width: int) -> list[list[int]]:
    """Put neighbouring axes into groups of at most `GROUP` combinations; `width` in bits."""
    most = max(2, min(GROUP, BYTES * 8 // max(1, width * max(1, len(axes) // 3))))
    found: list[list[int]] = []
    size = 0
    for at, axis in enumerate(axes):
        if found and size * len(axis.classes) <= most:
            found[-1].append(at)
            size *= len(axis.classes)
        else:
            found.append([at])
            size = len(axis.classes)
    return found


def table(layout: Layout, group: Sequence[int], axes: Sequence[Axis]) -> list[int]:
    """Per combination of classes of the group the rows that allow it, the first axis fastest."""
    combined = [layout.live]
    for at in group:
        combined = [
            before & layout.columns[at][place]
            for place in range(len(axes[at].classes))
            for before in combined
        ]
    return combined


def case_number(axes: Sequence[Axis], names: dict[str, object], read: Callable[[Axis], str]) -> str:
    """An expression for the number of a case; raises KeyError where a fact fits nothing.

    `read` gives the expression for a fact, `names` collects what the expression needs.
    """
    weight, terms = 1, []
    for at, axis in enumerate(axes):
        terms.append(index(axis, f"_v{at}", weight, names, read(axis)))
        weight *= len(axis.classes)
    return " + ".join(terms) or "0"


def rows_hit(
    layout: Layout, axes: Sequence[Axis], names: dict[str, object], read: Callable[[Axis], str]
) -> str:
    """An expression for the rows that contain a case; as `case_number` otherwise."""
    terms = []
    for number, group in enumerate(groups(axes, layout.live.bit_length())):
        weight, parts = 1, []
        for at in group:
            parts.append(index(axes[at], f"_v{at}", weight, names, read(axes[at])))
            weight *= len(axes[at].classes)
        names[f"_t{number}"] = table(layout, group, axes)
        terms.append(f"_t{number}[{' + '.join(parts)}]")
    return " & ".join(terms)


def index(axis: Axis, value: str, weight: int, names: dict[str, object], read: str) -> str:
    """An expression for class times weight of `read`; raises KeyError where it fits nothing.

    `value` is a free local name, `names` collects what the expression needs; names that begin with
    an underscore never meet a field, because the name of an attribute begins with a letter.
    """
    names.update(_no={}, _bisect=bisect_right, _type=type, _int=int)
    match axis.attribute.domain:
        case YesNo():
            return (
                f"({weight} if ({value} := {read}) is True else 0 if {value} is False else _no[0])"
            )
        case Enumeration(values):
            names[f"_e{value}"] = {known.name: i * weight for i, known in enumerate(values)}
            return f"_e{value}[{read}]"
        case Number(low, high):
            if high - low < SMALL:
                names[f"_e{value}"] = {
                    number: place * weight
                    for place, (first, last) in enumerate(axis.classes)
                    for number in range(first, last + 1)
                }
                known = f"_e{value}[{value}]"
                return f"({known} if _type({value} := {read}) is _int else _no[0])"
            names[f"_e{value}"] = [first for first, _ in axis.classes[1:]]
            found = f"_bisect(_e{value}, {value}) * {weight}"
            return (
                f"({found} if _type({value} := {read}) is _int and {low} <= {value} <= {high} "
                "else _no[0])"
            )
