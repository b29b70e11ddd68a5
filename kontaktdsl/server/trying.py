"""What a command says: an example run, a customer tried, the account of a policy, its table."""

from __future__ import annotations

from kontaktdsl import accounting
from kontaktdsl.diagnostics import Diagnostic, Severity, Text
from kontaktdsl.question import TooWide
from kontaktdsl.reports.summary import in_words
from kontaktdsl.reports.trial import NOT_RUN
from kontaktdsl.series import projected
from kontaktdsl.server.analysis import Analysis
from kontaktdsl.server.diagnostics import said
from kontaktdsl.server.people import Told, decided, tried
from kontaktdsl.source import Span

_NO_EXAMPLE = Text("hier steht kein Beispiel", "there is no example here")
_NO_BLOCK = Text("hier steht kein Block", "there is no block here")
_HOLDS = Text("stimmt: {name}", "holds: {name}")
_FAILS = Text("stimmt nicht: {name}", "fails: {name}")
_NOT_RUN = Text(
    "nicht gerechnet: erst die Fehler im Text beheben",
    "not run: first mend the errors in the text",
)
_ALL_HOLD = Text(
    "{n} Beispiele und Zusicherungen, alles stimmt", "{n} examples and guarantees, all hold"
)
_SOME_FAIL = Text(
    "{n} Beispiele und Zusicherungen, davon {bad} nicht erfüllt",
    "{n} examples and guarantees, {bad} of them fail",
)
_NONE = Text("keine Beispiele und keine Zusicherungen", "no examples and no guarantees")
_CLEAN = Text("keine Fehler und keine Warnungen", "no errors and no warnings")
_COUNTS = Text("{errors} Fehler, {warnings} Warnungen", "{errors} errors, {warnings} warnings")
_TOO_LARGE = Text(
    "die Richtlinie ist zu groß für eine Tabelle", "the policy is too large for a table"
)


def example(analysis: Analysis, line: int, language: str) -> str:
    """Run the example or guarantee on a line (from 1): whether it holds, and if not, why."""
    spans = [span for span in _promises(analysis) if span.line <= line <= _last(span)]
    if analysis.policy is None or _stopped(analysis):
        return _NOT_RUN.into(language)
    if not spans:
        return _NO_EXAMPLE.into(language)
    wrong = _wrong(analysis, spans[0])
    name = " ".join(spans[0].text.split())
    if not wrong:
        return _HOLDS.into(language).format(name=name)
    told = "\n".join(said(finding, language) for finding in wrong)
    return f"{_FAILS.into(language).format(name=name)}\n{told}"


def examples(analysis: Analysis, language: str) -> str:
    """Run all of them: how many hold, and which do not."""
    if analysis.policy is None or _stopped(analysis):
        return _NOT_RUN.into(language)
    spans = _promises(analysis)
    if not spans:
        return _NONE.into(language)
    bad = [span for span in spans if _wrong(analysis, span)]
    if not bad:
        return _ALL_HOLD.into(language).format(n=len(spans))
    lines = [_SOME_FAIL.into(language).format(n=len(spans), bad=len(bad))]
    lines += [f"- {' '.join(span.text.split())}" for span in bad]
    return "\n".join(lines)


def _promises(analysis: Analysis) -> list[Span]:
    policy = analysis.policy
    entries = (*policy.examples, *policy.ensures) if policy else ()
    return sorted((e.span for e in entries), key=lambda span: span.start)


def _wrong(analysis: Analysis, span: Span) -> list[Diagnostic]:
    found = (analysis.checked or analysis.compiled.checked).findings
    return [
        f
        for f in found
        if f.span.source is span.source
        and span.start <= f.span.start <= span.end
        and f.severity is not Severity.HINT
    ]


def _stopped(analysis: Analysis) -> bool:
    return any(f.code in NOT_RUN for f in analysis.findings)


def _last(span: Span) -> int:
    return span.source.place(span.end)[0]


def customer(analysis: Analysis, line: int, facts: str | None, language: str) -> Told:
    """Somebody for whom the block on a line (from 1) counts, or the person given in words."""
    if facts:
        return decided(analysis, facts, language)
    policy = analysis.policy
    if policy is None:
        return tried(analysis, (), language)
    block = next(
        (
            b
            for b in policy.blocks
            if b.span.source is analysis.source
            and b.span.line <= line <= max((_last(r.span) for r in b.rules), default=b.span.line)
        ),
        None,
    )
    if block is None:
        return Told("", _NO_BLOCK.into(language))
    exact = tuple(rule for rule in block.rules if rule.span.line <= line <= _last(rule.span))
    return tried(analysis, exact or block.rules, language)


def account(analysis: Analysis, language: str) -> str:
    """The number of findings and the account of each question, one a line."""
    weights = [analysis.severity(finding) for finding in analysis.findings]
    errors, warnings = weights.count(Severity.ERROR), weights.count(Severity.WARNING)
    lines = [_COUNTS.into(language).format(errors=errors, warnings=warnings)]
    if not errors + warnings:
        lines = [_CLEAN.into(language)]
    for entry in analysis.checked.accounting if analysis.checked else ():
        lines.append(f"{entry.asked.into(language)} {accounting.line(entry).into(language)}")
    if analysis.policy is not None:
        duties, notes = accounting.duties_in(analysis.policy), len(analysis.policy.notes)
        kept = in_words(duties, notes, language)
        lines += [kept] if kept else []
    return "\n".join(lines)


def matrix(analysis: Analysis, language: str, columns: int = 120) -> str:
    """The policy as a table of plain text."""
    from kontaktdsl.reports.lines import plain
    from kontaktdsl.reports.matrices.build import Limits, TooLarge, grid
    from kontaktdsl.reports.matrices.text import columns_for, picture

    if analysis.policy is None:
        return _NOT_RUN.into(language)
    limits = Limits(columns=columns_for(columns))
    tables = []
    for one in projected(analysis.policy):
        try:
            table = plain(picture(grid(one, limits), language, columns))
        except (TooWide, TooLarge):
            table = _TOO_LARGE.into(language)
        several = one is not analysis.policy
        tables.append(f"{one.series[0].shown}:\n{table}" if several else table)
    return "\n\n".join(tables)
