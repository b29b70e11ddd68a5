"""Rules, the heads of blocks, and what else a directive says."""

from kontaktdsl.source import Span
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.building.pieces import Children, Pieces
from kontaktdsl.syntax.machine import Token
from kontaktdsl.values import CalendarUnit

CALENDAR_PERIODS = {
    "CALENDAR_WEEK": CalendarUnit.WEEK,
    "CALENDAR_MONTH": CalendarUnit.MONTH,
    "CALENDAR_QUARTER": CalendarUnit.QUARTER,
    "CALENDAR_HALF_YEAR": CalendarUnit.HALF_YEAR,
    "CALENDAR_YEAR": CalendarUnit.YEAR,
}

PERIODS = {
    "UNIT_WEEK": CalendarUnit.WEEK,
    "UNIT_MONTH": CalendarUnit.MONTH,
    "UNIT_YEAR": CalendarUnit.YEAR,
    "QUARTER": CalendarUnit.QUARTER,
    "HALF_YEAR": CalendarUnit.HALF_YEAR,
    **CALENDAR_PERIODS,
}

OCCASIONS = {
    "AT_FIRST_CONTACT": tree.Occasion.FIRST,
    "AT_EVERY_CONTACT": tree.Occasion.EVERY,
    "AT_FOLLOW_UP_CONTACT": tree.Occasion.FOLLOW_UP,
    "WHEN_MISSED": tree.Occasion.MISSED,
}

CHOICES = {
    "THE_STRICTEST_APPLIES": tree.Choice.STRICTEST,
    "THE_LEAST_DEMANDING_APPLIES": tree.Choice.LEAST_DEMANDING,
}


class Rules(Pieces):
    """Rules, blocks, quantities, notes, examples and promises."""

    def rule(self, children: Children) -> tree.Rule:
        return tree.Rule(
            condition=children[0],
            parts=children[2],
            bullet=False,
            **self._tail_of(children[3:]),
            **self._entry,
        )

    def bullet(self, children: Children) -> tree.Rule:
        if isinstance(children[1], tuple):
            start = children[1][0].span.start
            condition: tree.Condition = tree.Always(span=Span(self._source, start, start))
            parts, tail = children[1], children[2:]
        else:
            condition, parts, tail = children[1], children[3], children[4:]
        return tree.Rule(
            condition=condition,
            parts=parts,
            bullet=True,
            **self._tail_of(tail),
            **self._entry,
        )

    def otherwise(self, children: Children) -> tree.Otherwise:
        return tree.Otherwise(span=self._over(children))

    def rules(self, children: Children) -> tree.Rules:
        return tree.Rules(
            name=self._new_name(children[1]),
            rules=(),
            **self._tail_of(children),
            **self._entry,
        )

    def exception(self, children: Children) -> tree.ExceptionBlock:
        bases = [
            self._name(child)
            for child in children[3:]
            if isinstance(child, Token) and child.type == "NAME"
        ]
        return tree.ExceptionBlock(
            name=self._new_name(children[1]),
            bases=tuple(bases),
            rules=(),
            **self._tail_of(children),
            **self._entry,
        )

    def table(self, children: Children) -> tree.Table:
        return tree.Table(
            name=self._new_name(children[1]),
            heading=None,
            rows=(),
            **self._tail_of(children),
            **self._entry,
        )

    def at(self, children: Children) -> tree.At:
        return tree.At(
            occasion=OCCASIONS[children[0].type],
            rules=(),
            **self._tail_of(children),
            **self._entry,
        )

    def of(self, children: Children) -> tree.Of:
        tokens = [child for child in children if isinstance(child, Token)]
        (choice,) = (CHOICES[token.type] for token in tokens if token.type in CHOICES)
        return tree.Of(
            blocks=tuple(self._name(token) for token in tokens if token.type == "NAME"),
            choice=choice,
            **self._tail_of(children),
            **self._entry,
        )

    def quantity(self, children: Children) -> tree.Quantity:
        rest = children[2:]
        at_least = rest[0].type == "AT_LEAST"
        count, what, _, per, *more = rest[1:] if at_least else rest
        return tree.Quantity(
            at_least=at_least,
            count=self._integer(count),
            of=None if what.type == "CONTACTS" else self._name(what),
            per=self._name(per),
            per_label=self._label(more[0]) if more else None,
            period=next((PERIODS[c.type] for c in more if getattr(c, "type", "") in PERIODS), None),
            **self._tail_of(more),
            **self._entry,
        )

    def calendar_period(self, children: Children) -> Token:
        token: Token = children[0]
        return token

    def note(self, children: Children) -> tree.Note:
        return tree.Note(
            text=self._quoted(children[1]),
            citation=self._tail_of(children)["citation"],
            **self._entry,
        )

    def example(self, children: Children) -> tree.Example:
        return tree.Example(
            title=self._label(children[1]), facts=children[-3], parts=children[-1], **self._entry
        )

    def ensure_outcome(self, children: Children) -> tree.EnsureOutcome:
        return tree.EnsureOutcome(
            condition=children[2],
            parts=children[4],
            **self._tail_of(children[5:]),
            **self._entry,
        )

    def ensure_never_looser(self, children: Children) -> tree.EnsureNeverLooser:
        return tree.EnsureNeverLooser(
            target=self._free_name(children[3]), **self._tail_of(children[4:]), **self._entry
        )

    def single_case(self, children: Children) -> tree.SingleCase:
        return tree.SingleCase(
            leeways=tuple(child for child in children if isinstance(child, tree.Leeway)),
            **self._tail_of(children),
            **self._entry,
        )

    def leeway(self, children: Children) -> tree.Leeway:
        agreement = next((c for c in children if isinstance(c, tree.Quoted)), None)
        limit = next((c for c in children if not isinstance(c, Token | tree.Quoted)), None)
        looser = children[0].type == "LOOSER"
        return tree.Leeway(looser, limit, agreement, span=self._over(children))

    def agreed_with(self, children: Children) -> tree.Quoted:
        return self._quoted(children[1])

    def accept(self, children: Children) -> tree.Accept:
        until = next((self._day(c) for c in children if getattr(c, "type", "") == "DATE"), None)
        names = [c for c in children[2:] if isinstance(c, Token) and c.type == "NAME"]
        because = self._tail_of(children)["because"]
        if because is None:
            from kontaktdsl.syntax.mistakes import missing_reason

            self.mistakes.append(missing_reason.finding(self._over(children), self.language))
        return tree.Accept(
            code=self._free_name(children[1]),
            blocks=tuple(self._name(name) for name in names),
            because=because,
            until=until,
            **self._entry,
        )

    def ensure_one_of(self, children: Children) -> tree.EnsureOneOf:
        return tree.EnsureOneOf(
            conditions=tuple(
                child for child in children[3:] if not isinstance(child, Token | tree.Because)
            ),
            **self._tail_of(children),
            **self._entry,
        )
