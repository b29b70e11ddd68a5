"""`ensure: exactly one of A, B`: a person who satisfies none or two of them."""

from collections.abc import Iterator

from kontaktdsl import model
from kontaktdsl.analysis import engine
from kontaktdsl.analysis.problem import Problem, Query, gap
from kontaktdsl.cubes import region
from kontaktdsl.diagnostics import Diagnostic, Kind, Region, Severity, Text
from kontaktdsl.lint.context import SHOWN, Context
from kontaktdsl.space import Space, space_of

_HEAD = (
    'policy "Beispiel"\nattribute age: number 15 to 66\ndefine U25 as age under 25\n'
    "define ab25 as age at least 25\ndefine ab20 as age at least 20\nU25 -> monthly\n"
    'ab25 -> every 2 months\nab20 -> do "x"\n'
)

KIND = Kind(
    "not-exactly-one",
    Text("nicht genau eines", "not exactly one"),
    Severity.ERROR,
    Text(
        "Nicht immer gilt genau eines davon: {names}", "Not always does exactly one hold: {names}"
    ),
    Text(
        "„Genau eines“ heißt für jeden möglichen Menschen: eines gilt, und kein zweites.",
        "`exactly one` means for every possible person: one holds, and no second.",
    ),
    _HEAD + "ensure: exactly one of U25, ab20\n",
    _HEAD + "ensure: exactly one of U25, ab25\n",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """One finding for each such line that does not hold: who satisfies none, and who two."""
    for ensure in context.policy.ensures:
        if isinstance(ensure, model.EnsureOneOf):
            space, problem = _compile(context.policy, ensure)
            count = problem.rule_count
            two = [Query(hit=1 << one | 1 << other) for one in range(count) for other in range(one)]
            none = _regions(context, space, problem, [gap(problem)])
            twice = _regions(context, space, problem, two)
            notes = []
            if none:
                notes.append(Text("auf einige trifft keines zu", "for some none of them holds"))
            if twice:
                notes.append(Text("auf einige treffen zwei zu", "for some two of them hold"))
            if notes:
                yield KIND.at(
                    ensure.span,
                    names=", ".join(text for _, text in ensure.conditions),
                    regions=(none + twice)[:SHOWN],
                    more_regions=max(0, len(none + twice) - SHOWN),
                    notes=tuple(notes),
                )


def _regions(
    context: Context, space: Space, problem: Problem, queries: list[Query]
) -> tuple[Region, ...]:
    found = engine.regions(problem, queries, limit=SHOWN + 1)
    total = engine.count(problem, Query())
    return tuple(
        region(
            context.policy, space, box, witness, engine.count(problem, Query(inside=(box,))), total
        )
        for box, witness in zip(found.boxes, found.witnesses, strict=True)
    )


def _compile(policy: model.Policy, ensure: model.EnsureOneOf) -> tuple[Space, Problem]:
    conditions = [condition for condition, _ in ensure.conditions]
    constraints = policy.unowed
    space = space_of(policy, [*conditions, *constraints])
    boxes = [space.boxes(condition) for condition in conditions]
    none = (0,) * len(conditions)
    return space, Problem(
        sizes=space.sizes,
        rows=tuple(box for rule in boxes for box in rule),
        rule_of=tuple(number for number, rule in enumerate(boxes) for _ in rule),
        forbidden=tuple(box for condition in constraints for box in space.boxes(condition)),
        silencers=none,
        beaten_by=none,
        clashes=none,
        kind_of=none,
    )
