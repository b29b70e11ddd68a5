"""Other policies of the folder, named by their ids: `see x`, `amends x`, `never looser than x`."""

from __future__ import annotations

import attrs

from kontaktdsl.server.analysis import Analysis
from kontaktdsl.server.lexing import read
from kontaktdsl.source import Span
from kontaktdsl.versions.edition import Edition
from kontaktdsl.versions.reading import beside

NAMING = frozenset({"SEE", "REPLACES", "AMENDS", "NEVER_LOOSER_THAN"})
"""The words behind which the id of a policy stands."""


@attrs.frozen(eq=False)
class Named:
    """An id at a place of the document, and the policy that has it."""

    span: Span
    edition: Edition


def around(analysis: Analysis) -> list[Edition]:
    """The other policies of the folder."""
    return beside(analysis.folder, None, analysis.source.name, analysis.files.read)


def named(analysis: Analysis, offset: int) -> Named | None:
    """The policy that is named at a place; None where there is none."""
    for line in read(analysis.source, analysis.language):
        start = line.line.start
        if not start <= offset <= line.line.end:
            continue
        for word, before in zip(line.words[1:], line.words, strict=False):
            span = Span(analysis.source, start + word.start, start + word.end)
            if (
                word.terminal == "NAME"
                and before.terminal in NAMING
                and span.start <= offset <= span.end
            ):
                found = (each for each in around(analysis) if each.id == span.text)
                return next((Named(span, each) for each in found), None)
    return None
