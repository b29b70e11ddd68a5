"""Findings in numbers."""

from __future__ import annotations

from kontaktdsl.reports.lines import Line
from kontaktdsl.reports.words import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.reports.shape import FileRecord, Finding

SEVERITIES = ("error", "warning", "hint")
LEVEL = "warning"
"""What is at least so heavy fails a check unless another level is asked for."""


def counts(findings: list[Finding], language: str) -> tuple[str, str]:
    """How many findings of each weight, in words, and the style of the heaviest."""
    parts = []
    style = ""
    for severity in SEVERITIES:
        number = sum(finding["severity"] == severity for finding in findings)
        if number:
            parts.append(say(severity + "s", language, number))
            style = style or severity
    return (", ".join(parts), style) if parts else (say("clean", language), "good")


def state(record: FileRecord, language: str) -> tuple[str, str]:
    """What came of a file in numbers; one without a policy is never clean, wherever that is told.

    Its errors may be told with another file of the run, or be known in a baseline.
    """
    if record["policy"] is None and not record["findings"]:
        return say("no-policy", language), "dim"
    return counts(record["findings"], language)


def at_least(severity: str, level: str) -> bool:
    """Whether a finding of one weight counts where all from `level` on count."""
    return SEVERITIES.index(severity) <= SEVERITIES.index(level)


def failing(records: list[FileRecord], level: str = LEVEL) -> bool:
    """Whether there is a finding of at least some weight."""
    return any(at_least(f["severity"], level) for record in records for f in record["findings"])


def language_of(records: list[FileRecord], lang: str | None, fallback: str) -> str:
    """The language of what concerns all files."""
    spoken = {record["language"] or fallback for record in records}
    return lang or (spoken.pop() if len(spoken) == 1 else fallback)


def run_line(records: list[FileRecord], lang: str | None, fallback: str) -> Line:
    """One line for the whole run."""
    language = language_of(records, lang, fallback)
    words, style = counts([f for record in records for f in record["findings"]], language)
    return [(say("files", language, len(records)) + ": ", ""), (words, style)]


def kept_in_words(record: FileRecord, language: str) -> str:
    """How much of a policy that was analysed stays in words, because nothing computes it."""
    about = record["policy"]
    if about is None or not record["accounting"]:
        return ""
    return in_words(about["duties"], about["notes"], language)


def in_words(duties: int, notes: int, language: str) -> str:
    """`Kept in words: 3 duties and 1 note`; empty where nothing is."""
    german = language == "de"
    many = [("Aufgabe", "Aufgaben"), ("Hinweis", "Hinweise")]
    if not german:
        many = [("duty", "duties"), ("note", "notes")]
    parts = [
        f"{count} {names[count != 1]}"
        for count, names in zip((duties, notes), many, strict=True)
        if count
    ]
    joint = " und " if german else " and "
    head = "In Worten bleiben: " if german else "Kept in words: "
    return head + joint.join(parts) if parts else ""
