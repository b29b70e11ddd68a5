"""From text to syntax tree and findings, line by line; nothing that stands in a text raises."""

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import RLock
from typing import Any, TypeVar

import attrs

from kontaktdsl.diagnostics import Diagnostic
from kontaktdsl.source import Source, Span
from kontaktdsl.syntax import grammar, keywords, tree
from kontaktdsl.syntax.building import Builder
from kontaktdsl.syntax.lines import Form, Line, Trivia, lines
from kontaktdsl.syntax.machine import Machine, Refused
from kontaktdsl.syntax.reading import ForeignSource, decode, read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.syntax.reuse import Memory

__all__ = ["Parsed", "decode", "parse", "parse_facts", "parse_header", "read"]

MOST_FINDINGS = 100
"""Findings of one file beyond this number are only counted."""

MOST_UNREADABLE = 10_000
"""Behind this number of unreadable lines the rest of a file is not read."""

HEADER_IDS = ("policy", "id", "issued", "valid-from", "replaces", "amends")
"""The keywords of the lines that tell one version from another."""
_HEADS = (
    *HEADER_IDS, "issuer", "source", "applies-to", "intervals-are", "calendar", "days-off",
    "due-dates-roll",
)  # fmt: skip
"""Those of all lines of a header: behind any other statement it has ended."""

_one_at_a_time = RLock()

E = TypeVar("E", bound=tree.Entry)


@attrs.frozen(eq=False)
class Parsed:
    """The tree of what could be read, and a finding for whatever could not."""

    document: tree.Document
    findings: tuple[Diagnostic, ...]


def parse(source: Source, memory: "Memory | None" = None, language: str | None = None) -> Parsed:
    """The syntax tree of a text and everything in it that could not be read.

    `memory` is that of the same document: lines that it holds are not read again. `language` is
    that of the document, where the text is only a piece of one.
    """
    if "\0" in source.text:
        from kontaktdsl.syntax.mistakes import file

        nothing = tree.Document(source=source, language="de", statements=())
        return Parsed(nothing, (file.binary(source.name),))
    with _one_at_a_time, _no_collection():
        return _Reading(source, language, memory).whole()


def parse_header(source: Source) -> Parsed:
    """What a text says of itself and of time: title, id, issued, valid, replaces, amends.

    Nothing else is read, so that a folder of policies is quickly looked through. The findings are
    about lines of the header that cannot be read.
    """
    if "\0" in source.text:
        return parse(source)
    with _one_at_a_time:
        return _Reading(source).header()


def parse_facts(
    source: Source, language: str
) -> tuple[tuple[tree.Condition, ...], tuple[Diagnostic, ...]]:
    """The facts of one person, as in an example: `age 24, alo, not Absolvent`."""
    with _one_at_a_time:
        return _Reading(source, language).facts()


