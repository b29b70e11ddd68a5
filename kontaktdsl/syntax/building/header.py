"""The header of a policy and its vocabulary."""

from kontaktdsl.syntax import tree
from kontaktdsl.syntax.building.pieces import Children, Pieces
from kontaktdsl.values import Strength

STRENGTHS = {
    "AT_LEAST": Strength.MINIMUM,
    "AS_A_RULE": Strength.GUIDE,
    "A_MINIMUM": Strength.MINIMUM,
    "A_GUIDE": Strength.GUIDE,
}

ROLLS = {"BACK": tree.Roll.BACK, "FORWARD": tree.Roll.FORWARD, "NOT": tree.Roll.NOT}


class Header(Pieces):
    """Header fields, attributes, events, definitions and kinds of contact."""

    def title(self, children: Children) -> tree.Title:
        return tree.Title(text=self._quoted(children[1]), **self._entry)

    def id(self, children: Children) -> tree.Id:
        return tree.Id(name=self._free_name(children[1]), **self._entry)

    def issuer(self, children: Children) -> tree.Issuer:
        return tree.Issuer(text=self._quoted(children[1]), **self._entry)

    def issued(self, children: Children) -> tree.Issued:
        return tree.Issued(day=self._day(children[1]), **self._entry)

    def valid(self, children: Children) -> tree.Valid:
        end = children[3] if len(children) > 2 else None
        return tree.Valid(
            first=self._day(children[1]),
            last=self._day(end) if end is not None and end.type == "DATE" else None,
            revoked=end is not None and end.type == "REVOKED",
            **self._entry,
        )

    def source(self, children: Children) -> tree.SourceText:
        return tree.SourceText(text=self._quoted(children[1]), **self._entry)

    def applies_to(self, children: Children) -> tree.AppliesTo:
        return tree.AppliesTo(text=self._quoted(children[1]), **self._entry)

    def intervals_are(self, children: Children) -> tree.IntervalsAre:
        return tree.IntervalsAre(
            strength=STRENGTHS[children[1].type],
            but_minimum_for=children[3] if len(children) > 2 else None,
            **self._entry,
        )

    def calendar(self, children: Children) -> tree.Calendar:
        return tree.Calendar(land=self._quoted(children[1]), **self._entry)

    def days_off(self, children: Children) -> tree.DaysOff:
        return tree.DaysOff(days=tuple(map(self._yearly, children[1::2])), **self._entry)

    def due_dates(self, children: Children) -> tree.DueDates:
        return tree.DueDates(roll=ROLLS[children[1].type], **self._entry)

    def replaces(self, children: Children) -> tree.Replaces:
        return tree.Replaces(name=self._free_name(children[1]), **self._entry)

    def amends(self, children: Children) -> tree.Amends:
        return tree.Amends(name=self._free_name(children[1]), **self._entry)

    def use(self, children: Children) -> tree.Use:
        return tree.Use(path=self._quoted(children[1]), **self._entry)

    # --- vocabulary -----------------------------------------------------------------------------

    def attribute(self, children: Children) -> tree.Attribute:
        return tree.Attribute(
            name=self._new_name(children[1]),
            label=self._label(children[2]),
            domain=children[-1],
            **self._entry,
        )

    def enumeration(self, children: Children) -> tree.Enumeration:
        return tree.Enumeration(tuple(children[::2]), span=self._over(children))

    def ordered(self, children: Children) -> tree.Enumeration:
        return tree.Enumeration(tuple(children[::2]), ordered=True, span=self._over(children))

    def value(self, children: Children) -> tree.Value:
        return tree.Value(
            self._new_name(children[0]), self._label(children[-1]), span=self._over(children)
        )

    def yes_no(self, children: Children) -> tree.YesNo:
        return tree.YesNo(span=self._over(children))

    def number(self, children: Children) -> tree.Number:
        return tree.Number(
            self._integer(children[1]), self._integer(children[3]), span=self._over(children)
        )

    def decided(self, children: Children) -> tree.Decided:
        return tree.Decided(self._quoted(children[1]), span=self._over(children))

    def time_since(self, children: Children) -> tree.TimeSince:
        return tree.TimeSince(
            self._name(children[1]),
            children[-1].length if len(children) > 2 else None,
            span=self._over(children),
        )

    def event(self, children: Children) -> tree.Event:
        return tree.Event(
            name=self._new_name(children[1]), label=self._label(children[-1]), **self._entry
        )

    def define(self, children: Children) -> tree.Define:
        return tree.Define(
            name=self._new_name(children[1]),
            label=self._label(children[2]),
            condition=children[-1],
            **self._entry,
        )

    def impossible(self, children: Children) -> tree.Impossible:
        return tree.Impossible(condition=children[2], **self._tail_of(children[3:]), **self._entry)

    def kinds_of_contact(self, children: Children) -> tree.KindsOfContact:
        return tree.KindsOfContact(values=tuple(children[2::2]), **self._entry)

    def contact_is(self, children: Children) -> tree.ContactIs:
        return tree.ContactIs(
            text=self._quoted(children[1]),
            citation=self._tail_of(children)["citation"],
            **self._entry,
        )
