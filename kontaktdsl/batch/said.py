"""What a policy says to one row: the endings that are still possible, as one record.

Where facts are missing and several answers remain, each part that they all agree on is said, and
the others stay empty: who is due is known as soon as the interval is, whatever else is open.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from enum import Enum
from typing import TypeVar

import attrs

from kontaktdsl import words
from kontaktdsl.batch.cascade import Ending
from kontaktdsl.decision import Cited, Decision, Refusal, Undecided
from kontaktdsl.diagnostics import Text
from kontaktdsl.model import Constraint, Policy
from kontaktdsl.partial import all_undecided, content, joint
from kontaktdsl.plan import Plan
from kontaktdsl.refusals import undecided_words
from kontaktdsl.strictness import with_aim
from kontaktdsl.values import After, Answer, Do, First, Rhythm

T = TypeVar("T", bound=Hashable)


class Status(Enum):
    """What became of a row."""

    DECIDED = "decided"
    MISSING = "missing fact"
    UNKNOWN = "unknown value"
    IMPOSSIBLE = "impossible"
    OUT_OF_SCOPE = "out of scope"
    GAP = "gap"
    CONFLICT = "conflict"
    BROKEN = "broken row"

    @property
    def words(self) -> Text:
        """The status as people read it."""
        return _STATUS[self]


_STATUS = {
    Status.DECIDED: Text("entschieden", "decided"),
    Status.MISSING: Text("Angabe fehlt", "missing fact"),
    Status.UNKNOWN: Text("unbekannter Wert", "unknown value"),
    Status.IMPOSSIBLE: Text("unmöglich", "impossible"),
    Status.OUT_OF_SCOPE: Text("gilt hier nicht", "out of scope"),
    Status.GAP: Text("nicht bedacht", "gap"),
    Status.CONFLICT: Text("widersprüchlich", "conflict"),
    Status.BROKEN: Text("Zeile unlesbar", "broken row"),
}

_REFUSED = {
    Refusal.OUT_OF_SCOPE: Status.OUT_OF_SCOPE,
    Refusal.GAP: Status.GAP,
    Refusal.CONFLICT: Status.CONFLICT,
}

_ANSWERS = {
    Answer.INTERVAL: Text("Abstand", "interval"),
    Answer.DELEGATED: Text("anderswo geregelt", "delegated"),
    Answer.NO_CONTACT: Text("kein Kontakt nötig", "no contact required"),
    Answer.AS_NEEDED: Text("nach Bedarf", "as needed"),
    Answer.NOT_REGULATED: Text("nicht geregelt", "not regulated"),
}

OCCASIONS: Mapping[str | None, Text] = {
    None: Text("{what}", "{what}"),
    "at first contact": Text("{what} (beim Erstkontakt)", "{what} (at the first contact)"),
    "at every contact": Text("{what}", "{what}"),
    "at follow-up contact": Text("{what} (beim Folgekontakt)", "{what} (at a follow-up contact)"),
    "when missed": Text("{what} (bei Versäumnis)", "{what} (when one is missed)"),
}

_UNKNOWN = Text("diesen Wert kennt die Richtlinie nicht", "the policy does not know this value")
_STILL = Text("möglich bleibt: {which}", "still possible: {which}")
_MANY = Text("mehrere Antworten sind noch möglich", "several answers are still possible")
_SETTLED = Text(
    "wie oft, steht fest; offen ist, was noch dazugehört",
    "how often is settled; what goes with it is still open",
)


@attrs.frozen
class At:
    """A duty or a permission, and the occasion that it belongs to; None for any contact."""

    occasion: str | None
    text: Text


@attrs.frozen
class Said:
    """What stands in a row beside its dates; texts in German and English, None where nothing is.

    `first`, `steps` and `rhythm` are what the dates are computed from; a part is None (or empty)
    where the answers that are still possible differ on it. `open_steps` says that they differ on
    the first step or the steps, so that no date may be computed from them. `reason` says why there
    is no (whole) answer; `line` counts from 1.
    """

    status: Status
    rhythm: Rhythm | None = None
    first: First | None = None
    steps: tuple[After, ...] = ()
    open_steps: bool = False
    answer: Text | None = None
    interval: Text | None = None
    strength: Text | None = None
    deadline: Text | None = None
    duties_at: tuple[At, ...] = ()
    dated: tuple[Do, ...] = ()
    kinds_at: tuple[At, ...] = ()
    rule: str | None = None
    line: int | None = None
    citation: str | None = None
    reason: Text | None = None

    @property
    def duties(self) -> Text | None:
        """All duties, each with its occasion."""
        return _joined(self.duties_at)

    @property
    def kinds(self) -> Text | None:
        """All that is said of kinds of contact, each with its occasion."""
        return _joined(self.kinds_at)


def said(plan: Plan, endings: Sequence[Ending]) -> Said:
    """What the endings that are still possible say together; none means: too many to list."""
    if not endings:
        return Said(Status.MISSING, reason=_MANY)
    answers = sorted((e for e in endings if not isinstance(e, Constraint)), key=_place)
    if not answers:
        lines = [ending for ending in endings if isinstance(ending, Constraint)]
        return _impossible(plan, min(lines, key=plan.policy.constraints.index))
    contents = {content(answer) for answer in answers}
    if len(contents) > 1:
        return _several(plan.policy, answers)
    if isinstance(answers[0], Undecided):
        return _undecided(all_undecided(answers))
    return _decided(
        plan.policy, joint([answer for answer in answers if isinstance(answer, Decision)])
    )


def unknown() -> Said:
    """A row with a value that the policy does not know."""
    return Said(Status.UNKNOWN, reason=_UNKNOWN)


def broken(reason: Text) -> Said:
    """A row that could not be read."""
    return Said(Status.BROKEN, reason=reason)


def _impossible(plan: Plan, line: Constraint) -> Said:
    cited = plan.leaves.cited(line)
    return Said(
        Status.IMPOSSIBLE,
        rule=cited.text,
        line=cited.line,
        citation=cited.citation,
        reason=plan.forbidden_by(line).text,
    )


def _undecided(answer: Undecided) -> Said:
    return Said(
        _REFUSED[answer.refusal],
        rule=_texts(answer.rules),
        line=answer.rules[0].line if answer.rules else None,
        citation=_citations(answer.rules),
        reason=undecided_words(answer),
    )


def _decided(policy: Policy, decision: Decision) -> Said:
    return Said(
        Status.DECIDED,
        rhythm=decision.rhythm,
        first=decision.first,
        steps=decision.steps,
        answer=_ANSWERS[decision.answer],
        interval=words.rhythm(decision.rhythm, policy),
        strength=None if decision.strength is None else words.strength(decision.strength),
        deadline=_deadline(policy, decision.first),
        duties_at=_duties(policy, decision),
        dated=tuple(d.duty for d in decision.duties if has_day(d.duty)),
        kinds_at=_kinds(policy, decision),
        rule=decision.rules[0].text,
        line=decision.rules[0].line,
        citation=_citations(decision.rules),
    )


def _several(policy: Policy, answers: Sequence[Decision | Undecided]) -> Said:
    """Several answers are still possible: what they agree on."""
    decisions = [answer for answer in answers if isinstance(answer, Decision)]
    possible = dict.fromkeys(
        words.rhythm(answer.rhythm, policy)
        if isinstance(answer, Decision)
        else undecided_words(answer)
        for answer in answers
    )
    reason = _STILL.format(which=words.listed(possible, words.OR))
    if len(decisions) < len(answers):
        return Said(Status.MISSING, reason=reason)
    if _agreed(decisions, lambda each: with_aim(each.rhythm)) is None:
        return Said(Status.MISSING, reason=reason)
    one = min(decisions, key=_place)
    same_first = len({(each.first, each.steps) for each in decisions}) == 1
    strengths = {each.strength for each in decisions}
    return Said(
        Status.MISSING,
        rhythm=one.rhythm,
        first=one.first if same_first else None,
        steps=one.steps if same_first else (),
        open_steps=not same_first,
        answer=_ANSWERS[one.answer],
        interval=words.rhythm(one.rhythm, policy),
        strength=(
            words.strength(one.strength)
            if len(strengths) == 1 and one.strength is not None
            else None
        ),
        deadline=_deadline(policy, one.first) if same_first else None,
        duties_at=_agreed(decisions, lambda each: _duties(policy, each)) or (),
        dated=_agreed(decisions, lambda each: tuple(d.duty for d in each.duties if has_day(d.duty)))
        or (),
        kinds_at=_agreed(decisions, lambda each: _kinds(policy, each)) or (),
        rule=_agreed(decisions, lambda each: each.rules[0].text),
        line=_agreed(decisions, lambda each: each.rules[0].line),
        citation=_agreed(decisions, lambda each: _citations(each.rules)),
        reason=_SETTLED,
    )


def _place(answer: Decision | Undecided) -> tuple[int, ...]:
    return tuple(line.line for line in answer.rules)


def _agreed(decisions: Sequence[Decision], part: Callable[[Decision], T]) -> T | None:
    found = {part(each) for each in decisions}
    return found.pop() if len(found) == 1 else None


def has_day(duty: Do) -> bool:
    """Whether a duty has a day of its own in every row: one that an event decides.

    A deadline that counts from the day of evaluation is the same for all and stays in words.
    """
    return duty.deadline is not None and duty.deadline.event is not None


def _deadline(policy: Policy, first: First | None) -> Text | None:
    return None if first is None else words.deadline(first.deadline, policy)


def _duties(policy: Policy, decision: Decision) -> tuple[At, ...]:
    return tuple(At(each.occasion, _duty(policy, each.duty)) for each in decision.duties)


def _duty(policy: Policy, duty: Do) -> Text:
    if duty.deadline is None:
        return Text.same(duty.text)
    by = words.deadline(duty.deadline, policy)
    return Text.same("{text} {by}").format(text=duty.text, by=by)


def _kinds(policy: Policy, decision: Decision) -> tuple[At, ...]:
    return tuple(At(each.occasion, words.part(each.kinds, policy)) for each in decision.kinds)


def _joined(parts: Sequence[At]) -> Text | None:
    if not parts:
        return None
    texts = [OCCASIONS[part.occasion].format(what=part.text) for part in parts]
    return Text("; ".join(t.de for t in texts), "; ".join(t.en for t in texts))


def _texts(lines: Sequence[Cited]) -> str | None:
    return "; ".join(dict.fromkeys(line.text for line in lines)) or None


def _citations(lines: Sequence[Cited]) -> str | None:
    return "; ".join(dict.fromkeys(line.citation for line in lines if line.citation)) or None
