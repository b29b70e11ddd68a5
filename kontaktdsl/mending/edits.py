"""Edits of a text, and whether it still says the same."""

from collections.abc import Iterable, Iterator

import attrs

from kontaktdsl.diagnostics import Edit
from kontaktdsl.record import Record
from kontaktdsl.source import Source
from kontaktdsl.syntax import tree

PLACEHOLDER, TODO = '"..."', '"TODO"'


def applied(source: Source, edits: Iterable[Edit]) -> Source:
    """The source after edits that do not overlap, its line ends as they were."""
    text = source.text
    newline = "\r\n" if "\r\n" in text else "\r" if "\r" in text and "\n" not in text else "\n"
    for edit in sorted(edits, key=lambda edit: (edit.span.start, edit.span.end), reverse=True):
        new = edit.text.replace(PLACEHOLDER, TODO)
        if edit.span.start == len(source.text) and new.startswith("\n"):
            new = _at_the_end(source.text, new)
        new = new.replace("\r\n", "\n").replace("\n", newline)
        text = text[: edit.span.start] + new + text[edit.span.end :]
    return Source(source.name, text)


def _at_the_end(text: str, new: str) -> str:
    """Lines for the end of a file, which ends with one line end whether it did or not."""
    ended = not text or text[-1] in "\r\n"
    return ("" if ended else "\n") + new.strip("\n") + "\n"


def apart(groups: Iterable[tuple[Edit, ...]]) -> list[int]:
    """The numbers of groups of edits, from the first on, of which no two touch."""
    taken: list[tuple[int, int]] = []
    kept = []
    for number, edits in enumerate(groups):
        places = [(edit.span.start, edit.span.end) for edit in edits]
        if not any(_touch(mine, other) for mine in places for other in taken):
            taken += places
            kept.append(number)
    return kept


def _touch(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one == other or (one[0] < other[1] and other[0] < one[1])


def remarks(document: tree.Document) -> list[str]:
    """The texts of all comments, wherever they stand."""
    from kontaktdsl.tidy import comments

    return sorted(comment.text for group in comments(document) for comment in group)


def names(node: object) -> Iterator[tree.Name]:
    """Every name that stands for something declared in a policy."""
    if isinstance(node, tree.Name):
        yield node
    elif isinstance(node, tuple):
        for part in node:
            yield from names(part)
    elif isinstance(node, Record):
        kind = type(node)
        for field in attrs.fields(kind):  # type: ignore[arg-type]
            if field.eq and (kind, field.name) not in _FREE:
                yield from names(getattr(node, field.name))


_FREE = {
    (tree.Id, "name"),
    (tree.See, "target"),
    (tree.Accept, "code"),
    (tree.Quantity, "per"),
}
"""Names of other policies, of findings, and words that nobody declares."""
