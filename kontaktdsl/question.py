"""A question put to a policy, as the analysis sees it.

How often and when first are answered by different rules over different attributes; each question
gets a space of its own, so that an attribute that does not matter to it multiplies no case.

- HOW_OFTEN: every rule with a rhythm takes part. Total and unique.
- WHEN_FIRST: every rule with a first step or further steps, and the exceptions that silence them.
  At most one schedule.
- ON_REQUEST: every rule with a right, and the exceptions that silence them. At most one.
- WHAT: every rule; nothing contradicts here, all that apply are collected.
"""

from collections.abc import Callable, Hashable, Iterable
from enum import Enum
from functools import cached_property

import attrs

from kontaktdsl import model
from kontaktdsl.analysis.bitsets import bits
from kontaktdsl.analysis.problem import Box, Problem, Query
from kontaktdsl.diagnostics import Text
from kontaktdsl.opening import opening, openings_clash
from kontaktdsl.record import Shown
from kontaktdsl.space import Space, TooManyBoxes, mentions, space_of
from kontaktdsl.strictness import Order, clash, compare, meaning
from kontaktdsl.syntax.tree import Choice
from kontaktdsl.values import Answer, OnRequest, Outcome, Rhythm, answer, rhythm_of, right_of


class Question(Enum):
    """What a policy answers."""

    HOW_OFTEN = "how often"
    WHEN_FIRST = "when first"
    ON_REQUEST = "how often on request"
    WHAT = "what"

    @property
    def words(self) -> Text:
        """The question as a person asks it."""
        return _WORDS[self]


_WORDS = {
    Question.HOW_OFTEN: Text("Wie oft?", "How often?"),
    Question.WHEN_FIRST: Text("Wann zuerst?", "When first?"),
    Question.ON_REQUEST: Text("Wie oft auf Wunsch?", "How often on request?"),
    Question.WHAT: Text("Was?", "What?"),
}

ANSWERS = tuple(Answer)
FIRST_STEP = len(ANSWERS)
NO_FIRST_STEP = len(ANSWERS) + 1
"""The greater, for of several kinds of lines that apply to a case the lowest counts."""


class TooWide(Exception):
    """The condition of a line falls apart into too many boxes."""

    def __init__(
        self, origin: model.Rule | model.Constraint | model.Scope | model.OccasionRule
    ) -> None:
        """Remember whose condition it is."""
        super().__init__(origin)
        self.origin = origin


@attrs.frozen(slots=False, eq=False, repr=False)
class Asked(Shown):
    """A question compiled: `problem.kind_of` and the other lists are in the order of `rules`.

    The kind of a rule is the position of its `Answer` in `ANSWERS`, or `FIRST_STEP` (it answers a
    question that need not be answered) / `NO_FIRST_STEP` (an exception that only silences).
    Forbidden in `problem` is what is impossible, and what is outside the scope.
    """

    policy: model.Policy
    question: Question
    space: Space
    rules: tuple[model.Rule, ...]
    wanted: tuple[model.Condition, ...] = attrs.field(repr=False)
    problem: Problem

    def bit(self, rule: model.Rule) -> int:
        """The bit of a rule of the policy, 0 if it takes no part."""
        return self._bits.get(rule.index, 0)

    _bits: dict[int, int] = attrs.field(init=False, repr=False)

    @_bits.default
    def _each_bit(self) -> dict[int, int]:
        return {rule.index: 1 << i for i, rule in enumerate(self.rules)}

    @cached_property
    def impossible(self) -> tuple[Box, ...]:
        """What the lines `impossible` forbid."""
        return _impossible(self.space, self.policy)

    @cached_property
    def outside(self) -> tuple[Box, ...]:
        """What is outside the scope, be it possible or not."""
        return _outside(self.space, self.policy)

    @cached_property
    def meeting(self) -> list[int]:
        """Per rule the bitset of the rules that share a case with it, itself too."""
        return self.problem.layout.overlapping

    def applies(self, number: int) -> Query:
        """Where a rule applies before exceptions.

        An `otherwise` hits everywhere in the problem, and applies where no other line of its block
        does.
        """
        rule = self.rules[number]
        others = rule.block.rules if rule.otherwise else ()
        return Query(hit=1 << number, miss=sum(self.bit(r) for r in others if r is not rule))

    def boxes(self, condition: model.Condition) -> tuple[Box, ...]:
        """A condition over the axes of this space as a union of boxes."""
        return self.space.boxes(condition)


