"""Data that nobody has looked at: which columns a policy expects, and which are there."""

from __future__ import annotations

from collections.abc import Mapping

from kontaktdsl.batch.mapping import Columns, Matched, match
from kontaktdsl.model import Policy
from kontaktdsl.plan import Plan
from kontaktdsl.pushdown.dialects import Dialect
from kontaktdsl.pushdown.types import Type, usual
from kontaktdsl.values import After, Do, First

CUSTOMERS = {"de": "kunden", "en": "customers"}
"""What the table of the customers is called, unless somebody says otherwise."""

_USUAL = {
    "de": ("id", "letzter_kontakt", "kontakte"),
    "en": ("id", "last_contact", "contacts"),
}


def matched(plan: Plan, names: list[str], columns: Columns) -> Matched:
    """The columns of a table by what is in them; raises MappingError."""
    return match(plan.policy, [axis.attribute for axis in plan.space.axes], names, columns)


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
    if columns.contacts or _has_steps(policy):
        wanted.append(columns.contacts or usually(contacts))
    for axis in plan.space.axes:
        name = axis.attribute.name
        if name not in columns.absent:
            said = columns.facts.get(name) or columns.born.get(name)
            wanted.append(said or usually(name))
    for event in _events(policy):
        wanted.append(columns.events.get(event) or usually(event))
    wanted += [each for each in (columns.team, columns.officer) if each]
    found = matched(plan, list(dict.fromkeys(wanted)), columns)
    if dialect.name == "sqlite":
        return found, dict.fromkeys(found.used, Type.ANY)
    return found, {**usual(found, columns), **types}


def _has_steps(policy: Policy) -> bool:
    return any(isinstance(part, After) for rule in policy.rules for part in rule.outcome)


def _events(policy: Policy) -> list[str]:
    outcomes = [rule.outcome for rule in policy.rules]
    outcomes += [line.outcome for line in policy.occasions]
    return list(
        dict.fromkeys(
            part.deadline.event
            for outcome in outcomes
            for part in outcome
            if isinstance(part, First | Do) and part.deadline is not None
        )
    )
