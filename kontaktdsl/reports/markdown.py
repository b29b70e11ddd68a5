"""Words of a policy inside Markdown."""

from __future__ import annotations

from kontaktdsl.reports.lines import visible

_ESCAPES = str.maketrans(
    {mark: f"\\{mark}" for mark in "\\`*_[]|#~"}
    | {"<": "&lt;", ">": "&gt;", "&": "&amp;", "@": "&#64;"}
)


def plain(text: str) -> str:
    """Words of a policy, so that no sign of theirs is taken for Markdown."""
    return visible(text).translate(_ESCAPES)


def code(text: str) -> str:
    """A name or a line as code; inside a table, too."""
    return f"`{visible(text).replace('`', chr(0x2019))}`"
