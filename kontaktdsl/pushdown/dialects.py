"""What differs between databases beyond what sqlglot knows: literals, types, and today.

A text of the policy can hold any character.  sqlglot doubles quotes and escapes backslashes where a
dialect reads them; what command-line clients would read inside a literal (`&name`, `$(name)`, a
line `GO`) is broken up here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import attrs
from sqlglot import exp

from kontaktdsl.diagnostics import Text
from kontaktdsl.pushdown.types import Type

_CONTROL = re.compile(r"([\x00-\x1f\x7f\x85\u2028\u2029])")
_NOTHING = re.compile(r"(?!)")


class LiteralError(ValueError):
    """A text that no literal of a dialect can hold; `text` says why."""

    def __init__(self, text: Text) -> None:
        """Remember the words."""
        super().__init__(text.en)
        self.text = text


@attrs.frozen
class Dialect:
    """One dialect.

    `name` is sqlglot's. Unquoted names are folded to capitals where `capitals` is true, so ours are
    written in capitals there. `breaks` finds places inside a text after which a literal ends and
    another one goes on; control characters are written as `char(n)` where `char` is not empty.
    `date_word` stands before the literal of a date, `longest` is the most bytes of a literal.
    `keys`: whether primary keys are declared.
    """

    name: str
    text_type: str
    integer_type: str = "INT"
    date_type: str = "DATE"
    date_word: str = "DATE "
    capitals: bool = False
    national: bool = False
    char: str = ""
    breaks: re.Pattern[str] = _NOTHING
    longest: int | None = None
    keys: bool = True
    rows: int = 1000
    bits: bool = False

    def identifier(self, name: str) -> exp.Identifier:
        """A name of ours, quoted."""
        return exp.to_identifier(name.upper() if self.capitals else name, quoted=True)

    def column(self, name: str, of: str) -> exp.Column:
        """A column of ours, by the alias of its table."""
        return exp.Column(this=self.identifier(name), table=self.identifier(of))

    def literal(self, text: str) -> exp.Expr:
        """A text as an expression; raises LiteralError."""
        _possible(text)
        pieces: list[exp.Expr] = []
        for part in _CONTROL.split(text) if self.char else [text]:
            if self.char and _CONTROL.fullmatch(part):
                pieces.append(exp.Anonymous(this=self.char, expressions=[_number(ord(part))]))
            elif part or not text:
                pieces += [self._string(piece) for piece in self._broken(part)]
        return self.joined(pieces)

    def joined(self, parts: Sequence[exp.Expr]) -> exp.Expr:
        """Texts one behind the other; none of them is NULL."""
        if len(parts) == 1:
            return parts[0]
        if self.name == "tsql":
            return exp.Anonymous(this="CONCAT", expressions=list(parts))
        found = parts[0]
        for part in parts[1:]:
            found = exp.DPipe(this=found, expression=part, safe=False)
        return exp.Paren(this=found)

    def text(self, text: str) -> str:
        """A text as it stands in a statement; raises LiteralError."""
        if self.longest is not None and len(text.encode("utf-8", "replace")) > self.longest:
            raise LiteralError(
                Text(
                    f"ein Text der Richtlinie ist länger als die {self.longest} Bytes, die "
                    f"{self.name} fasst: „{text[:40]}…“",
                    f"a text of the policy is longer than the {self.longest} bytes that "
                    f"{self.name} takes: “{text[:40]}…”",
                )
            )
        return self.literal(text).sql(self.name)

    def day(self, day: date) -> str:
        """A day as it stands in a statement."""
        return f"{self.date_word}'{day.isoformat()}'"

    def nothing(self, kind: str) -> exp.Expr:
        """NULL of a type (`kind` as sqlglot names it)."""
        return exp.Cast(this=exp.null(), to=exp.DataType.build(kind, dialect=self.name))

    @property
    def no_day(self) -> exp.Expr:
        """NULL as a day."""
        return exp.null() if self.name == "sqlite" else self.nothing("DATE")

    @property
    def no_text(self) -> exp.Expr:
        """NULL as a text."""
        return self.nothing("VARCHAR2(10)" if self.name == "oracle" else self.text_type)

    @property
    def today(self) -> exp.Expr:
        """The present day, by the clock of the session; BigQuery has none and takes Berlin's."""
        match self.name:
            case "sqlite":
                arguments = [exp.Literal.string("now"), exp.Literal.string("localtime")]
                return exp.Anonymous(this="DATE", expressions=arguments)
            case "tsql":
                return exp.cast(exp.CurrentDate(), "DATE")
            case "oracle":
                return exp.Anonymous(this="TRUNC", expressions=[exp.CurrentDate()])
            case "bigquery":
                return exp.CurrentDate(this=exp.Literal.string("Europe/Berlin"))
            case _:
                return exp.CurrentDate()

    def day_of(self, value: exp.Expr, kind: Type) -> exp.Expr:
        """The day of a date or a point in time."""
        if self.name == "oracle":
            return exp.Anonymous(this="TRUNC", expressions=[value])
        return value if kind is Type.DATE else exp.cast(value, "DATE")

    def word(self, value: exp.Expr) -> exp.Expr:
        """A text such that `=` compares it byte by byte; its literals are those of `word_literal`.

        T-SQL does not see blanks at the end of a text, so one more letter stands behind it.
        """
        match self.name:
            case "postgres":
                return exp.Collate(
                    this=exp.cast(value, "TEXT"), expression=exp.to_identifier("C", quoted=True)
                )
            case "sqlite":
                return exp.Collate(this=value, expression=exp.Var(this="BINARY"))
            case "duckdb":
                return exp.Collate(this=exp.cast(value, "TEXT"), expression=exp.Var(this="C"))
            case "tsql":
                wide = exp.cast(value, exp.DataType.build("NVARCHAR(4000)", dialect="tsql"))
                marked = self.joined([wide, exp.National(this=".")])
                return exp.Collate(this=marked, expression=exp.Var(this="Latin1_General_BIN2"))
            case _:
                return value

    def word_literal(self, word: str) -> exp.Expr:
        """A word that `word` is compared with; raises LiteralError."""
        return self.literal(f"{word}." if self.name == "tsql" else word)

    def is_nan(self, value: exp.Expr) -> exp.Expr | None:
        """Whether a number is none; None where no number can be."""
        match self.name:
            case "duckdb" | "spark":
                return exp.Anonymous(this="ISNAN", expressions=[value])
            case "postgres":
                return exp.EQ(this=value, expression=exp.Literal.string("NaN"))
            case "snowflake":
                nan = exp.cast(exp.Literal.string("NaN"), "DOUBLE")
                return exp.EQ(this=value, expression=nan)
            case "bigquery":
                number = exp.cast(value, "DOUBLE")
                return exp.Anonymous(this="IS_NAN", expressions=[number])
            case _:
                return None

    def truth(self, value: exp.Expr, yes: bool) -> exp.Expr:
        """Whether a boolean is yes, or no."""
        boolean = _number(int(yes)) if self.bits else exp.Boolean(this=yes)
        return exp.EQ(this=value, expression=boolean)

    def _broken(self, text: str) -> list[str]:
        cuts = [0, *(found.end() for found in self.breaks.finditer(text)), len(text)]
        return [text[a:b] for a, b in pairwise(cuts) if a < b] or [text]

    def _string(self, text: str) -> exp.Expr:
        return exp.National(this=text) if self.national else exp.Literal.string(text)


