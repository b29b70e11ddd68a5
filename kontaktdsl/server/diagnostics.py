"""Findings as an editor shows them: the place, the words, the other places that take part."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from kontaktdsl.diagnostics import Diagnostic, Region, Severity, Text
from kontaktdsl.reports.words import number
from kontaktdsl.server.analysis import Analysis
from kontaktdsl.source import Span
from kontaktdsl.syntax import tree

UNNECESSARY = frozenset(
    {"never-applies", "subsumed", "always-overridden", "otherwise-empty", "unused-attribute",
     "accept-unused", "duplicate-row", "vacuous-impossible"}
)  # fmt: skip
"""Findings that say that their place can go; editors show it faded."""
SHOWN = 3
"""So many groups of people are named in a message."""
LONGEST = 400
"""A longer place is cut to its first line: an editor underlines all of it."""


@attrs.frozen(eq=False)
class Place:
    """Another place that takes part, with a word on its part."""

    span: Span
    text: str


@attrs.frozen(eq=False)
class Shown:
    """One finding at a place of the document itself."""

    finding: Diagnostic
    span: Span
    severity: Severity
    message: str
    related: tuple[Place, ...]
    unnecessary: bool


_SAID = {
    "count": Text("{n} von {total} möglichen Fällen", "{n} of {total} possible cases"),
    "count-alone": Text("{n} Fälle", "{n} cases"),
    "aside": Text("dabei: {words}", "with: {words}"),
    "person": Text("zum Beispiel: {person}", "for example: {person}"),
    "more": Text("und {n} weitere Gruppen", "and {n} more groups"),
    "in-file": Text("in {file}: {message}", "in {file}: {message}"),
    "takes-part": Text("gehört dazu", "takes part"),
    "here": Text("hier", "here"),
}


def diagnostics(analysis: Analysis, language: str) -> tuple[Shown, ...]:
    """The findings of a document; one in a file that it uses stands at the line `use`."""
    return tuple(shown(analysis, finding, language) for finding in analysis.findings)


def shown(analysis: Analysis, finding: Diagnostic, language: str) -> Shown:
    """One finding, with all its words."""
    span = finding.span
    message = said(finding, language)
    related = list(_related(finding, language))
    if span.source is not analysis.source:
        at = _use_of(analysis, span)
        frame = _SAID["in-file"].into(language)
        message = frame.format(file=_base(span.source.name), message=message)
        related.insert(0, Place(span, _SAID["here"].into(language)))
        span = at
    return Shown(
        finding,
        cut(span),
        analysis.severity(finding),
        message,
        tuple(related),
        finding.code in UNNECESSARY,
    )


def said(finding: Diagnostic, language: str) -> str:
    """What is wrong, for whom, and the notes, one a line."""
    lines = [finding.headline.into(language)]
    for region in finding.regions[:SHOWN]:
        lines += _region(region, language)
    more = finding.more_regions + max(0, len(finding.regions) - SHOWN)
    if more:
        lines.append(_say("more", language, n=number(more, language)))
    if finding.label is not None and finding.regions:
        lines.append(finding.label.into(language))
    lines += [note.into(language) for note in finding.notes]
    return "\n".join(lines)


def _region(region: Region, language: str) -> Iterator[str]:
    words = region.words.into(language)
    if region.count is not None and region.total is not None:
        n, total = number(region.count, language), number(region.total, language)
        words += f" ({_say('count', language, n=n, total=total)})"
    elif region.count is not None:
        words += f" ({_say('count-alone', language, n=number(region.count, language))})"
    yield words
    if region.aside is not None:
        yield _say("aside", language, words=region.aside.into(language))
    if region.person.into(language):
        yield _say("person", language, person=region.person.into(language))


def _related(finding: Diagnostic, language: str) -> Iterator[Place]:
    for label in finding.others:
        text = label.text.into(language) if label.text else _SAID["takes-part"].into(language)
        yield Place(cut(label.span), text)


def _use_of(analysis: Analysis, span: Span) -> Span:
    """Where a file came in: its path in a line `use`, the name behind `amends`, else the start."""
    name = _base(span.source.name)
    uses = [n.path for n in analysis.document.statements if isinstance(n, tree.Use)]
    for path in uses:
        if _base(path.text) == name:
            return path.span
    amended = [n.name for n in analysis.document.statements if isinstance(n, tree.Amends)]
    if amended:
        return amended[0].span
    return uses[0].span if uses else Span(analysis.source, 0, len(analysis.source.line(1)))


def cut(span: Span) -> Span:
    """A span that an editor can underline: not longer than its first line where it is long."""
    if span.end - span.start <= LONGEST:
        return span
    source = span.source
    line = source.place(span.start)[0]
    end = source.line_starts[line - 1] + len(source.line(line))
    return Span(source, span.start, max(span.start, min(span.end, end)))


def _base(name: str) -> str:
    return name.replace("\\", "/").rsplit("/", 1)[-1]


def _say(key: str, language: str, **parts: str) -> str:
    return _SAID[key].into(language).format(**parts)
