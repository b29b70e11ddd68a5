"""Two rules that say how often, differently, for the same customer, with no declared order."""

from collections.abc import Iterator
from itertools import islice

import attrs

from kontaktdsl import model
from kontaktdsl.analysis import engine
from kontaktdsl.analysis.problem import Query, conflict
from kontaktdsl.diagnostics import Diagnostic, Edit, Kind, Label, Repair, Severity, Text
from kontaktdsl.lint.context import Context, end_of
from kontaktdsl.question import Asked
from kontaktdsl.record import Shown
from kontaktdsl.source import Span
from kontaktdsl.strictness import Order, compare
from kontaktdsl.values import rhythm_of

KIND = Kind(
    "conflict",
    Text("Widerspruch", "conflict"),
    Severity.ERROR,
    Text(
        "Zwei Vorgaben gelten gleichzeitig und widersprechen sich",
        "Two rules apply at once and contradict each other",
    ),
    Text(
        "Weder die Reihenfolge der Zeilen noch ihre Genauigkeit entscheidet, was vorgeht: das sagt "
        "allein, wer die Richtlinie verantwortet, mit einer Ausnahme oder einem Vorrang.",
        "Neither the order of the lines nor how specific they are decides what comes first: only "
        "the owner of the policy says so, with an exception or a preference.",
    ),
    'policy "Beispiel"\nattribute status: alo | asu\nattribute age: number 15 to 66\n'
    "rules A:\n  - alo or asu -> monthly\nrules B:\n  - age under 25 -> weekly\n",
    'policy "Beispiel"\nattribute status: alo | asu\nattribute age: number 15 to 66\n'
    "rules A:\n  - alo or asu -> monthly\nexception B to A:\n  - age under 25 -> weekly\n",
)

MOST_PAIRS = 5
"""So many pairs of lines are shown with one finding."""

MOST_FINDINGS = 50
"""So many pairs of blocks get a finding of their own; the last one counts the rest."""
MOST_QUERIES = 40
"""The regions of a pair of blocks are those of so many of its pairs of lines."""
MOST_CONFLICTS = 2000
"""So many pairs of lines are looked for; a finding says when there are more."""

_MORE = Text(
    "Die Suche nach weiteren Paaren wurde nach {most} abgebrochen.",
    "The search for more pairs was cut short after {most}.",
).format(most=MOST_CONFLICTS)
_OWNER = Text(
    "Der Text sagt nicht, was vorgeht. Das entscheidet, wer die Richtlinie verantwortet.",
    "The text does not say what comes first. The owner of the policy decides.",
)


@attrs.frozen(eq=False, repr=False)
class _Words(Shown):
    rules: str
    exception: str
    to: str
    because: str
    strictest: str


_WORDS = {
    "de": _Words("Regeln", "Ausnahme", "zu", "weil", 'von {a}, {b} gilt das Strengste weil "..."'),
    "en": _Words(
        "rules", "exception", "to", "because", 'of {a}, {b} the strictest applies because "..."'
    ),
}


def check(context: Context) -> Iterator[Diagnostic]:
    """One finding for each pair of blocks that contradict each other, with all their regions."""
    yield from findings(context, context.how_often, KIND)


def findings(context: Context, asked: Asked, kind: Kind) -> Iterator[Diagnostic]:
    """The contradictions of one question, by pairs of blocks (within one block: of lines)."""
    problem = asked.problem
    tally = context.tally(asked)
    if tally is not None and not tally.conflict:
        return
    groups: dict[tuple[int, ...], list[tuple[int, int]]] = {}
    met = list(islice(engine.conflicts(problem), MOST_CONFLICTS + 1))
    for one, other in met[:MOST_CONFLICTS]:
        blocks = asked.rules[one].block.index, asked.rules[other].block.index
        key = (*blocks, one, other) if blocks[0] == blocks[1] else (min(blocks), max(blocks))
        groups.setdefault(key, []).append((one, other))
    for position, (_, pairs) in enumerate(sorted(groups.items())[:MOST_FINDINGS]):
        queries = [conflict(problem, one, other) for one, other in pairs[:MOST_QUERIES]]
        regions, more = context.regions(asked, queries)
        more = max(more, len(pairs) > MOST_QUERIES)
        first, second = asked.rules[pairs[0][0]], asked.rules[pairs[0][1]]
        involved = dict.fromkeys(number for pair in pairs for number in pair)
        labels = tuple(
            Label(asked.rules[number].span)
            for number in involved
            if asked.rules[number] is not first
        )
        hidden = len(labels) - MOST_PAIRS
        notes = [_OWNER, *([_MORE] if len(met) > MOST_CONFLICTS else [])]
        if hidden > 0:
            notes.append(Text(f"und {hidden} weitere Zeilen", f"and {hidden} more lines"))
        if position == MOST_FINDINGS - 1 and len(groups) > MOST_FINDINGS:
            notes.append(_others(len(groups) - MOST_FINDINGS))
        total = engine.count(problem, queries) if len(pairs) <= MOST_QUERIES else None
        if len(regions) + more > 1 and total is not None:
            notes.append(Text(f"zusammen {total} Fälle", f"{total} cases together"))
        notes.extend(_narrower(asked, pairs))
        yield kind.at(
            first.span,
            others=labels[:MOST_PAIRS],
            regions=regions,
            more_regions=more,
            notes=tuple(notes),
            repairs=tuple(_repairs(context, first, second)),
        )


