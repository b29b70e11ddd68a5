"""One interval written in two ways in the same file."""

from collections.abc import Iterator

import attrs

from kontaktdsl import model
from kontaktdsl.diagnostics import Diagnostic, Kind, Label, Severity, Text
from kontaktdsl.lint.context import Context
from kontaktdsl.strictness import with_aim
from kontaktdsl.values import Every, Rhythm, Times
from kontaktdsl.words import rhythm

_HEAD = 'policy "Beispiel"\nattribute status: alo | asu\n'

KIND = Kind(
    "other-words",
    Text("gleicher Abstand in anderen Worten", "same interval in other words"),
    Severity.HINT,
    Text(
        "`{rare}` heißt hier auch `{usual}`",
        "`{rare}` is also called `{usual}` here",
    ),
    Text(
        "Beides bedeutet dasselbe. Zwei Schreibweisen in einer Richtlinie lassen glauben, es gäbe "
        "einen Unterschied.",
        "Both mean the same. Two ways of writing it in one policy make believe that there is a "
        "difference.",
    ),
    _HEAD + "alo -> every 14 days\nasu -> every 2 weeks\n",
    _HEAD + "alo -> every 14 days\nasu -> every 21 days\n",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """One finding for each way of writing but the most frequent one."""
    written: dict[Rhythm, dict[Rhythm, list[model.Rule]]] = {}
    for rule in context.policy.rules:
        for part in rule.outcome:
            if isinstance(part, Every | Times):
                ways = written.setdefault(with_aim(part), {})
                ways.setdefault(attrs.evolve(part, strength=None), []).append(rule)
    for ways in written.values():
        usual, *rest = sorted(ways, key=lambda way: -len(ways[way]))
        for rare in rest:
            yield KIND.at(
                ways[rare][0].span,
                rare=rhythm(rare, context.policy),
                usual=rhythm(usual, context.policy),
                others=tuple(Label(rule.span) for rule in (*ways[rare][1:3], *ways[usual][:1])),
            )
