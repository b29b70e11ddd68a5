"""What the dates of a policy depend on: the last contact, the number of contacts, which events.

A column that no date depends on is not read, and nobody is asked for it.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from kontaktdsl.batch.mapping import Matched
from kontaktdsl.model import Attribute, Event, Policy
from kontaktdsl.values import After, Blocks, Do, Every, First, Times


def narrowed(policy: Policy, found: Matched, *, groups: bool) -> Matched:
    """The columns without those that no date of this policy depends on."""
    return attrs.evolve(
        found,
        team=found.team if groups else None,
        officer=found.officer if groups else None,
        contacts=found.contacts if has_steps(policy) else None,
        last_contact=found.last_contact if counts_from_contacts(policy) else None,
    )


def counts_from_contacts(policy: Policy) -> bool:
    """Whether some date counts from the last contact, or from an event until there was one."""
    dated = Every | Times | After | First
    return any(isinstance(part, dated) for rule in policy.rules for part in rule.outcome)


def has_steps(policy: Policy) -> bool:
    """Whether some date depends on the number of contacts."""
    return any(isinstance(part, After) for rule in policy.rules for part in rule.outcome)


def deadline_events(policy: Policy) -> list[Event]:
    """The events that a deadline of some outcome runs from."""
    outcomes = [rule.outcome for rule in policy.rules]
    outcomes += [line.outcome for line in policy.occasions]
    used = {
        part.deadline.event
        for outcome in outcomes
        for part in outcome
        if isinstance(part, First | Do) and part.deadline is not None and part.deadline.event
    }
    used |= {
        part.window.event
        for outcome in outcomes
        for part in outcome
        if isinstance(part, Times) and isinstance(part.window, Blocks)
    }
    return [event for event in policy.events if event.name in used]


def needed_events(policy: Policy, needed: Sequence[Attribute]) -> list[Event]:
    """The events that a deadline runs from, or that tell a fact in time that is needed."""
    told = {each.derived.event for each in needed if each.derived is not None}
    dated = deadline_events(policy)
    return [event for event in policy.events if event in dated or event.name in told]
