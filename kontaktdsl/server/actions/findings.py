"""Answers to a finding: its repairs, a missing row, a known name, a removal, an acceptance."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from kontaktdsl.diagnostics import Diagnostic, Edit, Safety, Severity, Text
from kontaktdsl.mending.edits import applied
from kontaktdsl.server.actions.action import Action, Trial
from kontaktdsl.server.actions.rows import missing_rows
from kontaktdsl.server.analysis import Analysis, line_span
from kontaktdsl.server.diagnostics import UNNECESSARY
from kontaktdsl.source import Span
from kontaktdsl.suggest import nearest
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.keywords import keywords
from kontaktdsl.tidy import entries

MOST = 8
"""So many actions are offered for one finding."""
ROUNDS = 12

_TO = Text("zu `{text}` ändern", "change to `{text}`")
_REPAIR = Text("{note}: {line}", "{note}: {line}")
_ALL = Text("alle Gruppen: {note}", "all groups: {note}")
_REMOVE = Text("Zeile entfernen", "remove the line")
_ACCEPT = Text("hinnehmen, mit Grund", "accept, with a reason")
_DECLARE = Text("vereinbaren: {line}", "declare: {line}")
_INSTEAD = frozenset({"ambiguous-value", "needs-value", "dash-cell"})
"""Findings whose repairs say what to write instead of the place."""
_LINE_INSTEAD = frozenset({"ambiguous-word", "missing-outcome", "stray-bullet"})
"""Findings whose repairs say what to write instead of the line."""
_IN_FRONT = frozenset({"no-title"})
"""Findings whose repairs say what to write above everything."""
_NEEDLESS = UNNECESSARY | {"accept-refused", "accept-unknown", "duplicate-field"}


def answers(analysis: Analysis, start: int, end: int, language: str) -> tuple[Action, ...]:
    """The actions for the findings that touch a range of the text."""
    trial = Trial(analysis, language)
    found: list[Action] = []
    for finding in analysis.findings:
        span = finding.span
        lines = line_span(span)
        touches = span.start <= end and span.end >= start
        if span.source is analysis.source and (touches or _on_line(lines, start, end)):
            found += answer(analysis, finding, language, trial)
    return tuple(found)


def _on_line(lines: Span, start: int, end: int) -> bool:
    """Whether a range lies on the lines of a finding; an editor asks for where the cursor is."""
    return start == end and lines.start <= start <= lines.end


def answer(
    analysis: Analysis, finding: Diagnostic, language: str, trial: Trial | None = None
) -> list[Action]:
    """The actions for one finding, each tried."""
    known = analysis.kept.get(id(finding), language)
    if known is not None:
        return known
    trial = trial or Trial(analysis, language)
    found: list[Action] = []
    seen: set[str] = set()
    for title, edits, preferred in _candidates(analysis, finding, language):
        if len(found) == MOST:
            break
        made = trial.action(finding, title, edits, preferred=preferred)
        if made is not None:
            text = applied(analysis.source, made.edits).text
            if text not in seen:
                seen.add(text)
                found.append(made)
    analysis.kept.put(id(finding), language, found)
    return found


Candidate = tuple[str, tuple[Edit, ...], bool]


def _candidates(analysis: Analysis, finding: Diagnostic, language: str) -> Iterator[Candidate]:
    yield from _repairs(analysis, finding, language)
    if finding.code in ("gap", "empty-outcome"):
        for title, edits in missing_rows(analysis, finding, language):
            yield title, edits, False
    yield from _repeated(analysis, finding, language)
    yield from _known_names(analysis, finding, language)
    yield from _removal(analysis, finding, language)
    yield from _acceptance(analysis, finding, language)


def _repairs(analysis: Analysis, finding: Diagnostic, language: str) -> Iterator[Candidate]:
    for repair in finding.repairs:
        edits = repair.edits
        if not edits and "\n" not in repair.lines:
            edits = _as_edits(analysis, finding, repair.lines)
        if not edits:
            continue
        line = " ".join(repair.lines.split())
        note = repair.note.into(language)
        title = _REPAIR.into(language).format(note=note, line=_cut(line)) if line else note
        yield title, edits, repair.safety is Safety.SAFE


def _as_edits(analysis: Analysis, finding: Diagnostic, line: str) -> tuple[Edit, ...]:
    """What a repair says as edits, where it says only what to write."""
    source = analysis.source
    if finding.code in _INSTEAD:
        return (Edit(finding.span, line),)
    if finding.code in _IN_FRONT:
        return (Edit(Span(source, 0, 0), f"{line}\n"),)
    if finding.code in _LINE_INSTEAD:
        whole = line_span(finding.span)
        indent = len(whole.text) - len(whole.text.lstrip())
        return (Edit(Span(source, whole.start + indent, whole.end), line.strip()),)
    return ()


def _repeated(analysis: Analysis, finding: Diagnostic, language: str) -> Iterator[Candidate]:
    """The same repair for each group of people, until none is left."""
    if len(finding.regions) + finding.more_regions < 2:
        return
    repair = next((r for r in finding.repairs if r.safety is Safety.UNSAFE and r.edits), None)
    if repair is None:
        return
    current, at = analysis, finding
    for _ in range(ROUNDS):
        groups = [r for r in at.repairs if r.safety is Safety.UNSAFE and r.edits]
        edits = [edit for group in groups for edit in group.edits]
        current = current.with_text(applied(current.source, edits).text)
        following = next((f for f in current.findings if f.code == finding.code), None)
        if following is None or not following.repairs:
            break
        at = following
    else:
        return
    whole = Span(analysis.source, 0, len(analysis.source.text))
    title = _ALL.into(language).format(note=repair.note.into(language))
    yield title, (Edit(whole, current.source.text),), False


def _known_names(analysis: Analysis, finding: Diagnostic, language: str) -> Iterator[Candidate]:
    """A name that is spelt much like the unknown one, or a declaration of that one."""
    scope = analysis.names.scope
    word = keywords(analysis.language).phrase
    name = finding.span.text
    match finding.code:
        case "unknown-name":
            known = [*scope.attributes, *scope.terms, *scope.values]
            lines = [f"{word('attribute')} {name}: {word('yes-or-no')}"]
            group: tuple[type, ...] = (tree.Attribute,)
        case "unknown-event":
            known, lines, group = list(scope.events), [f"{word('event')} {name}"], (tree.Event,)
        case "unknown-block":
            known, lines, group = list(scope.blocks), [], ()
        case "unknown-kind":
            known, lines, group = list(scope.kinds), [f"{word('kinds')}: {name}"], ()
        case "accept-unknown":
            known, lines, group = sorted(_acceptable()), [], ()
        case "wrong-attribute":
            owner = _owner(analysis, finding.span)
            known = [d.symbol.name for d in scope.values_of(owner)] if owner else []
            lines, group = [], ()
        case _:
            return
    for near in nearest(name, known):
        yield _TO.into(language).format(text=near), (Edit(finding.span, near),), False
    for line in lines:
        at = _below(analysis, group or _VOCABULARY)
        yield _DECLARE.into(language).format(line=line), (_inserted(at, line),), False


_HEADER = (
    tree.Title, tree.Id, tree.Issuer, tree.Issued, tree.Valid, tree.SourceText, tree.AppliesTo,
    tree.Scope, tree.IntervalsAre, tree.Calendar, tree.DueDates, tree.Use,
)  # fmt: skip
_VOCABULARY = (tree.KindsOfContact, tree.Event, tree.Attribute)


def _owner(analysis: Analysis, span: Span) -> str | None:
    """The attribute in front of a value that is not one of its own."""
    before = analysis.source.text[: span.start].split()
    return before[-1].strip("(,") if before else None


def _below(analysis: Analysis, kinds: tuple[type, ...]) -> Span:
    """The end of the last line of the last statement of some kinds, else of the header."""
    found: tree.Statement | None = None
    for wanted in (kinds, _HEADER):
        for node in analysis.document.statements:
            if isinstance(node, wanted):
                found = node
        if found is not None:
            break
    source = analysis.source
    if found is None:
        return Span(source, 0, 0)
    end = line_span(found.span).end
    return Span(source, end, end)


def _inserted(at: Span, line: str) -> Edit:
    return Edit(at, f"{line}\n" if at.start == 0 else f"\n{line}")


def _removal(analysis: Analysis, finding: Diagnostic, language: str) -> Iterator[Candidate]:
    if finding.code not in _NEEDLESS:
        return
    entry = next(
        (
            e
            for e in entries(analysis.document.statements)
            if e.span.start <= finding.span.start <= e.span.end
            and not isinstance(e, tree.Rules | tree.ExceptionBlock | tree.Table | tree.At)
        ),
        None,
    )
    if entry is None or (isinstance(entry, tree.Row) and finding.code != "duplicate-row"):
        return
    lines = line_span(entry.span)
    end = lines.end
    text = analysis.source.text
    end += 2 if text.startswith("\r\n", end) else 1 if end < len(text) else 0
    yield _REMOVE.into(language), (Edit(Span(analysis.source, lines.start, end), ""),), False


def _acceptance(analysis: Analysis, finding: Diagnostic, language: str) -> Iterator[Candidate]:
    if finding.code not in _acceptable() or analysis.policy is None:
        return
    word = keywords(analysis.language).phrase
    line = f'{word("accept")} {finding.code} {word("because")} "..."'
    end = len(analysis.source.text)
    at = Span(analysis.source, end, end)
    yield _ACCEPT.into(language), (Edit(at, f"\n{line}\n"),), False


@cache
def _acceptable() -> frozenset[str]:
    """The codes of findings that a policy can accept."""
    from kontaktdsl.lint import every
    from kontaktdsl.resolver import kinds

    mild = (kind for kind in kinds.KINDS if kind.severity is not Severity.ERROR)
    return frozenset(kind.code for kind in (*every.ACCEPTABLE, *mild))


def _cut(text: str) -> str:
    return text if len(text) <= 100 else text[:99] + "…"
