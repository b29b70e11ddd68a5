"""What a comparison of two policies says: values, made by `compare`, drawn by the reports."""

from __future__ import annotations

from datetime import date
from enum import Enum

import attrs

from kontaktdsl import model, words
from kontaktdsl.diagnostics import Region, Text
from kontaktdsl.domains import Ranges
from kontaktdsl.syntax.tree import Roll

Line = model.Rule | model.OccasionRule | model.Constraint | model.Scope


class Section(Enum):
    """A part of the answer."""

    POSSIBLE = "possible"
    HOW_OFTEN = "how often"
    STRENGTH = "how binding"
    ON_REQUEST = "how often on request"
    WHEN_FIRST = "when first"
    DUTIES = "what"
    KINDS = "in which kind"
    PAUSES = "what is paused"

    @property
    def words(self) -> Text:
        """The question as a person asks it."""
        return _SECTIONS[self]


_SECTIONS = {
    Section.POSSIBLE: Text("Wer kommt vor?", "Who can occur?"),
    Section.HOW_OFTEN: Text("Wie oft?", "How often?"),
    Section.STRENGTH: Text("Wie verbindlich?", "How binding?"),
    Section.ON_REQUEST: Text("Wie oft auf Wunsch?", "How often on request?"),
    Section.WHEN_FIRST: Text("Wann zuerst?", "When first?"),
    Section.DUTIES: Text("Was?", "What?"),
    Section.KINDS: Text("In welcher Art?", "In which kind?"),
    Section.PAUSES: Text("Was ruht?", "What is paused?"),
}


class Direction(Enum):
    """How the new answer lies to the old one; the order is that of the report."""

    FORGOTTEN = "newly forgotten"
    CONTRADICTORY = "newly contradictory"
    LEFT = "no longer in scope"
    LOOSER = "looser"
    STRICTER = "stricter"
    OTHER = "other"
    DROPPED = "dropped"
    ADDED = "added"
    COVERED = "newly covered"
    SETTLED = "newly settled"
    ENTERED = "newly in scope"
    IMPOSSIBLE = "newly impossible"
    POSSIBLE = "newly possible"

    @property
    def words(self) -> Text:
        """The direction in words."""
        return _DIRECTIONS[self]


_DIRECTIONS = {
    Direction.FORGOTTEN: Text("neu vergessen", "newly forgotten"),
    Direction.CONTRADICTORY: Text("neu widersprüchlich", "newly contradictory"),
    Direction.LEFT: Text("gilt für sie nicht mehr", "no longer in scope"),
    Direction.LOOSER: Text("lockerer", "looser"),
    Direction.STRICTER: Text("strenger", "stricter"),
    Direction.OTHER: Text("anders", "other"),
    Direction.DROPPED: Text("entfällt", "dropped"),
    Direction.ADDED: Text("kommt hinzu", "added"),
    Direction.COVERED: Text("neu geregelt", "newly covered"),
    Direction.SETTLED: Text("neu ohne Widerspruch", "newly settled"),
    Direction.ENTERED: Text("gilt neu für sie", "newly in scope"),
    Direction.IMPOSSIBLE: Text("neu unmöglich", "newly impossible"),
    Direction.POSSIBLE: Text("neu möglich", "newly possible"),
}


class VocabularyChange(Enum):
    """What became of an attribute."""

    ADDED = "attribute added"
    REMOVED = "attribute removed"
    KIND = "another kind of values"
    RANGE = "another range"
    VALUES_ADDED = "values added"
    VALUES_REMOVED = "values removed"


@attrs.frozen
class Vocabulary:
    """A difference in the vocabulary."""

    change: VocabularyChange
    attribute: str
    words: Text


@attrs.frozen
class Beside:
    """A difference beside the answers: the calendar, the validity, a quantity.

    `dates` says that due dates depend on it.
    """

    name: Text
    old: Text
    new: Text
    dates: bool = False


@attrs.frozen
class Group:
    """For whom a change happens: a box of cases with one person, and the lines for that person.

    `where` are the attributes that the box restricts, with their values in the joint vocabulary.
    `people` is the number of people of a population in the box, None without one.
    """

    region: Region
    where: tuple[tuple[model.Attribute, Ranges], ...]
    person: tuple[tuple[model.Attribute, int], ...]
    old: tuple[Line, ...] = attrs.field(eq=False)
    new: tuple[Line, ...] = attrs.field(eq=False)
    people: int | None = None


@attrs.frozen
class Change:
    """One change: what was said, what is said now, and for whom.

    `count` is the exact number of cases, None where it was not computed. `more` groups were found
    and are not listed; `complete` False says that there are yet others, not searched for.
    """

    direction: Direction
    old: Text
    new: Text
    count: int | None
    groups: tuple[Group, ...]
    more: int = 0
    complete: bool = True
    people: int | None = None


@attrs.frozen
class Compared:
    """One part of the answer, compared for every case.

    `cases` is the number of cases compared, None where it was not computed; `people` those of a
    population who are in one of them. `missing` are the columns that the population lacks for it.
    """

    section: Section
    cases: int | None
    changes: tuple[Change, ...]
    people: int | None = None
    missing: tuple[str, ...] = ()


@attrs.frozen
class Refused:
    """Values of one column that the policies do not know, and whom that concerns.

    `row` is the first place (the line of a CSV file, the row of another, from 1).
    """

    column: str
    value: str
    people: int
    row: int


@attrs.frozen
class Impossible:
    """People whom one version (or both) calls impossible; `row` is the first place."""

    old: bool
    new: bool
    people: int
    row: int


