"""The check against the text of the directive, on a text that we made up."""

import pytest

from kontaktdsl.directive import fold, read
from kontaktdsl.project import check_file, check_text
from kontaktdsl.source import Source

DIRECTIVE = """Weisung 12/2031 vom 03.04.2031

Kontaktkonzept des Jobcenters Musterstadt

Inhalt

Grundsätze.....1
Kontakte	2

Grundsätze

Das Konzept gilt nach § 5 Abs. 2 Satz 1 SGB II ab dem 01.05.2031 für alle Kundinnen und Kunden (z. B. U25).

Kontakte sind ein Mittel, kein Zweck.

Kontakte

U25:

- Arbeitslose Kundinnen und Kunden werden **monatlich** eingeladen. Wer fehlt, wird binnen 3 Tagen
  erneut eingeladen.
- Alle anderen im Abstand von zwei Monaten.

Ab 25:

Der Abstand beträgt 4 Monate. Er kann kürzer sein.

Tabelle

Gruppe	Lage	nah	fern
U 25	alo	14 - tägig	monatlich
	asu	monatlich	6 - monatlich

3.1 Aufgaben
Beim ersten Gespräch wird das 4-Phasen-Modell erklärt.

Schluss

Die Weisung tritt am 01.05.2031 in Kraft.
"""
HEAD = 'policy "Beispiel"\n  id muster\nattribute status: alo | asu\n'
FULL = HEAD + (
    "alo -> monthly [Kontakte, U25, 1]\nasu -> every 2 months [Kontakte, U25, 2]\n"
    'note "a" [Kontakte, Ab 25]\nnote "b" [Tabelle, U25 alo]\nnote "c" [Tabelle, U25 asu]\n'
)


def text_of(found: object) -> list[str]:
    return [sentence.text for sentence in found.sentences]  # type: ignore[attr-defined]


def directive():  # type: ignore[no-untyped-def]
    return read(Source("muster.txt", DIRECTIVE))


def test_headings_are_found_and_the_table_of_contents_is_none() -> None:
    assert directive().headings[-8:] == (
        "Inhalt", "Grundsätze", "Kontakte", "U25", "Ab 25", "Tabelle", "3.1 Aufgaben", "Schluss",
    )  # fmt: skip


def test_sentences_with_a_number_an_interval_or_a_deadline() -> None:
    told = [s.text for part in directive().sections for s in part.sentences if s.regulated]
    assert [" ".join(fold(text)[:3]) for text in told] == [
        "arbeitslose kundinnen und",
        "wer fehlt wird",
        "alle anderen im",
        "der abstand beträgt",
        "u25 alo 14",
        "asu monatlich 6",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Stand 03.04.2031, gültig nach § 15 Abs. 2 SGB II.",
        "Das 4-Phasen-Modell gilt für U25 und Ü 25.",
        "Siehe Anlage 3, Seite 12 der Weisung 7/2030.",
        "Die Kontakte sollen regelmäßig und zeitnah stattfinden.",
        "Langfristige Arbeit ist das Ziel für alle.",
        "Das Konzept gilt ab dem 1. Mai 2031 und ersetzt das vor dem 01.05.2031 geltende.",
        "Im Stadtteil gibt es ein Viertel mit Werkstatt, am Ende des Wegs.",
        "The plan is valid from 1 May 2031 and replaces that of March 3, 2019.",
        "Once he has returned, the customer is asked at the end.",
        "A visit is worth every penny, half the battle and a third opinion.",
    ],
)
def test_what_is_no_number_of_the_matter(sentence: str) -> None:
    (section,) = read(Source("x", sentence)).sections
    assert not section.sentences[0].regulated


@pytest.mark.parametrize(
    "sentence",
    [
        "Die Einladung erfolgt alle 14 Tage.",
        "Der Kontakt ist monatlich zu halten.",
        "Gespräche finden 14-tägig statt.",
        "Ein Gespräch folgt nach drei Monaten.",
        "Es ist jeden Monat ein Gespräch zu führen.",
        "Die Antwort erfolgt spätestens beim nächsten Gespräch.",
        "Neue Kunden werden taggleich beraten.",
        "Je Fachkraft sind mindestens 22 Kontakte zu halten.",
        "Die Frist beginnt mit dem Antrag.",
        "Geprüft wird zwei Mal im Jahr.",
        "Nie finden zwei Fernbesuche hintereinander statt.",
        "Davon findet mindestens die Hälfte vor Ort statt.",
        "Ein Drittel der Besuche ist unangemeldet.",
        "Jeder zweite Besuch findet vor Ort statt.",
        "Der Bericht ist bis zum Ende der Kalenderwoche nach der Übergabe abzugeben.",
        "Die Meldung ist am Monatsende fällig.",
        "Für Geräte, die vor dem 01.05.2024 zugelassen wurden, gilt der alte Abstand.",
        "Wer nach dem 1. Mai 2024 kam, bleibt dabei.",
        "Young machines are visited three times per half-year.",
        "Older machines are visited every two to three months.",
        "At least half of the visits take place on site.",
        "A third of the visits is not announced.",
        "Every second visit takes place on site.",
        "No more than one in three visits is remote.",
        "No two remote visits follow in a row.",
        "Machines registered before 1 May 2024 keep the old interval.",
        "Machines registered after March 3, 2019 are seen more often.",
        "The report is due by the end of the calendar week.",
        "Twice a year there is an inspection.",
        "Once a quarter somebody calls.",
        "Within two weeks of delivery the machine is seen.",
    ],
)
def test_what_is_one(sentence: str) -> None:
    (section,) = read(Source("x", sentence)).sections
    assert section.sentences[0].regulated


