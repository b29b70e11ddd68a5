"""Canonical text from the tree, in either spoken language.

The text parses back to an equal tree with the same comments, and formatting it again changes
nothing: layout follows from the tree alone, never from where something stood before.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from kontaktdsl.syntax import tree
from kontaktdsl.syntax.formatting.layout import aligned, flat, table
from kontaktdsl.syntax.formatting.phrases import Phrases
from kontaktdsl.syntax.formatting.statements import INDENT, Statements


def format_document(document: tree.Document, language: str | None = None) -> str:
    """A whole file, in its own spoken language or in another.

    A line that could not be read stands in no tree: never write such a document back to its file.
    """
    words = Statements(language or document.language)
    lines = list(_remarks(document.epilogue, ""))
    body = [line for run in _runs(document.statements) for line in _run(run, words)]
    text = "\n".join(_single_blanks([*body, *lines]))
    return f"{text}\n" if text else ""


def format_statement(statement: tree.Statement, language: str) -> str:
    """One statement, as it stands in a file, without the comments above and behind it."""
    words = Statements(language)
    (head,) = aligned([words.line(statement)])
    return "\n".join([head, *_inner(statement, words)])


def format_condition(condition: tree.Condition, language: str) -> str:
    """A condition on one line, with parentheses exactly where they are needed."""
    return flat(Phrases(language).condition(condition))


def format_outcome(parts: tuple[tree.Part, ...], language: str) -> str:
    """Parts on one line, joined by commas."""
    return flat(Phrases(language).outcome(parts))


def _runs(statements: Sequence[tree.Statement]) -> Iterator[Sequence[tree.Statement]]:
    """Neighbours of one kind without a blank line between them: they are aligned together."""
    number = 0
    numbers = []
    for position, statement in enumerate(statements):
        before = statements[position - 1] if position else None
        if type(before) is not type(statement) or tree.Blank() in statement.leading:
            number += 1
        numbers.append(number)
    for _, run in groupby(zip(numbers, statements, strict=True), key=lambda pair: pair[0]):
        yield [statement for _, statement in run]


def _run(run: Sequence[tree.Statement], words: Statements) -> Iterator[str]:
    heads = aligned([words.line(statement) for statement in run])
    for statement, head in zip(run, heads, strict=True):
        yield from _entry(statement, head)
        yield from _inner(statement, words)


def _inner(statement: tree.Statement, words: Statements) -> Iterator[str]:
    """The bullets or rows of a block."""
    match statement:
        case tree.Rules(rules=rules) | tree.ExceptionBlock(rules=rules) | tree.At(rules=rules):
            yield from _run(rules, words)
        case tree.Table(heading=heading, rows=rows):
            first = [(heading, words.heading(heading))] if heading else []
            lines = [*first, *((row, words.row(row)) for row in rows)]
            texts = table([line for _, line in lines])
            for (entry, _), text in zip(lines, texts, strict=True):
                yield from _entry(entry, INDENT + text)


def _entry(entry: tree.Entry, text: str) -> Iterator[str]:
    """What stands above an entry, its text, and what stands behind it."""
    indent = text[: len(text) - len(text.lstrip())]
    yield from _remarks(entry.leading, indent)
    yield f"{text}  {_comment(entry.trailing)}" if entry.trailing else text


def _remarks(remarks: Sequence[tree.Comment | tree.Blank], indent: str) -> Iterator[str]:
    for remark in remarks:
        yield indent + _comment(remark) if isinstance(remark, tree.Comment) else ""


def _comment(comment: tree.Comment) -> str:
    """The comment with its mark; `## x` stays `## x`."""
    between = " " if comment.text and not comment.text.startswith("#") else ""
    return f"#{between}{comment.text}"


def _single_blanks(lines: Sequence[str]) -> Iterator[str]:
    """The lines without blank ones at both ends, and never two blank ones in a row."""
    pending = started = False
    for line in lines:
        if line:
            if pending and started:
                yield ""
            yield line
            started, pending = True, False
        else:
            pending = True
