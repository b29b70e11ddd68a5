"""A deviation for one person, checked against what the policy allows in the single case.

The rule's answer and the deviation stay two things: nothing here changes a `Decision`.
Source: grammar/SPEC.md, "The single case".
"""

from __future__ import annotations

from datetime import date
from enum import Enum

import attrs

from kontaktdsl import model, words
from kontaktdsl.decision import Decision
from kontaktdsl.diagnostics import Text
from kontaktdsl.resolver.outcomes import outcome
from kontaktdsl.resolver.vocabulary import Vocabulary
from kontaktdsl.source import Source
from kontaktdsl.strictness import Order, compare
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.parser import parse
from kontaktdsl.values import RHYTHMS, Answer, Outcome, Rhythm, answer, rhythm_of

_BLOCKS = {
    "en": 'policy "x"\nat first contact:\n  - ',
    "de": 'Richtlinie "x"\nbeim Erstkontakt:\n  - ',
}


def rhythm_said(text: str) -> Rhythm | None:
    """An interval as a policy says it, in German or English: `every 4 months`, `alle 4 Monate`.

    `no contact required "why"` is one, too. None if the text says anything else, or more.
    """
    if "\n" in text or "\r" in text:
        return None
    for head in _BLOCKS.values():
        parsed = parse(Source("", f"{head}{text}\n"))
        lines = [line for node in parsed.document.statements if isinstance(node, tree.At)
                 for line in node.rules]  # fmt: skip
        if parsed.findings or len(lines) != 1 or len(lines[0].parts) != 1:
            continue
        plain = isinstance(lines[0].condition, tree.Always)
        if not plain or lines[0].citation or lines[0].because:
            continue
        found = rhythm_of(outcome(lines[0].parts, Vocabulary()))
        if found is not None and answer(found) in (Answer.INTERVAL, Answer.NO_CONTACT):
            return found
    return None


def _rhythm(said: Rhythm | str) -> Rhythm:
    if not isinstance(said, str):
        return said
    found = rhythm_said(said)
    if found is None:
        raise ValueError(f"{said!r} is no interval; write `every 4 months` or `alle 4 Monate`")
    return found


@attrs.frozen
class Deviation:
    """What was agreed for one person: another interval, why, and the last day of it.

    `rhythm` may be given in words, German or English; raises ValueError if they say no interval.
    `since` is the first day, None for any; `agreed_with` is who agreed.
    """

    rhythm: Rhythm = attrs.field(converter=_rhythm)
    reason: str
    until: date
    agreed_with: str | None = None
    since: date | None = None


class Verdict(Enum):
    """Whether a deviation counts, or why the rule does."""

    ALLOWED = "allowed"
    NO_INTERVAL = "nothing to deviate from"
    SAME = "same as the rule"
    NONE_ALLOWED = "no deviation allowed"
    NOT_STRICTER = "stricter is not allowed"
    NOT_LOOSER = "looser is not allowed"
    TOO_LOOSE = "looser than allowed"
    NOT_AGREED = "not agreed"
    NO_REASON = "no reason"
    NOT_BEGUN = "not begun"
    ENDED = "ended"


@attrs.frozen
class Deviated:
    """The rule's answer, and beside it a deviation: `verdict` says whether it counts on `day`.

    `order` is the deviation seen from the rule, None where they cannot be compared at all. `text`
    says the verdict in words. `line` is the number of the line that speaks of the single case, with
    its citation; both None where the policy has none.
    """

    decision: Decision
    deviation: Deviation
    day: date
    verdict: Verdict
    order: Order | None
    text: Text
    line: int | None
    citation: str | None

    @property
    def counts(self) -> bool:
        """Whether the deviation counts; else the rule does."""
        return self.verdict is Verdict.ALLOWED

    @property
    def rhythm(self) -> Rhythm:
        """What counts on the day: the deviation's interval, else the rule's answer."""
        return self.deviation.rhythm if self.counts else self.decision.rhythm


def outcome_of(said: Decision | Deviated) -> Outcome:
    """What a date is computed from: the rule's outcome, with the interval that counts."""
    if isinstance(said, Decision):
        return said.outcome
    return tuple(
        said.rhythm if isinstance(part, RHYTHMS) else part for part in said.decision.outcome
    )


def deviated(policy: model.Policy, decision: Decision, deviation: Deviation, day: date) -> Deviated:
    """Hold a deviation against the rule and against what the policy allows."""
    single_case = policy.single_case
    comparable = answer(decision.rhythm) in (Answer.INTERVAL, Answer.NO_CONTACT)
    order = compare(deviation.rhythm, decision.rhythm) if comparable else None
    verdict, text = _verdict(single_case, decision, deviation, order, day)
    citation = single_case.citation if single_case is not None else None
    return Deviated(
        decision,
        deviation,
        day,
        verdict,
        order,
        text,
        None if single_case is None else single_case.span.line,
        None if citation is None else citation.text,
    )


