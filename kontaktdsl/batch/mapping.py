"""Which column of the data holds which fact, and which words in it mean which value.

A caller may say so (`Columns`, or `[map]` in a file of settings); what is not said is found by the
name or the label of the attribute.  Words are compared as they stand, against a finite list, so
that a database that only knows equality reads the same values as this program.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

import attrs

from kontaktdsl import words
from kontaktdsl.diagnostics import Text
from kontaktdsl.domains import Enumeration, Number, YesNo
from kontaktdsl.model import Attribute, Event, Policy
from kontaktdsl.suggest import nearest
from kontaktdsl.values import After, Blocks, Do, Every, First, Times

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

YES = ("ja", "yes", "j", "y", "wahr", "true", "1")
NO = ("nein", "no", "n", "falsch", "false", "0")


class MappingError(ValueError):
    """The columns of the data do not fit the policy; `text` says which and what to do."""

    def __init__(self, text: Text) -> None:
        """Remember the words."""
        super().__init__(text.en)
        self.text = text


@attrs.frozen(kw_only=True)
class Columns:
    """What a caller says about the columns; everything may be left out.

    `facts` maps attributes to columns, `events` events to columns of dates. `born` maps a number
    that is an age to a column of birth dates: the age is that of the day of evaluation (an
    attribute called `Alter` or `age` may hold either). `values` maps
    per attribute a word of the data to the name of a value (`yes` and `no` or `ja` and `nein` for a
    yes/no attribute). `missing` are words that stand for a missing value in every column.
    `key` passes through untouched, `last_contact` is a date, `contacts` the number of contacts so
    far, `team` and `officer` only group lists. `absent` are attributes that the data does not have:
    their facts are missing for everyone.
    """

    key: str | None = None
    last_contact: str | None = None
    contacts: str | None = None
    team: str | None = None
    officer: str | None = None
    facts: Mapping[str, str] = attrs.field(factory=dict)
    born: Mapping[str, str] = attrs.field(factory=dict)
    events: Mapping[str, str] = attrs.field(factory=dict)
    values: Mapping[str, Mapping[str, str]] = attrs.field(factory=dict)
    missing: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Matched:
    """The columns of one data set, by name; None where there is none.

    `facts` pairs each attribute that some answer depends on with its column, in the order of the
    policy's axes; `events` holds the events that some deadline runs from.
    """

    key: str | None
    last_contact: str | None
    contacts: str | None
    team: str | None
    officer: str | None
    facts: tuple[tuple[Attribute, str | None], ...]
    events: tuple[tuple[Event, str | None], ...]
    vocabulary: Mapping[str, Mapping[str, int]]
    missing: frozenset[str]
    born: frozenset[str]

    @property
    def facts_by_name(self) -> dict[str, str | None]:
        """The column of each attribute, by its name."""
        return {attribute.name: column for attribute, column in self.facts}

    @property
    def used(self) -> tuple[str, ...]:
        """The columns that are read, each once: nobody looks at the others."""
        named = (
            self.key,
            self.last_contact,
            self.contacts,
            self.team,
            self.officer,
            *(column for _, column in self.facts),
            *(column for _, column in self.events),
        )
        return tuple(dict.fromkeys(name for name in named if name is not None))


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
    for attribute in needed:
        if attribute.name in given.absent:
            facts.append((attribute, None))
            continue
        said = given.facts.get(attribute.name) or given.born.get(attribute.name)
        wanted = [attribute.name, *([attribute.label] if attribute.label else [])]
        if words.is_age(attribute) and isinstance(attribute.domain, Number):
            wanted += BIRTHS
        facts.append((attribute, table.said(said) if said else table.found(wanted)))
    lacking = [a.name for a, column in facts if column is None and a.name not in given.absent]
    if lacking:
        raise _lacking(lacking, names)
    events = tuple(
        (
            event,
            table.said(given.events[event.name])
            if event.name in given.events
            else table.found([event.name, *([event.label] if event.label else [])]),
        )
        for event in deadline_events(policy)
    )

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
        missing=frozenset(_spellings(["", *given.missing])),
        born=frozenset(a.name for a in needed if words.is_age(a) or a.name in given.born),
    )


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


def vocabulary(attribute: Attribute, said: Mapping[str, str]) -> dict[str, int]:
    """The words that mean a value of an attribute (not a number), exactly as they may stand.

    Name and label of the value, or `ja`, `yes`, `j`, `1` and so on, in the usual capitals, and what
    the caller says (`said`: word of the data to name of the value) as it stands and in the usual
    capitals. A word that could mean two values means neither, but one spelt exactly as a name does.
    Raises MappingError for a name that is no value.
    """
    named: dict[str, int] = {}
    if isinstance(attribute.domain, YesNo):
        own = [(word, 1) for word in YES] + [(word, 0) for word in NO]
        named = {"ja": 1, "yes": 1, "nein": 0, "no": 0}
    else:
        assert isinstance(attribute.domain, Enumeration)
        values = attribute.domain.values
        own = [
            (word, number)
            for number, value in enumerate(values)
            for word in (value.name, value.label)
            if word is not None
        ]
        named = {value.name: number for number, value in enumerate(values)}
    loose: dict[str, set[int]] = {}
    for word, number in own:
        for spelling in _spellings([word]):
            loose.setdefault(spelling, set()).add(number)
    found = {word: numbers.pop() for word, numbers in loose.items() if len(numbers) == 1}
    if isinstance(attribute.domain, Enumeration):
        for name, number in named.items():
            found.update(dict.fromkeys(_forms(name), number))
    for word, name in said.items():
        if name not in named:
            raise _no_value(attribute, name, list(named))
        exact = set(_forms(word))
        found.update(dict.fromkeys((s for s in _spellings([word]) if s not in found), named[name]))
        found.update(dict.fromkeys(exact, named[name]))
    return found


def whole_numbers(words: Iterable[str]) -> dict[int, str]:
    """The words that a column of whole numbers can hold: `7`, `-1`, but not `007` or `1.0`."""
    found = {}
    for word in words:
        digits = word.removeprefix("-")
        if digits.isascii() and digits.isdigit() and len(digits) < 19 and str(int(word)) == word:
            found[int(word)] = word
    return found


def folded(name: str) -> str:
    """The name of a column as it is compared: `Letzter_Kontakt` is `letzter Kontakt`."""
    plain = unicodedata.normalize("NFC", name).casefold()
    for letter, pair in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        plain = plain.replace(letter, pair)
    return "".join(letter for letter in plain if letter.isalnum())


def _forms(word: str) -> tuple[str, ...]:
    """A word as it stands, and in either form of Unicode."""
    forms = (unicodedata.normalize(form, word) for form in ("NFC", "NFD"))
    return tuple(dict.fromkeys((word, *forms)))


def _spellings(said: Iterable[str]) -> dict[str, None]:
    """Each word as it stands, in small and in large letters, and with a capital at the start."""
    found: dict[str, None] = {}
    for word in said:
        for spelling in (word, word.lower(), word.upper(), word[:1].upper() + word[1:]):
            found.update(dict.fromkeys(_forms(spelling)))
    return found


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
        near = nearest(name, list(self.names), 1)
        raise MappingError(
            Text(
                f"die Spalte `{name}` gibt es nicht"
                + (f"; gemeint ist vielleicht `{near[0]}`" if near else ""),
                f"there is no column `{name}`"
                + (f"; perhaps `{near[0]}` is meant" if near else ""),
            )
        )

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
                near = nearest(name, known, 1)
                raise MappingError(
                    Text(
                        f"die Richtlinie kennt `{name}` nicht"
                        + (f"; gemeint ist vielleicht `{near[0]}`" if near else ""),
                        f"the policy does not know `{name}`"
                        + (f"; perhaps `{near[0]}` is meant" if near else ""),
                    )
                )


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


def _no_value(attribute: Attribute, name: str, known: Sequence[str]) -> MappingError:
    allowed = ", ".join(f"`{each}`" for each in known)
    return MappingError(
        Text(
            f"`{attribute.name}` hat keinen Wert `{name}`; möglich: {allowed}",
            f"`{attribute.name}` has no value `{name}`; possible: {allowed}",
        )
    )
