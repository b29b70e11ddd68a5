"""What follows from an answer for one person, as lines and as sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import attrs

from kontaktdsl import model, words
from kontaktdsl.dates import Due
from kontaktdsl.dates.calendar import shown
from kontaktdsl.decision import Decision, Permit
from kontaktdsl.diagnostics import Text
from kontaktdsl.next_kind import NextKinds
from kontaktdsl.reports.answer import at_occasion
from kontaktdsl.reports.lines import Line, visible, wrap
from kontaktdsl.upcoming import Chance, Foreseen, Upcoming, dated
from kontaktdsl.values import After, Blocks, First, OnRequest, Times

_HEADS = {
    "first": Text("Erster Kontakt {when}", "First contact {when}"),
    "next": Text("Nächster Kontakt {when}", "Next contact {when}"),
    "right": Text("Kontakt auf Wunsch {when}", "Contact on request {when}"),
}
_IF_NONE = Text("Wenn es noch keinen Kontakt gab: {it}", "If there has been no contact yet: {it}")
_BY = Text("bis {day} ({when})", "by {day} ({when})")
_FROM = Text("ab {day}", "from {day}")
_NO_DAY = Text("ohne Termin", "without a date")
_ANY_TIME = Text("jederzeit", "at any time")
_OVERDUE = Text("{n} Tage überfällig", "{n} days overdue")
_ONE_OVERDUE = Text("1 Tag überfällig", "1 day overdue")
_TODAY = Text("am Stichtag", "on the day of evaluation")
_AHEAD = Text("in {n} Tagen", "in {n} days")
_ONE_AHEAD = Text("in 1 Tag", "in 1 day")
_LABELS = {
    "why": Text("Warum", "Why"),
    "step": Text("Schritt", "Step"),
    "aim": Text("Angestrebt", "Aim"),
    "right": Text("Anspruch", "Right"),
    "kind": Text("Art", "Kind"),
    "not": Text("Nicht", "Not"),
    "broken": Text("Verfehlt", "Broken"),
    "deadline": Text("Frist", "Deadline"),
    "note": Text("Hinweis", "Note"),
}
_AIM = Text("bis {day}", "by {day}")
_BARRED = Text("{kinds}, denn: {why}", "{kinds}, because of: {why}")
_ANY_KIND = Text("jede", "any")
_NO_KIND = Text(
    "keine hält nach diesen Kontakten noch alles ein",
    "none keeps all that is said, after these contacts",
)
_OPEN_KIND = Text("nicht zu bestimmen: {why}", "cannot be told: {why}")
_BROKEN = Text(
    "{what}: in diesem Zeitraum nicht mehr einzuhalten",
    "{what}: can no longer be kept in this window",
)
_DEADLINE = Text("{day} ({when}): {what}", "{day} ({when}): {what}")
_AFTER = Text(
    "nicht gezählt, weil nach dem Stichtag: {days}",
    "not counted, being after the day of evaluation: {days}",
)
_HINT = Text(
    "Für den Termin des nächsten Kontakts: `--contact TAG` für jeden bisherigen (`--contacts 0`, "
    "wenn es noch keinen gab){events}",
    "For the day of the next contact: `--contact DAY` for each one so far (`--contacts 0` if there "
    "was none yet){events}",
)
_DEPENDS = Text(
    "Wann der nächste Kontakt fällig ist, hängt von dem ab, was noch offen ist:",
    "When the next contact is due depends on what is still open:",
)
_PLAIN = Text("{when}", "{when}")
_CERTAIN = Text("in jedem Fall {when}", "in any case {when}")
_CHANCE = Text("{head}, in {cases}: {why}", "{head}, in {cases}: {why}")
_CASES = Text("{n} Fällen", "{n} cases")
_ONE_CASE = Text("1 Fall", "1 case")
_MORE = Text("und {n} weitere Möglichkeiten", "and {n} further possibilities")
_ONE_MORE = Text("und 1 weitere Möglichkeit", "and 1 further possibility")
_MOST = 5
_MORE_HINT = Text(
    "Wenn es schon Kontakte gab: `--contact TAG` für jeden",
    "If there have been contacts: `--contact DAY` for each one",
)
_EVENTS = Text(", {events}", ", {events}")
_EVENT = Text("`--event {name}=TAG`", "`--event {name}=DAY`")


@attrs.frozen
class Followed:
    """What follows from a decision (or why no day can be told), and what was given for it.

    `told` says that contacts were given, or that there were none; `events` are those given.
    """

    decision: Decision
    found: Upcoming | Text
    policy: model.Policy
    told: bool
    events: frozenset[str]


Form = Callable[[Followed, str, int], list[Line]]


def lines(said: Followed, language: str, columns: int) -> list[Line]:
    """What follows, below the answer: a headline with the day, and what goes with it."""
    return _drawn(*_entries(said), language, columns)


def _drawn(
    head: Text | None,
    entries: list[tuple[str, Text]],
    hint: Text | None,
    language: str,
    columns: int,
) -> list[Line]:
    drawn: list[Line] = [[]] if head is not None or entries or hint is not None else []
    if head is not None:
        drawn += [[(line, "strong")] for line in wrap(visible(head.into(language)), columns)]
    widest = max((len(_LABELS[key].into(language)) for key, _ in entries), default=0)
    last = ""
    for key, text in entries:
        label = _LABELS[key].into(language)
        first = f"  {'' if label == last else label:{widest}}  "
        told_lines = wrap(visible(text.into(language)), columns, first, " " * (widest + 4))
        drawn += [[(told_lines[0][: len(first)], "dim"), (told_lines[0][len(first) :], "")]]
        drawn += [[(line, "")] for line in told_lines[1:]]
        last = label
    if hint is not None:
        drawn += [[(line, "dim")] for line in wrap(visible(hint.into(language)), columns)]
    return drawn


def sentences(said: Followed, language: str, columns: int) -> list[Line]:
    """What follows, as a sentence with its reason and a line for whatever goes with it."""
    head, entries, hint = _entries(said)
    drawn: list[Line] = []
    if head is not None:
        why = entries.pop(0)[1]
        whole = Text("{head}: {why}.", "{head}: {why}.").format(head=head, why=why)
        drawn += [[(line, "strong")] for line in wrap(visible(whole.into(language)), columns)]
    for key, text in entries:
        entry = Text("{label}: {text}", "{label}: {text}").format(label=_LABELS[key], text=text)
        drawn += [[(line, "")] for line in wrap(visible(entry.into(language)), columns, "  - ")]
    if hint is not None:
        drawn += [[(line, "dim")] for line in wrap(visible(hint.into(language)), columns)]
    return drawn


def _entries(said: Followed) -> tuple[Text | None, list[tuple[str, Text]], Text | None]:
    """The headline (None where there is no next contact to speak of), its reason first of what goes
    with it, and a hint.
    """
    decision, found, policy = said.decision, said.found, said.policy
    has_day = dated(decision)
    if isinstance(found, Text):
        said_so = _HEADS["next"].format(when=_NO_DAY), [("why", found)]
        return (*said_so, None) if has_day else (None, [], None)
    due = found.due
    entries: list[tuple[str, Text]] = []
    head: Text | None = None
    hint: Text | None = None
    if has_day and (said.told or due.nominal is not None):
        head = _head(found.due, found.day)
        if not said.told:
            head = _IF_NONE.format(it=Text(_lower(head.de), _lower(head.en)))
            hint = _MORE_HINT
        entries.append(("why", due.why))
        if isinstance(due.step, After):
            entries.append(("step", words.part(due.step, policy)))
        if due.aim is not None:
            entries.append(("aim", _AIM.format(day=shown(due.aim))))
    elif has_day:
        hint = _hint(decision, said.events)
    if head is not None or said.told:
        if found.kinds is not None:
            entries += _kinds(found.kinds, policy)
        if found.again is not None and not isinstance(due.step, OnRequest):
            entries.append(("right", found.again.why))
    entries += _beside(found)
    return head, entries, hint


def possible(found: Foreseen, language: str, columns: int, *, told: bool) -> list[Line]:
    """When the next contact is due while facts are missing: the day where it is the same in all
    cases left, else every day that is possible. `told` says that contacts were given, or that there
    were none; without, only a day that is certain is worth a line.
    """
    settled = found.settled
    if not found.dated or not (told or (settled is not None and settled.dues[0].rolled)):
        return []
    entries = [("note", note) for note in _not_counted(found.after)]
    if settled is not None:
        head = _head(settled.dues[0], found.day, _CERTAIN)
        if not told:
            head = _IF_NONE.format(it=Text(_lower(head.de), _lower(head.en)))
        entries = [*_reasons(settled), *entries]
        return _drawn(head, entries, None if told else _MORE_HINT, language, columns)
    ways = [_chance(chance, found.day) for chance in found.chances[:_MOST]]
    left = len(found.chances) - _MOST
    if left > 0:
        ways.append(_ONE_MORE if left == 1 else _MORE.format(n=left))
    drawn = _drawn(_DEPENDS, [], None, language, columns)
    for way in ways:
        drawn += [[(line, "")] for line in wrap(visible(way.into(language)), columns, "  - ")]
    return drawn + _drawn(None, entries, None, language, columns)[1:]


def _reasons(chance: Chance) -> Iterator[tuple[str, Text]]:
    for why in dict.fromkeys(due.why for due in chance.dues):
        yield "why", why
    if chance.dues[0].aim is not None:
        yield "aim", _AIM.format(day=shown(chance.dues[0].aim))


def _chance(chance: Chance, day: date) -> Text:
    cases = _ONE_CASE if chance.cases == 1 else _CASES.format(n=chance.cases)
    whys = dict.fromkeys(due.why for due in chance.dues)
    return _CHANCE.format(
        head=_head(chance.dues[0], day), cases=cases, why=words.listed(whys, words.OR)
    )


def _beside(found: Upcoming) -> Iterator[tuple[str, Text]]:
    for each in found.deadlines:
        if each.due.rolled is not None:
            what = at_occasion(words.quoted(each.duty.duty.text), each.duty.occasion)
            when = _when((found.day - each.due.rolled).days)
            yield "deadline", _DEADLINE.format(day=shown(each.due.rolled), when=when, what=what)
    for note in _not_counted(found.after):
        yield "note", note


def _not_counted(after: tuple[date, ...]) -> Iterator[Text]:
    if after:
        yield _AFTER.format(days=words.listed(map(shown, after), words.AND))


def _head(due: Due, day: date, frame: Text = _PLAIN) -> Text:
    right = isinstance(due.step, OnRequest)
    head = _HEADS["right" if right else "first" if isinstance(due.step, First) else "next"]
    if due.rolled is None:
        when = _ANY_TIME if right else _NO_DAY
    elif right:
        when = _FROM.format(day=shown(due.rolled))
    else:
        when = _BY.format(day=shown(due.rolled), when=_when((day - due.rolled).days))
    return head.format(when=frame.format(when=when))


def _when(overdue: int) -> Text:
    if overdue == 0:
        return _TODAY
    if overdue > 0:
        return _ONE_OVERDUE if overdue == 1 else _OVERDUE.format(n=overdue)
    return _ONE_AHEAD if overdue == -1 else _AHEAD.format(n=-overdue)


def _kinds(found: NextKinds, policy: model.Policy) -> Iterator[tuple[str, Text]]:
    if found.allowed is None:
        yield "kind", _OPEN_KIND.format(why=found.why or "")
        return
    if not found.allowed:
        yield "kind", _NO_KIND
    elif not found.barred:
        yield "kind", _ANY_KIND
    else:
        yield "kind", words.listed(_named(found.allowed, policy), words.OR)
    barring: dict[tuple[Permit, ...], list[str]] = {}
    for each in found.barred:
        barring.setdefault(each.by, []).append(each.kind)
    for by, kinds in barring.items():
        why = words.listed((_permit(permit, policy) for permit in by), words.AND)
        yield "not", _BARRED.format(kinds=words.listed(_named(kinds, policy), words.OR), why=why)
    for permit in found.broken:
        yield "broken", _BROKEN.format(what=_permit(permit, policy))


def _named(kinds: tuple[str, ...] | list[str], policy: model.Policy) -> list[Text]:
    labels = {kind.name: kind.label or kind.name for kind in policy.kinds}
    return [Text.same(labels[kind]) for kind in kinds]


def _permit(permit: Permit, policy: model.Policy) -> Text:
    said = at_occasion(words.part(permit.kinds, policy), permit.occasion)
    if not permit.origin.citation:
        return said
    return Text("{it} [{cite}]", "{it} [{cite}]").format(it=said, cite=permit.origin.citation)


def _hint(decision: Decision, known: frozenset[str]) -> Text:
    """What to give for a date."""
    needed = [None if decision.first is None else decision.first.deadline.event]
    if isinstance(decision.rhythm, Times) and isinstance(decision.rhythm.window, Blocks):
        needed.append(decision.rhythm.window.event)
    missing = [name for name in dict.fromkeys(needed) if name is not None and name not in known]
    named = words.listed((_EVENT.format(name=name) for name in missing), words.AND)
    return _HINT.format(events=_EVENTS.format(events=named) if missing else Text("", ""))


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
