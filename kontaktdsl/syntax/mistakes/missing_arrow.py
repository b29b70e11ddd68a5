"""A rule without the arrow between condition and outcome."""

from itertools import pairwise

from kontaktdsl.diagnostics import Diagnostic, Repair, Safety, Text
from kontaktdsl.source import Span
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.mistakes.bad_line import BadLine
from kontaktdsl.syntax.mistakes.base import STATUS, kind, line_with, replace

KIND = kind(
    "missing-arrow",
    de="Pfeil fehlt",
    en="missing arrow",
    headline=(
        "Zwischen Bedingung und Vorgabe steht ein Pfeil `->`",
        "an arrow `->` stands between condition and outcome",
    ),
    why=(
        "Der Pfeil trennt, für wen etwas gilt, von dem, was gilt. Nur in den Blöcken der "
        "Kontakte (`bei jedem Kontakt:`) darf die Bedingung fehlen.",
        "The arrow parts for whom something holds from what holds. Only in the blocks of "
        "contacts (`at every contact:`) may the condition be left out.",
    ),
    bad=STATUS + "rules Takt [1]:\n  - alo monthly\n  - asu -> every 2 months\n",
    good=STATUS + "rules Takt [1]:\n  - alo -> monthly\n  - asu -> every 2 months\n",
)

OUTCOMES = frozenset(
    {
        "every", "daily", "weekly", "monthly", "quarterly", "half-yearly", "yearly", "n-daily",
        "n-weekly", "n-monthly", "n-yearly", "once-per", "as-a-rule", "see",
        "no-contact-required", "as-needed", "not-regulated", "first", "then", "after", "do",
        "may-use", "only", "never", "of-them",
    }
)  # fmt: skip
"""The keywords that begin a part of an outcome."""


def find(line: BadLine) -> Diagnostic | None:
    """An outcome right behind a condition, or a condition with nothing behind it."""
    if line.has("arrow"):
        return None
    if line.start == "statement" and line.first is not None and line.first.own in OUTCOMES:
        return _no_condition(line.first.span)
    counted = line.piece is not None and (line.piece.own or "").startswith("n-")
    if "ARROW" not in line.accepts and not counted:
        return None
    piece, before = line.piece, line.before
    if before is None or line.start not in ("statement", "bullet"):
        return None
    for left, right in pairwise(line.seen):
        if right.own in OUTCOMES or (right.own == "at-least" and right is piece):
            gap = Span(line.source, left.span.end, right.span.start)
            note = Text("der Pfeil ergänzt", "with the arrow")
            return KIND.at(right.span, repairs=(replace(gap, " -> ", note, Safety.UNSAFE),))
    if piece is None or piece.kind == "citation" or piece.own == "because":
        gap = Span(line.source, before.span.end, before.span.end)
        note = Text("hinter den Pfeil gehört die Vorgabe", "the outcome goes behind the arrow")
        return KIND.at(line.place, repairs=(Repair(line_with(gap, " -> ..."), note),))
    return None


def without_condition(rule: tree.Rule) -> Diagnostic:
    """A bullet of a block that has an outcome only."""
    return _no_condition(rule.parts[0].span)


def _no_condition(start: Span) -> Diagnostic:
    note = Text("vor den Pfeil gehört die Bedingung", "the condition goes before the arrow")
    gap = Span(start.source, start.start, start.start)
    return KIND.at(start, repairs=(Repair(line_with(gap, "... -> "), note),))
