"""Which date a row gets: the rules of `kontaktdsl.dates.due`, taken apart to be tabled.

What a policy says to a row, whether there was a contact yet and how many, choose a recipe: a step
and the day that it is counted from.  A recipe and a day give one date, computed once by the exact
functions of `kontaktdsl.dates` and then looked up.  No backend does arithmetic on dates.
"""

from __future__ import annotations

from datetime import date

import attrs

from kontaktdsl.batch.said import Said
from kontaktdsl.dates import (
    NEEDS_HISTORY,
    DateError,
    Holidays,
    day_after,
    day_by,
    due,
    rolled_after,
    rolled_by,
)
from kontaktdsl.diagnostics import Text
from kontaktdsl.syntax.tree import Roll
from kontaktdsl.values import After, Blocks, Deadline, Do, Every, OnRequest, Times

Counted = Deadline | Every | Times

OUTSIDE = Text("der Termin liegt außerhalb des Kalenders", "the date lies outside the calendar")
NO_EVENT = Text("der Tag von „{event}“ ist nicht angegeben", "the day of “{event}” is not given")
BEFORE_EVENT = Text(
    "der letzte Kontakt liegt vor „{event}“; für den ersten Kontakt danach gilt die eigene Frist",
    "the last contact is before “{event}”; the first contact after it has its own deadline",
)

BLOCKS = Text(
    "gezählt wird in Blöcken ab einem Ereignis; aus dem letzten Kontakt allein folgt kein Termin",
    "blocks are counted from an event; no date follows from the last contact alone",
)

ON_REQUEST = Text(
    "nur auf Wunsch: von selbst wird nichts fällig",
    "on request only: nothing falls due by itself",
)

FROM_FIRST = Text("Erstkontakt", "first contact")
FROM_STEP = Text("Zwischenschritt", "step in between")
FROM_RHYTHM = Text("Abstand", "interval")


@attrs.frozen
class Recipe:
    """What is counted, and from the day of which event; None counts from the last contact."""

    counted: Counted
    event: str | None
    label: Text = attrs.field(eq=False)

    def day(self, start: date, holidays: Holidays, how: Roll) -> tuple[date, date] | None:
        """The nominal and the rolled date; None outside the calendar."""
        try:
            if isinstance(self.counted, Deadline):
                nominal = day_by(self.counted, start, holidays)
                return nominal, rolled_by(self.counted, nominal, start, holidays, how)
            nominal = day_after(self.counted, start, holidays)
            return nominal, rolled_after(nominal, start, holidays, how)
        except (DateError, OverflowError):
            return None


@attrs.frozen(eq=False)
class Chosen:
    """How the due date of a row is found: by a recipe, or not at all and why.

    `restarted` is the event after which the last contact no longer counts as the first one: a row
    whose last contact lies before it gets `BEFORE_EVENT` as its reason.
    """

    recipe: Recipe | None
    reason: Text | None = None
    restarted: str | None = None


def slots(said: Said) -> int:
    """How many numbers of contacts make a difference: 0 to `slots - 1`, the last for all more."""
    return len(said.steps) + 2


def choose(said: Said, *, contacted: bool, contacts: int | None) -> Chosen:
    """The recipe for a row; `contacts` None where the number of contacts is not given."""
    if said.rhythm is None:
        return Chosen(None)
    if said.open_steps:
        return Chosen(None, said.reason)
    if said.held is not None:
        return Chosen(None, said.held)
    if said.anew is not None and (contacted or said.first is None):
        return Chosen(None, said.anew)
    if contacted:
        return _after_contact(said, contacts)
    if said.first is not None:
        event = said.first.deadline.event
        missing = NO_EVENT.format(event=event or "")
        return Chosen(Recipe(said.first.deadline, event, FROM_FIRST), missing)
    match said.rhythm:
        case Times(window=Blocks(length, event)) if not said.steps:
            first = Recipe(Every(length), event, FROM_RHYTHM)
            return Chosen(first, NO_EVENT.format(event=event))
        case OnRequest():
            return Chosen(None, ON_REQUEST)
        case _:
            return Chosen(None, _without(said))


def _after_contact(said: Said, contacts: int | None) -> Chosen:
    if said.steps and contacts is None:
        return Chosen(None, _without(said, contacted=True))
    later = said.steps[max(0, (contacts or 1) - 1) :] if said.steps else ()
    step = later[0] if later else said.rhythm
    restarted = None if said.first is None else said.first.deadline.since
    match step:
        case OnRequest():
            return Chosen(None, ON_REQUEST)
        case After(length):
            return Chosen(Recipe(Every(length), None, FROM_STEP), None, restarted)
        case Times(window=Blocks()):
            return Chosen(None, BLOCKS)
        case Times(count) if count > 1:
            return Chosen(None, NEEDS_HISTORY.format(n=count))
        case Every() | Times():
            bare = attrs.evolve(step, strength=None)
            return Chosen(Recipe(bare, None, FROM_RHYTHM), None, restarted)
        case _:
            return Chosen(None, _without(said))


def _without(said: Said, *, contacted: bool = False) -> Text:
    """Why there is no date, in the words of `kontaktdsl.dates`."""
    assert said.rhythm is not None
    found = due(
        (*said.steps, said.rhythm),
        last=date(2000, 1, 1) if contacted else None,
        events={},
        holidays=Holidays(),
    )
    return found.why


def deadline_recipe(said: Said) -> Recipe | None:
    """The recipe for the date of the first contact, whether or not there was one."""
    if said.first is None or said.held is not None:
        return None
    return Recipe(said.first.deadline, said.first.deadline.event, FROM_FIRST)


def duty_recipe(duty: Do) -> Recipe:
    """The recipe for the date of a duty that has a deadline of its own."""
    assert duty.deadline is not None
    return Recipe(duty.deadline, duty.deadline.event, FROM_FIRST)
