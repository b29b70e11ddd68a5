"""The pass over a document: vocabulary first, wherever it stands, then everything that uses it."""

import os
from collections.abc import Callable, Iterator

import attrs

from kontaktdsl import model
from kontaktdsl.diagnostics import Diagnostic, Label, Severity, Text
from kontaktdsl.domains import YesNo
from kontaktdsl.record import Shown
from kontaktdsl.resolver import kinds
from kontaktdsl.resolver.blocks import Blocks, because, citation
from kontaktdsl.resolver.citations import cited
from kontaktdsl.resolver.conditions import Conditions
from kontaktdsl.resolver.outcomes import outcome
from kontaktdsl.resolver.vocabulary import Vocabulary, foreign, twins
from kontaktdsl.source import Source
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.mistakes import whole_text
from kontaktdsl.values import rhythm_of

Load = Callable[[Source, str], tree.Document | None]
"""Given the source that says `use "path"` and the path: the document, or None if unreadable."""


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
    sources = [document.source]
    _declare(document, words, load, [document.source], sources)
    _define(document, words)
    blocks = Blocks(words, document.language)
    for node in document.statements:
        if isinstance(node, tree.Rule | tree.Rules | tree.ExceptionBlock | tree.Table):
            blocks.add(node)
    over = blocks.finish()
    constraints = [*blocks.constraints, *_constraints(document, words)]
    header = _header(document, words)
    policy = model.Policy(
        header=header,
        language=document.language,
        sources=tuple(sources),
        attributes=tuple(words.attributes.values()),
        events=tuple(words.events.values()),
        kinds=tuple(words.kinds.values()),
        terms=tuple(words.terms.values()),
        constraints=tuple(constraints),
        blocks=tuple(blocks.blocks),
        rules=tuple(blocks.rules),
        over=over,
        preferences=tuple(_preferences(document, blocks)),
        occasions=tuple(_occasions(document, words)),
        contact=next(
            (n.text.text for n in document.statements if isinstance(n, tree.ContactIs)), None
        ),
        quantities=tuple(_quantities(document, words)),
        notes=tuple(
            model.Note(n.text.text, citation(n.citation), n.span)
            for n in document.statements
            if isinstance(n, tree.Note)
        ),
        examples=tuple(_examples(document, words)),
        ensures=tuple(_ensures(document, words)),
        accepts=tuple(_accepts(document, blocks)),
        cited=tuple(cited(document)),
        scope=_scope(document, words),
        single_case=_single_case(document, words),
    )
    vocabulary = _is_vocabulary(document)
    if vocabulary:
        _unshared(document, words)
    else:
        _unused(words)
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


def _is_vocabulary(document: tree.Document) -> bool:
    return bool(document.statements) and all(
        isinstance(node, whole_text.VOCABULARY) for node in document.statements
    )


def _unshared(document: tree.Document, words: Vocabulary) -> None:
    """What a file of names says besides, and nobody gets from it."""
    for node in document.statements:
        if isinstance(node, tree.Impossible | tree.ContactIs):
            line = " ".join(node.span.text.split())
            words.report(kinds.NOT_SHARED.at(node.span, line=line))


def resolve_facts(
    conditions: tuple[tree.Condition, ...], policy: model.Policy
) -> tuple[tuple[model.Condition, ...], tuple[Diagnostic, ...]]:
    """Facts written as conditions (`age 24, alo`), resolved against a policy's names."""
    words = Vocabulary()
    for attribute in policy.attributes:
        words.attributes[attribute.name] = attribute
        for position, value in enumerate(getattr(attribute.domain, "values", ())):
            words.values.setdefault(value.name, []).append((attribute, position))
    words.terms.update((term.name, term) for term in policy.terms)
    resolved = [Conditions(words).resolve(node) for node in conditions]
    return tuple(c for c in resolved if c is not None), tuple(words.findings)


