"""The view: one SELECT that codes the facts, looks the code up, and then the dates.

    today    the day of evaluation with its number and the latest births
    facts    one row per customer: the share of each fact, the days, what cannot be read
    found    the same rows: what is said (by the steps), and the slot
    chosen   the same rows: the words, the recipes, and the days they are counted from

Every join is a LEFT JOIN on a key, so that each row comes out exactly once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import attrs
from sqlglot import exp

from kontaktdsl.batch import columns as out
from kontaktdsl.batch.mapping import Matched
from kontaktdsl.diagnostics import Text
from kontaktdsl.pushdown import classes, tables
from kontaktdsl.pushdown.classes import Fact
from kontaktdsl.pushdown.dialects import Dialect
from kontaktdsl.pushdown.reads import Read, Reader
from kontaktdsl.pushdown.tables import SAID_NO_DAY, SAID_UNKNOWN, UNKNOWN, Tables
from kontaktdsl.pushdown.terms import all_of, any_of, cases, given, integer, null, same, total
from kontaktdsl.pushdown.types import Type

DAY = "day"
"""The table with the day of evaluation: one column `day`; without a row, today counts."""


@attrs.frozen(eq=False)
class View:
    """What the view is made of.

    `customers` is their table, `types` says what its matched columns hold; `name` gives the table
    for the name of one of `tables`, or for `DAY`.
    """

    tables: Tables
    customers: exp.Table
    matched: Matched
    types: Mapping[str, Type]
    dialect: Dialect
    language: str
    policy: str
    digest: str
    name: Callable[[str], exp.Table]

    @property
    def columns(self) -> tuple[out.Column, ...]:
        """The columns of an answer; the key stands before them."""
        return out.answer_columns(tuple(duty.text for duty in self.tables.duties))

    @property
    def key(self) -> str | None:
        """The name of the key in the view: its own, unless a column of the answer is called so."""
        key = self.matched.key
        if key is not None and key.casefold() in {each.id for each in self.columns}:
            return f"input_{key}"
        return key

    def select(self) -> exp.Select:
        """The whole; raises ColumnTypeError and LiteralError."""
        reader = Reader(self.matched, self.types, self.dialect, self.language)
        reads = reader.all()
        select = self._answers(reads)
        for name, part in (
            ("today", self._today()),
            ("facts", self._facts(reader, reads)),
            ("found", self._found(reads)),
            ("chosen", self._chosen()),
        ):
            select = select.with_(self._alias(name), as_=part, copy=False)
        return select

    # --- one row per customer ---------------------------------------------------------------------

    def _today(self) -> exp.Select:
        column = self.dialect.column
        day = exp.func("COALESCE", exp.func("MAX", column("day", "d")), self.dialect.today)
        now = exp.Select(expressions=[self._as(day, "day")]).from_(self._table(DAY, "d"))
        names = ["number", *(name for each in self.tables.births for name in each.boundaries)]
        parts = [column("day", "n"), *(column(name, "d") for name in names)]
        return (
            exp.Select(expressions=parts)
            .from_(exp.Subquery(this=now, alias=self._alias("n")))
            .join(
                self._table("days", "d"),
                on=same(column("day", "d"), column("day", "n")),
                join_type="left",
            )
        )

    def _facts(self, reader: Reader, reads: Sequence[Read]) -> exp.Select:
        parts: list[exp.Expr] = [self.dialect.column("number", "n")]
        if self.matched.key is not None:
            parts.append(self._as(reader.column(self.matched.key), "key"))
        columns = self.matched.facts_by_name
        for at, weight in self._weights():
            name = columns[self.tables.axes[at].attribute.name]
            parts.append(self._as(self._share(at, weight, name, reader), _fact(at)))
        for read in reads:
            parts.append(self._as(read.value, read.name))
            if read.bad is not None:
                parts.append(self._as(read.bad, f"bad_{read.name}"))
        source = self.customers.copy()
        source.set("alias", exp.TableAlias(this=self._alias("t")))
        select = exp.Select(expressions=parts).from_(source)
        return select.join(self._cte("today", "n"), join_type="cross")

    def _share(self, at: int, weight: int, name: str | None, reader: Reader) -> exp.Expr:
        axis = self.tables.axes[at]
        if name is None:
            return integer(len(axis.classes) * weight)
        births = {each.axis: each.boundaries for each in self.tables.births}
        fact = Fact(
            axis=axis,
            weight=weight,
            value=reader.column(name),
            kind=self.types[name],
            vocabulary=self.matched.vocabulary.get(axis.attribute.name, {}),
            missing=self.matched.missing,
            births=tuple(self.dialect.column(each, "n") for each in births.get(at, ())),
        )
        return classes.share(fact, self.dialect)

    def _weights(self) -> Iterator[tuple[int, int]]:
        for stage in self.tables.stages:
            yield from zip(stage.axes, stage.weights, strict=True)

    # --- what is said -----------------------------------------------------------------------------

    def _found(self, reads: Sequence[Read]) -> exp.Select:
        column = self.dialect.column
        unknown: list[exp.Expr] = []
        joins: list[tuple[exp.Table, exp.Expr]] = []
        end: exp.Expr | None = None
        for stage in self.tables.stages:
            code = total([column(_fact(at), "f") for at in stage.axes])
            if stage.axes:
                unknown.append(exp.GTE(this=code.copy(), expression=integer(UNKNOWN)))
            if end is not None:
                code = exp.Add(
                    this=exp.Mul(this=end, expression=integer(stage.size)), expression=code
                )
            name = stage.table.name
            joins.append((self._table(name, name), same(column("code", name), code)))
            end = column("next", name)
        assert end is not None
        unknown += [same(column(f"bad_{r.name}", "f"), integer(1)) for r in reads if r.bad]
        branches = [(null(column("number", "f")), integer(SAID_NO_DAY))]
        if unknown:
            branches.append((any_of(*unknown), integer(SAID_UNKNOWN)))
        parts = [
            exp.Column(this=exp.Star(), table=self._alias("f")),
            self._as(cases(branches, end), "said"),
            self._as(self._slot(), "slot"),
        ]
        select = exp.Select(expressions=parts).from_(self._cte("facts", "f"))
        for table, on in joins:
            select = select.join(table, on=on, join_type="left", copy=False)
        return select

    def _slot(self) -> exp.Expr:
        column, slots = self.dialect.column, self.tables.slots
        branches = [(null(column("last", "f")), integer(0))]
        if slots == 2 or self.matched.contacts is None:
            return cases(branches, integer(1))
        count = column("contacts", "f")
        branches += [
            (null(count), integer(1)),
            (exp.GTE(this=count.copy(), expression=integer(slots - 3)), integer(slots - 1)),
        ]
        return cases(branches, exp.Add(this=count, expression=integer(2)))

    def _chosen(self) -> exp.Select:
        column = self.dialect.column
        parts: list[exp.Expr] = [exp.Column(this=exp.Star(), table=self._alias("f"))]
        for table, alias in ((self.tables.said, "s"), (self.tables.way, "w")):
            names = (each.name for each in table.columns if each.name not in table.key)
            parts += [column(name, alias) for name in names]
        parts.append(self._as(self._event(column("event", "w"), column("last", "f")), "start"))
        for name in self._dated():
            start = self._event(column(f"{name}_event", "s"), self.dialect.no_day)
            parts.append(self._as(start, f"{name}_start"))
        place = exp.Mul(this=column("said", "f"), expression=integer(self.tables.slots))
        way = exp.Add(this=place, expression=column("slot", "f"))
        said = same(column("said", "s"), column("said", "f"))
        return (
            exp.Select(expressions=parts)
            .from_(self._cte("found", "f"))
            .join(self._table("said", "s"), on=said, join_type="left")
            .join(self._table("way", "w"), on=same(column("way", "w"), way), join_type="left")
        )

    def _event(self, number: exp.Expr, otherwise: exp.Expr, of: str = "f") -> exp.Expr:
        """The day of the event with a number."""
        days = (self.dialect.column(read, of) for read in self._events())
        return cases([(same(number, integer(at)), day) for at, day in enumerate(days)], otherwise)

    def _events(self) -> list[str]:
        return [f"event_{number}" for number in range(1, len(self.matched.events) + 1)]

    def _dated(self) -> list[str]:
        """What has a date of its own beside the due date; nothing where there is no event."""
        if not self.matched.events:
            return []
        duties = range(1, len(self.tables.duties) + 1)
        return ["deadline", *(tables.duty_column(number) for number in duties)]

    # --- the answer -------------------------------------------------------------------------------

    def _answers(self, reads: Sequence[Read]) -> exp.Select:
        column = self.dialect.column
        words = ("status", "answer", "interval", "strength", "deadline", "duties")
        found = {name: column(name, "c") for name in (*words, "kinds", "rule", "line", "citation")}
        others: dict[out.Column, exp.Expr] = {
            out.FACTS: self._names(reads),
            out.DUE: column("rolled", "due"),
            out.DUE_NOMINAL: column("nominal", "due"),
            out.DAYS_OVERDUE: self._overdue(),
            out.DUE_STEP: cases(
                [(given(column("nominal", "due")), column("step", "c"))], exp.null()
            ),
            out.DEADLINE_DATE: self._date("rolled", "deadline"),
            out.DEADLINE_NOMINAL: self._date("nominal", "deadline"),
            out.REASON: self._reason(),
            out.POLICY: self.dialect.literal(self.policy),
            out.DIGEST: self.dialect.literal(self.digest),
        }
        for number in range(1, len(self.tables.duties) + 1):
            duty = self._date("rolled", tables.duty_column(number))
            others[out.duty_column(number, self.tables.duties[number - 1].text)] = duty
        values = {**found, **{each.id: value for each, value in others.items()}}
        parts: list[exp.Expr] = [self._as(values[each.id], each.id) for each in self.columns]
        if self.key is not None:
            key = exp.to_identifier(self.key, quoted=True)
            parts.insert(0, exp.Alias(this=column("key", "c"), alias=key))
        select = exp.Select(expressions=parts).from_(self._cte("chosen", "c"))
        select = self._calendar(select, "due", "recipe", "start")
        for name in self._dated():
            select = self._calendar(select, name, f"{name}_recipe", f"{name}_start")
        return select

    def _calendar(self, select: exp.Select, alias: str, recipe: str, start: str) -> exp.Select:
        column = self.dialect.column
        on = all_of(
            same(column("recipe", alias), column(recipe, "c")),
            same(column("day", alias), column(start, "c")),
        )
        return select.join(self._table("calendar", alias), on=on, join_type="left", copy=False)

    def _date(self, which: str, name: str) -> exp.Expr:
        return self.dialect.column(which, name) if name in self._dated() else self.dialect.no_day

    def _overdue(self) -> exp.Expr:
        today, due = self.dialect.column("number", "c"), self.dialect.column("number", "due")
        late = exp.GT(this=today.copy(), expression=due.copy())
        days = exp.Sub(this=today, expression=due)
        return cases([(late, days), (given(due), integer(0))], exp.null())

    def _reason(self) -> exp.Expr:
        column = self.dialect.column
        start, row = column("start", "c"), column("recipe", "due")
        ends = self._text(self.tables.ends)
        parts: list[exp.Expr] = [column("reason", "c")]
        if self.matched.events:
            event = self._event(column("restarted", "c"), self.dialect.no_day, "c")
            before = exp.LT(this=column("last", "c"), expression=event)
            parts.append(cases([(all_of(given(row), before), column("late", "c"))], exp.null()))
        undated = any_of(null(column("recipe", "c")), null(start))
        why = [
            (undated, column("why", "c")),
            (null(row), ends),
            (null(column("nominal", "due")), self._text(self.tables.outside)),
        ]
        parts.append(cases(why, exp.null()))
        for name in self._dated():
            wanted = given(column(f"{name}_recipe", "c")), given(column(f"{name}_start", "c"))
            lost = all_of(*wanted, null(column("recipe", name)))
            parts.append(cases([(lost, ends.copy())], exp.null()))
        return exp.func("COALESCE", *parts)

    def _names(self, reads: Sequence[Read]) -> exp.Expr:
        """The facts concerned: those that cannot be read, or those that are missing."""
        column = self.dialect.column
        missing: list[tuple[exp.Expr, str]] = []
        wrong: list[tuple[exp.Expr, str]] = []
        for at, weight in self._weights():
            axis, share = self.tables.axes[at], column(_fact(at), "c")
            absent = integer(len(axis.classes) * weight)
            missing.append((same(share, absent), axis.attribute.shown))
            wrong.append((same(share, integer(UNKNOWN)), axis.attribute.shown))
        for read in reads:
            if read.bad is not None:
                wrong.append((same(column(f"bad_{read.name}", "c"), integer(1)), read.label))
        branches = []
        if wrong:
            unknown = same(column("said", "c"), integer(SAID_UNKNOWN))
            branches.append((unknown, self._listed(wrong)))
        if missing:
            open_ = same(column("open", "c"), integer(1))
            branches.append((open_, self._listed(missing)))
        return cases(branches, exp.null()) if branches else self.dialect.no_text

    def _listed(self, named: Sequence[tuple[exp.Expr, str]]) -> exp.Expr:
        """The names whose condition holds, with commas between them."""
        literal = self.dialect.literal
        parts = [cases([(holds, literal(f", {name}"))], literal("")) for holds, name in named]
        longest = sum(len(name) + 2 for _, name in named)
        whole = self.dialect.joined(parts)
        return exp.Substring(this=whole, start=integer(3), length=integer(longest))

    # --- small parts ------------------------------------------------------------------------------

    def _text(self, text: Text) -> exp.Expr:
        return self.dialect.literal(text.into(self.language))

    def _alias(self, name: str) -> exp.Identifier:
        return self.dialect.identifier(name)

    def _as(self, value: exp.Expr, name: str) -> exp.Expr:
        return exp.Alias(this=value, alias=self._alias(name))

    def _cte(self, name: str, alias: str) -> exp.Table:
        return exp.Table(this=self._alias(name), alias=exp.TableAlias(this=self._alias(alias)))

    def _table(self, name: str, alias: str) -> exp.Table:
        table = self.name(name).copy()
        table.set("alias", exp.TableAlias(this=self._alias(alias)))
        return table


def _fact(at: int) -> str:
    return f"fact_{at + 1}"
