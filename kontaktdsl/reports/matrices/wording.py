"""The words of a grid in one language, the same in every format, and the marks that rules get."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import attrs

from kontaktdsl import conditions, model, words
from kontaktdsl.accounting import line as account_line
from kontaktdsl.analysis.bitsets import Box
from kontaktdsl.cubes import is_no
from kontaktdsl.decision import Cited
from kontaktdsl.plan.leaves import Leaves, Line
from kontaktdsl.reports.lines import visible
from kontaktdsl.reports.matrices import about
from kontaktdsl.reports.matrices.besides import Beside, Topic
from kontaktdsl.reports.matrices.grid import Cell, Grid, Kind, Said, Section
from kontaktdsl.reports.matrices.phrases import SHORT, phrase
from kontaktdsl.space import Axis
from kontaktdsl.syntax.tree import Occasion
from kontaktdsl.values import Every, OnRequest, Strength, Times

_STARS = {Strength.MINIMUM: "*", Strength.GUIDE: "~"}
_PLAIN = (Kind.INTERVAL, Kind.CONFLICT, Kind.ON_REQUEST)
"""What needs no number: it quotes nothing, or stands in the cell in full."""

MARKS = 4
"""So many rules are named in a cell; formats with a list of rules hold them all."""


@attrs.frozen
class Entry:
    """A rule, or a line that makes cases impossible, as the list below a table shows it.

    `key` is an anchor, `mark` what stands in the cell (none for a line that stands in no cell).
    `spoken` is a text in the words of the reader, not of the policy.
    """

    key: str
    mark: str
    cited: Cited
    spoken: bool = False


@attrs.frozen
class Heading:
    """Whom a section is for: what stands out, and what only keeps others out."""

    said: str
    aside: str


@attrs.frozen(slots=False, eq=False)
class Wording:
    """Everything that the formats say of a grid, in one language."""

    grid: Grid
    language: str

    def say(self, key: str, *parts: object) -> str:
        """A fixed phrase."""
        return phrase(key, self.language, *parts)

    # --- axes -----------------------------------------------------------------------------------

    @cached_property
    def heads(self) -> tuple[str, ...]:
        """Over the columns of row labels; never empty."""
        shown = tuple(visible(axis.attribute.said.into(self.language)) for axis in self.grid.down)
        return shown or (self.say("who"),)

    @cached_property
    def across(self) -> str:
        """Over the other columns."""
        axis = self.grid.across
        return (
            self.say("question")
            if axis is None
            else visible(axis.attribute.said.into(self.language))
        )

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Over each column of cells; empty where there is one only, without an attribute."""
        axis = self.grid.across
        if axis is None:
            return ()
        return tuple(self.label(axis, mask) for mask in self.grid.columns)

    def labels(self, where: Box) -> tuple[str, ...]:
        """The labels of a row, one per head."""
        found = tuple(
            self.label(axis, mask) for axis, mask in zip(self.grid.down, where, strict=True)
        )
        return found or (self.say("everyone"),)

    def label(self, axis: Axis, mask: int) -> str:
        """Some classes of an axis: `U25`, `marktnah oder marktfern`, `alle`."""
        if mask == (1 << len(axis.classes)) - 1:
            return self.say("any")
        text = words.ranges(self.grid.policy, axis.attribute, axis.ranges(mask))
        return visible(text.into(self.language)).strip("„“”")

    def headings(self, section: Section) -> tuple[Heading, ...]:
        """One for each box of a section; none where the table is not split."""
        if not self.grid.split:
            return ()
        return tuple(self._heading(self.grid.split, box) for box in section.boxes)

    def _heading(self, axes: Sequence[Axis], box: Box) -> Heading:
        said: list[str] = []
        aside: list[str] = []
        for axis, mask in zip(axes, box, strict=True):
            if mask != (1 << len(axis.classes)) - 1:
                text = words.ranges(self.grid.policy, axis.attribute, axis.ranges(mask))
                told = visible(text.into(self.language))
                (aside if is_no(axis, mask) else said).append(told)
        if not said:
            said = [self.say("standard" if aside else "everyone")]
        return Heading(", ".join(said), ", ".join(aside))

    def heading(self, section: Section) -> str:
        """The headings of a section in one line."""
        each = [f"{h.said} ({h.aside})" if h.aside else h.said for h in self.headings(section)]
        return f"; {self.say('or')} ".join(each)

    @cached_property
    def only(self) -> str:
        """Whom the reader asked for; empty where for all."""
        parts = [
            words.ranges(self.grid.policy, axis.attribute, axis.ranges(mask)).into(self.language)
            for axis, mask in self.grid.only
        ]
        return visible(", ".join(parts))

    # --- cells ----------------------------------------------------------------------------------

    @cached_property
    def shows_strength(self) -> bool:
        """Whether intervals differ in how binding they are, so that each cell has to say it."""
        return len(self._strengths) > 1

    @cached_property
    def _strengths(self) -> dict[str, None]:
        return {
            "" if said.strength is None else words.strength(said.strength).into(self.language): None
            for cell in self.grid.cells
            for said in cell.answers
            if isinstance(said.rhythm, Every | Times)
        }

    @cached_property
    def strength_note(self) -> str:
        """How binding all intervals are; empty if the cells say it, or nobody does."""
        if self.shows_strength or not any(self._strengths):
            return ""
        return self.say("strengths", next(iter(self._strengths)))

    def answer(self, said: Said) -> str:
        """One answer in full: `alle 2 Wochen (Mindestvorgabe)`, `siehe „…“`."""
        text = self.rhythm(said)
        strength = self.strength(said)
        return f"{text} ({strength})" if strength else text

    def rhythm(self, said: Said) -> str:
        """How often, and how often on request: `monatlich, auf Wunsch wöchentlich`."""
        policy = self.grid.policy
        text = visible(words.rhythm(said.rhythm, policy).into(self.language))
        rights = [visible(words.rhythm(right, policy).into(self.language)) for right in said.rights]
        if isinstance(said.rhythm, OnRequest) and rights:
            return " ≠ ".join(rights)
        return ", ".join([text, *([" ≠ ".join(rights)] if rights else [])])

    def strength(self, said: Said) -> str:
        """How binding an answer is, where that differs between cells."""
        if said.strength is None or not self.shows_strength:
            return ""
        return words.strength(said.strength).into(self.language)

    def star(self, said: Said) -> str:
        """The same in one sign, where there is little room."""
        if said.strength is None or not self.shows_strength:
            return ""
        return _STARS[said.strength]

    @cached_property
    def star_note(self) -> str:
        """What the signs mean; empty where there are none."""
        if not self.shows_strength:
            return ""
        return "; ".join(
            f"{sign} {words.strength(how).into(self.language)}" for how, sign in _STARS.items()
        )

    def full(self, cell: Cell) -> str:
        """What stands in a cell, in full."""
        if not cell.answers:
            return self.short(cell)
        joint = f" {self.say('or')} "
        text = joint.join(map(self.answer, cell.answers))
        return f"{self.short(cell)}: {text}" if cell.kind is Kind.CONFLICT else text

    def short(self, cell: Cell) -> str:
        """What stands in a cell, with a number for what is quoted."""
        if cell.kind in (Kind.INTERVAL, Kind.ON_REQUEST):
            return self.rhythm(cell.answers[0])
        text = self.kind(cell.kind)
        if cell.answers and cell.kind is not Kind.CONFLICT:
            return f"{text} ({self.quoted[self._quote(cell)]})"
        return text

    def kind(self, kind: Kind) -> str:
        """The word for what is no interval."""
        return SHORT[kind].into(self.language)

    @cached_property
    def quoted(self) -> dict[str, int]:
        """What cells quote, by number: other directives, reasons, agreements."""
        found: dict[str, int] = {}
        for cell in self.grid.cells:
            if cell.answers and cell.kind not in _PLAIN:
                found.setdefault(self._quote(cell), len(found) + 1)
        return found

    def _quote(self, cell: Cell) -> str:
        return self.rhythm(cell.answers[0])

    def marks(self, cell: Cell) -> list[str]:
        """The rules of a cell by their marks, each once."""
        return list(dict.fromkeys(self.mark(rule) for rule in cell.rules))

    def few_marks(self, cell: Cell) -> list[str]:
        """At most `MARKS` of them, then how many more there are."""
        marks = self.marks(cell)
        more = len(marks) - MARKS
        return marks if more <= 0 else [*marks[:MARKS], f"+{more}"]

    def mark(self, rule: model.Rule) -> str:
        """`A60`: the block's letter and the line."""
        return f"{self.letters[rule.block.index]}{rule.span.line}"

    # --- rules ----------------------------------------------------------------------------------

    @cached_property
    def letters(self) -> dict[int, str]:
        """The letters of the blocks whose rules stand in a cell, in the order of the text."""
        used = {rule.block.index for cell in self.grid.cells for rule in cell.rules}
        return {index: _letter(number) for number, index in enumerate(sorted(used))}

    @cached_property
    def blocks(self) -> tuple[tuple[model.Block, tuple[Entry, ...]], ...]:
        """The blocks and rules that stand in a cell, in the order of the text."""
        used = {rule.index: rule for cell in self.grid.cells for rule in cell.rules}
        found: dict[int, list[Entry]] = {}
        for _, rule in sorted(used.items()):
            entry = Entry(f"r{rule.index}", self.mark(rule), self._cited(rule))
            found.setdefault(rule.block.index, []).append(entry)
        blocks = {block.index: block for block in self.grid.policy.blocks}
        return tuple((blocks[index], tuple(found[index])) for index in sorted(found))

    @cached_property
    def constraints(self) -> tuple[Entry, ...]:
        """The lines that make cells impossible, in the order of the text."""
        used = {id(c) for cell in self.grid.cells for c in cell.constraints}
        return tuple(
            Entry(f"u{number}", "", self._cited(constraint))
            for number, constraint in enumerate(self.grid.policy.constraints)
            if id(constraint) in used
        )

    @cached_property
    def besides(self) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
        """What holds besides "how often?", by topics: each line in words, with its citation."""
        found: dict[Topic, list[Entry]] = {}
        for number, each in enumerate(self.grid.besides.everywhere):
            line = each.line
            known = isinstance(line, model.Rule) and line.block.index in self.letters
            cited = attrs.evolve(self._cited(line), text=self.beside(each))
            mark = self.mark(line) if known and isinstance(line, model.Rule) else ""
            entries = found.setdefault(each.topic, [])
            entries.append(Entry(f"b{number}", mark, cited, spoken=True))
        named = ((self._topic(topic), tuple(entries)) for topic, entries in found.items())
        return tuple((name[:1].upper() + name[1:], entries) for name, entries in named)

    def beside(self, said: Beside, *, alone: bool = False) -> str:
        """`wenn U25: nur vor Ort`; `alone` with its occasion and its citation, too."""
        policy, line = self.grid.policy, said.line
        parts = (words.part(part, policy).into(self.language) for part in said.parts)
        text = ", ".join(parts)
        if said.behind:
            names = ", ".join(self.block_name(block) for block in said.behind)
            text = self.say("except" if len(said.behind) == 1 else "excepts", text, names)
        if said.conditional and isinstance(line, model.Rule) and line.otherwise:
            text = self.say("otherwise", self.block_name(line.block), text)
        elif said.conditional:
            whom = conditions.condition(policy, line.condition, self.language)
            text = self.say("if", whom, text)
        if alone and isinstance(said.topic, Occasion):
            text = f"{self._topic(said.topic)}: {text}"
        if alone and line.citation is not None:
            text = f"{text} [{line.citation.text}]"
        return visible(text)

    def _topic(self, topic: Topic) -> str:
        shown = words.OCCASIONS[topic.value] if isinstance(topic, Occasion) else topic.words
        return shown.into(self.language)

    def keys(self, cell: Cell) -> list[str]:
        """The anchors of what a cell rests on."""
        numbers = {id(c): number for number, c in enumerate(self.grid.policy.constraints)}
        rules = [f"r{rule.index}" for rule in cell.rules]
        return rules + [f"u{numbers[id(c)]}" for c in cell.constraints]

    @cached_property
    def _leaves(self) -> Leaves:
        return Leaves(self.grid.policy)

    def _cited(self, line: Line) -> Cited:
        return self._leaves.cited(line)

    def block(self, block: model.Block) -> str:
        """`Folgekontakt [Folgekontakt]`; a rule by itself by its line."""
        citation = f" [{block.citation.text}]" if block.citation else ""
        return self.block_name(block) + visible(citation)

    def block_name(self, block: model.Block) -> str:
        """`Folgekontakt`, `Zeile 12`."""
        return visible(block.name or self.say("line", block.span.line))

    # --- about the policy -----------------------------------------------------------------------

    @cached_property
    def title(self) -> str:
        """The policy's title."""
        return visible(self.grid.policy.header.title)

    @cached_property
    def account(self) -> str:
        """How many cases of how many have an answer."""
        return account_line(self.grid.account).into(self.language)

    @cached_property
    def about(self) -> tuple[tuple[str, str], ...]:
        """What the policy says of itself, as terms and values; the account and the digest last."""
        own = about.entries(self.grid.policy, self.language)
        last = ("account", self.account), ("digest", self.grid.policy.digest)
        return (*own, *((self.say(key), visible(value)) for key, value in last))

    @property
    def bounds(self) -> tuple[tuple[str, str], ...]:
        """Of that, whom it is for, and what no cell says of it."""
        return about.bounds(self.grid.policy, self.language)

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """Every interpretation of the policy."""
        return tuple(self._readings())

    def _readings(self) -> Iterator[Reading]:
        from kontaktdsl.reports.record import readings

        for reading in readings(self.grid.policy):
            yield Reading(
                reading["line"],
                visible(reading["text"]),
                visible(reading["reason"]),
                visible(reading["citation"] or ""),
            )


@attrs.frozen
class Reading:
    """A line with its reason."""

    line: int
    text: str
    reason: str
    citation: str


def _letter(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
