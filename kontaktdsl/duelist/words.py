"""The words of the list that all formats share, in German and English."""

from __future__ import annotations

from datetime import date

from kontaktdsl.dates.calendar import shown
from kontaktdsl.diagnostics import Text
from kontaktdsl.duelist.record import DueList, Entry, Group, Grouping

WHO_IS_DUE = Text("Wer ist fällig?", "Who is due?")
PROPOSES = Text(
    "Die Termine sind Vorschläge; verschickt wird nichts.",
    "The dates are proposals; nothing is sent.",
)
NOBODY = Text(
    "Bis {until} ist niemand fällig und niemand überfällig.",
    "Nobody is due by {until}, and nobody is overdue.",
)
_STAND = Text("Stand {day}, fällig bis {until}", "As of {day}, due by {until}")
_VERSION = Text("Fassung: {version}", "Version: {version}")
_BEYOND = Text(
    "Achtung, {later}. Termine ab diesem Tag{n} sind nach der Fassung des Stichtags bestimmt; eine "
    "Liste mit Stichtag {day} rechnet mit der anderen.",
    "Note: {later}. Dates from that day on{n} are by the version of the day of this list; a list "
    "as of {day} goes by the other one.",
)
_UNFOUNDED = Text(
    "Achtung, {later}. Termine ab diesem Tag{n} stützen sich auf keinen Text.",
    "Note: {later}. Dates from that day on{n} rest on no text.",
)
_COUNTS = Text("{overdue} überfällig, {due} fällig", "{overdue} overdue, {due} due")
_NOBODY_OF = {
    Grouping.TEAM: Text("ohne Team", "no team"),
    Grouping.OFFICER: Text("ohne Fachkraft", "no officer"),
    Grouping.COLUMN: Text("ohne Angabe", "not stated"),
    Grouping.NONE: Text("", ""),
}
TODAY = Text("heute", "today")
_DAYS_OVERDUE = Text("{n} Tage überfällig", "{n} days overdue")
_DAY_OVERDUE = Text("1 Tag überfällig", "1 day overdue")
_IN_DAYS = Text("in {n} Tagen", "in {n} days")
_TOMORROW = Text("morgen", "tomorrow")
_NOMINALLY = Text("rechnerisch {day}", "nominally {day}")

LATER = Text("später fällig", "due later")
BY_POLICY = Text("ohne Termin nach der Richtlinie", "no date by the policy")
PROBLEMS = Text("Termin nicht zu bestimmen", "date cannot be determined")
ROWS = Text("Zeilen insgesamt", "rows altogether")
LISTED = Text("überfällig oder fällig", "overdue or due")
WITHOUT_DATE = Text("Ohne Termin", "Without a date")
PEOPLE = Text("Bei wem kein Termin zu bestimmen ist", "For whom no date can be determined")
WHY = Text("Grund", "reason")
SEE_BELOW = Text("{what}, siehe unten", "{what}, see below")
LONG_DUTIES = 100
"""Characters from which on duties are written once and not for everybody."""
HOW_MANY = Text("Anzahl", "number")
DONE = Text("erledigt", "done")


_TOTAL = Text(
    "{rows} Zeilen: {listed} überfällig oder fällig, {later} später, {policy} ohne Termin nach der "
    "Richtlinie, {problems} nicht zu bestimmen",
    "{rows} rows: {listed} overdue or due, {later} later, {policy} without a date by the policy, "
    "{problems} cannot be determined",
)
_NO_NUMBERS = Text(
    "Zahlen je Fachkraft stehen hier nicht; --count-per-officer sagt, warum.",
    "Numbers per officer are not given here; --count-per-officer says why.",
)
_DUTIES = Text("Aufgaben {n}", "duties {n}")


