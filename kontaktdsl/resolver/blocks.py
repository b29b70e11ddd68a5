"""Blocks: rules, exceptions and tables, and the order that the exceptions declare."""

from collections.abc import Sequence

import attrs

from kontaktdsl import model
from kontaktdsl.diagnostics import Label, Repair, Text
from kontaktdsl.record import Shown
from kontaktdsl.resolver import kinds
from kontaktdsl.resolver.conditions import Conditions, attributes_of
from kontaktdsl.resolver.outcomes import outcome
from kontaktdsl.resolver.timed import declared
from kontaktdsl.resolver.vocabulary import Vocabulary
from kontaktdsl.source import Span
from kontaktdsl.suggest import did_you_mean, respelt
from kontaktdsl.syntax import tree
from kontaktdsl.values import Outcome, rhythm_of


@attrs.define(eq=False, repr=False)
class Blocks(Shown):
    """The blocks and rules read so far."""

    vocabulary: Vocabulary
    language: str
    blocks: list[model.Block] = attrs.Factory(list)
    rules: list[model.Rule] = attrs.Factory(list)
    constraints: list[model.Constraint] = attrs.Factory(list)
    named: dict[str, model.Block] = attrs.Factory(dict)
    _bases: list[tuple[model.Block, tuple[tree.Name, ...]]] = attrs.Factory(list)
    _of: list[list[model.Rule]] = attrs.Factory(list)
    _said: dict[int, tree.Name] = attrs.Factory(dict)

    def add(self, node: tree.Rule | tree.Rules | tree.ExceptionBlock | tree.Table) -> None:
        """Resolve one statement that holds rules."""
        match node:
            case tree.Rule():
                block = self._open(None, node, None, None)
                self._line(node, block, last=True)
            case tree.Rules():
                block = self._open(node.name, node, node.citation, node.because)
                for position, line in enumerate(node.rules):
                    self._line(line, block, last=position == len(node.rules) - 1)
            case tree.ExceptionBlock():
                block = self._open(node.name, node, node.citation, node.because, exception=True)
                self._bases.append((block, node.bases))
                for line in node.rules:
                    self._line(line, block, last=False)
            case tree.Table():
                self._table(node)

    def _open(
        self,
        name: tree.Name | None,
        node: tree.Rule | tree.Rules | tree.ExceptionBlock | tree.Table,
        cite: tree.Citation | None,
        why: tree.Because | None,
        *,
        exception: bool = False,
    ) -> model.Block:
        block = model.Block(
            index=len(self.blocks),
            name=name.text if name else None,
            exception=exception,
            table=isinstance(node, tree.Table),
            citation=citation(cite),
            because=because(why),
            span=name.span if name else node.span,
        )
        if node.series is not None:
            block.series = self.vocabulary.series_named(node.series)
            self._said[block.index] = node.series
        self.blocks.append(block)
        self._of.append([])
        if name is not None:
            there = self.named.setdefault(name.text, block)
            if there is not block:
                self.vocabulary.report(
                    kinds.DUPLICATE_NAME.at(
                        name.span,
                        name=name.text,
                        others=(Label(there.span, Text("hier zuerst", "here first")),),
                    )
                )
        return block

    def _line(self, node: tree.Rule, block: model.Block, *, last: bool) -> None:
        otherwise = isinstance(node.condition, tree.Otherwise)
        if otherwise and (block.exception or block.name is None or not last):
            self.vocabulary.report(kinds.OTHERWISE_MISPLACED.at(node.condition.span))
        parts = outcome(node.parts, self.vocabulary)
        if block.exception and node.parts and rhythm_of(parts) is None:
            self.vocabulary.report(kinds.EXCEPTION_WITHOUT_RHYTHM.at(node.span))
        firsts = [part for part in node.parts if isinstance(part, tree.First)]
        if len(firsts) > 1:
            self.vocabulary.report(
                kinds.SEVERAL_FIRSTS.at(firsts[1].span, others=(Label(firsts[0].span),))
            )
        condition = Conditions(self.vocabulary).resolve(node.condition)
        if condition is None:
            return
        self._rule(
            block,
            condition,
            parts,
            otherwise,
            citation(node.citation) or block.citation,
            because(node.because) or block.because,
            node.span,
            node.condition.span,
        )

    def _rule(
        self,
        block: model.Block,
        condition: model.Condition,
        parts: Outcome,
        otherwise: bool,
        cite: model.Citation | None,
        why: model.Because | None,
        span: Span,
        condition_span: Span,
    ) -> None:
        rule = model.Rule(
            index=len(self.rules),
            block=block,
            condition=condition,
            outcome=parts,
            otherwise=otherwise,
            citation=cite,
            because=why,
            span=span,
            condition_span=condition_span,
        )
        self.rules.append(rule)
        self._of[block.index].append(rule)

    def _table(self, node: tree.Table) -> None:
        block = self._open(node.name, node, node.citation, node.because)
        if node.heading is None:
            return
        words = self.vocabulary
        columns = [self._column(name) for name in node.heading.attributes]
        headings = [
            model.TRUE if cell.condition is None else Conditions(words).resolve(cell.condition)
            for cell in node.heading.columns
        ]
        above: list[tuple[tree.Cell, model.Condition | None] | None] = [None] * len(columns)
        for row in node.rows:
            left: list[model.Condition | None] = []
            first = row.conditions[0].span if row.conditions else row.span
            for position, (cell, column) in enumerate(zip(row.conditions, columns, strict=False)):
                if cell.condition is not None or above[position] is None:
                    above[position] = cell, self._cell(cell, column)
                there = above[position]
                left.append(there[1] if there else None)
            for outcome_cell, heading in zip(row.outcomes, headings, strict=False):
                terms = (*left, heading)
                kept = [term for term in terms if term is not None]
                if len(kept) < len(terms):
                    continue
                condition = model.And(tuple(term for term in kept if term != model.TRUE))
                cite = citation(row.citation) or block.citation
                self._outcome_cell(
                    outcome_cell, condition, block, cite, first.to(row.conditions[-1].span)
                )

    def _column(self, name: tree.Name | None) -> model.Attribute | None:
        if name is None:
            return None
        attribute = self.vocabulary.attributes.get(name.text)
        if attribute is None:
            self.vocabulary.report(
                kinds.UNKNOWN_NAME.at(
                    name.span,
                    name=name.text,
                    notes=did_you_mean(name.text, self.vocabulary.attributes),
                    repairs=respelt(name.span, self.vocabulary.attributes),
                )
            )
        return attribute

    def _cell(self, cell: tree.Cell, column: model.Attribute | None) -> model.Condition | None:
        if cell.condition is None:
            return model.TRUE
        condition = Conditions(self.vocabulary, column).resolve(cell.condition)
        if condition is None or column is None:
            return condition
        spoken = attributes_of(condition)
        if any(declared(attribute) != declared(column) for attribute in spoken):
            self.vocabulary.report(
                kinds.WRONG_COLUMN.at(cell.span, cell=cell.span.text.strip(), attribute=column.name)
            )
            return None
        return condition

    def _outcome_cell(
        self,
        cell: tree.OutcomeCell,
        condition: model.Condition,
        block: model.Block,
        cite: model.Citation | None,
        condition_span: Span,
    ) -> None:
        if not cell.parts:
            self.vocabulary.report(
                kinds.EMPTY_OUTCOME.at(cell.span, repairs=_HONEST_CELLS[self.language])
            )
        elif any(isinstance(part, tree.ImpossibleCell) for part in cell.parts):
            self.constraints.append(
                model.Constraint(condition, block.because, cite, cell.span, from_cell=True)
            )
        else:
            parts = outcome(cell.parts, self.vocabulary)
            self._rule(
                block, condition, parts, False, cite, block.because, cell.span, condition_span
            )

    def finish(self) -> tuple[int, ...]:
        """Name the bases of every exception; per block the bitset of all its exceptions."""
        for block in self.blocks:
            block.rules = tuple(self._of[block.index])
        direct = [0] * len(self.blocks)
        for block, names in self._bases:
            bases = [base for name in names if (base := self.block(name)) is not None]
            block.bases = tuple(bases)
            block.bases_end = names[-1].span if names else None
            for base in bases:
                direct[base.index] |= 1 << block.index
        over = self._closed(direct)
        self._inherit(over)
        return over

    def _inherit(self, over: tuple[int, ...]) -> None:
        """An exception that names no series belongs to that of its bases."""
        height = [mask.bit_count() for mask in over]
        names = {block.index: names for block, names in self._bases}
        for block in sorted(self.blocks, key=lambda block: -height[block.index]):
            if not block.bases:
                continue
            if block.index not in self._said:
                block.series = block.bases[0].series
            for name in names[block.index]:
                base = self.named.get(name.text)
                if base is not None and base.series != block.series:
                    self.vocabulary.report(
                        kinds.EXCEPTION_ACROSS.at(
                            name.span,
                            name=str(block.name),
                            base=name.text,
                            own=block.series,
                            other=base.series,
                            notes=(_one_each(name.text),),
                        )
                    )

    def block(self, name: tree.Name) -> model.Block | None:
        """The block of that name, or None with a finding."""
        block = self.named.get(name.text)
        if block is None:
            self.vocabulary.report(
                kinds.UNKNOWN_BLOCK.at(
                    name.span,
                    name=name.text,
                    notes=did_you_mean(name.text, self.named),
                    repairs=respelt(name.span, self.named),
                )
            )
        return block

    def _closed(self, direct: list[int]) -> tuple[int, ...]:
        """Close the order upwards; report each circle once."""
        over: dict[int, int] = {}
        done = 0
        for start in range(len(direct)):
            path = [start]
            while path:
                at = path[-1]
                rest = direct[at] & ~done
                if at not in over and rest:
                    following = (rest & -rest).bit_length() - 1
                    if following in path:
                        self._circle(path[path.index(following) :])
                        direct[at] &= ~(1 << following)
                        continue
                    path.append(following)
                    continue
                reach = direct[at]
                for exception in bits(direct[at]):
                    reach |= over[exception]
                over[at] = reach
                done |= 1 << at
                path.pop()
        return tuple(over[index] for index in range(len(direct)))

    def _circle(self, path: Sequence[int]) -> None:
        blocks = [self.blocks[index] for index in reversed(path)]
        names = [str(block.name) for block in blocks]
        self.vocabulary.report(
            kinds.EXCEPTION_CYCLE.at(
                blocks[0].span,
                circle=Text(" vor ".join([*names, names[0]]), " before ".join([*names, names[0]])),
                others=tuple(Label(block.span) for block in blocks[1:]),
            )
        )


