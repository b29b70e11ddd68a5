"""The list as iCalendar: one event for each person, all day long, blocking no time.

Events and not tasks, for the usual calendars pass over tasks when they read a file.  An overdue
contact stands on the day of the list, where somebody sees it.  The UID is made of the policy, the
key and the due date: reading a newer file moves an event and makes no second one.  It holds no
name, and the key only as a digest.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from icalendar import Calendar, Event

from kontaktdsl.batch import columns as out
from kontaktdsl.diagnostics import Text
from kontaktdsl.duelist import words
from kontaktdsl.duelist.columns import INTERVAL
from kontaktdsl.duelist.record import DueList, Entry
from kontaktdsl.reports.lines import visible

_END = "END:VCALENDAR\r\n"
_CONTACT = Text("Kontakt {key}", "contact {key}")
_FIRST = Text("Erstkontakt {key}", "first contact {key}")
_SINCE = Text("{what} (überfällig seit {day})", "{what} (overdue since {day})")


def pieces(found: DueList) -> Iterator[str]:
    """The calendar, event by event."""
    calendar = Calendar()
    calendar.add("prodid", f"-//kontaktdsl//kpol due//{found.language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", visible(words.title(found)))
    about = (words.PROPOSES.into(found.language), *words.version(found))
    calendar.add("x-wr-caldesc", visible(" ".join(about)))
    yield calendar.to_ical().decode("utf-8").removesuffix(_END)
    for group in found.groups:
        for entry in group.entries:
            yield _event(found, entry).to_ical().decode("utf-8")
    yield _END


def uid(policy: str, entry: Entry) -> str:
    """The same for the same policy, person and due date."""
    named = "\0".join((policy, words.key(entry.key), entry.due.isoformat()))
    return f"{sha256(named.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}@kontaktdsl"


def _event(found: DueList, entry: Entry) -> Event:
    language = found.language
    event = Event()
    day = max(entry.due, found.day)
    event.add("uid", uid(found.policy, entry))
    event.add("dtstamp", datetime(found.day.year, found.day.month, found.day.day, tzinfo=UTC))
    event.add("dtstart", day)
    if day.toordinal() < day.max.toordinal():
        event.add("dtend", day + timedelta(days=1))
    event.add("summary", _summary(entry, language))
    event.add("description", "\n".join(visible(line) for line in _description(found, entry)))
    if entry.group is not None:
        event.add("categories", [visible(entry.group)])
    event.add("transp", "TRANSPARENT")
    event.add("class", "CONFIDENTIAL")
    return event


def _summary(entry: Entry, language: str) -> str:
    what = (_FIRST if entry.first else _CONTACT).format(key=visible(words.key(entry.key)))
    if entry.overdue:
        what = _SINCE.format(what=what, day=words.day(entry.due, language))
    return what.into(language)


def _description(found: DueList, entry: Entry) -> Iterator[str]:
    language = found.language

    def line(title: str, value: str | None) -> Iterator[str]:
        if value:
            yield f"{title}: {value}"

    yield from line(out.DUE.title.into(language), words.day(entry.due, language))
    if entry.moved:
        yield from line(out.DUE_NOMINAL.title.into(language), words.day(entry.nominal, language))
    if found.by is not None:
        yield from line(found.by, entry.group)
    yield from line(INTERVAL.into(language), entry.interval)
    yield from line(out.DUTIES.title.into(language), "; ".join(entry.duties))
    yield from line(out.KINDS.title.into(language), "; ".join(entry.kinds))
    yield from line(out.CITATION.title.into(language), entry.citation)
    yield from line(out.REASON.title.into(language), entry.note)
    yield words.PROPOSES.into(language)
