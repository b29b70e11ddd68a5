"""A rule that says nothing that other rules do not say for the same customers."""

from collections.abc import Iterator
from itertools import islice

from kontaktdsl.analysis import engine
from kontaktdsl.analysis.bitsets import bits
from kontaktdsl.analysis.problem import Query, undefeated
from kontaktdsl.diagnostics import Diagnostic, Kind, Label, Severity, Text
from kontaktdsl.lint.context import Context
from kontaktdsl.opening import Opening, opening
from kontaktdsl.strictness import Order, aim, compare
from kontaktdsl.values import RHYTHMS, After, First, Outcome, duty_of, right_of

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
    dead = context.never_hit | context.always_silenced
    groups: dict[Outcome, int] = {}
    for number, rule in enumerate(asked.rules):
        if number not in dead:
            groups[rule.outcome] = groups.get(rule.outcome, 0) | 1 << number
    saying = {
        outcome: sum(mask for other, mask in groups.items() if _says(other, outcome))
        for outcome in groups
    }
    gone = 0
    for number in reversed(range(len(asked.rules))):
        rule = asked.rules[number]
        same = saying.get(rule.outcome, 0) & ~(gone | 1 << number)
        if number in dead or not same:
            continue
        meeting = asked.meeting[number] & same
        alone = undefeated(problem, number) & Query(defeated=meeting)
        if meeting and engine.exists(problem, alone) is None:
            gone |= 1 << number
            yield KIND.at(rule.span, others=_labels(context, number, meeting))


def _labels(context: Context, number: int, meeting: int) -> tuple[Label, ...]:
    asked = context.what
    together = (
        other
        for other in bits(meeting)
        if engine.exists(asked.problem, asked.applies(number) & asked.applies(other)) is not None
    )
    return tuple(Label(asked.rules[other].span) for other in islice(together, 5))


def _says(outcome: Outcome, other: Outcome) -> bool:
    """Whether an outcome says all that the other one says."""
    for slot in (duty_of, right_of):
        one, two = slot(outcome), slot(other)
        if two is not None and (
            one is None
            or compare(one, two) is not Order.EQUAL
            or getattr(one, "strength", None) != getattr(two, "strength", None)
            or (aim(two) is not None and aim(one) != aim(two))
        ):
            return False
    if not _opens(opening(outcome), opening(other)):
        return False
    rest = [part for part in other if not isinstance(part, (*RHYTHMS, First, After))]
    return all(part in outcome for part in rest)


def _opens(one: Opening | None, two: Opening | None) -> bool:
    """Whether the first says all that the second says of the time before the rhythm."""
    if two is None:
        return True
    if one is None:
        return False
    pairs: list[tuple[object, object]] = [
        (one.first, two.first),
        (one.steps, two.steps),
        (one.first_aim, two.first_aim),
        *zip(one.step_aims, two.step_aims, strict=False),
    ]
    return all(said is None or said == says for says, said in pairs)
