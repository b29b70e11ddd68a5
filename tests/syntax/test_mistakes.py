"""Every mistake is found at its smallest place, in the reader's words, with a way out."""

import re

import pytest

from kontaktdsl.diagnostics import Diagnostic, Kind, Text
from kontaktdsl.source import Source
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.mistakes import KINDS
from kontaktdsl.syntax.parser import MOST_FINDINGS, parse, parse_facts

EXAMPLES = [kind for kind in KINDS if kind.bad]
HEAD = {"en": 'policy "P"\n', "de": 'Richtlinie "P"\n'}


def findings(text: str) -> tuple[Diagnostic, ...]:
    """The findings of a whole text, each of them well formed."""
    source = Source("test.kpol", text)
    found = parse(source).findings
    for finding in found:
        assert_well_formed(finding, source)
    return found


def texts(finding: Diagnostic) -> list[Text]:
    """Everything that a finding says."""
    labels = [label.text for label in finding.others if label.text]
    notes = [repair.note for repair in finding.repairs]
    own = [finding.label] if finding.label else []
    return [finding.headline, *own, *labels, *finding.notes, *notes]


def assert_well_formed(finding: Diagnostic, source: Source) -> None:
    """Both languages, no question, no jargon, places inside the text."""
    for text in texts(finding):
        assert text.de
        assert text.en
        for words in (text.de, text.en):
            plain = re.sub(r"`[^`]*`|„[^“]*“|“[^”]*”", "", words)
            assert "?" not in plain
            assert not re.search(r"token|unexpected|syntax|parse|None|\{", plain, re.IGNORECASE)
    assert finding.headline.de != finding.headline.en
    for span in (finding.span, *(label.span for label in finding.others)):
        assert span.source is source or finding.code == "binary-file"
        assert 0 <= span.start <= span.end <= len(source.text)


def repaired(text: str, finding: Diagnostic, number: int) -> str:
    """The text with the edits of one repair."""
    for edit in sorted(finding.repairs[number].edits, key=lambda edit: -edit.span.start):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


@pytest.mark.parametrize("kind", EXAMPLES, ids=lambda kind: kind.code)
def test_the_bad_example_raises_exactly_its_code(kind: Kind) -> None:
    """And the good one nothing."""
    assert [finding.code for finding in findings(kind.bad)] == [kind.code]
    assert findings(kind.good) == ()


@pytest.mark.parametrize("kind", EXAMPLES, ids=lambda kind: kind.code)
def test_a_repair_that_can_be_done_does_it(kind: Kind) -> None:
    """After the edits of any repair that has some, the finding is gone."""
    (finding,) = findings(kind.bad)
    for number, repair in enumerate(finding.repairs):
        if repair.edits:
            assert findings(repaired(kind.bad, finding, number)) == ()


