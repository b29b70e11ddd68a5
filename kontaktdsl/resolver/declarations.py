"""What a text and the vocabulary files that it uses declare: attributes, kinds of contact, events
and definitions enter the vocabulary before anything that is said with their names is resolved.
"""

import os
from collections.abc import Callable, Iterator

from kontaktdsl import model
from kontaktdsl.resolver import kinds
from kontaktdsl.resolver.conditions import Conditions
from kontaktdsl.resolver.vocabulary import Vocabulary, foreign
from kontaktdsl.source import Source
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.mistakes import whole_text

Load = Callable[[Source, str], tree.Document | None]
"""Given the source that says `use "path"` and the path: the document, or None if unreadable."""


def is_vocabulary(document: tree.Document) -> bool:
    """Whether a text holds nothing but names for other files to use."""
    return bool(document.statements) and all(
        isinstance(node, whole_text.VOCABULARY) for node in document.statements
    )


def unshared(document: tree.Document, words: Vocabulary) -> None:
    """What a file of names says besides, and nobody gets from it."""
    for node in document.statements:
        if isinstance(node, tree.Impossible | tree.ContactIs):
            line = " ".join(node.span.text.split())
            words.report(kinds.NOT_SHARED.at(node.span, line=line))


def declare(
    document: tree.Document,
    words: Vocabulary,
    load: Load,
    path: list[Source],
    sources: list[Source],
) -> None:
    """Enter the names of a document and of all that it uses.

    `path` leads from the first document to this one; `sources` gets each file that is used.
    """
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
            for name in declared_names(node):
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
    declare(used, words, load, [*path, used.source], sources)
    define(used, words)
    if is_vocabulary(used):
        unshared(used, words)


def define(document: tree.Document, words: Vocabulary) -> None:
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
            case tree.Word(name=tree.Name(text=name)):
                found.add(name)
            case tree.Not(term=term):
                waiting.append(term)
            case tree.And(terms=terms) | tree.Or(terms=terms):
                waiting.extend(terms)
            case tree.OneOf(attribute=None, values=values):
                found.update(value.text for value in values)
    return found


def declared_names(node: tree.Statement) -> Iterator[tree.Name]:
    """The names that a statement declares."""
    match node:
        case tree.Attribute(name=name, domain=domain):
            yield name
            if isinstance(domain, tree.Enumeration):
                yield from (value.name for value in domain.values)
        case tree.KindsOfContact(values=values):
            yield from (value.name for value in values)
        case tree.Event(name=name) | tree.Define(name=name):
            yield name
        case tree.Series(name=name):
            yield name
        case tree.Rules(name=name) | tree.ExceptionBlock(name=name) | tree.Table(name=name):
            yield name
