"""Facts in time: which finite classes they fall into, and what is provable between the classes.

A fact in time is an enumeration whose value follows from days: of events, of birth, of evaluation.
The constants that a policy compares with cut it into classes, so everything behind the resolver
sees one more enumeration. Class 0 is always the one where every comparison is false.

Lengths are counted as everywhere (`dates.add`): 6 months since an event are reached on the day of
the same number, or on the last of a shorter month (§ 188 (2), (3) BGB); the day of the event is day
0 (§ 187 (1) BGB).
Source: grammar/SPEC.md, "Facts in time".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import attrs

from kontaktdsl.diagnostics import Text
from kontaktdsl.domains import Value
from kontaktdsl.record import Record
from kontaktdsl.strictness import meaning, never_later, rough_days
from kontaktdsl.values import Every, Length, Rhythm, Unit

if TYPE_CHECKING:
    from kontaktdsl.syntax.formatting.phrases import Phrases

NEVER = 0
"""The class where every comparison is false: the event has not happened, or nobody knows its day.
"""


AGES = frozenset({"alter", "age"})
"""Small names of a number that follows from a birth date."""


@attrs.frozen
class Cut:
    """The day on which a length is reached, or (`exceeded`) the day after it."""

    length: Length
    exceeded: bool = False

    @property
    def meaning(self) -> tuple[Rhythm, bool]:
        """Equal for cuts that are the same day, whatever the event's: over 30 is 31 days."""
        count, unit = self.length.meaning
        if unit is Unit.DAY and self.exceeded:
            return meaning(Every(Length(count + 1, unit))), False
        return meaning(Every(self.length)), self.exceeded

    def __le__(self, other: Cut) -> bool:
        """Whether this day is provably never later than the other, whatever the event's day."""
        (one, exceeded), (another, exceeds) = self.meaning, other.meaning
        assert isinstance(one, Every)
        assert isinstance(another, Every)
        return never_later(one.length, another.length, strictly=exceeded and not exceeds)


@attrs.frozen(eq=False, repr=False)
class Since(Record):
    """`time since EVENT`: class 0 is "not yet", class i lies between cut i - 1 and cut i.

    `of` is the name of the declared attribute, whose lengths may need several such chains; None
    where nothing is declared and only `before EVENT` is asked. With `anew` the time runs since
    the start of the block of that length that contains the day of evaluation; blocks follow each
    other from the event on.
    """

    of: str | None
    event: str
    anew: Length | None
    cuts: tuple[Cut, ...]


@attrs.frozen(eq=False, repr=False)
class DayOf(Record):
    """`EVENT before D`, `EVENT since D`: `days` are the D, ascending.

    With n days class 1 is before the first, class i from day i - 1 on and before day i, class n + 1
    from the last on; those after the first have happened. Then come the same classes 2 to n for an
    event whose day still lies ahead. Class 0: no day, or one ahead and not before the last.
    """

    event: str
    days: tuple[date, ...]

    @property
    def happened(self) -> tuple[int, int]:
        """The classes in which the event has certainly happened."""
        return 2, len(self.days) + 1

    @property
    def ahead(self) -> tuple[int, int]:
        """The classes in which it has certainly not; an empty range for one day."""
        return len(self.days) + 2, 2 * len(self.days)

    def before(self, day: date) -> tuple[tuple[int, int], ...]:
        """The classes of `EVENT before D`."""
        place = self.days.index(day) + 1
        first = self.ahead[0]
        return ((1, place), (first, first + place - 2))

    def since(self, day: date) -> tuple[int, int]:
        """The classes of `EVENT since D`."""
        return self.days.index(day) + 2, len(self.days) + 1


@attrs.frozen(eq=False, repr=False)
class AgeOn(Record):
    """`age on EVENT`: class i lies from cut i - 1 on and under cut i; class 0 is "no day"."""

    of: str
    event: str
    cuts: tuple[int, ...]


@attrs.frozen(eq=False, repr=False)
class ValueOn(Record):
    """`X on EVENT` for any other attribute: class 0 is "not yet", then the values of X.

    Of a number the classes are those of its `cuts`; a `flag` has no and yes. No day tells it: it is
    given like any fact.
    """

    of: str
    event: str
    cuts: tuple[int, ...] = ()
    flag: bool = False


Moment = Since | DayOf | AgeOn | ValueOn


def chains(cuts: Iterable[Cut]) -> list[tuple[Cut, ...]]:
    """Cuts in as few ascending chains as a greedy choice gives; within one, order is proven."""
    found: list[list[Cut]] = []
    meanings: dict[tuple[Rhythm, bool], Cut] = {}
    for cut in cuts:
        meanings.setdefault(cut.meaning, cut)
    for cut in sorted(meanings.values(), key=lambda c: (rough_days(c.length), c.exceeded)):
        for chain in found:
            place = _place(chain, cut)
            if place is not None:
                chain.insert(place, cut)
                break
        else:
            found.append([cut])
    return [tuple(chain) for chain in found]


def _place(chain: Sequence[Cut], cut: Cut) -> int | None:
    place = next((i for i, other in enumerate(chain) if not other <= cut), len(chain))
    return place if all(cut <= other for other in chain[place:]) else None


