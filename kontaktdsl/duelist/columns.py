"""The columns of the list in files: titles, and what stands in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import attrs

from kontaktdsl.batch import columns as out
from kontaktdsl.diagnostics import Text
from kontaktdsl.duelist import words
from kontaktdsl.duelist.record import DueList, Entry, Problem

Cell = str | int | date | None


@attrs.frozen
class Column:
    """One column; `width` in characters, as a spreadsheet counts them."""

    title: str
    width: int
    of: Callable[[Entry], Cell]


INTERVAL = Text("Abstand oder Frist", "interval or deadline")
DAYS_LEFT = Text("Tage bis dahin", "days left")


def cell(key: object) -> Cell:
    """A key as a cell: a whole number stays one while a spreadsheet can hold it."""
    if isinstance(key, int) and not isinstance(key, bool) and abs(key) < 10**15:
        return key
    return words.key(key)


def columns(found: DueList) -> tuple[Column, ...]:
    """All columns in their order; a column of the group where there are groups."""
    language = found.language

    def titled(title: Text) -> str:
        return title.into(language)

    group = []
    if found.by is not None:
        group = [Column(found.by, 20, lambda each: each.group)]
    return (
        *group,
        Column(found.key, 16, lambda each: cell(each.key)),
        Column(titled(out.DUE.title), 12, lambda each: each.due),
        Column(titled(out.DAYS_OVERDUE.title), 10, lambda each: max(0, each.days)),
        Column(titled(DAYS_LEFT), 10, lambda each: None if each.overdue else -each.days),
        Column(
            titled(out.DUE_NOMINAL.title), 12, lambda each: each.nominal if each.moved else None
        ),
        Column(titled(out.DUE_STEP.title), 16, lambda each: each.what),
        Column(titled(INTERVAL), 24, lambda each: each.interval),
        Column(titled(out.DUTIES.title), 44, lambda each: "; ".join(each.duties) or None),
        Column(titled(out.KINDS.title), 24, lambda each: "; ".join(each.kinds) or None),
        Column(titled(out.RULE.title), 24, lambda each: each.rule),
        Column(titled(out.LINE.title), 10, lambda each: each.line),
        Column(titled(out.CITATION.title), 32, lambda each: each.citation),
        Column(titled(out.REASON.title), 44, lambda each: each.note),
    )


def problem_cells(found: DueList, each: Problem) -> dict[int, Cell]:
    """The cells of somebody who cannot be dated, by the place of their column."""
    last = len(columns(found)) - 1
    if found.by is None:
        return {0: cell(each.key), last: each.why}
    return {0: each.group, 1: cell(each.key), last: each.why}
