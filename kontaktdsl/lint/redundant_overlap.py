"""Two lines that say the same for the same people, with no declared order between them."""

from collections.abc import Iterator
from itertools import islice

from kontaktdsl import model
from kontaktdsl.analysis import engine
from kontaktdsl.analysis.bitsets import bits
from kontaktdsl.analysis.problem import Query, kept
from kontaktdsl.diagnostics import Diagnostic, Kind, Label, Severity, Text
from kontaktdsl.lint.context import Context
from kontaktdsl.question import Asked
from kontaktdsl.strictness import meaning
from kontaktdsl.values import Rhythm, rhythm_of

_HEAD = 'policy "Beispiel"\nattribute status: alo | asu\nattribute age: number 15 to 66\n'

KIND = Kind(
    "redundant-overlap",
    Text("doppelte Vorgabe", "redundant overlap"),
    Severity.HINT,
    Text(
        "Diese Zeilen sagen für dieselben Menschen dasselbe",
        "These lines say the same for the same people",
    ),
    Text(
        "Noch widersprechen sie sich nicht. Wer später nur eine der Zeilen ändert, erzeugt für "
        "diese Menschen einen Widerspruch.",
        "They do not contradict each other yet. Whoever later changes only one of the lines creates "
        "a contradiction for these people.",
    ),
    _HEAD + "alo -> monthly\nage under 25 -> monthly\nasu and age at least 25 -> weekly\n",
    _HEAD + "alo -> monthly\nasu and age under 25 -> monthly\nasu and age at least 25 -> weekly\n",
)

MOST = 5
"""So many lines get such a hint in one policy; the questions asked for it are bounded too."""
MOST_QUESTIONS = 500


def check(context: Context) -> Iterator[Diagnostic]:
    """One finding for each line, with the earlier lines that it overlaps only in part."""
    asked = context.how_often
    for number, others in islice(overlaps(asked), MOST):
        regions, more, _ = context.few(asked, [both(asked, number, other) for other in others])
        yield KIND.at(
            asked.rules[number].span,
            others=tuple(Label(asked.rules[other].span) for other in others[:5]),
            regions=regions,
            more_regions=more,
        )


def both(asked: Asked, one: int, other: int) -> Query:
    """The cases where two rules are kept."""
    return kept(asked.problem, one) & kept(asked.problem, other)


def overlaps(asked: Asked) -> Iterator[tuple[int, list[int]]]:
    """Per rule the earlier ones of the same meaning that it overlaps, neither inside the other."""
    groups: dict[Rhythm, int] = {}
    for number, rule in enumerate(asked.rules):
        groups[_meaning(rule)] = groups.get(_meaning(rule), 0) | 1 << number
    if all(not mask & (mask - 1) for mask in groups.values()):
        return
    ordered = _ordered(asked)
    asked_for = 0
    for number, rule in enumerate(asked.rules):
        earlier = asked.meeting[number] & groups[_meaning(rule)] & ((1 << number) - 1)
        others = []
        for other in bits(earlier):
            blocks = asked.rules[other].block.index, rule.block.index
            if rule.otherwise or asked.rules[other].otherwise or blocks in ordered:
                continue
            asked_for += 1
            if asked_for > MOST_QUESTIONS:
                return
            if _partly(asked, number, other):
                others.append(other)
        if others:
            yield number, others


def _partly(asked: Asked, one: int, other: int) -> bool:
    problem = asked.problem
    return (
        engine.exists(problem, both(asked, one, other)) is not None
        and engine.exists(problem, Query(hit=1 << one, miss=1 << other)) is not None
        and engine.exists(problem, Query(hit=1 << other, miss=1 << one)) is not None
    )


def _meaning(rule: model.Rule) -> Rhythm:
    rhythm = rhythm_of(rule.outcome)
    assert rhythm is not None
    return meaning(rhythm)


def _ordered(asked: Asked) -> set[tuple[int, int]]:
    """The pairs of blocks between which the policy declares an order or a choice."""
    policy = asked.policy
    found = {
        (a.index, b.index)
        for preference in policy.preferences
        for a in preference.blocks
        for b in preference.blocks
        if a is not b
    }
    for block, over in enumerate(policy.over):
        for above in bits(over):
            found |= {(block, above), (above, block)}
    return found
