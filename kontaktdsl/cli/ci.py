"""`kpol ci`: format, check, examples and coverage in one run with one exit code."""

from __future__ import annotations

import os

from kontaktdsl.cli import paths
from kontaktdsl.cli.arguments import Given, Option, Verb
from kontaktdsl.cli.counting import settings
from kontaktdsl.cli.loaded import Loaded, count
from kontaktdsl.cli.numbers import percent
from kontaktdsl.cli.screen import Screen, write_file
from kontaktdsl.cli.words import Stop, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.cli.pipeline import Step
    from kontaktdsl.reports.lines import Line
    from kontaktdsl.reports.shape import FileRecord, Finding

VERB = Verb(
    "ci",
    ("[PFAD ...]", "[PATH ...]"),
    (
        "Für die Versionsverwaltung: Form (fmt --check), Prüfung (check), Proben (test) und\n"
        "Abdeckung in einem Lauf. Ende mit 0: in Ordnung, 1: Befunde, 2: etwas konnte nicht\n"
        "laufen (keine Datei, nicht zu lesen, keine Regel). Nie still grün.",
        "For version control: format (fmt --check), check, examples (test) and coverage in one\n"
        "run. Exit code 0: clean, 1: findings, 2: something could not run (no file, unreadable,\n"
        "no rules). Never silently green.",
    ),
    (
        Option(
            "--fail-under",
            ("so viel Prozent der Regeln müssen belegt sein", "this percentage of rules is needed"),
            "N",
        ),
        Option(
            "--fail-under-cases",
            ("so viel Prozent der Fälle müssen belegt sein", "this percentage of cases is needed"),
            "N",
        ),
        Option("--baseline", ("nur zählen, was nicht im Bestand steht",
                              "count only what is not in the baseline"), "FILE"),
        Option("--format", ("Befunde ausführlich oder zum Vorlesen",
                            "findings in full or to be read aloud"), "", ("full", "plain")),
        Option("--github", ("Anmerkungen für GitHub (dort von selbst)",
                            "annotations for GitHub (there by itself)")),
        Option("--sarif", ("Befunde als SARIF in eine Datei",
                           "findings as SARIF to a file"), "FILE", writes=True),
        Option("--gitlab", ("Befunde für GitLab Code Quality in eine Datei",
                            "findings for GitLab code quality to a file"), "FILE", writes=True),
        Option("--junit", ("Schritte und Proben als JUnit-XML in eine Datei",
                           "steps and examples as JUnit XML to a file"), "FILE", writes=True),
        Option("--all", ("alle Gruppen und auch Hinweise zeigen",
                         "show all groups, and hints too")),
        Option("--no-cache", ("ohne Zwischenspeicher", "without the cache")),
    ),
    ("kpol ci", "kpol ci policies --fail-under 80", "kpol ci --gitlab gl.json --junit junit.xml"),
)  # fmt: skip


def run(given: Given, language: str) -> int:
    """Run all steps, show each in one line, then the findings."""
    if paths.STDIN in given.operands:
        raise UsageError(
            "ci", "hierher gehören Dateien und Ordner", "files and folders belong here"
        )
    try:
        return _run(given, language)
    except Stop as stop:
        _write_failure(given, stop.words(given.text("lang") or language))
        raise


def _run(given: Given, language: str) -> int:
    least, least_cases = _settings(given)
    found = paths.find(given.operands)
    screen = Screen(given.text("color") or "auto")
    use_cache = not given.flag("no_cache")
    from kontaktdsl.cli import pipeline
    from kontaktdsl.cli.folder import results
    from kontaktdsl.cli.measuring import Measurer

    measurer = Measurer(use_cache=use_cache, least=least, least_cases=least_cases)
    made = results(found, measurer, language)
    files = [Loaded(path, record) for path, (record, _) in zip(found, made, strict=True)]
    measured = {path: told for path, (_, told) in zip(found, made, strict=True)}
    counting = count(files, given, language)
    steps = [
        pipeline.formatted(files, measured),
        pipeline.checked(files),
        pipeline.tested(files),
        pipeline.covered(files, measured, least, least_cases),
    ]
    records = [_with(file, steps) for file in files]
    lang = given.text("lang")
    picture = _picture(steps, records, given, language, screen.columns)
    more = counting.lines()
    screen.draw([*picture, [], *more] if more else picture)
    _write(steps, files, records, given, language)
    if _on_github(given):
        screen.write(_machine("github", records, lang, language))
    states = {step.state for step in steps}
    if pipeline.NOT_RUN_STATE in states:
        return 2
    return 0 if states == {pipeline.CLEAN} else 1


