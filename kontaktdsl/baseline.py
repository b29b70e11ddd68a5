"""What was wrong when a policy entered CI: only what is new since then fails.

A finding is known again by its code, its policy and what it says: the groups that it concerns,
else the words at its place. Neither counts a line, so a finding survives when lines move, and a new
group in an old gap is a new finding.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter

import attrs

from kontaktdsl.diagnostics import Text
from kontaktdsl.record import Shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.reports.shape import FileRecord, Finding

FORMAT = "kontaktdsl-baseline"
VERSION = 1
_LINE = re.compile(r"\b(Zeile|line) \d+")


class BaselineError(Exception):
    """A file that is no baseline; `words` say why, in German and English."""

    def __init__(self, words: Text) -> None:
        """Keep the words."""
        self.words = words
        super().__init__(words.en)


@attrs.frozen(eq=False, repr=False)
class Entry(Shown):
    """One finding that is known; `headline` is for people who read the file."""

    code: str
    policy: str
    fingerprint: str
    headline: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is known again by."""
        return self.code, self.policy, self.fingerprint


@attrs.frozen(eq=False, repr=False)
class Applied(Shown):
    """The records with what is new, how many findings were known, and the entries that are over."""

    records: list[FileRecord]
    known: int
    stale: tuple[Entry, ...]


def entries(records: list[FileRecord]) -> list[Entry]:
    """The findings of some records."""
    return [_entry(record, finding) for record in records for finding in record["findings"]]


def dump(records: list[FileRecord]) -> str:
    """A baseline with all findings of some records, in an order that does not change."""
    found = sorted(entries(records), key=lambda entry: (*entry.key, entry.headline))
    body = {
        "format": FORMAT,
        "version": VERSION,
        "findings": [attrs.asdict(entry) for entry in found],
    }
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def parse(text: str) -> tuple[Entry, ...]:
    """The entries of a baseline; raises BaselineError."""
    try:
        body = json.loads(text)
        if body["format"] != FORMAT or body["version"] != VERSION:
            raise BaselineError(
                Text(
                    f"das ist keine Bestandsliste der Fassung {VERSION}",
                    f"this is no baseline of version {VERSION}",
                )
            )
        return tuple(
            Entry(str(e["code"]), str(e["policy"]), str(e["fingerprint"]), str(e["headline"]))
            for e in body["findings"]
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BaselineError(Text("das ist keine Bestandsliste", "this is no baseline")) from error


def apply(records: list[FileRecord], known: tuple[Entry, ...]) -> Applied:
    """The records without what is known. An entry stands for one finding; those of policies that
    are not among the records are left alone.
    """
    left = Counter(entry.key for entry in known)
    count = 0
    fresh: list[FileRecord] = []
    for record in records:
        findings = []
        for finding in record["findings"]:
            key = _entry(record, finding).key
            if left[key] > 0:
                left[key] -= 1
                count += 1
            else:
                findings.append(finding)
        changed: FileRecord = {**record, "findings": findings}
        fresh.append(changed)
    checked = {_policy(record) for record in records}
    stale = []
    for entry in known:
        if left[entry.key] > 0 and entry.policy in checked:
            left[entry.key] -= 1
            stale.append(entry)
    return Applied(fresh, count, tuple(stale))


def fingerprint(finding: Finding) -> str:
    """What a finding says, without the place where it stands."""
    from hashlib import sha256

    parts = [_LINE.sub("", finding["headline"][0])]
    if finding["regions"]:
        parts += sorted(
            region["words"][0] + "|" + (region["aside"] or [""])[0] for region in finding["regions"]
        )
        parts.append(str(finding["more_regions"]))
    else:
        place = finding["place"]
        start = place["column"] - 1 - place["cut"]
        end = place["end_column"] - 1 - place["cut"]
        words = place["text"][start : end if place["end_line"] == place["line"] else None]
        parts.append(" ".join(words.split()))
    return sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _entry(record: FileRecord, finding: Finding) -> Entry:
    side = 0 if record["language"] == "de" else 1
    return Entry(finding["code"], _policy(record), fingerprint(finding), finding["headline"][side])


def _policy(record: FileRecord) -> str:
    """The id of a policy as it can be written; where the file is not understood, its name."""
    if record["policy"] is not None:
        name = record["policy"]["id"]
    else:
        name = os.path.splitext(os.path.basename(record["name"]))[0]
    return name.encode("utf-8", "replace").decode("utf-8")