ENGLISH = [
    # code, line, place
    ("unknown-word", "rule A:", "rule"),
    ("unknown-word", "exceptions A to B:", "exceptions"),
    ("unknown-word", 'applys to "x"', "applys to"),
    ("unknown-word", 'issuerr "x"', "issuerr"),
    ("unknown-word", "U25 an alo -> monthly", "an"),
    ("unknown-word", "U25 -> montly", "montly"),
    ("unknown-word", 'U25 -> no contact reqired "x"', "no contact reqired"),
    ("unknown-word", "due dates roll backwards", "backwards"),
    ("unknown-word", "serves: x", "serves"),
    ("forgotten-and", "U25 alo marktnah -> monthly", "alo marktnah"),
    ("forgotten-and", "U25 (alo or Z) -> monthly", "U25 ("),
    ("forgotten-and", "status not alo -> monthly", "status not"),
    ("forgotten-and", "status not in (alo, Z) -> monthly", "status not"),
    ("mixed-and-or", "a and b or c -> monthly", "or"),
    ("mixed-and-or", "a and (b or c and d) -> monthly", "and"),
    ("mixed-and-or", "define X as a or b and c", "and"),
    ("reserved-word", "attribute or: yes or no", "or"),
    ("reserved-word", "event Woche", "Woche"),
    ("reserved-word", "define nicht as age 5", "nicht"),
    ("reserved-word", "attribute x: a | und", "und"),
    ("other-language", "U25 -> alle 14 Tage", "alle 14 Tage"),
    ("other-language", "U25 -> 14 - tägig", "14 - tägig"),
    ("other-language", "U25 und alo -> monthly", "und"),
    ("other-language", "sonst -> monthly", "sonst"),
    ("other-language", "Regeln A:", "Regeln"),
    ("other-language", "beim Erstkontakt:", "beim Erstkontakt"),
    ("other-language", "exception A zu B:", "zu"),
    ("stray-bullet", "- U25 -> monthly", "-"),
    ("stray-row", "| U25 | alo -> monthly |", "|"),
    ("missing-colon", "rules A", ""),
    ("missing-colon", "kinds persönlich", "persönlich"),
    ("missing-colon", 'example "x" age 5 -> monthly', "age"),
    ("missing-arrow", "U25 and alo", ""),
    ("missing-arrow", "U25 monthly", "monthly"),
    ("missing-arrow", "U25 and alo every 2 weeks", "every"),
    ("missing-arrow", "monthly", "monthly"),
    ("missing-outcome", "U25 ->", "->"),
    ("missing-outcome", 'U25 -> because "x"', "->"),
    ("missing-quotes", "U25 -> do check profiling [x]", "check profiling"),
    ("missing-quotes", "U25 -> see Konzept zur Betreuung", "Konzept zur Betreuung"),
    ("missing-quotes", "issuer Jobcenter Dahme", "Jobcenter Dahme"),
    ("missing-quotes", "attribute age Alter: number 15 to 66", "Alter"),
    ("unclosed", 'U25 -> see "x', '"'),
    ("unclosed", "U25 -> see „x", "„"),
    ("unclosed", "U25 -> monthly [x", "["),
    ("unclosed", "(U25 and alo -> monthly", "("),
    ("unclosed", "U25 and alo) -> monthly", ")"),
    ("several-rhythms", "U25 -> monthly, every 2 weeks", "every 2 weeks"),
    ("two-arrows", "U25 -> monthly -> weekly", "->"),
    ("arithmetic", "age + 1 under 5 -> monthly", "age + 1"),
    ("arithmetic", "age * 2 -> monthly", "age * 2"),
    ("bad-date", "issued 31.02.2017", "31.02.2017"),
    ("bad-date", "issued 2017-13-01", "2017-13-01"),
    ("bad-date", "days off are also 24.12. and 31.02.", "31.02."),
    ("bad-date", "days off are also 24.12.2026", "24.12.2026"),
    ("bad-date", "days off are also Christmas", "Christmas"),
    ("bad-date", "issued 2017/08/22", "2017/08/22"),
    ("zero-length", "U25 -> every 0 days", "0"),
    ("zero-length", "U25 -> first within 0 weeks of X", "0"),
    ("number-too-large", "U25 -> every 14000 days", "14000"),
    ("number-too-large", f"age {'9' * 5000} -> monthly", "9" * 5000),
    ("number-form", "U25 -> every two weeks", "two"),
    ("number-form", "U25 -> every 1.5 months", "1.5"),
    ("number-form", "U25 -> fortnightly", "fortnightly"),
    ("number-form", "U25 -> three times per year", "three"),
    ("number-form", "U25 -> thrice per year", "thrice"),
    ("zero-length", "U25 -> 0 times per year", "0"),
    ("zero-length", "U25 -> every 0 to 2 months", "0"),
    ("step-order", "U25 -> every 6 months, then after 2 months", "then after 2 months"),
    ("pause-limit", 'U25 -> paused "x", at most 3 weeks', "at most 3 weeks"),
    ("pause-limit", 'U25 -> paused "x", at most 3 working days, monthly', "at most 3 working days"),
    ("pause-limit", 'U25 -> monthly, paused "x" , at most 1 year', "at most 1 year"),
    ("number-form", "U25 -> monthly, never two Telefon in a row", "two"),
    ("number-form", "U25 -> monthly, at most three Telefon or Brief", "three"),
    ("step-order", "U25 -> after 2 months, first same day as X", "first same day as X"),
    ("not-understood", "U25 -> 3 times per quarter", "quarter"),
    ("unknown-unit", "U25 -> every 14 apples", "apples"),
    ("unknown-unit", "U25 -> every 14 dayz", "dayz"),
    ("ambiguous-word", "U25 -> bi-weekly", "bi-weekly"),
    ("ambiguous-word", "U25 -> biannually", "biannually"),
    ("programming", "if U25 then monthly", "if"),
    ("programming", "U25 && alo -> monthly", "&&"),
    ("programming", "a || b -> monthly", "||"),
    ("programming", "age == 5 -> monthly", "=="),
    ("programming", "age != 5 -> monthly", "!="),
    ("missing-attribute", "U25 and under 30 -> monthly", "under 30"),
    ("said-twice", "U25 -> monthly [a] [b]", "[b]"),
    ("dangling", "U25 -> only persönlich or", "or"),
    ("hidden-character", "U\u200b25 -> monthly", "\u200b"),
    ("hidden-character", 'note "\u202ex"', "\u202e"),
    ("too-deep", f"{'(' * 101}a{')' * 101} -> monthly", "("),
    ("not-understood", "U25 -> monthly weekly", "weekly"),
    ("not-understood", "U25 -> may use", ""),
    ("not-understood", 'id "x"', '"x"'),
]

