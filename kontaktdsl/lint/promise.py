"""What an author writes down as true: examples and guarantees, proven for all cases or refuted."""

from collections.abc import Callable, Hashable, Iterator

import attrs

from kontaktdsl import model, words
from kontaktdsl.analysis import engine
from kontaktdsl.analysis.bitsets import Case
from kontaktdsl.analysis.problem import Box, Query, gap, kept
from kontaktdsl.cubes import joined
from kontaktdsl.diagnostics import Diagnostic, Kind, Label, Severity, Text
from kontaktdsl.lint.context import Context
from kontaktdsl.lint.kind_mixture import TOO_MIXED, Speaking, proving, speaking
from kontaktdsl.mixture import Demand, Owed, TooMixed, breaking, demands
from kontaktdsl.opening import first_of
from kontaktdsl.question import Asked, Question, asked_of
from kontaktdsl.record import Shown
from kontaktdsl.strictness import clash
from kontaktdsl.values import (
    RHYTHMS,
    First,
    Kinds,
    OnRequest,
    Outcome,
    Part,
    Rhythm,
    See,
    rhythm_of,
)

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

EXAMPLE_OUTSIDE = Kind(
    "example-outside",
    Text("Beispiel außerhalb des Geltungsbereichs", "example outside the scope"),
    Severity.ERROR,
    Text(
        "Für diesen Menschen gilt die Richtlinie nicht", "The policy does not apply to this person"
    ),
    Text(
        "Die Zeile „gilt für“ nimmt den Menschen des Beispiels aus; die Richtlinie sagt ihm nichts.",
        "The line `applies to` leaves out the person of the example; the policy tells that person "
        "nothing.",
    ),
    'policy "Beispiel"\n  applies to alo\nattribute status: alo | asu\n'
    'alo -> monthly\nexample "a": asu -> monthly\n',
    'policy "Beispiel"\n  applies to alo\nattribute status: alo | asu\n'
    'alo -> monthly\nexample "a": alo -> monthly\n',
)

Promise = model.Example | model.EnsureOutcome


@attrs.frozen(eq=False, repr=False)
class _Failure(Shown):
    """Where a part does not hold: the question, the cases, the rules that say otherwise."""

    asked: Asked
    queries: tuple[Query, ...]
    rules: tuple[model.Rule, ...]
    delegated: bool = False
    how: Text | None = None
    """Contacts that keep all that is said and break the promise."""


def check(context: Context) -> Iterator[Diagnostic]:
    """Each example and each guarantee that does not hold."""
    if not context.promises:
        return
    how_often = context.refined(Question.HOW_OFTEN)
    for promise in context.promises:
        inside = context.meant(promise, how_often)
        if not inside or engine.exists(how_often.problem, Query(inside=inside)) is None:
            if isinstance(promise, model.Example):
                yield _nobody(context, promise, how_often, inside)
            continue
        try:
            failures = [
                failure for part in promise.outcome for failure in _failures(context, promise, part)
            ]
        except TooMixed:
            yield TOO_MIXED.at(promise.span)
            continue
        yield from _findings(context, promise, failures)


def _nobody(
    context: Context, example: model.Example, asked: Asked, inside: tuple[Box, ...]
) -> Diagnostic:
    scope = context.policy.scope
    if scope is not None and inside:
        problem = attrs.evolve(asked.problem, forbidden=asked.impossible, laid_out=None)
        if engine.exists(problem, Query(inside=inside)) is not None:
            return EXAMPLE_OUTSIDE.at(example.span, others=(Label(scope.span),))
    return EXAMPLE_IMPOSSIBLE.at(example.span)


def _findings(
    context: Context,
    promise: Promise,
    failures: list[_Failure],
) -> Iterator[Diagnostic]:
    for failure in failures:
        regions, more = context.regions(failure.asked, failure.queries)
        labels = tuple(Label(rule.span) for rule in failure.rules[:5])
        notes = tuple(_instead(rule) for rule in failure.rules[:5])
        if failure.how is not None:
            notes = (*notes, failure.how)
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
    elif isinstance(part, Kinds) and part.amount is not None:
        yield from _mixture(context, promise, part)
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
    """Where a question that need not be answered is not answered as expected; `reads` is what of an
    answer is compared.
    """
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


_BROKEN = Text("möglich wäre: {contacts}", "possible would be: {contacts}")


def _mixture(context: Context, promise: Promise, part: Kinds) -> Iterator[_Failure]:
    """Kinds that are counted: proven where all sequences of contacts keep them."""
    said = speaking(context, context.promised)
    (wanted,) = demands((part,))
    inside = Query(inside=context.meant(promise, said.asked))
    refuting: list[tuple[model.Rule | None, Query]] = []
    delegated: list[tuple[model.Rule | None, Query]] = []
    how: Text | None = None
    nobody = Query(defeated=sum(1 << rule.index for rule in context.how_often.rules))
    counting: dict[Owed, list[tuple[model.Rule | None, Query]]] = {Owed(): [(None, nobody)]}
    for windows, rules in said.rhythms.items():
        counting.setdefault(windows, []).extend(rules)
    for windows, rhythms in counting.items():
        asked = wanted if windows.count > 1 else wanted.of_all
        for unproven in proving(said, windows, asked):
            for rule, query in rhythms:
                query &= inside & unproven
                case = engine.exists(said.asked.problem, query)
                if case is None:
                    continue
                see = rule is not None and any(isinstance(p, See) for p in rule.outcome)
                (delegated if see else refuting).append((rule, query))
                if how is None and not see:
                    how = _broken(context, said, asked, windows, case)
    for found, elsewhere in ((refuting, False), (delegated, True)):
        if found:
            yield _Failure(
                said.asked,
                tuple(query for _, query in found),
                tuple(dict.fromkeys(rule for rule, _ in found if rule is not None)),
                delegated=elsewhere,
                how=None if elsewhere else how,
            )


def _broken(
    context: Context, said: Speaking, wanted: Demand, windows: Owed, case: Case
) -> Text | None:
    contacts = breaking(said.at(case), wanted, said.kinds, windows)
    if contacts is None:
        return None
    labels = {kind.name: kind.label or kind.name for kind in context.policy.kinds}
    return _BROKEN.format(contacts=", ".join(labels[kind] for kind in contacts))
