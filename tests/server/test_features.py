"""Each feature over a document, without a server."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from kontaktdsl.mending.asked import Refused
from kontaktdsl.mending.edits import applied
from kontaktdsl.server import (
    diagnostics,
    folding,
    formatting,
    hints,
    hover,
    navigation,
    renaming,
    selection,
    signature,
    symbols,
    tokens,
    trying,
)
from kontaktdsl.server.names import Names
from kontaktdsl.server.session import Session
from kontaktdsl.server.workspace import Workspace
from kontaktdsl.syntax.keywords import keywords
from kontaktdsl.syntax.parser import parse
from tests.server.clients import POLICIES, ROOT, analysed, at_cursor

HEAD = (
    'policy "X"\nattribute age: number 15 to 66\nattribute status: alo "arbeitslos" | asu\n'
    "attribute Intensiv: yes or no\nevent Antrag\ndefine U25 as age under 25\n"
)
WHOLE = HEAD + (
    "rules Basis [2]:\n  - U25 -> monthly [2, 1]\n  - age at least 25 -> every 3 months\n"
    "exception Eng to Basis [3]:\n  - Intensiv and alo -> weekly\n"
    "U25 and asu -> first same day as Antrag [4]\n"
    'example "Jana": age 19, alo -> monthly\nensure: Intensiv and alo -> weekly\n'
)


# --- findings -------------------------------------------------------------------------------------


def test_a_finding_says_who_how_many_and_for_example() -> None:
    """The same words as in the terminal, in either language, whatever the document speaks."""
    analysis = analysed(WHOLE.replace("  - age at least 25 -> every 3 months\n", ""))
    for language, words in (("de", "2 von 8 möglichen Fällen"), ("en", "of 8 possible cases")):
        shown = next(
            s for s in diagnostics.diagnostics(analysis, language) if s.finding.code == "gap"
        )
        assert words.split(" von ")[-1] in shown.message
        assert {"de": "zum Beispiel:", "en": "for example:"}[language] in shown.message


def test_a_finding_in_a_used_file_stands_at_the_line_use(tmp_path) -> None:
    """With the true place beside it."""
    (tmp_path / "m.kpol").write_text("attribute x yes or no\n")
    name = str(tmp_path / "a.kpol")
    analysis = analysed('policy "X"\nuse "m.kpol"\nattribute y: yes or no\ny -> monthly\n', name)
    found = [
        s for s in diagnostics.diagnostics(analysis, "en") if s.finding.code == "missing-colon"
    ]
    (shown,) = found
    assert shown.span.text == '"m.kpol"'
    assert shown.message.startswith("in m.kpol: ")
    assert shown.related[0].span.source.name.endswith("m.kpol")


def test_what_can_go_is_marked_as_unnecessary() -> None:
    """A line that never applies is shown faded, a gap is not."""
    analysis = analysed(WHOLE + "alo and asu -> weekly [5]\n")
    by_code = {s.finding.code: s.unnecessary for s in diagnostics.diagnostics(analysis, "en")}
    assert by_code["never-applies"]


def test_the_severities_of_the_project_hold(tmp_path) -> None:
    """As in `kpol check`: what the settings weigh otherwise, and what they switch off."""
    from kontaktdsl.diagnostics import Severity

    (tmp_path / "kpol.toml").write_text('[severity]\ngap = "warning"\nno-example = "off"\n')
    name = str(tmp_path / "a.kpol")
    workspace = Workspace()
    workspace.open(name, "file://" + name, HEAD + "U25 and alo -> monthly [1]\n", 1)
    analysis = Session(workspace).whole(name)
    assert analysis is not None
    found = {f.code: analysis.severity(f) for f in analysis.findings}
    assert found["gap"] is Severity.WARNING
    assert "no-example" not in found


# --- reading --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marked", "parts"),
    [
        ("define U‸25", ["**U25** (definition)", "`age under 25`"]),
        ("rules Ba‸sis", ["**Basis** (block)", "2 lines", "decides", "behind: `Eng`", "[2]"]),
        ("exception Eng to Ba‸sis", ["**Basis** (block)"]),
        ("- U25 ‸-> monthly", ["ecides", "for example", "citation: \\[2, 1\\]".replace("\\", "")]),
        ("Intensiv and a‸lo", ["**alo** (value of `status`): arbeitslos"]),
        ("[2,‸ 1]", ["citation", "[2, 1]"]),
        ("poli‸cy", ["title", "`policy ‹title›`"]),
    ],
)
def test_hover(marked: str, parts: list[str]) -> None:
    """What a place means."""
    before, _, after = marked.partition("‸")
    at = WHOLE.index(before + after)
    analysis = analysed(WHOLE)
    found = hover.hover(analysis, at + len(before), "en")
    assert found is not None
    for part in parts:
        assert part in found.text, found.text


def test_hover_shows_what_the_directive_says(tmp_path) -> None:
    """Where the text of the directive lies beside the policy, the cited passage is shown."""
    (tmp_path / "a.txt").write_text("Abschnitt 2\n\nUnder 25 contact is monthly.\n")
    name = str(tmp_path / "a.kpol")
    analysis, offset = at_cursor(HEAD + "age 15 to 66 -> monthly [Ab‸schnitt 2]\n", name)
    found = hover.hover(analysis, offset, "en")
    assert found is not None
    assert "> Under 25 contact is monthly." in found.text


def test_texts_of_a_policy_are_no_markup() -> None:
    """A label cannot draw a heading or a link."""
    analysis, offset = at_cursor(
        'policy "X"\nattribute a "# [x](y) *z* <b>": yes or no\na or not ‸a -> monthly\n'
    )
    found = hover.hover(analysis, offset, "en")
    assert found is not None
    assert "\\# \\[x\\](y) \\*z\\* \\<b\\>" in found.text


def test_hints_count_like_brute_force() -> None:
    """How many of all persons a line decides for, counted one by one."""
    from kontaktdsl.evaluator import evaluate

    analysis = analysed(WHOLE)
    policy = analysis.policy
    assert policy is not None
    assert analysis.context is not None
    asked = analysis.context.how_often
    persons = [asked.space.facts(case) for case in asked.space.cases()]
    persons = [{"Intensiv": 0, "status": 0, "age": 15, **person} for person in persons]
    verdicts = [evaluate(policy, person) for person in persons]
    total = sum(v.possible for v in verdicts)
    for rule in asked.rules:
        decided = sum(v.possible and rule in v.counting for v in verdicts)
        assert analysis.share((rule,)) == (decided, total)
        for block, count in analysis.overriding((rule,)):
            beaten = sum(
                v.possible
                and any(r is rule and any(b.block is block for b in by) for r, by in v.overridden)
                for v in verdicts
            )
            assert count == beaten
    shown = [hint.text for hint in hints.hints(analysis, 1, 99, "en")]
    assert shown[0] == "decides 3 of 8; overridden by Eng in 1"
    assert shown[-1].startswith("first contact for ")


def test_signature_help_follows_what_is_written() -> None:
    """The place that is next is marked."""
    for line, active in (
        ("valid from ‸", 0),
        ("valid from 2026-01-01 ‸", 1),
        ("valid from 2026-01-01 until ‸", 1),
        ("attribute x‸", 0),
        ("attribute x: ‸", 1),
        ("define Jung as ‸", 1),
        ("exception E ‸", 1),
        ("exception E to ‸", 1),
    ):
        analysis, offset = at_cursor(HEAD + line + "\n")
        found = signature.signature(analysis, offset, "en")
        assert found is not None, line
        assert found.active == active, (line, found)
        start, end, _ = found.places[found.active]
        assert found.label[start:end].startswith("‹")
    analysis, offset = at_cursor(HEAD + "# valid from ‸\n")
    assert signature.signature(analysis, offset, "en") is None


# --- moving ---------------------------------------------------------------------------------------


def test_values_belong_to_their_attribute() -> None:
    """The same word as the value of two attributes is two things."""
    text = 'policy "X"\nattribute a: x | y\nattribute b: x | z\na ‸x and b x -> monthly\n'
    analysis, offset = at_cursor(text)
    lit = [use.span.text for use in navigation.highlights(analysis, offset)]
    assert len(lit) == 2
    span = navigation.definition(analysis, offset)
    assert span is not None
    assert span.line == 2


def test_in_a_column_the_heading_says_whose_value_it_is() -> None:
    """A bare value in a cell is that of the column."""
    text = (
        'policy "X"\nattribute a: x | y\nattribute b: x | z\n'
        "table T [1]:\n  | b -> |\n  | ‸x -> monthly |\n  | z -> weekly |\n"
    )
    analysis, offset = at_cursor(text)
    span = navigation.definition(analysis, offset)
    assert span is not None
    assert span.line == 3


def test_every_name_that_resolves_has_a_declaration() -> None:
    """On the real policies: the names of the tree against what the resolver made of them."""
    from kontaktdsl.mending.edits import names as all_names

    for path in POLICIES:
        analysis = analysed(path.read_text("utf-8"), str(path))
        known = {(use.span.start, use.span.end) for use in analysis.names.uses}
        every = {
            (name.span.start, name.span.end) for name in all_names(analysis.document.statements)
        }
        assert every == known


def several(tmp_path, **texts: str) -> tuple[Session, dict[str, str]]:
    """A workspace with some open documents, by their stems."""
    workspace = Workspace()
    paths = {}
    for stem, text in texts.items():
        path = str(tmp_path / f"{stem}.kpol")
        (tmp_path / f"{stem}.kpol").write_text(text)
        workspace.open(path, f"file://{path}", text, 1)
        paths[stem] = path
    return Session(workspace), paths


def test_rename_across_files_and_what_it_refuses(tmp_path) -> None:
    """From the declaration and from a use, in all that use it and in nothing else."""
    session, paths = several(
        tmp_path,
        words="attribute status: alo | asu\ndefine Ganz as status in (alo, asu)\n",
        one='policy "1"\nuse "words.kpol"\nstatus alo -> monthly [1]\nasu -> weekly [1]\n',
        two='policy "2"\nuse "words.kpol"\nattribute x: yes or no\nGanz -> monthly [1]\nx -> weekly [1]\n',
        other='policy "3"\nattribute status: alo | asu\nalo or asu -> monthly [1]\n',
    )
    one = session.whole(paths["one"])
    assert one is not None
    offset = one.source.text.index("alo")
    others = list(session.names_around(one))
    edits = renaming.rename(one, offset, "arbeitslos", others)
    touched = {edit.span.source.name for edit in edits}
    assert touched == {paths["one"], paths["words"]}
    for edit in edits:
        assert edit.span.text == "alo"
    words = session.whole(paths["words"])
    assert words is not None
    again = renaming.rename(words, words.source.text.index("alo"), "arbeitslos", others)
    assert {(e.span.source.name, e.span.start) for e in again} == {
        (e.span.source.name, e.span.start) for e in edits
    }
    with pytest.raises(Refused) as refused:
        renaming.rename(words, words.source.text.index("Ganz"), "x", others)
    assert "two.kpol" in refused.value.text.en
    with pytest.raises(Refused, match="keyword"):
        renaming.rename(words, words.source.text.index("Ganz"), "monthly", others)


def test_rename_keeps_the_meaning_of_a_real_policy() -> None:
    """Each name once: the renamed policy has the same findings and gives the same answers."""
    from kontaktdsl.changes import compare
    from kontaktdsl.project import loads

    text = POLICIES[1].read_text("utf-8")
    analysis = analysed(text)
    old = loads(text).model
    seen = set()
    for use in analysis.names.uses:
        if use.symbol in seen:
            continue
        seen.add(use.symbol)
        edits = renaming.rename(analysis, use.span.start, "Zz9", [])
        new = applied(analysis.source, edits).text
        assert not parse(type(analysis.source)("", new)).findings
        if use.symbol.role.value in ("definition", "block"):
            assert not compare(old, loads(new).model).changed


def test_outline_and_search() -> None:
    """What there is to find in a document, and by a few letters in all of them."""
    analysis = analysed(WHOLE)
    items = {item.name: item for item in symbols.outline(analysis)}
    assert [inner.name for inner in items["status"].inner] == ["alo", "asu"]
    assert [inner.name for inner in items["Basis"].inner] == ["U25", "age at least 25"]
    assert items["Eng"].detail == "exception to Basis"
    for item in symbols.outline(analysis):
        assert item.span.start <= item.name_span.start <= item.name_span.end <= item.span.end
        for inner in item.inner:
            assert item.span.start <= inner.span.start <= inner.span.end <= item.span.end
    found = [item.name for item in symbols.search("inv", [analysis.names])]
    assert found == ["Intensiv"]


def test_the_outline_has_scope_single_case_and_what_an_amendment_does() -> None:
    """Bounds stand there as they are written; what is written anew or removed says so."""
    beyond = ROOT / "examples" / "beyond"
    for stem, wanted in (
        (
            "municipal-fire-inspection",
            {
                "applies to inside and not plant_brigade [1.1]": "",
                "never looser than fire-inspection-act [1.3]": "ensure",
                'in the single case: stricter, looser up to every 6 months with "head of fire pr…': "",
            },
        ),
        (
            "fahrzeuge-2024",
            {
                "Privat": "replace rules",
                "Taxiverkehr": "exception to Gewerbe",
                'remove example "nie vorgeführt"': "",
                "gewerblich and not Bestand -> every 12 months": "remove ensure",
            },
        ),
        ("fahrzeuge-2020-aufschub", {"neuer Pkw": "neu gefasst Beispiel"}),
    ):
        path = beyond / f"{stem}.kpol"
        analysis = analysed(path.read_text("utf-8"), str(path))
        items = {item.name: item.detail for item in symbols.outline(analysis)}
        assert wanted.items() <= items.items(), items


def test_folds_hold_blocks_the_header_and_sections() -> None:
    """Every block from its head to its last line; none crosses another."""
    text = POLICIES[1].read_text("utf-8")
    analysis = analysed(text)
    folds = folding.folds(analysis.document)
    lines = text.splitlines()
    starts = {lines[fold.first - 1].split()[0] for fold in folds}
    assert {"Richtlinie", "Merkmal", "Tabelle", "Regeln", "Ausnahme", "#", "beim"} <= starts
    for one in folds:
        for other in folds:
            if one.first < other.first <= one.last:
                assert other.last <= one.last, (one, other)


def test_selection_grows_from_the_name_to_the_document() -> None:
    """Each step holds the one before."""
    analysis, offset = at_cursor(WHOLE.replace("Intensiv and alo -> w", "Intensiv and a‸lo -> w"))
    spans = [span.text for span in selection.around(analysis.document, offset)]
    assert spans[0] == "alo"
    assert "Intensiv and alo" in spans
    assert "- Intensiv and alo -> weekly" in spans
    assert any(text.startswith("exception Eng") for text in spans)
    assert spans[-1] == analysis.source.text
    for inner, outer in pairwise(spans):
        assert inner in outer


NAMES_NOTHING = {"id", "see", "replaces", "amends", "never looser than", "per"}
"""Behind these words stands what is declared in no document, or nowhere."""


@pytest.mark.parametrize(
    "path", sorted((ROOT / "examples" / "beyond").glob("*.kpol")), ids=lambda path: path.stem
)
def test_every_name_stands_for_something(path: Path) -> None:
    """In every construct: so each name has its hover, its colour, its uses and its renaming."""
    analysis = analysed(path.read_text("utf-8"), str(path))
    allowed = {
        phrase.casefold()
        for keyword, phrases in keywords(analysis.language).phrases.items()
        if keyword.replace("-", " ") in NAMES_NOTHING
        for phrase in phrases
    }
    for before, token in pairwise(tokens.tokens(analysis)):
        if token.type == "variable":
            assert analysis.source.text[before.start : before.end].casefold() in allowed, token


EVENTS = HEAD + (
    "event Leihe\nkinds: Telefon, Brief\nseries main: Telefon, restarts on Leihe\n"
    "attribute Dauer: time since Leihe, anew every 6 months\n"
    "before Leihe -> monthly, on request once per 30 days from Leihe [1]\n"
    "not before Leihe and Dauer under 1 month -> every 2 months, first within 1 month of Leihe [1]\n"
    'U25 and age on Leihe under 20 -> do "x" until the end of the calendar week after Leihe [1]\n'
    "in the single case: looser up to once per 60 days from Leihe [1]\n"
    'at first contact [7]:\n  - only Telefon or Brief\nwhen missed [8]:\n  - age under 20 -> do "y"\n'
)


def test_an_event_is_renamed_in_every_construct() -> None:
    """Wherever a day is counted from it."""
    text = EVENTS
    analysis = analysed(text)
    edits = renaming.rename(analysis, text.index("Leihe"), "Zz9", [])
    assert "Leihe" not in applied(analysis.source, edits).text
    assert len(edits) == text.count("Leihe")


@pytest.mark.parametrize(
    ("marked", "parts"),
    [
        ("attribute Da‸uer", ["time since `Leihe`, anew every 6 months"]),
        ("  - only Tele‸fon or", ["kind of contact"]),
        ("  - on‸ly Telefon or", ["At the first contact: only Telefon or Brief", "citation: [7]"]),
        ("age under 2‸0 -> do", ["When one is missed: “y”", "citation: [8]"]),
        ("series ma‸in", ["what counts in it: `Telefon`", "the clock runs anew from `Leihe`"]),
    ],
)
def test_hover_of_what_is_beyond(marked: str, parts: list[str]) -> None:
    """A fact in time says what makes it anew, a series what counts in it."""
    before, _, after = marked.partition("‸")
    analysis = analysed(EVENTS)
    found = hover.hover(analysis, EVENTS.index(before + after) + len(before), "en")
    assert found is not None
    for part in parts:
        assert part in found.text, found.text


def test_tokens_cover_every_word_once_and_in_order() -> None:
    """Names by what they stand for, keywords by the grammar, remarks and texts whole."""
    for path in POLICIES:
        analysis = analysed(path.read_text("utf-8"), str(path))
        found = tokens.tokens(analysis)
        for one, other in pairwise(found):
            assert one.end <= other.start
        text = analysis.source.text
        covered = "".join(text[a.end : b.start] for a, b in pairwise(found))
        assert not covered.strip(), covered.strip()[:80]
        for token in found:
            assert "\n" not in text[token.start : token.end]
    by_text = {analysis.source.text[t.start : t.end]: t for t in tokens.tokens(analysis)}
    assert by_text["U25"].type == "type"
    assert by_text["alo"].type == "enumMember"
    assert by_text["Folgekontakt"].type == "class"


# --- writing --------------------------------------------------------------------------------------


def test_formatting_is_what_the_verb_does_with_few_edits() -> None:
    """The edits give the canonical text; a document with errors is left alone."""
    from kontaktdsl.tidy import tidied

    for ending in ("\n", "\r\n", "\r"):
        text = WHOLE.replace("U25 -> monthly", "U25->monthly").replace("\n", ending)
        analysis = analysed(text)
        edits = formatting.whole(analysis)
        assert edits is not None
        wanted = tidied(analysis.source).text
        assert wanted is not None
        assert applied(analysis.source, edits).text == wanted.replace("\n", ending)
    assert formatting.whole(analysed(WHOLE + "kaputt kaputt\n")) is None


def test_only_what_differs_is_edited() -> None:
    """A cursor elsewhere stays where it is."""
    made = formatting.whole(analysed(WHOLE))
    assert made is not None
    canonical = applied(analysed(WHOLE).source, made).text
    edits = formatting.whole(analysed(canonical.replace("  - U25 ", "  -   U25 ")))
    assert edits is not None
    assert [edit.span.line for edit in edits] == [8]


def test_a_range_is_formatted_beside_errors_elsewhere() -> None:
    """What can be read is formatted, whatever stands below it; a broken block is left alone."""
    analysis, offset = at_cursor(WHOLE.replace("- U25 -> m", "-  ‸U25->m") + "kaputt kaputt\n")
    edits = formatting.some(analysis, offset, offset)
    assert edits
    assert "  - U25             -> monthly" in applied(analysis.source, edits).text
    analysis, offset = at_cursor(WHOLE.replace("- U25 -> m", "-  ‸U25 kaputt kaputt->m"))
    assert not formatting.some(analysis, offset, offset)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("| a | b -> c |\n| langes | x -> y |‸", "| a      | b -> c |\n| langes | x -> y |"),
        ("| a ->|\n| b |‸", "| a ->  |\n| b |"),
        ('| "x | y" | b -> c |\n| z | bb -> c |‸', '| "x | y" | b  -> c |\n| z       | bb -> c |'),
        ("|a|b->c|‸", "| a | b -> c |"),
        ("| a | b -> c |\n‸", "| a | b -> c |\n"),
        ("keine Tabelle |‸", "keine Tabelle |"),
    ],
)
def test_bars_align(typed: str, wanted: str) -> None:
    """Also in rows that cannot be read yet; bars in texts are no bars."""
    analysis, offset = at_cursor(typed)
    edits = formatting.aligned(analysis.source, offset)
    assert applied(analysis.source, edits).text == wanted
    for edit in edits:
        assert not edit.span.text.strip()
        assert not edit.text.strip()


def test_aligning_again_changes_nothing() -> None:
    """A table that is aligned stays as it is."""
    text = POLICIES[1].read_text("utf-8")
    analysis = analysed(text)
    offset = text.index("| U25   |")
    assert formatting.aligned(analysis.source, offset) == ()


# --- commands -------------------------------------------------------------------------------------


def test_trying_customers_and_running_examples() -> None:
    """What the commands say, in the words of the engine."""
    analysis = analysed(WHOLE)
    told = trying.customer(analysis, 7, None, "en")
    assert "monthly" in told.answer
    asked = trying.customer(analysis, 7, "age 40, Intensiv", "en")
    assert "Still missing: status" in asked.answer
    assert "every 3 months" in asked.answer
    assert "kaputt" in trying.customer(analysis, 7, "kaputt 3", "en").answer
    assert "Alter" not in trying.customer(analysis, 7, "age 99", "en").answer
    assert trying.example(analysis, 13, "en").startswith("holds: ")
    wrong = analysed(WHOLE.replace("alo -> monthly\ne", "alo -> weekly\ne"))
    assert trying.example(wrong, 13, "en").startswith("fails: ")
    assert "instead: monthly" in trying.example(wrong, 13, "en")
    assert "1 of them fail" in trying.examples(wrong, "en")
    broken = analysed(WHOLE + "kaputt kaputt\n")
    assert "mend the errors" in trying.examples(broken, "en")
    assert "mend the errors" in trying.customer(broken, 7, None, "en").answer


def test_names_work_in_a_broken_document() -> None:
    """A line that cannot be read hides no other."""
    analysis = analysed(WHOLE + "kaputt kaputt kaputt\n")
    assert isinstance(analysis.names, Names)
    assert analysis.names.at(WHOLE.index("U25")) is not None


def test_an_event_is_renamed_where_blocks_are_counted_from_it() -> None:
    """As in a deadline."""
    text = HEAD + (
        "U25 -> first same day as Antrag, then once per 30 days from Antrag [1]\n"
        "age at least 25 -> monthly [1]\n"
    )
    analysis = analysed(text)
    edits = renaming.rename(analysis, text.index("Antrag"), "Leihe", [])
    assert len(edits) == 3
    assert "from Leihe" in applied(analysis.source, edits).text
