"""Another name for something, wherever it stands; refused where it would mean something else."""

from __future__ import annotations

from collections.abc import Iterator

from kontaktdsl.diagnostics import Edit, Text
from kontaktdsl.mending.asked import Refused, Rename
from kontaktdsl.mending.edits import applied
from kontaktdsl.server.analysis import Analysis
from kontaktdsl.server.names import Declared, Names, Role, Scope, Symbol, Use
from kontaktdsl.server.navigation import everywhere
from kontaktdsl.source import Source, Span
from kontaktdsl.syntax.parser import parse

NOTHING = Text(
    "hier steht kein Name, der sich umbenennen lässt",
    "there is no name here that can be renamed",
)


def prepare(analysis: Analysis, offset: int) -> Span | None:
    """The name at a place, if it can be renamed."""
    use = analysis.names.at(offset)
    return None if use is None else use.span


def rename(analysis: Analysis, offset: int, new: str, others: list[Names]) -> list[Edit]:
    """The edits of all documents; raises Refused with a sentence why there are none.

    `others` are the documents of the workspace.
    """
    use = analysis.names.at(offset)
    if use is None:
        raise Refused(NOTHING.de, NOTHING.en)
    symbol = use.symbol
    wanted = Rename.read(f"{symbol.name}={new}").new if new.strip() != symbol.name else symbol.name
    if wanted == symbol.name:
        return []
    places = everywhere(symbol, analysis.names, iter(others))
    for names in _touched(places, [analysis.names, *others]):
        taken = _clash(names.scope, symbol, wanted)
        if taken is not None:
            line, file = taken.name.span.line, _base(taken.name.span.source.name)
            raise Refused(
                f"`{wanted}` gibt es schon: {file}, Zeile {line}",
                f"`{wanted}` exists already: {file}, line {line}",
            )
        _hold(names, places, symbol, wanted)
    return [Edit(place.span, wanted) for place in places]


def _touched(places: list[Use], documents: list[Names]) -> Iterator[Names]:
    """The documents in which something changes, each once."""
    sources = {id(place.span.source) for place in places}
    seen: set[int] = set()
    for names in documents:
        if id(names.source) in sources and id(names.source) not in seen:
            seen.add(id(names.source))
            yield names


def _clash(scope: Scope, symbol: Symbol, new: str) -> Declared | None:
    """What has the new name already, where both would be meant by it."""
    match symbol.role:
        case Role.EVENT:
            return scope.events.get(new)
        case Role.KIND:
            return scope.kinds.get(new)
        case Role.BLOCK:
            return scope.blocks.get(new)
        case Role.SERIES:
            return scope.series.get(new)
        case Role.VALUE:
            own = [d for d in scope.values.get(new, ()) if d.symbol.owner == symbol.owner]
            others = (scope.terms.get(new), scope.attributes.get(new), *scope.values.get(new, ()))
            return own[0] if own else next((d for d in others if d is not None), None)
        case _:
            known = scope.attributes.get(new) or scope.terms.get(new)
            return known or next(iter(scope.values.get(new, ())), None)


def _hold(names: Names, places: list[Use], symbol: Symbol, new: str) -> None:
    """Refuse what would let a document read differently."""
    source: Source = names.source
    edits = [Edit(place.span, new) for place in places if place.span.source is source]
    after = parse(applied(source, edits))
    before = parse(source)
    if len(after.findings) > len(before.findings):
        raise _otherwise(new)
    old = sorted((use.span.start, use.symbol.role) for use in names.uses)
    again = Names((after.document, *names.documents[1:]))
    if symbol.home != source.name:
        return  # the declaration stands elsewhere, and changes with it
    fresh = sorted((use.span.start, use.symbol.role) for use in again.uses)
    if [role for _, role in old] != [role for _, role in fresh]:
        raise _otherwise(new)


def _otherwise(new: str) -> Refused:
    return Refused(
        f"mit `{new}` ließe sich die Datei anders lesen",
        f"with `{new}` the file would read differently",
    )


def _base(name: str) -> str:
    return name.replace("\\", "/").rsplit("/", 1)[-1]
