"""What may be written at a place."""

from __future__ import annotations

import attrs

from kontaktdsl.source import Span


@attrs.frozen(eq=False)
class Proposal:
    """Something that may be written in place of `span`.

    `kind` is "keyword", "snippet", "file", "text", or the name of a `Role`. `snippet` is the same
    with places to fill in, for an editor that knows `${1:...}`.
    """

    label: str
    text: str
    span: Span
    kind: str
    detail: str = ""
    documentation: str = ""
    snippet: str | None = None
    rank: int = 5
