"""A proposal for `[map]`, from what stands in the data: names first, then values.

Only words of columns that look like a closed list (few different values, each of many people) are
written down: a proposal holds no personal data.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import attrs
import pyarrow as pa
import pyarrow.compute as pc

from kontaktdsl import words
from kontaktdsl.batch import dates
from kontaktdsl.batch.mapping import Columns, is_computed, open_words, vocabulary
from kontaktdsl.batch.matching import BIRTHS, CONTACTS, KEYS, LAST_CONTACTS, OFFICERS, TEAMS, folded
from kontaktdsl.batch.needed import needed_events
from kontaktdsl.data.source import Source
from kontaktdsl.data.summary import CLOSED, is_closed
from kontaktdsl.domains import Enumeration, Number
from kontaktdsl.model import Attribute
from kontaktdsl.moments import AgeOn
from kontaktdsl.plan import Plan
from kontaktdsl.suggest import nearest

MOST = 2_000
"""So many different values of a column are told apart; a closed list has few."""
ENOUGH = 0.6
"""The part of a column's different values that must be known words to tell what it holds."""

NOTHING = frozenset(
    (
        "-",
        "--",
        "?",
        "ka",
        "keineangabe",
        "unbekannt",
        "na",
        "nan",
        "null",
        "none",
        "leer",
        "unknown",
    )
)
"""What people write for a missing fact, folded."""

ROLES: Mapping[str, Sequence[str]] = {
    "key": KEYS,
    "last-contact": LAST_CONTACTS,
    "contacts": CONTACTS,
    "team": TEAMS,
    "officer": OFFICERS,
}


@attrs.define
class Values:
    """The different values of one column, up to `MOST`, with the number of rows."""

    counts: Counter[str] = attrs.field(factory=Counter)
    rows: int = 0
    full: bool = False

    def add(self, column: pa.Array) -> None:
        """Count the values of some rows; null is none."""
        self.rows += len(column) - column.null_count
        if self.full:
            return
        for entry in pc.value_counts(column.drop_null()).to_pylist():
            value = entry["values"]
            self.counts[value if isinstance(value, str) else str(value)] += entry["counts"]
        if len(self.counts) > MOST:
            self.full = True

    @property
    def shown(self) -> list[str]:
        """The words, the most frequent first; none where they may be personal."""
        if self.full or not is_closed(len(self.counts), self.rows):
            return []
        return [value for value, _ in self.counts.most_common(CLOSED)]


@attrs.frozen(kw_only=True)
class Word:
    """A word of the data that the policy does not know; `value` is what it may mean."""

    word: str
    value: str | None


@attrs.frozen(kw_only=True)
class Fact:
    """An attribute with its column, None where none was found.

    `sure` says that the name tells; else it was guessed from a near name or from the values. `born`
    says that the column holds birth dates. `hidden` counts unknown values that may be personal,
    `wrong` the rows whose number or date cannot be read.
    """

    attribute: Attribute
    column: str | None
    sure: bool = True
    born: bool = False
    words: tuple[Word, ...] = ()
    hidden: int = 0
    wrong: int = 0


@attrs.frozen(kw_only=True)
class Role:
    """An event (`key` is its name) or one of `ROLES`, with its column."""

    key: str
    column: str | None
    sure: bool = True


@attrs.frozen(kw_only=True)
class Proposal:
    """What `[map]` may say; `missing` are words that stand for nothing, `rest` the columns left."""

    roles: tuple[Role, ...]
    facts: tuple[Fact, ...]
    events: tuple[Role, ...]
    missing: tuple[str, ...]
    rest: tuple[str, ...]

    @property
    def columns(self) -> Columns:
        """The proposal as it is read back."""
        found = {role.key: role.column for role in self.roles}
        placed = [fact for fact in self.facts if fact.column is not None]
        return Columns(
            key=found.get("key"),
            last_contact=found.get("last-contact"),
            contacts=found.get("contacts"),
            team=found.get("team"),
            officer=found.get("officer"),
            facts={f.attribute.name: f.column or "" for f in placed if not f.born},
            born={f.attribute.name: f.column or "" for f in placed if f.born},
            events={role.key: role.column for role in self.events if role.column is not None},
            values={
                fact.attribute.name: {
                    word.word: word.value for word in fact.words if word.value is not None
                }
                for fact in placed
                if any(word.value is not None for word in fact.words)
            },
            missing=self.missing,
            absent=tuple(fact.attribute.name for fact in self.facts if fact.column is None),
        )


