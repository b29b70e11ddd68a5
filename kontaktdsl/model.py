"""The model: a policy with every name resolved and no syntax left.

A condition is over `Attribute` objects and ranges of integers; each part that a message may have to
show keeps the span that it came from.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

import attrs

from kontaktdsl.diagnostics import Text
from kontaktdsl.domains import Domain, Ranges, YesNo
from kontaktdsl.moments import Moment
from kontaktdsl.record import Record, Shown
from kontaktdsl.source import Source, Span
from kontaktdsl.syntax.tree import Choice, Occasion, Roll
from kontaktdsl.values import CalendarUnit, DayOfYear, Outcome, Rhythm, Strength

if TYPE_CHECKING:
    from kontaktdsl.dates import Holidays


@attrs.frozen
class Attribute:
    """A fact about a customer. Equal by name: names are unique in a policy."""

    name: str
    label: str | None = attrs.field(eq=False)
    domain: Domain = attrs.field(eq=False)
    span: Span = attrs.field(eq=False, repr=False)
    derived: Moment | None = attrs.field(default=None, eq=False, repr=False)
    """How days tell its value; None for a fact that only a caller knows."""
    spoken: Text | None = attrs.field(default=None, eq=False, repr=False)
    """The name in both languages where it is made of words of kpol, as `age on Delivery` is."""

    @property
    def shown(self) -> str:
        """The label, or the name where there is none."""
        return self.label or self.name

    @property
    def said(self) -> Text:
        """What people read: words of the policy as they are, those of kpol in their language."""
        own = self.spoken if self.label is None else None
        return own or Text.same(self.shown)

    @property
    def is_assumed(self) -> bool:
        """Whether an example that does not mention it means no."""
        return isinstance(self.domain, YesNo) and self.domain.decided_by is None


@attrs.frozen(eq=False, repr=False)
class Event(Record):
    """Something that happens to a customer on a day."""

    name: str
    label: str | None
    span: Span = attrs.field(eq=False, repr=False)

    @property
    def shown(self) -> str:
        """The label, or the name where there is none."""
        return self.label or self.name


@attrs.frozen(eq=False, repr=False)
class ContactKind(Record):
    """A kind of contact."""

    name: str
    label: str | None
    span: Span = attrs.field(eq=False, repr=False)


@attrs.frozen(eq=False, repr=False)
class Series(Record):
    """Contacts that are counted by themselves: every possible customer has one answer in each.

    `kinds` are the kinds of contact that serve it, none means all; `restarts` names the event from
    which its clock runs anew.  `span` is None for the series that nobody declared.
    """

    name: str
    label: str | None = None
    kinds: tuple[str, ...] = ()
    restarts: str | None = None
    span: Span | None = attrs.field(default=None, eq=False, repr=False)

    @property
    def shown(self) -> str:
        """The label, or the name where there is none."""
        return self.label or self.name


MAIN = Series("main")
"""The series of every line that names none."""


# --- conditions ---------------------------------------------------------------------------------


@attrs.frozen
class In:
    """The attribute has one of these values; `ranges` is in normal form and within its bounds."""

    attribute: Attribute
    ranges: Ranges


@attrs.frozen(eq=False, repr=False)
class Not(Record):
    """The term does not hold."""

    term: Condition


@attrs.frozen(eq=False, repr=False)
class And(Record):
    """All terms hold; no term is always true."""

    terms: tuple[Condition, ...]


@attrs.frozen(eq=False, repr=False)
class Or(Record):
    """At least one term holds; no term is always false."""

    terms: tuple[Condition, ...]


Condition = In | Not | And | Or
TRUE = And(())
FALSE = Or(())


# --- rules --------------------------------------------------------------------------------------


@attrs.frozen(eq=False, repr=False)
class Citation(Record):
    """The place in the directive that a rule encodes."""

    text: str
    span: Span = attrs.field(eq=False, repr=False)


@attrs.frozen(eq=False, repr=False)
class Because(Record):
    """Why a line that the text does not say is there: an interpretation."""

    reason: str
    span: Span = attrs.field(eq=False, repr=False)


@attrs.frozen(eq=False, repr=False)
class Rule(Shown):
    """One line of a policy, or one outcome cell of a table.

    `condition` of an `otherwise` line is TRUE; it holds only where no other line of its block does.
    `citation` and `because` are the line's own, else its block's. `condition_span` is what the
    author wrote as the condition (for a cell: the cells left of it).
    """

    index: int
    block: Block
    condition: Condition
    outcome: Outcome
    otherwise: bool
    citation: Citation | None
    because: Because | None
    span: Span = attrs.field(repr=False)
    condition_span: Span = attrs.field(repr=False)

    @property
    def series(self) -> str:
        """The name of the series that it belongs to: that of its block."""
        return self.block.series


@attrs.define(eq=False, repr=False)
class Block(Shown):
    """Rules that stand together. `name` is None for a line that stands by itself.

    `bases` are the blocks it is an exception to, as declared, `bases_end` the last of their names.
    `rules` is filled once, by the resolver.
    """

    index: int
    name: str | None
    exception: bool
    table: bool
    citation: Citation | None
    because: Because | None
    span: Span = attrs.field(repr=False)
    bases: tuple[Block, ...] = ()
    bases_end: Span | None = attrs.field(default=None, repr=False)
    series: str = MAIN.name
    rules: tuple[Rule, ...] = attrs.field(default=(), repr=False)


@attrs.frozen(eq=False, repr=False)
class Constraint(Shown):
    """`impossible`: no customer satisfies `condition`. A table cell gives one, too.

    Nobody wrote what is `proven`: it follows from the calendar between facts in time.
    """

    condition: Condition
    because: Because | None
    citation: Citation | None
    span: Span = attrs.field(repr=False)
    from_cell: bool = False
    proven: bool = False


@attrs.frozen(eq=False, repr=False)
class Preference(Shown):
    """Of the rules of these blocks that apply, the strictest (or least demanding) rhythm counts."""

    blocks: tuple[Block, ...]
    choice: Choice
    because: Because | None
    span: Span = attrs.field(repr=False)


@attrs.frozen(eq=False, repr=False)
class OccasionRule(Shown):
    """What must or may happen at contacts: parts (duties and kinds) under a condition.

    `series` None is at the contacts of every series.
    """

    occasion: Occasion
    condition: Condition
    outcome: Outcome
    citation: Citation | None
    because: Because | None
    span: Span = attrs.field(repr=False)
    series: str | None = None


@attrs.frozen(eq=False, repr=False)
class Term(Shown):
    """A defined name for a condition."""

    name: str
    label: str | None
    condition: Condition
    span: Span = attrs.field(repr=False)

    @property
    def shown(self) -> str:
        """The label, or the name where there is none."""
        return self.label or self.name


@attrs.frozen(eq=False, repr=False)
class Quantity(Shown):
    """A number that the directive sets: `count` (at least, or exactly) of something per something.

    `of` is the name of a yes/no attribute or definition; None counts contacts.
    """

    at_least: bool
    count: int
    of: str | None
    per: str
    per_label: str | None
    period: CalendarUnit | None
    citation: Citation | None
    because: Because | None
    span: Span = attrs.field(repr=False)


@attrs.frozen(eq=False, repr=False)
class Note(Shown):
    """Words of the directive that nothing can compute."""

    text: str
    citation: Citation | None
    span: Span = attrs.field(repr=False)


@attrs.frozen(eq=False, repr=False)
class Example(Shown):
    """A person and the answer the author expects.

    `facts` are the conditions as written; unmentioned yes/no facts are no, any other unmentioned
    fact must not change the answer. Only the parts written are compared.
    """

    title: str | None
    facts: tuple[Condition, ...]
    outcome: Outcome
    span: Span = attrs.field(repr=False)
    series: str = MAIN.name


@attrs.frozen(eq=False, repr=False)
class EnsureOutcome(Shown):
    """For all possible customers with `condition` the parts of `outcome` are in the answer."""

    condition: Condition
    outcome: Outcome
    because: Because | None
    span: Span = attrs.field(repr=False)
    series: str = MAIN.name


@attrs.frozen(eq=False, repr=False)
class EnsureOneOf(Shown):
    """Every possible customer satisfies exactly one of these conditions (with their words)."""

    conditions: tuple[tuple[Condition, str], ...]
    because: Because | None
    span: Span = attrs.field(repr=False)


@attrs.frozen(eq=False, repr=False)
class EnsureNeverLooser(Shown):
    """For all possible customers in scope the rhythm is the same as that of the policy with the id
    `target`, or stricter.
    """

    target: str
    because: Because | None
    span: Span = attrs.field(repr=False)


Ensure = EnsureOutcome | EnsureOneOf | EnsureNeverLooser


@attrs.frozen(eq=False, repr=False)
class Scope(Shown):
    """`applies to CONDITION`: whom the policy answers; nobody else is owed an answer."""

    condition: Condition
    because: Because | None
    citation: Citation | None
    span: Span = attrs.field(repr=False)


@attrs.frozen(eq=False, repr=False)
class Leeway(Record):
    """One way in which the policy lets a single case deviate from its rule.

    `looser` is the direction, `limit` how far (None: as far as is agreed), `agreement` with whom it
    must be agreed (None: with nobody).
    """

    looser: bool
    limit: Rhythm | None
    agreement: str | None
    span: Span = attrs.field(eq=False, repr=False)


@attrs.frozen(eq=False, repr=False)
class SingleCase(Shown):
    """`in the single case: ...`: every way in which a single case may deviate."""

    leeways: tuple[Leeway, ...]
    because: Because | None
    citation: Citation | None
    span: Span = attrs.field(repr=False)


@attrs.frozen(eq=False, repr=False)
class Accept(Shown):
    """A finding that the author knows and keeps: its code, why, and the last day of it.

    With `blocks` only findings count in which one of these blocks takes part.
    """

    code: str
    code_span: Span = attrs.field(repr=False)
    blocks: tuple[Block, ...]
    because: Because
    until: date | None
    span: Span = attrs.field(repr=False)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Header(Record):
    """What a policy says of itself."""

    title: str
    id: str
    issuer: str | None = None
    issued: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    until_revoked: bool = False
    source: str | None = None
    applies_to: str | None = None
    strength: Strength | None = None
    minimum_for: Condition | None = None
    calendar: str | None = None
    calendar_span: Span | None = attrs.field(default=None, eq=False, repr=False)
    days_off: tuple[DayOfYear, ...] = ()
    days_off_said: tuple[tuple[DayOfYear, Span], ...] = attrs.field(
        default=(), eq=False, repr=False
    )
    roll: Roll = Roll.NOT

    @property
    def holidays(self) -> Holidays:
        """The days on which nobody works; raises UnknownLand if the calendar is no Land."""
        from kontaktdsl.dates import Holidays

        return Holidays(self.calendar, self.days_off)


@attrs.frozen(kw_only=True, eq=False, repr=False, slots=False)
class Policy(Shown):
    """A resolved policy.

    Raises nothing: a policy with errors in its text is not built. `over[b]` is the bitset of the
    blocks (by index) that are exceptions to block number b, transitively. `occasions` holds the
    duties of contacts; `rules` all rules of all blocks, `rules[i].index == i`. `cited` are the
    places of the directive that the lines of the file rest on, also those that stand in a comment
    behind a line (`# [heading]`) because the line itself has no place for one.
    `series` are those in which somebody is answered, in the order in which they are declared (one
    that nobody declared comes first); `kontaktdsl.series` makes a policy of one series of each.
    """

    header: Header
    language: str
    sources: tuple[Source, ...] = attrs.field(repr=False)
    attributes: tuple[Attribute, ...]
    events: tuple[Event, ...]
    kinds: tuple[ContactKind, ...]
    terms: tuple[Term, ...]
    constraints: tuple[Constraint, ...]
    blocks: tuple[Block, ...]
    rules: tuple[Rule, ...] = attrs.field(repr=False)
    over: tuple[int, ...]
    preferences: tuple[Preference, ...]
    occasions: tuple[OccasionRule, ...]
    contact: str | None
    quantities: tuple[Quantity, ...]
    notes: tuple[Note, ...]
    examples: tuple[Example, ...]
    ensures: tuple[Ensure, ...]
    accepts: tuple[Accept, ...] = ()
    cited: tuple[Citation, ...] = ()
    series: tuple[Series, ...] = (MAIN,)
    scope: Scope | None = None
    single_case: SingleCase | None = None

    @property
    def unowed(self) -> tuple[Condition, ...]:
        """The conditions under which nobody is owed an answer: what is impossible, and what is
        outside the scope.

        What is proven between facts is left out: no customer is ever like that.
        """
        outside = () if self.scope is None else (Not(self.scope.condition),)
        said = (each.condition for each in self.constraints if not each.proven)
        return (*said, *outside)

    @cached_property
    def consolidated(self) -> bool:
        """Whether its lines come from several files: a text with its amendments."""
        first = self.sources[0]
        spans = [line.span for line in self.rules]
        spans += [line.span for line in self.occasions]
        spans += [line.span for line in self.constraints if not line.proven]
        return any(span.source is not first for span in spans)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the texts of the policy and of the files it uses, in hexadecimal."""
        sha256 = _sha256()
        texts = (source.text.encode("utf-8", "surrogatepass") for source in self.sources)
        return sha256(b"".join(sorted(sha256(text).digest() for text in texts))).hexdigest()


def _sha256() -> Callable[[bytes], _Digest]:
    """SHA-256 without OpenSSL, whose loading costs as much as a check; hashlib where it is not."""
    for name in ("_sha2", "_sha256"):
        try:
            made: Callable[[bytes], _Digest] = import_module(name).sha256
        except (ImportError, AttributeError):
            continue
        return made
    from hashlib import sha256

    return sha256


class _Digest(Protocol):
    def digest(self) -> bytes: ...

    def hexdigest(self) -> str: ...
