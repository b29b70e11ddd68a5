"""The pass over a document: vocabulary first, wherever it stands, then everything that uses it."""

from collections.abc import Iterator

import attrs

from kontaktdsl import model
from kontaktdsl.diagnostics import Diagnostic, Label, Severity
from kontaktdsl.domains import YesNo
from kontaktdsl.record import Shown
from kontaktdsl.resolver import kinds
from kontaktdsl.resolver.blocks import Blocks, because, citation
from kontaktdsl.resolver.citations import cited
from kontaktdsl.resolver.conditions import Conditions
from kontaktdsl.resolver.constants import Constants
from kontaktdsl.resolver.declarations import (
    Load,
    declare,
    declared_names,
    define,
    is_vocabulary,
    unshared,
)
from kontaktdsl.resolver.expectations import ensures_of, examples_of
from kontaktdsl.resolver.header import header_of
from kontaktdsl.resolver.outcomes import outcome
from kontaktdsl.resolver.proofs import proven
from kontaktdsl.resolver.series import check_series, series
from kontaktdsl.resolver.vocabulary import Vocabulary, twins
from kontaktdsl.source import Source
from kontaktdsl.syntax import tree
from kontaktdsl.values import rhythm_of

_HARMLESS = (kinds.EMPTY_OUTCOME, kinds.EXCEPTION_WITHOUT_RHYTHM)
"""Errors that leave every name resolved: who is affected is still worth knowing."""


@attrs.frozen(eq=False, repr=False)
class Resolved(Shown):
    """A policy, unless an error is among the findings (or a rule is missing)."""

    policy: model.Policy | None
    findings: tuple[Diagnostic, ...]
    vocabulary: bool = False
    """Nothing but names for other files to use: nobody is answered, so nobody is forgotten."""


def resolve(document: tree.Document, load: Load) -> Resolved:
    """Resolve every name of a document and of the vocabulary files that it uses."""
    words = Vocabulary()
    load = _once(load)
    words.timed.language = document.language
    words.timed.constants = _constants(document, load)
    sources = [document.source, *document.others]
    declare(document, words, load, [document.source], sources)
    define(document, words)
    for node in document.statements:
        if isinstance(node, tree.Series):
            words.add_series(node)
    blocks = Blocks(words, document.language)
    for node in document.statements:
        if isinstance(node, tree.Rule | tree.Rules | tree.ExceptionBlock | tree.Table):
            blocks.add(node)
    over = blocks.finish()
    constraints = [*blocks.constraints, *_impossible(document, words)]
    header = header_of(document, words)
    preferences = tuple(_preferences(document, blocks))
    occasions = tuple(_occasions(document, words))
    quantities = tuple(_quantities(document, words))
    examples = tuple(examples_of(document, words))
    ensures = tuple(ensures_of(document, words))
    attributes = tuple(words.attributes.values())
    policy = model.Policy(
        header=header,
        language=document.language,
        sources=tuple(sources),
        attributes=attributes,
        events=tuple(words.events.values()),
        kinds=tuple(words.kinds.values()),
        terms=tuple(words.terms.values()),
        constraints=(*constraints, *proven(attributes, document.language)),
        blocks=tuple(blocks.blocks),
        rules=tuple(blocks.rules),
        over=over,
        preferences=preferences,
        occasions=occasions,
        contact=next(
            (n.text.text for n in document.statements if isinstance(n, tree.ContactIs)), None
        ),
        quantities=quantities,
        notes=tuple(
            model.Note(n.text.text, citation(n.citation), n.span)
            for n in document.statements
            if isinstance(n, tree.Note)
        ),
        examples=examples,
        ensures=ensures,
        accepts=tuple(_accepts(document, blocks)),
        cited=tuple(cited(document)),
        series=series(blocks),
        scope=_scope(document, words),
        single_case=_single_case(document, words),
    )
    vocabulary = is_vocabulary(document)
    if vocabulary:
        unshared(document, words)
    else:
        _unused(words)
        check_series(policy, words)
    _twins(document, words)
    ruled = vocabulary or any(rhythm_of(rule.outcome) for rule in policy.rules)
    if not ruled and not words.findings:
        title = next((n for n in document.statements if isinstance(n, tree.Title)), None)
        span = (
            title.text.span
            if title
            else document.statements[0].span
            if document.statements
            else None
        )
        if span is not None:
            words.report(kinds.NO_RULES.at(span))
    failed = any(
        finding.severity is Severity.ERROR and finding.kind not in _HARMLESS
        for finding in words.findings
    )
    return Resolved(None if failed else policy, tuple(words.findings), vocabulary)


