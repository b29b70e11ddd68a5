"""When the next contact is due, and the words for it."""

from datetime import date

import pytest

from kontaktdsl.dates import Due, Holidays, OutOfCalendar, deadlines, due, steps
from kontaktdsl.syntax.tree import Roll
from kontaktdsl.values import (
    After,
    AsNeeded,
    Calendar,
    CalendarUnit,
    Deadline,
    Do,
    Every,
    First,
    KindMode,
    Kinds,
    Length,
    NoContact,
    NotRegulated,
    Outcome,
    Part,
    See,
    Times,
    Unit,
)

BRANDENBURG = Holidays("Brandenburg")
APPLICATION = {"Antrag": date(2026, 4, 24)}
FIRST = First(Deadline(Length(15, Unit.WORKING_DAY), "Antrag"))
FORTNIGHT = Every(Length(14, Unit.DAY))
KINDS = Kinds(KindMode.MAY, ("Gruppe",))


def asked(
    *outcome: Part,
    last: date | None = None,
    events: dict[str, date] = APPLICATION,
    how: Roll = Roll.NOT,
    contacts: int | None = None,
    holidays: Holidays = BRANDENBURG,
) -> Due:
    """The next contact of an outcome."""
    return due(outcome, last=last, events=events, holidays=holidays, how=how, contacts=contacts)


def test_the_worked_case() -> None:
    """Application on Friday 24.04.2026, Brandenburg, 15 working days: Tuesday 19.05.2026."""
    found = asked(KINDS, FIRST, FORTNIGHT)
    assert (found.step, found.nominal, found.rolled) == (
        FIRST,
        date(2026, 5, 19),
        date(2026, 5, 19),
    )
    assert found.why.de == (
        "15 Arbeitstage nach „Antrag“ am Fr 24.04.2026; "
        "Arbeitstage sind Montag bis Freitag ohne Feiertage (Brandenburg)"
    )
    assert found.why.en == (
        "15 working days after “Antrag” on Fri 2026-04-24; "
        "working days are Monday to Friday without public holidays (Brandenburg)"
    )


def test_without_a_calendar_the_words_say_so() -> None:
    """Only weekends are free, so the day is earlier."""
    found = asked(FIRST, holidays=Holidays())
    assert found.nominal == date(2026, 5, 15)
    assert found.why.de.endswith("ohne Kalender zählen Feiertage mit")
    assert found.why.en.endswith("without a calendar public holidays count too")


def test_a_rhythm_runs_from_the_last_contact() -> None:
    """Also where a first step is there: it has been taken."""
    found = asked(FIRST, FORTNIGHT, last=date(2026, 5, 11))
    assert (found.step, found.nominal) == (FORTNIGHT, date(2026, 5, 25))
    assert found.why.de == "14 Tage nach dem letzten Kontakt am Mo 11.05.2026"
    assert found.why.en == "14 days after the last contact on Mon 2026-05-11"


def test_without_a_contact_it_runs_from_the_deadline_of_the_first() -> None:
    """The next contact is the first one, and the rhythm counts from its last day."""
    first, rhythm = steps((FIRST, FORTNIGHT), last=None, events=APPLICATION, holidays=BRANDENBURG)
    assert first.step == FIRST
    assert (rhythm.step, rhythm.nominal) == (FORTNIGHT, date(2026, 6, 2))
    assert rhythm.why.de == (
        "14 Tage nach der Frist für den ersten Kontakt, Di 19.05.2026 (es gibt noch keinen Kontakt)"
    )


def test_a_contact_before_the_event_is_a_contact_and_the_words_say_so() -> None:
    """The rhythm runs from it; the first contact after the event keeps its own deadline."""
    found = asked(FIRST, FORTNIGHT, last=date(2026, 4, 20))
    assert (found.step, found.nominal) == (FORTNIGHT, date(2026, 5, 4))
    assert "liegt vor „Antrag“" in found.why.de
    assert "vor „Antrag“" not in asked(FIRST, FORTNIGHT, last=date(2026, 4, 24)).why.de
    assert "vor „Antrag“" not in asked(FIRST, FORTNIGHT, last=date(2026, 4, 24), events={}).why.de
    _, rhythm = steps(
        STEPPED, last=date(2026, 4, 20), events=APPLICATION, holidays=BRANDENBURG, contacts=1
    )
    assert "vor „Antrag“" not in rhythm.why.de
    (first,) = deadlines((FIRST, FORTNIGHT), events=APPLICATION, holidays=BRANDENBURG)
    assert first.nominal == date(2026, 5, 19)