class Legend:
    """Long lists of duties, which many people share, by number: each is written once."""

    def __init__(self, language: str) -> None:
        """Start empty."""
        self._language = language
        self.all: dict[tuple[str, ...], int] = {}

    def name(self, duties: tuple[str, ...]) -> str | None:
        """The name of a long list of duties; None for a short one, which is best read in place."""
        if sum(map(len, duties)) < LONG_DUTIES:
            return None
        return self.called(self.all.setdefault(duties, len(self.all) + 1))

    def called(self, number_: int) -> str:
        """What a list of duties is called."""
        return _DUTIES.format(n=number_).into(self._language)


def title(found: DueList) -> str:
    """The title of the list."""
    return f"{WHO_IS_DUE.into(found.language)} {found.title}"


def period(found: DueList) -> str:
    """The day of the list and its last one."""
    return _STAND.format(day=shown(found.day), until=shown(found.until)).into(found.language)


def version(found: DueList) -> tuple[str, ...]:
    """Which text of a library the list is by, and what happens where it changes before the end."""
    if found.version is None:
        return ()
    told = [_VERSION.format(version=found.version.words).into(found.language)]
    changes, later = found.version.changes, found.version.later
    if changes is not None and later is not None and changes <= found.until:
        words = _BEYOND if found.version.followed else _UNFOUNDED
        many = f" ({number(found.beyond, found.language)})" if found.totals else ""
        told.append(words.format(later=later, n=many, day=shown(changes)).into(found.language))
    return tuple(told)


def summary(found: DueList) -> tuple[str, ...]:
    """The day, the last day and how many, and by which text, a line each."""
    return (*_period(found), *version(found))


def _period(found: DueList) -> tuple[str, ...]:
    if not found.listed:
        return period(found), nobody(found)
    if not found.totals:
        return (period(found),)
    return (f"{period(found)}: {counts(found, found.language)}",)


def total(found: DueList) -> str:
    """The account: every row once; or why it is not given."""
    if not found.totals:
        return _NO_NUMBERS.into(found.language)
    parts = {
        "rows": found.rows,
        "listed": found.listed,
        "later": found.later,
        "policy": found.without_date,
        "problems": found.with_problem,
    }
    shown = {name: number(value, found.language) for name, value in parts.items()}
    return _TOTAL.format(**shown).into(found.language)


def nobody(found: DueList) -> str:
    """An empty list, kindly."""
    return NOBODY.format(until=shown(found.until)).into(found.language)


def counts(found: DueList | Group, language: str) -> str:
    """How many are overdue and due."""
    overdue, due = (number(each, language) for each in (found.overdue, found.due))
    return _COUNTS.format(overdue=overdue, due=due).into(language)


def group_name(name: str | None, grouping: Grouping, language: str) -> str:
    """The name of a group, also of those who have none."""
    return _NOBODY_OF[grouping].into(language) if name is None else name


def days(entry: Entry, language: str) -> str:
    """How far a day is away."""
    match entry.days:
        case 0:
            text = TODAY
        case 1:
            text = _DAY_OVERDUE
        case -1:
            text = _TOMORROW
        case more if more > 0:
            text = _DAYS_OVERDUE.format(n=number(more, language))
        case less:
            text = _IN_DAYS.format(n=number(-less, language))
    return text.into(language)


def nominally(entry: Entry, language: str) -> str | None:
    """The day before it was moved, where that differs."""
    if not entry.moved:
        return None
    return _NOMINALLY.format(day=shown(entry.nominal)).into(language)


def counted(entry: Entry) -> str:
    """What is due: `Erstkontakt innerhalb von ...`, `alle 14 Tage`."""
    if entry.interval is None:
        return entry.what
    return f"{entry.what} {entry.interval}" if entry.first else entry.interval


def day(each: date, language: str) -> str:
    """A day with its weekday."""
    return shown(each).into(language)


def number(value: int, language: str) -> str:
    """A number with its thousands apart."""
    text = f"{value:,}"
    return text.replace(",", ".") if language == "de" else text


def key(value: object) -> str:
    """A key as text; nothing where there is none."""
    return "" if value is None else str(value)
