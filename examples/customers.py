"""Synthetic customers for any policy: nobody in these files exists.

    python examples/customers.py policies/dahme-spreewald.kpol 100000 -o customers.csv

The columns are those that the policy asks for: its attributes (an age as a date of birth), its
events, the last contact, a key, a team and an officer. The same seed and day give the same file.

About one row in twenty-five is an awkward case, each of `AWKWARD` in turn: born on 29 February, 25
today, a last contact on 31 January, a date in the future or that is none, a missing fact, a word
that the policy does not know, a combination that it calls impossible, an application on a Friday
before holidays, and more.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import kontaktdsl
from kontaktdsl import words
from kontaktdsl.dates import DateError, age_on
from kontaktdsl.domains import Enumeration, Number, YesNo
from kontaktdsl.evaluator import holds
from kontaktdsl.model import Attribute
from kontaktdsl.policy import Policy
from kontaktdsl.values import After

Cell = str | int | date | None
Row = dict[str, Cell]
Facts = dict[str, int]

EVERY = 25
"""One awkward row in so many, fewer only where the file would not hold them all."""
MOST_TRIES = 50
TEAMS = ("Königs Wusterhausen", "Lübben", "Markt & Integration", "Nord", "Süd")
OFFICERS_PER_TEAM = 8
CHUNK = 50_000


class Customers:
    """Rows for one policy on one day; the same seed gives the same rows."""

    def __init__(self, policy: Policy, day: date, seed: int) -> None:
        """Find the columns."""
        self.policy = policy
        self.day = day
        self.chance = random.Random(seed)
        german = policy.model.language == "de"
        self.yes, self.no = ("ja", "nein") if german else ("yes", "no")
        self.key = "Kundennummer" if german else "id"
        self.last = "letzter Kontakt" if german else "last contact"
        self.contacts = "Anzahl Kontakte" if german else "number of contacts"
        self.team, self.officer = "Team", "Fachkraft" if german else "officer"
        self.birth_column = "Geburtsdatum" if german else "birthdate"
        birth = self.birth_column
        self.columns_of = {a.name: birth if _is_birth(a) else a.name for a in policy.attributes}
        self.events = [event.name for event in policy.events]
        self.counted = any(
            isinstance(part, After) for rule in policy.model.rules for part in rule.outcome
        )
        self.cuts = {axis.attribute.name: axis.classes for axis in policy.plan.space.axes}
        self.columns = [
            self.key,
            self.team,
            self.officer,
            *dict.fromkeys(self.columns_of.values()),
            *self.events,
            self.last,
            *([self.contacts] if self.counted else []),
        ]

    def rows(self, count: int) -> Iterator[Row]:
        """That many customers."""
        every = max(2, min(EVERY, count // len(AWKWARD)))
        for number in range(1, count + 1):
            row = self.usual(number)
            if number % every == 0:
                AWKWARD[(number // every - 1) % len(AWKWARD)](self, row)
            yield row

    # --- a usual customer -----------------------------------------------------------------------

    def usual(self, number: int) -> Row:
        """Somebody who is possible, with dates that fit together."""
        facts = self.possible(True) or {}
        row: Row = dict.fromkeys(self.columns)
        row[self.key] = f"P{number:07}"
        team = self.chance.randrange(len(TEAMS))
        row[self.team] = TEAMS[team]
        row[self.officer] = f"IFK {team + 1}{self.chance.randrange(OFFICERS_PER_TEAM):02}"
        for attribute in self.policy.attributes:
            if attribute.name in facts:
                self.put(row, attribute, facts[attribute.name])
        for event in self.events:
            row[event] = self.ago(0, 400)
        if self.chance.random() < 0.92:
            row[self.last] = self.ago(0, self.chance.choice((14, 30, 60, 200)))
        if self.counted:
            row[self.contacts] = 0 if row[self.last] is None else self.chance.randint(1, 8)
        return row

    def put(self, row: Row, attribute: Attribute, value: int) -> None:
        """Write a fact as data has it."""
        column = self.columns_of[attribute.name]
        match attribute.domain:
            case YesNo():
                row[column] = self.yes if value else self.no
            case Enumeration(values):
                row[column] = values[value].name
            case Number():
                row[column] = self.born(value) if _is_birth(attribute) else value

    def possible(self, wanted: bool) -> Facts | None:
        """Facts that the policy calls possible, or not; None where there are no such people."""
        for _ in range(MOST_TRIES):
            facts = {a.name: self.value(a, often=wanted) for a in self.policy.attributes}
            forbidden = any(holds(c.condition, facts) for c in self.policy.model.constraints)
            if forbidden is not wanted:
                return facts
        return None

    def value(self, attribute: Attribute, *, often: bool) -> int:
        """A value; a yes is rare, and numbers gather where the policy draws its lines."""
        match attribute.domain:
            case YesNo():
                return int(self.chance.random() < (0.12 if often else 0.5))
            case Enumeration(values):
                return self.chance.randrange(len(values))
            case Number(low, high):
                if _is_birth(attribute):
                    return self.chance.randint(low, high)
                classes = self.cuts.get(attribute.name, ((low, high),))
                first, last = self.chance.choice(classes)
                return self.chance.choice((first, last, self.chance.randint(first, last)))

    def born(self, age: int) -> date:
        """A date of birth that makes somebody so old on the day."""
        first = _years_before(self.day, age + 1) + timedelta(days=1)
        span = (_years_before(self.day, age) - first).days
        birth = first + timedelta(days=self.chance.randint(0, span))
        return birth if age_on(birth, self.day) == age else _years_before(self.day, age)

    def ago(self, least: int, most: int) -> date:
        """A day in the past."""
        return self.day - timedelta(days=self.chance.randint(least, most))

    # --- what awkward cases need ----------------------------------------------------------------

    def one(self, *kinds: type) -> tuple[Attribute, str] | None:
        """An attribute of a kind, not an age, and its column."""
        found = [
            attribute
            for attribute in self.policy.attributes
            if isinstance(attribute.domain, kinds) and not _is_birth(attribute)
        ]
        if not found:
            return None
        attribute = self.chance.choice(found)
        return attribute, self.columns_of[attribute.name]

    def birth(self, row: Row, born: date) -> None:
        """Give somebody a date of birth, where the policy asks for an age."""
        for attribute in self.policy.attributes:
            if _is_birth(attribute):
                row[self.columns_of[attribute.name]] = born

    def event(self, row: Row, day: Cell) -> None:
        """Give all events a day."""
        row.update(dict.fromkeys(self.events, day))

    def friday_before_holidays(self) -> date:
        """The last Friday with a public holiday in the two weeks after it."""
        holidays = self.policy.model.header.holidays
        friday = self.day - timedelta(days=(self.day.weekday() - 4) % 7)
        for weeks in range(60):
            found = friday - timedelta(weeks=weeks)
            after = (found + timedelta(days=n) for n in range(3, 15))
            if any(each.weekday() < 5 and not holidays.is_working_day(each) for each in after):
                return found
        return friday


# --- the awkward cases --------------------------------------------------------------------------


def _born_on_29_february(it: Customers, row: Row) -> None:
    it.birth(row, date(it.chance.choice((1972, 1988, 2000, 2004)), 2, 29))


def _has_birthday_today(it: Customers, row: Row) -> None:
    it.birth(row, _years_before(it.day, 25))


def _has_birthday_tomorrow(it: Customers, row: Row) -> None:
    it.birth(row, _years_before(it.day + timedelta(days=1), 25))


def _is_over_66(it: Customers, row: Row) -> None:
    it.birth(row, it.ago(67 * 366, 95 * 365))


def _is_under_15(it: Customers, row: Row) -> None:
    it.birth(row, it.ago(0, 14 * 365))


def _is_not_born_yet(it: Customers, row: Row) -> None:
    it.birth(row, it.day + timedelta(days=it.chance.randint(1, 400)))


def _last_contact_on_31_january(it: Customers, row: Row) -> None:
    row[it.last] = date(it.day.year, 1, 31)


def _last_contact_on_29_february(it: Customers, row: Row) -> None:
    row[it.last] = date(2024, 2, 29)


def _last_contact_today(it: Customers, row: Row) -> None:
    row[it.last] = it.day


def _last_contact_in_the_future(it: Customers, row: Row) -> None:
    row[it.last] = it.day + timedelta(days=it.chance.randint(1, 90))


def _last_contact_long_ago(it: Customers, row: Row) -> None:
    row[it.last] = it.ago(900, 1500)


def _last_contact_is_no_day(it: Customers, row: Row) -> None:
    row[it.last] = it.chance.choice(("31.02.2026", "00.00.0000", "unbekannt", "46000"))


def _applied_on_a_friday_before_holidays(it: Customers, row: Row) -> None:
    it.event(row, it.friday_before_holidays())
    row[it.last] = None


def _applied_and_had_no_contact_since(it: Customers, row: Row) -> None:
    it.event(row, it.ago(0, 30))
    row[it.last] = it.ago(40, 300)


def _will_apply(it: Customers, row: Row) -> None:
    it.event(row, it.day + timedelta(days=it.chance.randint(1, 60)))
    row[it.last] = None


def _no_date_at_all(it: Customers, row: Row) -> None:
    it.event(row, None)
    row[it.last] = None


def _event_is_no_day(it: Customers, row: Row) -> None:
    it.event(row, "demnächst")


def _lacks_a_fact(it: Customers, row: Row) -> None:
    found = it.one(YesNo, Enumeration, Number)
    if found:
        row[found[1]] = None


def _lacks_the_birth(it: Customers, row: Row) -> None:
    for attribute in it.policy.attributes:
        if _is_birth(attribute):
            row[it.columns_of[attribute.name]] = None


def _lacks_everything(it: Customers, row: Row) -> None:
    row.update({column: None for column in it.columns if column != it.key})


def _says_not_stated(it: Customers, row: Row) -> None:
    found = it.one(YesNo, Enumeration)
    if found:
        row[found[1]] = "k. A."


def _has_an_unknown_word(it: Customers, row: Row) -> None:
    found = it.one(Enumeration)
    if found:
        row[found[1]] = "verzogen"


def _has_blanks_around_a_word(it: Customers, row: Row) -> None:
    found = it.one(Enumeration)
    if found and row[found[1]]:
        row[found[1]] = f" {row[found[1]]} "


def _has_the_label(it: Customers, row: Row) -> None:
    _as_label(it, row, lambda label: label)


def _has_capitals(it: Customers, row: Row) -> None:
    _as_label(it, row, str.upper)


def _has_decomposed_umlauts(it: Customers, row: Row) -> None:
    _as_label(it, row, lambda label: unicodedata.normalize("NFD", label))


def _as_label(it: Customers, row: Row, spelt: Callable[[str], str]) -> None:
    found = it.one(Enumeration)
    if found and isinstance(found[0].domain, Enumeration):
        value = it.chance.choice(found[0].domain.values)
        row[found[1]] = spelt(value.label or value.name)


def _says_yes_otherwise(it: Customers, row: Row) -> None:
    found = it.one(YesNo)
    if found:
        yes = row[found[1]] == it.yes
        row[found[1]] = it.chance.choice(("J", "j", "1", "WAHR") if yes else ("N", "n", "0", "No"))


def _says_maybe(it: Customers, row: Row) -> None:
    found = it.one(YesNo)
    if found:
        row[found[1]] = it.chance.choice(("vielleicht", "x", "2", "Ja?"))


def _has_a_number_that_is_none(it: Customers, row: Row) -> None:
    found = it.one(Number)
    if found and isinstance(found[0].domain, Number):
        domain = found[0].domain
        row[found[1]] = it.chance.choice(("12,5", "viele", domain.high + 1, domain.low - 1))


def _is_impossible(it: Customers, row: Row) -> None:
    facts = it.possible(False)
    for attribute in it.policy.attributes if facts else ():
        it.put(row, attribute, facts[attribute.name])


def _has_a_hostile_key(it: Customers, row: Row) -> None:
    number = str(row[it.key])[1:]
    row[it.key] = it.chance.choice((f"=1+{number}", f"-{number}", f'K;"{number}"', f"<b>{number}"))


def _has_umlauts_in_the_key(it: Customers, row: Row) -> None:
    row[it.key] = f"Ä-ß-{row[it.key]}"


def _has_no_team(it: Customers, row: Row) -> None:
    row[it.team] = row[it.officer] = None


AWKWARD: tuple[Callable[[Customers, Row], None], ...] = (
    _born_on_29_february,
    _applied_on_a_friday_before_holidays,
    _last_contact_on_31_january,
    _lacks_a_fact,
    _has_an_unknown_word,
    _is_impossible,
    _has_birthday_today,
    _has_birthday_tomorrow,
    _is_over_66,
    _is_under_15,
    _is_not_born_yet,
    _last_contact_on_29_february,
    _last_contact_today,
    _last_contact_in_the_future,
    _last_contact_long_ago,
    _last_contact_is_no_day,
    _applied_and_had_no_contact_since,
    _will_apply,
    _no_date_at_all,
    _event_is_no_day,
    _lacks_the_birth,
    _lacks_everything,
    _says_not_stated,
    _has_blanks_around_a_word,
    _has_the_label,
    _has_capitals,
    _has_decomposed_umlauts,
    _says_yes_otherwise,
    _says_maybe,
    _has_a_number_that_is_none,
    _has_a_hostile_key,
    _has_umlauts_in_the_key,
    _has_no_team,
)


def _is_birth(attribute: Attribute) -> bool:
    return words.is_age(attribute) and isinstance(attribute.domain, Number)


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return date(day.year - years, 3, 1)


# --- files --------------------------------------------------------------------------------------


def write_csv(path: str, columns: Sequence[str], rows: Iterator[Row], *, german: bool) -> None:
    """A table as the offices' programs write it: `;` and 17.03.2001, or `,` and 2001-03-17."""

    def cell(value: Cell) -> Cell:
        if isinstance(value, date):
            return value.strftime("%d.%m.%Y") if german else value.isoformat()
        return value

    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";" if german else ",")
        writer.writerow(columns)
        writer.writerows([cell(row[column]) for column in columns] for row in rows)


