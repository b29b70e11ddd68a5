"""A code quality report for GitLab: what a merge request shows as new or mended."""

from __future__ import annotations

import json

from kontaktdsl.reports.entries import Entry, entries
from kontaktdsl.reports.told import headline, told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.reports.shape import FileRecord

_SEVERITIES = {"error": "major", "warning": "minor", "hint": "info"}


def document(records: list[FileRecord], lang: str | None, engine: str, fallback: str = "de") -> str:
    """A list of all findings."""
    return _written([_issue(entry) for entry in entries(records, lang, fallback)])


def failure(words: str, engine: str) -> str:
    """The report of a run that could not take place: one issue that blocks."""
    from hashlib import blake2b

    return _written(
        [
            {
                "description": words,
                "check_name": "kpol",
                "fingerprint": blake2b(b"kpol", digest_size=16).hexdigest(),
                "severity": "blocker",
                "location": {"path": ".", "lines": {"begin": 1}},
            }
        ]
    )


def _issue(entry: Entry) -> dict[str, object]:
    item = entry.finding
    place = item["place"]
    return {
        "description": headline(item, entry.language),
        "check_name": item["code"],
        "content": {"body": "\n\n".join(told(item, entry.language))},
        "fingerprint": entry.fingerprint,
        "severity": _SEVERITIES[item["severity"]],
        "location": {
            "path": entry.path,
            "lines": {"begin": place["line"], "end": place["end_line"]},
        },
    }


def _written(issues: list[dict[str, object]]) -> str:
    return json.dumps(issues, ensure_ascii=False, indent=2) + "\n"
