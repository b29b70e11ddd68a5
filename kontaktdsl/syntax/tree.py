"""The syntax tree: what stands in a file, with its place, its comments and its blank lines.

Two trees are equal when they say the same, wherever it stands: places and comments do not count.
Names are as written (NFC); nothing is resolved here.
"""

from datetime import date
from enum import Enum

import attrs

from kontaktdsl.record import Record
from kontaktdsl.source import Source, Span
from kontaktdsl.values import (
    Amount,
    CalendarUnit,
    DayOfYear,
    KindMode,
    Length,
    PeriodEnd,
    Strength,
)


@attrs.frozen(eq=False, repr=False)
class _Mark(Record):
    """What is said by standing where it stands."""

    span: Span = attrs.field(eq=False, repr=False, kw_only=True)


@attrs.frozen(eq=False, repr=False)
class _Words(Record):
    """A text at a place."""

    text: str
    span: Span = attrs.field(eq=False, repr=False, kw_only=True)


class Name(_Words):
    """A name as written."""

    __slots__ = ()


class Quoted(_Words):
    """A text in quotation marks, without them."""

    __slots__ = ()


class Citation(_Words):
    """`[heading, clause]`: the place in the directive."""

    __slots__ = ()


@attrs.frozen(eq=False, repr=False)
class Because(Record):
    """`because "..."`: the line is an interpretation, for this reason."""

    reason: str
    span: Span = attrs.field(eq=False, repr=False, kw_only=True)


# --- conditions ---------------------------------------------------------------------------------


class Comparison(Enum):
    """How a number is compared."""

    UNDER = "under"
    OVER = "over"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    EXACTLY = "exactly"


@attrs.frozen(eq=False, repr=False)
class Word(Record):
    """A bare name: a definition, a yes/no attribute or a value."""

    name: Name
    span: Span = attrs.field(eq=False, repr=False, kw_only=True)


@attrs.frozen(eq=False, repr=False)
class Is(Record):
    """`status alo`: an attribute and one of its values."""

    attribute: Name
    value: Name
    span: Span = attrs.field(eq=False, repr=False, kw_only=True)


@attrs.frozen(eq=False, repr=False)
class OneOf(Record):
    """`status in (alo, asu)`; in a table cell the attribute is that of the column (None)."""

    attribute: Name | None
    values: tuple[Name, ...]
    span: Span = attrs.field(eq=False, repr=False, kw_only=True)


@attrs.frozen(eq=False, repr=False)
class Compare(Record):
    """`age under 25`, `age 19`; in a table cell the attribute is that of the column (None)."""

    attribute: Name | None
    comparison: Comparison
    number: int
    span: Span = attrs.field(eq=False, repr=False, kw_only=True)


@attrs.frozen(eq=False, repr=False)
class Between(Record):
    """`age 15 to 24`, both ends included; in a table cell the attribute may be None."""

    attribute: Name | None
    low: int
    high: int
    span: Span = attrs.field(eq=False, repr=False, kw_only=True)


@attrs.frozen(eq=False, repr=False)
class Not(Record):
    """`not X`."""

    term: "Condition"
    span: Span = attrs.field(eq=False, repr=False, kw_only=True)


@attrs.frozen(eq=False, repr=False)
class _Junction(Record):
    """Two or more terms."""

    terms: tuple["Condition", ...]
    span: Span = attrs.field(eq=False, repr=False, kw_only=True)


class And(_Junction):
    """`X and Y and ...`: two or more terms, none of them an `And`."""

    __slots__ = ()


class Or(_Junction):
    """`X or Y or ...`: two or more terms, none of them an `Or`."""

    __slots__ = ()


class Otherwise(_Mark):
    """`otherwise`: whoever no other line of the block covers."""

    __slots__ = ()


class Always(_Mark):
    """No condition: `any` in a cell, an empty cell of the first row, a bullet without an arrow."""

    __slots__ = ()


Condition = Word | Is | OneOf | Compare | Between | Not | And | Or | Otherwise | Always


# --- outcomes -----------------------------------------------------------------------------------


@attrs.frozen(eq=False, repr=False)
class Every(Record):
    """`every 14 days`, `monthly`, `at least every 2 weeks`."""

    length: Length
    strength: Strength | None
    span: Span = attrs.field(eq=False, repr=False, kw_only=True)


@attrs.frozen(eq=False, repr=False)
class Rolling(Record):
    """`6 months`: any of this length."""

    length: Length
    span: Span = attrs.field(eq=False, repr=False, kw_only=True)


@attrs.frozen(eq=False, repr=False)
class CalendarPeriod(Record):
    """`calendar half-year`."""

    unit: CalendarUnit
    span: Span = attrs.field(eq=False, repr=False, kw_only=True)


