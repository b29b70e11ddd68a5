"""Every kind of finding about versions."""

from kontaktdsl.diagnostics import Kind
from kontaktdsl.versions.checks import (
    amends_missing,
    amends_not_valid,
    both,
    built_on_temporary,
    double_validity,
    dropped,
    duplicate_id,
    exists_already,
    missing_target,
    no_first_day,
    not_an_amendment,
    not_there,
    replaces_missing,
    same_day,
    target_not_valid,
    timeline_hole,
    to_nothing,
    version_cycle,
    version_order,
)

NEVER: tuple[Kind, ...] = (
    not_an_amendment.KIND, both.KIND, no_first_day.KIND, version_cycle.KIND, amends_missing.KIND,
    amends_not_valid.KIND, not_there.KIND, exists_already.KIND, to_nothing.KIND,
)  # fmt: skip
"""What leaves no text to check: it cannot be accepted."""
ACCEPTABLE: tuple[Kind, ...] = (
    duplicate_id.KIND, version_order.KIND, double_validity.KIND, timeline_hole.KIND,
    replaces_missing.KIND, missing_target.KIND, target_not_valid.KIND, dropped.KIND,
    same_day.KIND, built_on_temporary.KIND,
)  # fmt: skip
KINDS: tuple[Kind, ...] = (*NEVER, *ACCEPTABLE)