def asked_of(outcome: Outcome) -> Hashable | None:
    """What an outcome grants on request, comparable by meaning; None if nothing."""
    right = right_of(outcome)
    return None if right is None else meaning(right)


_AT_MOST_ONE: dict[Question, Callable[[Outcome], Hashable | None]] = {
    Question.WHEN_FIRST: opening,
    Question.ON_REQUEST: asked_of,
}
"""The questions that a rule need not answer, and what an outcome says to each."""


def says(rule: model.Rule, question: Question) -> Hashable | None:
    """What a rule answers to a question; None if nothing."""
    return _AT_MOST_ONE.get(question, rhythm_of)(rule.outcome)


def ask(policy: model.Policy, question: Question, extra: Iterable[model.Condition] = ()) -> Asked:
    """Compile a question; `extra` conditions cut the space further.

    Raises TooWide if a condition falls apart into too many boxes.
    """
    rules = _taking_part(policy, question)
    wanted = tuple(_full_condition(rule, question) for rule in rules)
    space = space_of(policy, _connected(policy, [*wanted, *extra]))
    rows, rule_of = _rows(space, rules, wanted)
    problem = Problem(
        sizes=space.sizes,
        rows=rows,
        rule_of=rule_of,
        forbidden=_forbidden(space, policy),
        silencers=_silencers(policy, rules, question),
        beaten_by=_beaten_by(policy, rules, question),
        clashes=_clashes(rules, question),
        kind_of=tuple(_kind(rule, question) for rule in rules),
    )
    return Asked(policy, question, space, rules, wanted, problem)


def ask_too(asked: Asked, question: Question) -> Asked:
    """Another question to the same policy; where the same lines take part with the same conditions,
    they are not cut into cases and laid out a second time.

    `asked` is a question without extra conditions. Raises TooWide like `ask`.
    """
    policy = asked.policy
    rules = _taking_part(policy, question)
    if rules != asked.rules:
        return ask(policy, question)
    wanted = tuple(_full_condition(rule, question) for rule in rules)
    if any(one != other for one, other in zip(wanted, asked.wanted, strict=True)):
        return ask(policy, question)
    problem = attrs.evolve(
        asked.problem,
        silencers=_silencers(policy, rules, question),
        beaten_by=_beaten_by(policy, rules, question),
        clashes=_clashes(rules, question),
        kind_of=tuple(_kind(rule, question) for rule in rules),
        laid_out=asked.problem.layout,
    )
    return Asked(policy, question, asked.space, rules, wanted, problem)


def refine(asked: Asked, extra: Iterable[model.Condition]) -> Asked:
    """The same question in a space that `extra` conditions cut further, if they do at all.

    Raises TooWide if a condition falls apart into too many boxes.
    """
    policy = asked.policy
    space = space_of(policy, _connected(policy, [*asked.wanted, *extra]))
    if space == asked.space:
        return asked
    rows, rule_of = _rows(space, asked.rules, asked.wanted)
    problem = attrs.evolve(
        asked.problem,
        sizes=space.sizes,
        rows=rows,
        rule_of=rule_of,
        forbidden=_forbidden(space, policy),
        laid_out=None,
    )
    return attrs.evolve(asked, space=space, problem=problem)


