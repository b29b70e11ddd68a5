"""From the set of lines that hit to the answer: a decision, or why there is none.

The lines of a policy are numbered: first its rules, then its occasion lines, then the condition
under which a guide is a minimum, then what is outside the scope.  Decisions are made once per set
and shared.
"""

import os
from collections.abc import Callable, Hashable, Iterable, Sequence

import attrs

from kontaktdsl import conditions, model
from kontaktdsl.analysis.bitsets import bits
from kontaktdsl.decision import (
    Cited,
    Decision,
    Duty,
    Overridden,
    Pause,
    Permit,
    Refusal,
    Undecided,
)
from kontaktdsl.opening import opening, openings_clash
from kontaktdsl.question import asked_of
from kontaktdsl.strictness import Order, clash, compare, most_said
from kontaktdsl.syntax.tree import Choice
from kontaktdsl.values import (
    After,
    Do,
    Every,
    First,
    Kinds,
    OnRequest,
    Outcome,
    Part,
    Paused,
    Rhythm,
    Strength,
    Times,
    answer,
    duty_of,
    rhythm_of,
    right_of,
)

Line = model.Rule | model.OccasionRule | model.Constraint | model.Scope


@attrs.frozen(eq=False)
class Leaves:
    """Makes the answers of one policy."""

    policy: model.Policy
    _cited: dict[int, Cited] = attrs.field(factory=dict, init=False, repr=False)

    @property
    def minimum(self) -> int:
        """The number of the condition under which a guide is a minimum."""
        return len(self.policy.rules) + len(self.policy.occasions)

    @property
    def outside(self) -> int:
        """The number of what is outside the scope."""
        return self.minimum + 1

    def cited(self, line: Line) -> Cited:
        """A line as answers show it."""
        found = self._cited.get(id(line))
        if found is None:
            found = self._cited[id(line)] = _cited(self.policy, line)
        return found

    def of(self, hits: int) -> Decision | Undecided:
        """The answer where exactly these lines hit."""
        if hits >> self.outside & 1:
            assert self.policy.scope is not None
            return Undecided(Refusal.OUT_OF_SCOPE, (self.cited(self.policy.scope),))
        undefeated, overridden = self._silence(self._hitting(hits))
        counting, outdone = self._counting(undefeated)
        if not counting:
            return Undecided(Refusal.GAP, tuple(map(self.cited, undefeated)))
        if _contradict(counting):
            return Undecided(Refusal.CONFLICT, tuple(map(self.cited, counting)))
        firsts = [rule for rule in undefeated if opening(rule.outcome) is not None]
        if _contradict_first(firsts):
            return Undecided(Refusal.CONFLICT, tuple(map(self.cited, firsts)), first_step=True)
        granting = self._granting(undefeated)
        if len({asked_of(rule.outcome) for rule in granting}) > 1:
            return Undecided(Refusal.CONFLICT, tuple(map(self.cited, granting)), on_request=True)
        return self._decision(hits, undefeated, counting, granting, outdone, overridden)

    def rhythm(self, hits: int) -> Rhythm | None:
        """How often, where exactly these lines hit (those without a rhythm may be left out).

        None for a gap or a contradiction (of nothing but rights, too), and outside the scope.
        """
        counting, clashing = self.counting(hits)
        if not counting or clashing or hits >> self.outside & 1:
            return None
        found = most_said([*map(_rhythm, counting)])
        if isinstance(found, OnRequest) and len({asked_of(r.outcome) for r in counting}) > 1:
            return None
        return found

    def counting(self, hits: int) -> tuple[tuple[model.Rule, ...], bool]:
        """The rules that say how often where exactly these lines hit, and whether they contradict
        each other (those without a rhythm may be left out of `hits`).
        """
        counting, _ = self._counting(self._silence(self._hitting(hits))[0])
        return tuple(counting), _contradict(counting)

    def rights(self, hits: int) -> tuple[OnRequest, ...]:
        """What holds on request where exactly these lines hit: one right at most, unless they
        contradict each other (lines without a rhythm may be left out).
        """
        granting = self._granting(self._silence(self._hitting(hits))[0])
        found = {asked_of(rule.outcome): right_of(rule.outcome) for rule in granting}
        return tuple(right for right in found.values() if right is not None)

    def _counting(
        self, undefeated: list[model.Rule]
    ) -> tuple[list[model.Rule], dict[model.Rule, list[model.Rule]]]:
        timed = [rule for rule in undefeated if rhythm_of(rule.outcome) is not None]
        timed = [rule for rule in timed if duty_of(rule.outcome) is not None] or timed
        outdone = self._outdone(timed, rhythm_of)
        return [rule for rule in timed if rule not in outdone], outdone

    def _granting(self, undefeated: list[model.Rule]) -> list[model.Rule]:
        """The rules whose right counts."""
        granting = [rule for rule in undefeated if right_of(rule.outcome) is not None]
        outdone = self._outdone(granting, right_of)
        return [rule for rule in granting if rule not in outdone]

    def _hitting(self, hits: int) -> list[model.Rule]:
        count = len(self.policy.rules)
        rules = [self.policy.rules[i] for i in bits(hits & ((1 << count) - 1))]
        said = {rule.block.index for rule in rules if not rule.otherwise}
        return [rule for rule in rules if not (rule.otherwise and rule.block.index in said)]

    def _silence(self, rules: list[model.Rule]) -> tuple[list[model.Rule], tuple[Overridden, ...]]:
        timed = [rule for rule in rules if rhythm_of(rule.outcome) is not None]
        speaking = 0
        for rule in timed:
            speaking |= 1 << rule.block.index
        undefeated: list[model.Rule] = []
        overridden: list[Overridden] = []
        for rule in rules:
            above = self.policy.over[rule.block.index] & speaking
            if above:
                by = (other for other in timed if above >> other.block.index & 1)
                overridden.append(Overridden(self.cited(rule), tuple(map(self.cited, by))))
            else:
                undefeated.append(rule)
        return undefeated, tuple(overridden)

    def _outdone(
        self, timed: list[model.Rule], says: Callable[[Outcome], Rhythm | None]
    ) -> dict[model.Rule, list[model.Rule]]:
        found: dict[model.Rule, list[model.Rule]] = {}
        for preference in self.policy.preferences:
            members = [rule for rule in timed if rule.block in preference.blocks]
            wanted = Order.STRICTER if preference.choice is Choice.STRICTEST else Order.LOOSER
            by_rhythm: dict[Rhythm, list[model.Rule]] = {}
            for rule in members:
                rhythm = says(rule.outcome)
                if rhythm is not None:
                    by_rhythm.setdefault(rhythm, []).append(rule)
            for rhythm, beaten in by_rhythm.items():
                for other, winners in by_rhythm.items():
                    if compare(other, rhythm) is wanted:
                        for rule in beaten:
                            found.setdefault(rule, []).extend(winners)
        return found

    def _decision(
        self,
        hits: int,
        undefeated: list[model.Rule],
        counting: list[model.Rule],
        granting: list[model.Rule],
        outdone: dict[model.Rule, list[model.Rule]],
        overridden: tuple[Overridden, ...],
    ) -> Decision:
        policy = self.policy
        rhythm = most_said([_rhythm(rule) for rule in counting])
        others = [rule for rule in undefeated if rule not in counting and _still_says(rule)]
        firsts = [p for rule in undefeated for p in rule.outcome if isinstance(p, First)]
        steps = [tuple(p for p in rule.outcome if isinstance(p, After)) for rule in undefeated]
        origins: dict[Part, Cited] = {}
        for rule in undefeated:
            for part in rule.outcome:
                granted = isinstance(part, OnRequest) and rule in granting
                if granted or isinstance(part, First | After):
                    origins.setdefault(part, self.cited(rule))
        duties, permits = self._collected(hits, undefeated)
        pauses = {
            part: Pause(part, self.cited(rule))
            for rule in reversed(undefeated)
            for part in rule.outcome
            if isinstance(part, Paused)
        }
        return Decision(
            answer=answer(rhythm),
            rhythm=rhythm,
            strength=self.strength(hits, counting),
            first=next(filter(_aims, firsts), firsts[0] if firsts else None),
            steps=tuple(
                next(filter(_aims, same), same[0])
                for same in zip(*filter(None, steps), strict=True)
            ),
            duties=duties,
            kinds=permits,
            rules=tuple(map(self.cited, (*counting, *others))),
            overridden=overridden,
            outdone=tuple(
                Overridden(self.cited(rule), tuple(map(self.cited, dict.fromkeys(by))))
                for rule, by in outdone.items()
            ),
            policy_id=policy.header.id,
            digest=policy.digest,
            right=right_of(granting[0].outcome) if granting else None,
            pauses=tuple(reversed(pauses.values())),
            origins=tuple(origins.items()),
        )

    def _collected(
        self, hits: int, undefeated: Iterable[model.Rule]
    ) -> tuple[tuple[Duty, ...], tuple[Permit, ...]]:
        duties: dict[Hashable, Duty] = {}
        permits: dict[Hashable, Permit] = {}
        lines: list[tuple[model.Rule | model.OccasionRule, str | None]] = [
            (rule, None) for rule in undefeated
        ]
        for number, at in enumerate(self.policy.occasions, len(self.policy.rules)):
            if hits >> number & 1:
                lines.append((at, at.occasion.value))
        for line, occasion in lines:
            for part in line.outcome:
                if isinstance(part, Do):
                    duties.setdefault((part, occasion), Duty(part, self.cited(line), occasion))
                elif isinstance(part, Kinds):
                    permits.setdefault((part, occasion), Permit(part, self.cited(line), occasion))
        return tuple(duties.values()), tuple(permits.values())

    def strength(self, hits: int, counting: Sequence[model.Rule]) -> Strength | None:
        """How binding the answer of some rules is: by their own words, else by the header."""
        rhythms = [_rhythm(rule) for rule in counting]
        if not isinstance(rhythms[0], Every | Times):
            return None
        for rhythm in rhythms:
            if isinstance(rhythm, Every | Times) and rhythm.strength is not None:
                return rhythm.strength
        if hits >> self.minimum & 1:
            return Strength.MINIMUM
        return self.policy.header.strength


