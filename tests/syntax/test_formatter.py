"""The formatter: what it writes reads back as the same tree, and looks as the examples do."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from kontaktdsl.source import Source
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.formatter import (
    format_condition,
    format_document,
    format_outcome,
    format_statement,
)
from kontaktdsl.syntax.formatting.layout import WIDTH
from kontaktdsl.syntax.parser import parse
from tests.strategies.trees import documents

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted([*ROOT.glob("policies/*.kpol"), *ROOT.glob("examples/**/*.kpol")])

thorough = settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

Remarks = tuple[tuple[tree.Comment | tree.Blank, ...], tree.Comment | None]


def read(text: str) -> tree.Document:
    """The tree of a text that holds no mistake."""
    parsed = parse(Source("test.kpol", text))
    assert not parsed.findings, "\n".join([text, *(str(f.headline.en) for f in parsed.findings)])
    return parsed.document


def entries(statements: tuple[tree.Entry, ...]) -> Iterator[tree.Entry]:
    """Every statement, bullet and row, in the order of the text."""
    for entry in statements:
        yield entry
        match entry:
            case tree.Rules(rules=rules) | tree.ExceptionBlock(rules=rules) | tree.At(rules=rules):
                yield from entries(rules)
            case tree.Table(heading=heading, rows=rows):
                yield from entries((*([heading] if heading else []), *rows))


def remarks(document: tree.Document) -> list[Remarks]:
    """The comments and blank lines of every statement, bullet and row, and those at the end."""
    found: list[Remarks] = [(e.leading, e.trailing) for e in entries(document.statements)]
    return [*found, (document.epilogue, None)]


def formatted(text: str, language: str | None = None) -> str:
    """A text without mistakes, formatted."""
    return format_document(read(text), language)


def assert_survives(document: tree.Document, language: str) -> None:
    """Writing and reading changes neither the tree nor its comments, nor does writing again."""
    text = format_document(document, language)
    again = read(text)
    assert again.language == language
    assert again == document, text
    assert remarks(again) == remarks(document), text
    assert format_document(again) == text


@given(documents())
@thorough
def test_a_formatted_tree_reads_back_as_itself(document: tree.Document) -> None:
    """parse(format(tree)) == tree, comments and blank lines included, in both languages."""
    for language in ("de", "en"):
        assert_survives(document, language)


@given(documents())
@thorough
def test_changing_the_language_twice_is_the_identity(document: tree.Document) -> None:
    """German to English to German gives the formatted text again, and the other way round."""
    for language, other in (("de", "en"), ("en", "de")):
        text = format_document(document, language)
        assert formatted(formatted(text, other), language) == text


@given(documents())
@thorough
def test_nothing_trails_and_no_blank_lines_pile_up(document: tree.Document) -> None:
    """No blank before a line end, no two blank lines in a row, one line end at the end."""
    text = format_document(document)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert "\n\n\n" not in text
    assert "\r" not in text
    assert all(line == line.rstrip() for line in text.split("\n"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_policies_survive(path: Path) -> None:
    """Every policy and example of the project keeps its tree and its comments."""
    document = parse(Source(str(path), path.read_text(encoding="utf-8"))).document
    for language in ("de", "en"):
        assert_survives(document, language)


HEAD = {"en": 'policy "P"\n', "de": 'Richtlinie "P"\n'}


def single(text: str, language: str = "en") -> tree.Statement:
    """The only statement below the title."""
    statements = read(HEAD[language] + text).statements
    assert len(statements) == 2
    return statements[1]


def rule(text: str, language: str = "en") -> tree.Rule:
    """A rule that stands by itself."""
    statement = single(text, language)
    assert isinstance(statement, tree.Rule)
    return statement


@pytest.mark.parametrize(
    ("written", "english", "german"),
    [
        ("every 14 days", "every 14 days", "14-tägig"),
        ("every 2 weeks", "every 2 weeks", "alle 2 Wochen"),
        ("every 2 years", "every 2 years", "alle 2 Jahre"),
        ("every 1 month", "monthly", "monatlich"),
        ("every week", "weekly", "wöchentlich"),
        ("half-yearly", "every 6 months", "6-monatlich"),
        ("every 1 year", "yearly", "jährlich"),
        ("every 10 working days", "every 10 working days", "alle 10 Arbeitstage"),
        ("every working day", "every working day", "jeden Arbeitstag"),
        ("at least every 2 months", "at least every 2 months", "mindestens 2-monatlich"),
        ("as a rule every month", "as a rule monthly", "in der Regel monatlich"),
        (
            "once per calendar half-year",
            "once per calendar half-year",
            "einmal je Kalenderhalbjahr",
        ),
        ("3 times per 6 months", "3 times per 6 months", "3-mal je 6 Monate"),
        ("1 time per calendar year", "once per calendar year", "einmal je Kalenderjahr"),
        ("twice a year", "2 times per year", "2-mal je Jahr"),
        ("once per 1 month", "once per month", "einmal je Monat"),
        (
            "once per 30 days after X",
            "once per 30 days from X",
            "einmal je 30 Tage ab X",
        ),
        (
            "at least 4 to 3 times per calendar quarter",
            "at least 3 to 4 times per calendar quarter",
            "mindestens 3 bis 4-mal je Kalendervierteljahr",
        ),
        ("every 3-2 months", "every 2 to 3 months", "alle 2 bis 3 Monate"),
        ("every 2 to 2 months", "every 2 months", "2-monatlich"),
        ("2 to 3-monthly", "every 2 to 3 months", "alle 2 bis 3 Monate"),
        (
            "first within 1 to 3 weeks of X, after 1 to 2 months, once per 2 to 3 months",
            "first within 1 to 3 weeks of X, then after 1 to 2 months, then once per 2 to 3 months",
            "zuerst innerhalb von 1 bis 3 Wochen ab X, dann nach 1 bis 2 Monaten, "
            "dann einmal je 2 bis 3 Monate",
        ),
        ("may use A and B", "may use A or B", "auch A oder B"),
        (
            "first within 3 months of X, after 1 month, every 6 months",
            "first within 3 months of X, then after 1 month, then every 6 months",
            "zuerst innerhalb von 3 Monaten ab X, dann nach 1 Monat, dann 6-monatlich",
        ),
        (
            "first same day as X, do “a” within 1 day of X",
            'first same day as X, do "a" within 1 day of X',
            'zuerst am selben Tag wie X, Aufgabe "a" innerhalb von 1 Tag ab X',
        ),
        ('not regulated „say "a"“', 'not regulated “say "a"”', 'nicht geregelt „say "a"“'),
        ('see «a "b" „c»', 'see «a "b" „c»', 'siehe »a "b" „c«'),
    ],
)
def test_outcomes(written: str, english: str, german: str) -> None:
    """Every outcome has one canonical form in each language."""
    parts = rule(f"U25 -> {written}").parts
    assert format_outcome(parts, "en") == english
    assert format_outcome(parts, "de") == german
    assert rule(f"U25 -> {english}").parts == parts
    assert rule(f"U25 -> {german}", "de").parts == parts


@pytest.mark.parametrize(
    ("written", "english", "german"),
    [
        ("((a)) and (b and c)", "a and b and c", "a und b und c"),
        ("(a and b) or (c)", "(a and b) or c", "(a und b) oder c"),
        ("not (a) and (not b)", "not a and not b", "nicht a und nicht b"),
        ("not (a or b)", "not (a or b)", "nicht (a oder b)"),
        ("not (not a)", "not (not a)", "nicht (nicht a)"),
        ("age <= 24", "age at most 24", "age höchstens 24"),
        ("age = 24", "age 24", "age 24"),
        ("age 15-24", "age 15 to 24", "age 15 bis 24"),
        ("age > 24", "age over 24", "age über 24"),
        ("status = alo", "status alo", "status alo"),
        ("status in (alo,asu)", "status in (alo, asu)", "status in (alo, asu)"),
    ],
)
def test_conditions(written: str, english: str, german: str) -> None:
    """Parentheses stand exactly where they are needed, and symbols come out as words."""
    condition = rule(f"{written} -> monthly").condition
    assert format_condition(condition, "en") == english
    assert format_condition(condition, "de") == german
    assert rule(f"{german} -> monatlich", "de").condition == condition


def test_header_dates_follow_the_language() -> None:
    """German dates in German files, ISO dates in English ones; header fields are indented."""
    english = 'policy "P"\n  issued 2017-06-02\n  valid from 2017-06-26 until revoked\n'
    german = 'Richtlinie "P"\n  Stand 02.06.2017\n  gültig ab 26.06.2017 bis auf Widerruf\n'
    assert formatted(german, "en") == english
    assert formatted(english, "de") == german


def test_arrows_and_citations_of_a_block_are_aligned() -> None:
    """Alignment is per block; lines without an arrow take no part in it."""
    text = """policy "P"