def _once(load: Load) -> Load:
    """The same, but each file is asked for once."""
    known: dict[tuple[str, str], tree.Document | None] = {}

    def loaded(source: Source, path: str) -> tree.Document | None:
        key = source.name, path
        if key not in known:
            known[key] = load(source, path)
        return known[key]

    return loaded


def _constants(document: tree.Document, load: Load) -> Constants:
    """What facts in time are compared with, in a document and in all that it uses."""
    found = Constants()
    waiting, seen = [document], set[str]()
    while waiting:
        each = waiting.pop()
        if each.source.name not in seen:
            seen.add(each.source.name)
            found.read(each)
            uses = (node for node in each.statements if isinstance(node, tree.Use))
            loaded = (load(each.source, node.path.text) for node in uses)
            waiting.extend(used for used in loaded if used is not None)
    return found


def resolve_facts(
    conditions: tuple[tree.Condition, ...], policy: model.Policy
) -> tuple[tuple[model.Condition, ...], tuple[Diagnostic, ...]]:
    """Facts written as conditions (`age 24, alo`), resolved against a policy's names."""
    words = Vocabulary()
    for attribute in policy.attributes:
        words.attributes[attribute.name] = attribute
        if attribute.derived is not None:
            words.timed.know(attribute)
            continue
        for position, value in enumerate(getattr(attribute.domain, "values", ())):
            words.values.setdefault(value.name, []).append((attribute, position))
    words.terms.update((term.name, term) for term in policy.terms)
    words.events.update((event.name, event) for event in policy.events)
    words.timed.language = policy.language
    resolved = [Conditions(words).resolve(node) for node in conditions]
    return tuple(c for c in resolved if c is not None), tuple(words.findings)


def _impossible(document: tree.Document, words: Vocabulary) -> Iterator[model.Constraint]:
    for node in document.statements:
        if isinstance(node, tree.Impossible):
            condition = Conditions(words).resolve(node.condition)
            if condition is not None:
                yield model.Constraint(
                    condition, because(node.because), citation(node.citation), node.span
                )


def _scope(document: tree.Document, words: Vocabulary) -> model.Scope | None:
    for node in document.statements:
        if isinstance(node, tree.Scope):
            condition = Conditions(words).resolve(node.condition)
            if condition is None:
                return None
            why, place = because(node.because), citation(node.citation)
            return model.Scope(condition, why, place, node.span)
    return None


def _single_case(document: tree.Document, words: Vocabulary) -> model.SingleCase | None:
    for node in document.statements:
        if isinstance(node, tree.SingleCase):
            leeways = tuple(_leeway(each, words) for each in node.leeways)
            why, place = because(node.because), citation(node.citation)
            return model.SingleCase(leeways, why, place, node.span)
    return None


def _leeway(node: tree.Leeway, words: Vocabulary) -> model.Leeway:
    limit = None if node.limit is None else rhythm_of(outcome((node.limit,), words))
    agreement = None if node.agreement is None else node.agreement.text
    return model.Leeway(node.looser, limit, agreement, node.span)


