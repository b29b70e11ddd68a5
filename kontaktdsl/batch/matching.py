"""Finding the columns of a data set, by what a caller says and by what they are usually called.

Names are compared without capitals, umlauts and signs; what is said but not there, what is needed
and not found, and what could be two columns is refused in words that say what to do.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from kontaktdsl import words
from kontaktdsl.batch.mapping import (
    Columns,
    MappingError,
    Matched,
    is_computed,
    no_column,
    spellings,
    vocabulary,
)
from kontaktdsl.batch.needed import needed_events
from kontaktdsl.diagnostics import Text
from kontaktdsl.domains import Number
from kontaktdsl.model import Attribute, Policy
from kontaktdsl.moments import AgeOn, ValueOn
from kontaktdsl.suggest import or_perhaps

KEYS = (
    "id",
    "key",
    "schluessel",
    "kunde",
    "kundin",
    "kundennummer",
    "kundennr",
    "pseudonym",
    "person",
)
LAST_CONTACTS = (
    "letzterkontakt", "letzterkontaktam", "letztkontakt", "lastcontact", "lastcontactdate",
    "datumletzterkontakt",
)  # fmt: skip
CONTACTS = ("kontakte", "anzahlkontakte", "zahlderkontakte", "contacts", "numberofcontacts")
TEAMS = ("team", "teamname")
OFFICERS = ("fachkraft", "ifk", "integrationsfachkraft", "officer", "sachbearbeitung", "pap")
BIRTHS = (
    "geburtsdatum",
    "geboren",
    "geborenam",
    "geburtstag",
    "birthdate",
    "dateofbirth",
    "born",
    "birth",
)


def match(
    policy: Policy,
    needed: Sequence[Attribute],
    names: Sequence[str],
    columns: Columns | None = None,
) -> Matched:
    """Find the columns of a data set; raises MappingError.

    `needed` are the attributes that some answer depends on, `names` the columns of the data. A
    needed attribute without a column is an error, unless it is named in `columns.absent`.
    """
    given = columns or Columns()
    _known(policy, given)
    table = _Table(names)
    facts: list[tuple[Attribute, str | None]] = []
    timed = tuple(each for each in needed if is_computed(each, given))
    for attribute in needed:
        if attribute.name in given.absent or attribute in timed:
            facts.append((attribute, None))
            continue
        if isinstance(attribute.derived, ValueOn) and attribute.derived.cuts:
            raise _no_number_on(attribute)
        said = given.facts.get(attribute.name) or given.born.get(attribute.name)
        wanted = [attribute.name, *([attribute.label] if attribute.label else [])]
        if words.is_age(attribute) and isinstance(attribute.domain, Number):
            wanted += BIRTHS
        facts.append((attribute, table.said(said) if said else table.found(wanted)))
    lacking = [
        a.name
        for a, column in facts
        if column is None and a.name not in given.absent and a not in timed
    ]
    if lacking:
        raise _lacking(lacking, names)
    events = tuple(
        (
            event,
            table.said(given.events[event.name])
            if event.name in given.events
            else table.found([event.name, *([event.label] if event.label else [])]),
        )
        for event in needed_events(policy, needed)
    )
    _known_days(timed, {event.name: column for event, column in events}, names)

    def one(said: str | None, usual: Sequence[str]) -> str | None:
        return table.said(said) if said else table.found(usual)

    return Matched(
        key=one(given.key, KEYS),
        last_contact=one(given.last_contact, LAST_CONTACTS),
        contacts=one(given.contacts, CONTACTS),
        team=one(given.team, TEAMS),
        officer=one(given.officer, OFFICERS),
        facts=tuple(facts),
        events=events,
        vocabulary={
            attribute.name: vocabulary(attribute, given.values.get(attribute.name, {}))
            for attribute in needed
            if not isinstance(attribute.domain, Number)
        },
        missing=frozenset(spellings(["", *given.missing])),
        born=frozenset(a.name for a in needed if words.is_age(a) or a.name in given.born),
        timed=timed,
        birth=_birth(timed, given, table),
    )


def _known_days(
    timed: Sequence[Attribute], columns: Mapping[str, str | None], names: Sequence[str]
) -> None:
    for attribute in timed:
        event = attribute.derived.event if attribute.derived is not None else ""
        if columns.get(event) is None:
            there = ", ".join(f"`{name}`" for name in names[:12])
            there += ", …" if len(names) > 12 else ""
            raise MappingError(
                Text(
                    f"`{attribute.name}` folgt aus dem Tag von `{event}`, und dafür gibt es keine "
                    f"Spalte; da sind: {there}. `kpol map` schlägt eine Zuordnung vor",
                    f"`{attribute.name}` follows from the day of `{event}`, and there is no column "
                    f"for it; there are: {there}. `kpol map` proposes a mapping",
                )
            )


def _birth(timed: Sequence[Attribute], given: Columns, table: _Table) -> str | None:
    """The column of birth dates, where an age on the day of an event needs it."""
    for attribute in timed:
        if isinstance(attribute.derived, AgeOn):
            of = attribute.derived.of
            said = given.born.get(of)
            found = table.said(said) if said else table.found(BIRTHS)
            if found is None:
                raise MappingError(
                    Text(
                        f"`{attribute.name}` folgt aus dem Geburtsdatum, und dafür gibt es keine "
                        f'Spalte; `[map.born]` nennt sie: `{of} = "..."`',
                        f"`{attribute.name}` follows from the date of birth, and there is no "
                        f'column for it; `[map.born]` names it: `{of} = "..."`',
                    )
                )
            return found
    return None


def _no_number_on(attribute: Attribute) -> MappingError:
    return MappingError(
        Text(
            f"`{attribute.name}` lässt sich noch nicht aus einer Spalte lesen: eine Zahl an dem "
            "Tag eines Ereignisses, die kein Alter ist",
            f"`{attribute.name}` cannot be read from a column yet: a number on the day of an event "
            "that is no age",
        )
    )


def folded(name: str) -> str:
    """The name of a column as it is compared: `Letzter_Kontakt` is `letzter Kontakt`."""
    plain = unicodedata.normalize("NFC", name).casefold()
    for letter, pair in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        plain = plain.replace(letter, pair)
    return "".join(letter for letter in plain if letter.isalnum())


class _Table:
    """The columns of the data, by what they are called."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        self.by_fold: dict[str, list[str]] = {}
        for name in names:
            self.by_fold.setdefault(folded(name), []).append(name)

    def said(self, name: str) -> str:
        """The column that a caller named; raises MappingError."""
        if name in self.names:
            return name
        alike = self.by_fold.get(folded(name), [])
        if len(alike) == 1:
            return alike[0]
        raise no_column(name, self.names)

    def found(self, usual: Sequence[str]) -> str | None:
        """The column with one of these names, the first that there is; raises MappingError."""
        for name in usual:
            if name in self.names:
                return name
        for name in usual:
            alike = self.by_fold.get(folded(name), [])
            if len(alike) > 1:
                both = " und ".join(f"`{each}`" for each in alike)
                raise MappingError(
                    Text(
                        f"zwei Spalten kommen für `{name}` in Frage: {both}; `[map]` sagt, welche",
                        f"two columns may be `{name}`: {both.replace(' und ', ' and ')}; "
                        "`[map]` says which",
                    )
                )
            if alike:
                return alike[0]
        return None


def _known(policy: Policy, given: Columns) -> None:
    attributes = [attribute.name for attribute in policy.attributes]
    events = [event.name for event in policy.events]
    for names, known in (
        ((*given.facts, *given.born, *given.values, *given.absent), attributes),
        (tuple(given.events), events),
    ):
        for name in names:
            if name not in known:
                said = Text(
                    f"die Richtlinie kennt `{name}` nicht", f"the policy does not know `{name}`"
                )
                raise MappingError(or_perhaps(said, name, known))


def _lacking(lacking: Sequence[str], names: Sequence[str]) -> MappingError:
    wanted = ", ".join(f"`{name}`" for name in lacking)
    there = ", ".join(f"`{name}`" for name in names[:12]) + (", …" if len(names) > 12 else "")
    one = len(lacking) == 1
    return MappingError(
        Text(
            f"{'für das Merkmal' if one else 'für die Merkmale'} {wanted} gibt es keine Spalte; "
            f"da sind: {there}. `kpol map` schlägt eine Zuordnung vor",
            f"there is no column for the {'attribute' if one else 'attributes'} {wanted}; "
            f"there are: {there}. `kpol map` proposes a mapping",
        )
    )
