"""What is proposed where, in both languages: by the grammar, and by what the names stand for."""

from __future__ import annotations

import pytest

from kontaktdsl.server.completion import Proposal, completions
from kontaktdsl.syntax.keywords import LANGUAGES, keywords
from tests.server.clients import CURSOR, at_cursor

HEAD = {
    "en": (
        'policy "X"\nattribute age: number 15 to 66\nattribute status "Status": alo "arbeitslos" | asu\n'
        "attribute prognose: nah | fern\nattribute Intensiv: yes or no\nevent Antrag\nevent Ende\n"
        "kinds: Telefon, Gruppe\ndefine U25 as age under 25\n"
        "rules A [1]:\n  - U25 -> monthly\nrules B [2]:\n  - age at least 25 -> weekly\n"
    ),
    "de": (
        'Richtlinie "X"\nMerkmal age: Zahl 15 bis 66\nMerkmal status "Status": alo "arbeitslos" | asu\n'
        "Merkmal prognose: nah | fern\nMerkmal Intensiv: ja oder nein\nEreignis Antrag\nEreignis Ende\n"
        "Kontaktarten: Telefon, Gruppe\nBegriff U25 heißt age unter 25\n"
        "Regeln A [1]:\n  - U25 -> monatlich\nRegeln B [2]:\n  - age mindestens 25 -> wöchentlich\n"
    ),
}


def proposed(line: str, language: str = "en") -> list[Proposal]:
    """What is proposed at the cursor of a line below a policy."""
    analysis, offset = at_cursor(HEAD[language] + line)
    return list(completions(analysis, offset, language))


def labels(line: str, language: str = "en") -> set[str]:
    """The words of it."""
    return {proposal.label for proposal in proposed(line, language)}


