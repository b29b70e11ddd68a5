"""The record as JSON, in one language, for other programs."""

from __future__ import annotations

import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.reports.shape import FileRecord

FORMAT = "kontaktdsl-check"
VERSION = 1
"""Grows when a field changes its meaning or goes; new fields may come without."""


def document(
    records: list[FileRecord], lang: str | None, engine: str, *, statistics: bool = False
) -> str:
    """One JSON object for the run: format, version, engine, files, and the findings in numbers.

    `statistics` adds the numbers for each code.
    """
    findings = [finding for record in records for finding in record["findings"]]
    summary = {
        f"{severity}s": sum(finding["severity"] == severity for finding in findings)
        for severity in ("error", "warning", "hint")
    }
    body: dict[str, object] = {
        "format": FORMAT,
        "version": VERSION,
        "engine": engine,
        "files": [_spoken(record, lang or record["language"] or "de") for record in records],
        "summary": {"files": len(records), **summary},
    }
    if statistics:
        from kontaktdsl.reports.statistics import data
        from kontaktdsl.reports.summary import language_of

        body["statistics"] = data(records, language_of(records, lang, "de"))
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def failure(words: str, engine: str) -> str:
    """The object of a run that could not take place: no files, and why."""
    body = {"format": FORMAT, "version": VERSION, "engine": engine, "files": [], "error": words}
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


_PAIRS = {
    "name", "headline", "label", "words", "person", "aside", "note", "asked",
}  # fmt: skip


def _spoken(value: object, language: str, key: str = "") -> object:
    """The value with each pair of texts replaced by the one in `language`."""
    side = 0 if language == "de" else 1
    match value:
        case dict():
            spoken = {name: _spoken(item, language, name) for name, item in value.items()}
            if key == "" and "language" in spoken:
                spoken["reported_in"] = language
            return spoken
        case [str(), str()] if key in _PAIRS:
            return value[side]
        case list() if key == "notes":
            return [note[side] for note in value]
        case list():
            return [_spoken(item, language, f"{key}[]") for item in value]
        case _:
            return value
