"""The steps of `kpol ci`: format, check, test, coverage; each with one line and its findings."""

from __future__ import annotations

from kontaktdsl.cli.loaded import Loaded
from kontaktdsl.cli.words import Pair, Stop
from kontaktdsl.reports.trial import NO_RULES, NOT_CHECKED, NOT_READ, NOT_RUN, found_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.diagnostics import Diagnostic, Text
    from kontaktdsl.exercise import Coverage
    from kontaktdsl.reports.shape import Finding

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


def formatted(files: list[Loaded]) -> Step:
    """Whether every file is as `kpol fmt` writes it."""
    name = ("Form", "format")
    missed = unread(files)
    if missed:
        return Step(name, NOT_RUN_STATE, _unread(missed))
    findings: dict[str, list[Finding]] = {}
    broken = 0
    for file in files:
        state, found = _form(file.path)
        broken += state == "unparsed"
        if found is not None:
            findings[file.path] = _told([found])
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


def _form(path: str) -> tuple[str, Diagnostic | None]:
    from kontaktdsl import steps
    from kontaktdsl.diagnostics import Diagnostic
    from kontaktdsl.source import Span
    from kontaktdsl.syntax.reading import decode
    from kontaktdsl.tidy import tidied

    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError as error:
        raise Stop(f"{path}: nicht zu lesen", f"{path}: cannot be read") from error
    source = decode(path, content)
    if isinstance(source, Diagnostic):
        return "unparsed", None
    wanted = tidied(source).text
    if wanted is None:
        return "unparsed", None
    if wanted.encode("utf-8", "surrogatepass") == content:
        return "same", None
    at = next(
        (at for at, (a, b) in enumerate(zip(source.text, wanted, strict=False)) if a != b),
        min(len(source.text), len(wanted)),
    )
    line = source.place(at)[0]
    start = source.line_starts[line - 1]
    span = Span(source, start, start + len(source.line(line)))
    return "other", steps.NOT_FORMATTED.at(span)


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
    words = (f"{de}, {counts(every, 'de')[0]}", f"{en}, {counts(every, 'en')[0]}")
    return Step(name, FINDINGS if failing([f.counted for f in files]) else CLEAN, words, findings)


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
    bad = {
        (item["place"]["file"], item["place"]["line"])
        for file in files
        for item in file.counted["findings"]
        if item["promise"] and item["severity"] != "hint"
    }
    if bad:
        many = len(bad)
        return Step(name, FINDINGS, (f"{de}, davon {many} nicht erfüllt", f"{en}, {many} fail"))
    return Step(name, CLEAN, (de, en))


# --- coverage -----------------------------------------------------------------------------------


def covered(files: list[Loaded], least: int | None, least_cases: int | None) -> Step:
    """How much the examples exercise, and where that is less than asked for."""
    from kontaktdsl.cli.covering import covered as measured
    from kontaktdsl.exercise.coverage import percent

    name = ("Abdeckung", "coverage")
    missed = unread(files)
    if missed:
        return Step(name, NOT_RUN_STATE, _unread(missed))
    stopped = [f for f in files if f.record["policy"] is None or found_in(f.record, NOT_RUN)]
    if stopped:
        return Step(name, SKIPPED, _named(stopped, ("nicht gemessen", "not measured")))
    done = total = 0
    findings: dict[str, list[Finding]] = {}
    for file in files:
        found = measured(file)
        if found is None or file.policy is None:
            words = _named([file], ("nicht zu messen", "cannot be measured"))
            return Step(name, NOT_RUN_STATE, words)
        if not file.policy.rules:  # vocabulary for the others
            continue
        done += len(found.exercised)
        total += len(found.exercised) + len(found.left_out)
        short = _short(file, found, least, least_cases)
        if short:
            findings[file.path] = _told(short)
    if not any(file.policy and file.policy.rules for file in files):
        return Step(name, NOT_RUN_STATE, _ruleless(files))
    share = percent(done, total)
    words = (
        f"{done} von {total} Regeln durch ein Beispiel belegt ({share} %)",
        f"{done} of {total} rules exercised by an example ({share} %)",
    )
    if least is None and least_cases is None:
        open_ = ("keine Schwelle gesetzt (--fail-under)", "no threshold set (--fail-under)")
        return Step(name, CLEAN, (f"{words[0]}, {open_[0]}", f"{words[1]}, {open_[1]}"))
    return Step(name, FINDINGS if findings else CLEAN, words, findings)


def _short(
    file: Loaded, found: Coverage, least: int | None, least_cases: int | None
) -> list[Diagnostic]:
    from kontaktdsl import steps
    from kontaktdsl.cli.covering import share_of_cases
    from kontaktdsl.source import Span

    assert file.policy is not None
    source = file.policy.sources[0]
    span = Span(source, 0, len(source.line(1)))
    short = []
    if least is not None and found.percent < least:
        notes = _rules(file, found)
        short.append(steps.FEW_RULES.at(span, percent=found.percent, least=least, notes=notes))
    if least_cases is not None and (share := share_of_cases(found)) < least_cases:
        regions = tuple(region for part in found.shares for region in part.regions)
        short.append(
            steps.FEW_CASES.at(
                span, percent=share, least=least_cases, regions=regions[:3],
                more_regions=len(regions[3:]),
            )
        )  # fmt: skip
    return short


SHOWN = 10
"""So many rules without an example are named."""


def _rules(file: Loaded, found: Coverage) -> tuple[Text, ...]:
    from kontaktdsl.diagnostics import Text
    from kontaktdsl.exercise.wording import rule_title

    assert file.policy is not None
    notes = [
        Text(
            f"ohne Beispiel: Zeile {rule.span.line}, {rule_title(file.policy, rule)}",
            f"without an example: line {rule.span.line}, {rule_title(file.policy, rule)}",
        )
        for rule in found.left_out[:SHOWN]
    ]
    more = len(found.left_out) - SHOWN
    if more > 0:
        notes.append(Text(f"und {more} weitere", f"and {more} more"))
    return tuple(notes)


# --- words --------------------------------------------------------------------------------------


def _told(findings: list[Diagnostic]) -> list[Finding]:
    from kontaktdsl.reports.record import record

    return record("", "", None, tuple(findings), ())["findings"]


def _named(files: list[Loaded], what: Pair) -> Pair:
    names = ", ".join(file.path for file in files[:3])
    more = len(files) - 3
    rest = (f" und {more} weitere", f" and {more} more") if more > 0 else ("", "")
    return f"{what[0]}: {names}{rest[0]}", f"{what[1]}: {names}{rest[1]}"


def _unread(files: list[Loaded]) -> Pair:
    return _named(files, ("nicht zu lesen", "cannot be read"))


def _ruleless(files: list[Loaded]) -> Pair:
    return _named(files, ("ohne eine Regel", "without a rule"))
