"""The fast plan: one customer's facts to a shared `Decision`, in well under a microsecond.

The classes of all facts in mixed radix are the number of a case. A policy of up to `MOST_CASES`
cases keeps one record per number, which holds its decision from the first time on; a `Facts` object
found its record when it was checked. A dict is one key into the decisions made so far, and a key
that holds an unknown name or value never got there. A larger policy keeps a record per set of lines
that hit, which an AND over columns of bitsets finds.

A whole decision depends on nearly all facts, and reading them is what costs. How often alone
depends on few: `Plan.how_often` reads a dict along nested branches (`branches`), made from the
reduced diagram on first use, or goes through the columns where those would be too many.

Everything that is not a complete and valid customer falls through to `Plan.slow`, which finds out
what is wrong and raises a typed error.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from itertools import count
from types import CodeType

from kontaktdsl import model, words
from kontaktdsl.analysis.bitsets import Case
from kontaktdsl.decision import Decision, Fact, Open, Undecided
from kontaktdsl.diagnostics import Text
from kontaktdsl.plan import columns, keys
from kontaktdsl.plan.branches import branches_of
from kontaktdsl.plan.facts import Facts, Reader, field_names
from kontaktdsl.plan.leaves import Leaves
from kontaktdsl.plan.lines import Lines, lines_of
from kontaktdsl.plan.record import facts_class
from kontaktdsl.refusals import ImpossibleFacts, MissingFacts, NoDecision, either
from kontaktdsl.space import Axis
from kontaktdsl.values import Rhythm

__all__ = ["Facts", "Plan"]

MOST_CASES = 65_536
"""More cases than this and the plan works on columns."""

MOST_KNOWN = 65_536
"""Most sets of lines whose answer is kept; then all are forgotten."""

_plans = count(1)

Answer = Decision | Undecided | None
"""What becomes of a case; None if it is impossible."""

Decide = Callable[[Facts | Mapping[str, Fact]], Decision]
HowOften = Callable[[Facts | Mapping[str, Fact]], Rhythm]
Consider = Callable[["Plan", Mapping[str, int]], Decision | Open]


class Plan:
    """A compiled policy; raises TooWide if a condition falls apart into too many boxes."""

    def __init__(self, policy: model.Policy, consider: Consider) -> None:
        """Compile everything that deciding needs; `consider` answers with facts missing."""
        self.policy = policy
        self.lines: Lines = lines_of(policy)
        self.leaves = Leaves(policy)
        self.space = self.lines.space
        self.layout = self.lines.problem.layout
        names = tuple(axis.attribute.name for axis in self.space.axes)
        self.reader = Reader(policy.attributes, names)
        self.fields = field_names(policy.attributes)
        cases = self.lines.problem.cases
        self.records: list[columns.Record] | columns.Records = (
            [columns.Record() for _ in range(cases)]
            if cases <= MOST_CASES
            else columns.Records(MOST_KNOWN)
        )
        self.slot = f"_case_{next(_plans)}"
        self.Facts = facts_class(self)
        self._consider = consider
        self._answers: dict[int, Answer] = {}
        self._interned: dict[Decision, Decision] = {}
        self._rhythms: dict[Rhythm, Rhythm] = {}
        self._tables: list[dict[Hashable, Decision]] = []
        self._found: list[str]
        self._names: dict[str, object]
        self._place: Callable[[object], tuple[dict[Hashable, Decision], Hashable]]
        self.source, self.decide = self._compile()

    # --- the slow, precise path ---------------------------------------------------------------

    def read(self, facts: Facts | Mapping[str, Fact]) -> dict[str, int]:
        """The facts that are given, as integers; raises FactError."""
        if isinstance(facts, Facts):
            return self.reader.read(self.named(facts))
        if not isinstance(facts, Mapping):
            raise TypeError(
                "facts are an object of `policy.Facts` or a mapping of names to values, "
                f"not {type(facts).__name__}"
            )
        return self.reader.read(facts)

    def named(self, facts: Facts) -> dict[str, Fact]:
        """The facts of an object by the policy's own names."""
        return {
            name: value
            for name, field in self.fields.items()
            if (value := getattr(facts, field, None)) is not None
        }

    def case(self, given: Mapping[str, int]) -> Case:
        """The classes of a customer, all of whose facts are given."""
        return tuple(axis.place(given[axis.attribute.name]) for axis in self.space.axes)

    def answer(self, case: Case) -> Answer:
        """The answer for a case, None if it is impossible."""
        rows = self.layout.at(case)
        if rows & self.layout.forbidden:
            return None
        return self.leaf(self.layout.rules_among(rows))

    def checked(self, facts: Facts | Mapping[str, Fact]) -> Case:
        """The case of all facts; raises FactError or MissingFacts."""
        given = self.read(facts)
        missing = self.reader.missing(given)
        if missing:
            raise self.lacking(missing, given)
        return self.case(given)

    def slow(self, facts: Facts | Mapping[str, Fact]) -> Decision:
        """Decide step by step; raises FactError, MissingFacts, ImpossibleFacts or NoDecision."""
        case = self.checked(facts)
        answer = self.answer(case)
        if answer is None:
            raise self.impossible(case)
        if isinstance(answer, Undecided):
            raise NoDecision(answer)
        self.record(case).decision = answer
        if self._tables and type(facts) is dict and len(facts) == len(case):
            with suppress(KeyError, TypeError):
                table, key = self._place(facts)
                if len(table) >= MOST_KNOWN:
                    table.clear()
                table[key] = answer
        return answer

    def slow_rhythm(self, facts: Facts | Mapping[str, Fact]) -> Rhythm:
        """Say how often step by step; raises as `slow`, but not for a torn first step."""
        case = self.checked(facts)
        found: Rhythm | None
        try:
            found = self.slow(facts).rhythm
        except NoDecision as error:
            hits = self.layout.rules_among(self.layout.at(case))
            found = self.leaves.rhythm(hits) if error.undecided.first_step else None
            if found is None:
                raise
        found = self._rhythms.setdefault(found, found)
        self.record(case).rhythm = found
        return found

    def consider(self, facts: Facts | Mapping[str, Fact]) -> Decision | Open:
        """Decide with facts missing; raises FactError, ImpossibleFacts or NoDecision."""
        return self._consider(self, self.read(facts))

    def record(self, case: Case) -> columns.Record:
        """The record of a case."""
        if isinstance(self.records, columns.Records):
            return self.records[self.layout.at(case)]
        number, weight = 0, 1
        for place, size in zip(case, self.space.sizes, strict=True):
            number += place * weight
            weight *= size
        return self.records[number]

    def lacking(self, missing: tuple[str, ...], given: Mapping[str, int]) -> MissingFacts:
        """The error for facts that are missing."""
        text = Text(
            f"{_lack(missing, ('es fehlt', 'es fehlen'))} {either(missing, 'und')}"
            "; `consider` sagt, was noch möglich ist",
            f"{either(missing, 'and')} {_lack(missing, ('is', 'are'))} missing"
            "; `consider` says what is still possible",
        )
        for attribute in self.policy.attributes:
            who = words.who_decides(attribute) if attribute.name in missing else None
            if who is not None:
                text = Text("{text}; {who}: `{name}`", "{text}; {who}: `{name}`").format(
                    text=text, who=who, name=attribute.name
                )
        kept = dict(given)
        return MissingFacts(text, missing, lambda: self._consider(self, kept))

    def impossible(self, case: Case) -> ImpossibleFacts:
        """The error for a case that an `impossible` line forbids."""
        line = self.lines.constraint(case)
        assert line is not None
        return self.forbidden_by(line)

    def excluded(self, given: Mapping[str, int]) -> ImpossibleFacts:
        """The error for facts that leave only impossible cases: the first line that takes part."""
        for box, constraint in self.lines.constraints:
            if all(
                mask >> axis.place(given[axis.attribute.name]) & 1
                for axis, mask in zip(self.space.axes, box, strict=True)
                if axis.attribute.name in given and mask != (1 << len(axis.classes)) - 1
            ):
                return self.forbidden_by(constraint)
        raise AssertionError("no case is left, and no line forbids any")

    def forbidden_by(self, constraint: model.Constraint) -> ImpossibleFacts:
        """The error that names the `impossible` line and its reason."""
        line = self.leaves.cited(constraint)
        reason = line.because or (f"[{line.citation}]" if line.citation else None)
        why = f": {reason}" if reason else ""
        return ImpossibleFacts(
            Text(
                "diese Angaben schließen sich aus: `{when}` (Zeile {line}){why}",
                "these facts exclude each other: `{when}` (line {line}){why}",
            ).format(when=line.when, line=line.line, why=why),
            line,
        )

    def leaf(self, hits: int | None) -> Answer:
        """The one answer for a set of lines that hit; None for an impossible case."""
        if hits is None:
            return None
        found = self._answers.get(hits)
        if found is None:
            found = self.leaves.of(hits)
            if isinstance(found, Decision):
                found = self._interned.setdefault(found, found)
            if len(self._answers) >= MOST_KNOWN:
                self._answers.clear()
                self._interned.clear()
            self._answers[hits] = found
        return found

    # --- generated code -----------------------------------------------------------------------

    def selector(self, names: dict[str, object], read: Callable[[Axis], str]) -> str:
        """An expression for what `records` is asked for; `names` collects what it needs."""
        if isinstance(self.records, columns.Records):
            return columns.rows_hit(self.layout, self.space.axes, names, read)
        return columns.case_number(self.space.axes, names, read)

    def _compile(self) -> tuple[str, Decide]:
        names: dict[str, object] = {"slow": self.slow}
        if isinstance(self.records, columns.Records):
            names["records"] = self.records
            selected = self.selector(names, lambda axis: f"facts[{axis.attribute.name!r}]")
            self._found, part = [f"return records[{selected}]"], ".decision"
            place = ["raise KeyError"]
        else:
            found = keys.key_of(self.space.axes, names, MOST_KNOWN)
            self._tables.extend({} for _ in range(found.tables))
            names.update(tables=self._tables, table=self._tables[0])
            table = f"tables[{found.table}]" if found.tables > 1 else "table"
            self._found, part = [*found.statements, f"return {table}[{found.key}]"], ""
            place = [*found.statements, f"return {table}, {found.key}"]
        self._names = dict(names)
        by_name = [*self._found[:-1], self._found[-1] + part]
        where = f"len(facts) == {len(self.space.axes)}"
        source = "\n".join(
            [
                *self._function("decide", where, by_name, "decision"),
                "def place(facts):",
                *(f"    {line}" for line in place),
                "",
            ]
        )
        self._run(source, names)
        self._place = names["place"]  # type: ignore[assignment]
        decide: Decide = names["decide"]  # type: ignore[assignment]
        decide.__doc__ = Plan.slow.__doc__
        return source, decide

    def _run(self, source: str, names: dict[str, object]) -> None:
        code: CodeType = compile(source, f"<plan of {self.policy.header.id}>", "exec")
        exec(code, names)

    @cached_property
    def how_often(self) -> HowOften:
        """The function for "how often?", compiled on first use."""
        names: dict[str, object] = {**self._names, "slow": self.slow_rhythm}
        found = branches_of(self.policy, self.leaves)
        if found is not None:
            for name, rhythm in found.names.items():
                names[name] = self._rhythms.setdefault(rhythm, rhythm)
            by_name = found.statements
        else:
            by_name = (*self._found[:-1], f"{self._found[-1]}.rhythm")
        least, most = len(self.space.axes), len(self.policy.attributes)
        where = f"len(facts) == {most}" if least == most else f"{least} <= len(facts) <= {most}"
        self._run("\n".join(self._function("how_often", where, by_name, "rhythm")), names)
        how_often: HowOften = names["how_often"]  # type: ignore[assignment]
        how_often.__doc__ = Plan.slow_rhythm.__doc__
        return how_often

    def _function(self, name: str, where: str, by_name: Iterable[str], part: str) -> list[str]:
        """A function of `facts`: a dict by `by_name`, an object by `part` of its record."""
        return [
            f"def {name}(facts):",
            "    try:",
            "        if type(facts) is dict:",
            f"            if {where}:",
            *(f"                {line}" for line in by_name),
            "        else:",
            f"            return facts.{self.slot}.{part}",
            "    except (KeyError, TypeError, AttributeError):",
            "        pass",
            "    return slow(facts)",
        ]


def _lack(missing: tuple[str, ...], words: tuple[str, str]) -> str:
    return words[len(missing) > 1]