def _others(count: int) -> Text:
    return Text(
        f"ebenso widersprechen sich {count} weitere Paare von Blöcken oder Zeilen",
        f"{count} more pairs of blocks or lines contradict each other likewise",
    )


def _narrower(asked: Asked, pairs: list[tuple[int, int]]) -> Iterator[Text]:
    """Where each case of one side is a case of the other: the narrower one may be an exception."""
    if len(pairs) > MOST_PAIRS:
        return
    inside, around = (
        all(
            not asked.rules[other].otherwise
            and engine.exists(asked.problem, asked.applies(one) & Query(miss=1 << other)) is None
            for one, other in each
        )
        for each in (pairs, [(other, one) for one, other in pairs])
    )
    if inside != around:
        narrow, wide = (asked.rules[number] for number in (pairs[0] if inside else pairs[0][::-1]))
        yield Text(
            f"Jeder Fall von Zeile {narrow.span.line} ist auch einer von Zeile {wide.span.line}; "
            f"als die engere Vorgabe käme sie als Ausnahme in Frage.",
            f"Every case of line {narrow.span.line} is one of line {wide.span.line} too; being the "
            "narrower rule, it might be meant as an exception.",
        )


def _repairs(context: Context, first: model.Rule, second: model.Rule) -> Iterator[Repair]:
    words = _WORDS[context.policy.language]
    if first.block is second.block or None in (first.block.name, second.block.name):
        for winner, loser in ((first, second), (second, first)):
            if rhythm_of(winner.outcome):  # a line without one silences nothing
                yield from _moved(context, words, winner, loser)
        return
    for winner, loser in ((first, second), (second, first)):
        behind = context.policy.over[winner.block.index] >> loser.block.index & 1
        if rhythm_of(winner.outcome) and not behind:
            yield from _declared(words, winner.block, loser.block)
    one, other = rhythm_of(first.outcome), rhythm_of(second.outcome)
    if one and other and compare(one, other) in (Order.STRICTER, Order.LOOSER):
        line = words.strictest.format(a=first.block.name, b=second.block.name)
        yield Repair(
            line,
            Text("das Strengere gilt", "the stricter one applies"),
            (Edit(context.end, "\n" + line + "\n"),),
        )


def declared(language: str, winner: model.Block, loser: model.Block) -> Repair | None:
    """Let one named block come before another; None where it cannot be an exception."""
    return next(_declared(_WORDS[language], winner, loser), None)


def _declared(words: _Words, winner: model.Block, loser: model.Block) -> Iterator[Repair]:
    """Make the winner's block an exception to the loser's block, in its own head."""
    if winner.table or any(rule.otherwise for rule in winner.rules):
        return
    source = winner.span.source
    start = source.line_starts[winner.span.line - 1]
    rest = end_of(winner.span)
    if winner.exception and winner.bases_end is not None:
        at = Span(source, winner.bases_end.end, winner.bases_end.end)
        edit = Edit(at, f", {loser.name}")
    else:
        head = f"{words.exception} {winner.name} {words.to} {loser.name}"
        edit = Edit(Span(source, start, winner.span.end), head)
    line = source.text[start : edit.span.start] + edit.text + source.text[edit.span.end : rest.end]
    yield Repair(
        line.strip(),
        Text(
            f"`{winner.name}` geht `{loser.name}` vor",
            f"`{winner.name}` comes before `{loser.name}`",
        ),
        (edit,),
    )


def _moved(
    context: Context, words: _Words, winner: model.Rule, loser: model.Rule
) -> Iterator[Repair]:
    """Move the winner's line into an exception to the loser's block; name that block if need be."""
    if winner.block.table or loser.block.table or winner.otherwise:
        return
    edits = []
    lines = []
    base = loser.block.name
    if base is None:
        base = _free(context, words.rules)
        block = f"{words.rules} {base}{context.word}:\n  - {_bare(context, loser)}"
        edits.append(Edit(_whole(loser), block))
        lines.append(block)
    name = _free(context, words.exception)
    block = f'{words.exception} {name} {words.to} {base} {words.because} "...":\n  - {_bare(context, winner)}'
    lines.append(block)
    if winner.block.name is None:
        edits.append(Edit(_whole(winner), block))
    else:
        edits.append(Edit(_whole(winner), ""))
        edits.append(Edit(context.end, f"\n{block}\n"))
    yield Repair(
        "\n".join(lines),
        Text(
            f"Zeile {winner.span.line} geht Zeile {loser.span.line} vor und zieht hierher um",
            f"line {winner.span.line} comes before line {loser.span.line} and moves here",
        ),
        tuple(edits),
    )


def _free(context: Context, word: str) -> str:
    taken = {block.name for block in (context.whole or context.policy).blocks}
    number = 1
    while f"{word}-{number}" in taken:
        number += 1
    return f"{word}-{number}"


def _whole(rule: model.Rule) -> Span:
    source = rule.span.source
    return Span(source, source.line_starts[rule.span.line - 1], end_of(rule.span).end)


def _bare(context: Context, rule: model.Rule) -> str:
    """A line as a bullet: without the series, which the head of its block says."""
    text = _whole(rule).text.strip().lstrip("-•*–").strip()
    return text if rule.block.name is not None else text.replace(context.word, "", 1)