def _rows(
    space: Space, rules: tuple[model.Rule, ...], wanted: tuple[model.Condition, ...]
) -> tuple[tuple[Box, ...], tuple[int, ...]]:
    rows: list[Box] = []
    rule_of: list[int] = []
    for number, (rule, condition) in enumerate(zip(rules, wanted, strict=True)):
        boxes = _boxes(space, condition, rule)
        rows.extend(boxes)
        rule_of.extend([number] * len(boxes))
    return tuple(rows), tuple(rule_of)


def _forbidden(space: Space, policy: model.Policy) -> tuple[Box, ...]:
    return tuple(dict.fromkeys((*_impossible(space, policy), *_outside(space, policy))))


def _outside(space: Space, policy: model.Policy) -> tuple[Box, ...]:
    scope = policy.scope
    return () if scope is None else _boxes(space, model.Not(scope.condition), scope)


def _impossible(space: Space, policy: model.Policy) -> tuple[Box, ...]:
    names = {axis.attribute.name for axis in space.axes}
    return tuple(
        dict.fromkeys(
            box
            for constraint in policy.constraints
            if _spoken(constraint.condition) <= names
            for box in _boxes(space, constraint.condition, constraint)
        )
    )


def _boxes(
    space: Space,
    condition: model.Condition,
    origin: model.Rule | model.Constraint | model.Scope,
) -> tuple[Box, ...]:
    try:
        return space.boxes(condition)
    except TooManyBoxes as error:
        raise TooWide(origin) from error


def _taking_part(policy: model.Policy, question: Question) -> tuple[model.Rule, ...]:
    match question:
        case Question.HOW_OFTEN:
            return tuple(rule for rule in policy.rules if rhythm_of(rule.outcome) is not None)
        case Question.WHEN_FIRST | Question.ON_REQUEST:
            saying = [rule for rule in policy.rules if says(rule, question) is not None]
            blocks = {rule.block.index for rule in saying}
            over = 0
            for index in blocks:
                over |= policy.over[index]
            silencing = [
                rule
                for rule in policy.rules
                if over >> rule.block.index & 1
                and rhythm_of(rule.outcome) is not None
                and says(rule, question) is None
            ]
            return (*saying, *silencing)
        case Question.WHAT:
            return policy.rules


def _full_condition(rule: model.Rule, question: Question) -> model.Condition:
    """The condition of a rule; an `otherwise` excludes the lines that take no part themselves."""
    if not rule.otherwise:
        return rule.condition
    absent = [
        other
        for other in rule.block.rules
        if other is not rule and not _takes_part(other, question)
    ]
    return model.And(tuple(model.Not(other.condition) for other in absent))


def _takes_part(rule: model.Rule, question: Question) -> bool:
    match question:
        case Question.HOW_OFTEN:
            return rhythm_of(rule.outcome) is not None
        case Question.WHEN_FIRST | Question.ON_REQUEST:
            return says(rule, question) is not None
        case Question.WHAT:
            return True


def _silencers(
    policy: model.Policy, rules: tuple[model.Rule, ...], question: Question
) -> tuple[int, ...]:
    by_block: dict[int, int] = {}
    everyone: dict[int, int] = {}
    for number, rule in enumerate(rules):
        everyone[rule.block.index] = everyone.get(rule.block.index, 0) | 1 << number
        if rhythm_of(rule.outcome) is not None:
            by_block[rule.block.index] = by_block.get(rule.block.index, 0) | 1 << number
    above = [sum(by_block.get(index, 0) for index in bits(over)) for over in policy.over]
    return tuple(
        above[rule.block.index]
        | (everyone[rule.block.index] & ~(1 << number) if rule.otherwise else 0)
        for number, rule in enumerate(rules)
    )


