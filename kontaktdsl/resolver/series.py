"""The series of a policy, and the findings about them."""

from collections.abc import Iterable, Iterator

from kontaktdsl import model
from kontaktdsl.diagnostics import Label, Severity, Text
from kontaktdsl.resolver import kinds
from kontaktdsl.resolver.blocks import Blocks
from kontaktdsl.resolver.vocabulary import Vocabulary
from kontaktdsl.source import Span
from kontaktdsl.values import KindMode, Kinds, rhythm_of


def series(blocks: Blocks) -> tuple[model.Series, ...]:
    """The series in which a line says how often; `main` where there is none."""
    answered = {rule.series for rule in blocks.rules if rhythm_of(rule.outcome) is not None}
    known = {model.MAIN.name: model.MAIN, **blocks.vocabulary.series}
    return tuple(one for name, one in known.items() if name in answered) or (model.MAIN,)


def check_series(policy: model.Policy, words: Vocabulary) -> None:
    """Report what belongs to a series in which nobody is answered, and kinds that do not count.

    A line with an unknown name is no rule, and yet may be the one that says how often.
    """
    broken = any(finding.severity is Severity.ERROR for finding in words.findings)
    for rule in policy.rules:
        _serving(rule, words)
    if not broken:
        _unanswered(policy, words)


def _unanswered(policy: model.Policy, words: Vocabulary) -> None:
    names = {one.name for one in policy.series}
    for one in words.series.values():
        if one.name not in names and one.span is not None:
            way = Text(
                f"eine Zeile sagt es zum Beispiel so: `... -> monatlich für {one.name}`",
                f"a line says so for example like this: `... -> monthly for {one.name}`",
            )
            words.report(kinds.SERIES_WITHOUT_RHYTHM.at(one.span, name=one.shown, notes=(way,)))
    declared = {name for name, one in words.series.items() if one.span is not None}
    if not declared - {model.MAIN.name}:
        return
    if model.MAIN.name not in names | declared:
        stray = [*_stray(policy)]
        if stray:
            words.report(
                kinds.NO_MAIN_SERIES.at(
                    stray[0],
                    others=tuple(map(Label, stray[1:6])),
                    names=", ".join(f"`{one.name}`" for one in policy.series),
                )
            )


def _stray(policy: model.Policy) -> Iterator[Span]:
    """Places that belong to the series `main` though no line says how often in it."""
    main = model.MAIN.name
    promises: Iterable[model.Example | model.Ensure] = (*policy.examples, *policy.ensures)
    yield from (block.span for block in policy.blocks if block.series == main)
    yield from (one.span for one in promises if getattr(one, "series", None) == main)


def _serving(rule: model.Rule, words: Vocabulary) -> None:
    """A kind of contact that a line asks for and that does not count in its series."""
    own = words.series.get(rule.series)
    if own is None or not own.kinds:
        return
    for part in rule.outcome:
        if isinstance(part, Kinds) and part.mode is not KindMode.NEVER:
            for name in part.names:
                if name not in own.kinds:
                    words.report(kinds.KIND_OUTSIDE_SERIES.at(rule.span, kind=name, name=own.shown))
