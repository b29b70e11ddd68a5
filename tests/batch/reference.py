"""One row of answers, found slowly and obviously: the oracle of every batch backend.

It asks `Policy.consider` about one customer and `kontaktdsl.dates` about one date at a time, and
shares nothing with `kontaktdsl.batch` but the words for what it finds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

import attrs

from kontaktdsl import words
from kontaktdsl.batch import recipes
from kontaktdsl.dates import DateError, Holidays, deadlines, due
from kontaktdsl.decision import Decision, Open, Refusal, Undecided
from kontaktdsl.diagnostics import Text
from kontaktdsl.partial import content
from kontaktdsl.policy import Policy
from kontaktdsl.refusals import ImpossibleFacts, NoDecision, undecided_words
from kontaktdsl.strictness import with_aim
from kontaktdsl.values import (
    After,
    Answer,
    Blocks,
    DayOfYear,
    Do,
    First,
    Kinds,
    Length,
    Rolling,
    Times,
    Unit,
)

BAD = "bad"
"""Stands for a value that the policy does not know, or a date that is none."""

Fact = str | bool | int | None
Row = dict[str, object]


@attrs.frozen
class Customer:
    """One row of data; None is missing, `BAD` is there and wrong."""

    facts: Mapping[str, Fact]
    events: Mapping[str, date | str | None]
    last: date | str | None = None
    contacts: int | str | None = None


_STATUS = {
    "decided": Text("entschieden", "decided"),
    "missing": Text("Angabe fehlt", "missing fact"),
    "unknown": Text("unbekannter Wert", "unknown value"),
    "impossible": Text("unmöglich", "impossible"),
    Refusal.OUT_OF_SCOPE: Text("gilt hier nicht", "out of scope"),
    Refusal.GAP: Text("nicht bedacht", "gap"),
    Refusal.CONFLICT: Text("widersprüchlich", "conflict"),
}
_ANSWERS = {
    Answer.INTERVAL: Text("Abstand", "interval"),
    Answer.DELEGATED: Text("anderswo geregelt", "delegated"),
    Answer.NO_CONTACT: Text("kein Kontakt nötig", "no contact required"),
    Answer.AS_NEEDED: Text("nach Bedarf", "as needed"),
    Answer.NOT_REGULATED: Text("nicht geregelt", "not regulated"),
}
_AT = {
    None: Text("", ""),
    "at first contact": Text(" (beim Erstkontakt)", " (at the first contact)"),
    "at every contact": Text("", ""),
    "at follow-up contact": Text(" (beim Folgekontakt)", " (at a follow-up contact)"),
    "when missed": Text(" (bei Versäumnis)", " (when one is missed)"),
}


@cache
def _holidays(land: str | None, off: tuple[DayOfYear, ...]) -> Holidays:
    return Holidays(land, off)


def needed(policy: Policy) -> list[str]:
    """The facts that some answer depends on."""
    return [axis.attribute.name for axis in policy.plan.space.axes]


def used_events(policy: Policy) -> list[str]:
    """The events that some deadline runs from, in the order of the policy."""
    text = repr([rule.outcome for rule in policy.model.rules])
    text += repr([line.outcome for line in policy.model.occasions])
    return [event.name for event in policy.events if f"event={event.name!r}" in text]


def dated_duties(policy: Policy) -> list[Do]:
    """The duties with a deadline of their own."""
    lines = [*policy.model.rules, *policy.model.occasions]
    parts = [part for line in lines for part in line.outcome]
    return list(dict.fromkeys(p for p in parts if isinstance(p, Do) and p.deadline is not None))


@attrs.define
class Oracle:
    """Answers many customers; what was considered once for the same classes is kept."""

    policy: Policy
    day: date
    language: str
    _considered: dict[tuple[object, ...], object] = attrs.field(factory=dict)

    def row(self, customer: Customer) -> Row:
        """The answer to one customer, by column id."""
        return row(self.policy, customer, self.day, self.language, self._considered)


def row(
    policy: Policy,
    customer: Customer,
    day: date,
    language: str,
    considered: dict[tuple[object, ...], object] | None = None,
) -> Row:
    """The answer to one customer, by column id; texts in a language."""
    found: dict[str, object] = dict.fromkeys(
        (
            "status", "facts", "answer", "interval", "strength", "due", "due_nominal",
            "days_overdue", "due_step", "deadline", "deadline_date", "deadline_nominal", "duties",
            *(f"duty_{n}_date" for n, _ in enumerate(dated_duties(policy), 1)),
            "kinds", "rule", "line", "citation", "reason",
        )
    )  # fmt: skip
    found["policy"], found["digest"] = policy.id, policy.digest
    found.update(_row(policy, customer, day, language, {} if considered is None else considered))
    return {
        key: value.into(language) if isinstance(value, Text) else value
        for key, value in found.items()
    }


def _row(
    policy: Policy,
    customer: Customer,
    day: date,
    language: str,
    considered: dict[tuple[object, ...], object],
) -> Row:
    shown = {attribute.name: attribute.shown for attribute in policy.attributes}
    wrong = [shown[name] for name in needed(policy) if customer.facts[name] == BAD]
    if customer.last == BAD:
        wrong.append("letzter Kontakt" if language == "de" else "last contact")
    for event in policy.events:
        if event.name in used_events(policy) and customer.events[event.name] == BAD:
            wrong.append(event.label or event.name)
    if customer.contacts == BAD:
        wrong.append("Zahl der Kontakte" if language == "de" else "number of contacts")
    if wrong:
        return {
            "status": _STATUS["unknown"],
            "facts": ", ".join(wrong),
            "reason": Text(
                "diesen Wert kennt die Richtlinie nicht", "the policy does not know this value"
            ),
        }
    given = {n: v for n in needed(policy) if (v := customer.facts[n]) is not None}
    key = _classes(policy, given)
    if key not in considered:
        try:
            considered[key] = policy.consider(given)  # type: ignore[arg-type]
        except (ImpossibleFacts, NoDecision) as error:
            considered[key] = error
    answer = considered[key]
    if isinstance(answer, ImpossibleFacts):
        error, line = answer, answer.line
        return {
            "status": _STATUS["impossible"],
            "rule": line.text,
            "line": line.line,
            "citation": line.citation,
            "reason": error.text,
        }
    if isinstance(answer, NoDecision):
        lines = answer.undecided.rules
        return {
            "status": _STATUS[answer.refusal],
            "rule": "; ".join(dict.fromkeys(line.text for line in lines)) or None,
            "line": lines[0].line if lines else None,
            "citation": _cited(lines),
            "reason": answer.text,
        }
    if isinstance(answer, Decision):
        return {"status": _STATUS["decided"], **_decided(policy, answer, customer, day)}
    assert isinstance(answer, Open)
    missing = ", ".join(shown[name] for name in needed(policy) if name not in given)
    return {
        "status": _STATUS["missing"],
        "facts": missing,
        **_open(policy, answer, customer, day, considered),
    }


def _decided(policy: Policy, decision: Decision, customer: Customer, day: date) -> Row:
    return {**_said(policy, decision), **_dates(policy, decision, customer, day)}


def _said(policy: Policy, decision: Decision) -> Row:
    by = None if decision.first is None else words.deadline(decision.first.deadline, policy.model)
    return {
        "answer": _ANSWERS[decision.answer],
        "interval": words.rhythm(decision.rhythm, policy.model),
        "strength": None if decision.strength is None else words.strength(decision.strength),
        "deadline": by,
        "duties": _joined(_duty(policy, d.duty, d.occasion) for d in decision.duties),
        "kinds": _joined(_kind(policy, k.kinds, k.occasion) for k in decision.kinds),
        "rule": decision.rules[0].text,
        "line": decision.rules[0].line,
        "citation": _cited(decision.rules),
    }


def _dates(policy: Policy, decision: Decision, customer: Customer, day: date) -> Row:
    header = policy.model.header
    events = {name: d for name, d in customer.events.items() if isinstance(d, date)}
    holidays = _holidays(header.calendar, header.days_off)
    last = customer.last if isinstance(customer.last, date) else None
    contacts = customer.contacts if isinstance(customer.contacts, int) else None
    found: Row = {}
    outcome = decision.outcome
    stand_in = Times(2, Rolling(Length(1, Unit.DAY)))
    blocks = isinstance(decision.rhythm, Times) and isinstance(decision.rhythm.window, Blocks)
    if blocks and last is not None:
        outcome = tuple(stand_in if part == decision.rhythm else part for part in outcome)
    try:
        when = due(
            outcome,
            last=last,
            events=events,
            holidays=holidays,
            how=header.roll,
            contacts=contacts,
        )
    except (DateError, OverflowError):
        found["reason"] = Text(
            "der Termin liegt außerhalb des Kalenders", "the date lies outside the calendar"
        )
    else:
        if when.nominal is None or when.rolled is None:
            found["reason"] = recipes.BLOCKS if when.step == stand_in else when.why
        else:
            found["due"], found["due_nominal"] = when.rolled, when.nominal
            found["days_overdue"] = max(0, (day - when.rolled).days)
            kinds = {
                First: Text("Erstkontakt", "first contact"),
                After: Text("Zwischenschritt", "step in between"),
            }
            found["due_step"] = kinds.get(type(when.step), Text("Abstand", "interval"))
            first = decision.first
            if (
                first is not None
                and last is not None
                and last < events.get(first.deadline.event, last)
            ):
                found["reason"] = Text(
                    f"der letzte Kontakt liegt vor „{first.deadline.event}“; für den ersten Kontakt "
                    "danach gilt die eigene Frist",
                    f"the last contact is before “{first.deadline.event}”; the first contact after "
                    "it has its own deadline",
                )
    if decision.first is not None:
        found["deadline_date"], found["deadline_nominal"] = _by(policy, decision.first, events)
    said = {duty.duty for duty in decision.duties}
    for number, duty in enumerate(dated_duties(policy), 1):
        if duty in said:
            found[f"duty_{number}_date"] = _by(policy, duty, events)[0]
    return found


def _by(
    policy: Policy, part: First | Do, events: Mapping[str, date]
) -> tuple[date | None, date | None]:
    header = policy.model.header
    try:
        (found,) = deadlines(
            (part,),
            events=events,
            holidays=_holidays(header.calendar, header.days_off),
            how=header.roll,
        )
    except (DateError, OverflowError):
        return None, None
    return found.rolled, found.nominal


def _classes(policy: Policy, given: Mapping[str, Fact]) -> tuple[object, ...]:
    known = policy.plan.reader.read(given)  # type: ignore[arg-type]
    return tuple(
        axis.place(known[axis.attribute.name]) if axis.attribute.name in known else None
        for axis in policy.plan.space.axes
    )


def _open(
    policy: Policy,
    answer: Open,
    customer: Customer,
    day: date,
    considered: dict[tuple[object, ...], object],
) -> Row:
    answers = sorted((p.answer for p in answer.outcomes), key=lambda a: [r.line for r in a.rules])
    key = (
        "singly",
        *_classes(
            policy,
            {n: v for n, v in customer.facts.items() if v is not None and n in needed(policy)},
        ),
    )
    if key not in considered:
        considered[key] = _singly(policy, customer, answers)
    every: list[Decision | Undecided] = considered[key]  # type: ignore[assignment]
    rhythms = list(
        dict.fromkeys(
            words.rhythm(a.rhythm) if isinstance(a, Decision) else undecided_words(a) for a in every
        )
    )
    decisions = [a for a in answers if isinstance(a, Decision)]
    if len(decisions) < len(answers) or len({with_aim(a.rhythm) for a in decisions}) > 1:
        which = words.listed(rhythms, words.OR)
        return {"reason": Text(f"möglich bleibt: {which.de}", f"still possible: {which.en}")}
    singles = [a for a in every if isinstance(a, Decision)]
    one = singles[0]
    rows = [_decided(policy, attrs.evolve(a, rhythm=one.rhythm), customer, day) for a in singles]
    same_steps = len({(a.first, a.steps) for a in singles}) == 1
    found: Row = {}
    for key in rows[0]:
        values = [row.get(key) for row in rows]
        found[key] = values[0] if all(value == values[0] for value in values) else None
    found["interval"] = words.rhythm(one.rhythm)
    if not same_steps:
        for key in ("due", "due_nominal", "days_overdue", "due_step"):
            found[key] = None
        for key in ("deadline", "deadline_date", "deadline_nominal"):
            found[key] = None
    if len({tuple(d.duty for d in a.duties if d.duty.deadline) for a in singles}) > 1:
        for key in found:
            if key.startswith("duty_"):
                found[key] = None
    found["reason"] = Text(
        "wie oft, steht fest; offen ist, was noch dazugehört",
        "how often is settled; what goes with it is still open",
    )
    return found


def _singly(
    policy: Policy, customer: Customer, answers: Iterable[Decision | Undecided]
) -> list[Decision | Undecided]:
    """The answers of every case left, one by one, in the order of their lines."""
    plan = policy.plan
    known = policy.plan.reader.read(
        {n: v for n, v in customer.facts.items() if v is not None and n in needed(policy)}
    )  # type: ignore[misc]
    found: dict[Decision | Undecided, None] = {}
    for case in plan.space.cases():
        facts = plan.space.facts(case)
        placed = {
            axis.attribute.name: axis.place(known[axis.attribute.name]) == place
            for axis, place in zip(plan.space.axes, case, strict=True)
            if axis.attribute.name in known
        }
        if all(placed.values()):
            answer = plan.answer(plan.case(facts))
            if answer is not None:
                found[answer] = None
    assert {content(a) for a in found} == {content(a) for a in answers}
    return sorted(found, key=lambda a: [r.line for r in a.rules])


def _duty(policy: Policy, duty: Do, occasion: str | None) -> Text:
    by = Text("", "")
    if duty.deadline is not None:
        when = words.deadline(duty.deadline, policy.model)
        by = Text(f" {when.de}", f" {when.en}")
    at = _AT[occasion]
    return Text(f"{duty.text}{by.de}{at.de}", f"{duty.text}{by.en}{at.en}")


def _kind(policy: Policy, kinds: Kinds, occasion: str | None) -> Text:
    what, at = words.part(kinds, policy.model), _AT[occasion]
    return Text(f"{what.de}{at.de}", f"{what.en}{at.en}")


def _joined(texts: Iterable[Text]) -> Text | None:
    kept = list(texts)
    return Text("; ".join(t.de for t in kept), "; ".join(t.en for t in kept)) if kept else None


def _cited(lines: Iterable[object]) -> str | None:
    return "; ".join(dict.fromkeys(c for line in lines if (c := line.citation))) or None  # type: ignore[attr-defined]
