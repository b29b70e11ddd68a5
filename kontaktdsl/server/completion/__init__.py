"""What may be written at a place: the words of the grammar there, and the names that fit.

The grammar itself says what can follow (`Machine.prefix`), in the language of the document; which
names are meant follows from the words before: blocks after `exception ... to`, events after `of`,
kinds after `may use`, in a table the values of the column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kontaktdsl.server.analysis import Analysis
from kontaktdsl.server.completion.beginning import at_beginning
from kontaktdsl.server.completion.declared import of_names
from kontaktdsl.server.completion.proposal import Proposal
from kontaktdsl.server.completion.texts import in_text
from kontaktdsl.server.completion.words import of_grammar, of_several_words
from kontaktdsl.server.formatting import cells
from kontaktdsl.server.lexing import Here, here, prefix, within_text
from kontaktdsl.source import Span

__all__ = ["Proposal", "completions"]

_PARTIAL = re.compile(r"(?:\d+\s*[-–]\s*)?(?:[^\W_][\w.\-]*|\d+)?\Z")


def completions(analysis: Analysis, offset: int, language: str) -> tuple[Proposal, ...]:
    """What may be written at a place, in the document's own words; `language` is for remarks."""
    source = analysis.source
    inside = within_text(source, offset)
    place = here(source, offset, analysis.language)
    if inside is not None:
        return tuple(in_text(analysis, place, offset, inside))
    if place.line is not None and offset < place.start:
        return ()
    written = source.text[place.start : offset]
    partial = _PARTIAL.search(written)
    word = partial.group() if partial else ""
    before = written[: len(written) - len(word)]
    found: dict[tuple[str, int], Proposal] = {}
    for proposal in _proposals(analysis, place, before, word, offset, language):
        found.setdefault((proposal.label, proposal.span.start), proposal)
    return tuple(sorted(found.values(), key=lambda p: (p.rank, p.label.casefold())))


def _proposals(
    analysis: Analysis, place: Here, before: str, word: str, offset: int, language: str
) -> Iterator[Proposal]:
    spoken = analysis.language
    span = Span(analysis.source, offset - len(word), offset)
    if not before.strip():
        yield from at_beginning(analysis, place, word, span, language)
    symbol, text = place.symbol, before
    known = prefix(text, symbol, spoken)
    if known.at < len(text.rstrip()) and place.symbol in ("row", "heading"):
        symbol, text = _cell(before)
        known = prefix(text, symbol, spoken)
    if known.at >= len(text.rstrip()):
        yield from of_grammar(known, word, span, spoken, place)
        if "NAME" in known.accepts:
            yield from of_names(analysis, place, before, known.tokens, span, language)
    yield from of_several_words(analysis, place, before, word, offset)


def _cell(text: str) -> tuple[str, str]:
    """The cell that is being written, read by itself."""
    last = cells(text)[-1]
    return ("right_cell" if "->" in text[: last.before] else "left_cell"), text[last.before :]
