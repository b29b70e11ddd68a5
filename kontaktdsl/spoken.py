"""Sets of classes of a fact in time as a condition, which is kpol source and reads as words."""

from collections.abc import Sequence
from datetime import date

import attrs

from kontaktdsl.domains import Enumeration, Ranges, complement, contains, normal
from kontaktdsl.model import Attribute
from kontaktdsl.moments import NEVER, AgeOn, Cut, DayOf, Since, ValueOn, Wording
from kontaktdsl.syntax.formatting.phrases import Phrases, negation


def condition(
    attribute: Attribute,
    allowed: Ranges,
    language: str,
    *,
    shown: str | None = None,
    event_shown: str | None = None,
) -> str | None:
    """The condition that holds for exactly these classes; None for a fact that is not in time.

    `Dauer under 6 months`, `before Loan`, `Loan since 2024-05-01`, `age on Delivery 5 to 17`. For
    people rather than for pasting, `shown` and `event_shown` take the place of names.
    """
    say = _Saying(language)
    moment = attribute.derived
    if moment is not None and event_shown is not None:
        moment = attrs.evolve(moment, event=event_shown)
    if moment is not None and shown is not None and not isinstance(moment, DayOf):
        moment = attrs.evolve(moment, of=shown)
    match moment:
        case Since(of=of, event=event, cuts=cuts):
            return say.since(attribute, of or attribute.name, event, cuts, allowed)
        case DayOf():
            return say.day_of(moment, attribute, allowed)
        case AgeOn(of=of, event=event, cuts=cuts):
            return say.numbers(attribute, of, event, cuts, allowed)
        case ValueOn(of=of, event=event, cuts=cuts):
            return say.values(attribute, of, event, cuts, allowed)
        case _:
            return None


