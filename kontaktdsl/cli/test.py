"""`kpol test`: run the examples and guarantees of policies."""

from __future__ import annotations

from kontaktdsl.cli import paths
from kontaktdsl.cli.arguments import Given, Option, Verb
from kontaktdsl.cli.checking import Checker
from kontaktdsl.cli.screen import Screen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.reports.lines import Line
    from kontaktdsl.reports.shape import FileRecord, Finding

VERB = Verb(
    "test",
    ("[PFAD ...]", "[PATH ...]"),
    (
        "Rechnet die Zeilen „Beispiel“ und „es gilt immer“ nach: Beispiele Mensch für Mensch,\n"
        "Zusicherungen für alle möglichen Menschen. Ende mit 1, wenn etwas nicht stimmt.",
        "Runs the lines `example` and `ensure`: examples person by person, guarantees for all\n"
        "possible people. Exit code 1 if something does not hold.",
    ),
    (
        Option("--all", ("alle Gruppen zeigen, nicht nur drei", "show all groups, not only three")),
        Option("--no-cache", ("ohne Zwischenspeicher", "without the cache")),
    ),
    ("kpol test policies", "kpol test x.kpol"),
)


def run(given: Given, language: str) -> int:
    """Show what does not hold, and how much does."""
    from kontaktdsl.reports.terminal import finding

    found = paths.find(given.operands)
    screen = Screen(given.text("color") or "auto")
    checker = Checker(use_cache=not given.flag("no_cache"))
    lines: list[Line] = []
    counts: list[Line] = []
    failed = False
    for path in found:
        record = checker.record(path)
        spoken = given.text("lang") or record["language"] or language
        wrong = _wrong(record)
        for item in wrong:
            lines += [*finding(item, spoken, screen.columns, given.flag("all")), []]
        counts.append(_count(record, wrong, spoken))
        failed = failed or any(item["severity"] != "hint" for item in wrong)
    screen.draw(lines + counts)
    return 1 if failed else 0


def _wrong(record: FileRecord) -> list[Finding]:
    """What is wrong with the promises; where the text cannot be read, what is wrong with it."""
    if record["policy"] is None:
        return record["findings"]
    return [item for item in record["findings"] if item["promise"]]


def _count(record: FileRecord, wrong: list[Finding], language: str) -> Line:
    side = 0 if language == "de" else 1
    about = record["policy"]
    head = (f"{record['name']}: ", "strong")
    if about is None:
        unread = ("nicht gerechnet: erst die Fehler im Text beheben",
                  "not run: first mend the errors in the text")  # fmt: skip
        return [head, (unread[side], "error")]
    examples, ensures = about["examples"], about["ensures"]
    if not examples + ensures:
        none = ("keine Beispiele und keine Zusicherungen", "no examples and no guarantees")
        return [head, (none[side], "hint")]
    parts = []
    if examples:
        many = ("Beispiele", "examples") if examples > 1 else ("Beispiel", "example")
        parts.append(f"{examples} {many[side]}")
    if ensures:
        many = ("Zusicherungen", "guarantees") if ensures > 1 else ("Zusicherung", "guarantee")
        parts.append(f"{ensures} {many[side]}")
    bad = len({(item["place"]["file"], item["place"]["line"]) for item in wrong})
    told = (" und ", " and ")[side].join(parts)
    if not bad:
        return [head, (told + (", alles stimmt", ", all hold")[side], "good")]
    return [head, (told + (f", davon {bad} nicht erfüllt", f", {bad} of them fail")[side], "error")]
