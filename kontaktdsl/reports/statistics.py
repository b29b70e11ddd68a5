"""Findings per code instead of one by one."""

from __future__ import annotations

from kontaktdsl.reports.lines import Line, width
from kontaktdsl.reports.summary import SEVERITIES, language_of, run_line
from kontaktdsl.reports.told import SEVERITIES as WORDS
from kontaktdsl.reports.words import number, pick

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.reports.shape import FileRecord


class Row:
    """How often one kind of finding was raised, with one weight, and in how many files."""

    __slots__ = ("code", "count", "files", "name", "severity")

    def __init__(self, code: str, severity: str, name: list[str]) -> None:
        self.code = code
        self.severity = severity
        self.name = name
        self.count = 0
        self.files = 0


def rows(records: list[FileRecord]) -> list[Row]:
    """The kinds that were raised, the heaviest and most frequent first."""
    found: dict[tuple[str, str], Row] = {}
    for record in records:
        here = set()
        for item in record["findings"]:
            key = item["code"], item["severity"]
            if key not in found:
                found[key] = Row(*key, item["name"])
            found[key].count += 1
            here.add(key)
        for key in here:
            found[key].files += 1
    return sorted(
        found.values(), key=lambda row: (SEVERITIES.index(row.severity), -row.count, row.code)
    )


def picture(records: list[FileRecord], lang: str | None, fallback: str) -> list[Line]:
    """A table, and the line for the run."""
    language = language_of(records, lang, fallback)
    found = rows(records)
    counts = [number(row.count, language) for row in found]
    words = [pick(list(WORDS[row.severity]), language) for row in found]
    in_files = [_in_files(row.files, language) for row in found]
    widest = [max(map(width, column), default=0) for column in (counts, words, in_files)]
    most = max((width(row.code) for row in found), default=0)
    lines: list[Line] = []
    for row, count, word, files in zip(found, counts, words, in_files, strict=True):
        lines.append(
            [
                (f"{count:>{widest[0]}}  ", "strong"),
                (f"{word:{widest[1]}}", row.severity),
                (f"  {row.code:{most}}  {files:{widest[2]}}  {pick(row.name, language)}", ""),
            ]
        )
    return [*lines, run_line(records, lang, fallback)]


def sentences(records: list[FileRecord], lang: str | None, fallback: str) -> list[Line]:
    """The same to be read aloud."""
    language = language_of(records, lang, fallback)
    lines: list[Line] = []
    for row in rows(records):
        word = pick(list(WORDS[row.severity]), language).capitalize()
        name, files = pick(row.name, language), _in_files(row.files, language)
        lines.append([(f"{word} {name}: {_times(row.count, language)} {files}.", "")])
    last = "".join(text for text, _ in run_line(records, lang, fallback))
    return [*lines, [(f"{last}.", "")]]


def data(records: list[FileRecord], language: str) -> list[dict[str, object]]:
    """The same for a program."""
    return [
        {
            "code": row.code,
            "name": pick(row.name, language),
            "severity": row.severity,
            "count": row.count,
            "files": row.files,
        }
        for row in rows(records)
    ]


def _times(count: int, language: str) -> str:
    if count == 1:
        return "einmal" if language == "de" else "once"
    return f"{number(count, language)}-mal" if language == "de" else f"{count:,} times"


def _in_files(files: int, language: str) -> str:
    if files == 1:
        return "in 1 Datei" if language == "de" else "in 1 file"
    count = number(files, language)
    return f"in {count} Dateien" if language == "de" else f"in {count} files"