GERMAN = [
    ("pause-limit", 'U25 -> ruht "x", höchstens 3 Wochen', "höchstens 3 Wochen"),
    ("pause-limit", 'U25 -> monatlich, ruht "x", höchstens 3 Arbeitstage', "höchstens 3 Arbeitstage"),
    ("number-form", "U25 -> monatlich, nie zweimal hintereinander Telefon", "zweimal"),
    ("unknown-word", "Regel A:", "Regel"),
    ("unknown-word", "Ausnahmen A zu B:", "Ausnahmen"),
    ("unknown-word", "U25 unt alo -> monatlich", "unt"),
    ("unknown-word", "U25 -> monatich", "monatich"),
    ("unknown-word", "U25 -> mind. alle 3 Monate", "mind."),
    ("forgotten-and", "U25 alo marktnah -> monatlich", "alo marktnah"),
    ("mixed-and-or", "a und b oder c -> monatlich", "oder"),
    ("reserved-word", "Merkmal every: ja oder nein", "every"),
    ("other-language", "U25 -> every 2 weeks", "every 2 weeks"),
    ("other-language", "otherwise -> monatlich", "otherwise"),
    ("other-language", 'U25 -> zuerst within 3 days of X', "within 3 days of"),
    ("missing-colon", "Tabelle A", ""),
    ("missing-quotes", "U25 -> Aufgabe Profiling prüfen", "Profiling prüfen"),
    ("bad-date", "Stand 30.02.2017", "30.02.2017"),
    ("bad-date", "arbeitsfrei ist auch 0.12.", "0.12."),
    ("number-form", "U25 -> alle drei Monate", "drei"),
    ("number-form", "U25 -> dreimal je Jahr", "dreimal"),
    ("number-form", "U25 -> zweimonatlich", "zweimonatlich"),
    ("number-form", "U25 -> alle 1,5 Monate", "1,5"),
    ("ambiguous-word", "U25 -> halbmonatlich", "halbmonatlich"),
    ("unknown-unit", "U25 -> alle 3 Mondphasen", "Mondphasen"),
    ("programming", "wenn U25 dann monatlich", "wenn"),
    ("missing-arrow", "U25 14-tägig", "14-tägig"),
    ("not-understood", "U25 -> nicht geregelt", ""),
]  # fmt: skip


@pytest.mark.parametrize(("code", "line", "place"), ENGLISH, ids=lambda word: str(word)[:40])
def test_an_english_line(code: str, line: str, place: str) -> None:
    """One line, one finding, at the smallest place that is wrong."""
    (finding,) = findings(f"{HEAD['en']}{line}\n")
    assert (finding.code, finding.span.text) == (code, place)
    assert finding.span.line == 2


