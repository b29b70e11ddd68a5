"""The steps of `kpol ci`: format, check, test, coverage; each with one line and its findings."""

from __future__ import annotations

from kontaktdsl.cli.covering import uncounted
from kontaktdsl.cli.loaded import Loaded
from kontaktdsl.cli.test import excused_words, lines_of
from kontaktdsl.cli.words import Pair
from kontaktdsl.reports.trial import NO_RULES, NOT_CHECKED, NOT_READ, NOT_RUN, found_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.reports.shape import Finding, Measured

CLEAN, FINDINGS, NOT_RUN_STATE, SKIPPED = "clean", "findings", "not run", "skipped"
"""How a step can end; skipped is a step that an error found by an earlier one leaves no ground."""


class Step:
    """One step: its name, how it ended, what it came to, and its findings by file."""

    __slots__ = ("findings", "name", "state", "words")

    def __init__(
        self, name: Pair, state: str, words: Pair, findings: dict[str, list[Finding]] | None = None
    ) -> None:
        self.name = name
        self.state = state
        self.words = words
        self.findings = findings or {}


def _some(many: int, one: Pair, more: Pair) -> Pair:
    chosen = one if many == 1 else more
    return f"{many} {chosen[0]}", f"{many} {chosen[1]}"


def _files(many: int) -> Pair:
    return _some(many, ("Datei", "file"), ("Dateien", "files"))


def unread(files: list[Loaded]) -> list[Loaded]:
    """The files that could not be read."""
    return [file for file in files if found_in(file.record, NOT_READ)]


# --- format -------------------------------------------------------------------------------------


def formatted(files: list[Loaded], measured: dict[str, Measured]) -> Step:
    """Whether every file is as `kpol fmt` writes it."""
    name = ("Form", "format")
    missed = unread(files)
    if missed:
        return Step(name, NOT_RUN_STATE, _unread(missed))
    findings = {path: told["misshaped"] for path, told in measured.items() if told["misshaped"]}
    broken = sum(told["form"] == "unparsed" for told in measured.values())
    if findings:
        words = (
            f"{len(findings)} von {_files(len(files))[0]} nicht so, wie `kpol fmt` schreibt",
            f"{len(findings)} of {_files(len(files))[1]} not as `kpol fmt` writes",
        )
        return Step(name, FINDINGS, words, findings)
    if broken:
        de, en = _files(broken)
        return Step(
            name,
            SKIPPED,
            (f"{de} mit Fehlern im Text, nicht verglichen", f"{en} with errors, not compared"),
        )
    return Step(name, CLEAN, _files(len(files)))


# --- check and test -----------------------------------------------------------------------------


def checked(files: list[Loaded]) -> Step:
    """What `kpol check` finds."""
    from kontaktdsl.reports.summary import counts, failing

    name = ("Prüfung", "check")
    findings = {file.path: file.counted["findings"] for file in files if file.counted["findings"]}
    missed = unread(files)
    if missed:
        return Step(name, NOT_RUN_STATE, _unread(missed), findings)
    empty = [file for file in files if found_in(file.record, NO_RULES)]
    if empty:
        return Step(name, NOT_RUN_STATE, _ruleless(empty), findings)
    undecided = [file for file in files if found_in(file.record, NOT_CHECKED)]
    if undecided:
        words = _named(undecided, ("nicht zu prüfen", "cannot be checked"))
        return Step(name, NOT_RUN_STATE, words, findings)
    every = [item for found in findings.values() for item in found]
    de, en = _files(len(files))
    if every:
        de, en = f"{de}, {counts(every, 'de')[0]}", f"{en}, {counts(every, 'en')[0]}"
    state = FINDINGS if failing([f.counted for f in files]) else CLEAN
    return Step(name, state, (de, en), findings)