rules A [x]:
  - U25 and alo -> monthly [U25]
  - U25 -> every 2 months [Ü25, 1]
at every contact:
  - do "a"
  - Vermittlung -> do "b"
"""
    assert (
        formatted(text)
        == """policy "P"
rules A [x]:
  - U25 and alo -> monthly        [U25]
  - U25         -> every 2 months [Ü25, 1]
at every contact:
  - do "a"
  - Vermittlung -> do "b"
"""
    )


def test_tables_have_columns() -> None:
    """The widest cell decides the width of its column."""
    text = """Richtlinie "P"
Tabelle T:
|Alter|Status->marktnah|I|
|U25|alo->14-tägig|unmöglich| [c]
||asu->monatlich|6 - monatlich|
"""
    assert (
        formatted(text)
        == """Richtlinie "P"
Tabelle T:
  | Alter | Status -> marktnah  | I           |
  | U25   | alo    -> 14-tägig  | unmöglich   | [c]
  |       | asu    -> monatlich | 6-monatlich |
"""
    )


def test_long_lines_break_where_a_line_may_go_on() -> None:
    """A line of more than 100 characters breaks after `->`, `,`, `and` or `or`."""
    names = " or ".join(f"Merkmal-Nummer-{number}" for number in range(9))
    text = f'policy "P"\n({names}) and alo -> every 2 weeks, do "a", may use Gruppe [c]\n'
    assert (
        formatted(text)
        == """policy "P"
