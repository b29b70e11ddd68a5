"""One version of one document: its text, its tree, its names, and what the check found."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from kontaktdsl import config, model
from kontaktdsl.analysis import engine
from kontaktdsl.analysis.problem import Query, any_kept, undefeated
from kontaktdsl.analysis.solver import SolverMissing
from kontaktdsl.diagnostics import Diagnostic, Severity
from kontaktdsl.files import Files
from kontaktdsl.lint.context import Context
from kontaktdsl.project import Checked, Compiled, compile_source, complete, directive_beside
from kontaktdsl.question import Asked, TooWide
from kontaktdsl.server.names import Names
from kontaktdsl.source import Source, Span
from kontaktdsl.space import TooManyBoxes
from kontaktdsl.syntax import tree

if TYPE_CHECKING:
    from kontaktdsl.server.actions.action import Action


class Kept:
    """The actions for findings and statements of one version, which take time to try."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, str], list[Action]] = {}

    def get(self, about: int, language: str) -> list[Action] | None:
        """The actions for what has this `id`, None where they were not worked out yet."""
        return self._found.get((about, language))

    def put(self, about: int, language: str, actions: list[Action]) -> None:
        """Keep the actions for what has this `id`."""
        self._found[about, language] = actions


@attrs.frozen(slots=False, eq=False)
class Analysis:
    """What is known of one version; `checked` and `context` only once the check has run.

    `folder` is where `use` looks. `weights` are the severities that the project sets, by code.
    """

    source: Source
    folder: str | None
    files: Files
    compiled: Compiled
    checked: Checked | None = None
    context: Context | None = None
    weights: Mapping[str, str] = attrs.field(factory=dict)
    kept: Kept = attrs.field(factory=lambda: Kept())

    @property
    def document(self) -> tree.Document:
        """The tree."""
        return self.compiled.document

    @property
    def language(self) -> str:
        """The spoken language of the document."""
        return self.document.language

    @property
    def policy(self) -> model.Policy | None:
        """The policy; None where the text has errors."""
        return self.compiled.checked.policy

    @cached_property
    def names(self) -> Names:
        """What each name stands for."""
        return Names((self.document, *self.compiled.used))

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """What was found so far, without what the project has switched off."""
        found = (self.checked or self.compiled.checked).findings
        return tuple(f for f in found if self.weights.get(f.code) != config.OFF)

    def severity(self, finding: Diagnostic) -> Severity:
        """What a finding weighs in this project."""
        weight = self.weights.get(finding.code)
        return finding.severity if weight is None else Severity(weight)

    @cached_property
    def rules(self) -> Mapping[int, tuple[model.Rule, ...]]:
        """The rules of this document by the line on which they begin; a row has one a cell."""
        found: dict[int, list[model.Rule]] = {}
        for rule in self.policy.rules if self.policy else ():
            if rule.span.source is self.source:
                found.setdefault(rule.condition_span.line, []).append(rule)
        return {line: tuple(rules) for line, rules in found.items()}

    # --- shares ---------------------------------------------------------------------------------

    def share(self, rules: tuple[model.Rule, ...]) -> tuple[int, int] | None:
        """In how many possible cases, of how many, one of these rules says how often.

        None where they say nothing of it, or where it was not counted. Rules of one series.
        """
        found = self._about(rules)
        if found is None:
            return None
        context, rules = found
        asked = context.how_often
        numbers = _numbers(asked, rules)
        if not numbers:
            return None
        return _counted(context, asked, any_kept(asked.problem, numbers))

    def first_share(self, rule: model.Rule) -> tuple[int, int] | None:
        """In how many possible cases, of how many, a rule says when first."""
        found = self._about((rule,))
        if found is None:
            return None
        context, rules = found
        asked = context.when_first
        numbers = _numbers(asked, rules)
        return _counted(context, asked, [undefeated(asked.problem, n) for n in numbers])

    def overriding(self, rules: tuple[model.Rule, ...]) -> list[tuple[model.Block, int]]:
        """The blocks that silence one of these rules for somebody, and in how many cases."""
        about = self._about(rules)
        if about is None or not about[1]:
            return []
        context, rules = about
        asked = context.how_often
        numbers = _numbers(asked, rules)
        if not numbers:
            return []
        over = context.policy.over[rules[0].block.index]
        found = []
        for block in context.policy.blocks:
            silencing = _numbers(asked, block.rules)
            if not over >> block.index & 1 or not silencing:
                continue
            silent = sum(1 << n for n in silencing)
            all_ = _counted(context, asked, [Query(hit=1 << n) for n in numbers])
            free = _counted(context, asked, [Query(hit=1 << n, miss=silent) for n in numbers])
            if all_ is not None and free is not None and all_[0] > free[0]:
                found.append((block, all_[0] - free[0]))
        return found

    def _about(
        self, rules: tuple[model.Rule, ...]
    ) -> tuple[Context, tuple[model.Rule, ...]] | None:
        return None if self.context is None else self.context.about(rules)

    # --- other versions -------------------------------------------------------------------------

    def release(self) -> None:
        """Take the model apart when nobody needs it: its blocks and rules hold each other, and only
        the collector, which runs seldom here, would find out that nobody holds them.
        """
        policy = self.policy
        for block in policy.blocks if policy is not None else ():
            block.rules = ()

    def with_text(self, text: str) -> Analysis:
        """The same document with another text, checked; what the editor shows does not change."""
        from kontaktdsl.syntax.parser import parse

        files = attrs.evolve(self.files, parse=parse)
        begun = begin(Source(self.source.name, text), self.folder, files, self.weights)
        return finish(begun)