@attrs.frozen(eq=False, repr=False)
class Blocks(Record):
    """`30 days from Loan`: one block after another."""

    length: Length
    event: Name
    span: Span = attrs.field(eq=False, repr=False, kw_only=True)


Window = Rolling | CalendarPeriod | Blocks


@attrs.frozen(eq=False, repr=False)
class Times(Record):
    """`once per calendar half-year`, `3 times per 6 months`; `aim` is the 4 of `3 to 4 times`."""

    count: int
    aim: int | None
    window: Window
    strength: Strength | None
    span: Span = attrs.field(eq=False, repr=False, kw_only=True)


@attrs.frozen(eq=False, repr=False)
class See(Record):
    """`see "title"` (unchecked) or `see id` (a policy, checked)."""

    target: Quoted | Name
    span: Span = attrs.field(eq=False, repr=False, kw_only=True)


@attrs.frozen(eq=False, repr=False)
class _Reasoned(Record):
    """An answer with its reason."""

    reason: Quoted
    span: Span = attrs.field(eq=False, repr=False, kw_only=True)


class NoContact(_Reasoned):
    """`no contact required "why"`."""

    __slots__ = ()


@attrs.frozen(eq=False, repr=False)
class AsNeeded(Record):
    """`as needed "agreed with whom"`."""

    agreement: Quoted
    span: Span = attrs.field(eq=False, repr=False, kw_only=True)


class NotRegulated(_Reasoned):
    """`not regulated "why"`."""

    __slots__ = ()


class ImpossibleCell(_Mark):
    """`impossible` as the outcome of a table cell: a constraint, never an outcome."""

    __slots__ = ()


@attrs.frozen(eq=False, repr=False)
class Deadline(Record):
    """`within 15 working days of Antrag`, `at the latest 3 months before Antrag`.

    A length of None is the day itself: `same day as Antrag`, `until the end of the calendar week
    of Antrag`. `event` is missing only with `end`, and then the day of evaluation counts.
    """

    length: Length | None
    event: Name | None
    end: PeriodEnd | None = None
    before: bool = False
    span: Span = attrs.field(eq=False, repr=False, kw_only=True)


@attrs.frozen(eq=False, repr=False)
class First(Record):
    """`first within ...`, `first same day as ...`."""

    deadline: Deadline
    span: Span = attrs.field(eq=False, repr=False, kw_only=True)


@attrs.frozen(eq=False, repr=False)
class After(Record):
    """`then after 2 months`."""

    length: Length
    span: Span = attrs.field(eq=False, repr=False, kw_only=True)


@attrs.frozen(eq=False, repr=False)
class Do(Record):
    """`do "check the profiling"`, also with its own deadline."""

    text: Quoted
    deadline: Deadline | None
    span: Span = attrs.field(eq=False, repr=False, kw_only=True)


@attrs.frozen(eq=False, repr=False)
class Kinds(Record):
    """`may use Gruppe`, `of them at least half Gruppe`, `never 2 Gruppe in a row`.

    `amount` stands with the modes that count, and None with the others.
    """

    mode: KindMode
    names: tuple[Name, ...]
    amount: Amount | None = None
    span: Span = attrs.field(eq=False, repr=False, kw_only=True)


Part = (
    Every | Times | See | NoContact | AsNeeded | NotRegulated | ImpossibleCell
    | First | After | Do | Kinds
)  # fmt: skip


# --- lines --------------------------------------------------------------------------------------


@attrs.frozen(eq=False, repr=False)
class Comment(Record):
    """`# ...` to the end of the line, without the mark and the blanks around the text."""

    text: str


@attrs.frozen(eq=False, repr=False)
class Blank(Record):
    """One or more blank lines."""


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Entry(Record):
    """A statement, a bullet or a row: its place, what stands above it and behind it."""

    span: Span = attrs.field(eq=False, repr=False)
    leading: tuple[Comment | Blank, ...] = attrs.field(eq=False, repr=False, default=())
    trailing: Comment | None = attrs.field(eq=False, repr=False, default=None)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class _HeaderText(Entry):
    """A header line with a text."""

    text: Quoted


class Title(_HeaderText):
    """`policy "..."`: the first statement of a policy."""

    __slots__ = ()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Id(Entry):
    """`id rhein-hunsrueck`."""

    name: Name


class Issuer(_HeaderText):
    """`issuer "..."`."""

    __slots__ = ()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Issued(Entry):
    """`issued 2017-08-22`, `Stand 02.06.2017`."""

    day: date


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Valid(Entry):
    """`valid from D until D`: both days included; `until revoked` and no end are told apart."""

    first: date
    last: date | None
    revoked: bool