(Merkmal-Nummer-0 or Merkmal-Nummer-1 or Merkmal-Nummer-2 or Merkmal-Nummer-3 or Merkmal-Nummer-4 or
    Merkmal-Nummer-5 or Merkmal-Nummer-6 or Merkmal-Nummer-7 or Merkmal-Nummer-8) and alo ->
    every 2 weeks, do "a", may use Gruppe [c]
"""
    )
    assert all(len(line) <= WIDTH for line in formatted(text).splitlines())


def test_a_reason_never_breaks_a_condition() -> None:
    """Where only the citation or the reason is too long, the condition stays on one line."""
    reason = "wer integriert ist, ist nicht arbeitslos; das steht nicht im Text"
    text = f'policy "P"\nimpossible: alo and I because "{reason}"\n'
    assert formatted(text) == text
    text = f'policy "P"\nalo and I and marktnah ->\n    weekly because "{reason}"\n'
    assert formatted(text) == text


def test_a_table_too_wide_to_read_is_not_padded() -> None:
    """Padding never makes a row so long that it could not be read back."""
    words = "x" * 4_000
    text = f'''policy "P"
table T:
  | a -> b | c |
  | d -> do "{words}" | weekly |
  | e -> weekly | do "{words}" |
'''
    assert formatted(text) == text


def test_facts_keep_their_parentheses() -> None:
    """A fact with `or` is still one fact."""
    text = 'policy "P"\nexample: (alo or asu), not (a and b), age 19 -> monthly\n'
    assert formatted(text) == text


def test_comments_inside_a_continued_line_move_above_it() -> None:
    """Once the line is whole again, its comments stand above it in their order."""
    text = 'policy "P"\n# one\nalo and # two\n# three\n  asu -> monthly # four\n'
    assert formatted(text) == 'policy "P"\n# one\n# two\n# three\nalo and asu -> monthly  # four\n'


def test_comments_stay_with_their_statement() -> None:
    """Comments above and behind a statement are indented with it and never move to another."""
    text = """# top


policy "P"   # title
    # about the id
  id p


#   vocabulary
## twice
#
attribute a : yes or no#why
rules R:   # block
     # first
- a -> monthly # one

# second
- not a -> weekly

# end"""
    assert (
        formatted(text)
        == """# top

policy "P"  # title
  # about the id
  id p

# vocabulary
## twice
#
attribute a : yes or no  # why
rules R:  # block
  # first
  - a     -> monthly  # one

  # second
  - not a -> weekly

# end
"""
    )


def test_one_statement_stands_as_in_a_file() -> None:
    """A statement by itself comes with its bullets, without the comments around it."""
    text = "# above\nexception B to A:  # behind\n  # inside\n  - alo -> weekly\n"
    statement = single(text)
    assert format_statement(statement, "de") == (
        "Ausnahme B zu A:\n  # inside\n  - alo -> wöchentlich"
    )


def test_what_a_word_processor_pastes_comes_out_clean() -> None:
    """Dashes, arrows, bullets and typographic blanks become what the language writes."""
    text = "Richtlinie „P“\nregeln A:\n• alo → 14 – tägig\n– asu → monatlich\n"
    assert formatted(text) == (
        'Richtlinie "P"\nRegeln A:\n  - alo -> 14-tägig\n  - asu -> monatlich\n'
    )
