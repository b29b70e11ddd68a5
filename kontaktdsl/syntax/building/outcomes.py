"""The parts of an outcome."""

from itertools import combinations, pairwise

import attrs

from kontaktdsl.source import Span
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.building.header import STRENGTHS
from kontaktdsl.syntax.building.pieces import UNITS, Children, Pieces
from kontaktdsl.syntax.building.rules import CALENDAR_PERIODS
from kontaktdsl.syntax.machine import Token
from kontaktdsl.values import Amount, KindMode, Length, PeriodEnd, Share, Unit

ADVERBS = {
    "DAILY": Length(1, Unit.DAY),
    "WEEKLY": Length(1, Unit.WEEK),
    "MONTHLY": Length(1, Unit.MONTH),
    "QUARTERLY": Length(3, Unit.MONTH),
    "HALF_YEARLY": Length(6, Unit.MONTH),
    "YEARLY": Length(1, Unit.YEAR),
}

COUNTED_ADVERBS = {
    "N_DAILY": Unit.DAY,
    "N_WEEKLY": Unit.WEEK,
    "N_MONTHLY": Unit.MONTH,
    "N_YEARLY": Unit.YEAR,
}

KIND_MODES = {
    "MAY_USE": KindMode.MAY,
    "ONLY": KindMode.ONLY,
    "NEVER": KindMode.NEVER,
    "AT_LEAST": KindMode.AT_LEAST,
    "AT_MOST": KindMode.AT_MOST,
}
SHARES = {
    "HALF": Share(1, 2),
    "A_THIRD": Share(1, 3),
    "A_QUARTER": Share(1, 4),
    "TWO_THIRDS": Share(2, 3),
    "THREE_QUARTERS": Share(3, 4),
}
AMOUNTS = {"INT", *SHARES}
OCCASIONS = {
    "AT_FIRST_CONTACT": tree.Occasion.FIRST,
    "AT_EVERY_CONTACT": tree.Occasion.EVERY,
    "AT_FOLLOW_UP_CONTACT": tree.Occasion.FOLLOW_UP,
    "WHEN_MISSED": tree.Occasion.MISSED,
}

RHYTHMS = (
    tree.Every, tree.Times, tree.See, tree.NoContact, tree.AsNeeded, tree.NotRegulated,
)  # fmt: skip


@attrs.frozen(eq=False)
class _End:
    """`the end of the calendar week of Return`, as a piece of a deadline."""

    end: PeriodEnd
    event: tree.Name | None
    span: Span
    type: str = "PERIOD_END"