def write_parquet(path: str, columns: Sequence[str], rows: Iterator[Row], dates: set[str]) -> None:
    """Typed columns: what is no date in a column of dates is missing there."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {name: pa.date32() if name in dates else pa.string() for name in columns}
    schema = pa.schema(types)

    def typed(name: str, value: Cell) -> object:
        if types[name] == pa.date32():
            return value if isinstance(value, date) else None
        return None if value is None else str(value)

    with pq.ParquetWriter(path, schema) as writer:
        chunk: list[Row] = []
        for row in rows:
            chunk.append({name: typed(name, row[name]) for name in columns})  # type: ignore[misc]
            if len(chunk) == CHUNK:
                writer.write_table(pa.Table.from_pylist(chunk, schema))
                chunk = []
        writer.write_table(pa.Table.from_pylist(chunk, schema))


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the file; 2 where that is not possible."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("policy", help="a .kpol file")
    parser.add_argument("count", type=int, help="so many customers")
    parser.add_argument("-o", "--output", required=True, help="a .csv or .parquet file")
    parser.add_argument("--day", type=date.fromisoformat, default=date.today(), help="YYYY-MM-DD")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    if given.count < 0:
        parser.error("count is 0 or more")
    suffix = Path(given.output).suffix.lower()
    if suffix not in (".csv", ".parquet"):
        parser.error("the output ends in .csv or .parquet")
    try:
        policy = kontaktdsl.load(given.policy)
        made = Customers(policy, given.day, given.seed)
        rows = made.rows(given.count)
        if suffix == ".csv":
            write_csv(given.output, made.columns, rows, german=policy.model.language == "de")
        else:
            births = {made.columns_of[a.name] for a in policy.attributes if _is_birth(a)}
            write_parquet(given.output, made.columns, rows, {*births, *made.events, made.last})
    except (kontaktdsl.PolicyError, OSError, ValueError, DateError, ModuleNotFoundError) as error:
        print(f"customers.py: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
