"""An exception that loosens an interval which the policy declares a minimum."""

from collections.abc import Iterator

from kontaktdsl import model, words
from kontaktdsl.analysis import engine
from kontaktdsl.analysis.bitsets import bits
from kontaktdsl.analysis.problem import Box, Query, kept, undefeated
from kontaktdsl.cubes import condition
from kontaktdsl.diagnostics import Diagnostic, Edit, Kind, Label, Repair, Safety, Severity, Text
from kontaktdsl.lint.context import Context, end_of
from kontaktdsl.question import Asked
from kontaktdsl.source import Span
from kontaktdsl.strictness import Order, compare
from kontaktdsl.values import Every, Strength, Times, rhythm_of

KIND = Kind(
    "loosened-minimum",
    Text("gelockertes Minimum", "loosened minimum"),
    Severity.WARNING,
    Text(
        "Eine Ausnahme lockert eine Mindestvorgabe: {before} wird {after}",
        "An exception loosens a minimum: {before} becomes {after}",
    ),
    Text(
        "Ein Minimum verspricht, dass der Abstand nie größer wird. Wer es trotzdem lockern will, "
        "sagt an der Zeile der Ausnahme selbst, warum.",
        "A minimum promises that the interval never grows. Whoever wants to loosen it all the same "
        "says why, on the line of the exception itself.",
    ),
    'policy "Beispiel"\n  intervals are a minimum\nattribute status: alo | asu\n'
    "attribute age: number 15 to 66\nrules A:\n  - alo or asu -> monthly\n"
    "exception B to A:\n  - age under 25 and alo -> every 6 months\n",
    'policy "Beispiel"\n  intervals are a minimum\nattribute status: alo | asu\n'
    "attribute age: number 15 to 66\nrules A:\n  - alo or asu -> monthly\n"
    'exception B to A:\n  - age under 25 and alo -> every 6 months because "so gewollt"\n',
)


def check(context: Context) -> Iterator[Diagnostic]:
    """One finding for each line of an exception, with every line that it loosens."""
    asked = context.with_minimum
    minimum = _header_minimum(context, asked)
    beneath: dict[int, int] = {}
    for other, base in enumerate(asked.rules):
        for index in bits(context.policy.over[base.block.index]):
            beneath[index] = beneath.get(index, 0) | 1 << other
    for number, rule in enumerate(asked.rules):
        rhythm = rhythm_of(rule.outcome)
        acknowledged = rule.because is not None and rule.because is not rule.block.because
        if not rule.block.exception or rhythm is None or acknowledged:
            continue
        loosened: dict[int, Query] = {}
        for other in bits(asked.meeting[number] & beneath.get(rule.block.index, 0)):
            base = asked.rules[other]
            before = rhythm_of(base.outcome)
            if before is not None and compare(rhythm, before) is Order.LOOSER:
                inside = _minimum(base, asked, minimum)
                if inside is None:
                    continue
                query = kept(asked.problem, number) & asked.applies(other)
                query &= Query(inside=inside)
                if engine.exists(asked.problem, query) is not None:
                    loosened[other] = query
        if loosened:
            yield _finding(context, asked, rule, loosened)


def _header_minimum(context: Context, asked: Asked) -> tuple[Box, ...] | None:
    """Where the header makes an interval a minimum: boxes, () for everywhere, None for nowhere."""
    header = context.policy.header
    if header.strength is Strength.MINIMUM:
        return ()
    return asked.boxes(header.minimum_for) or None if header.minimum_for is not None else None


def _minimum(
    base: model.Rule, asked: Asked, header: tuple[Box, ...] | None
) -> tuple[Box, ...] | None:
    rhythm = rhythm_of(base.outcome)
    if isinstance(rhythm, Every | Times) and rhythm.strength is not None:
        return () if rhythm.strength is Strength.MINIMUM else None
    return header


def _finding(
    context: Context, asked: Asked, rule: model.Rule, loosened: dict[int, Query]
) -> Diagnostic:
    queries = list(loosened.values())
    regions, more = context.regions(asked, queries)
    first = asked.rules[next(iter(loosened))]
    after, before = rhythm_of(rule.outcome), rhythm_of(first.outcome)
    assert after is not None
    assert before is not None
    return KIND.at(
        rule.span,
        before=words.rhythm(before),
        after=words.rhythm(after),
        others=tuple(
            Label(asked.rules[n].span, Text("war Mindestvorgabe", "was a minimum"))
            for n in loosened
        ),
        regions=regions,
        more_regions=more,
        repairs=tuple(_repairs(context, asked, rule, queries)),
    )


def _repairs(
    context: Context, asked: Asked, rule: model.Rule, queries: list[Query]
) -> Iterator[Repair]:
    language = context.policy.language
    source = rule.span.source
    start = source.line_starts[rule.span.line - 1]
    because = {"de": ' weil "..."', "en": ' because "..."'}[language]
    at = Span(source, rule.span.end, rule.span.end)
    line = source.text[start : rule.span.end].strip() + because
    note = Text("so gewollt, mit Grund", "intended, with a reason")
    yield Repair(line, note, (Edit(at, because),), Safety.UNSAFE)
    boxes = engine.regions(asked.problem, queries, limit=2).boxes
    joint, negation = {"de": (" und ", "nicht"), "en": (" and ", "not")}[language]
    if len(boxes) == 1:
        box = _shortened(asked, boxes[0], asked.bit(rule).bit_length() - 1)
        if box == asked.space.everything:
            return
        short = condition(context.policy, asked.space, box, language)
        written = rule.condition_span.text
        old = f"({written})" if _is_choice(written, language) else written
        new = f"{old}{joint}{negation} ({short})"
        end = source.text[rule.condition_span.end : end_of(rule.span).start].rstrip()
        yield Repair(
            f"- {new}{end}",
            Text("das Minimum bleibt", "the minimum stays"),
            (Edit(rule.condition_span, new),),
        )


def _shortened(asked: Asked, box: Box, number: int) -> Box:
    """Forget the axes beyond which the line never counts anyway."""
    counts = undefeated(asked.problem, number)
    for at, everything in enumerate(asked.space.everything):
        beyond = (*box[:at], everything & ~box[at], *box[at + 1 :])
        if not beyond[at] or not engine.exists(asked.problem, counts & Query(inside=(beyond,))):
            box = (*box[:at], everything, *box[at + 1 :])
    return box


def _is_choice(text: str, language: str) -> bool:
    return {"de": " oder ", "en": " or "}[language] in f" {text} "