@pytest.mark.parametrize(
    ("outcome", "events", "step", "why"),
    [
        ((FORTNIGHT,), {}, FORTNIGHT, "keine Regel sagt, wann der erste fällig ist"),
        ((FIRST, FORTNIGHT), {}, FIRST, "der Tag von „Antrag“ ist nicht angegeben"),
        ((KINDS,), {}, None, "keine Regel sagt, wie oft"),
        ((See("Reha {x}"),), {}, See("Reha {x}"), "der Abstand steht in „Reha {x}“"),
        ((NoContact("Rente"),), {}, NoContact("Rente"), "kein Kontakt erforderlich: Rente"),
        ((AsNeeded("Team"),), {}, AsNeeded("Team"), "nach Bedarf: Team"),
        ((NotRegulated("leer"),), {}, NotRegulated("leer"), "nicht geregelt: leer"),
    ],
)
def test_no_day_without_a_reason(
    outcome: Outcome, events: dict[str, date], step: Part | None, why: str
) -> None:
    """Where there is nothing to count from, or nothing to count, the words say which."""
    found = asked(*outcome, events=events)
    assert (found.step, found.nominal, found.rolled) == (step, None, None)
    assert why in found.why.de
    assert found.why.en != found.why.de


def test_a_first_contact_is_due_where_the_rhythm_is_not_regulated_here() -> None:
    """`first within 15 working days of Antrag, see "Reha"`."""
    first, then = steps((FIRST, See("Reha")), last=None, events=APPLICATION, holidays=BRANDENBURG)
    assert first.nominal == date(2026, 5, 19)
    assert (then.step, then.nominal) == (See("Reha"), None)
    assert asked(FIRST, See("Reha"), last=date(2026, 5, 1)).nominal is None
    assert asked(FIRST, last=date(2026, 5, 1)).step is None


def test_shorter_months_are_explained() -> None:
    """§ 188 (3) BGB."""
    found = asked(Every(Length(1, Unit.MONTH)), last=date(2026, 1, 31))
    assert found.nominal == date(2026, 2, 28)
    assert found.why.de == (
        "1 Monat nach dem letzten Kontakt am Sa 31.01.2026; "
        "kürzerer Monat: der letzte Tag (§ 188 Abs. 3 BGB)"
    )
    found = asked(Every(Length(2, Unit.MONTH)), last=date(2026, 1, 31))
    assert (found.nominal, "§" in found.why.de) == (date(2026, 3, 31), False)


def test_once_per_calendar_period_is_due_by_the_end_of_the_next() -> None:
    """The contact counts for its own period, so the next one is owed in the next."""
    rhythm = Times(1, Calendar(CalendarUnit.HALF_YEAR))
    for last in (date(2026, 1, 1), date(2026, 6, 30)):
        found = asked(rhythm, last=last)
        assert found.nominal == date(2026, 12, 31)
    assert found.why.de == (
        "bis zum Ende des nächsten Kalenderhalbjahrs nach dem letzten Kontakt am Di 30.06.2026"
    )
    assert asked(Every(Length(6, Unit.MONTH)), last=date(2026, 6, 30)).nominal == date(2026, 12, 30)


STEPPED = (
    First(Deadline(Length(1, Unit.MONTH), "Antrag")),
    After(Length(2, Unit.MONTH)),
    Every(Length(6, Unit.MONTH)),
)


def test_steps_before_the_rhythm_are_taken_in_turn() -> None:
    """`first within 1 month of Antrag, then after 2 months, then every 6 months`."""
    found = steps(STEPPED, last=None, events=APPLICATION, holidays=BRANDENBURG)
    assert [it.nominal for it in found] == [
        date(2026, 5, 24),
        date(2026, 7, 24),
        date(2027, 1, 24),
    ]
    assert tuple(it.step for it in found) == STEPPED
    assert found[2].why.de == "6 Monate nach dem Termin davor, Fr 24.07.2026"


