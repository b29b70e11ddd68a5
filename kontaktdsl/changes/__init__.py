"""Exact semantic comparison of two policies: for whom does the answer change, and how?

`compare` proves equivalence however differently two policies are written, or lists every change:
its direction, its cases as few boxes in words with one person each, and the lines on both sides.
"""

from kontaktdsl.changes.compare import compare, compare_each, same
from kontaktdsl.changes.joint import Joint, Renaming, UnknownName
from kontaktdsl.changes.outcome import (
    Beside,
    Change,
    Compared,
    Comparison,
    CrowdReport,
    Direction,
    Group,
    Impossible,
    NotComparable,
    Refused,
    Section,
    Vocabulary,
    VocabularyChange,
)
from kontaktdsl.changes.people import People

__all__ = [
    "Beside",
    "Change",
    "Compared",
    "Comparison",
    "CrowdReport",
    "Direction",
    "Group",
    "Impossible",
    "Joint",
    "NotComparable",
    "People",
    "Refused",
    "Renaming",
    "Section",
    "UnknownName",
    "Vocabulary",
    "VocabularyChange",
    "compare",
    "compare_each",
    "same",
]