@pytest.mark.parametrize(
    ("code", "line", "place"),
    GERMAN,
    ids=lambda word: str(word)[:40],
)
def test_a_german_line(code: str, line: str, place: str) -> None:
    """The same in German."""
    (finding,) = findings(f"{HEAD['de']}{line}\n")
    assert (finding.code, finding.span.text) == (code, place)


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ("a and b or c -> monthly", ["(a and b) or c -> monthly", "a and (b or c) -> monthly"]),
        (
            "a or b and c or d -> monthly",
            ["a or (b and c) or d -> monthly", "(a or b) and (c or d) -> monthly"],
        ),
        ("U25 -> alle 14 Tage", ["U25 -> every 14 days"]),
        ("U25 -> 14-tägig", ["U25 -> every 14 days"]),
        ("U25 -> zuerst innerhalb von 1 Monat ab X", ["U25 -> first within 1 month of X"]),
        ("U25 -> biweekly", ["U25 -> every 2 weeks", "U25 -> every 3 days"]),
        ("U25 -> every two weeks", ["U25 -> every 2 weeks"]),
        ("a b c -> monthly", ["a b and c -> monthly", "a b or c -> monthly"]),
        (
            "status not alo -> monthly",
            ["not status alo -> monthly", "status and not alo -> monthly"],
        ),
        ("regel A:", ["rules A:"]),
        ("U25 monthly", ["U25 -> monthly"]),
        ("monthly", ["... -> monthly"]),
    ],
)
def test_the_ways_out(line: str, lines: list[str]) -> None:
    """What is offered can be pasted as it stands."""
    (finding,) = findings(f"{HEAD['en']}{line}\n")
    assert [repair.lines for repair in finding.repairs] == lines


def test_a_german_repair_is_inflected() -> None:
    """Suggestions speak the language of the file, with its cases."""
    (finding,) = findings(f"{HEAD['de']}U25 -> first within 3 months of X\n")
    assert finding.repairs[0].lines == "U25 -> zuerst innerhalb von 3 Monaten ab X"


def test_the_last_resort_says_what_can_stand() -> None:
    """In the reader's words, in both languages."""
    (finding,) = findings(f"{HEAD['en']}U25 -> monthly weekly\n")
    (note,) = finding.notes
    assert note.en == (
        "behind `monthly` can stand: a comma, a citation `[...]`, `because`, `for` or the end of the line"
    )
    assert note.de == (
        "hinter `monthly` kann stehen: ein Komma, eine Fundstelle `[...]`, `because`, `for` "
        "oder das Ende der Zeile"
    )


TABLE = HEAD["en"] + "table A:\n  | a | b -> c | d |\n"


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        ("| x | - -> monthly | weekly |", ["dash-cell"]),
        ("| x | y -> - | – |", ["dash-cell", "dash-cell"]),
        ("| x | y -> montly | every 2 moons |", ["unknown-word", "unknown-unit"]),
        ("| x | y -> monthly |", ["cell-count"]),
        ("| x | y -> monthly | weekly | daily |", ["cell-count"]),
        ("| x | y | monthly | weekly |", ["table-without-arrow"]),
        ("| x -> y -> monthly | weekly |", ["two-arrows"]),
        ("- x -> monthly", ["stray-bullet"]),
        ("| x y z | u v -> monthly, weekly | every 0 days |",
         ["forgotten-and", "several-rhythms", "zero-length"]),
    ],
)  # fmt: skip
def test_every_cell_of_a_row_speaks_for_itself(row: str, codes: list[str]) -> None:
    """All mistakes of a row are reported."""
    assert [finding.code for finding in findings(f"{TABLE}  {row}\n")] == codes


