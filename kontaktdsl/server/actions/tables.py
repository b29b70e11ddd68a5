"""Rules as a table and a table as rules; whoever uses it proves that they say the same."""

from __future__ import annotations

import attrs

from kontaktdsl import model
from kontaktdsl.moments import AgeOn, DayOf, ValueOn
from kontaktdsl.resolver import resolve_facts
from kontaktdsl.resolver.conditions import attributes_of
from kontaktdsl.resolver.timed import declared
from kontaktdsl.server.names import Role, Scope
from kontaktdsl.source import Span
from kontaktdsl.syntax import tree

MOST_COLUMNS = 8


def to_table(block: tree.Rules, policy: model.Policy) -> tree.Table | None:
    """A block as a table: a column for each attribute that its conditions speak of one by one.

    What speaks of several attributes at once stands in a last column without a name. None where a
    line has what no row can hold: a reason of its own, `otherwise`, a comment inside.
    """
    rows: list[tuple[tree.Rule, dict[str, list[tree.Condition]]]] = []
    for rule in block.rules:
        if rule.because is not None or isinstance(rule.condition, tree.Otherwise | tree.Always):
            return None
        parts: dict[str, list[tree.Condition]] = {}
        terms = rule.condition.terms if isinstance(rule.condition, tree.And) else (rule.condition,)
        for term in terms:
            column = _spoken(term, policy)
            parts.setdefault(column, []).append(_without(term, column) if column else term)
        rows.append((rule, parts))
    used = {column for _, parts in rows for column in parts}
    columns = [a.name for a in policy.attributes if a.name in used]
    if "" in used:
        columns.append("")
    if not columns or len(columns) > MOST_COLUMNS:
        return None
    span = block.span
    heading = tree.Heading(
        attributes=tuple(tree.Name(name, span=span) if name else None for name in columns),
        columns=(tree.Cell(None, span=span),),
        span=span,
    )
    return tree.Table(
        name=block.name,
        citation=block.citation,
        because=block.because,
        heading=heading,
        rows=tuple(_row(rule, parts, columns, span) for rule, parts in rows),
        span=span,
        trailing=block.trailing,
    )


def _row(
    rule: tree.Rule, parts: dict[str, list[tree.Condition]], columns: list[str], span: Span
) -> tree.Row:
    cells = []
    for column in columns:
        terms = parts.get(column, [])
        condition: tree.Condition = (
            tree.And(tuple(terms), span=span)
            if len(terms) > 1
            else terms[0]
            if terms
            else tree.Always(span=span)
        )
        cells.append(tree.Cell(condition, span=span))
    return tree.Row(
        conditions=tuple(cells),
        outcomes=(tree.OutcomeCell(rule.parts, span=span),),
        citation=rule.citation,
        span=span,
        leading=rule.leading,
        trailing=rule.trailing,
    )


def _spoken(term: tree.Condition, policy: model.Policy) -> str:
    """The one attribute that a term speaks of; empty where it speaks of several."""
    resolved, _ = resolve_facts((term,), policy)
    attributes = {a for condition in resolved for a in attributes_of(condition)}
    if any(isinstance(each.derived, DayOf | AgeOn | ValueOn) for each in attributes):
        return ""
    spoken = {declared(each) for each in attributes} & {node.name for node in policy.attributes}
    return spoken.pop() if len(spoken) == 1 else ""


def _without(term: tree.Condition, column: str) -> tree.Condition:
    """A term under the heading of its attribute: the name need not be said again."""
    match term:
        case tree.Is(attribute=tree.Name(text=name), value=value) if name == column:
            return tree.Word(value, span=term.span)
        case (
            tree.OneOf(attribute=tree.Name(text=name))
            | tree.Compare(attribute=tree.Name(text=name))
            | tree.Between(attribute=tree.Name(text=name))
        ) if name == column:
            return attrs.evolve(term, attribute=None)
        case tree.Not(term=inner):
            return attrs.evolve(term, term=_without(inner, column))
        case tree.And(terms=terms) | tree.Or(terms=terms):
            return attrs.evolve(term, terms=tuple(_without(each, column) for each in terms))
        case _:
            return term


def to_rules(table: tree.Table, scope: Scope) -> tuple[tree.Statement, ...] | None:
    """A table as a block with a line for each cell, and a line `impossible` for each such cell.

    None where a line would have no condition, or where a cell is empty.
    """
    if table.heading is None or not table.rows:
        return None
    never: list[tree.Statement] = []
    rules: list[tree.Rule] = []
    names = [name.text if name else None for name in table.heading.attributes]
    above: list[tree.Condition | None] = [None] * len(names)
    for row in table.rows:
        for at, cell in enumerate(row.conditions):
            if cell.condition is not None:
                above[at] = _named(cell.condition, names[at], scope)
        left = [term for term in above if term is not None and not isinstance(term, tree.Always)]
        for number, (outcome, heading) in enumerate(
            zip(row.outcomes, table.heading.columns, strict=False)
        ):
            terms = [*left, *([heading.condition] if heading.condition is not None else [])]
            if not terms or not outcome.parts:
                return None
            condition = _joined(terms, row.span)
            if any(isinstance(part, tree.ImpossibleCell) for part in outcome.parts):
                never.append(
                    tree.Impossible(
                        condition=condition,
                        because=table.because,
                        citation=row.citation or table.citation,
                        span=row.span,
                    )
                )
                continue
            rules.append(
                tree.Rule(
                    condition=condition,
                    parts=outcome.parts,
                    citation=row.citation,
                    because=None,
                    bullet=True,
                    span=row.span,
                    leading=row.leading if not number else (),
                    trailing=row.trailing if not number else None,
                )
            )
    if not rules:
        return None
    block = tree.Rules(
        name=table.name,
        citation=table.citation,
        because=table.because,
        rules=tuple(rules),
        span=table.span,
        trailing=table.trailing,
    )
    return (*never, block)


def _joined(terms: list[tree.Condition], span: Span) -> tree.Condition:
    flat: list[tree.Condition] = []
    for term in terms:
        flat += term.terms if isinstance(term, tree.And) else [term]
    return flat[0] if len(flat) == 1 else tree.And(tuple(flat), span=span)


def _named(term: tree.Condition, column: str | None, scope: Scope) -> tree.Condition:
    """A cell's condition where no heading says whose value it is."""
    if column is None:
        return term
    match term:
        case tree.Word(name=tree.Name() as name):
            own = next(
                (d for d in scope.values.get(name.text, ()) if d.symbol.owner == column), None
            )
            known = scope.in_condition(name.text)
            bare = known is not None and (
                known is own or (own is None and known.symbol.role is not Role.VALUE)
            )
            if own is None or bare:
                return term
            return tree.Is(tree.Name(column, span=term.span), name, span=term.span)
        case (
            tree.OneOf(attribute=None) | tree.Compare(attribute=None) | tree.Between(attribute=None)
        ):
            return attrs.evolve(term, attribute=tree.Name(column, span=term.span))
        case tree.Not(term=inner):
            return attrs.evolve(term, term=_named(inner, column, scope))
        case tree.And(terms=terms) | tree.Or(terms=terms):
            return attrs.evolve(term, terms=tuple(_named(each, column, scope) for each in terms))
        case _:
            return term
