"""Strategies for small policies that resolve without error, as English text.

They are made for comparing the analysis with brute force: few attributes with few values, rules that
meet often, and rhythms that are equal, ordered or incomparable.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

import attrs
from hypothesis import strategies as st

T = TypeVar("T")

RHYTHMS = (
    "every 14 days",
    "every 2 weeks",
    "every 30 days",
    "monthly",
    "at least monthly",
    "as a rule monthly",
    "every 2 months",
    "every 6 months",
    "at least every 6 months",
    "every 10 working days",
    "once per calendar quarter",
    "3 times per 6 months",
    "2 times per calendar quarter",
    "1 to 2 times per calendar quarter",
    "once per 2 to 6 months",
    "every 4 to 6 months",
    'see "Konzept"',
    'see "Standards"',
    'no contact required "entfällt"',
    'as needed "Teamleitung"',
    'not regulated "offen"',
)
FIRSTS = (
    "first same day as Antrag",
    "first within 10 working days of Antrag",
    "first within 2 weeks of Antrag",
    "first within 14 days of Antrag, then after 1 month",
    "first within 1 to 2 weeks of Antrag, then after 1 month",
    "first within 14 days of Antrag, then after 1 month, then after 1 month",
    "then after 30 to 40 days",
)
EXTRAS = (
    'do "Profil prüfen"',
    'do "Bericht" within 5 working days of Antrag',
    "may use Gruppe",
    "never Gruppe",
    "only Telefon",
)
STRENGTHS = ("", "a minimum", "a guide", "a guide but a minimum for ")
DEFINITIONS = ("Jung", "Sonderfall")


# --- attributes ---------------------------------------------------------------------------------


@attrs.frozen
class Choice:
    """An enumeration."""

    name: str
    values: tuple[str, ...]

    def declared(self) -> str:
        """Its domain as text."""
        return " | ".join(self.values)

    def cells(self) -> st.SearchStrategy[str]:
        """Conditions in a column of this attribute."""
        value = st.sampled_from(self.values)
        several = st.lists(value, min_size=2, max_size=2, unique=True).map(", ".join)
        listing = several.map("in ({})".format)
        return st.one_of(value, value, value.map("not {}".format), listing)

    def terms(self) -> st.SearchStrategy[str]:
        """Conditions anywhere."""
        named = self.cells().filter(lambda cell: not cell.startswith("not "))
        return st.one_of(st.sampled_from(self.values), named.map(f"{self.name} {{}}".format))


@attrs.frozen
class Flag:
    """A yes-or-no attribute."""

    name: str

    def declared(self) -> str:
        """Its domain as text."""
        return "yes or no"

    def cells(self) -> st.SearchStrategy[str]:
        """Conditions in a column of this attribute."""
        return st.sampled_from([self.name, f"not {self.name}"])

    def terms(self) -> st.SearchStrategy[str]:
        """Conditions anywhere."""
        return st.just(self.name)


@attrs.frozen
class Range:
    """A number."""

    name: str
    low: int
    high: int

    def declared(self) -> str:
        """Its domain as text."""
        return f"number {self.low} to {self.high}"

    def cells(self) -> st.SearchStrategy[str]:
        """Conditions in a column of this attribute; none holds always or never."""
        inner = st.integers(self.low + 1, self.high)
        ends = st.tuples(inner, inner).map(sorted)
        return st.one_of(
            inner.map("under {}".format),
            inner.map("at least {}".format),
            inner.map(lambda number: f"at most {number - 1}"),
            inner.map(lambda number: f"over {number - 1}"),
            ends.map(lambda both: f"{both[0]} to {both[1]}"),
            inner.map(str),
        )

    def terms(self) -> st.SearchStrategy[str]:
        """Conditions anywhere."""
        return self.cells().map(f"{self.name} {{}}".format)


Attribute = Choice | Flag | Range

ATTRIBUTES: tuple[Attribute, ...] = (
    Choice("status", ("alo", "asu")),
    Choice("prognose", ("nah", "fern", "Z")),
    Choice("bezug", ("voll", "teil", "kein_Bezug")),
    Flag("Intensiv"),
    Flag("Absolvent"),
    Flag("Quali"),
    Range("age", 15, 20),
    Range("kinder", 0, 3),
)


# --- one policy ---------------------------------------------------------------------------------


@attrs.define
class Writer:
    """A policy while it is being drawn."""

    draw: Callable[[st.SearchStrategy[T]], T]
    attributes: Sequence[Attribute]
    rhythms: Sequence[str]
    extras: bool
    rules_left: int
    scopes: bool = False
    definitions: dict[str, set[str]] = attrs.Factory(dict)
    mentioned: set[str] = attrs.Factory(set)
    named: list[str] = attrs.Factory(list)

    def sometimes(self, of: int = 4) -> bool:
        """True once in `of` times; hypothesis tries without first."""
        return self.draw(st.integers(0, of - 1)) == of - 1

    def one(self, items: Sequence[T]) -> T:
        """One of the items."""
        return self.draw(st.sampled_from(items))

    def term(self) -> str:
        """A condition without `and` and `or`."""
        if self.definitions and self.sometimes(5):
            name = self.one(sorted(self.definitions))
            self.mentioned |= self.definitions[name]
            return name
        attribute = self.one(self.attributes)
        self.mentioned.add(attribute.name)
        negated = "not " if self.sometimes() else ""
        return negated + self.draw(attribute.terms())

    def joined(self, depth: int) -> str:
        """Terms with `and` or with `or` between them."""
        inner = [
            f"({self.joined(depth - 1)})" if depth and self.sometimes(5) else self.term()
            for _ in range(self.draw(st.integers(1, 3)))
        ]
        text = self.one([" and ", " and ", " or "]).join(inner)
        return f"not ({text})" if self.sometimes(8) else text

    def condition(self) -> str:
        """Any condition."""
        return self.joined(1)

    def rhythm(self) -> str:
        """A rhythm, with a first step or a duty beside it where those are declared."""
        parts = [self.one(self.rhythms)]
        if self.extras and self.sometimes():
            parts.insert(0, self.one(FIRSTS))
        if self.extras and self.sometimes():
            parts.append(self.one(EXTRAS))
        return ", ".join(parts)

    def outcome(self) -> str:
        """A rhythm, or now and then only what goes with one."""
        if self.extras and self.sometimes(6):
            return self.one(EXTRAS + FIRSTS)
        return self.rhythm()

    def because(self) -> str:
        """A reason, now and then."""
        return ' because "so entschieden"' if self.sometimes(5) else ""

    # --- blocks -----------------------------------------------------------------------------------

    def count(self, most: int) -> int:
        """How many rules come next, within what is left."""
        number = self.draw(st.integers(1, max(1, min(most, self.rules_left))))
        self.rules_left -= number
        return number

    def name(self) -> str:
        """The name of a new block."""
        self.named.append(f"B{len(self.named) + 1}")
        return self.named[-1]

    def rule(self) -> str:
        """A rule by itself."""
        self.rules_left -= 1
        return f"{self.condition()} -> {self.outcome()}{self.because()}"

    def rules(self) -> str:
        """A block, with or without `otherwise`."""
        lines = [f"  - {self.condition()} -> {self.outcome()}" for _ in range(self.count(3))]
        if self.sometimes():
            lines.append(f"  - otherwise -> {self.rhythm()}")
        return "\n".join([f"rules {self.name()}:", *lines])

    def exception(self) -> str:
        """An exception to blocks that came before it, so that no circle arises."""
        bases = self.draw(
            st.lists(st.sampled_from(self.named), min_size=1, max_size=3, unique=True)
        )
        lines = [
            f"  - {self.condition()} -> {self.rhythm()}{self.because()}"
            for _ in range(self.count(2))
        ]
        head = f"exception {self.name()} to {', '.join(bases)}{self.because()}:"
        return "\n".join([head, *lines])

    def table(self) -> str:
        """A table of one or two left columns."""
        columns = self.draw(
            st.lists(st.sampled_from(self.attributes), min_size=1, max_size=2, unique=True)
        )
        headings = [self.heading() for _ in range(self.draw(st.integers(1, 2)))]
        rows = [
            self.row(columns, len(headings), first=position == 0)
            for position in range(self.count(3))
        ]
        names = " | ".join(column.name for column in columns)
        head = f"  | {names} -> {' | '.join(headings)} |"
        return "\n".join([f"table {self.name()}:", head, *rows])

    def heading(self) -> str:
        """The heading of an outcome column; empty where all are meant."""
        return self.term() if self.sometimes(2) else ""

    def row(self, columns: Sequence[Attribute], outcomes: int, *, first: bool) -> str:
        """A row; an empty cell repeats the one above."""
        left = [
            "any"
            if self.sometimes(6)
            else ""
            if not first and self.sometimes()
            else self.draw(column.cells())
            for column in columns
        ]
        told = [cell not in ("", "any") for cell in left]
        self.mentioned.update(c.name for c, is_told in zip(columns, told, strict=True) if is_told)
        right = ["impossible" if self.sometimes(8) else self.outcome() for _ in range(outcomes)]
        return f"  | {' | '.join(left)} -> {' | '.join(right)} |"

    def blocks(self) -> list[str]:
        """Blocks in any order; the first one drawn has a rhythm."""
        self.rules_left -= 1
        found = [f"rules {self.name()}:\n  - {self.condition()} -> {self.rhythm()}"]
        while self.rules_left > 0:
            make = self.one([self.rules, self.exception, self.rule, self.exception, self.table])
            found.append(make())
        for attribute in self.attributes:
            if attribute.name not in self.mentioned:
                found.append(f"{self.draw(attribute.terms())} -> {self.rhythm()}")
        return self.draw(st.permutations(found)) if self.sometimes() else found

    def preferences(self) -> list[str]:
        """At most two preferences, both for the same end of the order."""
        choice = self.one(["strictest", "strictest", "least demanding"])
        lines = []
        while len(self.named) > 1 and len(lines) < 2 and self.sometimes(3):
            blocks = self.draw(
                st.lists(st.sampled_from(self.named), min_size=2, max_size=3, unique=True)
            )
            lines.append(f"of {', '.join(blocks)} the {choice} applies{self.because()}")
        return lines

    # --- the text ---------------------------------------------------------------------------------

    def header(self) -> list[str]:
        """Title and strength."""
        strength = self.one(STRENGTHS)
        if strength.endswith(" "):
            strength += self.condition()
        head = ['policy "Zufall"', *([f"  intervals are {strength}"] if strength else [])]
        if self.scopes and self.sometimes(5):
            head.append(f"  applies to {self.condition()}")
        return head

    def vocabulary(self) -> list[str]:
        """Attributes, and definitions that may use the earlier ones."""
        lines = [f"attribute {a.name}: {a.declared()}" for a in self.attributes]
        if self.extras:
            lines += ["event Antrag", "kinds: Gruppe, Telefon"]
        for name in DEFINITIONS[: self.draw(st.integers(0, len(DEFINITIONS)))]:
            self.mentioned.clear()
            lines.append(f"define {name} as {self.condition()}")
            self.definitions[name] = set(self.mentioned)
        return lines

    def impossible(self) -> list[str]:
        """Up to two constraints."""
        lines = []
        while len(lines) < 2 and self.sometimes(3):
            lines.append(f'impossible: {self.term()} and {self.term()} because "kommt nicht vor"')
        return lines

    def text(self) -> str:
        """The whole policy."""
        vocabulary = self.vocabulary()
        head = [*self.header(), *vocabulary, *self.impossible()]
        self.mentioned.clear()
        lines = [*head, *self.blocks(), *self.preferences()]
        return "\n".join(lines) + "\n"


@st.composite
def policies(
    draw: st.DrawFn,
    *,
    max_rules: int = 12,
    max_attributes: int = 4,
    extras: bool | None = None,
    scopes: bool = False,
) -> str:
    """A policy of 1 to about `max_rules` rules; `extras` adds first steps, duties and kinds, `scopes`
    now and then a computed scope.
    """
    attributes = draw(
        st.lists(st.sampled_from(ATTRIBUTES), min_size=1, max_size=max_attributes, unique=True)
    )
    more = draw(st.booleans()) if extras is None else extras
    rhythms = st.sampled_from((*RHYTHMS, "once per 30 days from Antrag") if more else RHYTHMS)
    writer = Writer(
        draw,
        attributes,
        draw(st.lists(rhythms, min_size=1, max_size=4, unique=True)),
        more,
        draw(st.integers(1, max_rules)),
        scopes,
    )
    return writer.text()
