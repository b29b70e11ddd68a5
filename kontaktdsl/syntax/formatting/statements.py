"""Statements as lines of cells."""

import attrs

from kontaktdsl.syntax import tree
from kontaktdsl.syntax.formatting.layout import Line, Pieces, TableRow, flat, glue, listed
from kontaktdsl.syntax.formatting.phrases import PERIODS, Phrases
from kontaktdsl.values import Strength

Header = (
    tree.Id | tree.Issuer | tree.Issued | tree.Valid | tree.SourceText | tree.AppliesTo
    | tree.IntervalsAre | tree.Calendar | tree.DaysOff | tree.DueDates | tree.Replaces | tree.Amends
)  # fmt: skip
OCCASIONS = {
    tree.Occasion.FIRST: "at-first-contact",
    tree.Occasion.EVERY: "at-every-contact",
    tree.Occasion.FOLLOW_UP: "at-follow-up-contact",
    tree.Occasion.MISSED: "when-missed",
}
CHOICES = {
    tree.Choice.STRICTEST: "the-strictest-applies",
    tree.Choice.LEAST_DEMANDING: "the-least-demanding-applies",
}
SORTS = {
    tree.Sort.ATTRIBUTE: "attribute",
    tree.Sort.EVENT: "event",
    tree.Sort.DEFINITION: "define",
}
ROLLS = {tree.Roll.NOT: "not", tree.Roll.BACK: "back", tree.Roll.FORWARD: "forward"}

INDENT = "  "