def propose(plan: Plan, source: Source) -> Proposal:
    """Read the data once and find what belongs together; raises DataError."""
    policy = plan.policy
    needed = [axis.attribute for axis in plan.space.axes]
    asked = [each for each in needed if not is_computed(each, Columns())]
    ages = {each.derived.of for each in needed if isinstance(each.derived, AgeOn)}
    asked += [each for each in policy.attributes if each.name in ages and each not in asked]
    events = needed_events(policy, needed)
    names = _Names(source.names)
    facts: dict[str, tuple[str | None, bool]] = {}
    for attribute in asked:
        facts[attribute.name] = names.named(_usual(attribute))
    found_events = {
        event.name: names.named([event.name, *([event.label] if event.label else [])])
        for event in events
    }
    roles = {key: names.named(usual) for key, usual in ROLES.items()}
    for attribute in asked:
        if facts[attribute.name][0] is None:
            facts[attribute.name] = names.near(_usual(attribute)), False
    for event in events:
        if found_events[event.name][0] is None:
            found_events[event.name] = names.near([event.name, event.label or ""]), False
    for key, usual in ROLES.items():
        if roles[key][0] is None and key != "contacts":
            roles[key] = names.near([name for name in usual if len(name) >= 5]), False
    values = _values(source, [*(c for c, _ in facts.values() if c is not None), *names.free])
    for attribute in asked:
        if facts[attribute.name][0] is None:
            alike = _by_values(attribute, {name: values[name] for name in names.free})
            facts[attribute.name] = alike, False
            names.take(alike)
    return Proposal(
        roles=tuple(Role(key=key, column=c, sure=sure) for key, (c, sure) in roles.items()),
        facts=tuple(
            _fact(attribute, *facts[attribute.name], values.get(facts[attribute.name][0] or ""))
            for attribute in asked
        ),
        events=tuple(
            Role(
                key=event.name, column=found_events[event.name][0], sure=found_events[event.name][1]
            )
            for event in events
        ),
        missing=_missing(asked, values),
        rest=tuple(names.free),
    )


def _usual(attribute: Attribute) -> list[str]:
    """What the column of an attribute may be called."""
    usual = [attribute.name, *([attribute.label] if attribute.label else [])]
    if words.is_age(attribute) and isinstance(attribute.domain, Number):
        usual += BIRTHS
    return usual


class _Names:
    """The columns of the data that a name tells apart; each is given away once."""

    def __init__(self, names: Sequence[str]) -> None:
        once = Counter(names)
        self.free = [name for name in once if name and once[name] == 1]

    def take(self, name: str | None) -> None:
        if name is not None:
            self.free.remove(name)

    def named(self, usual: Sequence[str]) -> tuple[str | None, bool]:
        """The column that is called like one of these."""
        for form in (str, folded):
            by_form = {form(name): name for name in reversed(self.free)}
            for name in usual:
                found = by_form.get(form(name))
                if found is not None:
                    self.take(found)
                    return found, True
        return None, True

    def near(self, usual: Sequence[str]) -> str | None:
        """The column that is nearly called like one of these, or whose name holds one of them."""
        by_fold = {folded(name): name for name in reversed(self.free)}
        for name in filter(None, map(folded, usual)):
            alike = nearest(name, by_fold, 1)
            if not alike and len(name) >= 5:
                alike = tuple(
                    other
                    for other in by_fold
                    if name in other or (len(other) >= 4 and name.startswith(other))
                )[:1]
            if alike:
                found = by_fold[alike[0]]
                self.take(found)
                return found
        return None


