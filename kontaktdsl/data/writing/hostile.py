"""Text that a spreadsheet would run as a formula, made harmless.

Source: OWASP, "CSV Injection"; a cell that starts with one of these letters, or with its full-width
twin, may be a formula. A plain number is none.
"""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

STARTS = r"^[=+\-@\t\r\n＝＋－＠]"
NUMBER = r"^[+\-]?[0-9]+([.,][0-9]+)?$"
GUARD = "'"


def harmless(text: str) -> str:
    """One text with an apostrophe before it where it could be a formula."""
    if re.search(STARTS, text) and not re.search(NUMBER, text):
        return GUARD + text
    return text


def harmless_column(column: pa.Array) -> pa.Array:
    """The same for a column of text."""
    guilty = pc.and_(
        pc.match_substring_regex(column, STARTS),
        pc.invert(pc.match_substring_regex(column, NUMBER)),
    )
    if not pc.any(guilty).as_py():
        return column
    return pc.if_else(guilty, pc.binary_join_element_wise(GUARD, column, ""), column)