def test_cells_may_be_empty_or_lack_their_last_bar() -> None:
    """An empty cell is for the resolver to judge; the bar at the end of a row may be missing."""
    (_, table) = parse(
        Source("x", TABLE + "  | | y -> | weekly |\n  | x | -> a | b [c]\n")
    ).document.statements
    assert isinstance(table, tree.Table)
    first = table.rows[0]
    assert [cell.condition is None for cell in first.conditions] == [True, False]
    assert [len(cell.parts) for cell in first.outcomes] == [0, 1]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["empty-file"]),
        ("\ufeff\n  \n", ["empty-file"]),
        ("# only this\n", ["only-comments"]),
        ("rules A:\n  - x -> monthly\n", ["no-title"]),
        ('id p\npolicy "P"\n', ["no-title"]),
        ("attribute x: yes or no\n", []),
        ('policy "P"\nrules A:\n', ["empty-block"]),
        ('policy "P"\nrules A:\nx -> monthly\n', ["missing-bullet"]),
        ('policy "P"\nrules A:\n  - x -> monthly\n  y -> weekly\n', ["missing-bullet"]),
        ('policy "P"\nrules A:\n  - x -> monthly\notherwise -> weekly\n', ["missing-bullet"]),
        ('policy "P"\nrules A:\n  - x -> monthly\ny -> weekly\n', []),
        ('policy "P"\nrules A:\n  - monthly\n', ["missing-arrow"]),
        ('policy "P"\nat every contact:\n  - do "x"\n', []),
        ('policy "P"\ntable A:\n  | x -> monthly |\n', ["table-without-heading"]),
        ('policy "P"\nattribute f: yes or no\nf g -> monthly\n', ["forgotten-and"]),
        ('policy "P"\nattribute f: a | b\nf a -> monthly\n', []),
        ('policy "P"\nU25 alo Z -> montly\nid "x"\n', ["forgotten-and", "not-understood"]),
    ],
)  # fmt: skip
def test_whole_texts(text: str, codes: list[str]) -> None:
    """What only shows in the text as a whole."""
    assert [finding.code for finding in findings(text)] == codes


def test_findings_beyond_a_hundred_are_counted() -> None:
    """The last one that is shown says how many more there are."""
    found = findings(HEAD["en"] + "a b c -> monthly\n" * 250)
    assert len(found) == MOST_FINDINGS
    assert found[-1].notes[-1].en == "and 150 more places in this file"


@pytest.mark.parametrize(
    ("text", "language", "count", "codes"),
    [
        ("age 24, alo, not Absolvent", "en", 3, []),
        ("Alter 24 und alo", "de", 2, []),
        ("age 24 alo", "en", 0, ["forgotten-and"]),
        ("age 24, alo -> monthly", "en", 0, ["not-understood"]),
        ("Alter 24, not alo", "de", 0, ["other-language"]),
        ("", "en", 0, []),
    ],
)
def test_facts_of_one_person(text: str, language: str, count: int, codes: list[str]) -> None:
    """As in an example: conditions with commas or `and` between them."""
    facts, found = parse_facts(Source("facts", text), language)
    assert (len(facts), [finding.code for finding in found]) == (count, codes)


@pytest.mark.parametrize(
    ("line", "german", "english"),
    [
        (
            "U25 -> on request see",
            "ein Abstand wie `monthly` oder",
            "an interval like `monthly` or",
        ),
        ("U25 -> at most", "", ""),
        ("U25 -> as a rule do", "", ""),
        ("in the single case: looser up to see", "ein Abstand wie `monthly`", "or `every 2 weeks`"),
    ],
)
def test_what_is_refused_is_not_named_as_what_can_stand(
    line: str, german: str, english: str
) -> None:
    """Where only intervals can stand, nothing else is proposed."""
    (finding,) = findings('policy "X"\n' + line + "\n")
    for note in finding.notes:
        assert german in note.de
        assert english in note.en
    refused = finding.span.text
    assert not any(f"`{refused}`" in note.en.partition(":")[2] for note in finding.notes)


@pytest.mark.parametrize(
    ("language", "line", "word", "mended"),
    [
        ("en", 'a -> no contact required because "x"', "because", 'a -> no contact required "x"'),
        ("en", 'a -> not regulated because "x" [1]', "because", 'a -> not regulated "x" [1]'),
        ("de", 'a -> kein Kontakt nötig weil "x"', "weil", 'a -> kein Kontakt nötig "x"'),
    ],
)
def test_a_word_before_the_reason_is_one_too_many(
    language: str, line: str, word: str, mended: str
) -> None:
    """`because` is no text that lacks its quotation marks."""
    (found,) = findings(HEAD[language] + line + "\n")
    assert found.kind.code == "not-understood"
    assert found.headline.en == f"`{word}` does not fit here"
    assert [repair.lines for repair in found.repairs] == [mended]
    assert not findings(HEAD[language] + mended + "\n")


