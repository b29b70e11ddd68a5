"""Names, texts, numbers and what ends a line: the nodes that are part of many others."""

from datetime import date
from itertools import takewhile
from typing import Any

from kontaktdsl.diagnostics import Diagnostic
from kontaktdsl.source import Source, Span
from kontaktdsl.syntax import keywords, tree
from kontaktdsl.syntax.keywords import composed
from kontaktdsl.syntax.lines import Line
from kontaktdsl.syntax.machine import Token
from kontaktdsl.values import DayOfYear, Length, Unit

Children = list[Any]

LONGEST_NUMBER = 12
LONGEST_LENGTH = 9_999

LEAP_YEAR = 2000

UNITS = {
    "UNIT_WORKING_DAY": Unit.WORKING_DAY,
    "UNIT_DAY": Unit.DAY,
    "UNIT_WEEK": Unit.WEEK,
    "UNIT_MONTH": Unit.MONTH,
    "UNIT_YEAR": Unit.YEAR,
}


def digits(token: Token) -> str:
    """The digits that a word begins with: `14` of `14-daily`."""
    return "".join(takewhile(str.isdecimal, token.text))


class Pieces:
    """The line that is read, and the nodes that are part of many others."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.mistakes: list[Diagnostic] = []
        self.pairs: list[tree.Is] = []
        self._reserved = keywords.reserved()
        self._source = Source("", "")
        self._cell = False
        self._entry: dict[str, Any] = {}

    def read(self, source: Source, line: Line, leading: tuple[Any, ...]) -> None:
        """The nodes made from now on belong to this line."""
        self._source = source
        self._entry = {
            "span": Span(source, line.start, line.end),
            "leading": leading,
            "trailing": line.trailing,
        }
        self.read_cell(line.form.value == "row")

    def read_cell(self, cell: bool = True) -> None:
        """The nodes made from now on belong to one cell of a table."""
        self._cell = cell
        if self.mistakes:
            self.mistakes = []
        if self.pairs:
            self.pairs = []

    # --- small parts ----------------------------------------------------------------------------

    def _over(self, children: Children) -> Span:
        return Span(self._source, children[0].span.start, children[-1].span.end)

    def _free_name(self, token: Token) -> tree.Name:
        return tree.Name(composed(token.text), span=token.span)

    def _name(self, token: Token) -> tree.Name:
        name = self._free_name(token)
        if name.text in self._reserved:
            from kontaktdsl.syntax.mistakes import reserved_word

            self.mistakes.append(reserved_word.used(name, self.language))
        return name

    def _new_name(self, token: Token) -> tree.Name:
        name = self._free_name(token)
        if name.text in self._reserved:
            from kontaktdsl.syntax.mistakes import reserved_word

            self.mistakes.append(reserved_word.declared(name))
        return name

    def _quoted(self, token: Token) -> tree.Quoted:
        return tree.Quoted(token.text[1:-1], span=token.span)

    def _label(self, child: Any) -> tree.Quoted | None:
        if isinstance(child, Token) and child.type == "STRING":
            return self._quoted(child)
        return None

    def _integer(self, token: Token) -> int:
        if len(token.text) > LONGEST_NUMBER:
            from kontaktdsl.syntax.mistakes import number_too_large

            self.mistakes.append(number_too_large.finding(token.span))
            return 0
        return int(token.text)

    def _length(self, children: Children) -> Length:
        """`month`, `3 months`, `2 to 3 months` among these words."""
        unit = next(UNITS[child.type] for child in children if child.type in UNITS)
        numbers = [child for child in children if child.type == "INT"]
        return self._ranged(numbers[0], numbers[-1], unit) if numbers else Length(1, unit)

    def _ranged(self, first: Token, last: Token, unit: Unit) -> Length:
        """`2 to 3 months`: the longer is owed, the shorter the aim, in whichever order."""
        end = self._checked_length(digits(last), unit, last.span)
        if first is last:
            return end
        start = self._checked_length(digits(first), unit, first.span)
        low, high = sorted((start.count, end.count))
        return Length(high, unit, low if low < high else None)

    def _checked_length(self, number: str, unit: Unit, span: Span) -> Length:
        if len(number) > LONGEST_NUMBER or int(number) > LONGEST_LENGTH:
            from kontaktdsl.syntax.mistakes import number_too_large

            self.mistakes.append(number_too_large.finding(span))
            return Length(1, unit)
        if int(number) == 0:
            from kontaktdsl.syntax.mistakes import zero_length

            self.mistakes.append(zero_length.finding(span))
            return Length(1, unit)
        return Length(int(number), unit)

    def _day(self, token: Token) -> date:
        try:
            if "-" in token.text:
                year, month, day = token.text.split("-")
            else:
                day, month, year = token.text.split(".")
            return date(int(year), int(month), int(day))
        except ValueError:
            from kontaktdsl.syntax.mistakes import bad_date

            self.mistakes.append(bad_date.finding(token.span))
            return date.min

    def _yearly(self, token: Token) -> tree.Yearly:
        day, month = token.text.rstrip(".").split(".")
        found = DayOfYear(int(month), int(day))
        try:
            date(LEAP_YEAR, found.month, found.day)
        except ValueError:
            from kontaktdsl.syntax.mistakes import bad_date

            self.mistakes.append(bad_date.finding_yearly(token.span))
            found = DayOfYear(1, 1)
        return tree.Yearly(found, span=token.span)

    def _tail_of(self, children: Children) -> dict[str, Any]:
        citation: tree.Citation | None = None
        because: tree.Because | None = None
        for child in children:
            if isinstance(child, tree.Because):
                if because is not None:
                    from kontaktdsl.syntax.mistakes import said_twice

                    self.mistakes.append(said_twice.finding(child.span, because.span))
                because = child
            elif isinstance(child, Token) and child.type == "CITATION":
                span = child.span
                if citation is not None:
                    from kontaktdsl.syntax.mistakes import said_twice

                    self.mistakes.append(said_twice.finding(span, citation.span))
                citation = tree.Citation(child.text[1:-1].strip(), span=span)
        return {"citation": citation, "because": because}

    def because(self, children: Children) -> tree.Because:
        return tree.Because(children[1].text[1:-1], span=self._over(children))