def _values(source: Source, columns: Iterable[str]) -> dict[str, Values]:
    """The values of these columns, in one reading."""
    wanted = list(dict.fromkeys(columns))
    found = {name: Values() for name in wanted}
    for chunk in source.chunks(wanted or source.names[:1]):
        for name in wanted:
            found[name].add(_as_words(chunk.rows.column(name)))
    return found


def _as_words(column: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        return column
    if pa.types.is_nested(column.type) or pa.types.is_binary(column.type):
        return pa.nulls(len(column), pa.string())
    return column


def _by_values(attribute: Attribute, columns: Mapping[str, Values]) -> str | None:
    """The column whose values are mostly words of an enumeration."""
    if not isinstance(attribute.domain, Enumeration):
        return None
    known = vocabulary(attribute, {})
    best: tuple[float, str | None] = 0.0, None
    for name, values in columns.items():
        met = [value for value in values.counts if value.strip()]
        if not met or values.full:
            continue
        part = sum(value in known for value in met) / len(met)
        if part >= ENOUGH and part > best[0]:
            best = part, name
    return best[1]


def _fact(attribute: Attribute, column: str | None, sure: bool, values: Values | None) -> Fact:
    if column is None or values is None:
        return Fact(attribute=attribute, column=None)
    own = set(_words(attribute))
    met = {
        value: count
        for value, count in values.counts.items()
        if value.strip() and (value in own or not _is_nothing(value))
    }
    domain = attribute.domain
    if isinstance(domain, Number):
        days = {value for value in met if dates.parsed(value) != dates.BAD}
        born = len(days) > len(met) / 2
        wrong = sum(
            count
            for value, count in met.items()
            if (value not in days if born else not _is_number(value, domain))
        )
        return Fact(attribute=attribute, column=column, sure=sure, born=born, wrong=wrong)
    known = vocabulary(attribute, {})
    if words.who_decides(attribute) is not None:
        known.update(dict.fromkeys(open_words(), 0))
    unknown = [value for value in met if value not in known]
    shown = set(values.shown)
    return Fact(
        attribute=attribute,
        column=column,
        sure=sure,
        words=tuple(
            Word(word=value, value=_meant(attribute, value, known))
            for value in sorted(unknown, key=lambda each: -met[each])
            if value in shown
        ),
        hidden=sum(value not in shown for value in unknown),
    )


def _missing(asked: Sequence[Attribute], values: Mapping[str, Values]) -> tuple[str, ...]:
    """The words for nothing that occur, unless a value is called so."""
    known = {folded(word) for attribute in asked for word in _words(attribute)}
    found = {
        word
        for each in values.values()
        for word in each.counts
        if _is_nothing(word) and folded(word) not in known
    }
    return tuple(sorted(found))


def _is_nothing(word: str) -> bool:
    return word.strip() in NOTHING or folded(word) in NOTHING


def _words(attribute: Attribute) -> Iterable[str]:
    return () if isinstance(attribute.domain, Number) else vocabulary(attribute, {})


def _is_number(value: str, domain: Number) -> bool:
    text = value.strip().removesuffix(".0")
    return text.lstrip("-").isdigit() and domain.low <= int(text) <= domain.high


def _meant(attribute: Attribute, word: str, known: Mapping[str, int]) -> str | None:
    """The value that a word may mean: spelt nearly so, or beginning with it; None if not clear."""
    names = (
        [value.name for value in attribute.domain.values]
        if isinstance(attribute.domain, Enumeration)
        else ["nein", "ja"]
    )
    plain = word.strip().casefold()
    by_plain: dict[str, set[int]] = {}
    for other, number in known.items():
        by_plain.setdefault(other.strip().casefold(), set()).add(number)
    found = by_plain.get(plain, set())
    if not found and len(plain) >= 3:
        near = nearest(plain, [other for other in by_plain if len(other) >= 3], 1)
        found = by_plain[near[0]] if near else set()
    if not found:
        parts = set(re.split(r"\W+", plain))
        found = {
            number
            for other, numbers in by_plain.items()
            if (len(plain) >= 3 and other.startswith(plain)) or (len(other) >= 3 and other in parts)
            for number in numbers
        }
    return names[found.pop()] if len(found) == 1 else None