@attrs.frozen
class Statements(Phrases):
    """The line of every statement; for a block, the line above its bullets or rows."""

    def line(self, node: tree.Statement) -> Line:
        """The line of a statement, where it stands in a file."""
        if node.amending is None:
            return self._line(node)
        line = self._line(node)
        first = glue(self.word(node.amending.value), line.cells[0])
        return attrs.evolve(line, cells=(first, *line.cells[1:]))

    def _line(self, node: tree.Statement) -> Line:
        match node:
            case tree.Rule():
                return self._rule(node)
            case tree.Attribute(name=name, label=label, domain=domain):
                head = self._named("attribute", name, label)
                return Line((head, glue(":", self._domain(domain))))
            case tree.Example():
                return self._example(node)
            case tree.EnsureOutcome(condition=condition, parts=parts):
                head = glue(f"{self.word('ensure')}:", self.condition(condition))
                tail = self._tail(node.citation, node.because)
                return Line((head, self._arrow(parts)), tail=tail)
            case tree.Rules() | tree.ExceptionBlock() | tree.Table() | tree.At():
                tail = self._tail(node.citation, node.because)
                head = self._block(node)
                if tail:
                    return Line((head,), tail=f"{tail}:")
                return Line((glue(head, ":", by=""),))
            case tree.Use() | tree.Event() | tree.Define() | tree.KindsOfContact():
                return Line((self._vocabulary(node),))
            case tree.Note(text=text, citation=citation):
                return Line((self._text("note", text),), tail=self._tail(citation, None))
            case tree.ContactIs(text=text, citation=citation):
                return Line((self._text("a-contact-is", text),), tail=self._tail(citation, None))
            case tree.Impossible() | tree.Of() | tree.Quantity() | tree.EnsureOneOf():
                return Line((self._claim(node),), tail=self._tail(node.citation, node.because))
            case tree.Accept():
                return Line((self._accept(node),))
            case tree.Remove():
                return Line((self._remove(node),))
            case tree.Title(text=text):
                return Line((self._text("policy", text),))
            case _:
                return Line((self._header(node),), INDENT)

    def _rule(self, node: tree.Rule) -> Line:
        indent, mark = (INDENT, "-") if node.bullet else ("", ())
        tail = self._tail(node.citation, node.because)
        if isinstance(node.condition, tree.Always):
            return Line((glue(mark, self.outcome(node.parts)),), indent, tail)
        head = glue(mark, self.condition(node.condition))
        return Line((head, self._arrow(node.parts)), indent, tail)

    def _example(self, node: tree.Example) -> Line:
        facts = listed(map(self.operand, node.facts), ",")
        word = self.word("example")
        if node.title is None:
            return Line((glue(f"{word}:", facts), self._arrow(node.parts)))
        head = (f"{word} {self.quoted(node.title.text)}",)
        return Line((head, glue(":", facts), self._arrow(node.parts)))

    def heading(self, node: tree.Heading) -> TableRow:
        """The first row of a table."""
        return TableRow(
            tuple(name.text if name else "" for name in node.attributes),
            tuple(self._cell(cell) for cell in node.columns),
        )

    def row(self, node: tree.Row) -> TableRow:
        """Any other row."""
        return TableRow(
            tuple(self._cell(cell) for cell in node.conditions),
            tuple(flat(self.outcome(cell.parts)) for cell in node.outcomes),
            self._tail(node.citation, None),
        )

    def _cell(self, cell: tree.Cell) -> str:
        return flat(self.condition(cell.condition)) if cell.condition else ""

    # --- pieces of a line -----------------------------------------------------------------------

    def _arrow(self, parts: tuple[tree.Part, ...]) -> Pieces:
        return "->", *self.outcome(parts)

    def _tail(self, citation: tree.Citation | None, because: tree.Because | None) -> str:
        words = [f"[{citation.text}]"] if citation else []
        if because:
            words.append(f"{self.word('because')} {self.quoted(because.reason)}")
        return " ".join(words)

    def _label(self, label: tree.Quoted | None) -> Pieces:
        return (self.quoted(label.text),) if label else ()

    def _named(self, keyword: str, name: tree.Name, label: tree.Quoted | None) -> Pieces:
        return glue(self.word(keyword), name.text, self._label(label))

    def _text(self, keyword: str, text: tree.Quoted) -> Pieces:
        return glue(self.word(keyword), self.quoted(text.text))

    def _value(self, value: tree.Value) -> Pieces:
        return glue(value.name.text, self._label(value.label))

    # --- kinds of statements --------------------------------------------------------------------

    def _header(self, node: Header) -> Pieces:
        match node:
            case tree.Id(name=name):
                return glue(self.word("id"), name.text)
            case tree.Replaces(name=name):
                return glue(self.word("replaces"), name.text)
            case tree.Amends(name=name):
                return glue(self.word("amends"), name.text)
            case tree.Issuer(text=text):
                return self._text("issuer", text)
            case tree.Issued(day=day):
                return glue(self.word("issued"), self.day(day))
            case tree.Valid():
                return self._valid(node)
            case tree.SourceText(text=text):
                return self._text("source", text)
            case tree.AppliesTo(text=text):
                return self._text("applies-to", text)
            case tree.IntervalsAre():
                return self._intervals_are(node)
            case tree.Calendar(land=land):
                return self._text("calendar", land)
            case tree.DaysOff(days=days):
                *most, last = (each.day.text for each in days)
                first = (", ".join(most), self.word("and")) if most else ()
                return glue(self.word("days-off"), first, last)
            case tree.DueDates(roll=roll):
                return glue(self.word("due-dates-roll"), self.word(ROLLS[roll]))

    def _valid(self, node: tree.Valid) -> Pieces:
        begin = f"{self.word('valid-from')} {self.day(node.first)}"
        if node.revoked:
            return glue(begin, self.word("until"), self.word("revoked"))
        return glue(begin, self.word("until"), self.day(node.last)) if node.last else (begin,)

    def _intervals_are(self, node: tree.IntervalsAre) -> Pieces:
        minimum = node.strength is Strength.MINIMUM
        text = glue(self.word("intervals-are"), self.word("a-minimum" if minimum else "a-guide"))
        if node.but_minimum_for is None:
            return text
        return glue(text, self.word("but-a-minimum-for"), self.condition(node.but_minimum_for))

    def _domain(self, domain: tree.Domain) -> Pieces:
        match domain:
            case tree.Enumeration(values=values, ordered=ordered):
                joint = " < " if ordered else " | "
                return (joint.join(flat(self._value(value)) for value in values),)
            case tree.YesNo():
                return (self.word("yes-or-no"),)
            case tree.Number(low=low, high=high):
                return (f"{self.word('number')} {low} {self.word('to')} {high}",)
            case tree.Decided(by=by):
                return self._text("decided-by", by)
            case tree.TimeSince(event=event, anew=anew):
                since = f"{self.word('time-since')} {event.text}"
                if anew is None:
                    return (since,)
                return (f"{since}, {self.word('anew-every')} {self.length(anew)}",)

    def _vocabulary(
        self, node: tree.Use | tree.Event | tree.Define | tree.KindsOfContact
    ) -> Pieces:
        match node:
            case tree.Use(path=path):
                return self._text("use", path)
            case tree.Event(name=name, label=label):
                return self._named("event", name, label)
            case tree.Define(name=name, label=label, condition=condition):
                head = self._named("define", name, label)
                return glue(head, self.word("as"), self.condition(condition))
            case tree.KindsOfContact(values=values):
                return glue(f"{self.word('kinds')}:", listed(map(self._value, values), ","))

    def _claim(self, node: tree.Impossible | tree.Of | tree.Quantity | tree.EnsureOneOf) -> Pieces:
        match node:
            case tree.Impossible(condition=condition):
                return glue(f"{self.word('impossible')}:", self.condition(condition))
            case tree.EnsureOneOf(conditions=conditions):
                terms = listed(map(self.condition, conditions), ",")
                return glue(f"{self.word('ensure')}:", self.word("exactly-one-of"), terms)
            case tree.Of(blocks=blocks, choice=choice):
                names = listed(((name.text,) for name in blocks), ",")
                return glue(self.word("of"), names, self.word(CHOICES[choice]))
            case tree.Quantity():
                return self._quantity(node)

    def _quantity(self, node: tree.Quantity) -> Pieces:
        contacts = self.word("contacts", 1 if node.count == 1 else 0)
        return glue(
            f"{self.word('quantity')}:",
            self.word("at-least") if node.at_least else (),
            str(node.count),
            node.of.text if node.of else contacts,
            self.word("per"),
            node.per.text,
            self._label(node.per_label),
            f"{self.word('per')} {self.word(PERIODS[node.period])}" if node.period else (),
        )

    def _accept(self, node: tree.Accept) -> Pieces:
        names = listed(((name.text,) for name in node.blocks), ",")
        return glue(
            self.word("accept"),
            node.code.text,
            glue(self.word("for-blocks"), names) if names else (),
            self._tail(None, node.because) if node.because else (),
            f"{self.word('until')} {self.day(node.until)}" if node.until else (),
        )

    def _remove(self, node: tree.Remove) -> Pieces:
        word = self.word("remove")
        match node.sort:
            case tree.Sort.BLOCK:
                return glue(word, listed(((name.text,) for name in node.names), ","))
            case tree.Sort.OCCASION:
                assert node.occasion is not None
                return (f"{word} {self.word(OCCASIONS[node.occasion])}",)
            case tree.Sort.EXAMPLE:
                return (f"{word} {self.word('example')} {self.quoted(node.names[0].text)}",)
            case _:
                return (f"{word} {self.word(SORTS[node.sort])} {node.names[0].text}",)

    def _block(self, node: tree.Block) -> Pieces:
        match node:
            case tree.Rules(name=name):
                return glue(self.word("rules"), name.text)
            case tree.Table(name=name):
                return glue(self.word("table"), name.text)
            case tree.ExceptionBlock(name=name, bases=bases):
                names = listed(((base.text,) for base in bases), ",")
                return glue(self.word("exception"), name.text, self.word("to-blocks"), names)
            case tree.At(occasion=occasion):
                return (self.word(OCCASIONS[occasion]),)
