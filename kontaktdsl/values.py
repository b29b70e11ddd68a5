"""Lengths of time, outcomes and their parts: what a rule says once every name is resolved."""

from enum import Enum

import attrs

from kontaktdsl.record import Record


class Unit(Enum):
    """A unit of time; a working day is Monday to Friday without public holidays of the Land."""

    WORKING_DAY = "working day"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class CalendarUnit(Enum):
    """A calendar period, from its first to its last day."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    YEAR = "year"


class Strength(Enum):
    """How binding an interval is."""

    MINIMUM = "minimum"
    GUIDE = "guide"


class KindMode(Enum):
    """What a rule says of a kind of contact."""

    MAY = "may use"
    ONLY = "only"
    NEVER = "never"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    IN_A_ROW = "never in a row"


@attrs.frozen
class Share:
    """A part of the contacts of a window, such as a half: `part` of `whole`, part < whole."""

    part: int
    whole: int


Amount = int | Share


@attrs.frozen(order=True)
class DayOfYear:
    """A day of every year, such as 24.12.; 29.02. only in leap years."""

    month: int
    day: int

    @property
    def text(self) -> str:
        """As it stands in a policy."""
        return f"{self.day:02}.{self.month:02}."


@attrs.frozen
class Length:
    """`count` units of time, as written: 2 weeks and 14 days differ as texts, not in meaning.

    `aim` is the smaller number of a range (`2 to 3 months`): worth aiming at, but not owed.
    """

    count: int
    unit: Unit
    aim: int | None = None

    @property
    def aimed(self) -> "Length | None":
        """The length that is aimed at; None where nothing but `count` is said."""
        return None if self.aim is None else Length(self.aim, self.unit)

    @property
    def meaning(self) -> tuple[int, Unit]:
        """What is owed, in days, months or working days: equal meanings are equal lengths."""
        match self.unit:
            case Unit.WEEK:
                return self.count * 7, Unit.DAY
            case Unit.YEAR:
                return self.count * 12, Unit.MONTH
            case _:
                return self.count, self.unit


@attrs.frozen(eq=False, repr=False)
class Every(Record):
    """A rhythm: the next contact at the latest `length` after the last one."""

    length: Length
    strength: Strength | None = None


@attrs.frozen
class Rolling:
    """Any window of this length: the days after any day d up to d + length."""

    length: Length


@attrs.frozen
class Calendar:
    """A whole calendar period, such as 1 January to 31 March."""

    unit: CalendarUnit


@attrs.frozen
class Blocks:
    """Blocks of this length, one after another, from the day after `event` on."""

    length: Length
    event: str


Window = Rolling | Calendar | Blocks


@attrs.frozen(eq=False, repr=False)
class Times(Record):
    """A rhythm: at least `count` contacts in every window; `aim`, where said, is a higher count."""

    count: int
    window: Window
    strength: Strength | None = None
    aim: int | None = None


@attrs.frozen(eq=False, repr=False)
class See(Record):
    """The interval stands in another directive: its title, or the id of a policy."""

    target: str
    checked: bool = False


@attrs.frozen(eq=False, repr=False)
class NoContact(Record):
    """The source decided that no contact is required."""

    reason: str


@attrs.frozen(eq=False, repr=False)
class AsNeeded(Record):
    """The source decided that the interval is agreed in the single case, and with whom."""

    agreement: str


@attrs.frozen(eq=False, repr=False)
class NotRegulated(Record):
    """The source is silent, and the policy says so."""

    reason: str


@attrs.frozen
class PeriodEnd:
    """The last day of the calendar period in which a day lies, or of the one that follows it."""

    unit: CalendarUnit
    following: bool = False


@attrs.frozen(eq=False, repr=False)
class OnRequest(Record):
    """A right: whoever asks gets a contact, again once `rhythm` has passed since the last one."""

    rhythm: Every | Times


@attrs.frozen(eq=False, repr=False)
class Paused(Record):
    """The clock of the series stands still while this holds, for `at_most` so long (None: ever)."""

    reason: str
    at_most: Length | None = None


@attrs.frozen(eq=False, repr=False)
class Deadline(Record):
    """`length` after (or, with `before`, before) the day of `event`; None is that day itself.

    With `end` it counts from the end of the calendar period of that day. `event` None is the day of
    evaluation, and stands only with `end`.
    """

    length: Length | None
    event: str | None
    end: PeriodEnd | None = None
    before: bool = False

    @property
    def since(self) -> str | None:
        """The event from which on contacts count for a first step; None where all of them do.

        What is due before an event is done by a contact before it.
        """
        return None if self.before else self.event

    @property
    def meaning(self) -> "DeadlineMeaning":
        """From which day, and how much later; a negative number is earlier."""
        count, unit = (0, Unit.DAY) if self.length is None else self.length.meaning
        return DeadlineMeaning(self.event, self.end, -count if self.before else count, unit)


@attrs.frozen
class DeadlineMeaning:
    """A deadline by meaning: equal ones end on the same day, whatever the day of the event."""

    event: str | None
    end: PeriodEnd | None
    count: int
    unit: Unit


@attrs.frozen(eq=False, repr=False)
class First(Record):
    """The first contact, due by a deadline."""

    deadline: Deadline


@attrs.frozen(eq=False, repr=False)
class After(Record):
    """A further step between the first contact and the rhythm."""

    length: Length


@attrs.frozen(eq=False, repr=False)
class Do(Record):
    """A duty, with its own deadline where it has one."""

    text: str
    deadline: Deadline | None = None


@attrs.frozen(eq=False, repr=False)
class Kinds(Record):
    """Which kinds of contact a rule permits, demands, excludes or counts.

    `amount` is how many contacts of these kinds there are at least or at most in every window of
    the rhythm, or how many in a row there never are; None with the other modes.
    """

    mode: KindMode
    names: tuple[str, ...]
    amount: Amount | None = None


Rhythm = Every | Times | See | NoContact | AsNeeded | NotRegulated | OnRequest
Part = Rhythm | First | After | Do | Kinds | Paused
Outcome = tuple[Part, ...]

INTERVALS = (Every, Times)
DUTIES = (*INTERVALS, See, NoContact, AsNeeded, NotRegulated)
RHYTHMS = (*DUTIES, OnRequest)


def aimed(rhythm: Rhythm) -> Rhythm | None:
    """What is aimed at beyond what is owed: `every 2 months` of `every 2 to 3 months`; None where
    nothing more is said.
    """
    match rhythm:
        case Every(length):
            return None if length.aimed is None else Every(length.aimed)
        case Times(count, window, _, more):
            shorter = None if isinstance(window, Calendar) else window.length.aimed
            if shorter is not None and not isinstance(window, Calendar):
                return Times(more or count, attrs.evolve(window, length=shorter))
            return None if more is None else Times(more, window)
        case _:
            return None


class Answer(Enum):
    """What kind of answer a rhythm gives; the accounting counts by it."""

    INTERVAL = "interval"
    DELEGATED = "delegated"
    NO_CONTACT = "no contact required"
    AS_NEEDED = "as needed"
    NOT_REGULATED = "not regulated"
    ON_REQUEST = "on request"


def answer(rhythm: Rhythm) -> Answer:
    """The kind of answer that a rhythm gives."""
    match rhythm:
        case Every() | Times():
            return Answer.INTERVAL
        case See():
            return Answer.DELEGATED
        case NoContact():
            return Answer.NO_CONTACT
        case AsNeeded():
            return Answer.AS_NEEDED
        case NotRegulated():
            return Answer.NOT_REGULATED
        case OnRequest():
            return Answer.ON_REQUEST


def rhythm_of(outcome: Outcome) -> Rhythm | None:
    """The part of an outcome that answers "how often?": its duty, else its right, if it has one."""
    right = None
    for part in outcome:
        if isinstance(part, DUTIES):
            return part
        if isinstance(part, OnRequest):
            right = part
    return right


def duty_of(outcome: Outcome) -> Rhythm | None:
    """What an outcome demands, whether or not anybody asks for it."""
    return next((part for part in outcome if isinstance(part, DUTIES)), None)


def right_of(outcome: Outcome) -> OnRequest | None:
    """What an outcome grants on request, beside the duty or in its place."""
    return next((part for part in outcome if isinstance(part, OnRequest)), None)
