"""What an amendment causes on the lines of other files, apart from what stood there before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import attrs

from kontaktdsl.diagnostics import Diagnostic, Severity, Text
from kontaktdsl.source import Source
from kontaktdsl.versions.edition import Edition

_AMENDED = Text("{said} (mit der Änderung `{id}`)", "{said} (with the amendment `{id}`)")
Before = Callable[[], Iterable[Diagnostic]]
"""What is found in the text as it reads on the same day without an amendment."""


def caused(
    findings: Iterable[Diagnostic],
    own: Edition | None,
    source: Source,
    before: Before,
    read: Iterable[Diagnostic] = (),
) -> Iterator[Diagnostic]:
    """The findings of a text; those on lines of other files only as far as an amendment is why.

    What it causes there names it. What stood there before is told in its own file; an error of
    these is repeated, for the amendment must not pass for checked. `read` are of reading, and told.
    """
    if own is None or own.amends is None:
        yield from findings
        return
    known: set[object] | None = None
    for finding in findings:
        if finding.span.source is source or any(finding is other for other in read):
            yield finding
            continue
        if known is None:
            known = {_cause(other) for other in before()}
        if _cause(finding) not in known:
            headline = _AMENDED.format(said=finding.headline, id=own.id)
            yield attrs.evolve(finding, headline=headline)
        elif finding.severity is Severity.ERROR:
            yield finding


def worth_telling(findings: Iterable[Diagnostic], source: Source) -> tuple[Diagnostic, ...]:
    """Without hints on lines of other files, and without what their directives say: all that is
    told where it stands.
    """
    return tuple(
        finding
        for finding in findings
        if finding.span.source is source
        or (finding.severity is not Severity.HINT and finding.code != "citation-not-found")
    )


def _cause(finding: Diagnostic) -> object:
    """Equal for findings of one cause: the same is said at the same places, of the same people."""
    places = (finding.span, *(other.span for other in finding.others))
    return (
        finding.code,
        finding.headline,
        tuple((span.source.name, span.start, span.end) for span in places),
        tuple((region.words, region.aside) for region in finding.regions),
        finding.more_regions,
    )
