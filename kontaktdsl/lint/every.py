"""Every kind of finding that a check can raise; this loads all checks."""

from kontaktdsl.diagnostics import Kind
from kontaktdsl.lint import (
    KINDS as PROMPT,
)
from kontaktdsl.lint import (
    accepting,
    base_overridden,
    cell_contradiction,
    citation_not_found,
    direction_mark,
    duplicate_row,
    exception_wider,
    impossible,
    leeway,
    mergeable,
    mixed_script,
    needless_day_off,
    never_looser,
    no_example,
    not_regulated,
    other_words,
    otherwise_swallows,
    redundant_overlap,
    scope,
    uncited,
    uncited_sentence,
    undecided,
    value_impossible,
    value_unmentioned,
)

KINDS: tuple[Kind, ...] = (
    *PROMPT,
    base_overridden.KIND,
    cell_contradiction.KIND,
    duplicate_row.KIND,
    scope.EMPTY,
    scope.EVERYONE,
    value_impossible.KIND,
    value_unmentioned.KIND,
    not_regulated.KIND,
    otherwise_swallows.KIND,
    redundant_overlap.KIND,
    exception_wider.KIND,
    mergeable.KIND,
    other_words.KIND,
    uncited.KIND,
    citation_not_found.KIND,
    uncited_sentence.KIND,
    *never_looser.KINDS,
    leeway.KIND,
    direction_mark.KIND,
    mixed_script.KIND,
    needless_day_off.KIND,
    no_example.KIND,
    *accepting.KINDS,
)

NEVER: frozenset[Kind] = frozenset(
    {
        impossible.CONTRADICTORY,
        scope.EMPTY,
        never_looser.UNDECIDED,
        undecided.TOO_WIDE,
        undecided.NO_SOLVER,
        undecided.TOO_MANY_RULES,
        *accepting.KINDS,
    }
)
ACCEPTABLE: tuple[Kind, ...] = tuple(kind for kind in KINDS if kind not in NEVER)
"""What a line `accept` may name, beside the warnings about names."""
