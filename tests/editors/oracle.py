"""What each token of a text is: read off the trees that Lark makes of its lines."""

import re
from functools import cache

import lark

from kontaktdsl.syntax import grammar, keywords
from kontaktdsl.syntax.lines import Form, lines
from kontaktdsl.syntax.parser import language_of

Spans = list[tuple[int, int, str]]
"""Places in a text and the class of what stands there."""

KEYWORDS = {keywords.terminal(keyword) for keyword in keywords.table()}
CLASSES = {
    "NAME": "name", "INT": "number", "DATE": "number", "DAY_OF_YEAR": "number", "STRING": "string", "CITATION": "citation",
}  # fmt: skip

parser = cache(grammar.build)


def tokens(text: str) -> Spans:
    """Every token of the lines that can be read."""
    found, _ = lines(text)
    language = language_of(text, found)
    spans: Spans = []
    in_table = heading = False
    for line in found:
        piece = text[line.start : line.end]
        if line.form is Form.ROW:
            start, heading = "heading" if in_table and not heading else "row", True
        else:
            start = "bullet" if line.form is Form.BULLET else "statement"
            in_table = start == "statement" and (keywords.head_at(language, piece[:80]) == "table")
            heading = False
        try:
            made = parser(language).parse(piece, start=start)
        except lark.exceptions.UnexpectedInput:
            continue
        if isinstance(made, lark.Token):
            leaves = [made]
        else:
            leaves = list(made.scan_values(lambda value: isinstance(value, lark.Token)))
        for token in leaves:
            assert token.start_pos is not None
            assert token.end_pos is not None
            span = (line.start + token.start_pos, line.start + token.end_pos)
            spans.append((*span, class_of(token.type)))
    return spans


def class_of(terminal: str) -> str:
    """The class of a terminal of the grammar."""
    return "keyword" if terminal in KEYWORDS else CLASSES.get(terminal, "operator")


def differences(text: str, shown: Spans) -> list[str]:
    """Where what is shown differs from what stands there; comments are what no token covers."""
    painted: list[str | None] = [None] * len(text)
    for start, end, class_ in shown:
        painted[start:end] = [class_] * (end - start)
    real: list[str | None] = [None] * len(text)
    for start, end, class_ in tokens(text):
        real[start:end] = [class_] * (end - start)
    for comment in re.finditer("#[^\r\n]*", text):
        for at in range(*comment.span()):
            if real[comment.start()] is None:
                real[at] = "comment"
    return [
        f"{text.count(chr(10), 0, at) + 1}: {text[max(0, at - 10) : at]}⟨{text[at]}⟩"
        f"{text[at + 1 : at + 15]} is {real[at]}, shown as {painted[at]}"
        for at in range(len(text))
        if real[at] is not None and not text[at].isspace() and painted[at] != real[at]
    ]
