"""Data that nobody has looked at: which columns a policy expects, and which are there."""

from __future__ import annotations

from collections.abc import Mapping

from kontaktdsl.batch.mapping import Columns, Matched, refuse_timed
from kontaktdsl.batch.matching import match
from kontaktdsl.batch.needed import deadline_events, has_steps, narrowed
from kontaktdsl.diagnostics import Text
from kontaktdsl.plan import Plan
from kontaktdsl.pushdown.dialects import Dialect
from kontaktdsl.pushdown.types import Type, usual

CUSTOMERS = {"de": "kunden", "en": "customers"}
"""What the table of the customers is called, unless somebody says otherwise."""

_USUAL = {
    "de": ("id", "letzter_kontakt", "kontakte"),
    "en": ("id", "last_contact", "contacts"),
}


def matched(plan: Plan, names: list[str], columns: Columns) -> Matched:
    """The columns of a table that some answer or date depends on; raises MappingError."""
    needed = [axis.attribute for axis in plan.space.axes]
    refuse_timed(needed, columns, Text("eine Datenbank", "a database"))
    found = match(plan.policy, needed, names, columns)
    return narrowed(plan.policy, found, groups=False)


def expected(
    plan: Plan, columns: Columns, types: Mapping[str, Type], dialect: Dialect
) -> tuple[Matched, dict[str, Type]]:
    """The columns that a policy expects, and what they hold.

    They are called as the policy calls its attributes and events, beside `id`, the last contact
    and, where it matters, the number of contacts. `columns` says otherwise, and `types` which of
    them holds what; in a dialect that reads bare names as capitals, usual names are in capitals.
    Raises MappingError.
    """
    policy = plan.policy
    key, last, contacts = _USUAL[policy.language]

    def usually(name: str) -> str:
        return name.upper() if dialect.capitals else name

    wanted = [columns.key or usually(key), columns.last_contact or usually(last)]
    if columns.contacts or has_steps(policy):
        wanted.append(columns.contacts or usually(contacts))
    for axis in plan.space.axes:
        name = axis.attribute.name
        if name not in columns.absent:
            said = columns.facts.get(name) or columns.born.get(name)
            wanted.append(said or usually(name))
    for event in deadline_events(policy):
        wanted.append(columns.events.get(event.name) or usually(event.name))
    wanted += [each for each in (columns.team, columns.officer) if each]
    found = matched(plan, list(dict.fromkeys(wanted)), columns)
    if dialect.name == "sqlite":
        return found, dict.fromkeys(found.used, Type.ANY)
    return found, {**usual(found, columns), **types}