def _verdict(
    single_case: model.SingleCase | None,
    decision: Decision,
    deviation: Deviation,
    order: Order | None,
    day: date,
) -> tuple[Verdict, Text]:
    rule = words.rhythm(decision.rhythm)
    if single_case is None:
        return Verdict.NONE_ALLOWED, _NONE_ALLOWED
    if order is None:
        return Verdict.NO_INTERVAL, _NO_INTERVAL.format(rule=rule)
    if order is Order.EQUAL:
        return Verdict.SAME, _SAME.format(rule=rule)
    found = _reached(single_case, deviation, order)
    if found is not None:
        return found
    if not deviation.reason.strip():
        return Verdict.NO_REASON, _NO_REASON
    if deviation.since is not None and day < deviation.since:
        return Verdict.NOT_BEGUN, _NOT_BEGUN.format(day=_day(deviation.since))
    if day > deviation.until:
        return Verdict.ENDED, _ENDED.format(day=_day(deviation.until), rule=rule)
    return Verdict.ALLOWED, _ALLOWED[order]


def _reached(
    single_case: model.SingleCase, deviation: Deviation, order: Order
) -> tuple[Verdict, Text] | None:
    """Why no way of deviating that the policy allows reaches so far; None where one does.

    What cannot be compared with the rule may be later than it, and counts as looser.
    """
    looser = order is not Order.STRICTER
    ways = [way for way in single_case.leeways if way.looser is looser]
    if not ways:
        return (
            (Verdict.NOT_LOOSER, _NOT_LOOSER) if looser else (Verdict.NOT_STRICTER, _NOT_STRICTER)
        )
    reaching = [way for way in ways if _within(deviation.rhythm, way.limit)]
    if not reaching:
        limits = [_upto(way) for way in ways if way.limit is not None]
        return Verdict.TOO_LOOSE, _TOO_LOOSE.format(limit=words.listed(limits, words.OR))
    agreements = [way.agreement for way in reaching]
    if None in agreements or any(_same(deviation.agreed_with, each) for each in agreements):
        return None
    needed = words.listed((Text.same(_plain(each)) for each in agreements), words.OR)
    said = deviation.agreed_with
    if said is None or not said.strip():
        return Verdict.NOT_AGREED, _NOT_AGREED.format(who=needed)
    return Verdict.NOT_AGREED, _WRONG_AGREEMENT.format(who=needed, other=said.strip())


def _within(rhythm: Rhythm, limit: Rhythm | None) -> bool:
    return limit is None or compare(rhythm, limit) in (Order.EQUAL, Order.STRICTER)


def _upto(way: model.Leeway) -> Text:
    assert way.limit is not None
    said = words.rhythm(way.limit)
    if way.agreement is None:
        return said
    return Text("{said} mit {who}", "{said} with {who}").format(said=said, who=way.agreement)


def _same(said: str | None, needed: str | None) -> bool:
    return said is not None and _plain(said).casefold() == _plain(needed).casefold()


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())


def _day(day: date) -> Text:
    return Text(f"{day:%d.%m.%Y}", f"{day:%Y-%m-%d}")


_ALLOWED = {
    Order.STRICTER: Text(
        "strenger als die Regel, und das ist erlaubt", "stricter than the rule, and that is allowed"
    ),
    Order.LOOSER: Text(
        "lockerer als die Regel, und das ist erlaubt", "looser than the rule, and that is allowed"
    ),
    Order.INCOMPARABLE: Text(
        "manchmal später als die Regel, und das ist erlaubt",
        "sometimes later than the rule, and that is allowed",
    ),
}
_NONE_ALLOWED = Text(
    "die Richtlinie sagt nichts von Abweichungen im Einzelfall; es bleibt bei der Regel",
    "the policy says nothing of deviations in the single case; the rule stays",
)
_NO_INTERVAL = Text(
    "die Regel nennt hier keinen Abstand, von dem sich abweichen ließe: {rule}",
    "the rule gives no interval here that one could deviate from: {rule}",
)
_SAME = Text(
    "das ist keine Abweichung; die Regel sagt: {rule}",
    "that is no deviation; the rule says: {rule}",
)
_NOT_STRICTER = Text(
    "strenger als die Regel; im Einzelfall erlaubt die Richtlinie nur lockerer",
    "stricter than the rule; in the single case the policy allows only looser",
)
_NOT_LOOSER = Text(
    "lockerer als die Regel; im Einzelfall erlaubt die Richtlinie nur strenger",
    "looser than the rule; in the single case the policy allows only stricter",
)
_TOO_LOOSE = Text(
    "lockerer als erlaubt; die Richtlinie geht im Einzelfall bis {limit}",
    "looser than allowed; in the single case the policy goes up to {limit}",
)
_NOT_AGREED = Text("das muss vereinbart sein mit {who}", "that must be agreed with {who}")
_WRONG_AGREEMENT = Text(
    "das muss vereinbart sein mit {who}, nicht mit {other}",
    "that must be agreed with {who}, not with {other}",
)
_NO_REASON = Text(
    "es fehlt der Grund für die Abweichung", "the reason for the deviation is missing"
)
_NOT_BEGUN = Text(
    "die Abweichung beginnt erst am {day}; bis dahin gilt die Regel",
    "the deviation only begins on {day}; until then the rule counts",
)
_ENDED = Text(
    "die Abweichung endete am {day}; jetzt gilt wieder die Regel: {rule}",
    "the deviation ended on {day}; the rule counts again: {rule}",
)