def _declare(
    document: tree.Document,
    words: Vocabulary,
    load: Load,
    path: list[Source],
    sources: list[Source],
) -> None:
    imported = len(path) > 1
    for node in document.statements:
        match node:
            case tree.Use():
                _use(node, document, words, load, path, sources)
            case tree.Attribute():
                words.add_attribute(node, imported)
            case tree.Event():
                words.add_event(node)
            case tree.KindsOfContact():
                words.add_kinds(node)
            case _:
                continue
        if not imported:
            for name in _declared(node):
                letter = foreign(name.text)
                if letter is not None:
                    words.report(kinds.FOREIGN_LETTER.at(name.span, name=name.text, letter=letter))


def _use(
    node: tree.Use,
    document: tree.Document,
    words: Vocabulary,
    load: Load,
    path: list[Source],
    sources: list[Source],
) -> None:
    used = load(document.source, node.path.text)
    if used is None:
        words.report(kinds.MISSING_FILE.at(node.path.span, path=node.path.text))
        return
    names = [source.name for source in path]
    if used.source.name in names:
        circle = [os.path.basename(name) for name in [*names, used.source.name]]
        words.report(kinds.USE_CYCLE.at(node.path.span, circle=" → ".join(circle)))
        return
    if any(used.source.name == source.name for source in sources):
        return
    sources.append(used.source)
    _declare(used, words, load, [*path, used.source], sources)
    _define(used, words)
    if _is_vocabulary(used):
        _unshared(used, words)


def _define(document: tree.Document, words: Vocabulary) -> None:
    """Definitions in the order in which they build on each other; a circle stays unresolved."""
    waiting = [n for n in document.statements if isinstance(n, tree.Define)]
    names = {node.name.text for node in waiting}
    while waiting:
        later = []
        for node in waiting:
            if _mentioned(node.condition) & names - {*words.terms}:
                later.append(node)
                continue
            names.discard(node.name.text)
            if words.taken(node.name):
                continue
            used = set(words.used)
            condition = Conditions(words).resolve(node.condition)
            words.used.clear()
            words.used.update(used)
            label = node.label.text if node.label else None
            words.terms[node.name.text] = model.Term(
                node.name.text,
                label,
                model.TRUE if condition is None else condition,
                node.name.span,
            )
        if len(later) == len(waiting):
            for node in later:
                words.report(kinds.DEFINITION_CYCLE.at(node.name.span, name=node.name.text))
                words.terms.setdefault(
                    node.name.text, model.Term(node.name.text, None, model.TRUE, node.name.span)
                )
            return
        waiting = later


def _mentioned(condition: tree.Condition) -> set[str]:
    found: set[str] = set()
    waiting = [condition]
    while waiting:
        match waiting.pop():
            case tree.Word(name=name):
                found.add(name.text)
            case tree.Not(term=term):
                waiting.append(term)
            case tree.And(terms=terms) | tree.Or(terms=terms):
                waiting.extend(terms)
            case tree.OneOf(attribute=None, values=values):
                found.update(value.text for value in values)
    return found


def _declared(node: tree.Statement) -> Iterator[tree.Name]:
    match node:
        case tree.Attribute(name=name, domain=domain):
            yield name
            if isinstance(domain, tree.Enumeration):
                yield from (value.name for value in domain.values)
        case tree.KindsOfContact(values=values):
            yield from (value.name for value in values)
        case tree.Event(name=name) | tree.Define(name=name):
            yield name
        case tree.Rules(name=name) | tree.ExceptionBlock(name=name) | tree.Table(name=name):
            yield name


def _constraints(document: tree.Document, words: Vocabulary) -> Iterator[model.Constraint]:
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


def _examples(document: tree.Document, words: Vocabulary) -> Iterator[model.Example]:
    for node in document.statements:
        if isinstance(node, tree.Example):
            used = set(words.used)
            facts = [Conditions(words).resolve(fact) for fact in node.facts]
            words.used.clear()
            words.used.update(used)
            if None not in facts:
                yield model.Example(
                    node.title.text if node.title else None,
                    tuple(fact for fact in facts if fact is not None),
                    outcome(node.parts, words),
                    node.span,
                )


