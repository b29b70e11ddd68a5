"""Which columns a policy needs, and what for: the statement of data minimisation.

Pure Python: no data is looked at but the names of its columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from kontaktdsl import words
from kontaktdsl.batch.mapping import Columns, is_computed
from kontaktdsl.batch.matching import match
from kontaktdsl.batch.needed import counts_from_contacts, has_steps, narrowed
from kontaktdsl.diagnostics import Text
from kontaktdsl.domains import Number
from kontaktdsl.model import Attribute, Condition, Event, In, Not, OccasionRule, Policy, Rule
from kontaktdsl.moments import AgeOn
from kontaktdsl.plan import Plan
from kontaktdsl.values import Blocks, Deadline, Do, First, Part, Times

FACT, EVENT = "fact", "event"
KEY, LAST_CONTACT, CONTACTS, TEAM, OFFICER = "key", "last-contact", "contacts", "team", "officer"

_ROLES = {
    KEY: Text("Kennung der Zeile", "key of the row"),
    LAST_CONTACT: Text("letzter Kontakt", "last contact"),
    CONTACTS: Text("Zahl der Kontakte", "number of contacts"),
    TEAM: Text("Team", "team"),
    OFFICER: Text("Fachkraft", "officer"),
}
_WHAT = {
    KEY: Text("geht unverändert durch", "passes through untouched"),
    LAST_CONTACT: Text("Tag, von dem der nächste Termin zählt", "the day the due date counts from"),
    CONTACTS: Text("welcher Schritt an der Reihe ist", "which step comes next"),
    TEAM: Text("ordnet eine Liste, nur auf Wunsch", "groups a list, only if asked for"),
    OFFICER: Text("ordnet eine Liste, nur auf Wunsch", "groups a list, only if asked for"),
}
_LINE = Text("Zeile {line}", "line {line}")
_LINES = Text("Zeilen {lines}", "lines {lines}")
_RULES = Text("Regeln", "rules")
_SCOPE = Text("für wen sie gilt", "whom it applies to")
_IMPOSSIBLE = Text("was unmöglich ist", "what is impossible")
_OCCASION = Text("Aufgaben beim Kontakt", "duties at a contact")
_STRENGTH = Text("Verbindlichkeit", "strength")
_FROM = Text("{what} ({where})", "{what} ({where})")


@attrs.frozen(kw_only=True)
class Need:
    """Something that is needed of every person.

    `column` is None where the data has none. `only` are the parts of a number that the policy can
    tell apart: nothing finer is needed.
    """

    role: str
    name: str
    label: Text
    column: str | None
    what: Text
    only: Text | None = None


def needs(plan: Plan, names: Sequence[str] | None, columns: Columns | None) -> tuple[Need, ...]:
    """What a policy needs, with the columns of a data set where one is given.

    Raises MappingError like `match`.
    """
    policy = plan.policy
    axes = plan.space.axes
    asked = [axis.attribute for axis in axes]
    if names is None:
        given = columns or Columns()
        lacking = tuple(a.name for a in asked if a.name not in {*given.facts, *given.born})
        found = None
        absent = attrs.evolve(given, absent=lacking)
        matched = match(policy, asked, _named(absent), absent)
    else:
        found = matched = match(policy, asked, names, columns)
    matched = narrowed(policy, matched, groups=True)
    places = matched.facts_by_name
    facts = [
        Need(
            role=FACT,
            name=axis.attribute.name,
            label=axis.attribute.said,
            column=places[axis.attribute.name],
            what=_joined(_uses(policy, axis.attribute)),
            only=_parts(policy, axis.attribute, axis.classes),
        )
        for axis in axes
        if not is_computed(axis.attribute, columns or Columns())
    ]
    events = [
        Need(
            role=EVENT,
            name=event.name,
            label=Text.same(event.label or event.name),
            column=column,
            what=_joined((*_deadlines(policy, event), *_told(policy, asked, event))),
        )
        for event, column in matched.events
    ]
    facts += _births(policy, asked, matched.birth)
    roles = [
        (KEY, matched.key, True),
        (LAST_CONTACT, matched.last_contact, counts_from_contacts(policy)),
        (CONTACTS, matched.contacts, has_steps(policy)),
        (TEAM, matched.team, False),
        (OFFICER, matched.officer, False),
    ]
    others = [
        Need(role=role, name=role, label=_ROLES[role], column=column, what=_WHAT[role])
        for role, column, always in roles
        if column is not None or (always and found is None)
    ]
    return (*others[:1], *facts, *events, *others[1:])


def _births(policy: Policy, asked: Sequence[Attribute], column: str | None) -> list[Need]:
    """The date of birth, where an age on the day of an event needs it."""
    ages = [each for each in asked if isinstance(each.derived, AgeOn)]
    if not ages:
        return []
    of = {each.derived.of for each in ages if isinstance(each.derived, AgeOn)}
    label = Text("Geburtsdatum ({of})", "date of birth ({of})").format(of=", ".join(sorted(of)))
    uses = [use for each in ages for use in _uses(policy, each)]
    return [Need(role=FACT, name=sorted(of)[0], label=label, column=column, what=_joined(uses))]


def _told(policy: Policy, asked: Sequence[Attribute], event: Event) -> Iterable[Text]:
    """What the facts are needed for that follow from the day of an event."""
    timed = [each for each in asked if each.derived and each.derived.event == event.name]
    yield from dict.fromkeys(use for each in timed for use in _uses(policy, each))


def unneeded(plan: Plan) -> tuple[Attribute, ...]:
    """The attributes that the policy declares and no answer depends on."""
    needed = {axis.attribute.name for axis in plan.space.axes}
    needed |= {str(getattr(axis.attribute.derived, "of", "")) for axis in plan.space.axes}
    return tuple(a for a in plan.policy.attributes if a.name not in needed)


def _named(columns: Columns) -> list[str]:
    """The columns that are named, as if there were data with just these."""
    single = (columns.key, columns.last_contact, columns.contacts, columns.team, columns.officer)
    return [
        *(name for name in single if name is not None),
        *columns.facts.values(),
        *columns.born.values(),
        *columns.events.values(),
    ]


def _uses(policy: Policy, attribute: Attribute) -> Iterable[Text]:
    alone = []
    for rule in policy.rules:
        if _mentions(rule.condition, attribute):
            if rule.block.name:
                yield Text.same(rule.block.name)
            else:
                alone.append(rule.span.line)
    occasions = [
        line.span.line for line in policy.occasions if _mentions(line.condition, attribute)
    ]
    impossible = [
        each.span.line
        for each in policy.constraints
        if not each.from_cell and not each.proven and _mentions(each.condition, attribute)
    ]
    for lines, what in ((alone, _RULES), (occasions, _OCCASION), (impossible, _IMPOSSIBLE)):
        if lines:
            yield _FROM.format(what=what, where=_lines(lines))
    if policy.scope is not None and _mentions(policy.scope.condition, attribute):
        yield _FROM.format(what=_SCOPE, where=_lines([policy.scope.span.line]))
    minimum = policy.header.minimum_for
    if minimum is not None and _mentions(minimum, attribute):
        yield _STRENGTH


def _lines(numbers: Sequence[int]) -> Text:
    if len(numbers) == 1:
        return _LINE.format(line=numbers[0])
    return _LINES.format(lines=", ".join(map(str, dict.fromkeys(numbers))))


def _deadlines(policy: Policy, event: Event) -> Iterable[Text]:
    lines: list[Rule | OccasionRule] = [*policy.rules, *policy.occasions]
    for line in lines:
        where = _LINE.format(line=line.span.line)
        for part in line.outcome:
            if _counted_from(part) == event.name:
                what = words.part(part, policy)
                if isinstance(part, First | Do) and part.deadline is not None:
                    what = words.deadline(part.deadline, policy)
                yield _FROM.format(what=what, where=where)


def _counted_from(part: Part) -> str | None:
    match part:
        case First(deadline) | Do(_, Deadline() as deadline):
            return deadline.event
        case Times(_, Blocks(_, event)):
            return event
        case _:
            return None


def _mentions(condition: Condition, attribute: Attribute) -> bool:
    match condition:
        case In():
            return condition.attribute == attribute
        case Not():
            return _mentions(condition.term, attribute)
        case _:
            return any(_mentions(term, attribute) for term in condition.terms)


def _joined(found: Iterable[Text]) -> Text:
    kept = list(dict.fromkeys(found))
    return Text("; ".join(each.de for each in kept), "; ".join(each.en for each in kept))


def _parts(policy: Policy, attribute: Attribute, classes: Sequence[tuple[int, int]]) -> Text | None:
    """The parts of a number; None for what is a closed list anyway."""
    if not isinstance(attribute.domain, Number):
        return None
    return words.listed((words.ranges(policy, attribute, (part,)) for part in classes), words.OR)
