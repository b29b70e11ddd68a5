"""Everything that a decision may depend on, as one problem: rules, occasion lines, strength."""

import attrs

from kontaktdsl import model
from kontaktdsl.analysis.problem import Box, Case, Problem
from kontaktdsl.question import Question, TooWide, ask
from kontaktdsl.space import Space, TooManyBoxes


@attrs.frozen(eq=False)
class Lines:
    """The lines of a policy as boxes over all attributes that matter to any part of an answer.

    Line numbers are those of `Leaves`; `constraints` pairs each forbidden box with the line of the
    policy that forbids it.
    """

    policy: model.Policy
    space: Space
    problem: Problem
    constraints: tuple[tuple[Box, model.Constraint], ...]

    def constraint(self, case: Case) -> model.Constraint | None:
        """The line that says that a case is impossible, if one does."""
        for box, constraint in self.constraints:
            if all(mask >> place & 1 for mask, place in zip(box, case, strict=True)):
                return constraint
        return None


def lines_of(policy: model.Policy) -> Lines:
    """Compile the lines; raises TooWide if a condition falls apart into too many boxes."""
    header = policy.header
    minimum = header.minimum_for if header.minimum_for is not None else model.FALSE
    extra = [*(line.condition for line in policy.occasions), minimum]
    forbidden = [each.condition for each in policy.constraints if not each.proven]
    asked = ask(policy, Question.WHAT, [*extra, *forbidden])
    space = asked.space
    rows = list(asked.problem.rows)
    rule_of = list(asked.problem.rule_of)
    count = len(asked.rules)
    for number, condition in enumerate(extra, count):
        try:
            boxes = space.boxes(condition)
        except TooManyBoxes as error:
            raise TooWide(asked.rules[0]) from error
        rows.extend(boxes)
        rule_of.extend([number] * len(boxes))
    nothing = (0,) * (count + len(extra))
    problem = Problem(
        sizes=space.sizes,
        rows=tuple(rows),
        rule_of=tuple(rule_of),
        forbidden=asked.problem.forbidden,
        silencers=nothing,
        beaten_by=nothing,
        clashes=nothing,
        kind_of=nothing,
    )
    constraints = tuple(
        (box, constraint)
        for constraint in policy.constraints
        if space.holds(constraint.condition)
        for box in space.boxes(constraint.condition)
    )
    return Lines(policy, space, problem, constraints)
