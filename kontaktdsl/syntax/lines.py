"""Logical lines: what is read at one go, with the comments and blank lines around it."""

import re
from collections.abc import Iterator
from enum import Enum

import attrs

from kontaktdsl.syntax import keywords
from kontaktdsl.syntax.tree import Blank, Comment

LONGEST = 10_000
"""A logical line with more characters is not read."""

BULLETS = "-–—•·▪‣◦*\uf0b7"
ARROWS = "→⇒➔➜"

_END = re.compile(r"\r\n|\r|\n")
COMMENT_OR_CLOSED = re.compile(
    r'#|"[^"]*"|„[^„“”]*[“”]|„[^„“”"]*"|“[^“”]*”|“[^“”"]*"|«[^«»]*»|»[^«»]*«|\[[^\[\]]*\]'
)
_BULLET = re.compile(rf"[{BULLETS}](?![-–—]*>)")
_JOINS = re.compile(rf"(?<![\w.-])(?:and|or|und|oder|And|Or|Und|Oder)\Z|[-–—=]>\Z|[,({ARROWS}]\Z")
_LAST_OF_JOINS = frozenset("drDR>,(" + ARROWS)

Trivia = tuple[Comment | Blank, ...]


class Form(Enum):
    """What a line begins with."""

    STATEMENT = "statement"
    BULLET = "bullet"
    ROW = "row"


@attrs.frozen(eq=False, repr=False)
class Line:
    """The characters `start` to `end` without blanks around them, and what belongs to them.

    `indented` says that blanks stand before it, `apart` that a blank line does. `inner` are the
    comments between the parts of a continued line.
    """

    form: Form
    start: int
    end: int
    indented: bool
    leading: Trivia
    inner: tuple[Comment, ...] = ()
    trailing: Comment | None = None
    too_long: bool = False

    @property
    def apart(self) -> bool:
        """Whether a blank line stands right above it or above its comments."""
        return any(isinstance(item, Blank) for item in self.leading)

    @property
    def comments(self) -> tuple[Comment, ...]:
        """The comments inside and behind it."""
        return self.inner if self.trailing is None else (*self.inner, self.trailing)


def lines(text: str) -> tuple[list[Line], Trivia]:
    """The logical lines of a text, and what stands below the last one."""
    found: list[Line] = []
    leading: list[Comment | Blank] = []
    physical = _physical(text)
    held: tuple[int, int] | None = None
    while True:
        place = held or next(physical, None)
        held = None
        if place is None:
            return found, tuple(leading)
        first, end, comment = _without_comment(text, *place)
        if first == end:
            if comment is not None:
                leading.append(comment)
            elif not leading or not isinstance(leading[-1], Blank):
                leading.append(Blank())
            continue
        inner: list[Comment] = []
        while goes_on(text, first, end):
            held = next(physical, None)
            if held is None:
                break
            below, end_below, comment_below = _without_comment(text, *held)
            if below < end_below and _begins_anew(text, below):
                break
            held = None
            if comment is not None:
                inner.append(comment)
            comment = comment_below
            if below < end_below:
                end = end_below
        found.append(
            Line(
                _form(text, first),
                first,
                end,
                first > place[0],
                tuple(leading),
                tuple(inner),
                comment,
                end - first > LONGEST,
            )
        )
        leading = []


def _physical(text: str) -> Iterator[tuple[int, int]]:
    start = 1 if text.startswith("\ufeff") else 0
    for end in _END.finditer(text, start):
        yield start, end.start()
        start = end.end()
    if start < len(text):
        yield start, len(text)


def _without_comment(text: str, start: int, end: int) -> tuple[int, int, Comment | None]:
    comment = None
    mark = text.find("#", start, end)
    if mark >= 0:
        for found in COMMENT_OR_CLOSED.finditer(text, start, end):
            if found.group() == "#":
                comment = Comment(text[found.end() : end].strip())
                end = found.start()
                break
    line = text[start:end]
    bare = line.lstrip()
    start += len(line) - len(bare)
    return start, start + len(bare.rstrip()), comment


def goes_on(text: str, start: int, end: int) -> bool:
    """Whether a line that stands there is continued below: it ends in `and`, `->`, `,`, `(`."""
    if text[end - 1] not in _LAST_OF_JOINS:
        return False
    return _JOINS.search(text, max(start, end - 8), end) is not None


def _begins_anew(text: str, at: int) -> bool:
    return _form(text, at) is not Form.STATEMENT or keywords.starts_statement(text, at)


def _form(text: str, at: int) -> Form:
    mark = text[at]
    if mark == "|":
        return Form.ROW
    if mark in BULLETS and _BULLET.match(text, at):
        return Form.BULLET
    return Form.STATEMENT