class SourceText(_HeaderText):
    """`source "..."`: the directive that the policy encodes."""

    __slots__ = ()


class AppliesTo(_HeaderText):
    """`applies to "..."`."""

    __slots__ = ()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Scope(Entry):
    """`applies to members and not archive`: whoever is outside is owed no answer."""

    condition: Condition
    because: Because | None
    citation: Citation | None


@attrs.frozen(kw_only=True, eq=False, repr=False)
class IntervalsAre(Entry):
    """`intervals are a minimum | a guide | a guide but a minimum for X`.

    `but_minimum_for` is the condition under which a guide is a minimum after all.
    """

    strength: Strength
    but_minimum_for: Condition | None


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Calendar(Entry):
    """`calendar "Brandenburg"`: the public holidays of that Land."""

    land: Quoted


@attrs.frozen(eq=False, repr=False)
class Yearly(Record):
    """A day of every year: `24.12.`."""

    day: DayOfYear
    span: Span = attrs.field(eq=False, repr=False, kw_only=True)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class DaysOff(Entry):
    """`days off are also 24.12. and 31.12.`: no working days beside the public holidays."""

    days: tuple[Yearly, ...]


class Roll(Enum):
    """What happens to a due date that falls on a Saturday, Sunday or public holiday."""

    NOT = "not"
    BACK = "back"
    FORWARD = "forward"


@attrs.frozen(kw_only=True, eq=False, repr=False)
class DueDates(Entry):
    """`due dates roll back | forward | not`."""

    roll: Roll


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Use(Entry):
    """`use "merkmale.kpol"`: the vocabulary of another file."""

    path: Quoted


@attrs.frozen(eq=False, repr=False)
class Value(Record):
    """One value of an enumeration, or one kind of contact, with its label."""

    name: Name
    label: Quoted | None
    span: Span = attrs.field(eq=False, repr=False, kw_only=True)


@attrs.frozen(eq=False, repr=False)
class Enumeration(Record):
    """`alo "arbeitslos" | asu "arbeitsuchend"`."""

    values: tuple[Value, ...]
    span: Span = attrs.field(eq=False, repr=False, kw_only=True)


class YesNo(_Mark):
    """`yes or no`."""

    __slots__ = ()


@attrs.frozen(eq=False, repr=False)
class Number(Record):
    """`number 15 to 66`, both ends included."""

    low: int
    high: int
    span: Span = attrs.field(eq=False, repr=False, kw_only=True)


Domain = Enumeration | YesNo | Number


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Attribute(Entry):
    """`attribute status "Vermittlungsstatus": ...`."""

    name: Name
    label: Quoted | None
    domain: Domain


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Event(Entry):
    """`event Antrag "Antragstellung"`."""

    name: Name
    label: Quoted | None


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Define(Entry):
    """`define U25 "unter 25" as age under 25`."""

    name: Name
    label: Quoted | None
    condition: Condition


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Impossible(Entry):
    """`impossible: alo and I because "..."`."""

    condition: Condition
    because: Because | None
    citation: Citation | None


@attrs.frozen(kw_only=True, eq=False, repr=False)
class KindsOfContact(Entry):
    """`kinds: persönlich "persönliche Beratung", telefonisch, Gruppe`."""

    values: tuple[Value, ...]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class ContactIs(Entry):
    """`a contact is "..."`."""

    text: Quoted
    citation: Citation | None


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Rule(Entry):
    """`condition -> part, part [citation] because "..."`: alone, or a bullet of a block.

    A bullet of an occasion may have no arrow; its condition is then `Always`.
    """

    condition: Condition
    parts: tuple[Part, ...]
    citation: Citation | None
    because: Because | None
    bullet: bool


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Rules(Entry):
    """`rules NAME [citation]:` and its bullets."""

    name: Name
    citation: Citation | None
    because: Because | None
    rules: tuple[Rule, ...]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class ExceptionBlock(Entry):
    """`exception NAME to BLOCK, BLOCK [citation] because "...":` and its bullets."""

    name: Name
    bases: tuple[Name, ...]
    citation: Citation | None
    because: Because | None
    rules: tuple[Rule, ...]


@attrs.frozen(eq=False, repr=False)
class Cell(Record):
    """A left cell or a column heading: a condition, or None where it is empty."""

    condition: Condition | None
    span: Span = attrs.field(eq=False, repr=False, kw_only=True)


