"""Remarks beside the text: how many cases a line decides, and what overrides it in how many."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from kontaktdsl import model
from kontaktdsl.diagnostics import Text
from kontaktdsl.reports.words import number
from kontaktdsl.server.analysis import Analysis
from kontaktdsl.values import rhythm_of

MOST = 200
"""So many lines get remarks at one time; an editor asks for what it shows."""

_DECIDES = Text("entscheidet {n} von {total}", "decides {n} of {total}")
_FIRST = Text("erster Kontakt für {n} von {total}", "first contact for {n} of {total}")
_OVERRIDDEN = Text("in {n} geht {block} vor", "overridden by {block} in {n}")


@attrs.frozen(eq=False)
class Hint:
    """A remark behind a line, at `offset`."""

    offset: int
    text: str


def hints(analysis: Analysis, first: int, last: int, language: str) -> tuple[Hint, ...]:
    """The remarks for the lines `first` to `last`, both from 1 and included."""
    found = []
    for line, rules in analysis.rules.items():
        if first <= line <= last:
            text = "; ".join(remarks(analysis, rules, language))
            if text:
                found.append(Hint(_end(analysis, rules[-1]), text))
            if len(found) == MOST:
                break
    return tuple(found)


def remarks(analysis: Analysis, rules: tuple[model.Rule, ...], language: str) -> Iterator[str]:
    """What there is to say of the rules of one line."""
    share = analysis.share(rules)
    if share is not None:
        n, total = (number(each, language) for each in share)
        yield _DECIDES.into(language).format(n=n, total=total)
    elif all(rhythm_of(rule.outcome) is None for rule in rules):
        first = analysis.first_share(rules[0])
        if first is not None:
            n, total = (number(each, language) for each in first)
            yield _FIRST.into(language).format(n=n, total=total)
    for block, count in analysis.overriding(rules):
        name = block.name or str(block.span.line)
        yield _OVERRIDDEN.into(language).format(n=number(count, language), block=name)


def _end(analysis: Analysis, rule: model.Rule) -> int:
    """Behind the last character of a line that is not blank."""
    source = analysis.source
    line = source.place(rule.span.end)[0]
    return source.line_starts[line - 1] + len(source.line(line).rstrip())
