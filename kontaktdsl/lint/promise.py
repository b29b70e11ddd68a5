"""What an author writes down as true: examples and guarantees, proven for all cases or refuted."""

from collections.abc import Callable, Hashable, Iterator

import attrs

from kontaktdsl import model, words
from kontaktdsl.analysis import engine
from kontaktdsl.analysis.problem import Query, gap, kept
from kontaktdsl.cubes import joined
from kontaktdsl.diagnostics import Diagnostic, Kind, Label, Severity, Text
from kontaktdsl.lint.context import Context
from kontaktdsl.question import Asked, Question, asked_of, first_of
from kontaktdsl.record import Shown
from kontaktdsl.strictness import clash
from kontaktdsl.values import RHYTHMS, First, OnRequest, Outcome, Part, Rhythm, See, rhythm_of

_HEAD = 'policy "Beispiel"\nattribute status: alo | asu\nattribute age: number 15 to 66\n'
_RULES = "age under 25 -> monthly\nage at least 25 and alo -> every 2 months\n"
_REST = 'age at least 25 and asu -> see "anderes Konzept"\n'

REFUTED = Kind(
    "ensure-refuted",
    Text("Zusicherung widerlegt", "guarantee refuted"),
    Severity.ERROR,
    Text("Das gilt nicht immer: {promise}", "This does not always hold: {promise}"),
    Text(
        "Eine Zusicherung gilt für alle möglichen Menschen oder gar nicht.",
        "A guarantee holds for all possible people or not at all.",
    ),
    _HEAD + _RULES + _REST + "ensure: alo -> monthly\n",
    _HEAD + _RULES + _REST + "ensure: alo and age under 25 -> monthly\n",
)
NOT_GUARANTEED = Kind(
    "not-guaranteed",
    Text("hier nicht zugesichert", "not guaranteed here"),
    Severity.WARNING,
    Text(
        "Das regelt für einige eine andere Weisung, deshalb ist es hier nicht zugesichert",
        "For some another directive decides, so it is not guaranteed here",
    ),
    Text(
        "Was in einer anderen Weisung steht, lässt sich hier nicht beweisen.",
        "What stands in another directive cannot be proven here.",
    ),
    _HEAD + _RULES + _REST + "ensure: age at least 25 -> every 2 months\n",
    _HEAD + _RULES + _REST + "ensure: age at least 25 and alo -> every 2 months\n",
)
EXAMPLE_FAILS = Kind(
    "example-fails",
    Text("Beispiel stimmt nicht", "example fails"),
    Severity.ERROR,
    Text("Das Beispiel ergibt etwas anderes", "The example comes out differently"),
    Text(
        "Ein Beispiel ist eine Probe: Es muss ergeben, was dahintersteht.",
        "An example is a test: it must give what is written behind it.",
    ),
    _HEAD + _RULES + _REST + 'example "a": age 30, alo -> monthly\n',
    _HEAD + _RULES + _REST + 'example "a": age 30, alo -> every 2 months\n',
)
EXAMPLE_IMPOSSIBLE = Kind(
    "example-impossible",
    Text("Beispiel eines unmöglichen Menschen", "example of an impossible person"),
    Severity.ERROR,
    Text("Diesen Menschen kann es nicht geben", "This person cannot exist"),
    Text(
        "Eine Zeile „unmöglich“ schließt die Angaben des Beispiels aus.",
        "A line `impossible` excludes the facts of the example.",
    ),
    _HEAD
    + "impossible: alo and age under 20\n"
    + _RULES
    + _REST
    + 'example "a": age 18, alo -> monthly\n',
    _HEAD
    + "impossible: alo and age under 20\n"
    + _RULES
    + _REST
    + 'example "a": age 18, asu -> monthly\n',
)

Promise = model.Example | model.EnsureOutcome


@attrs.frozen(eq=False, repr=False)
class _Failure(Shown):
    """Where a part does not hold: the question, the cases, the rules that say otherwise."""

    asked: Asked
    queries: tuple[Query, ...]
    rules: tuple[model.Rule, ...]
    delegated: bool = False


