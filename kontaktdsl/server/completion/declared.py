"""Names: which ones are meant follows from the words in front of the place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kontaktdsl.server.analysis import Analysis
from kontaktdsl.server.completion.proposal import Proposal
from kontaktdsl.server.hover import about
from kontaktdsl.server.lexing import Here
from kontaktdsl.server.names import Declared, Role, Scope
from kontaktdsl.server.policies import NAMING, around
from kontaktdsl.source import Span
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.machine import Token

_DECLARING = frozenset(
    {"ID", "ATTRIBUTE", "EVENT", "DEFINE", "RULES", "EXCEPTION", "TABLE", "KINDS", "PER", "SERIES"}
)
_COMPARED = frozenset({"UNDER", "OVER", "AT_LEAST", "AT_MOST"})

_KIND_MARKS = ("MAY_USE", "ONLY", "NEVER", "OF_THEM")
_AMOUNTS = (
    "AT_LEAST", "AT_MOST", "INT", "HALF", "A_THIRD", "A_QUARTER", "TWO_THIRDS", "THREE_QUARTERS",
    "DASH", "IN_A_ROW",
)  # fmt: skip


def of_names(
    analysis: Analysis,
    place: Here,
    before: str,
    tokens: Sequence[Token],
    span: Span,
    language: str,
) -> Iterator[Proposal]:
    scope = analysis.names.scope
    if tokens and tokens[0].type in ("REPLACE", "REMOVE"):
        tokens = tokens[1:]
        named = _amended(scope, [token.type for token in tokens])
        if named is not None:
            yield from _of(named, span, language, rank=1)
            if tokens:
                return
    types = [token.type for token in tokens]
    last = types[-1] if types else ""
    first = types[0] if types else ""
    if last == "FOR" and first != "ACCEPT":
        yield from _of(scope.series.values(), span, language)
    elif last == "RESTARTS_ON":
        yield from _of(scope.events.values(), span, language)
    elif first == "SERIES" and last in ("COLON", "COMMA"):
        taken = {token.text for token in tokens if token.type == "NAME"}
        kinds = (kind for kind in scope.kinds.values() if kind.symbol.name not in taken)
        yield from _of(kinds, span, language)
    elif last in ("OF_EVENT", "SAME_DAY_AS", "BEFORE", "TIME_SINCE", "ON") or _after_period_end(
        types
    ):
        yield from _of(scope.events.values(), span, language)
    elif first == "OF" or (first, True) in (
        ("EXCEPTION", "TO_BLOCKS" in types),
        ("ACCEPT", "FOR" in types),
    ):
        taken = {token.text for token in tokens if token.type == "NAME"}
        blocks = (b for b in scope.blocks.values() if b.symbol.name not in taken)
        yield from _of(blocks, span, language)
    elif first == "ACCEPT":
        yield from _codes(analysis, span, language)
    elif last in NAMING:
        yield from _policies(analysis, span)
    elif _after_kinds(types, counted="->" in before and place.symbol != "heading"):
        taken = _since(tokens, _KIND_MARKS)
        yield from _of(
            (k for k in scope.kinds.values() if k.symbol.name not in taken), span, language
        )
    elif (
        last in _DECLARING
        or (first == "KINDS" and last in ("COLON", "COMMA"))
        or (first == "ATTRIBUTE" and last in ("COLON", "PIPE", "LESS"))
    ):
        return
    elif place.symbol == "heading" and "ARROW" not in types:
        yield from _of(scope.attributes.values(), span, language)
    elif first == "QUANTITY":
        yield from _of((*_flags(scope), *scope.terms.values()), span, language)
    else:
        column = _column(place, before) if place.symbol == "row" else None
        yield from _in_condition(scope, tokens, column, span, language)


def _amended(scope: Scope, types: Sequence[str]) -> Iterable[Declared] | None:
    """What of the amended text is meant behind `replace` and `remove`; None where it is something
    else. A rule that is removed begins with names as well.
    """
    if all(kind in ("NAME", "COMMA") for kind in types):
        return scope.blocks.values()
    match types:
        case ["RULES" | "TABLE" | "EXCEPTION"]:
            return scope.blocks.values()
        case ["ATTRIBUTE"]:
            return scope.attributes.values()
        case ["EVENT"]:
            return scope.events.values()
        case ["DEFINE"]:
            return scope.terms.values()
        case ["SERIES"]:
            return scope.series.values()
    return None


def _after_kinds(types: Sequence[str], *, counted: bool) -> bool:
    """Behind what is said of kinds, with `counted` also behind `at most 1`, without `of them`."""
    for kind in reversed(types):
        if kind in _KIND_MARKS or (counted and kind in ("AT_LEAST", "AT_MOST")):
            return True
        if kind not in ("NAME", "OR", "AND", *_AMOUNTS):
            return False
    return False


def _after_period_end(types: Sequence[str]) -> bool:
    """Behind `until the end of the calendar week of` and `the end of the calendar week after`."""
    return (
        len(types) > 2
        and types[-1] in ("OF_PERIOD", "AFTER")
        and types[-3] in ("UNTIL_THE_END_OF", "THE_END_OF")
    )


def _since(tokens: Sequence[Token], marks: tuple[str, ...]) -> set[str]:
    found: set[str] = set()
    for token in reversed(tokens):
        if token.type in marks:
            break
        found.add(token.text)
    return found


def _column(place: Here, before: str) -> str | None:
    """The name at the head of the column that is being written in."""
    from kontaktdsl.server.formatting import cells

    at = len(cells(before)) - 1
    if "->" in before:
        return None
    heads = cells(place.heading)
    if at >= len(heads):
        return None
    return place.heading[heads[at].start : heads[at].end].strip() or None


def _in_condition(
    scope: Scope,
    tokens: Sequence[Token],
    column: str | None,
    span: Span,
    language: str,
) -> Iterator[Proposal]:
    types = [token.type for token in tokens]
    last = tokens[-1] if tokens else None
    owner = column
    if last is not None and last.type == "NAME":
        yield from _of(scope.values_of(_subject(tokens, None)), span, language, rank=1)
        return
    if last is not None and last.type in _COMPARED and len(tokens) > 1:
        subject = _subject(tokens[:-1], column)
        yield from _of(scope.values_of(subject), span, language, rank=1)
        return
    if last is not None and last.type in ("TO", "TO_UNDER") and len(tokens) > 1:
        subject = _subject(tokens[:-2], column)
        yield from _of(scope.values_of(subject), span, language, rank=1)
        return
    if last is not None and last.type in ("OPEN", "COMMA") and "IN" in types:
        at = len(types) - 1 - types[::-1].index("IN")
        if "CLOSE" not in types[at:]:
            before = tokens[at - 1] if at else None
            if before is not None and before.type == "NAME":
                owner = before.text
            if owner is not None:
                yield from _of(scope.values_of(owner), span, language, rank=1)
                return
    if column is not None and column in scope.attributes:
        attribute = scope.attributes[column]
        yield from _of(scope.values_of(column), span, language, rank=1)
        if isinstance(getattr(attribute.node, "domain", None), tree.YesNo | tree.Decided):
            yield from _of((attribute,), span, language, rank=1)
        about = (t for t in scope.terms.values() if _speaks_of(t, column, scope))
        yield from _of(about, span, language, rank=2)
        return
    yield from _of(scope.terms.values(), span, language, rank=2)
    yield from _of(scope.attributes.values(), span, language, rank=3)
    yield from _of(scope.events.values(), span, language, rank=4)
    for values in scope.values.values():
        if len(values) == 1 and scope.in_condition(values[0].symbol.name) is values[0]:
            yield from _of(values, span, language, rank=2)


def _subject(tokens: Sequence[Token], column: str | None) -> str:
    """The attribute at the end of these words, also as it is on the day of an event."""
    if len(tokens) > 2 and tokens[-2].type == "ON":
        tokens = tokens[:-2]
    return tokens[-1].text if tokens and tokens[-1].type == "NAME" else column or ""


def _speaks_of(term: Declared, attribute: str, scope: Scope) -> bool:
    """Whether a definition is about one attribute only."""
    assert isinstance(term.node, tree.Define)
    found: set[str] = set()
    waiting: list[tree.Condition] = [term.node.condition]
    while waiting:
        match waiting.pop():
            case tree.Before() | tree.Dated() | tree.Word(name=tree.On()):
                found.add("?")
            case tree.Word(name=tree.Name() as name):
                known = scope.in_condition(name.text)
                if known is not None and known.symbol.role is Role.TERM and known is not term:
                    found.add("?")
                elif known is not None:
                    found.add(known.symbol.owner or known.symbol.name)
            case tree.Is(attribute=spoken):
                found.add(spoken.text if isinstance(spoken, tree.Name) else "?")
            case (
                tree.OneOf(attribute=spoken_)
                | tree.Compare(attribute=spoken_)
                | tree.Between(attribute=spoken_)
            ):
                found.add(spoken_.text if isinstance(spoken_, tree.Name) else "?")
            case tree.Not(term=inner):
                waiting.append(inner)
            case tree.And(terms=terms) | tree.Or(terms=terms):
                waiting.extend(terms)
    return found == {attribute}


def _flags(scope: Scope) -> Iterator[Declared]:
    for declared in scope.attributes.values():
        if isinstance(getattr(declared.node, "domain", None), tree.YesNo | tree.Decided):
            yield declared


def _of(
    declared: Iterable[Declared], span: Span, language: str, rank: int = 2
) -> Iterator[Proposal]:
    for one in declared:
        yield Proposal(
            one.symbol.name,
            one.symbol.name,
            span,
            one.symbol.role.value,
            detail=one.label or "",
            documentation=about(one, language),
            rank=rank,
        )


def _codes(analysis: Analysis, span: Span, language: str) -> Iterator[Proposal]:
    """The findings that can be accepted, first those that the document has."""
    from kontaktdsl.lint import every
    from kontaktdsl.versions import kinds as versions

    here_now = {finding.code for finding in analysis.findings}
    for kind in (*every.ACCEPTABLE, *versions.ACCEPTABLE):
        yield Proposal(
            kind.code,
            kind.code,
            span,
            "code",
            detail=kind.name.into(language),
            documentation=kind.why.into(language),
            rank=1 if kind.code in here_now else 5,
        )


def _policies(analysis: Analysis, span: Span) -> Iterator[Proposal]:
    titles = {each.id: each.title for each in around(analysis)}
    for name, title in titles.items():
        yield Proposal(name, name, span, "policy", detail=title)
