"""SARIF 2.1.0: findings with their kinds, places, people affected and fixes."""

from __future__ import annotations

import json

from kontaktdsl.reports.entries import STDIN, Entry, entries, from_root, root
from kontaktdsl.reports.summary import language_of
from kontaktdsl.reports.told import headline, told
from kontaktdsl.reports.words import called, pick

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from kontaktdsl.diagnostics import Kind
    from kontaktdsl.reports.shape import Edit, FileRecord, Finding, Place, Repair

Json = dict[str, object]

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
FINGERPRINT = "kontaktdsl/v1"
_ROOT = "%SRCROOT%"
_LEVELS = {"error": "error", "warning": "warning", "hint": "note"}


def document(records: list[FileRecord], lang: str | None, engine: str, fallback: str = "de") -> str:
    """One run in one language: that asked for, else that of the files, else `fallback`."""
    language = language_of(records, lang, fallback)
    found = entries(records, language, fallback)
    accepted = entries(_accepted(records), language, fallback)
    reasons = {id(e["finding"]): e["reason"] for record in records for e in record["accepted"]}
    found += accepted
    codes = list(dict.fromkeys(entry.finding["code"] for entry in found))
    kinds = _kinds() if codes else {}
    names = {entry.finding["code"]: entry.finding["name"] for entry in found}
    rules = [_rule(code, names[code], kinds.get(code), language) for code in codes]
    base = root()
    results = [_result(entry, codes.index(entry.finding["code"]), base) for entry in found]
    for result, entry in zip(results, found, strict=True) if accepted else ():
        result["suppressions"] = _suppressions(reasons.get(id(entry.finding)))
    return _written(
        engine,
        language,
        rules,
        results,
        {"executionSuccessful": True},
        [{"location": _artifact(record["name"], base)} for record in records],
    )


def _accepted(records: list[FileRecord]) -> list[FileRecord]:
    """The records with the findings that their policies accept instead of the others."""
    found = []
    for record in records:
        copy = record.copy()
        copy["findings"] = [entry["finding"] for entry in record["accepted"]]
        found.append(copy)
    return found


def _suppressions(reason: str | None) -> list[Json]:
    if reason is None:
        return []
    return [{"kind": "inSource", "status": "accepted", "justification": reason}]


def failure(words: str, engine: str) -> str:
    """A run that could not take place."""
    told = {"level": "error", "message": {"text": words}}
    invocation: Json = {"executionSuccessful": False, "toolExecutionNotifications": [told]}
    return _written(engine, None, [], [], invocation, [])


def _written(
    engine: str,
    language: str | None,
    rules: list[Json],
    results: list[Json],
    invocation: Json,
    artifacts: list[Json],
) -> str:
    driver: Json = {"name": "kpol", "version": engine, "semanticVersion": engine, "rules": rules}
    run: Json = {
        "tool": {"driver": driver},
        "invocations": [invocation],
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "artifacts": artifacts,
        "results": results,
    }
    if language is not None:
        run["language"] = driver["language"] = language
    body = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


# --- rules --------------------------------------------------------------------------------------


def _kinds() -> Mapping[str, Kind]:
    from kontaktdsl import steps
    from kontaktdsl.catalogue import KINDS

    return {kind.code: kind for kind in (*steps.KINDS, *KINDS)}


def _rule(code: str, name: list[str], kind: Kind | None, language: str) -> Json:
    rule: Json = {"id": code, "name": called(name, language)}
    if kind is None:
        return rule
    bad, good = ("So nicht:", "Sondern so:") if language == "de" else ("Not this:", "But this:")
    why = kind.why.into(language)
    examples = [(title, text) for title, text in ((bad, kind.bad), (good, kind.good)) if text]
    plain = [why, *(f"{title}\n\n{text}" for title, text in examples)]
    marked = [why, *(f"{title}\n\n```\n{text.rstrip()}\n```" for title, text in examples)]
    rule["shortDescription"] = {"text": kind.name.into(language)}
    rule["fullDescription"] = {"text": why}
    rule["help"] = {"text": "\n\n".join(plain), "markdown": "\n\n".join(marked)}
    rule["defaultConfiguration"] = {"level": _LEVELS[kind.severity.value]}
    return rule


# --- results ------------------------------------------------------------------------------------


def _result(entry: Entry, index: int, base: str) -> Json:
    item, language = entry.finding, entry.language
    result: Json = {
        "ruleId": item["code"],
        "ruleIndex": index,
        "level": _LEVELS[item["severity"]],
        "message": {"text": "\n".join(told(item, language))},
        "locations": [{"physicalLocation": _physical(item["place"], base)}],
        "partialFingerprints": {FINGERPRINT: entry.fingerprint},
        "properties": _properties(item, language),
    }
    if item["others"]:
        result["relatedLocations"] = [
            _related(number, place, language, base)
            for number, place in enumerate(item["others"], 1)
        ]
    fixes = [_fix(repair, language, base) for repair in item["repairs"] if repair["edits"]]
    if fixes:
        result["fixes"] = fixes
    return result


def _properties(item: Finding, language: str) -> Json:
    affected = [
        {
            "words": pick(region["words"], language),
            "example": pick(region["person"], language),
            "cases": region["count"],
            "ofCases": region["total"],
        }
        for region in item["regions"]
    ]
    return {"headline": headline(item, language), "affected": affected}


def _physical(place: Place, base: str) -> Json:
    region: Json = {
        "startLine": place["line"],
        "startColumn": place["column"],
        "endLine": place["end_line"],
        "endColumn": place["end_column"],
    }
    return {"artifactLocation": _artifact(place["file"], base), "region": region}


def _related(number: int, place: Place, language: str, base: str) -> Json:
    label = pick(place["label"], language) if place["label"] else place["text"].strip()
    return {
        "id": number,
        "message": {"text": label or place["file"]},
        "physicalLocation": _physical(place, base),
    }


def _fix(repair: Repair, language: str, base: str) -> Json:
    files: dict[str, list[Edit]] = {}
    for edit in repair["edits"]:
        files.setdefault(edit["file"], []).append(edit)
    changes = [
        {
            "artifactLocation": _artifact(file, base),
            "replacements": [_replacement(edit) for edit in edits],
        }
        for file, edits in files.items()
    ]
    described = pick(repair["note"], language) or repair["lines"]
    return {"description": {"text": described}, "artifactChanges": changes}


def _replacement(edit: Edit) -> Json:
    region = {
        "startLine": edit["line"],
        "startColumn": edit["column"],
        "endLine": edit["end_line"],
        "endColumn": edit["end_column"],
    }
    return {"deletedRegion": region, "insertedContent": {"text": edit["text"]}}


def _artifact(file: str, base: str) -> Json:
    from os import fsencode
    from urllib.parse import quote

    path = from_root(file, base)
    if path == STDIN:
        return {"uri": "stdin"}
    if path.startswith("/") or path[1:2] == ":":
        return {"uri": "file:///" + quote(fsencode(path.lstrip("/")), safe="/:")}
    return {"uri": quote(fsencode(path), safe="/"), "uriBaseId": _ROOT}
