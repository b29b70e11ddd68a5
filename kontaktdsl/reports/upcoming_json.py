"""What follows from an answer for one person, as data; docs/decide.md says what it holds."""

from __future__ import annotations

from datetime import date

from kontaktdsl import model, words
from kontaktdsl.dates import Due
from kontaktdsl.diagnostics import Text
from kontaktdsl.next_kind import NextKinds
from kontaktdsl.reports.answer import cited
from kontaktdsl.upcoming import Chance, Foreseen, Upcoming
from kontaktdsl.values import INTERVALS, After, First, OnRequest


def data(
    found: Upcoming | Text, policy: model.Policy, language: str, *, told: bool
) -> dict[str, object]:
    """What follows, as JSON can hold it; `assumed` says that no contact was given, nor that there
    was none, and none is what the days are computed with.
    """
    if isinstance(found, Text):
        return {"why": found.into(language)}
    right = found.again
    return {
        "day": found.day.isoformat(),
        "assumed": not told,
        "due": _next_due(found.due, found.day, policy, language),
        "right": None if right is None else _due(right, language),
        "kinds": None if found.kinds is None else _kinds_data(found.kinds, language),
        "deadlines": [
            {
                "text": each.duty.duty.text,
                "occasion": each.duty.occasion,
                **_due(each.due, language),
            }
            for each in found.deadlines
        ],
        "not_counted": [day.isoformat() for day in found.after],
    }


def possible_data(
    found: Foreseen, policy: model.Policy, language: str, *, told: bool
) -> dict[str, object]:
    """The next contact while facts are missing, as JSON can hold it; `due` is null where the day is
    not the same in all cases left.
    """
    ways = [_chance_data(chance, found.day, policy, language) for chance in found.chances]
    return {
        "day": found.day.isoformat(),
        "assumed": not told,
        "due": None if found.settled is None else ways[0],
        "possible": [
            {"cases": chance.cases, **way} for chance, way in zip(found.chances, ways, strict=True)
        ],
        "not_counted": [day.isoformat() for day in found.after],
    }


def _chance_data(
    chance: Chance, day: date, policy: model.Policy, language: str
) -> dict[str, object]:
    """As one, with every reason; null where they differ."""
    each = [_next_due(due, day, policy, language) for due in chance.dues]
    differ = {key: None for key in ("step", "words") if len({str(it[key]) for it in each}) > 1}
    whys = dict.fromkeys(due.why for due in chance.dues)
    return {**each[0], **differ, "why": words.listed(whys, words.OR).into(language)}


def _next_due(due: Due, day: date, policy: model.Policy, language: str) -> dict[str, object]:
    return {
        "step": _step(due),
        "words": None if due.step is None else words.part(due.step, policy).into(language),
        **_due(due, language),
        "aim": _iso(due.aim),
        "days_overdue": None if due.rolled is None else (day - due.rolled).days,
    }


def _step(due: Due) -> str | None:
    match due.step:
        case First():
            return "first"
        case After():
            return "step"
        case OnRequest():
            return "right"
        case step if isinstance(step, INTERVALS):
            return "interval"
        case _:
            return None


def _due(due: Due, language: str) -> dict[str, object]:
    return {
        "date": _iso(due.rolled),
        "nominal": _iso(due.nominal),
        "why": due.why.into(language),
    }


def _kinds_data(found: NextKinds, language: str) -> dict[str, object]:
    return {
        "allowed": None if found.allowed is None else list(found.allowed),
        "barred": [
            {"kind": each.kind, "by": [cited(permit.origin) for permit in each.by]}
            for each in found.barred
        ],
        "broken": [cited(permit.origin) for permit in found.broken],
        "why": None if found.why is None else found.why.into(language),
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
