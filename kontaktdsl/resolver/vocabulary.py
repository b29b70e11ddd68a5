"""The names of a policy: attributes, values, definitions, events and kinds of contact."""

import unicodedata
from collections.abc import Iterable, Iterator

import attrs

from kontaktdsl import model
from kontaktdsl.diagnostics import Diagnostic, Label, Text
from kontaktdsl.domains import Domain, Enumeration, Number, Value, YesNo
from kontaktdsl.record import Shown
from kontaktdsl.resolver import kinds
from kontaktdsl.resolver.constants import Constants
from kontaktdsl.resolver.timed import Timed
from kontaktdsl.suggest import did_you_mean, respelt
from kontaktdsl.syntax import tree


@attrs.define(eq=False, repr=False)
class Vocabulary(Shown):
    """What is declared so far, and the findings on the way."""

    attributes: dict[str, model.Attribute] = attrs.Factory(dict)
    terms: dict[str, model.Term] = attrs.Factory(dict)
    events: dict[str, model.Event] = attrs.Factory(dict)
    kinds: dict[str, model.ContactKind] = attrs.Factory(dict)
    values: dict[str, list[tuple[model.Attribute, int]]] = attrs.Factory(dict)
    own: list[model.Attribute] = attrs.Factory(list)
    used: set[str] = attrs.Factory(set)
    findings: list[Diagnostic] = attrs.Factory(list)
    timed: Timed = attrs.field(
        default=attrs.Factory(lambda self: Timed(self.attributes), takes_self=True), repr=False
    )

    def report(self, finding: Diagnostic) -> None:
        """Keep a finding."""
        self.findings.append(finding)

    def taken(self, name: tree.Name) -> bool:
        """Report a name of a condition that is declared already."""
        there = self.attributes.get(name.text) or self.terms.get(name.text)
        if there is None:
            return False
        self.report(
            kinds.DUPLICATE_NAME.at(
                name.span,
                name=name.text,
                others=(Label(there.span, Text("hier zuerst", "here first")),),
            )
        )
        return True

    def add_attribute(self, node: tree.Attribute, imported: bool) -> None:
        """Declare an attribute and its values."""
        if self.taken(node.name):
            return
        label = node.label.text if node.label else None
        if isinstance(node.domain, tree.TimeSince):
            since = node.domain
            if self.constants.events.get(since.event.text) is None:
                self._unknown_event(since.event, self.constants.events)
                return
            made = self.timed.declare(
                node.name.text, label, since.event.text, since.anew, node.name.span
            )
            if not imported:
                self.own.append(made[0])
            return
        domain = self._domain(node.domain)
        if domain is None:
            return
        attribute = model.Attribute(node.name.text, label, domain, node.name.span)
        self.attributes[attribute.name] = attribute
        if not imported:
            self.own.append(attribute)
        if isinstance(domain, Enumeration):
            for position, value in enumerate(domain.values):
                self.values.setdefault(value.name, []).append((attribute, position))

    @property
    def constants(self) -> Constants:
        """What facts in time are compared with."""
        return self.timed.constants or Constants()

    def _domain(
        self, node: tree.Enumeration | tree.YesNo | tree.Number | tree.Decided
    ) -> Domain | None:
        match node:
            case tree.YesNo():
                return YesNo()
            case tree.Decided(by=by):
                return YesNo(by.text)
            case tree.Number(low=low, high=high):
                if low > high:
                    self.report(kinds.REVERSED_RANGE.at(node.span, low=str(low), high=str(high)))
                    return None
                return Number(low, high)
            case tree.Enumeration(values=values, ordered=ordered):
                kept = [Value(name.text, label) for name, label in self._distinct(values)]
                return Enumeration(tuple(kept), ordered)

    def _distinct(self, values: tuple[tree.Value, ...]) -> Iterator[tuple[tree.Name, str | None]]:
        seen: dict[str, tree.Name] = {}
        for value in values:
            first = seen.setdefault(value.name.text, value.name)
            if first is value.name:
                yield value.name, value.label.text if value.label else None
            else:
                self.report(
                    kinds.DUPLICATE_NAME.at(
                        value.name.span,
                        name=value.name.text,
                        others=(Label(first.span, Text("hier zuerst", "here first")),),
                    )
                )

    def add_event(self, node: tree.Event) -> None:
        """Declare an event."""
        there = self.events.get(node.name.text)
        if there is not None:
            self.report(
                kinds.DUPLICATE_NAME.at(
                    node.name.span,
                    name=node.name.text,
                    others=(Label(there.span, Text("hier zuerst", "here first")),),
                )
            )
            return
        label = node.label.text if node.label else None
        self.events[node.name.text] = model.Event(node.name.text, label, node.name.span)

    def add_kinds(self, node: tree.KindsOfContact) -> None:
        """Declare kinds of contact."""
        for name, label in self._distinct(node.values):
            there = self.kinds.get(name.text)
            if there is not None:
                self.report(
                    kinds.DUPLICATE_NAME.at(
                        name.span,
                        name=name.text,
                        others=(Label(there.span, Text("hier zuerst", "here first")),),
                    )
                )
                continue
            self.kinds[name.text] = model.ContactKind(name.text, label, name.span)

    def event(self, name: tree.Name) -> str | None:
        """The event of that name, or None with a finding."""
        if name.text in self.events:
            return name.text
        self._unknown_event(name, self.events)
        return None

    def _unknown_event(self, name: tree.Name, known: Iterable[str]) -> None:
        names = list(known)
        self.report(
            kinds.UNKNOWN_EVENT.at(
                name.span,
                name=name.text,
                notes=did_you_mean(name.text, names),
                repairs=respelt(name.span, names),
            )
        )

    def kind(self, name: tree.Name) -> str | None:
        """The kind of contact of that name, or None with a finding."""
        if name.text in self.kinds:
            return name.text
        self.report(
            kinds.UNKNOWN_KIND.at(
                name.span,
                name=name.text,
                notes=did_you_mean(name.text, self.kinds),
                repairs=respelt(name.span, self.kinds),
            )
        )
        return None

    def names(self) -> set[str]:
        """Every name that may stand in a condition."""
        return {*self.attributes, *self.terms, *self.values}


_LOOKALIKES = str.maketrans({"1": "l", "0": "o", "ß": "ss", "ı": "i"})


def fold(name: str) -> str:
    """A name without case, umlaut dots, accents, and with look-alike digits as letters."""
    plain = unicodedata.normalize("NFD", name.casefold().translate(_LOOKALIKES))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def twins(names: list[tree.Name]) -> Iterator[tuple[tree.Name, tree.Name]]:
    """Pairs of different names that fold alike: the later one and the first one."""
    first: dict[str, tree.Name] = {}
    for name in names:
        other = first.setdefault(fold(name.text), name)
        if other.text != name.text:
            yield name, other


def foreign(name: str) -> str | None:
    """The first letter of a name that is not Latin, with its code point, or None."""
    if name.isascii():
        return None
    for letter in name:
        if letter.isalpha() and not unicodedata.name(letter, "").startswith("LATIN"):
            return f"{letter} (U+{ord(letter):04X})"
    return None