@attrs.frozen(eq=False, repr=False)
class OutcomeCell(Record):
    """The parts in an outcome cell; none where it is empty."""

    parts: tuple[Part, ...]
    span: Span = attrs.field(eq=False, repr=False, kw_only=True)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Heading(Entry):
    """The first row of a table: attributes on the left (None: any condition), then columns."""

    attributes: tuple[Name | None, ...]
    columns: tuple[Cell, ...]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Row(Entry):
    """A row: conditions, outcomes, and a citation of its own where it has one."""

    conditions: tuple[Cell, ...]
    outcomes: tuple[OutcomeCell, ...]
    citation: Citation | None


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Table(Entry):
    """`table NAME [citation]:` with its heading and rows; `heading` is None where it is missing."""

    name: Name
    citation: Citation | None
    because: Because | None
    heading: Heading | None
    rows: tuple[Row, ...]


class Occasion(Enum):
    """When a duty falls due that belongs to contacts and not to customers."""

    FIRST = "at first contact"
    EVERY = "at every contact"
    FOLLOW_UP = "at follow-up contact"
    MISSED = "when missed"


@attrs.frozen(kw_only=True, eq=False, repr=False)
class At(Entry):
    """`at first contact [citation]:` and its bullets."""

    occasion: Occasion
    citation: Citation | None
    because: Because | None
    rules: tuple[Rule, ...]


class Choice(Enum):
    """Which of several intervals applies."""

    STRICTEST = "the strictest"
    LEAST_DEMANDING = "the least demanding"


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Of(Entry):
    """`of A, B the strictest applies because "..."`."""

    blocks: tuple[Name, ...]
    choice: Choice
    because: Because | None
    citation: Citation | None


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Quantity(Entry):
    """`quantity: 3 Intensivkunde per IFK "label"`, `at least 22 contacts per IFK per week`.

    `of` None means contacts. `at_least` False means exactly as many as written.
    """

    at_least: bool
    count: int
    of: Name | None
    per: Name
    per_label: Quoted | None
    period: CalendarUnit | None
    citation: Citation | None
    because: Because | None


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Note(Entry):
    """`note "..."`."""

    text: Quoted
    citation: Citation | None


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Example(Entry):
    """`example "19, arbeitslos": age 19, alo, marktnah -> monthly`."""

    title: Quoted | None
    facts: tuple[Condition, ...]
    parts: tuple[Part, ...]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class EnsureOutcome(Entry):
    """`ensure: Intensivkunde -> every 2 weeks`."""

    condition: Condition
    parts: tuple[Part, ...]
    because: Because | None
    citation: Citation | None


@attrs.frozen(kw_only=True, eq=False, repr=False)
class EnsureOneOf(Entry):
    """`ensure: exactly one of U25, Ü25`."""

    conditions: tuple[Condition, ...]
    because: Because | None
    citation: Citation | None


@attrs.frozen(kw_only=True, eq=False, repr=False)
class EnsureNeverLooser(Entry):
    """`ensure: never looser than ID`: a policy in the same folder is the floor of this one."""

    target: Name
    because: Because | None
    citation: Citation | None


@attrs.frozen(eq=False, repr=False)
class Leeway(Record):
    """`stricter`, `looser up to every 6 months with "Teamleitung"`: one way of deviating.

    `limit` and `agreement` are None where nothing is said; a stricter deviation has no limit.
    """

    looser: bool
    limit: Part | None
    agreement: Quoted | None
    span: Span = attrs.field(eq=False, repr=False, kw_only=True)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class SingleCase(Entry):
    """`in the single case: stricter, looser up to every 6 months with "Teamleitung"`."""

    leeways: tuple[Leeway, ...]
    because: Because | None
    citation: Citation | None


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Accept(Entry):
    """`accept CODE for BLOCK, BLOCK because "..." until D`: a finding that is known and kept.

    `blocks` may be empty; `because` is None only in a tree that a mistake was reported of.
    """

    code: Name
    blocks: tuple[Name, ...]
    because: Because | None
    until: date | None


HeaderField = (
    Title | Id | Issuer | Issued | Valid | SourceText | AppliesTo | Scope | IntervalsAre | Calendar
    | DaysOff | DueDates
)  # fmt: skip
Block = Rules | ExceptionBlock | Table | At
Statement = (
    HeaderField | Use | Attribute | Event | Define | Impossible | KindsOfContact | ContactIs
    | Rule | Block | Of | Quantity | Note | Example | EnsureOutcome | EnsureOneOf
    | EnsureNeverLooser | SingleCase | Accept
)  # fmt: skip


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Document(Record):
    """One file: its spoken language ("de" or "en"), its statements, and what stands below them.

    A line that could not be read is a finding of the parser and stands in no statement.
    """

    source: Source = attrs.field(eq=False, repr=False)
    language: str = attrs.field(eq=False)
    statements: tuple[Statement, ...]
    epilogue: tuple[Comment | Blank, ...] = attrs.field(eq=False, repr=False, default=())