_HONEST_CELLS = {
    "de": (
        Repair("unmöglich", Text("kommt nicht vor", "cannot occur")),
        Repair('nicht geregelt "..."', Text("bewusst offen", "open on purpose")),
        Repair("monatlich", Text("oder eine andere Vorgabe", "or another outcome")),
    ),
    "en": (
        Repair("impossible", Text("kommt nicht vor", "cannot occur")),
        Repair('not regulated "..."', Text("bewusst offen", "open on purpose")),
        Repair("monthly", Text("oder eine andere Vorgabe", "or another outcome")),
    ),
}


def bits(number: int) -> list[int]:
    """The positions of the set bits, ascending."""
    found = []
    while number:
        low = number & -number
        found.append(low.bit_length() - 1)
        number ^= low
    return found


def citation(node: tree.Citation | None) -> model.Citation | None:
    """The citation in the model."""
    return None if node is None else model.Citation(node.text, node.span)


def because(node: tree.Because | None) -> model.Because | None:
    """The reason in the model."""
    return None if node is None else model.Because(node.reason, node.span)


def _one_each(base: str) -> Text:
    return Text(
        f"jede Reihe hat ihre eigene Ausnahme: hier noch eine, `Ausnahme ... zu {base}`",
        f"each series has an exception of its own: one more here, `exception ... to {base}`",
    )
