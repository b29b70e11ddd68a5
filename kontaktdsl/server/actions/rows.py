"""The missing row: a line, a row of a table or a cell for those who are forgotten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kontaktdsl import conditions, model
from kontaktdsl.analysis import engine
from kontaktdsl.analysis.problem import Box, gap
from kontaktdsl.diagnostics import Diagnostic, Edit, Safety, Text
from kontaktdsl.server.analysis import Analysis, line_span
from kontaktdsl.source import Span
from kontaktdsl.space import Space
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.keywords import keywords
from kontaktdsl.tidy import entries

MOST_REGIONS = 3

_LINE = Text("eine Zeile ergänzen: {outcome}", "add a line: {outcome}")
_ROW = Text("eine Zeile in der Tabelle ergänzen: {outcome}", "add a row to the table: {outcome}")
_CELL = Text("in die Zelle: {outcome}", "into the cell: {outcome}")

Made = tuple[str, tuple[Edit, ...]]


def missing_rows(analysis: Analysis, finding: Diagnostic, language: str) -> Iterator[Made]:
    """What to write for those who are forgotten: each interval in use, open on purpose, impossible.

    Nothing of it is preferred: which of them is right says the owner of the policy.
    """
    if finding.code == "empty-outcome":
        yield from _cell(analysis, finding, language)
        return
    yield from _rows(analysis, language)
    yield from _lines(analysis, finding, language)


def _outcomes(analysis: Analysis, *, impossible: bool) -> list[str]:
    word = keywords(analysis.language).phrase
    found = [*rhythms(analysis), f'{word("not-regulated")} "..."']
    return [*found, word("impossible")] if impossible else found


def _cell(analysis: Analysis, finding: Diagnostic, language: str) -> Iterator[Made]:
    span = finding.span
    text = span.text
    for outcome in _outcomes(analysis, impossible=True):
        filled = f" {outcome} " if not text.strip() else outcome
        yield _CELL.into(language).format(outcome=outcome), (Edit(span, filled),)


def _lines(analysis: Analysis, finding: Diagnostic, language: str) -> Iterator[Made]:
    """The line that the finding suggests, with an interval that the policy uses."""
    silent = f'{keywords(analysis.language).phrase("not-regulated")} "..."'
    first = next((r for r in finding.repairs if r.safety is Safety.UNSAFE and r.edits), None)
    if first is None:
        return
    for rhythm in rhythms(analysis):
        edits = tuple(Edit(e.span, e.text.replace(silent, rhythm)) for e in first.edits)
        yield _LINE.into(language).format(outcome=rhythm), edits


# --- a row of a table -----------------------------------------------------------------------------


def _rows(analysis: Analysis, language: str) -> Iterator[Made]:
    context = analysis.context
    tables = [n for n in analysis.document.statements if isinstance(n, tree.Table) and n.rows]
    if context is None or not tables:
        return
    gaps = [
        (asked, box, part.policy.series[0].name)
        for part in context.parts
        for asked in (part.how_often,)
        for box in engine.regions(asked.problem, [gap(asked.problem)], limit=MOST_REGIONS).boxes[
            :MOST_REGIONS
        ]
    ]
    for asked, box, series in gaps:
        for table in tables:
            if (table.series.text if table.series is not None else model.MAIN.name) != series:
                continue
            left = _left(analysis, asked.space, box, table)
            if left is None or table.heading is None:
                continue
            for outcome in _outcomes(analysis, impossible=True):
                cells = " | ".join([outcome] * len(table.heading.columns))
                at = line_span(table.rows[-1].span).end
                edit = Edit(Span(analysis.source, at, at), f"\n  | {left} -> {cells} |")
                yield _ROW.into(language).format(outcome=outcome), (edit,)


def _left(analysis: Analysis, space: Space, box: Box, table: tree.Table) -> str | None:
    """The cells left of the arrow for a box; None where the columns cannot say it."""
    if table.heading is None or analysis.policy is None:
        return None
    word = keywords(analysis.language).phrase
    axes = {axis.attribute.name: at for at, axis in enumerate(space.axes)}
    cells = []
    for name in table.heading.attributes:
        if name is None:
            cells.append(word("any"))
            continue
        at = axes.get(name.text)
        if at is None:
            return None
        axis, mask = space.axes[at], box[at]
        if mask == (1 << len(axis.classes)) - 1:
            cells.append(word("any"))
        else:
            cells.append(_in_column(analysis.policy, axis.attribute, axis.ranges(mask), analysis))
    return " | ".join(cells)


def _in_column(
    policy: model.Policy,
    attribute: model.Attribute,
    ranges: tuple[tuple[int, int], ...],
    analysis: Analysis,
) -> str:
    text = conditions.condition_of(policy, attribute, ranges, analysis.language)
    bare = f"{attribute.name} "
    joint = f" {keywords(analysis.language).phrase('or')} "
    if text == attribute.name or not all(part.startswith(bare) for part in text.split(joint)):
        return text
    return joint.join(part.removeprefix(bare) for part in text.split(joint))


# --- what the policy uses -------------------------------------------------------------------------


def rhythms(analysis: Analysis, most: int = 3) -> list[str]:
    """The intervals that a document uses, as it writes them, the most frequent first."""
    counted: Counter[str] = Counter()
    for entry in entries(analysis.document.statements):
        outcomes: list[tuple[tree.Part, ...]] = []
        if isinstance(entry, tree.Rule):
            outcomes = [entry.parts]
        elif isinstance(entry, tree.Row):
            outcomes = [cell.parts for cell in entry.outcomes]
        for part in (part for parts in outcomes for part in parts):
            if isinstance(part, tree.Every | tree.Times):
                counted[" ".join(part.span.text.split())] += 1
    return [text for text, _ in counted.most_common(most)]
