"""`kpol test`: run the examples and guarantees of policies."""

from __future__ import annotations

from kontaktdsl.cli import paths, shelved
from kontaktdsl.cli.arguments import Given, Option, Verb
from kontaktdsl.cli.loaded import Loaded, load_all, of_library
from kontaktdsl.cli.loaded import count as count_all
from kontaktdsl.cli.numbers import percent
from kontaktdsl.cli.screen import Screen
from kontaktdsl.cli.words import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.cli.words import Pair
    from kontaktdsl.reports.lines import Line
    from kontaktdsl.reports.shape import Finding

VERB = Verb(
    "test",
    ("[PFAD ...]", "[PATH ...]"),
    (
        "Rechnet die Zeilen „Beispiel“ und „es gilt immer“ nach: Beispiele Mensch für Mensch,\n"
        "Zusicherungen für alle möglichen Menschen. Ende mit 1, wenn etwas nicht stimmt.\n"
        "Mit --id oder --day ist es die Fassung, die in einem Ordner an einem Tag gilt.",
        "Runs the lines `example` and `ensure`: examples person by person, guarantees for all\n"
        "possible people. Exit code 1 if something does not hold.\n"
        "With --id or --day it is the version that holds on a day in a folder.",
    ),
    (
        Option(
            "--coverage",
            ("zeigen, was kein Beispiel belegt", "show what no example exercises"),
        ),
        Option(
            "--fail-under",
            (
                "Ende mit 1 unter so viel Prozent der Regeln",
                "exit 1 below this percentage of rules",
            ),
            "N",
        ),
        Option(
            "--fail-under-cases",
            ("Ende mit 1 unter so viel Prozent der Fälle", "exit 1 below this percentage of cases"),
            "N",
        ),
        Option(
            "--baseline",
            ("nur zählen, was nicht im Bestand steht", "count only what is not in the baseline"),
            "FILE",
        ),
        Option(
            "--generate", ("fehlende Beispiele ausgeben", "print the examples that are missing")
        ),
        Option("--append", ("sie an die Datei anhängen", "append them to the file")),
        Option("--format", ("full oder JUnit-XML", "full, or JUnit XML"), "", ("full", "junit")),
        Option("-o --output", ("in eine Datei schreiben", "write to a file"), "FILE", writes=True),
        Option("--all", ("alle Gruppen zeigen, nicht nur drei", "show all groups, not only three")),
        Option("--no-cache", ("ohne Zwischenspeicher", "without the cache")),
        shelved.ID,
        shelved.DAY,
    ),
    ("kpol test policies", "kpol test x.kpol --fail-under 80", "kpol test x.kpol --generate"),
)


def run(given: Given, language: str) -> int:
    """Show what does not hold, and how much does."""
    if given.flag("generate") or given.flag("append"):
        if shelved.of_a_day(given):
            raise UsageError(
                "test",
                "neue Beispiele gehören in eine Datei: ohne `--id` und `--day`",
                "new examples belong in a file: without `--id` and `--day`",
            )
        from kontaktdsl.cli.generating import run as generate

        return generate(given, language)
    least = percent(given, "fail_under", "test")
    least_cases = percent(given, "fail_under_cases", "test")
    wants = given.flag("coverage") or least is not None or least_cases is not None
    as_junit = given.text("format") == "junit"
    if as_junit and wants:
        raise UsageError(
            "test",
            "`--format junit` enthält keine Abdeckung; `kpol ci --junit` tut es",
            "`--format junit` holds no coverage; `kpol ci --junit` does",
        )
    use_cache = not given.flag("no_cache")
    if shelved.of_a_day(given):
        files = [of_library(given, "test")]
        counting = count_all(files, given, language)
    else:
        found = paths.find(given.operands)
        files, counting = load_all(found, given, language, use_cache=use_cache)
    if as_junit:
        return _junit(files, given, language)
    screen = Screen(given.text("color") or "auto", given.text("output"))
    lines, failed = _trials(files, given, language, screen)
    if wants:
        from kontaktdsl.cli.covering import show

        more, short = show(files, given, language, screen, (least, least_cases))
        lines += [[], *more]
        failed = failed or short
    more = counting.lines()
    screen.draw([*lines, [], *more] if more else lines)
    return 1 if failed else 0


def _trials(
    files: list[Loaded], given: Given, language: str, screen: Screen
) -> tuple[list[Line], bool]:
    from kontaktdsl.reports.terminal import finding

    lines: list[Line] = []
    counts: list[Line] = []
    failed = False
    for file in files:
        spoken = file.spoken(given.text("lang"), language)
        wrong = wrong_in(file)
        for item in wrong:
            lines += [*finding(item, spoken, screen.columns, given.flag("all")), []]
        counts.append(count(file, wrong, spoken))
        failed = failed or any(item["severity"] != "hint" for item in wrong)
    return lines + counts, failed


def _junit(files: list[Loaded], given: Given, language: str) -> int:
    from kontaktdsl.reports.tested import junit

    suites = [file.suite(given.text("lang"), language) for file in files]
    Screen("never", given.text("output")).write(junit(suites))
    return 1 if any(case.bad for suite in suites for case in suite.cases) else 0


def wrong_in(file: Loaded) -> list[Finding]:
    """What is wrong with the promises; where they could not be run, what is wrong with the text."""
    record = file.record
    if record["policy"] is None:
        return record["findings"]
    from kontaktdsl.reports.trial import NOT_RUN, found_in

    stopped = found_in(record, NOT_RUN)
    return [stopped] if stopped else [item for item in file.counted["findings"] if item["promise"]]


def count(file: Loaded, wrong: list[Finding], language: str) -> Line:
    """How many promises a file has and how many fail."""
    side = 0 if language == "de" else 1
    record = file.record
    about = record["policy"]
    head = (f"{record['name']}: ", "strong")
    if about is None:
        unread = ("nicht gerechnet: erst die Fehler im Text beheben",
                  "not run: first mend the errors in the text")  # fmt: skip
        return [head, (unread[side], "error")]
    examples, ensures = about["examples"], about["ensures"]
    if any(not item["promise"] for item in wrong):
        unrun = ("nicht gerechnet, siehe oben", "not run, see above")
        return [head, (unrun[side], "error")]
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
    bad = lines_of([item for item in wrong if item["severity"] != "hint"])
    known = lines_of(file.excused)
    told = (" und ", " and ")[side].join(parts)
    if bad:
        told += (f", davon {bad} nicht erfüllt", f", {bad} of them fail")[side]
    if known:
        told += excused_words(known)[side]
    if not bad + known:
        told += (", alles stimmt", ", all hold")[side]
    return [head, (told, "error" if bad else "warning" if known else "good")]


def lines_of(findings: list[Finding]) -> int:
    """In how many lines some findings stand."""
    return len({(item["place"]["file"], item["place"]["line"]) for item in findings})


def excused_words(known: int) -> Pair:
    """That so many failures do not count."""
    return (
        f", {known} nicht erfüllt, aber hingenommen oder im Bestand",
        f", {known} failing but accepted or in the baseline",
    )