def check(context: Context) -> Iterator[Diagnostic]:
    """Each example and each guarantee that does not hold."""
    if not context.promises:
        return
    how_often = context.refined(Question.HOW_OFTEN)
    for promise in context.promises:
        inside = context.meant(promise, how_often)
        if not inside or engine.exists(how_often.problem, Query(inside=inside)) is None:
            if isinstance(promise, model.Example):
                yield EXAMPLE_IMPOSSIBLE.at(promise.span)
            continue
        failures = [
            failure for part in promise.outcome for failure in _failures(context, promise, part)
        ]
        yield from _findings(context, promise, failures)


def _findings(
    context: Context,
    promise: Promise,
    failures: list[_Failure],
) -> Iterator[Diagnostic]:
    for failure in failures:
        regions, more = context.regions(failure.asked, failure.queries)
        labels = tuple(Label(rule.span) for rule in failure.rules[:5])
        notes = tuple(_instead(rule) for rule in failure.rules[:5])
        if isinstance(promise, model.Example):
            yield EXAMPLE_FAILS.at(
                promise.span, others=labels, regions=regions, more_regions=more, notes=notes
            )
        elif failure.delegated:
            yield NOT_GUARANTEED.at(promise.span, others=labels, regions=regions, more_regions=more)
        else:
            yield REFUTED.at(
                promise.span,
                promise=promise.span.text.partition(":")[2].strip() or promise.span.text,
                others=labels,
                regions=regions,
                more_regions=more,
                notes=notes,
            )


def _instead(rule: model.Rule) -> Text:
    told = joined([words.part(part) for part in rule.outcome])
    return Text(f"stattdessen: {told.de}", f"instead: {told.en}")


def _failures(context: Context, promise: Promise, part: Part) -> Iterator[_Failure]:
    if isinstance(part, OnRequest):
        yield from _slot(context, promise, Question.ON_REQUEST, asked_of, part)
    elif isinstance(part, RHYTHMS):
        yield from _rhythm(context, promise, part)
    elif isinstance(part, First):
        yield from _slot(context, promise, Question.WHEN_FIRST, first_of, part)
    else:
        asked = context.refined(Question.WHAT)
        carriers = sum(asked.bit(rule) for rule in asked.rules if part in rule.outcome)
        query = Query(inside=context.meant(promise, asked), defeated=carriers)
        if engine.exists(asked.problem, query) is not None:
            yield _Failure(asked, (query,), ())


def _rhythm(context: Context, promise: Promise, expected: Rhythm) -> Iterator[_Failure]:
    asked = context.refined(Question.HOW_OFTEN)
    inside = Query(inside=context.meant(promise, asked))
    delegated: list[tuple[model.Rule, Query]] = []
    refuting: list[tuple[model.Rule, Query]] = []
    for number, rule in enumerate(asked.rules):
        said = rhythm_of(rule.outcome)
        assert said is not None
        if isinstance(said, OnRequest) or clash(said, expected):
            query = inside & kept(asked.problem, number)
            if engine.exists(asked.problem, query) is not None:
                (delegated if isinstance(said, See) else refuting).append((rule, query))
    nobody = inside & gap(asked.problem)
    uncovered = engine.exists(asked.problem, nobody) is not None
    if refuting or uncovered:
        queries = tuple(query for _, query in refuting) + ((nobody,) if uncovered else ())
        yield _Failure(asked, queries, tuple(rule for rule, _ in refuting))
    if delegated:
        yield _Failure(
            asked,
            tuple(query for _, query in delegated),
            tuple(rule for rule, _ in delegated),
            delegated=True,
        )


def _slot(
    context: Context,
    promise: Promise,
    question: Question,
    reads: Callable[[Outcome], Hashable | None],
    part: Part,
) -> Iterator[_Failure]:
    """Where a question that need not be answered is not answered as expected."""
    asked = context.refined(question)
    inside = Query(inside=context.meant(promise, asked))
    wanted, right = reads((part,)), 0
    failing: list[tuple[model.Rule, Query]] = []
    for number, rule in enumerate(asked.rules):
        said = reads(rule.outcome)
        if said == wanted:
            right |= 1 << number
        elif said is not None:
            query = inside & kept(asked.problem, number)
            if engine.exists(asked.problem, query) is not None:
                failing.append((rule, query))
    missing = inside & Query(defeated=right)
    if failing or engine.exists(asked.problem, missing) is not None:
        yield _Failure(
            asked,
            (*(query for _, query in failing), missing),
            tuple(rule for rule, _ in failing),
        )
