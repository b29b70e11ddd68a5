"""The other policies of the folder, as far as one text depends on them: its place among them in
time, the texts that an amendment changes, and the neighbour that a promise compares with.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from kontaktdsl import model
from kontaktdsl.diagnostics import Diagnostic, Severity
from kontaktdsl.resolver import kinds
from kontaktdsl.syntax import tree
from kontaktdsl.values import rhythm_of
from kontaktdsl.versions.edition import edition
from kontaktdsl.versions.reading import beside
from kontaktdsl.versions.reading import whole as read_whole
from kontaktdsl.versions.references import references

if TYPE_CHECKING:
    from kontaktdsl.files import Files, StrPath
    from kontaktdsl.lint.context import Neighbour
    from kontaktdsl.versions.edition import Edition
    from kontaktdsl.versions.shelf import Shelf

Resolve = Callable[
    [tree.Document, list[Diagnostic]], tuple[model.Policy | None, tuple[Diagnostic, ...]]
]
"""Given a tree and the findings of reading it: the policy if there is one, and all findings."""


def opener(
    files: Files,
    findings: list[Diagnostic],
    looked: list[str],
    others: list[tree.Document],
    known: Mapping[Edition, tree.Document] | None = None,
) -> Callable[[Edition], tree.Document | None]:
    """What gives the whole tree of an edition, read once; None where its file is gone.

    `findings` are those of reading, `looked` the files, `others` their trees; `known` is read.
    """

    @cache
    def opened(each: Edition) -> tree.Document | None:
        if known is not None and each in known:
            return known[each]
        looked.append(each.source.name)
        parsed = read_whole(each.source.name, files.read, files.parse)
        if isinstance(parsed, Diagnostic):
            findings.append(parsed)
            return None
        findings.extend(parsed.findings)
        others.append(parsed.document)
        return parsed.document

    return opened


def in_time(document: tree.Document, folder: StrPath | None, files: Files) -> Iterable[Diagnostic]:
    """What is wrong with a text's place among the others; nothing of that is loaded needlessly."""
    own = edition(document)
    if own is None:
        return ()
    editions = beside(folder, own, document.source.name, files.read)
    alone = own.replaces is None and own.amends is None
    others = (each for each in editions if each is not own)
    if alone and not any(each.touches(own) for each in others) and not any(references(document)):
        return ()
    from kontaktdsl.versions.examining import examine
    from kontaktdsl.versions.shelf import Shelf

    opened = opener(files, [], [], [], {own: document})
    return examine(document, own, Shelf(editions), opened)


def amended(
    document: tree.Document,
    folder: StrPath | None,
    files: Files,
    findings: list[Diagnostic],
    looked: list[str],
    others: list[tree.Document],
) -> tree.Document | None:
    """The text that an amendment makes; None where the findings say why there is none.

    `looked` gets the files that it rests on, `others` their trees.
    """
    from kontaktdsl.versions.examining import whole
    from kontaktdsl.versions.shelf import Shelf

    own = edition(document)
    if folder is not None:
        looked.append(os.fspath(folder) or ".")

    opened = opener(files, findings, looked, others, {} if own is None else {own: document})
    shelf = Shelf(beside(folder, own, document.source.name, files.read))
    if own is not None and own.valid is not None and own.days.last < own.first:
        findings.append(kinds.EMPTY_VALIDITY.at(own.valid.span))
        return None
    if own is not None and any(f.severity is Severity.ERROR for f in findings):
        found = whole(document, own, shelf, opened)
        return found.document  # what is not there may stand in a line that cannot be read
    made = whole(document, own, shelf, opened)
    findings.extend(made.findings)
    return made.document


def text_before(
    own: Edition | None,
    name: str,
    folder: StrPath | None,
    files: Files,
    findings: list[Diagnostic],
    looked: list[str],
) -> tree.Document | None:
    """The text of an amendment's first day without it; `findings` and `looked` as above."""
    from kontaktdsl.versions.consolidating import of
    from kontaktdsl.versions.shelf import Shelf

    if own is None or own.amends is None:
        return None
    shelf = Shelf([each for each in beside(folder, own, name, files.read) if each is not own])
    chain = shelf.chain(own.amends.name.text)
    stretch = chain.at(own.first) if chain is not None else None
    whole = of(stretch, opener(files, findings, looked, [])) if stretch is not None else None
    return None if whole is None else whole.document


def neighbour_of(
    target: str,
    own: Edition | None,
    shelf: Shelf,
    files: Files,
    looked: list[str],
    resolved: Resolve,
) -> Neighbour | None:
    """Another policy of the folder, as it reads on the first day of this one; `looked` gets the
    files that it rests on.
    """
    from kontaktdsl.lint.context import Neighbour
    from kontaktdsl.versions.consolidating import of

    found = next((e for e in shelf.named(target) if own is None or e.id != own.id), None)
    if found is None:
        return None
    findings: list[Diagnostic] = []

    opened = opener(files, findings, looked, [])
    chain = shelf.chain(target)
    stretch = chain.at(own.first) if chain is not None and own is not None else None
    document = None
    if stretch is not None and len(stretch.texts) == 1:
        whole = of(stretch, opened)
        document = None if whole is None else whole.document
    document = document or opened(found)
    policy = None
    if document is not None:
        policy, told = resolved(document, findings)
        findings = list(told)
    if policy is None or not any(rhythm_of(rule.outcome) for rule in policy.rules):
        errors = (f for f in findings if f.severity is Severity.ERROR)
        return Neighbour(found.source.name, None, next(errors, None))
    return Neighbour(found.source.name, policy)