def _number(value: int) -> exp.Expr:
    return exp.Literal.number(value)


def _possible(text: str) -> None:
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        shown = text.encode("ascii", "backslashreplace").decode("ascii").replace("\x00", "\\0")
        raise LiteralError(
            Text(
                f"ein Text enthält ein Zeichen, das in SQL nicht stehen kann: „{shown[:60]}“",
                f"a text holds a character that cannot stand in SQL: “{shown[:60]}”",
            )
        )


DIALECTS = {
    dialect.name: dialect
    for dialect in (
        Dialect("duckdb", "TEXT", keys=False),
        Dialect("postgres", "TEXT"),
        Dialect("spark", "STRING", keys=False, breaks=re.compile(r"\$(?=\{)")),
        Dialect("sqlite", "TEXT", "INTEGER", "TEXT", "", rows=500),
        Dialect(
            "tsql",
            "NVARCHAR(MAX)",
            date_word="",
            national=True,
            char="NCHAR",
            breaks=re.compile(r"\$(?=\()"),
            bits=True,
        ),
        Dialect("snowflake", "VARCHAR", capitals=True, keys=False),
        Dialect("bigquery", "STRING", "INT64", keys=False),
        Dialect(
            "oracle",
            "VARCHAR2(4000)",
            "NUMBER(10)",
            capitals=True,
            char="CHR",
            breaks=re.compile(r"&"),
            longest=4000,
            rows=200,
            bits=True,
        ),
    )
}
"""The dialects by name."""
