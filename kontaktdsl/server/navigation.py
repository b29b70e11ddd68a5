"""Where a name is declared and where it is used, in one document and across those that use it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from kontaktdsl.server.analysis import Analysis
from kontaktdsl.server.names import Names, Symbol, Use
from kontaktdsl.server.policies import named
from kontaktdsl.source import Source, Span
from kontaktdsl.syntax import tree

Read = Callable[[str], "Names | None"]
"""The names of a document of the workspace by its path; None where it cannot be read."""


def definition(analysis: Analysis, offset: int) -> Span | None:
    """The declaration of the name at a place; for a path behind `use`, that file's beginning; for
    the id of another policy, where that says it.
    """
    policy = named(analysis, offset)
    if policy is not None:
        return policy.edition.place
    use = analysis.names.at(offset)
    if use is not None:
        declared = analysis.names.declaration(use.symbol)
        return None if declared is None else declared.name.span
    for node in analysis.document.statements:
        if isinstance(node, tree.Use) and node.path.span.start <= offset <= node.path.span.end:
            wanted = os.path.realpath(os.path.join(analysis.folder or "", node.path.text))
            for document in analysis.compiled.used:
                if os.path.realpath(document.source.name) == wanted:
                    return Span(document.source, 0, 0)
    return None


def highlights(analysis: Analysis, offset: int) -> tuple[Use, ...]:
    """Every place of the document with the name at a place."""
    use = analysis.names.at(offset)
    if use is None:
        return ()
    return tuple(other for other in analysis.names.uses if other.symbol == use.symbol)


def references(
    analysis: Analysis, offset: int, others: Iterator[Names], *, declaration: bool = True
) -> tuple[Use, ...]:
    """Every place with the name at a place, also in the other documents of the workspace."""
    use = analysis.names.at(offset)
    if use is None:
        return ()
    found = everywhere(use.symbol, analysis.names, others)
    return tuple(other for other in found if declaration or not other.declares)


def everywhere(symbol: Symbol, own: Names, others: Iterator[Names]) -> list[Use]:
    """The uses of a symbol in a document and in others, each document once."""
    found = [use for use in own.uses if use.symbol == symbol]
    seen = {_real(own.source)}
    home = _real_path(symbol.home)
    for names in others:
        if _real(names.source) in seen:
            continue
        seen.add(_real(names.source))
        if home not in {_real(document.source) for document in names.documents}:
            continue
        for use in names.uses:
            if use.symbol == symbol or (
                _real_path(use.symbol.home) == home
                and (use.symbol.role, use.symbol.name, use.symbol.owner)
                == (symbol.role, symbol.name, symbol.owner)
            ):
                found.append(use)
    return found


def _real(source: Source) -> str:
    return _real_path(source.name)


def _real_path(name: str) -> str:
    return os.path.normcase(os.path.realpath(name)) if os.path.isabs(name) else name
