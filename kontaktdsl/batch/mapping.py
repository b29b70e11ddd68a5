"""Which column of the data holds which fact, and which words in it mean which value.

A caller may say so (`Columns`, or `[map]` in a file of settings); what is not said is found by
`kontaktdsl.batch.matching`, and `Matched` is what came out.  Words are compared as they stand,
against a finite list, so that a database that only knows equality reads the same values as this
program.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

import attrs

from kontaktdsl.diagnostics import Text
from kontaktdsl.domains import Enumeration, YesNo
from kontaktdsl.model import Attribute, Event
from kontaktdsl.moments import AgeOn, DayOf, Since, ValueOn
from kontaktdsl.suggest import or_perhaps

YES = ("ja", "yes", "j", "y", "wahr", "true", "1")
NO = ("nein", "no", "n", "falsch", "false", "0")
OPEN = ("offen", "open")
"""What somebody has yet to decide: a missing fact."""


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
    policy's axes; `events` holds the events that some deadline runs from, or a fact in time.
    `timed` are the facts in time that are computed, and so have no column: from the columns of
    their events, and of `birth` where an age matters.
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
    timed: tuple[Attribute, ...] = ()
    birth: str | None = None

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
            self.birth,
        )
        return tuple(dict.fromkeys(name for name in named if name is not None))


def no_column(name: str, names: Iterable[str]) -> MappingError:
    """That the data has no column of a name that somebody gave."""
    said = Text(f"die Spalte `{name}` gibt es nicht", f"there is no column `{name}`")
    return MappingError(or_perhaps(said, name, names))


def is_computed(attribute: Attribute, given: Columns) -> bool:
    """Whether days tell a fact: it is one in time, and no column is named that holds it."""
    timed = isinstance(attribute.derived, Since | DayOf | AgeOn)
    return timed and attribute.name not in {*given.absent, *given.facts}


def refuse_timed(needed: Sequence[Attribute], given: Columns, where: Text) -> None:
    """Raise MappingError if facts follow from days, which `where` cannot compute."""
    names = [
        attribute.name
        for attribute in needed
        if attribute.name not in given.absent
        and (is_computed(attribute, given) or isinstance(attribute.derived, ValueOn))
    ]
    if names:
        listed = ", ".join(f"`{name}`" for name in names)
        raise MappingError(
            Text(
                f"{listed}: was aus Tagen folgt, kann {where.de} noch nicht berechnen; `kpol run` "
                "und `decide_batch` können es",
                f"{listed}: what follows from days cannot be computed by {where.en} yet; "
                "`kpol run` and `decide_batch` can",
            )
        )


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
        for spelling in spellings([word]):
            loose.setdefault(spelling, set()).add(number)
    found = {word: numbers.pop() for word, numbers in loose.items() if len(numbers) == 1}
    if isinstance(attribute.domain, Enumeration):
        for name, number in named.items():
            found.update(dict.fromkeys(_forms(name), number))
    for word, name in said.items():
        if name not in named:
            raise _no_value(attribute, name, list(named))
        exact = set(_forms(word))
        found.update(dict.fromkeys((s for s in spellings([word]) if s not in found), named[name]))
        found.update(dict.fromkeys(exact, named[name]))
    return found


def open_words() -> frozenset[str]:
    """The words for what nobody has decided yet, as they may stand."""
    return frozenset(spellings(OPEN))


def whole_numbers(words: Iterable[str]) -> dict[int, str]:
    """The words that a column of whole numbers can hold: `7`, `-1`, but not `007` or `1.0`."""
    found = {}
    for word in words:
        digits = word.removeprefix("-")
        if digits.isascii() and digits.isdigit() and len(digits) < 19 and str(int(word)) == word:
            found[int(word)] = word
    return found


def _forms(word: str) -> tuple[str, ...]:
    """A word as it stands, and in either form of Unicode."""
    forms = (unicodedata.normalize(form, word) for form in ("NFC", "NFD"))
    return tuple(dict.fromkeys((word, *forms)))


def spellings(said: Iterable[str]) -> dict[str, None]:
    """Each word as it stands, in small and in large letters, and with a capital at the start."""
    found: dict[str, None] = {}
    for word in said:
        for spelling in (word, word.lower(), word.upper(), word[:1].upper() + word[1:]):
            found.update(dict.fromkeys(_forms(spelling)))
    return found


def _no_value(attribute: Attribute, name: str, known: Sequence[str]) -> MappingError:
    allowed = ", ".join(f"`{each}`" for each in known)
    return MappingError(
        Text(
            f"`{attribute.name}` hat keinen Wert `{name}`; möglich: {allowed}",
            f"`{attribute.name}` has no value `{name}`; possible: {allowed}",
        )
    )