@pytest.mark.parametrize(
    ("citation", "starts"),
    [
        ("Kontakte, U25, 1", ["- Arbeitslose", "Wer fehlt,"]),
        ("Kontakte, U25, 2", ["- Alle anderen", "Wer fehlt,"]),
        ("Kontakte, Ab 25", ["Der Abstand", "Er kann"]),
        ("Kontakte, Ab 25, Satz 2", ["Er kann"]),
        ("Kontakte, Ab 25, Absatz 1", ["Der Abstand", "Er kann"]),
        ("Tabelle, U25 asu", ["asu monatlich"]),
        ("3.1", ["Beim ersten"]),
        ("Abschnitt 3.1", ["Beim ersten"]),
        ("Schluss", ["Die Weisung"]),
        ("Kopf", []),
    ],
)
def test_what_a_citation_covers(citation: str, starts: list[str]) -> None:
    covered = directive().covered(citation)
    assert covered.missing is None
    assert sorted({" ".join(text.split()[:2]) for text in text_of(covered)}) == sorted(
        {" ".join(start.split()[:2]) for start in starts}
    )


@pytest.mark.parametrize(
    ("citation", "missing"),
    [("Kontackte", "Kontackte"), ("Kontakte, Ab 25, 9", "9"), ("§ 7", "§ 7")],
)
def test_what_is_not_there(citation: str, missing: str) -> None:
    assert directive().covered(citation).missing == missing


def test_a_policy_that_cites_everything_is_clean() -> None:
    assert check_text(FULL, directive=DIRECTIVE).findings == ()


def test_each_citation_that_goes_leaves_its_sentence_uncited() -> None:
    for citation, words in (
        ("[Kontakte, U25, 1]", "Arbeitslose"),
        ("[Kontakte, Ab 25]", "4 Monate"),
        ("[Tabelle, U25 asu]", "asu"),
    ):
        found = check_text(FULL.replace(citation, ""), directive=DIRECTIVE).findings
        told = [f for f in found if f.code == "uncited-sentence"]
        assert told, citation
        assert any(words in finding.headline.de for finding in told)
        assert all(finding.span.source.name.endswith(".source.txt") for finding in told)


def test_a_heading_that_a_note_cites_does_not_cover_what_is_below_it() -> None:
    bare = HEAD + 'alo -> monthly [Kontakte]\nasu -> weekly [Grundsätze]\nnote "x" [Tabelle]\n'
    assert check_text(bare, directive=DIRECTIVE).findings == ()
    noted = bare.replace("monthly [Kontakte]", "monthly [Grundsätze]") + 'note "y" [Kontakte]\n'
    found = check_text(noted, directive=DIRECTIVE).findings
    assert {finding.code for finding in found} == {"uncited-sentence"}
    assert len(found) == 4


def test_a_comment_behind_a_definition_is_a_citation() -> None:
    text = FULL.replace('note "a" [Kontakte, Ab 25]\n', "define X as alo  # [Kontakte, Ab 25]\n")
    assert check_text(text + 'X -> do "y" [Kontakte, U25, 1]\n', directive=DIRECTIVE).findings == ()


def test_the_text_beside_the_policy_is_taken(tmp_path) -> None:  # type: ignore[no-untyped-def]
    policy = tmp_path / "muster.kpol"
    policy.write_text(FULL.replace("[Tabelle, U25 asu]", "[Kontakte, U25, 1]"), "utf-8")
    assert check_file(policy).findings == ()
    (tmp_path / "muster.txt").write_text(DIRECTIVE, "utf-8")
    (finding,) = check_file(policy).findings
    assert finding.code == "uncited-sentence"
    (tmp_path / "muster.source.txt").write_text("Nichts.\n", "utf-8")
    assert check_file(policy).findings == ()
    given = check_file(policy, directive=tmp_path / "muster.txt")
    assert [f.code for f in given.findings] == ["uncited-sentence"]
    missing = check_file(policy, directive=tmp_path / "fehlt.txt")
    assert [f.code for f in missing.findings] == ["missing-file"]