class Outcomes(Pieces):
    """What holds."""

    def parts(self, children: Children) -> tuple[tree.Part, ...]:
        parts = tuple(children[::2])
        for slot in (RHYTHMS, tree.OnRequest):
            rhythms = [part for part in parts if isinstance(part, slot)]
            if len(rhythms) > 1:
                from kontaktdsl.syntax.mistakes import several_rhythms

                self.mistakes.append(several_rhythms.finding([rhythm.span for rhythm in rhythms]))
        if any(isinstance(part, tree.After) for part in parts):
            self._in_order(parts)
        if any(isinstance(part, tree.Paused) for part in parts):
            self._limits_of_pauses(parts)
        return parts

    def on_request(self, children: Children) -> tree.OnRequest:
        return tree.OnRequest(children[1], span=self._over(children))

    def paused(self, children: Children) -> tree.Paused:
        at_most = self._length(children) if len(children) > 2 else None
        return tree.Paused(self._quoted(children[1]), at_most, span=self._over(children))

    def _limits_of_pauses(self, parts: tuple[tree.Part, ...]) -> None:
        from kontaktdsl.syntax.mistakes import pause_limit

        for pause, limit in pairwise(parts):
            if isinstance(pause, tree.Paused) and pause_limit.is_limit(limit, self.language):
                inside = limit.span
                self.mistakes[:] = [
                    other
                    for other in self.mistakes
                    if not inside.start <= other.span.start < inside.end
                ]
                self.mistakes.append(pause_limit.finding(pause.span, inside))

    def _in_order(self, parts: tuple[tree.Part, ...]) -> None:
        for early, late in combinations(parts, 2):
            behind = isinstance(late, tree.After) and isinstance(early, RHYTHMS)
            if behind or (isinstance(late, tree.First) and isinstance(early, tree.After)):
                from kontaktdsl.syntax.mistakes import step_order

                self.mistakes.append(step_order.finding(late.span, early.span))
                return

    def then(self, children: Children) -> tree.Part:
        part: tree.Part = attrs.evolve(children[1], span=self._over(children))
        return part

    def strong(self, children: Children) -> tree.Part:
        part: tree.Part = attrs.evolve(
            children[1], strength=STRENGTHS[children[0].type], span=self._over(children)
        )
        return part

    def every(self, children: Children) -> tree.Every:
        last = children[-1]
        if last.type in UNITS:
            length = self._length(children)
        elif last.type in ADVERBS:
            length = ADVERBS[last.type]
        else:
            length = self._ranged(children[0], last, COUNTED_ADVERBS[last.type])
        return tree.Every(length, None, span=self._over(children))

    def times(self, children: Children) -> tree.Times:
        words = {"ONCE_PER": 1, "TWICE_PER": 2}
        numbers = [
            self._checked_length(child.text, Unit.DAY, child.span).count
            for child in children[:-1]
            if child.type == "INT"
        ] or [words[children[0].type]]
        owed, aim = min(numbers), max(numbers)
        return tree.Times(
            owed, aim if aim > owed else None, children[-1], None, span=self._over(children)
        )

    def window(self, children: Children) -> tree.Window:
        span = self._over(children)
        if children[0].type in CALENDAR_PERIODS:
            return tree.CalendarPeriod(CALENDAR_PERIODS[children[0].type], span=span)
        length = self._length(children)
        if children[-1].type != "NAME":
            return tree.Rolling(length, span=span)
        return tree.Blocks(length, self._name(children[-1]), span=span)

    def see(self, children: Children) -> tree.See:
        target = self._label(children[1]) or self._free_name(children[1])
        return tree.See(target, span=self._over(children))

    def no_contact(self, children: Children) -> tree.NoContact:
        return tree.NoContact(self._quoted(children[1]), span=self._over(children))

    def as_needed(self, children: Children) -> tree.AsNeeded:
        return tree.AsNeeded(self._quoted(children[1]), span=self._over(children))

    def not_regulated(self, children: Children) -> tree.NotRegulated:
        return tree.NotRegulated(self._quoted(children[1]), span=self._over(children))

    def first(self, children: Children) -> tree.First:
        return tree.First(children[1], span=self._over(children))

    def after(self, children: Children) -> tree.After:
        return tree.After(self._length(children), span=self._over(children))

    def duty(self, children: Children) -> tree.Do:
        return tree.Do(
            self._quoted(children[1]),
            children[2] if len(children) > 2 else None,
            span=self._over(children),
        )

    def deadline(self, children: Children) -> tree.Deadline:
        last = children[-1]
        length = self._length(children) if any(c.type == "INT" for c in children) else None
        before = any(child.type == "BEFORE" for child in children)
        if before and length is not None and length.aim is not None:
            length = Length(length.aim, length.unit, length.count)
        if children[0].type == "UNTIL_THE_END_OF":
            last = self.period_end(children)
        event = self._name(last) if last.type == "NAME" else last.event
        end = None if last.type == "NAME" else last.end
        return tree.Deadline(length, event, end, before, span=self._over(children))

    def period_end(self, children: Children) -> _End:
        unit = CALENDAR_PERIODS[children[1].type]
        following = any(child.type == "AFTER" for child in children)
        event = self._name(children[3]) if len(children) > 3 else None
        return _End(PeriodEnd(unit, following), event, self._over(children))

    def contact_kinds(self, children: Children) -> tree.Kinds:
        names = tuple(self._name(word) for word in children if word.type == "NAME")
        if any(word.type == "IN_A_ROW" for word in children):
            mode = KindMode.IN_A_ROW
            amount: Amount | None = self._amount(children[1])
        else:
            mode = next(KIND_MODES[word.type] for word in children if word.type in KIND_MODES)
            amount = next((self._amount(word) for word in children if word.type in AMOUNTS), None)
        return tree.Kinds(mode, names, amount, span=self._over(children))

    def amount(self, children: Children) -> Token:
        word: Token = children[0]
        return word

    def _amount(self, word: Token) -> Amount:
        if word.type in SHARES:
            return SHARES[word.type]
        return self._checked_length(word.text, Unit.DAY, word.span).count