def _contradict(counting: Sequence[model.Rule]) -> bool:
    rhythms = list(dict.fromkeys(_rhythm(rule) for rule in counting))
    return any(clash(a, b) for i, a in enumerate(rhythms) for b in rhythms[:i])


def _contradict_first(rules: Sequence[model.Rule]) -> bool:
    openings = list(dict.fromkeys(opening(rule.outcome) for rule in rules))
    return any(openings_clash(a, b) for i, a in enumerate(openings) for b in openings[:i])


def _aims(step: First | After) -> bool:
    length = step.deadline.length if isinstance(step, First) else step.length
    return length is not None and length.aim is not None


def _still_says(rule: model.Rule) -> bool:
    """Whether a rule whose rhythm does not count says something else."""
    return any(
        isinstance(part, First | After | Do | Kinds | OnRequest | Paused) for part in rule.outcome
    )


def _rhythm(rule: model.Rule) -> Rhythm:
    rhythm = rhythm_of(rule.outcome)
    assert rhythm is not None
    return rhythm


def _cited(policy: model.Policy, line: Line) -> Cited:
    block = line.block if isinstance(line, model.Rule) else None
    in_cell = block.table if block is not None else getattr(line, "from_cell", False)
    text = _said(line)
    if isinstance(line, model.Constraint) and line.proven:
        text = when = conditions.condition(policy, line.condition, policy.language)
    elif in_cell:
        when = conditions.condition(policy, line.condition, policy.language)
        text = f"{when} -> {text}"
    elif isinstance(line, model.Rule):
        when = " ".join(line.condition_span.text.split())
    else:
        when = conditions.condition(policy, line.condition, policy.language)
    return Cited(
        text=text,
        when=when,
        line=line.span.line,
        block=block.name if block is not None else None,
        citation=line.citation.text if line.citation else None,
        because=line.because.reason if line.because else None,
        file=os.path.basename(line.span.source.name) if policy.consolidated else None,
    )


def _said(line: Line) -> str:
    """A line as written, without bullet, citation and reason."""
    span = line.span
    marks = (mark.span for mark in (line.citation, line.because) if mark is not None)
    inside = (m.start for m in marks if m.source is span.source and span.start < m.start < span.end)
    text = span.source.text[span.start : min(inside, default=span.end)]
    return " ".join(text.split()).removeprefix("- ").removeprefix("• ")
