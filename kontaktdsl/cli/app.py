"""From the command line to an exit code: 0 clean, 1 findings, 2 usage or internal error."""

from __future__ import annotations

import os
import sys

from kontaktdsl.cli import screen
from kontaktdsl.cli.arguments import COMMON, Given, Verb, option_lines, read, usage
from kontaktdsl.cli.words import Stop, UsageError, asked_language

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

VERBS = {
    "check": ("Richtlinien prüfen", "check policies"),
    "due": ("wer ist fällig? Die Liste für ein Team", "who is due? The list for a team"),
    "decide": ("für einen Menschen entscheiden", "decide for one person"),
    "explain": ("eine Entscheidung begründen", "explain a decision"),
    "run": ("auf alle Zeilen einer Datei anwenden", "apply to all rows of a file"),
    "map": ("die Spalten einer Datei zuordnen", "map the columns of a file"),
    "columns": ("welche Spalten gebraucht werden", "which columns are needed"),
    "test": ("Beispiele und Zusicherungen prüfen", "run the examples and guarantees"),
    "fmt": ("einheitlich schreiben", "write in the canonical form"),
    "fix": ("beheben, was sich beheben lässt", "repair what can be repaired"),
    "ci": ("alles für die Versionsverwaltung", "everything for version control"),
    "matrix": ("die Richtlinie als Tabelle", "the policy as a table"),
    "sql": ("die Richtlinie in einer Datenbank", "the policy inside a database"),
    "diff": ("zwei Fassungen nach ihrer Wirkung vergleichen", "compare two versions by effect"),
    "timeline": ("welche Fassung wann galt", "which version held when"),
    "consolidate": ("die Fassung eines Tages", "the version of a day"),
    "rule": ("was ein Befund bedeutet", "what a finding means"),
    "init": ("eine neue Richtlinie beginnen", "start a new policy"),
    "lsp": ("der Sprachserver für Editoren", "the language server for editors"),
}
"""The verbs with what they do; each is the module of that name."""

INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code."""
    return _guarded(sys.argv[1:] if arguments is None else arguments)


def command() -> NoReturn:
    """Run the command and end the process, without taking the interpreter to pieces first."""
    code = main()
    for stream in (sys.stdout, sys.stderr):
        if stream is None:  # closed by the caller
            continue
        try:
            stream.flush()
        except (OSError, ValueError):
            code = code or 2
    os._exit(code)


def _guarded(words: list[str]) -> int:
    language = asked_language(words)
    try:
        return _run(words, language)
    except Stop as stop:
        return _complain(stop.words(language), stop.code)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        screen.silence(sys.stdout)
        return 0
    except MemoryError:
        return _complain(
            "der Arbeitsspeicher reicht nicht aus"
            if language == "de"
            else "there is not enough memory",
            2,
        )
    except Exception as error:
        if os.environ.get("KPOL_DEBUG") == "1":
            raise
        return _complain(_internal(error, language), 2)


def _run(words: list[str], language: str) -> int:
    name, rest = _verb(words)
    if name is None:
        given = read((), rest, "")
        screen.Screen(given.text("color") or "auto")
        if given.flag("version"):
            return _version()
        print(_overview(language), end="", flush=True)
        if given.flag("help"):
            return 0
        return 2
    if name not in VERBS:
        raise _no_verb(name)
    verb, run = _module(name)
    given = read(verb.options, rest, name)
    if given.flag("help"):
        screen.Screen("never").write(usage(verb, language))
        return 0
    if given.flag("version"):
        return _version()
    if any(option.writes for option in verb.options):
        from kontaktdsl.cli.apart import keep_apart

        keep_apart(verb.options, given)
    return run(given, language)


def _verb(words: list[str]) -> tuple[str | None, list[str]]:
    """The first word that is neither an option nor the value of a common one, and the others."""
    valued = {name for option in COMMON if option.choices for name in option.names}
    at = 0
    while at < len(words):
        word = words[at]
        if word in valued:
            at += 2
        elif word.startswith("-") and word != "-":
            at += 1
        else:
            return word, words[:at] + words[at + 1 :]
    return None, words


def _module(name: str) -> tuple[Verb, Callable[[Given, str], int]]:
    from importlib import import_module

    module = import_module(f"kontaktdsl.cli.{name}")
    return module.VERB, module.run


def _no_verb(name: str) -> UsageError:
    from kontaktdsl.suggest import nearest

    near = nearest(name, VERBS, 1)
    if not near and os.path.exists(name):
        near = (f"check {name}",)
    return UsageError(
        "",
        f"den Befehl `{name}` gibt es nicht"
        + (f"; gemeint ist vielleicht `kpol {near[0]}`" if near else ""),
        f"there is no command `{name}`" + (f"; perhaps `kpol {near[0]}` is meant" if near else ""),
    )


def _overview(language: str) -> str:
    side = 0 if language == "de" else 1
    lines = [
        (
            "kpol: Richtlinien zur Kontaktdichte prüfen und anwenden",
            "kpol: check and apply contact-density policies",
        )[side],
        "",
        ("kpol BEFEHL ... [Optionen]", "kpol COMMAND ... [options]")[side],
        "",
        *(f"  {name:11} {about[side]}" for name, about in VERBS.items()),
        "",
        ("mehr zu einem Befehl: kpol BEFEHL --help", "more on one: kpol COMMAND --help")[side],
        "",
        ("Optionen:", "Options:")[side],
        *option_lines((), side),
    ]
    return "\n".join(lines) + "\n"


def _version() -> int:
    from kontaktdsl import __version__

    screen.Screen("never").write(f"kpol {__version__}\n")
    return 0


def _complain(message: str, code: int) -> int:
    screen.Screen("never")
    screen.aside(f"kpol: {message}")
    return code


def _internal(error: Exception, language: str) -> str:
    from kontaktdsl import __version__

    where = ""
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if f"kontaktdsl{os.sep}" in code.co_filename:
            where = f"{os.path.basename(code.co_filename)}:{trace.tb_lineno}"
        trace = trace.tb_next
    what = " ".join(f"{type(error).__name__} {error}".split())[:120]
    if language == "de":
        return (
            f"interner Fehler, bitte melden: kpol {__version__}, {what}, in {where} "
            "(KPOL_DEBUG=1 zeigt mehr)"
        )
    return (
        f"internal error, please report: kpol {__version__}, {what}, in {where} "
        "(KPOL_DEBUG=1 shows more)"
    )
