"""The reference: what a policy answers to one customer, slowly and obviously.

It walks the model rule by rule and shares nothing with the compiled problem, the diagram or the
plan but the comparison of rhythms; the tests hold all of them against it.
Source: grammar/SPEC.md, "What a policy answers".
"""

from collections.abc import Callable, Mapping

import attrs

from kontaktdsl import model
from kontaktdsl.domains import contains
from kontaktdsl.opening import first_of, opening, openings_clash
from kontaktdsl.question import asked_of
from kontaktdsl.strictness import Order, clash, compare, most_said
from kontaktdsl.syntax.tree import Choice
from kontaktdsl.values import OnRequest, Outcome, Rhythm, rhythm_of, right_of

Facts = Mapping[str, int]
"""Per attribute name the integer of its value."""


@attrs.frozen(eq=False)
class Evaluation:
    """All that holds for one customer.

    `possible` is False where an `impossible` line forbids the customer, `in_scope` where the policy
    does not apply; the rest is then still what the rules would say. `overridden` pairs a silenced
    rule with the exceptions that silence it. `counting` are the rules whose rhythm counts after
    `strictest`; `firsts` the undefeated rules with a first step, `rights` those whose right counts.
    """

    possible: bool
    in_scope: bool
    hits: tuple[model.Rule, ...]
    undefeated: tuple[model.Rule, ...]
    overridden: tuple[tuple[model.Rule, tuple[model.Rule, ...]], ...]
    counting: tuple[model.Rule, ...]
    firsts: tuple[model.Rule, ...]
    rights: tuple[model.Rule, ...] = ()

    @property
    def owed(self) -> bool:
        """The policy owes the customer an answer."""
        return self.possible and self.in_scope

    @property
    def gap(self) -> bool:
        """No rule says how often."""
        return not self.counting

    @property
    def conflict(self) -> bool:
        """Two rules say how often, and differently."""
        rhythms = [_rhythm(rule) for rule in self.counting]
        return any(clash(a, b) for a in rhythms for b in rhythms)

    @property
    def first_conflict(self) -> bool:
        """Two rules say when first, or with which further steps, and differently."""
        openings = [opening(rule.outcome) for rule in self.undefeated]
        return any(openings_clash(a, b) for a in openings for b in openings)

    @property
    def right_conflict(self) -> bool:
        """Two rules say how often on request, and differently."""
        return len({asked_of(rule.outcome) for rule in self.rights}) > 1

    @property
    def rhythm(self) -> Rhythm | None:
        """The answer to "how often?"; None for a gap, a conflict, or nothing but two rights."""
        if self.gap or self.conflict:
            return None
        found = most_said([_rhythm(rule) for rule in self.counting])
        return None if isinstance(found, OnRequest) and self.right_conflict else found


def holds(condition: model.Condition, facts: Facts) -> bool:
    """Whether a condition is true of a customer; raises KeyError if a fact is missing."""
    match condition:
        case model.In(attribute=attribute, ranges=ranges):
            return contains(ranges, facts[attribute.name])
        case model.Not(term=term):
            return not holds(term, facts)
        case model.And(terms=terms):
            return all(holds(term, facts) for term in terms)
        case model.Or(terms=terms):
            return any(holds(term, facts) for term in terms)


def hits(rule: model.Rule, facts: Facts) -> bool:
    """Whether a rule applies to a customer before exceptions."""
    if rule.otherwise:
        return not any(
            holds(other.condition, facts) for other in rule.block.rules if other is not rule
        )
    return holds(rule.condition, facts)


def is_exception_to(policy: model.Policy, rule: model.Rule, other: model.Rule) -> bool:
    """Whether `rule` silences `other` where both apply."""
    above = policy.over[other.block.index] >> rule.block.index & 1
    return bool(above) and rhythm_of(rule.outcome) is not None


def evaluate(policy: model.Policy, facts: Facts) -> Evaluation:
    """Evaluate a policy for one customer, all of whose facts are given."""
    hitting = tuple(rule for rule in policy.rules if hits(rule, facts))
    overridden = []
    undefeated = []
    for rule in hitting:
        by = tuple(other for other in hitting if is_exception_to(policy, other, rule))
        if by:
            overridden.append((rule, by))
        else:
            undefeated.append(rule)
    timed = [rule for rule in undefeated if rhythm_of(rule.outcome) is not None]
    granting = [rule for rule in undefeated if right_of(rule.outcome) is not None]
    return Evaluation(
        possible=not any(holds(c.condition, facts) for c in policy.constraints),
        in_scope=policy.scope is None or holds(policy.scope.condition, facts),
        hits=hitting,
        undefeated=tuple(undefeated),
        overridden=tuple(overridden),
        counting=tuple(
            rule for rule in timed if not any(_beats(policy, other, rule) for other in timed)
        ),
        firsts=tuple(rule for rule in undefeated if first_of(rule.outcome) is not None),
        rights=tuple(
            rule
            for rule in granting
            if not any(_preferred(policy, other, rule, right_of) for other in granting)
        ),
    )


def _beats(policy: model.Policy, rule: model.Rule, other: model.Rule) -> bool:
    if isinstance(_rhythm(other), OnRequest) and not isinstance(_rhythm(rule), OnRequest):
        return True
    return _preferred(policy, rule, other, rhythm_of)


def _preferred(
    policy: model.Policy,
    rule: model.Rule,
    other: model.Rule,
    says: Callable[[Outcome], Rhythm | None],
) -> bool:
    one, two = says(rule.outcome), says(other.outcome)
    assert one is not None
    assert two is not None
    for preference in policy.preferences:
        if rule.block in preference.blocks and other.block in preference.blocks:
            wanted = Order.STRICTER if preference.choice is Choice.STRICTEST else Order.LOOSER
            if compare(one, two) is wanted:
                return True
    return False


def _rhythm(rule: model.Rule) -> Rhythm:
    rhythm = rhythm_of(rule.outcome)
    assert rhythm is not None
    return rhythm