@pytest.mark.parametrize("words", [("or", "any"), ("or",), ("Woche", "seit")])
def test_a_keyword_used_as_a_name_is_told_once(words: tuple[str, ...]) -> None:
    """Another name mends every place; the further ones stand with the first."""
    text = 'policy "x"\nattribute age: number 0 to 9\n'
    lines = [
        line
        for word in words
        for line in (
            f"attribute {word}: yes or no",
            f"{word} and age 1 -> monthly",
            f"age 2 and ({word} or not {word}) -> monthly",
        )
    ]
    found = parse(Source("x.kpol", text + "\n".join(lines))).findings
    own = [each for each in found if each.code == "reserved-word"]
    declared = [lines.index(f"attribute {word}: yes or no") + 3 for word in words]
    assert [each.span.line for each in own] == declared
    assert len({each.headline for each in own}) == len(own)
    for each in own:
        places = [each.span, *(other.span for other in each.others)]
        assert [place.start for place in places] == sorted({place.start for place in places})
        assert {place.text for place in places} == {each.span.text}


LIMITS = {
    "en": (
        "",
        "for",
        "up to",
        "for up to",
        "for at most",
        "max.",
        "maximal",
        ", for",
        ", up to",
        ",",
    ),
    "de": ("", "für", "bis zu", "für maximal", "längstens", ", bis zu", ", maximal", ",", "bis"),
}
PAUSES = {
    "en": ("U25 -> paused {text}", "at most", ("3 weeks", "1 month", "10 working days")),
    "de": ("U25 -> ruht {text}", "höchstens", ("3 Wochen", "1 Monat", "10 Arbeitstage")),
}


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("end", ["", " [§ 1]", ', {do} "y"', " {why} {text}"])
def test_a_limit_of_a_pause_in_other_words(language: str, end: str) -> None:
    """Whatever stands before the length, the line to paste is the one that is meant."""
    start, most, lengths = PAUSES[language]
    words = {"do": {"de": "Aufgabe", "en": "do"}[language], "text": '"x"'}
    words["why"] = {"de": "weil", "en": "because"}[language]
    start, end = start.format(**words), end.format(**words)
    for length in lengths:
        meant = f"{start} {most} {length}{end}"
        assert findings(f"{HEAD[language]}{meant}\n") == ()
        for word in LIMITS[language]:
            gap = "" if word.startswith(",") else " "
            line = f"{start}{gap}{word}{' ' if word else ''}{length}{end}"
            (finding,) = findings(f"{HEAD[language]}{line}\n")
            (repair,) = finding.repairs
            assert (finding.code, repair.lines) == ("pause-limit", meant), line
            assert finding.headline.into(language).startswith(f"`{finding.span.text}`")


LEEWAYS = {
    "en": ("in the single case: ", "looser", "up to", "every 3 months",
           ("at most every 3 months", "up to 3 months", "up to at most every 3 months",
            "to every 3 months", "max. 3 months", "3 months")),
    "de": ("im Einzelfall: ", "lockerer", "bis", "alle 3 Monate",
           ("bis zu alle 3 Monate", "höchstens alle 3 Monate", "bis höchstens alle 3 Monate",
            "bis 3 Monate", "bis zu 3 Monate", "maximal alle 3 Monate", "3 Monate")),
}  # fmt: skip


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_limit_of_a_single_case_in_other_words(language: str) -> None:
    """The line to paste is read without a finding."""
    start, looser, upto, interval, slips = LEEWAYS[language]
    stricter, by = {"de": ("strenger", "mit"), "en": ("stricter", "with")}[language]
    for before in ("", f"{stricter}, "):
        for after in ("", f' {by} "TL"', f", {stricter}"):
            meant = f"{start}{before}{looser} {upto} {interval}{after}"
            assert findings(f"{HEAD[language]}{meant}\n") == ()
            for slip in slips:
                text = f"{start}{before}{looser} {slip}{after}"
                (finding,) = findings(f"{HEAD[language]}{text}\n")
                (repair,) = finding.repairs
                assert (finding.code, repair.lines) == ("leeway-limit", meant), text


@pytest.mark.parametrize(
    "line", ['U25 -> paused "x" at least 3 weeks', 'U25 -> paused "x" until 2026-01-01',
             'U25 -> paused "x" for 3 apples', "in the single case: looser at least every 3 months"]
)  # fmt: skip
def test_what_is_no_limit_is_left_alone(line: str) -> None:
    (finding,) = findings(f"{HEAD['en']}{line}\n")
    assert finding.code not in ("pause-limit", "leeway-limit")