class _Saying:
    def __init__(self, language: str) -> None:
        self.words = Phrases(language)
        self.wording = Wording(language)

    def _before(self, event: str) -> str:
        return f"{self.words.word('before')} {event}"

    def _not(self, term: str) -> str:
        return (
            f"{self.words.word('not')} ({term})"
            if self._long(term)
            else f"{self.words.word('not')} {term}"
        )

    def _long(self, text: str) -> bool:
        return any(f" {self.words.word(joint)} " in text for joint in ("and", "or"))

    def _any(self, terms: Sequence[str]) -> str:
        kept = [f"({t})" if self._long(t) and len(terms) > 1 else t for t in terms]
        return f" {self.words.word('or')} ".join(kept)

    def _all(self, *terms: str) -> str:
        return f" {self.words.word('and')} ".join(terms)

    def since(
        self, attribute: Attribute, of: str, event: str, cuts: Sequence[Cut], allowed: Ranges
    ) -> str:
        """Of a chain of lengths."""
        last = attribute.domain.bounds[1]
        if contains(allowed, NEVER) and allowed != ((NEVER, NEVER),):
            rest = complement(allowed, (NEVER, last))
            if len(rest) == 1:
                return self._not(self.since(attribute, of, event, cuts, rest))
            lengths = normal((max(low, NEVER + 1), high) for low, high in allowed if high > NEVER)
            allowed = ((NEVER, NEVER), *lengths)
        return self._any([self._span(of, event, cuts, low, high) for low, high in allowed])

    def _span(self, of: str, event: str, cuts: Sequence[Cut], low: int, high: int) -> str:
        if low == NEVER:
            return self._before(event)
        first = cuts[low - 2] if low > 1 else None
        end = cuts[high - 1] if high <= len(cuts) else None
        if first is None and end is None:
            return self._not(self._before(event))
        if first is not None and end is not None and first.exceeded:
            return self._all(
                f"{of} {self.wording.span(first, None)}", f"{of} {self.wording.span(None, end)}"
            )
        return f"{of} {self.wording.span(first, end)}"

    def day_of(self, moment: DayOf, attribute: Attribute, allowed: Ranges) -> str:
        """Of the day of an event."""
        bounds = attribute.domain.bounds
        rest = complement(allowed, bounds)
        for day in moment.days:
            before, since = normal(moment.before(day)), (moment.since(day),)
            said = {
                before: self._dated(moment.event, day, False),
                since: self._dated(moment.event, day, True),
            }
            if allowed in said:
                return said[allowed]
            if rest in said:
                return negation(self.words.language, said[rest], moment.event)
        classes = [at for low, high in allowed for at in range(low, high + 1)]
        return self._any([self._class(moment, at) for at in classes])

    def _dated(self, event: str, day: date, since: bool) -> str:
        return f"{event} {self.words.word('since' if since else 'before')} {self.words.day(day)}"

    def _class(self, moment: DayOf, at: int) -> str:
        days, event = moment.days, moment.event
        if at == NEVER:
            return self._all(
                self._not(self._dated(event, days[-1], False)),
                self._not(self._dated(event, days[0], True)),
            )
        if at == 1:
            return self._dated(event, days[0], False)
        if at == len(days) + 1:
            return self._dated(event, days[-1], True)
        ahead = at >= moment.ahead[0]
        place = at - moment.ahead[0] + 1 if ahead else at - 1
        low, high = days[place - 1], days[place]
        if not ahead:
            return self._all(self._dated(event, low, True), self._dated(event, high, False))
        return self._all(
            self._dated(event, high, False),
            self._not(self._dated(event, low, False)),
            self._not(self._dated(event, low, True)),
        )

    def numbers(
        self, attribute: Attribute, of: str, event: str, cuts: Sequence[int], allowed: Ranges
    ) -> str:
        """Of a number on the day of an event."""
        last = attribute.domain.bounds[1]
        if contains(allowed, NEVER):
            rest = complement(allowed, (NEVER, last))
            if allowed == ((NEVER, NEVER),) and isinstance(attribute.derived, ValueOn):
                return self._before(event)
            return self._not(self.numbers(attribute, of, event, cuts, rest))
        subject = self.wording.on(of, event)
        return self._any([self._number(subject, cuts, *each) for each in allowed])

    def _number(self, subject: str, cuts: Sequence[int], low: int, high: int) -> str:
        word = self.words.word
        first = cuts[low - 2] if low > 1 else None
        end = cuts[high - 1] if high <= len(cuts) else None
        if first is None and end is None:
            under = f"{subject} {word('under')} {cuts[0]}" if cuts else subject
            least = f"{subject} {word('at-least')} {cuts[0]}" if cuts else subject
            return self._any([under, least])
        if first is None:
            return f"{subject} {word('under')} {end}"
        if end is None:
            return f"{subject} {word('at-least')} {first}"
        return (
            f"{subject} {first} {word('to')} {end - 1}" if end - 1 > first else f"{subject} {first}"
        )

    def values(
        self, attribute: Attribute, of: str, event: str, cuts: Sequence[int], allowed: Ranges
    ) -> str:
        """Of any other attribute on the day of an event."""
        domain = attribute.domain
        if cuts or not isinstance(domain, Enumeration):
            return self.numbers(attribute, of, event, cuts, allowed)
        bounds = domain.bounds
        if contains(allowed, NEVER) and allowed != ((NEVER, NEVER),):
            return self._not(self.values(attribute, of, event, cuts, complement(allowed, bounds)))
        if allowed == ((NEVER, NEVER),):
            return self._before(event)
        subject = self.wording.on(of, event)
        names = [v.name for at, v in enumerate(domain.values) if contains(allowed, at)]
        if isinstance(attribute.derived, ValueOn) and attribute.derived.flag:
            yes = contains(allowed, 2)
            no = self._all(self._not(subject), self._not(self._before(event)))
            if len(names) == 2:
                return self._not(self._before(event))
            return subject if yes else no
        if len(names) == 1:
            return f"{subject} {names[0]}"
        return f"{subject} {self.words.word('in')} ({', '.join(names)})"
