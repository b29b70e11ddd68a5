"""Lines of one block that differ in one condition and could be one line."""

from collections.abc import Iterator, Sequence

import attrs

from kontaktdsl import cubes, model
from kontaktdsl.analysis.bitsets import Box
from kontaktdsl.diagnostics import Diagnostic, Edit, Kind, Label, Repair, Safety, Severity, Text
from kontaktdsl.lint.context import Context, end_of
from kontaktdsl.source import Span
from kontaktdsl.space import Space, space_of

_HEAD = 'policy "Beispiel"\nattribute status: alo | asu\nattribute age: number 15 to 66\n'

KIND = Kind(
    "mergeable",
    Text("Zeilen lassen sich zusammenfassen", "rows can be merged"),
    Severity.HINT,
    Text(
        "Diese Zeilen lassen sich zu einer zusammenfassen: {condition}",
        "These lines can be merged into one: {condition}",
    ),
    Text(
        "Sie sagen dasselbe und unterscheiden sich nur in einer Bedingung. Eine Zeile liest sich "
        "leichter und kann nicht zur Hälfte geändert werden.",
        "They say the same and differ in one condition only. One line is easier to read and cannot "
        "be changed by half.",
    ),
    _HEAD + "rules A:\n  - alo and age under 25 -> monthly\n"
    "  - asu and age under 25 -> monthly\n  - age at least 25 -> every 2 months\n",
    _HEAD + "rules A:\n  - age under 25 -> monthly\n  - age at least 25 -> every 2 months\n"
    'alo -> do "x"\n',
)

MOST = 10
"""So many hints in one policy."""


@attrs.frozen(eq=False)
class Row:
    """A line, or all cells of a table's row: their conditions as one box each."""

    rules: tuple[model.Rule, ...]
    boxes: tuple[Box, ...]


def check(context: Context) -> Iterator[Diagnostic]:
    """One finding for each group of lines that one line can replace."""
    found = 0
    boxes: list[list[Box]] = [[] for _ in context.policy.rules]
    problem = context.what.problem
    for box, number in zip(problem.rows, problem.rule_of, strict=True):
        boxes[number].append(box)
    for rows in candidates(context.policy):
        if not _any_group(rows, boxes):
            continue
        space = space_of(context.policy, [rule.condition for row in rows for rule in row])
        lines = []
        for row in rows:
            each = [space.boxes(rule.condition) for rule in row]
            if all(len(boxes) == 1 for boxes in each):
                lines.append(Row(row, tuple(boxes[0] for boxes in each)))
        for group, merged in groups(lines):
            yield _finding(context, space, group, merged)
            found += 1
            if found == MOST:
                return


def _any_group(rows: list[tuple[model.Rule, ...]], boxes: Sequence[Sequence[Box]]) -> bool:
    """Whether some rows can be one, in the cases of the whole policy; the space of the rows alone
    is only needed to say it.
    """
    plain = [
        Row(row, tuple(boxes[rule.index][0] for rule in row))
        for row in rows
        if all(len(boxes[rule.index]) == 1 for rule in row)
    ]
    return next(iter(groups(plain)), None) is not None


def candidates(policy: model.Policy) -> Iterator[list[tuple[model.Rule, ...]]]:
    """Lines of one block that say the same, with the same citation and reason."""
    alike: dict[tuple[object, ...], list[tuple[model.Rule, ...]]] = {}
    for block in policy.blocks:
        rows: dict[int, list[model.Rule]] = {}
        for rule in block.rules:
            if not rule.otherwise:
                rows.setdefault(rule.condition_span.start, []).append(rule)
        most = max(map(len, rows.values()), default=0)
        for row in rows.values():
            if len(row) == most:
                first = row[0]
                cited = first.citation and first.citation.text
                reason = first.because and first.because.reason
                place = -1 if block.name is None else block.index
                key = (place, cited, reason, tuple(rule.outcome for rule in row))
                alike.setdefault(key, []).append(tuple(row))
    for rows_alike in alike.values():
        if len(rows_alike) > 1:
            yield rows_alike


def groups(rows: Sequence[Row]) -> Iterator[tuple[list[Row], Box]]:
    """Rows that differ on one axis only, each row in one group, with the box of all of them."""
    taken: set[int] = set()
    for at in range(len(rows[0].boxes[0]) if rows else 0):
        alike: dict[tuple[Box, ...], list[int]] = {}
        for number, row in enumerate(rows):
            if number not in taken:
                rest = tuple((*box[:at], *box[at + 1 :]) for box in row.boxes)
                alike.setdefault(rest, []).append(number)
        for numbers in alike.values():
            if len(numbers) == 1:
                continue
            group = _apart(at, [(number, rows[number]) for number in numbers])
            if len(group) > 1:
                taken.update(number for number, _ in group)
                first = group[0][1].boxes[0]
                mask = 0
                for _, row in group:
                    mask |= row.boxes[0][at]
                yield [row for _, row in group], (*first[:at], mask, *first[at + 1 :])


def _apart(at: int, rows: list[tuple[int, Row]]) -> list[tuple[int, Row]]:
    """The first row, and each further one that meets none of those before on the axis."""
    kept: list[tuple[int, Row]] = []
    seen = [0] * len(rows[0][1].boxes)
    for number, row in rows:
        if not any(box[at] & mask for box, mask in zip(row.boxes, seen, strict=True)):
            kept.append((number, row))
            seen = [mask | box[at] for box, mask in zip(row.boxes, seen, strict=True)]
    return kept


def _finding(context: Context, space: Space, group: list[Row], merged: Box) -> Diagnostic:
    policy = context.policy
    first = group[0].rules[0]
    table = first.block.table
    language = policy.language
    words = cubes.region(policy, space, merged, tuple(0 for _ in merged), None, None)
    condition = cubes.condition(policy, space, merged, language)
    repairs: tuple[Repair, ...] = ()
    if not table and condition:
        repairs = (_repair(group, condition),)
    who = words.words
    if words.aside is not None:
        who = Text("{who}, {aside}", "{who}, {aside}").format(who=who, aside=words.aside)
    return KIND.at(
        first.condition_span,
        others=tuple(Label(row.rules[0].condition_span) for row in group[1:6]),
        repairs=repairs,
        condition=who,
    )


def _repair(group: list[Row], condition: str) -> Repair:
    first, *rest = (row.rules[0] for row in group)
    source = first.span.source
    edits = [Edit(first.condition_span, condition)]
    for rule in rest:
        start = source.line_starts[rule.span.line - 1]
        end = end_of(rule.span).end
        if end < len(source.text):
            end += 2 if source.text.startswith("\r\n", end) else 1
        edits.append(Edit(Span(source, start, end), ""))
    line = source.text[first.condition_span.end : end_of(first.span).end]
    head = source.text[source.line_starts[first.span.line - 1] : first.condition_span.start]
    return Repair(
        (head + condition + line).strip(),
        Text("statt dieser Zeilen", "instead of these lines"),
        tuple(edits),
        Safety.SAFE,
    )