@pytest.mark.parametrize(
    ("language", "line", "wanted", "never"),
    [
        ("en", "exception E to ‸", {"A", "B"}, {"U25", "alo", "Antrag"}),
        ("de", "Ausnahme E zu A, ‸", {"B"}, {"A", "U25", "Antrag"}),
        ("en", "of A, ‸", {"B"}, {"A", "U25"}),
        ("en", 'accept gap for ‸', {"A", "B"}, {"U25"}),
        ("en", "accept ‸", {"gap", "conflict"}, {"A", "undecided"}),
        ("en", "U25 -> first within 3 days of ‸", {"Antrag", "Ende"}, {"U25", "alo"}),
        ("de", "U25 -> zuerst am selben Tag wie ‸", {"Antrag", "Ende"}, {"U25", "alo"}),
        ("en", "U25 -> may use ‸", {"Telefon", "Gruppe"}, {"U25", "Antrag"}),
        ("de", "U25 -> nur Telefon oder ‸", {"Gruppe"}, {"Telefon", "U25"}),
        ("en", "U25 -> every 14 ‸", {"days", "weeks", "months"}, {"day", "months of", "monthly"}),
        ("en", "U25 -> every 1 ‸", {"day", "week"}, {"days", "weeks"}),
        ("de", "U25 -> alle 14 ‸", {"Tage", "Wochen", "Arbeitstage"}, {"Tag", "Tagen", "days"}),
        ("de", "U25 -> zuerst innerhalb von 3 ‸", {"Tagen", "Monaten"}, {"Tage", "Monate"}),
        ("en", "status ‸", {"alo", "asu"}, {"nah", "fern", "U25"}),
        ("en", "status in (alo, ‸", {"alo", "asu"}, {"nah", "U25"}),
        ("en", "age ‸", {"under", "at least", "over", "at most"}, {"alo", "monthly"}),
        ("en", "U25 and ‸", {"alo", "nah", "Intensiv", "status", "not"}, {"A", "Telefon"}),
        ("en", "U25 ‸", {"and", "or"}, {"und", "oder"}),
        ("de", "U25 ‸", {"und", "oder"}, {"and", "or"}),
        ("en", "U25 -> ‸", {"monthly", "every", "see", "not regulated", "do"}, {"monatlich", "U25"}),
        ("en", "valid from 2026-01-01 until ‸", {"revoked"}, {"monthly"}),
        ("en", "due dates roll ‸", {"back", "forward", "not"}, {"monthly"}),
        ("en", "intervals are ‸", {"a minimum", "a guide"}, {"monthly"}),
        ("en", "quantity: 3 ‸", {"Intensiv", "U25", "contacts"}, {"alo", "Antrag"}),
        ("en", "attribute neu: ‸", {"yes or no", "number"}, {"alo", "U25"}),
        ("en", "rules R:\n  - ‸", {"U25", "alo", "otherwise"}, {"rules", "A"}),
        ("en", "exception R to A:\n  - ‸", {"U25", "alo"}, {"otherwise"}),
        ("en", "U25 and\n  ‸", {"alo", "nah"}, {"rules", "attribute"}),
        ("en", "U25 -> at le‸", {"at least"}, {"monthly"}),
        ("en", "U25 -> once per calendar ‸", {"calendar week", "calendar quarter"}, {"monthly"}),
        ("en", "U25 -> 3 ‸", {"times per", "to"}, {"monthly", "months", "U25"}),
        ("en", "U25 -> 3 times per ‸", {"month", "calendar quarter"}, {"monthly", "Antrag"}),
        ("en", "U25 -> once per 30 days from ‸", {"Antrag"}, {"U25", "alo"}),
        ("de", "U25 -> 3 ‸", {"mal je", "bis"}, {"monatlich"}),
        ("en", "U25 -> at most 1 ‸", {"Telefon", "Gruppe"}, {"U25", "alo"}),
        ("de", "U25 -> davon mindestens die Hälfte ‸", {"Telefon", "Gruppe"}, {"U25", "alo"}),
        ("en", "U25 -> never 2 ‸", {"Telefon", "in a row"}, {"U25", "alo"}),
        ("en", "age at least 2 ‸", {"and"}, {"Telefon", "alo", "U25"}),
        ("en", "Antrag ‸", {"before", "since"}, {"alo", "U25", "Ende"}),
        ("en", "age on Ende ‸", {"under", "at least"}, {"alo", "U25", "Antrag"}),
        ("en", "status on Ende ‸", {"alo", "asu"}, {"nah", "U25", "Antrag"}),
        ("en", "attribute W: low < medium\nW low to ‸", {"medium"}, {"alo", "U25"}),
        ("de", "Merkmal W: low < medium\nW bei Ende mindestens ‸", {"medium"}, {"alo", "U25"}),
        ("en", "kinds: ‸", set(), {"alo", "U25", "age"}),
        ("en", "replace rules ‸", {"A", "B"}, {"U25", "alo"}),
        ("en", "replace exception E to ‸", {"A", "B"}, {"U25", "alo"}),
        ("de", "gestrichen A, ‸", {"A", "B"}, {"U25", "alo"}),
        ("en", "remove ‸", {"A", "B", "alo"}, {"monthly"}),
        ("en", "remove alo and ‸", {"U25"}, {"A", "B"}),
        ("en", "remove attribute ‸", {"age", "status"}, {"U25", "A", "Antrag"}),
        ("de", "gestrichen Ereignis ‸", {"Antrag", "Ende"}, {"U25", "A"}),
        ("en", "U25 -> once per 30 days ‸", {"from"}, {"of", "after"}),
        ("en", "U25 -> first within 3 days ‸", {"of"}, {"from", "after"}),
        ("en", "U25 -> first at the latest 3 days ‸", {"before", "after"}, {"from", "of"}),
        ("de", "U25 -> zuerst spätestens 3 Tage ‸", {"vor", "nach"}, {"ab"}),
        ("de", "U25 -> 2-mal je 30 Tage ‸", {"ab"}, {"nach"}),
        ("de", 'U25 -> Aufgabe "x" bis zum Ende des ‸', {"Kalendermonats"}, {"Kalenderwoche"}),
        ("de", 'U25 -> Aufgabe "x" bis zum Ende der ‸', {"Kalenderwoche"}, {"Kalendermonat"}),
        ("en", "applies to ‸", {"U25", "alo"}, {"to under"}),
        ("en", "remove define ‸", {"U25"}, {"A", "alo"}),
    ],
)  # fmt: skip
def test_what_fits_and_nothing_else(
    language: str, line: str, wanted: set[str], never: set[str]
) -> None:
    """The words that fit are proposed, and some that do not fit are not."""
    found = labels(line, language)
    assert wanted <= found, sorted(found)
    assert not never & found, sorted(never & found)


TABLE = "table T [3]:\n  | status | age | -> nah | fern |\n"


@pytest.mark.parametrize(
    ("row", "wanted", "never"),
    [
        ("  | ‸", {"alo", "asu", "any", "not"}, {"nah", "U25", "monthly", "Intensiv"}),
        ("  | alo | ‸", {"U25", "under", "at least", "any"}, {"alo", "nah", "monthly"}),
        ("  | alo | U25 -> ‸", {"monthly", "impossible", "not regulated"}, {"U25", "alo"}),
        ("  | alo | U25 -> monthly | ‸", {"monthly", "impossible"}, {"U25", "alo"}),
        ("  | kaputt kaputt | ‸", {"U25"}, {"alo", "monthly"}),
    ],
)
def test_in_a_table_the_column_counts(row: str, wanted: set[str], never: set[str]) -> None:
    """Values of the column's attribute on the left, outcomes on the right, also in a broken row."""
    found = labels(TABLE + row)
    assert wanted <= found, sorted(found)
    assert not never & found, sorted(never & found)


