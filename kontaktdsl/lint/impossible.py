"""Constraints: a line `impossible` that excludes nobody, or all of them together everybody."""

from collections.abc import Iterator

from kontaktdsl import model
from kontaktdsl.analysis import engine
from kontaktdsl.analysis.problem import Problem, Query
from kontaktdsl.diagnostics import Diagnostic, Kind, Label, Severity, Text
from kontaktdsl.lint.context import Context
from kontaktdsl.space import space_of

_HEAD = 'policy "Beispiel"\nattribute status: alo | asu\nattribute age: number 15 to 66\n'

VACUOUS = Kind(
    "vacuous-impossible",
    Text("„unmöglich“ ohne Wirkung", "impossible without effect"),
    Severity.WARNING,
    Text(
        "Diese Zeile schließt niemanden mehr aus: solche Menschen gibt es schon ohne sie nicht",
        "This line excludes nobody any more: there are no such people even without it",
    ),
    Text(
        "Eine andere Zeile schließt dieselben Menschen schon aus, oder die Bedingung ist in sich "
        "unerfüllbar.",
        "Another line already excludes the same people, or the condition cannot be satisfied.",
    ),
    _HEAD + "impossible: age under 20 and alo\nimpossible: age under 18 and alo\n"
    "alo or asu -> monthly\n",
    _HEAD + "impossible: age under 20 and alo\nalo or asu -> monthly\n",
)
CONTRADICTORY = Kind(
    "contradictory-impossible",
    Text("niemand ist möglich", "nobody is possible"),
    Severity.ERROR,
    Text(
        "Die Zeilen „unmöglich“ schließen zusammen alle Menschen aus",
        "The lines `impossible` together exclude everybody",
    ),
    Text(
        "Ohne einen möglichen Menschen ist jede Prüfung leer und jede Aussage wahr.",
        "Without a possible person every check is empty and every statement true.",
    ),
    _HEAD + "impossible: alo\nimpossible: asu\nage under 25 -> monthly\n",
    _HEAD + "impossible: alo and age under 25\nasu -> monthly\nalo -> weekly\n",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """All constraints at once excluding everybody, else each constraint that excludes nobody."""
    constraints = context.policy.constraints
    written = [at for at, each in enumerate(constraints) if not each.proven]
    if not written:
        return
    problem = _problem(context.policy)
    everybody = (1 << len(constraints)) - 1
    if engine.exists(problem, Query(miss=everybody)) is None:
        yield CONTRADICTORY.at(
            constraints[written[0]].span,
            others=tuple(Label(constraints[at].span) for at in written[1:6]),
        )
        return
    left = everybody
    for number in reversed(written):
        if engine.exists(problem, Query(hit=1 << number, miss=left & ~(1 << number))) is None:
            left &= ~(1 << number)
            yield VACUOUS.at(constraints[number].span)


def contradictory(policy: model.Policy) -> bool:
    """Whether no customer is possible at all."""
    problem = _problem(policy)
    return engine.exists(problem, Query(miss=(1 << problem.rule_count) - 1)) is None


def _problem(policy: model.Policy) -> Problem:
    """The constraints as rules."""
    conditions = [constraint.condition for constraint in policy.constraints]
    space = space_of(policy, conditions)
    boxes = [space.boxes(condition) for condition in conditions]
    count = len(conditions)
    return Problem(
        sizes=space.sizes,
        rows=tuple(box for rule in boxes for box in rule),
        rule_of=tuple(number for number, rule in enumerate(boxes) for _ in rule),
        forbidden=(),
        silencers=(0,) * count,
        beaten_by=(0,) * count,
        clashes=(0,) * count,
        kind_of=(0,) * count,
    )