@attrs.frozen
class Wording:
    """Names and labels of classes in the words of one spoken language."""

    language: str

    @property
    def _phrases(self) -> Phrases:
        from kontaktdsl.syntax.formatting.phrases import Phrases

        return Phrases(self.language)

    def name(self, made: Callable[[Wording], str]) -> Text:
        """A name in both languages."""
        return Text(made(Wording("de")), made(Wording("en")))

    def classes(self, made: Callable[[Wording], tuple[Value, ...]]) -> tuple[Value, ...]:
        """Classes named in this language, that people of the other one can read, too."""
        languages = zip(made(self), made(Wording("de")), made(Wording("en")), strict=True)
        return tuple(
            attrs.evolve(own, spoken=Text(de.shown, en.shown)) for own, de, en in languages
        )

    def _say(self, de: str, en: str) -> str:
        return de if self.language == "de" else en

    def not_yet(self, event: str) -> Value:
        """The class 0 of what begins with an event."""
        before = self._phrases.word("before")
        return Value(self._say("noch nicht", "not yet"), f"{before} {event}")

    def since(self, shown: str, event: str, cuts: Sequence[Cut]) -> tuple[Value, ...]:
        """The classes of a chain; `shown` is the attribute, `event` the event, as people say it."""
        if not cuts:
            happened = self._say("erfolgt", "happened")
            return self.not_yet(event), Value(happened, f"{event} {happened}")
        names = [
            self.span(low, high) for low, high in zip([None, *cuts], [*cuts, None], strict=True)
        ]
        return self.not_yet(event), *(Value(name, f"{shown} {name}") for name in names)

    def span(self, low: Cut | None, high: Cut | None) -> str:
        """What stands behind the attribute: `6 months to under 1 year`, `over 6 months`."""
        word, bound = self._phrases.word, self._phrases.bound
        if low is None:
            assert high is not None
            if high.exceeded:
                return f"{word('at-most')} {bound(high.length)}"
            return f"{word('under')} {bound(high.length, dative=True)}"
        begin = f"{word('over' if low.exceeded else 'at-least')} {bound(low.length)}"
        if high is None:
            return begin
        if low.exceeded:
            return f"{begin} {word('and')} {self.span(None, high)}"
        same = low.length.unit is high.length.unit
        first = str(low.length.count) if same else bound(low.length)
        return f"{first} {word('to' if high.exceeded else 'to-under')} {bound(high.length)}"

    def chain_name(self, name: str, cuts: Sequence[Cut], taken: Iterable[str]) -> str:
        """The name of a second chain of an attribute: `Dauer in Tagen`."""
        unit = self._phrases.length(attrs.evolve(cuts[0].length, count=2), after_preposition=True)
        unit = unit.removeprefix("2 ")
        found, number = f"{name} in {unit}", 2
        while found in taken:
            found, number = f"{name} in {unit} {number}", number + 1
        return found

    def time_since(self, event: str) -> str:
        """The name of the fact whether an event has happened."""
        return f"{self._phrases.word('time-since')} {event}"

    def day_of(self, event: str) -> str:
        """The name of the fact which of the dates of a policy an event lies between."""
        return self._say(f"Tag von {event}", f"day of {event}")

    def on(self, name: str, event: str) -> str:
        """The name of an attribute as it is on the day of an event."""
        return f"{name} {self._phrases.word('on')} {event}"

    def days(self, event: str, days: Sequence[date]) -> tuple[Value, ...]:
        """The classes of the day of an event."""
        word, shown = self._phrases.word, self._phrases.day
        pairs = list(pairwise(days))
        planned = self._say("geplant ab", "planned from")
        names = [
            f"{word('before')} {shown(days[0])}",
            *(
                f"{word('since')} {shown(low)} {word('and')} {word('before')} {shown(high)}"
                for low, high in pairs
            ),
            f"{word('since')} {shown(days[-1])}",
            *(f"{planned} {shown(low)} {word('before')} {shown(high)}" for low, high in pairs),
        ]
        return self._no_day(event), *(Value(name, f"{event} {name}") for name in names)

    def _numbers(
        self, shown: str, event: str, cuts: Sequence[int], *, known: bool
    ) -> tuple[Value, ...]:
        """The classes of a number on the day of an event; `known` as soon as its day is."""
        word = self._phrases.word
        names = []
        for low, high in zip([None, *cuts], [*cuts, None], strict=True):
            if low is None:
                names.append(f"{word('under')} {high}" if high is not None else word("any"))
            elif high is None:
                names.append(f"{word('at-least')} {low}")
            else:
                names.append(str(low) if high == low + 1 else f"{low} {word('to')} {high - 1}")
        none = self._no_day(event) if known else self.not_yet(event)
        return none, *(Value(name, f"{shown} {name}") for name in names)

    def _no_day(self, event: str) -> Value:
        return Value(self._say("kein Tag", "no day"), self._say(f"ohne {event}", f"no {event}"))

    def later(
        self, moment: AgeOn | ValueOn, event: str, known: Sequence[Value] | None
    ) -> tuple[Value, ...]:
        """The classes of an attribute on the day of an event; `known` are its values, if listed."""
        of, on = moment.of, self.on("", moment.event).strip()
        if isinstance(moment, ValueOn) and moment.flag:
            no = self._say(f"nicht {of} {on}", f"not {of} {on}")
            names = self._say("nein", "no"), self._say("ja", "yes")
            return self.not_yet(event), Value(names[0], no), Value(names[1], f"{of} {on}")
        if known is not None:
            values = (Value(value.name, f"{value.shown} {on}") for value in known)
            return self.not_yet(event), *values
        aged = isinstance(moment, AgeOn)
        return self._numbers(self.on(of, moment.event), event, moment.cuts, known=aged)
