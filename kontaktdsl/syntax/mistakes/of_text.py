"""The mistakes that show before a line is read, or only in the text as a whole."""

from kontaktdsl.diagnostics import Diagnostic
from kontaktdsl.source import Source
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.lines import Line
from kontaktdsl.syntax.mistakes import bounds, hidden_character, whole_text


def before_reading(source: Source, line: Line, most: int) -> list[Diagnostic]:
    """Why a line is not read, or nothing where it can be."""
    limit = bounds.before_reading(source, line.start, line.end)
    if limit is not None:
        return [limit]
    return [
        finding
        for _, finding in zip(
            range(most), hidden_character.find(source, line.start, line.end), strict=False
        )
    ]


def of_whole(document: tree.Document, read_any_line: bool) -> list[Diagnostic]:
    """What is wrong with a text as a whole."""
    if not read_any_line:
        comments = any(isinstance(item, tree.Comment) for item in document.epilogue)
        return [whole_text.empty(document.source, comments)]
    title = whole_text.titles(document) if document.statements else None
    return [] if title is None else [title]