def _preferences(document: tree.Document, blocks: Blocks) -> Iterator[model.Preference]:
    chosen: dict[str, tree.Of] = {}
    for node in document.statements:
        if isinstance(node, tree.Of):
            for name in node.blocks:
                first = chosen.setdefault(name.text, node)
                if first.choice is not node.choice:
                    blocks.vocabulary.report(
                        kinds.PREFERENCE_TURNED.at(
                            name.span, name=name.text, others=(Label(first.span),)
                        )
                    )
            named = [block for name in node.blocks if (block := blocks.block(name)) is not None]
            for name, block in zip(node.blocks, named, strict=False):
                if len(named) == len(node.blocks) and block.series != named[0].series:
                    blocks.vocabulary.report(
                        kinds.PREFERENCE_ACROSS.at(
                            name.span,
                            name=name.text,
                            other=str(named[0].name),
                            own=block.series,
                            series=named[0].series,
                        )
                    )
            yield model.Preference(tuple(named), node.choice, because(node.because), node.span)


def _occasions(document: tree.Document, words: Vocabulary) -> Iterator[model.OccasionRule]:
    for node in document.statements:
        if isinstance(node, tree.At):
            for line in node.rules:
                condition = Conditions(words).resolve(line.condition)
                for part in line.parts:
                    if not isinstance(part, tree.Do | tree.Kinds):
                        words.report(kinds.OCCASION_PART.at(part.span, part=part.span.text))
                    elif isinstance(part, tree.Kinds) and part.amount is not None:
                        words.report(kinds.OCCASION_COUNT.at(part.span, part=part.span.text))
                if condition is not None:
                    yield model.OccasionRule(
                        node.occasion,
                        condition,
                        outcome(line.parts, words),
                        citation(line.citation or node.citation),
                        because(line.because or node.because),
                        line.span,
                        None if node.series is None else words.series_named(node.series),
                    )


def _quantities(document: tree.Document, words: Vocabulary) -> Iterator[model.Quantity]:
    for node in document.statements:
        if not isinstance(node, tree.Quantity):
            continue
        if node.of is not None:
            attribute = words.attributes.get(node.of.text)
            flag = attribute is not None and isinstance(attribute.domain, YesNo)
            if flag:
                words.used.add(node.of.text)
            elif node.of.text not in words.terms:
                words.report(kinds.QUANTITY_OF.at(node.of.span, name=node.of.text))
                continue
        yield model.Quantity(
            node.at_least,
            node.count,
            node.of.text if node.of else None,
            node.per.text,
            node.per_label.text if node.per_label else None,
            node.period,
            citation(node.citation),
            because(node.because),
            node.span,
        )


def _accepts(document: tree.Document, blocks: Blocks) -> Iterator[model.Accept]:
    for node in document.statements:
        if isinstance(node, tree.Accept):
            why = because(node.because)
            named = [block for name in node.blocks if (block := blocks.block(name)) is not None]
            if why is not None and len(named) == len(node.blocks):
                yield model.Accept(
                    node.code.text, node.code.span, tuple(named), why, node.until, node.span
                )


def _unused(words: Vocabulary) -> None:
    if any(finding.severity is Severity.ERROR for finding in words.findings):
        return
    for attribute in words.own:
        if attribute.name not in words.used:
            words.report(kinds.UNUSED_ATTRIBUTE.at(attribute.span, name=attribute.name))


def _twins(document: tree.Document, words: Vocabulary) -> None:
    told_apart: set[str] = set()
    in_conditions: list[tree.Name] = []
    blocks: list[tree.Name] = []
    several: list[tree.Name] = []
    for node in document.statements:
        if isinstance(node, tree.EnsureOneOf):
            told_apart.update(
                c.name.text
                for c in node.conditions
                if isinstance(c, tree.Word) and isinstance(c.name, tree.Name)
            )
        elif isinstance(node, tree.Series):
            several.append(node.name)
        elif isinstance(node, tree.Rules | tree.ExceptionBlock | tree.Table):
            blocks.append(node.name)
        elif isinstance(node, tree.Attribute | tree.Define):
            in_conditions.extend(declared_names(node))
    for names in (in_conditions, blocks, several):
        for name, other in twins(names):
            if not {name.text, other.text} <= told_apart:
                words.report(
                    kinds.NAME_TWINS.at(
                        name.span,
                        name=name.text,
                        other=other.text,
                        others=(Label(other.span),),
                    )
                )