def tested(files: list[Loaded]) -> Step:
    """Whether the examples and guarantees hold; their findings are among those of the check."""
    name = ("Proben", "examples")
    missed = unread(files)
    if missed:
        return Step(name, NOT_RUN_STATE, _unread(missed))
    stopped = [f for f in files if f.record["policy"] is None or found_in(f.record, NOT_RUN)]
    if stopped:
        return Step(name, SKIPPED, _named(stopped, ("nicht gerechnet", "not run")))
    abouts = [about for file in files if (about := file.record["policy"]) is not None]
    examples = _some(
        sum(about["examples"] for about in abouts),
        ("Beispiel", "example"),
        ("Beispiele", "examples"),
    )
    ensures = _some(
        sum(about["ensures"] for about in abouts),
        ("Zusicherung", "guarantee"),
        ("Zusicherungen", "guarantees"),
    )
    de, en = f"{examples[0]} und {ensures[0]}", f"{examples[1]} and {ensures[1]}"
    counted = [item for file in files for item in file.counted["findings"]]
    bad = lines_of([item for item in counted if item["promise"] and item["severity"] != "hint"])
    known = lines_of([item for file in files for item in file.excused])
    if bad:
        de, en = f"{de}, davon {bad} nicht erfüllt", f"{en}, {bad} fail"
    if known:
        de, en = de + excused_words(known)[0], en + excused_words(known)[1]
    return Step(name, FINDINGS if bad else CLEAN, (de, en))


# --- coverage -----------------------------------------------------------------------------------


def covered(
    files: list[Loaded],
    measured: dict[str, Measured],
    least: int | None,
    least_cases: int | None,
) -> Step:
    """How much the examples exercise, and where that is less than asked for."""
    from kontaktdsl.exercise.coverage import percent

    name = ("Abdeckung", "coverage")
    missed = unread(files)
    if missed:
        return Step(name, NOT_RUN_STATE, _unread(missed))
    stopped = [f for f in files if f.record["policy"] is None or found_in(f.record, NOT_RUN)]
    if stopped:
        return Step(name, SKIPPED, _named(stopped, ("nicht gemessen", "not measured")))
    unmeasured = [file for file in files if measured[file.path]["reachable"] is None]
    if unmeasured:
        return Step(
            name, NOT_RUN_STATE, _named(unmeasured, ("nicht zu messen", "cannot be measured"))
        )
    if least_cases is not None and any(told["uncounted"] for told in measured.values()):
        raise uncounted()
    ruled = [told for told in measured.values() if told["rules"]]  # else vocabulary for the others
    if not ruled:
        return Step(name, NOT_RUN_STATE, _ruleless(files))
    findings = {path: told["short"] for path, told in measured.items() if told["short"]}
    done = sum(told["exercised"] for told in ruled)
    total = sum(told["reachable"] or 0 for told in ruled)
    share = percent(done, total)
    words = (
        f"{done} von {total} Regeln durch ein Beispiel belegt ({share} %)",
        f"{done} of {total} rules exercised by an example ({share} %)",
    )
    if least is None and least_cases is None:
        open_ = ("keine Schwelle gesetzt (--fail-under)", "no threshold set (--fail-under)")
        return Step(name, CLEAN, (f"{words[0]}, {open_[0]}", f"{words[1]}, {open_[1]}"))
    return Step(name, FINDINGS if findings else CLEAN, words, findings)


# --- words --------------------------------------------------------------------------------------


def _named(files: list[Loaded], what: Pair) -> Pair:
    names = ", ".join(file.path for file in files[:3])
    more = len(files) - 3
    rest = (f" und {more} weitere", f" and {more} more") if more > 0 else ("", "")
    return f"{what[0]}: {names}{rest[0]}", f"{what[1]}: {names}{rest[1]}"


def _unread(files: list[Loaded]) -> Pair:
    return _named(files, ("nicht zu lesen", "cannot be read"))


def _ruleless(files: list[Loaded]) -> Pair:
    return _named(files, ("ohne eine Regel", "without a rule"))