def test_a_long_report_ends_with_a_count() -> None:
    text = "Kontakte\n\nNichts.\n\n" + "- Alle 14 Tage.\n" * 70
    found = check_text(HEAD + "alo or asu -> monthly [Kontakte, Satz 1]\n", directive=text).findings
    assert len(found) == 50
    assert found[-1].notes[0].en == "and 20 more sentences"


def test_braces_in_a_sentence_are_no_places_to_fill() -> None:
    found = check_text(HEAD + "alo or asu -> monthly\n", directive="Alle {14} Tage {x}.\n").findings
    assert "{14} Tage {x}" in found[0].headline.de


def test_a_text_without_headings_says_nothing_of_citations() -> None:
    found = check_text(FULL, directive="nur ein Satz ohne Zahl.\n").findings
    assert found == ()


BEYOND = """Betreuung von Geräten

Geltung

Das Konzept gilt für geführte Geräte. Für Geräte, die vor dem 01.05.2024 zugelassen wurden, gilt der alte Abstand.

Besuche

- Geräte unter fünf Jahren werden dreimal je Kalenderhalbjahr besucht.
- Davon findet die Hälfte vor Ort statt.
- Ältere Geräte werden alle zwei bis drei Monate besucht.
- Nie finden zwei Fernbesuche hintereinander statt.

Prüfung

- Geprüft wird zwei Mal im Jahr.
- Auf Wunsch wird jedes Quartal geprüft.
- Bei Stillstand ruht die Prüfung bis zu 8 Wochen.

Übergabe

- Der Bericht ist bis zum Ende der Kalenderwoche nach der Übergabe abzugeben.
- Geräte werden das erste Mal sechs Monate vor Ende des Vertrags geprüft.

Einzelfall

Im Einzelfall darf der Abstand auf sechs Monate gestreckt werden.
"""
LINES = (
    'Ausnahme Bestand zu Besuche [Geltung, Satz 2] weil "alt":\n'
    "  - Zulassung vor 2024-05-01 -> alle 6 Monate",
    "Regeln Besuche [Besuche, 1]:\n"
    "  - Alter unter 5 -> 3-mal je Kalenderhalbjahr, davon mindestens die Hälfte vorort"
    " [Besuche, 1 und 2]\n"
    "  - Alter mindestens 5 -> alle 2 bis 3 Monate [Besuche, 3]",
    "Alter mindestens 5 -> nie 2 fern hintereinander [Besuche, 4]",
    "Regeln Pruefung für Prüfung [Prüfung, 1]:\n  - Alter mindestens 0 -> 2-mal je Jahr",
    "Alter über 9 -> auf Wunsch einmal je Kalendervierteljahr für Prüfung [Prüfung, 2]",
    'Alter über 20 -> ruht "Stillstand" höchstens 8 Wochen für Prüfung [Prüfung, 3]',
    'Alter mindestens 0 -> Aufgabe "Bericht" bis zum Ende der Kalenderwoche nach Übergabe'
    " [Übergabe, 1]",
    "Alter unter 3 -> zuerst spätestens 6 Monate vor Vertragsende für Prüfung [Übergabe, 2]",
    "im Einzelfall: lockerer bis alle 6 Monate [Einzelfall]",
)
FRAME = (
    'Richtlinie "Geräte"\n  Kennung geraete\n  gilt für geführt [Geltung, Satz 1]\n'
    "Merkmal geführt: ja oder nein\nMerkmal Alter: Zahl 0 bis 30\nEreignis Zulassung\n"
    'Ereignis Übergabe\nEreignis Vertragsende\nKontaktarten: vorort "vor Ort", fern\n'
    "Reihe Prüfung\n"
)


def uncited(lines: tuple[str, ...]) -> list[str]:
    checked = check_text(FRAME + "\n".join(lines) + "\n", directive=BEYOND)
    assert checked.policy is not None, checked.findings
    return [f.span.text for f in checked.findings if f.code == "uncited-sentence"]


def test_every_construct_cites_what_it_says() -> None:
    """Counts, shares, ranges, key dates, series, rights, pauses, deadlines and leeways."""
    assert uncited(LINES) == []


@pytest.mark.parametrize("at", [0, *range(2, len(LINES))])
def test_a_construct_that_goes_leaves_its_sentence_uncited(at: int) -> None:
    left = uncited((*LINES[:at], *LINES[at + 1 :]))
    assert len(left) == 1
    assert left[0] in BEYOND
