"""One action, and what a document would be with it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache

import attrs

from kontaktdsl.diagnostics import Diagnostic, Edit, Severity, Text
from kontaktdsl.mending.edits import applied
from kontaktdsl.server.analysis import Analysis
from kontaktdsl.server.formatting import edits as fewest

Later = Callable[[], Sequence[Edit]]
"""Edits that are worked out when the action is chosen."""

QUICK_FIX = "quickfix"
REWRITE = "refactor.rewrite"

_WITH = Text("{title} (danach: {names})", "{title} (then: {names})")
_UNTRIED = Text("{title} (nicht erprobt)", "{title} (not tried)")


@attrs.frozen(eq=False)
class Action:
    """A title, what kind of action it is in the protocol's words, and the edits.

    `finding` is the one that it answers. `brings` are the codes of what it would bring: warnings,
    or more findings of the same kind about fewer people.
    """

    title: str
    kind: str
    edits: tuple[Edit, ...]
    finding: Diagnostic | None = None
    preferred: bool = False
    brings: tuple[str, ...] = ()
    later: Later | None = None


@attrs.define(eq=False)
class Trial:
    """Tries actions of one document, for so many seconds; then they are offered untried."""

    analysis: Analysis
    language: str
    seconds: float = 1.0
    _until: float = 0.0

    def __attrs_post_init__(self) -> None:
        self._until = time.monotonic() + self.seconds

    def action(
        self,
        finding: Diagnostic,
        title: str,
        edits: Sequence[Edit],
        *,
        preferred: bool = False,
    ) -> Action | None:
        """The action that answers a finding with these edits; None where it does not."""
        if any(edit.span.source is not self.analysis.source for edit in edits):
            return None
        text = applied(self.analysis.source, edits).text
        if text == self.analysis.source.text:
            return None
        made = tuple(fewest(self.analysis.source, text.replace("\r\n", "\n").replace("\r", "\n")))
        if time.monotonic() > self._until:
            said = _UNTRIED.into(self.language).format(title=title)
            return Action(said, QUICK_FIX, made, finding)
        after = self.analysis.with_text(text)
        brings = outcome(self.analysis, after, finding)
        after.release()
        if brings is None:
            return None
        if brings:
            names = ", ".join(dict.fromkeys(b.kind.name.into(self.language) for b in brings))
            title = _WITH.into(self.language).format(title=title, names=names)
        codes = tuple(dict.fromkeys(b.code for b in brings))
        return Action(title, QUICK_FIX, made, finding, preferred and not brings, codes)


def outcome(
    before: Analysis, after: Analysis, finding: Diagnostic
) -> tuple[Diagnostic, ...] | None:
    """The warnings that a new version brings, and the finding's own kind where there are more of
    them, about fewer people; None where a finding stays or an error is new.
    """
    old, new = _counts(before), _counts(after)
    if before.policy is None and after.policy is not None:
        new = Counter({code: n for code, n in new.items() if code in old or code not in _checked()})
    if new[finding.code] >= old[finding.code] and _size(after, finding) >= _size(before, finding):
        return None
    brought: list[Diagnostic] = []
    for code in new - old:
        first = next(f for f in after.findings if f.code == code)
        if code != finding.code and after.severity(first) is Severity.ERROR:
            return None
        if code == finding.code or after.severity(first) is Severity.WARNING:
            brought.append(first)
    return tuple(brought)


@cache
def _checked() -> frozenset[str]:
    """The codes of what a check finds; in a text with errors it is there, but not found."""
    from kontaktdsl.lint import every

    return frozenset(kind.code for kind in every.KINDS)


def _counts(analysis: Analysis) -> Counter[str]:
    return Counter(finding.code for finding in analysis.findings)


def _size(analysis: Analysis, finding: Diagnostic) -> int:
    """How much there is of a kind of finding: one that names groups of people by their number."""
    return sum(
        max(1, len(f.regions) + f.more_regions) for f in analysis.findings if f.code == finding.code
    )
