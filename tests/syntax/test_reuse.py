"""A text that is read with the memory of its last version reads as if it were read anew."""

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from kontaktdsl.diagnostics import Diagnostic
from kontaktdsl.source import Source, Span
from kontaktdsl.syntax.parser import parse
from kontaktdsl.syntax.reuse import Memory
from tests.strategies.policies import policies

PIECES = (
    "\n", "\r\n", "\n\n", "# Bemerkung\n", "  # dahinter", " ", "and ", "x", "ä", "\u2028", "🙂", "->", "|",
    "- alo -> monthly\n", "rules Neu:\n", "attribute neu: yes or no\n", "attribute status: a | b\n",
    "status alo", "status in (\n", "table T:\n| age -> |\n| any -> monthly |\n", '"', "“", "\u200b",
    "Richtlinie ", "policy ", "define U25 as age under 20\n", "exception E to B1:\n", ",\n", "[x]",
)  # fmt: skip


def told(value: object, source: Source) -> object:
    """Everything that a tree or a finding holds, with all places, as plain values."""
    if isinstance(value, Span):
        assert value.source is source
        return "span", value.start, value.end
    if isinstance(value, Source):
        return "source"
    if isinstance(value, tuple | list):
        return [told(item, source) for item in value]
    if attrs.has(type(value)):
        names = [field.name for field in attrs.fields(type(value))]
        return [type(value).__name__, *(told(getattr(value, name), source) for name in names)]
    return value


def check(text: str, memory: Memory) -> None:
    """Hold one version against the text read anew."""
    source, other = Source("a.kpol", text), Source("a.kpol", text)
    kept, fresh = parse(source, memory), parse(other)
    assert told(kept.document, source) == told(fresh.document, other)
    for one, two in zip(kept.findings, fresh.findings, strict=True):
        assert isinstance(one, Diagnostic)
        assert told(one, source) == told(two, other)


@settings(max_examples=60)
@given(policies(max_rules=6), st.data())
def test_versions_read_as_if_anew(text: str, data: st.DataObject) -> None:
    """Any sequence of edits, each in the middle of anything."""
    memory = Memory()
    check(text, memory)
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(text)))
        until = min(len(text), at + data.draw(st.sampled_from([0, 0, 0, 1, 1, 5, 40])))
        text = text[:at] + data.draw(st.sampled_from(PIECES)) + text[until:]
        check(text, memory)


def test_a_comment_above_and_behind_a_known_line_is_the_new_one() -> None:
    """The remarks around a line do not belong to what is kept of it."""
    memory = Memory()
    line = "attribute age: number 15 to 66"
    for above, behind in (("", ""), ("# oben\n", ""), ("\n", "  # hinten"), ("# a\n\n# b\n", "")):
        check(f'policy "X"\n{above}{line}{behind}\nage over 20 -> monthly\n', memory)


def test_a_known_line_is_not_read_again(monkeypatch) -> None:
    """The memory is used: no line but the changed one reaches the parser."""
    from kontaktdsl.syntax.machine import Machine

    memory = Memory()
    text = 'policy "X"\nattribute age: number 15 to 66\nage over 20 -> monthly\nage 15 to 20 -> weekly\n'
    parse(Source("a", text), memory)
    read: list[str] = []
    honest = Machine.parse

    def watched(self, source, start, end, symbol):
        read.append(source.text[start:end])
        return honest(self, source, start, end, symbol)

    monkeypatch.setattr(Machine, "parse", watched)
    parse(Source("a", "# oben\n" + text.replace("weekly", "daily")), memory)
    assert read == ["age 15 to 20 -> daily"]


def test_what_a_line_means_beside_others_is_asked_anew() -> None:
    """`status alo` is a pair while `status` is an attribute, and a forgotten `and` once it is one itself."""
    memory = Memory()
    rule = "status alo -> monthly\n"
    for domain in ("alo | asu", "yes or no", "number 1 to 2", "alo | asu", "yes or no"):
        check(f'policy "X"\nattribute status: {domain}\n{rule}', memory)