@pytest.mark.parametrize(
    ("contacts", "step", "day"),
    [
        (1, 1, date(2026, 7, 12)),
        (2, 2, date(2026, 11, 12)),
        (9, 2, date(2026, 11, 12)),
        (None, 1, None),
    ],
)
def test_which_step_is_next_depends_on_the_contacts_so_far(
    contacts: int | None, step: int, day: date | None
) -> None:
    """Their number is asked for and never guessed."""
    found = asked(*STEPPED, last=date(2026, 5, 12), contacts=contacts)
    assert (found.step, found.nominal) == (STEPPED[step], day)
    assert ("wie viele Kontakte" in found.why.de) is (contacts is None)


@pytest.mark.parametrize(
    ("how", "rolled", "word"),
    [
        (Roll.NOT, date(2026, 5, 25), "Kontakt am Mo 11.05.2026"),
        (Roll.BACK, date(2026, 5, 22), "; Mo 25.05.2026 ist arbeitsfrei: vorgezogen"),
        (Roll.FORWARD, date(2026, 5, 26), "; Mo 25.05.2026 ist arbeitsfrei: aufgeschoben"),
    ],
)
def test_the_day_before_rolling_stays_visible(how: Roll, rolled: date, word: str) -> None:
    """Whit Monday 2026: back keeps `at least every`, forward exceeds it."""
    found = asked(FORTNIGHT, last=date(2026, 5, 11), how=how)
    assert (found.nominal, found.rolled) == (date(2026, 5, 25), rolled)
    assert found.why.de.endswith(word)


def test_further_steps_are_counted_from_days_before_rolling() -> None:
    """A day moved by a weekend does not drag the later ones along."""
    first = First(Deadline(Length(1, Unit.DAY), "Antrag"))
    found = steps(
        (first, FORTNIGHT),
        last=None,
        events=APPLICATION,
        holidays=BRANDENBURG,
        how=Roll.FORWARD,
    )
    assert [it.nominal for it in found] == [date(2026, 4, 25), date(2026, 5, 9)]
    assert [it.rolled for it in found] == [date(2026, 4, 27), date(2026, 5, 11)]


def test_rolling_back_never_leaves_the_period() -> None:
    """Every 2 days from a Friday: the Friday itself is past, so the Sunday stays, with a reason.

    A deadline may fall back to the day of its event, but not before it.
    """
    two_days = Every(Length(2, Unit.DAY))
    found = asked(two_days, last=date(2026, 4, 24), how=Roll.BACK)
    assert (found.nominal, found.rolled) == (date(2026, 4, 26), date(2026, 4, 26))
    assert "kein Arbeitstag mehr in der Frist" in found.why.de
    soon = First(Deadline(Length(2, Unit.DAY), "Antrag"))
    assert asked(soon, how=Roll.BACK).rolled == date(2026, 4, 24)
    saturday = {"Antrag": date(2026, 4, 25)}
    assert asked(soon, events=saturday, how=Roll.BACK).rolled == date(2026, 4, 27)
    same_day = First(Deadline(None, "Antrag"))
    assert asked(same_day, events=saturday, how=Roll.BACK).rolled == date(2026, 4, 25)
    assert asked(same_day, events=saturday, how=Roll.FORWARD).rolled == date(2026, 4, 27)


def test_duties_have_deadlines_of_their_own() -> None:
    """`do "report" within 10 working days of Delivery`; a duty without one has no day."""
    report = Do("report", Deadline(Length(10, Unit.WORKING_DAY), "Delivery"))
    lost = Do("lost", Deadline(Length(1, Unit.WEEK), "Overhaul"))
    same_day = First(Deadline(None, "Antrag"))
    found = deadlines(
        (same_day, FORTNIGHT, Do("plan"), report, lost),
        events={**APPLICATION, "Delivery": date(2026, 4, 30)},
        holidays=BRANDENBURG,
    )
    assert [(it.step, it.nominal) for it in found] == [
        (same_day, date(2026, 4, 24)),
        (report, date(2026, 5, 18)),
        (lost, None),
    ]
    assert found[0].why.de == "am selben Tag wie „Antrag“ am Fr 24.04.2026"
    assert found[2].why.en == "the day of “Overhaul” is not given"


def test_a_day_beyond_the_calendar_is_an_error_of_its_step_only() -> None:
    """The first contact has a day, whatever the rhythm says."""
    never = Every(Length(9_000, Unit.YEAR))
    assert asked(FIRST, never).nominal == date(2026, 5, 19)
    with pytest.raises(OutOfCalendar, match="the years 1 to 9999"):
        asked(FIRST, never, last=date(2026, 5, 19))
