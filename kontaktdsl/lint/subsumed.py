"""A rule that says nothing that other rules do not say for the same customers."""

from collections.abc import Iterator

from kontaktdsl import model
from kontaktdsl.analysis import engine
from kontaktdsl.analysis.problem import Query, undefeated
from kontaktdsl.diagnostics import Diagnostic, Kind, Label, Severity, Text
from kontaktdsl.lint.context import Context
from kontaktdsl.question import first_of
from kontaktdsl.strictness import Order, compare
from kontaktdsl.values import RHYTHMS, First, Outcome, rhythm_of

KIND = Kind(
    "subsumed",
    Text("entbehrliche Regel", "redundant rule"),
    Severity.WARNING,
    Text(
        "Andere Zeilen sagen für dieselben Menschen schon dasselbe",
        "Other lines already say the same for the same people",
    ),
    Text(
        "Wer später nur eine der Zeilen ändert, erzeugt einen Widerspruch.",
        "Whoever later changes only one of the lines creates a contradiction.",
    ),
    'policy "Beispiel"\nattribute status: alo | asu\nattribute age: number 15 to 66\n'
    "alo or asu -> monthly\nalo and age under 25 -> monthly\n",
    'policy "Beispiel"\nattribute status: alo | asu\nattribute age: number 15 to 66\n'
    'alo or asu -> monthly\nalo and age under 25 -> do "x"\n',
)


def check(context: Context) -> Iterator[Diagnostic]:
    """One finding for each such rule; of two that say the same the later one."""
    asked = context.what
    problem = asked.problem
    dead = set(engine.never_hit(problem)) | set(engine.always_silenced(problem))
    groups: dict[object, list[int]] = {}
    for number, rule in enumerate(asked.rules):
        groups.setdefault(_key(rule.outcome), []).append(number)
    for numbers in groups.values():
        alive = [number for number in numbers if number not in dead]
        for number in reversed(alive):
            same = [
                other
                for other in alive
                if other != number
                and _says(asked.rules[other].outcome, asked.rules[number].outcome)
            ]
            if not same:
                continue
            mask = sum(1 << other for other in same)
            alone = undefeated(problem, number) & Query(defeated=mask)
            if engine.exists(problem, alone) is None:
                alive.remove(number)
                yield KIND.at(
                    asked.rules[number].span,
                    others=_meeting(context, asked.rules[number], same),
                )


def _meeting(context: Context, rule: model.Rule, same: list[int]) -> tuple[Label, ...]:
    asked = context.what
    hit = 1 << rule.index
    return tuple(
        Label(asked.rules[other].span)
        for other in same
        if engine.exists(asked.problem, Query(hit=hit | 1 << other)) is not None
    )[:5]


def _key(outcome: Outcome) -> object:
    """Outcomes that say the same have the same key."""
    rhythm = rhythm_of(outcome)
    length = getattr(rhythm, "length", None)
    return (type(rhythm), length.meaning if length is not None else rhythm), first_of(outcome)


def _says(outcome: Outcome, other: Outcome) -> bool:
    """Whether an outcome says all that the other one says."""
    one, two = rhythm_of(outcome), rhythm_of(other)
    if two is not None and (
        one is None
        or compare(one, two) is not Order.EQUAL
        or getattr(one, "strength", None) != getattr(two, "strength", None)
    ):
        return False
    if first_of(other) is not None and first_of(outcome) != first_of(other):
        return False
    rest = [part for part in other if not isinstance(part, (*RHYTHMS, First))]
    return all(part in outcome for part in rest)
