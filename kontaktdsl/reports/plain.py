"""Findings as sentences, for a screen reader: no strokes, no columns, nothing said by position."""

from __future__ import annotations

from kontaktdsl.reports.lines import Line, visible
from kontaktdsl.reports.summary import kept_in_words, run_line, state
from kontaktdsl.reports.terminal import SHOWN
from kontaktdsl.reports.words import number, pick

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.reports.shape import FileRecord, Finding, Pair, Place, Region

_WORDS = {
    "error": ("Fehler", "Error"),
    "warning": ("Warnung", "Warning"),
    "hint": ("Hinweis", "Hint"),
    "of": ("{} {} von {}: {}.", "{} {} of {}: {}."),
    "whom": ("Wen es betrifft: {}.", "Who is affected: {}."),
    "aside": ("Dabei gilt: {}.", "Here holds: {}."),
    "cases": ("Das sind {} von {} möglichen Fällen.", "That is {} of {} possible cases."),
    "count": ("Das sind {} Fälle.", "That is {} cases."),
    "uncounted": ("Die Zahl der Fälle wurde nicht berechnet.", "The cases were not counted."),
    "person": ("Zum Beispiel: {}.", "For example: {}."),
    "more": ("Und {} weitere Gruppen.", "And {} more groups."),
    "all": ("Mit dem Schalter all werden alle gezeigt.", "The option all shows all of them."),
    "where": ("Wo: Datei {}, Zeile {}, Spalte {}.", "Where: file {}, line {}, column {}."),
    "also": (
        "Beteiligt: Datei {}, Zeile {}, Spalte {}.",
        "Also involved: file {}, line {}, column {}.",
    ),
    "text": ("Dort steht: {}", "The line says: {}"),
    "meant": ("Gemeint ist die Stelle: {}", "The place meant: {}"),
    "block": ("Abschnitt: {}.", "Block: {}."),
    "citation": ("Fundstelle: {}.", "Citation: {}."),
    "go-on": ("So geht es weiter: {}.", "How to go on: {}."),
    "way": ("Weg {} von {}: {}.", "Way {} of {}: {}."),
    "paste": ("Zeile zum Übernehmen: {}", "Line to paste: {}"),
    "about": ("Mehr dazu mit dem Befehl: kpol rule {}", "More with the command: kpol rule {}"),
    "file": ("Datei {}: {}.", "File {}: {}."),
    "unread": (
        "Nicht ausgewertet: erst die Fehler im Text beheben.",
        "Not analysed: first mend the errors in the text.",
    ),
    "reading": (
        "Auslegung in Datei {}, Zeile {}: {} Begründung: {}",
        "Interpretation in file {}, line {}: {} Reason: {}",
    ),
    "no-reading": ("Keine Auslegungen.", "No interpretations."),
}

LONGEST = 300
"""A longer line is not read aloud, only the place that is meant."""


def _say(key: str, language: str, *parts: object) -> str:
    shown = (number(part, language) if isinstance(part, int) else part for part in parts)
    return _WORDS[key][0 if language == "de" else 1].format(*shown)


def _sentence(pair: Pair, language: str) -> str:
    return visible(pick(pair, language)).strip().rstrip(".")


def picture(
    records: list[FileRecord],
    lang: str | None,
    fallback: str,
    *,
    everything: bool = False,
    interpretations: bool = False,
) -> list[Line]:
    """All findings of all files, the account of each file, and one line for the run."""
    texts: list[str] = []
    for record in records:
        language = lang or record["language"] or fallback
        total = len(record["findings"])
        for at, item in enumerate(record["findings"], 1):
            texts += finding(item, language, at, total, everything)
            texts.append("")
    for record in records:
        language = lang or record["language"] or fallback
        words, _ = state(record, language)
        texts.append(_say("file", language, visible(record["name"]), words))
        if record["policy"] is None and record["findings"]:
            texts.append(_say("unread", language))
        for entry in record["accounting"]:
            asked, account = pick(entry["asked"], language), pick(entry["words"], language)
            texts.append(f"{asked} {account}.")
        kept = kept_in_words(record, language)
        if kept:
            texts.append(f"{kept}.")
        if interpretations:
            texts += _readings(record, language)
    lines: list[Line] = [[(text, "")] for text in texts]
    return [*lines, [*run_line(records, lang, fallback), (".", "")]]


def finding(item: Finding, language: str, at: int, total: int, everything: bool) -> list[str]:
    """One finding as sentences."""
    name = pick(item["name"], language)
    texts = [
        _say("of", language, _say(item["severity"], language), at, total, name),
        _sentence(item["headline"], language) + ".",
    ]
    shown = item["regions"] if everything else item["regions"][:SHOWN]
    for region in shown:
        texts += _region(region, language)
    hidden = len(item["regions"]) - len(shown)
    if hidden + item["more_regions"]:
        texts.append(_say("more", language, hidden + item["more_regions"]))
        if hidden:
            texts.append(_say("all", language))
    texts += _place("where", item["place"], language)
    for other in item["others"]:
        texts += _place("also", other, language)
    texts += [_sentence(note, language) + "." for note in item["notes"]]
    repairs = item["repairs"]
    for step, repair in enumerate(repairs, 1):
        note = _sentence(repair["note"], language)
        if len(repairs) == 1:
            texts.append(_say("go-on", language, note))
        else:
            texts.append(_say("way", language, step, len(repairs), note))
        for line in repair["lines"].splitlines():
            texts.append(_say("paste", language, visible(line.strip())))
    texts.append(_say("about", language, item["code"]))
    return texts


def _region(region: Region, language: str) -> list[str]:
    texts = [_say("whom", language, _sentence(region["words"], language))]
    if region["aside"]:
        texts.append(_say("aside", language, _sentence(region["aside"], language)))
    if region["count"] is None:
        texts.append(_say("uncounted", language))
    elif region["total"] is None:
        texts.append(_say("count", language, region["count"]))
    else:
        texts.append(_say("cases", language, region["count"], region["total"]))
    if pick(region["person"], language):
        texts.append(_say("person", language, _sentence(region["person"], language)))
    return texts


def _place(key: str, place: Place, language: str) -> list[str]:
    line, column = str(place["line"]), str(place["column"])
    texts = [_say(key, language, place["file"], line, column)]
    text = " ".join(place["text"].split())
    if text and len(text) <= LONGEST:
        texts.append(_say("text", language, visible(text)))
    end = place["end_column"] if place["end_line"] == place["line"] else len(place["text"]) + 1
    meant = place["text"][place["column"] - 1 - place["cut"] : end - 1 - place["cut"]].strip()
    if meant and " ".join(meant.split()) != text:
        texts.append(_say("meant", language, visible(" ".join(meant.split())[:LONGEST])))
    if place["label"]:
        texts.append(_sentence(place["label"], language) + ".")
    if place["block"] and place["block"] not in text:
        texts.append(_say("block", language, visible(place["block"])))
    if place["citation"]:
        texts.append(_say("citation", language, visible(place["citation"])))
    return texts


def _readings(record: FileRecord, language: str) -> list[str]:
    found = record["interpretations"]
    if not found:
        return [_say("no-reading", language)]
    return [
        _say(
            "reading",
            language,
            reading["file"],
            str(reading["line"]),
            visible(reading["text"]),
            visible(reading["reason"]),
        )
        for reading in found
    ]
