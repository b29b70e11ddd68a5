"""Within quotation marks: files, Länder and titles, where the text is one."""

from __future__ import annotations

import os
from collections.abc import Iterator

from kontaktdsl.laender import LAENDER
from kontaktdsl.server.analysis import Analysis
from kontaktdsl.server.completion.proposal import Proposal
from kontaktdsl.server.lexing import Here
from kontaktdsl.source import Span
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.keywords import keywords, plain
from kontaktdsl.tidy import entries


def in_text(analysis: Analysis, place: Here, offset: int, mark: str) -> Iterator[Proposal]:
    """Files behind `use`, Länder behind `calendar`, behind `see` titles that are there already."""
    if mark == "#":
        return
    source = analysis.source
    opened = source.text.rfind(mark, 0, offset)
    words = keywords(analysis.language).phrases
    head = source.text[place.start : opened].strip()
    span = Span(source, opened + 1, offset)
    if any(plain(head) == plain(phrase) for phrase in words["use"]):
        for path in _files(analysis):
            yield Proposal(path, path, span, "file", rank=1)
    elif any(plain(head) == plain(phrase) for phrase in words["calendar"]):
        for land in LAENDER:
            yield Proposal(land, land, span, "text", rank=1)
    elif any(plain(head).endswith(plain(phrase)) for phrase in words["see"]):
        seen = set(_titles(analysis.document))
        for target in sorted(seen):
            yield Proposal(target, target, span, "text", rank=1)


def _titles(document: tree.Document) -> Iterator[str]:
    """The titles that `see` names in a document."""
    for entry in entries(document.statements):
        outcomes: list[tuple[tree.Part, ...]] = []
        if isinstance(entry, tree.Rule | tree.Example | tree.EnsureOutcome):
            outcomes = [entry.parts]
        elif isinstance(entry, tree.Row):
            outcomes = [cell.parts for cell in entry.outcomes]
        for part in (part for parts in outcomes for part in parts):
            if isinstance(part, tree.See) and isinstance(part.target, tree.Quoted):
                yield part.target.text


def _files(analysis: Analysis) -> list[str]:
    if analysis.folder is None:
        return []
    try:
        names = os.listdir(analysis.folder or ".")
    except OSError:
        return []
    own = os.path.basename(analysis.source.name)
    return sorted(name for name in names if name.endswith(".kpol") and name != own)
