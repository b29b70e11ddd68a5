"""A possible customer for whom no rule says how often."""

from collections.abc import Iterator

from kontaktdsl import model, words
from kontaktdsl.analysis import engine
from kontaktdsl.analysis.problem import Box, Query, gap
from kontaktdsl.cubes import condition, everyone, is_no, joined
from kontaktdsl.diagnostics import Diagnostic, Edit, Kind, Repair, Safety, Severity, Text
from kontaktdsl.lint.context import INCOMPLETE, MOST_REGIONS, SHOWN, Context, end_of
from kontaktdsl.question import Asked

KIND = Kind(
    "gap",
    Text("Lücke", "gap"),
    Severity.ERROR,
    Text(
        "Für diese Kundinnen und Kunden ist kein Abstand festgelegt",
        "For these customers no interval is set",
    ),
    Text(
        "Eine Richtlinie muss für jeden möglichen Menschen in ihrem Geltungsbereich sagen, wie oft "
        "Kontakt zu halten ist. Wer in einer Lücke steht, wird leicht vergessen.",
        "A policy must say for every possible person in its scope how often to make contact. "
        "Whoever stands in a gap is easily forgotten.",
    ),
    'policy "Beispiel"\nattribute status: alo | asu\nattribute age: number 15 to 66\n'
    "age under 25 and alo -> monthly\nage at least 25 -> every 2 months\n",
    'policy "Beispiel"\nattribute status: alo | asu\nattribute age: number 15 to 66\n'
    "age under 25 and alo -> monthly\nage at least 25 -> every 2 months\n"
    "age under 25 and asu -> every 3 months\n",
)

_NEAREST_LIMIT = 300
"""In a policy with more rules the repair names every condition instead of the fewest."""

_WORDS = {
    "de": ("nicht geregelt", "unmöglich", "weil", "Beispiel"),
    "en": ("not regulated", "impossible", "because", "example"),
}


def check(context: Context) -> Iterator[Diagnostic]:
    """One finding with the largest regions that no rule covers."""
    asked = context.how_often
    tally = context.tally(asked)
    if tally is not None and not tally.gap:
        return
    found = engine.regions(asked.problem, [gap(asked.problem)], limit=MOST_REGIONS)
    if not found.boxes:
        return
    regions, more = context.describe(asked, found)
    nearest, label = _nearest(asked, found.boxes[0])
    repairs = [
        repair for box in found.boxes[:SHOWN] for repair in _repairs(context, asked, box, nearest)
    ]
    if len(regions) > 1:
        repairs = [repair for repair in repairs if repair.edits]
    span = nearest.condition_span if nearest else context.policy_span
    notes = () if found.complete else (INCOMPLETE,)
    yield KIND.at(
        span,
        label=label,
        regions=regions,
        more_regions=more,
        notes=notes,
        repairs=tuple(repairs),
    )


def _nearest(asked: Asked, box: Box) -> tuple[model.Rule | None, Text | None]:
    """The rule that misses the box on the fewest axes, and what keeps it away."""
    best: tuple[int, int, int] | None = None
    problem = asked.problem
    for number, row in enumerate(problem.rows):
        apart = sum(1 for mine, other in zip(box, row, strict=True) if not mine & other)
        rule = problem.rule_of[number]
        exception = asked.rules[rule].block.exception
        if best is None or (apart + 2 * exception, number) < best[:2]:
            best = apart + 2 * exception, number, rule
    if best is None:
        return None, None
    row, nearest = problem.rows[best[1]], asked.rules[best[2]]
    only = [
        words.ranges(asked.policy, axis.attribute, axis.ranges(mask))
        for axis, mask, mine in zip(asked.space.axes, row, box, strict=True)
        if not mask & mine
    ]
    if not only:
        return nearest, None
    who = joined(only)
    return nearest, Text(f"gilt nur für: {who.de}", f"holds only for: {who.en}")


def _repairs(
    context: Context, asked: Asked, box: Box, nearest: model.Rule | None
) -> Iterator[Repair]:
    language = context.policy.language
    silent, impossible, because, _ = _WORDS[language]
    block = nearest.block if nearest is not None else None
    inside = (
        block is not None
        and block.name is not None
        and not block.table
        and not any(rule.otherwise for rule in block.rules)
    )
    wide = _widened(asked, box, block) if inside and block is not None else box
    who = condition(context.policy, asked.space, wide, language) or everyone(
        context.policy, language
    )
    if not who:
        return
    exact = condition(context.policy, asked.space, box, language)
    bullet = "  - " if inside else ""
    at = end_of(nearest.span) if inside and nearest is not None else context.end
    word = "" if inside else context.word
    yield Repair(f"{bullet}{who} -> ...{word}", Text("eine Vorgabe", "an interval"))
    quiet = f'{bullet}{who} -> {silent} "..."{word}'
    edits = (Edit(at, "\n" + quiet),)
    yield Repair(quiet, Text("bewusst offen", "open on purpose"), edits, Safety.UNSAFE)
    if not exact:
        return
    never = f'{impossible}: {exact} {because} "..."'
    yield Repair(
        never, Text("kommt nicht vor", "cannot occur"), (Edit(context.end, "\n" + never + "\n"),)
    )


def _widened(asked: Asked, box: Box, block: model.Block) -> Box:
    """Forget what only says whom the exceptions to the block take care of."""
    problem = asked.problem
    if problem.rule_count > _NEAREST_LIMIT:
        return box
    over = asked.policy.over[block.index]
    silencing = sum(
        1 << number for number, rule in enumerate(asked.rules) if over >> rule.block.index & 1
    )
    if not silencing:
        return box
    others = [number for number in range(problem.rule_count) if not silencing >> number & 1]
    for at, axis in enumerate(asked.space.axes):
        wider = (*box[:at], asked.space.everything[at], *box[at + 1 :])
        if is_no(axis, box[at]) and not any(
            engine.exists(problem, Query(inside=(wider,), hit=1 << other, miss=silencing))
            for other in others
        ):
            box = wider
    return box