def _ensures(document: tree.Document, words: Vocabulary) -> Iterator[model.Ensure]:
    used = set(words.used)
    for node in document.statements:
        if isinstance(node, tree.EnsureOutcome):
            condition = Conditions(words).resolve(node.condition)
            if condition is not None:
                parts = outcome(node.parts, words)
                yield model.EnsureOutcome(condition, parts, because(node.because), node.span)
        elif isinstance(node, tree.EnsureOneOf):
            terms = [(Conditions(words).resolve(c), c.span.text) for c in node.conditions]
            kept = tuple((term, text) for term, text in terms if term is not None)
            if len(kept) == len(terms):
                yield model.EnsureOneOf(kept, because(node.because), node.span)
        elif isinstance(node, tree.EnsureNeverLooser):
            yield model.EnsureNeverLooser(node.target.text, because(node.because), node.span)
    words.used.clear()
    words.used.update(used)


def _accepts(document: tree.Document, blocks: Blocks) -> Iterator[model.Accept]:
    for node in document.statements:
        if isinstance(node, tree.Accept):
            why = because(node.because)
            named = [block for name in node.blocks if (block := blocks.block(name)) is not None]
            if why is not None and len(named) == len(node.blocks):
                yield model.Accept(
                    node.code.text, node.code.span, tuple(named), why, node.until, node.span
                )


def _header(document: tree.Document, words: Vocabulary) -> model.Header:
    given: dict[type[tree.Entry], tree.Entry] = {}
    for node in document.statements:
        if isinstance(node, tree.HeaderField | tree.ContactIs | tree.SingleCase):
            first = given.setdefault(type(node), node)
            if first is not node:
                words.report(
                    kinds.DUPLICATE_FIELD.at(
                        node.span, others=(Label(first.span, Text("hier zuerst", "here first")),)
                    )
                )
    stem = os.path.splitext(os.path.basename(document.source.name))[0] or "policy"
    fields: dict[str, object] = {"title": stem, "id": stem}
    for field in given.values():
        match field:
            case tree.Title(text=text):
                fields["title"] = text.text
            case tree.Id(name=name):
                fields["id"] = name.text
            case tree.Issuer(text=text):
                fields["issuer"] = text.text
            case tree.Issued(day=day):
                fields["issued"] = day
            case tree.Valid(first=first_day, last=last, revoked=revoked):
                fields.update(valid_from=first_day, valid_until=last, until_revoked=revoked)
                if last is not None and last < first_day:
                    words.report(kinds.EMPTY_VALIDITY.at(field.span))
            case tree.SourceText(text=text):
                fields["source"] = text.text
            case tree.AppliesTo(text=text):
                fields["applies_to"] = text.text
            case tree.Calendar(land=land):
                fields.update(calendar=land.text, calendar_span=land.span)
            case tree.DaysOff(days=days):
                fields["days_off"] = tuple(sorted({each.day for each in days}))
                fields["days_off_said"] = tuple((each.day, each.span) for each in days)
            case tree.DueDates(roll=roll):
                fields["roll"] = roll
            case tree.IntervalsAre(strength=strength, but_minimum_for=condition):
                fields["strength"] = strength
                if condition is not None:
                    fields["minimum_for"] = Conditions(words).resolve(condition)
    return model.Header(**fields)  # type: ignore[arg-type]


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
    for node in document.statements:
        if isinstance(node, tree.EnsureOneOf):
            told_apart.update(c.name.text for c in node.conditions if isinstance(c, tree.Word))
        elif isinstance(node, tree.Rules | tree.ExceptionBlock | tree.Table):
            blocks.append(node.name)
        elif isinstance(node, tree.Attribute | tree.Define):
            in_conditions.extend(_declared(node))
    for names in (in_conditions, blocks):
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
