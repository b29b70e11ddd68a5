"""The facts of one customer on a day: what days tell, added to what is given."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from kontaktdsl import model
from kontaktdsl.dates import age_on, class_on
from kontaktdsl.decision import Fact, Refusal
from kontaktdsl.diagnostics import Text
from kontaktdsl.domains import Number
from kontaktdsl.moments import AGES, ValueOn
from kontaktdsl.plan.facts import fact
from kontaktdsl.refusals import FactError, way_out
from kontaktdsl.suggest import nearest


def facts_on(
    policy: model.Policy,
    day: date,
    *,
    events: Mapping[str, date | None],
    facts: Mapping[str, Fact],
    born: date | None = None,
    open_events: Collection[str] = (),
) -> dict[str, Fact]:
    """`Policy.facts_on`; of `open_events` nobody knows yet whether they happened, and when."""
    only_known(policy, events)
    found = dict(facts)
    holidays = policy.header.holidays
    for attribute in policy.attributes:
        if attribute.name in found:
            continue
        moment = attribute.derived
        if moment is None:
            if born is not None and _is_age(attribute):
                found[attribute.name] = age_on(born, day)
            continue
        if isinstance(moment, ValueOn):
            event = events.get(moment.event)
            if moment.event not in open_events and (event is None or event > day):
                found[attribute.name] = fact(attribute, 0)
            continue
        if moment.event in open_events:
            continue
        place = class_on(moment, day, events.get(moment.event), holidays, born)
        if place is not None:
            found[attribute.name] = fact(attribute, place)
    return found


def _is_age(attribute: model.Attribute) -> bool:
    return isinstance(attribute.domain, Number) and attribute.name.casefold() in AGES


def only_known(policy: model.Policy, events: Iterable[str]) -> None:
    """Raises FactError for a name that is no event of the policy."""
    known = {event.name for event in policy.events}
    for name in events:
        if name not in known:
            raise _unknown(name, tuple(sorted(known)))


def _unknown(name: str, known: tuple[str, ...]) -> FactError:
    near = nearest(name, known)
    return FactError(
        Text(
            "`{name}` ist kein Ereignis dieser Richtlinie{hint}",
            "`{name}` is no event of this policy{hint}",
        ).format(name=name, hint=way_out(near, known)),
        Refusal.UNKNOWN_NAME,
        field=name,
        value=name,
        allowed=known,
        near=near,
    )
