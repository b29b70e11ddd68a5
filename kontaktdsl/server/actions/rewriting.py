"""The same said otherwise: a reason for a line, rules as a table, a table as rules."""

from __future__ import annotations

from collections.abc import Iterator

from kontaktdsl.changes import NotComparable, same
from kontaktdsl.diagnostics import Edit, Text
from kontaktdsl.server.actions.action import REWRITE, Action
from kontaktdsl.server.actions.tables import to_rules, to_table
from kontaktdsl.server.analysis import Analysis
from kontaktdsl.server.folding import last_line
from kontaktdsl.server.formatting import edits as fewest
from kontaktdsl.source import Span
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.formatter import format_document
from kontaktdsl.syntax.keywords import keywords
from kontaktdsl.tidy import entries

_REASON = Text("Begründung ergänzen: {because}", "add a reason: {because}")
_TO_TABLE = Text("als Tabelle schreiben", "write as a table")
_TO_RULES = Text("als einzelne Regeln schreiben", "write as rules")

LARGEST = 400
"""Larger policies are not rewritten: the proof that nothing changes would take too long."""


def rewrites(analysis: Analysis, start: int, end: int, language: str) -> tuple[Action, ...]:
    """The rewrites for what stands in a range of the text."""
    found = list(_reasons(analysis, start, end, language))
    for node in analysis.document.statements:
        if node.span.start <= end and _end(node) >= start:
            known = analysis.kept.get(id(node), language)
            if known is None:
                known = list(_converted(analysis, node, language))
                analysis.kept.put(id(node), language, known)
            found += known
    return tuple(found)


def _end(node: tree.Statement) -> int:
    source = node.span.source
    last = last_line(node)
    return max(node.span.end, source.line_starts[last - 1] + len(source.line(last)))


# --- a reason -------------------------------------------------------------------------------------


def _reasons(analysis: Analysis, start: int, end: int, language: str) -> Iterator[Action]:
    word = keywords(analysis.language).phrase("because")
    for entry in entries(analysis.document.statements):
        if not (entry.span.start <= end and entry.span.end >= start):
            continue
        if not isinstance(
            entry,
            tree.Rule | tree.Rules | tree.ExceptionBlock | tree.Table | tree.Of | tree.Impossible
            | tree.EnsureOutcome | tree.EnsureOneOf | tree.EnsureNeverLooser | tree.Scope
            | tree.SingleCase | tree.Quantity | tree.At,
        ) or entry.because is not None:  # fmt: skip
            continue
        source, at = entry.span.source, entry.span.end
        if isinstance(entry, tree.Rules | tree.ExceptionBlock | tree.Table | tree.At):
            at = source.text.rfind(":", entry.span.start, entry.span.end)
        text = f' {word} "TODO"'
        title = _REASON.into(language).format(because=f'{word} "..."')
        yield Action(title, REWRITE, (Edit(Span(source, at, at), text),))


# --- tables ---------------------------------------------------------------------------------------


def _converted(analysis: Analysis, node: tree.Statement, language: str) -> Iterator[Action]:
    policy = analysis.policy
    if policy is None or len(policy.rules) > LARGEST or analysis.context is None:
        return
    made: tuple[tree.Statement, ...] | None = None
    title = _TO_TABLE
    if isinstance(node, tree.Rules):
        table = to_table(node, policy)
        made = None if table is None else (table,)
    elif isinstance(node, tree.Table):
        made, title = to_rules(node, analysis.names.scope), _TO_RULES
    if made is None:
        return
    source = analysis.source
    begin, stop = node.span.line, last_line(node)
    document = tree.Document(source=source, language=analysis.language, statements=made)
    text = format_document(document).rstrip("\n")
    edits = tuple(fewest(source, text, begin, stop))
    if edits and _same(analysis, edits):
        yield Action(title.into(language), REWRITE, edits)


def _same(analysis: Analysis, edits: tuple[Edit, ...]) -> bool:
    """Whether a new version is proven to give every customer the same answer."""
    from kontaktdsl.mending.edits import applied

    after = analysis.with_text(applied(analysis.source, edits).text)
    if after.policy is None or analysis.policy is None:
        return False
    try:
        return same(analysis.policy, after.policy)
    except NotComparable:
        return False