def _numbers(asked: Asked, rules: tuple[model.Rule, ...]) -> list[int]:
    bits = [asked.bit(rule) for rule in rules]
    return [bit.bit_length() - 1 for bit in bits if bit]


def _counted(context: Context, asked: Asked, queries: list[Query]) -> tuple[int, int] | None:
    total = context.possible(asked)
    if total is None or not queries:
        return None
    count = engine.count(asked.problem, queries, budget=BUDGET)
    return None if count is None else (count, total)


BUDGET = 5_000
"""So many nodes may a count take that is only shown beside the text."""


def begin(
    source: Source, folder: str | None, files: Files, weights: Mapping[str, str] | None = None
) -> Analysis:
    """Read a document and resolve its names; nothing is analysed yet."""
    return Analysis(
        source, folder, files, compile_source(source, folder, files), None, None, weights or {}
    )


def finish(begun: Analysis, pause: Callable[[], None] = lambda: None) -> Analysis:
    """Run every check; `pause` is called between them, and what it raises ends the analysis."""
    looked: list[str] = []
    directive = None
    if begun.folder is not None:
        directive = directive_beside(begun.source.name, looked)
    checked, context = complete(
        begun.compiled,
        begun.source,
        begun.folder,
        directive=directive,
        files=begun.files,
        pause=pause,
    )
    if context is not None and not _usable(context):
        context = None
    return attrs.evolve(begun, checked=checked, context=context, kept=Kept())


def _usable(context: Context) -> bool:
    """Whether the questions could be compiled: else nothing can be counted either."""
    try:
        for part in context.parts:
            part.possible(part.how_often)
            for asked in (part.when_first, part.what):
                assert asked.policy is part.policy
    except (TooWide, TooManyBoxes, SolverMissing):
        return False
    return True


def settings(path: str) -> Mapping[str, str]:
    """The severities that the project of a file sets (`kpol.toml`); none where that is unusable."""
    folder = os.path.dirname(os.path.abspath(path))
    while True:
        for name in ("kpol.toml", "pyproject.toml"):
            place = os.path.join(folder, name)
            if os.path.isfile(place):
                try:
                    found = config.load(place)
                except config.ConfigError:
                    return {}
                if name == "kpol.toml" or found.severity:
                    return found.severity
        above = os.path.dirname(folder)
        if above == folder:
            return {}
        folder = above


def line_span(span: Span) -> Span:
    """The whole lines in which a span lies, without the last line end."""
    source = span.source
    start = source.line_starts[source.place(span.start)[0] - 1]
    number = source.place(max(span.start, span.end))[0]
    end = source.line_starts[number - 1] + len(source.line(number))
    return Span(source, start, end)