def _settings(given: Given) -> tuple[int | None, int | None]:
    """The thresholds; what the command line leaves open comes from the project's settings."""
    least = percent(given, "fail_under", "ci")
    least_cases = percent(given, "fail_under_cases", "ci")
    path = settings()
    if path is None:
        return least, least_cases
    from kontaktdsl import config

    try:
        wanted = config.load(path).ci
    except config.ConfigError as error:
        raise Stop(error.words.de, error.words.en) from None
    folder = os.path.relpath(os.path.dirname(path))
    if not given.operands:
        given.operands += [os.path.normpath(os.path.join(folder, each)) for each in wanted.paths]
    if given.text("baseline") is None and wanted.baseline is not None:
        given.values["baseline"] = os.path.normpath(os.path.join(folder, wanted.baseline))
    return (
        wanted.fail_under if least is None else least,
        wanted.fail_under_cases if least_cases is None else least_cases,
    )


def _with(file: Loaded, steps: list[Step]) -> FileRecord:
    """The record of a file with the findings of every step."""
    found: list[Finding] = []
    for step in steps:
        found += step.findings.get(file.path, [])
    copy = file.counted.copy()
    copy["findings"] = found
    return copy


# --- on the screen ------------------------------------------------------------------------------

_STATES = {
    "clean": (("in Ordnung", "clean"), "good"),
    "findings": (("BEFUNDE", "FINDINGS"), "error"),
    "not run": (("NICHT GELAUFEN", "COULD NOT RUN"), "error"),
    "skipped": (("AUSGELASSEN", "SKIPPED"), "warning"),
}
_FIRST = ("erst die Fehler im Text beheben", "first mend the errors in the text")


def _picture(
    steps: list[Step], records: list[FileRecord], given: Given, language: str, columns: int
) -> list[Line]:
    from kontaktdsl.reports import plain, terminal
    from kontaktdsl.reports.summary import language_of

    lang = given.text("lang")
    side = 0 if language_of(records, lang, language) == "de" else 1
    lines = [_line(step, side) for step in steps]
    everything = given.flag("all")
    for record in records:
        spoken = lang or record["language"] or language
        shown = [f for f in record["findings"] if everything or f["severity"] != "hint"]
        for at, item in enumerate(shown, 1):
            lines.append([])
            if given.text("format") == "plain":
                texts = plain.finding(item, spoken, at, len(shown), everything)
                lines += [[(text, "")] for text in texts]
            else:
                lines += terminal.finding(item, spoken, columns, everything)
    return lines


def _line(step: Step, side: int) -> Line:
    state, style = _STATES[step.state]
    words = step.words[side]
    if step.state == "skipped":
        words = f"{words}; {_FIRST[side]}"
    return [(f"{step.name[side]}: ", "strong"), (state[side], style), (f", {words}", "")]


# --- for other programs -------------------------------------------------------------------------


def _write(
    steps: list[Step],
    files: list[Loaded],
    records: list[FileRecord],
    given: Given,
    language: str,
) -> None:
    for form in ("sarif", "gitlab"):
        target = given.text(form)
        if target is not None:
            write_file(target, _machine(form, records, given.text("lang"), language))
    target = given.text("junit")
    if target is not None:
        write_file(target, _junit(steps, files, given, language))


def _machine(form: str, records: list[FileRecord], lang: str | None, fallback: str) -> str:
    from importlib import import_module

    from kontaktdsl import __version__

    report = import_module(f"kontaktdsl.reports.{form}")
    text: str = report.document(records, lang, __version__, fallback)
    return text


def _write_failure(given: Given, words: str) -> None:
    """Tell other programs, too, that nothing could run."""
    from importlib import import_module

    from kontaktdsl import __version__

    for form in ("sarif", "gitlab", "junit"):
        target = given.text(form)
        if target is not None:
            write_file(
                target, import_module(f"kontaktdsl.reports.{form}").failure(words, __version__)
            )
    if _on_github(given):
        from kontaktdsl.reports import github

        Screen("never").write(github.failure(words, __version__))


def _on_github(given: Given) -> bool:
    return given.flag("github") or os.environ.get("GITHUB_ACTIONS") == "true"


def _junit(steps: list[Step], files: list[Loaded], given: Given, language: str) -> str:
    """A suite for the steps and one per file for its examples and guarantees."""
    from kontaktdsl.reports.summary import language_of
    from kontaktdsl.reports.tested import Case, Suite, junit
    from kontaktdsl.reports.trial import aloud

    spoken = language_of([file.record for file in files], given.text("lang"), language)
    side = 0 if spoken == "de" else 1
    of_steps = []
    for step in steps:
        words = step.words[side]
        every = [item for found in step.findings.values() for item in found]
        of_steps.append(
            Case(
                step.name[side],
                None,
                failure=words if step.state == "findings" else None,
                error=words if step.state in ("not run", "skipped") else None,
                text=aloud(every, spoken),
            )
        )
    suites = [Suite("kpol ci", of_steps)]
    suites += [file.suite(given.text("lang"), language) for file in files]
    return junit(suites)
