"""What pastes in from Word and PDF is understood, with columns and texts as they are."""

import unicodedata

import pytest

from kontaktdsl.source import Source
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.parser import Parsed, parse
from kontaktdsl.values import Length, Unit
from tests.syntax.samples import FULL

HEAD = {"en": 'policy "P"\n', "de": 'Richtlinie "P"\n'}


def read(text: str, language: str = "en") -> Parsed:
    """A text below a title."""
    return parse(Source("test.kpol", HEAD[language] + text))


def rule(text: str, language: str = "en") -> tree.Rule:
    """A line that has to be a rule without any finding."""
    parsed = read(text, language)
    assert not parsed.findings, [finding.headline.en for finding in parsed.findings]
    entry = parsed.document.statements[1]
    assert isinstance(entry, tree.Rule)
    return entry


def test_the_full_sample_says_the_same_in_both_languages() -> None:
    """Every construct has its words in both languages and one tree."""
    english, german = (parse(Source(name, FULL[name])) for name in ("en", "de"))
    assert not english.findings
    assert not german.findings
    assert (english.document.language, german.document.language) == ("en", "de")
    assert english.document == german.document


@pytest.mark.parametrize("name", ["nichtmarktnah", "notiz", "orange", "und-so", "ab.1", "inland"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_a_word_that_begins_like_a_keyword_is_a_name(name: str, language: str) -> None:
    """`nichtmarktnah` is no `nicht marktnah`, `notiz` no `not iz`."""
    outcome = {"en": "monthly", "de": "monatlich"}[language]
    condition = rule(f"{name} -> {outcome}", language).condition
    assert isinstance(condition, tree.Word)
    assert condition.name.text == name


def test_an_arrow_needs_no_blanks() -> None:
    """`alo->monthly` is not a name that ends in a hyphen."""
    assert rule("alo->monthly") == rule("alo -> monthly")
    assert rule("alo–>monthly") == rule("alo → monthly") == rule("alo => monthly")


@pytest.mark.parametrize(
    "written",
    ["14-tägig", "14 - tägig", "14–tägig", "14\u2011tägig", "14-ta\u0308gig", "alle 14\u00a0Tage",
     "Alle 14 Tage", "alle\u200914\u202fTage", "14-täglich"],
)  # fmt: skip
def test_fourteen_days_are_fourteen_days(written: str) -> None:
    """Hyphens, dashes and blanks of a word processor do not matter."""
    (part,) = rule(f"alo -> {written}", "de").parts
    assert isinstance(part, tree.Every)
    assert part.length == Length(14, Unit.DAY)
    assert part.span.text == written


@pytest.mark.parametrize(
    ("written", "count", "unit"),
    [
        ("daily", 1, Unit.DAY), ("weekly", 1, Unit.WEEK), ("monthly", 1, Unit.MONTH),
        ("quarterly", 3, Unit.MONTH), ("half-yearly", 6, Unit.MONTH), ("yearly", 1, Unit.YEAR),
        ("annually", 1, Unit.YEAR), ("every week", 1, Unit.WEEK), ("every 1 month", 1, Unit.MONTH),
        ("every 10 working days", 10, Unit.WORKING_DAY), ("6-monthly", 6, Unit.MONTH),
    ],
)  # fmt: skip
def test_rhythms_in_english(written: str, count: int, unit: Unit) -> None:
    """A rhythm is a number and a unit, however it is written."""
    (part,) = rule(f"alo -> {written}").parts
    assert isinstance(part, tree.Every)
    assert part.length == Length(count, unit)


@pytest.mark.parametrize(
    ("written", "count", "unit"),
    [
        ("täglich", 1, Unit.DAY), ("wöchentlich", 1, Unit.WEEK), ("monatlich", 1, Unit.MONTH),
        ("vierteljährlich", 3, Unit.MONTH), ("halbjährlich", 6, Unit.MONTH),
        ("jährlich", 1, Unit.YEAR), ("2-monatlich", 2, Unit.MONTH), ("jede Woche", 1, Unit.WEEK),
        ("jeden Monat", 1, Unit.MONTH), ("alle 10 Arbeitstage", 10, Unit.WORKING_DAY),
    ],
)  # fmt: skip
def test_rhythms_in_german(written: str, count: int, unit: Unit) -> None:
    """The same in German, inflected or not."""
    (part,) = rule(f"alo -> {written}", "de").parts
    assert isinstance(part, tree.Every)
    assert part.length == Length(count, unit)


@pytest.mark.parametrize(
    "quoted",
    ['"a, b"', "„a, b“", "„a, b”", '„a, b"', "“a, b”", "«a, b»", "»a, b«"],
)
def test_quotation_marks_of_many_countries(quoted: str) -> None:
    """Whatever marks a word processor puts, the text between them is the text."""
    (part,) = rule(f"alo -> see {quoted}").parts
    assert part == rule('alo -> see "a, b"').parts[0]


def test_a_text_is_never_changed() -> None:
    """Marks, dashes, blanks and a `#` inside a text stay as they are."""
    text = "14 - tägig – „so“ # kein\u00a0Kommentar -> \u00fc u\u0308"
    (part,) = rule(f'alo -> see "{text}"').parts
    assert isinstance(part, tree.See)
    assert isinstance(part.target, tree.Quoted)
    assert part.target.text == text


def test_names_are_composed_and_their_places_are_not() -> None:
    """NFD letters are one name with NFC letters; columns count what stands in the file."""
    apart = unicodedata.normalize("NFD", "Ü25")
    parsed = read(f"{apart} and über -> monthly")
    (finding,) = parsed.findings
    assert finding.code == "other-language"
    assert finding.span.column == len(apart) + len(" and ") + 1
    condition = rule(f"{apart} -> monthly").condition
    assert isinstance(condition, tree.Word)
    assert condition.name.text == "Ü25"
    assert condition.name.span.text == apart


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_the_mark_at_the_beginning(end: str, mark: str) -> None:
    """Every kind of line end counts lines; a byte order mark is nothing."""
    text = mark + end.join(['policy "P"', "", "\tU25 alo Z -> monthly", ""])
    parsed = parse(Source("test", text))
    (finding,) = parsed.findings
    assert (finding.span.line, finding.span.column, finding.span.text) == (3, 6, "alo Z")
    assert parse(Source("test", mark + end.join(FULL["en"].split("\n")))).document == (
        parse(Source("test", FULL["en"])).document
    )


@pytest.mark.parametrize("first", ["Otherwise", "otherwise"])
def test_a_capital_at_the_start_is_nothing(first: str) -> None:
    """Word processors put a capital at the start of a line."""
    text = f"Rules A:\n• U25 -> monthly\n* {first} -> yearly\n"
    block = read(text).document.statements[1]
    assert isinstance(block, tree.Rules)
    assert isinstance(block.rules[1].condition, tree.Otherwise)


def test_the_first_keyword_decides_the_language() -> None:
    """A vocabulary file has no title; comments before the first keyword say nothing."""
    for text, language in (
        ("# policy\nMerkmal x: ja oder nein\n", "de"),
        ("attribute x: yes or no\n", "en"),
        ("gilt für alle\nattribute x: yes or no\n", "de"),
    ):
        assert parse(Source("test", text)).document.language == language


@pytest.mark.parametrize("written", ["< 25", "under 25"])
def test_comparisons_may_be_signs(written: str) -> None:
    """Signs are read, too."""
    assert rule(f"age {written} -> monthly") == rule("age under 25 -> monthly")


def test_parentheses_leave_no_trace_but_their_meaning() -> None:
    """A conjunction inside a conjunction is one conjunction."""
    assert rule("(a and b) and (c) -> monthly") == rule("a and b and c -> monthly")
    assert rule("(a and b) or c -> monthly") != rule("a and (b or c) -> monthly")
