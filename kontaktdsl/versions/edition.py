"""An edition: one policy file, and what its header says about time."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date, timedelta

import attrs

from kontaktdsl.diagnostics import Diagnostic, Severity, Text
from kontaktdsl.record import Record, Shown
from kontaktdsl.source import Source, Span
from kontaktdsl.syntax import tree

SINCE_EVER, FOR_EVER = date.min, date.max
DAY = timedelta(days=1)


@attrs.frozen(eq=False, repr=False)
class Days(Record):
    """The days from `first` to `last`, both included; the ends of the calendar stand for none."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last

    def meet(self, other: Days) -> Days | None:
        """The days in both."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        return Days(first, last) if first <= last else None

    @property
    def words(self) -> Text:
        """As a person says it: `from D to D`."""
        first, last = said(self.first), said(self.last)
        if self.first == SINCE_EVER and self.last == FOR_EVER:
            return Text("an jedem Tag", "on every day")
        if self.first == self.last:
            return Text(f"am {first.de}", f"on {first.en}")
        if self.last == FOR_EVER:
            return Text(f"ab {first.de}", f"from {first.en} on")
        if self.first == SINCE_EVER:
            return Text(f"bis {last.de}", f"until {last.en}")
        return Text(f"vom {first.de} bis {last.de}", f"from {first.en} to {last.en}")


def said(day: date) -> Text:
    """A day as either language writes it."""
    return Text(f"{day:%d.%m.%Y}", day.isoformat())


def before(day: date) -> date:
    """The day before, or the beginning of the calendar."""
    return day - DAY if day > SINCE_EVER else day


def behind(day: date) -> date:
    """The day after, or the end of the calendar."""
    return day + DAY if day < FOR_EVER else day


@attrs.frozen(eq=False, repr=False)
class Edition(Shown):
    """One policy file; `id` is the name of the file where it says none.

    `days` are those that its own header gives it. `place` is where it says its id, else its title.
    `unread` is the first line of its header that cannot be read: it may say something of time.
    """

    source: Source = attrs.field(repr=False)
    language: str
    id: str
    place: Span = attrs.field(repr=False)
    title: str
    replaces: tree.Replaces | None
    amends: tree.Amends | None
    valid: tree.Valid | None
    issued: date | None
    unread: Diagnostic | None = attrs.field(default=None, repr=False)

    @property
    def days(self) -> Days:
        """From the first to the last day."""
        if self.valid is None:
            return Days(SINCE_EVER, FOR_EVER)
        return Days(self.valid.first, self.valid.last or FOR_EVER)

    @property
    def first(self) -> date:
        """The first day."""
        return self.days.first

    def touches(self, other: Edition) -> bool:
        """Whether it has the same id, or replaces or amends anything of that id."""
        named = [line.name.text for line in (self.replaces, self.amends) if line is not None]
        return other.id in (self.id, *named)

    @property
    def order(self) -> tuple[date, date, str, str]:
        """What sorts editions, whatever the order of their files."""
        return self.first, self.issued or SINCE_EVER, self.id, os.path.basename(self.source.name)

    @property
    def validity(self) -> Span:
        """The line that says when it holds, else the line of its id."""
        return self.valid.span if self.valid is not None else self.place

    @property
    def file(self) -> str:
        """The name of its file without the folder."""
        return os.path.basename(self.source.name)


def amending(document: tree.Document) -> bool:
    """Whether a text cannot be understood alone."""
    return any(
        node.amending is not None or isinstance(node, tree.Remove | tree.Amends)
        for node in document.statements
    )


def edition(document: tree.Document, findings: Iterable[Diagnostic] = ()) -> Edition | None:
    """The edition that a document is; None for vocabulary and for what is no policy.

    `findings` are those of reading its header.
    """
    title = name = replaces = amends = valid = issued = None
    for node in document.statements:
        match node:
            case tree.Title():
                title = title or node
            case tree.Id():
                name = name or node
            case tree.Replaces():
                replaces = replaces or node
            case tree.Amends():
                amends = amends or node
            case tree.Valid():
                valid = valid or node
            case tree.Issued():
                issued = issued or node
            case _:
                continue
    if title is None:
        return None
    stem = os.path.splitext(os.path.basename(document.source.name))[0] or "policy"
    return Edition(
        source=document.source,
        language=document.language,
        id=name.name.text if name is not None else stem,
        place=name.name.span if name is not None else title.text.span,
        title=title.text.text,
        replaces=replaces,
        amends=amends,
        valid=valid,
        issued=issued.day if issued is not None else None,
        unread=next((f for f in findings if f.severity is Severity.ERROR), None),
    )
