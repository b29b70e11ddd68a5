"""Actions on a document: all repairs that change no answer, the examples that are missing."""

from __future__ import annotations

from collections.abc import Sequence

from kontaktdsl.analysis.solver import SolverMissing
from kontaktdsl.diagnostics import Edit, Safety, Text
from kontaktdsl.mending import mend
from kontaktdsl.question import TooWide
from kontaktdsl.server.actions.action import Action
from kontaktdsl.server.analysis import Analysis
from kontaktdsl.server.formatting import edits as fewest
from kontaktdsl.source import Source
from kontaktdsl.space import TooManyBoxes
from kontaktdsl.syntax.formatter import format_document
from kontaktdsl.syntax.parser import parse

FIX_ALL = "source.fixAll"
GENERATE = "source.generateExamples"

_FIX = Text("alles beheben, was keine Antwort ändert", "mend all that changes no answer")
_GENERATE = Text("fehlende Beispiele ergänzen", "add the examples that are missing")


def whole_document(analysis: Analysis, language: str) -> tuple[Action, ...]:
    """Both actions, worked out when they are chosen; none where there is nothing to do."""
    found = []
    safe = any(
        repair.edits and repair.safety is Safety.SAFE
        for finding in analysis.findings
        for repair in finding.repairs
    )
    if safe or not analysis.source.text.isascii():
        title = _FIX.into(language)
        found.append(Action(title, FIX_ALL, (), later=lambda: fixed(analysis)))
    if analysis.policy is not None and not analysis.compiled.checked.vocabulary:
        title = _GENERATE.into(language)
        found.append(Action(title, GENERATE, (), later=lambda: generated(analysis)))
    return tuple(found)


def fixed(analysis: Analysis) -> Sequence[Edit]:
    """The edits of `kpol fix`."""
    mended = mend(analysis.source, analysis.folder, files=analysis.files)
    return _difference(analysis.source, mended.after.text)


def generated(analysis: Analysis) -> Sequence[Edit]:
    """The edits of `kpol test --generate`: examples with today's answers, below the last line."""
    from kontaktdsl.exercise import generate

    if analysis.policy is None:
        return ()
    try:
        made = generate(analysis.policy)
    except (TooWide, TooManyBoxes, SolverMissing):
        return ()
    if not made.lines:
        return ()
    source = analysis.source
    text = source.text.replace("\r\n", "\n").replace("\r", "\n")
    longer = text + ("" if not text or text.endswith("\n") else "\n") + made.text
    if format_document(analysis.document) == text:
        longer = format_document(parse(Source(source.name, longer)).document)
    return _difference(source, longer)


def _difference(source: Source, text: str) -> tuple[Edit, ...]:
    return tuple(fewest(source, text.replace("\r\n", "\n").replace("\r", "\n")))