def _connected(policy: model.Policy, conditions: list[model.Condition]) -> list[model.Condition]:
    """The conditions, the scope, and every constraint that shares an attribute with them, directly
    or not.

    What is proven between facts counts where all of them matter anyway: it never makes another fact
    matter, because every fact in time has a value on every day.
    """
    if policy.scope is not None:
        conditions = [*conditions, policy.scope.condition]
    found = set(mentions(conditions))
    proven = [c.condition for c in policy.constraints if c.proven]
    waiting = [(c.condition, _spoken(c.condition)) for c in policy.constraints if not c.proven]
    taken: list[model.Condition] = []
    while True:
        later = []
        for condition, spoken in waiting:
            if spoken & found:
                taken.append(condition)
                found |= spoken
            else:
                later.append((condition, spoken))
        if len(later) == len(waiting):
            proven = [condition for condition in proven if _spoken(condition) <= found]
            return [*conditions, *taken, *proven]
        waiting = later


def _spoken(condition: model.Condition) -> set[str]:
    return set(mentions([condition]))


def _beaten_by(
    policy: model.Policy, rules: tuple[model.Rule, ...], question: Question
) -> tuple[int, ...]:
    beaten = [0] * len(rules)
    slot = _SLOTS.get(question)
    if slot is None:
        return tuple(beaten)
    spoken = {number: said for number, rule in enumerate(rules) if (said := slot(rule.outcome))}
    if question is Question.HOW_OFTEN:
        owed = {number for number, said in spoken.items() if not isinstance(said, OnRequest)}
        if len(owed) < len(spoken):
            duties = sum(1 << number for number in owed)
            beaten = [0 if number in owed else duties for number in range(len(rules))]
    for preference in policy.preferences:
        blocks = {block.index for block in preference.blocks}
        groups: dict[Rhythm, int] = {}
        for number, rhythm in spoken.items():
            if rules[number].block.index in blocks:
                groups[rhythm] = groups.get(rhythm, 0) | 1 << number
        wanted = Order.STRICTER if preference.choice is Choice.STRICTEST else Order.LOOSER
        better = {
            rhythm: sum(mask for other, mask in groups.items() if compare(other, rhythm) is wanted)
            for rhythm in groups
        }
        for number, rhythm in spoken.items():
            if rules[number].block.index in blocks:
                beaten[number] |= better[rhythm]
    return tuple(beaten)


_SLOTS: dict[Question, Callable[[Outcome], Rhythm | None]] = {
    Question.HOW_OFTEN: rhythm_of,
    Question.ON_REQUEST: right_of,
}
"""The rhythms among which a preference chooses; besides, a duty comes before a mere right."""


def _rhythm(rule: model.Rule) -> Rhythm:
    rhythm = rhythm_of(rule.outcome)
    assert rhythm is not None
    return rhythm


def _clashes(rules: tuple[model.Rule, ...], question: Question) -> tuple[int, ...]:
    if question is Question.WHAT:
        return (0,) * len(rules)
    groups: dict[Hashable, int] = {}
    keys: list[Hashable] = []
    for number, rule in enumerate(rules):
        key = says(rule, question)
        keys.append(key)
        groups[key] = groups.get(key, 0) | 1 << number
    against = {
        key: sum(mask for other, mask in groups.items() if _contradict(key, other, question))
        for key in groups
    }
    return tuple(against[key] for key in keys)


def _contradict(key: Hashable, other: Hashable, question: Question) -> bool:
    if question is Question.HOW_OFTEN:
        return clash(key, other)  # type: ignore[arg-type]
    if question is Question.WHEN_FIRST:
        return openings_clash(key, other)  # type: ignore[arg-type]
    return key is not None and other is not None and key != other


def _kind(rule: model.Rule, question: Question) -> int:
    match question:
        case Question.HOW_OFTEN:
            return ANSWERS.index(answer(_rhythm(rule)))
        case Question.WHEN_FIRST | Question.ON_REQUEST:
            return NO_FIRST_STEP if says(rule, question) is None else FIRST_STEP
        case Question.WHAT:
            rhythm = rhythm_of(rule.outcome)
            return NO_FIRST_STEP if rhythm is None else ANSWERS.index(answer(rhythm))
