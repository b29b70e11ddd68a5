"""What is to be said of one text in its folder, and the whole text that an amendment makes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from kontaktdsl.diagnostics import Diagnostic, Severity
from kontaktdsl.record import Shown
from kontaktdsl.syntax import tree
from kontaktdsl.versions.checks import (
    amends_missing,
    amends_not_valid,
    both,
    built_on_temporary,
    double_validity,
    duplicate_id,
    missing_target,
    no_first_day,
    not_an_amendment,
    replaces_missing,
    same_day,
    target_not_valid,
    timeline_hole,
    version_cycle,
    version_order,
)
from kontaktdsl.versions.consolidating import Consolidated, Open, of
from kontaktdsl.versions.edition import Edition
from kontaktdsl.versions.shelf import Shelf


@attrs.frozen(eq=False, repr=False)
class Whole(Shown):
    """The text to check in place of an amendment; None where the findings say why there is none."""

    document: tree.Document | None
    findings: tuple[Diagnostic, ...]


def whole(document: tree.Document, own: Edition | None, shelf: Shelf, opened: Open) -> Whole:
    """The consolidated text of an amendment's first day."""
    if own is None or own.amends is None:
        return Whole(None, tuple(not_an_amendment.find(document)))
    findings = [*both.find(own), *no_first_day.find(own), *version_cycle.find(own, shelf)]
    if not findings:
        findings = [*amends_missing.find(own, shelf), *amends_not_valid.find(own, shelf)]
    if findings:
        return Whole(None, tuple(findings))
    made = on(own, own.first, shelf, opened)
    if made is None:
        # what it amends amends something that is not there; that is found in that text
        missing = amends_missing.KIND.at(own.amends.name.span, target=own.amends.name.text)
        return Whole(None, (missing,))
    told = tuple(found for found in made.findings if found.span.source is document.source)
    foreign = any(
        found.severity is Severity.ERROR and found.span.source is not document.source
        for found in made.findings
    )
    failed = foreign or any(found.severity is Severity.ERROR for found in told)
    if foreign:
        told = (*told, *(f for f in made.findings if f not in told))
    told = (*told, *same_day.find(own, shelf, opened))
    return Whole(None if failed else _seen_from(made.document, document), told)


def on(each: Edition, day: date, shelf: Shelf, opened: Open) -> Consolidated | None:
    """The text in force on a day of the chain that an edition belongs to; None if there is none."""
    chain = shelf.chain(each.id)
    stretch = chain.at(day) if chain is not None else None
    return of(stretch, opened) if stretch is not None else None


def _seen_from(made: tree.Document, document: tree.Document) -> tree.Document:
    """The same text with another of its files in front: its end is where new lines go."""
    others = tuple(s for s in (made.source, *made.others) if s is not document.source)
    return attrs.evolve(made, source=document.source, language=document.language, others=others)


def of_header(own: Edition, shelf: Shelf) -> list[Diagnostic]:
    """What the header of a text alone shows of its place in time."""
    found = [
        *duplicate_id.find(own, shelf),
        *both.find(own),
        *no_first_day.find(own),
        *version_cycle.find(own, shelf),
        *replaces_missing.find(own, shelf),
        *version_order.find(own, shelf),
        *timeline_hole.find(own, shelf),
        *double_validity.find(own, shelf),
    ]
    if own.amends is not None and not any(f.kind is version_cycle.KIND for f in found):
        found += [*amends_missing.find(own, shelf), *amends_not_valid.find(own, shelf)]
    return found


def among_amendments(own: Edition, shelf: Shelf, opened: Open) -> Iterator[Diagnostic]:
    """What the other amendments of the same text do to an amendment, now and later."""
    if own.amends is not None:
        yield from same_day.find(own, shelf, opened)
        yield from built_on_temporary.find(own, shelf, opened)


def examine(
    document: tree.Document, own: Edition | None, shelf: Shelf, opened: Open
) -> list[Diagnostic]:
    """What is wrong with a text's place in time, and with its references to others."""
    if own is None:
        return []
    return [
        *duplicate_id.find(own, shelf),
        *(() if own.amends is not None else no_first_day.find(own)),
        *(() if own.amends is not None else version_cycle.find(own, shelf)),
        *replaces_missing.find(own, shelf),
        *version_order.find(own, shelf),
        *timeline_hole.find(own, shelf),
        *double_validity.find(own, shelf),
        *missing_target.find(own, document, shelf),
        *target_not_valid.find(own, document, shelf),
        *built_on_temporary.find(own, shelf, opened),
    ]
