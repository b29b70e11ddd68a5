"""The places of the directive that the lines of a file rest on."""

from collections.abc import Iterator

from kontaktdsl import model
from kontaktdsl.source import Span
from kontaktdsl.syntax import tree


def cited(document: tree.Document) -> Iterator[model.Citation]:
    """Each citation that counts: a line's own, else that of the head of its block.

    A line of the header has no place for one, nor has a definition; there a comment behind the
    line that begins with brackets is taken for it.
    """
    for node in document.statements:
        lines = _lines(node)
        own = getattr(node, "citation", None)
        if own is not None and (not lines or any(line.citation is None for line in lines)):
            yield model.Citation(own.text, own.span)
        elif not hasattr(node, "citation") and node.trailing is not None:
            text = node.trailing.text
            if text.startswith("[") and "]" in text:
                end = Span(node.span.source, node.span.end, node.span.end)
                yield model.Citation(text[1 : text.index("]")].strip(), end)
        for line in lines:
            if line.citation is not None:
                yield model.Citation(line.citation.text, line.citation.span)


def _lines(node: tree.Statement) -> tuple[tree.Rule, ...] | tuple[tree.Row, ...]:
    match node:
        case tree.Rules(rules=rules) | tree.ExceptionBlock(rules=rules) | tree.At(rules=rules):
            return rules
        case tree.Table(rows=rows):
            return rows
        case _:
            return ()
