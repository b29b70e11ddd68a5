"""Findings are values: what is wrong, for whom, where, and what to paste.

One record serves every picture of it (terminal, plain text, JSON, SARIF).
"""

from enum import Enum

import attrs

from kontaktdsl.record import Record
from kontaktdsl.source import Span


class Severity(Enum):
    """How much a finding weighs: an error or a warning fails a check, a hint does not."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@attrs.frozen(eq=False, repr=False)
class Text(Record):
    """The same words in German and English."""

    de: str
    en: str

    @classmethod
    def same(cls, text: str) -> "Text":
        """Words that belong to the policy and are never translated."""
        return cls(text, text)

    def format(self, **parts: "Text | str | int") -> "Text":
        """Fill `{name}` places; a `Text` fills each language with its own words."""
        return Text(
            self.de.format(**{k: v.de if isinstance(v, Text) else v for k, v in parts.items()}),
            self.en.format(**{k: v.en if isinstance(v, Text) else v for k, v in parts.items()}),
        )

    def into(self, language: str) -> str:
        """The words in `language` ("de" or "en")."""
        return self.de if language == "de" else self.en


def _sentence(text: Text) -> Text:
    """With a capital at the start, where it starts with a letter."""
    return Text(text.de[:1].upper() + text.de[1:], text.en[:1].upper() + text.en[1:])


@attrs.frozen(eq=False, repr=False)
class Kind(Record):
    """All that is always true of one finding: its code, its weight, and how to explain it.

    `bad` is a whole policy that raises this finding and no other, `good` its repaired form; the
    tests run both. `beside` is the text of a directive that goes with both of them, `library` are
    the other policies in their folder, `neighbour` one that differs between `bad` and `good`.
    """

    code: str
    name: Text
    severity: Severity
    headline: Text = attrs.field(converter=_sentence)
    why: Text
    bad: str
    good: str
    beside: str = ""
    neighbour: tuple[str, str] = ("", "")
    library: tuple[str, ...] = ()

    def at(
        self,
        span: Span,
        *,
        label: Text | None = None,
        others: tuple["Label", ...] = (),
        notes: tuple[Text, ...] = (),
        repairs: tuple["Repair", ...] = (),
        regions: tuple["Region", ...] = (),
        more_regions: int = 0,
        **parts: Text | str | int,
    ) -> "Diagnostic":
        """A finding of this kind at a place; `parts` fill the headline."""
        return Diagnostic(
            kind=self,
            headline=_sentence(self.headline.format(**parts)),
            span=span,
            label=label,
            others=others,
            notes=notes,
            repairs=repairs,
            regions=regions,
            more_regions=more_regions,
        )


@attrs.frozen(eq=False, repr=False)
class Label(Record):
    """A place that takes part in a finding, with a word on its part."""

    span: Span
    text: Text | None = None


@attrs.frozen(eq=False, repr=False)
class Region(Record):
    """Who is affected: a box in words, its size, one person of it, and that person as facts.

    `count` of `total` possible cases; None where the count was not computed. `aside` are the
    conditions that only keep other rules out of the way.
    """

    words: Text
    person: Text
    count: int | None = None
    total: int | None = None
    aside: Text | None = None


@attrs.frozen(eq=False, repr=False)
class Edit(Record):
    """Replace the characters of `span` (may be empty) by `text`."""

    span: Span
    text: str


class Safety(Enum):
    """When a machine may apply a repair.

    Unasked, because it changes nothing that could be meant otherwise; on request, because the
    author has to look at it or to write a reason; never, because it is the author's choice.
    """

    SAFE = "safe"
    UNSAFE = "unsafe"
    CHOICE = "choice"


@attrs.frozen(eq=False, repr=False)
class Repair(Record):
    """One way out: `lines` to paste as they stand, a remark, and the edits that do it.

    `lines` may hold `...` where only the author can say what goes there. `edits` do not overlap;
    they are empty where the author has to write more than a reason.
    """

    lines: str
    note: Text
    edits: tuple[Edit, ...] = ()
    safety: Safety = Safety.CHOICE


@attrs.frozen(eq=False, repr=False)
class Diagnostic(Record):
    """One finding."""

    kind: Kind
    headline: Text
    span: Span
    label: Text | None = None
    others: tuple[Label, ...] = ()
    regions: tuple[Region, ...] = ()
    more_regions: int = 0
    notes: tuple[Text, ...] = ()
    repairs: tuple[Repair, ...] = ()

    @property
    def code(self) -> str:
        """The stable code, as in `kpol rule CODE`."""
        return self.kind.code

    @property
    def severity(self) -> Severity:
        """The weight of its kind."""
        return self.kind.severity