@attrs.frozen
class CrowdReport:
    """What became of a population file: how many people count, and who does not."""

    name: str
    people: int
    columns: tuple[str, ...]
    unread: tuple[str, ...]
    lacking: tuple[str, ...]
    counted_by: str | None
    refused: tuple[Refused, ...]
    refused_people: int
    impossible: tuple[Impossible, ...]


@attrs.frozen
class Comparison:
    """Two policies compared: every difference there is.

    `old` and `new` are over the joint vocabulary. `sections` hold only parts of the answer in which
    at least one policy says something.
    """

    old: model.Policy = attrs.field(eq=False, repr=False)
    new: model.Policy = attrs.field(eq=False, repr=False)
    sections: tuple[Compared, ...]
    vocabulary: tuple[Vocabulary, ...]
    beside: tuple[Beside, ...]
    crowd: CrowdReport | None = None

    @property
    def equivalent(self) -> bool:
        """Every possible customer gets the same answer and the same due dates (proven)."""
        return not any(part.changes for part in self.sections) and not any(
            entry.dates for entry in self.beside
        )

    @property
    def changed(self) -> bool:
        """Anything at all is different, be it beside the answers."""
        return not self.equivalent or bool(self.beside) or bool(self.vocabulary)


class NotComparable(Exception):
    """The question could not be decided; `text` says why and what to do."""

    def __init__(self, text: Text) -> None:
        """Remember the words."""
        super().__init__(text.en)
        self.text = text


def beside(old: model.Policy, new: model.Policy) -> tuple[Beside, ...]:
    """The differences of two policies beside their answers."""
    before, after = old.header, new.header
    pairs = [
        (Text("Feiertage nach", "Holidays of"), _plain(before.calendar), _plain(after.calendar), 1),
        (
            Text("Arbeitsfrei sind auch", "Days off are also"),
            _days_off(before),
            _days_off(after),
            1,
        ),
        (
            Text("Fällige Tage rollen", "Due dates roll"),
            _ROLLS[before.roll],
            _ROLLS[after.roll],
            1,
        ),
        (Text("Gültig ab", "Valid from"), _day(before.valid_from), _day(after.valid_from), 0),
        (
            Text("Gültig bis", "Valid until"),
            _end(before.valid_until, revoked=before.until_revoked),
            _end(after.valid_until, revoked=after.until_revoked),
            0,
        ),
        (Text("Gilt für", "Applies to"), _scope(old), _scope(new), 0),
        (Text("Im Einzelfall", "In the single case"), _single_case(old), _single_case(new), 0),
        (Text("Nie lockerer als", "Never looser than"), _floors(old), _floors(new), 0),
        (Text("Ein Kontakt ist", "A contact is"), _plain(old.contact), _plain(new.contact), 0),
        (Text("Mengen", "Quantities"), _quantities(old), _quantities(new), 0),
    ]
    (mine,), (theirs,) = old.series, new.series
    if set(mine.kinds) != set(theirs.kinds):
        name = Text("Darin zählen", "What counts in it")
        pairs.append((name, _serving(old), _serving(new), 1))
    if mine.restarts != theirs.restarts:
        name = Text("Die Uhr beginnt neu mit", "The clock runs anew from")
        pairs.append((name, _anew(old), _anew(new), 1))
    return tuple(
        Beside(name, was, now, bool(dates)) for name, was, now, dates in pairs if was != now
    )


_ROLLS = {
    Roll.NOT: Text("nicht", "not"),
    Roll.BACK: Text("zurück", "back"),
    Roll.FORWARD: Text("vor", "forward"),
}
_NOTHING = Text("keine Angabe", "not said")


def _plain(text: str | None) -> Text:
    return _NOTHING if text is None else Text.same(text)


def _scope(policy: model.Policy) -> Text:
    german, english = words.scope(policy, "de"), words.scope(policy, "en")
    return _NOTHING if german is None or english is None else Text(german, english)


def _single_case(policy: model.Policy) -> Text:
    return words.single_case(policy) or _NOTHING


def _floors(policy: model.Policy) -> Text:
    found = sorted(
        each.target for each in policy.ensures if isinstance(each, model.EnsureNeverLooser)
    )
    return _plain(", ".join(found) or None)


def _serving(policy: model.Policy) -> Text:
    (series,) = policy.series
    kinds = ", ".join(words.serving(policy, series))
    return Text.same(kinds) if kinds else _ALL_KINDS


_ALL_KINDS = Text("alle Kontaktarten", "all kinds of contact")


def _anew(policy: model.Policy) -> Text:
    (series,) = policy.series
    return _plain(series.restarts and words.event(series.restarts, policy))


def _days_off(header: model.Header) -> Text:
    return _plain(", ".join(day.text for day in header.days_off) or None)


def _day(day: date | None) -> Text:
    return _NOTHING if day is None else Text(f"{day:%d.%m.%Y}", f"{day:%Y-%m-%d}")


def _end(day: date | None, *, revoked: bool) -> Text:
    return Text("auf Widerruf", "revoked") if revoked and day is None else _day(day)


def _quantities(policy: model.Policy) -> Text:
    found = sorted(
        {
            (q.of or "", q.per, q.period.value if q.period else "", q.count, q.at_least)
            for q in policy.quantities
        }
    )
    if not found:
        return _NOTHING

    def one(language: str) -> str:
        texts = []
        for of, per, period, count, at_least in found:
            contacts, each, least = (
                ("Kontakte", "je", "mindestens ")
                if language == "de"
                else ("contacts", "per", "at least ")
            )
            text = f"{least if at_least else ''}{count} {of or contacts} {each} {per}"
            texts.append(f"{text} {each} {period}" if period else text)
        return ", ".join(texts)

    return Text(one("de"), one("en"))