def test_the_head_of_a_table_names_attributes() -> None:
    """Left of the arrow attributes, right of it conditions."""
    assert {"status", "age"} <= labels("table T:\n  | ‸")
    assert "alo" not in labels("table T:\n  | ‸")
    assert "alo" in labels("table T:\n  | age -> ‸")


@pytest.mark.parametrize("language", LANGUAGES)
def test_keywords_are_of_the_language_of_the_document(language: str) -> None:
    """At a hundred places no word of the other language is proposed."""
    other = "en" if language == "de" else "de"
    own = {p for phrases in keywords(language).phrases.values() for p in phrases}
    foreign = {p for phrases in keywords(other).phrases.values() for p in phrases} - own
    text = HEAD[language]
    for offset in range(0, len(text), 3):
        analysis, at = at_cursor(text[:offset] + CURSOR + text[offset:])
        found = {p.label for p in completions(analysis, at, language) if p.kind == "keyword"}
        if analysis.language == language and offset > 20:
            assert not found & foreign, (offset, found & foreign)


def test_what_is_proposed_can_be_read() -> None:
    """At every place behind a blank of a policy each keyword that is proposed goes on being readable."""
    from kontaktdsl.server.lexing import here, prefix

    text = HEAD["en"]
    for offset in [i + 1 for i, letter in enumerate(text) if letter == " "]:
        analysis, at = at_cursor(text[:offset] + CURSOR + text[offset:])
        for proposal in completions(analysis, at, "en"):
            new_line = proposal.text in ("- ", "| ")
            if proposal.kind != "keyword" or proposal.span.start != at or new_line:
                continue
            place = here(analysis.source, at, "en")
            written = analysis.source.text[place.start : at] + proposal.text
            known = prefix(written, place.symbol, "en")
            assert known.at >= len(written.rstrip()), written


def test_the_word_that_is_being_written_is_replaced() -> None:
    """The whole of it, and nothing in front of it."""
    analysis, offset = at_cursor(HEAD["en"] + "U25 and Inte‸")
    (found,) = [p for p in completions(analysis, offset, "en") if p.label == "Intensiv"]
    assert found.span.text == "Inte"
    analysis, offset = at_cursor(HEAD["de"] + "U25 -> 14-t‸")
    (found,) = [p for p in completions(analysis, offset, "de") if p.label == "14-tägig"]
    assert found.span.text == "14-t"


def test_a_new_document_begins_with_a_title_of_either_language() -> None:
    """Nothing is written yet, so the language is still open."""
    analysis, offset = at_cursor("‸")
    found = [p for p in completions(analysis, offset, "de") if p.kind == "snippet"]
    assert {"policy", "Richtlinie"} <= {p.label for p in found}
    assert "id" not in {p.label for p in found}


def test_a_header_line_that_is_there_is_not_proposed_again() -> None:
    """Every header line stands at most once."""
    assert "issuer" in labels("‸")
    analysis, offset = at_cursor(HEAD["en"].replace('"X"\n', '"X"\n  issuer "Y"\n') + "‸")
    assert "issuer" not in {p.label for p in completions(analysis, offset, "en")}


def test_within_texts_only_what_belongs_there(tmp_path) -> None:
    """Files behind `use`, Länder behind `calendar`, titles that `see` has named, else nothing."""
    (tmp_path / "merkmale.kpol").write_text("attribute x: yes or no\n")
    name = str(tmp_path / "a.kpol")
    analysis, offset = at_cursor('policy "X"\nuse "‸', name)
    assert [p.label for p in completions(analysis, offset, "en")] == ["merkmale.kpol"]
    assert "Brandenburg" in labels('calendar "‸')
    assert labels('note "‸') == set()
    assert labels("# U25 and ‸") == set()
    analysis, offset = at_cursor(
        HEAD["en"] + 'alo -> see "Konzept"\nasu -> see "‸'.replace("‸", CURSOR)
    )
    assert [p.label for p in completions(analysis, offset, "en")] == ["Konzept"]


def test_a_proposal_says_what_it_means() -> None:
    """The label, the domain or the definition of a name."""
    found = {p.label: p for p in proposed("U25 and ‸")}
    assert "`age under 25`" in found["U25"].documentation
    assert found["alo"].detail == "arbeitslos"
    assert "`asu`" in found["status"].documentation
