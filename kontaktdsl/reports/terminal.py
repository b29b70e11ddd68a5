"""The full picture of findings, for a screen."""

from __future__ import annotations

from kontaktdsl.reports.excerpt import brief, excerpt, excerpts, whole_line
from kontaktdsl.reports.lines import Line, visible, width, wrap
from kontaktdsl.reports.summary import kept_in_words, run_line, state
from kontaktdsl.reports.words import called, pick, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.reports.shape import FileRecord, Finding, Place, Reading, Region, Repair

SHOWN = 3
"""So many regions are shown unless all are wanted."""


def picture(
    records: list[FileRecord],
    lang: str | None,
    fallback: str,
    columns: int,
    *,
    everything: bool = False,
    interpretations: bool = False,
) -> list[Line]:
    """All findings of all files, the account of each file, and one line for the run.

    `lang` forces a language; otherwise each file is reported in its own, and the run in theirs if
    they agree, else in `fallback`.
    """
    lines: list[Line] = []
    for record in records:
        language = lang or record["language"] or fallback
        for item in record["findings"]:
            lines += finding(item, language, columns, everything)
            lines.append([])
    for record in records:
        language = lang or record["language"] or fallback
        lines += account(record, language, columns)
        if interpretations:
            lines += readings(record, language, columns)
    lines.append(run_line(records, lang, fallback))
    return lines


def finding(item: Finding, language: str, columns: int, everything: bool) -> list[Line]:
    """One finding."""
    style = item["severity"]
    head = f"{say(style, language)} {called(item['name'], language)}"
    first, *others = wrap(visible(pick(item["headline"], language)), columns, f"{head}  ", "  ")
    lines: list[Line] = [[(head, style), (first[len(head) :], "strong")]]
    lines += [[(line, "strong")] for line in others]
    lines += _regions(item, language, columns, everything)
    lines.append([])
    lines += _places(item, language, columns, style)
    if item["notes"] or item["repairs"]:
        lines.append([])
    for note in item["notes"]:
        lines += [[(line, "")] for line in wrap(visible(pick(note, language)), columns, "  ")]
    lines += _repairs(item["repairs"], language, columns)
    lines.append([("  " + say("more-about", language, item["code"]), "dim")])
    return lines


def _regions(item: Finding, language: str, columns: int, everything: bool) -> list[Line]:
    lines: list[Line] = []
    shown = item["regions"] if everything else item["regions"][:SHOWN]
    for region in shown:
        lines += _region(region, language, columns)
    hidden = len(item["regions"]) - len(shown)
    if hidden + item["more_regions"]:
        key = "more-regions" if hidden else "more-unlisted"
        lines.append([("  " + say(key, language, hidden + item["more_regions"]), "dim")])
    return lines


def _region(region: Region, language: str, columns: int) -> list[Line]:
    size = cases(region, language)
    who = wrap(visible(pick(region["words"], language)), columns, "  ", "    ")
    lines: list[Line] = [[(line, "")] for line in who]
    gap = min(57, columns - width(size)) - width(who[-1])
    if size and width(who[-1]) + 2 + width(size) <= columns:
        lines[-1].append((" " * max(2, gap) + size, "strong"))
    elif size:
        lines.append([("    " + size, "strong")])
    if region["aside"]:
        aside = say("aside", language, visible(pick(region["aside"], language)))
        lines += [[(line, "dim")] for line in wrap(aside, columns, "  ", "    ")]
    person = visible(pick(region["person"], language))
    if person:  # nothing is to be said of one where all are affected
        person = say("example", language, person)
        lines += [[(line, "")] for line in wrap(person, columns, "  ", "    ")]
    return lines


def cases(region: Region, language: str) -> str:
    """How many cases a region holds, in words."""
    if region["count"] is None:
        return say("uncounted", language)
    if region["total"] is None:
        return say("cases", language, region["count"])
    return say("of-cases", language, region["count"], region["total"])


def _places(item: Finding, language: str, columns: int, style: str) -> list[Line]:
    place, others = item["place"], item["others"]
    side_by_side = bool(others) and not place["label"] and whole_line(place)
    lines: list[Line] = []
    waiting = [place] if side_by_side else []
    if not side_by_side:
        lines += excerpt(place, language, columns, style)
    on_a_line: list[Place] = []
    for other in others:
        same = bool(on_a_line) and _line_of(on_a_line[0]) == _line_of(other)
        if on_a_line and not same:
            lines += excerpts(on_a_line, language, columns, "bar")
            on_a_line = []
        if whole_line(other):
            waiting.append(other)
        else:
            lines += brief(waiting, language, columns)
            waiting = []
            on_a_line.append(other)
    if on_a_line:
        lines += excerpts(on_a_line, language, columns, "bar")
    return lines + brief(waiting, language, columns)


def _line_of(place: Place) -> tuple[str, int]:
    return place["file"], place["line"]


def _repairs(repairs: list[Repair], language: str, columns: int) -> list[Line]:
    if not repairs:
        return []
    several = len(repairs) > 1
    lines: list[Line] = [[("  " + say("go-on-one-of" if several else "go-on", language), "")]]
    widest = max(
        (width(line) for repair in repairs for line in repair["lines"].splitlines()), default=0
    )
    for at, repair in enumerate(repairs):
        note = visible(pick(repair["note"], language))
        if at < len(repairs) - 1:
            note = say("or", language, note) if note else say("or", language, "").strip(" ,")
        pasted = [visible(line) for line in repair["lines"].splitlines()]
        beside = 4 + widest + 4 + width(note) <= columns and len(pasted) == 1
        for text in pasted:
            line: Line = [("    " + text, "repair")]
            if beside and note:
                line.append((" " * (widest - width(text) + 4) + note, "dim"))
            lines.append(line)
        if note and not beside:
            lines += [[(line, "dim")] for line in wrap(note, columns, "        ")]
    return lines


def account(record: FileRecord, language: str, columns: int) -> list[Line]:
    """What a file amounts to: its findings in numbers and the account of each question."""
    words, style = state(record, language)
    lines: list[Line] = [[(f"{visible(record['name'])}: ", "strong"), (words, style)]]
    if record["policy"] is None and record["findings"]:
        lines.append([("  " + say("no-policy", language), "dim")])
    for entry in record["accounting"]:
        asked = pick(entry["asked"], language)
        text = f"{asked} {pick(entry['words'], language)}"
        lines += [[(line, "")] for line in wrap(text, columns, "  ", "    ")]
    kept = kept_in_words(record, language)
    if kept:
        lines += [[(line, "")] for line in wrap(kept, columns, "  ", "    ")]
    return lines


def readings(record: FileRecord, language: str, columns: int) -> list[Line]:
    """The interpretations of a file, for its owner to confirm."""
    found: list[Reading] = record["interpretations"]
    if not found:
        return [[("  " + say("no-interpretations", language), "")]]
    lines: list[Line] = [[("  " + say("interpretations", language, len(found)), "strong")]]
    for reading in found:
        address = say("line", language, reading["file"], str(reading["line"]))
        citation = f"   [{reading['citation']}]" if reading["citation"] else ""
        shown = "" if citation.strip() in reading["text"] else citation
        lines.append([(f"    {address}{shown}", "dim")])
        lines += [[(line, "")] for line in wrap(visible(reading["text"]), columns, "      ")]
        if reading["reason"] not in reading["text"]:
            reason = say("because", language, visible(reading["reason"]))
            lines += [[(line, "")] for line in wrap(reason, columns, "      ")]
    return lines