@contextmanager
def _no_collection() -> Iterator[None]:
    """Trees hold no cycles, and collecting while one grows takes a third of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@cache
def machine(language: str) -> tuple[Machine, Builder]:
    """The parser of one spoken language and the builder that it calls."""
    builder = Builder(language)
    return Machine(language, _tables(), builder), builder


_tables = cache(grammar.tables)


def language_of(text: str, found: list[Line]) -> str:
    """The language of the first keyword that begins a line; English where there is none."""
    for line in found[:1000]:
        if line.form is Form.STATEMENT:
            for language in keywords.LANGUAGES:
                if keywords.statement_at(language, text[line.start : line.start + 80]):
                    return language
    return "en"


def spoken(source: Source) -> str | None:
    """The language that a text is written in; None where there is nothing to tell it by."""
    found, _ = lines(source.text)
    return language_of(source.text, found) if found else None


@attrs.define(eq=False, repr=False)
class _Open:
    """A block whose lines are being read; `head` is None where its head could not be read."""

    head: tree.Block | None
    table: bool
    lines: int = 0
    heading: tree.Heading | None = None
    rules: list[tree.Rule] = attrs.field(factory=list)
    rows: list[tree.Row] = attrs.field(factory=list)


class _Reading:
    """One text while it is being read."""

    def __init__(
        self, source: Source, language: str | None = None, memory: "Memory | None" = None
    ) -> None:
        self.source = source
        self.lines, self.epilogue = lines(source.text)
        self.language = language or language_of(source.text, self.lines)
        self.machine, self.builder = machine(self.language)
        self.statements: list[tree.Statement] = []
        self.findings: list[Diagnostic] = []
        self.more = 0
        self.unreadable = 0
        self.pending: Trivia = ()
        self.block: _Open | None = None
        self.names: set[str] = set()
        self.hidden = _hidden(source.text)
        self.memory = memory
        if memory is not None:
            memory.begin(self.language)

    # --- the whole ------------------------------------------------------------------------------

    def whole(self) -> Parsed:
        from_here = {Form.BULLET: self.bullet, Form.ROW: self.row, Form.STATEMENT: self.statement}
        for line in self.lines:
            if self.unreadable > MOST_UNREADABLE:
                self.lose(line)
            else:
                from_here[line.form](line)
        self.close()
        document = tree.Document(
            source=self.source,
            language=self.language,
            statements=tuple(self.statements),
            epilogue=(*self.pending, *self.epilogue),
        )
        self.look_at_whole(document)
        if not self.findings:
            return Parsed(document, ())
        from kontaktdsl.syntax.mistakes import reserved_word

        return Parsed(document, reserved_word.joined(self.findings))

    def header(self) -> Parsed:
        text = self.source.text
        ended = False
        for line in self.lines:
            if line.form is not Form.STATEMENT:
                continue
            keyword = keywords.statement_at(self.language, text[line.start : line.start + 80])
            if keyword in HEADER_IDS or (keyword is None and not ended):
                self.statement(line)
            ended = ended or (keyword is not None and keyword not in _HEADS)
        made = tree.Document(
            source=self.source, language=self.language, statements=tuple(self.statements)
        )
        return Parsed(made, tuple(self.findings))

    def look_at_whole(self, document: tree.Document) -> None:
        """What only shows in the text as a whole."""
        first = self.statements[0] if self.statements else None
        if not isinstance(first, tree.Title):
            from kontaktdsl.syntax.mistakes import of_text

            for finding in of_text.of_whole(document, bool(self.lines)):
                self.report(finding)
        if isinstance(self.source, ForeignSource) or "\ufffd" in self.source.text:
            from kontaktdsl.syntax.mistakes import encoding

            self.findings.append(encoding.of_source(self.source))
        if self.more:
            from kontaktdsl.syntax.mistakes import bounds

            stopped = self.unreadable > MOST_UNREADABLE
            self.findings[-1] = bounds.and_more(self.findings[-1], self.more, stopped)

    def facts(self) -> tuple[tuple[tree.Condition, ...], tuple[Diagnostic, ...]]:
        facts: tuple[tree.Condition, ...] = ()
        for line in self.lines:
            facts += self.read(line, "facts") or ()
        return facts, tuple(self.findings)

    # --- lines ----------------------------------------------------------------------------------

    def statement(self, line: Line) -> None:
        entry = self.read(line, "statement")
        if entry is None:
            self.after_unreadable(line)
            return
        rule = isinstance(entry, tree.Rule) and entry.amending is None
        if rule and self.lacks_bullet(line, entry):
            assert self.block is not None
            self.block.rules.append(attrs.evolve(entry, bullet=True))
            self.block.lines += 1
            return
        self.close()
        if isinstance(entry, tree.Rules | tree.ExceptionBlock | tree.Table | tree.At):
            self.block = _Open(entry, isinstance(entry, tree.Table))
            return
        if isinstance(entry, tree.Attribute | tree.Define):
            self.learn(entry)
        self.statements.append(entry)

    def learn(self, entry: tree.Attribute | tree.Define) -> None:
        """Names that say something by themselves, so that no value can follow them."""
        domain = entry.domain if isinstance(entry, tree.Attribute) else None
        if isinstance(domain, tree.Enumeration):
            self.names.update(value.name.text for value in domain.values)
            self.names.discard(entry.name.text)
        elif not isinstance(domain, tree.Number):
            self.names.add(entry.name.text)

    def lacks_bullet(self, line: Line, rule: tree.Rule) -> bool:
        """Report a rule without a bullet where only a line of the open block can be meant."""
        block = self.block
        if block is None or block.table:
            return False
        below = block.lines > 0 and line.indented and not line.apart
        if block.lines and not below and not isinstance(rule.condition, tree.Otherwise):
            return False
        from kontaktdsl.syntax.mistakes import missing_bullet

        self.report(missing_bullet.finding(rule.span))
        return True

    def bullet(self, line: Line) -> None:
        block = self.block
        if block is None or block.table:
            from kontaktdsl.syntax.mistakes import stray_bullet

            self.report(stray_bullet.finding(self.source, line, in_table=block is not None))
            self.lose(line)
            return
        block.lines += 1
        rule = self.read(line, "bullet")
        if rule is None:
            return
        if isinstance(rule.condition, tree.Always) and not isinstance(block.head, tree.At):
            if block.head is not None:
                from kontaktdsl.syntax.mistakes import missing_arrow

                self.report(missing_arrow.without_condition(rule))
            self.keep(rule)
            return
        block.rules.append(rule)

    def row(self, line: Line) -> None:
        block = self.block
        if block is None or not block.table:
            from kontaktdsl.syntax.mistakes import stray_row

            self.report(stray_row.finding(self.source, line, in_block=block is not None))
            self.lose(line)
            return
        block.lines += 1
        if block.lines == 1:
            block.heading = self.read(line, "heading")
            return
        row = self.read(line, "row")
        if row is None:
            return
        heading = block.heading
        if heading is not None and (
            len(row.conditions) != len(heading.attributes)
            or len(row.outcomes) != len(heading.columns)
        ):
            from kontaktdsl.syntax.mistakes import cell_count

            self.report(cell_count.finding(row, heading))
            self.keep(row)
            return
        block.rows.append(row)

    def close(self) -> None:
        """The open block ends here."""
        block, self.block = self.block, None
        if block is None:
            return
        if not block.lines and block.head is not None:
            from kontaktdsl.syntax.mistakes import empty_block

            self.report(empty_block.finding(block.head, self.language))
        if isinstance(block.head, tree.Table):
            head: tree.Block = attrs.evolve(
                block.head, heading=block.heading, rows=tuple(block.rows)
            )
        elif block.head is not None:
            head = attrs.evolve(block.head, rules=tuple(block.rules))
        else:
            heading = [block.heading] if block.heading is not None else []
            for entry in (*heading, *block.rows, *block.rules):
                self.keep(entry)
            return
        self.statements.append(head)

    # --- one line -------------------------------------------------------------------------------

    def read(self, line: Line, start: str) -> Any:
        """What the grammar makes of a line; None where it could not be read, which is reported."""
        text = self.source.text[line.start : line.end]
        builder = self.builder
        memory = self.memory
        leading = (*self.pending, *line.leading, *line.inner)
        found: list[Diagnostic]
        if line.too_long or text.count("(") > 100 or self.hidden:
            from kontaktdsl.syntax.mistakes import of_text

            found = of_text.before_reading(self.source, line, MOST_FINDINGS)
            if found:
                return self.unread(line, found)
        if memory is not None:
            entry = memory.recall(self.source, line, text, start, leading, self.names)
            if entry is not None:
                self.pending = ()
                return entry
        builder.read(self.source, line, leading)
        entry = self.machine.parse(self.source, line.start, line.end, start)
        if isinstance(entry, Refused):
            return self.unread(line, self.explain(line, start, entry))
        if builder.mistakes:
            return self.unread(line, self.in_spite_of_grammar(line, start))
        for pair in builder.pairs:
            if isinstance(pair.attribute, tree.Name) and pair.attribute.text in self.names:
                from kontaktdsl.syntax.mistakes import forgotten_and

                return self.unread(line, [forgotten_and.between(pair, self.language)])
        if memory is not None:
            memory.keep(line, text, start, entry, builder.pairs)
        self.pending = ()
        return entry

    def explain(self, line: Line, start: str, refused: Refused) -> list[Diagnostic]:
        """Why a line cannot be read, or nothing where only the number of such lines counts."""
        if len(self.findings) >= MOST_FINDINGS:
            return []
        from kontaktdsl.syntax import mistakes

        bad = mistakes.bad_line(
            self.source,
            self.language,
            Span(self.source, line.start, line.end),
            start,
            refused,
        )
        return mistakes.explain(bad, self.machine, self.builder)

    def in_spite_of_grammar(self, line: Line, start: str) -> list[Diagnostic]:
        """What the builder noticed; the names in a heading may be outcomes in truth."""
        found = self.builder.mistakes
        if start == "heading":
            from kontaktdsl.syntax import mistakes

            span = Span(self.source, line.start, line.end)
            missing = mistakes.without_heading(span, self.machine)
            return found if missing is None else [missing]
        return found

    def unread(self, line: Line, found: list[Diagnostic]) -> None:
        self.unreadable += 1
        self.more += not found
        for finding in found:
            self.report(finding)
        self.lose(line)

    def report(self, finding: Diagnostic) -> None:
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(finding)
        else:
            self.more += 1

    def lose(self, line: Line) -> None:
        """Nothing of the line reaches the tree, but its comments do."""
        self.pending = (*self.pending, *line.leading, *line.comments)

    def keep(self, entry: tree.Entry) -> None:
        """The entry does not reach the tree, but its comments do."""
        self.pending = (*self.pending, *entry.leading, *filter(None, (entry.trailing,)))

    def after_unreadable(self, line: Line) -> None:
        """Bullets and rows below the unreadable head of a block are still read."""
        text = self.source.text[line.start : line.start + 80]
        for language in keywords.LANGUAGES:
            keyword = keywords.head_at(language, text)
            if keyword in keywords.BLOCK_IDS:
                self.close()
                self.block = _Open(None, keyword == "table")
            elif keyword is not None:
                self.close()


_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


def _hidden(text: str) -> bool:
    return _HIDDEN.search(text, 1 if text.startswith("\ufeff") else 0) is not None
