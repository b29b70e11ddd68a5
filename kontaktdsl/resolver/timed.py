"""Facts in time: the attributes that days tell, made of what the policy compares them with."""

import attrs

from kontaktdsl import model
from kontaktdsl.diagnostics import Text
from kontaktdsl.domains import Enumeration, Number, Value, YesNo
from kontaktdsl.moments import AGES, AgeOn, Cut, DayOf, Moment, Since, ValueOn, Wording, chains
from kontaktdsl.record import Shown
from kontaktdsl.resolver.constants import Constants
from kontaktdsl.source import Span
from kontaktdsl.values import Length


@attrs.define(eq=False, repr=False)
class Timed(Shown):
    """The facts in time so far; `constants` is None where a policy is done and only read."""

    attributes: dict[str, model.Attribute]
    language: str = "en"
    constants: Constants | None = None
    chains: dict[str, list[model.Attribute]] = attrs.Factory(dict)
    _happened: dict[str, model.Attribute] = attrs.Factory(dict)
    _later: dict[str, model.Attribute] = attrs.Factory(dict)
    _days: dict[str, model.Attribute] = attrs.Factory(dict)
    _on: dict[tuple[str, str], model.Attribute] = attrs.Factory(dict)

    def know(self, attribute: model.Attribute) -> None:
        """Take in an attribute that is one of them."""
        match attribute.derived:
            case Since(of=of, event=event):
                self._happened.setdefault(event, attribute)
                if of is not None:
                    self.chains.setdefault(of, []).append(attribute)
            case DayOf(event=event):
                self._days[event] = attribute
            case AgeOn(of=of, event=event) | ValueOn(of=of, event=event):
                self._on[of, event] = attribute
                if isinstance(attribute.derived, ValueOn):
                    self._later.setdefault(event, attribute)

    def declare(
        self, name: str, label: str | None, event: str, anew: Length | None, span: Span
    ) -> list[model.Attribute]:
        """The attributes of a `time since`: one, or several where lengths cannot be ordered."""
        assert self.constants is not None
        found: list[model.Attribute] = []
        shown = self.constants.events.get(event, event)
        for cuts in chains(self.constants.lengths.get(name, [])) or [()]:
            full = self._chain_name(name, cuts) if found else Text.same(name)
            values = self._lengths(label or name, shown, cuts)
            found.append(self._add(full, values, Since(name, event, anew, cuts), span, label))
        return found

    def _chain_name(self, name: str, cuts: tuple[Cut, ...]) -> Text:
        taken = {name, *self.attributes}
        return self._words.name(lambda words: words.chain_name(name, cuts, taken))

    def _lengths(self, shown: str, event: str, cuts: tuple[Cut, ...]) -> tuple[Value, ...]:
        return self._words.classes(lambda words: words.since(shown, event, cuts))

    def happened(self, event: str, span: Span) -> model.Attribute | None:
        """The fact whose class 0 says that an event has not happened."""
        if event not in self._happened and event in self._later:
            return self._later[event]
        if event not in self._happened and self.constants is not None:
            shown = self.constants.events.get(event, event)
            name = self._words.name(lambda words: words.time_since(event))
            values = self._words.classes(
                lambda words: words.since(words.time_since(event), shown, ())
            )
            self._add(name, values, Since(None, event, None, ()), span)
        return self._happened.get(event)

    def day_of(self, event: str, span: Span) -> model.Attribute | None:
        """The fact that says which dates the event lies between."""
        if event not in self._days and self.constants is not None:
            days = tuple(sorted(self.constants.days[event]))
            shown = self.constants.events.get(event, event)
            values = self._words.classes(lambda words: words.days(shown, days))
            name = self._words.name(lambda words: words.day_of(event))
            self._add(name, values, DayOf(event, days), span)
        return self._days.get(event)

    def on(self, attribute: model.Attribute, event: str, span: Span) -> model.Attribute | None:
        """An attribute as it is on the day of an event."""
        of = attribute.name
        if (of, event) not in self._on and self.constants is not None:
            shown = self.constants.events.get(event, event)
            moment: Moment
            match attribute.domain:
                case YesNo():
                    moment = ValueOn(of, event, flag=True)
                case Enumeration():
                    moment = ValueOn(of, event)
                case Number():
                    said = self.constants.numbers.get((of, event), set())
                    age = of.casefold() in AGES
                    cuts = tuple(sorted(cut for cut in said if cut > 0 or not age))
                    moment = (AgeOn if age else ValueOn)(of, event, cuts)
            domain = attribute.domain
            known = domain.values if isinstance(domain, Enumeration) else None
            values = self._words.classes(lambda words: words.later(moment, shown, known))
            self._add(self._words.name(lambda words: words.on(of, event)), values, moment, span)
        return self._on.get((of, event))

    @property
    def _words(self) -> Wording:
        return Wording(self.language)

    def _add(
        self,
        spoken: Text,
        values: tuple[Value, ...],
        moment: Moment,
        span: Span,
        label: str | None = None,
    ) -> model.Attribute:
        name = spoken.into(self.language)
        attribute = model.Attribute(name, label, Enumeration(values), span, moment, spoken)
        self.attributes[name] = attribute
        self.know(attribute)
        return attribute


def place(attribute: model.Attribute, cut: Cut) -> int | None:
    """The first class of a chain behind a cut, None if the chain does not have it."""
    moment = attribute.derived
    cuts = moment.cuts if isinstance(moment, Since) else ()
    return next((at + 2 for at, each in enumerate(cuts) if each.meaning == cut.meaning), None)


def declared(attribute: model.Attribute) -> str:
    """The name that the author declared: that of a whole `time since`, or of `X` in `X on E`."""
    match attribute.derived:
        case Since(of=str(of)) | AgeOn(of=of) | ValueOn(of=of):
            return of
        case _:
            return attribute.name
