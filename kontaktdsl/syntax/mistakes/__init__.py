"""Mistakes in a text: one file for each kind, with its words and what recognises it."""

from kontaktdsl.diagnostics import Diagnostic, Kind
from kontaktdsl.source import Span
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.building import Builder
from kontaktdsl.syntax.machine import Machine, Refused
from kontaktdsl.syntax.mistakes import (
    ambiguous_word,
    amending,
    arithmetic,
    bad_date,
    bound_form,
    bounds,
    cell_count,
    dangling,
    dash_cell,
    empty_block,
    encoding,
    file,
    forgotten_and,
    hidden_character,
    leeway_limit,
    misplaced_for,
    missing_arrow,
    missing_attribute,
    missing_bullet,
    missing_colon,
    missing_outcome,
    missing_quotes,
    missing_reason,
    mixed_and_or,
    not_understood,
    number_form,
    number_too_large,
    other_language,
    pause_limit,
    programming,
    reserved_word,
    said_twice,
    several_rhythms,
    step_order,
    stray_bullet,
    stray_row,
    table_shape,
    two_arrows,
    unclosed,
    unknown_unit,
    unknown_word,
    whole_text,
    zero_length,
)
from kontaktdsl.syntax.mistakes.bad_line import BadLine, Piece, bad_line

__all__ = ["KINDS", "bad_line", "explain", "without_heading"]

KINDS: tuple[Kind, ...] = (
    amending.KIND, ambiguous_word.KIND, arithmetic.KIND, bad_date.KIND, bound_form.KIND,
    bounds.TOO_LONG,
    bounds.TOO_DEEP,
    cell_count.KIND, dangling.KIND, dash_cell.KIND, empty_block.KIND, encoding.KIND,
    file.MISSING, file.UNREADABLE, file.TOO_LARGE, file.BINARY, forgotten_and.KIND,
    hidden_character.KIND, leeway_limit.KIND,
    missing_arrow.KIND, missing_attribute.KIND, missing_bullet.KIND, missing_colon.KIND,
    missing_outcome.KIND, missing_quotes.KIND, missing_reason.KIND, misplaced_for.KIND,
    mixed_and_or.KIND,
    not_understood.KIND,
    number_form.KIND, number_too_large.KIND, other_language.KIND, pause_limit.KIND,
    programming.KIND, reserved_word.KIND, said_twice.KIND, several_rhythms.KIND, step_order.KIND,
    stray_bullet.KIND,
    stray_row.KIND, table_shape.NO_ARROW, table_shape.NO_HEADING, two_arrows.KIND,
    unclosed.KIND, unknown_unit.KIND, unknown_word.KIND, whole_text.EMPTY,
    whole_text.ONLY_COMMENTS, whole_text.NO_TITLE, zero_length.KIND,
)  # fmt: skip

RECOGNISERS = (
    unclosed.find,
    dash_cell.find,
    two_arrows.find,
    amending.find,
    pause_limit.find,
    leeway_limit.find,
    misplaced_for.find,
    table_shape.find,
    programming.find,
    ambiguous_word.find,
    other_language.find,
    mixed_and_or.find,
    bound_form.find,
    missing_outcome.find,
    dangling.find,
    arithmetic.find,
    number_form.find,
    bad_date.find,
    unknown_unit.find,
    missing_arrow.find,
    missing_quotes.find,
    missing_colon.find,
    unknown_word.find,
    forgotten_and.find,
    not_understood.find,
)
"""From the most telling to the last resort; the first that knows the mistake explains it."""


def explain(line: BadLine, parser: Machine, builder: Builder) -> list[Diagnostic]:
    """Everything that can be said of a line that the grammar refused."""
    if line.start == "heading":
        found = without_heading(line.span, parser)
        if found is not None:
            return [found]
    if line.start == "row" and sum(piece.kind == "arrow" for piece in line.pieces) == 1:
        found_in_cells = [
            finding
            for start, span in _cells(line)
            for finding in _explain_cell(line, start, span, parser, builder)
        ]
        if found_in_cells:
            return found_in_cells
    return [_first(line)]


def _first(line: BadLine) -> Diagnostic:
    for recognise in RECOGNISERS:
        found = recognise(line)
        if found is not None:
            return found
    return not_understood.find(line)


def without_heading(span: Span, parser: Machine) -> Diagnostic | None:
    """The first row of a table that is no heading but reads like any other row."""
    row = parser.parse(span.source, span.start, span.end, "row")
    told = isinstance(row, tree.Row) and any(cell.parts for cell in row.outcomes)
    return table_shape.no_heading(span) if told else None


def _cells(line: BadLine) -> list[tuple[str, Span]]:
    """The content of each cell of a row that has one arrow."""
    cells: list[tuple[str, Span]] = []
    start = "left_cell"
    content: list[Piece] = []
    for piece in (*line.pieces, None):
        if piece is not None and piece.kind != "arrow" and piece.text != "|":
            content.append(piece)
            continue
        if content and not (piece is None and [each.kind for each in content] == ["citation"]):
            cells.append((start, content[0].span.to(content[-1].span)))
        content = []
        if piece is not None and piece.kind == "arrow":
            start = "right_cell"
    return cells


def _explain_cell(
    line: BadLine, start: str, span: Span, parser: Machine, builder: Builder
) -> list[Diagnostic]:
    builder.read_cell()
    node = parser.parse(line.source, span.start, span.end, start)
    if isinstance(node, Refused):
        return [_first(bad_line(line.source, line.language, span, start, node))]
    return list(builder.mistakes)
