"""A comparison of policies as JSON, in one language, for other programs."""

from __future__ import annotations

import json
from collections.abc import Sequence

from kontaktdsl import model
from kontaktdsl.changes import Change, Compared, CrowdReport, Group
from kontaktdsl.changes.outcome import Line
from kontaktdsl.domains import Enumeration, Number, Ranges, YesNo, contains
from kontaktdsl.reports.changes_words import Pair

FORMAT = "kontaktdsl-diff"
VERSION = 1
"""Grows when a field changes its meaning or goes; new fields may come without."""


def document(pairs: Sequence[Pair], language: str, engine: str) -> str:
    """One JSON object for the run."""
    body = {
        "format": FORMAT,
        "version": VERSION,
        "engine": engine,
        "reported_in": language,
        "changed": any(pair.changed for pair in pairs),
        "policies": [_pair(pair, language) for pair in pairs],
    }
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def _pair(pair: Pair, language: str) -> dict[str, object]:
    header = pair.policy.header
    found: dict[str, object] = {
        "id": header.id,
        "title": header.title,
        "status": "compared" if pair.comparison else ("added" if pair.old is None else "removed"),
        "old": pair.old,
        "new": pair.new,
        "changed": pair.changed,
        **({} if pair.series is None else {"series": pair.series}),
    }
    comparison = pair.comparison
    if comparison is None:
        return found
    return found | {
        "equivalent": comparison.equivalent,
        "old_digest": comparison.old.digest,
        "new_digest": comparison.new.digest,
        "sections": [_section(pair, part, language) for part in comparison.sections],
        "vocabulary": [
            {
                "change": entry.change.value,
                "attribute": entry.attribute,
                "words": entry.words.into(language),
            }
            for entry in comparison.vocabulary
        ],
        "beside": [
            {
                "name": entry.name.into(language),
                "old": entry.old.into(language),
                "new": entry.new.into(language),
                "due_dates": entry.dates,
            }
            for entry in comparison.beside
        ],
        "population": None if comparison.crowd is None else _crowd(comparison.crowd),
    }


def _section(pair: Pair, part: Compared, language: str) -> dict[str, object]:
    return {
        "section": part.section.value,
        "asked": part.section.words.into(language),
        "cases": part.cases,
        "people": part.people,
        "missing_columns": list(part.missing),
        "changes": [_change(pair, change, language) for change in part.changes],
    }


def _change(pair: Pair, change: Change, language: str) -> dict[str, object]:
    return {
        "direction": change.direction.value,
        "words": change.direction.words.into(language),
        "old": change.old.into(language),
        "new": change.new.into(language),
        "cases": change.count,
        "people": change.people,
        "complete": change.complete,
        "groups": [_group(pair, group, language) for group in change.groups],
    }


def _group(pair: Pair, group: Group, language: str) -> dict[str, object]:
    region = group.region
    return {
        "words": region.words.into(language),
        "aside": region.aside.into(language) if region.aside else None,
        "where": {
            attribute.name: _values(attribute, allowed) for attribute, allowed in group.where
        },
        "cases": region.count,
        "people": group.people,
        "person": region.person.into(language),
        "facts": {attribute.name: _value(attribute, value) for attribute, value in group.person},
        "old_lines": [_line(pair, line, old=True) for line in group.old],
        "new_lines": [_line(pair, line, old=False) for line in group.new],
    }


def _values(attribute: model.Attribute, allowed: Ranges) -> list[object]:
    """The values by name; a number's as pairs of smallest and largest."""
    match attribute.domain:
        case Number():
            return [list(pair) for pair in allowed]
        case _:
            low, high = attribute.domain.bounds
            inside = (value for value in range(low, high + 1) if contains(allowed, value))
            return [_value(attribute, value) for value in inside]


def _value(attribute: model.Attribute, value: int) -> object:
    match attribute.domain:
        case YesNo():
            return bool(value)
        case Enumeration(values):
            return values[value].name
        case Number():
            return value


def _line(pair: Pair, line: Line, *, old: bool) -> dict[str, object]:
    file, cited = pair.said(line, old=old)
    return {
        "file": file,
        "line": cited.line,
        "text": cited.text,
        "block": cited.block,
        "citation": cited.citation,
        "because": cited.because,
    }


def _crowd(report: CrowdReport) -> dict[str, object]:
    return {
        "file": report.name,
        "people": report.people,
        "columns": list(report.columns),
        "unread": list(report.unread),
        "lacking": list(report.lacking),
        "counted_by": report.counted_by,
        "refused_people": report.refused_people,
        "refused": [
            {
                "column": refused.column,
                "value": refused.value,
                "people": refused.people,
                "row": refused.row,
            }
            for refused in report.refused
        ],
        "impossible": [
            {
                "old": entry.old,
                "new": entry.new,
                "people": entry.people,
                "row": entry.row,
            }
            for entry in report.impossible
        ],
    }
